package main

import (
	"baoge/app/export"
	"baoge/app/library"
	"baoge/app/paper"
)

type showCommand struct {
	ID paper.ArticleID `arg:"" help:"文章编号，见 list。"`
}

// shownArticle is the JSON document: the article, and whether it is withdrawn.
type shownArticle struct {
	export.Shown
	Withdrawn bool   `json:"withdrawn"`
	Reason    string `json:"withdrawn_reason"`
}

// Run shows one article.
func (c *showCommand) Run(d *desk) error {
	return d.reading(func(l *library.Library) error {
		a, err := l.Article(d.ctx, c.ID)
		if err != nil {
			return err
		}
		reason, withdrawn, err := l.Withdrawal(d.ctx, c.ID)
		if err != nil {
			return err
		}
		if withdrawn {
			d.say("这篇文章已撤稿：%s", reason)
		}
		if d.json {
			src, err := l.Source(d.ctx, c.ID)
			if err != nil {
				return err
			}
			return d.document(shownArticle{export.Show(a, export.Source{Path: src.Path, SHA256: src.SHA256}), withdrawn, reason})
		}
		_, err = export.Write(d.ctx, d.out, []*paper.Article{a}, export.Text, export.Options{})
		return err
	})
}
