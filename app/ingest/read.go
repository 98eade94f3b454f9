package ingest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"baoge/app/ingest/format"
	"baoge/app/ingest/page"
	"baoge/app/paper"
)

// Read reads one page file of the disk. The path is used as it is given, also for Source.Path.
func Read(ctx context.Context, path string, o Options) (*File, error) {
	return (&Entry{Path: path}).Read(ctx, o)
}

// ReadPage reads the bytes of one page file; name is its path, which tells the
// extension and may tell date and page number. Nothing beside it is looked at.
func ReadPage(src []byte, name string, o Options) (*File, error) {
	return ReadPageContext(context.Background(), src, name, o)
}

// HasOCR reports whether an OCR engine is installed that reads Chinese, now: it runs that program.
func HasOCR() bool { return new(Engine).Reads() }

// ReadPageContext is ReadPage that ends with ctx: reading a page scan may take minutes.
func ReadPageContext(ctx context.Context, src []byte, name string, o Options) (*File, error) {
	return readPage(ctx, format.Input{Name: name, Bytes: src}, o)
}

func readPage(ctx context.Context, in format.Input, o Options) (*File, error) {
	if len(in.Bytes) > MaxFile {
		return nil, fmt.Errorf("read %s: more than %d bytes: %w", in.Name, MaxFile, ErrTooLarge)
	}
	if in.Engine = o.Engine; o.NoOCR || o.Reading != nil {
		in.Engine = nil
	} else if in.Engine == nil {
		in.Engine = new(Engine)
	}
	doc, err := format.Read(ctx, in)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", in.Name, err)
	}
	reading, err := heard(doc, o.Reading)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", in.Name, err)
	}
	if lines := max(len(doc.Lines), strings.Count(doc.Text, "\n"), strings.Count(doc.Text, "\r")); lines > MaxLines {
		return nil, fmt.Errorf("read %s: %d lines: %w", in.Name, lines, ErrTooLarge)
	}
	var pg *page.Page
	if doc.Lines != nil {
		pg, err = page.ParseLines(doc.Lines)
	} else {
		pg, err = page.Parse(doc.Text)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", in.Name, err)
	}
	sum := sha256.Sum256(in.Bytes)
	f := &File{
		Source:   paper.Source{Path: in.Name, SHA256: hex.EncodeToString(sum[:]), Format: string(doc.Format), Rules: RulesVersion, Bytes: bytes.Clone(in.Bytes)},
		Articles: pg.Articles, Labels: pg.Labels, Leftover: pg.Leftover, Repairs: pg.Repairs, Chars: pg.Chars,
		Text: pg.Text, Places: pg.Places, Decisions: pg.Decisions, Notes: doc.Notes, Reading: reading,
	}
	fields := Options{Date: doc.Date, Page: doc.Page, PageLabel: doc.PageLabel, Publication: doc.Publication, Section: doc.Section}
	told, _ := o.PathTells(in.Name)
	guessed := told.or(Options{Date: pg.Folio.Date, Page: pg.Folio.Page, PageLabel: pg.Folio.PageLabel, Publication: pg.Folio.Publication})
	for _, a := range f.Articles { // what was given, then what the article's own file says, then what its path and folio suggest
		said := Options{Date: a.Date, Page: a.Page, PageLabel: a.PageLabel, Publication: a.Publication, Section: a.Section}
		o.or(said).or(fields).or(guessed).put(a)
	}
	m := media{file: f, doc: doc, seen: map[string]bool{}}
	m.figures()
	m.scans(in)
	return f, nil
}

// heard puts what an engine read once in the place of the document's lines, whose words are
// not told places then, or gives what it read now.
func heard(d *format.Document, before []byte) (reading []byte, err error) {
	if before == nil {
		if d.Heard {
			reading, err = json.Marshal(d.Lines)
		}
		return reading, err
	}
	d.Text, d.Lines = "", nil
	if err := json.Unmarshal(before, &d.Lines); err != nil {
		return nil, fmt.Errorf("%w: what OCR read: %w", ErrDamaged, err)
	}
	for i := range d.Scans {
		d.Scans[i].Words = nil
	}
	return before, nil
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
