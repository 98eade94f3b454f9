package raster

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"testing"

	"golang.org/x/image/tiff"

	"baoge/app/exif/exiftest"
	"baoge/app/typeset"
)

// quarters is a page of a size: a colour in its upper left quarter, ink in the lower right one.
func quarters(w, h int, corner color.Color) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.Color(color.White)
			switch {
			case x < w/2 && y < h/2:
				c = corner
			case x >= w/2 && y >= h/2:
				c = color.Black
			}
			m.Set(x, y, c)
		}
	}
	return m
}

func encoded(t testing.TB, encode func(b *bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// looks reports whether a pixel has a colour, as far as JPEG keeps it.
func looks(m *image.RGBA, x, y int, c color.RGBA) bool {
	g := m.RGBAAt(x, y)
	far := func(a, b uint8) bool { return max(a, b)-min(a, b) > 12 }
	return !far(g.R, c.R) && !far(g.G, c.G) && !far(g.B, c.B)
}

var (
	seal  = color.RGBA{200, 40, 30, 255}
	blank = color.RGBA{255, 255, 255, 255}
	inked = color.RGBA{0, 0, 0, 255}
	ash   = color.RGBA{120, 120, 120, 255}
)

// Scans of every kind are painted at every size: whole, enlarged, a part of one.
func TestScanIsPainted(t *testing.T) {
	const w, h = 1001, 1403
	paletted := func(corner color.Color) *image.Paletted {
		m := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.White, color.Black, corner})
		for y := range h {
			for x := range w {
				if x < w/2 && y < h/2 {
					m.SetColorIndex(x, y, 2)
				} else if x >= w/2 && y >= h/2 {
					m.SetColorIndex(x, y, 1)
				}
			}
		}
		return m
	}
	grey16 := image.NewGray16(image.Rect(0, 0, w, h))
	plain := quarters(w, h, ash)
	for i := range w * h {
		grey16.SetGray16(i%w, i/w, color.Gray16{uint16(plain.Pix[4*i]) * 0x101})
	}
	clear := quarters(w, h, seal)
	for i := 0; i < len(clear.Pix); i += 4 {
		if clear.Pix[i+1] == 255 {
			clear.Pix[i+3] = 0 // white is transparent
		}
	}
	for _, c := range []struct {
		name   string
		corner color.RGBA
		grey   bool
		data   []byte
	}{
		{"JPEG", seal, false, encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, quarters(w, h, seal), &jpeg.Options{Quality: 95}) })},
		{"grey JPEG", ash, true, encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, plain, &jpeg.Options{Quality: 95}) })},
		{"PNG", seal, false, encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, clear) })},
		{"PNG of few colours", seal, false, encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, paletted(seal)) })},
		{"PNG of few greys", ash, true, encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, paletted(ash)) })},
		{"PNG of 16 bits", ash, true, encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, grey16) })},
		{"GIF", seal, false, encoded(t, func(b *bytes.Buffer) error { return gif.Encode(b, paletted(seal), nil) })},
		{"TIFF", seal, false, encoded(t, func(b *bytes.Buffer) error {
			return tiff.Encode(b, quarters(w, h, seal), &tiff.Options{Compression: tiff.Deflate})
		})},
	} {
		s, err := OpenScan(c.data, 1)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if _, is := s.levels[0].(*image.Gray); is != c.grey || s.Size() != image.Pt(w, h) {
			t.Errorf("%s is kept as %T of %v", c.name, s.levels[0], s.Size())
		}
		dst := image.NewRGBA(image.Rect(0, 0, 200, 280))
		for _, at := range []image.Rectangle{image.Rect(0, 0, 200, 280), image.Rect(-700, -1000, 900, 1240), image.Rect(-9900, -13900, 10100, 14100), image.Rect(90, 130, 110, 150)} {
			s.Paint(dst, at)
			mid, d := at.Min.Add(at.Max).Div(2), max(6, 2*at.Dx()/w)
			if !looks(dst, mid.X-d, mid.Y-d, c.corner) || !looks(dst, mid.X+d, mid.Y-d, blank) || !looks(dst, mid.X+d, mid.Y+d, inked) {
				t.Errorf("%s at %v: %v %v %v", c.name, at, dst.RGBAAt(mid.X-d, mid.Y-d), dst.RGBAAt(mid.X+d, mid.Y-d), dst.RGBAAt(mid.X+d, mid.Y+d))
			}
		}
	}
}

// A turned photograph or scan stands upright, and places on it with it.
func TestScanStandsUpright(t *testing.T) {
	corner := image.NewGray(image.Rect(0, 0, 320, 160))
	for i := range corner.Pix {
		if corner.Pix[i] = 255; i%320 < 160 && i/320 < 80 {
			corner.Pix[i] = 0
		}
	}
	lying := encoded(t, func(b *bytes.Buffer) error { return tiff.Encode(b, corner, nil) })
	for i := range uint16(16) {
		o, file := i%8, exiftest.Scan(lying, i%8+1)
		if i < 8 {
			file = photograph(t, binary.LittleEndian, o+1)
		}
		s, err := OpenScan(file, 1)
		if err != nil {
			t.Fatal(err)
		}
		if size := s.Size(); (size.X < size.Y) != (o+1 >= 5) {
			t.Errorf("orientation %d: %v", o+1, size)
		}
		size := s.Size()
		dst := image.NewRGBA(image.Rectangle{Max: size})
		s.Paint(dst, dst.Rect)
		l, top, r, bottom := s.Upright(0, 0, 0.5, 0.5) // the black corner
		x, y := (l+r)/2, (top+bottom)/2
		if c := dst.RGBAAt(int(x*float32(size.X)), int(y*float32(size.Y))); c.R > 20 {
			t.Errorf("orientation %d: the corner lies at %v %v, where it is %v", o+1, x, y, c)
		}
		if u, v := s.Stored(x, y); u != 0.25 || v != 0.25 {
			t.Errorf("orientation %d: back to %v %v", o+1, u, v)
		}
	}
}

