package raster

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"sync"
	"testing"

	"baoge/app/paper"
	"baoge/app/typeset"
)

var (
	faces = sync.OnceValue(func() *typeset.Faces {
		f, err := typeset.LoadFaces()
		if err != nil {
			panic(err)
		}
		return f
	})
	day   = Palette{{0x1f, 0x1b, 0x16, 255}, {0x6e, 0x67, 0x5c, 255}, {0xb3, 0x26, 0x1e, 255}, {0xdd, 0xd5, 0xc6, 255}}
	night = Palette{{0xe6, 0xe1, 0xd8, 255}, {0x9e, 0x97, 0x8c, 255}, {0xe5, 0x78, 0x6d, 255}, {0x44, 0x42, 0x40, 255}}
	white = color.NRGBA{255, 255, 255, 255}
	black = color.NRGBA{0, 0, 0, 255}
)

func sheet(w, h int, c color.Color) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Bounds(), image.NewUniform(c), image.Point{}, draw.Src)
	return img
}

// inkBox is the smallest rectangle that holds every pixel unlike the sheet.
func inkBox(img *image.RGBA, paper color.NRGBA) image.Rectangle {
	var r image.Rectangle
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if c := img.RGBAAt(x, y); c.R != paper.R || c.G != paper.G || c.B != paper.B {
				r = r.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return r
}

func set(text string, size float32) typeset.Short {
	return faces().Set(text, typeset.TextOptions{Face: faces().Serif, Size: size, Leading: size})
}

// 口 is a square a little smaller than its em: its ink is where the em is.
func TestGlyphsStandWhereTheLineSays(t *testing.T) {
	p := NewPainter(0)
	for _, scale := range []float32{1, 1.5, 2, 3} {
		img := sheet(300, 300, white)
		s := set("口", 40)
		p.Lines(img, s.Lines, View{10, 20, scale}, &day)
		box := inkBox(img, white)
		em := image.Rect(int(10*scale), int(20*scale), int(50*scale), int(60*scale))
		if !box.In(em.Inset(-1)) || box.Dx() < int(22*scale) || box.Dy() < int(22*scale) {
			t.Errorf("scale %v: ink %v of em %v", scale, box, em)
		}
	}
}

// What stands nowhere, or far away, is not painted and harms nothing.
func TestOddPlaces(t *testing.T) {
	p := NewPainter(0)
	img := sheet(40, 40, white)
	s := set("中", 24)
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, v := range []View{{nan, 0, 1}, {0, nan, 1}, {0, 0, nan}, {inf, 0, 1}, {0, -inf, 1}, {1e30, 1e30, 1}, {0, 0, inf}, {0, 0, -1}, {0, 0, 0}} {
		p.Lines(img, s.Lines, v, &day)
		p.Boxes(img, []typeset.Rect{{X: -1e30, Y: 0, W: 1, H: 1}}, v, black, 3)
	}
	if box := inkBox(img, white); !box.Empty() {
		t.Errorf("ink at %v", box)
	}
}

func TestClipping(t *testing.T) {
	p := NewPainter(0)
	s := set("报阁报阁报阁报阁", 30)
	whole := sheet(300, 60, white)
	p.Lines(whole, s.Lines, View{5, 5, 1}, &day)
	for _, r := range []image.Rectangle{image.Rect(20, 10, 90, 30), image.Rect(0, 0, 7, 60), image.Rect(50, 20, 51, 21)} {
		img := sheet(300, 60, white)
		part := img.SubImage(r).(*image.RGBA)
		p.Lines(part, s.Lines, View{5 - float32(r.Min.X), 5 - float32(r.Min.Y), 1}, &day)
		for y := range 60 {
			for x := range 300 {
				want := color.RGBA{255, 255, 255, 255}
				if image.Pt(x, y).In(r) {
					want = whole.RGBAAt(x, y)
				}
				if got := img.RGBAAt(x, y); got != want {
					t.Fatalf("part %v, pixel %d,%d: %v, want %v", r, x, y, got, want)
				}
			}
		}
	}
}

// Half a pixel to the right moves the ink's centre half a pixel.
func TestSubpixelPhase(t *testing.T) {
	p := NewPainter(0)
	centre := func(x float32) float64 {
		img := sheet(60, 60, white)
		s := set("中", 24)
		p.Lines(img, s.Lines, View{x, 10, 1}, &Palette{black})
		var sum, at float64
		for y := range 60 {
			for x := range 60 {
				d := 255 - float64(img.RGBAAt(x, y).R)
				sum, at = sum+d, at+d*float64(x)
			}
		}
		return at / sum
	}
	if d := centre(10.5) - centre(10); math.Abs(d-0.5) > 0.1 {
		t.Errorf("half a pixel moved the ink by %.2f", d)
	}
}

func TestCacheIsBounded(t *testing.T) {
	const limit = 200 << 10
	p := NewPainter(limit)
	img := sheet(400, 40, white)
	for r := rune(0x4E00); r < 0x4E00+4000; r += 10 {
		s := set(string([]rune{r, r + 1, r + 2, r + 3, r + 4, r + 5, r + 6, r + 7, r + 8, r + 9}), 24)
		p.Lines(img, s.Lines, View{0, 0, 1}, &day)
	}
	held := 0
	for _, g := range []map[maskKey]mask{p.masks.young, p.masks.old} {
		for _, m := range g {
			held += len(m.pix) + maskOverhead
		}
	}
	if held > limit || held < limit/4 {
		t.Errorf("cache holds %d bytes of %d", held, limit)
	}
	fresh, warm := sheet(400, 40, white), sheet(400, 40, white)
	s := set("一丁七万丈三上下不与", 24)
	NewPainter(0).Lines(fresh, s.Lines, View{0, 0, 1}, &day)
	p.Lines(warm, s.Lines, View{0, 0, 1}, &day)
	if string(fresh.Pix) != string(warm.Pix) {
		t.Error("a forgotten glyph is painted differently")
	}
}

func TestBoxesAndRules(t *testing.T) {
	p := NewPainter(0)
	img := sheet(100, 100, white)
	p.Boxes(img, []typeset.Rect{{X: 10, Y: 10, W: 30, H: 20}}, View{0, 0, 2}, color.NRGBA{0xff, 0xe0, 0x8a, 255}, 3)
	if got := inkBox(img, white); got != image.Rect(20, 20, 80, 60) {
		t.Errorf("box covers %v", got)
	}
	if c := img.RGBAAt(20, 20); c != (color.RGBA{255, 255, 255, 255}) {
		t.Errorf("corner is not rounded: %v", c)
	}
	if c := img.RGBAAt(50, 40); c != (color.RGBA{0xff, 0xe0, 0x8a, 255}) {
		t.Errorf("middle is %v", c)
	}
	img = sheet(100, 100, white)
	p.Rules(img, []typeset.Rule{{Rect: typeset.Rect{X: 0, Y: 50.2, W: 100, H: 0.25}, Ink: typeset.InkHairline}}, View{0, 0, 1}, &day)
	if got := inkBox(img, white); got.Dy() != 1 || got.Dx() != 100 {
		t.Errorf("hairline covers %v", got)
	}
	half := sheet(10, 10, white)
	p.Boxes(half, []typeset.Rect{{W: 10, H: 10}}, View{0, 0, 1}, color.NRGBA{0, 0, 0, 128}, 0)
	if c := half.RGBAAt(5, 5); c.R < 125 || c.R > 129 || c.A != 255 {
		t.Errorf("half-transparent black on white is %v", c)
	}
}

// Two channels at once give what one by one gives.
func TestMix(t *testing.T) {
	for s := uint32(0); s < 256; s += 5 {
		for d := uint32(0); d < 256; d += 3 {
			for a := uint32(0); a < 256; a++ {
				want := uint32(math.Round(float64(s*a+d*(255-a)) / 255))
				if got := mix(s|s<<16, d|d<<16, a); got != want|want<<16 {
					t.Fatalf("mix of %d over %d at %d is %#x, want %d twice", s, d, a, got, want)
				}
			}
		}
	}
}

// Text must be legible both ways: dark ink about as heavy on light paper as light ink on dark.
func TestInkWeight(t *testing.T) {
	p := NewPainter(0)
	mean := func(paper color.NRGBA, pal *Palette) float64 {
		img := sheet(400, 40, paper)
		s := set("凯里市斑马线礼让行人文明行为蔚然成风", 17)
		p.Lines(img, s.Lines, View{5, 10, 1}, pal)
		var sum float64
		for y := 10; y < 27; y++ {
			for x := 5; x < 5+17*18; x++ {
				sum += math.Abs(float64(img.RGBAAt(x, y).G) - float64(paper.G))
			}
		}
		return sum / (17 * 17 * 18) / math.Abs(float64(pal[0].G)-float64(paper.G))
	}
	d, n := mean(color.NRGBA{0xff, 0xfd, 0xf8, 255}, &day), mean(color.NRGBA{0x22, 0x21, 0x20, 255}, &night)
	if d < 0.15 || d > 0.35 || n < 0.12 || n > d {
		t.Errorf("ink covers %.3f of a day's line, %.3f of a night's", d, n)
	}
}

func TestConcurrentPainting(t *testing.T) {
	p := NewPainter(0)
	want := sheet(300, 40, white)
	s := set("春眠不觉晓处处闻啼鸟", 24)
	p.Lines(want, s.Lines, View{0, 0, 1}, &day)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 20 {
				img := sheet(300, 40, white)
				p.Lines(img, set("春眠不觉晓处处闻啼鸟", 24).Lines, View{0, 0, 1}, &day)
				if string(img.Pix) != string(want.Pix) {
					t.Error("painted differently")
					return
				}
			}
		})
	}
	wg.Wait()
}

