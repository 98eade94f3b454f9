package read

import (
	"math"
	"sort"
	"time"

	"baoge/app/typeset"
)

// Measures of two columns.
const (
	columnMost  = 24 // ems of one column at most
	columnLeast = 12 // and at least: below it lines are torn open, and a single column reads better
	gutterEms   = 2
	spreadSide  = 36   // left and right of them at least
	spreadFoot  = 28   // below them
	leastLines  = 6    // under the head; with less the head eats the screen
	longestHead = 3000 // bytes of a head that is set at once
)

// Two columns flow in screens, as a newspaper's page does: the left column to the foot of
// the pane, then the right one, then the next screen. Nothing is ever read by scrolling up
// again, as it would be with two columns as long as the article, and no line is cut at the
// pane's edge, as it would be with columns that move. The last screen's columns are of one
// height: a short article stands under its headline as on the printed page.
//
// The text is one long column; cuts are the heights at which it is cut into columns. Cuts
// are made from the beginning, as far as something asks.
type spreads struct {
	x     [2]float32 // of the columns in the pane
	width float32
	headX float32
	head  float32   // height of the head
	cuts  []float32 // where in the body each column begins, from 0
	done  bool      // the last cut is the end of the body
}

// setTwo sets an article in two columns, if the pane has room for them.
func (s *sheet) setTwo(f *typeset.Faces, o typeset.ColumnOptions, old *sheet) bool {
	em := o.Size
	gutter := gutterEms * em
	ems := float32(math.Floor(float64((s.pane.Width - 2*spreadSide - gutter) / 2 / em)))
	if ems < columnLeast {
		return false
	}
	p := &spreads{width: min(ems, columnMost) * em, cuts: []float32{0}}
	all := 2*p.width + gutter
	p.headX = float32(math.Round(float64((s.pane.Width - all) / 2)))
	p.x = [2]float32{p.headX, p.headX + p.width + gutter}
	o.Width, o.Content = all, typeset.Head
	if len(s.art.Kicker)+len(s.art.Headline)+len(s.art.Subhead)+len(s.art.CreditLine) > longestHead {
		return false
	}
	same := old != nil && old.two != nil
	head := column(f, s.art, o, old, same, 0)
	for !head.Extend(time.Millisecond) {
	}
	p.head = head.Height()
	if s.pane.Height-topRoom-p.head-spreadFoot < leastLines*leading(em) {
		return false
	}
	o.Width, o.Content, o.Grid = p.width, typeset.Body, true
	s.two, s.cols = p, []*typeset.Column{head, column(f, s.art, o, old, same, 1)}
	return true
}

// leading is the distance of two lines of text.
func leading(em float32) float32 { return float32(math.Round(float64(1.85 * em))) }

// top is where on a screen the columns begin, room how high they can be.
func (p *spreads) top(screen int) float32 {
	if screen == 0 {
		return topRoom + p.head
	}
	return topRoom
}

func (s *sheet) room(screen int) float32 { return s.pane.Height - s.two.top(screen) - spreadFoot }

// screens is how many screens there are: an estimate until all cuts are made.
func (s *sheet) screens() int {
	n := len(s.two.cuts) - 1
	if !s.two.done {
		left := s.body().Height() - s.two.cuts[n]
		n += max(1, int(math.Ceil(float64(left/s.room(1)))))
	}
	return max(1, (n+1)/2)
}

// cut makes the next cut. On the last screen it makes both.
func (s *sheet) cut() {
	p, b := s.two, s.body()
	i := len(p.cuts) - 1
	top, room := p.cuts[i], s.room(i/2)
	if i%2 == 0 {
		// Asking for lines has the column set that far.
		b.Lines(top+2*room, top+2*room+1)
		if b.Complete() && b.Height() <= top+2*room {
			if c := s.balance(top, room); c < b.Height() {
				p.cuts = append(p.cuts, c)
			}
			p.cuts, p.done = append(p.cuts, b.Height()), true
			return
		}
	}
	c := s.fit(top, room)
	p.cuts = append(p.cuts, c)
	p.done = b.Complete() && c >= b.Height()
}

// balance cuts what fits on one screen into two columns of nearly one height, the left
// one the higher.
func (s *sheet) balance(top, room float32) float32 {
	b, step := s.body(), leading(s.em)/2
	for h := (b.Height() - top) / 2; h < room; h += step {
		c := s.fit(top, h)
		if b.Height()-c <= c-top+step && b.Height()-c <= room {
			return c
		}
	}
	return s.fit(top, room)
}

// A row is what no cut goes through: a line, or a table's row of cells.
type row struct {
	typeset.Line
	top, bottom float32
}

