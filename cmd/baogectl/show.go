package main

import (
	"baoge/app/export"
	"baoge/app/library"
	"baoge/app/paper"
)

type showCommand struct {
	ID paper.ArticleID `arg:"" help:"文章编号，见 list。"`
}

// Run shows one article.
func (c *showCommand) Run(d *desk) error {
	return d.reading(func(l *library.Library) error {
		a, err := l.Article(d.ctx, c.ID)
		if err != nil {
			return err
		}
		if d.json {
			src, err := l.Source(d.ctx, c.ID)
			if err != nil {
				return err
			}
			return d.document(export.Show(a, export.Source{Path: src.Path, SHA256: src.SHA256}))
		}
		_, err = export.Write(d.ctx, d.out, []*paper.Article{a}, export.Text, export.Options{})
		return err
	})
}
