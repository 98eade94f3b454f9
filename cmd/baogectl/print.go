package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"baoge/app/export"
	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/printer"
)

type printCommand struct {
	What    []string      `arg:"" name:"id|FILE.pdf" help:"文章编号，见 list；或一个 PDF 文件。"`
	Printer string        `placeholder:"NAME" help:"打印机，见 printers；也可以是 ipp://地址 或 file:文件名；不写则用默认的。"`
	Copies  int           `default:"1" placeholder:"N" help:"份数。"`
	Sides   printer.Sides `enum:"one,long,short," default:"" placeholder:"one|long|short" help:"单面，双面长边翻转，双面短边翻转；不写则由打印机定。"`
	Grey    bool          `help:"不用彩色。"`
	NoWait  bool          `help:"交给打印机就算完，不等打印结束。"`
	layout
}

type printDocument struct {
	Printer string `json:"printer"`
	Job     int    `json:"job"`
	State   string `json:"state"`
	Sheets  int    `json:"sheets"` // 0 where the printer does not count
	Message string `json:"message"`
}

// Run prints.
func (c *printCommand) Run(d *desk) error {
	if len(c.What) == 1 && strings.EqualFold(filepath.Ext(c.What[0]), ".pdf") {
		return c.file(d)
	}
	ids := make([]paper.ArticleID, len(c.What))
	for i, s := range c.What {
		ids[i] = paper.ArticleID(s)
	}
	return d.reading(func(l *library.Library) error {
		articles, err := l.Articles(d.ctx, ids)
		if err != nil {
			return err
		}
		o, err := c.options(d, l, ids)
		if err != nil {
			return err
		}
		return c.articles(d, articles, o)
	})
}

// articles prints what export would write.
func (c *printCommand) articles(d *desk, articles []*paper.Article, o export.Options) error {
	f, err := os.CreateTemp("", "baoge-*.pdf")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	if _, err := export.Write(d.ctx, f, articles, export.PDF, o); err != nil {
		return wrongOptions(err)
	}
	doc := printer.Document{Title: export.Title(articles, o), PDF: f, Pages: export.Draw(d.ctx, articles, o)}
	w, h := o.Paper.W, o.Paper.H
	if w == 0 {
		w, h = export.DefaultPaper().W, export.DefaultPaper().H
	}
	return c.send(d, doc, w, h)
}

// file prints a PDF as it is.
func (c *printCommand) file(d *desk) error {
	if c.layout != (layout{Paper: c.Paper}) {
		return usage("--pages、--up 和版式选项只用于馆藏里的文章；PDF 文件照原样整个打印，只能选 --paper")
	}
	f, err := os.Open(c.What[0])
	if err != nil {
		return err
	}
	defer f.Close()
	if st, err := f.Stat(); err != nil {
		return err
	} else if !st.Mode().IsRegular() {
		return &fs.PathError{Op: "print", Path: c.What[0], Err: fs.ErrInvalid}
	}
	head := make([]byte, 5)
	if _, err := io.ReadFull(f, head); err != nil || string(head) != "%PDF-" {
		return &printer.Error{Op: "print", Err: printer.ErrDocument}
	}
	size, err := export.ParsePaper(c.Paper)
	if err != nil {
		return err
	}
	return c.send(d, printer.Document{Title: filepath.Base(c.What[0]), PDF: f}, size.W, size.H)
}

// send queues the document and stays with it.
func (c *printCommand) send(d *desk, doc printer.Document, w, h float32) error {
	s := printer.System()
	id, err := s.Print(d.ctx, doc, printer.Options{Printer: c.Printer, Copies: c.Copies, Sides: c.Sides, W: w, H: h, Grey: c.Grey})
	if err != nil {
		return err
	}
	job := printer.Job{ID: id, State: printer.Waiting}
	if !c.NoWait {
		job, err = printer.Follow(d.ctx, s, id, printer.Watch{Show: func(j printer.Job) { d.say("%s：%s", id, j.Say()) }})
	}
	switch {
	case errors.Is(err, context.Canceled):
		return errors.Join(err, s.Cancel(context.WithoutCancel(d.ctx), id)) // Ctrl+C takes it back
	case errors.Is(err, printer.ErrDenied): // it is queued; only looking after it is not allowed
		d.say("已交给打印机，但不能查看它打得怎样。")
	case err != nil:
		return err
	}
	if d.json {
		return d.document(printDocument{id.Printer, id.Number, string(job.State), job.Sheets, job.Message})
	}
	return d.print(func(w *bufio.Writer) { fmt.Fprintf(w, "%s  %s\n", id, job.Say()) })
}
