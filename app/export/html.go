package export

import (
	"bufio"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html"
	"slices"
	"strings"

	"baoge/app/cite"
	"baoge/app/paper"
	"baoge/app/typeset"
)

// pageStyle is how HTML and EPUB look on screen and on paper; nothing in it leads outside.
//
//go:embed page.css
var pageStyle string

// An htmlWriter writes articles as HTML that is XHTML too, for HTML files and for EPUB.
type htmlWriter struct {
	*bufio.Writer
	o       *Options
	picture func(p picture) (src string, err error) // where a picture's bytes are found
	err     error
}

// htmlFile writes one file that needs no other: pictures and style are in it.
func htmlFile(w *bufio.Writer, articles []*paper.Article, o *Options, next func(i int) error) error {
	h := &htmlWriter{Writer: w, o: o, picture: func(p picture) (string, error) {
		return "data:" + p.kind + ";base64," + base64.StdEncoding.EncodeToString(p.bytes), nil
	}}
	name := title(articles, *o)
	fmt.Fprintf(w, "<!DOCTYPE html>\n<html lang=\"zh-Hans\">\n<head>\n<meta charset=\"utf-8\" />\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n"+
		"<title>%s</title>\n%s<style>\n%s</style>\n</head>\n<body>\n", html.EscapeString(xmlText(name)), facts(articles), pageStyle)
	if len(articles) > 1 {
		fmt.Fprintf(w, "<nav class=\"contents\">\n<p class=\"book\">%s</p>\n<ol>\n", html.EscapeString(xmlText(name)))
		for i, a := range articles {
			fmt.Fprintf(w, "<li><a href=\"#a%d\">%s</a></li>\n", i+1, h.text(headline(a)))
		}
		w.WriteString("</ol>\n</nav>\n")
	}
	for i, a := range articles {
		fmt.Fprintf(w, "<article id=\"a%d\">\n", i+1)
		h.article(a)
		w.WriteString("</article>\n")
		if err := next(i); err != nil {
			return err
		}
	}
	w.WriteString("</body>\n</html>\n")
	return h.err
}

// facts are where and when the articles were printed, as far as it is the same for all:
// import reads them back.
func facts(articles []*paper.Article) string {
	var b strings.Builder
	for _, f := range []struct {
		name string
		of   func(a *paper.Article) string
	}{
		{"date", func(a *paper.Article) string { return a.Date.String() }},
		{"baoge:publication", func(a *paper.Article) string { return a.Publication }},
		{"baoge:page", func(a *paper.Article) string { return a.Page }},
		{"baoge:label", func(a *paper.Article) string { return a.PageLabel }},
		{"baoge:section", func(a *paper.Article) string { return a.Section }},
	} {
		v := f.of(articles[0])
		if v != "" && !slices.ContainsFunc(articles, func(a *paper.Article) bool { return f.of(a) != v }) {
			fmt.Fprintf(&b, "<meta name=\"%s\" content=\"%s\" />\n", f.name, html.EscapeString(xmlText(v)))
		}
	}
	return b.String()
}

// headline is an article's headline, or 无题.
func headline(a *paper.Article) string {
	if a.Headline == "" {
		return untitled
	}
	return a.Headline
}

