// Package ingest turns source files into articles: it finds the files, tells
// their format and encoding, reads a page through the grammar of a printed page,
// and accounts for every character. It writes nothing; the library does.
//
// Begin with [Walk] for the files, [IsRows] to tell bulk rows from pages, then
// [Read] for a page and [Rows] for JSON Lines. [ReadPage] does the same for bytes
// at hand and touches no disk.
//
// What becomes of a file depends on its bytes, its name (for the date and page
// number), the options and [RulesVersion] alone: no dictionary, no roster, no
// clock. The same file gives the same articles on every machine.
//
// Everything here is safe for concurrent use; nothing starts a goroutine.
package ingest

import (
	"baoge/app/ingest/format"
	"baoge/app/ingest/page"
	"baoge/app/paper"
)

// RulesVersion names the rules a file was read with. It changes whenever the
// same bytes could become other articles.
const RulesVersion = "1"

// MaxPage is the size in bytes beyond which a page file is refused with [ErrTooLarge].
// A newspaper page holds about 30 kB of text; a file of this size is not one page.
const MaxPage = 32 << 20

// MaxRow is the length in bytes beyond which one JSON Lines row is refused with [ErrTooLarge].
const MaxRow = 16 << 20

// The reasons a file, folder or row is refused. Every error returned here that is
// about one of them wraps it and names the file; test with errors.Is.
var (
	ErrEmpty         = format.ErrEmpty         // no text in the file
	ErrBinary        = format.ErrBinary        // not text: noise or a binary format
	ErrEncoding      = format.ErrEncoding      // text, but in no encoding known
	ErrUnknownFormat = format.ErrUnknownFormat // a format that is not read
	ErrTooLarge      = format.ErrTooLarge      // beyond MaxPage or MaxRow
	ErrBadRow        = format.ErrBadRow        // a JSON Lines row that is not an article
	ErrNoText        = format.ErrNoText        // one without text; it is an ErrBadRow too
	ErrAccount       = page.ErrAccount         // characters unaccounted for: a defect of the rules
)

// A KindError is an ErrUnknownFormat that knows the format: PDF, ZIP, HTML.
type KindError = format.KindError

// Options say what the person knows of the files: they go before what path and text tell.
// Empty fields are unknown.
type Options struct {
	Date        paper.Date
	Page        string // page number: 2, A1
	PageLabel   string // 版名: 要闻
	Publication string
	Section     string
}

// An Account counts characters of the decoded source that are neither white
// space nor format markup: Total = Article + Label + Leftover.
type Account = page.Account

// A File is one page file read into articles. The articles have no IDs yet;
// their order is their order on the page. Labels are rubrics without an article
// and folio lines; Leftover is text outside any article.
type File struct {
	Source   paper.Source
	Articles []*paper.Article
	Labels   []string
	Leftover []string
	Repairs  []paper.Repair // in order of Offset
	Chars    Account
}
