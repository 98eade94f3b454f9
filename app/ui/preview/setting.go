package preview

import (
	"context"
	"fmt"
	"image"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"

	"baoge/app/export"
	"baoge/app/paper"
	"baoge/app/raster"
	"baoge/app/typeset"
	"baoge/app/ui/async"
)

// A Job is what is to be printed: articles, or a clipping book.
type Job struct {
	Title string // of the document, also the print job's name and the PDF's
	Note  string // what it is, beside the title: 剪报册 · 31 篇
	Bound bool   // a clipping book: it has cover and contents, unless they are not wanted

	// Base is the document without what the person chooses: its entries, where articles
	// and pictures come from, the faces. Its functions are not called on the UI goroutine.
	Base export.BookOptions
}

// options are the document's with the person's choices. Choices no page can be made of
// are an [export.ErrTypeArea].
func (j *Job) options(c Choices) (export.BookOptions, error) {
	o := j.Base
	var err error
	if o.Paper, err = typeset.ParsePaper(c.Paper); err != nil {
		return o, err
	}
	if o.Impose.Pages, err = typeset.ParsePageRanges(c.Pages); err != nil {
		return o, err
	}
	o.Impose.Up, o.Impose.Scale = c.Up, float32(c.Scale)/100
	o.Columns, o.Size, o.NoHead, o.NoSourceLine, o.Cite = c.Columns, c.Size, c.NoHead, c.NoSource, c.Cite
	o.NoCover, o.NoContents, o.RunOn = c.NoCover, c.NoCover, c.RunOn
	if !j.Bound {
		o.Title, o.NoCover, o.NoContents, o.RunOn = "", true, true, false
	}
	if c.NoPictures {
		o.Article = func(ctx context.Context, id paper.ArticleID) (*paper.Article, error) {
			a, err := j.Base.Article(ctx, id)
			if a == nil || err != nil {
				return nil, err
			}
			bare := *a
			bare.Blocks = slices.DeleteFunc(slices.Clone(a.Blocks), func(b paper.Block) bool { return b.Kind == paper.Figure })
			return &bare, nil
		}
	}
	return o, nil
}

// Write writes the pages the screen shows as a PDF. Articles that are gone are left out.
// Not for the UI goroutine.
func (j *Job) Write(ctx context.Context, w io.Writer, c Choices) (export.Report, error) {
	o, err := j.options(c)
	if err != nil {
		return export.Report{}, err
	}
	if j.Bound {
		return export.WriteBook(ctx, w, o)
	}
	articles := make([]*paper.Article, 0, len(o.Entries))
	for _, e := range o.Entries {
		a, err := o.Article(ctx, e.ID)
		if err != nil {
			return export.Report{}, fmt.Errorf("article %s: %w", e.ID, err)
		}
		if a != nil {
			articles = append(articles, a)
		}
	}
	return export.Write(ctx, w, articles, export.PDF, o.Options)
}

// WriteDOCX writes a clipping book as a Word document to the file out, whole or not at all.
// Not for the UI goroutine.
func (j *Job) WriteDOCX(ctx context.Context, out string, c Choices) (export.Report, error) {
	o, err := j.options(c)
	if err != nil {
		return export.Report{}, err
	}
	return export.BookDOCX(ctx, out, o)
}

// A setting is a document being set, as sheets. Its methods may be called on any goroutine.
type setting struct {
	*typeset.Preview
	impose  typeset.Imposition
	picture func(media string) ([]byte, error)
	cancel  func() // no more articles are read

	// seen is held while sheets to be seen are set and painted. Who sets the rest waits for
	// them before each page; they never wait for it.
	seen sync.Mutex
}

