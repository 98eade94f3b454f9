package export

import (
	"context"
	"errors"
	"fmt"
	"io"

	"baoge/app/paper"
	"baoge/app/pdf"
	"baoge/app/typeset"
)

// A BookEntry is one clipping of a book.
type BookEntry struct {
	ID   paper.ArticleID
	Note string // what the compiler says of it, set under its head; may be empty
}

// BookOptions say what a clipping book 剪报册 holds and how it is bound. Options.Title
// is its title. Only Article and Entries are needed.
type BookOptions struct {
	Options
	Compiler, Unit string     // of the cover; what is "" is left out
	From, To       paper.Date // of the cover; both unknown: the first and the last day of the articles
	Entries        []BookEntry
	// Article hands out an article. nil without an error is one that is gone: the book
	// does without it and tells in its report.
	Article func(ctx context.Context, id paper.ArticleID) (*paper.Article, error)

	RunOn      bool // articles follow each other on a page; else each begins a page
	NoCover    bool
	NoContents bool
	Index      bool // of contributors, at the end
}

// ErrAllGone is a book none of whose articles is there any more.
var ErrAllGone error = &problem{"no article of the book is left", "剪报册里的文章都已不在馆藏里，请把它们重新加入再试。"}

// Book writes a book as PDF to the file out, as [File] does: whole or not at all.
// However many articles there are, one at a time is asked for and held.
func Book(ctx context.Context, out string, o BookOptions) (Report, error) {
	var r Report
	if len(o.Entries) == 0 { // before anything is created
		return r, ErrNothing
	}
	err := Beside(out, func(w io.Writer) (err error) {
		r, err = WriteBook(ctx, w, o)
		return err
	})
	if err != nil {
		return Report{}, fmt.Errorf("book to %s: %w", out, err)
	}
	r.Files = []string{out}
	return r, nil
}

// WriteBook writes a book as PDF to w.
func WriteBook(ctx context.Context, w io.Writer, o BookOptions) (Report, error) {
	if len(o.Entries) == 0 {
		return Report{}, ErrNothing
	}
	if err := o.load(); err != nil {
		return Report{}, err
	}
	if err := o.countFront(ctx); err != nil {
		return Report{}, err
	}
	var about properties
	r := Report{}
	book := o.book(ctx, func(i int, a *paper.Article) {
		if a == nil {
			r.Gone = append(r.Gone, o.Entries[i].ID)
		} else {
			r.Articles++
			about.add(a)
		}
		if o.Done != nil {
			o.Done(i + 1)
		}
	})
	count := &counter{w: w}
	pages := typeset.Impose(typeset.Bind(o.Faces, book, o.pages()), o.Impose)
	done, err := pdf.Write(count, cancelled(ctx, pages), pdf.Options{Title: o.Title, Time: pdf.Stamp(o.Time), Picture: o.Picture, Late: func(p *pdf.Options) {
		about.tell(p)
		if o.Compiler != "" {
			p.Author = o.Compiler
		}
	}})
	r.Pages, r.Missing, r.Bytes = done.Pages, done.Missing, count.n
	if err = ranges(err); r.Articles == 0 && (err == nil || errors.Is(err, ErrPages)) {
		err = ErrAllGone
	}
	if err != nil {
		return r, fmt.Errorf("write book: %w", err)
	}
	return r, nil
}

// Preview is what [WriteBook] would write, page by page, for a screen: see
// [typeset.Preview]. The context ends it. Of plain articles it shows what [Write] would
// write when NoCover and NoContents are set and there is no Title. Imposition is not shown.
func Preview(ctx context.Context, o BookOptions) (*typeset.Preview, error) {
	if len(o.Entries) == 0 {
		return nil, ErrNothing
	}
	if err := o.load(); err != nil {
		return nil, err
	}
	return typeset.NewPreview(o.Faces, o.book(ctx, nil), o.pages())
}

// book is what the typesetter is told; seen is called with every article, or nil for
// one that is gone.
func (o *BookOptions) book(ctx context.Context, seen func(i int, a *paper.Article)) typeset.Book {
	return typeset.Book{Title: o.Title, Compiler: o.Compiler, Unit: o.Unit, From: o.From, To: o.To, Articles: len(o.Entries),
		RunOn: o.RunOn, NoCover: o.NoCover, NoContents: o.NoContents, Index: o.Index,
		Article: func(i int) (*paper.Article, string, error) {
			if err := ctx.Err(); err != nil {
				return nil, "", err
			}
			a, err := o.Article(ctx, o.Entries[i].ID)
			if err != nil {
				return nil, "", fmt.Errorf("article %s: %w", o.Entries[i].ID, err)
			}
			if seen != nil {
				seen(i, a)
			}
			return a, o.Entries[i].Note, nil
		}}
}

// countFront finds out how many pages the front matter has, where a choice of pages
// counts them: they are made last.
func (o *BookOptions) countFront(ctx context.Context) error {
	if len(o.Impose.Pages) == 0 || o.NoCover && o.NoContents {
		return nil
	}
	o.Impose.Front = 0
	for p, err := range typeset.Bind(o.Faces, o.book(ctx, nil), o.pages()) {
		if err != nil {
			return fmt.Errorf("write book: %w", err)
		}
		if p.Front {
			o.Impose.Front++
		}
	}
	return nil
}
