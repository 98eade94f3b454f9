package typeset

import (
	"math"

	"baoge/app/hanzi"
	"baoge/app/paper"
)

// build makes a block's paragraph for the column's measure.
func (c *layout) build(b *block) *paragraph {
	s := &b.source
	o, ts := &c.opt, s.style
	size := o.Size * ts.Size
	left, width := c.measure(b)
	p := &paragraph{matter: matter{measure: width / size, track: ts.Tracking, wide: s.role == RoleCredit, policy: o.Policy},
		role: s.role, level: s.level, size: size, leading: o.Leading, left: left, align: ts.Align}
	if ts.Leading > 0 {
		p.leading = o.Size * ts.Leading
	}
	p.first = ts.Indent
	if ts.Indent < 0 {
		p.first = p.policy.Indent
		if p.measure < p.policy.NarrowMeasure {
			p.first = p.policy.NarrowIndent
		}
	}
	if b.text == nil {
		c.addText(&p.matter, s)
		b.text, b.pieces = p.text, p.pieces
	}
	p.text, p.pieces = b.text, b.pieces
	if s.role == RoleItem {
		c.item(p, s)
	}
	switch {
	case s.role == RoleSubheading:
		p.rest = p.first
	case s.table != nil:
		s.table.fit(p, s.cell)
	}
	p.fitIndents()
	if s.role == RoleHeadline {
		if !p.fitHeadline() && len(p.text) <= balanced {
			p.findWords(c.opt.Style.Words)
		}
	}
	return p
}

// addPart appends the text of a part, parted where its style changes.
func (c *layout) addPart(m *matter, q *part) {
	text, from := []rune(q.Text.Text), len(m.text)
	for i := range min(q.drop, len(text)) {
		text[i] = ' '
	}
	links := q.links
	if q.Part.Field == paper.FieldBlock {
		links = withAddresses(q.Text.Text, links)
	}
	stretches(len(text), q.bold, links, func(a, z int, bold bool, link string) {
		s := piece{start: from + a, part: q.Part, at: q.at + a, face: c.faces.Named(q.face), ink: q.ink, link: link}
		if bold {
			s.face = c.faces.Named(boldOf(q.face))
		}
		if ink := c.opt.Style.Link; link != "" && ink != InkText {
			s.ink = ink
		}
		m.pieces = append(m.pieces, s)
	})
	if m.text == nil {
		m.text = text
		return
	}
	m.text = append(m.text, text...)
}

// stretches calls fn with the stretches of n runes that are alike in weight and
// address. Ranges out of bounds or out of order are followed as far as they can be.
func stretches(n int, bold []paper.Range, links []paper.Link, fn func(a, z int, bold bool, link string)) {
	for at := 0; at < n; {
		for len(bold) > 0 && (bold[0].End <= at || bold[0].End <= bold[0].Start) {
			bold = bold[1:]
		}
		for len(links) > 0 && (links[0].End <= at || links[0].End <= links[0].Start) {
			links = links[1:]
		}
		end, link, heavy := n, "", false
		switch {
		case len(bold) == 0:
		case bold[0].Start > at:
			end = min(end, bold[0].Start)
		default:
			end, heavy = min(end, bold[0].End), true
		}
		switch {
		case len(links) == 0:
		case links[0].Start > at:
			end = min(end, links[0].Start)
		default:
			end, link = min(end, links[0].End), follow(links[0].URL)
		}
		fn(at, end, heavy, link)
		at = end
	}
}

// fitIndents keeps indents from eating a narrow measure.
func (p *paragraph) fitIndents() {
	p.measure = max(p.measure, 1)
	if hang := p.rest - p.first; p.role == RoleItem && hang > 0 { // it goes on hanging
		p.rest = min(p.rest, p.measure/2)
		p.first = max(0, min(p.first, p.rest-hang))
		return
	}
	p.first, p.rest = min(p.first, p.measure/3), min(p.rest, p.measure/3)
	if p.measure < 4 {
		p.first, p.rest = 0, 0
	}
}

// How far a headline is set smaller to stand in one line, or to break only at its blanks.
const (
	headlineWhole = 0.86
	headlineHalf  = 0.76
)