// A page's ink stays within its margins and is the same whichever part of it is painted.
func TestPage(t *testing.T) {
	a := &paper.Article{Headline: "一纸文明　百年书香", Date: paper.Date{Year: 2024, Month: 3, Day: 9}}
	for range 6 {
		a.Blocks = append(a.Blocks, paper.Block{Kind: paper.Paragraph, Text: "清晨的河堤上，扫帚声、问候声与鸟鸣混在一起；卖豆花的老人支起摊子，学生排着队走过斑马线，司机停车礼让。"})
	}
	p := NewPainter(0)
	for page, err := range typeset.Paginate(faces(), func(yield func(*paper.Article) bool) { yield(a) }, typeset.PageOptions{}) {
		if err != nil {
			t.Fatal(err)
		}
		w, h := int(page.W), int(page.H)
		whole := sheet(w, h, white)
		p.Page(whole, page, View{0, 0, 1}, &day)
		if box := inkBox(whole, white); box.Min.X < 20 || box.Max.X > w-20 || box.Min.Y < 20 || box.Max.Y > h-20 || box.Dx() < w/2 {
			t.Errorf("ink %v on a page of %d × %d", box, w, h)
		}
		part := sheet(w, 200, white)
		p.Page(part, page, View{0, -150, 1}, &day)
		for y := range 200 {
			for x := range w {
				if part.RGBAAt(x, y) != whole.RGBAAt(x, y+150) {
					t.Fatalf("pixel %d,%d differs in a part of the page", x, y+150)
				}
			}
		}
		return
	}
	t.Fatal("no page")
}

