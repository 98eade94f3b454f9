package scan

import (
	"context"
	"image"
	"image/color"
	"image/draw"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"baoge/app/facsimile"
	"baoge/app/raster"
	"baoge/app/ui/async"
	"baoge/app/ui/look"
)

// A Mark is a place that is outlined. Its tints are asked with the palette of the day,
// whatever the theme: the page is white.
type Mark struct {
	facsimile.Place
	Tint func(*look.Palette) color.NRGBA // of the edge
	Fill func(*look.Palette) color.NRGBA // laid over it as a search mark, the edge is thick then; nil: a breath of Tint
}

// A frame is what a painting of the view shows.
type frame struct {
	scan   *raster.Scan
	at     image.Rectangle // of the picture, in device pixels of the view
	ground color.NRGBA
	marks  []painted
}

// A painted is a mark in device pixels.
type painted struct {
	at         image.Rectangle
	edge, fill color.NRGBA
	strong     bool
}

// frame is what is to be seen now.
func (v *View) frame(size image.Point) frame {
	px := func(x float32) int { return int(math.Round(float64(x * v.scale))) }
	f := frame{scan: v.scan, at: v.standing(), ground: look.Current().Desk}
	room := image.Rectangle{Max: size}.Inset(-size.Y) // marks near by are seen when the picture is moved
	for _, m := range v.marks {
		if m.Sheet != v.at {
			continue
		}
		r := v.onView(m.Box)
		at := image.Rect(px(r.X), px(r.Y), px(r.X+r.W), px(r.Y+r.H)).Inset(-px(1.5))
		if at.Overlaps(room) {
			p := painted{at: at, edge: m.Tint(&look.Day), strong: m.Fill != nil}
			if p.fill = mixed(p.edge, 0.10); p.strong {
				p.fill = m.Fill(&look.Day)
			} else {
				p.edge = mixed(p.edge, 0.7)
			}
			f.marks = append(f.marks, p)
		}
	}
	return f
}

// repaint paints what is to be seen now, away from the UI goroutine. One painting is under
// way at a time, so that a picture that is being dragged is painted on the way.
func (v *View) repaint() {
	size := v.pixels()
	if v.scan == nil || size.X <= 0 || size.Y <= 0 {
		return
	}
	if v.stale = v.painting.Busy(); v.stale {
		return
	}
	f, scale, back := v.frame(size), v.scale, v.back
	v.back = nil
	async.Load(&v.painting, func(context.Context) (*image.RGBA, error) {
		if back == nil || back.Rect.Size() != size {
			back = image.NewRGBA(image.Rectangle{Max: size})
		}
		f.paint(back, scale)
		return back, nil
	}, func(m *image.RGBA) {
		v.front, v.back, v.seen = m, v.front, f
		canvas.Refresh(v.raster)
		if v.stale {
			v.repaint()
		}
	}, nil)
}

// pixels is the view's size in device pixels.
func (v *View) pixels() image.Point {
	s := v.Size()
	return image.Pt(int(math.Round(float64(s.Width*v.scale))), int(math.Round(float64(s.Height*v.scale))))
}

// paint paints a frame; any goroutine.
func (f *frame) paint(dst *image.RGBA, scale float32) {
	draw.Draw(dst, dst.Rect, image.NewUniform(f.ground), image.Point{}, draw.Src)
	f.scan.Paint(dst, f.at)
	edge := max(1, int(math.Round(float64(scale))))
	for _, m := range f.marks {
		thick := edge
		if m.strong {
			thick = 2 * edge
		}
		inner := m.at.Inset(thick)
		multiply(dst, inner, m.fill)
		for _, r := range []image.Rectangle{
			{m.at.Min, image.Pt(m.at.Max.X, inner.Min.Y)}, {image.Pt(m.at.Min.X, inner.Max.Y), m.at.Max},
			{image.Pt(m.at.Min.X, inner.Min.Y), image.Pt(inner.Min.X, inner.Max.Y)}, {image.Pt(inner.Max.X, inner.Min.Y), image.Pt(m.at.Max.X, inner.Max.Y)},
		} {
			multiply(dst, r, m.edge)
		}
	}
}

// mixed is so much of a colour in white.
func mixed(c color.NRGBA, part float32) color.NRGBA {
	m := func(v uint8) uint8 { return uint8(255 - (255-float32(v))*part) }
	return color.NRGBA{m(c.R), m(c.G), m(c.B), 255}
}

// multiply lays a colour over a rectangle as a glaze: ink stays ink.
func multiply(dst *image.RGBA, r image.Rectangle, c color.NRGBA) {
	r = r.Intersect(dst.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := dst.Pix[dst.PixOffset(r.Min.X, y):dst.PixOffset(r.Max.X, y)]
		for i := 0; i+3 < len(row); i += 4 {
			row[i] = uint8(uint32(row[i]) * uint32(c.R) / 255)
			row[i+1] = uint8(uint32(row[i+1]) * uint32(c.G) / 255)
			row[i+2] = uint8(uint32(row[i+2]) * uint32(c.B) / 255)
		}
	}
}

// draw is what is seen: the newest painting, moved to where the picture is now until the
// next is there.
func (v *View) draw(w, h int) image.Image {
	size := image.Pt(w, h)
	if s := v.Size(); s.Width > 0 && (v.pixels() != size || v.front == nil) {
		v.scale = float32(w) / s.Width
		v.repaint()
	}
	ground := look.Current().Desk
	if v.front != nil && v.front.Rect.Size() == size && v.seen.scan == v.scan {
		now := v.standing()
		if now == v.seen.at && v.seen.ground == ground {
			return v.front
		}
		m := v.blank(size, ground)
		draw.Draw(m, m.Rect, v.front, v.seen.at.Min.Sub(now.Min), draw.Src)
		return m
	}
	return v.blank(size, ground)
}

// standing is where the picture is to be seen now, in device pixels.
func (v *View) standing() image.Rectangle {
	o := v.origin()
	w, h := v.extent()
	px := func(x float32) int { return int(math.Round(float64(x * v.scale))) }
	return image.Rect(px(o.X), px(o.Y), px(o.X)+px(w), px(o.Y)+px(h))
}

// blank is the view without a picture.
func (v *View) blank(size image.Point, ground color.NRGBA) *image.RGBA {
	if v.work == nil || v.work.Rect.Size() != size {
		v.work = image.NewRGBA(image.Rectangle{Max: size})
	}
	draw.Draw(v.work, v.work.Rect, image.NewUniform(ground), image.Point{}, draw.Src)
	return v.work
}

var _ fyne.Draggable = (*View)(nil)
