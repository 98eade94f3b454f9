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

// A block is one paragraph of the column, one cell of a table or one picture,
// laid out or not yet.
type block struct {
	source
	para    *paragraph // nil until needed
	text    []rune     // of para: the same at every measure
	pieces  []piece
	picture *Picture // of a figure, once para is there
	across  bool     // of a figure, caption or subheading: set across columns; a table says so itself
	begun   bool     // top is known
	top     float32
	end     float32 // of what is laid out of it, its hairline included; never less than the block's before
	rule    float32 // y of the hairline after it, 0 for none
}

type lineKey struct{ block, line int }

// cachedLines bounds how many set lines a column remembers: some screens full.
const cachedLines = 600

// estimate guesses the height of a block from its length in bytes.
func (c *layout) estimate(s *source) float32 {
	switch {
	case s.role == RoleFigure:
		return c.width * 0.7
	case s.table != nil && s.cell.column > 0:
		return 0 // its row's first cell counts
	case s.table != nil:
		return s.table.rowHeight
	}
	n := 0
	for i := range s.parts {
		n += len(s.parts[i].Text.Text) / 3
	}
	per := max(1, c.width/(c.opt.Size*s.style.Size)-0.3)
	return (float32(math.Ceil(float64(float32(n)/per)))+0.5)*c.leading(s.style) + s.style.Before*c.opt.Size
}

// leading is a style's baseline distance.
func (c *layout) leading(ts *TextStyle) float32 {
	if ts.Leading > 0 {
		return ts.Leading * c.opt.Size
	}
	return c.opt.Leading
}

// step lays out one paragraph, one chunk of a long one, or one cell.
func (c *layout) step() {
	b := &c.blocks[c.laid]
	if b.table != nil {
		c.stepRow()
		return
	}
	p := c.para(c.laid)
	if !b.begun {
		b.begun = true
		c.guess -= c.estimate(&b.source)
		b.top = c.standing(c.laid)
	}
	if !p.done {
		p.compose()
	}
	c.bottom = b.top + float32(len(p.lines))*p.leading
	if p.done && b.source.rule {
		st := c.opt.Style
		b.rule = c.bottom + st.RuleBefore*c.opt.Size
		c.bottom = b.rule + st.RuleAfter*c.opt.Size
	}
	b.end = c.bottom
	if p.done {
		c.laid++
	}
}

// space is the white space above a block: the larger of its own and the one before's.
func (c *layout) space(i int) float32 {
	if i == 0 || c.blocks[i-1].source.rule {
		return 0
	}
	if t := c.blocks[i].table; t != nil && i > t.first {
		return 0
	}
	return max(c.blocks[i-1].style.After, c.blocks[i].style.Before) * c.opt.Size
}

// standing is where the top of a block stands below what is laid out.
func (c *layout) standing(i int) float32 {
	b, y, lead := &c.blocks[i], c.bottom+c.space(i), c.opt.Leading
	if !c.opt.Grid || !b.onGrid() {
		return y
	}
	if i > 0 && c.blocks[i-1].onGrid() && b.role != RoleSubheading {
		y = c.bottom
	}
	return float32(math.Ceil(float64((y-0.5)/lead))) * lead
}

// onGrid reports whether a block's lines are the body's.
func (b *block) onGrid() bool {
	return b.table == nil && (b.role == RoleParagraph || b.role == RoleItem || b.role == RoleSubheading)
}

func (c *layout) para(i int) *paragraph {
	b := &c.blocks[i]
	if b.para == nil {
		switch { // what belongs to a picture or table goes with it
		case c.opt.Across == 0:
		case b.role == RoleCaption && i > 0 && c.blocks[i-1].role == RoleFigure:
			c.para(i - 1)
			b.across = c.blocks[i-1].across
		case b.role == RoleSubheading && i+1 < len(c.blocks):
			b.across = c.blocks[i+1].isAcross()
		}
		b.para = c.build(b)
		if b.role == RoleFigure {
			b.picture = c.picture(b)
		}
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
	for c.laid < block || c.laid == block && !(c.blocks[block].begun && c.para(block).next > off) {
		c.step()
	}
}

// begun is how many blocks have lines that can be seen.
func (c *layout) begun() int {
	if !c.complete() && c.blocks[c.laid].begun {
		return c.laid + 1
	}
	return c.laid
}

// first returns the first begun block that reaches below y.
func (c *layout) first(y float32) int {
	return sort.Search(c.begun(), func(i int) bool { return c.blocks[i].end > y })
}

func (c *layout) line(block, k int) *setLine {
	key := lineKey{block, k}
	l, ok := c.cache[key]
	if ok && l.final {
		return l
	}
	if len(c.cache) >= cachedLines {
		clear(c.cache)
	}
	b := &c.blocks[block]
	l = b.para.set(k, b.top+float32(k)*b.para.leading)
	l.Across = b.isAcross()
	if b.table != nil {
		b.table.mark(&l.Line, block, b.cell)
	}
	c.cache[key] = l
	return l
}

// isAcross reports whether a block that is built is set across columns.
func (b *block) isAcross() bool { return b.across || b.table != nil && b.table.broad }

// measure is the left edge and the width a block is set to.
func (c *layout) measure(b *block) (left, width float32) {
	if b.isAcross() {
		return 0, c.opt.Across
	}
	return c.left, c.width
}

// eachBlock calls fn with the blocks that reach between two heights. Of a table's
// row that begins above bottom it has every cell.
func (c *layout) eachBlock(top, bottom float32, fn func(*block)) {
	c.layTo(bottom)
	for i := c.first(top); i < c.begun(); i++ {
		b := &c.blocks[i]
		y := b.top
		if b.table != nil {
			y = b.table.strips[b.cell.row].top
		}
		if y >= bottom {
			return
		}
		fn(b)
	}
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
