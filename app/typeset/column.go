package typeset

import (
	"time"

	"baoge/app/paper"
)

// Content says which of an article's blocks a column holds.
type Content uint8

// The contents. Print sets the head across the page and the body in columns.
const (
	Whole Content = iota
	Head          // folio, kicker, headline, subhead, head credit, hairline
	Body          // blocks and end credit
)

// ColumnOptions says how to set an article in a column. Only Width and Size are needed.
type ColumnOptions struct {
	Width   float32 // the measure is the whole number of ems that fits, centred
	Size    float32 // body em
	Leading float32 // baseline distance of the body; 0 stands for 1.85 em, rounded to a whole unit
	Content Content
	Style   *Style  // nil stands for ScreenStyle
	Policy  *Policy // nil stands for DefaultPolicy
}

// A Column is one article set as a continuous column. It is laid out from the top
// as far as something asks for, or [Column.Extend] goes; what is laid out never
// moves. For one goroutine at a time.
type Column struct {
	faces *Faces
	art   *paper.Article
	opt   ColumnOptions
}

// NewColumn readies an article for setting; it lays nothing out yet. The article
// must not change while the column is in use.
func NewColumn(f *Faces, a *paper.Article, o ColumnOptions) *Column {
	return &Column{faces: f, art: a, opt: o}
}

// Height of the column: an estimate until Complete.
func (c *Column) Height() float32 { return 0 }

// Complete reports whether the whole article is laid out.
func (c *Column) Complete() bool { return true }

// Extend lays out more of the article for about d (at most a few milliseconds
// longer) and reports whether all of it is laid out. A reader calls it when idle.
func (c *Column) Extend(d time.Duration) bool { return true }

// Lines returns the lines any part of which lies between two heights, in order.
// They belong to the column: use [Line.Moved] to have one elsewhere.
func (c *Column) Lines(top, bottom float32) []Line { return nil }

// Rules returns the hairlines between two heights.
func (c *Column) Rules(top, bottom float32) []Rule { return nil }

// At returns the place nearest to a point, between the characters it falls between.
func (c *Column) At(x, y float32) Place { return Place{} }

// Caret returns the place's rectangle, one unit wide, in the line that begins
// with it where two lines meet. A place that is not set gives the zero Rect.
func (c *Column) Caret(p Place) Rect { return Rect{} }

// Boxes returns the rectangles behind the characters of a span, one a line, in order.
func (c *Column) Boxes(s paper.Span) []Rect { return nil }

// Spans lists the stored text between two places, in reading order, whichever comes first.
func (c *Column) Spans(from, to Place) []paper.Span { return nil }

// Text returns the stored text between two places; blocks are parted by a newline.
func (c *Column) Text(from, to Place) string { return "" }

// Start and End are the first and the last place of the text.
func (c *Column) Start() Place { return Place{} }

// End is the place after the last character.
func (c *Column) End() Place { return Place{} }

// Compare orders two places as they are read: -1, 0 or 1.
func (c *Column) Compare(a, b Place) int { return 0 }

// Word returns the word around a place, for a double click.
func (c *Column) Word(p Place) paper.Span { return paper.Span{} }

// Block returns the whole part around a place, for a triple click.
func (c *Column) Block(p Place) paper.Span { return paper.Span{} }

// A Motion is a step of the caret.
type Motion uint8

// The motions. Up and Down keep the distance from the left edge given to MoveAt.
const (
	CharLeft Motion = iota
	CharRight
	WordLeft
	WordRight
	LineUp
	LineDown
	LineStart
	LineEnd
	TextStart
	TextEnd
)

// Move returns where a motion leads from a place. LineUp and LineDown aim at x,
// the height-independent position a run of such motions started from (Caret(p).X
// for the first); the other motions ignore it.
func (c *Column) Move(p Place, m Motion, x float32) Place { return p }
