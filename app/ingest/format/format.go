// Package format tells what a file's bytes are and decodes them to text. It knows
// Markdown and plain text in the encodings Chinese newsrooms use, and JSON Lines
// rows. It does not know what a headline is; package page does.
//
// Begin with [Decode] for pages and [Rows] for JSON Lines. Nothing here touches
// the disk; all of it is safe for concurrent use.
package format

import "errors"

// The reasons bytes are refused.
var (
	ErrEmpty         = errors.New("no text")
	ErrBinary        = errors.New("not text")
	ErrEncoding      = errors.New("encoding not known")
	ErrUnknownFormat = errors.New("format not read")
	ErrTooLarge      = errors.New("too large")
	ErrBadRow        = errors.New("bad row")
)

// A Name is the short name of a format, as reports and the archive give it.
type Name string

// The formats read.
const (
	Markdown Name = "markdown"
	Text     Name = "text"
	JSONL    Name = "jsonl"
)
