package typeset

import (
	"math"
	"time"

	"baoge/app/paper"
)

// Content says which of an article's blocks a column holds.
type Content uint8

// The contents. Print sets the head across the page and the body in columns.
const (
	Whole Content = iota
	Head          // folio, kicker, headline, subhead, head credit, hairline
	Body          // blocks and end credit
)

// ColumnOptions says how to set an article in a column. Only Width and Size are needed.
type ColumnOptions struct {
	Width   float32 // the measure is the whole number of ems that fits, centred
	Size    float32 // body em
	Leading float32 // baseline distance of the body; 0 stands for 1.85 em, rounded to a whole unit
	Content Content
	Style   *Style  // nil stands for ScreenStyle
	Policy  *Policy // nil stands for DefaultPolicy

	// Picture hands out a picture's bytes by the SHA-256 that names it. nil, and an
	// error, set a frame in the picture's place. It is called when its place is laid out.
	Picture func(media string) ([]byte, error)
	Tallest float32 // a picture is at most so high; 0 stands for 1.25 × Width

	// Across is the width from 0 to which what a column of paper is too narrow for is
	// set ([Line.Across]): a landscape picture with its caption, a table of many
	// columns. Whoever makes pages stands it across the columns. 0: nothing is.
	Across float32

	// Grid stands every line of text on whole Leadings from the column's top, so that
	// columns cut from it stand level side by side: no white space parts paragraphs, and
	// what stands between other things is rounded up.
	Grid bool
}

// A Column is one article set as a continuous column. It is laid out from the top
// as far as something asks for, or [Column.Extend] goes; what is laid out never
// moves. For one goroutine at a time.
type Column struct {
	layout
	art    *paper.Article
	byPart map[paper.Part]int // block that holds a part
}

// NewColumn readies an article for setting; it lays nothing out yet. The article
// must not change while the column is in use.
func NewColumn(f *Faces, a *paper.Article, o ColumnOptions) *Column {
	if o.Style == nil {
		o.Style = &ScreenStyle
	}
	if o.Policy == nil {
		o.Policy = &DefaultPolicy
	}
	c := newColumn(f, a, o)
	c.byPart = map[paper.Part]int{}
	for i, s := range sources(a, o.Content, o.Style) {
		c.blocks = append(c.blocks, block{source: s})
		for k := range s.parts {
			if q := s.parts[k].Part; q != (paper.Part{}) && s.parts[k].at == 0 {
				c.byPart[q] = i
			}
		}
	}
	c.ready()
	return c
}

// Resized returns a column of the same article for another width, size,
// leading and height of pictures (as in [ColumnOptions]). What does not depend on them it shares with c,
// so that it is ready at once however long the article is. The two may be in use
// on two goroutines.
func (c *Column) Resized(width, size, leading, tallest float32) *Column {
	o := c.opt
	o.Width, o.Size, o.Leading, o.Tallest = width, size, leading, tallest
	n := newColumn(c.faces, c.art, o)
	n.byPart = c.byPart
	n.blocks = make([]block, len(c.blocks))
	var from, to *table
	for i := range c.blocks {
		b := &c.blocks[i]
		n.blocks[i] = block{source: b.source, text: b.text, pieces: b.pieces}
		if b.table == nil {
			continue
		}
		if b.table != from {
			from, to = b.table, b.table.unset()
		}
		n.blocks[i].table = to
	}
	n.ready()
	return n
}

func newColumn(f *Faces, a *paper.Article, o ColumnOptions) *Column {
	if !(o.Size >= 1) {
		o.Size = 1
	}
	if !(o.Leading > 0) {
		o.Leading = float32(math.Round(float64(o.Size) * 1.85))
	}
	c := &Column{layout: layout{faces: f, opt: o, cache: map[lineKey]*setLine{}}, art: a}
	c.width = max(1, float32(math.Floor(float64(o.Width/o.Size)+1e-3))) * o.Size
	c.left = max(0, (o.Width-c.width)/2)
	return c
}

// ready opens the tables and guesses the height.
func (c *Column) ready() {
	for i := range c.blocks {
		if b := &c.blocks[i]; b.table != nil && b.cell == (cell{}) {
			c.openTable(i)
		}
		c.guess += c.estimate(&c.blocks[i].source)
	}
}

// Height of the column: an estimate until Complete.
func (c *Column) Height() float32 {
	if c.Complete() {
		return c.bottom
	}
	h := c.bottom + c.guess
	if p := c.blocks[c.laid].para; p != nil && len(p.lines) > 0 {
		h += float32(len(p.text)-p.next) / max(1, p.measure-0.3) * p.leading
	}
	return h
}

// Complete reports whether the whole article is laid out.
func (c *Column) Complete() bool { return c.complete() }

// Extend lays out more of the article for about d (at most a few milliseconds
// longer) and reports whether all of it is laid out. A reader calls it when idle.
func (c *Column) Extend(d time.Duration) bool {
	for end := time.Now().Add(d); !c.Complete(); {
		c.step()
		if !time.Now().Before(end) {
			break
		}
	}
	return c.Complete()
}

// Lines returns the lines any part of which lies between two heights, in order.
// They belong to the column: use [Line.Moved] to have one elsewhere.
func (c *Column) Lines(top, bottom float32) []Line {
	var out []Line
	c.eachLine(top, bottom, func(l *setLine) { out = append(out, l.Line) })
	return out
}

// Pictures returns the pictures any part of which lies between two heights, in order.
func (c *Column) Pictures(top, bottom float32) []Picture {
	var out []Picture
	c.eachBlock(top, bottom, func(b *block) {
		if p := b.picture; p != nil && b.top+p.H > top {
			out = append(out, p.Moved(0, b.top))
		}
	})
	return out
}

// Links returns the places between two heights that lead to an address, one a
// line and link, in order: stretches the article marks as links, and bare addresses.
func (c *Column) Links(top, bottom float32) []Link {
	var out []Link
	c.eachLine(top, bottom, func(l *setLine) {
		for i := range l.Runs {
			r := &l.Runs[i]
			if r.Link == "" {
				continue
			}
			first, last := &r.Glyphs[0], &r.Glyphs[len(r.Glyphs)-1]
			x0, x1 := max(l.Left, r.X+first.X), min(l.Left+l.Width, r.X+last.X+last.Advance) // without the empty half of a mark at the line's edge
			box := Rect{x0, l.Top, x1 - x0, l.Height}
			if n := len(out); n > 0 && out[n-1].Address == r.Link && out[n-1].Y == l.Top {
				last := &out[n-1].Rect
				left := min(last.X, box.X)
				last.X, last.W = left, max(last.X+last.W, box.X+box.W)-left
				continue
			}
			out = append(out, Link{Rect: box, Address: r.Link})
		}
	})
	return out
}

// Rules returns the hairlines between two heights: under the head, of tables.
func (c *Column) Rules(top, bottom float32) []Rule {
	var out []Rule
	var last struct {
		t   *table
		row int
	}
	thick := c.opt.Style.Hairline
	c.eachBlock(top, bottom, func(b *block) {
		if b.rule > 0 && b.rule+thick > top && b.rule < bottom {
			out = append(out, Rule{Rect{c.left, b.rule, c.width, thick}, InkHairline})
		}
		if t := b.table; t != nil && (last.t != t || last.row != b.cell.row) {
			last.t, last.row = t, b.cell.row
			for _, r := range t.rules(b.cell.row, thick) {
				if r.Bottom() > top && r.Y < bottom {
					out = append(out, r)
				}
			}
		}
	})
	return out
}
