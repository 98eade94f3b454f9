package typeset

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// Lines run from left to right; words of Hebrew, Arabic and their kin in them run from
// right to left, letters joined (UAX #9 with each such stretch isolated, as its HL4
// allows): a stretch goes from one such word to the last that only blanks, numbers and
// ASCII signs part from it. Directional controls have neither shape nor effect.

// rightToLeft reports whether r is written from right to left.
func rightToLeft(r rune) bool {
	if r < 0x590 || r > 0x8FF && r < 0xFB1D || r > 0xFEFF {
		return false
	}
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.R || p.Class() == bidi.AL
}

// Reversed reports whether the run is a word whose text goes from right to left, its
// glyphs from left to right.
func (r *Run) Reversed() bool {
	for _, c := range r.Glyphs[0].Text {
		return rightToLeft(c)
	}
	return false
}

// goesOn reports whether the character at i, of the latin class, runs in the direction of
// the word before it: signs inside of a word do.
func (m *matter) goesOn(i, end int, rtl bool) bool {
	r := m.text[i]
	switch {
	case !rtl:
		return r < 0x590 || !rightToLeft(r)
	case rightToLeft(r):
		return true
	case isLetter(r), isDigit(r), r >= 0x660 && r <= 0x669, r >= 0x6F0 && r <= 0x6F9:
		return false
	}
	return i+1 < end && rightToLeft(m.text[i+1])
}

// reversed appends the glyphs of a word that runs from right to left, from the left.
func (m *matter) reversed(dst []placed, face *Face, text []rune) []placed {
	var pen float32
	for to := len(text); to > 0; {
		from := to - 1
		for from > 0 && attaches(text[from]) {
			from--
		}
		n := face.nominal(text[from])
		for from > 0 && !n.missing {
			k := from - 1
			for k > 0 && attaches(text[k]) {
				k--
			}
			if before := face.nominal(text[k]); before.face != n.face || before.missing {
				break
			}
			from = k
		}
		if part := text[from:to]; n.missing || !shapable(n.face, part) {
			g := single(face, part)
			g.x, g.start, g.advance = pen, int32(from), g.advance+m.track
			pen += g.advance
			dst = append(dst, g)
		} else {
			for _, s := range n.face.shapeCached(part) {
				g := placed{face: n.face, id: s.id, x: pen + s.x, y: s.y, advance: s.advance, scale: 1, start: int32(from) + s.start, runes: s.runes}
				if s.runes > 0 {
					g.advance += m.track
				}
				pen += g.advance
				dst = append(dst, g)
			}
		}
		to = from
	}
	return dst
}

// A stretch is a row of tokens set from right to left.
type stretch struct{ from, to int } // tokens, half-open

func (p *paragraph) isReversed(t *token) bool {
	return t.class == latin && rightToLeft(p.text[t.start])
}

// reversals lists a line's stretches; nil in nearly all.
func (p *paragraph) reversals(ts []token) []stretch {
	var out []stretch
	for i := 0; i < len(ts); i++ {
		if !p.isReversed(&ts[i]) {
			continue
		}
		s := stretch{i, i + 1}
		for k := i + 1; k < len(ts) && latinish(&ts[k]) && (p.isReversed(&ts[k]) || !isLetter(p.text[ts[k].start])); k++ {
			if p.isReversed(&ts[k]) {
				s.to = k + 1
			}
		}
		out, i = append(out, s), s.to-1
	}
	return out
}

// inside reports whether token i is in a stretch.
func inside(rs []stretch, i int) bool {
	return slices.ContainsFunc(rs, func(s stretch) bool { return s.from <= i && i < s.to })
}

// mirror moves the tokens of the stretches to where they stand.
func mirror(rs []stretch, ts []token, xs []float32) {
	for _, s := range rs {
		left, right := xs[s.from], xs[s.to-1]+ts[s.to-1].w
		for i := s.from; i < s.to; i++ {
			xs[i] = left + right - xs[i] - ts[i].w
		}
	}
}

// mirrored are the signs that turn round in a stretch.
var mirrored = map[rune]rune{'(': ')', ')': '(', '[': ']', ']': '[', '{': '}', '}': '{', '<': '>', '>': '<'}

