package typeset

import (
	"sort"

	"baoge/app/paper"
)

// Matter is text to be set, a row of pieces, and the measure it is set to. Offsets
// are runes into its text; lengths are em.
type matter struct {
	text    []rune  // as shown: what is not to be shown stands here as a blank
	pieces  []piece // in order, covering text
	measure float32
	first   float32 // indent of the first line
	rest    float32 // indent of the others
	track   float32 // after each character
	wide    bool    // a stored blank is one em: between a role and its names
	marker  int     // runes of a list item's number: what parts it from the text is never squeezed, or the lines below would not hang on it
	policy  *Policy
	axis    axis
	weighed []placed // of the word weighed last: kept for its memory
}

// A paragraph is matter with its place in a column, broken into lines.
type paragraph struct {
	matter
	role    Role
	level   int
	size    float32 // units an em
	leading float32 // units a line
	left    float32 // units from the column's left edge to the measure
	align   Align
	figure  bool   // its text is a picture's, and not shown
	inWord  []bool // by rune of text: a break before it parts a word; nil where words do not matter

	lines []setting
	next  int // runes broken into lines so far
	done  bool
}

// A piece is a stretch of one part in one face and ink.
type piece struct {
	start int        // in the paragraph's text
	part  paper.Part // zero: not stored text
	at    int        // rune offset of the piece in the part
	face  *Face
	ink   Ink
	link  string // address it leads to, or ""
}

// A setting is one broken line: what is needed to set its glyphs again at any time.
type setting struct {
	start, end int32   // runes of the paragraph's text
	open       float32 // added at each gap, em
	squeeze    float32 // of what each gap can lose, 0 to 1; from 1 to 2 of what it can lose beyond that
	trim       bool    // the last mark's empty half is cut
}

// add appends text that is q's but for where it starts.
func (m *matter) add(text []rune, q piece) {
	if len(text) == 0 {
		return
	}
	q.start = len(m.text)
	m.pieces = append(m.pieces, q)
	if m.text == nil {
		m.text = text[:len(text):len(text)]
		return
	}
	m.text = append(m.text, text...)
}

// piece returns the index of the piece that holds the rune at offset i.
func (m *matter) piece(i int) int {
	if len(m.pieces) < 2 || i < m.pieces[1].start {
		return 0
	}
	return sort.Search(len(m.pieces), func(k int) bool { return m.pieces[k].start > i }) - 1
}

// pieceEnd returns the offset after a piece.
func (m *matter) pieceEnd(k int) int {
	if k+1 < len(m.pieces) {
		return m.pieces[k+1].start
	}
	return len(m.text)
}

// spans lists the stored text between two offsets.
func (m *matter) spans(start, end int) []paper.Span {
	var out []paper.Span
	for k := m.piece(start); k < len(m.pieces) && m.pieces[k].start < end; k++ { // none of an empty text
		q := &m.pieces[k]
		if q.part == (paper.Part{}) {
			continue
		}
		s := paper.Span{Part: q.part, Start: q.at + max(start, q.start) - q.start, End: q.at + min(end, m.pieceEnd(k)) - q.start}
		if n := len(out); n > 0 && out[n-1].Part == s.Part && out[n-1].End == s.Start {
			out[n-1].End = s.End
			continue
		}
		out = append(out, s)
	}
	return out
}

// place names the position before the rune at offset i, or after the last one.
// Where two parts meet it is the later part's beginning; text that is not stored
// lends the nearest stored position.
func (m *matter) place(i int) (Place, bool) {
	k := m.piece(min(i, len(m.text)-1))
	for q := k; q < len(m.pieces); q++ {
		if c := &m.pieces[q]; c.part != (paper.Part{}) {
			return Place{c.part, c.at + max(i, c.start) - c.start}, true
		}
	}
	for q := k - 1; q >= 0; q-- {
		if c := &m.pieces[q]; c.part != (paper.Part{}) {
			return Place{c.part, c.at + m.pieceEnd(q) - c.start}, true
		}
	}
	return Place{}, false
}

// offset is the inverse of place.
func (m *matter) offset(at Place) (int, bool) {
	last := -1
	for k := range m.pieces {
		if q := &m.pieces[k]; q.part == at.Part {
			n := m.pieceEnd(k) - q.start
			if at.Rune < q.at+n {
				return q.start + max(0, at.Rune-q.at), true
			}
			last = q.start + n
		}
	}
	return last, last >= 0
}
