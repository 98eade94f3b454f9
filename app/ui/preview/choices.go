package preview

import (
	"slices"

	"baoge/app/cite"
	"baoge/app/printer"
	"baoge/app/typeset"
)

// Choices is what a person chose for the paper; it is kept as JSON. The zero value is
// what is offered first.
type Choices struct {
	Printer string // "": the system's default
	Copies  int    // 0: one
	Pages   string // as typeset.ParsePageRanges reads it; not kept
	Paper   string
	Sides   printer.Sides
	Grey    bool
	Up      int // pages on a sheet
	Scale   int // percent; 0: 100

	Columns    int     // 0: what suits the paper
	Size       float32 // points; 0: what suits the columns
	NoHead     bool
	NoPictures bool
	NoSource   bool
	NoCover    bool // of a book: neither cover nor contents
	RunOn      bool // of a book: articles follow each other on a page
	Cite       cite.Style
}

// mend puts right what was kept and cannot be: by another version, or by hand.
func (c *Choices) mend() {
	c.Pages = ""
	c.Copies = max(c.Copies, 1)
	if _, err := typeset.ParsePaper(c.Paper); err != nil || c.Paper == "" {
		c.Paper = typeset.A4.Name
	}
	if c.Up != 2 && c.Up != 4 {
		c.Up = 1
	}
	if c.Scale < typeset.MinPageScale*100 || c.Scale > typeset.MaxPageScale*100 {
		c.Scale = 100
	}
	if c.Columns < 0 || c.Columns > 2 {
		c.Columns = 0
	}
	if !slices.Contains(cite.Styles(), c.Cite) {
		c.Cite = ""
	}
}
