package export

import (
	"context"
	"fmt"
	"image"
	"image/color"

	"baoge/app/paper"
	"baoge/app/raster"
	"baoge/app/typeset"
)

// Title is what a document of these articles is called: o.Title, else the first headline,
// and how many there are.
func Title(articles []*paper.Article, o Options) string { return title(articles, o) }

// DefaultPaper is the paper of zero Options.
func DefaultPaper() typeset.Paper { return typeset.A4 }

// Drawn are the pages that [Write] would write as PDF, as pictures for printers that take
// no PDF. Nothing is set before the first page is asked for. It serves one goroutine.
type Drawn struct {
	ctx     context.Context
	set     func() ([]*typeset.Page, error)
	pages   []*typeset.Page
	err     error
	done    bool
	picture func(media string) ([]byte, error)
	painter *raster.Painter
}

// Draw gives the articles' pages as pictures.
func Draw(ctx context.Context, articles []*paper.Article, o Options) *Drawn {
	return &Drawn{ctx: ctx, picture: o.Picture, set: func() (pages []*typeset.Page, err error) {
		if err := o.load(); err != nil {
			return nil, err
		}
		for p, err := range cancelled(ctx, typeset.Impose(typeset.Paginate(o.Faces, oneByOne(ctx, articles, nil), o.pages()), o.Impose)) {
			if err != nil {
				return nil, err
			}
			pages = append(pages, p)
		}
		return pages, nil
	}}
}

func (d *Drawn) load() error {
	if !d.done {
		d.done = true
		d.pages, d.err = d.set()
		d.painter = raster.NewPainter(0)
	}
	return d.err
}

// Len is the number of pages; 0 where they cannot be set, which [Drawn.Size] tells.
func (d *Drawn) Len() int {
	if d.load() != nil {
		return 0
	}
	return len(d.pages)
}

// Size is a page's size in points. Pages count from 0.
func (d *Drawn) Size(page int) (w, h float32, err error) {
	if err := d.load(); err != nil {
		return 0, 0, err
	}
	if page < 0 || page >= len(d.pages) {
		return 0, 0, fmt.Errorf("page %d of %d", page+1, len(d.pages))
	}
	return d.pages[page].W, d.pages[page].H, nil
}

// Draw paints the strip of a page that begins top pixels below its upper edge and is as
// large as dst, at scale pixels a point. dst comes white.
func (d *Drawn) Draw(page int, dst *image.RGBA, scale float32, top int) error {
	if _, _, err := d.Size(page); err != nil {
		return err
	}
	if err := d.ctx.Err(); err != nil {
		return err
	}
	view := raster.View{Y: -float32(top) / scale, Scale: scale}
	waiting := d.painter.Page(dst, d.pages[page], view, &onPaper)
	for i := range waiting {
		var b []byte
		err := fmt.Errorf("no pictures at hand")
		if d.picture != nil {
			b, err = d.picture(waiting[i].Media)
		}
		d.painter.Ready(&waiting[i], scale, b, err)
	}
	if len(waiting) > 0 {
		d.painter.Pictures(dst, waiting, view, &onPaper)
	}
	return nil
}

// onPaper are the inks of print, the same as in PDF.
var onPaper = raster.Palette{typeset.InkText: color.NRGBA{A: 255}, typeset.InkSecondary: color.NRGBA{R: 82, G: 82, B: 82, A: 255},
	typeset.InkAccent: color.NRGBA{R: 179, G: 38, B: 30, A: 255}, typeset.InkHairline: color.NRGBA{R: 153, G: 153, B: 153, A: 255}}
