// Package library is an open archive with its index in step: everything a window
// or a command can ask for. It opens at once; the dictionary and the index come up
// behind it in one goroutine, which then follows every change of the archive.
//
// Begin with [Open], or with [OpenReadOnly] for what needs neither search nor
// writing. [Explain] turns any error met here into a sentence for people.
//
// It knows no window and no command line. All methods are safe for concurrent use.
package library

import (
	"context"
	"fmt"
	"time"

	"baoge/app/archive"
	"baoge/app/ingest"
	"baoge/app/paper"
)

// Nouns of the archive and the importer that callers of a library speak in.
type (
	Filter      = archive.Filter
	Month       = archive.Month
	PageCount   = archive.PageCount
	Counts      = archive.Counts
	SourceInfo  = archive.SourceInfo
	Status      = archive.Status
	PageOptions = ingest.Options
	User        = archive.User
	Known       = archive.Known
	Hand        = archive.Hand
	Edit        = archive.Edit
	Job         = archive.Job
	Undone      = archive.Undone
	Lost        = archive.Lost
	Alias       = archive.Alias
	Account     = archive.Account
	PageEdit    = archive.PageEdit
)

// What may become of a file at an import.
const (
	Imported  = archive.Imported
	Updated   = archive.Updated
	Unchanged = archive.Unchanged
	Failed    = Status("failed")
)

// Options of Open.
type Options struct {
	Create bool  // make a new, empty library where there is none
	User   *User // the person's own database; nil: reading history is not kept
}

// A Library is an open library. Close it.
type Library struct {
	archive *archive.Archive
	user    *User
	keeper  *keeper // nil without search
}

// A Phase says how far dictionary and index have come.
type Phase string

// The phases. Search answers in Indexing (with what there is), CatchingUp and Ready.
const (
	NoIndex    Phase = "none"        // opened without search
	Starting   Phase = "starting"    // dictionary loading, index opening
	Indexing   Phase = "indexing"    // index being built from nothing
	CatchingUp Phase = "catching up" // index some changes behind
	Ready      Phase = "ready"       // every change is in the index
	Broken     Phase = "failed"      // Err says why; reading and browsing go on
)

// State is a moment of the index: Done of Total changes are in it.
type State struct {
	Phase       Phase
	Done, Total int64
	Err         error // of Broken
}

// ID names the library for ever.
func (l *Library) ID() string { return l.archive.ID() }

// Dir is the library's folder.
func (l *Library) Dir() string { return l.archive.Dir() }

// Writable reports whether this library can be imported into.
func (l *Library) Writable() bool { return l.archive.Mode() == archive.ReadWrite }

// Article reads one article, also a withdrawn one, or fails with archive.ErrNotFound.
func (l *Library) Article(ctx context.Context, id paper.ArticleID) (*paper.Article, error) {
	return l.archive.Article(ctx, id)
}

// Articles reads articles in the order of ids, to be handed on: printed, cited, exported.
// An unknown ID fails with archive.ErrNotFound, one withdrawn with archive.ErrWithdrawn.
func (l *Library) Articles(ctx context.Context, ids []paper.ArticleID) ([]*paper.Article, error) {
	found, err := l.archive.Articles(ctx, ids)
	if err != nil {
		return nil, err
	}
	gone, err := l.archive.Withdrawn(ctx, ids)
	if err == nil && len(gone) > 0 {
		err = fmt.Errorf("read: %w", &archive.WithdrawnError{ID: gone[0]})
	}
	if err != nil {
		return nil, err
	}
	return found, nil
}

// Source tells where an article came from.
func (l *Library) Source(ctx context.Context, id paper.ArticleID) (SourceInfo, error) {
	return l.archive.Source(ctx, id)
}

// List gives the articles of f from offset on in printed order (date, page, place
// on the page, unknown last) and how many there are in all. A limit below 0 is none.
func (l *Library) List(ctx context.Context, f Filter, limit, offset int) ([]paper.Summary, int, error) {
	return l.archive.List(ctx, f, limit, offset)
}

// Summaries gives list rows for ids, in their order; unknown ones are left out.
func (l *Library) Summaries(ctx context.Context, ids []paper.ArticleID) ([]paper.Summary, error) {
	return l.archive.Summaries(ctx, ids)
}

// Days tells how many articles each day of a month has; days without are absent.
func (l *Library) Days(ctx context.Context, year, month int) (map[int]int, error) {
	return l.archive.Days(ctx, year, month)
}

// Months lists the months that have articles, oldest first.
func (l *Library) Months(ctx context.Context) ([]Month, error) { return l.archive.Months(ctx) }

// Pages lists the pages articles of f stand on, in natural order (2, 10, A1), unknown last.
func (l *Library) Pages(ctx context.Context, f Filter) ([]PageCount, error) {
	return l.archive.Pages(ctx, f)
}

// Counts gives the sizes of the library.
func (l *Library) Counts(ctx context.Context) (Counts, error) { return l.archive.Counts(ctx) }

// Newest is the time of the last change among articles; zero when none of them is there.
func (l *Library) Newest(ctx context.Context, ids []paper.ArticleID) (time.Time, error) {
	return l.archive.Newest(ctx, ids)
}
