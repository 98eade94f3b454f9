package search

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"baoge/app/typeset"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// years is the histogram of hits by year; a column can be pressed.
type years struct {
	widget.BaseWidget
	onYear func(year int)

	press   *line.Press
	sheet   *line.Sheet
	first   int
	counts  []int        // from the first year on, gaps filled
	chosen  map[int]bool // years
	hovered int          // index of a column the pointer or the keyboard is on, or -1
}

const (
	yearsH   = 62 // height of the columns
	yearsGap = 3
	yearsTag = 20 // height of the years' line
	yearsIn  = 8  // left and right
)

func newYears(p *line.Press) *years {
	y := &years{press: p, sheet: line.NewSheet(p), hovered: -1}
	y.ExtendBaseWidget(y)
	return y
}

// show takes the counts by year.
func (y *years) show(counts map[int]int, chosen map[int]bool) {
	y.first, y.counts, y.chosen = 0, nil, chosen
	last := 0
	for year := range counts {
		if y.first == 0 || year < y.first {
			y.first = year
		}
		last = max(last, year)
	}
	for year := y.first; len(counts) > 0 && year <= last; year++ {
		y.counts = append(y.counts, counts[year])
	}
	if y.hovered >= len(y.counts) {
		y.hovered = -1
	}
	y.draw()
}

func (y *years) columnW() float32 {
	return (y.Size().Width - 2*yearsIn) / float32(max(len(y.counts), minColumns))
}

// minColumns keeps a single year from filling the sidebar.
const minColumns = 8

func (y *years) draw() {
	if len(y.counts) == 0 || y.Size().Width <= 2*yearsIn {
		y.sheet.Set(nil, nil)
		return
	}
	top := 1
	for _, n := range y.counts {
		top = max(top, n)
	}
	var boxes []line.Box
	cw := y.columnW()
	gap := min(yearsGap, cw/4)
	for i, n := range y.counts {
		if n == 0 {
			continue
		}
		h := max(2, yearsH*float32(n)/float32(top))
		tint := line.Bar
		if y.chosen[y.first+i] || i == y.hovered {
			tint = line.Fill
		}
		boxes = append(boxes, line.Box{X: yearsIn + float32(i)*cw, Y: yearsH - h, W: cw - gap, H: h, Radius: min(1, gap), Tint: tint})
	}
	y.sheet.Set(boxes, y.tags())
}

// tags are the first and the last year, or the year under the pointer with its hits.
func (y *years) tags() []line.Piece {
	tag := func(text string, a typeset.Align) line.Piece {
		return line.Piece{Text: text, Face: typeset.Sans, Size: 11, Leading: yearsTag, X: yearsIn, Y: yearsH,
			Width: y.Size().Width - 2*yearsIn, Align: a, Tint: line.Faint}
	}
	if y.hovered >= 0 {
		return []line.Piece{tag(lang.X("search.yearhits", "{{.Year}} 年 {{.N}} 篇", map[string]any{
			"Year": y.first + y.hovered, "N": line.Thousands(y.counts[y.hovered])}), typeset.Centred)}
	}
	out := []line.Piece{tag(strconv.Itoa(y.first), typeset.Left)}
	if n := len(y.counts); n >= minColumns {
		out = append(out, tag(strconv.Itoa(y.first+n-1), typeset.Right))
	} else if n > 1 {
		p := tag(strconv.Itoa(y.first+n-1), typeset.Left)
		p.X += float32(n-1) * y.columnW()
		if n > 2 {
			out = append(out, p)
		}
	}
	return out
}

func (y *years) at(x float32) int {
	cw := y.columnW()
	if i := int((x - yearsIn) / cw); x >= yearsIn && i < len(y.counts) && y.counts[i] > 0 {
		return i
	}
	return -1
}

// Tapped chooses a year.
func (y *years) Tapped(e *fyne.PointEvent) {
	if i := y.at(e.Position.X); i >= 0 {
		y.onYear(y.first + i)
	}
}

// MouseIn tells, with MouseMoved and MouseOut, the year under the pointer.
func (y *years) MouseIn(e *desktop.MouseEvent) { y.MouseMoved(e) }

// MouseMoved follows the pointer.
func (y *years) MouseMoved(e *desktop.MouseEvent) {
	if i := y.at(e.Position.X); i != y.hovered {
		y.hovered = i
		y.draw()
	}
}

// MouseOut follows MouseIn.
func (y *years) MouseOut() { y.hovered = -1; y.draw() }

// FocusGained lights the first chosen year, or the last one.
func (y *years) FocusGained() {
	if y.hovered < 0 {
		y.hovered = len(y.counts) - 1
		for i := range y.counts {
			if y.chosen[y.first+i] {
				y.hovered = i
				break
			}
		}
	}
	y.draw()
}

// FocusLost follows FocusGained.
func (y *years) FocusLost() { y.MouseOut() }

// TypedRune is the window's.
func (y *years) TypedRune(r rune) { look.PassRune(y, r) }

// TypedShortcut is the window's.
func (y *years) TypedShortcut(s fyne.Shortcut) { look.PassShortcut(y, s) }

// TypedKey walks through the years that have hits, and chooses one.
func (y *years) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyLeft:
		y.walk(-1)
	case fyne.KeyRight:
		y.walk(1)
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		if y.hovered >= 0 {
			y.onYear(y.first + y.hovered)
		}
	default:
		look.PassKey(y, k)
	}
}

func (y *years) walk(n int) {
	for i := y.hovered + n; i >= 0 && i < len(y.counts); i += n {
		if y.counts[i] > 0 {
			y.hovered = i
			y.draw()
			return
		}
	}
}

// Resize draws the columns for the width.
func (y *years) Resize(s fyne.Size) {
	y.BaseWidget.Resize(s)
	y.draw()
}

// MinSize is the columns with the line of years.
func (y *years) MinSize() fyne.Size { return fyne.NewSize(100, yearsH+yearsTag) }

// CreateRenderer is Fyne's.
func (y *years) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(y.sheet) }
