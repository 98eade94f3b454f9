package export

import (
	"strings"

	"baoge/app/paper"
)

// markdownHead opens a Markdown file: the importer then reads each line as it
// stands, without the guesses and repairs a page from elsewhere needs.
const markdownHead = "<!-- baoge -->\n\n"

// markdown writes an article so that importing it again gives the same article:
// the headline is the shallowest heading, the kicker a deeper one before it, the
// subhead a deeper one after it; subheadings are strong and captions emphasised
// lines, so that neither is told by its place. Date, page and what else no line of
// the text says stand in comments before it.
func markdown(a *paper.Article) string {
	var b strings.Builder
	for _, f := range [][2]string{{"date", a.Date.String()}, {"page", a.Page}, {"label", a.PageLabel}, {"publication", a.Publication}, {"section", a.Section}} {
		if v := strings.TrimSpace(f[1]); v != "" && !strings.Contains(v, "--") && !strings.ContainsAny(v, "\r\n") { // no comment could hold it
			b.WriteString("<!-- " + f[0] + " " + v + " -->\n")
		}
	}
	if b.Len() > 0 {
		b.WriteString("\n")
	}
	if a.Kicker != "" {
		b.WriteString("### " + a.Kicker + "\n\n")
	}
	b.WriteString("# " + a.Headline + "\n")
	if a.Subhead != "" {
		b.WriteString("\n## " + a.Subhead + "\n")
	}
	if a.CreditAt == paper.CreditHead && a.CreditLine != "" {
		b.WriteString("\n<!-- credit -->\n" + a.CreditLine + "\n")
	}
	blocks := printed(a)
	for i, k := range blocks {
		if i == 0 || k.Kind != paper.Item || blocks[i-1].Kind != paper.Item {
			b.WriteByte('\n')
		}
		b.WriteString(markdownBlock(k) + "\n")
	}
	return b.String()
}

func markdownBlock(k paper.Block) string {
	switch k.Kind {
	case paper.Subheading:
		return "**" + k.Text + "**"
	case paper.Caption:
		return "*" + k.Text + "*"
	case paper.Figure:
		return "![" + k.Text + "](" + k.Media + ")"
	case paper.Item:
		return strings.Repeat("  ", max(k.Level, 1)-1) + "- " + k.Text
	}
	if strings.ContainsAny(first(k.Text), `#-*+!<\`) {
		return `\` + k.Text
	}
	return k.Text
}

// first is the first character of s.
func first(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}

// printed returns the blocks with dateline and credit set back where they were
// printed: before the text of the first paragraph, after the last block.
func printed(a *paper.Article) []paper.Block {
	blocks := append([]paper.Block(nil), a.Blocks...)
	if lead := a.Lead(); lead != "" {
		if i := leadBlock(blocks); i >= 0 {
			blocks[i].Text = lead + blocks[i].Text
		} else {
			blocks = append([]paper.Block{{Kind: paper.Paragraph, Text: lead}}, blocks...)
		}
	}
	if a.CreditAt == paper.CreditEnd && a.CreditLine != "" {
		n := len(blocks)
		if n > 0 && (blocks[n-1].Kind == paper.Paragraph || blocks[n-1].Kind == paper.Item) {
			blocks[n-1].Text += a.CreditLine
		} else {
			blocks = append(blocks, paper.Block{Kind: paper.Paragraph, Text: a.CreditLine})
		}
	}
	return blocks
}

// leadBlock is the index of the first paragraph, or -1.
func leadBlock(blocks []paper.Block) int {
	for i, k := range blocks {
		if k.Kind == paper.Paragraph {
			return i
		}
	}
	return -1
}
