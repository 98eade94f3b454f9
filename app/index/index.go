// Package index finds articles: a bleve index that is a cache of the archive and can
// be made anew from it at any time. It is the only user of bleve. It is not the
// truth about anything: what an article says is asked of the [Source].
//
// [Open] a folder; where that says [ErrStale], [Create] it and [Index.Apply] every
// article of the archive in batches of a few hundred, each with the archive's change
// sequence. [Index.Seq] tells later where to go on. One process at a time holds an
// index; Open and Create of a held one fail with [ErrHeld] within half a second.
package index

import (
	"context"
	"errors"

	"baoge/app/paper"
)

// ErrStale says that a folder holds no index that can be used: none, a damaged one,
// or one of another analyser version. Create makes it anew.
var ErrStale = errors.New("no usable index")

// ErrHeld says that another process holds the index.
var ErrHeld = errors.New("index is held by another process")

// ErrClosed is returned by every method after Close.
var ErrClosed = errors.New("index is closed")

// A Source hands out the stored articles of an archive, for the second stage of
// ranking and for phrases. Articles that are gone are left out or nil; the order is free.
type Source interface {
	Articles(ctx context.Context, ids []paper.ArticleID) ([]*paper.Article, error)
}

// Sort is the order of hits.
type Sort int

// The orders. Newest first puts articles without a date last.
const (
	Relevance Sort = iota
	Newest
	Oldest
)

// Options of a search.
type Options struct {
	Limit  int // hits returned at most; 0 means 20
	Offset int // hits left out before them
	Sort   Sort
	Facets bool // count years, authors, page labels, sections
}

// A Hit is one article found.
type Hit struct {
	ID    paper.ArticleID
	Score float64 // falls from hit to hit when sorted by relevance; else 0
}

// A Count is one value of a facet and how many of the found articles have it.
type Count struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// The facets of a Result.
const (
	FacetYear    = "year"    // ascending
	FacetAuthor  = "author"  // these by count, at most 50 values each
	FacetLabel   = "label"   // page label
	FacetSection = "section" //
	FacetField   = "field"   // title and body: how many 标题: or 正文: before the line finds; they overlap
)

// A Result is what a search found.
type Result struct {
	Total   int  // articles found
	AtLeast bool // there may be more than Total; counting them would have cost too long
	Hits    []Hit
	Facets  map[string][]Count // nil unless asked for
	// Nearest says that no article has all that was asked, and that the hits are
	// those that have most of it.
	Nearest bool
	// Missing are the parts of the query that no article has which the rest of it would
	// leave, as they are typed; set only where nothing has all that was asked.
	Missing    []string
	Suggestion string // another line to try, which finds something; or ""
}
