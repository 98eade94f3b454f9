package page

import (
	"strconv"
	"strings"
	"unicode"

	"baoge/app/paper"
)

// longestTag bounds the search for the end of a tag, in runes.
const longestTag = 300

// Names of the tags OCR and saved pages leave in text. A tag of another name is text.
// The value tells what it does to the line: 'b' breaks it, 's' parts words, 0 nothing.
var tagNames = map[string]byte{
	"sup": 0, "sub": 0, "b": 0, "i": 0, "u": 0, "s": 0, "em": 0, "strong": 0, "span": 0, "font": 0, "small": 0,
	"big": 0, "mark": 0, "del": 0, "ins": 0, "a": 0, "img": 0, "center": 'b', "br": 'b', "p": 'b', "div": 'b', "hr": 'b',
	"table": 'b', "thead": 'b', "tbody": 'b', "tr": 'b', "ul": 'b', "ol": 'b', "li": 'b', "td": 's', "th": 's',
}

var superscripts = map[rune]rune{'0': '⁰', '1': '¹', '2': '²', '3': '³', '4': '⁴', '5': '⁵', '6': '⁶', '7': '⁷', '8': '⁸', '9': '⁹', '+': '⁺', '-': '⁻', '−': '⁻', 'n': 'ⁿ'}
var subscripts = map[rune]rune{'0': '₀', '1': '₁', '2': '₂', '3': '₃', '4': '₄', '5': '₅', '6': '₆', '7': '₇', '8': '₈', '9': '₉', '+': '₊', '-': '₋', '−': '₋'}

// tag reads a tag or comment at pos. It gives the offset after it, or pos where it
// is text, and whether the line ends there.
func (s *scanner) tag() (end int, ends bool) {
	if strings.HasPrefix(string(s.src[s.pos:min(s.pos+4, len(s.src))]), "<!--") {
		return s.comment(), false
	}
	name, closing, end := tagAt(s.src, s.pos)
	if end == 0 || s.exact {
		return s.pos, false
	}
	if name == "table" && !closing && s.pos >= s.noTable { // it begins a block of its own
		if ok, _ := closesTable(s.src, end); ok && len(s.text) > s.begin {
			return s.pos, true
		}
	}
	if !closing && (name == "sup" || name == "sub") {
		if e := s.raised(name, end); e > 0 {
			return e, false
		}
	}
	s.repair("drop-tag", s.pos, end, "")
	s.markup += paper.Chars(string(s.src[s.pos:end]))
	switch tagNames[name] {
	case 'b':
		return end, true
	case 's':
		s.text = append(s.text, ' ')
		s.at = append(s.at, int32(s.pos))
	}
	return end, false
}

// raised turns <sup>2</sup> into ², the figures only; 0 where there is more inside.
func (s *scanner) raised(name string, inner int) (end int) {
	table := superscripts
	if name == "sub" {
		table = subscripts
	}
	i := inner
	for i < len(s.src) && i < inner+8 && table[s.src[i]] != 0 {
		i++
	}
	if i == inner || i == len(s.src) {
		return 0
	}
	closeName, closing, end := tagAt(s.src, i)
	if end == 0 || !closing || closeName != name {
		return 0
	}
	var out []rune
	for k := inner; k < i; k++ {
		out = append(out, table[s.src[k]])
		s.at = append(s.at, int32(k))
	}
	s.text = append(s.text, out...)
	s.markup += paper.Chars(string(s.src[s.pos:inner])) + paper.Chars(string(s.src[i:end]))
	rule := "superscript"
	if name == "sub" {
		rule = "subscript"
	}
	s.repair(rule, s.pos, end, string(out))
	return end
}

// comment passes a comment; a directive in it is kept for the next line.
func (s *scanner) comment() (end int) {
	if s.noClose {
		return s.pos
	}
	for i := s.pos + 4; i+2 < len(s.src); i++ {
		if s.src[i] == '-' && s.src[i+1] == '-' && s.src[i+2] == '>' {
			s.direct(s.src[s.pos+4 : i])
			s.markup += paper.Chars(string(s.src[s.pos : i+3]))
			return i + 3
		}
	}
	s.noClose = true
	return s.pos
}

// A fact is what exported Markdown says of an article in a comment: <!-- date 2023-07-21 -->.
type fact struct{ name, value string }

// longestDirective bounds the inside of a comment that may say something, in runes.
const longestDirective = 200

func (s *scanner) direct(inner []rune) {
	if len(inner) > longestDirective {
		return
	}
	f := strings.Fields(string(inner))
	if len(f) == 0 {
		return
	}
	if s.exact && len(f) > 1 {
		switch f[0] {
		case "date", "page", "label", "publication", "section":
			_, value, _ := strings.Cut(strings.TrimSpace(string(inner)), f[0])
			s.facts = append(s.facts, fact{f[0], strings.TrimSpace(value)})
			return
		}
	}
	switch d := directive(f[0]); d {
	case "baoge":
		s.exact = true
	case saidKicker, saidHeadline, saidSubhead, saidCredit, saidParagraph, saidSubheading, saidCaption:
		s.said = d
	case saidItem, saidTable:
		s.said, s.level = d, 1
		if d == saidTable && len(f) > 1 && f[1] == "0" {
			s.level = 0
		}
		if len(f) > 1 {
			if n, err := strconv.Atoi(f[1]); err == nil && n > 0 && n < 10 {
				s.level = n
			}
		}
	}
}

func (s *scanner) repair(rule string, from, to int, after string) {
	s.repairs = append(s.repairs, paper.Repair{Rule: rule, Offset: from, Before: string(s.src[from:to]), After: after})
}

// tagAt reads a known tag at src[i] and gives the offset after it, 0 for none.
func tagAt(src []rune, i int) (name string, closing bool, end int) {
	if i >= len(src) || src[i] != '<' {
		return "", false, 0
	}
	j := i + 1
	if j < len(src) && src[j] == '/' {
		closing = true
		j++
	}
	k := j
	for k < len(src) && k < j+8 && (src[k] < unicode.MaxASCII) && (unicode.IsLetter(src[k]) || unicode.IsDigit(src[k])) {
		k++
	}
	name = strings.ToLower(string(src[j:k]))
	if _, known := tagNames[name]; !known {
		return "", false, 0
	}
	for e := k; e < len(src) && e < i+longestTag; e++ {
		switch {
		case src[e] == '>':
			return name, closing, e + 1
		case src[e] == '<' || isBreak(src[e]):
			return "", false, 0
		case e == k && src[e] != ' ' && src[e] != '/':
			return "", false, 0
		}
	}
	return "", false, 0
}
