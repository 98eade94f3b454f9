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
	Given    Metadata // what a person said of the file, by options: it goes before what is known
	Labels   []string
	Leftover []string
	Repairs  []paper.Repair
	Chars    Account
	Media    []paper.Medium // the pictures that figures and scans name
	Scans    []Scan
	Reading  []byte // what an OCR engine read of the file; nil where none did
}

// Metadata is what can be known of an article beside its text. Empty fields are unknown.
type Metadata struct {
	Date                                  paper.Date
	Page, PageLabel, Publication, Section string
}

// An Account counts the characters of a source that are neither white space nor markup.
type Account struct {
	Total    int `json:"total"`
	Article  int `json:"article"`
	Label    int `json:"label"`
	Leftover int `json:"leftover"`
}

// How says what an import may do with what is there already.
type How struct {
	Job     int64  // the job it belongs to; 0 is none
	Who     string // who imports
	Replace bool   // a file whose path came before with other bytes takes its place
	Renew   bool   // a file known by its bytes is read anew: its articles take what newer rules made of them
}

// A Lost is an article of which something set by hand could not be carried over.
type Lost struct {
	ID       paper.ArticleID
	Headline string
	Fields   []string // names as in an article's JSON
	Gone     bool     // the article itself did not come again
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
	Same     string            // path the same bytes came by before, where it is another; else ""
	Older    bool              // the file is known, and was read with other rules than now; Renew would read it anew
	Arranged bool              // a person arranged the page's articles, so that Renew left it as it is
	Lost     []Lost            // what was set by hand and is no more
}

// A Filter narrows a list. The zero Filter lists everything.
type Filter struct {
	From, To    paper.Date // inclusive; an unknown date is an open end
	Undated     bool       // only articles without a date
	Page        string     // the page's number; "" is any
	Author      string     // a name of a credit or one merged with it; "" is any
	Section     string     // "" is any
	Publication string     // "" is any
	Source      string     // SHA-256 of the source file; "" is any
	Job         int64      // the import that brought it; 0 is any
	Withdrawn   bool       // only withdrawn articles, which else are left out
	Among       IDSet      // only these articles; "" is any
}

// An IDSet is a set of articles that a Filter can hold; "" is no set at all, and the empty
// set holds none.
type IDSet string

// SetOf makes a set.
func SetOf(ids []paper.ArticleID) IDSet {
	if ids == nil {
		ids = []paper.ArticleID{}
	}
	return IDSet(toJSON(ids))
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
