package archive

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"baoge/app/paper"
)

// unknownDay and unknownPage sort after everything known.
const (
	unknownDay  = 99999999
	unknownPage = "\U0010FFFF"
)

var idAlphabet = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// newID makes an article's ID: 80 bits of a SHA-256 over what identifies it. The kinds
// are kept apart, so that no row can be made to look like a page.
func newID(kind string, parts ...string) paper.ArticleID {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n", kind)
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return paper.ArticleID(idAlphabet.EncodeToString(h.Sum(nil)[:10]))
}

func pageArticleID(sha string, ordinal int) paper.ArticleID {
	return newID("page", sha, strconv.Itoa(ordinal))
}

func rowArticleID(a *paper.Article, raw []byte) paper.ArticleID {
	if a.ExternalID != "" {
		return newID("row", a.Publication, a.ExternalID)
	}
	return newID("bytes", string(raw))
}

func dayOf(d paper.Date) int {
	if !d.Known() {
		return unknownDay
	}
	return d.Year*10000 + int(d.Month)*100 + d.Day
}

func dateOf(day int) paper.Date {
	if day == unknownDay {
		return paper.Date{}
	}
	return paper.Date{Year: day / 10000, Month: time.Month(day / 100 % 100), Day: day % 100}
}

// pageKey makes page numbers sort as people count them: 2, 10, A1, A2, A10.
func pageKey(page string) string {
	if page == "" {
		return unknownPage
	}
	var b strings.Builder
	for rest := strings.ToUpper(page); rest != ""; {
		n := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
		if n < 0 {
			n = len(rest)
		}
		if n > 0 {
			digits := strings.TrimLeft(rest[:n], "0")
			b.WriteString(strings.Repeat("0", max(0, 8-len(digits))))
			b.WriteString(digits)
			rest = rest[n:]
			continue
		}
		m := strings.IndexAny(rest, "0123456789")
		if m < 0 {
			m = len(rest)
		}
		b.WriteString(rest[:m])
		rest = rest[m:]
	}
	return b.String()
}

func encodeCredits(cs []paper.Credit) string {
	if len(cs) == 0 {
		return ""
	}
	return toJSON(cs)
}

func decodeCredits(s string) ([]paper.Credit, error) {
	if s == "" {
		return nil, nil
	}
	var cs []paper.Credit
	err := json.Unmarshal([]byte(s), &cs)
	return cs, err
}

// toJSON writes strings and structs of strings, which cannot fail; characters stay readable.
func toJSON(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// listJSON is toJSON of a list that may be nil.
func listJSON[T any](list []T) string {
	if len(list) == 0 {
		return "[]"
	}
	return toJSON(list)
}

// fromJSON reads what toJSON wrote.
func fromJSON(text string, into any) error {
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return nil
}

// openingRunes is how much of the body a list row may show: two lines of a wide list.
const openingRunes = 120

func opening(a *paper.Article) string {
	var b strings.Builder
	b.WriteString(a.Lead())
	n := 0
	for _, k := range a.Blocks {
		if k.Kind == paper.Caption || k.Kind == paper.Figure {
			continue
		}
		b.WriteString(k.Text)
		if n = b.Len(); n > 4*openingRunes {
			break
		}
	}
	runes := []rune(b.String())
	return string(runes[:min(len(runes), openingRunes)])
}

// A record is an article in the form it is stored in.
type record struct {
	article *paper.Article
	blocks  string
	credits string
	hash    []byte // 16 bytes
}

func newRecord(a *paper.Article) (record, error) {
	blocks, err := encodeBlocks(a.Blocks)
	if err != nil {
		return record{}, err
	}
	r := record{article: a, blocks: blocks, credits: encodeCredits(a.Credits)}
	h := sha256.New()
	for _, s := range []string{a.ExternalID, a.Kicker, a.Headline, a.Subhead, a.Dateline, a.CreditLine, string(a.CreditAt),
		a.Section, a.Publication, a.Date.String(), a.Page, a.PageLabel, r.credits, r.blocks} {
		fmt.Fprintf(h, "%d:", len(s))
		h.Write([]byte(s))
	}
	r.hash = h.Sum(nil)[:16]
	return r, nil
}

func (r record) figures() int {
	n := 0
	for _, b := range r.article.Blocks {
		if b.Kind == paper.Caption || b.Kind == paper.Figure {
			n++
		}
	}
	return n
}

func sum(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}
