package typeset

import (
	"math"
	"sort"
	"strings"
	"unicode/utf8"

	"baoge/app/hanzi"
	"baoge/app/paper"
)

// find returns the block and the offset in its paragraph where a place is.
func (c *Column) find(p Place) (block, off int, ok bool) {
	block, ok = c.byPart[p.Part]
	if !ok {
		return 0, 0, false
	}
	if t := c.blocks[block].table; t != nil {
		n := sort.Search(t.cells, func(i int) bool { return c.blocks[t.first+i].parts[0].at > p.Rune })
		block = t.first + max(0, n-1)
	}
	off, ok = c.para(block).offset(p)
	return block, off, ok
}

// lineOf returns which line of a laid out block holds an offset.
func (c *Column) lineOf(block, off int) int {
	p := c.blocks[block].para
	k := sort.Search(len(p.lines), func(k int) bool { return int(p.lines[k].end) > off })
	return min(k, len(p.lines)-1)
}

// x returns where the caret before an offset stands.
func (l *setLine) x(off int) float32 {
	k := sort.Search(len(l.stops), func(k int) bool { return int(l.stops[k].off) > off })
	return l.stops[max(0, k-1)].x
}

// xAfter returns where the character that ends at an offset ends.
func (l *setLine) xAfter(off int) float32 {
	k := sort.Search(len(l.stops), func(k int) bool { return int(l.stops[k].off) >= off })
	return l.stops[min(k, len(l.stops)-1)].over
}

// At returns the place nearest to a point, between the characters it falls between.
func (c *Column) At(x, y float32) Place {
	if !(y > 0) {
		y = 0
	}
	c.layTo(y)
	y = min(y, c.bottom)
	best, aside, at := float32(math.MaxFloat32), float32(0), c.Start()
	for i := c.above(y); i < c.begun(); i++ {
		b := &c.blocks[i]
		if b.top-y > best {
			break
		}
		if _, stored := b.para.place(0); !stored {
			continue
		}
		k := min(max(0, int((y-b.top)/b.para.leading)), len(b.para.lines)-1)
		l := c.line(i, k)
		d, dx := max(l.Top-y, y-l.Top-l.Height, 0), max(b.para.left-x, x-l.Right, 0)
		if l.Cell.Columns > 0 { // between the lines of a row's cells, the cell counts
			d = max(l.Cell.Top-y, y-l.Cell.Top-l.Cell.Height, 0)
		}
		if d < best || d == best && dx < aside {
			best, aside = d, dx
			at, _ = b.para.place(l.near(x))
		}
	}
	return at
}

// above is the block to begin a search around y with: the one before the first
// that reaches below y, or the first cell of its row.
func (c *Column) above(y float32) int {
	i := max(0, c.first(y)-1)
	for t := c.blocks; i > 0 && i < len(t) && t[i].table != nil && t[i-1].table == t[i].table && t[i-1].cell.row == t[i].cell.row; {
		i--
	}
	return i
}

// Under returns the place before the character under a point: what a double click means.
func (c *Column) Under(x, y float32) Place {
	at := c.At(x, y)
	block, off, ok := c.find(at)
	if !ok {
		return at
	}
	l := c.line(block, c.lineOf(block, off))
	if r := l.x(off); r <= x && y >= l.Top && l.cells == nil {
		return at
	}
	if y < l.Top { // the place ends the line above
		l = c.line(block, max(0, c.lineOf(block, off)-1))
	}
	if l.cells != nil {
		for _, s := range l.cells {
			if s.left <= x && x < s.right {
				at, _ = c.blocks[block].para.place(int(s.off))
			}
		}
		return at
	}
	for _, s := range l.stops {
		if s.x <= x && int(s.off) < off {
			at, _ = c.blocks[block].para.place(int(s.off))
		}
	}
	return at
}

// near returns the offset of the caret stop nearest to x.
func (l *setLine) near(x float32) int {
	lo, hi := l.stops[0].x, l.stops[len(l.stops)-1].x
	for _, c := range l.cells {
		lo, hi = min(lo, c.left), max(hi, c.right)
	}
	x = min(max(x, lo), hi) // from far away all would be equally near
	best, off := float32(math.MaxFloat32), l.stops[0].off
	for _, s := range l.stops {
		if d := float32(math.Abs(float64(s.x - x))); d < best {
			best, off = d, s.off
		}
	}
	return int(off)
}

// Caret returns the place's rectangle, one unit wide, in the line that begins
// with it where two lines meet. A place that is not set gives the zero Rect.
func (c *Column) Caret(p Place) Rect {
	block, off, ok := c.find(p)
	if !ok {
		return Rect{}
	}
	c.layOffset(block, off)
	l := c.line(block, c.lineOf(block, off))
	return Rect{l.x(off), l.Top, 1, l.Height}
}

// Boxes returns the rectangles behind the characters of a span, one a line, in
// order. It lays the column out as far as the span reaches.
func (c *Column) Boxes(s paper.Span) []Rect {
	if block, off, ok := c.find(Place{s.Part, s.End - 1}); ok && s.End > s.Start {
		c.layOffset(block, off)
	}
	return c.BoxesIn(s, float32(math.Inf(-1)), float32(math.Inf(1)))
}

// BoxesIn is Boxes for what lies between two heights that have been laid out:
// of a thousand marks a reader paints only the visible ones.
func (c *Column) BoxesIn(s paper.Span, top, bottom float32) []Rect {
	if block, ok := c.byPart[s.Part]; !ok || s.End <= s.Start || block >= c.begun() {
		return nil
	}
	block, from, ok := c.find(Place{s.Part, s.Start})
	last, to, _ := c.find(Place{s.Part, s.End - 1})
	if !ok {
		return nil
	}
	var out []Rect
	for i := block; i <= last && i < c.begun() && c.blocks[i].top < bottom; i++ {
		if c.blocks[i].end <= top {
			continue
		}
		a, z := 0, len(c.para(i).text)
		if i == block {
			a = from
		}
		if i == last {
			z = min(to+1, z)
		}
		out = c.boxes(out, i, a, z, top, bottom)
	}
	return out
}

