package read

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"

	"baoge/app/paper"
	"baoge/app/raster"
	"baoge/app/typeset"
	"baoge/app/ui/look"
)

const markRadius = 2

// paint draws what is in sight at w by h pixels. The picture is reused: Fyne uploads it at once.
func (g *galley) paint(w, h int) image.Image {
	if g.pixels == nil || g.pixels.Rect.Dx() != w || g.pixels.Rect.Dy() != h {
		g.pixels = image.NewRGBA(image.Rect(0, 0, w, h))
	}
	pal := look.Current()
	fill(g.pixels, pal.Paper)
	size := g.Size()
	if g.col == nil || size.Width <= 0 || w == 0 || h == 0 {
		return g.pixels
	}
	scale := g.pixelScale(float32(w) / size.Width)
	// Whole pixels, so that lines keep their distances while the text moves.
	y := float32(math.Round(float64((topRoom-g.offset)*scale))) / scale
	x := float32(math.Round(float64(g.left*scale))) / scale
	v := raster.View{X: x, Y: y, Scale: scale}
	top, bottom := -y, size.Height-y

	p := g.press.Painter
	lines := g.col.Lines(top, bottom)
	boxes := func(spans []paper.Span, c color.NRGBA, radius float32) {
		var rs []typeset.Rect
		for _, s := range spans {
			rs = append(rs, g.col.BoxesIn(s, top, bottom)...)
		}
		p.Boxes(g.pixels, rs, v, c, radius)
	}
	boxes(g.spans(), pal.TextSelection, 0)
	boxes(g.marks, pal.Hit, markRadius)
	if g.now < len(g.marks) {
		boxes(g.marks[g.now:g.now+1], pal.HitNow, markRadius)
	}
	inks := raster.Palette{typeset.InkText: pal.Ink, typeset.InkSecondary: pal.Secondary, typeset.InkAccent: pal.Accent, typeset.InkHairline: pal.Hairline}
	p.Rules(g.pixels, g.col.Rules(top, bottom), v, &inks)
	p.Lines(g.pixels, lines, v, &inks)
	if t, ok := g.thumb(); ok {
		c := pal.Border
		if g.bar.hovered || g.bar.dragging {
			c = pal.Faint
		}
		p.Boxes(g.pixels, []typeset.Rect{t}, raster.View{Scale: scale}, c, barW/2)
	}
	return g.pixels
}

// pixelScale is how many pixels a unit has. The picture's width divided by the widget's
// is that only nearly, and a scale that changed with each width would have every glyph
// drawn anew at each step of a resize.
func (g *galley) pixelScale(nearly float32) float32 {
	c := fyne.CurrentApp().Driver().CanvasForObject(g)
	if c == nil || c.Scale() <= 0 {
		return nearly
	}
	// Some systems have several pixels to what they call one.
	return c.Scale() * max(1, float32(math.Round(float64(nearly/c.Scale()))))
}

// fill paints the picture in one opaque colour.
func fill(img *image.RGBA, c color.NRGBA) {
	pix := img.Pix
	if len(pix) == 0 {
		return
	}
	copy(pix, []uint8{c.R, c.G, c.B, c.A})
	for n := 4; n < len(pix); n *= 2 {
		copy(pix[n:], pix[:n])
	}
}
