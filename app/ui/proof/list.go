package proof

import (
	"slices"
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"baoge/app/review"
	"baoge/app/typeset"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// list is the page at the left, row by row, as high as their texts. Only rows in sight
// are set and painted.
type list struct {
	widget.BaseWidget
	press    *line.Press
	sheet    *line.Sheet
	rows     []review.Row
	tops     []float32 // of each row, and the end
	tint     func(item int) line.Tint
	selected int
	offset   float32
	heights  map[measured]float32
	width    float32 // rows were measured for

	onSelect func()
	onKey    func(*fyne.KeyEvent)
	onRune   func(rune)
	shift    bool
}

// measured is what a row's height depends on.
type measured struct {
	text  string
	bold  bool
	width float32
}

const (
	rowSide  = 16 // around the text
	rowTop   = 11
	rowGap   = 8
	rowBar   = 4
	tagRoom  = 108 // right of the text
	textSize = 14.5
	textLead = 24
	pageSide = 16
)

// joinSign stands in the text where a break of the page was joined.
const joinSign = " ⤶接栏 "

func newList(p *line.Press) *list {
	l := &list{press: p, sheet: line.NewSheet(p), heights: map[measured]float32{}, selected: -1}
	l.ExtendBaseWidget(l)
	return l
}

// show puts other rows in the list; the one with the number at is selected.
func (l *list) show(rows []review.Row, at int) {
	l.rows, l.selected = rows, min(at, len(rows)-1)
	l.measure()
	l.bring()
}

// measure finds where each row stands. Texts measured before are not measured again.
func (l *list) measure() {
	l.width = l.Size().Width
	if l.width <= 0 {
		return
	}
	l.tops = make([]float32, 1, len(l.rows)+1)
	y := float32(0)
	for i := range l.rows {
		k := measured{l.rows[i].Text, headline(&l.rows[i]), l.width}
		h, ok := l.heights[k]
		if !ok {
			p, _ := l.piece(&l.rows[i])
			h = l.press.Measure(p).Height
			l.heights[k] = h
		}
		y += max(h, textLead) + 2*rowTop + rowGap
		l.tops = append(l.tops, y)
	}
	l.scrollTo(l.offset)
}

func headline(r *review.Row) bool { return r.Kind == review.Headline || r.Kind == review.Subheading }

// piece is a row's text with the joins shown in it.
func (l *list) piece(r *review.Row) (line.Piece, []int) {
	text := []rune(r.Text)
	var marks [][2]int
	sign := []rune(joinSign)
	for i, j := range r.Joins {
		at := j + i*len(sign)
		text = slices.Insert(text, at, sign...)
		marks = append(marks, [2]int{at + 1, at + len(sign) - 1})
	}
	face := typeset.Serif
	if headline(r) {
		face = typeset.SerifBold
	}
	p := line.Piece{Text: string(text), Face: face, Size: textSize, Leading: textLead, Width: max(l.width-2*pageSide-2*rowSide-tagRoom, 120),
		MaxLines: 10000, Tint: line.Ink, Marks: marks, MarkTint: line.Joined}
	if r.Kind == review.Figure {
		p.Text, p.Tint = kindName(review.Figure), line.Faint
	}
	return p, r.Joins
}

// draw puts the rows in sight on the sheet.
func (l *list) draw() {
	size := l.Size()
	if size.Width != l.width {
		l.measure()
	}
	if len(l.tops) != len(l.rows)+1 {
		return
	}
	var boxes []line.Box
	var pieces []line.Piece
	first := max(sort.Search(len(l.tops), func(i int) bool { return l.tops[i] > l.offset })-1, 0)
	for i := first; i < len(l.rows) && l.tops[i] < l.offset+size.Height; i++ {
		r := &l.rows[i]
		y, h := l.tops[i]-l.offset, l.tops[i+1]-l.tops[i]-rowGap
		x, w := float32(pageSide), size.Width-2*pageSide
		ground := line.Paper
		switch {
		case i == l.selected:
			ground = line.Selection
		case len(r.Doubts) > 0:
			ground = line.Doubt
		}
		boxes = append(boxes, line.Box{X: x, Y: y, W: w, H: h, Tint: ground}, line.Box{X: x, Y: y, W: rowBar, H: h, Tint: l.tint(r.Item)})
		if i == l.selected {
			boxes = append(boxes, line.Box{X: x + w - 2, Y: y, W: 2, H: h, Tint: l.tint(r.Item)})
		}
		p, _ := l.piece(r)
		p.X, p.Y = x+rowSide, y+rowTop
		pieces = append(pieces, p)
		tag := line.Piece{Text: tagOf(r), Face: typeset.Sans, Size: 11, Leading: 18, Tint: line.Secondary}
		if len(r.Doubts) > 0 {
			tag.Text += "？"
			tag.Tint = line.DoubtInk
		}
		tw := l.press.Measure(tag).Width
		tag.X, tag.Y = x+w-tw-20, y+rowTop
		boxes = append(boxes, line.Box{X: tag.X - 8, Y: tag.Y, W: tw + 16, H: 18, Radius: 3, Tint: line.Selection})
		pieces = append(pieces, tag)
	}
	l.sheet.Set(boxes, pieces)
}

// end is how far the list can be scrolled.
func (l *list) end() float32 {
	if len(l.tops) == 0 {
		return 0
	}
	return max(0, l.tops[len(l.tops)-1]-l.Size().Height)
}

func (l *list) scrollTo(y float32) {
	l.offset = max(0, min(y, l.end()))
	l.draw()
}

// bring scrolls as little as shows the selected row whole.
func (l *list) bring() {
	if i := l.selected; i >= 0 && i+1 < len(l.tops) {
		l.offset = min(l.offset, l.tops[i])
		l.offset = max(l.offset, l.tops[i+1]-l.Size().Height)
	}
	l.scrollTo(l.offset)
}

// choose selects a row.
func (l *list) choose(i int) {
	if len(l.rows) == 0 {
		return
	}
	l.selected = max(0, min(i, len(l.rows)-1))
	l.bring()
	l.onSelect()
}

// row is the selected one; nil: none.
func (l *list) row() *review.Row {
	if l.selected < 0 || l.selected >= len(l.rows) {
		return nil
	}
	return &l.rows[l.selected]
}

// Tapped selects the row under the pointer.
func (l *list) Tapped(e *fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
		c.Focus(l)
	}
	if len(l.tops) > 1 {
		l.choose(sort.Search(len(l.rows), func(i int) bool { return l.tops[i+1] > l.offset+e.Position.Y }))
	}
}

