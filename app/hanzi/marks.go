package hanzi

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The marks below are those of GB/T 15834 (punctuation) as they stand at the edges
// of printed text, together with the half-width forms that OCR reads them as.
const (
	stops   = "。！？…；：!?;:｡．"
	closers = "”’」』）】》〉〕］｝\"')]"
	openers = "“‘「『（【《〈〔［｛(["
)

// IsStop reports whether a mark ends a sentence or introduces what follows on a
// new line: 。！？… and ；：, also in half width.
func IsStop(r rune) bool { return strings.ContainsRune(stops, r) }

// IsCloser reports whether r closes a quotation or a bracket.
func IsCloser(r rune) bool { return strings.ContainsRune(closers, r) }

// IsOpener reports whether r opens a quotation or a bracket; straight quotes do not say.
func IsOpener(r rune) bool { return strings.ContainsRune(openers, r) }

// EndsSentence reports whether s ends a sentence: its last character, closing
// quotes, brackets and blanks skipped, is 。！？… or what OCR makes of them.
func EndsSentence(s string) bool {
	for len(s) > 0 {
		r, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
		switch {
		case IsCloser(r), unicode.IsSpace(r):
			continue
		case r == '.': // three dots end a sentence, one is a decimal or an abbreviation
			return strings.HasSuffix(s, ".")
		}
		return IsStop(r) && !strings.ContainsRune("；：;:", r)
	}
	return false
}

// EndsBlock reports whether a block of text may end where s ends: after a sentence,
// as [EndsSentence] has it, but also after ； and ：, which end an entry of a list and
// introduce one. Closing quotes and brackets are looked through, and so is a
// bracketed remark after the stop, as 。（完）. Only the end of s matters; it may be
// the tail of a longer text.
func EndsBlock(s string) bool {
	r := []rune(strings.TrimSpace(s))
	for len(r) > 0 {
		last := r[len(r)-1]
		switch {
		case IsStop(last), last == '.' && (isLatin(prev(r)) || IsHan(prev(r))): // OCR reads 。 as . at times
			return true
		case last == '）' || last == ')':
			if IsStop(prev(r)) {
				return true
			}
			open := lastOpen(r)
			if open <= 0 {
				return false
			}
			r = trimBlank(r[:open])
		case IsCloser(last):
			r = r[:len(r)-1]
		default:
			return false
		}
	}
	return false
}

func isLatin(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

func prev(r []rune) rune {
	if len(r) < 2 {
		return 0
	}
	return r[len(r)-2]
}

// lastOpen finds the bracket that the last rune of r closes, or -1.
func lastOpen(r []rune) int {
	depth := 0
	for i := len(r) - 1; i >= 0; i-- {
		switch r[i] {
		case '）', ')':
			depth++
		case '（', '(':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

func trimBlank(r []rune) []rune {
	for len(r) > 0 && (r[len(r)-1] == ' ' || r[len(r)-1] == '\u3000') {
		r = r[:len(r)-1]
	}
	return r
}

// Wide gives the full-width form of a half-width mark that Chinese prints in full
// width: , ; : ? ! ( ). ok is false for every other rune.
func Wide(r rune) (wide rune, ok bool) {
	switch r {
	case ',':
		return '，', true
	case ';':
		return '；', true
	case ':':
		return '：', true
	case '?':
		return '？', true
	case '!':
		return '！', true
	case '(':
		return '（', true
	case ')':
		return '）', true
	}
	return r, false
}

// Narrow gives the ASCII form of a full-width digit or Latin letter. ok is false
// for every other rune, full-width marks included.
func Narrow(r rune) (narrow rune, ok bool) {
	if r >= '０' && r <= '９' || r >= 'Ａ' && r <= 'Ｚ' || r >= 'ａ' && r <= 'ｚ' {
		return r - 0xFEE0, true
	}
	return r, false
}
