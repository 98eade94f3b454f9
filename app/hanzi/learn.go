package hanzi

import (
	"strings"
	"unicode/utf8"
)

// A lexicon is what a cutter has learnt beside its dictionary. It is never changed.
type lexicon struct {
	words   map[string]bool
	longest int // bytes of the longest
}

// maxLearnt bounds a learnt word, in characters: longer ones are sentences.
const maxLearnt = 16

// Learn gives the cutter words beside its dictionary's, in place of all that it learnt
// before: names of persons and places, terms of the house. They are folded here; what is
// not two to 16 Han characters, or is in the dictionary already, is left out.
//
// Learnt words change how Words and WordAt cut a text, never what Inner finds, so an
// index made of Inner's words stays true whatever is learnt. Learn may be called while
// others cut.
func (c *Cutter) Learn(words []string) {
	x := &lexicon{words: make(map[string]bool, len(words))}
	for _, w := range words {
		w = strings.TrimSpace(FoldString(w))
		n := utf8.RuneCountInString(w)
		if n < 2 || n > maxLearnt || c.Knows(w) || strings.ContainsFunc(w, func(r rune) bool { return !IsHan(r) }) {
			continue
		}
		x.words[w] = true
		x.longest = max(x.longest, len(w))
	}
	c.learnt.Store(x)
}

// Learnt reports whether a folded text is a word that the cutter has learnt.
func (c *Cutter) Learnt(folded string) bool {
	x := c.learnt.Load()
	return x != nil && x.words[folded]
}

// at is the length in bytes of the longest learnt word at the start of a text, or 0. A word
// of two characters counts only where the dictionary's cut ends too (ends is told so):
// names of two are too often the halves of other words.
func (x *lexicon) at(text string, ends func(n int) bool) (length int) {
	n := 0
	for i, r := range text[:min(len(text), x.longest)] {
		n++
		end := i + utf8.RuneLen(r)
		if n > 1 && end <= len(text) && x.words[text[:end]] && (n > 2 || ends(end)) {
			length = end
		}
	}
	return length
}

// cutHan cuts a run of Han characters into words: bounds are their ends in bytes.
func (c *Cutter) cutHan(run string) (bounds []int) {
	for _, s := range c.cut([]byte(run)) {
		bounds = append(bounds, s.End())
	}
	x := c.learnt.Load()
	if x == nil || len(x.words) == 0 {
		return bounds
	}
	return c.relearn(x, run, bounds)
}

// relearn puts learnt words in the place of the pieces they stand on.
func (c *Cutter) relearn(x *lexicon, run string, bounds []int) (out []int) {
	isEnd := make(map[int]bool, len(bounds))
	for _, b := range bounds {
		isEnd[b] = true
	}
	at := 0
	for k := 0; k < len(bounds); {
		n := x.at(run[at:], func(n int) bool { return isEnd[at+n] })
		if at+n <= bounds[k] { // nothing, or no longer than the dictionary's word
			at = bounds[k]
			out = append(out, at)
			k++
			continue
		}
		at += n
		out = append(out, at)
		for k < len(bounds) && bounds[k] <= at {
			k++
		}
		if k < len(bounds) && (k == 0 || bounds[k-1] < at) { // it ended inside a piece, whose rest is cut anew
			rest := run[at:bounds[k]]
			var again []int
			for _, s := range c.cut([]byte(rest)) {
				again = append(again, at+s.End())
			}
			bounds = append(again, bounds[k+1:]...)
			k = 0
			for _, b := range bounds {
				isEnd[b] = true
			}
		}
	}
	return out
}