// Scrolled scrolls.
func (l *list) Scrolled(e *fyne.ScrollEvent) { l.scrollTo(l.offset - e.Scrolled.DY) }

// FocusGained, FocusLost and the typed methods make the list take keys.
func (l *list) FocusGained() {}

// FocusLost forgets a held Shift.
func (l *list) FocusLost() { l.shift = false }

// TypedRune is the screen's: letters are commands here.
func (l *list) TypedRune(r rune) { l.onRune(r) }

// KeyDown and KeyUp follow Shift.
func (l *list) KeyDown(k *fyne.KeyEvent) { look.FollowShift(&l.shift, k, true) }

// KeyUp follows KeyDown.
func (l *list) KeyUp(k *fyne.KeyEvent) { look.FollowShift(&l.shift, k, false) }

// TypedKey moves the selection, or is the screen's.
func (l *list) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyDown:
		l.choose(l.selected + 1)
	case fyne.KeyUp:
		l.choose(l.selected - 1)
	case fyne.KeyHome:
		l.choose(0)
	case fyne.KeyEnd:
		l.choose(len(l.rows) - 1)
	case fyne.KeyPageDown:
		l.scrollTo(l.offset + l.Size().Height*0.9)
	case fyne.KeyPageUp:
		l.scrollTo(l.offset - l.Size().Height*0.9)
	default:
		l.onKey(k)
	}
}

// TypedShortcut is the window's.
func (l *list) TypedShortcut(s fyne.Shortcut) { look.PassShortcut(l, s) }

// Cursor is an arrow.
func (l *list) Cursor() desktop.Cursor { return desktop.DefaultCursor }

// Resize sets the rows to the new width.
func (l *list) Resize(s fyne.Size) {
	l.BaseWidget.Resize(s)
	l.sheet.Resize(s)
	l.draw()
}

// MinSize is small: the list takes what is left.
func (l *list) MinSize() fyne.Size { return fyne.NewSize(320, 120) }

// CreateRenderer is Fyne's.
func (l *list) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(l.sheet) }
