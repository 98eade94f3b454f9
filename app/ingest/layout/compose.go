package layout

import (
	"math"
	"slices"
	"strings"

	"baoge/app/ingest/page"
	"baoge/app/paper"
)

// Bounds of what is taken for a heading, and of an indent, in sizes of the body's type.
const (
	headingSize    = 1.25
	longestHeading = 60 // characters
	indentLeast    = 1.2
	indentMost     = 4.5
	shortLine      = 1.7 // a line that ends farther from the edge ends its paragraph
	paragraphGap   = 1.0 // white between lines beyond the usual
)

// A composer makes lines of text of blocks.
type composer struct {
	out    []page.Line
	places []Place
	body   float64
	sizes  []float64 // of headings, the largest first
	last   Block     // the text block before
}

// Compose reads blocks that stand in reading order into lines of text: the printed lines
// of a paragraph become one, large type a heading. places tells where each word stood.
func Compose(blocks []Block) (lines []page.Line, places []Place) {
	c := &composer{}
	var all []Line
	for _, b := range blocks {
		all = append(all, b...)
	}
	c.body = BodySize(all)
	for _, l := range all {
		if s := math.Round(l.Size); c.isHeading(l) && !slices.Contains(c.sizes, s) {
			c.sizes = append(c.sizes, s)
		}
	}
	slices.Sort(c.sizes)
	slices.Reverse(c.sizes)
	for i, b := range blocks {
		if i > 0 && blocks[i-1][len(blocks[i-1])-1].Page != b[0].Page {
			c.out = append(c.out, page.Line{Kind: page.LineBreak, Gap: 1})
		}
		if isFolio(b) {
			c.add(page.Line{Kind: page.LineOutside}, b, "")
			continue
		}
		c.block(b)
	}
	return c.out, c.places
}

func (c *composer) isHeading(l Line) bool {
	return len(l.Words) > 0 && l.Size >= headingSize*c.body && l.chars() <= longestHeading
}

// isFolio reports whether a block is the number of its page alone.
func isFolio(b Block) bool {
	if len(b) != 1 || b[0].Media != "" {
		return false
	}
	s := strings.Trim(b[0].text(), " -—–·第页版")
	return s == "" && b[0].chars() > 0 || len(s) > 0 && len(s) <= 4 && strings.Trim(s, "0123456789") == ""
}

// block adds the paragraphs, headings and pictures of a block.
func (c *composer) block(b Block) {
	for i := 0; i < len(b); {
		j := i + 1
		switch {
		case b[i].Media != "":
			c.out = append(c.out, page.Line{Kind: page.LineFigure, Media: b[i].Media, Gap: 1})
		case c.isHeading(b[i]):
			for j < len(b) && c.isHeading(b[j]) && math.Abs(b[j].Size-b[i].Size) < 0.05*b[i].Size {
				j++
			}
			level := slices.Index(c.sizes, math.Round(b[i].Size)) + 1
			c.add(page.Line{Kind: page.LineHeading, Level: min(max(level, 1), 6), Gap: 1}, b[i:j], "\u3000")
		case tableRows(b[i:]) > 1:
			j = i + tableRows(b[i:])
			c.table(b[i:j])
		default:
			for j < len(b) && b[j].Media == "" && !c.isHeading(b[j]) && tableRows(b[j:]) < 2 {
				j++
			}
			c.text(b[i:j])
		}
		i = j
	}
}

// text adds the paragraphs of lines that stand under one another.
func (c *composer) text(b Block) {
	m := measure(b)
	flow := c.flow(b, m)
	for i := 0; i < len(b); {
		j := i + 1
		for j < len(b) && !m.starts(b, j) && !(isNumber(b[i].text()) && isNumber(b[j].text())) {
			j++
		}
		l := page.Line{Gap: 1, Flow: page.FlowUnknown}
		switch {
		case i == 0:
			l.Flow = flow
		case m.indented(b[i]):
			l.Flow = page.FlowStarts
		}
		c.add(l, b[i:j], "")
		i = j
	}
	c.last = b
}

// tableRows counts the lines at the head of a block that are rows of one table: of the
// same number of pieces, two or more, that are no numbers of a list.
func tableRows(b Block) int {
	n := 0
	for n < len(b) && len(b[n].cells) > 0 && len(b[n].cells) == len(b[0].cells) && !isNumber(b[n].text()) {
		n++
	}
	return n
}

