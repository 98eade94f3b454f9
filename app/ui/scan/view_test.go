package scan

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"baoge/app/facsimile"
	"baoge/app/raster"
	"baoge/app/typeset"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// paper is a white picture with a black square, a tenth of its width, at each of some places.
func paper(t testing.TB, w, h int, at ...[2]float32) []byte {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, w, h))
	for i := range m.Pix {
		m.Pix[i] = 255
	}
	for _, p := range at {
		x, y := int(p[0]*float32(w)), int(p[1]*float32(h))
		for dy := range w / 10 {
			for dx := range w / 10 {
				m.SetGray(x+dx, y+dy, color.Gray{})
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type desk struct {
	*View
	win    fyne.Window
	picked [][3]float32
}

func open(t *testing.T, pictures map[string][]byte, names ...string) *desk {
	t.Helper()
	a := test.NewTempApp(t)
	async.InPlace(t)
	look.Apply(a, look.ChooseDay)
	faces, err := typeset.LoadFaces()
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{View: New(&line.Press{Faces: faces, Painter: raster.NewPainter(0)})}
	d.OnPick = func(sheet int, x, y float32) { d.picked = append(d.picked, [3]float32{float32(sheet), x, y}) }
	d.win = test.NewTempWindow(t, d.View)
	d.win.SetPadded(false)
	d.win.Resize(fyne.NewSize(416, 300))
	var sheets []facsimile.Sheet
	for _, n := range names {
		sheets = append(sheets, facsimile.Sheet{Medium: n, Number: 1})
	}
	d.Open(sheets, func(_ context.Context, medium string) ([]byte, error) {
		if b := pictures[medium]; b != nil {
			return bytes.Clone(b), nil
		}
		return nil, errors.New("it is not there")
	})
	return d
}

func (d *desk) at(x, y int) color.NRGBA {
	return color.NRGBAModel.Convert(d.win.Canvas().Capture().At(x, y)).(color.NRGBA)
}

// A picture is as wide as there is room, scrolls to its end and no farther, and grows
// around the pointer.
func TestPictureIsMoved(t *testing.T) {
	d := open(t, map[string][]byte{"a": paper(t, 1000, 2000, [2]float32{0, 0}, [2]float32{0.9, 0.95})}, "a")
	if !d.Ready() || d.Percent() != 40 {
		t.Fatalf("ready %v at %d%%, %q", d.Ready(), d.Percent(), d.Said())
	}
	dark, light := color.NRGBA{A: 255}, color.NRGBA{255, 255, 255, 255}
	if d.at(20, 20) != dark || d.at(100, 20) != light || d.at(3, 100) != look.Day.Desk {
		t.Errorf("the top shows %v %v %v", d.at(20, 20), d.at(100, 20), d.at(3, 100))
	}
	d.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(0, -9000)})
	if d.at(400, 280) != dark || d.at(20, 20) != light {
		t.Errorf("the end shows %v %v", d.at(400, 280), d.at(20, 20))
	}
	d.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 9000)})
	if d.at(20, 20) != dark {
		t.Error("the wheel does not lead back to the top")
	}

	before := d.onView(facsimile.Box{Left: 0.3, Top: 0.1, Right: 0.4, Bottom: 0.2})
	at := fyne.NewPos(before.X, before.Y)
	d.zoomAt(3, at)
	after := d.onView(facsimile.Box{Left: 0.3, Top: 0.1, Right: 0.4, Bottom: 0.2})
	if abs(after.X-at.X) > 0.6 || abs(after.Y-at.Y) > 0.6 || after.W < 1.9*before.W {
		t.Errorf("from %v to %v: the point under the pointer does not stay", before, after)
	}
	for range 40 {
		d.Zoom(1)
	}
	if d.Percent() > zoomMax*100 {
		t.Errorf("%d%%", d.Percent())
	}
	for range 40 {
		d.Zoom(-1)
	}
	if _, y := d.far(); y > 0 {
		t.Error("the smallest picture is not whole in sight")
	}
	d.Zoom(0)
	if d.Percent() != 40 {
		t.Errorf("Ctrl+0 leads to %d%%", d.Percent())
	}
}

func abs(v float32) float32 { return max(v, -v) }

