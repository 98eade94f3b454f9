package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
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

// bookNamed finds a clipping book by its name.
func bookNamed(ctx context.Context, l *library.Library, name string) (library.Book, error) {
	books, err := l.Books(ctx)
	if err != nil {
		return library.Book{}, err
	}
	if i := slices.IndexFunc(books, func(b library.Book) bool { return b.Name == name }); i >= 0 {
		return books[i], nil
	}
	return library.Book{}, fmt.Errorf("%q: %w", name, library.ErrNoBook)
}

type collectionsCommand struct {
	List   collectionsList   `cmd:"" default:"1" help:"列出剪报册。"`
	Show   collectionsShow   `cmd:"" help:"列出一册里的文章。"`
	Add    collectionsAdd    `cmd:"" help:"把文章收进一册；没有这一册就新建。"`
	Remove collectionsRemove `cmd:"" help:"把文章从一册里取出。"`
	Note   collectionsNote   `cmd:"" help:"给册里的一篇写按语。"`
	Delete collectionsDelete `cmd:"" help:"删去一册，文章仍在馆藏里。"`
}

type collectionsList struct{}

type listedBook struct {
	Name     string `json:"name"`
	Title    string `json:"title"`
	Compiler string `json:"compiler"`
	Unit     string `json:"unit"`
	Articles int    `json:"articles"`
}

// Run lists clipping books.
func (c *collectionsList) Run(d *desk) error {
	return d.own(func(l *library.Library) error {
		books, err := l.Books(d.ctx)
		if err != nil {
			return err
		}
		doc := struct {
			Collections []listedBook `json:"collections"`
		}{[]listedBook{}}
		for _, b := range books {
			doc.Collections = append(doc.Collections, listedBook{b.Name, b.Title, b.Compiler, b.Unit, b.Clippings})
		}
		if d.json {
			return d.document(doc)
		}
		return d.print(func(w *bufio.Writer) {
			for _, b := range doc.Collections {
				fmt.Fprintf(w, "%s  %d 篇\n", b.Name, b.Articles)
			}
			fmt.Fprintf(w, "共 %d 册\n", len(doc.Collections))
		})
	})
}

type collectionsShow struct {
	Name string `arg:"" help:"册名。"`
}

type clippedArticle struct {
	ID       paper.ArticleID `json:"id"`
	Headline string          `json:"headline"`
	Date     paper.Date      `json:"date"`
	Page     string          `json:"page"`
	Note     string          `json:"note"`
	There    bool            `json:"there"` // in this library, and not withdrawn
}

// Run lists the articles of one book, in its order.
func (c *collectionsShow) Run(d *desk) error {
	return d.own(func(l *library.Library) error {
		b, err := bookNamed(d.ctx, l, c.Name)
		if err != nil {
			return err
		}
		clippings, err := l.Clippings(d.ctx, b)
		if err != nil {
			return err
		}
		doc := struct {
			listedBook
			Articles []clippedArticle `json:"articles"`
		}{listedBook{Name: b.Name, Title: b.Title, Compiler: b.Compiler, Unit: b.Unit}, []clippedArticle{}}
		for _, x := range clippings {
			doc.Articles = append(doc.Articles, clippedArticle{x.Article, x.Headline, x.Summary.Date, x.Summary.Page, x.Note, x.There})
		}
		if d.json {
			return d.document(doc)
		}
		return d.print(func(w *bufio.Writer) {
			for _, x := range clippings {
				if x.There {
					printRow(w, x.Summary)
				} else {
					fmt.Fprintf(w, "%s  （不在这个馆藏里，或已撤稿）%s\n", x.Article, x.Headline)
				}
				if x.Note != "" {
					fmt.Fprintf(w, "        按：%s\n", oneLine(x.Note))
				}
			}
			fmt.Fprintf(w, "共 %d 篇\n", len(clippings))
		})
	})
}

type collectionsAdd struct {
	Name     string            `arg:"" help:"册名。"`
	IDs      []paper.ArticleID `arg:"" optional:"" name:"id" help:"文章编号，见 list；不写则只建一册空的。"`
	Title    *string           `placeholder:"TEXT" help:"封面上的书名。"`
	Compiler *string           `placeholder:"NAME" help:"编者。"`
	Unit     *string           `placeholder:"NAME" help:"单位。"`
}

