package main

import (
	"bufio"
	"fmt"

	"baoge/app/export"
	"baoge/app/library"
	"baoge/app/paper"
)

type listCommand struct {
	Date    string     `placeholder:"YYYY-MM-DD" help:"只看这一天；unknown 是日期不详的。"`
	From    paper.Date `placeholder:"YYYY-MM-DD" help:"从这一天起。"`
	To      paper.Date `placeholder:"YYYY-MM-DD" help:"到这一天止。"`
	Page    string     `placeholder:"N" help:"只看这一版。"`
	Author  string     `placeholder:"NAME" help:"只看署名中有这个姓名的。"`
	Section string     `placeholder:"NAME" help:"只看这个栏目。"`
	Tag     string     `placeholder:"TAG" help:"只看您加了这个标签的；“星标”是加了星的。"`
	Job     int64      `placeholder:"N" help:"只看第 N 次导入带来的。"`

	Withdrawn bool `help:"只看已撤稿的；不写则不列它们。"`

	Limit  int `default:"-1" placeholder:"N" help:"最多列几篇；不写则全列。"`
	Offset int `placeholder:"N" help:"跳过前几篇。"`

	Format string `enum:"text,csv,xlsx" default:"text" placeholder:"csv|xlsx" help:"写成表格：日期、版次、标题、署名、栏目、字数。"`
	Out    string `placeholder:"FILE" help:"表格写进这个文件；不写则写到标准输出。"`
}

type listedArticle struct {
	ID         paper.ArticleID `json:"id"`
	ExternalID string          `json:"external_id"`
	Headline   string          `json:"headline"`
	Date       paper.Date      `json:"date"`
	Page       string          `json:"page"`
	Credits    []paper.Credit  `json:"credits"`
	Section    string          `json:"section"`
	Chars      int             `json:"chars"`
}

type listDocument struct {
	Total    int             `json:"total"`
	Articles []listedArticle `json:"articles"`
}

// Run lists articles.
func (c *listCommand) Run(d *desk) error {
	if err := d.tableOut(c.Format, c.Out); err != nil {
		return err
	}
	f, err := c.filter()
	if err != nil {
		return err
	}
	open := d.reading
	if c.Tag != "" {
		open = d.own
	}
	return open(func(l *library.Library) error {
		if c.Tag != "" {
			if f.Among, err = l.WithTag(d.ctx, c.Tag); err != nil {
				return err
			}
		}
		rows, total, err := l.List(d.ctx, f, c.Limit, c.Offset)
		if err != nil {
			return err
		}
		if d.json {
			return d.document(listed(rows, total))
		}
		if c.Format != "text" {
			return d.table(export.Listing(rows), c.Format, c.Out)
		}
		return d.print(func(w *bufio.Writer) {
			for _, r := range rows {
				printRow(w, r)
			}
			fmt.Fprintf(w, "共 %d 篇\n", total)
		})
	})
}

func (c *listCommand) filter() (library.Filter, error) {
	f := library.Filter{From: c.From, To: c.To, Page: c.Page, Author: c.Author, Section: c.Section, Job: c.Job, Withdrawn: c.Withdrawn}
	switch c.Date {
	case "":
	case "unknown", "不详":
		f.Undated = true
	default:
		day, err := paper.ParseDate(c.Date)
		if err != nil {
			return f, usage("--date: %v", err)
		}
		if !f.From.Known() || f.From.Before(day) {
			f.From = day
		}
		if !f.To.Known() || day.Before(f.To) {
			f.To = day
		}
	}
	return f, nil
}

func listed(rows []paper.Summary, total int) listDocument {
	doc := listDocument{Total: total, Articles: make([]listedArticle, len(rows))}
	for i, r := range rows {
		doc.Articles[i] = listedArticle{
			ID: r.ID, ExternalID: r.ExternalID, Headline: r.Headline, Date: r.Date, Page: r.Page,
			Credits: export.Credits(r.Credits), Section: r.Section, Chars: r.Chars,
		}
	}
	return doc
}

// printRow writes one article of a list, in columns.
func printRow(w *bufio.Writer, r paper.Summary) {
	title := r.Headline
	if title == "" {
		title = r.Opening
	}
	fmt.Fprintf(w, "%s  %s  %s  %s  %5d 字  %s\n", r.ID, fit(orUnknown(r.Date.String()), 10), fit(orUnknown(r.Page), 4), fit(title, 44), r.Chars, paper.Byline(r.Credits))
}
