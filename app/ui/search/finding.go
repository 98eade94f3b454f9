package search

import (
	"context"
	"strings"
	"time"

	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/ui/async"
)

// likest is how many articles like another are looked for.
const likest = 50

// A hit is a found article with the marks of its headline.
type hit struct {
	library.Hit
	marks [][2]int // of Summary.Headline
}

// A finding is one search: its line, its hits as far as they were read, and what
// came with the first of them.
type finding struct {
	line   string
	typed  string
	shift  int // runes of line before where a warning about it counts from
	like   *paper.Summary
	pages  async.Pages[hit]
	hits   func(ctx context.Context, limit, offset int) ([]hit, int, error) // any hits, off the UI goroutine
	result *library.SearchResult
}

// A question is what a finding asks, read off the screen: its fetch runs elsewhere.
type question struct {
	lib     Library
	line    string
	typed   string
	filters []Filter
	order   library.Sort
	like    *paper.Summary
}

// run searches for what is typed. The old hits stay until the new ones come.
func (s *Screen) run() {
	s.wait.Cancel()
	s.end()
	if s.lib == nil || s.typed == "" && s.like == nil {
		return
	}
	if s.lib.Status().Phase == library.NoIndex {
		s.view.without()
		return
	}
	q := question{lib: s.lib, line: narrowed(s.typed, s.filters), typed: s.typed, filters: s.filters, order: s.order, like: s.like}
	f := &finding{line: q.line, typed: q.typed, like: q.like}
	_, wrong := library.WellFormed(s.typed)
	if before, _, found := strings.Cut(f.line, s.typed); found && wrong == nil {
		f.shift = len([]rune(before))
	}
	s.asked = f
	f.hits = func(ctx context.Context, limit, offset int) ([]hit, int, error) {
		r, err := q.ask(ctx, limit, offset, false)
		if err != nil {
			return nil, 0, err
		}
		return headlines(q.lib, "", r.Hits), r.Total, nil
	}
	f.pages = async.Pages[hit]{
		Fetch: func(ctx context.Context, limit, offset int) ([]hit, int, error) {
			r, err := q.ask(ctx, limit, offset, offset == 0)
			if err != nil {
				return nil, 0, err
			}
			if offset == 0 {
				f.result = r // read on the UI goroutine only after this fetch was shown
			}
			return headlines(q.lib, f.line, r.Hits), reach(r, limit, offset), nil
		},
		Total:  func(n int) { s.show(f, n) },
		Filled: func(first, last int) { s.filled(f, first, last) },
		Fail:   func(err error) { s.fail(f, err) },
	}
	if s.lib.Status().Phase == library.Starting {
		s.view.preparing()
	}
	f.pages.Reset()
}

// ask answers a question from an offset on, with facets or without.
func (q *question) ask(ctx context.Context, limit, offset int, facets bool) (*library.SearchResult, error) {
	if q.like != nil {
		began := time.Now()
		hits, err := q.lib.Like(ctx, q.like.ID, likest, 1)
		n := len(hits)
		return &library.SearchResult{Total: n, Hits: hits[min(offset, n):min(offset+limit, n)], TookMS: float64(time.Since(began).Microseconds()) / 1000}, err
	}
	r, err := q.lib.Search(ctx, q.line, library.SearchOptions{Limit: limit, Offset: offset, Sort: q.order, Facets: facets, Snippets: 1})
	if err != nil || !facets {
		return r, err
	}
	if r.Warning == nil { // filters are put around the plain words of a malformed line
		_, r.Warning = library.WellFormed(q.typed)
	}
	return r, q.widen(ctx, r)
}

// widen counts each narrowed facet once more without its own filters: the other values
// stay to be chosen beside the chosen ones.
func (q *question) widen(ctx context.Context, r *library.SearchResult) error {
	for _, g := range groups {
		rest := without(q.filters, g)
		if len(rest) == len(q.filters) {
			continue
		}
		wide, err := q.lib.Search(ctx, narrowed(q.typed, rest), library.SearchOptions{Limit: 1, Facets: true})
		if err != nil {
			return err
		}
		if r.Facets == nil {
			r.Facets = map[string][]library.Count{}
		}
		r.Facets[string(g)] = wide.Facets[string(g)]
	}
	return nil
}

// reach is how long the list of hits is as far as is known. Where the index stopped
// counting, a full page says that another follows.
func reach(r *library.SearchResult, limit, offset int) int {
	switch end := offset + len(r.Hits); {
	case !r.AtLeast:
		return r.Total
	case len(r.Hits) == limit:
		return max(r.Total, end+1)
	default:
		return end
	}
}

// headlines adds the marks of each hit's headline.
func headlines(l Library, line string, hits []library.Hit) []hit {
	out := make([]hit, len(hits))
	for i, h := range hits {
		out[i].Hit = h
		if line == "" {
			continue
		}
		for _, m := range l.Marks(line, &paper.Article{Headline: h.Summary.Headline}) {
			if m.Part.Field == paper.FieldHeadline {
				out[i].marks = append(out[i].marks, [2]int{m.Start, m.End})
			}
		}
	}
	return out
}

// end stops the search under way: its context ends, and nothing of it is shown.
func (s *Screen) end() {
	if s.asked != nil {
		s.asked.pages.Cancel()
		s.asked = nil
	}
}

// show puts a finding's hits in place of the ones before.
func (s *Screen) show(f *finding, n int) {
	if s.found == f {
		s.view.rows.SetCount(n)
		return
	}
	s.found = f
	s.view.rows.Reset(n)
	s.view.describe(f)
	s.side.show(f.result)
	s.saved.update()
	s.dwell()
	if w := f.result.Warning; w != nil {
		s.box.warn(f.typed, max(w.At-f.shift, 0))
	}
	if s.OnFound != nil {
		s.OnFound(f.result)
	}
}

// filled draws hits that came; the first one is opened.
func (s *Screen) filled(f *finding, first, last int) {
	if s.found != f {
		return
	}
	for i := first; i < last; i++ {
		s.view.rows.RedrawRow(i)
	}
	if i := s.view.rows.Selected(); s.late && first <= i && i < last {
		s.selected(i)
	}
	if first == 0 && last > 0 && s.view.rows.Selected() < 0 {
		s.view.rows.Select(0)
		s.takeFocus()
	}
}

func (s *Screen) fail(f *finding, err error) {
	if s.asked == f {
		s.asked = nil
	}
	s.view.failed()
	if s.OnFail != nil {
		s.OnFail(err)
	}
}

func (s *Screen) selected(i int) {
	if s.found == nil {
		return
	}
	h, ok := s.found.pages.At(i)
	s.late = !ok
	if ok && s.OnOpen != nil {
		s.OnOpen(h.Summary.ID, s.found.line)
	}
}
