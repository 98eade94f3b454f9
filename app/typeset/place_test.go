package typeset

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"baoge/app/paper"
)

// richArticle has every kind of text an article can have.
func richArticle() *paper.Article {
	return &paper.Article{
		Kicker: "城市更新行动一周年", Headline: "老街换新颜　邻里添欢笑", Subhead: "——河东片区改造侧记",
		Dateline: "本报讯", Credits: []paper.Credit{{Role: "记者", Names: []string{"林一", "周二"}}},
		CreditLine: "（记者 林一 周二）", CreditAt: paper.CreditLead,
		Section: "民生", Page: "A3", PageLabel: "综合", Date: paper.Date{Year: 2024, Month: 3, Day: 9},
		Blocks: []paper.Block{
			{Kind: paper.Caption, Text: "改造后的河东老街"},
			{Kind: paper.Paragraph, Text: "三月的河东，路面平整，灯火可亲。改造面积达17914m²，惠及1.2万户居民，人均投入约¥350。"},
			{Kind: paper.Subheading, Text: "先问需求，再定方案"},
			{Kind: paper.Item, Text: "1. 雨水、污水分流，管网全部入地；", Level: 1},
			{Kind: paper.Item, Text: "没有编号的一项，也要悬挂缩进，续行与首字对齐，看起来才像一张清单。", Level: 2},
			{Kind: paper.Paragraph, Text: "详情见 https://example.org/a/b-c.html 或拨打 0855-1234567，don’t wait。"},
		},
	}
}

func TestEveryTextIsSet(t *testing.T) {
	for _, at := range []paper.CreditAt{paper.CreditHead, paper.CreditLead, paper.CreditEnd} {
		a := richArticle()
		a.CreditAt = at
		for _, w := range widths {
			checkColumn(t, NewColumn(faces(), a, ColumnOptions{Width: w * 18, Size: 18}), string(at))
		}
	}
}

// The middle of a character's left half is the place before it, of its right half the place after it.
func TestAtFindsWhatBoxesShow(t *testing.T) {
	for _, a := range append(seedArticles(t, true)[:3], richArticle(), blocksArticle()) {
		c := NewColumn(faces(), a, ColumnOptions{Width: 22 * 17, Size: 17})
		checked := 0
		for _, x := range a.Texts() {
			n := utf8.RuneCountInString(x.Text)
			if x.Part.Field == paper.FieldBlock && a.Blocks[x.Part.Block].Kind == paper.Figure {
				checked += n // behind a picture's frame, not character by character
				continue
			}
			for i := range n {
				boxes := c.Boxes(paper.Span{Part: x.Part, Start: i, End: i + 1})
				if len(boxes) == 0 {
					continue // a blank at a line's edge
				}
				if len(boxes) > 1 {
					t.Fatalf("%v rune %d has %d boxes", x.Part, i, len(boxes))
				}
				b := boxes[0]
				if got := c.At(b.X+b.W*0.25, b.Y+b.H/2); got != (Place{x.Part, i}) {
					t.Errorf("%v rune %d: At its left half is %v", x.Part, i, got)
				}
				if got := c.Under(b.X+b.W*0.75, b.Y+b.H/2); got != (Place{x.Part, i}) {
					t.Errorf("%v rune %d: Under its right half is %v", x.Part, i, got)
				}
				if r := c.Caret(Place{x.Part, i}); r.X != b.X || b.Y+b.H/2 < r.Y || b.Y+b.H/2 > r.Y+r.H {
					t.Errorf("%v rune %d: caret %v, box %v", x.Part, i, r, b)
				}
				checked++
			}
			if whole := c.Boxes(paper.Span{Part: x.Part, End: n}); len(whole) == 0 {
				t.Errorf("%v has no boxes", x.Part)
			}
		}
		if want := a.Chars() - 4; checked < want {
			t.Errorf("%s: %d characters have boxes, want %d", a.Headline, checked, want)
		}
	}
}

