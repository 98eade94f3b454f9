package read

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"baoge/app/paper"
	"baoge/app/ui/look"
)

func TestFind(t *testing.T) {
	a := &paper.Article{Headline: "開放的街道", Dateline: "本报讯", Blocks: []paper.Block{
		{Kind: paper.Paragraph, Text: "开放、開放，Ａ１和a1，每㎡平方米。"}, {Kind: paper.Figure}, {Kind: paper.Paragraph, Text: "啊啊啊啊啊"}}}
	at := func(f paper.Field, block, start, end int) paper.Span {
		return paper.Span{Part: paper.Part{Field: f, Block: block}, Start: start, End: end}
	}
	b := func(block, start, end int) paper.Span { return at(paper.FieldBlock, block, start, end) }
	for _, c := range []struct {
		text string
		want []paper.Span
	}{
		{"开放", []paper.Span{at(paper.FieldHeadline, 0, 0, 2), b(0, 0, 2), b(0, 3, 5)}},
		{"開放", []paper.Span{at(paper.FieldHeadline, 0, 0, 2), b(0, 0, 2), b(0, 3, 5)}},
		{"A1", []paper.Span{b(0, 6, 8), b(0, 9, 11)}},
		{"m2", []paper.Span{b(0, 13, 14)}},
		{"2", []paper.Span{b(0, 13, 14)}},
		{"啊啊", []paper.Span{b(2, 0, 2), b(2, 2, 4)}},
		{"本报讯", []paper.Span{at(paper.FieldDateline, 0, 0, 3)}},
		{"讯开", nil}, {"", nil}, {"没有", nil}, {strings.Repeat("啊", 6), nil},
	} {
		got := fold(context.Background(), a).find(c.text)
		if len(got) != len(c.want) {
			t.Errorf("%s stands at %v, want %v", c.text, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: place %d is %v, want %v", c.text, i, got[i], c.want[i])
			}
		}
	}
}

func TestFinder(t *testing.T) {
	a := sample(60)
	r, w := show(t, a, 728, 722)
	g, f := r.galley, r.finder
	key := func(n fyne.KeyName) { w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: n}) }
	says := func(what, want string) {
		t.Helper()
		if got := strings.TrimSpace(f.count.String()); got != want {
			t.Errorf("%s: the bar says %q, want %q", what, got, want)
		}
	}
	w.Canvas().Focus(g)
	height := g.Size().Height
	r.Find()
	if !f.opened() || w.Canvas().Focused() != f.entry || g.Size().Height != height {
		t.Fatal("the bar does not open, has not the keyboard or moves the text")
	}
	test.Type(f.entry, "志愿者")
	says("typed", "第 1/60 处")
	if img := picture(r); count(img, look.Day.Found) < 100 || count(img, look.Day.FoundNow) < 100 || count(img, look.Day.Hit) > 0 {
		t.Error("what is found is not marked, or as a search hit")
	}
	key(fyne.KeyReturn)
	key(fyne.KeyF3)
	key(fyne.KeyDown)
	says("three on", "第 4/60 处")
	f.entry.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	key(fyne.KeyReturn)
	key(fyne.KeyF3)
	f.entry.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	key(fyne.KeyUp)
	key(fyne.KeyUp)
	says("around the beginning", "第 60/60 处")
	if p := g.point(block(59, 60)); p.Y < 0 || p.Y > g.Size().Height {
		t.Errorf("the last place is at %v", p.Y)
	}
	r.PreviousMark() // as F3 in the list does
	says("from the window", "第 59/60 处")
	f.entry.SetText("没有的话")
	says("nothing", "没有找到")
	if key(fyne.KeyReturn); len(g.found.spans) != 0 {
		t.Error("Return finds something")
	}
	f.entry.SetText("第30号")
	says("one", "第 1/1 处")
	key(fyne.KeyEscape)
	if f.opened() || w.Canvas().Focused() != g || len(g.found.spans) > 0 || r.Selected() != "第30号" {
		t.Errorf("Esc: open %v, selected %q", f.opened(), r.Selected())
	}
	if img := picture(r); count(img, look.Day.Found)+count(img, look.Day.FoundNow) > 0 {
		t.Error("marks stay after Esc")
	}
	// A selection is what is looked for; from what is in sight on.
	g.chooseSpan(mark(30, 0, 4))
	r.Find()
	if f.entry.Text != "第30号" {
		t.Errorf("the bar opens with %q", f.entry.Text)
	}
	g.deselect()
	f.entry.SetText("斑马线")
	if n := g.found.now; n < 25 || n > 31 {
		t.Errorf("stands on place %d, want one near what is in sight", n)
	}
	// Another article is looked through, none closes the bar.
	r.Show(&paper.Article{ID: "other", Headline: "斑马线", Blocks: body(2)}, nil, nil)
	says("another article", "第 1/3 处")
	if r.Clear(); f.opened() {
		t.Error("the bar stays without an article")
	}
	if r.Find(); f.opened() {
		t.Error("the bar opens without an article")
	}
}

// Search hits and found places are marked side by side, a thousand as well as one.
func TestManyMarks(t *testing.T) {
	a := sample(2000)
	r, _ := show(t, a, 728, 722)
	g := r.galley
	r.Show(a, []paper.Span{mark(3, 2, 4), mark(1500, 2, 4)}, nil)
	r.Find()
	r.finder.entry.SetText("的")
	if n := len(g.found.spans); n < 8000 {
		t.Fatalf("%d places", n)
	}
	for _, i := range []int{0, 3, 1500, 1999} {
		r.GoTo(block(i, 0))
		img := picture(r)
		if n := count(img, look.Day.Found); n < 300 {
			t.Errorf("paragraph %d: %d pixels of what is found", i, n)
		}
		if n := count(img, look.Day.Hit) + count(img, look.Day.HitNow); (n > 100) != (i == 0 || i == 3 || i == 1500) {
			t.Errorf("paragraph %d: %d pixels of search hits", i, n)
		}
	}
}
