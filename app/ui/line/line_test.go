package line

import (
	"image"
	"slices"
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"baoge/app/paper"
	"baoge/app/raster"
	"baoge/app/typeset"
	"baoge/app/ui/look"
)

func newPress(t *testing.T) *Press {
	t.Helper()
	f, err := typeset.LoadFaces()
	if err != nil {
		t.Fatal(err)
	}
	return &Press{Faces: f, Painter: raster.NewPainter(0)}
}

// numbered is a list of n rows, each of which says its number, in a window.
func numbered(t *testing.T, n int) (*Rows, *[]int) {
	t.Helper()
	test.NewTempApp(t)
	r := NewRows(newPress(t), 100, func(i int, w float32, st RowState) ([]Box, []Piece) {
		text := strconv.Itoa(i)
		if st.Selected {
			text = "[" + text + "]"
		}
		return nil, []Piece{{Text: text, Size: 12, Tint: Ink}}
	})
	var chosen []int
	r.OnSelect = func(i int) { chosen = append(chosen, i) }
	w := test.NewTempWindow(t, r)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(300, 450))
	r.SetCount(n)
	return r, &chosen
}

// shown lists what the rows in sight say, from the top.
func (r *Rows) shown() []string {
	first, last := r.InSight()
	var out []string
	for i := first; i < last; i++ {
		out = append(out, r.sheets[i].Texts()...)
	}
	return out
}

func TestRowsInSightAloneExist(t *testing.T) {
	r, _ := numbered(t, 100_000)
	if got, want := r.shown(), []string{"0", "1", "2", "3", "4"}; !slices.Equal(got, want) {
		t.Errorf("at the top: %q, want %q", got, want)
	}
	r.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -5_000_030)})
	if got, want := r.shown(), []string{"50000", "50001", "50002", "50003", "50004"}; !slices.Equal(got, want) {
		t.Errorf("in the middle: %q, want %q", got, want)
	}
	if y := r.sheets[50000].Position().Y; y != -30 {
		t.Errorf("row 50,000 stands at %v, want -30", y)
	}
	r.ScrollTo(1e12)
	if got, want := r.shown(), []string{"99995", "99996", "99997", "99998", "99999"}; !slices.Equal(got, want) {
		t.Errorf("at the end: %q, want %q", got, want)
	}
	if n := len(r.sheets) + len(r.spare); n > 12 {
		t.Errorf("%d sheets for five rows", n)
	}
}

func TestRowsByKeyboard(t *testing.T) {
	r, chosen := numbered(t, 30)
	for _, k := range []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyEnd, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyHome} {
		r.TypedKey(&fyne.KeyEvent{Name: k})
	}
	if want := []int{0, 1, 2, 1, 29, 26, 0}; !slices.Equal(*chosen, want) {
		t.Errorf("chosen %v, want %v", *chosen, want)
	}
	if got := r.shown()[0]; got != "[0]" {
		t.Errorf("the chosen row says %q", got)
	}
	r.Reset(10)
	if r.Selected() != -1 || r.shown()[0] != "0" {
		t.Error("another list keeps the chosen row of the last one")
	}
}

func TestRowsByPointer(t *testing.T) {
	r, chosen := numbered(t, 30)
	r.ScrollTo(250)
	test.TapAt(r, fyne.NewPos(50, 60))
	test.TapAt(r, fyne.NewPos(50, 449))
	if want := []int{3, 6}; !slices.Equal(*chosen, want) {
		t.Errorf("chosen %v, want %v", *chosen, want)
	}
	// A row half out of sight is brought in.
	if r.Offset() != 250 {
		t.Errorf("offset %v after choosing rows in sight", r.Offset())
	}
	before := r.Offset()
	r.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(100, 20)}, Dragged: fyne.NewDelta(0, 50)})
	r.DragEnd()
	if r.Offset() != before {
		t.Error("dragging a row scrolls")
	}
	r.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(296, 50)}, Dragged: fyne.NewDelta(0, 50)})
	if r.Offset() <= before {
		t.Error("dragging the scroll bar does not scroll")
	}
	test.NewTempWindow(t, r).Resize(fyne.NewSize(300, 200))
	short := NewRows(r.press, 100, r.Draw)
	short.SetCount(1)
	test.TapAt(short, fyne.NewPos(10, 150)) // below the last row
	if short.Selected() != -1 {
		t.Error("a tap below the last row chooses it")
	}
}

