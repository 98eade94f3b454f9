package raster

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"baoge/app/paper"
	"baoge/app/typeset"
)

// halves is a picture file, red at the left and blue at the right; a PNG is
// transparent in its lowest quarter.
func halves(t testing.TB, format string, w, h int) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{200, 20, 20, 255}
			if 2*x >= w {
				c = color.NRGBA{20, 20, 200, 255}
			}
			if 4*y >= 3*h && format == "png" {
				c.A = 0
			}
			img.SetNRGBA(x, y, c)
		}
	}
	var out bytes.Buffer
	err := png.Encode(&out, img)
	if format == "jpeg" {
		out.Reset()
		err = jpeg.Encode(&out, img, &jpeg.Options{Quality: 95})
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func near(a color.RGBA, b color.NRGBA) bool {
	d := func(x, y uint8) bool { return x-y < 12 || y-x < 12 }
	return d(a.R, b.R) && d(a.G, b.G) && d(a.B, b.B)
}

// A picture is painted where it stands, at any scale, once it was readied; till
// then its place is flat and it is waited for.
func TestPictures(t *testing.T) {
	for _, format := range []string{"jpeg", "png"} {
		data := halves(t, format, 400, 200)
		for _, scale := range []float32{0.5, 1, 1.25, 2} {
			p := NewPainter(0)
			pic := typeset.Picture{Rect: typeset.Rect{X: 10, Y: 20, W: 100, H: 50}, Media: "m", Pixels: [2]int{400, 200}}
			far := typeset.Picture{Rect: typeset.Rect{X: 10, Y: 2000, W: 100, H: 50}, Media: "far", Pixels: [2]int{4, 2}}
			v := View{5, -10, scale}
			img := sheet(300, 200, white)
			waiting := p.Pictures(img, []typeset.Picture{pic, far}, v, &day)
			if len(waiting) != 1 || waiting[0].Media != "m" {
				t.Fatalf("%s at %v: waiting for %v", format, scale, waiting)
			}
			at := func(x, y float32) color.RGBA { return img.RGBAAt(int((x+v.X)*scale), int((y+v.Y)*scale)) }
			if got := at(20, 30); !near(got, day[typeset.InkHairline]) {
				t.Errorf("%s at %v: before it was readied %v", format, scale, got)
			}
			p.Ready(&waiting[0], scale, data, nil)
			if waiting := p.Pictures(img, []typeset.Picture{pic}, v, &day); len(waiting) != 0 {
				t.Fatalf("%s at %v: still waiting", format, scale)
			}
			for where, want := range map[[2]float32]color.NRGBA{{14, 24}: {200, 20, 20, 255}, {106, 24}: {20, 20, 200, 255}, {8, 24}: white, {114, 24}: white, {14, 74}: white} {
				if got := at(where[0], where[1]); !near(got, want) {
					t.Errorf("%s at %v: %v is %v, want %v", format, scale, where, got, want)
				}
			}
			if got := at(14, 66); format == "png" && !near(got, white) {
				t.Errorf("what is transparent is %v", got)
			}
		}
	}
}

// What cannot be had or decoded has a frame with words in it.
func TestBrokenPictures(t *testing.T) {
	whole := halves(t, "jpeg", 400, 200)
	a := &paper.Article{Blocks: []paper.Block{{Kind: paper.Figure, Media: "m", Text: "河边的老街"}}}
	for name, c := range map[string]struct {
		data []byte
		err  error
	}{"cut": {whole[:len(whole)/3], nil}, "gone": {nil, errors.New("gone")}, "other": {[]byte("no picture"), nil}, "empty": {nil, nil}} {
		given := whole // layout saw a good header
		col := typeset.NewColumn(faces(), a, typeset.ColumnOptions{Width: 300, Size: 16, Picture: func(string) ([]byte, error) { return given, nil }})
		p, img := NewPainter(0), sheet(320, 400, white)
		pics := col.Pictures(0, 400)
		for _, w := range p.Pictures(img, pics, View{0, 0, 1}, &day) {
			p.Ready(&w, 1, c.data, c.err)
		}
		img = sheet(320, 400, white)
		if waiting := p.Pictures(img, pics, View{0, 0, 1}, &day); len(waiting) != 0 {
			t.Errorf("%s: is waited for again", name)
		}
		r := pics[0].Rect
		frame := image.Rect(int(r.X), int(r.Y), int(r.X+r.W+0.5), int(r.Bottom()+0.5))
		if got := inkBox(img, white); got != frame {
			t.Errorf("%s: ink %v, frame %v", name, got, frame)
		}
		words := image.NewRGBA(frame.Inset(3))
		for y := words.Rect.Min.Y; y < words.Rect.Max.Y; y++ {
			for x := words.Rect.Min.X; x < words.Rect.Max.X; x++ {
				words.Set(x, y, img.At(x, y))
			}
		}
		if got := inkBox(words, white); got.Dx() < 50 || got.Dy() < 10 {
			t.Errorf("%s: words cover %v", name, got)
		}
	}
}

// Readied pictures are kept within a bound, those in sight always.
func TestGalleryIsBounded(t *testing.T) {
	p := NewPainter(0)
	data := halves(t, "png", 8, 8)
	pic := func(n int, side float32) typeset.Picture {
		return typeset.Picture{Rect: typeset.Rect{W: side, H: side}, Media: fmt.Sprint(n), Pixels: [2]int{8, 8}}
	}
	for n := range 40 { // a megabyte each, seen one after the other
		shown := []typeset.Picture{pic(n, 512)}
		for _, w := range p.Pictures(sheet(600, 600, white), shown, View{0, 0, 1}, &day) {
			p.Ready(&w, 1, data, nil)
		}
	}
	if g := &p.pictures; g.bytes > pictureCache || len(g.hung) < 20 {
		t.Errorf("%d pictures of %d bytes", len(g.hung), g.bytes)
	}
	if _, ok := p.pictures.get(pictureKey{"39", 512, 512}); !ok {
		t.Error("the last one is gone")
	}
	if _, ok := p.pictures.get(pictureKey{"0", 512, 512}); ok {
		t.Error("the first one is kept")
	}
	large := []typeset.Picture{pic(100, 2000), pic(101, 2000)} // together beyond the bound
	img := sheet(2000, 2000, white)
	for round := range 4 {
		waiting := p.Pictures(img, large, View{0, 0, 1}, &day)
		if round > 0 && len(waiting) > 0 {
			t.Fatalf("painting %d waits for %d pictures that were readied", round, len(waiting))
		}
		for _, w := range waiting {
			p.Ready(&w, 1, data, nil)
		}
	}
}

// A page's pictures are painted with it.
func TestPictureOnAPage(t *testing.T) {
	p := NewPainter(0)
	page := &typeset.Page{W: 200, H: 100, Pictures: []typeset.Picture{{Rect: typeset.Rect{X: 50, Y: 20, W: 100, H: 50}, Media: "m", Pixels: [2]int{40, 20}}}}
	img := sheet(200, 100, white)
	for _, w := range p.Page(img, page, View{0, 0, 1}, &day) {
		p.Ready(&w, 1, halves(t, "jpeg", 40, 20), nil)
	}
	if w := p.Page(img, page, View{0, 0, 1}, &day); len(w) != 0 || inkBox(img, white) != image.Rect(50, 20, 150, 70) {
		t.Errorf("waiting for %d, ink %v", len(w), inkBox(img, white))
	}
}

// BenchmarkPictures paints a screenful of a readied picture, and readies a photograph of 12 megapixels.
func BenchmarkPictures(b *testing.B) {
	p, img := NewPainter(0), sheet(680, 760, white)
	data := halves(b, "jpeg", 4000, 3000)
	pic := typeset.Picture{Rect: typeset.Rect{X: 50, Y: 20, W: 578, H: 433}, Media: "m", Pixels: [2]int{4000, 3000}}
	b.Run("ready", func(b *testing.B) {
		for b.Loop() {
			p.Ready(&pic, 1, data, nil)
		}
	})
	b.Run("paint", func(b *testing.B) {
		for b.Loop() {
			if w := p.Pictures(img, []typeset.Picture{pic}, View{0, 0, 1}, &day); len(w) > 0 {
				b.Fatal("not readied")
			}
		}
	})
}