func TestTextIsTheStoredText(t *testing.T) {
	a := richArticle()
	c := NewColumn(faces(), a, ColumnOptions{Width: 300, Size: 16})
	want := "城市更新行动一周年\n老街换新颜　邻里添欢笑\n——河东片区改造侧记\n改造后的河东老街\n本报讯（记者 林一 周二）" + a.Blocks[1].Text
	for _, b := range a.Blocks[2:] {
		want += "\n" + b.Text
	}
	if got := c.Text(c.Start(), c.End()); got != want {
		t.Errorf("Text = %q\nwant   %q", got, want)
	}
	if got := c.Text(c.End(), c.Start()); got != want {
		t.Errorf("Text backwards = %q", got)
	}
	from, to := Place{paper.Part{Field: paper.FieldCredit}, 4}, Place{paper.Part{Field: paper.FieldBlock, Block: 1}, 2}
	if got := c.Text(from, to); got != "林一 周二）三月" {
		t.Errorf("Text across parts = %q", got)
	}
}

// Every motion leads through the whole text and back, through tables and past pictures.
func TestMotionsThroughBlocks(t *testing.T) {
	for _, em := range []float32{9, 20, 34} {
		c := blocksColumn(t, em, 16)
		for _, m := range []struct{ step, back Motion }{{CharRight, CharLeft}, {WordRight, WordLeft}, {LineDown, LineUp}} {
			p, steps := c.Start(), 0
			for ; p != c.End() && steps < 2000; steps++ {
				next := c.Move(p, m.step, 100)
				if c.Compare(next, p) <= 0 {
					t.Fatalf("%v em: motion %d from %v leads to %v", em, m.step, p, next)
				}
				p = next
			}
			for ; p != c.Start() && steps > -2000; steps-- {
				next := c.Move(p, m.back, 100)
				if c.Compare(next, p) >= 0 {
					t.Fatalf("%v em: motion %d from %v leads to %v", em, m.back, p, next)
				}
				p = next
			}
		}
	}
}

func TestMotions(t *testing.T) {
	a := richArticle()
	c := NewColumn(faces(), a, ColumnOptions{Width: 20 * 16, Size: 16})
	for _, m := range []struct {
		step, back Motion
		most       int
	}{{CharRight, CharLeft, 400}, {WordRight, WordLeft, 300}, {LineDown, LineUp, 40}} {
		p, steps := c.Start(), 0
		for ; p != c.End() && steps < m.most; steps++ {
			next := c.Move(p, m.step, 100)
			if c.Compare(next, p) <= 0 {
				t.Fatalf("motion %d from %v leads to %v", m.step, p, next)
			}
			p = next
		}
		if p != c.End() {
			t.Errorf("motion %d: end not reached in %d steps", m.step, steps)
		}
		for ; p != c.Start() && steps > -m.most; steps-- {
			next := c.Move(p, m.back, 100)
			if c.Compare(next, p) >= 0 {
				t.Fatalf("motion %d from %v leads to %v", m.back, p, next)
			}
			p = next
		}
	}
	mid := Place{paper.Part{Field: paper.FieldBlock, Block: 1}, 10}
	start, end := c.Move(mid, LineStart, 0), c.Move(mid, LineEnd, 0)
	if c.Compare(start, mid) > 0 || c.Compare(end, mid) < 0 || c.Caret(start).Y != c.Caret(mid).Y {
		t.Errorf("line of %v is %v to %v", mid, start, end)
	}
	if c.Move(mid, TextStart, 0) != c.Start() || c.Move(mid, TextEnd, 0) != c.End() {
		t.Error("text start or end")
	}
	w := c.Word(mid)
	if w.Start > 10 || w.End <= 10 || w.End-w.Start > 4 {
		t.Errorf("word at %v is %v", mid, w)
	}
}

