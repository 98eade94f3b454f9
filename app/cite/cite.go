// Package cite writes newspaper citations as the Chinese standard for bibliographic
// references has them, GB/T 7714 of 2025 or of 2015:
//
//	丁竹青，马金. 夏季绿植精细化养护[N]. 凯里日报，2023-07-21（2）.
//
// Begin with [Newspaper]; [List] numbers several. The rules, where each comes from and
// what differs between the two editions stand in docs/citations.md. What an article does
// not tell is left out, never guessed. The package knows articles alone: no library, no files.
package cite

import (
	"errors"
	"fmt"
	"strings"

	"baoge/app/paper"
)

// A Style is an edition of the standard.
type Style string

// The editions. The zero Style is read as [GBT2025], which is in force since 2026-07-01.
const (
	GBT2025 Style = "gbt7714-2025"
	GBT2015 Style = "gbt7714-2015"
)

// ErrStyle is returned for a style that is not there; its text names those that are.
var ErrStyle = errors.New("unknown citation style")

// Styles lists the styles in the order a menu shows them.
func Styles() []Style { return []Style{GBT2025, GBT2015} }

// ParseStyle reads a style's name in any case: gbt7714-2025, gbt7714-2015.
func ParseStyle(s string) (Style, error) {
	for _, k := range Styles() {
		if strings.EqualFold(s, string(k)) {
			return k, nil
		}
	}
	return "", fmt.Errorf("%w %q: have %s, %s", ErrStyle, s, GBT2025, GBT2015)
}

// signs are the marks between the parts of an entry. The full stop and the square
// brackets are half-width in both editions.
type signs struct{ comma, colon, open, shut string }

// of 2025, §7: the full stop and the brackets half-width, the others full-width. The
// edition of 2015 leaves the width open; all half-width, with a blank behind, is how
// it is commonly set.
func (s Style) signs() signs {
	if s == GBT2015 {
		return signs{", ", ": ", "(", ")"}
	}
	return signs{"，", "：", "（", "）"}
}

// Newspaper writes the entry of one article, without a number before it.
func Newspaper(a *paper.Article, s Style) string {
	k := s.signs()
	parts := []string{strings.Join(mostAuthors(Authors(a)), k.comma), title(a, k) + "[N]"}
	if t := translators(a); len(t) > 0 && s != GBT2015 {
		parts = append(parts, strings.Join(mostAuthors(t), k.comma)+k.comma+"译")
	}
	parts = append(parts, place(a, k))
	var entry []string
	for _, p := range parts {
		if p != "" {
			entry = append(entry, p)
		}
	}
	return strings.Join(entry, ". ") + "."
}

// List writes the entries of several articles in their order, each with its number
// before it: [1] …. It is what a reference list at the end of a text looks like.
func List(articles []*paper.Article, s Style) []string {
	out := make([]string, len(articles))
	for i, a := range articles {
		out[i] = fmt.Sprintf("[%d] %s", i+1, Newspaper(a, s))
	}
	return out
}

// mostAuthors keeps three names and says 等 for the rest.
func mostAuthors(names []string) []string {
	if len(names) > 3 {
		return append(append([]string{}, names[:3]...), "等")
	}
	return names
}

// title is the headline; a second headline that completes it, printed behind a dash
// (——访…), is other title information and follows a colon.
func title(a *paper.Article, k signs) string {
	t := oneLine(a.Headline)
	if t == "" {
		t = "[无题]"
	}
	sub := oneLine(a.Subhead)
	if s := strings.TrimLeft(sub, "—─-－ "); s != "" && s != sub {
		t += k.colon + s
	}
	return t
}

// place is the paper, the day and the page: 凯里日报，2023-07-21（2）.
func place(a *paper.Article, k signs) string {
	var parts []string
	if p := strings.Trim(oneLine(a.Publication), "《》"); p != "" {
		parts = append(parts, p)
	}
	if a.Date.Known() {
		parts = append(parts, a.Date.String())
	}
	s := strings.Join(parts, k.comma)
	if p := pageNumber(a.Page); p != "" && s != "" { // a page of no paper and no day says nothing
		s += k.open + p + k.shut
	}
	return s
}

// pageNumber is a page's number as the standard writes it: 第2版 is 2, A1 stays.
func pageNumber(s string) string {
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(oneLine(s), "第"), "版"))
}

// oneLine makes every run of white space one blank: the full-width blank that parts
// the lines of a headline too.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
