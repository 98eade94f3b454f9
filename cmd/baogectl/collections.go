package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"slices"

	"baoge/app/library"
	"baoge/app/paper"
)

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
	Order  collectionsOrder  `cmd:"" help:"定册里文章的先后：按日期、按栏目，或按手排。"`
	Move   collectionsMove   `cmd:"" help:"把册里的文章移到第几篇；从此这一册按手排。"`
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

type collectionsOrder struct {
	Name string              `arg:"" help:"册名。"`
	By   library.Arrangement `arg:"" enum:"hand,date,section" help:"hand 按手排，date 按日期，section 按栏目。"`
}

// Run chooses the order of a book.
func (c *collectionsOrder) Run(d *desk) error {
	return d.own(func(l *library.Library) error {
		b, err := bookNamed(d.ctx, l, c.Name)
		if err != nil {
			return err
		}
		b.Arrangement = c.By
		if _, err := l.PutBook(d.ctx, b); err != nil {
			return err
		}
		return tellOrder(d, l, b)
	})
}

type collectionsMove struct {
	Name string            `arg:"" help:"册名。"`
	IDs  []paper.ArticleID `arg:"" name:"id" help:"文章编号；几篇照原来的先后排在一起。"`
	To   int               `required:"" placeholder:"N" help:"移到第几篇，从 1 数起。"`
}

// Run puts articles of a book elsewhere in it.
func (c *collectionsMove) Run(d *desk) error {
	if c.To < 1 {
		return usage("--to 从 1 数起")
	}
	return d.own(func(l *library.Library) error {
		b, found, err := clippingsOf(d, l, c.Name, c.IDs)
		if err != nil {
			return err
		}
		if err := l.Arrange(d.ctx, b, found, c.To-1); err != nil {
			return err
		}
		return tellOrder(d, l, b)
	})
}

// tellOrder tells the articles of a book in the order they have now.
func tellOrder(d *desk, l *library.Library, b library.Book) error {
	b, err := l.Book(d.ctx, b.ID)
	if err != nil {
		return err
	}
	all, err := l.Clippings(d.ctx, b)
	if err != nil {
		return err
	}
	ids := make([]paper.ArticleID, len(all))
	for i, x := range all {
		ids[i] = x.Article
	}
	return tellClipped(d, b.Name, "已重排", ids)
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