// boxes appends the boxes of a block's runes from to to-1.
func (c *Column) boxes(out []Rect, block, from, to int, top, bottom float32) []Rect {
	b := &c.blocks[block]
	first := max(c.lineOf(block, from), int(max(0, min((top-b.top)/b.para.leading, 1e9))))
	for k := first; k < len(b.para.lines); k++ {
		s := b.para.lines[k]
		if int(s.start) >= to || b.top+float32(k)*b.para.leading >= bottom {
			break
		}
		l := c.line(block, k)
		for _, e := range l.extents(max(from, int(s.start)), min(to, int(s.end))) {
			x0, x1, h := e[0], e[1], min(l.Height, b.para.size*1.45)
			if b.picture != nil { // it shows around the picture
				h, x0, x1 = l.Height+b.para.size/2, x0-b.para.size/4, x1+b.para.size/4
			}
			out = append(out, Rect{x0, l.Top + (l.Height-h)/2, x1 - x0, h})
		}
	}
	return out
}

// Start and End are the first and the last place of the text.
func (c *Column) Start() Place {
	for i := range c.blocks {
		if at, ok := c.para(i).place(0); ok {
			return at
		}
	}
	return Place{}
}

// End is the place after the last character.
func (c *Column) End() Place {
	for i := len(c.blocks) - 1; i >= 0; i-- {
		p := c.para(i)
		if at, ok := p.place(len(p.text)); ok {
			return at
		}
	}
	return Place{}
}

// Compare orders two places as they are read: -1, 0 or 1. A place that is not set comes first.
func (c *Column) Compare(a, b Place) int {
	i, m, okA := c.find(a)
	j, n, okB := c.find(b)
	switch {
	case !okA || !okB:
		return sign(btoi(okA) - btoi(okB))
	case i != j:
		return sign(i - j)
	}
	return sign(m - n)
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func sign(n int) int { return min(1, max(-1, n)) }

// Spans lists the stored text between two places, in reading order, whichever comes first.
func (c *Column) Spans(from, to Place) []paper.Span {
	if c.Compare(from, to) > 0 {
		from, to = to, from
	}
	i, m, ok := c.find(from)
	j, n, ok2 := c.find(to)
	if !ok || !ok2 {
		return nil
	}
	var out []paper.Span
	for k := i; k <= j; k++ {
		p := c.para(k)
		a, z := 0, len(p.text)
		if k == i {
			a = m
		}
		if k == j {
			z = n
		}
		for _, s := range p.spans(a, max(a, z)) {
			if n := len(out); n > 0 && out[n-1].Part == s.Part && out[n-1].End == s.Start { // cells of one table
				out[n-1].End = s.End
				continue
			}
			out = append(out, s)
		}
	}
	return out
}

// Text returns the stored text between two places; blocks are parted by a newline.
func (c *Column) Text(from, to Place) string {
	var out strings.Builder
	last := -1
	for _, s := range c.Spans(from, to) {
		block := c.byPart[s.Part]
		if last >= 0 && block != last && !strings.HasSuffix(out.String(), "\n") {
			out.WriteByte('\n')
		}
		last = block
		out.WriteString(runeSlice(c.stored(s.Part), s.Start, s.End))
	}
	return out.String()
}

// stored is the article's text of a part.
func (c *Column) stored(part paper.Part) string {
	a := c.art
	switch part.Field {
	case paper.FieldKicker:
		return a.Kicker
	case paper.FieldHeadline:
		return a.Headline
	case paper.FieldSubhead:
		return a.Subhead
	case paper.FieldDateline:
		return a.Dateline
	case paper.FieldCredit:
		return a.CreditLine
	case paper.FieldBlock:
		return a.Blocks[part.Block].Text
	}
	return ""
}

// runeSlice is s from rune a to rune b.
func runeSlice(s string, a, b int) string {
	n, from := 0, len(s)
	for i := range s {
		if n == a {
			from = i
		}
		if n == b {
			return s[from:i]
		}
		n++
	}
	return s[from:]
}

// wordReach is how far around a place its word is looked for, in runes.
const wordReach = 40

// Word returns the word around a place, for a double click.
func (c *Column) Word(at Place) paper.Span {
	whole := c.Block(at)
	if whole.Part == (paper.Part{}) {
		return paper.Span{}
	}
	from, to := max(whole.Start, at.Rune-wordReach), min(whole.End, at.Rune+wordReach)
	text := runeSlice(c.stored(at.Part), from, to)
	if text == "" || from >= to {
		return paper.Span{Part: at.Part, Start: at.Rune, End: at.Rune}
	}
	start, end := hanzi.WordAt(text, min(at.Rune-from, to-from-1))
	return paper.Span{Part: at.Part, Start: from + start, End: from + end}
}

// Block returns the whole part around a place, of a table the cell: what a triple click means.
func (c *Column) Block(at Place) paper.Span {
	block, _, ok := c.find(at)
	if !ok {
		return paper.Span{}
	}
	s := paper.Span{Part: at.Part}
	if b := &c.blocks[block]; b.table != nil {
		q := &b.parts[0]
		s.Start = q.at
		s.End = q.at + utf8.RuneCountInString(strings.TrimRight(q.Text.Text, "\t\n"))
		return s
	}
	s.End = utf8.RuneCountInString(c.stored(at.Part))
	return s
}
