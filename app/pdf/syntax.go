package pdf

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
)

// appendNum writes v in points, rounded to a hundredth: 1/7200 inch, finer than any printer's dot.
func appendNum(b []byte, v float32) []byte {
	n := int64(math.Round(float64(v) * 100))
	if n < 0 {
		b = append(b, '-')
		n = -n
	}
	b = strconv.AppendInt(b, n/100, 10)
	if r := n % 100; r != 0 {
		b = append(b, '.', byte('0'+r/10))
		if r%10 != 0 {
			b = append(b, byte('0'+r%10))
		}
	}
	return b
}

func num(v float32) string { return string(appendNum(nil, v)) }

const hexDigits = "0123456789ABCDEF"

func appendHex16(b []byte, v uint16) []byte {
	return append(b, hexDigits[v>>12], hexDigits[v>>8&15], hexDigits[v>>4&15], hexDigits[v&15])
}

// appendUTF16 writes s as hexadecimal UTF-16BE.
func appendUTF16(b []byte, s string) []byte {
	for _, r := range s {
		if hi, lo := utf16.EncodeRune(r); hi != unicode.ReplacementChar {
			b = appendHex16(appendHex16(b, uint16(hi)), uint16(lo))
		} else {
			b = appendHex16(b, uint16(r))
		}
	}
	return b
}

// textString is a text string object (§7.9.2.2).
func textString(s string) string {
	return string(append(appendUTF16([]byte("<FEFF"), s), '>'))
}

// literal is a byte string object.
func literal(s string) string {
	return "(" + strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`, "\r", `\r`, "\n", `\n`).Replace(s) + ")"
}

// clean takes from s what neither XML 1.0 nor a line of a dialog can hold:
// control characters become blanks, noncharacters go.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == 0xFFFE || r == 0xFFFF || r == 0xFEFF:
			return -1
		case unicode.IsControl(r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.TrimSpace(s)
}

// asciiURI escapes what a URI action's seven-bit string cannot hold (§12.6.4.7).
func asciiURI(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7F {
			b.WriteByte('%')
			b.WriteByte(hexDigits[c>>4])
			b.WriteByte(hexDigits[c&15])
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
