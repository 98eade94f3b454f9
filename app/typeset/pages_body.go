package typeset

// body sets the blocks in columns below top, on the grid of lines.
func (m *maker) body(top float32) bool {
	a := &m.area
	grid := a.lines(a.top)
	o := ColumnOptions{Width: a.column + a.size/100, Size: a.size, Leading: a.leading,
		Content: Body, Style: &PaperStyle, Picture: m.options.Picture, Tallest: max(tallest*float32(grid), 4) * a.leading}
	if a.columns > 1 {
		o.Across = a.width()
	}
	q := &queue{column: NewColumn(m.faces, m.art, o), leading: a.leading, most: float32(grid), tail: m.tail()}
	row := int((top-a.top)/a.leading + 0.999)
	m.used = top
	if row > grid-2 && row > 0 { // no room for a body worth the name: the head keeps its page
		q.fill(1)
		if len(q.buf) == 0 {
			return true
		}
		if !m.nextPage() {
			return false
		}
		row = 0
	}
	for {
		q.fill(1)
		if len(q.buf) == 0 && len(q.waiting) == 0 {
			return true
		}
		m.bodyPage(q, row, grid)
		if len(q.buf) == 0 && q.ended && len(q.waiting) == 0 {
			return true
		}
		if !m.nextPage() {
			return false
		}
		row = 0
	}
}

// bodyPage fills a page between two rows: what stands across its columns, and between
// that the columns.
func (m *maker) bodyPage(q *queue, from, to int) {
	a := &m.area
	p := arrangement{queue: q, area: a, top: from, from: from, to: to, foot: to, hold: -1}
	p.arrange()
	height, text, ended := p.to-p.from, p.text, q.ended
	if p.hold >= 0 {
		text, ended = text[:p.hold], true
	}
	fresh := height == to
	if ended && len(text) > 0 {
		if least, ok := balance(text, a.columns, height); ok {
			height = least
		}
	}
	for i := range p.crossings { // what stands at the foot follows the columns
		if c := &p.crossings[i]; c.foot {
			c.row -= float32(p.to - p.from - height)
		}
	}
	m.crossings, m.read = p.crossings, 0
	for c, ss := range pour(text, a, height, fresh, ended) {
		cut := ss.n < len(ss.slugs) && ss.slugs[ss.n].group == ss.slugs[ss.n-1].group
		m.fillColumn(ss.slugs[:ss.n], ss.at, a.x(c), a.top+float32(p.from)*a.leading, cut)
		q.buf = q.buf[ss.took:]
	}
	m.cross(endless)
	m.used = a.top + float32(p.from+height+p.foot-p.to)*a.leading
}

// fillColumn places slugs in a column whose first row's top is at y; cut: the last
// one's group goes on in the next column.
func (m *maker) fillColumn(ss []slug, at []float32, x, y float32, cut bool) {
	for i := range ss {
		s := &ss[i]
		top := y + at[i]*m.area.leading
		if l := &s.lines[0]; i == 0 && s.role() != RoleFigure && s.role() != RoleTable { // level with the next column's text
			top += (m.area.leading-m.area.size)/2 - (l.Baseline - l.Top - squareAbove*s.size())
		}
		if !s.again && !s.across() {
			m.cross(m.read)
			m.read++
		}
		m.fillSlug(s, x, top)
		if last := i == len(ss)-1; last && cut && len(s.rules) > 0 { // a table that goes on ends in a line here
			r := s.rules[0]
			r.X, r.Y, r.Ink = r.X+x, top+s.rows*m.area.leading, InkHairline
			m.page.Rules = append(m.page.Rules, r)
		}
	}
}

// fillSlug places a slug whose column begins at x with its top at a height.
func (m *maker) fillSlug(s *slug, x, top float32) {
	if s.title != "" {
		m.page.Entries = append(m.page.Entries, Entry{Title: s.title, Level: 1, Y: top})
	}
	dy := top + s.pad - s.top
	for _, r := range s.rules {
		r.X, r.Y = r.X+x, r.Y+dy
		m.page.Rules = append(m.page.Rules, r)
	}
	elems := s.elems
	if elems == nil {
		elems = m.elementsOf(s)
	}
	for k := range s.pictures {
		p := s.pictures[k].Moved(x, dy)
		p.Elem = elems[k]
		m.missingIn(p.Instead)
		m.page.Pictures = append(m.page.Pictures, p)
	}
	if s.role() == RoleFigure {
		return // nothing stands in it
	}
	for k := range s.lines {
		m.place(s.lines[k].Moved(x, dy), elems[len(s.pictures)+k])
	}
}

// elementsOf lists the structure elements of a slug's pictures, then of its lines.
func (m *maker) elementsOf(s *slug) []int {
	elems := make([]int, 0, len(s.pictures)+len(s.lines))
	for k := range s.pictures {
		elems = append(elems, m.figureElement(s.pictures[k].Alt))
	}
	for k := range s.lines {
		elem := 0
		if !s.again && s.role() != RoleFigure {
			elem = m.bodyElement(&s.lines[k])
		}
		elems = append(elems, elem)
	}
	return elems
}
