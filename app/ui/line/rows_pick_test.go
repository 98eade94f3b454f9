package line

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func TestPicks(t *testing.T) {
	var p picks
	for _, i := range []int{5, 7, 6, 2, 9, 6, 2, 3, 4} {
		p = p.toggled(i)
	}
	if fmt.Sprint(p) != "[[3 6] [7 8] [9 10]]" || p.count() != 5 {
		t.Errorf("%v, %d rows", p, p.count())
	}
	for i := range 11 {
		if want := i >= 3 && i < 6 || i == 7 || i == 9; p.has(i) != want {
			t.Errorf("has %d: %v", i, !want)
		}
	}
}

func TestRowsArePickedAndMoved(t *testing.T) {
	test.NewTempApp(t)
	r := NewRows(newPress(t), 100, func(int, float32, RowState) ([]Box, []Piece) { return nil, nil })
	test.NewTempWindow(t, r).Resize(fyne.NewSize(300, 400))
	r.Reset(100000)
	told := 0
	r.OnPick = func(n int) { told = n }
	click := func(row int, m fyne.KeyModifier) {
		at := fyne.NewPos(20, float32(row)*r.RowH+10)
		r.MouseDown(&desktop.MouseEvent{Modifier: m})
		r.Tapped(&fyne.PointEvent{Position: at})
	}
	shown := func(what, want string) {
		t.Helper()
		if got := fmt.Sprint(r.Picked()); got != want {
			t.Errorf("%s: picked %s, want %s", what, got, want)
		}
	}
	click(1, 0)
	shown("a click", "[[1 2]]")
	click(3, fyne.KeyModifierControl)
	shown("Ctrl and a click", "[[1 2] [3 4]]")
	click(0, fyne.KeyModifierShift)
	shown("Shift and a click", "[[0 4]]")
	if told != 4 || r.Selected() != 1 {
		t.Errorf("told %d, chosen %d", told, r.Selected())
	}
	r.TypedShortcut(&fyne.ShortcutSelectAll{})
	shown("Ctrl+A", "[[0 100000]]")
	r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	shown("Esc", "[[1 2]]")
	r.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	for _, k := range []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyUp} {
		r.TypedKey(&fyne.KeyEvent{Name: k})
	}
	shown("Shift and arrows", "[[1 3]]")
	r.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	shown("an arrow", "[[2 3]]")

	moved := ""
	drag := func(from, to float32) {
		r.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(20, from+5)}, Dragged: fyne.NewDelta(0, 5)})
		r.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(20, to)}, Dragged: fyne.NewDelta(0, to-from-5)})
		r.DragEnd()
	}
	drag(r.RowH*2+20, 30)
	r.OnMove = func(from, to int) { moved += fmt.Sprint(from, ">", to, " ") }
	drag(r.RowH*2+20, 30)
	drag(r.RowH*0+20, r.RowH*2+20)
	drag(r.RowH*1+20, r.RowH*1+60) // where it is
	if moved != "2>0 0>2 " {
		t.Errorf("moved %s", moved)
	}
}

// A second click soon after the first opens a row, and so does Return; single clicks do not.
func TestRowsAreOpened(t *testing.T) {
	test.NewTempApp(t)
	r := NewRows(newPress(t), 100, func(int, float32, RowState) ([]Box, []Piece) { return nil, nil })
	test.NewTempWindow(t, r).Resize(fyne.NewSize(300, 400))
	r.Reset(3)
	var opened []int
	r.OnOpen = func(i int) { opened = append(opened, i) }
	click := func(row int) {
		r.MouseDown(&desktop.MouseEvent{})
		r.Tapped(&fyne.PointEvent{Position: fyne.NewPos(20, float32(row)*r.RowH+10)})
	}
	click(0)
	click(1)
	if len(opened) > 0 {
		t.Error("clicks on two rows open one")
	}
	click(1)
	click(1) // a third click is a first one again
	r.hand.clicked = r.hand.clicked.Add(-2 * doubleClick)
	click(1)
	r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if fmt.Sprint(opened) != "[1 1]" {
		t.Errorf("opened %v", opened)
	}
}