// Places are outlined and brought into sight, on their own sheet; a click tells its place.
func TestPlacesAreShown(t *testing.T) {
	white := paper(t, 800, 1600)
	d := open(t, map[string][]byte{"a": white, "b": white}, "a", "b")
	box := facsimile.Box{Left: 0.25, Top: 0.5, Right: 0.5, Bottom: 0.55}
	d.Mark([]Mark{{Place: facsimile.Place{Box: box}, Tint: line.Fill, Fill: func(p *look.Palette) color.NRGBA { return p.Hit }}, {Place: facsimile.Place{Sheet: 1, Box: box}, Tint: line.Accent}})
	d.Reveal(facsimile.Place{Box: box})
	r := d.onView(box)
	if r.Y < 0 || r.Y+r.H > 300 {
		t.Fatalf("the place lies at %v", r)
	}
	if got := d.at(int(r.X+r.W/2), int(r.Y+r.H/2)); got != look.Day.Hit {
		t.Errorf("it is filled with %v", got)
	}
	if got := d.at(int(r.X-1), int(r.Y+r.H/2)); got != look.Day.Fill {
		t.Errorf("its edge is %v", got)
	}
	if got := d.at(int(r.X-8), int(r.Y)); got != (color.NRGBA{255, 255, 255, 255}) {
		t.Errorf("beside it is %v", got)
	}
	d.Tapped(&fyne.PointEvent{Position: fyne.NewPos(r.X+r.W/2, r.Y+r.H/2)})
	d.Tapped(&fyne.PointEvent{Position: fyne.NewPos(2, 150)}) // beside the picture
	if len(d.picked) != 1 || abs(d.picked[0][1]-0.375) > 0.005 || abs(d.picked[0][2]-0.525) > 0.005 {
		t.Errorf("picked %v", d.picked)
	}

	d.Reveal(facsimile.Place{Sheet: 1, Box: box})
	if d.Sheet() != 1 {
		t.Fatal("the place's sheet is not turned to")
	}
	r = d.onView(box)
	if got := d.at(int(r.X+r.W/2), int(r.Y+r.H/2)); got == look.Day.Hit || got.G == 255 || got.G < 200 || r.Y < 0 || r.Y > 290 {
		t.Errorf("outlined at %v with %v", r, got)
	}
	d.Scroll(-9)
	d.End(false)
	d.Scroll(-0.9)
	if d.Sheet() != 0 {
		t.Error("before the top the sheet before does not come")
	}
	d.End(true)
	d.Scroll(0.9)
	if d.Sheet() != 1 || d.off.Y != 0 {
		t.Errorf("after the end: sheet %d at %v", d.Sheet(), d.off)
	}
}

// What cannot be shown says why; the other pictures are shown all the same.
func TestBrokenPictureSaysSo(t *testing.T) {
	whole := paper(t, 800, 600)
	d := open(t, map[string][]byte{"a": whole[:len(whole)/3], "b": whole}, "a", "b", "missing")
	if d.Ready() || !strings.Contains(d.Said(), "文件已损坏") {
		t.Errorf("a broken picture: ready %v, %q", d.Ready(), d.Said())
	}
	if d.at(208, 30) != look.Day.Desk {
		t.Error("something stands where there is no picture")
	}
	d.Mark([]Mark{{Tint: line.Fill}})
	d.Tapped(&fyne.PointEvent{Position: fyne.NewPos(50, 50)})
	d.Zoom(1)
	if d.Turn(1); !d.Ready() || d.Said() != "" {
		t.Errorf("the next one: ready %v, %q", d.Ready(), d.Said())
	}
	d.Explain = func(err error) string { return "因为：" + err.Error() }
	if d.Turn(1); d.Ready() || !strings.Contains(d.Said(), "因为：it is not there") {
		t.Errorf("a missing one: %q", d.Said())
	}
	d.Turn(1)
	if d.Sheet() != 2 {
		t.Error("there is nothing after the last one")
	}
	if d.Clear(); d.scan != nil || d.front != nil || d.Sheets() != 0 {
		t.Error("memory is held of what is not shown")
	}
	if got := d.at(208, 150); got != look.Day.Desk {
		t.Errorf("an empty view shows %v", got)
	}
}

// Until the next painting is there, the newest is seen where the picture is by now.
func TestPictureFollowsTheHand(t *testing.T) {
	d := open(t, map[string][]byte{"a": paper(t, 1000, 2000, [2]float32{0, 0.1})}, "a")
	d.at(0, 0)
	if m := d.draw(416, 300); m != image.Image(d.front) {
		t.Error("the newest painting is not what is seen")
	}
	d.off.Y += 40 // and nothing painted yet
	m := d.draw(416, 300).(*image.RGBA)
	for y := range 260 {
		if m.RGBAAt(20, y) != d.front.RGBAAt(20, y+40) {
			t.Fatalf("row %d is not that which was 40 below", y)
		}
	}
	if c := m.RGBAAt(20, 290); c != (color.RGBA{look.Day.Desk.R, look.Day.Desk.G, look.Day.Desk.B, 255}) {
		t.Errorf("what is not painted yet is %v", c)
	}
}
