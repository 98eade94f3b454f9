package page

import (
	"sort"
	"strings"
	"unicode/utf8"

	"baoge/app/hanzi"
	"baoge/app/paper"
)

// A mark is a stretch of the source that is set in bold or leads elsewhere.
type mark struct {
	from, to int32  // runes of the source, markup not within
	url      string // "" for bold
}

// escapable are the signs that a backslash keeps from being markup.
const escapable = `*[]|!\`

// inline takes the markup inside a line off at pos: **bold**, [words](address), a
// backslash before a sign. It gives how many runes it passed, 0 where none begins.
func (s *scanner) inline(end int) int {
	rest := s.src[s.pos:end]
	switch {
	case rest[0] == '*' && len(rest) > 1 && rest[1] == '*':
		return s.bold(rest)
	case rest[0] == '[':
		return s.link(rest)
	case rest[0] == ']' && s.linkEnd > 0 && s.pos == s.linkAt:
		n := s.linkEnd - s.pos
		s.linkEnd = 0
		s.marked(n)
		return n
	case rest[0] == '\\' && len(rest) > 1 && strings.ContainsRune(escapable, rest[1]):
		s.markup++
		s.text = append(s.text, rest[1])
		s.at = append(s.at, int32(s.pos+1))
		return 2
	}
	return 0
}

// bold opens or closes **…**. What opens must close in the same line, with text between.
func (s *scanner) bold(rest []rune) int {
	if s.boldEnd > 0 {
		if s.pos != s.boldEnd {
			return 0
		}
		s.boldEnd = 0
		s.markup += 2
		return 2
	}
	if s.pos < s.noBold || len(rest) < 5 || isSpace(rest[2]) || rest[2] == '*' {
		return 0
	}
	for i := 2; i+1 < len(rest); i++ {
		switch {
		case rest[i] == '\\':
			i++
		case i > 2 && rest[i] == '*' && rest[i+1] == '*':
			for i+2 < len(rest) && rest[i+2] == '*' && rest[i-1] != '*' { // ***: the last two close
				i++
			}
			if isSpace(rest[i-1]) {
				continue
			}
			s.boldEnd = s.pos + i
			s.marks = append(s.marks, mark{from: int32(s.pos + 2), to: int32(s.pos + i)})
			s.markup += 2
			return 2
		}
	}
	s.noBold = s.pos + len(rest)
	return 0
}

// longestAddress bounds the address of a link, and the words over it, in runes.
const longestAddress = 2000

// link opens [words](address), where the address is one: no Han, no blank.
func (s *scanner) link(rest []rune) int {
	picture := s.pos > 0 && s.src[s.pos-1] == '!' && (s.pos == 1 || s.src[s.pos-2] != '\\')
	if s.linkEnd > 0 || s.pos < s.noLink || picture {
		return 0
	}
	rest = rest[:min(len(rest), longestAddress)]
	shut := 0
	for i := 1; i+1 < len(rest) && shut == 0; i++ {
		switch {
		case rest[i] == '\\':
			i++
		case rest[i] == '[':
			return 0
		case rest[i] == ']':
			if rest[i+1] != '(' {
				return 0
			}
			shut = i
		}
	}
	if shut <= 1 {
		if shut == 0 { // no ] farther on either
			s.noLink = s.pos + len(rest)
		}
		return 0
	}
	end := shut + 2
	for depth := 0; end < len(rest) && (rest[end] != ')' || depth > 0); end++ {
		switch r := rest[end]; {
		case isSpace(r) || hanzi.IsHan(r) || r == '[' || r == ']' || r == '<':
			return 0
		case r == '(':
			depth++
		case r == ')':
			depth--
		}
	}
	url := string(rest[min(shut+2, len(rest)):end])
	if end == len(rest) || !strings.ContainsAny(url, "./#:") {
		return 0
	}
	s.linkAt, s.linkEnd = s.pos+shut, s.pos+end+1
	if isAbsolute(url) {
		s.marks = append(s.marks, mark{int32(s.pos + 1), int32(s.pos + shut), url})
	}
	s.markup++
	return 1
}

// isAbsolute tells the addresses a link may keep.
func isAbsolute(url string) bool {
	for _, p := range [...]string{"http://", "https://", "mailto:"} {
		if len(url) > len(p) && strings.EqualFold(url[:len(p)], p) {
			return true
		}
	}
	return false
}

// marked counts n runes from pos as markup.
func (s *scanner) marked(n int) {
	s.markup += paper.Chars(string(s.src[s.pos : s.pos+n]))
}

// styles gives a block the bold stretches and links that lie in its text, nil for none; at says
// where each rune of it stands in the source.
func (p *parser) styles(b *paper.Block, at []int32) {
	if len(p.marks) == 0 || len(at) == 0 {
		return
	}
	text := []rune(b.Text)
	first := sort.Search(len(p.marks), func(i int) bool { return p.marks[i].to > at[0] })
	for _, m := range p.marks[first:] {
		if m.from > at[len(at)-1] {
			break
		}
		i := sort.Search(len(at), func(i int) bool { return at[i] >= m.from })
		j := sort.Search(len(at), func(i int) bool { return at[i] >= m.to })
		r := trimRange(text, paper.Range{Start: i, End: j})
		switch {
		case r.Start >= r.End:
		case m.url != "":
			b.Links = append(b.Links, paper.Link{Range: r, URL: m.url})
		case len(b.Bold) > 0 && b.Bold[len(b.Bold)-1].End == r.Start:
			b.Bold[len(b.Bold)-1].End = r.End
		default:
			b.Bold = append(b.Bold, r)
		}
	}
}

// trimRange takes blanks off the ends of a range.
func trimRange(text []rune, r paper.Range) paper.Range {
	for r.Start < r.End && isSpace(text[r.Start]) {
		r.Start++
	}
	for r.End > r.Start && isSpace(text[r.End-1]) {
		r.End--
	}
	return r
}

func runes(s string) int { return utf8.RuneCountInString(s) }
