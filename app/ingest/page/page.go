// Package page is the grammar of a printed page: it takes the text of one page,
// as OCR or a typist left it, and gives back the articles that were printed on it.
// It heals column breaks, widens the marks OCR narrowed, tells headlines, credits,
// captions, subheadings and lists apart, and accounts for every character.
//
// Begin with [Parse]. The package is pure: the same text gives the same page.
// Time and memory are linear in the length of the text, whatever it holds.
package page

import (
	"errors"

	"baoge/app/paper"
)

// ErrAccount says that characters were lost or doubled: a defect of the rules,
// never of the file. Nothing of such a page may be saved.
var ErrAccount = errors.New("characters unaccounted for")

// An Account counts the characters of the decoded source that are neither white
// space nor format markup (heading and list signs, tags, comments).
// Total is counted on the source, the other three on what came out;
// they agree: Total = Article + Label + Leftover.
type Account struct {
	Total    int `json:"total"`
	Article  int `json:"article"`
	Label    int `json:"label"`
	Leftover int `json:"leftover"`
}

// A Page is what one page's text became.
type Page struct {
	Articles []*paper.Article // in printed order, without IDs
	Labels   []string         // rubrics without an article, folio lines
	Leftover []string         // text that belongs to no article
	Repairs  []paper.Repair   // in order of Offset
	Chars    Account
	Folio    Folio
}

// A Folio is what a line at the head or foot of the page says of it; unknown parts are zero.
type Folio struct {
	Date        paper.Date
	Page        string
	PageLabel   string
	Publication string
}
