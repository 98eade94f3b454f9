package read

import (
	"flag"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"baoge/app/paper"
	"baoge/app/raster"
	"baoge/app/typeset"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

var shots = flag.String("shots", "", "folder to keep pictures of the reader in")

var press = sync.OnceValue(func() *line.Press {
	f, err := typeset.LoadFaces()
	if err != nil {
		panic(err)
	}
	return &line.Press{Faces: f, Painter: raster.NewPainter(0)}
})

// body makes n paragraphs, each with its number in it.
func body(n int) []paper.Block {
	const text = "号段落说的是城里的路：早上有人扫，晚上有人巡，路口的灯按车流亮。“礼让行人”四个字写在斑马线前，也写进了司机的习惯里；到了雨天，志愿者撑着伞陪老人过街，一来一回，总要走上几十趟。"
	var out []paper.Block
	for i := range n {
		out = append(out, paper.Block{Kind: paper.Paragraph, Text: "第" + line.Thousands(i) + text})
	}
	return out
}

func sample(n int) *paper.Article {
	return &paper.Article{ID: "abcdefghijklmnop", Kicker: "文明在身边", Headline: "路口的一盏灯　街上的一群人", Credits: []paper.Credit{{Role: "通讯员", Names: []string{"甲乙"}}},
		CreditLine: "◎ 通讯员 甲乙", CreditAt: paper.CreditHead, Page: "2", PageLabel: "要闻", Date: paper.Date{Year: 2023, Month: 7, Day: 21}, Blocks: body(n)}
}

// show puts a reader with an article into a window of the test driver.
func show(t testing.TB, a *paper.Article, w, h float32) (*Reader, fyne.Window) {
	t.Helper()
	async.InPlace(t)
	look.Apply(test.NewTempApp(t), look.ChooseDay)
	r := New(press())
	win := test.NewTempWindow(t, r.View())
	win.SetPadded(false)
	win.Resize(fyne.NewSize(w, h))
	r.Show(a, nil, nil)
	return r, win
}

// picture is the galley as it is painted.
func picture(r *Reader) *image.RGBA {
	s := r.galley.Size()
	return r.galley.paint(int(s.Width), int(s.Height)).(*image.RGBA)
}

func count(img image.Image, c color.NRGBA) int {
	n := 0
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if color.NRGBAModel.Convert(img.At(x, y)) == c {
				n++
			}
		}
	}
	return n
}

