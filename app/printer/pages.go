package printer

import (
	"context"
	"fmt"
	"image"
	"math"
)

// Pages draws the pages of a document for printers that take pictures alone. Its methods
// are called one after another.
type Pages interface {
	// Len is the number of pages.
	Len() int
	// Size is a page's size in points. Pages count from 0.
	Size(page int) (w, h float32, err error)
	// Draw paints the strip of a page that begins top pixels below its upper edge and is
	// as large as dst, at scale pixels a point. dst comes white.
	Draw(page int, dst *image.RGBA, scale float32, top int) error
}

// A device is paper that pictures are put on: Windows' GDI, or a picture in a test. All
// lengths are its pixels.
type device interface {
	geometry() geometry
	startPage() error
	// put paints a strip as wide as the picture onto the device's rows from, up to but not with, to.
	put(strip dib, left, width, from, to int) error
	endPage() error
}

// geometry of a device's page.
type geometry struct {
	w, h           int     // of the sheet
	left, top      int     // what of it cannot be printed on: where the device's (0, 0) lies
	scaleX, scaleY float32 // pixels a point
}

// A dib is a strip as GDI takes it: rows from the top, blue, green, red, each row filled
// up to whole words.
type dib struct {
	w, h, stride int
	bytes        []byte
	grey         bool // one byte a pixel
}

// bandRows is how many rows of a picture are made and handed over at once: one huge
// picture is too much for many drivers, and 256 rows of A4 at 300 dpi are 2 MB.
const bandRows = 256

// mostDPI bounds the resolution of the pictures: text of 300 dpi is sharp, and four times
// as many pixels only take four times as long.
const mostDPI = 300

// paint puts the pages on the device, one after the other, at their own size from the
// sheet's upper left corner. The strips' edges lie on whole rows of the device, else white
// lines show between them.
func paint(ctx context.Context, d device, p Pages, grey bool) error {
	n := p.Len()
	if n == 0 {
		if _, _, err := p.Size(0); err != nil {
			return fmt.Errorf("%w: %w", ErrDocument, err)
		}
	}
	for page := range n {
		if err := paintPage(ctx, d, p, page, grey); err != nil {
			return err
		}
	}
	return nil
}

func paintPage(ctx context.Context, d device, p Pages, page int, grey bool) error {
	w, h, err := p.Size(page)
	if err != nil {
		return err
	}
	g := d.geometry()
	step := max(1, int(math.Ceil(float64(max(g.scaleX, g.scaleY)*72/mostDPI)))) // device rows to one of the picture's
	scale := max(g.scaleX, g.scaleY) / float32(step)
	pw := int(math.Ceil(float64(w * scale)))
	width := int(math.Round(float64(float32(pw) / scale * g.scaleX)))
	rows := int(math.Ceil(float64(h * scale)))
	row := func(y int) int { return int(math.Round(float64(float32(y)/scale*g.scaleY))) - g.top }
	if err := d.startPage(); err != nil {
		return err
	}
	for y := 0; y < rows; y += bandRows {
		if err := ctx.Err(); err != nil {
			return err
		}
		strip := image.NewRGBA(image.Rect(0, 0, pw, min(bandRows, rows-y)))
		for i := range strip.Pix {
			strip.Pix[i] = 0xFF
		}
		if err := p.Draw(page, strip, scale, y); err != nil {
			return err
		}
		if err := d.put(newDIB(strip, grey), -g.left, width, row(y), row(y+strip.Rect.Dy())); err != nil {
			return err
		}
	}
	return d.endPage()
}

// newDIB makes a strip of a picture.
func newDIB(m *image.RGBA, grey bool) dib {
	d := dib{w: m.Rect.Dx(), h: m.Rect.Dy(), grey: grey}
	each := 3
	if grey {
		each = 1
	}
	d.stride = (d.w*each + 3) &^ 3
	d.bytes = make([]byte, d.stride*d.h)
	for y := range d.h {
		from, to := m.Pix[y*m.Stride:], d.bytes[y*d.stride:]
		for x := range d.w {
			r, g, b := from[4*x], from[4*x+1], from[4*x+2]
			if grey { // BT.601's weights
				to[x] = uint8((299*int(r) + 587*int(g) + 114*int(b) + 500) / 1000)
			} else {
				to[3*x], to[3*x+1], to[3*x+2] = b, g, r
			}
		}
	}
	return d
}
