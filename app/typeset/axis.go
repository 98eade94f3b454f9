package typeset

import (
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// An axis is the direction a line runs in. Tokens, gaps, breaks, justification,
// carets and columns know only a line's own two directions: along it, which they
// call x, and across it, from line to line, which they call y. The axis is asked
// in two places: for a token's glyphs, and for where on the page they stand.
//
// All that is set today runs horizontally, where along and across are the page's
// own x and y.
type axis uint8

const (
	horizontal axis = iota
	vertical        // down, the next line to the left; Han upright in its vertical form, Latin on its side, short numbers upright in one square
)

// The square of a Han character reaches so far above and below its baseline, em.
const (
	squareAbove = 0.88
	squareBelow = 0.12
)

// onto is where on the page a point of a line stands.
func (a axis) onto(along, across float32) (x, y float32) {
	if a == vertical {
		return -across, along
	}
	return along, across
}

// glyph is where a glyph stands, from its run's origin; em is the paragraph's.
func (a axis) glyph(g *placed, along, em float32) (x, y float32) {
	if a == vertical && g.upright {
		// Upright glyphs are centred in the stretch of the line they take.
		return (g.shift - squareBelow) * em, along + (g.stretch/2+squareAbove-0.5)*em
	}
	return a.onto(along, g.y*em)
}

// inSquare reports whether a token stands upright in one square of a vertical
// line: a number of one or two digits (纵中横).
func (m *matter) inSquare(t *token) bool {
	if t.class != latin || t.end > t.start+2 {
		return false
	}
	for _, r := range m.text[t.start:t.end] {
		if !isDigit(r) {
			return false
		}
	}
	return true
}

// upright appends the glyphs of a token that stands upright in a vertical line;
// ok is false for what lies on its side.
func (m *matter) upright(dst []placed, t *token) (_ []placed, ok bool) {
	face, text := m.pieces[m.piece(int(t.start))].face, m.text[t.start:t.end]
	switch {
	case m.inSquare(t):
		return square(dst, face, text), true
	case t.class == latin, t.class == asciiOpening, t.class == asciiClosing:
		return dst, false
	}
	for i := 0; i < len(text); i++ {
		if i > 0 && t.class != pair { // drawn with the first
			dst[len(dst)-1].runes++
			continue
		}
		r, width := text[i], float32(1)
		if t.class == middle && r == '·' {
			r, width = '‧', 0.5
		}
		n := face.nominal(r)
		dst = append(dst, placed{face: n.face, id: n.face.vertical(r, n.id), x: float32(i), advance: width + m.track, scale: 1,
			upright: true, stretch: width, shift: (1 - n.advance) / 2, start: int32(i), runes: 1})
	}
	return dst, true
}

// square sets digits side by side in one em.
func square(dst []placed, face *Face, text []rune) []placed {
	var w float32
	for _, r := range text {
		w += face.nominal(r).advance
	}
	scale := min(1, 1/w)
	x := (1 - w*scale) / 2
	for i, r := range text {
		n := face.nominal(r)
		g := placed{face: n.face, id: n.id, scale: scale, upright: true, stretch: 1, shift: x, start: int32(i), runes: 1}
		if i == 0 {
			g.advance = 1
		}
		x += n.advance * scale
		dst = append(dst, g)
	}
	return dst
}

// vertical is the glyph a character has in vertical lines (OpenType vert), of
// which id is the usual one.
func (f *Face) vertical(r rune, id uint16) uint16 {
	s := f.shapers.Get().(*shaper)
	defer f.shapers.Put(s)
	out := s.hb.Shape(shaping.Input{Text: []rune{r}, RunEnd: 1, Direction: di.DirectionTTB, Face: s.face,
		Size: fixed.I(shapeSize), Script: language.Han, Language: "zh-hans"})
	if len(out.Glyphs) == 1 && out.Glyphs[0].GlyphID != 0 && uint16(out.Glyphs[0].GlyphID) != id {
		return uint16(out.Glyphs[0].GlyphID)
	}
	if form, ok := verticalForms[r]; ok { // not all of a font's vert table is followed by the library
		if n := f.nominal(form); n.face == f && !n.missing {
			return n.id
		}
	}
	return id
}

// verticalForms are the Vertical Forms and CJK Compatibility Forms of Unicode.
var verticalForms = map[rune]rune{'，': 0xFE10, '：': 0xFE13, '；': 0xFE14, '！': 0xFE15, '？': 0xFE16,
	'（': 0xFE35, '）': 0xFE36, '｛': 0xFE37, '｝': 0xFE38, '［': 0xFE47, '］': 0xFE48}
