package index

import (
	"strings"
	"unicode/utf8"

	"baoge/app/hanzi"

	"github.com/RoaringBitmap/roaring/v2"
)

// coverRunes bounds the text that is narrowed down by terms; the rest of a longer one
// is only looked for in the stored text.
const coverRunes = 128

// cover lists terms that every text with the given one in it has.
func cover(c *hanzi.Cutter, field, text string, boundStart, boundEnd bool) []term {
	if n := coverPrefix(text); n < len(text) {
		text, boundEnd = text[:n], false
	}
	var words []string
	c.Inner(text, func(w string) { words = append(words, w) })
	var out []term
	seen := map[term]bool{}
	add := func(field, t string) {
		if k := (term{field, t}); !seen[k] {
			seen[k] = true
			out = append(out, k)
		}
	}
	eachPair(text, func(pair string) { words = append(words, pair) })
	covered := map[rune]bool{}
	for _, w := range words {
		if !insideAnother(w, words) {
			add(field, w)
			for _, r := range w {
				covered[r] = true
			}
		}
	}
	at := 0
	eachUnit(text, func(s string, alnum bool) {
		at += strings.Index(text[at:], s)
		end := at + len(s)
		switch {
		case !alnum:
			if r, _ := utf8.DecodeRuneInString(s); !covered[r] {
				add(field, s)
			}
		case (at > 0 || boundStart) && len(s) > maxRun: // of which the index has so much
			add(field, s[:pieces(s)[1]])
		case (at > 0 || boundStart) && (end < len(text) || boundEnd) && len(pieces(s)) <= 4:
			add(field, s)
		case utf8.RuneCountInString(s) == 1:
			add(fieldPart, s)
		default:
			eachPart(s, func(p string) {
				if utf8.RuneCountInString(p) > 1 {
					add(fieldPart, p)
				}
			})
		}
		at = end
	})
	return out
}

// coverPrefix is the length in bytes of what is narrowed down by terms, which ends inside no run
// of letters and digits that makes terms.
func coverPrefix(text string) int {
	n := runePrefix(text, coverRunes)
	for end := n + 2*maxRun; 0 < n && n < min(len(text), end); {
		before, _ := utf8.DecodeLastRuneInString(text[:n])
		r, size := utf8.DecodeRuneInString(text[n:])
		if !isAlnum(before) || !isAlnum(r) {
			break
		}
		n += size
	}
	return n
}

// asLong leaves out the articles that are shorter than so many runes.
func (s *segView) asLong(in *roaring.Bitmap, runes int) *roaring.Bitmap {
	out := roaring.New()
	eachNumber(in, func(n uint32) {
		if int(n) < s.n && classLength(s.col.length[n]+1) > runes {
			out.Add(n)
		}
	})
	return out
}

func insideAnother(w string, words []string) bool {
	for _, x := range words {
		if len(x) > len(w) && strings.Contains(x, w) {
			return true
		}
	}
	return false
}
