package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"baoge/app/cite"
	"baoge/app/paper"
	"baoge/app/pdf"
	"baoge/app/typeset"
)

// writePDF sets the articles on paper, a page at a time, into w.
func writePDF(ctx context.Context, w io.Writer, articles []*paper.Article, o Options) (pages int, missing []rune, err error) {
	if err := o.load(); err != nil {
		return 0, nil, err
	}
	made := typeset.Paginate(o.Faces, oneByOne(ctx, articles, o.Done), o.pages())
	about := about(articles, o)
	about.Picture = o.Picture
	r, err := pdf.Write(w, cancelled(ctx, typeset.Impose(made, o.Impose)), about)
	return r.Pages, r.Missing, ranges(err)
}

// ranges makes of a document without pages what only page ranges bring about.
func ranges(err error) error {
	if errors.Is(err, pdf.ErrNoPages) {
		return ErrPages
	}
	return err
}

// load loads the faces unless the caller did.
func (o *Options) load() (err error) {
	if o.Faces == nil {
		o.Faces, err = typeset.LoadFaces()
	}
	return err
}

// pages are the options that concern pages.
func (o *Options) pages() typeset.PageOptions {
	p := typeset.PageOptions{Paper: o.Paper, Columns: o.Columns, Size: o.Size, Leading: o.Leading,
		NoHead: o.NoHead, NoSourceLine: o.NoSourceLine, Library: o.Library, Picture: o.Picture}
	if o.Cite != "" {
		p.Citation = func(a *paper.Article) string { return cite.Newspaper(a, o.Cite) }
	}
	return p
}

// oneByOne hands the articles out one by one until the context ends.
func oneByOne(ctx context.Context, articles []*paper.Article, done func(int)) iter.Seq[*paper.Article] {
	return func(yield func(*paper.Article) bool) {
		for i, a := range articles {
			if ctx.Err() != nil || !yield(a) {
				return
			}
			if done != nil {
				done(i + 1)
			}
		}
	}
}

// cancelled ends the pages with the context's error.
func cancelled(ctx context.Context, pages iter.Seq2[*typeset.Page, error]) iter.Seq2[*typeset.Page, error] {
	return func(yield func(*typeset.Page, error) bool) {
		for p, err := range pages {
			if err == nil {
				err = ctx.Err()
			}
			if !yield(p, err) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(nil, err)
		}
	}
}

// Most of what a document's properties list: more no dialog shows.
const (
	mostSources = 5
	mostBylines = 20
	mostWords   = 20
)

// about says in the document's properties what the articles are.
func about(articles []*paper.Article, o Options) pdf.Options {
	var p properties
	for _, a := range articles {
		p.add(a)
	}
	out := pdf.Options{Title: title(articles, o), Time: pdf.Stamp(o.Time)}
	p.tell(&out)
	return out
}

// properties gather what a document's properties say of its articles.
type properties struct{ bylines, sources, words collection }

func (p *properties) add(a *paper.Article) {
	by := paper.Byline(a.Credits)
	if by == "" {
		by = a.CreditLine
	}
	p.bylines.add(by)
	p.sources.add(typeset.SourceLine(a))
	p.words.add(a.Publication)
	p.words.add(a.Section)
	p.words.add(a.PageLabel)
}

func (p *properties) tell(o *pdf.Options) {
	o.Author = strings.Join(p.bylines.few(mostBylines, "共 %d 处署名"), "；")
	o.Subject = strings.Join(p.sources.few(mostSources, "共 %d 处"), "；")
	o.Keywords = p.words.few(mostWords, "")
}

// A collection holds texts in order of coming, each once.
type collection struct {
	list []string
	has  map[string]bool
}

func (c *collection) add(s string) {
	if s == "" || c.has[s] {
		return
	}
	if c.has == nil {
		c.has = map[string]bool{}
	}
	s = strings.Clone(s) // not to hold the article it is a part of
	c.has[s] = true
	c.list = append(c.list, s)
}

// few is the list, or of a longer one than most the beginning with, where count
// is a format, how many there are in all.
func (c *collection) few(most int, count string) []string {
	if len(c.list) <= most {
		return c.list
	}
	out := slices.Clone(c.list[:most])
	if count != "" {
		out = append(out, fmt.Sprintf(count, len(c.list)))
	}
	return out
}

// untitled stands for a headline that is not known.
const untitled = "无题"

// title of the document.
func title(articles []*paper.Article, o Options) string {
	first := articles[0].Headline
	if first == "" {
		first = untitled
	}
	switch {
	case o.Title != "":
		return o.Title
	case len(articles) == 1:
		return first
	}
	return fmt.Sprintf("%s 等 %d 篇", first, len(articles))
}
