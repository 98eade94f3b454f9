package proof

import (
	"math"
	"slices"
	"sort"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
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
	over     *fyne.Container // the editor lies in
	rows     []review.Row
	tops     []float32 // of each row, and the end
	tint     func(item int) line.Tint
	selected int
	offset   float32
	heights  map[measured]float32 // of texts that were in sight
	width    float32              // tops are for
	editor   *look.Field          // over the row that is typed in; nil: none is
	editing  int                  // that row
	tapped   time.Time            // last, on the selected row

	onSelect func()
	onType   func(r review.Row, text string)
	onShift  func(by int)
	onKey    func(*fyne.KeyEvent)
	onRune   func(rune)
	focused  bool
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
	l := &list{press: p, sheet: line.NewSheet(p), over: container.NewWithoutLayout(), heights: map[measured]float32{}, selected: -1}
	l.ExtendBaseWidget(l)
	return l
}

// show puts other rows in the list; the one with the number at is selected.
func (l *list) show(rows []review.Row, at int) {
	l.rows, l.selected = rows, max(0, min(at, len(rows)-1))
	l.stack()
	l.bring()
}

func (l *list) key(i int) measured {
	return measured{l.rows[i].Text, headline(&l.rows[i]), l.width}
}

// stack finds where each row stands: by its height where that is known, else by how many
// lines it should have. Of a page of thousands of rows few are ever measured.
func (l *list) stack() {
	l.width = l.Size().Width
	if l.width <= 0 {
		return
	}
	l.tops = append(make([]float32, 0, len(l.rows)+1), 0)
	y, perLine := float32(0), l.textWidth()/textSize
	for i := range l.rows {
		h, ok := l.heights[l.key(i)]
		if !ok {
			n := utf8.RuneCountInString(l.rows[i].Text) + len(l.rows[i].Joins)*utf8.RuneCountInString(joinSign)
			h = textLead * float32(math.Ceil(float64(min(n, mostRunes))/float64(perLine)))
		}
		y += max(h, textLead) + 2*rowTop + rowGap
		l.tops = append(l.tops, y)
	}
	l.offset = max(0, min(l.offset, l.end()))
}

// settle measures the rows in sight; the first of them keeps its place.
func (l *list) settle() {
	for changed := true; changed && len(l.tops) == len(l.rows)+1; {
		changed = false
		first := l.rowAt(0)
		within := l.offset - l.tops[first]
		for i := first; i < len(l.rows) && l.tops[i] < l.offset+l.Size().Height; i++ {
			if _, ok := l.heights[l.key(i)]; !ok {
				p := l.piece(&l.rows[i])
				l.heights[l.key(i)] = l.press.Measure(p).Height
				changed = true
			}
		}
		if changed {
			l.stack()
			l.offset = max(0, min(l.tops[first]+within, l.end()))
		}
	}
}

// rowAt is the row y below the top of what is in sight.
func (l *list) rowAt(y float32) int {
	n := len(l.rows)
	return max(0, min(sort.Search(n, func(i int) bool { return l.tops[i+1] > l.offset+y }), n-1))
}

// textWidth is how wide the text of a row is at most.
func (l *list) textWidth() float32 { return max(l.width-2*pageSide-2*rowSide-tagRoom, 120) }

func headline(r *review.Row) bool { return r.Kind == review.Headline || r.Kind == review.Subheading }

// mostRunes is how much of a row's text is shown; nobody reads more of one.
const mostRunes = 4000

// piece is a row's text with the joins shown in it.
func (l *list) piece(r *review.Row) line.Piece {
	text, joins := []rune(r.Text), r.Joins
	if len(text) > mostRunes {
		text = append(text[:mostRunes:mostRunes], '…')
		joins = slices.DeleteFunc(slices.Clone(joins), func(j int) bool { return j > mostRunes })
	}
	var marks [][2]int
	sign := []rune(joinSign)
	for i, j := range joins {
		at := j + i*len(sign)
		text = slices.Insert(text, at, sign...)
		marks = append(marks, [2]int{at + 1, at + len(sign) - 1})
	}
	face := typeset.Serif
	if headline(r) {
		face = typeset.SerifBold
	}
	p := line.Piece{Text: string(text), Face: face, Size: textSize, Leading: textLead, Width: l.textWidth(),
		MaxLines: 10000, Tint: line.Ink, Marks: marks, MarkTint: line.Joined}
	if r.Kind == review.Figure {
		p.Text, p.Tint = kindName(review.Figure), line.Faint
	}
	return p
}

// draw puts the rows in sight on the sheet.
func (l *list) draw() {
	size := l.Size()
	if size.Width != l.width {
		l.stack()
	}
	if len(l.tops) != len(l.rows)+1 || len(l.rows) == 0 {
		l.sheet.Set(nil, nil)
		return
	}
	l.settle()
	var boxes []line.Box
	var pieces []line.Piece
	for i := l.rowAt(0); i < len(l.rows) && l.tops[i] < l.offset+size.Height; i++ {
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
		p := l.piece(r)
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
	l.placeEditor()
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
	for range 3 { // rows on the way to it may not have been measured
		if i := l.selected; i >= 0 && i+1 < len(l.tops) {
			l.offset = max(l.offset, l.tops[i+1]-l.Size().Height)
			l.offset = max(0, min(l.offset, l.tops[i]))
			l.settle()
		}
	}
	l.draw()
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

// twice is how soon a second click makes a double click.
const twice = 400 * time.Millisecond

// Tapped selects the row under the pointer; twice on the same one edits its text. Not
// Fyne's double tap, for which every click would have to wait.
func (l *list) Tapped(e *fyne.PointEvent) {
	l.focus()
	if len(l.tops) < 2 {
		return
	}
	i, now := l.rowAt(e.Position.Y), time.Now()
	if again := i == l.selected && now.Sub(l.tapped) < twice; again {
		l.edit()
		return
	}
	l.tapped = now
	l.choose(i)
}

// Scrolled scrolls.
func (l *list) Scrolled(e *fyne.ScrollEvent) { l.scrollTo(l.offset - e.Scrolled.DY) }

// FocusGained, FocusLost and the typed methods make the list take keys.
func (l *list) FocusGained() { l.focused = true }

// FocusLost forgets a held Shift.
func (l *list) FocusLost() { l.focused, l.shift = false, false }

// TypedRune is the screen's: letters are commands here.
func (l *list) TypedRune(r rune) { l.onRune(r) }

// KeyDown and KeyUp follow Shift.
func (l *list) KeyDown(k *fyne.KeyEvent) { look.FollowShift(&l.shift, k, true) }

// KeyUp follows KeyDown.
func (l *list) KeyUp(k *fyne.KeyEvent) { look.FollowShift(&l.shift, k, false) }

// TypedKey moves the selection, or is the screen's.
func (l *list) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyDown, fyne.KeyUp:
		by := 1
		if k.Name == fyne.KeyUp {
			by = -1
		}
		if l.shift {
			l.onShift(by)
		} else {
			l.choose(l.selected + by)
		}
	case fyne.KeyHome:
		l.choose(0)
	case fyne.KeyEnd:
		l.choose(len(l.rows) - 1)
	case fyne.KeyPageDown, fyne.KeyPageUp:
		if len(l.tops) < 2 {
			return
		}
		by := l.Size().Height * 0.9
		if k.Name == fyne.KeyPageUp {
			by = -by
		}
		y := l.tops[max(l.selected, 0)] - l.offset
		l.scrollTo(l.offset + by)
		l.choose(l.rowAt(max(0, min(y, l.Size().Height-1))))
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
func (l *list) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout(l.sheet, l.over))
}
