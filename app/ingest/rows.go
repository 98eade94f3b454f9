package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"baoge/app/ingest/format"
	"baoge/app/ingest/page"
	"baoge/app/paper"
)

// A Row is one line of JSON Lines read into an article.
type Row struct {
	Line    int    // from 1
	Raw     []byte // the row's own bytes without the line end; valid after the call
	Article *paper.Article
}

// ErrBadDate says that a row's date is no day; it is an ErrBadRow too.
var ErrBadDate = errors.New("no such date")

// A RowError is one row that was refused.
type RowError struct {
	Line int // from 1
	Err  error
}

// Error names the line and the reason.
func (e RowError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap gives the reason.
func (e RowError) Unwrap() error { return e.Err }

// Rows reads JSON Lines from r and calls fn with up to batch rows at a time, in
// order; the slice is fn's to keep. Options fill what a row leaves unknown. Bad rows
// are left out and returned, each with its line. The error is that of r, of ctx, or
// of fn, which ends the reading; ErrEmpty when there is no line at all.
// Memory is bounded by the batch and MaxRow. JSON is UTF-8; a file in another encoding
// of Chinese is read too, and Raw is then what its bytes mean.
func Rows(ctx context.Context, r io.Reader, o Options, batch int, fn func([]Row) error) ([]RowError, error) {
	var bad []RowError
	var full []Row
	lines := 0
	flush := func() error {
		if len(full) == 0 {
			return nil
		}
		rows := full
		full = make([]Row, 0, batch)
		return fn(rows)
	}
	r, converted, err := format.Decoded(r)
	if err != nil {
		return nil, err
	}
	err = format.Lines(r, MaxRow, func(n int, line []byte, lerr error) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		lines++
		if converted && bytes.ContainsRune(line, utf8.RuneError) {
			bad = append(bad, RowError{n, ErrEncoding})
			return nil
		}
		a, err := rowArticle(line, lerr, o)
		if err != nil {
			bad = append(bad, RowError{n, err})
			return nil
		}
		full = append(full, Row{n, line, a})
		if len(full) >= batch {
			return flush()
		}
		return nil
	})
	if err != nil {
		return bad, err
	}
	if lines == 0 {
		return nil, ErrEmpty
	}
	return bad, flush()
}

// rowArticle makes an article of a row. Its text is taken as it is: each line a
// paragraph, no page grammar.
func rowArticle(line []byte, lerr error, o Options) (*paper.Article, error) {
	if lerr != nil {
		return nil, fmt.Errorf("more than %d bytes: %w", MaxRow, lerr)
	}
	r, err := format.ReadRow(line)
	if err != nil {
		return nil, err
	}
	a := &paper.Article{ExternalID: r.ID, Headline: oneLine(r.Title), Credits: []paper.Credit{}, Blocks: []paper.Block{}}
	own := Options{Page: r.Page, Publication: r.Publication, Section: r.Section}
	if s := strings.TrimSpace(r.Date); s != "" {
		if own.Date = dateIn(s); !own.Date.Known() {
			return nil, fmt.Errorf("%w %q: %w", ErrBadDate, s, ErrBadRow)
		}
	}
	own.or(o).put(a)
	if s := oneLine(r.Byline); s != "" {
		a.CreditLine, a.CreditAt, a.Credits = s, paper.CreditHead, page.Credits(s)
	}
	for _, l := range strings.FieldsFunc(r.Text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		if l = strings.TrimSpace(l); l != "" {
			a.Blocks = append(a.Blocks, paper.Block{Kind: paper.Paragraph, Text: l})
		}
	}
	return a, nil
}

// oneLine makes one line of a field that should be one.
func oneLine(s string) string {
	return strings.TrimSpace(strings.NewReplacer("\r\n", "\u3000", "\n", "\u3000", "\r", "\u3000").Replace(s))
}
