package raster

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/draw"

	scale "golang.org/x/image/draw"
	"golang.org/x/image/tiff"

	"baoge/app/exif"
	"baoge/app/typeset"
)

// A Scan is a picture of a printed page, ready to be painted at any size. It is kept at its
// own size and at halves of it, brightness apart from colour: two bytes a pixel at most,
// of a grey picture four thirds. It does not change and is safe for concurrent use.
type Scan struct {
	turn   exif.Orientation
	levels []image.Image // *image.Gray or *image.YCbCr of 4:2:0, each half as large as the one before
}

// leastLevel is how wide or high the smallest level is at least, in pixels.
const leastLevel = 256

// OpenScan decodes a page of a picture, the first being 1; only TIFF has several, and a page
// it does not have is its first. Bytes that hold no picture that can be shown give
// [typeset.ErrPicture]. It takes as long as decoding does, a second for 35 megapixels: call
// it on any goroutine but the one that paints the window. The data is not to be used again.
func OpenScan(data []byte, page int) (s *Scan, err error) {
	defer func() {
		if p := recover(); p != nil { // a decoder's own failing must not take the window down
			s, err = nil, fmt.Errorf("%w: %v", typeset.ErrPicture, p)
		}
	}()
	isTIFF := turnToPage(data, page)
	if _, err := typeset.PictureSize(data); err != nil { // it bounds what a header may claim
		return nil, err
	}
	var img image.Image
	if isTIFF { // image.Decode would copy the file for it
		img, err = tiff.Decode(bytes.NewReader(data))
	} else {
		img, _, err = image.Decode(bytes.NewReader(data))
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", typeset.ErrPicture, err)
	}
	s = &Scan{turn: exif.OrientationOf(data)}
	top := planesOf(img).upright(s.turn)
	for {
		s.levels = append(s.levels, top.image())
		if max(top.y.w, top.y.h) < 2*leastLevel {
			return s, nil
		}
		top = top.half()
	}
}

// Size is width and height in pixels, as it is seen upright.
func (s *Scan) Size() image.Point { return s.levels[0].Bounds().Size() }

// Paint paints the whole picture scaled to a rectangle of dst, as much of it as falls into dst.
func (s *Scan) Paint(dst *image.RGBA, r image.Rectangle) {
	if r.Empty() || !r.Overlaps(dst.Bounds()) {
		return
	}
	k := 0
	for k+1 < len(s.levels) && s.levels[k+1].Bounds().Dx() >= r.Dx() {
		k++
	}
	scale.ApproxBiLinear.Scale(dst, r, s.levels[k], s.levels[k].Bounds(), draw.Src, nil)
}

// Upright is where a rectangle of the stored picture lies when that is seen upright; left,
// top, right, bottom are shares of its width and height.
func (s *Scan) Upright(left, top, right, bottom float32) (l, t, r, b float32) {
	x, y := s.turn.Upright(float64(left), float64(top))
	u, v := s.turn.Upright(float64(right), float64(bottom))
	return float32(min(x, u)), float32(min(y, v)), float32(max(x, u)), float32(max(y, v))
}

// Stored is Upright taken back, of a point.
func (s *Scan) Stored(x, y float32) (float32, float32) {
	u, v := s.turn.Stored(float64(x), float64(y))
	return float32(u), float32(v)
}

// turnToPage makes a page of a TIFF file its first (TIFF 6.0 §2: each directory names the
// next), and reports whether it is such a file.
func turnToPage(data []byte, page int) bool {
	var order binary.ByteOrder = binary.LittleEndian
	switch {
	case bytes.HasPrefix(data, []byte("II*\x00")):
	case bytes.HasPrefix(data, []byte("MM\x00*")):
		order = binary.BigEndian
	default:
		return false
	}
	const entry = 12
	link := uint64(4)
	for ; page > 1; page-- {
		if link+4 > uint64(len(data)) {
			return true
		}
		at := uint64(order.Uint32(data[link:]))
		if at == 0 || at+2 > uint64(len(data)) {
			return true
		}
		link = at + 2 + entry*uint64(order.Uint16(data[at:]))
	}
	if link+4 <= uint64(len(data)) && order.Uint32(data[link:]) != 0 {
		copy(data[4:8], data[link:link+4])
	}
	return true
}

// planes are a picture's brightness, and its colour at half the size; grey has no colour.
type planes struct{ y, cb, cr plane }

type plane struct {
	w, h, stride int
	pix          []uint8
}

func newPlane(w, h int) plane { return plane{w, h, w, make([]uint8, w*h)} }