// pages puts TIFF files of the same byte order behind one another as pages of one.
func pages(t testing.TB, files ...[]byte) []byte {
	t.Helper()
	order := binary.LittleEndian
	var out []byte
	last := uint32(0) // of the link to the next directory
	for i, f := range files {
		base := uint32(len(out))
		out = append(out, f...)
		dir := base + order.Uint32(f[4:])
		if i > 0 {
			order.PutUint32(out[last:], dir)
		}
		n := uint32(order.Uint16(out[dir:]))
		for e := dir + 2; e < dir+2+12*n; e += 12 {
			tag, kind, count := order.Uint16(out[e:]), order.Uint16(out[e+2:]), order.Uint32(out[e+4:])
			wide := count * map[uint16]uint32{1: 1, 3: 2, 4: 4, 5: 8}[kind]
			if wide > 4 || tag == 273 { // an offset: where values or strips lie
				if wide > 4 && tag == 273 {
					t.Fatal("more strips than the test can move")
				}
				order.PutUint32(out[e+8:], order.Uint32(out[e+8:])+base)
			}
		}
		last = dir + 2 + 12*n
	}
	return out
}

// Each page of a TIFF file can be shown; one that is not there is the first.
func TestPagesOfTIFF(t *testing.T) {
	one := func(c color.Color) []byte {
		return encoded(t, func(b *bytes.Buffer) error { return tiff.Encode(b, quarters(80, 100, c), nil) })
	}
	file := pages(t, one(seal), one(ash), one(color.Black))
	for page, want := range map[int]color.RGBA{1: seal, 2: ash, 3: inked, 4: seal, 0: seal} {
		s, err := OpenScan(bytes.Clone(file), page)
		if err != nil {
			t.Fatal(err)
		}
		dst := image.NewRGBA(image.Rect(0, 0, 80, 100))
		s.Paint(dst, dst.Rect)
		if !looks(dst, 20, 20, want) {
			t.Errorf("page %d is %v, want %v", page, dst.RGBAAt(20, 20), want)
		}
	}
}

// What is no picture says so, and nothing fails on it.
func TestBrokenScans(t *testing.T) {
	whole := encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, quarters(300, 300, seal), nil) })
	strips := encoded(t, func(b *bytes.Buffer) error { return tiff.Encode(b, quarters(80, 100, seal), nil) })
	for _, data := range [][]byte{nil, []byte("no picture"), whole[:len(whole)/2], whole[:30], strips[:60], []byte("II*\x00"), []byte("MM\x00*\xff\xff\xff\xff"), []byte("II*\x00\x04\x00\x00\x00\x00\x00\x00\x00")} {
		for page := range 4 {
			if s, err := OpenScan(bytes.Clone(data), page); !errors.Is(err, typeset.ErrPicture) {
				t.Errorf("%.8q: %v, %v", data, s, err)
			}
		}
	}
}

// noisy is a scan as large as a broadsheet at 300 dpi, with grain as paper has.
func noisy() *image.YCbCr {
	m := image.NewYCbCr(image.Rect(0, 0, 5000, 7000), image.YCbCrSubsampleRatio420)
	rnd := rand.NewChaCha8([32]byte{1})
	rnd.Read(m.Y)
	for i := range m.Y {
		m.Y[i] = 200 + m.Y[i]/8
	}
	for i := range m.Cb {
		m.Cb[i], m.Cr[i] = 120, 132
	}
	return m
}

// A scan costs at most two bytes a pixel, whatever it was decoded to.
func TestScanIsSmall(t *testing.T) {
	for name, data := range map[string][]byte{
		"PNG":  encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, quarters(1200, 1600, seal)) }),
		"JPEG": encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, quarters(1200, 1600, seal), nil) }),
	} {
		s, err := OpenScan(data, 1)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, l := range s.levels {
			m := l.(*image.YCbCr)
			n += len(m.Y) + len(m.Cb) + len(m.Cr)
		}
		if most := 1200 * 1600 * 2; n > most {
			t.Errorf("%s: %d bytes, want %d at most", name, n, most)
		}
	}
}

func BenchmarkOpenScan(b *testing.B) {
	data := encoded(b, func(out *bytes.Buffer) error { return jpeg.Encode(out, noisy(), &jpeg.Options{Quality: 96}) })
	if name := os.Getenv("SCAN"); name != "" {
		var err error
		if data, err = os.ReadFile(name); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := OpenScan(bytes.Clone(data), 1); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPaintScan(b *testing.B) {
	s, err := OpenScan(encoded(b, func(out *bytes.Buffer) error { return jpeg.Encode(out, noisy(), nil) }), 1)
	if err != nil {
		b.Fatal(err)
	}
	dst := image.NewRGBA(image.Rect(0, 0, 1280, 750))
	for b.Loop() {
		s.Paint(dst, image.Rect(-300, -500, 2200, 3000))
	}
}
