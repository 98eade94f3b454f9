package export

import (
	"strings"
	"unicode"

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
		b.WriteString("### " + oneLine(a.Kicker) + "\n\n")
	}
	b.WriteString("# " + oneLine(a.Headline) + "\n")
	if a.Subhead != "" {
		b.WriteString("\n## " + oneLine(a.Subhead) + "\n")
	}
	if a.CreditAt == paper.CreditHead && a.CreditLine != "" {
		b.WriteString("\n<!-- credit -->\n" + oneLine(a.CreditLine) + "\n")
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
	text := oneLine(k.Text)
	switch k.Kind {
	case paper.Subheading:
		return "**" + text + "**"
	case paper.Caption:
		return "*" + text + "*"
	case paper.Figure:
		return "![" + text + "](" + k.Media + ")"
	case paper.Item:
		return strings.Repeat("  ", max(k.Level, 1)-1) + "- " + text
	}
	if t := strings.TrimLeftFunc(text, unicode.IsSpace); t != "" && strings.IndexByte(`#-*+=_!<\`, t[0]) >= 0 {
		return `\` + text
	}
	return text
}

// oneLine is s without line breaks, which would end a heading or a block.
func oneLine(s string) string { return breaks.Replace(s) }

var breaks = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ")

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
