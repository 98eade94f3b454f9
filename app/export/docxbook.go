package export

import (
	"context"
	"fmt"
	"io"

	"baoge/app/paper"
	"baoge/app/typeset"
)

// BookDOCX writes a book as a Word document to the file out, whole or not at all: title
// page, contents, each article with its note. Columns, size and paper are the reader's to
// choose in Word; page numbers of the contents come when Word opens it.
func BookDOCX(ctx context.Context, out string, o BookOptions) (Report, error) {
	var r Report
	if len(o.Entries) == 0 {
		return r, ErrNothing
	}
	err := Beside(out, func(w io.Writer) (err error) {
		r, err = writeBookDOCX(ctx, w, &o)
		return err
	})
	if err != nil {
		return Report{}, fmt.Errorf("book to %s: %w", out, err)
	}
	r.Files = []string{out}
	return r, nil
}

// writeBookDOCX holds all articles: their headlines stand before them in the contents.
func writeBookDOCX(ctx context.Context, w io.Writer, o *BookOptions) (Report, error) {
	var r Report
	var articles []*paper.Article
	var notes []string
	for i, e := range o.Entries {
		if err := ctx.Err(); err != nil {
			return r, err
		}
		a, err := o.Article(ctx, e.ID)
		if err != nil {
			return r, err
		}
		if a == nil {
			r.Gone = append(r.Gone, e.ID)
		} else {
			articles, notes = append(articles, a), append(notes, e.Note)
		}
		if o.Done != nil {
			o.Done(i + 1)
		}
	}
	if len(articles) == 0 {
		return r, ErrAllGone
	}
	count := &counter{w: w}
	d, err := newDocx(count, &o.Options)
	if err != nil {
		return r, err
	}
	name := title(articles, o.Options)
	if !o.NoCover {
		d.cover(name, o, articles)
	}
	if !o.NoContents {
		d.contents("", articles)
	}
	for i, a := range articles {
		if err := ctx.Err(); err != nil {
			return r, err
		}
		d.article(a, notes[i], !o.RunOn || i == 0)
	}
	author := o.Compiler
	p := about(articles, o.Options)
	err = d.close(name, orElse(author, p.Author), p.Subject, name)
	r.Articles, r.Bytes = len(articles), count.n
	return r, err
}

// cover is the title page: title, compiler, unit, the days the articles are of.
func (d *docxWriter) cover(name string, o *BookOptions, articles []*paper.Article) {
	d.line("Title", name)
	d.line("Subtitle", o.Unit)
	d.line("Subtitle", o.Compiler)
	from, to := o.From, o.To
	if !from.Known() && !to.Known() {
		for _, a := range articles {
			if !a.Date.Known() {
				continue
			}
			if !from.Known() || a.Date.Before(from) {
				from = a.Date
			}
			if !to.Known() || to.Before(a.Date) {
				to = a.Date
			}
		}
	}
	days := typeset.ChineseDate(from)
	if to != from && to.Known() {
		days += "—" + typeset.ChineseDate(to)
	}
	d.line("Subtitle", days)
}
