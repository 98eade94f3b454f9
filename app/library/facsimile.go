package library

import (
	"bytes"
	"context"

	"baoge/app/archive"
	"baoge/app/facsimile"
	"baoge/app/ingest"
	"baoge/app/paper"
)

// Facsimile gives the pictures of the printed page a source is, by its SHA-256, with the
// places of its words; it has no sheets where there are none.
func (l *Library) Facsimile(ctx context.Context, sha256 string) (*facsimile.Page, error) {
	scans, err := l.archive.Scans(ctx, sha256)
	if err != nil {
		return nil, err
	}
	return facsimileOf(scans), nil
}

// Scanned reports whether there is a picture of the page an article was printed on.
func (l *Library) Scanned(ctx context.Context, id paper.ArticleID) (bool, error) {
	return l.archive.Scanned(ctx, id)
}

func facsimileOf(scans []archive.Scan) *facsimile.Page {
	var sheets []facsimile.Sheet
	for _, s := range scans {
		sheet := facsimile.Sheet{Medium: s.Medium, Number: s.Page}
		for _, w := range s.Words {
			b := facsimile.Box{Left: w.Box[0], Top: w.Box[1], Right: w.Box[2], Bottom: w.Box[3]}
			sheet.Words = append(sheet.Words, facsimile.Word{Article: w.Article, Part: w.Part, Start: w.Start, End: w.End, Text: w.Text, Box: b})
		}
		sheets = append(sheets, sheet)
	}
	return facsimile.New(sheets)
}

// Unread lists the page scans of which no text was read: kept without an OCR engine, or
// nothing on them that one can read.
func (l *Library) Unread(ctx context.Context) ([]SourceInfo, error) { return l.archive.Unread(ctx) }

// CanRead reports whether an OCR engine is installed that reads Chinese. It may start a
// program, some tens of milliseconds.
func CanRead() bool { return ingest.HasOCR() }

// ReadScans reads page scans that were kept unread, by the SHA-256 of their bytes, as
// importing their files once more would: the engine may be there by now. The report and
// the error are as of [Library.Import].
func (l *Library) ReadScans(ctx context.Context, sources []SourceInfo, p *Progress) (*Report, error) {
	if err := l.mayWrite(); err != nil {
		return nil, err
	}
	i := newImporter(l.archive, Request{}, p, l.nudge)
	var paths []string
	for _, s := range sources {
		paths = append(paths, s.Path)
	}
	return i.run(ctx, paths, func(ctx context.Context, found func(*reading) error) error {
		for _, s := range sources {
			if err := found(&reading{path: s.Path, kept: s.SHA256}); err != nil {
				return err
			}
		}
		return ctx.Err()
	}, func(ctx context.Context, r *reading) {
		var src bytes.Buffer
		if r.err = l.archive.SourceBytes(ctx, &src, r.kept); r.err == nil {
			r.file, r.err = ingest.ReadPageContext(ctx, src.Bytes(), r.path, i.request.Options)
		}
	})
}