// planesOf parts a decoded picture; it is white where that is transparent.
func planesOf(img image.Image) (p planes) {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	switch m := img.(type) {
	case *image.Gray:
		return planes{y: plane{w, h, m.Stride, m.Pix}}
	case *image.YCbCr:
		p.y = plane{w, h, m.YStride, m.Y}
		if m.SubsampleRatio == image.YCbCrSubsampleRatio420 {
			p.cb, p.cr = plane{(w + 1) / 2, (h + 1) / 2, m.CStride, m.Cb}, plane{(w + 1) / 2, (h + 1) / 2, m.CStride, m.Cr}
			break
		}
		p.cb, p.cr = newPlane((w+1)/2, (h+1)/2), newPlane((w+1)/2, (h+1)/2)
		for y := range p.cb.h {
			for x := range p.cb.w {
				c := m.COffset(m.Rect.Min.X+2*x, m.Rect.Min.Y+2*y)
				p.cb.pix[y*p.cb.stride+x], p.cr.pix[y*p.cr.stride+x] = m.Cb[c], m.Cr[c]
			}
		}
	default:
		p = converted(img)
	}
	if p.cb.neutral() && p.cr.neutral() {
		p.cb, p.cr = plane{}, plane{}
	}
	return p
}

// converted parts a picture of any other kind, some rows at a time.
func converted(img image.Image) (p planes) {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	p = planes{newPlane(w, h), newPlane((w+1)/2, (h+1)/2), newPlane((w+1)/2, (h+1)/2)}
	if m, ok := img.(*image.Paletted); ok {
		img = direct(m)
	}
	const rows = 64 // even
	band := image.NewRGBA(image.Rect(0, 0, w, rows))
	for top := 0; top < h; top += rows {
		draw.Draw(band, band.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(band, band.Rect, img, b.Min.Add(image.Pt(0, top)), draw.Over)
		for y := top; y < min(top+rows, h); y++ {
			from := band.Pix[(y-top)*band.Stride:]
			for x := range w {
				yy, cb, cr := color.RGBToYCbCr(from[4*x], from[4*x+1], from[4*x+2])
				p.y.pix[y*w+x] = yy
				if x&1 == 0 && y&1 == 0 {
					p.cb.pix[y/2*p.cb.stride+x/2], p.cr.pix[y/2*p.cr.stride+x/2] = cb, cr
				}
			}
		}
	}
	return p
}

// direct looks the colours of a paletted picture up: image/draw would ask for each pixel's.
func direct(m *image.Paletted) image.Image {
	grey := true
	var look [256]color.NRGBA
	for i, c := range m.Palette {
		look[i&0xFF] = color.NRGBAModel.Convert(c).(color.NRGBA)
		n := look[i&0xFF]
		grey = grey && n.R == n.G && n.G == n.B && n.A == 0xFF
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	if grey {
		out := image.NewGray(m.Rect)
		for y := range h {
			for x, i := range m.Pix[y*m.Stride:][:w] {
				out.Pix[y*out.Stride+x] = look[i].R
			}
		}
		return out
	}
	out := image.NewNRGBA(m.Rect)
	for y := range h {
		for x, i := range m.Pix[y*m.Stride:][:w] {
			c := look[i]
			copy(out.Pix[y*out.Stride+4*x:], []uint8{c.R, c.G, c.B, c.A})
		}
	}
	return out
}

// neutral reports whether a plane of colour has none to speak of.
func (p *plane) neutral() bool {
	const slack = 3
	for y := range p.h {
		for _, v := range p.pix[y*p.stride:][:p.w] {
			if v < 128-slack || v > 128+slack {
				return false
			}
		}
	}
	return true
}

func (p planes) half() planes { return planes{p.y.half(), p.cb.half(), p.cr.half()} }

// half is a plane at half its width and height, rounded up; four pixels make one.
func (p plane) half() plane {
	if p.pix == nil {
		return p
	}
	out := newPlane((p.w+1)/2, (p.h+1)/2)
	for y := range out.h {
		a := p.pix[2*y*p.stride:][:p.w]
		b := p.pix[min(2*y+1, p.h-1)*p.stride:][:p.w]
		to := out.pix[y*out.stride:][:out.w]
		for x := range p.w / 2 {
			to[x] = uint8((int(a[2*x]) + int(a[2*x+1]) + int(b[2*x]) + int(b[2*x+1]) + 2) / 4)
		}
		if p.w&1 == 1 {
			to[out.w-1] = uint8((int(a[p.w-1]) + int(b[p.w-1]) + 1) / 2)
		}
	}
	return out
}

func (p planes) upright(o exif.Orientation) planes {
	return planes{p.y.upright(o), p.cb.upright(o), p.cr.upright(o)}
}

func (p plane) upright(o exif.Orientation) plane {
	if p.pix == nil || o == 1 {
		return p
	}
	w, h := o.Size(p.w, p.h)
	return plane{w, h, w, o.Turn(p.pix, p.w, p.h, p.stride, 1)}
}

// image is the planes as a picture.
func (p planes) image() image.Image {
	r := image.Rect(0, 0, p.y.w, p.y.h)
	if p.cb.pix == nil {
		return &image.Gray{Pix: p.y.pix, Stride: p.y.stride, Rect: r}
	}
	return &image.YCbCr{Y: p.y.pix, Cb: p.cb.pix, Cr: p.cr.pix, YStride: p.y.stride, CStride: p.cb.stride, SubsampleRatio: image.YCbCrSubsampleRatio420, Rect: r}
}
