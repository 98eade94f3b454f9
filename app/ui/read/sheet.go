package read

import (
	"math"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"baoge/app/paper"
	"baoge/app/typeset"
)

// Measures of the sheet, in units or in ems of the text.
const (
	measureEms = 34 // width of the single column at most
	sideRoom   = 48 // left and right of it at least,
	narrowEms  = 24 // unless that leaves less than this:
	narrowRoom = 20 // then at least so much
	topRoom    = 24
	bottomRoom = 64
)

// A sheet is an article set for a pane: one column in its middle, or two columns under
// a head that goes across both (see spreads).
//
// Sheet heights count from the top of the sheet and sheet positions from the pane's left
// edge; a column's own count from the column's top left corner. A strip leads from one to
// the other.
type sheet struct {
	art  *paper.Article
	cols []*typeset.Column // in reading order: the whole article, or its head and its body
	em   float32
	pane fyne.Size // it was set for
	x, w float32   // of the single column
	two  *spreads  // nil: a single column
}

// A strip is a part of a column and where it stands.
type strip struct {
	col      *typeset.Column
	from, to float32 // heights of the column; lines that begin between them are shown
	x, y     float32 // of the column's top left corner on the sheet
	w        float32 // of the column
	whole    bool    // only whole lines are shown
}

// newSheet readies an article for setting. With two, it gets two columns if the pane has
// room for them. What it can it shares with an old sheet of the same article, unless that is nil.
func newSheet(f *typeset.Faces, a *paper.Article, o typeset.ColumnOptions, pane fyne.Size, two bool, old *sheet) *sheet {
	s := &sheet{art: a, em: o.Size, pane: pane}
	if two && s.setTwo(f, o, old) {
		return s
	}
	side := min(max((pane.Width-narrowEms*o.Size)/2, narrowRoom), sideRoom)
	o.Width = max(min(measureEms*o.Size, pane.Width-2*side), 8*o.Size)
	s.x, s.w = (pane.Width-o.Width)/2, o.Width
	s.cols = []*typeset.Column{column(f, a, o, old, old != nil && old.two == nil, 0)}
	return s
}

// column begins a column: from column i of an old sheet where that held the same, or anew.
func column(f *typeset.Faces, a *paper.Article, o typeset.ColumnOptions, old *sheet, same bool, i int) *typeset.Column {
	if same {
		return old.cols[i].Resized(o.Width, o.Size, o.Leading, o.Tallest)
	}
	return typeset.NewColumn(f, a, o)
}

// centre moves the sheet into the middle of a pane of another width, until it is set for it.
func (s *sheet) centre(width float32) {
	d := float32(math.Round(float64((width - s.pane.Width) / 2)))
	s.pane.Width += 2 * d
	s.x += d
	if p := s.two; p != nil {
		p.headX, p.x[0], p.x[1] = p.headX+d, p.x[0]+d, p.x[1]+d
	}
}

// body is the column the blocks are in.
func (s *sheet) body() *typeset.Column { return s.cols[len(s.cols)-1] }

// complete reports whether all of the article is set.
func (s *sheet) complete() bool {
	return s.body().Complete() && (s.two == nil || s.two.done)
}

// extend sets more of the article for about d and reports whether all of it is set.
func (s *sheet) extend(d time.Duration) bool {
	if !s.body().Extend(d) {
		return false
	}
	if s.two != nil {
		for end := time.Now().Add(d); !s.two.done && time.Now().Before(end); {
			s.cut()
		}
	}
	return s.complete()
}

// height of the sheet: an estimate until it is complete.
func (s *sheet) height() float32 {
	if s.two != nil {
		return float32(s.screens()) * s.pane.Height
	}
	return topRoom + s.body().Height() + bottomRoom
}

// strips are the parts of columns that stand between two sheet heights.
func (s *sheet) strips(top, bottom float32) []strip {
	if s.two != nil {
		return s.screenStrips(top, bottom)
	}
	return []strip{{col: s.body(), from: top - topRoom, to: bottom - topRoom, x: s.x, y: topRoom, w: s.w}}
}

// lines are the lines of a strip.
func (t *strip) lines() []typeset.Line {
	lines := t.col.Lines(t.from, t.to)
	if t.whole {
		lines = slices.DeleteFunc(lines, func(l typeset.Line) bool {
			top := lineTop(&l)
			return top < t.from-lineSlack || top >= t.to-lineSlack
		})
	}
	return lines
}

// lineSlack is far less than a line: heights are sums of many numbers.
const lineSlack = 0.5

// of is the column that holds a part.
func (s *sheet) of(p paper.Part) int {
	if s.two == nil || !s.inHead(p) {
		return len(s.cols) - 1
	}
	return 0
}