// xmlText drops what no XML document may hold: control characters and what is no character.
func xmlText(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n':
			return r
		case r < ' ' || r == 0xFFFE || r == 0xFFFF:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

func (h *htmlWriter) text(s string) string { return html.EscapeString(xmlText(s)) }

// line writes a paragraph of a class, where there is text.
func (h *htmlWriter) line(element, class, text string) {
	if text == "" {
		return
	}
	if class != "" {
		class = " class=\"" + class + "\""
	}
	fmt.Fprintf(h, "<%s%s>%s</%[1]s>\n", element, class, h.text(text))
}

// article writes what stands inside the element of one article.
func (h *htmlWriter) article(a *paper.Article) {
	h.WriteString("<header>\n")
	h.line("p", "kicker", a.Kicker)
	h.line("h1", "", headline(a))
	h.line("p", "subhead", a.Subhead)
	if a.CreditAt == paper.CreditHead {
		h.line("p", "credit", a.CreditLine)
	}
	h.WriteString("</header>\n")
	blocks := printed(a)
	for i := 0; i < len(blocks); {
		i += h.block(blocks[i:])
	}
	if src := typeset.SourceLine(a); src != "" && !h.o.NoSourceLine {
		h.line("footer", "source", "（"+src+"）")
	}
	if h.o.Cite != "" {
		h.line("p", "cite", cite.Newspaper(a, h.o.Cite))
	}
}

// block writes the first of the blocks, with those that belong to it, and says how many.
func (h *htmlWriter) block(blocks []paper.Block) int {
	k := blocks[0]
	switch k.Kind {
	case paper.Subheading:
		h.WriteString("<h2>" + h.spans(segments(k)) + "</h2>\n")
	case paper.Caption:
		h.WriteString("<p class=\"caption\">" + h.spans(segments(k)) + "</p>\n")
	case paper.Figure:
		return h.figure(blocks)
	case paper.Table:
		h.table(k)
	case paper.Item:
		return h.items(blocks)
	default:
		h.WriteString("<p>" + h.spans(segments(k)) + "</p>\n")
	}
	return 1
}

// spans writes text with its bold and links.
func (h *htmlWriter) spans(all []segment) string {
	var b strings.Builder
	for _, s := range all {
		t := h.text(s.text)
		if s.bold {
			t = "<strong>" + t + "</strong>"
		}
		if to := address(s.url); to != "" {
			t = "<a href=\"" + h.text(to) + "\">" + t + "</a>"
		}
		b.WriteString(t)
	}
	return b.String()
}

// figure writes a picture with the captions behind it; without its bytes a frame that says so.
func (h *htmlWriter) figure(blocks []paper.Block) int {
	k := blocks[0]
	h.WriteString("<figure>\n")
	if p, ok := h.o.shown(k.Media); ok {
		src, err := h.picture(p)
		if err != nil && h.err == nil {
			h.err = err
		}
		fmt.Fprintf(h, "<img src=\"%s\" alt=\"%s\" />\n", src, h.text(k.Text))
	} else {
		fmt.Fprintf(h, "<p class=\"missing\">%s</p>\n", h.text(orElse(k.Text, "图片缺失")))
	}
	n := 1
	for n < len(blocks) && blocks[n].Kind == paper.Caption {
		n++
	}
	if n > 1 {
		h.WriteString("<figcaption>")
		for i, c := range blocks[1:n] {
			if i > 0 {
				h.WriteString("<br />")
			}
			h.WriteString(h.spans(segments(c)))
		}
		h.WriteString("</figcaption>\n")
	}
	h.WriteString("</figure>\n")
	return n
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// items writes a list; an item's printed number is in its text.
func (h *htmlWriter) items(blocks []paper.Block) int {
	n, depth := 0, 0
	for ; n < len(blocks) && blocks[n].Kind == paper.Item; n++ {
		level := min(max(blocks[n].Level, 1), depth+1) // a list in a list in no list's item is no HTML
		if level <= depth {
			h.WriteString("</li>\n")
		}
		for ; depth > level; depth-- {
			h.WriteString("</ul>\n</li>\n")
		}
		for ; depth < level; depth++ {
			h.WriteString("<ul>\n")
		}
		h.WriteString("<li>" + h.spans(segments(blocks[n])))
	}
	h.WriteString("</li>\n")
	for ; depth > 1; depth-- {
		h.WriteString("</ul>\n</li>\n")
	}
	h.WriteString("</ul>\n")
	return n
}

func (h *htmlWriter) table(k paper.Block) {
	rows := cellSegments(k)
	width := columns(rows)
	h.WriteString("<table>\n")
	for i, row := range rows {
		cell := "td"
		if i < k.Level {
			cell = "th"
		}
		switch {
		case i == 0 && k.Level > 0:
			h.WriteString("<thead>\n")
		case i == k.Level:
			h.WriteString("<tbody>\n")
		}
		h.WriteString("<tr>")
		for c := range width {
			text := ""
			if c < len(row) {
				text = h.spans(row[c])
			}
			h.WriteString("<" + cell + ">" + text + "</" + cell + ">")
		}
		h.WriteString("</tr>\n")
		if i == k.Level-1 || i == len(rows)-1 && i < k.Level {
			h.WriteString("</thead>\n")
		}
	}
	if len(rows) > k.Level {
		h.WriteString("</tbody>\n")
	}
	h.WriteString("</table>\n")
}
