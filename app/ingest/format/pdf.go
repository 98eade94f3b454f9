package format

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"baoge/app/ingest/format/pdftext"
	"baoge/app/ingest/layout"
)

// readPDF reads the text of a PDF in the order a person would: columns from left to
// right. A page that is only a picture is kept as a scan, and read by OCR where there is
// an engine.
func readPDF(ctx context.Context, in Input) (*Document, error) {
	file, err := pdftext.Read(ctx, in.Bytes)
	switch {
	case errors.Is(err, pdftext.ErrEncrypted):
		return nil, fmt.Errorf("%w: %w", ErrEncrypted, err)
	case errors.Is(err, pdftext.ErrPages):
		return nil, fmt.Errorf("%w: %w", ErrTooLarge, err)
	case errors.Is(err, pdftext.ErrDamaged):
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	case err != nil:
		return nil, err
	}
	d := &Document{Format: PDF, Picture: func(name string) ([]byte, error) {
		if b := file.Pictures[name]; b != nil {
			return b, nil
		}
		return nil, fs.ErrNotExist
	}}
	var blocks []layout.Block
	scan := map[int]int{}      // of each page, its scan
	size := map[int]altoPage{} // of each page, and how its picture was turned to be read
	for i, p := range file.Pages {
		if p.Scan != nil {
			scan[i] = len(d.Scans)
			d.Scans = append(d.Scans, PageScan{Picture: p.Scan, Page: i + 1})
		}
		size[i] = altoPage{width: p.Width, height: p.Height}
		if len(p.Lines) == 0 && p.Scan != nil && in.Engine != nil {
			read, err := in.Engine.recognised(ctx, p.Scan)
			if err != nil && !errors.Is(err, ErrNoOCR) && !errors.Is(err, ErrUnreadable) {
				return nil, err
			} else if err != nil && len(d.Notes) == 0 {
				d.Notes = append(d.Notes, err)
			}
			for _, r := range read { // one
				d.Heard = d.Heard || len(r.blocks) > 0
				size[i] = r
				for _, b := range r.blocks {
					for k := range b {
						b[k].Page = i
					}
					blocks = append(blocks, b)
				}
			}
			continue
		}
		blocks = append(blocks, layout.Order(p.Lines)...)
	}
	lines, places := layout.Compose(blocks)
	d.Lines = lines
	for _, w := range places {
		if k, ok := scan[w.Page]; ok {
			p := size[w.Page]
			d.Scans[k].Words = append(d.Scans[k].Words, p.word(w))
		}
	}
	if len(d.Lines) == 0 && len(d.Scans) == 0 {
		return nil, ErrEmpty
	}
	return d, nil
}
