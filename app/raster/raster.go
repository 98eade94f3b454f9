// Package raster paints set lines into pictures: the reader, list rows, the print
// preview. Glyph masks are drawn once for each glyph, size and quarter-pixel
// phase and kept in a bounded cache; pictures are decoded and scaled away from
// the painting goroutine ([Painter.Ready]) and kept likewise.
//
// Begin with [NewPainter]; one painter serves the whole window. Paint pictures and
// boxes first, then rules and lines: text stands on its marks.
package raster

import (
	"image"
	"image/color"
	"math"
	"sync"

	"baoge/app/typeset"
)

// A Palette gives each ink its colour, by typeset.Ink. The colours are opaque.
type Palette [4]color.NRGBA

// Printed are the colours of paper, the same as in a PDF: black, grey for what is beside
// the text, vermilion, hairlines.
var Printed = Palette{{0, 0, 0, 255}, {82, 82, 82, 255}, {179, 38, 30, 255}, {153, 153, 153, 255}}

// A View maps the display list to pixels: a point (x, y) of it is painted at
// pixel ((x+X)×Scale, (y+Y)×Scale) of the picture, from its bounds' top left corner.
type View struct {
	X, Y  float32
	Scale float32 // pixels a unit
}

// A Painter paints display lists. Safe for concurrent use.
type Painter struct {
	mu    sync.Mutex
	masks cache
	draw  drawer

	pictures gallery // has a lock of its own
}

// defaultCache holds every glyph of some dozens of screens full at twice the usual scale.
const defaultCache = 24 << 20

// NewPainter returns a painter whose cache holds about cacheBytes; 0 stands for 24 MB.
func NewPainter(cacheBytes int) *Painter {
	if cacheBytes <= 0 {
		cacheBytes = defaultCache
	}
	return &Painter{masks: cache{limit: cacheBytes}}
}

// Lines paints the lines that fall into the picture.
func (p *Painter) Lines(dst *image.RGBA, lines []typeset.Line, v View, pal *Palette) {
	p.mu.Lock()
	defer p.mu.Unlock()
	b := dst.Bounds()
	for i := range lines {
		l := &lines[i]
		// Ink may reach past a line's strip, an accent above, a tail below.
		over := l.Height
		if (l.Top+l.Height+over+v.Y)*v.Scale < 0 || (l.Top-over+v.Y)*v.Scale > float32(b.Dy()) {
			continue
		}
		for k := range l.Runs {
			p.run(dst, &l.Runs[k], v, pal)
		}
	}
}

// Page paints one printed page, its top left corner at the view's origin. The paper
// itself is the caller's. What it returns is as of [Painter.Pictures].
func (p *Painter) Page(dst *image.RGBA, page *typeset.Page, v View, pal *Palette) (waiting []typeset.Picture) {
	waiting = p.Pictures(dst, page.Pictures, v, pal)
	p.Rules(dst, page.Rules, v, pal)
	p.mu.Lock()
	defer p.mu.Unlock()
	height := float32(dst.Bounds().Dy())
	for i := range page.Runs {
		r := &page.Runs[i]
		if y, em := (r.Y+v.Y)*v.Scale, r.Size*v.Scale; y > -2*em && y < height+2*em {
			p.run(dst, r, v, pal)
		}
	}
	return waiting
}

func (p *Painter) run(dst *image.RGBA, r *typeset.Run, v View, pal *Palette) {
	px := r.Size * v.Scale
	if !(px > 0) || px > maxPixels {
		return
	}
	in := newInk(pal[int(r.Ink)%len(pal)])
	b := dst.Bounds()
	x0, y0 := (r.X+v.X)*v.Scale, (r.Y+v.Y)*v.Scale
	for i := range r.Glyphs {
		g := &r.Glyphs[i]
		x, y := x0+g.X*v.Scale, y0+g.Y*v.Scale
		if !(x >= -px*2 && x <= float32(b.Dx())+px && y >= -px*2 && y <= float32(b.Dy())+px*2) {
			continue // nor is a glyph painted that stands nowhere (NaN)
		}
		xi := math.Floor(float64(x))
		m := p.masks.get(&p.draw, maskKey{r.Face, g.ID, uint8((float64(x) - xi) * phases), px})
		if m.w == 0 {
			continue
		}
		m.blend(dst, b.Min.X+int(xi)+m.x, b.Min.Y+int(math.Round(float64(y)))+m.y, &in)
	}
}

// maxPixels bounds the em of what is painted; a larger glyph would be larger than the cache.
const maxPixels = 2000

// Rules paints hairlines, never thinner than a pixel.
func (p *Painter) Rules(dst *image.RGBA, rules []typeset.Rule, v View, pal *Palette) {
	for _, r := range rules {
		x0, x1 := round((r.X+v.X)*v.Scale), round((r.X+r.W+v.X)*v.Scale)
		y0, y1 := round((r.Y+v.Y)*v.Scale), round((r.Y+r.H+v.Y)*v.Scale)
		if r.W > r.H {
			y1 = max(y1, y0+1)
		} else {
			x1 = max(x1, x0+1)
		}
		area := image.Rect(x0, y0, x1, y1).Add(dst.Bounds().Min).Intersect(dst.Bounds())
		in := newInk(pal[int(r.Ink)%len(pal)])
		for y := area.Min.Y; y < area.Max.Y; y++ {
			in.fill(dst.Pix[dst.PixOffset(area.Min.X, y):dst.PixOffset(area.Max.X, y)])
		}
	}
}

func round(x float32) int { return int(math.Round(float64(x))) }

// Boxes paints filled rectangles, corners rounded by radius units: marks behind text, a selection.
func (p *Painter) Boxes(dst *image.RGBA, boxes []typeset.Rect, v View, c color.NRGBA, radius float32) {
	in := newInk(c)
	b := dst.Bounds()
	for _, r := range boxes {
		x0, y0 := (r.X+v.X)*v.Scale, (r.Y+v.Y)*v.Scale
		x1, y1 := x0+r.W*v.Scale, y0+r.H*v.Scale
		x0, y0, x1, y1 = float32(round(x0)), float32(round(y0)), float32(round(x1)), float32(round(y1))
		rad := max(0, min(radius*v.Scale, (x1-x0)/2, (y1-y0)/2))
		left, right := max(0, int(x0)), min(b.Dx(), int(x1))
		for y := max(0, int(y0)); y < min(b.Dy(), int(y1)) && left < right; y++ {
			i := dst.PixOffset(b.Min.X+left, b.Min.Y+y)
			row := dst.Pix[i : i+4*(right-left)]
			if cy := float32(y) + 0.5; cy >= y0+rad && cy <= y1-rad {
				in.fill(row)
				continue
			}
			for x := left; x < right; x++ {
				if a := corner(float32(x)+0.5, float32(y)+0.5, x0, y0, x1, y1, rad); a > 0 {
					in.over(row[4*(x-left):4*(x-left)+4:4*(x-left)+4], a)
				}
			}
		}
	}
}

// corner is how much of the pixel at (x, y) a rectangle with rounded corners covers, 0 to 255.
func corner(x, y, x0, y0, x1, y1, rad float32) uint32 {
	dx, dy := max(x0+rad-x, x-(x1-rad)), max(y0+rad-y, y-(y1-rad))
	if rad == 0 || dx <= 0 || dy <= 0 {
		return 255
	}
	d := rad + 0.5 - float32(math.Hypot(float64(dx), float64(dy)))
	return uint32(255 * min(1, max(0, d)))
}
