package main

import (
	"bufio"
	"fmt"
	"strings"

	"baoge/app/cite"
	"baoge/app/library"
	"baoge/app/paper"
)

type citeCommand struct {
	IDs   []paper.ArticleID `arg:"" name:"id" help:"文章编号，见 list；多篇写成编了号的参考文献表。"`
	Style string            `enum:"gbt7714-2025,gbt7714-2015" default:"gbt7714-2025" placeholder:"gbt7714-2025|gbt7714-2015" help:"著录格式：GB/T 7714—2025（默认）或 2015。"`
}

type citeDocument struct {
	Style     cite.Style      `json:"style"`
	Citations []citedDocument `json:"citations"`
}

type citedDocument struct {
	ID   paper.ArticleID `json:"id"`
	Text string          `json:"text"`
}

// Run cites articles.
func (c *citeCommand) Run(d *desk) error {
	style, err := cite.ParseStyle(c.Style)
	if err != nil {
		return err
	}
	return d.reading(func(l *library.Library) error {
		articles, err := l.Articles(d.ctx, c.IDs)
		if err != nil {
			return err
		}
		if d.json {
			doc := citeDocument{style, make([]citedDocument, len(articles))}
			for i, a := range articles {
				doc.Citations[i] = citedDocument{a.ID, cite.Newspaper(a, style)}
			}
			return d.document(doc)
		}
		lines := cite.List(articles, style)
		if len(articles) == 1 {
			lines = []string{cite.Newspaper(articles[0], style)}
		}
		return d.print(func(w *bufio.Writer) { fmt.Fprintln(w, strings.Join(lines, "\n")) })
	})
}
