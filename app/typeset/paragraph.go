package typeset

import (
	"sort"

	"baoge/app/paper"
)

// A paragraph is a row of pieces to be broken into lines. Offsets are runes into
// its text; lengths are em of its size but where a name says units.
type paragraph struct {
	text    []rune  // as shown: what is not to be shown stands here as a blank
	pieces  []piece // in order, covering text
	role    Role
	level   int
	size    float32 // units an em
	leading float32 // units a line
	measure float32
	first   float32 // indent of the first line
	rest    float32 // indent of the others
	left    float32 // units from the column's left edge to the measure
	align   Align
	track   float32 // after each character
	wide    bool    // a stored blank is one em: between a role and its names
	policy  *Policy
	marker  int    // runes of a list item's number: what parts it from the text is never squeezed, or the lines below would not hang on it
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
}

// A setting is one broken line: what is needed to set its glyphs again at any time.
type setting struct {
	start, end int32   // runes of the paragraph's text
	open       float32 // added at each gap, em
	squeeze    float32 // of what each gap can lose, 0 to 1; from 1 to 2 of what it can lose beyond that
	trim       bool    // the last mark's empty half is cut
}

// add appends text of one part, from its rune offset at.
func (p *paragraph) add(text []rune, part paper.Part, at int, face *Face, ink Ink) {
	if len(text) == 0 {
		return
	}
	p.pieces = append(p.pieces, piece{len(p.text), part, at, face, ink})
	p.text = append(p.text, text...)
}

// piece returns the index of the piece that holds the rune at offset i.
func (p *paragraph) piece(i int) int {
	if len(p.pieces) == 1 || i < p.pieces[1].start {
		return 0
	}
	return sort.Search(len(p.pieces), func(k int) bool { return p.pieces[k].start > i }) - 1
}

// pieceEnd returns the offset after a piece.
func (p *paragraph) pieceEnd(k int) int {
	if k+1 < len(p.pieces) {
		return p.pieces[k+1].start
	}
	return len(p.text)
}

// spans lists the stored text between two offsets.
func (p *paragraph) spans(start, end int) []paper.Span {
	var out []paper.Span
	for k := p.piece(start); k < len(p.pieces) && p.pieces[k].start < end; k++ {
		q := &p.pieces[k]
		if q.part == (paper.Part{}) {
			continue
		}
		s := paper.Span{Part: q.part, Start: q.at + max(start, q.start) - q.start, End: q.at + min(end, p.pieceEnd(k)) - q.start}
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
func (p *paragraph) place(i int) (Place, bool) {
	k := p.piece(min(i, len(p.text)-1))
	for q := k; q < len(p.pieces); q++ {
		if c := &p.pieces[q]; c.part != (paper.Part{}) {
			return Place{c.part, c.at + max(i, c.start) - c.start}, true
		}
	}
	for q := k - 1; q >= 0; q-- {
		if c := &p.pieces[q]; c.part != (paper.Part{}) {
			return Place{c.part, c.at + p.pieceEnd(q) - c.start}, true
		}
	}
	return Place{}, false
}

// offset is the inverse of place.
func (p *paragraph) offset(at Place) (int, bool) {
	last := -1
	for k := range p.pieces {
		if q := &p.pieces[k]; q.part == at.Part {
			n := p.pieceEnd(k) - q.start
			if at.Rune < q.at+n {
				return q.start + max(0, at.Rune-q.at), true
			}
			last = q.start + n
		}
	}
	return last, last >= 0
}
