package typeset

import "baoge/app/paper"

// An Ink says what a mark on the paper is for; whoever paints decides its colour.
type Ink uint8

// The inks.
const (
	InkText      Ink = iota // body and headlines
	InkSecondary            // credits, captions
	InkAccent               // the page-and-date line
	InkHairline             // rules
)

// A Role says what a line of an article is.
type Role uint8

// The roles, in the order they stand in an article.
const (
	RoleFolio      Role = iota + 1 // section · page · date: metadata, not text; its runs have no Part
	RoleKicker                     // 引题
	RoleHeadline                   // 标题
	RoleSubhead                    // 副题
	RoleCredit                     // a credit line of its own, at the head or at the end
	RoleParagraph                  // body, with dateline and lead credit in front of the first
	RoleSubheading                 // 小标题
	RoleItem                       // list item; Line.Level tells how deep
	RoleCaption                    // 图说
	RoleTable                      // one line of a cell; Line.Cell tells which
	RoleFigure                     // a picture's strip: a line without runs, as high as the picture; its spans are the alternative text
)

// A Glyph is one positioned character shape. Lengths are in the display list's units.
type Glyph struct {
	ID      uint16  // in the run's face
	X, Y    float32 // origin, from the run's X and Y; y grows downward
	Advance float32 // natural width at the run's size, before any squeezing or opening of gaps
	At      int32   // rune offset of Text in the stored text of the run's part
	Text    string  // the stored text this glyph stands for; "" where an earlier glyph stands for it
}

// A Run is a row of glyphs of one face, size, ink and part.
type Run struct {
	Face   *Face
	Size   float32 // em
	X, Y   float32 // baseline origin
	Ink    Ink
	Glyphs []Glyph
	Part   paper.Part // zero for text that is not stored: the folio, a list's bullet, an ellipsis
	Link   string     // absolute address the run leads to; "" for most
	Elem   int        // structure element of a tagged page, set by who makes pages; else 0

	sideways bool // turned by a quarter, clockwise: Latin in a vertical line
}

// A Line is one set line. Its Spans laid end to end, line after line, are the
// whole stored text: blanks dropped at a line's edge are still in its Spans.
type Line struct {
	Role        Role
	Level       int     // of an item, from 1
	Top, Height float32 // the line's own strip: Height is the line's leading, white space between blocks lies outside
	Baseline    float32
	Left, Right float32 // edges of the measure the line was set to, indent included
	Width       float32 // of what is set, from the first glyph's left edge to the last one's right
	Open        float32 // em of the line's size added at each gap to justify it; negative where marks were squeezed instead
	First, Last bool    // of its block; of a table, of the first and of the last cell
	Cell        Cell    // of a table's line; else zero
	Across      bool    // set to [ColumnOptions.Across], not to the column's width
	Runs        []Run
	Spans       []paper.Span
}

// A Cell says where in its table a line stands. The lines of a table come cell by
// cell, row after row: the lines of one row, those of equal Row, stand side by
// side in one strip. A table may be parted between two strips, not inside one.
type Cell struct {
	Row, Column int     // from 0
	Columns     int     // of the whole table; 0: the line is no table's
	Heading     bool    // a heading row's
	Top, Height float32 // of the row's strip, its hairline included
}

// A Picture is a picture in the text, or the frame that stands for one that
// cannot be shown.
type Picture struct {
	Rect
	Part    paper.Part // its Figure block
	Media   string     // names its bytes: SHA-256, hex
	Alt     string     // what it shows, for who cannot see it; may be empty
	Pixels  [2]int     // width and height; zero where there are no bytes or no picture in them
	Instead []Line     // what stands in a frame of the Rect where the picture cannot be painted
	Elem    int        // structure element of a tagged page, set by who makes pages; else 0
}

// Moved returns the picture at another place.
func (p *Picture) Moved(dx, dy float32) Picture {
	m := *p
	m.X, m.Y = p.X+dx, p.Y+dy
	m.Instead = make([]Line, len(p.Instead))
	for i := range p.Instead {
		m.Instead[i] = p.Instead[i].Moved(dx, dy)
	}
	return m
}

// Moved returns the line at another place. The glyphs are shared, the runs are not.
func (l *Line) Moved(dx, dy float32) Line {
	m := *l
	m.Cell.Top += dy
	m.Top, m.Baseline, m.Left, m.Right = l.Top+dy, l.Baseline+dy, l.Left+dx, l.Right+dx
	m.Runs = make([]Run, len(l.Runs))
	copy(m.Runs, l.Runs)
	for i := range m.Runs {
		m.Runs[i].X += dx
		m.Runs[i].Y += dy
	}
	return m
}

// A Rule is a filled rectangle.
type Rule struct {
	Rect
	Ink Ink
}

// A Rect is a rectangle; X and Y are its top left corner.
type Rect struct{ X, Y, W, H float32 }

// Bottom is Y+H.
func (r Rect) Bottom() float32 { return r.Y + r.H }

// A Place is a position between two characters of stored text.
type Place struct {
	Part paper.Part
	Rune int // runes before it in the part
}
