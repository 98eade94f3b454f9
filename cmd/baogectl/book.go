package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"baoge/app/archive"
	"baoge/app/export"
	"baoge/app/library"
	"baoge/app/paper"
)

// own opens the library for reading together with what is the person's own.
func (d *desk) own(fn func(*library.Library) error) error {
	user, err := library.OpenUser()
	if err != nil {
		return err
	}
	l, err := library.OpenReadOnly(d.ctx, d.dir, user)
	if err == nil {
		err = errors.Join(fn(l), l.Close())
	}
	return errors.Join(err, user.Close())
}

type bookCommand struct {
	IDs        []paper.ArticleID `arg:"" optional:"" name:"id" help:"文章编号，按册里的先后；或用 --collection。"`
	Collection string            `placeholder:"NAME" help:"剪报册的册名，见 collections。"`
	Title      string            `placeholder:"TEXT" help:"书名；不写则用剪报册的。"`
	Compiler   string            `placeholder:"NAME" help:"编者。"`
	Unit       string            `placeholder:"NAME" help:"单位。"`
	Out        string            `required:"" placeholder:"FILE.pdf" help:"写到哪个文件：.pdf，或 .docx。"`
	RunOn      bool              `help:"文章接排，不另起一页。"`
	NoCover    bool              `help:"不要封面。"`
	Index      bool              `help:"书末附作者索引。"`
	layout
}

type bookDocument struct {
	Pages    int   `json:"pages"`
	Articles int   `json:"articles"`
	Bytes    int64 `json:"bytes"`
}

// Run binds a clipping book.
func (c *bookCommand) Run(d *desk) error {
	suffix := strings.ToLower(filepath.Ext(c.Out))
	switch {
	case (len(c.IDs) == 0) == (c.Collection == ""):
		return usage("请写文章编号，或用 --collection 指一册剪报，二者选一")
	case c.Title == "" && c.Collection == "":
		return usage("缺少选项 --title")
	case suffix != ".pdf" && suffix != ".docx":
		return usage("--out 要以 .pdf 或 .docx 结尾")
	}
	open := d.reading
	if c.Collection != "" {
		open = d.own
	}
	return open(func(l *library.Library) error {
		o, err := c.book(d, l)
		if err != nil {
			return err
		}
		write := export.Book
		if suffix == ".docx" {
			write = export.BookDOCX
		}
		r, err := write(d.ctx, c.Out, o)
		if err != nil {
			return wrongOptions(err)
		}
		return c.tell(d, r)
	})
}

// book gathers what the book holds and how it is bound.
func (c *bookCommand) book(d *desk, l *library.Library) (o export.BookOptions, err error) {
	for _, id := range c.IDs {
		o.Entries = append(o.Entries, export.BookEntry{ID: id})
	}
	o.Compiler, o.Unit, o.RunOn, o.NoCover, o.Index = c.Compiler, c.Unit, c.RunOn, c.NoCover, c.Index
	title := c.Title
	if c.Collection != "" {
		b, err := bookNamed(d.ctx, l, c.Collection)
		if err != nil {
			return o, err
		}
		clippings, err := l.Clippings(d.ctx, b)
		if err != nil {
			return o, err
		}
		for _, x := range clippings {
			o.Entries = append(o.Entries, export.BookEntry{ID: x.Article, Note: x.Note})
		}
		c.fromBook(b, &o)
		if title == "" {
			title = orElse(b.Title, b.Name)
		}
	} else if _, err := l.Articles(d.ctx, c.IDs); err != nil { // one that is not there is a slip of the hand
		return o, err
	}
	ids := make([]paper.ArticleID, len(o.Entries))
	for i, e := range o.Entries {
		ids[i] = e.ID
	}
	if o.Options, err = c.options(d, l, ids); err != nil {
		return o, err
	}
	o.Title = title
	o.Article = func(ctx context.Context, id paper.ArticleID) (*paper.Article, error) {
		found, err := l.Articles(ctx, []paper.ArticleID{id})
		if errors.Is(err, archive.ErrNotFound) || errors.Is(err, archive.ErrWithdrawn) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		return found[0], nil
	}
	return o, nil
}

// fromBook takes the book's own choices where the command line has none.
func (c *bookCommand) fromBook(b library.Book, o *export.BookOptions) {
	o.Compiler, o.Unit = orElse(c.Compiler, b.Compiler), orElse(c.Unit, b.Unit)
	o.RunOn, o.NoCover, o.Index = c.RunOn || b.Layout.RunOn, c.NoCover || b.Layout.NoCover, c.Index || b.Layout.Index
	c.Paper, c.Cite = orElse(c.Paper, strings.ToLower(b.Layout.Paper)), orElse(c.Cite, b.Layout.Cite)
	c.NoSourceLine = c.NoSourceLine || b.Layout.NoSource
	if c.Columns == 0 {
		c.Columns = b.Layout.Columns
	}
	if c.Size == 0 {
		c.Size = b.Layout.Size
	}
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func (c *bookCommand) tell(d *desk, r export.Report) error {
	if len(r.Missing) > 0 {
		d.say("有 %d 个字字体里没有，排成了〓：%s", len(r.Missing), string(r.Missing))
	}
	for _, id := range r.Gone {
		d.say("%s 已不在馆藏里，或已撤稿，册中没有它。", id)
	}
	if d.json {
		return d.document(bookDocument{r.Pages, r.Articles, r.Bytes})
	}
	return d.print(func(w *bufio.Writer) {
		if r.Pages > 0 {
			fmt.Fprintf(w, "%s：%d 篇，%d 页\n", c.Out, r.Articles, r.Pages)
			return
		}
		fmt.Fprintf(w, "%s：%d 篇\n", c.Out, r.Articles)
	})
}
