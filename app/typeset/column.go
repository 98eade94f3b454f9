package typeset

import (
	"math"
	"sort"
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
}

// A Column is one article set as a continuous column. It is laid out from the top
// as far as something asks for, or [Column.Extend] goes; what is laid out never
// moves. For one goroutine at a time.
type Column struct {
	faces  *Faces
	art    *paper.Article
	opt    ColumnOptions
	left   float32 // of the measure
	width  float32 // of the measure
	blocks []block
	byPart map[paper.Part]int
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

// NewColumn readies an article for setting; it lays nothing out yet. The article
// must not change while the column is in use.
func NewColumn(f *Faces, a *paper.Article, o ColumnOptions) *Column {
	if o.Style == nil {
		o.Style = &ScreenStyle
	}
	if o.Policy == nil {
		o.Policy = &DefaultPolicy
	}
	if !(o.Size >= 1) {
		o.Size = 1
	}
	if !(o.Leading > 0) {
		o.Leading = float32(math.Round(float64(o.Size) * 1.85))
	}
	c := &Column{faces: f, art: a, opt: o, byPart: map[paper.Part]int{}, cache: map[lineKey]*setLine{}}
	c.width = max(1, float32(math.Floor(float64(o.Width/o.Size)+1e-3))) * o.Size
	c.left = max(0, (o.Width-c.width)/2)
	for i, s := range sources(a, o.Content, o.Style) {
		c.blocks = append(c.blocks, block{source: s})
		for _, q := range s.parts {
			if q.Part != (paper.Part{}) {
				c.byPart[q.Part] = i
			}
		}
		c.guess += c.estimate(&s)
	}
	return c
}

// estimate guesses the height of a block from its length in bytes.
func (c *Column) estimate(s *source) float32 {
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
func (c *Column) Complete() bool { return c.laid == len(c.blocks) }

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

// step lays out one paragraph, or one chunk of a long one.
func (c *Column) step() {
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
func (c *Column) space(i int) float32 {
	if i == 0 || c.blocks[i-1].source.rule {
		return 0
	}
	return max(c.blocks[i-1].style.After, c.blocks[i].style.Before) * c.opt.Size
}

func (c *Column) para(i int) *paragraph {
	b := &c.blocks[i]
	if b.para == nil {
		b.para = c.build(&b.source)
	}
	return b.para
}

// layTo lays out the column down to a height.
func (c *Column) layTo(y float32) {
	for !c.Complete() && c.bottom <= y {
		c.step()
	}
}

// layOffset lays out the column as far as a rune of a block.
func (c *Column) layOffset(block, off int) {
	for c.laid < block || c.laid == block && !c.para(block).done && c.para(block).next <= off {
		c.step()
	}
}

// begun is how many blocks have lines.
func (c *Column) begun() int {
	if !c.Complete() && c.blocks[c.laid].para != nil && len(c.blocks[c.laid].para.lines) > 0 {
		return c.laid + 1
	}
	return c.laid
}

// first returns the first begun block that reaches below y.
func (c *Column) first(y float32) int {
	return sort.Search(c.begun(), func(i int) bool {
		b := &c.blocks[i]
		return max(b.rule, b.top+float32(len(b.para.lines))*b.para.leading) > y
	})
}

func (c *Column) line(block, k int) *setLine {
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

// Lines returns the lines any part of which lies between two heights, in order.
// They belong to the column: use [Line.Moved] to have one elsewhere.
func (c *Column) Lines(top, bottom float32) []Line {
	var out []Line
	c.eachLine(top, bottom, func(l *setLine) { out = append(out, l.Line) })
	return out
}

func (c *Column) eachLine(top, bottom float32, fn func(*setLine)) {
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

// Rules returns the hairlines between two heights.
func (c *Column) Rules(top, bottom float32) []Rule {
	c.layTo(bottom)
	var out []Rule
	for i := c.first(top); i < c.begun(); i++ {
		b := &c.blocks[i]
		if b.top >= bottom {
			break
		}
		if b.rule > 0 && b.rule+1 > top && b.rule < bottom {
			out = append(out, Rule{Rect{c.left, b.rule, c.width, 1}, InkHairline})
		}
	}
	return out
}
