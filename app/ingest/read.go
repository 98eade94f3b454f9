package ingest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"

	"baoge/app/ingest/format"
	"baoge/app/ingest/page"
	"baoge/app/paper"
)

// IsRows reports whether the file is JSON Lines, by its first bytes and then its
// extension. Errors are those of opening the file.
func IsRows(path string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, fmt.Errorf("read %w", err) // the os names the file
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, 1<<16))
	if err != nil {
		return false, fmt.Errorf("read %w", err)
	}
	return format.IsRows(head, path), nil
}

// Read reads one page file. The path is used as it is given, also for Source.Path.
func Read(ctx context.Context, path string, o Options) (*File, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read %w", err)
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, MaxPage+1))
	if err != nil {
		return nil, fmt.Errorf("read %w", err)
	}
	return ReadPage(src, path, o)
}

// ReadPage reads the bytes of one page file; name is its path, which tells the
// extension and may tell date and page number.
func ReadPage(src []byte, name string, o Options) (*File, error) {
	if len(src) > MaxPage {
		return nil, fmt.Errorf("read %s: more than %d bytes: %w", name, MaxPage, ErrTooLarge)
	}
	doc, err := format.Decode(src, name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	pg, err := page.Parse(doc.Text)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	sum := sha256.Sum256(src)
	f := &File{
		Source:   paper.Source{Path: name, SHA256: hex.EncodeToString(sum[:]), Format: string(doc.Format), Rules: RulesVersion, Bytes: bytes.Clone(src)},
		Articles: pg.Articles, Labels: pg.Labels, Leftover: pg.Leftover, Repairs: pg.Repairs, Chars: pg.Chars,
	}
	guessed := fromPath(name).or(Options{Date: pg.Folio.Date, Page: pg.Folio.Page, PageLabel: pg.Folio.PageLabel, Publication: pg.Folio.Publication})
	for _, a := range f.Articles { // what was given, then what the article's own file says, then what its path and folio suggest
		said := Options{Date: a.Date, Page: a.Page, PageLabel: a.PageLabel, Publication: a.Publication, Section: a.Section}
		o.or(said).or(guessed).put(a)
	}
	return f, nil
}

// or fills what o leaves unknown from p.
func (o Options) or(p Options) Options {
	if !o.Date.Known() {
		o.Date = p.Date
	}
	for _, f := range [...]struct{ to, from *string }{{&o.Page, &p.Page}, {&o.PageLabel, &p.PageLabel}, {&o.Publication, &p.Publication}, {&o.Section, &p.Section}} {
		if *f.to == "" {
			*f.to = *f.from
		}
	}
	return o
}

// put sets an article's metadata.
func (o Options) put(a *paper.Article) {
	a.Date, a.Page, a.PageLabel, a.Publication, a.Section = o.Date, o.Page, o.PageLabel, o.Publication, o.Section
}
