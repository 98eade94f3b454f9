package typeset

import (
	"math"
	"strconv"
	"testing"
	"time"
	"unicode/utf8"

	"baoge/app/paper"
)

// FuzzColumn sets anything at any width, as every kind of block, with bold
// stretches and links anywhere: the lines hold the whole text, in order.
func FuzzColumn(f *testing.F) {
	for _, s := range []string{"", "你好，世界", "a\u0301\u0302", "\u200f\u202eאבג", "👩\u200d👩\u200d👧", "\x00\x01\x7f", "“‘（《", "——……", " \u3000 ", "１２３％", "m²⁵₂", "·", "((((", "))))",
		"http://a.b/c-d?e=f#g", "\ufeff\u00ad", "㐀\U00020000\U000E0100", "1,000.5亿元", ".,;:!?", "’s don’t ’", "甲\t乙\n1\t2.5%\n", "\t\t\n\n\t", "a@b.cn，www.x.cn。",
		"http://", "@", "一\t" + "二三四五六七八九十\t十一\t十二\t十三\t十四\t十五\t十六", "\ufffd甲\ufffd"} {
		f.Add(s, uint8(12), int16(1), int16(3))
	}
	f.Fuzz(func(t *testing.T, s string, w uint8, from, to int16) {
		if len(s) > 2000 || !utf8.ValidString(s) {
			return
		}
		defer time.AfterFunc(time.Minute, func() { panic("hang: " + strconv.Quote(s) + " " + strconv.Itoa(int(w))) }).Stop()
		fuzzColumn(t, s, float32(w)*4, int(from), int(to))
		got := faces().Set(s, TextOptions{Face: faces().Sans, Size: 13, Width: float32(w) * 3, MaxLines: 2, Align: Left})
		if len(got.Lines) > 2 {
			t.Fatalf("%d lines of 2", len(got.Lines))
		}
	})
}

func fuzzColumn(t *testing.T, s string, width float32, from, to int) {
	bold := []paper.Range{{Start: from, End: to}, {Start: to, End: from}, {Start: 2, End: 3}}
	links := []paper.Link{{Range: paper.Range{Start: from, End: to}, URL: "https://example.com"}, {Range: bold[1], URL: s}, {Range: bold[2], URL: "http://a"}}
	a := &paper.Article{Kicker: s, Headline: s, CreditLine: s, CreditAt: paper.CreditLead}
	for i, kind := range []paper.BlockKind{paper.Paragraph, paper.Item, paper.Table, paper.Figure, paper.Caption} {
		a.Blocks = append(a.Blocks, paper.Block{Kind: kind, Text: s, Level: (from + i) & 3, Bold: bold, Links: links, Media: s})
	}
	c := NewColumn(faces(), a, ColumnOptions{Width: width, Size: 16, Picture: func(m string) ([]byte, error) { return []byte(m), nil }})
	n := map[paper.Part]int{}
	for _, l := range c.Lines(0, every) {
		for _, x := range l.Spans {
			if x.Start != n[x.Part] {
				t.Fatalf("line starts at rune %d of %v, want %d", x.Start, x.Part, n[x.Part])
			}
			n[x.Part] = x.End
		}
		if math.IsNaN(float64(l.Top+l.Left+l.Width)) || l.Width > c.width+0.6*c.opt.Size && l.Role != RoleKicker && c.width > 3*c.opt.Size {
			t.Fatalf("line %+v in a measure of %v", l, c.width)
		}
	}
	for _, x := range a.Texts() {
		if want := utf8.RuneCountInString(x.Text); n[x.Part] != want {
			t.Fatalf("%v: %d of %d runes in lines", x.Part, n[x.Part], want)
		}
	}
	for p := c.Start(); p != c.End(); {
		next := c.Move(p, CharRight, 0)
		if c.Compare(next, p) <= 0 {
			t.Fatalf("CharRight from %v leads to %v", p, next)
		}
		p = next
	}
	for _, l := range c.Links(0, every) {
		if l.Address == "" || follow(l.Address) != l.Address {
			t.Fatalf("a link to %q", l.Address)
		}
	}
	c.Rules(0, every)
	c.Pictures(0, every)
	c.Boxes(paper.Span{Part: paper.Part{Field: paper.FieldBlock, Block: 2}, Start: from, End: to})
}
