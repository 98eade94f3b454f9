package typeset

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"baoge/app/paper"
)

// withAddresses adds to a text's links the bare addresses in it: http://…,
// https://…, www.…, and mail addresses. Where one touches a link the article
// marks, the article's stands.
func withAddresses(text string, links []paper.Link) []paper.Link {
	if strings.IndexByte(text, '@') < 0 && !strings.Contains(text, "://") && !strings.Contains(text, "www.") && !strings.Contains(text, "WWW.") {
		return links
	}
	var bare []paper.Link
	runes, at := 0, 0 // runes before byte at
	for from := 0; from < len(text); {
		start, end, target := nextAddress(text, from)
		if target == "" {
			break
		}
		runes += utf8.RuneCountInString(text[at:start])
		n := utf8.RuneCountInString(text[start:end])
		bare = append(bare, paper.Link{Range: paper.Range{Start: runes, End: runes + n}, URL: target})
		runes, at, from = runes+n, end, end
	}
	if len(links) == 0 || len(bare) == 0 {
		return append(bare, links...)
	}
	return merged(links, bare)
}

// merged lays bare addresses between an article's own links.
func merged(own, bare []paper.Link) []paper.Link {
	out := make([]paper.Link, 0, len(own)+len(bare))
	for _, l := range own {
		for len(bare) > 0 && bare[0].End <= l.Start {
			out, bare = append(out, bare[0]), bare[1:]
		}
		for len(bare) > 0 && bare[0].Start < l.End {
			bare = bare[1:]
		}
		out = append(out, l)
	}
	return append(out, bare...)
}

// nextAddress finds the first bare address at or after a byte, and where it leads; "" is none.
func nextAddress(text string, from int) (start, end int, target string) {
	for seen := from; seen < len(text); {
		i := strings.IndexAny(text[seen:], "@:wW")
		if i < 0 {
			return 0, 0, ""
		}
		i += seen
		switch c := text[i]; {
		case c == '@':
			start, end = mailAt(text, from, i)
			target = "mailto:" + text[start:end]
		case c == ':':
			start, end = schemeAt(text, from, i)
			target = text[start:end]
		default:
			start, end = siteAt(text, i)
			target = "http://" + text[start:end]
		}
		if end > start {
			return start, end, target
		}
		seen = i + 1
	}
	return 0, 0, ""
}

// inAddress are the characters of an address besides letters and digits (RFC 3986
// §2), without brackets and quotes, which stand around addresses more often than in them.
const inAddress = "-._~:/?#@!$&*+,;=%"

// endAddress are those of them that may end one: a stop belongs to the sentence.
const endAddress = "-_~/#&=%"

func plain(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' }

// addressEnd is where an address goes to from byte i.
func addressEnd(text string, i int) int {
	n := i
	for n < len(text) && (plain(text[n]) || strings.IndexByte(inAddress, text[n]) >= 0) {
		n++
	}
	for n > i && !plain(text[n-1]) && strings.IndexByte(endAddress, text[n-1]) < 0 {
		n--
	}
	return n
}

// schemeAt is the address whose scheme ends before the colon at i; empty where there is none.
func schemeAt(text string, from, i int) (start, end int) {
	if !strings.HasPrefix(text[i:], "://") {
		return 0, 0
	}
	for _, scheme := range []string{"https", "http"} {
		start = i - len(scheme)
		if start < from || !strings.EqualFold(text[start:i], scheme) {
			continue
		}
		if end = addressEnd(text, i+3); end > i+3 {
			return start, end
		}
	}
	return 0, 0
}

// siteAt is an address that begins with www. at i; empty where there is none.
func siteAt(text string, i int) (start, end int) {
	if len(text) < i+5 || !strings.EqualFold(text[i:i+4], "www.") || !plain(text[i+4]) || i > 0 && plain(text[i-1]) {
		return 0, 0
	}
	return i, addressEnd(text, i+4)
}

// mailAt is the mail address around the @ at i; empty where there is none.
func mailAt(text string, from, i int) (start, end int) {
	start = i
	for start > from && i-start < 64 && (plain(text[start-1]) || strings.IndexByte(".-_+", text[start-1]) >= 0) {
		start--
	}
	end = i + 1
	for end < len(text) && end-i < 254 && (plain(text[end]) || text[end] == '.' || text[end] == '-') {
		end++
	}
	for end > i && !plain(text[end-1]) {
		end--
	}
	domain := text[min(i+1, end):end]
	if start == i || !plain(text[start]) || strings.IndexByte(domain, '.') <= 0 || strings.Contains(domain, "..") {
		return 0, 0
	}
	return start, end
}

// follow returns an address a reader may be led to, or "": only http, https and
// mailto, for what an article names is no one's word.
func follow(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return ""
	}
	switch u.Scheme {
	case "http", "https":
		if u.Host == "" {
			return ""
		}
	case "mailto":
	default:
		return ""
	}
	return strings.TrimSpace(address)
}
