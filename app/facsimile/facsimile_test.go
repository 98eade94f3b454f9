package facsimile

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"baoge/app/paper"
)

// A part is a text of an article.
type part struct {
	article paper.ArticleID
	part    paper.Part
	text    []rune
}

// typed is a character that is on no page: a person typed it.
const typed = '※'

// page makes sheets of random words; no character stands on them twice.
func page(rnd *rand.Rand) (*Page, []part) {
	sheets := make([]Sheet, 1+rnd.IntN(2))
	han := rune(0x4E00)
	var parts []part
	n := 0
	for a := range 2 + rnd.IntN(3) {
		id := paper.ArticleID(fmt.Sprint("a", a))
		for b := range 1 + rnd.IntN(4) {
			p := part{article: id, part: paper.Part{Field: paper.FieldBlock, Block: b}}
			for range 1 + rnd.IntN(60) {
				w := Word{Article: id, Part: p.part, Start: len(p.text)}
				for range 1 + rnd.IntN(5) {
					p.text = append(p.text, han)
					han++
				}
				w.End, w.Text = len(p.text), string(p.text[w.Start:])
				x := float32(n%20) / 20
				y := float32(n/20) / 100
				w.Box = Box{x, y, x + 0.04, y + 0.008}
				n++
				s := &sheets[min(a, len(sheets)-1)]
				s.Words = append(s.Words, w)
				if rnd.IntN(8) == 0 {
					p.text = append(p.text, '　')
				}
			}
			parts = append(parts, p)
		}
	}
	return New(sheets), parts
}

// arrange does to parts what a person does: corrects characters, splits, joins and moves them.
func arrange(rnd *rand.Rand, parts []part) (out []part) {
	for _, p := range parts {
		p.text = append([]rune(nil), p.text...)
		switch rnd.IntN(6) {
		case 0: // a character is wrong, one is too many, one is missing
			i := rnd.IntN(len(p.text))
			p.text[i] = typed
			j := rnd.IntN(len(p.text))
			p.text = append(p.text[:j], p.text[j+1:]...)
			k := rnd.IntN(len(p.text) + 1)
			p.text = append(p.text[:k], append([]rune{typed}, p.text[k:]...)...)
		case 1: // split
			i := rnd.IntN(len(p.text) + 1)
			out = append(out, part{p.article, paper.Part{Field: paper.FieldBlock, Block: 90 + len(out)}, p.text[:i]})
			p.text = p.text[i:]
		case 2: // of another article and kind
			p.article, p.part = "new", paper.Part{Field: paper.FieldHeadline}
		case 3:
			if len(out) > 0 { // joined
				out[len(out)-1].text = append(out[len(out)-1].text, p.text...)
				continue
			}
		}
		out = append(out, p)
	}
	return out
}

// Whatever a person does to the text, a character is outlined where it was printed or not
// at all; and hardly any is lost.
func TestTraceFollowsCharacters(t *testing.T) {
	found, lost := 0, 0
	for seed := range uint64(300) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		p, parts := page(rnd)
		for _, x := range parts {
			for i, c := range p.Trace(x.article, x.part, string(x.text)) {
				if r := x.text[i]; (r == '　') != (c < 0) || c >= 0 && p.chars[c].r != r {
					t.Fatalf("seed %d: unchanged %q is traced to %d", seed, r, c)
				}
			}
		}
		now := arrange(rnd, parts)
		for _, x := range now {
			for i, c := range p.Trace(x.article, x.part, string(x.text)) {
				switch r := x.text[i]; {
				case c >= 0 && p.chars[c].r != r:
					t.Fatalf("seed %d: %q is traced to %q", seed, r, p.chars[c].r)
				case c >= 0:
					found++
				case r != '　' && r != typed:
					lost++
				}
			}
		}
	}
	if lost*50 > found {
		t.Errorf("%d characters are found and %d lost", found, lost)
	}
}

