package typeset

import (
	"errors"
	"fmt"
	"strings"

	"baoge/app/paper"
)

// Errors a caller decides on.
var (
	ErrPageOptions error = badPage{}                  // a type area that cannot be set
	ErrNoPage            = errors.New("no such page") // a preview asked for what it has not
)

// badPage says for library.Explain what people can do about it.
type badPage struct{}

func (badPage) Error() string { return "page options" }

// Sentence is Chinese.
func (badPage) Sentence() string {
	return "这样的纸张、栏数、字号、行距或页码排不出版面，请换大一些的纸、小一些的字，或改为单栏再试。"
}

// A Paper is a size of sheet, upright.
type Paper struct {
	Name string
	W, H float32 // points
}

// The papers. 16k is the Chinese 16 开 of 184 × 260 mm; B5 is ISO 216's.
var (
	A4     = Paper{"a4", 595.28, 841.89}
	A5     = Paper{"a5", 419.53, 595.28}
	B5     = Paper{"b5", 498.90, 708.66}
	K16    = Paper{"16k", 521.57, 737.01}
	Letter = Paper{"letter", 612, 792}
)

// Papers lists the papers in the order a menu shows them.
func Papers() []Paper { return []Paper{A4, A5, B5, K16, Letter} }

// ParsePaper reads a paper's name in any case; "" is the zero Paper, which means A4.
func ParsePaper(s string) (Paper, error) {
	var names []string
	for _, p := range Papers() {
		if strings.EqualFold(s, p.Name) {
			return p, nil
		}
		names = append(names, p.Name)
	}
	if s == "" {
		return Paper{}, nil
	}
	return Paper{}, fmt.Errorf("%w: paper %q: have %s", ErrPageOptions, s, strings.Join(names, ", "))
}

// PageOptions say how articles are set on paper. The zero value is A4 in two columns.
type PageOptions struct {
	Paper        Paper
	Columns      int     // 1 or 2; 0: two, on A5 one
	Size         float32 // of the body, points, 6 to 36; 0: 10.5 (五号) in two columns, 12 (小四) in one
	Leading      float32 // from baseline to baseline, points; 0: 1.48 × size, in one column 1.62. In two columns at most 1.49 × size is used, and more than 1.5 an error
	NoHead       bool    // no running head
	NoSourceLine bool    // no line at an article's end saying where it was printed
	Library      string  // stands at the right of the running head; may be empty

	Picture  func(media string) ([]byte, error) // hands out pictures, as [ColumnOptions.Picture]
	Citation func(a *paper.Article) string      // what an article is cited by, for a line at its end; nil: none
}

// A Page is one laid-out sheet. It belongs to who receives it.
type Page struct {
	W, H     float32 // points
	Label    string  // its number as printed: 12, of front matter iv; a cover's is not printed
	Front    bool    // front matter: stands before all pages that are not, though it comes after them, when their numbers are known
	Runs     []Run   // in reading order; Elem 0 is an artifact (running head, number)
	Rules    []Rule  // artifacts
	Pictures []Picture
	Links    []Link
	Elements []Element // that have their first run on this page, parents before children
	Entries  []Entry   // outline entries that lead to this page
	Done     int       // elements up to this ID stand on no later page
	Missing  []rune    // characters on this page that no face holds
}

// An ElementKind is what an element of the document's structure is; the
// values are the standard structure types of ISO 32000-1 §14.8.4.
type ElementKind string

// The kinds of element. The document itself is not an element: it is parent 0.
const (
	ElemArticle  ElementKind = "Art"
	ElemHeadline ElementKind = "H1"
	ElemSubhead  ElementKind = "H2"
	ElemText     ElementKind = "P"
	ElemList     ElementKind = "L"
	ElemItem     ElementKind = "LI"
	ElemItemText ElementKind = "LBody"
	ElemCaption  ElementKind = "Caption"
	ElemLink     ElementKind = "Link"
	ElemFigure   ElementKind = "Figure" // its caption is in it
	ElemTable    ElementKind = "Table"
	ElemRow      ElementKind = "TR"
	ElemHeading  ElementKind = "TH" // a cell of a heading row
	ElemCell     ElementKind = "TD"
	ElemContents ElementKind = "TOC"
	ElemEntry    ElementKind = "TOCI"
	ElemPointer  ElementKind = "Reference"
	ElemIndex    ElementKind = "Index"
)

