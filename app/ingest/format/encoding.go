package format

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"baoge/app/hanzi"
)

var (
	utf16le = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	utf16be = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
)

// decode gives the text of bytes in an encoding it finds out. A byte order mark
// settles it; then UTF-8, if it is valid; else the one of the encodings of Chinese
// that decodes every byte and gives the most everyday characters.
// Bytes that decode to nothing are never replaced: the file is refused.
func decode(src []byte) (text, name string, err error) {
	switch {
	case bytes.HasPrefix(src, []byte("\xef\xbb\xbf")):
		src = src[3:]
		if !utf8.Valid(src) {
			return "", "", fmt.Errorf("utf-8, byte %d: %w", 3+badByte(src), ErrEncoding)
		}
		return asText(string(src), "utf-8")
	case bytes.HasPrefix(src, []byte("\xff\xfe")):
		return decodeAs(src[2:], utf16le, "utf-16le")
	case bytes.HasPrefix(src, []byte("\xfe\xff")):
		return decodeAs(src[2:], utf16be, "utf-16be")
	case bytes.IndexByte(src, 0) < 0 && utf8.Valid(src):
		return asText(string(src), "utf-8")
	}
	return guess(src)
}

// A candidate is an encoding a text may be in.
type candidate struct {
	enc  encoding.Encoding
	name string
}

// likeliest is the candidate whose decoding of the head of src has the most everyday
// characters, nil when none makes sense of it.
func likeliest(src []byte, all []candidate) (best *candidate) {
	const head = 1 << 16
	score := 0.0
	for i, c := range all {
		t, err := c.enc.NewDecoder().Bytes(src[:min(len(src), head)])
		if err != nil {
			continue
		}
		if len(src) >= head { // the cut may go through a character
			t = bytes.TrimRight(t, "\ufffd")
		}
		if s := everyday(string(t)); s > score {
			best, score = &all[i], s
		}
	}
	return best
}

// guess tries the encodings without a mark, judging each by the head of the file.
func guess(src []byte) (text, name string, err error) {
	all := []candidate{{simplifiedchinese.GB18030, "gb18030"}, {traditionalchinese.Big5, "big5"}}
	if bytes.IndexByte(src, 0) >= 0 { // no text but UTF-16 holds a zero byte
		all = nil
	}
	if len(src)%2 == 0 {
		all = append(all, candidate{utf16le, "utf-16le"}, candidate{utf16be, "utf-16be"})
	}
	if best := likeliest(src, all); best != nil {
		if text, name, err = decodeAs(src, best.enc, best.name); err == nil {
			return text, name, nil
		}
	}
	if controls(src) {
		return "", "", ErrBinary
	}
	if err == nil {
		err = ErrEncoding
	}
	return "", "", err
}

func decodeAs(src []byte, e encoding.Encoding, name string) (string, string, error) {
	t, err := e.NewDecoder().Bytes(src)
	if err != nil {
		return "", "", fmt.Errorf("%s: %w: %w", name, ErrEncoding, err)
	}
	if i := bytes.Index(t, []byte("\ufffd")); i >= 0 {
		return "", "", fmt.Errorf("%s, after %d characters: %w", name, utf8.RuneCount(t[:i]), ErrEncoding)
	}
	return asText(string(t), name)
}

// asText refuses decoded text that is full of control characters.
func asText(text, name string) (string, string, error) {
	if controls([]byte(text)) {
		return "", "", ErrBinary
	}
	return text, name, nil
}

// controls reports whether bytes hold a zero or more control characters than text
// does: one in two hundred.
func controls(b []byte) bool {
	n := 0
	for _, c := range b {
		switch {
		case c == 0:
			return true
		case c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v', c == 0x7f:
			n++
		}
	}
	return n*200 > len(b)
}

func badByte(src []byte) int {
	i := 0
	for i < len(src) {
		r, n := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return i
}

// everyday gives the share of a text's characters outside ASCII that are among the
// most used of Chinese, its punctuation included; 0 where fewer than a tenth are, or
// one cannot stand in text, as in text of a wrong encoding.
func everyday(s string) float64 {
	all, known := 0, 0
	for _, r := range s {
		switch {
		case r == utf8.RuneError, r == '\ufeff', r&0xfffe == 0xfffe: // nothing, a byte order mark or no character at all
			return 0
		case r < utf8.RuneSelf:
			continue
		case hanzi.IsHan(r):
			if common[r] {
				known++
			}
		case strings.ContainsRune("，。、；：？！（）“”《》「」　·…—‘’", r):
			known++
		}
		all++
	}
	if all == 0 || known*10 < all {
		return 0
	}
	return float64(known) / float64(all)
}

// common holds the characters that make up about two thirds of newspaper text,
// Simplified and Traditional.
var common = func() map[rune]bool {
	m := map[rune]bool{}
	for _, r := range "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规领七海口东导器压志世金增争济思术极交受联什认六共权收证改清己美再采转更单风打白教速花带安场身车例真务具万每目至达走积示议声报完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界林城街市县镇村" +
		"這個國時來們說產後經進電現實體應還關種樣與義機點發會過學對動為從業當見長開問東車馬場報務論議達運農將號戰處隊據導壓爭濟極聯認權證轉單風帶積類離確張節話" {
		m[r] = true
	}
	return m
}()
