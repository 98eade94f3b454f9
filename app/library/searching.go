package library

import (
	"context"
	"errors"
	"strings"
	"time"

	"baoge/app/archive"
	"baoge/app/index"
	"baoge/app/paper"
	"baoge/app/query"
)

// What a search speaks in, from the packages below.
type (
	Snippet = index.Snippet
	Count   = index.Count
	Warning = query.Warning
	Sort    = index.Sort
)

// The orders of hits.
const (
	Relevance = index.Relevance
	Newest    = index.Newest
	Oldest    = index.Oldest
)

// SearchOptions of a search.
type SearchOptions struct {
	Limit, Offset int // a limit of 0 means 20
	Sort          Sort
	Facets        bool
	Snippets      int // snippets a hit, at most
}

// mostShown is how many hits of one page have snippets and places: a list shows some dozens,
// and to cut snippets of thousands takes seconds.
const mostShown = 500

// A Hit is one article found. On a page of more than 500 hits those after them have neither
// snippets nor places.
type Hit struct {
	Summary  paper.Summary
	Score    float64
	Snippets []Snippet
	Places   int // marks in the whole article
}

// A SearchResult is one page of hits with what belongs to them.
type SearchResult struct {
	Total      int
	AtLeast    bool    // Total is a lower bound: counting would cost too long
	TookMS     float64 // milliseconds
	Hits       []Hit
	Facets     map[string][]Count // nil unless asked for
	Suggestion string             // another line to try, "" when none
	Warning    *Warning           // what was wrong with the line; nil when nothing
	Nearest    bool               // nothing had all the words: these are the nearest
	Missing    []string           // with no exact hit: the parts of the line that stand nowhere in what the rest leaves
	Partial    bool               // the index is still being built
}

// Search answers a search line. It waits until the index can be searched, only as
// long as ctx; while the index is being built it answers with what there is. A line that
// asks for tags fails with [ErrNoUser] where there are none to be had.
func (l *Library) Search(ctx context.Context, line string, o SearchOptions) (*SearchResult, error) {
	var found *SearchResult
	err := l.withIndex(ctx, func(x *index.Index, s State) (err error) {
		began := time.Now()
		if found, err = l.search(ctx, x, line, o); err == nil {
			found.Partial = s.Phase == Indexing
			found.TookMS = milliseconds(time.Since(began))
		}
		return err
	})
	return found, err
}

// WellFormed is a line as it is searched for, of a malformed one its plain words, with what is
// wrong with it: so a longer line can be made of it.
func WellFormed(line string) (string, *Warning) {
	q, w := query.Parse(line)
	if w == nil {
		return line, nil
	}
	return q.String(), w
}

// withIndex calls fn with an open index, again when the index was exchanged under it.
func (l *Library) withIndex(ctx context.Context, fn func(*index.Index, State) error) error {
	if l.keeper == nil {
		return ErrNoIndex
	}
	if !l.Writable() { // another program may have written
		l.keeper.nudge()
	}
	for {
		var state State
		x, err := l.keeper.wait(ctx, func(x *index.Index, s State) bool {
			state = s
			return x != nil
		})
		if err == nil {
			err = fn(x, state)
		}
		if !errors.Is(err, index.ErrClosed) || state.Phase == Broken || ctx.Err() != nil {
			return err
		}
		if y, s, _ := l.keeper.now(); y == x || s.Phase == Broken {
			return err
		}
	}
}

func (l *Library) search(ctx context.Context, x *index.Index, line string, o SearchOptions) (*SearchResult, error) {
	q, warning := query.Parse(line)
	q, err := l.ownTags(ctx, q) // before the names: a tag that is called as a person is stays one word
	if err == nil {
		q, err = l.oneName(ctx, q)
	}
	if err != nil {
		return nil, err
	}
	res, err := x.Search(ctx, q, index.Options{Limit: o.Limit, Offset: o.Offset, Sort: o.Sort, Facets: o.Facets})
	if err != nil {
		return nil, err
	}
	out := &SearchResult{
		Total: res.Total, AtLeast: res.AtLeast, Facets: res.Facets,
		Suggestion: res.Suggestion, Warning: warning, Nearest: res.Nearest, Missing: res.Missing,
	}
	out.Hits, err = l.join(ctx, q, res.Hits, o.Snippets)
	return out, err
}

// join reads what a list shows of the articles found.
func (l *Library) join(ctx context.Context, q query.Query, found []index.Hit, snippets int) ([]Hit, error) {
	ids := make([]paper.ArticleID, len(found))
	for i, h := range found {
		ids[i] = h.ID
	}
	rows, err := l.archive.Summaries(ctx, ids)
	if err != nil {
		return nil, err
	}
	articles, err := l.archive.Present(ctx, ids[:min(mostShown, len(ids))])
	if err != nil {
		return nil, err
	}
	return hits(q, found, rows, articles, snippets), nil
}

// hits joins what the index found with what the archive says; an article removed
// between the two is left out. Those of the first articles have their snippets.
func hits(q query.Query, found []index.Hit, rows []paper.Summary, articles []*paper.Article, snippets int) []Hit {
	text := make(map[paper.ArticleID]*paper.Article, len(articles))
	for _, a := range articles {
		text[a.ID] = a
	}
	row := make(map[paper.ArticleID]paper.Summary, len(rows))
	for _, r := range rows {
		row[r.ID] = r
	}
	marker := index.NewMarker(q)
	var out []Hit
	for i, f := range found {
		a, r := text[f.ID], row[f.ID]
		if r.ID == "" || a == nil && i < mostShown {
			continue
		}
		h := Hit{Summary: r, Score: f.Score}
		if a != nil {
			h.Snippets, h.Places = marker.Snippets(a, snippets)
		}
		out = append(out, h)
	}
	return out
}

