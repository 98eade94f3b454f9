package read

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"baoge/app/paper"
	"baoge/app/ui/look"
)

// What no newspaper printed is shown all the same: nothing panics, what can be seen is
// painted, and what is copied is what is stored.
func TestOddArticles(t *testing.T) {
	text := func(s ...string) *paper.Article {
		a := &paper.Article{ID: "odd", Headline: "题"}
		for _, x := range s {
			a.Blocks = append(a.Blocks, paper.Block{Kind: paper.Paragraph, Text: x})
		}
		return a
	}
	for name, a := range map[string]*paper.Article{
		"nothing":          {ID: "odd"},
		"no body":          {ID: "odd", Headline: "只有标题"},
		"empty blocks":     text("", "", ""),
		"blanks":           text(" ", "　　", "\u00a0"),
		"control":          text("甲\x00乙\x07丙\x1b[31m丁\u0085戊\ufeff己", "一行\n又一行\r\n\t三"),
		"bidi":             text("这是\u202eעברית\u202c和\u200fالعربية\u200e混排", "\u2067שלום\u2069"),
		"emoji":            text("👩‍👩‍👧‍👦🇨🇳👍🏽❤️ 好", strings.Repeat("🎉", 300)),
		"unknown":          text("\U0002F800\U0003134A\ue000\U000F0000", "𠀀𪚥䶮"),
		"replacement":      text("坏\ufffd字\xff\xfe。"),
		"combining":        text("a" + strings.Repeat("\u0301", 500) + "字"),
		"joiners":          text(strings.Repeat("\u200d", 1000)),
		"long word":        text(strings.Repeat("a", 20000)),
		"marks only":       text(strings.Repeat("，。、", 3000)),
		"headline":         {ID: "odd", Headline: strings.Repeat("长", 30000)},
		"one megabyte":     bulk(),
		"table":            {ID: "odd", Blocks: []paper.Block{{Kind: paper.Table, Text: strings.Repeat(strings.Repeat("格\t", 60)+"\n", 80), Level: 2}, {Kind: paper.Table}, {Kind: paper.Table, Text: "\n\n\t\t\n"}}},
		"figures":          {ID: "odd", Blocks: []paper.Block{{Kind: paper.Figure}, {Kind: paper.Figure, Media: "zz"}, {Kind: paper.Caption, Text: "图说"}}},
		"ranges past ends": {ID: "odd", Blocks: []paper.Block{{Kind: paper.Paragraph, Text: "三个字", Bold: []paper.Range{{Start: 2, End: 90}}, Links: []paper.Link{{Range: paper.Range{Start: 1, End: 70}, URL: "https://a.example"}}}}},
		"deep items":       {ID: "odd", Blocks: []paper.Block{{Kind: paper.Item, Text: "项", Level: 90}, {Kind: "novel", Text: "新的一类"}}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, two := range []bool{false, true} {
				if raceEnabled && !two { // it costs a minute
					continue
				}
				r, w := show(t, sample(1), 728, 500)
				r.SetColumns(two)
				r.Show(a, []paper.Span{mark(0, 0, 1), mark(90, 5, 900)}, nil)
				g := r.galley
				for _, k := range []fyne.KeyName{fyne.KeyEnd, fyne.KeyHome, fyne.KeyPageDown, fyne.KeyDown, fyne.KeyEnd} {
					g.TypedKey(&fyne.KeyEvent{Name: k})
					picture(r)
				}
				g.hand.shift = true
				for _, k := range []fyne.KeyName{fyne.KeyLeft, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyHome, fyne.KeyRight, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyEnd} {
					g.TypedKey(&fyne.KeyEvent{Name: k})
				}
				g.hand.shift = false
				for _, p := range []fyne.Position{{X: 3, Y: 3}, {X: 360, Y: 200}, {X: 700, Y: 490}} {
					for range 3 {
						e := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p}, Button: desktop.MouseButtonPrimary}
						g.MouseDown(e)
						g.MouseMoved(e)
						g.MouseUp(e)
						g.Cursor()
					}
				}
				r.Find()
				r.finder.entry.SetText("字")
				w.Resize(fyne.NewSize(300, 200))
				r.SetSize(MaxSize)
				picture(r)
				w.Resize(fyne.NewSize(1200, 900))
				r.SetSize(DefaultSize)
				g.chooseAll()
				if got := r.Selected(); !strings.Contains(got, a.Headline) || len(a.Blocks) > 0 && !strings.Contains(got, a.Blocks[0].Text) {
					t.Errorf("two columns %v: all is %.60q", two, got)
				}
				if picture(r); a.Headline != "" && count(g.pixels, look.Day.TextSelection) == 0 {
					t.Errorf("two columns %v: what is selected is not seen", two)
				}
			}
		})
	}
}

// A place far down is kept as the place read, even before the text is set that far.
func TestPlaceBeforeSet(t *testing.T) {
	a := sample(2500)
	r, _ := show(t, sample(1), 728, 722)
	r.galley.take(a, nil)
	r.galley.front(hold{})
	r.GoTo(block(2000, 7))
	if r.galley.sheet.complete() || r.Place() != block(2000, 7) {
		t.Errorf("the place is %v", r.Place())
	}
	r.galley.relay(r.galley.holding())
	if p := r.galley.point(block(2000, 7)); p.Y < 0 || p.Y > 60 {
		t.Errorf("once set, the place is at %v", p.Y)
	}
}
