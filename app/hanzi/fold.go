package hanzi

import (
	"strings"
	"sync"
	"unicode/utf8"

	"baoge/assets/dict"
)

// Folded is a text made ready for comparison, with the way back to where it came from.
type Folded struct {
	Text []rune
	// At[i] is the offset, in runes of the text that was folded, of the character
	// that Text[i] comes from; At[len(Text)] is the length of that text in runes.
	At []int32
}

// Span turns the half-open range of folded runes [i, j), i < j, into a half-open
// range of runes of the text that was folded. A character folded to several
// (㎡ → m2) is taken whole.
func (f Folded) Span(i, j int) (start, end int) {
	return int(f.At[i]), int(f.At[j-1]) + 1
}

// Fold makes s comparable: compatibility forms as in NFKC (full and half width,
// superscripts, circled digits, ㎡), lower case, Traditional to Simplified character
// by character after OpenCC's table, one form of each quotation mark, hyphen and
// middle dot, one kind of blank; invisible characters go. Folding twice equals
// folding once. Invalid UTF-8 becomes U+FFFD, one a byte.
func Fold(s string) Folded {
	t := folding()
	f := Folded{Text: make([]rune, 0, len(s)/2+1), At: make([]int32, 0, len(s)/2+2)}
	at := int32(0)
	for _, r := range s {
		switch to := t.at(r); {
		case to == 0:
			f.Text, f.At = append(f.Text, r), append(f.At, at)
		case to < severals:
			f.Text, f.At = append(f.Text, rune(to)), append(f.At, at)
		default:
			for _, x := range t.several[to-severals] {
				f.Text, f.At = append(f.Text, x), append(f.At, at)
			}
		}
		at++
	}
	f.At = append(f.At, at)
	return f
}

// FoldString folds as [Fold] does, without the way back.
func FoldString(s string) string {
	t := folding()
	var b []byte
	done := 0 // bytes of s already in b; nothing is copied while nothing changes
	for i := 0; i < len(s); {
		var r rune
		size := 1
		if c := s[i]; c < utf8.RuneSelf {
			r = rune(c)
		} else {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		to := t.at(r)
		if to != 0 || r == utf8.RuneError && size == 1 {
			if b == nil {
				b = make([]byte, 0, len(s)+len(s)/16+8)
			}
			b = append(b, s[done:i]...)
			switch {
			case to == 0:
				b = utf8.AppendRune(b, r)
			case to < severals:
				b = utf8.AppendRune(b, rune(to))
			default:
				b = append(b, t.severalText[to-severals]...)
			}
			done = i + size
		}
		i += size
	}
	if b == nil {
		return s
	}
	return string(append(b, s[done:]...))
}

// A foldTable maps a character to 0 (itself), to one character, or — from severals
// on — to an entry of several. Pages of 256 characters that map to themselves share nil.
type foldTable struct {
	pages       [0x110000 >> 8]*[256]uint32
	several     [][]rune
	severalText []string
}

const severals = 0x200000

func (t *foldTable) at(r rune) uint32 {
	p := t.pages[uint32(r)>>8]
	if p == nil {
		return 0
	}
	return p[r&0xFF]
}

// folding reads the table at first use, which takes about two milliseconds.
var folding = sync.OnceValue(func() *foldTable {
	t := new(foldTable)
	for line := range strings.Lines(dict.Fold) {
		line = strings.TrimSuffix(line, "\n")
		r, size := utf8.DecodeRuneInString(line)
		to := []rune(line[size:])
		p := t.pages[r>>8]
		if p == nil {
			p = new([256]uint32)
			t.pages[r>>8] = p
		}
		if len(to) == 1 && to[0] != 0 {
			p[r&0xFF] = uint32(to[0])
			continue
		}
		p[r&0xFF] = severals + uint32(len(t.several))
		t.several = append(t.several, to)
		t.severalText = append(t.severalText, string(to))
	}
	return t
})
