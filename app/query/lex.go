package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type kind int

const (
	word kind = iota
	phrase
	open
	shut
	minus
	either
	colon // a field's name with its colon
	unclosed
)

type token struct {
	kind  kind
	text  string
	field Field
	at    int  // byte offset in the line
	glued bool // no blank before it
}

// lex cuts a line into tokens; it cannot fail.
func lex(line string) (out []token) {
	for i := 0; i < len(line); {
		r, size := utf8.DecodeRuneInString(line[i:])
		glued := i > 0 && len(out) > 0 && !endsBlank(line[:i])
		t := token{at: i, glued: glued}
		next := i + size
		switch {
		case isBlank(r):
			i = next
			continue
		case isQuote(r):
			t.kind = phrase
			text, n, ok := quoted(r, line[next:])
			if !ok {
				t.kind = unclosed
			}
			t.text = text
			next += n
		case r == '(' || r == '（':
			t.kind = open
		case r == ')' || r == '）':
			t.kind = shut
		case r == '|' || r == '｜':
			t.kind = either
		case (r == '-' || r == '－' || r == '−') && next < len(line) && !endsBlank(line[:next]) && startsOperand(line[next:]):
			t.kind = minus
		default:
			if f, n := fieldName(line[i:]); n > 0 { // before the word's end is looked for, which may be far
				t.kind, t.field, t.text, next = colon, f, line[i:i+n], i+n
				break
			}
			next = i + wordEnd(line[i:])
			if t.text = line[i:next]; isEither(t.text) {
				t.kind = either
			}
		}
		out = append(out, t)
		i = next
	}
	return out
}

func startsOperand(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return !isBlank(r) && r != ')' && r != '）' && r != '|' && r != '｜'
}

func isBlank(r rune) bool { return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == 0 }

func endsBlank(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return isBlank(r)
}

func isQuote(r rune) bool {
	switch r {
	case '"', '“', '”', '＂', '「', '『':
		return true
	}
	return false
}

func closes(quote, r rune) bool {
	switch quote {
	case '「':
		return r == '」'
	case '『':
		return r == '』'
	}
	return r == '"' || r == '“' || r == '”' || r == '＂'
}

// quoted reads what follows an opening quotation mark, and how many bytes that takes with the
// closing one. 『』 holds any text: a 』 in it is written twice.
func quoted(quote rune, s string) (text string, size int, ok bool) {
	for at := 0; ; {
		n := strings.IndexFunc(s[at:], func(x rune) bool { return closes(quote, x) })
		if n < 0 {
			return s, len(s), false
		}
		at += n
		_, size := utf8.DecodeRuneInString(s[at:])
		if quote != '『' {
			return s[:at], at + size, true
		}
		if !strings.HasPrefix(s[at+size:], "』") {
			return strings.ReplaceAll(s[:at], "』』", "』"), at + size, true
		}
		at += 2 * size
	}
}

func isEither(s string) bool { return s == "或" || s == "OR" || s == "或者" }

// wordEnd is where a run of characters ends: at a blank, a quotation mark, a bracket
// or a bar.
func wordEnd(s string) int {
	for i, r := range s {
		if isBlank(r) || r == '(' || r == '（' || r == ')' || r == '）' || r == '|' || r == '｜' || isQuote(r) {
			return i
		}
	}
	return len(s)
}

// fieldName reads a known field's name with its colon at the start of a word, and how
// many bytes both take; 0 when there is none.
func fieldName(s string) (Field, int) {
	for i, r := range s {
		if r == ':' || r == '：' {
			return fieldNames[strings.ToLower(s[:i])], (i + utf8.RuneLen(r)) * b2i(fieldNames[strings.ToLower(s[:i])] != "")
		}
		if i > 24 {
			break
		}
	}
	return "", 0
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