// Run collects articles.
func (c *collectionsAdd) Run(d *desk) error {
	return d.own(func(l *library.Library) error {
		if _, err := l.Articles(d.ctx, c.IDs); err != nil {
			return err
		}
		b, err := bookNamed(d.ctx, l, c.Name)
		if errors.Is(err, library.ErrNoBook) {
			b, err = library.Book{Name: c.Name, Arrangement: library.ByHand}, nil
		}
		if err != nil {
			return err
		}
		for _, f := range []struct{ to, from *string }{{&b.Title, c.Title}, {&b.Compiler, c.Compiler}, {&b.Unit, c.Unit}} {
			if f.from != nil {
				*f.to = *f.from
			}
		}
		if b.ID, err = l.PutBook(d.ctx, b); err != nil {
			return err
		}
		added, err := l.Clip(d.ctx, b.ID, c.IDs)
		if err != nil {
			return err
		}
		return tellClipped(d, c.Name, "收进", added)
	})
}

func tellClipped(d *desk, name, done string, ids []paper.ArticleID) error {
	if d.json {
		return d.document(struct {
			Name     string            `json:"name"`
			Articles []paper.ArticleID `json:"articles"`
		}{name, list(ids)})
	}
	return d.print(func(w *bufio.Writer) { fmt.Fprintf(w, "%s：%s %d 篇\n", name, done, len(ids)) })
}

type collectionsRemove struct {
	Name string            `arg:"" help:"册名。"`
	IDs  []paper.ArticleID `arg:"" name:"id" help:"文章编号。"`
}

// Run takes articles out of a book.
func (c *collectionsRemove) Run(d *desk) error {
	return d.own(func(l *library.Library) error {
		b, found, err := clippingsOf(d, l, c.Name, c.IDs)
		if err != nil {
			return err
		}
		if err := l.Unclip(d.ctx, b.ID, found); err != nil {
			return err
		}
		return tellClipped(d, c.Name, "取出", c.IDs)
	})
}

// clippingsOf finds articles in a book; one that is not in it is [archive.ErrNotFound].
func clippingsOf(d *desk, l *library.Library, name string, ids []paper.ArticleID) (library.Book, []library.Clipping, error) {
	b, err := bookNamed(d.ctx, l, name)
	if err != nil {
		return b, nil, err
	}
	all, err := l.Clippings(d.ctx, b)
	if err != nil {
		return b, nil, err
	}
	var found []library.Clipping
	for _, id := range ids {
		i := slices.IndexFunc(all, func(x library.Clipping) bool { return x.Article == id })
		if i < 0 {
			return b, nil, usage("“%s”里没有 %s", name, id)
		}
		found = append(found, all[i])
	}
	return b, found, nil
}

type collectionsNote struct {
	Name string          `arg:"" help:"册名。"`
	ID   paper.ArticleID `arg:"" help:"文章编号。"`
	Text string          `arg:"" help:"按语；写 '' 则去掉。"`
}

// Run writes a note on one article of a book.
func (c *collectionsNote) Run(d *desk) error {
	return d.own(func(l *library.Library) error {
		b, found, err := clippingsOf(d, l, c.Name, []paper.ArticleID{c.ID})
		if err != nil {
			return err
		}
		if err := l.Annotate(d.ctx, b.ID, found[0], c.Text); err != nil {
			return err
		}
		return tellClipped(d, c.Name, "写了按语", []paper.ArticleID{c.ID})
	})
}

type collectionsDelete struct {
	Name string `arg:"" help:"册名。"`
}

// Run deletes a book.
func (c *collectionsDelete) Run(d *desk) error {
	return d.own(func(l *library.Library) error {
		b, err := bookNamed(d.ctx, l, c.Name)
		if err != nil {
			return err
		}
		if err := l.DeleteBook(d.ctx, b.ID); err != nil {
			return err
		}
		return tellClipped(d, c.Name, "已删去，原有", nil)
	})
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
