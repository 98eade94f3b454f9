package line

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"baoge/app/ui/look"
)

// A RowState is how a row stands in the list. Selected is the one chosen row; Picked are
// those picked together with it.
type RowState struct{ Selected, Picked, Hovered bool }

// A Carry is told that row i is dragged outside its list, at in the canvas, and with let
// that it was let go there.
type Carry func(i int, at fyne.Position, let bool)

// Rows is a list of rows of one height, of any length: only the rows in sight
// exist. It asks Draw for a row's boxes and texts each time the row comes into
// sight or changes, and never remembers them; a sheet is reused for the next row
// and shows nothing of the last one.
//
// Arrows, J and K, Page Up and Down, Home and End walk through it; Shift with an arrow or
// a click, Ctrl with a click, and Ctrl+A pick several rows. Where OnMove is set, a row can
// be dragged to another place.
type Rows struct {
	widget.BaseWidget
	RowH     float32
	Draw     func(i int, width float32, st RowState) ([]Box, []Piece)
	OnSelect func(i int)                   // a person chose row i
	OnChange func()                        // the chosen row or the number of rows is another one; may be nil
	OnMenu   func(i int, at fyne.Position) // secondary click on row i, at in the canvas; may be nil
	OnSight  func(first, last int)         // rows that are in sight now changed; may be nil
	OnPick   func(n int)                   // n rows are picked now; may be nil
	OnCarry  Carry                         // where a row that was dragged out of the list may go; nil: nowhere
	OnOpen   func(i int)                   // row i was clicked twice, or Return was pressed on it; may be nil
	OnKey    func(fyne.KeyName) bool       // a key the list has no use for, true when used; may be nil
	OnRune   func(rune)                    // text typed on the list; nil: it is the window's
	OnMove   func(from, to int)            // row from was dragged before row to, or behind all; nil: none can be

	press    *Press
	count    int
	selected int     // -1: none
	hovered  int     // -1: none
	offset   float64 // pixels above the top edge; float32 would be too coarse for 100,000 rows
	dragging bool
	picks    picks
	anchor   int // where Shift picks from
	hand     hand
	mark     *canvas.Rectangle // where a dragged row would go
	sheets   map[int]*Sheet
	spare    []*Sheet
	bar      *canvas.Rectangle
}

// NewRows returns an empty list of rows of the height.
func NewRows(p *Press, rowH float32, draw func(i int, width float32, st RowState) ([]Box, []Piece)) *Rows {
	r := &Rows{RowH: rowH, Draw: draw, press: p, selected: -1, hovered: -1, sheets: map[int]*Sheet{}, bar: canvas.NewRectangle(nil), mark: canvas.NewRectangle(nil)}
	r.mark.Hide()
	r.hand.row = -1
	r.bar.CornerRadius = barW / 2
	r.ExtendBaseWidget(r)
	return r
}

const (
	barW    = 4  // width of the scroll bar
	barZone = 12 // where it can be grabbed
	barMin  = 32 // height at least
)

// Count is the number of rows.
func (r *Rows) Count() int { return r.count }

// Selected is the chosen row, or -1.
func (r *Rows) Selected() int { return r.selected }

// Reset shows n other rows from the top, none of them chosen.
func (r *Rows) Reset(n int) {
	r.count, r.selected, r.hovered, r.offset = n, -1, -1, 0
	r.unpick()
	r.Redraw()
	r.changed()
}

// SetCount changes the number of rows and draws those in sight anew, where they are.
func (r *Rows) SetCount(n int) {
	if n != r.count {
		r.unpick()
	}
	r.count = n
	if r.selected >= n {
		r.selected = -1
	}
	r.Redraw()
	r.changed()
}

// Redraw draws every row in sight anew.
func (r *Rows) Redraw() {
	for i, s := range r.sheets {
		r.spare = append(r.spare, s)
		delete(r.sheets, i)
	}
	r.place()
	canvas.Refresh(r)
}

// RedrawRow draws one row anew if it is in sight.
func (r *Rows) RedrawRow(i int) {
	if s := r.sheets[i]; s != nil {
		r.fill(i, s)
	}
}

// Mark makes row i the chosen one without telling OnSelect; -1 makes none.
func (r *Rows) Mark(i int) {
	if i == r.selected {
		return
	}
	old := r.selected
	r.selected = i
	r.RedrawRow(old)
	r.RedrawRow(i)
	r.changed()
}

func (r *Rows) changed() {
	if r.OnChange != nil {
		r.OnChange()
	}
}

// Select chooses row i as a person does, and it alone.
func (r *Rows) Select(i int) {
	if i < 0 || i >= r.count {
		return
	}
	r.unpick()
	r.anchor = i
	r.Bring(i)
	r.Mark(i)
	if r.OnSelect != nil {
		r.OnSelect(i)
	}
}