func (s *sheet) inHead(p paper.Part) bool {
	switch p.Field {
	case paper.FieldKicker, paper.FieldHeadline, paper.FieldSubhead:
		return true
	case paper.FieldCredit:
		return s.art.CreditAt == paper.CreditHead
	}
	return false
}

// caret is the rectangle of a place on the sheet; zero for a place that is not set.
func (s *sheet) caret(p typeset.Place) typeset.Rect {
	i := s.of(p.Part)
	r := s.cols[i].Caret(p)
	if r.H == 0 {
		return r
	}
	t := s.stripAt(i, r.Y+r.H/2)
	r.X, r.Y = r.X+t.x, r.Y+t.y
	return r
}

// stripAt is the strip that shows a height of a column, as far as its x and y go.
func (s *sheet) stripAt(col int, y float32) strip {
	if s.two == nil {
		return strip{col: s.cols[col], x: s.x, y: topRoom, w: s.w}
	}
	return s.two.strip(s, col, y)
}

// under gives the strip under a point of the sheet and the point in its column.
func (s *sheet) under(x, y float32) (t strip, cx, cy float32) {
	if s.two != nil {
		t = s.screenUnder(x, y)
	} else {
		t = s.stripAt(0, 0)
		t.to = math.MaxFloat32
	}
	cy = min(max(y-t.y, t.from, 0), t.to)
	return t, x - t.x, cy
}

// at is the place nearest to a point of the sheet.
func (s *sheet) at(x, y float32) typeset.Place {
	t, cx, cy := s.under(x, y)
	return t.col.At(cx, cy)
}

// charAt is the place before the character under a point of the sheet.
func (s *sheet) charAt(x, y float32) typeset.Place {
	t, cx, cy := s.under(x, y)
	return t.col.Under(cx, cy)
}

func (s *sheet) start() typeset.Place {
	for _, c := range s.cols {
		if p := c.Start(); p != (typeset.Place{}) {
			return p
		}
	}
	return typeset.Place{}
}

func (s *sheet) end() typeset.Place {
	for i := len(s.cols) - 1; i >= 0; i-- {
		if p := s.cols[i].End(); p != (typeset.Place{}) {
			return p
		}
	}
	return typeset.Place{}
}

// word and block are the word and the whole part around a place.
func (s *sheet) word(p typeset.Place) paper.Span  { return s.cols[s.of(p.Part)].Word(p) }
func (s *sheet) block(p typeset.Place) paper.Span { return s.cols[s.of(p.Part)].Block(p) }

// move is Column.Move over all columns; x is a position in the place's own column.
func (s *sheet) move(p typeset.Place, m typeset.Motion, x float32) typeset.Place {
	switch m {
	case typeset.TextStart:
		return s.start()
	case typeset.TextEnd:
		return s.end()
	}
	i := s.of(p.Part)
	to := s.cols[i].Move(p, m, x)
	if to != p {
		return to
	}
	switch m {
	case typeset.CharRight, typeset.WordRight, typeset.LineDown:
		if i+1 < len(s.cols) && p == s.cols[i].End() {
			to = s.cols[i+1].Start()
		}
	case typeset.CharLeft, typeset.WordLeft, typeset.LineUp:
		if i > 0 && p == s.cols[i].Start() {
			to = s.cols[i-1].End()
		}
	}
	if to == (typeset.Place{}) { // a column without text
		return p
	}
	return to
}

// text is the stored text between two places, blocks parted by newlines.
func (s *sheet) text(from, to typeset.Place) string {
	if s.compare(from, to) > 0 {
		from, to = to, from
	}
	i, j := s.of(from.Part), s.of(to.Part)
	if i == j {
		return s.cols[i].Text(from, to)
	}
	a, b := s.cols[i].Text(from, s.cols[i].End()), s.cols[j].Text(s.cols[j].Start(), to)
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n" + b
}

// compare orders two places as they are read: below 0, 0 or above 0.
func (s *sheet) compare(a, b typeset.Place) int {
	if i, j := order(s.art, a.Part), order(s.art, b.Part); i != j {
		return i - j
	}
	return a.Rune - b.Rune
}

// order numbers an article's parts as they are read.
func order(a *paper.Article, p paper.Part) int {
	switch p.Field {
	case paper.FieldKicker:
		return 1
	case paper.FieldHeadline:
		return 2
	case paper.FieldSubhead:
		return 3
	case paper.FieldDateline:
		return 5
	case paper.FieldCredit:
		switch a.CreditAt {
		case paper.CreditHead:
			return 4
		case paper.CreditEnd:
			return math.MaxInt32
		}
		return 6
	case paper.FieldBlock:
		return 7 + p.Block
	}
	return 0
}
