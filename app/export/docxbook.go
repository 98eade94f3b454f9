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

// ErrChanged is a book an article of which went away while the book was being written.
var ErrChanged error = &problem{"an article of the book went away meanwhile", "册里有文章刚刚被删去或撤稿，这一册没有写成，请再试一次。"}

// writeBookDOCX asks for each article twice, once for its head, which stands in the contents
// before all articles, and once to write it: only heads are held.
func writeBookDOCX(ctx context.Context, w io.Writer, o *BookOptions) (Report, error) {
	var r Report
	heads, entries, err := o.heads(ctx, &r)
	if err != nil {
		return r, err
	}
	count := &counter{w: w}
	d, err := newDocx(count, &o.Options)
	if err != nil {
		return r, err
	}
	name := title(heads, o.Options)
	if !o.NoCover {
		d.cover(name, o, heads)
	}
	if !o.NoContents {
		d.contents("", heads)
	}
	for i, e := range entries {
		if err := ctx.Err(); err != nil {
			return r, err
		}
		a, err := o.Article(ctx, e.ID)
		if err != nil {
			return r, err
		}
		if a == nil {
			return r, fmt.Errorf("%s: %w", e.ID, ErrChanged)
		}
		d.article(a, e.Note, !o.RunOn || i == 0)
		if o.Done != nil {
			o.Done(i + 1)
		}
	}
	p := about(heads, o.Options)
	err = d.close(name, orElse(o.Compiler, p.Author), p.Subject, name)
	r.Articles, r.Bytes = len(entries), count.n
	return r, err
}

// heads are the book's articles without their text, and their entries; those that are
// gone are told in the report.
func (o *BookOptions) heads(ctx context.Context, r *Report) (heads []*paper.Article, entries []BookEntry, err error) {
	for _, e := range o.Entries {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		a, err := o.Article(ctx, e.ID)
		if err != nil {
			return nil, nil, err
		}
		if a == nil {
			r.Gone = append(r.Gone, e.ID)
			continue
		}
		head := *a
		head.Blocks = nil
		heads, entries = append(heads, &head), append(entries, e)
	}
	if len(heads) == 0 {
		return nil, nil, ErrAllGone
	}
	return heads, entries, nil
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
