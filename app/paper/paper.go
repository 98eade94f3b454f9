// Package paper holds the nouns of a newspaper archive: issue days, articles,
// credits, blocks and the places in their text. It does no input or output and
// imports nothing of the program, so every other package can speak in its terms.
//
// Begin with [Article]. Text is UTF-8 throughout; offsets named "rune" count
// Unicode code points, never bytes.
package paper

import (
	"strings"
	"unicode"
)

// An ArticleID is 16 lower-case base32 characters; it survives corrections and
// newer import rules. The empty ID belongs to an article not yet in a library.
type ArticleID string

// CreditAt says where a credit line was printed.
type CreditAt string

// The places a credit line is printed at. An article without one has the empty value.
const (
	CreditHead CreditAt = "head" // a line of its own under the headline
	CreditLead CreditAt = "lead" // in the first paragraph: 本报讯（记者 …）
	CreditEnd  CreditAt = "end"  // after the last sentence
)

// A Credit is one role and the people who had it: 通讯员 / 丁竹青, 马金.
// The role is empty when none was printed.
type Credit struct {
	Role  string   `json:"role"`
	Names []string `json:"names"`
}

// BlockKind tells what a block of body text is.
type BlockKind string

// The kinds of block.
const (
	Paragraph  BlockKind = "paragraph"
	Subheading BlockKind = "subheading" // 小标题 on a line of its own
	Item       BlockKind = "item"       // list item; Text keeps its printed number, never a bullet
	Caption    BlockKind = "caption"    // 图说
	Figure     BlockKind = "figure"     // a picture; Media names it
	Table      BlockKind = "table"      // rows of cells
)

// A Block is one piece of an article's body, in printed order.
type Block struct {
	Kind  BlockKind `json:"kind"`
	Text  string    `json:"text"`  // superscript digits stored as ² ³ …; no line breaks, but in a Table: rows end in \n, cells are parted by \t
	Level int       `json:"level"` // of an Item, how deep, from 1; of a Table, how many of its rows are headings; else 0
	Media string    `json:"media"` // of a Figure: SHA-256 of the picture, in hex; else ""
	Bold  []Range   `json:"bold"`  // set in bold inside the text, as a 小标题 that opens its paragraph; in order, apart
	Links []Link    `json:"links"` // in order, apart
}

// A Range is a half-open range of runes of one text.
type Range struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// A Link is a stretch of text that leads elsewhere.
type Link struct {
	Range
	URL string `json:"url"` // absolute: http, https or mailto
}

// Rows parts a Table's text into rows of cells.
func (b *Block) Rows() [][]string {
	if b.Text == "" {
		return nil
	}
	var rows [][]string
	for line := range strings.SplitSeq(strings.TrimSuffix(b.Text, "\n"), "\n") {
		rows = append(rows, strings.Split(line, "\t"))
	}
	return rows
}

// A Medium is a picture that came with a source: its bytes as they were.
type Medium struct {
	SHA256 string // of Bytes, hex: what a Figure's Media names
	Type   string // image/jpeg, image/png, image/tiff, image/webp, image/gif
	Bytes  []byte
}

// An Article is one piece of a newspaper. The lead paragraph's text starts after
// its dateline and lead credit; [Article.Lead] sets them back where they were printed.
type Article struct {
	ID         ArticleID
	ExternalID string // the _id a JSON Lines row came with
	Kicker     string // 引题
	Headline   string // 标题; one heading line, its inner blank stored as U+3000
	Subhead    string // 副题
	Dateline   string // 电头: 本报讯, 新华社北京7月1日电
	Credits    []Credit
	CreditLine string // as printed, with its signs: ◎ 通讯员 凯姐
	CreditAt   CreditAt

	Section     string // 栏目
	Publication string
	Date        Date
	Page        string // number: 2, A1; may be unknown
	PageLabel   string // 版名: 要闻
	Blocks      []Block
}