func keep(t *testing.T, w fyne.Window, name string) {
	t.Helper()
	if *shots == "" {
		return
	}
	f, err := os.Create(filepath.Join(*shots, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, w.Canvas().Capture()); err != nil {
		t.Fatal(err)
	}
}

func mark(block int, start, end int) paper.Span {
	return paper.Span{Part: paper.Part{Field: paper.FieldBlock, Block: block}, Start: start, End: end}
}

func TestLooks(t *testing.T) {
	r, w := show(t, sample(6), 728, 722)
	r.SetNeighbours(true, true)
	marks := []paper.Span{{Part: paper.Part{Field: paper.FieldHeadline}, Start: 0, End: 2}, mark(0, 8, 10), mark(0, 34, 38), mark(2, 20, 22)}
	for _, c := range []struct {
		name   string
		choice look.Choice
		pal    *look.Palette
	}{{"day", look.ChooseDay, &look.Day}, {"eye", look.ChooseEye, &look.Eye}, {"night", look.ChooseNight, &look.Night}} {
		look.Apply(fyne.CurrentApp(), c.choice)
		r.Show(r.Article(), marks, nil)
		r.NextMark()
		keep(t, w, "read-"+c.name)
		img := picture(r)
		for what, colour := range map[string]color.NRGBA{"paper": c.pal.Paper, "marks": c.pal.Hit, "the current mark": c.pal.HitNow, "ink": c.pal.Ink} {
			if count(img, colour) < 40 {
				t.Errorf("%s: hardly a pixel of the colour of %s", c.name, what)
			}
		}
		if s := w.Canvas().Capture(); count(s, c.pal.Fill) < 300 {
			t.Errorf("%s: no red PDF button", c.name)
		}
	}
	r.Show(r.Article(), nil, nil)
	if img := picture(r); count(img, look.Night.Hit)+count(img, look.Night.HitNow) > 0 {
		t.Error("marks are painted where there are none")
	}
	r.Clear()
	keep(t, w, "read-empty")
	if img := picture(r); count(img, look.Night.Paper) != img.Rect.Dx()*img.Rect.Dy() {
		t.Error("an empty reader is not blank paper")
	}
}

// What is in sight stays in sight at other sizes and widths, and comes back exactly.
func TestKeepsPlace(t *testing.T) {
	r, w := show(t, sample(80), 728, 722)
	g := r.galley
	g.scroll(g.height() / 2)
	before, first := g.offset, r.Place()
	inSight := func(when string) {
		t.Helper()
		if p := g.point(first); p.Y < -leading(g.em) || p.Y > 2*leading(g.em) {
			t.Errorf("%s: the line that was at the top is at %v", when, p.Y)
		}
	}
	for _, width := range []float32{600, 500, 450, 900, 728} {
		w.Resize(fyne.NewSize(width, 722))
		inSight("width")
	}
	if d := g.offset - before; d > 0.01 || d < -0.01 {
		t.Errorf("back at the first width the text lies %v units off", d)
	}
	for r.Size() < MaxSize {
		r.Larger()
		inSight("larger")
	}
	r.Larger()
	for range 60 {
		r.Smaller()
		inSight("smaller")
	}
	if r.Size() != MinSize {
		t.Errorf("size %v", r.Size())
	}
	r.SetSize(DefaultSize)
	if d := g.offset - before; d > 0.01 || d < -0.01 {
		t.Errorf("back at the first size the text lies %v units off", d)
	}
	r.GoTo(block(70, 0))
	if p := g.point(block(70, 0)); p.Y < 0 || p.Y > 2*leading(g.em) {
		t.Errorf("GoTo brings the place to %v", p.Y)
	}
}

func TestMarks(t *testing.T) {
	a := sample(60)
	r, _ := show(t, a, 728, 722)
	g := r.galley
	place := func() string {
		if !r.bar.places.Visible() {
			return ""
		}
		return r.bar.place.String()
	}
	if place() != "" {
		t.Errorf("without marks the bar says %q", place())
	}
	r.Show(a, []paper.Span{mark(0, 2, 4), mark(30, 0, 4), mark(59, 10, 12)}, nil)
	if g.offset != 0 || !strings.Contains(place(), "1/3") {
		t.Errorf("at first: offset %v, %q", g.offset, place())
	}
	for _, c := range []struct {
		step  func()
		block int
		says  string
	}{{r.NextMark, 30, "2/3"}, {r.NextMark, 59, "3/3"}, {r.NextMark, 0, "1/3"}, {r.PreviousMark, 59, "3/3"}} {
		c.step()
		if p := g.point(block(c.block, 11)); p.Y < 0 || p.Y > g.Size().Height || !strings.Contains(place(), c.says) {
			t.Errorf("%q, the mark at %v; want %s and the mark in sight", place(), p.Y, c.says)
		}
		if n := count(picture(r), look.Day.HitNow); n < 100 {
			t.Errorf("%s: %d pixels of the current mark", c.says, n)
		}
	}
	// A hit far down is gone to when the article opens.
	r.Show(sample(60), []paper.Span{mark(40, 0, 2)}, nil)
	if p := g.point(block(40, 1)); p.Y < 0 || p.Y > g.Size().Height {
		t.Errorf("opened at a mark: it is at %v", p.Y)
	}
}

// TestBarKeepsClear: in the narrowest reader the buttons of the places stand beside the others.
func TestBarKeepsClear(t *testing.T) {
	r, _ := show(t, sample(60), 728, 722)
	r.Show(sample(60), []paper.Span{mark(0, 2, 4), mark(30, 0, 4)}, nil)
	var more []*look.Button
	for range 3 {
		more = append(more, look.NewButton(look.Star, "加", look.Plain, nil))
	}
	r.bar.add(more)
	for _, width := range []float32{728, 560, 420, 360, 330, 300} {
		r.bar.row.Resize(fyne.NewSize(width, 40))
		left, right := r.bar.row.Objects[0], r.bar.row.Objects[2]
		if end, from := left.Position().X+left.Size().Width, right.Position().X; end > from {
			t.Errorf("%v wide: the left ends at %v, the right begins at %v", width, end, from)
		}
		for i, o := range r.bar.places.Objects[1:] {
			if b := r.bar.places.Objects[i]; b.Visible() && b.Position().X+b.Size().Width > o.Position().X {
				t.Errorf("%v wide: the places lie on each other", width)
			}
		}
		if shown := r.bar.place.Visible(); shown && width == 300 || !shown && width == 728 {
			t.Errorf("%v wide: the number of the place is shown: %v", width, shown)
		}
	}
}

func TestScrolling(t *testing.T) {
	r, _ := show(t, sample(60), 728, 722)
	g := r.galley
	wheel := func(d float32) (frames int) {
		g.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, d)})
		for ; g.glide.stop != nil && frames < 100; frames++ {
			g.roll()
		}
		return frames
	}
	if n := wheel(-25); g.offset != notchLines*leading(g.em) || n < 4 {
		t.Errorf("a notch of the wheel: offset %v after %d frames", g.offset, n)
	}
	if n := wheel(100); g.offset != 0 || n > 30 {
		t.Errorf("wheel past the top: offset %v after %d frames", g.offset, n)
	}
	if n := wheel(-3); g.offset != 3 || n != 0 {
		t.Errorf("a touch pad's motion: offset %v after %d frames", g.offset, n)
	}
	bar, ok := g.thumb()
	if !ok {
		t.Fatal("no scroll bar")
	}
	grip := fyne.NewPos(bar.X+1, bar.Y+4)
	g.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: grip}, Button: desktop.MouseButtonPrimary})
	g.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(grip.X, 5000)}})
	g.DragEnd()
	if g.offset != g.reach() || r.Selected() != "" {
		t.Errorf("the bar pulled down: offset %v of %v, selected %q", g.offset, g.reach(), r.Selected())
	}
	g.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(300, 300)}})
	if g.Cursor() != desktop.TextCursor {
		t.Error("no I-beam over the text")
	}
	g.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(4, 300)}})
	if g.Cursor() != desktop.DefaultCursor {
		t.Error("an I-beam beside the text")
	}
	short, _ := show(t, sample(1), 728, 722)
	if _, ok := short.galley.thumb(); ok {
		t.Error("a scroll bar where all is in sight")
	}
}

