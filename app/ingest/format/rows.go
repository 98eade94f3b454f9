package format

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// A Row is one article as PRODUCT's bulk form gives it. Strings are as the row has
// them; what the row leaves out is "".
type Row struct {
	ID          string // _id, else id
	Title       string // title, else headline
	Text        string
	Date        string
	Page        string
	Byline      string
	Section     string
	Publication string
}

// ReadRow reads one line of JSON Lines. Unknown keys are ignored; numbers are taken
// as they are written. Errors wrap ErrEncoding or ErrBadRow, that also ErrNoText.
func ReadRow(line []byte) (Row, error) {
	if !utf8.Valid(line) {
		return Row{}, fmt.Errorf("not UTF-8: %w", ErrEncoding)
	}
	var in struct {
		ID2         value `json:"_id"`
		ID          value `json:"id"`
		Title       value `json:"title"`
		Headline    value `json:"headline"`
		Text        value `json:"text"`
		Date        value `json:"date"`
		Page        value `json:"page"`
		Byline      value `json:"byline"`
		Section     value `json:"section"`
		Publication value `json:"publication"`
	}
	if err := json.Unmarshal(line, &in); err != nil {
		return Row{}, fmt.Errorf("%w: %w", ErrBadRow, err)
	}
	r := Row{ID: string(in.ID2), Title: string(in.Title), Text: string(in.Text), Date: string(in.Date), Page: string(in.Page),
		Byline: string(in.Byline), Section: string(in.Section), Publication: string(in.Publication)}
	if r.ID == "" {
		r.ID = string(in.ID)
	}
	if r.Title == "" {
		r.Title = string(in.Headline)
	}
	if strings.TrimSpace(r.Text) == "" {
		return Row{}, fmt.Errorf("%w: %w", ErrBadRow, ErrNoText)
	}
	return r, nil
}

// A value is a string, or a number as it is written; null is "".
type value string

// UnmarshalJSON reads a string, number or null.
func (v *value) UnmarshalJSON(b []byte) error {
	switch {
	case bytes.Equal(b, []byte("null")):
		*v = ""
	case len(b) > 0 && b[0] == '"':
		return json.Unmarshal(b, (*string)(v))
	case len(b) > 0 && (b[0] == '-' || b[0] >= '0' && b[0] <= '9'):
		*v = value(b)
	default:
		return errors.New("want a string or a number")
	}
	return nil
}

// Decoded gives JSON Lines of r as UTF-8. A mark of UTF-16 says so; else, where no line
// of the head that goes beyond ASCII is valid UTF-8, the encoding is found out as that of
// a page is. converted tells that a U+FFFD in what comes now stands for bytes that meant
// nothing. An error is one of reading r.
func Decoded(r io.Reader) (utf8Lines io.Reader, converted bool, err error) {
	br := bufio.NewReaderSize(r, 1<<16)
	head, err := br.Peek(1 << 16)
	if err != nil && err != io.EOF {
		return nil, false, err
	}
	var e encoding.Encoding
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		e = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case !anyUTF8(head):
		for line := range bytes.Lines(head) { // one row may hold a bad byte
			if c := likeliest(line, []candidate{{simplifiedchinese.GB18030, "gb18030"}, {traditionalchinese.Big5, "big5"}}); c != nil {
				e = c.enc
				break
			}
		}
	}
	if e == nil {
		return br, false, nil
	}
	return e.NewDecoder().Reader(br), true, nil
}

// anyUTF8 reports whether a line of the head is UTF-8 beyond ASCII, or none goes beyond ASCII.
func anyUTF8(head []byte) bool {
	beyond := false
	for line := range bytes.Lines(head) {
		if bytes.IndexFunc(line, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
			continue
		}
		beyond = true
		if utf8.Valid(line) {
			return true
		}
	}
	return !beyond || mostlyUTF8(head)
}

// mostlyUTF8 reports whether one long line, cut or with a bad byte in it, is UTF-8 all the same.
func mostlyUTF8(head []byte) bool {
	good, bad := 0, 0
	for _, r := range string(head) {
		switch {
		case r == utf8.RuneError:
			bad++
		case r >= utf8.RuneSelf:
			good++
		}
	}
	return good > 4*bad
}

// Lines reads r line by line and calls fn with each line that is not blank, its
// number from 1, and no line end; the bytes are fn's to keep. A line longer than
// limit bytes is passed over and given as nil with ErrTooLarge. Memory is bounded
// by limit. The error is r's or fn's.
func Lines(r io.Reader, limit int, fn func(n int, line []byte, err error) error) error {
	br := bufio.NewReaderSize(r, 1<<16)
	for n := 1; ; n++ {
		line, tooLong, err := readLine(br, limit)
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		line = bytes.TrimSpace(line)
		if tooLong {
			if ferr := fn(n, nil, ErrTooLarge); ferr != nil {
				return ferr
			}
		} else if len(line) > 0 {
			if ferr := fn(n, line, nil); ferr != nil {
				return ferr
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// readLine reads to the next line end; what is beyond limit is read and dropped.
func readLine(br *bufio.Reader, limit int) (line []byte, tooLong bool, err error) {
	for {
		chunk, err := br.ReadSlice('\n')
		if !tooLong {
			line = append(line, chunk...)
			if len(line) > limit {
				line, tooLong = nil, true
			}
		}
		if err != bufio.ErrBufferFull {
			return line, tooLong, err
		}
	}
}
