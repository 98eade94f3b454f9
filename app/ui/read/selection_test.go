package read

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"baoge/app/paper"
	"baoge/app/typeset"
	"baoge/app/ui/look"
)

// drag selects with the mouse from one place to another.
func drag(g *galley, from, to typeset.Place) {
	p, q := g.point(from), g.point(to)
	g.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p}, Button: desktop.MouseButtonPrimary})
	g.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: q}})
	g.MouseUp(&desktop.MouseEvent{})
	g.DragEnd()
	g.sel.clicked = time.Time{}
}

// point is where a place is in the widget.
func (g *galley) point(p typeset.Place) fyne.Position {
	c := g.sheet.caret(p)
	return fyne.NewPos(c.X+0.2, c.Y+c.H/2-g.offset)
}

func block(i, r int) typeset.Place {
	return typeset.Place{Part: paper.Part{Field: paper.FieldBlock, Block: i}, Rune: r}
}

func TestSelectAndCopy(t *testing.T) {
	a := sample(3)
	r, w := show(t, a, 728, 722)
	g := r.galley
	clip := fyne.CurrentApp().Clipboard()
	rest := string([]rune(a.Blocks[0].Text)[5:])
	for _, c := range []struct {
		name     string
		from, to typeset.Place
		want     string
	}{
		{"within a line", block(0, 5), block(0, 9), string([]rune(a.Blocks[0].Text)[5:9])},
		{"backwards", block(0, 9), block(0, 5), string([]rune(a.Blocks[0].Text)[5:9])},
		{"over blocks", block(0, 5), block(2, 3), rest + "\n" + a.Blocks[1].Text + "\n" + string([]rune(a.Blocks[2].Text)[:3])},
		{"from the headline", typeset.Place{Part: paper.Part{Field: paper.FieldHeadline}, Rune: 6}, block(0, 2), "　街上的一群人\n◎ 通讯员 甲乙\n第0"},
	} {
		drag(g, c.from, c.to)
		w.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutCopy{Clipboard: clip})
		if got := clip.Content(); got != c.want {
			t.Errorf("%s: copied %q, want %q", c.name, got, c.want)
		}
		if n := count(picture(r), look.Day.TextSelection); n < 500 {
			t.Errorf("%s: %d pixels of selection", c.name, n)
		}
	}
	g.TypedShortcut(&fyne.ShortcutSelectAll{})
	var all []string
	for _, x := range a.Texts() {
		all = append(all, x.Text)
	}
	if got, want := r.Selected(), strings.Join(all, "\n"); got != want {
		t.Errorf("all: %q, want %q", got, want)
	}
	g.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if r.Selected() != "" || count(picture(r), look.Day.TextSelection) > 0 || r.Copy() {
		t.Error("Escape leaves a selection")
	}
}

func TestClicks(t *testing.T) {
	a := sample(2)
	r, _ := show(t, a, 728, 722)
	g := r.galley
	at := g.point(block(0, 9)) // in 早上
	click := func() {
		e := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary}
		g.MouseDown(e)
		g.MouseUp(e)
	}
	click()
	if s := r.Selected(); s != "" {
		t.Errorf("one click selects %q", s)
	}
	click()
	if s := r.Selected(); s == "" || !strings.Contains(a.Blocks[0].Text, s) || strings.ContainsAny(s, "，。：") {
		t.Errorf("a double click selects %q", s)
	}
	click()
	if s := r.Selected(); s != a.Blocks[0].Text {
		t.Errorf("a triple click selects %q", s)
	}
	at = g.point(block(1, 4))
	e := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary, Modifier: fyne.KeyModifierShift}
	g.MouseDown(e)
	if want := a.Blocks[0].Text + "\n" + string([]rune(a.Blocks[1].Text)[:4]); r.Selected() != want {
		t.Errorf("Shift and a click select %q, want %q", r.Selected(), want)
	}
}

func TestKeys(t *testing.T) {
	a := sample(60)
	r, w := show(t, a, 728, 722)
	g := r.galley
	key := func(n fyne.KeyName) { g.TypedKey(&fyne.KeyEvent{Name: n}) }
	w.Canvas().Focus(g)
	key(fyne.KeyEnd)
	if g.offset != g.reach() || g.reach() < 3000 {
		t.Errorf("End: offset %v of %v", g.offset, g.reach())
	}
	key(fyne.KeyHome)
	key(fyne.KeyPageDown)
	if g.offset < 500 || g.offset > 700 {
		t.Errorf("Page Down: offset %v", g.offset)
	}
	key(fyne.KeySpace)
	key(fyne.KeyPageUp)
	key(fyne.KeyPageUp)
	key(fyne.KeyDown)
	if g.offset != leading(g.em) {
		t.Errorf("Down: offset %v", g.offset)
	}
	key(fyne.KeyUp)
	if g.offset != 0 {
		t.Errorf("Up: offset %v", g.offset)
	}
	passed := fyne.KeyName("")
	w.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { passed = k.Name })
	if key(fyne.KeyF1); passed != fyne.KeyF1 {
		t.Error("F1 does not reach the window")
	}

	drag(g, block(0, 4), block(0, 4))
	shift := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}
	g.KeyDown(shift)
	key(fyne.KeyRight)
	key(fyne.KeyRight)
	if want := string([]rune(a.Blocks[0].Text)[4:6]); r.Selected() != want {
		t.Errorf("Shift and Right twice: %q, want %q", r.Selected(), want)
	}
	key(fyne.KeyLeft)
	key(fyne.KeyDown)
	if n := len([]rune(r.Selected())); n < 30 || n > 40 {
		t.Errorf("Shift and Down: %d characters", n)
	}
	for range 40 {
		key(fyne.KeyDown)
	}
	if c := g.point(g.sel.to); c.Y < 0 || c.Y > g.Size().Height {
		t.Errorf("the caret at %v is out of sight", c)
	}
	g.KeyUp(shift)
	g.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyEnd, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift})
	if !strings.HasSuffix(r.Selected(), a.Blocks[59].Text) {
		t.Error("Ctrl+Shift+End does not select to the end")
	}
}