// An Element is a node of the document's structure: a paragraph is one element
// however many columns and pages it runs over.
type Element struct {
	ID     int // from 1, rising in order of appearance
	Parent int // an earlier element, or 0 for the document
	Kind   ElementKind
	Title  string // of an article
	Alt    string // of a figure: what it shows
}

// A Link is a place on a page that leads to an address or to another page.
type Link struct {
	Rect
	Address string  // URL; "": it leads to Page
	Page    int     // counted from 1 among the pages that are not front matter
	ToY     float32 // on that page
	Text    string  // what the place says, for who cannot see it
	Elem    int     // its element, of kind ElemLink
}

// An Entry is a line of the document's outline.
type Entry struct {
	Title string
	Level int     // 0 an article, 1 a subheading in it
	Y     float32 // top of what it leads to
}

// area is the type area: where on a sheet columns, head and number stand. All points.
type area struct {
	paper         Paper
	columns       int
	size, leading float32
	column        float32 // width of one column, whole ems of the body
	gutter        float32
	left          float32 // of the first column
	top, bottom   float32 // of the columns
	head, foot    float32 // baselines of running head and page number
}

// width of all columns together.
func (a *area) width() float32 {
	return float32(a.columns)*a.column + float32(a.columns-1)*a.gutter
}

// x is the left edge of a column.
func (a *area) x(column int) float32 { return a.left + float32(column)*(a.column+a.gutter) }

// lines is how many body lines stand below top.
func (a *area) lines(top float32) int { return max(int((a.bottom-top)/a.leading+0.001), 1) }

// gutter is the white between two columns, in em. Marks at the columns' edges
// reach half an em into it on either side, and words less than an em apart are
// taken for one line (measured with pdftotext).
const gutter = 2.5

// widestLeading is the most leading in two columns, in em. From 1.5 em on programs
// that take text from the paper no longer see lines of one column as one block,
// and read across (measured with pdftotext).
const widestLeading = 1.49

// typeArea completes and checks the options. Columns are whole ems wide, so that
// lines of Han alone need no justifying (clreq §2.2).
func (o PageOptions) typeArea() (area, error) {
	a := area{paper: o.Paper, columns: o.Columns, size: o.Size, leading: o.Leading}
	if a.paper == (Paper{}) {
		a.paper = A4
	}
	if a.columns == 0 {
		a.columns = 2
		if a.paper.W < 450 {
			a.columns = 1
		}
	}
	if a.size == 0 {
		a.size = 10.5
		if a.columns == 1 && a.paper.W >= 450 {
			a.size = 12
		}
	}
	if a.leading == 0 {
		a.leading = 1.48 * a.size
		if a.columns == 1 {
			a.leading = 1.62 * a.size
		}
	}
	switch {
	case a.columns != 1 && a.columns != 2:
		return a, fmt.Errorf("%w: %d columns: 1 or 2", ErrPageOptions, a.columns)
	case !(a.size >= 6 && a.size <= 36):
		return a, fmt.Errorf("%w: size %g: 6 to 36 points", ErrPageOptions, a.size)
	case !(a.leading >= a.size && a.leading <= 3*a.size):
		return a, fmt.Errorf("%w: leading %g: 1 to 3 times the size of %g", ErrPageOptions, a.leading, a.size)
	case a.columns == 2 && a.leading > 1.51*a.size:
		return a, fmt.Errorf("%w: leading %g: at most 1.5 times the size of %g in two columns", ErrPageOptions, a.leading, a.size)
	case !(a.paper.W >= 200 && a.paper.W <= 14400 && a.paper.H >= 250 && a.paper.H <= 14400):
		return a, fmt.Errorf("%w: paper %g × %g points", ErrPageOptions, a.paper.W, a.paper.H)
	}
	if a.columns == 2 {
		a.leading = min(a.leading, widestLeading*a.size)
	}
	margin := a.paper.W * 0.0895
	a.gutter = gutter * a.size
	room := a.paper.W - 2*margin - float32(a.columns-1)*a.gutter
	ems := int(room/float32(a.columns)/a.size + 0.01)
	if ems < 8 {
		return a, fmt.Errorf("%w: a column of %d characters at size %g: at least 8", ErrPageOptions, ems, a.size)
	}
	a.column = float32(ems) * a.size
	a.left = (a.paper.W - a.width()) / 2
	a.top, a.bottom = a.paper.H*0.093, a.paper.H*0.917
	a.head, a.foot = a.top-24, a.bottom+30
	if o.NoHead {
		a.top -= 18
	}
	return a, nil
}