// isNumber reports whether a line begins with the number of a list: 1. ① 一、
func isNumber(s string) bool {
	r := []rune(s)
	i := 0
	for i < len(r) && i < 3 && strings.ContainsRune("0123456789一二三四五六七八九十（(", r[i]) {
		i++
	}
	return len(r) > 0 && (r[0] >= '①' && r[0] <= '⑳' || strings.ContainsRune("•●■·-", r[0])) || i > 0 && i < len(r) && strings.ContainsRune(".．、）)", r[i])
}

// table adds rows as a table; its first row is a heading where all of it is bold.
func (c *composer) table(b Block) {
	l := page.Line{Kind: page.LineTable, Gap: 1, Level: 1}
	var text strings.Builder
	n := 0
	for i, row := range b {
		if i > 0 {
			text.WriteByte('\n')
			n++
		}
		for k, w := range row.Words {
			switch {
			case slices.Contains(row.cells, k):
				text.WriteByte('\t')
				n++
			case k > 0 && row.blank(k):
				text.WriteByte(' ')
				n++
			}
			if i == 0 && !w.Bold {
				l.Level = 0
			}
			to := n + len([]rune(w.Text))
			c.places = append(c.places, Place{Line: len(c.out), Start: n, End: to, Rect: w.Rect, Page: row.Page})
			text.WriteString(w.Text)
			n = to
		}
	}
	l.Text = text.String()
	c.out = append(c.out, l)
	c.last = nil
}

// A margins is the measure of a block.
type margins struct {
	left, right, size, leading float64
	indents                    bool // paragraphs are set in
}

func measure(b Block) margins {
	m := margins{left: math.Inf(1), size: BodySize(b)}
	var gaps []float64
	for i, l := range b {
		m.left, m.right = min(m.left, l.Rect.Left), max(m.right, l.Rect.Right)
		if i > 0 {
			gaps = append(gaps, l.Rect.Bottom-b[i-1].Rect.Bottom)
		}
	}
	if len(gaps) > 0 {
		slices.Sort(gaps)
		m.leading = gaps[len(gaps)/2]
	}
	for _, l := range b {
		m.indents = m.indents || m.set(l)
	}
	return m
}

// set reports whether a line is set in as the first of a paragraph is.
func (m margins) set(l Line) bool {
	in := (l.Rect.Left - m.left) / m.size
	return in >= indentLeast && in <= indentMost
}

func (m margins) indented(l Line) bool { return m.indents && m.set(l) }

// starts reports whether line i begins a paragraph.
func (m margins) starts(b Block, i int) bool {
	above := b[i-1]
	return m.set(b[i]) || above.Rect.Right < m.right-shortLine*m.size || b[i].Rect.Bottom-above.Rect.Bottom > m.leading+paragraphGap*m.size
}

// flow tells whether a block goes on with the text block before: its first line is not
// set in where paragraphs are, and that block's last line is full.
func (c *composer) flow(b Block, m margins) page.Flow {
	const fewest = 2
	if m.indented(b[0]) {
		return page.FlowStarts
	}
	if len(c.last) == 0 || len(b) < fewest {
		return page.FlowUnknown
	}
	before := measure(c.last)
	last := c.last[len(c.last)-1]
	same := math.Abs(before.size-m.size) < 0.1*m.size && math.Abs((before.right-before.left)-(m.right-m.left)) < 0.15*(m.right-m.left)
	if same && (m.indents || before.indents) && last.Rect.Right >= before.right-shortLine*m.size {
		return page.FlowContinues
	}
	return page.FlowUnknown
}

// add adds one line made of printed ones, and the places of its words.
func (c *composer) add(l page.Line, printed []Line, between string) {
	var text strings.Builder
	n := 0
	write := func(s string) (from, to int) {
		from = n
		text.WriteString(s)
		n += len([]rune(s))
		return from, n
	}
	for i, p := range printed {
		if i > 0 {
			join := between
			if join == "" && len(p.Words) > 0 && len(printed[i-1].Words) > 0 {
				a, b := lastRune(printed[i-1].text()), firstRune(p.Words[0].Text)
				if !isWide(a) && !isWide(b) && a != '-' {
					join = " "
				}
			}
			write(join)
		}
		for k, w := range p.Words {
			if k > 0 && p.blank(k) {
				write(" ")
			}
			from, to := write(w.Text)
			if from == to {
				continue
			}
			c.places = append(c.places, Place{Line: len(c.out), Start: from, End: to, Rect: w.Rect, Page: p.Page})
			if w.Bold && l.Kind == page.LineText {
				if m := len(l.Bold); m > 0 && l.Bold[m-1].End == from {
					l.Bold[m-1].End = to
				} else {
					l.Bold = append(l.Bold, paper.Range{Start: from, End: to})
				}
			}
		}
	}
	l.Text = text.String()
	c.out = append(c.out, l)
}
