package typeset

// A Motion is a step of the caret.
type Motion uint8

// The motions.
const (
	CharLeft Motion = iota
	CharRight
	WordLeft
	WordRight
	LineUp
	LineDown
	LineStart
	LineEnd
	TextStart
	TextEnd
)

// Move returns where a motion leads from a place. LineUp and LineDown aim at x,
// the column position a run of such motions started from (Caret(p).X for the
// first); the other motions ignore it. A place that is not set leads to Start.
func (c *Column) Move(p Place, m Motion, x float32) Place {
	block, off, ok := c.find(p)
	if !ok {
		return c.Start()
	}
	switch m {
	case CharLeft:
		return c.char(block, off, -1)
	case CharRight:
		return c.char(block, off, 1)
	case WordLeft, WordRight:
		return c.word(p, block, off, m == WordRight)
	case LineUp, LineDown:
		return c.vertical(p, m == LineDown, x)
	case LineStart, LineEnd:
		return c.edge(block, off, m == LineEnd)
	case TextStart:
		return c.Start()
	case TextEnd:
		return c.End()
	}
	return p
}

// char steps over one character and what attaches to it, into the next block at the end of one.
func (c *Column) char(block, off, step int) Place {
	p := c.para(block)
	next := off + step
	for next > 0 && next < len(p.text) && (attaches(p.text[next]) || p.text[next-1] == zwj) {
		next += step
	}
	if next >= 0 && next <= len(p.text) {
		if at, ok := p.place(next); ok {
			if _, o, _ := c.find(at); o != off {
				return at
			}
		}
	}
	for b := block + step; b >= 0 && b < len(c.blocks); b += step {
		q, o := c.para(b), 0
		if step < 0 {
			o = len(q.text)
			if c.blocks[b].table != nil && c.blocks[b].table == c.blocks[block].table {
				o = max(0, o-1) // before the separator; behind it stands the cell we come from
			}
		}
		if at, ok := q.place(o); ok {
			return at
		}
	}
	at, _ := p.place(off)
	return at
}

// word steps to the next word's beginning, or to this or the last word's.
func (c *Column) word(at Place, block, off int, right bool) Place {
	if right {
		if w := c.Word(at); w.End > at.Rune {
			if p := (Place{at.Part, w.End}); c.Compare(p, at) > 0 {
				return p
			}
		}
		return c.char(block, off, 1)
	}
	prev := c.char(block, off, -1)
	if w := c.Word(prev); w.Start < prev.Rune && prev.Part == at.Part {
		return Place{prev.Part, w.Start}
	}
	return prev
}

// vertical goes to the line above or below.
func (c *Column) vertical(at Place, down bool, x float32) Place {
	r := c.Caret(at)
	y := r.Y + r.H/2
	for range 64 { // lines without stored text are passed over
		if down {
			c.layTo(y + 2*r.H)
			y += r.H
		} else {
			y -= r.H
		}
		if y < 0 {
			return c.Start()
		}
		if y > c.bottom {
			return c.End()
		}
		if p := c.At(x, y); p != at && (c.Compare(p, at) > 0) == down && c.Caret(p).Y != r.Y {
			return p
		}
	}
	return at
}

// edge goes to the first or the last place of the line.
func (c *Column) edge(block, off int, end bool) Place {
	c.layOffset(block, off)
	l := c.line(block, c.lineOf(block, off))
	p := c.blocks[block].para
	k := 0
	if end {
		k = len(l.stops) - 1
	}
	at, _ := p.place(int(l.stops[k].off))
	return at
}
