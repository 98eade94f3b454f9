package export

import (
	"fmt"
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
func markdown(a *paper.Article, o *Options) string {
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
		b.WriteString(markdownBlock(k, o) + "\n")
	}
	return b.String()
}

func markdownBlock(k paper.Block, o *Options) string {
	switch k.Kind {
	case paper.Subheading:
		return "**" + signs.Replace(oneLine(k.Text)) + "**"
	case paper.Caption:
		return "*" + markdownText(paper.Block{Text: k.Text, Links: k.Links}) + "*"
	case paper.Figure:
		return "![" + signs.Replace(oneLine(k.Text)) + "](" + o.mediaPath(k.Media) + ")"
	case paper.Table:
		return markdownTable(k)
	case paper.Item:
		return strings.Repeat("  ", max(k.Level, 1)-1) + "- " + markdownText(k)
	}
	text := markdownText(k)
	if t := strings.TrimLeftFunc(k.Text, unicode.IsSpace); t != "" && strings.IndexByte(`#-+=_!<`, t[0]) >= 0 {
		text = `\` + strings.TrimLeftFunc(text, unicode.IsSpace)
	}
	if strings.HasPrefix(text, "**") && strings.HasSuffix(text, "**") { // a line wholly bold is a subheading
		text = "<!-- paragraph -->\n" + text
	}
	return text
}

// mediaPath is a picture's place beside the Markdown file.
func (o *Options) mediaPath(media string) string {
	p, ok := o.original(media)
	if !ok {
		return mediaFolder + "/" + media
	}
	return mediaFolder + "/" + media + p.suffix()
}

// mediaFolder holds a Markdown file's pictures, named by their SHA-256.
const mediaFolder = "media"

// markdownText is a block's text with its bold and links.
func markdownText(k paper.Block) string {
	if len(k.Bold)+len(k.Links) == 0 {
		k.Text = oneLine(k.Text)
	}
	k.Text = oneLineRunes(k.Text)
	return markdownSpans(segments(k))
}

func markdownSpans(spans []segment) string {
	var b strings.Builder
	for i := 0; i < len(spans); {
		url, j := spans[i].url, i
		for j < len(spans) && spans[j].url == url {
			j++
		}
		if url != "" {
			b.WriteByte('[')
		}
		for _, s := range spans[i:j] {
			text := signs.Replace(s.text)
			if t, ok := strings.CutSuffix(text, "!"); ok { // ![ would begin a picture
				text = t + `\!`
			}
			if s.bold {
				text = "**" + text + "**"
			}
			b.WriteString(text)
		}
		if url != "" {
			b.WriteString("](" + url + ")")
		}
		i = j
	}
	return b.String()
}

// signs keeps signs of the text from being markup.
var signs = strings.NewReplacer(`\`, `\\`, "*", `\*`, "[", `\[`, "]", `\]`, "|", `\|`)

// markdownTable is a pipe table. Its heading is one row; another number of heading rows
// stands in a comment before it, and a table without any has an empty first row.
func markdownTable(k paper.Block) string {
	rows := cellSegments(k)
	n := columns(rows)
	var b strings.Builder
	line := func(cell func(i int) string) {
		b.WriteByte('|')
		for i := range n {
			b.WriteString(" " + cell(i) + " |")
		}
		b.WriteByte('\n')
	}
	if k.Level != 1 {
		fmt.Fprintf(&b, "<!-- table %d -->\n", k.Level)
	}
	rule := func(int) string { return "---" }
	if k.Level == 0 {
		line(func(int) string { return "" })
		line(rule)
	}
	for r, row := range rows {
		line(func(i int) string {
			if i >= len(row) {
				return ""
			}
			return markdownSpans(row[i])
		})
		if r == 0 && k.Level > 0 {
			line(rule)
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// oneLineRunes is oneLine that leaves every rune in its place.
func oneLineRunes(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' {
			return ' '
		}
		return r
	}, s)
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
			blocks[i] = shifted(blocks[i], lead)
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
