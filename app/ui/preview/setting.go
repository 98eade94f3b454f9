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

// A setting is a document being set, as sheets. Its methods may be called on any goroutine.
type setting struct {
	*typeset.Preview
	impose  typeset.Imposition
	picture func(media string) ([]byte, error)
	cancel  func()     // no more articles are read
	turn    sync.Mutex // who sets: a sheet to be seen goes before the rest
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

// pages names the document's pages on n sheets from one on, as [typeset.ParsePageRanges] reads them.
func (s *setting) pages(from, n int) string {
	sheets, _ := s.sheets()
	var names []string
	for i := max(from-1, 0); i < min(from-1+n, len(sheets)); i++ {
		for _, p := range sheets[i] {
			names = append(names, strconv.Itoa(p))
		}
	}
	return strings.Join(names, ",")
}

// sheets are the pages of each sheet there is, as far as that is known.
func (s *setting) sheets() (sheets [][]int, known bool) {
	all, front, known := s.Pages()
	part := func(from, to int) {
		var pages []int
		for n := from; n <= to; n++ {
			if s.impose.Has(n) {
				pages = append(pages, n)
			}
		}
		sheets = slices.AppendSeq(sheets, slices.Chunk(pages, max(s.impose.Up, 1)))
	}
	part(1, front)
	part(front+1, all)
	return sheets, known
}

// count tells how many sheets there are: an estimate until known.
func (s *setting) count() (n int, known bool) {
	sheets, known := s.sheets()
	return len(sheets), known
}

// sheet is sheet n, from 1; final says that it will not change.
func (s *setting) sheet(n int) (sheet *typeset.Page, final bool, err error) {
	s.turn.Lock()
	defer s.turn.Unlock()
	sheets, final := s.sheets()
	if n < 1 || n > len(sheets) {
		return nil, false, fmt.Errorf("sheet %d of %d: %w", n, len(sheets), typeset.ErrNoPage)
	}
	plain := s.impose
	plain.Pages = nil
	pages := func(yield func(*typeset.Page, error) bool) {
		for _, k := range sheets[n-1] {
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
