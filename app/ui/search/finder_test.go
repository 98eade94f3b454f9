package search

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"baoge/app/library"
	"baoge/app/paper"
)

// finder answers every line with a given number of hits.
type finder struct {
	hits   int
	result library.SearchResult // what comes with them
	asked  []string             // lines, with the offset where it is not 0
	orders []library.Sort
	phase  library.Phase
	fail   error

	suggestions []library.Suggestion
	past        []string // the last one first
	forgotten   []string
	saved       []library.SavedSearch
	counted     int
	during      func(context.Context) // happens while a search runs; may be nil
}

func (f *finder) Search(ctx context.Context, line string, o library.SearchOptions) (*library.SearchResult, error) {
	if f.during != nil {
		f.during(ctx)
	}
	if o.Offset > 0 {
		line = fmt.Sprintf("%s@%d", line, o.Offset)
	}
	f.asked, f.orders = append(f.asked, line), append(f.orders, o.Sort)
	if f.fail != nil {
		return nil, f.fail
	}
	r := f.result
	r.Total = f.hits
	for i := o.Offset; i < min(o.Offset+o.Limit, f.hits); i++ {
		r.Hits = append(r.Hits, library.Hit{Summary: paper.Summary{ID: paper.ArticleID(fmt.Sprint(i)), Headline: "礼让斑马线"}, Places: 3,
			Snippets: []library.Snippet{{Text: "积极礼让行人", Marks: [][2]int{{2, 4}}}}})
	}
	return &r, nil
}

func (f *finder) Marks(string, *paper.Article) []paper.Span {
	return []paper.Span{{Part: paper.Part{Field: paper.FieldHeadline}, Start: 0, End: 2}, {Part: paper.Part{Field: paper.FieldBlock}, Start: 1, End: 2}}
}

func (f *finder) Like(_ context.Context, id paper.ArticleID, limit, _ int) ([]library.Hit, error) {
	f.asked = append(f.asked, fmt.Sprintf("like %s", id))
	return make([]library.Hit, min(f.hits, limit)), nil
}

func (f *finder) Suggest(_ context.Context, typed string, n int) (out []library.Suggestion, _ error) {
	for _, s := range f.suggestions {
		if strings.HasPrefix(s.Text, typed) && len(out) < n {
			out = append(out, s)
		}
	}
	return out, nil
}

func (f *finder) PastSearches(_ context.Context, text string, limit int) (out []string, _ error) {
	for _, p := range f.past {
		if strings.Contains(p, text) && len(out) < limit {
			out = append(out, p)
		}
	}
	return out, nil
}

func (f *finder) Searched(_ context.Context, line string) error {
	f.past = append([]string{line}, slices.DeleteFunc(f.past, func(p string) bool { return p == line })...)
	return nil
}

func (f *finder) ForgetSearch(_ context.Context, line string) error {
	f.forgotten = append(f.forgotten, line)
	f.past = slices.DeleteFunc(f.past, func(p string) bool { return p == line })
	return nil
}

func (f *finder) ForgetSearches(context.Context) error {
	f.past = nil
	return nil
}

func (f *finder) SavedSearches(context.Context) ([]library.SavedSearch, error) {
	return slices.Clone(f.saved), nil
}

func (f *finder) SaveSearch(_ context.Context, s library.SavedSearch) (int64, error) {
	if s.ID == 0 {
		s.ID = int64(len(f.saved) + 1)
	}
	f.saved = append(slices.DeleteFunc(f.saved, func(o library.SavedSearch) bool { return o.ID == s.ID }), s)
	return s.ID, nil
}

func (f *finder) DeleteSearch(_ context.Context, id int64) error {
	f.saved = slices.DeleteFunc(f.saved, func(o library.SavedSearch) bool { return o.ID == id })
	return nil
}

func (f *finder) CountSearches(context.Context) ([]library.SavedSearch, error) {
	f.counted++
	for i := range f.saved {
		f.saved[i].Hits = 40 + f.counted
	}
	return slices.Clone(f.saved), nil
}

func (f *finder) Status() library.State { return library.State{Phase: f.phase} }
