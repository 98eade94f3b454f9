package main

import (
	"bufio"
	"fmt"
	"strings"

	"baoge/app/export"
	"baoge/app/library"
	"baoge/app/paper"
)

type exportCommand struct {
	IDs      []paper.ArticleID `arg:"" name:"id" help:"文章编号，见 list。"`
	Format   string            `required:"" enum:"pdf,docx,epub,html,md,txt,json" placeholder:"pdf|docx|epub|html|md|txt|json" help:"格式。"`
	Out      string            `required:"" placeholder:"PATH" help:"写到哪里：一篇写成文件；多篇写进文件夹，文件名带格式后缀时合成一个文件。"`
	Encoding string            `enum:"utf-8,gb18030" default:"utf-8" placeholder:"utf-8|gb18030" help:"txt 的文字编码。"`
	layout
}

type exportDocument struct {
	Files    []string `json:"files"`
	Articles int      `json:"articles"`
	Pages    int      `json:"pages"`
	Bytes    int64    `json:"bytes"`
}

// Run exports.
func (c *exportCommand) Run(d *desk) error {
	if c.Out == "" {
		return usage("--out 后面要有文件或文件夹")
	}
	format, err := export.ParseFormat(c.Format)
	if err != nil {
		return err
	}
	return d.reading(func(l *library.Library) error {
		articles, err := l.Articles(d.ctx, c.IDs)
		if err != nil {
			return err
		}
		o, err := c.options(d, l, c.IDs)
		if err != nil {
			return err
		}
		o.GB18030 = c.Encoding == "gb18030"
		sources := map[paper.ArticleID]export.Source{}
		for _, id := range c.IDs {
			s, err := l.Source(d.ctx, id)
			if err != nil {
				return err
			}
			sources[id] = export.Source{Path: s.Path, SHA256: s.SHA256}
		}
		o.Source = func(id paper.ArticleID) export.Source { return sources[id] }
		done, err := export.File(d.ctx, articles, format, c.Out, o)
		if err != nil {
			return wrongOptions(err)
		}
		return c.tell(d, done)
	})
}

func (c *exportCommand) tell(d *desk, r export.Report) error {
	if len(r.Missing) > 0 {
		d.say("有 %d 个字字体里没有，排成了〓：%s", len(r.Missing), string(r.Missing))
	}
	if d.json {
		return d.document(exportDocument{list(r.Files), r.Articles, r.Pages, r.Bytes})
	}
	return d.print(func(w *bufio.Writer) {
		fmt.Fprintln(w, strings.Join(r.Files, "\n"))
	})
}
