// Package format tells what a file's bytes are and reads them: Markdown and plain text in
// the encodings Chinese newsrooms use, saved web pages, DOCX, EPUB, PDF, ALTO, page scans,
// and JSON Lines rows; and it holds the bounds of archives. A format that tells its parts
// gives lines that say what they are; what a headline is otherwise, package page knows.
//
// Begin with [Read] for pages, [ReadRow] for JSON Lines, [OpenZip] for archives. Nothing
// here touches the disk but by Input.Beside and by the programs it runs (OCR); all of it is
// safe for concurrent use.
package format

import (
	"bytes"
	"encoding/json"
	"errors"
	"path"
	"strings"
)

// The reasons bytes are refused.
var (
	ErrEmpty         = errors.New("no text")
	ErrBinary        = errors.New("not text")
	ErrEncoding      = errors.New("encoding not known")
	ErrUnknownFormat = errors.New("format not read")
	ErrTooLarge      = errors.New("too large")
	ErrBadRow        = errors.New("bad row")
	ErrNoText        = errors.New("no text in the row")
	ErrDamaged       = errors.New("damaged")
	ErrEncrypted     = errors.New("encrypted")
	ErrBomb          = errors.New("unpacks to too much")
	ErrMemberName    = errors.New("unsafe name in archive")
	ErrNested        = errors.New("archive nested too deep")
)

// A Name is the short name of a format, as reports and the archive give it.
type Name string

// The formats read.
const (
	Markdown Name = "markdown"
	Text     Name = "text"
	JSONL    Name = "jsonl"
)

// Decode tells the format and encoding of a text file and gives its text. name is
// the file's path; of it only the extension counts, and only where the content
// does not say. Errors: ErrEmpty, ErrBinary, ErrEncoding, ErrUnknownFormat.
func Decode(src []byte, name string) (*Document, error) {
	if len(bytes.TrimSpace(src)) == 0 {
		return nil, ErrEmpty
	}
	if kind := foreign(src); kind != "" {
		return nil, &KindError{kind}
	}
	text, enc, err := decode(src)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(text) == "" {
		return nil, ErrEmpty
	}
	if kind := foreign([]byte(text[:min(len(text), 512)])); kind != "" {
		return nil, &KindError{kind}
	}
	if isJSON(text, name) {
		return nil, &KindError{"JSON"}
	}
	return &Document{Format: textFormat(text, name), Encoding: enc, Text: text}, nil
}

// A KindError names a format that was recognised and is not read. It is ErrUnknownFormat.
type KindError struct{ Kind string }

// Error names the format.
func (e *KindError) Error() string { return e.Kind + ": " + ErrUnknownFormat.Error() }

// Unwrap gives ErrUnknownFormat.
func (e *KindError) Unwrap() error { return ErrUnknownFormat }

// signatures are the first bytes of formats that are not text.
var signatures = []struct{ head, kind string }{
	{"\x89PNG\r\n", "PNG"}, {"\xff\xd8\xff", "JPEG"}, {"GIF8", "GIF"}, {"BM\x00", "BMP"}, {"II*\x00", "TIFF"}, {"MM\x00*", "TIFF"},
	{"%PDF-", "PDF"}, {"PK\x03\x04", "ZIP"}, {"PK\x05\x06", "ZIP"}, {"\x1f\x8b", "gzip"}, {"Rar!", "RAR"}, {"7z\xbc\xaf", "7z"},
	{"\xd0\xcf\x11\xe0", "DOC"}, {"{\\rtf", "RTF"}, {"SQLite format 3", "SQLite"}, {"\x7fELF", "ELF"}, {"MZ\x90\x00", "EXE"},
}

// IsText reports whether the first bytes of a file begin no format known by a signature.
func IsText(head []byte) bool {
	switch foreign(head) {
	case "", "HTML", "XML":
		return true
	}
	return false
}

// foreign names a format that is recognised and not read, "" for none.
func foreign(src []byte) string {
	for _, s := range signatures {
		if bytes.HasPrefix(src, []byte(s.head)) {
			return s.kind
		}
	}
	head := strings.ToLower(strings.TrimSpace(string(src[:min(len(src), 256)])))
	switch {
	case strings.HasPrefix(head, "<!doctype html"), strings.HasPrefix(head, "<html"):
		return "HTML"
	case strings.HasPrefix(head, "<?xml"), strings.HasPrefix(head, "<!doctype "), strings.HasPrefix(head, "<alto"):
		return "XML"
	}
	return ""
}

// isJSON reports whether a .json file that is no JSON Lines holds JSON all the same:
// settings, an export. None of that is a page.
func isJSON(text, name string) bool {
	text = strings.TrimLeft(text, " \t\r\n")
	return strings.EqualFold(path.Ext(name), ".json") && (strings.HasPrefix(text, "{") || strings.HasPrefix(text, "["))
}

// textFormat tells Markdown from plain text: a heading line makes Markdown, else
// the extension says.
func textFormat(text, name string) Name {
	if strings.HasPrefix(text, "#") || strings.Contains(text, "\n#") || strings.Contains(text, "\r#") {
		return Markdown
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown", ".mkd":
		return Markdown
	}
	return Text
}

// IsRows reports whether a file is JSON Lines, by its first bytes (a few kilobytes
// will do) and, where they do not say, the extension of its name.
func IsRows(head []byte, name string) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
	ext := strings.ToLower(path.Ext(name))
	if ext == ".jsonl" || ext == ".ndjson" || ext == ".jsonlines" {
		return true
	}
	if len(head) == 0 || head[0] != '{' {
		return false
	}
	d := json.NewDecoder(bytes.NewReader(head))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return false
	}
	for d.More() { // the keys of the first row, as far as the bytes go
		key, err := d.Token()
		if err != nil {
			break
		}
		if key == "text" {
			return true
		}
		var v json.RawMessage
		if d.Decode(&v) != nil {
			break
		}
	}
	return false
}