// set begins to set the pages, which takes no time; [extend] goes on with it.
func (j *Job) set(c Choices) (*setting, error) {
	o, err := j.options(c)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	var p *typeset.Preview
	// Not on the UI goroutine, which is locked to its thread: the coroutine in a preview can
	// be gone on with only by goroutines that are locked, or not, as its maker was.
	async.Meanwhile(func() { p, err = export.Preview(ctx, o) })()
	if err != nil {
		cancel()
		return nil, err
	}
	s := &setting{Preview: p, impose: o.Impose, picture: o.Picture, cancel: cancel}
	if s.picture == nil {
		s.picture = func(media string) ([]byte, error) { return nil, fmt.Errorf("picture %s: not at hand", media) }
	}
	return s, nil
}

// chosen are the numbers of the pages to be printed, of front matter and of the rest, as
// far as they are known.
func (s *setting) chosen() (front, body []int, known bool) {
	all, until, known := s.Pages()
	for n := 1; n <= all; n++ {
		switch {
		case !s.impose.Has(n):
		case n <= until:
			front = append(front, n)
		default:
			body = append(body, n)
		}
	}
	return front, body, known
}

// up is how many pages a sheet holds.
func (s *setting) up() int { return max(s.impose.Up, 1) }

// fills is how many sheets pages fill.
func (s *setting) fills(pages []int) int { return (len(pages) + s.up() - 1) / s.up() }

// count tells how many sheets there are: an estimate until known.
func (s *setting) count() (n int, known bool) {
	front, body, known := s.chosen()
	return s.fills(front) + s.fills(body), known
}

// on are the numbers of the pages on sheet n, from 1; none where there is no such sheet.
func (s *setting) on(n int) (pages []int, known bool) {
	pages, body, known := s.chosen()
	if f := s.fills(pages); n > f {
		pages, n = body, n-f
	}
	from := min(max(n-1, 0)*s.up(), len(pages))
	return pages[from:min(from+s.up(), len(pages))], known
}

// pages names the document's pages on n sheets from one on, as [typeset.ParsePageRanges] reads them.
func (s *setting) pages(from, n int) string {
	var names []string
	for i := range n {
		pages, _ := s.on(from + i)
		for _, p := range pages {
			names = append(names, strconv.Itoa(p))
		}
	}
	return strings.Join(names, ",")
}

// sheet is sheet n, from 1; final says that it will not change.
func (s *setting) sheet(n int) (sheet *typeset.Page, final bool, err error) {
	numbers, final := s.on(n)
	plain := s.impose
	plain.Pages = nil
	pages := func(yield func(*typeset.Page, error) bool) {
		for _, k := range numbers {
			page, done, err := s.Page(k)
			final = final && done
			if !yield(page, err) || err != nil {
				return
			}
		}
	}
	for p, err := range typeset.Impose(pages, plain) {
		if err != nil || sheet != nil {
			return sheet, final, err
		}
		sheet = p
	}
	if sheet == nil {
		err = fmt.Errorf("sheet %d: %w", n, typeset.ErrNoPage)
	}
	return sheet, final, err
}

// more sets one more page, when nothing is to be seen, and reports whether all is set.
func (s *setting) more() (done bool, err error) {
	s.seen.Lock()
	//lint:ignore SA2001 it is only waited for
	s.seen.Unlock()
	return s.Extend(0)
}

// show sets the sheets of a view and paints them, before anything else is set.
func (s *setting) show(painter *raster.Painter, v *view) (p picture, err error) {
	s.seen.Lock()
	defer s.seen.Unlock()
	p.final = true
	for n := v.at; n < v.at+v.available; n++ {
		sheet, final, err := s.sheet(n)
		if err != nil {
			return p, err
		}
		p.sheets, p.final = append(p.sheets, sheet), p.final && final
	}
	p.paint(painter, s, v)
	return p, nil
}

// print paints sheet n and its pictures, whatever time they take.
func (s *setting) print(p *raster.Painter, sheet *typeset.Page, dst *image.RGBA, v raster.View) {
	waiting := p.Page(dst, sheet, v, &raster.Printed)
	if len(waiting) == 0 {
		return
	}
	for i := range waiting {
		data, err := s.picture(waiting[i].Media)
		p.Ready(&waiting[i], v.Scale, data, err)
	}
	p.Page(dst, sheet, v, &raster.Printed)
}
