package raster

import (
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/vector"

	"baoge/app/typeset"
)

// phases is how many positions within a pixel a glyph is drawn at: justified
// lines put glyphs anywhere, and a quarter of a pixel is where the eye stops seeing it.
const phases = 4

type maskKey struct {
	face  *typeset.Face
	id    uint16
	phase uint8
	px    float32 // em in pixels
}

// A mask is a glyph's coverage; x and y lead from its origin to the top left corner.
type mask struct {
	x, y, w, h int
	pix        []uint8
}

// A cache keeps masks in two generations: when the young one is full it becomes
// the old one, and what the old one held and nobody asked for since is forgotten.
type cache struct {
	limit      int // bytes
	used       int // of the young generation
	young, old map[maskKey]mask
}

// maskOverhead is about what a map entry costs beside the pixels.
const maskOverhead = 96

func (c *cache) get(d *drawer, k maskKey) mask {
	if m, ok := c.young[k]; ok {
		return m
	}
	m, ok := c.old[k]
	if !ok {
		m = d.mask(k)
	}
	if size := len(m.pix) + maskOverhead; c.young == nil || c.used+size > c.limit/2 {
		c.old, c.young, c.used = c.young, map[maskKey]mask{}, size
	} else {
		c.used += size
	}
	c.young[k] = m
	return m
}

// A drawer turns outlines into masks.
type drawer struct {
	buf  sfnt.Buffer
	rast vector.Rasterizer
}

// mask draws one glyph; a glyph without ink, or whose outline cannot be read, gives an empty mask.
func (d *drawer) mask(k maskKey) mask {
	segs, err := k.face.Outline(&d.buf, k.id)
	if err != nil || len(segs) == 0 {
		return mask{}
	}
	s := k.px / float32(k.face.UnitsPerEm) / 64
	b := segs.Bounds()
	shift := (float32(k.phase) + 0.5) / phases
	x0, y0 := int(math.Floor(float64(float32(b.Min.X)*s+shift)))-1, int(math.Floor(float64(float32(b.Min.Y)*s)))-1
	x1, y1 := int(math.Ceil(float64(float32(b.Max.X)*s+shift)))+1, int(math.Ceil(float64(float32(b.Max.Y)*s)))+1
	w, h := x1-x0, y1-y0
	d.rast.Reset(w, h)
	ox, oy := shift-float32(x0), -float32(y0)
	for _, g := range segs {
		p := func(i int) (float32, float32) { return float32(g.Args[i].X)*s + ox, float32(g.Args[i].Y)*s + oy }
		ax, ay := p(0)
		switch g.Op {
		case sfnt.SegmentOpMoveTo:
			d.rast.ClosePath()
			d.rast.MoveTo(ax, ay)
		case sfnt.SegmentOpLineTo:
			d.rast.LineTo(ax, ay)
		case sfnt.SegmentOpQuadTo:
			bx, by := p(1)
			d.rast.QuadTo(ax, ay, bx, by)
		case sfnt.SegmentOpCubeTo:
			bx, by := p(1)
			cx, cy := p(2)
			d.rast.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	d.rast.ClosePath()
	img := image.NewAlpha(image.Rect(0, 0, w, h))
	d.rast.DrawOp = draw.Src
	d.rast.Draw(img, img.Bounds(), image.Opaque, image.Point{})
	return mask{x0, y0, w, h, img.Pix}
}

// An ink is a colour ready to be laid on pixels: its channels two by two, so that
// one multiplication serves two of them.
type ink struct {
	rb, ga uint32 // red and blue, green and full opacity, each in the lower byte of 16 bits
	a      uint32
	weight *[256]uint8 // coverage → opacity
}

func newInk(c color.NRGBA) ink {
	r, g, b := uint32(c.R), uint32(c.G), uint32(c.B)
	in := ink{r | b<<16, g | 255<<16, uint32(c.A), &darkOnLight}
	if 299*r+587*g+114*b > 128*1000 {
		in.weight = &lightOnDark
	}
	return in
}

// Coverage blended as it is (in sRGB values, as every toolkit does) leaves the
// hairlines of Song on light paper a little pale at reading sizes, and is right
// for light ink on dark paper, where strokes look wider than they are. So coverage
// is raised to a power: a little below one for dark ink, one for light ink.
var (
	darkOnLight = weights(0.85)
	lightOnDark = weights(1.0)
)

func weights(power float64) (t [256]uint8) {
	for i := range t {
		t[i] = uint8(math.Round(255 * math.Pow(float64(i)/255, power)))
	}
	return t
}

// over lays the ink on one RGBA pixel with opacity a, 0 to 255.
func (in *ink) over(p []uint8, a uint32) {
	if in.a != 255 {
		a = a * in.a / 255
	}
	d := binary.LittleEndian.Uint32(p)
	rb, ga := mix(in.rb, d&0x00FF00FF, a), mix(in.ga, d>>8&0x00FF00FF, a)
	binary.LittleEndian.PutUint32(p, rb|ga<<8)
}

// fill lays the ink on a row of RGBA pixels.
func (in *ink) fill(row []uint8) {
	if len(row) == 0 {
		return
	}
	if in.a != 255 {
		for i := 0; i+4 <= len(row); i += 4 {
			in.over(row[i:i+4:i+4], 255)
		}
		return
	}
	in.over(row[:4:4], 255)
	for n := 4; n < len(row); n *= 2 { // what is there is copied behind itself
		copy(row[n:], row[:n])
	}
}

// mix is (s×a + d×(255−a)) ÷ 255, rounded, of two channels at once.
func mix(s, d, a uint32) uint32 {
	t := s*a + d*(255-a) + 0x00800080
	return (t + t>>8&0x00FF00FF) >> 8 & 0x00FF00FF
}

// blend lays the mask on the picture with its top left corner at x, y.
func (m *mask) blend(dst *image.RGBA, x, y int, in *ink) {
	b := dst.Bounds()
	left, right := max(0, b.Min.X-x), min(m.w, b.Max.X-x)
	if left >= right {
		return
	}
	for row := max(0, b.Min.Y-y); row < min(m.h, b.Max.Y-y); row++ {
		src := m.pix[row*m.w+left : row*m.w+right]
		i := dst.PixOffset(x+left, y+row)
		out := dst.Pix[i : i+4*len(src)]
		for k, c := range src {
			if c != 0 {
				in.over(out[4*k:4*k+4:4*k+4], uint32(in.weight[c]))
			}
		}
	}
}