// rows are the rows between two heights of the body.
func (s *sheet) rows(top, bottom float32) []row {
	var out []row
	for _, l := range s.body().Lines(top, bottom) {
		r := row{Line: l, top: lineTop(&l), bottom: l.Top + l.Height}
		if l.Cell.Columns > 0 {
			r.bottom = l.Cell.Top + l.Cell.Height
			if n := len(out); n > 0 && out[n-1].Cell.Columns > 0 && out[n-1].top == r.top {
				continue // another cell of the row
			}
		}
		out = append(out, r)
	}
	return out
}

// lineTop is the top of the row a line is in.
func lineTop(l *typeset.Line) float32 {
	if l.Cell.Columns > 0 {
		return l.Cell.Top
	}
	return l.Top
}

// fit returns where a column that begins at top and has room ends: the top of the first
// row of the next one. A heading stays with its text and a picture with its caption, and
// no paragraph leaves one line behind or sends one ahead.
func (s *sheet) fit(top, room float32) float32 {
	reach := 8 * leading(s.em)
	foot := s.level(top) + room
	rs := s.rows(max(top, foot-reach), foot+reach)
	n := sort.Search(len(rs), func(i int) bool { return rs[i].bottom > foot+lineSlack })
	if n < len(rs) && rs[n].top <= top+lineSlack {
		n++ // higher than the column: the pane's edge cuts it
	} else if best := n; n < len(rs) {
		for best > 0 && joined(&rs[best-1], &rs[best]) {
			best--
		}
		if best > 0 && rs[best].top > top+lineSlack {
			n = best
		}
	}
	if n < len(rs) {
		return rs[n].top
	}
	if b := s.body(); b.Complete() || len(rs) == 0 {
		return b.Height()
	}
	return rs[len(rs)-1].bottom
}

// joined reports whether no column ends between two rows.
func joined(above, below *row) bool {
	switch above.Role {
	case typeset.RoleSubheading:
		return true
	case typeset.RoleFigure:
		return below.Role == typeset.RoleCaption
	case typeset.RoleTable:
		return above.Cell.Heading
	}
	return above.First && !above.Last || below.Last && !below.First && below.Role != typeset.RoleTable
}

// cutTo makes the cuts as far as a height of the body.
func (s *sheet) cutTo(y float32) {
	for p := s.two; !p.done && p.cuts[len(p.cuts)-1] <= y+lineSlack; {
		s.cut()
	}
}

// level is the line of the body's grid at or above a height: it stands at a column's top, so
// that the lines of two columns are level even where one begins with a picture.
func (s *sheet) level(y float32) float32 {
	lead := leading(s.em)
	return float32(math.Floor(float64((y+lineSlack)/lead))) * lead
}

// column is the number of the column that shows a height of the body.
func (s *sheet) column(y float32) int {
	s.cutTo(y)
	p := s.two
	n := sort.Search(len(p.cuts), func(i int) bool { return p.cuts[i] > y }) - 1
	return max(0, min(n, len(p.cuts)-2))
}

// columnStrip is the strip of column i, counted from 0 over all screens. One that is not
// there is empty.
func (s *sheet) columnStrip(i int) strip {
	p := s.two
	for !p.done && len(p.cuts) < i+2 {
		s.cut()
	}
	t := strip{col: s.body(), x: p.x[i%2], w: p.width, whole: true}
	if i+1 < len(p.cuts) {
		t.from, t.to = p.cuts[i], p.cuts[i+1]
		t.y = float32(i/2)*s.pane.Height + p.top(i/2) - s.level(t.from)
	}
	return t
}

func (s *sheet) headStrip() strip {
	return strip{col: s.cols[0], to: s.two.head, x: s.two.headX, y: topRoom, w: s.two.x[1] + s.two.width - s.two.headX}
}

// strip is what stripAt says of two columns.
func (p *spreads) strip(s *sheet, col int, y float32) strip {
	if col == 0 {
		return s.headStrip()
	}
	return s.columnStrip(s.column(y))
}

func (s *sheet) screenStrips(top, bottom float32) []strip {
	var out []strip
	for k := max(0, int(top/s.pane.Height)); float32(k)*s.pane.Height < bottom; k++ {
		if k == 0 {
			out = append(out, s.headStrip())
		}
		for i := 2 * k; i < 2*k+2; i++ {
			if t := s.columnStrip(i); t.to > t.from {
				out = append(out, t)
			}
		}
	}
	return out
}

// screenUnder is the strip under a point of the sheet.
func (s *sheet) screenUnder(x, y float32) strip {
	p := s.two
	k := max(0, int(y/s.pane.Height))
	if k == 0 && y < topRoom+p.head && s.cols[0].Start() != (typeset.Place{}) {
		return s.headStrip()
	}
	i := 2 * k
	if x > (p.x[0]+p.width+p.x[1])/2 {
		i++
	}
	t := s.columnStrip(i)
	for ; t.to <= t.from && i > 0; t = s.columnStrip(i) { // an empty column: the end of the text
		i--
	}
	t.to -= lineSlack
	return t
}