// A hundred thousand characters and more: the end is reached, the place kept.
func TestLongArticle(t *testing.T) {
	a := sample(2500)
	r, w := show(t, a, 728, 722)
	g := r.galley
	if !g.sheet.complete() {
		t.Fatal("the background has not set the column")
	}
	g.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	last := block(2499, 0)
	if p := g.point(last); p.Y < 0 || p.Y > g.Size().Height {
		t.Errorf("End: the last paragraph is at %v of %v", p.Y, g.Size().Height)
	}
	r.GoTo(block(2000, 0))
	w.Resize(fyne.NewSize(640, 700))
	if p := g.point(block(2000, 0)); p.Y < -1 || p.Y > 2*leading(g.em) {
		t.Errorf("after a resize paragraph 2000 is at %v", p.Y)
	}
}

// At two pixels a unit there are four times as many of ink, at the same places.
func TestSharp(t *testing.T) {
	r, _ := show(t, sample(6), 728, 722)
	ink := func(scale int) int {
		s := r.galley.Size()
		img := r.galley.paint(int(s.Width)*scale, int(s.Height)*scale).(*image.RGBA)
		n := 0
		for i := 0; i < len(img.Pix); i += 4 {
			if img.Pix[i] < 0x80 {
				n++
			}
		}
		return n
	}
	if one, two := ink(1), ink(2); float64(two) < 3.2*float64(one) || float64(two) > 5*float64(one) {
		t.Errorf("%d dark pixels at scale 1, %d at scale 2", one, two)
	}
}