// A box is shared among the characters of its word, and boxes of one line are one.
func TestPlaces(t *testing.T) {
	word := func(start int, text string, b Box) Word {
		return Word{Article: "a", Part: paper.Part{Field: paper.FieldHeadline}, Start: start, End: start + len([]rune(text)), Text: text, Box: b}
	}
	p := New([]Sheet{{Words: []Word{
		word(0, "城东", Box{0.10, 0.1, 0.14, 0.12}), word(2, "的桥", Box{0.145, 0.1, 0.185, 0.12}), word(4, "2023年", Box{0.1, 0.13, 0.16, 0.15}),
		word(9, "竖排字", Box{0.8, 0.1, 0.82, 0.16}),
	}}})
	trace := p.Trace("a", paper.Part{Field: paper.FieldHeadline}, "城东的桥2023年竖排字")
	for _, c := range []struct {
		from, to int
		want     []Box
	}{
		{0, 4, []Box{{0.10, 0.1, 0.185, 0.12}}},
		{1, 3, []Box{{0.12, 0.1, 0.165, 0.12}}},
		{8, 9, []Box{{0.14, 0.13, 0.16, 0.15}}}, // figures are half as wide
		{4, 6, []Box{{0.1, 0.13, 0.12, 0.15}}},
		{10, 11, []Box{{0.8, 0.12, 0.82, 0.14}}},
		{3, 5, []Box{{0.165, 0.1, 0.185, 0.12}, {0.1, 0.13, 0.11, 0.15}}},
	} {
		got := p.Places(trace[c.from:c.to])
		if len(got) != len(c.want) {
			t.Errorf("%d to %d: %v", c.from, c.to, got)
			continue
		}
		for i, w := range c.want {
			for k, v := range [4]float32{got[i].Left - w.Left, got[i].Top - w.Top, got[i].Right - w.Right, got[i].Bottom - w.Bottom} {
				if v > 1e-5 || v < -1e-5 {
					t.Errorf("%d to %d: edge %d of %v, want %v", c.from, c.to, k, got[i], w)
				}
			}
		}
	}
	if first, last, ok := p.At(0, 0.15, 0.11); !ok || first != 2 || last != 3 {
		t.Errorf("at a point of 的桥 stand %d to %d, %v", first, last, ok)
	}
	if first, _, ok := p.At(0, 0.143, 0.098); !ok || first != 2 {
		t.Errorf("beside a word stands %d, %v", first, ok)
	}
	if _, _, ok := p.At(0, 0.5, 0.5); ok {
		t.Error("a word stands where none is")
	}
	if _, _, ok := p.At(1, 0.15, 0.11); ok {
		t.Error("a word stands on a sheet that is not there")
	}
}

// Hits are some runes of an article's parts; words whose text was not kept go by their place.
func TestArticle(t *testing.T) {
	head, body := paper.Part{Field: paper.FieldHeadline}, paper.Part{Field: paper.FieldBlock}
	p := New([]Sheet{{Words: []Word{{Article: "a", Part: head, End: 2, Box: Box{0, 0, 0.2, 0.1}}, {Article: "a", Part: body, End: 3, Box: Box{0, 0.5, 0.3, 0.6}}}}})
	a := &paper.Article{ID: "a", Headline: "新桥", Blocks: []paper.Block{{Kind: paper.Paragraph, Text: "桥通了"}}}
	text, marked := p.Article(a, []paper.Span{{Part: body, Start: 1, End: 2}, {Part: paper.Part{Field: paper.FieldBlock, Block: 7}, Start: 0, End: 9}, {Part: head, Start: 1, End: 99}})
	if len(text) != 2 || len(marked) != 3 || len(marked[0]) != 1 || len(marked[1]) != 0 || len(marked[2]) != 1 {
		t.Fatalf("%v, %v", text, marked)
	}
	if b := marked[0][0].Box; b.Left < 0.099 || b.Left > 0.101 || b.Top != 0.5 {
		t.Errorf("a hit stands at %v", b)
	}
	if New(nil).Boxed() || !p.Boxed() {
		t.Error("it is not told whether places are known")
	}
}

// A click on the page traces its texts one by one, on the UI goroutine: a full broadsheet of
// 12,000 characters, each of its 200 paragraphs corrected.
func BenchmarkTraceAll(b *testing.B) {
	var words []Word
	var parts []part
	han := rune(0x4E00)
	for n := range 200 {
		x := part{article: paper.ArticleID(fmt.Sprint(n / 10)), part: paper.Part{Field: paper.FieldBlock, Block: n % 10}}
		for range 20 {
			w := Word{Article: x.article, Part: x.part, Start: len(x.text), End: len(x.text) + 3, Text: string([]rune{han, han + 1, han + 2})}
			han += 3
			x.text = append(x.text, []rune(w.Text)...)
			words = append(words, w)
		}
		x.text = append([]rune{typed}, x.text...)
		parts = append(parts, x)
	}
	p := New([]Sheet{{Words: words}})
	for b.Loop() {
		for _, x := range parts {
			if t := p.Trace(x.article, x.part, string(x.text)); t[1] < 0 || t[0] >= 0 {
				b.Fatal("not traced")
			}
		}
	}
}
