package typeset

// A placed glyph of a token: offsets from the token's left edge, in em of the
// paragraph.
type placed struct {
	face         *Face
	id           uint16
	x, y         float32
	advance      float32
	scale        float32 // of the paragraph's size; 1 but for made-up superscripts
	upright      bool    // in a vertical line: not on its side
	stretch      float32 // of an upright glyph: the length of line it is centred in
	shift        float32 // and how far from its square's left edge it stands
	start, runes int32   // the cluster's runes in the token; runes is 0 after the cluster's first glyph
}

// Superscript digits the faces lack are set as small raised digits.
const (
	superScale = 0.62
	superRise  = 0.42
	subDrop    = 0.12
)

// small maps superscript and subscript signs to what is set small in their place.
func small(r rune) (of rune, rise float32, ok bool) {
	switch {
	case r == '⁰' || r >= '⁴' && r <= '⁹':
		return '0' + r - '⁰', superRise, true
	case r >= '₀' && r <= '₉':
		return '0' + r - '₀', -subDrop, true
	case r == '⁺', r == '₊':
		of = '+'
	case r == '⁻', r == '₋':
		of = '-'
	case r == 'ⁿ':
		of = 'n'
	default:
		return 0, 0, false
	}
	if r >= '₀' {
		return of, -subDrop, true
	}
	return of, superRise, true
}

// glyphs appends the glyphs of a token.
func (m *matter) glyphs(dst []placed, t *token) []placed {
	face := m.pieces[m.piece(int(t.start))].face
	text := m.text[t.start:t.end]
	if m.axis == vertical {
		if dst, ok := m.upright(dst, t); ok {
			return dst
		}
	}
	switch {
	case t.class == pair:
		return m.pair(dst, face, text)
	case t.class == middle && text[0] == '·':
		return append(dst, m.dot(face))
	case t.class == latin && rightToLeft(text[0]):
		return m.reversed(dst, face, text)
	case len(text) == 1 || t.class == han:
		g := single(face, text)
		g.advance += m.track
		return append(dst, g)
	}
	var pen float32
	for i := 0; i < len(text); {
		n := face.nominal(text[i])
		j := i + 1
		for j < len(text) && (attaches(text[j]) || n.face == face && !n.missing && face.Has(text[j])) {
			j++
		}
		if n.missing || !shapable(n.face, text[i:j]) {
			g := single(face, text[i:j])
			g.x, g.start, g.advance = g.x+pen, int32(i), g.advance+m.track
			pen += g.advance
			dst, i = append(dst, g), j
			continue
		}
		for _, s := range n.face.shapeCached(text[i:j]) {
			g := placed{face: n.face, id: s.id, x: pen + s.x, y: s.y, advance: s.advance, scale: 1, start: int32(i) + s.start, runes: s.runes}
			if s.runes > 0 {
				g.advance += m.track
			}
			pen += g.advance
			dst = append(dst, g)
		}
		i = j
	}
	return dst
}

// shapable reports whether shaping the word leaves no hole: a mark neither the
// face nor a composed letter has would become one.
func shapable(face *Face, word []rune) bool {
	for _, g := range face.shapeCached(word) {
		if g.id == 0 {
			return false
		}
	}
	return true
}

// single is the glyph of one character with what attaches to it: marks the face
// cannot place on it are left to the stored text.
func single(face *Face, text []rune) placed {
	n := face.nominal(text[0])
	if n.missing {
		if of, rise, ok := small(text[0]); ok {
			d := face.nominal(of)
			return placed{face: d.face, id: d.id, y: -rise, advance: d.advance * superScale, scale: superScale, runes: int32(len(text))}
		}
	}
	return placed{face: n.face, id: n.id, advance: n.advance, scale: 1, runes: int32(len(text))}
}

// pair joins —— and …… (the face does it) and fills whole ems, the ink centred.
func (m *matter) pair(dst []placed, face *Face, text []rune) []placed {
	if !face.Has(text[0]) {
		for i := range text {
			g := single(face, text[i:i+1])
			g.x, g.start = float32(i), int32(i)
			dst = append(dst, g)
		}
		return dst
	}
	from := len(dst)
	var w float32
	for _, s := range face.shapeCached(text) {
		dst = append(dst, placed{face: face, id: s.id, x: w + s.x, y: s.y, advance: s.advance, scale: 1, start: s.start, runes: s.runes})
		w += s.advance
	}
	if d := float32(len(text)) - w; d > 0 && len(dst) > from {
		for k := from; k < len(dst); k++ {
			dst[k].x += d / 2
		}
		dst[len(dst)-1].advance += d
	}
	return dst
}

// dot is the Chinese middle dot: half an em wide (GB/T 15834 §5.1), drawn with
// the face's centred dot, since · itself is a Latin sign.
func (m *matter) dot(face *Face) placed {
	n := face.nominal('‧')
	return placed{face: n.face, id: n.id, x: (0.5 - n.advance) / 2, advance: 0.5 + m.track, scale: 1, runes: 1}
}
