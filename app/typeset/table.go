package typeset

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"baoge/app/paper"
)

// Bounds of what is set as a table. What goes beyond them was no table of a
// newspaper, and is set as running text.
const (
	mostCells = 60_000 // of a table
	mostCell  = 4000   // runes of a cell
)

// Measures of a table, in em of its text unless said otherwise.
const (
	cellPad    = 0.5  // left and right of a cell's text
	rowPad     = 0.3  // leadings above and below the lines of a row
	bandGap    = 0.2  // leadings between the bands of a folded row
	widestCell = 24   // text beyond it does not widen a column
	leastCell  = 2    // no column's text is narrower
	wordCell   = 8    // a word longer than this may be parted
	shortCell  = 4    // a text shorter than this is not
	spread     = 2    // by which a column is widened at most where there is room
	tableSmall = 0.85 // text of a wide table is set so much smaller at most
)

// What a table's columns are measured by: what opens the table, and of the rest
// a row here and there.
const (
	measuredRows  = 60
	measuredCells = 1200
	measuredWidth = 24 // tokens of a cell
)

// A table is the rows and columns of a block. Lengths are units.
type table struct {
	first, cells   int // blocks of the column
	rows, headings int
	columns        []tableColumn
	left           float32 // of the table in the column
	width          float32
	scale          float32   // of its style's size
	pad            float32   // left and right of a cell's text, em of it
	rowHeight      float32   // guessed
	strips         []strip   // of the rows laid out
	bands          int       // into which a row is folded, 1 for most
	measure        float32   // em of the full size, last chosen for
	broad          bool      // it is set across columns
	natural        []float32 // em a column would have
	least          []float32 // em a column must have
}

type tableColumn struct {
	left, width float32 // of its text
	band        int
	numbers     int  // measured cells that hold a number
	filled      int  // measured cells that hold anything
	right       bool // its cells are set right
}

// A cell is a place in a table.
type cell struct{ row, column int }

// A strip is where a row stands.
type strip struct{ top, height float32 }

// tableSources lists the cells of a table block. A cell's text takes in the
// separator behind it, so that all cells laid end to end are the stored text.
func tableSources(b *paper.Block, index int, st *Style) []source {
	whole := part{Text: paper.Text{Part: paper.Part{Field: paper.FieldBlock, Block: index}, Text: b.Text},
		face: st.Table.Face, ink: st.Table.Ink, bold: b.Bold, links: b.Links}
	if b.Text == "" {
		return nil
	}
	t := &table{headings: b.Level}
	cells := strings.Count(b.Text, "\t") + strings.Count(b.Text, "\n") + 1
	if cells > mostCells {
		return running(whole, st)
	}
	parts, out := make([]part, 0, cells), make([]source, 0, cells)
	at, n, c, columns, marks := 0, 0, cell{}, 0, styled{b.Bold, b.Links}
	add := func(text string) {
		q := whole
		size := utf8.RuneCountInString(text)
		q.Text.Text, q.at = text, n
		q.bold, q.links = marks.cut(n, n+size)
		if q.face = st.Table.Face; c.row < b.Level {
			q.face = boldOf(q.face)
		}
		parts = append(parts, q)
		out = append(out, source{role: RoleTable, style: &st.Table, parts: parts[len(parts)-1:], table: t, cell: c})
		n += size
		columns = max(columns, c.column+1)
	}
	for i := 0; i < len(b.Text); i++ {
		if s := b.Text[i]; s == '\t' || s == '\n' {
			if i-at > 4*mostCell {
				return running(whole, st)
			}
			add(b.Text[at : i+1])
			if at, c.column = i+1, c.column+1; s == '\n' {
				c = cell{row: c.row + 1}
			}
		}
	}
	if at < len(b.Text) {
		if len(b.Text)-at > 4*mostCell {
			return running(whole, st)
		}
		add(b.Text[at:])
	}
	last := out[len(out)-1].cell
	t.cells, t.rows, t.columns = len(out), last.row+1, make([]tableColumn, columns)
	return out
}

// running is a table's block set as a paragraph.
func running(whole part, st *Style) []source {
	return []source{{role: RoleParagraph, style: &st.Paragraph, parts: []part{whole}}}
}

// A styled is what is left of a block's bold stretches and links, cut cell by cell.
type styled struct {
	bold  []paper.Range
	links []paper.Link
}

// cut returns what touches runes a to z, as counted from a. The cells are asked for in order.
func (s *styled) cut(a, z int) (bold []paper.Range, links []paper.Link) {
	for len(s.bold) > 0 && s.bold[0].End <= a {
		s.bold = s.bold[1:]
	}
	for i := 0; i < len(s.bold) && s.bold[i].Start < z; i++ {
		bold = append(bold, paper.Range{Start: s.bold[i].Start - a, End: min(s.bold[i].End, z) - a})
		if s.bold[i].End >= z {
			break
		}
	}
	for len(s.links) > 0 && s.links[0].End <= a {
		s.links = s.links[1:]
	}
	for i := 0; i < len(s.links) && s.links[i].Start < z; i++ {
		l := s.links[i]
		l.Start, l.End = l.Start-a, min(l.End, z)-a
		links = append(links, l)
		if s.links[i].End >= z {
			break
		}
	}
	return bold, links
}

// isNumber reports whether a cell holds a number with its sign and unit: 12, -3.5%, ¥1,200, 12.5万元.
func isNumber(s string) bool {
	digits, others := 0, 0
	for _, r := range strings.TrimSpace(s) {
		switch {
		case isDigit(r), r >= '０' && r <= '９':
			digits++
		case strings.ContainsRune("+-−±.,，．%％‰¥￥$～~/:：() ", r):
		case digits > 0 && unicode.Is(unicode.Han, r):
			others++
		default:
			return false
		}
	}
	return digits > 0 && others <= 2
}

// fit gives a cell's paragraph its column's measure.
func (t *table) fit(p *paragraph, at cell) {
	c := &t.columns[at.column]
	p.size *= t.scale
	p.leading *= t.scale
	p.measure, p.left = max(c.width/p.size, 1), c.left
	p.first, p.rest, p.align = 0, 0, Left
	if c.right {
		p.align = Right
	}
}

// mark tells a line which cell it is of.
func (t *table) mark(l *Line, block int, at cell) {
	s := t.strips[at.row]
	l.Cell = Cell{Row: at.row, Column: at.column, Columns: len(t.columns), Heading: at.row < t.headings, Top: s.top, Height: s.height}
	l.First = l.First && block == t.first
	l.Last = l.Last && block == t.first+t.cells-1
}

// unset is the table for another measure.
func (t *table) unset() *table {
	return &table{cells: t.cells, rows: t.rows, headings: t.headings, columns: slices.Clone(t.columns), natural: t.natural, least: t.least}
}
