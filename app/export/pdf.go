package export

import (
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"baoge/app/paper"
	"baoge/app/pdf"
	"baoge/app/typeset"
)

// writePDF sets the articles on paper, a page at a time, into w.
func writePDF(ctx context.Context, w io.Writer, articles []*paper.Article, o Options) (pages int, missing []rune, err error) {
	if o.Faces == nil {
		if o.Faces, err = typeset.LoadFaces(); err != nil {
			return 0, nil, err
		}
	}
	made := typeset.Paginate(o.Faces, oneByOne(ctx, articles, o.Done), typeset.PageOptions{
		Paper: o.Paper, Columns: o.Columns, Size: o.Size, Leading: o.Leading,
		NoHead: o.NoHead, NoSourceLine: o.NoSourceLine, Library: o.Library})
	r, err := pdf.Write(w, cancelled(ctx, made), about(articles, o))
	return r.Pages, r.Missing, err
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

// about says in the document's properties what the articles are.
func about(articles []*paper.Article, o Options) pdf.Options {
	var bylines, sources, words []string
	add := func(list *[]string, s string) {
		if s != "" && !slices.Contains(*list, s) {
			*list = append(*list, s)
		}
	}
	for _, a := range articles {
		by := paper.Byline(a.Credits)
		if by == "" {
			by = a.CreditLine
		}
		add(&bylines, by)
		add(&sources, typeset.SourceLine(a))
		add(&words, a.Publication)
		add(&words, a.Section)
		add(&words, a.PageLabel)
	}
	return pdf.Options{Title: title(articles, o), Author: strings.Join(bylines, "；"), Subject: strings.Join(few(sources), "；"),
		Keywords: words, Time: pdf.Stamp(o.Time)}
}

// few shortens a list that would be a page long among a document's properties.
func few(list []string) []string {
	if len(list) > 5 {
		return append(slices.Clone(list[:5]), fmt.Sprintf("共 %d 处", len(list)))
	}
	return list
}

// title of the document.
func title(articles []*paper.Article, o Options) string {
	switch {
	case o.Title != "":
		return o.Title
	case len(articles) == 1 && articles[0].Headline != "":
		return articles[0].Headline
	case len(articles) == 1:
		return "无题"
	}
	return fmt.Sprintf("%s 等 %d 篇", articles[0].Headline, len(articles))
}