// Another copy of the shown article is the same article: the place stays.
func TestShowAgain(t *testing.T) {
	r, _ := show(t, sample(40), 728, 722)
	r.galley.scroll(900)
	r.Show(sample(40), []paper.Span{mark(9, 0, 2)}, nil)
	if r.galley.offset != 900 {
		t.Errorf("offset %v", r.galley.offset)
	}
	r.Show(sample(41), nil, nil)
	if r.galley.offset != 0 {
		t.Errorf("another article begins at %v", r.galley.offset)
	}
}

func TestStatus(t *testing.T) {
	r, _ := show(t, sample(1), 728, 722)
	var said string
	r.OnStatus = func(s string) { said = s }
	a := &paper.Article{Headline: "题", Blocks: []paper.Block{{Kind: paper.Paragraph, Text: strings.Repeat("字", 1367)}}}
	if r.Show(a, nil, nil); !strings.Contains(said, "1,368") || !strings.Contains(said, "4") {
		t.Errorf("status %q", said)
	}
	a = &paper.Article{ID: "long", Headline: "题", Blocks: []paper.Block{{Kind: paper.Paragraph, Text: strings.Repeat("字", 350*150)}}}
	if r.Show(a, nil, nil); !strings.HasSuffix(said, "约 3 小时") {
		t.Errorf("status of a long article %q", said)
	}
	if r.Clear(); said != "" {
		t.Errorf("status of no article %q", said)
	}
}

func TestBar(t *testing.T) {
	r, w := show(t, sample(1), 728, 722)
	pressed := ""
	r.OnPrevious, r.OnNext, r.OnExport = func() { pressed += "p" }, func() { pressed += "n" }, func() { pressed += "e" }
	test.Tap(r.bar.previous)
	test.Tap(r.bar.next)
	if pressed != "" {
		t.Errorf("pressed %q while there is no other article", pressed)
	}
	r.SetNeighbours(true, true)
	test.Tap(r.bar.previous)
	test.Tap(r.bar.next)
	test.Tap(r.bar.export)
	var em float32
	r.OnSize = func(s float32) { em = s }
	test.Tap(r.bar.larger)
	if pressed != "pne" || em != DefaultSize+1 || r.Size() != em {
		t.Errorf("pressed %q, size told %v, is %v", pressed, em, r.Size())
	}
	more := look.NewButton(look.Add, "剪报", look.Plain, func() { pressed += "+" })
	r.AddButtons(more)
	if more.Text == "" || r.bar.right.Objects[0] != fyne.CanvasObject(more) {
		t.Error("an added button has no label where there is room, or does not stand first")
	}
	test.Tap(more)
	if !strings.HasSuffix(pressed, "+") {
		t.Errorf("pressed %q", pressed)
	}
	w.Resize(fyne.NewSize(260, 400))
	if more.Text != "" || r.bar.export.Text != "" {
		t.Error("buttons keep their labels in a narrow pane")
	}
	if r.bar.larger.Position().X < 0 || r.bar.export.Position().X+r.bar.export.Size().Width > 260 {
		t.Error("the bar does not fit a narrow pane")
	}
	r.Clear()
	if r.bar.export.Enabled() || more.Enabled() {
		t.Error("no article, but a PDF of it")
	}
}
