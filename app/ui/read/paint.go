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
	if g.sheet == nil || size.Width <= 0 || w == 0 || h == 0 {
		return g.pixels
	}
	scale := pixelScale(g, float32(w)/size.Width)
	// Whole pixels, so that lines keep their distances while the text moves.
	whole := func(v float32) float32 { return float32(math.Round(float64(v*scale))) / scale }
	offset := whole(g.offset)
	var waiting []typeset.Picture
	for _, t := range g.sheet.strips(offset, offset+size.Height) {
		v := raster.View{X: whole(t.x), Y: whole(t.y - offset), Scale: scale}
		waiting = append(waiting, g.paintStrip(&t, v, pal)...)
	}
	g.plates.develop(&g.developing, g.press.Painter, waiting, scale, g.Refresh)
	if t, ok := g.thumb(); ok {
		c := pal.Border
		if g.bar.hovered || g.bar.dragging {
			c = pal.Faint
		}
		g.press.Painter.Boxes(g.pixels, []typeset.Rect{t}, raster.View{Scale: scale}, c, barW/2)
	}
	return g.pixels
}

// paintStrip paints a strip, its column's top left corner at the view's origin: what lies
// behind the text, the text, pictures. It returns the pictures that are not decoded yet.
func (g *galley) paintStrip(t *strip, v raster.View, pal *look.Palette) []typeset.Picture {
	p, lines := g.press.Painter, t.lines()
	if len(lines) == 0 {
		return nil
	}
	top, bottom := t.from, t.to
	if t.whole {
		top, bottom = t.from+lineSlack, t.to-lineSlack
	}
	boxes := func(spans []paper.Span, c color.NRGBA, radius float32) {
		var rs []typeset.Rect
		for _, s := range spans {
			rs = append(rs, t.col.BoxesIn(s, top, bottom)...)
		}
		p.Boxes(g.pixels, rs, v, c, radius)
	}
	if from, to, ok := extent(lines); ok {
		boxes(g.chosen(lines), pal.TextSelection, 0)
		for _, m := range []struct {
			*marks
			each, current color.NRGBA
		}{{&g.hits, pal.Hit, pal.HitNow}, {&g.found, pal.Found, pal.FoundNow}} {
			i, j := m.within(g.sheet, from, to)
			boxes(m.spans[i:j], m.each, markRadius)
			if m.now >= i && m.now < j {
				boxes(m.spans[m.now:m.now+1], m.current, markRadius)
			}
		}
	}
	inks := inksOf(pal)
	p.Rules(g.pixels, t.col.Rules(top, bottom), v, &inks)
	p.Lines(g.pixels, lines, v, &inks)
	return p.Pictures(g.pixels, t.col.Pictures(top, bottom), v, &inks)
}

func inksOf(pal *look.Palette) raster.Palette {
	return raster.Palette{typeset.InkText: pal.Ink, typeset.InkSecondary: pal.Secondary, typeset.InkAccent: pal.Accent, typeset.InkHairline: pal.Hairline}
}

// extent gives the first and the last place of the stored text of lines.
func extent(lines []typeset.Line) (from, to typeset.Place, ok bool) {
	for i := range lines {
		for _, s := range lines[i].Spans {
			if !ok {
				from, ok = typeset.Place{Part: s.Part, Rune: s.Start}, true
			}
			to = typeset.Place{Part: s.Part, Rune: s.End}
		}
	}
	return from, to, ok
}

// chosen is what of lines is selected. The selection itself may be a million characters.
func (g *galley) chosen(lines []typeset.Line) []paper.Span {
	if !g.sel.some() {
		return nil
	}
	var out []paper.Span
	from, to := g.ends()
	for i := range lines {
		for _, s := range lines[i].Spans {
			if g.sheet.compare(typeset.Place{Part: s.Part, Rune: s.Start}, from) < 0 {
				if s.Part != from.Part {
					continue
				}
				s.Start = min(max(s.Start, from.Rune), s.End)
			}
			if g.sheet.compare(typeset.Place{Part: s.Part, Rune: s.End}, to) > 0 {
				if s.Part != to.Part {
					continue
				}
				s.End = max(min(s.End, to.Rune), s.Start)
			}
			if s.Start < s.End {
				out = append(out, s)
			}
		}
	}
	return out
}

// pixelScale is how many pixels a unit has. The picture's width divided by the widget's
// is that only nearly, and a scale that changed with each width would have every glyph
// drawn anew at each step of a resize.
func pixelScale(o fyne.CanvasObject, nearly float32) float32 {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
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
