package read

import (
	"math"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"baoge/app/paper"
	"baoge/app/typeset"
)

// varied is an article with all that can stand in the way of a cut.
func varied(n int) *paper.Article {
	a := sample(0)
	for i := range n {
		a.Blocks = append(a.Blocks, paper.Block{Kind: paper.Subheading, Text: "第" + string(rune('一'+i)) + "件事"})
		a.Blocks = append(a.Blocks, body(3)...)
		a.Blocks = append(a.Blocks, paper.Block{Kind: paper.Item, Text: "1. 先看路，再过街。", Level: 1},
			paper.Block{Kind: paper.Table, Text: "路口\t车\t人\n东门\t12\t30\n西门\t8\t21\n", Level: 1},
			paper.Block{Kind: paper.Figure, Text: "路口的一张图"}, paper.Block{Kind: paper.Caption, Text: "清早的路口。"})
	}
	return a
}

// The lines of text of two columns stand level, whatever stands between them.
func TestColumnsAreLevel(t *testing.T) {
	for _, em := range []float32{12, 17, 21} {
		r, _ := show(t, varied(8), 1000, 722)
		r.SetSize(em)
		r.SetColumns(true)
		s := r.galley.sheet
		if s.two == nil || !s.complete() {
			t.Fatalf("%v: no two columns", em)
		}
		lines := 0
		for i := range len(s.two.cuts) - 1 {
			strip := s.columnStrip(i)
			from := float32(i/2)*s.pane.Height + s.two.top(i/2)
			for _, l := range strip.lines() {
				if l.Role != typeset.RoleParagraph && l.Role != typeset.RoleItem && l.Role != typeset.RoleSubheading {
					continue
				}
				lines++
				if n := float64((l.Top + strip.y - from) / leading(em)); math.Abs(n-math.Round(n)) > 0.01 {
					t.Errorf("%v, column %d: %q stands %.2f lines below the column's top", em, i, lineText(&l), n)
				}
			}
		}
		if lines < 100 {
			t.Errorf("%d lines looked at", lines)
		}
	}
}

// Laid one after the other the columns hold every line once, each within its room; no
// heading ends one, and no paragraph leaves a single line in one.
func TestColumnsHoldAll(t *testing.T) {
	for _, c := range []struct {
		w, h float32
		em   float32
		a    *paper.Article
	}{{728, 722, 17, varied(8)}, {1368, 900, 17, varied(8)}, {1000, 560, 21, varied(5)}, {728, 700, 13, varied(8)}, {900, 640, 17, sample(1)}, {900, 640, 17, sample(7)}, {2400, 1300, 40, varied(5)}} {
		r, _ := show(t, c.a, c.w, c.h)
		r.SetSize(c.em)
		r.SetColumns(true)
		s := r.galley.sheet
		if s.two == nil || !s.complete() {
			t.Fatalf("%v × %v, %v: no two columns", c.w, c.h, c.em)
		}
		var got []string
		var last float32
		for i := 0; i < len(s.two.cuts)-1; i++ {
			strip := s.columnStrip(i)
			lines := strip.lines()
			if len(lines) == 0 {
				t.Errorf("column %d is empty", i)
				continue
			}
			for _, l := range lines {
				got = append(got, lineText(&l))
				if low := l.Top + l.Height - strip.from; low > s.room(i/2)+2*lineSlack {
					t.Errorf("%v em, column %d: a line ends %v below its top, of %v", c.em, i, low, s.room(i/2))
				}
			}
			end, next := lines[len(lines)-1], i+1 < len(s.two.cuts)-1
			if next && end.Role == typeset.RoleSubheading {
				t.Errorf("column %d ends with a heading", i)
			}
			if next && end.Role == typeset.RoleParagraph && end.First && !end.Last || lines[0].Role == typeset.RoleParagraph && lines[0].Last && !lines[0].First {
				t.Errorf("column %d: one line of a paragraph is alone", i)
			}
			last = end.Top + end.Height - strip.from
		}
		if n := len(s.two.cuts) - 1; n%2 == 0 { // the last two are of one height
			left := s.columnStrip(n - 2)
			lines := left.lines()
			l := lines[len(lines)-1]
			if high := l.Top + l.Height - left.from; high < last-2*leading(c.em) || high > last+6*leading(c.em) {
				t.Errorf("%v em: the last columns are %v and %v high", c.em, high, last)
			}
		}
		var want []string
		for _, l := range s.body().Lines(0, s.body().Height()+1) {
			want = append(want, lineText(&l))
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%v em: the columns hold %d lines, the body %d, or in another order", c.em, len(got), len(want))
		}
	}
}

func lineText(l *typeset.Line) string {
	var b strings.Builder
	for _, r := range l.Runs {
		for _, g := range r.Glyphs {
			b.WriteString(g.Text)
		}
	}
	return b.String()
}