// window is a reader full of text: what one scroll step paints.
func window() (*typeset.Column, []typeset.Line) {
	a := &paper.Article{Headline: "一纸文明　百年书香"}
	text := []rune("清晨的河堤上，扫帚声、问候声与鸟鸣混在一起；卖豆花的老人支起摊子，学生排着队走过斑马线，司机停车礼让，远处的工地正在浇筑第3段路面，全长2.6公里。")
	for i := range 12 {
		a.Blocks = append(a.Blocks, paper.Block{Kind: paper.Paragraph, Text: string(text[i:]) + string(text) + string(text[:40+i])})
	}
	c := typeset.NewColumn(faces(), a, typeset.ColumnOptions{Width: 34 * 17, Size: 17})
	return c, c.Lines(0, 760)
}

// BenchmarkWindow paints a reader of 680 × 760 points, from an empty cache and a warm one.
func BenchmarkWindow(b *testing.B) {
	_, lines := window()
	for _, scale := range []float32{1, 2} {
		img := sheet(int(680*scale), int(760*scale), white)
		name := map[float32]string{1: "1x", 2: "2x"}[scale]
		b.Run("cold/"+name, func(b *testing.B) {
			for b.Loop() {
				NewPainter(0).Lines(img, lines, View{50, 0, scale}, &day)
			}
		})
		b.Run("warm/"+name, func(b *testing.B) {
			p := NewPainter(0)
			for b.Loop() {
				p.Lines(img, lines, View{50, 0, scale}, &day)
			}
		})
	}
}

// BenchmarkSelection paints a screenful of selection, at twice the usual scale.
func BenchmarkSelection(b *testing.B) {
	img := sheet(1360, 1520, white)
	p := NewPainter(0)
	for b.Loop() {
		p.Boxes(img, []typeset.Rect{{W: 680, H: 760}}, View{0, 0, 2}, color.NRGBA{0xff, 0xe0, 0x8a, 255}, 0)
	}
}

// BenchmarkOpen is opening an article: layout and first paint with every cache empty but the faces'.
func BenchmarkOpen(b *testing.B) {
	img := sheet(680, 760, white)
	for b.Loop() {
		_, lines := window()
		NewPainter(0).Lines(img, lines, View{50, 0, 1}, &day)
	}
}
