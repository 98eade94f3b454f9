package typeset

import (
	"math"
	"sort"
)

// A layout is the blocks of a column and how far they are laid out.
type layout struct {
	faces  *Faces
	opt    ColumnOptions
	left   float32 // of the measure
	width  float32 // of the measure
	blocks []block
	laid   int     // blocks laid out wholly
	bottom float32 // of what is laid out
	guess  float32 // height of the blocks not begun
	cache  map[lineKey]*setLine
}

// A block is one paragraph of the column, laid out or not yet.
type block struct {
	source
	para *paragraph // nil until needed
	top  float32    // once begun
	rule float32    // y of the hairline after it, 0 for none
}

type lineKey struct{ block, line int }

// cachedLines bounds how many set lines a column remembers: some screens full.
const cachedLines = 600

// estimate guesses the height of a block from its length in bytes.
func (c *layout) estimate(s *source) float32 {
	n := 0
	for _, q := range s.parts {
		n += len(q.Text.Text) / 3
	}
	per := max(1, c.width/(c.opt.Size*s.style.Size)-0.3)
	leading := s.style.Leading * c.opt.Size
	if leading == 0 {
		leading = c.opt.Leading
	}
	return (float32(math.Ceil(float64(float32(n)/per)))+0.5)*leading + s.style.Before*c.opt.Size
}

// step lays out one paragraph, or one chunk of a long one.
func (c *layout) step() {
	b := &c.blocks[c.laid]
	p := c.para(c.laid)
	if len(p.lines) == 0 && p.next == 0 {
		c.guess -= c.estimate(&b.source)
		b.top = c.bottom + c.space(c.laid)
	}
	p.compose()
	c.bottom = b.top + float32(len(p.lines))*p.leading
	if !p.done {
		return
	}
	if b.source.rule {
		st := c.opt.Style
		b.rule = c.bottom + st.RuleBefore*c.opt.Size
		c.bottom = b.rule + st.RuleAfter*c.opt.Size
	}
	c.laid++
}

// space is the white space above a block: the larger of its own and the one before's.
func (c *layout) space(i int) float32 {
	if i == 0 || c.blocks[i-1].source.rule {
		return 0
	}
	return max(c.blocks[i-1].style.After, c.blocks[i].style.Before) * c.opt.Size
}

func (c *layout) para(i int) *paragraph {
	b := &c.blocks[i]
	if b.para == nil {
		b.para = c.build(&b.source)
	}
	return b.para
}

// layTo lays out the column down to a height.
func (c *layout) layTo(y float32) {
	for !c.complete() && c.bottom <= y {
		c.step()
	}
}

// layOffset lays out the column as far as a rune of a block.
func (c *layout) layOffset(block, off int) {
	for c.laid < block || c.laid == block && !c.para(block).done && c.para(block).next <= off {
		c.step()
	}
}

// begun is how many blocks have lines.
func (c *layout) begun() int {
	if !c.complete() && c.blocks[c.laid].para != nil && len(c.blocks[c.laid].para.lines) > 0 {
		return c.laid + 1
	}
	return c.laid
}

// first returns the first begun block that reaches below y.
func (c *layout) first(y float32) int {
	return sort.Search(c.begun(), func(i int) bool {
		b := &c.blocks[i]
		return max(b.rule, b.top+float32(len(b.para.lines))*b.para.leading) > y
	})
}

func (c *layout) line(block, k int) *setLine {
	key := lineKey{block, k}
	l, ok := c.cache[key]
	if ok && (l.Last || k+1 < len(c.blocks[block].para.lines)) {
		return l
	}
	if len(c.cache) >= cachedLines {
		clear(c.cache)
	}
	b := &c.blocks[block]
	l = b.para.set(k, b.top+float32(k)*b.para.leading)
	c.cache[key] = l
	return l
}

func (c *layout) eachLine(top, bottom float32, fn func(*setLine)) {
	c.layTo(bottom)
	for i := c.first(top); i < c.begun(); i++ {
		b := &c.blocks[i]
		if b.top >= bottom {
			return
		}
		p := b.para
		for k := max(0, int((top-b.top)/p.leading)); k < len(p.lines) && b.top+float32(k)*p.leading < bottom; k++ {
			fn(c.line(i, k))
		}
	}
}

func (c *layout) complete() bool { return c.laid == len(c.blocks) }
