package typeset

import "slices"

// A slug is a strip of an article's body waiting for its column: a line of text, a
// picture, or a row of a table.
type slug struct {
	lines    []Line // of a table's row those of all its cells, else one
	pictures []Picture
	rules    []Rule
	top      float32 // in the article's column
	rows     float32 // how high it is, in lines of the body

	group   int    // what belongs together and is parted from the rest: a block, a picture and its caption; from 1
	index   int    // in its group
	spaced  bool   // its group stands between white space, a whole line in all, except at a column's top
	keep    bool   // no column ends after it
	title   string // of the outline entry that leads here, or ""
	heading []slug // of a table's row: the heading rows, set again where a column begins with it
	again   bool   // it is set again, and no part of the text
	pad     float32
	elems   []int // the elements of its pictures and lines, where they were noted before it is placed
}

func (s *slug) role() Role   { return s.lines[0].Role }
func (s *slug) across() bool { return s.lines[0].Across }
func (s *slug) last() bool   { return s.lines[len(s.lines)-1].Last }

// size of the slug's first run, points.
func (s *slug) size() float32 {
	if len(s.lines[0].Runs) == 0 {
		return 0
	}
	return s.lines[0].Runs[0].Size
}

// A queue hands out the slugs of an article's body in order, laid out as they are asked for.
type queue struct {
	column  *Column
	leading float32
	most    float32 // rows of a whole column: what is higher is parted
	tail    []slug  // what follows the column's last line: source line, citation
	buf     []slug
	waiting [][]slug // taken from buf: what stands across the columns of a later page
	top     float32  // how far the column was read
	open    slug     // a table's row that may not be whole; no lines: none
	group   int
	index   int
	heading []slug // rows of the open table
	caption bool   // a caption that comes now is a picture's
	ended   bool
}

// window is how much of a column is asked for at once, points.
const window = 800

// fill makes the buffer hold n slugs, or all that are left.
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
			q.closeRow()
			q.ended = true
			if n := len(q.buf); n > 0 && len(q.tail) > 0 {
				q.buf[n-1].keep = true // the source line is not left alone
			}
			q.buf = append(q.buf, q.tail...)
		}
	}
}

// crossing finds the first slugs of the buffer that stand across columns, all that
// belong together; from is -1 where there are none.
func (q *queue) crossing() (from, to int) {
	from = slices.IndexFunc(q.buf, func(s slug) bool { return s.across() })
	if from < 0 {
		return from, from
	}
	for to = from; ; to++ {
		if q.fill(to + 1); to >= len(q.buf) || to > from && q.buf[to].group != q.buf[to-1].group && !(q.buf[to-1].keep && q.buf[to].across()) {
			return from, to
		}
	}
}

func (q *queue) take(l Line) {
	if l.Role == RoleTable {
		q.cell(l)
		return
	}
	q.closeRow()
	q.heading = nil
	if l.First && !(l.Role == RoleCaption && q.caption) {
		q.group, q.index = q.group+1, 0
	} else {
		q.index++
	}
	s := slug{lines: []Line{l}, top: l.Top, rows: 1, group: q.group, index: q.index}
	switch l.Role {
	case RoleSubheading:
		s.spaced, s.keep = true, true
		if len(l.Spans) > 0 && l.First {
			s.title = q.column.art.Blocks[l.Spans[0].Part.Block].Text
		}
	case RoleFigure:
		q.figure(&s)
	case RoleCaption:
		s.spaced, s.keep, s.rows = true, !l.Last, l.Height/q.leading
	case RoleCredit:
		if n := len(q.buf); l.First && n > 0 {
			q.buf[n-1].keep = true // nor is a credit line after the last sentence
		}
	}
	q.caption = l.Role == RoleFigure || l.Role == RoleCaption && q.caption && !l.Last
	if l.Role == RoleFigure {
		q.caption = q.captionFollows(&s)
		s.keep = q.caption
	}
	q.buf = append(q.buf, s)
}

// figure gives a picture its strip: what it is short of the lines' leading, above.
func (q *queue) figure(s *slug) {
	l := &s.lines[0]
	for _, p := range q.column.Pictures(l.Top, l.Top+l.Height) {
		if p.Y >= l.Top-0.01 && p.Y < l.Top+l.Height {
			s.pictures = append(s.pictures, p)
		}
	}
	s.spaced = true
	s.pad = max(q.column.opt.Leading-q.column.opt.Size, 0) / 2
	s.rows = (l.Height+s.pad)/q.leading + captionGap
}

// captionFollows reports whether the block after a picture is its caption.
func (q *queue) captionFollows(s *slug) bool {
	if len(s.pictures) == 0 {
		return false
	}
	next := s.pictures[0].Part.Block + 1
	blocks := q.column.art.Blocks
	return next < len(blocks) && blocks[next].Kind == "caption" && blocks[next].Text != ""
}

// cell adds a line to its table's row.
func (q *queue) cell(l Line) {
	if n := len(q.open.lines); n > 0 && (l.First || l.Cell.Row != q.open.lines[n-1].Cell.Row) {
		q.closeRow()
	}
	if len(q.open.lines) == 0 {
		if l.First {
			q.group, q.index, q.heading, q.caption = q.group+1, 0, nil, false
		} else {
			q.index++
		}
		q.open = slug{top: l.Cell.Top, rows: l.Cell.Height / q.leading, group: q.group, index: q.index, spaced: true}
		for _, r := range q.column.Rules(l.Cell.Top, l.Cell.Top+l.Cell.Height) {
			if y := r.Y + r.H/2; y >= l.Cell.Top && y < l.Cell.Top+l.Cell.Height {
				q.open.rules = append(q.open.rules, r)
			}
		}
	}
	q.open.lines = append(q.open.lines, l)
}

// closeRow puts a table's row that is whole into the buffer.
func (q *queue) closeRow() {
	s := q.open
	if len(s.lines) == 0 {
		return
	}
	q.open = slug{}
	slices.SortStableFunc(s.lines, func(a, b Line) int { return a.Cell.Column - b.Cell.Column })
	if s.lines[0].Cell.Heading {
		s.keep = true
		q.heading = append(q.heading, s)
	} else if n := len(q.heading); n > 0 && s.index > n {
		s.heading = q.heading // the first row stands under them anyway
	}
	if s.rows <= q.most {
		q.buf = append(q.buf, s)
		return
	}
	for len(s.lines) > 0 { // higher than a column: parted between lines
		part := s
		height := (q.most - 0.5) * q.leading
		in := func(l Line) bool { return l.Top+l.Height <= part.top+height || l.Top <= part.top }
		part.lines = slices.DeleteFunc(slices.Clone(s.lines), func(l Line) bool { return !in(l) })
		s.lines = slices.DeleteFunc(s.lines, in)
		bottom := part.top
		for _, l := range part.lines {
			bottom = max(bottom, l.Top+l.Height)
		}
		part.rows, part.rules = (bottom-part.top)/q.leading, slices.DeleteFunc(slices.Clone(s.rules), func(r Rule) bool { return r.Y < part.top || r.Y > bottom })
		s.top, s.index, s.keep = bottom, s.index+1, false
		q.buf = append(q.buf, part)
	}
}