// Step chooses the row n rows on, or the first or last.
func (r *Rows) Step(n int) {
	if r.count == 0 {
		return
	}
	i := min(max(r.selected+n, 0), r.count-1)
	if r.selected < 0 {
		i = 0
	}
	if i != r.selected {
		r.Select(i)
	}
}

// Offset is the distance scrolled, to be given back to ScrollTo.
func (r *Rows) Offset() float64 { return r.offset }

// ScrollTo scrolls to a distance from the top.
func (r *Rows) ScrollTo(offset float64) {
	r.offset = offset
	r.place()
}

// InSight returns the rows that are in sight, the last exclusive.
func (r *Rows) InSight() (first, last int) {
	h := float64(r.Size().Height)
	if h <= 0 || r.count == 0 {
		return 0, 0
	}
	first = int(r.offset / float64(r.RowH))
	last = int(math.Ceil((r.offset + h) / float64(r.RowH)))
	return max(first, 0), min(last, r.count)
}

// Bring scrolls as little as needed to have row i in sight.
func (r *Rows) Bring(i int) {
	top, h := float64(i)*float64(r.RowH), float64(r.Size().Height)
	switch {
	case h <= 0 || i < 0 || i >= r.count:
	case top < r.offset:
		r.offset = top
	case top+float64(r.RowH) > r.offset+h:
		r.offset = top + float64(r.RowH) - h
	}
	r.place()
}

func (r *Rows) reach() float64 {
	return math.Max(0, float64(r.count)*float64(r.RowH)-float64(r.Size().Height))
}

// place moves the sheets to where their rows are, giving back those out of sight.
// It refreshes no more than the rows it fills: a refresh of the list would make
// Fyne upload the picture of every row again at each turn of the wheel.
func (r *Rows) place() {
	r.offset = math.Min(math.Max(r.offset, 0), r.reach())
	size := r.Size()
	first, last := r.InSight()
	for i, s := range r.sheets {
		if i < first || i >= last {
			r.spare = append(r.spare, s)
			delete(r.sheets, i)
		}
	}
	for i := first; i < last; i++ {
		s := r.sheets[i]
		if s == nil {
			s = r.take()
			r.sheets[i] = s
			s.Resize(fyne.NewSize(size.Width, r.RowH))
			r.fill(i, s)
		} else if s.Size().Width != size.Width {
			s.Resize(fyne.NewSize(size.Width, r.RowH))
			r.fill(i, s)
		}
		// Whole units: between pixels a picture would be blurred.
		s.Move(fyne.NewPos(0, float32(math.Round(float64(i)*float64(r.RowH)-r.offset))))
	}
	r.placeBar(size)
	if r.OnSight != nil {
		r.OnSight(first, last)
	}
}

func (r *Rows) take() *Sheet {
	if n := len(r.spare); n > 0 {
		s := r.spare[n-1]
		r.spare = r.spare[:n-1]
		return s
	}
	return NewSheet(r.press)
}

func (r *Rows) fill(i int, s *Sheet) {
	s.Set(r.Draw(i, s.Size().Width, RowState{Selected: i == r.selected, Picked: r.picks.has(i), Hovered: i == r.hovered}))
}

func (r *Rows) placeBar(size fyne.Size) {
	reach := r.reach()
	r.bar.Hidden = reach == 0 || size.Height <= barMin
	if r.bar.Hidden {
		return
	}
	h := r.barHeight(size)
	r.bar.Resize(fyne.NewSize(barW, h))
	r.bar.Move(fyne.NewPos(size.Width-barW-3, float32(r.offset/reach)*(size.Height-h)))
}

func (r *Rows) barHeight(size fyne.Size) float32 {
	return fyne.Max(barMin, size.Height*size.Height/(float32(r.count)*r.RowH))
}

// Resize keeps the row at the top where it is.
func (r *Rows) Resize(s fyne.Size) {
	r.BaseWidget.Resize(s)
	r.place()
}

// MinSize is that of the pane it fills: small.
func (r *Rows) MinSize() fyne.Size { return fyne.NewSize(120, r.RowH) }

// Refresh draws the rows anew, in the colours of the theme.
func (r *Rows) Refresh() {
	p := look.Current()
	r.bar.FillColor = p.Border
	r.Redraw()
}

// CreateRenderer is Fyne's.
func (r *Rows) CreateRenderer() fyne.WidgetRenderer {
	r.bar.FillColor = look.Current().Border
	return &rowsRenderer{r}
}

type rowsRenderer struct{ r *Rows }

func (v *rowsRenderer) Destroy()           {}
func (v *rowsRenderer) Layout(fyne.Size)   {}
func (v *rowsRenderer) MinSize() fyne.Size { return v.r.MinSize() }
func (v *rowsRenderer) Refresh()           {}
func (v *rowsRenderer) Objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, 0, len(v.r.sheets)+2)
	for _, s := range v.r.sheets {
		out = append(out, s)
	}
	return append(out, v.r.mark, v.r.bar)
}
