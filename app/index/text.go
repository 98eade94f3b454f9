package index

import (
	"strings"
	"unicode/utf8"

	"baoge/app/hanzi"
	"baoge/app/paper"
)

// foldedArticle is what searching sees of an article: its texts folded, parts
// of one field parted by newlines, which no query contains.
type foldedArticle struct {
	id                   paper.ArticleID
	title, credit, body  string
	names                []string // of the credits
	section, paper, page string
	label                string
	date                 paper.Date
	runes                int // of title, credit and body
}

func foldArticle(a *paper.Article) *foldedArticle {
	f := &foldedArticle{id: a.ID, date: a.Date}
	var title, credit, body []string
	for _, t := range a.Texts() {
		switch t.Part.Field {
		case paper.FieldKicker, paper.FieldHeadline, paper.FieldSubhead:
			title = append(title, t.Text)
		case paper.FieldCredit:
			credit = append(credit, t.Text)
		default:
			body = append(body, t.Text)
		}
	}
	for _, c := range a.Credits {
		credit = append(credit, c.Names...)
		for _, n := range c.Names {
			f.names = append(f.names, strings.TrimSpace(foldLines([]string{n})))
		}
	}
	f.title, f.credit, f.body = foldLines(title), foldLines(credit), foldLines(body)
	f.section, f.paper, f.label = foldLines([]string{a.Section}), foldLines([]string{a.Publication}), foldLines([]string{a.PageLabel})
	f.page = strings.TrimSpace(foldLines([]string{a.Page}))
	f.runes = utf8.RuneCountInString(f.title) + utf8.RuneCountInString(f.credit) + utf8.RuneCountInString(f.body)
	return f
}

func foldLines(texts []string) string { return oneBlank(hanzi.FoldString(strings.Join(texts, "\n"))) }

// oneBlank makes every run of blanks within a line one blank.
func oneBlank(s string) string {
	if !strings.Contains(s, "  ") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	was := false
	for i := range len(s) {
		if s[i] == ' ' && was {
			continue
		}
		was = s[i] == ' '
		b.WriteByte(s[i])
	}
	return b.String()
}

// size is about the memory the article takes, in bytes.
func (f *foldedArticle) size() int {
	return len(f.title) + len(f.credit) + len(f.body) + len(f.section) + len(f.paper) + len(f.label) + 256
}