// Lead returns what was printed before the text of the first paragraph: the
// dateline and, where the credit stands in the lead, the credit line.
func (a *Article) Lead() string {
	if a.CreditAt == CreditLead {
		return a.Dateline + a.CreditLine
	}
	return a.Dateline
}

// Chars counts the characters of the article as a newsroom does: every
// non-space character of all fields and blocks, punctuation included.
// Metadata about the page (date, page, publication, section) is not text.
func (a *Article) Chars() int {
	n := 0
	for _, t := range a.Texts() {
		n += Chars(t.Text)
	}
	return n
}

// Chars counts the characters of s that are not white space.
func Chars(s string) int {
	n := 0
	for _, r := range s {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}

// Field names one of an article's texts.
type Field string

// The fields. FieldCredit is the credit line wherever it was printed.
const (
	FieldKicker   Field = "kicker"
	FieldHeadline Field = "headline"
	FieldSubhead  Field = "subhead"
	FieldDateline Field = "dateline"
	FieldCredit   Field = "credit"
	FieldBlock    Field = "block"
)

// A Part names one text of an article: a field, or the block with that index.
type Part struct {
	Field Field `json:"field"`
	Block int   `json:"block"` // index into Article.Blocks for FieldBlock, else 0
}

// A Span is a half-open range of runes in one part: a search mark, a repair, a selection.
type Span struct {
	Part       Part
	Start, End int // runes
}

// A Text is one part of an article with its stored string.
type Text struct {
	Part Part
	Text string
}

// Texts lists the non-empty texts of an article in reading order: kicker,
// headline, subhead, a credit at the head, dateline, a credit in the lead,
// the blocks, a credit at the end.
func (a *Article) Texts() []Text {
	out := make([]Text, 0, len(a.Blocks)+4)
	add := func(f Field, block int, s string) {
		if s != "" {
			out = append(out, Text{Part{f, block}, s})
		}
	}
	add(FieldKicker, 0, a.Kicker)
	add(FieldHeadline, 0, a.Headline)
	add(FieldSubhead, 0, a.Subhead)
	if a.CreditAt == CreditHead {
		add(FieldCredit, 0, a.CreditLine)
	}
	add(FieldDateline, 0, a.Dateline)
	if a.CreditAt == CreditLead {
		add(FieldCredit, 0, a.CreditLine)
	}
	for i, b := range a.Blocks {
		add(FieldBlock, i, b.Text)
	}
	if a.CreditAt == CreditEnd {
		add(FieldCredit, 0, a.CreditLine)
	}
	return out
}

// Body joins the texts of the blocks with newlines.
func (a *Article) Body() string {
	var b strings.Builder
	for i, k := range a.Blocks {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(k.Text)
	}
	return b.String()
}

// A Summary is what a list shows of an article without reading all of it.
type Summary struct {
	ID         ArticleID
	ExternalID string
	Headline   string
	Date       Date
	Page       string
	PageLabel  string
	Section    string
	Credits    []Credit
	Chars      int
	Figures    int    // captions and figures
	Opening    string // the first runes of the body, about two lines
}

// Byline writes credits in one line: 通讯员 丁竹青 马金.
func Byline(cs []Credit) string {
	var parts []string
	for _, c := range cs {
		if c.Role != "" {
			parts = append(parts, c.Role)
		}
		parts = append(parts, c.Names...)
	}
	return strings.Join(parts, " ")
}

// A Source is an imported file: its bytes are kept as they came.
type Source struct {
	Path   string // as given; a part of an archive is a.zip!/b.md
	SHA256 string // of Bytes, hex
	Format string // markdown, text, jsonl, …
	Rules  string // version of the rules that read it
	Bytes  []byte
}

// A Repair is one change the importer made to the text, so that it can be shown and undone.
type Repair struct {
	Rule   string // join-column, widen-mark, drop-blank, …
	Offset int    // rune offset in the decoded source where it was made
	Before string
	After  string
}
