package typeset

import (
	"strings"
	"unicode"
)

// class sorts characters by how they behave at line edges and beside others (clreq §3.1, table of classes).
type class uint8

const (
	han          class = iota // Han, kana, full-width letters, anything a line may break around
	opening                   // “ （ 《
	closing                   // ” ） 》
	stop                      // 。 ， 、 ： ； ！ ？
	middle                    // · ～ ／: never opens a line
	pair                      // —— ……: never opens a line, never broken
	prefix                    // ￥ №: stays with what follows
	postfix                   // ％ ℃: stays with what precedes
	latin                     // letters, digits and signs of words and numbers
	asciiOpening              // ( [ beside Han
	asciiClosing              // , . ; : ! ? ) ] after Han
	blank
	ignored // controls and other characters without a shape of their own
)

const (
	openings  = "“‘（《〈「『【〔〖［｛｟"
	closings  = "”’）》〉」』】〕〗］｝｠"
	stops     = "。，、：；！？．"
	middles   = "·・‧～／﹏－"
	postfixes = "％‰℃℉°′″"
	prefixes  = "￥＄￡№＃"

	asciiOpenings = "([{"
	asciiClosings = ",.;:!?)]}"
)

// special holds the class of every character that needs one named, below U+10000.
var special = func() map[rune]class {
	m := map[rune]class{'—': pair, '…': pair, '⸺': pair, '⋯': pair, ' ': blank, '\t': blank, '\n': blank, '\r': blank,
		'\u00A0': blank, '\u3000': blank, '\u202F': blank, '\u1680': blank, '\u205F': blank, '\u0085': blank,
		'\u00AD': ignored, '\uFEFF': ignored, '\uFFFC': ignored, '\uFFF9': ignored, '\uFFFA': ignored, '\uFFFB': ignored, '\u061C': ignored, '\u180E': ignored}
	for r := rune(0x2000); r <= 0x200A; r++ {
		m[r] = blank
	}
	for _, s := range []struct {
		of string
		c  class
	}{{openings, opening}, {closings, closing}, {stops, stop}, {middles, middle}, {postfixes, postfix}, {prefixes, prefix}} {
		for _, r := range s.of {
			m[r] = s.c
		}
	}
	return m
}()

// classes is classOf for the characters text is made of, computed once.
var classes = func() *[0x10000]class {
	t := new([0x10000]class)
	for r := range t {
		t[r] = slowClass(rune(r))
	}
	return t
}()

func classOf(r rune) class {
	if uint32(r) < uint32(len(classes)) {
		return classes[r]
	}
	return slowClass(r)
}

func slowClass(r rune) class {
	if c, ok := special[r]; ok {
		return c
	}
	switch {
	case r < 0x20 || r >= 0x7F && r < 0xA0, r >= 0x200B && r <= 0x200F, r >= 0x2028 && r <= 0x202E, r >= 0x2060 && r <= 0x206F,
		r >= 0xD800 && r <= 0xDFFF, r >= 0xE0000 && r <= 0xE0FFF, r >= 0xFE00 && r <= 0xFE0F:
		return ignored
	case r < 0x2000, r >= 0x2010 && r <= 0x2013, r >= 0x2070 && r <= 0x20CF, r == '™', r >= 0x2150 && r <= 0x218F && r < 0x2160,
		r >= 0xA640 && r <= 0xABFF, r >= 0xFB00 && r <= 0xFDFF, r >= 0xFE70 && r < 0xFEFF, r >= 0x1D400 && r <= 0x1D7FF:
		return latin
	}
	return han
}

// zwj joins emoji into one.
const zwj = 0x200D

// attaches reports whether r is drawn with the character before it: combining
// marks, variation selectors, emoji joiners and modifiers.
func attaches(r rune) bool {
	switch {
	case r < 0x300, r >= 0x3100 && r <= 0xA66E:
		return false
	case r == zwj, r >= 0xFE00 && r <= 0xFE0F, r >= 0xE0100 && r <= 0xE01EF, r >= 0x1F3FB && r <= 0x1F3FF:
		return true
	}
	return unicode.In(r, unicode.Mn, unicode.Me)
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isLetter(r rune) bool {
	return r|0x20 >= 'a' && r|0x20 <= 'z' || r >= 0xC0 && r < 0x2E80 && unicode.IsLetter(r)
}

// wantsSpace reports whether clreq's quarter em stands between r, at the edge of
// a Latin word, and a Han character: beside letters, digits and their signs, not beside - or /.
func wantsSpace(r rune) bool {
	return isDigit(r) || isLetter(r) || r >= 0x80 || strings.ContainsRune("%$+&)]}'\"<>=,.;:!?", r)
}

// counts are the characters that belong to the number before them (2.5亿).
const counts = "亿万千百十兆"

// measures are characters a number is better not parted from (2023年, 5名).
const measures = "年月日时分秒元名个人件次户亩吨米岁周届号版辆家期级位条所项株只例余多"