// fitHeadline sets a headline a little smaller where that saves it a poor break; it
// reports whether the headline stands in one line.
func (p *paragraph) fitHeadline() (whole bool) {
	ts, end := p.tokens(nil, 0, len(p.text), balanced)
	if end < len(p.text) || len(ts) == 0 {
		return false
	}
	var all, part, most float32
	blank := false
	for i := range ts {
		var gap float32
		if i > 0 {
			gap = p.between(&ts[i-1], &ts[i]).width
		}
		if all += gap + ts[i].w; ts[i].ems > 0 {
			part, gap, blank = 0, 0, true
		}
		part += gap + ts[i].w
		most = max(most, part-ts[i].right)
	}
	scale := p.measure / (all - ts[len(ts)-1].right)
	whole = scale >= headlineWhole
	if !whole && blank {
		scale = p.measure / most
	}
	if scale < 1 && (scale >= headlineWhole || blank && scale >= headlineHalf) {
		scale *= 0.999
		p.size, p.measure, p.leading = p.size*scale, p.measure/scale, p.leading*scale
	}
	return whole
}

// findWords notes where the dictionary sees words.
func (p *paragraph) findWords(how Wording) {
	switch {
	case how == WordsAlways:
		p.inWord = hanzi.Inside(string(p.text))
		return
	case how == WordsIgnored, hanzi.Loaded() == nil:
		return
	}
	p.inWord = make([]bool, len(p.text))
	text := string(p.text)
	for i := 0; i < len(p.text); {
		start, end := hanzi.WordAt(text, i)
		for k := max(start+1, i); k < min(end, len(p.text)); k++ {
			p.inWord[k] = true
		}
		i = max(end, i+1)
	}
}

// addText appends a block's text, a list item's bullet in front.
func (c *layout) addText(m *matter, s *source) {
	if s.role == RoleItem && number([]rune(s.parts[len(s.parts)-1].Text.Text)) == 0 {
		m.add([]rune{bullet}, piece{face: c.faces.Named(s.style.Face), ink: InkSecondary})
	}
	for i := range s.parts {
		c.addPart(m, &s.parts[i])
	}
}

// bullet stands before a list item without a number.
const bullet = '・'

// item hangs a list item on its printed number, or on its bullet.
func (c *layout) item(p *paragraph, s *source) {
	step := p.policy.Indent
	if p.measure < p.policy.NarrowMeasure {
		step = p.policy.NarrowIndent
	}
	p.first = step * float32(s.level)
	if p.pieces[0].part == (paper.Part{}) {
		p.rest, p.marker = p.first+1, 1
		return
	}
	n := number(p.text)
	p.marker = n
	m := &matter{text: p.text, pieces: p.pieces, measure: math.MaxFloat32, policy: p.policy}
	ts, _ := m.tokens(nil, 0, len(m.text), n+1)
	p.rest = p.first
	if p.policy.Trim {
		p.rest -= ts[0].left
	}
	for i := range ts {
		if i > 0 {
			p.rest += m.between(&ts[i-1], &ts[i]).width
		}
		if int(ts[i].start) >= n {
			return
		}
		p.rest += ts[i].w
	}
}

// number counts the runes of the number a list item begins with: 1. （一） ① 二、
func number(text []rune) int {
	const numerals = "0123456789０１２３４５６７８９一二三四五六七八九十百"
	i := 0
	if i < len(text) && (text[i] == '（' || text[i] == '(') {
		i++
	}
	from := i
	for i < len(text) && i < 6 && containsRune(numerals, text[i]) {
		i++
	}
	switch {
	case i == 0 && len(text) > 0 && text[0] >= 0x2460 && text[0] <= 0x24FF:
		return 1
	case i == from || i >= len(text):
		return 0
	case containsRune("）)、．.", text[i]) && !(i+1 < len(text) && text[i] == '.' && isDigit(text[i+1])):
		return i + 1
	}
	return 0
}

func containsRune(s string, r rune) bool {
	for _, c := range s {
		if c == r {
			return true
		}
	}
	return false
}