func TestTrackBringsTheBar(t *testing.T) {
	r, chosen := numbered(t, 1000)
	test.TapAt(r, fyne.NewPos(296, 449))
	if first, last := r.InSight(); last != 1000 || len(*chosen) != 0 {
		t.Errorf("a tap at the track's end shows rows %d to %d and chooses %v", first, last, *chosen)
	}
	test.TapAt(r, fyne.NewPos(296, 1))
	if first, _ := r.InSight(); first != 0 {
		t.Errorf("a tap at its beginning shows row %d", first)
	}
}

// ink counts the pixels of a picture that are not transparent.
func ink(m image.Image) int {
	n := 0
	for _, a := range m.(*image.RGBA).Pix {
		if a != 0 {
			n++
		}
	}
	return n
}

func TestSheetPaintsWhatItShowsAndNothingElse(t *testing.T) {
	test.NewTempApp(t)
	s := NewSheet(newPress(t))
	s.Resize(fyne.NewSize(200, 40))
	if got := ink(s.paint(200, 40)); got != 0 {
		t.Fatalf("an empty sheet has %d marks", got)
	}
	s.Set(nil, []Piece{{Text: "凯里市", Face: typeset.SerifBold, Size: 20, Tint: Ink}})
	words := ink(s.paint(200, 40))
	s.Set(nil, []Piece{{Text: "凯里市", Face: typeset.SerifBold, Size: 20, Tint: Ink, Marks: [][2]int{{0, 2}}}})
	marked := ink(s.paint(200, 40))
	if words == 0 || marked <= words {
		t.Errorf("%d pixels of text, %d with a mark behind two characters", words, marked)
	}
	if double := ink(s.paint(400, 80)); double < 3*marked {
		t.Errorf("at twice the scale %d pixels, at one %d", double, marked)
	}
	s.Set([]Box{{0, 0, 10, 10, 0, Fill}}, nil)
	s.paint(200, 40)
	in, out, p := s.pixels.RGBAAt(5, 5), s.pixels.RGBAAt(50, 20), look.Current().Fill
	if in.R != p.R || in.G != p.G || in.A != 255 || out.A != 0 {
		t.Errorf("inside the box %v, outside %v", in, out)
	}
}

func TestTextIsAsWideAsItsText(t *testing.T) {
	test.NewTempApp(t)
	x := NewText(newPress(t), Piece{Text: "报阁", Size: 20, Leading: 30, X: 5, Tint: Ink})
	if got := x.MinSize(); got.Height != 30 || got.Width < 44 || got.Width > 46 {
		t.Errorf("two characters of 20 are %v large", got)
	}
	x.SetText("")
	if got := x.MinSize().Width; got > 6 {
		t.Errorf("no text is %v wide", got)
	}
}

// A centred text has room for its lines, which stand in the middle of its width.
func TestCentredTextIsWhole(t *testing.T) {
	test.NewTempApp(t)
	x := NewText(newPress(t), Piece{Text: "在所选范围内没有找到，点搜索框里的筛选条件可取消它", Size: 13, Leading: 22, Width: 280, MaxLines: 4, Align: typeset.Centred, Tint: Ink})
	x.sheet.Resize(fyne.NewSize(600, 200))
	all := ink(x.sheet.paint(600, 200))
	size := x.MinSize()
	x.sheet.Resize(size)
	if got := ink(x.sheet.paint(int(size.Width), int(size.Height))); got != all {
		t.Errorf("%d of %d pixels are shown within %v", got, all, size)
	}
}

func TestEntry(t *testing.T) {
	test.NewTempApp(t)
	n := 0
	e := NewEntry(newPress(t), "全部文章", 12846, func() { n++ })
	test.NewTempWindow(t, e)
	e.Resize(fyne.NewSize(190, EntryH))
	if got := e.sheet.Texts(); !slices.Equal(got, []string{"12,846", "全部文章"}) {
		t.Errorf("entry says %q", got)
	}
	test.Tap(e)
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	e.SetCount(-1)
	if got := e.sheet.Texts(); n != 2 || len(got) != 1 {
		t.Errorf("pressed %d times, then says %q", n, got)
	}
}

func TestWords(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 12846: "12,846", 1234567: "1,234,567", -1000: "-1,000"} {
		if got := Thousands(n); got != want {
			t.Errorf("Thousands(%d) = %q, want %q", n, got, want)
		}
	}
	for _, c := range [][3]string{{"2", "", "2 版"}, {"2", "综合", "2 版 综合"}, {"", "要闻", "要闻"}, {"", "", "版面不详"}} {
		if got := PageName(c[0], c[1]); got != c[2] {
			t.Errorf("PageName(%q, %q) = %q, want %q", c[0], c[1], got, c[2])
		}
	}
	if got := Headline(&paper.Summary{}); got != "（无题）" {
		t.Errorf("no headline is called %q", got)
	}
}
