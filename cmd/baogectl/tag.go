package main

import (
	"bufio"
	"fmt"
	"strings"
	"time"

	"baoge/app/library"
	"baoge/app/paper"
)

type tagCommand struct {
	Set  tagSet  `cmd:"" default:"withargs" help:"给文章加标签、去标签；都不写则显示它们的标签。"`
	List tagList `cmd:"" help:"列出标签和各有几篇；文章见 baogectl list --tag。"`
}

type tagSet struct {
	IDs    []paper.ArticleID `arg:"" name:"id" help:"文章编号，见 list。"`
	Add    []string          `placeholder:"TAG" sep:"none" help:"加上的标签，可写几次；“星标”是加星。"`
	Remove []string          `placeholder:"TAG" sep:"none" help:"去掉的标签，可写几次。"`
}

type taggedArticle struct {
	ID   paper.ArticleID `json:"id"`
	Tags []string        `json:"tags"`
}

// Run gives tags to articles and takes them away.
func (c *tagSet) Run(d *desk) error {
	return d.own(func(l *library.Library) error {
		if _, err := l.Tag(d.ctx, c.IDs, c.Add, c.Remove); err != nil {
			return err
		}
		tags, err := l.TagsOf(d.ctx, c.IDs)
		if err != nil {
			return err
		}
		doc := struct {
			Articles []taggedArticle `json:"articles"`
		}{[]taggedArticle{}}
		for _, id := range c.IDs {
			doc.Articles = append(doc.Articles, taggedArticle{id, list(tags[id])})
		}
		if d.json {
			return d.document(doc)
		}
		return d.print(func(w *bufio.Writer) {
			for _, a := range doc.Articles {
				fmt.Fprintf(w, "%s  %s\n", a.ID, strings.Join(a.Tags, "、"))
			}
		})
	})
}

type tagList struct{}

type listedTag struct {
	Tag      string `json:"tag"`
	Articles int    `json:"articles"`
}

// Run lists tags.
func (c *tagList) Run(d *desk) error {
	return d.own(func(l *library.Library) error {
		tags, err := l.Tags(d.ctx)
		if err != nil {
			return err
		}
		doc := struct {
			Tags []listedTag `json:"tags"`
		}{[]listedTag{}}
		for _, t := range tags {
			doc.Tags = append(doc.Tags, listedTag{t.Name, t.Articles})
		}
		if d.json {
			return d.document(doc)
		}
		return d.print(func(w *bufio.Writer) {
			for _, t := range tags {
				fmt.Fprintf(w, "%s  %d 篇\n", t.Name, t.Articles)
			}
			fmt.Fprintf(w, "共 %d 个标签\n", len(tags))
		})
	})
}

type noteCommand struct {
	ID   paper.ArticleID `arg:"" optional:"" help:"文章编号；不写则列出全部批注。"`
	Text *string         `arg:"" optional:"" help:"批注；\"\" 是去掉；不写则显示。"`
}

type notedArticle struct {
	ID      paper.ArticleID `json:"id"`
	Note    string          `json:"note"`
	Written string          `json:"written"`
}

// Run writes the note on an article, or shows notes.
func (c *noteCommand) Run(d *desk) error {
	return d.own(func(l *library.Library) error {
		switch {
		case c.ID == "":
			return listNotes(d, l)
		case c.Text != nil:
			if err := l.SetNote(d.ctx, c.ID, *c.Text); err != nil {
				return err
			}
		default:
			if _, err := l.Article(d.ctx, c.ID); err != nil {
				return err
			}
		}
		text, err := l.Note(d.ctx, c.ID)
		if err != nil {
			return err
		}
		if d.json {
			return d.document(struct {
				ID   paper.ArticleID `json:"id"`
				Note string          `json:"note"`
			}{c.ID, text})
		}
		return d.print(func(w *bufio.Writer) {
			if text != "" {
				fmt.Fprintln(w, text)
			}
		})
	})
}

func listNotes(d *desk, l *library.Library) error {
	all, err := l.Notes(d.ctx)
	if err != nil {
		return err
	}
	doc := struct {
		Notes []notedArticle `json:"notes"`
	}{[]notedArticle{}}
	for _, n := range all {
		doc.Notes = append(doc.Notes, notedArticle{n.Article, n.Text, n.Written.Format(time.RFC3339)})
	}
	if d.json {
		return d.document(doc)
	}
	return d.print(func(w *bufio.Writer) {
		for _, n := range all {
			fmt.Fprintf(w, "%s  %s\n", n.Article, oneLine(n.Text))
		}
		fmt.Fprintf(w, "共 %d 条\n", len(all))
	})
}
