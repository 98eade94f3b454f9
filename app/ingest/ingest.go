// Package ingest turns source files into articles: it finds the files, tells
// their format and encoding, reads a page through the grammar of a printed page,
// and accounts for every character. It writes nothing; the library does.
//
// Begin with [Walk] for the files, [Entry.IsRows] to tell bulk rows from pages, then
// [Entry.Read] for a page and [Rows] for JSON Lines. [ReadPage] does the same for bytes
// at hand and touches no disk.
//
// What becomes of a file depends on its bytes, its name (for the date and page
// number), the options and [RulesVersion] alone: no dictionary, no roster, no
// clock. The same file gives the same articles on every machine. One thing is not of the
// file: what an OCR engine makes of a page scan depends on the engine that is installed.
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
const RulesVersion = "3"

// MaxPage is the size in bytes beyond which text is refused with [ErrTooLarge].
// A newspaper page holds about 30 kB of text; a file of this size is not one page.
const MaxPage = format.MaxText

// MaxLines is the number of lines, or of a document's parts, beyond which a page file is
// refused with [ErrTooLarge]: a page has some hundreds, and each costs memory of its own.
const MaxLines = 200_000

// MaxFile is the size in bytes beyond which any page file is refused with
// [ErrTooLarge]: pictures, PDF and office documents are larger than their text.
const MaxFile = 256 << 20

// MaxRow is the length in bytes beyond which one JSON Lines row is refused with [ErrTooLarge].
const MaxRow = 16 << 20

// The reasons a file, folder or row is refused. Every error returned here that is
// about one of them wraps it and names the file; test with errors.Is.
var (
	ErrEmpty         = format.ErrEmpty         // no text in the file
	ErrBinary        = format.ErrBinary        // not text: noise or a binary format
	ErrEncoding      = format.ErrEncoding      // text, but in no encoding known
	ErrUnknownFormat = format.ErrUnknownFormat // a format that is not read
	ErrTooLarge      = format.ErrTooLarge      // beyond MaxPage, MaxLines or MaxRow
	ErrBadRow        = format.ErrBadRow        // a JSON Lines row that is not an article
	ErrNoText        = format.ErrNoText        // one without text; it is an ErrBadRow too
	ErrAccount       = page.ErrAccount         // characters unaccounted for: a defect of the rules

	ErrDamaged    = format.ErrDamaged    // a container that is cut off or broken: DOCX, EPUB, PDF, ZIP, XML
	ErrEncrypted  = format.ErrEncrypted  // it wants a password
	ErrBomb       = format.ErrBomb       // an archive that would unpack to far more than it holds
	ErrMemberName = format.ErrMemberName // a part of an archive whose name leads out of it, or that is a link
	ErrNested     = format.ErrNested     // an archive inside an archive inside an archive
)

// Notes: a file with one of them was read.
var (
	ErrNoOCR      = format.ErrNoOCR      // a page scan was kept; Tesseract with chi_sim would read it
	ErrUnreadable = format.ErrUnreadable // a page scan was kept; the engine makes nothing of its picture
	ErrNoPicture  = format.ErrNoPicture  // a figure's picture is not there or in no format kept
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

	Pattern *Pattern // how paths tell date and page; nil reads them as names commonly are
	NoOCR   bool     // page scans are kept and not read by an OCR engine, which may take minutes
	Engine  *Engine  // reads the page scans of many files; nil looks for one for each file
	Reading []byte   // File.Reading of the same bytes: what an engine read of them once, which none reads again then
}

// An Engine is the OCR engine of this machine. It is looked for once, when a page scan is to
// be read; new(Engine) looks again. It is safe for concurrent use.
type Engine = format.Engine

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

	Text      string         // the decoded source, which all offsets count runes of
	Places    []Place        // where in Text each stretch of an article stands, in order of From
	Decisions []Decision     // what the rules decided and how sure they are, in order of Offset
	Media     []paper.Medium // what Figures and Scans name, each picture once
	Scans     []Scan         // pictures of the printed page, in order
	Reading   []byte         // what an OCR engine read of it, for Options.Reading: JSON of the lines; nil where none did
	Notes     []error        // what the person should know although the file was read: ErrNoOCR, ErrNoPicture
}

// A Place says that the runes From to To of the decoded source are the text of an
// article's part from its rune Start on; both sides have the same number of runes.
// What no Place covers is markup, white space, a label or leftover.
type Place = page.Place

// A Decision is one thing a rule settled about a page, for the person who reviews it.
type Decision = page.Decision

// A Choice is what was decided.
type Choice = page.Choice

// The choices, as package page has them.
const (
	ChoseJoin       = page.ChoseJoin
	ChosePart       = page.ChosePart
	ChoseCaption    = page.ChoseCaption
	ChoseSubheading = page.ChoseSubheading
	ChoseItem       = page.ChoseItem
	ChoseDeck       = page.ChoseDeck
	ChoseCredit     = page.ChoseCredit
	ChoseHeadline   = page.ChoseHeadline
	ChoseRubric     = page.ChoseRubric
)

// Doubtful is the confidence below which a decision deserves a person's look.
const Doubtful = page.Doubtful

// A Scan is a picture of a printed page, with its words where an engine or an ALTO
// file told them. Boxes are shares of the picture's width and height, from its top
// left corner, so they hold at every size; of the picture as it is stored, which a
// photograph that was taken askew is turned from to be seen (package exif).
type Scan struct {
	Medium string // SHA-256 of the picture, in File.Media
	Page   int    // of a file of several pages, from 1
	Words  []Word // in reading order; may be nil
}

// A Word is a stretch of an article's text and where it was printed.
type Word struct {
	Article    int        // index in File.Articles
	Part       paper.Part // of the article
	Start, End int        // runes of the part
	Box        Box
}

// A Box is a rectangle on a Scan; each value is from 0 to 1.
type Box struct{ Left, Top, Right, Bottom float64 }

// Credits reads a credit line as a person types one: 通讯员 丁竹青 马金. A line that names
// nobody has none.
func Credits(line string) []paper.Credit { return page.Credits(line) }
