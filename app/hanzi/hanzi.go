// Package hanzi holds what is true of Chinese text whatever program reads it: how
// characters are folded so that Traditional and Simplified, full and half width,
// upper and lower case find each other; where words begin and end; what is a Han
// character. It reads no files and knows nothing of newspapers or indexes.
//
// [Fold] and [FoldString] need nothing and may be called from any goroutine. Words
// need a [Cutter], whose dictionary [Load] brings up once per process, in the
// background: a window never waits for it.
package hanzi

import (
	"unicode"
	"unicode/utf8"
)

// IsHan reports whether r is a Han character, 〇 and 々 included.
func IsHan(r rune) bool {
	switch {
	case r >= 0x4E00 && r <= 0x9FFF, r >= 0x3400 && r <= 0x4DBF, r == '〇', r == '々':
		return true
	case r < 0xF900:
		return false
	}
	return r <= 0xFAFF || r >= 0x20000 && r <= 0x323AF
}

// A class tells which characters run on in one word.
type class uint8

const (
	other class = iota // punctuation, signs
	blank
	han
	latin // letters of any script that is written with blanks
	digit
)

func classOf(r rune) class {
	switch {
	case IsHan(r):
		return han
	case r < utf8.RuneSelf:
		switch {
		case r >= '0' && r <= '9':
			return digit
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
			return latin
		case r == ' ' || r >= '\t' && r <= '\r':
			return blank
		}
		return other
	case unicode.IsDigit(r):
		return digit
	case unicode.IsLetter(r), unicode.IsMark(r):
		return latin
	case unicode.IsSpace(r):
		return blank
	}
	return other
}
