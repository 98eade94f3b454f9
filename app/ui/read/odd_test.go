package read

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"net/url"
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
	red := color.NRGBA{0xC0, 0x10, 0x10, 0xFF}
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

func TestSource(t *testing.T) {
	a := &paper.Article{Headline: "读《红楼梦》　有感", Publication: "凯里晚报", Date: paper.Date{Year: 2023, Month: 7, Day: 1}, Page: "2", PageLabel: "要闻"}
	for _, c := range []struct {
		a    *paper.Article
		want string
	}{
		{a, "——《读〈红楼梦〉 有感》，《凯里晚报》2023年7月1日，2 版 要闻"},
		{&paper.Article{Headline: "题", Page: "A1"}, "——《题》，A1 版"},
		{&paper.Article{Date: paper.Date{Year: 2023, Month: 7, Day: 1}}, "——2023年7月1日"},
		{&paper.Article{Publication: "凯里晚报", PageLabel: "要闻"}, "——《凯里晚报》，要闻"},
		{&paper.Article{}, ""},
	} {
		if got := SourceLine(c.a); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	a.ID, a.Blocks = "source", body(1)
	r, _ := show(t, a, 728, 722)
	if r.CopyWithSource() {
		t.Error("copied without a selection")
	}
	r.galley.chooseSpan(mark(0, 0, 4))
	clip := fyne.CurrentApp().Clipboard()
	if !r.CopyWithSource() || clip.Content() != "第0号段\n"+SourceLine(a) {
		t.Errorf("copied %q", clip.Content())
	}
	if r.Copy(); clip.Content() != "第0号段" {
		t.Errorf("copied %q", clip.Content())
	}
}

func TestMenu(t *testing.T) {
	r, w := show(t, sample(3), 728, 722)
	var searched string
	exported := 0
	r.OnSearch = func(s string) { searched = s }
	r.OnExport = func() { exported++ }
	r.Menu = func() []*fyne.MenuItem { return []*fyne.MenuItem{fyne.NewMenuItem("加入剪报册", func() {})} }
	item := func(label string) *fyne.MenuItem {
		for _, it := range r.menuItems() {
			if it.Label == label {
				return it
			}
		}
		t.Fatalf("no entry %s", label)
		return nil
	}
	item("加入剪报册")
	for _, l := range []string{"复制", "复制并附出处", "在馆藏中查找选中内容"} {
		if !item(l).Disabled {
			t.Errorf("%s can be chosen without a selection", l)
		}
	}
	item("全选").Action()
	item("复制").Action()
	if got := fyne.CurrentApp().Clipboard().Content(); got == "" || got != r.Selected() {
		t.Errorf("copied %q", got)
	}
	r.galley.chooseSpan(mark(1, 0, 4))
	item("在馆藏中查找选中内容").Action()
	item("导出 PDF…").Action()
	if searched != "第1号段" || exported != 1 {
		t.Errorf("searched for %q, exported %d times", searched, exported)
	}
	item("在文中查找…").Action()
	if !r.finder.opened() {
		t.Error("the bar for finding does not open")
	}
	r.galley.TypedKey(&fyne.KeyEvent{Name: desktop.KeyMenu})
	if w.Canvas().Overlays().Top() == nil {
		t.Error("the menu key opens no menu")
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
