package library

import (
	"context"
	"errors"

	"baoge/app/index"
	"baoge/app/paper"
	"baoge/app/query"
)

// SearchOptions of a search. The zero value asks for nothing: set Limit.
type SearchOptions struct {
	Limit, Offset int
	ByDate        bool // newest first instead of best first
	Facets        bool
	Snippets      int // snippets a hit, at most
}

// A Hit is one article found.
type Hit struct {
	Summary  paper.Summary
	Score    float64
	Snippets []index.Snippet
	Places   int // marks in the whole article
}

// A SearchResult is one page of hits with what belongs to them.
type SearchResult struct {
	Total      int
	AtLeast    bool    // Total is a lower bound: counting would cost too long
	TookMS     float64 // milliseconds
	Hits       []Hit
	Facets     map[string][]index.Count
	Suggestion string         // another spelling, "" when none
	Warning    *query.Warning // what was wrong with the line; nil when nothing
	Nearest    bool           // nothing had all the words: these are the nearest
	Partial    bool           // the index is still being built
}

// Search answers a search line. It waits until the index can be searched, only as
// long as ctx; while the index is being built it answers with what there is.
func (l *Library) Search(ctx context.Context, line string, o SearchOptions) (*SearchResult, error) {
	return nil, errors.ErrUnsupported
}

// Marks gives the places of the search line's words in an article, in reading order.
// It needs no index.
func (l *Library) Marks(line string, a *paper.Article) []paper.Span {
	return nil
}
