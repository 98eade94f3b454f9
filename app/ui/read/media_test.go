package read

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"net/url"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"baoge/app/paper"
)

var red = color.NRGBA{0xC0, 0x10, 0x10, 0xFF}

// A link shows its address, is followed by a click and not by a drag; what is no address of
// the web or of mail is not followed.
func TestLinks(t *testing.T) {
	a := sample(30)
	a.Blocks[0] = paper.Block{Kind: paper.Paragraph, Text: "详情见本报网站和别处的说明。", Links: []paper.Link{
		{Range: paper.Range{Start: 3, End: 7}, URL: "https://news.example.cn/a?b=1"}, {Range: paper.Range{Start: 8, End: 10}, URL: "file:///etc/passwd"}}}
	for _, two := range []bool{false, true} {
		r, _ := show(t, a, 728, 722)
		r.SetColumns(two)
		var status, opened string
		r.OnStatus = func(s string) { status = s }
		r.OnLink = func(u *url.URL) { opened += u.String() }
		g := r.galley
		on := func(rune int) *desktop.MouseEvent {
			p := g.point(block(0, rune))
			p.X += 4
			return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p}, Button: desktop.MouseButtonPrimary}
		}
		g.MouseMoved(on(1))
		if g.Cursor() != desktop.TextCursor || strings.Contains(status, "example") {
			t.Errorf("beside the link: status %q", status)
		}
		g.MouseMoved(on(4))
		if g.Cursor() != desktop.PointerCursor || status != "https://news.example.cn/a?b=1" {
			t.Errorf("on the link: status %q", status)
		}
		g.MouseOut()
		if !strings.Contains(status, "字") {
			t.Errorf("off the link: status %q", status)
		}
		g.MouseDown(on(4))
		g.Dragged(&fyne.DragEvent{PointEvent: on(7).PointEvent})
		g.MouseUp(on(7))
		if opened != "" || r.Selected() == "" {
			t.Errorf("a drag over the link opens %q, selects %q", opened, r.Selected())
		}
		g.sel.clicks = 0
		g.MouseDown(on(4))
		g.MouseUp(on(4))
		if opened != "https://news.example.cn/a?b=1" {
			t.Errorf("a click opens %q", opened)
		}
		opened, g.sel.clicks = "", 0
		g.MouseDown(on(8))
		if g.MouseUp(on(8)); opened != "" {
			t.Errorf("opens %q", opened)
		}
	}
}

// Pictures are read before the article is shown and decoded when they come into sight;
// broken ones and missing ones are frames.
func TestPictures(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 900, 600))
	for i := range img.Pix {
		img.Pix[i] = []uint8{red.R, red.G, red.B, red.A}[i%4]
	}
	var asPNG, asJPEG bytes.Buffer
	if png.Encode(&asPNG, img) != nil || jpeg.Encode(&asJPEG, img, nil) != nil {
		t.Fatal("no pictures")
	}
	files := map[string][]byte{"png": asPNG.Bytes(), "jpeg": asJPEG.Bytes(), "broken": asPNG.Bytes()[:200], "no picture": []byte("text")}
	asked := 0
	fetch := func(media string) ([]byte, error) {
		asked++
		if data, ok := files[media]; ok {
			return data, nil
		}
		return nil, errors.New("not there")
	}
	a := sample(2)
	for _, m := range []string{"png", "broken", "no picture", "missing", "jpeg"} {
		a.Blocks = append(a.Blocks, paper.Block{Kind: paper.Figure, Media: m, Text: "图：" + m}, paper.Block{Kind: paper.Caption, Text: "图说" + m})
	}
	for _, two := range []bool{false, true} {
		r, w := show(t, sample(1), 900, 800)
		r.SetColumns(two)
		asked = 0
		plates := LoadPlates(context.Background(), a, fetch)
		if asked != 5 {
			t.Fatalf("asked for %d pictures", asked)
		}
		r.Show(a, nil, plates)
		for i := range 5 {
			r.GoTo(block(2+2*i, 0))
			picture(r)
			picture(r) // the first one finds what is in sight
			if n := count(r.galley.pixels, red); (i == 0 || i == 4) && n < 20_000 {
				t.Errorf("two columns %v, picture %d: %d red pixels", two, i, n)
			}
		}
		keep(t, w, "read-pictures")
		before := asked
		picture(r)
		if asked != before {
			t.Error("a picture that is decoded is read again")
		}
		for _, pic := range r.galley.sheet.body().Pictures(0, 1e6) {
			if pic.H > r.galley.Size().Height {
				t.Errorf("a picture %v high in a pane of %v", pic.H, r.galley.Size().Height)
			}
		}
	}
	if p := LoadPlates(context.Background(), sample(3), fetch); p != nil {
		t.Error("plates of an article without pictures")
	}
	big := append(asPNG.Bytes(), make([]byte, 1<<20)...)
	if n := len(headOf(big)); n != headBytes {
		t.Errorf("%d bytes of a picture are kept", n)
	}
}

// A click enlarges a picture, any key or click takes it away again; a frame that stands for
// a picture is not enlarged.
func TestEnlarge(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 2000, 1000))
	draw.Draw(img, img.Rect, image.NewUniform(red), image.Point{}, draw.Src)
	var file bytes.Buffer
	if err := png.Encode(&file, img); err != nil {
		t.Fatal(err)
	}
	a := sample(1)
	a.Blocks = append([]paper.Block{{Kind: paper.Figure, Media: "enlarged"}, {Kind: paper.Figure, Media: "none", Text: "没有的图"}}, a.Blocks...)
	r, w := show(t, sample(1), 900, 800)
	r.Show(a, nil, LoadPlates(context.Background(), a, func(media string) ([]byte, error) {
		if media == "enlarged" {
			return file.Bytes(), nil
		}
		return nil, errors.New("not there")
	}))
	g := r.galley
	w.Canvas().Focus(g)
	click := func(i int) {
		t.Helper()
		pics := g.sheet.body().Pictures(0, 2000)
		if len(pics) != 2 {
			t.Fatalf("%d pictures", len(pics))
		}
		e := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(g.sheet.x+pics[i].X+pics[i].W/2, topRoom+pics[i].Y+pics[i].H/2)}, Button: desktop.MouseButtonPrimary}
		g.sel.clicks = 0
		g.MouseMoved(e)
		if (g.Cursor() == desktop.PointerCursor) != (i == 0) {
			t.Errorf("picture %d: the wrong cursor", i)
		}
		g.MouseDown(e)
		g.MouseUp(e)
	}
	click(0)
	v, ok := w.Canvas().Overlays().Top().(*viewer)
	if !ok {
		t.Fatal("a click does not enlarge the picture")
	}
	v.paint(900, 800)
	if n := count(v.paint(900, 800), red); n < 800*400 {
		t.Errorf("%d pixels of the picture", n)
	}
	w.Resize(fyne.NewSize(500, 400))
	if p := v.place(1); p.X < viewerSide-1 || p.W > 500-2*viewerSide+1 || p.W < 400 {
		t.Errorf("in a small window it stands at %v", p)
	}
	w.Resize(fyne.NewSize(900, 800))
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if w.Canvas().Overlays().Top() != nil || w.Canvas().Focused() != g {
		t.Error("Esc does not take the picture away, or the text loses the keyboard")
	}
	if click(1); w.Canvas().Overlays().Top() != nil {
		t.Error("a frame is enlarged")
	}
}