// A screen is turned by keys, wheel and scroll bar, and never stands between two.
func TestScreens(t *testing.T) {
	a := sample(60)
	r, w := show(t, a, 728, 722)
	var status string
	r.OnStatus = func(s string) { status = s }
	var told []bool
	r.OnColumns = func(two bool) { told = append(told, two) }
	test.Tap(r.bar.columns)
	g := r.galley
	h := g.sheet.pane.Height
	at := func(what string, screen int) {
		t.Helper()
		if g.offset != float32(screen)*h {
			t.Errorf("%s: offset %v, want screen %d of %v", what, g.offset, screen, h)
		}
	}
	key := func(n fyne.KeyName) { g.TypedKey(&fyne.KeyEvent{Name: n}) }
	key(fyne.KeyPageDown)
	at("Page Down", 1)
	if !strings.Contains(status, "第 2/") {
		t.Errorf("status %q", status)
	}
	key(fyne.KeySpace)
	key(fyne.KeyRight)
	at("Space, Right", 3)
	key(fyne.KeyLeft)
	key(fyne.KeyPageUp)
	at("Left, Page Up", 1)
	key(fyne.KeyEnd)
	at("End", g.sheet.screens()-1)
	end := g.sheet.caret(g.sheet.end())
	if end.Y < g.offset || end.Y > g.offset+h {
		t.Errorf("End: the last place is at %v of screen from %v", end.Y, g.offset)
	}
	key(fyne.KeyHome)
	at("Home", 0)
	g.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -25)})
	at("the wheel", 1)
	g.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -25)})
	at("the wheel again at once", 1)
	g.glide.turned = time.Time{}
	g.glide.turn = 0
	for range 4 {
		g.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -5)})
	}
	at("a touch pad", 2)
	bar, _ := g.thumb()
	g.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(bar.X, bar.Y+2)}, Button: desktop.MouseButtonPrimary})
	g.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(bar.X, 5000)}})
	g.DragEnd()
	at("the bar pulled down", g.sheet.screens()-1)

	// Too narrow a pane has one column, and two again when it is wide.
	g.leap(2 * h)
	first := r.Place()
	w.Resize(fyne.NewSize(460, 722))
	if g.sheet.two != nil || !r.Columns() {
		t.Error("two columns in a pane too narrow for them")
	}
	if p := g.point(first); p.Y < -leading(g.em) || p.Y > 2*leading(g.em) {
		t.Errorf("one column: the place that was at the top is at %v", p.Y)
	}
	w.Resize(fyne.NewSize(728, 722))
	if p := g.point(first); g.sheet.two == nil || p.Y < 0 || p.Y > h {
		t.Errorf("two columns again: the place is at %v", p.Y)
	}
	test.Tap(r.bar.columns)
	if len(told) != 2 || !told[0] || told[1] || g.sheet.two != nil {
		t.Errorf("the button tells %v", told)
	}
}

// Selecting goes from the head into the left column, into the right one, to the next screen.
func TestSelectOverColumns(t *testing.T) {
	a := sample(40)
	r, _ := show(t, a, 728, 722)
	r.SetColumns(true)
	g := r.galley
	var all []string
	for _, x := range a.Texts() {
		all = append(all, x.Text)
	}
	g.chooseAll()
	if got, want := r.Selected(), strings.Join(all, "\n"); got != want {
		t.Errorf("all is %d bytes, want %d", len(got), len(want))
	}
	head := typeset.Place{Part: paper.Part{Field: paper.FieldHeadline}, Rune: 6}
	drag(g, head, block(0, 2))
	if got := r.Selected(); got != "　街上的一群人\n◎ 通讯员 甲乙\n第0" {
		t.Errorf("from the headline: %q", got)
	}
	drag(g, block(0, 2), head)
	if got := r.Selected(); got != "　街上的一群人\n◎ 通讯员 甲乙\n第0" {
		t.Errorf("back to the headline: %q", got)
	}
	// Every place is found again where it stands.
	for i := range 40 {
		p := block(i, 20)
		g.reveal(p)
		at := g.point(p)
		if at.Y < 0 || at.Y > g.Size().Height {
			t.Errorf("paragraph %d stands at %v", i, at)
		}
		if got := g.sheet.at(at.X, at.Y+g.offset); got != p {
			t.Errorf("paragraph %d: the point of rune 20 leads to %v", i, got)
		}
	}
	// A caret goes down through everything, and up again.
	g.deselect()
	g.choose(g.sheet.start(), g.sheet.start())
	g.hand.shift = true
	for range 2000 {
		g.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	}
	if r.Selected() != strings.Join(all, "\n") {
		t.Error("Shift and Down do not lead to the end")
	}
	for range 2000 {
		g.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	}
	if g.sel.to != g.sheet.start() || g.offset != 0 {
		t.Errorf("Shift and Up lead to %v", g.sel.to)
	}
	g.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
	if n := len([]rune(r.Selected())); n < 400 || n > 1200 || g.screen() != 1 {
		t.Errorf("Shift and Page Down select %d characters, screen %d", n, g.screen())
	}
	g.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageUp})
	if len([]rune(r.Selected())) > 60 {
		t.Errorf("Shift and Page Up leave %q", r.Selected())
	}
}

// A selection pulled past the foot of a screen turns it, but not at once.
func TestPullOverScreens(t *testing.T) {
	r, _ := show(t, sample(40), 728, 722)
	r.SetColumns(true)
	g := r.galley
	p := g.point(block(0, 0))
	g.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p}, Button: desktop.MouseButtonPrimary})
	g.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(600, g.Size().Height+9)}})
	if g.screen() != 0 {
		t.Error("the screen is turned at once")
	}
	g.glide.turned = time.Now().Add(-time.Second)
	g.pullSelection()
	if g.screen() != 1 || len(r.Selected()) < 1000 {
		t.Errorf("screen %d, %d bytes selected", g.screen(), len(r.Selected()))
	}
	g.DragEnd()
	if g.hand.pulling != nil || g.sel.selecting {
		t.Error("the selection is still pulled")
	}
}

// Columns change while a place far down is read: it stays in sight.
func TestColumnsKeepPlace(t *testing.T) {
	r, _ := show(t, sample(300), 728, 722)
	g := r.galley
	r.GoTo(block(200, 10))
	for _, two := range []bool{true, false, true} {
		r.SetColumns(two)
		r.SetSize(r.Size() + 1)
		if p := g.point(block(200, 10)); p.Y < -1 || p.Y > g.Size().Height {
			t.Errorf("two columns %v: the place is at %v", two, p.Y)
		}
		if r.Place() != block(200, 10) {
			t.Errorf("two columns %v: the place is %v", two, r.Place())
		}
	}
}
