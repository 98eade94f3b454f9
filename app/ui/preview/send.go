package preview

import (
	"bytes"
	"context"
	"errors"
	"image"
	"slices"

	"baoge/app/export"
	"baoge/app/printer"
	"baoge/app/raster"
	"baoge/app/typeset"
)

// send writes the document and queues it: what is printed is what would be saved.
func send(ctx context.Context, sp printer.Spooler, j *Job, c Choices, p *raster.Painter) (printer.JobID, error) {
	sheet, err := typeset.ParsePaper(c.Paper)
	if err != nil {
		return printer.JobID{}, err
	}
	caps, err := sp.Caps(ctx, c.Printer)
	if err != nil {
		return printer.JobID{}, err
	}
	d := printer.Document{Title: j.Title}
	if caps.TakesPDF {
		var b bytes.Buffer
		if _, err := j.Write(ctx, &b, c); err != nil {
			return printer.JobID{}, err
		}
		d.PDF = bytes.NewReader(b.Bytes())
	} else if d.Pages, err = drawAll(ctx, j, c, p); err != nil {
		return printer.JobID{}, err
	}
	return sp.Print(ctx, d, c.ask(sheet, caps))
}

// ask is what the printer is asked for: what it cannot do, and the screen does not
// offer, is left to it.
func (c *Choices) ask(sheet typeset.Paper, caps printer.Caps) printer.Options {
	o := printer.Options{Printer: c.Printer, Copies: max(c.Copies, 1), Sides: c.Sides, W: sheet.W, H: sheet.H, Grey: c.Grey}
	if len(caps.Sides) > 0 && !slices.Contains(caps.Sides, o.Sides) {
		o.Sides = ""
	}
	if caps.MaxCopies > 0 {
		o.Copies = min(o.Copies, caps.MaxCopies)
	}
	return o
}

// drawn are the sheets as pictures, for printers that take nothing else.
type drawn struct {
	set     *setting
	painter *raster.Painter
	n       int
}

// drawAll sets the whole document.
func drawAll(ctx context.Context, j *Job, c Choices, p *raster.Painter) (*drawn, error) {
	set, err := j.set(c)
	if err != nil {
		return nil, err
	}
	if _, err := extend(ctx, set); err != nil {
		return nil, err
	}
	n, _ := set.count()
	return &drawn{set, p, n}, nil
}

// extend goes on with a setting until all is set. That nothing is left to set is an
// [export.ErrAllGone].
func extend(ctx context.Context, s *setting) (none struct{}, err error) {
	defer s.Close()
	for done := false; !done; {
		if done, err = s.more(); err != nil {
			return none, err
		}
		if err = ctx.Err(); err != nil {
			return none, err
		}
	}
	if _, _, err = s.Page(1); errors.Is(err, typeset.ErrNoPage) {
		return none, export.ErrAllGone
	}
	return none, err
}

// Len is the number of sheets.
func (d *drawn) Len() int { return d.n }

// Size is a sheet's size in points; sheets count from 0 here.
func (d *drawn) Size(page int) (w, h float32, err error) {
	s, _, err := d.set.sheet(page + 1)
	if err != nil {
		return 0, 0, err
	}
	return s.W, s.H, nil
}

// Draw paints a strip of a sheet.
func (d *drawn) Draw(page int, dst *image.RGBA, scale float32, top int) error {
	s, _, err := d.set.sheet(page + 1)
	if err != nil {
		return err
	}
	d.set.print(d.painter, s, dst, raster.View{Y: -float32(top) / scale, Scale: scale})
	return nil
}