// Marks gives the places of the search line's words in an article, in reading order.
// It needs no index.
func (l *Library) Marks(line string, a *paper.Article) []paper.Span {
	q, _ := query.Parse(line)
	if all, err := l.oneName(context.Background(), q); err == nil { // else the marks of the name as typed
		q = all
	}
	return index.Marks(q, a)
}

// Like finds at most limit articles (20 when 0) that are like one of this library, the
// likest first, itself left out; it may find none. A Score runs from 0 to 1: the share of
// what the article is about that the other has too. Hits have their Summary and, as many
// as snippets, their opening; no marks. Errors: archive.ErrNotFound, and those of Search.
func (l *Library) Like(ctx context.Context, id paper.ArticleID, limit, snippets int) ([]Hit, error) {
	a, err := l.archive.Article(ctx, id)
	if err != nil {
		return nil, err
	}
	var out []Hit
	err = l.withIndex(ctx, func(x *index.Index, _ State) error {
		found, err := x.Like(ctx, a, limit)
		if err != nil {
			return err
		}
		out, err = l.join(ctx, query.Query{}, found, snippets)
		return err
	})
	return out, err
}

// A Suggestion is a line that a person may be about to type.
type Suggestion struct {
	Text  string // what to show: a name, a section, a headline
	Line  string // the search line it stands for
	Kind  SuggestionKind
	Count int             // articles of a name or section; 0 for a headline
	ID    paper.ArticleID // of a headline's article, else ""
}

// SuggestionKind says what a Suggestion is.
type SuggestionKind int

// The kinds, in the order in which they are listed.
const (
	SuggestName SuggestionKind = iota
	SuggestSection
	SuggestHeadline
)

// Suggest lists at most n lines that begin with what is typed, or sound so in pinyin, and
// headlines that have it in them: a third each of names, of sections and of headlines
// where there are enough. While the index cannot be searched it lists nothing.
func (l *Library) Suggest(ctx context.Context, typed string, n int) ([]Suggestion, error) {
	if l.keeper == nil || n <= 0 {
		return nil, nil
	}
	x, _, _ := l.keeper.now()
	if x == nil {
		return nil, nil
	}
	s, err := x.Suggest(ctx, typed, n)
	if errors.Is(err, index.ErrClosed) || errors.Is(err, index.ErrStale) {
		return nil, nil // the search itself will tell
	}
	if err != nil {
		return nil, err
	}
	rows, err := l.archive.Summaries(ctx, s.Headlines)
	if err != nil {
		return nil, err
	}
	var heads []Suggestion
	seen := map[string]bool{}
	for _, r := range rows {
		if r.Headline != "" && !seen[r.Headline] {
			seen[r.Headline] = true
			heads = append(heads, Suggestion{Text: r.Headline, Line: exactly(query.Title, r.Headline), Kind: SuggestHeadline, ID: r.ID})
		}
	}
	values := func(counts []Count, field query.Field, kind SuggestionKind) (out []Suggestion) {
		for _, c := range counts {
			out = append(out, Suggestion{Text: c.Value, Line: exactly(field, c.Value), Kind: kind, Count: c.Count})
		}
		return out
	}
	return shared(n, values(s.Names, query.Author, SuggestName), values(s.Sections, query.Section, SuggestSection), heads), nil
}

// exactly is the line that finds a text in a field; "" for no text.
func exactly(field query.Field, text string) string {
	if text = strings.Join(strings.Fields(text), " "); text == "" {
		return ""
	}
	return query.Query{Root: query.In{Field: field, Node: query.Phrase(text)}}.String()
}

// Quoted writes a text as a phrase of a search line, also one that has quotation marks in it.
func Quoted(text string) string { return query.Quote(text) }

// Unquoted is the text that Quoted wrote so; ok is false for other lines.
func Unquoted(line string) (text string, ok bool) { return query.Unquote(line) }

// shared takes from each list in turn until there are n, and keeps the lists together.
func shared(n int, lists ...[]Suggestion) []Suggestion {
	take := make([]int, len(lists))
	for more := true; more && n > 0; {
		more = false
		for i, l := range lists {
			if take[i] < len(l) && n > 0 {
				take[i]++
				n--
				more = true
			}
		}
	}
	var out []Suggestion
	for i, l := range lists {
		out = append(out, l[:take[i]]...)
	}
	return out
}

// A Ranked is one article of a ranking.
type Ranked struct {
	ID         paper.ArticleID
	ExternalID string // "" when it has none
	Score      float64
}

// Rank orders the articles by a plain text: no operators, no word required. took is
// the time of the search alone.
func (l *Library) Rank(ctx context.Context, text string, limit int) (ranked []Ranked, took time.Duration, err error) {
	var found []index.Hit
	err = l.withIndex(ctx, func(x *index.Index, _ State) (err error) {
		began := time.Now()
		found, err = x.SearchText(ctx, text, limit)
		took = time.Since(began)
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	ids := make([]paper.ArticleID, len(found))
	for i, f := range found {
		ids[i] = f.ID
	}
	external, err := l.archive.ExternalIDs(ctx, ids)
	if err != nil {
		return nil, 0, err
	}
	for _, f := range found {
		ranked = append(ranked, Ranked{f.ID, external[f.ID], f.Score})
	}
	return ranked, took, nil
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// FormatVersion is the format of the libraries this program makes.
func FormatVersion() int { return archive.FormatVersion }

// AnalyserVersion names how the index cuts text; an index of another version is made anew.
func AnalyserVersion() string { return index.Version() }
