package browse

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"baoge/app/paper"
	"baoge/app/typeset"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// A Calendar shows one month, with a dot under each day that has a paper. Only
// those days can be chosen.
//
// With the keyboard on it, Left and Right walk through the month's papers, Page Up
// and Page Down through the months.
type Calendar struct {
	widget.BaseWidget
	OnDay   func(paper.Date)
	OnMonth func(year int, month time.Month) // another month was asked for
	OnTitle func(at fyne.Position)           // the month's name was pressed, at in the canvas

	press   *line.Press
	sheet   *line.Sheet
	year    int
	month   time.Month
	days    map[int]int // articles by day
	chosen  paper.Date
	hovered int // day, or 0
	focused bool
}

const (
	calSide  = 6  // left and right of the grid
	calTitle = 26 // height of the month's name
	calCell  = 22 // height of a row of days
	calRows  = 6  // the longest month needs so many weeks; the rest of the sidebar must not jump
	calArrow = 32 // width of the arrows beside the name
)

// NewCalendar shows nothing until ShowMonth.
func NewCalendar(p *line.Press) *Calendar {
	c := &Calendar{press: p, sheet: line.NewSheet(p)}
	c.ExtendBaseWidget(c)
	return c
}

// ShowMonth shows a month with the number of articles of each day.
func (c *Calendar) ShowMonth(year int, month time.Month, days map[int]int) {
	c.year, c.month, c.days, c.hovered = year, month, days, 0
	c.draw()
}

// Month is the month shown.
func (c *Calendar) Month() (year int, month time.Month) { return c.year, c.month }

// Choose fills the day, if it is in the month shown; the zero Date none.
func (c *Calendar) Choose(d paper.Date) {
	if c.chosen != d {
		c.chosen = d
		c.draw()
	}
}

// firstColumn is the column of the month's first day; weeks begin on Monday.
func (c *Calendar) firstColumn() int {
	return (int(time.Date(c.year, c.month, 1, 0, 0, 0, 0, time.UTC).Weekday()) + 6) % 7
}