// turn gives a token inside of a stretch, if it is a bracket, its other form.
func (p *paragraph) turn(gs []placed, t *token) {
	other, ok := mirrored[p.text[t.start]]
	if !ok || t.end != t.start+1 || len(gs) != 1 {
		return
	}
	if n := gs[0].face.nominal(other); n.face == gs[0].face {
		gs[0].id = n.id
	}
}

// A lineCell is the room of one character, or of a blank, in a line that holds stretches.
type lineCell struct {
	off         int32
	left, right float32
	reversed    bool
}

// cells lists the room of a line's characters in the order of the text. xs are mirrored.
func (p *paragraph) cells(out *setLine, ts []token, xs []float32, rs []stretch) {
	in := make([]int, len(ts)) // by token, its stretch from 1
	for n, s := range rs {
		for i := s.from; i < s.to; i++ {
			in[i] = n + 1
		}
	}
	edges := func(i int, whole bool) (left, right float32) { // of a token, or of the stretch it is in
		a, z := i, i
		if n := in[i]; whole && n > 0 {
			a, z = rs[n-1].to-1, rs[n-1].from
		}
		return out.Left + xs[a]*p.size, out.Left + (xs[z]+ts[z].w)*p.size
	}
	for i := range ts {
		t := &ts[i]
		if i > 0 && ts[i-1].end < t.start {
			c := lineCell{off: ts[i-1].end}
			if in[i] > 0 && in[i] == in[i-1] {
				_, c.left = edges(i, false)
				c.right, _ = edges(i-1, false)
				c.reversed = true
			} else {
				_, c.left = edges(i-1, true)
				c.right, _ = edges(i, true)
			}
			out.cells = append(out.cells, c)
		}
		p.tokenCells(out, t, out.Left+xs[i]*p.size)
	}
}

// tokenCells adds the room of a token's characters, the token's left edge at x.
func (p *paragraph) tokenCells(out *setLine, t *token, x float32) {
	rtl, gs, from := p.isReversed(t), p.glyphs(nil, t), len(out.cells)
	for i := 0; i < len(gs); {
		start, n, w := gs[i].start, int32(0), float32(0)
		for ; i < len(gs) && (n == 0 || gs[i].runes == 0); i++ {
			n, w = max(n, gs[i].runes), w+gs[i].advance*p.size
			if n == 0 {
				n = 1
			}
		}
		for k := range n { // a ligature's characters share its room
			a, z := x+w*float32(k)/float32(n), x+w*float32(k+1)/float32(n)
			if rtl {
				a, z = x+w-w*float32(k+1)/float32(n), x+w-w*float32(k)/float32(n)
			}
			out.cells = append(out.cells, lineCell{t.start + start + k, a, z, rtl})
		}
		x += w
	}
	slices.SortFunc(out.cells[from:], func(a, b lineCell) int { return int(a.off - b.off) })
}

// cellStops makes the caret stops of a line that holds stretches.
func (l *setLine) cellStops(end int32, right float32) {
	over := l.Left
	for i, c := range l.cells {
		lead, trail := c.left, c.right
		if c.reversed {
			lead, trail = trail, lead
		}
		if i == 0 {
			over = lead
		}
		l.stops = append(l.stops, caret{c.off, lead, over})
		over = trail
	}
	l.stops = append(l.stops, caret{end, right, over})
}

// extents are where the runes from to to-1 stand in the line, from the left: one
// stretch in nearly all.
func (l *setLine) extents(from, to int) [][2]float32 {
	if l.cells == nil {
		if x0, x1 := l.x(from), l.xAfter(to); x1 > x0 {
			return [][2]float32{{x0, x1}}
		}
		return nil
	}
	var all, out [][2]float32
	for i, c := range l.cells {
		next := int(l.stops[i+1].off)
		if int(c.off) < to && next > from && c.right > c.left {
			all = append(all, [2]float32{c.left, c.right})
		}
	}
	slices.SortFunc(all, func(a, b [2]float32) int { return sign(int((a[0] - b[0]) * 64)) })
	for _, e := range all {
		if n := len(out); n > 0 && e[0] < out[n-1][1]+0.5 {
			out[n-1][1] = max(out[n-1][1], e[1])
			continue
		}
		out = append(out, e)
	}
	return out
}
