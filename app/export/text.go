package export

import (
	"strings"

	"baoge/app/cite"
	"baoge/app/paper"
	"baoge/app/typeset"
)

// plain writes an article as it was printed: heading lines, credit, paragraphs
// opened by two full-width blanks, a line saying where it stood.
func plain(a *paper.Article, o Options) string {
	var b strings.Builder
	line := func(s string) {
		if s != "" {
			b.WriteString(s + "\n")
		}
	}
	line(a.Kicker)
	line(a.Headline)
	line(a.Subhead)
	if a.CreditAt == paper.CreditHead {
		line(a.CreditLine)
	}
	if blocks := printed(a); len(blocks) > 0 {
		b.WriteByte('\n')
		for _, k := range blocks {
			line(plainBlock(k))
		}
	}
	if src := typeset.SourceLine(a); src != "" && !o.NoSourceLine {
		b.WriteString("\n（" + src + "）\n")
	}
	if o.Cite != "" {
		b.WriteString("\n" + cite.Newspaper(a, o.Cite) + "\n")
	}
	return b.String()
}

func plainBlock(k paper.Block) string {
	switch k.Kind {
	case paper.Item:
		return strings.Repeat("　　", max(k.Level, 1)) + k.Text
	case paper.Subheading, paper.Caption:
		return k.Text
	case paper.Table:
		return trimLast(k.Text)
	case paper.Figure:
		return "［图：" + orElse(k.Text, "无说明") + "］"
	}
	return "　　" + k.Text
}
