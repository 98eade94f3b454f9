package hanzi

import "unicode/utf8"

// firstHan is below every character that words are made of.
const firstHan = 0x2E80

// heads tells of two characters which words of a sorted list begin with them. It is a hash
// table that is written once: a text is looked up at each of its characters, which is most
// of what filling an index would cost.
type heads struct {
	slots []headSlot
	mask  uint64
}

type headSlot struct {
	key    uint64 // both characters; 0 for none
	lo, hi int32  // words[lo:hi] begin with them
}

func newHeads(words []string) (h heads) {
	size := 1
	for size < 2*len(words) {
		size *= 2
	}
	h = heads{make([]headSlot, size), uint64(size - 1)}
	for i, w := range words {
		a, n := utf8.DecodeRuneInString(w)
		b, _ := utf8.DecodeRuneInString(w[n:])
		s := h.slot(a, b)
		if s.key == 0 {
			*s = headSlot{headKey(a, b), int32(i), int32(i)}
		}
		s.hi = int32(i + 1)
	}
	return h
}

func headKey(a, b rune) uint64 { return uint64(a)<<32 | uint64(b) }

// slot is where two characters stand, or would.
func (h *heads) slot(a, b rune) *headSlot {
	key := headKey(a, b)
	at := key * 0x9E3779B97F4A7C15 >> 32
	for ; ; at++ {
		if s := &h.slots[at&h.mask]; s.key == key || s.key == 0 {
			return s
		}
	}
}

// find returns the bounds of the words that begin with two characters.
func (h *heads) find(a, b rune) (lo, hi int32) {
	s := h.slot(a, b)
	return s.lo, s.hi
}
