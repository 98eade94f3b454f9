package archive

import (
	"slices"

	"baoge/app/paper"
)

// Status is what became of a source at an import.
type Status string

// The statuses. Unchanged wrote nothing.
const (
	Imported  Status = "imported"
	Updated   Status = "updated"
	Unchanged Status = "unchanged"
)

// A Page is one page file as the importer read it. Articles have no IDs yet.
type Page struct {
	Source   paper.Source
	Origin   string // the file's absolute path, which tells that a path has come before; "" when it has none
	Articles []*paper.Article
	Labels   []string
	Leftover []string
	Repairs  []paper.Repair
}

// A Rows is a batch of JSON Lines rows of one source.
type Rows struct {
	Articles []*paper.Article
	Raw      [][]byte // each row's own bytes: its identity when it has no external ID
	Lines    []int    // each row's line, from 1: its place
}

// Added tells what an import of one page or one batch did.
type Added struct {
	Status   Status
	IDs      []paper.ArticleID // every article of the source, also the unchanged
	New      int               // articles that were not in the library before
	Changed  int               // articles whose content or metadata changed
	Other    string            // SHA-256 of an earlier file of the same path with other bytes, kept beside this one; else ""
	Replaced string            // SHA-256 of the file this one replaced; else ""
}

// A Filter narrows a list. The zero Filter lists everything.
type Filter struct {
	From, To    paper.Date // inclusive; an unknown date is an open end
	Undated     bool       // only articles without a date
	Page        string     // the page's number; "" is any
	Author      string     // one name of a credit, exactly; "" is any
	Section     string     // "" is any
	Publication string     // "" is any
	Source      string     // SHA-256 of the source file; "" is any
}

// A Change is one article put or removed, in the order it happened.
type Change struct {
	Seq     int64
	ID      paper.ArticleID
	Removed bool
}

// A Month is a month of the calendar that has articles.
type Month struct {
	Year, Month int
	Articles    int
}

// A PageCount is a page number and how many articles stand on it. The page is "" where it is unknown.
type PageCount struct {
	Page     string
	Label    string // its page label on the last day it has
	Articles int
}

// Counts are the sizes of a library.
type Counts struct {
	Articles, Undated, Days, Sources int
}

// A SourceInfo is a source without its bytes.
type SourceInfo struct {
	Path, SHA256, Format, Rules string
	Size                        int64 // bytes
	Articles                    int
}

// clone copies an article so that the caller's stays as it was.
func clone(a *paper.Article) *paper.Article {
	c := *a
	c.Credits, c.Blocks = slices.Clone(a.Credits), slices.Clone(a.Blocks)
	return &c
}
