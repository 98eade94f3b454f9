package typeset

// A slug is one line of an article's body waiting for its column.
type slug struct {
	line   Line
	block  int    // the block it is of, counted from 1 in the article
	index  int    // of the line in its block
	spaced bool   // its block stands between white space, a whole line in all, except at a column's top
	keep   bool   // no column ends after it
	title  string // of the outline entry that leads here, or ""
}

// size of the line's first run, points.
func (s *slug) size() float32 {
	if len(s.line.Runs) == 0 {
		return 0
	}
	return s.line.Runs[0].Size
}

// A queue hands out an article's body lines in order, laid out as they are asked for.
type queue struct {
	column *Column
	tail   []slug // what follows the column's last line: the source line
	buf    []slug
	top    float32 // how far the column was read
	block  int
	index  int
	ended  bool
}

// window is how much of a column is asked for at once, points.
const window = 800

// fill makes the buffer hold n lines, or all that are left.
func (q *queue) fill(n int) {
	for len(q.buf) < n && !q.ended {
		bottom := q.top + window
		for _, l := range q.column.Lines(q.top, bottom) {
			if l.Top >= q.top && l.Top < bottom {
				q.take(l)
			}
		}
		q.top = bottom
		if q.column.Complete() && q.column.Height() <= q.top {
			q.ended = true
			if n := len(q.buf); n > 0 && len(q.tail) > 0 {
				q.buf[n-1].keep = true // the source line is not left alone
			}
			q.buf = append(q.buf, q.tail...)
		}
	}
}

func (q *queue) take(l Line) {
	if l.First {
		q.block++
		q.index = 0
	} else {
		q.index++
	}
	s := slug{line: l, block: q.block, index: q.index}
	switch l.Role {
	case RoleSubheading:
		s.spaced, s.keep = true, true
		if len(l.Spans) > 0 {
			s.title = q.column.art.Blocks[l.Spans[0].Part.Block].Text
		}
	case RoleCaption:
		s.spaced, s.keep = true, !l.Last
	case RoleCredit:
		if n := len(q.buf); l.First && n > 0 {
			q.buf[n-1].keep = true // nor is a credit line after the last sentence
		}
	}
	q.buf = append(q.buf, s)
}

// rows lists where in a column each of the lines stands, in rows from its top;
// it stops with the last that ends within max rows.
func rows(ss []slug, max float32) []float32 {
	at := make([]float32, 0, min(len(ss), int(max)+1))
	y := float32(0)
	for i := range ss {
		if aside(ss, i) {
			y += spaceAside
		}
		if y+1 > max+0.001 {
			break
		}
		at = append(at, y)
		y += 1 + below(ss, i)
	}
	return at
}

// below is the white space under line i.
func below(ss []slug, i int) float32 {
	switch {
	case i+1 == len(ss) || ss[i+1].block == ss[i].block:
		return 0
	case spacedAt(ss, ss[i].block):
		return spaceAside
	case ss[i].line.Role == RoleCaption && ss[0].block == ss[i].block: // at a column's top: it would read as a line of the text
		return 2 * spaceAside
	}
	return 0
}

// aside reports whether white space stands above line i.
func aside(ss []slug, i int) bool {
	return i > 0 && ss[i].spaced && ss[i].index == 0
}

// spacedAt reports whether a block got white space above it in this column, and
// so gets it below too: the two make a whole line and keep the grid.
func spacedAt(ss []slug, block int) bool {
	for i := range ss {
		if ss[i].block == block {
			return ss[i].spaced && ss[i].index == 0 && i > 0
		}
	}
	return false
}

// mayBreak reports whether a column may end before line n: not after a heading,
// not after a paragraph's first line nor before its last (widow and orphan), not
// inside what stands between white space.
func mayBreak(ss []slug, n int, ended bool) bool {
	if n >= len(ss) {
		return ended
	}
	before, after := &ss[n-1], &ss[n]
	switch {
	case before.keep:
		return false
	case before.block != after.block:
		return true
	case after.spaced:
		return false
	}
	return before.index > 0 && !after.line.Last
}

// cutColumn is how many lines go into a column of so many rows, and where they
// stand. A rule that cannot be kept gives way, for text is never held up; clean
// is false then.
func cutColumn(ss []slug, height int, ended bool) (n int, at []float32, clean bool) {
	at = rows(ss, float32(height))
	for n = len(at); n > 0; n-- {
		if mayBreak(ss, n, ended) {
			return n, at[:n], true
		}
	}
	return len(at), at, len(at) == 0
}

// balance is the least height at which the lines, the last of an article, fit
// into the columns; ok is false when they do not at the full height.
func balance(ss []slug, columns, height int) (least int, ok bool) {
	fits := func(h int) bool {
		rest := ss
		for range columns {
			n, _, clean := cutColumn(rest, h, true)
			if !clean {
				return false
			}
			rest = rest[n:]
			if len(rest) == 0 {
				return true
			}
		}
		return false
	}
	for least = max((len(ss)+columns-1)/columns, 1); least <= height; least++ {
		if fits(least) {
			return least, true
		}
	}
	return height, false
}
