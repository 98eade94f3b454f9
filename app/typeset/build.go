package typeset

import (
	"math"

	"baoge/app/hanzi"
	"baoge/app/paper"
)

// build makes a block's paragraph for the column's measure.
func (c *layout) build(s *source) *paragraph {
	o, ts := &c.opt, s.style
	size := o.Size * ts.Size
	p := &paragraph{matter: matter{measure: c.width / size, track: ts.Tracking, wide: s.role == RoleCredit, policy: o.Policy},
		role: s.role, level: s.level, size: size, leading: o.Leading, left: c.left, align: ts.Align}
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
	if s.role == RoleItem {
		c.item(p, s)
	}
	for _, q := range s.parts {
		text := []rune(q.Text.Text)
		for i := range min(q.drop, len(text)) {
			text[i] = ' '
		}
		lead := min(q.lead, len(text))
		p.add(text[:lead], q.Part, 0, c.faces.Named(boldOf(q.face)), q.ink)
		p.add(text[lead:], q.Part, lead, c.faces.Named(q.face), q.ink)
	}
	if s.role == RoleSubheading {
		p.rest = p.first
	}
	p.fitIndents()
	if s.role == RoleHeadline {
		p.fitHeadline()
		if c.opt.Style.Words {
			p.findWords()
		}
	}
	return p
}

// fitIndents keeps indents from eating a narrow measure.
func (p *paragraph) fitIndents() {
	p.measure = max(p.measure, 1)
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

// fitHeadline sets a headline a little smaller where that saves it a poor break.
func (p *paragraph) fitHeadline() {
	ts, end := p.tokens(nil, 0, len(p.text), balanced)
	if end < len(p.text) || len(ts) == 0 {
		return
	}
	var whole, part, most float32
	blank := false
	for i := range ts {
		var gap float32
		if i > 0 {
			gap = p.between(&ts[i-1], &ts[i]).width
		}
		if whole += gap + ts[i].w; ts[i].ems > 0 {
			part, gap, blank = 0, 0, true
		}
		part += gap + ts[i].w
		most = max(most, part-ts[i].right)
	}
	scale := p.measure / (whole - ts[len(ts)-1].right)
	if scale < headlineWhole && blank {
		scale = p.measure / most
	}
	if scale < 1 && (scale >= headlineWhole || blank && scale >= headlineHalf) {
		scale *= 0.999
		p.size, p.measure, p.leading = p.size*scale, p.measure/scale, p.leading*scale
	}
}

// findWords notes where the dictionary sees words, of a text short enough to be balanced.
func (p *paragraph) findWords() {
	if len(p.text) > balanced || hanzi.Loaded() == nil {
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

// item hangs a list item on its printed number, or on a bullet where it has none.
func (c *layout) item(p *paragraph, s *source) {
	step := p.policy.Indent
	if p.measure < p.policy.NarrowMeasure {
		step = p.policy.NarrowIndent
	}
	p.first = step * float32(s.level)
	face := c.faces.Named(s.style.Face)
	text := []rune(s.parts[len(s.parts)-1].Text.Text)
	n := number(text)
	if n == 0 {
		p.add([]rune("・"), paper.Part{}, 0, face, InkSecondary)
		p.rest, p.marker = p.first+1, 1
		return
	}
	p.marker = n
	m := &matter{measure: math.MaxFloat32, policy: p.policy}
	m.add(text, paper.Part{}, 0, face, 0)
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