// A combining mark and a ZWJ sequence are one step and one box.
func TestClustersAreWhole(t *testing.T) {
	c := NewColumn(faces(), article("甲e\u0301乙👩\u200d🚒丙"), ColumnOptions{Width: 300, Size: 16})
	part := paper.Part{Field: paper.FieldBlock}
	var at []int
	for p := c.Start(); ; p = c.Move(p, CharRight, 0) {
		at = append(at, p.Rune)
		if p == c.End() {
			break
		}
	}
	if b := c.Boxes(paper.Span{Part: part, Start: 1, End: 2}); len(b) != 1 || b[0].W > 12 {
		t.Errorf("box of e: %v", b)
	}
	if s := strings.Trim(shown(&c.Lines(0, every)[0]), " "); s != "甲e\u0301乙👩\u200d🚒丙" {
		t.Errorf("shown: %q", s)
	}
	if len(at) < 5 || at[1] != 1 || at[2] != 3 {
		t.Errorf("steps: %v", at)
	}
}

// What is laid out never moves, however the layout came about.
func TestLazyLayoutIsTheSame(t *testing.T) {
	a := article(strings.Repeat("春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少？", 900), "末段。")
	o := ColumnOptions{Width: 22 * 16, Size: 16}
	whole, lazy := NewColumn(faces(), a, o), NewColumn(faces(), a, o)
	all := whole.Lines(0, every)
	for y := float32(0); y < 3000; y += 700 {
		for _, l := range lazy.Lines(y, y+700) {
			k := int(l.Top / lazy.opt.Leading)
			if all[k].Top != l.Top || shown(&all[k]) != shown(&l) {
				t.Fatalf("line at %.0f: %s, want %s", l.Top, shown(&l), shown(&all[k]))
			}
		}
	}
	if lazy.Complete() {
		t.Error("a screenful laid out everything")
	}
	if h := lazy.Height(); h < 0.9*whole.Height() || h > 1.1*whole.Height() {
		t.Errorf("estimate %.0f, height %.0f", h, whole.Height())
	}
	for n := 0; !lazy.Extend(time.Millisecond); n++ {
		if n > 1000 {
			t.Fatal("Extend does not end")
		}
	}
	if lazy.Height() != whole.Height() {
		t.Errorf("height %.0f, want %.0f", lazy.Height(), whole.Height())
	}
}

func TestSetShort(t *testing.T) {
	f := faces()
	text := "凯里市：斑马线礼让行人　文明行为蔚然成风，市民交口称赞"
	s := f.Set(text, TextOptions{Face: f.SerifBold, Size: 15, Width: 200, MaxLines: 2, Align: Left, Marks: [][2]int{{4, 7}}})
	if len(s.Lines) != 2 || !s.Cut || s.Height != 42 {
		t.Errorf("%d lines, height %v", len(s.Lines), s.Height)
	}
	if len(s.Marks) != 1 || s.Marks[0].W < 44 || s.Marks[0].W > 46 {
		t.Errorf("marks %v, want three characters wide", s.Marks)
	}
	one := f.Set(text, TextOptions{Face: f.SerifBold, Size: 15, Width: 200, MaxLines: 1, Align: Left})
	if !one.Cut || one.Width > 200 || len(one.Lines) != 1 {
		t.Errorf("one line: cut %v, width %v", one.Cut, one.Width)
	}
	last := one.Lines[0].Runs[len(one.Lines[0].Runs)-1]
	if g := last.Glyphs[len(last.Glyphs)-1]; g.ID != f.SerifBold.nominal(ellipsis).id {
		t.Errorf("a text cut short ends in %q", g.Text)
	}
	if free := f.Set(text, TextOptions{Face: f.Sans, Size: 12}); free.Cut || len(free.Lines) != 1 || free.Width < 12*26 {
		t.Errorf("endless line: %v wide", free.Width)
	}
	if z := f.Set("", TextOptions{Face: f.Sans, Size: 12}); len(z.Lines) != 0 {
		t.Error("lines of nothing")
	}
}
