package typeset

import (
	"slices"
	"strings"
)

// A token is what is never broken: one Han character, one mark, a word, a number, ——.
type token struct {
	start, end  int32 // runes of the paragraph's text; what lies between two tokens is blank or has no shape
	class       class
	blank       bool    // a blank stands before it
	cut         bool    // a word too long for a line, or an address, goes on in the next token
	ems         uint8   // U+3000 before it
	w           float32 // width, em
	left, right float32 // the empty half of a mark, em
}

// maxWord bounds what is shaped in one go; a longer row without a blank is cut.
const maxWord = 64

// tokens appends the tokens of m.text[from:to] to dst, at most limit of them, and
// returns the offset it stopped before. from is a token's beginning, or a blank's.
func (m *matter) tokens(dst []token, from, to, limit int) ([]token, int) {
	i := from
	for limit > 0 {
		t := token{}
		i = m.skip(i, to, &t)
		if i >= to {
			break
		}
		t.start = int32(i)
		t.class = classOf(m.text[i])
		switch t.class {
		case pair:
			i = m.runOf(i, to, &t)
		case latin:
			i = m.word(i, to, &t)
		default:
			i = m.cluster(i, to)
		}
		t.end = int32(i)
		m.weigh(&t)
		i = int(t.end) // a word may have been cut
		dst = append(dst, t)
		limit--
	}
	return dst, i
}

// skip passes over blanks and shapeless characters, noting them on the next token.
func (m *matter) skip(i, to int, t *token) int {
	for ; i < to; i++ {
		switch c := classOf(m.text[i]); {
		case c == blank && m.text[i] == '\u3000':
			t.ems = min(t.ems+1, 8)
		case c == blank:
			t.blank = true
		case c != ignored:
			return i
		}
	}
	return i
}

// cluster passes over one character and what attaches to it.
func (m *matter) cluster(i, to int) int {
	end := min(to, m.pieceEnd(m.piece(i)), i+maxWord)
	for i++; i < end && attaches(m.text[i]); i++ {
		if m.text[i] == zwj && i+1 < end && classOf(m.text[i+1]) == han {
			i++ // an emoji joined by ZWJ
		}
	}
	return i
}

// runOf passes over —— or ……, cut only where no line could hold it.
func (m *matter) runOf(i, to int, t *token) int {
	r := m.text[i]
	whole := min(to, m.pieceEnd(m.piece(i)))
	end := min(whole, i+max(2, int(min(m.room(), maxWord))))
	for i++; i < end && m.text[i] == r; i++ {
	}
	t.cut = i < whole && m.text[i] == r
	return i
}

// room is what the narrowest line holds besides a closing mark, em.
func (m *matter) room() float32 {
	return max(1, m.measure-max(m.first, m.rest)-1)
}

// word passes over a Latin word or number. Marks that belong to the Han text
// around it are tokens of their own: a leading , or ) and a trailing (.
func (m *matter) word(i, to int, t *token) int {
	start := i
	end := min(to, m.pieceEnd(m.piece(i)), i+maxWord)
	rtl := rightToLeft(m.text[i])
	for i < end && (classOf(m.text[i]) == latin && m.goesOn(i, end, rtl) || attaches(m.text[i]) || m.apostrophe(i)) {
		i++
	}
	if i == start+maxWord && i < len(m.text) && classOf(m.text[i]) == latin {
		t.cut = true
	}
	hanBefore := start == 0 || classOf(m.text[start-1]) != latin && classOf(m.text[start-1]) != blank
	if n := leading(m.text[start:i], asciiClosings); n > 0 && hanBefore {
		t.class, t.cut = asciiClosing, false
		return start + n
	}
	if strings.ContainsRune(asciiOpenings, m.text[start]) {
		t.class, t.cut = asciiOpening, false
		return start + 1
	}
	for i > start+1 && strings.ContainsRune(asciiOpenings, m.text[i-1]) {
		i, t.cut = i-1, false
	}
	if rtl {
		return i
	}
	return m.address(start, i, t)
}

func leading(s []rune, of string) int {
	n := 0
	for n < len(s) && strings.ContainsRune(of, s[n]) {
		n++
	}
	return n
}

// address cuts a URL, or words joined by hyphens, after the first place it may break at (/ . - and kin).
func (m *matter) address(start, end int, t *token) int {
	if end-start < 8 {
		return end
	}
	w := m.text[start:end]
	url := start > 0 && classOf(m.text[start-1]) == latin // the rest of one already cut
	for k := range w {
		url = url || w[k] == '/' || w[k] == '@' || w[k] == '_' || k > 3 && string(w[:4]) == "www."
	}
	for k := 2; k < len(w)-2; k++ {
		switch {
		case url && strings.ContainsRune("/.-_?&=#@", w[k]) && (isLetter(w[k+1]) || isDigit(w[k+1])),
			w[k] == '-' && isLetter(w[k-1]) && isLetter(w[k-2]) && isLetter(w[k+1]) && isLetter(w[k+2]):
			t.cut = true
			return start + k + 1
		}
	}
	return end
}

// apostrophe reports whether ’ at i stands between letters, as in don’t.
func (m *matter) apostrophe(i int) bool {
	return m.text[i] == '’' && i > 0 && isLetter(m.text[i-1]) && i+1 < len(m.text) && isLetter(m.text[i+1])
}

// weigh measures the token and cuts a word that no line could hold.
func (m *matter) weigh(t *token) {
	face := m.pieces[m.piece(int(t.start))].face
	if t.end == t.start+1 && t.class != pair && t.class != middle && m.axis == horizontal {
		n := face.nominal(m.text[t.start])
		t.w = n.advance + m.track
	} else {
		m.weighed = m.glyphs(m.weighed[:0], t)
		for _, g := range m.weighed {
			t.w += g.advance
		}
	}
	if room := m.room(); t.w > room && t.class == latin && t.end > t.start+1 {
		m.cutWord(t, room)
	}
	if t.w < 0.9 {
		return
	}
	switch t.class {
	case opening:
		t.left = 0.5
	case closing, stop:
		t.right = 0.5
	}
}

// cutWord shortens the word just weighed to what fits in room.
func (m *matter) cutWord(t *token, room float32) {
	var w float32
	if rightToLeft(m.text[t.start]) {
		slices.Reverse(m.weighed)
	}
	for k, g := range m.weighed {
		if w+g.advance > room && k > 0 && g.runes > 0 {
			t.end, t.cut, t.w = t.start+g.start, true, w
			return
		}
		w += g.advance
	}
}
