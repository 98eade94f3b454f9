package page

import (
	"cmp"
	"slices"
	"strings"

	"baoge/app/paper"
)

// A LineKind tells what a format says of a line. Libraries keep lines that an engine read
// as JSON, kinds and flows by their numbers: new ones go behind.
type LineKind uint8

// The kinds of line a format can tell.
const (
	LineText    LineKind = iota // a line or paragraph of text
	LineHeading                 // Level from 1
	LineItem                    // of a list; Level is its depth, from 1
	LineCaption                 // a picture's words
	LineFigure                  // a picture; Text stands for it and may be empty
	LineTable                   // Text as in paper.Table; Level counts its heading rows
	LineBreak                   // a rule or a page's end; no text
	LineOutside                 // not of the article: the frame of a web page, a foot note. Leftover
)

// A Line is one line or paragraph of a page in a format that tells its parts, such
// as DOCX, HTML or the lines a PDF prints.
type Line struct {
	Kind   LineKind
	Level  int
	Text   string        // without markup
	Bold   []paper.Range // runes of Text
	Links  []paper.Link  // runes of Text
	Media  string        // of a figure: its address
	Gap    int           // blank lines before it
	Indent int           // blanks before its text, in columns
	Whole  bool          // a paragraph as its author made it: no break has cut it
	Flow   Flow          // what its place on the printed page says
	Role   Role          // what the format says it is, beyond Kind
}

// A Flow is what a line's place on the printed page says of the text before it.
type Flow uint8

// The flows.
const (
	FlowUnknown   Flow = iota
	FlowStarts         // it begins a paragraph
	FlowContinues      // it goes on where another column ended
)

// A Role is what a format says outright of a line, as the fields of an e-paper page do.
type Role string

// The roles. A line without one is read by its looks.
const (
	RoleKicker     Role = Role(saidKicker)
	RoleHeadline   Role = Role(saidHeadline)
	RoleSubhead    Role = Role(saidSubhead)
	RoleCredit     Role = Role(saidCredit)
	RoleParagraph  Role = Role(saidParagraph)
	RoleSubheading Role = Role(saidSubheading)
)

// Raised gives the superscript, or subscript, form of figures, 2 → ², and whether all
// of s has one.
func Raised(s string, sub bool) (string, bool) {
	table := superscripts
	if sub {
		table = subscripts
	}
	out := []rune(s)
	for i, r := range out {
		if table[r] == 0 {
			return s, false
		}
		out[i] = table[r]
	}
	return string(out), len(out) > 0
}

// ParseLines reads a page whose format tells its parts. The source that offsets count
// is the texts of the lines, each on a line of its own; Page.Text has it.
// The only error is ErrAccount.
func ParseLines(lines []Line) (*Page, error) {
	s := &scanner{}
	for _, l := range lines {
		s.put(l)
	}
	for _, r := range s.src {
		if !isSpace(r) {
			s.total++
		}
	}
	slices.SortStableFunc(s.marks, func(a, b mark) int { return cmp.Compare(a.from, b.from) })
	return parse(s, string(s.src))
}

// put adds a line as a block, its text to the source.
func (s *scanner) put(l Line) {
	text := []rune(l.Text)
	from := len(s.src)
	b := block{from: from, to: from + len(text), gap: l.Gap, leading: l.Indent, level: l.Level, media: l.Media, said: directive(l.Role), whole: l.Whole, flow: l.Flow}
	b.text = text
	b.at = make([]int32, len(text))
	for i := range text {
		b.at[i] = int32(from + i)
	}
	s.src = append(append(s.src, text...), '\n')
	for _, r := range l.Bold {
		s.marks = append(s.marks, mark{from: int32(from + r.Start), to: int32(from + r.End)})
	}
	for _, k := range l.Links {
		if isAbsolute(k.URL) {
			s.marks = append(s.marks, mark{int32(from + k.Start), int32(from + k.End), k.URL})
		}
	}
	switch l.Kind {
	case LineHeading:
		b.kind, b.level = heading, max(l.Level, 1)
	case LineItem:
		b.kind, b.level = item, 2*max(l.Level, 1)
	case LineCaption:
		b.kind = caption
	case LineFigure:
		b.kind = figure
	case LineTable:
		b.kind, b.level = table, max(l.Level, 0)
	case LineBreak:
		b.kind = ruler
	case LineOutside:
		if b.oneLine(); paper.Chars(l.Text) > 0 {
			b.cut(0, len(b.text))
			s.outside = append(s.outside, b)
		}
		return
	default:
		b.kind, b.level = plain, 0
	}
	b.oneLine()
	if b.kind != table {
		b.cut(0, len(b.text))
	}
	if b.kind == ruler && strings.TrimSpace(l.Text) != "" {
		b.kind = plain
	}
	if b.whole {
		b.gap = max(b.gap, 1)
	}
	if paper.Chars(l.Text) > 0 || b.kind == figure || b.kind == ruler {
		s.blocks = append(s.blocks, b)
	}
}

// oneLine makes blanks of line breaks; in a table \n parts the rows.
func (b *block) oneLine() {
	for i, r := range b.text {
		if isBreak(r) && (b.kind != table || r != '\n') {
			b.text[i] = ' '
		}
	}
}
