package format

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"path"
	"strings"

	"baoge/app/ingest/page"
	"baoge/app/paper"
)

// The formats read, beside Markdown, Text and JSONL.
const (
	HTML Name = "html"
	DOCX Name = "docx"
	EPUB Name = "epub"
	PDF  Name = "pdf"
	ALTO Name = "alto"
	Scan Name = "scan" // a picture of a page: PNG, JPEG, TIFF
)

// An Input is a file to be read.
type Input struct {
	Name  string // its path; of it only the extension counts, and only where the bytes do not say
	Bytes []byte
	// Beside gives the bytes of a file that lies beside it, by its path relative to the
	// folder of Name, with forward slashes; nil where nothing can.
	Beside func(name string) ([]byte, error)
	// Engine reads page scans; nil keeps them as they are.
	Engine *Engine
}

// A Document is what a page file says: text in the signs of Markdown or with none, or
// Lines where the format tells their parts. One of Text and Lines is empty; both are
// for a page scan that no engine has read.
type Document struct {
	Format   Name
	Encoding string // of Text: utf-8, gb18030, big5, utf-16le, utf-16be
	Text     string // without a byte order mark
	Lines    []page.Line

	Date        paper.Date // what fields of the format say outright; zero where they do not
	Page        string
	PageLabel   string
	Publication string
	Section     string

	// Picture gives the bytes of a picture by the address a line names; nil where there is none.
	Picture func(address string) ([]byte, error)
	Scans   []PageScan
	Heard   bool // an OCR engine read Lines, or some of them
	Notes   []error
}

// A PageScan is a picture of a printed page and where the words of Lines stand on it.
type PageScan struct {
	Picture []byte // nil where only the words are known
	Page    int    // from 1
	Words   []Word
}

// A Word is a stretch of a line and its place on the scan, in shares of its size,
// as the picture is stored: a photograph may be seen turned (package exif).
type Word struct {
	Line                     int // index in Document.Lines
	Start, End               int // runes of the line
	Left, Top, Right, Bottom float64
}

// MaxText is the size in bytes beyond which text is refused with ErrTooLarge: a
// newspaper page holds about 30 kB, so this is not one page.
const MaxText = 32 << 20

// ErrNoOCR, ErrUnreadable and ErrNoPicture are notes: the file was read all the same.
var (
	ErrNoOCR      = errors.New("no OCR engine")
	ErrUnreadable = errors.New("OCR engine cannot read the picture")
	ErrNoPicture  = errors.New("picture missing")
)

// Read tells what a file is, by its bytes and then its extension, and reads it. Errors
// are those of this package.
func Read(ctx context.Context, in Input) (*Document, error) {
	switch kind := foreign(in.Bytes); kind {
	case "":
	case "ZIP":
		return readZipped(ctx, in)
	case "PDF":
		return readPDF(ctx, in)
	case "PNG", "JPEG", "TIFF":
		return readScan(ctx, in)
	case "XML", "HTML":
		return readMarkup(in, kind)
	default:
		return nil, &KindError{kind}
	}
	if len(in.Bytes) > MaxText {
		return nil, ErrTooLarge
	}
	d, err := Decode(in.Bytes, in.Name)
	var kind *KindError
	switch {
	case errors.As(err, &kind) && (kind.Kind == "HTML" || kind.Kind == "XML"): // in UTF-16
		return readMarkup(in, kind.Kind)
	case err != nil:
		return nil, err
	case looksHTML(d.Text, in.Name):
		return readMarkup(in, "HTML")
	}
	d.Picture = in.picture
	return d, nil
}

// readMarkup reads HTML, or XML that is ALTO or XHTML.
func readMarkup(in Input, kind string) (*Document, error) {
	if len(in.Bytes) > MaxText {
		return nil, ErrTooLarge
	}
	head := in.Bytes[:min(len(in.Bytes), 1<<12)]
	switch {
	case kind == "XML" && isALTO(head):
		return readALTO(in)
	case kind == "XML" && !bytes.Contains(head, []byte("<html")) && !bytes.Contains(head, []byte("<!DOCTYPE html")):
		return nil, &KindError{"XML"}
	}
	text, enc, err := decodeHTML(in.Bytes)
	if err != nil {
		return nil, err
	}
	d, err := readHTML(text, in)
	if err != nil {
		return nil, err
	}
	d.Encoding = enc
	return d, nil
}

// looksHTML tells a saved page that begins without <html>, by its extension and a tag.
func looksHTML(text, name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".htm", ".xhtml", ".shtml":
		return strings.Contains(text, "</")
	}
	return false
}

// picture gives a picture that lies beside the file.
func (in Input) picture(address string) ([]byte, error) {
	address, ok := localAddress(address)
	if !ok || in.Beside == nil {
		return nil, fs.ErrNotExist
	}
	return in.Beside(address)
}
