package format

import (
	"context"
	"errors"
	"fmt"

	"baoge/app/exif"
	"baoge/app/ingest/format/pdftext"
	"baoge/app/ingest/layout"
)

// readScan reads a picture of a page: it is kept, and its words are read where an OCR
// engine is installed; else a note says so.
func readScan(ctx context.Context, in Input) (*Document, error) {
	if len(in.Bytes) > MaxPicture {
		return nil, ErrTooLarge
	}
	if PictureType(in.Bytes) == "" {
		return nil, ErrDamaged
	}
	d := &Document{Format: Scan}
	pages := len(exif.Pages(in.Bytes))
	if pages > pdftext.MaxPages {
		return nil, ErrTooLarge
	}
	for i := range pages {
		d.Scans = append(d.Scans, PageScan{Picture: in.Bytes, Page: i + 1})
	}
	if in.Engine == nil {
		return d, nil
	}
	words, err := in.Engine.recognised(ctx, in.Bytes)
	if errors.Is(err, ErrNoOCR) || errors.Is(err, ErrUnreadable) {
		d.Notes = append(d.Notes, err)
		return d, nil
	} else if err != nil {
		return nil, err
	}
	read := altoDocument(words)
	d.Lines, d.Heard = read.Lines, len(read.Lines) > 0
	for i := range min(len(d.Scans), len(read.Scans)) {
		d.Scans[i].Words = read.Scans[i].Words
	}
	return d, nil
}

// sureOCR is the mean confidence below which a page is read in the other script as well.
const sureOCR = 0.8

// recognised reads the words of a picture by OCR, page by page; only TIFF has several. It
// is read as it is seen, in Simplified, and where that goes badly in Traditional, whichever goes better.
// ErrNoOCR where no engine is installed, ErrUnreadable where it makes nothing of the picture.
func (e *Engine) recognised(ctx context.Context, picture []byte) (best []altoPage, err error) {
	if !e.Reads() {
		return nil, ErrNoOCR
	}
	picture, turns := upright(picture)
	var sure, words float64 // of best
	for _, language := range e.languages {
		out, err := e.read(ctx, picture, language)
		if err != nil {
			return nil, err
		}
		pages, err := parseALTO(out)
		if err != nil { // as of a TIFF of a kind it does not know: it says nothing
			return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
		}
		s, n := 0.0, 0.0
		for _, p := range pages {
			s, n = s+p.sure, n+p.words
		}
		if best == nil || words == 0 || s*words > sure*n {
			best, sure, words = pages, s, n
		}
		if sure >= sureOCR*words {
			break
		}
	}
	for i := range best {
		var lines []layout.Line
		for _, b := range best[i].blocks {
			lines = append(lines, b...)
		}
		best[i].blocks = layout.Order(lines) // the engine's own order loses its way among columns
		if i < len(turns) {
			best[i].turn = turns[i]
		}
	}
	return best, nil
}