func (c *Calendar) length() int {
	return time.Date(c.year, c.month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func (c *Calendar) cellW() float32 { return (c.Size().Width - 2*calSide) / 7 }

// cell is the top left corner of a day.
func (c *Calendar) cell(day int) (x, y float32) {
	n := c.firstColumn() + day - 1
	return calSide + float32(n%7)*c.cellW(), calTitle + calCell*float32(1+n/7)
}

// dayAt is the day under a point, or 0.
func (c *Calendar) dayAt(p fyne.Position) int {
	top := p.Y - calTitle - calCell
	x := p.X - calSide
	if top < 0 || x < 0 || c.cellW() <= 0 || x >= 7*c.cellW() {
		return 0
	}
	day := int(top/calCell)*7 + int(x/c.cellW()) - c.firstColumn() + 1
	if day < 1 || day > c.length() {
		return 0
	}
	return day
}

func (c *Calendar) draw() {
	w := c.Size().Width
	if c.month == 0 || w <= 0 {
		return
	}
	title := lang.X("browse.month", "{{.Year}} 年 {{.Month}} 月", map[string]any{"Year": c.year, "Month": int(c.month)})
	pieces := []line.Piece{
		{Text: title, Face: typeset.SansBold, Size: look.TextSize, Leading: calTitle, Width: w, Align: typeset.Centred, Tint: line.Ink},
		{Text: "‹", Face: typeset.SansBold, Size: 15, Leading: calTitle - 2, X: calSide, Width: 16, Align: typeset.Left, Tint: line.Ink},
		{Text: "›", Face: typeset.SansBold, Size: 15, Leading: calTitle - 2, X: w - calSide - 16, Width: 16, Align: typeset.Right, Tint: line.Ink},
	}
	cw := c.cellW()
	for i, name := range weekdays() {
		pieces = append(pieces, line.Piece{Text: name, Face: typeset.Sans, Size: 11, Leading: calCell, X: calSide + float32(i)*cw, Y: calTitle, Width: cw, Align: typeset.Centred, Tint: line.Ghost})
	}
	var boxes []line.Box
	if c.focused {
		boxes = append(boxes, line.Box{X: 0, Y: 6, W: 2, H: calTitle - 12, Radius: 1, Tint: line.Accent})
	}
	for day := 1; day <= c.length(); day++ {
		x, y := c.cell(day)
		p := line.Piece{Text: strconv.Itoa(day), Face: typeset.Sans, Size: 11, Leading: calCell, X: x, Y: y, Width: cw, Align: typeset.Centred, Tint: line.Ghost}
		if c.days[day] > 0 {
			p.Face, p.Tint = typeset.SansBold, line.Ink
			if day == c.hovered {
				boxes = append(boxes, line.Box{X: x, Y: y, W: cw, H: calCell, Radius: 4, Tint: line.Hover})
			}
			boxes = append(boxes, line.Box{X: x + cw/2 - 1.75, Y: y + calCell - 5, W: 3.5, H: 3.5, Radius: 1.75, Tint: line.Fill})
		}
		if c.chosen.Known() && c.chosen == (paper.Date{Year: c.year, Month: c.month, Day: day}) {
			boxes = append(boxes, line.Box{X: x, Y: y, W: cw, H: calCell, Radius: 4, Tint: line.Fill})
			p.Face, p.Tint = typeset.SansBold, line.OnFill
		}
		pieces = append(pieces, p)
	}
	c.sheet.Set(boxes, pieces)
}

func weekdays() [7]string {
	return [7]string{lang.X("browse.mon", "一"), lang.X("browse.tue", "二"), lang.X("browse.wed", "三"), lang.X("browse.thu", "四"),
		lang.X("browse.fri", "五"), lang.X("browse.sat", "六"), lang.X("browse.sun", "日")}
}

// Step asks for the month n months on.
func (c *Calendar) Step(n int) {
	t := time.Date(c.year, c.month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	if c.OnMonth != nil && t.Year() >= 1 && t.Year() <= 9999 {
		c.OnMonth(t.Year(), t.Month())
	}
}

func (c *Calendar) choose(day int) {
	if c.days[day] > 0 && c.OnDay != nil {
		c.OnDay(paper.Date{Year: c.year, Month: c.month, Day: day})
	}
}

// stepDay chooses the next day with a paper in the month, or the one before.
func (c *Calendar) stepDay(n int) {
	day := 0
	if c.chosen.Year == c.year && c.chosen.Month == c.month {
		day = c.chosen.Day
	} else if n < 0 {
		day = c.length() + 1
	}
	for day += n; day >= 1 && day <= c.length(); day += n {
		if c.days[day] > 0 {
			c.choose(day)
			return
		}
	}
}

// Resize sets the days anew for the width.
func (c *Calendar) Resize(s fyne.Size) {
	c.BaseWidget.Resize(s)
	c.draw()
}

// MinSize has room for six weeks.
func (c *Calendar) MinSize() fyne.Size {
	return fyne.NewSize(7*20+2*calSide, calTitle+calCell*(1+calRows))
}

// Tapped chooses a day, steps a month, or presses the month's name.
func (c *Calendar) Tapped(e *fyne.PointEvent) {
	switch w := c.Size().Width; {
	case e.Position.Y >= calTitle:
		c.choose(c.dayAt(e.Position))
	case e.Position.X < calArrow:
		c.Step(-1)
	case e.Position.X > w-calArrow:
		c.Step(1)
	case c.OnTitle != nil:
		c.OnTitle(e.AbsolutePosition.SubtractXY(0, e.Position.Y-calTitle))
	}
}

// MouseIn lights, with MouseMoved and MouseOut, the day under the pointer.
func (c *Calendar) MouseIn(e *desktop.MouseEvent) { c.MouseMoved(e) }

// MouseMoved follows the pointer.
func (c *Calendar) MouseMoved(e *desktop.MouseEvent) {
	if d := c.dayAt(e.Position); d != c.hovered {
		c.hovered = d
		c.draw()
	}
}

// MouseOut follows MouseIn.
func (c *Calendar) MouseOut() { c.hovered = 0; c.draw() }

// FocusGained and FocusLost draw and remove the focus mark.
func (c *Calendar) FocusGained() { c.focused = true; c.draw() }

// FocusLost follows FocusGained.
func (c *Calendar) FocusLost() { c.focused = false; c.draw() }

// TypedRune is the window's.
func (c *Calendar) TypedRune(r rune) { look.PassRune(c, r) }

// TypedShortcut is the window's.
func (c *Calendar) TypedShortcut(s fyne.Shortcut) { look.PassShortcut(c, s) }

// TypedKey walks through days and months.
func (c *Calendar) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyLeft:
		c.stepDay(-1)
	case fyne.KeyRight:
		c.stepDay(1)
	case fyne.KeyPageUp:
		c.Step(-1)
	case fyne.KeyPageDown:
		c.Step(1)
	default:
		look.PassKey(c, k)
	}
}

// CreateRenderer is Fyne's.
func (c *Calendar) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(c.sheet) }
