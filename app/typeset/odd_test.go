package typeset

import (
	"math"
	"strings"
	"testing"
	"time"

	"baoge/app/paper"
)

// A hundred thousand characters of anything is laid out in time that grows with it, its first screen at once.
func TestNothingHangs(t *testing.T) {
	if testing.Short() {
		t.Skip("long texts")
	}
	for name, unit := range map[string]string{
		"han": "汉", "letters": "a", "words": "ab ", "stops": "。", "openings": "“", "pairs": "—", "accents": "\u0301", "blanks": " ", "wide blanks": "　",
		"shapeless": "\u200b", "emoji": "👩\u200d", "address": "a/b-c.", "mixed": "2年a，“", "hebrew": "א", "digits": "1", "hyphens": "ab-",
	} {
		text := strings.Repeat(unit, 100_000/len([]rune(unit)))
		a := article(text)
		a.Headline = text
		start := time.Now()
		c := NewColumn(faces(), a, ColumnOptions{Width: 22 * 16, Size: 16, Content: Body})
		c.Lines(0, 900)
		first := time.Since(start)
		c.layTo(every)
		all := time.Since(start)
		NewColumn(faces(), a, ColumnOptions{Width: 22 * 16, Size: 16, Content: Head}).layTo(every)
		faces().Set(text, TextOptions{Face: faces().Sans, Size: 12, Width: 200, MaxLines: 2})
		// Some hundred times what is usual on a busy machine: what grows with the square takes minutes.
		if first > 8*time.Second || all > 15*time.Second || time.Since(start) > 30*time.Second {
			t.Errorf("%s: first screen %v, all %v, with headline %v", name, first, all, time.Since(start))
		}
		t.Logf("%-12s first %8v all %8v", name, first.Round(time.Microsecond), all.Round(time.Millisecond))
	}
}

func TestOddMeasures(t *testing.T) {
	a := richArticle()
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	for _, o := range []ColumnOptions{{}, {Width: -5, Size: 16}, {Width: 16, Size: 16}, {Width: 1, Size: 40}, {Width: 1e6, Size: 16}, {Width: inf, Size: 16}, {Width: nan, Size: nan}, {Width: 300, Size: 16, Leading: -3}} {
		c := NewColumn(faces(), a, o)
		n := 0
		for _, l := range c.Lines(0, every) {
			for _, s := range l.Spans {
				n += s.End - s.Start
			}
			if math.IsNaN(float64(l.Top)) {
				t.Fatalf("%+v: line at NaN", o)
			}
		}
		want := 0
		for _, x := range a.Texts() {
			want += len([]rune(x.Text))
		}
		if n != want {
			t.Errorf("%+v: %d runes in lines, want %d", o, n, want)
		}
		c.At(nan, nan)
		c.At(-inf, inf)
	}
}

// Places that are not in the column are answered, not followed.
func TestUnknownPlaces(t *testing.T) {
	c := NewColumn(faces(), richArticle(), ColumnOptions{Width: 300, Size: 16, Content: Body})
	for _, p := range []Place{{}, {paper.Part{Field: paper.FieldHeadline}, 2}, {paper.Part{Field: paper.FieldBlock, Block: 99}, 0}, {paper.Part{Field: paper.FieldBlock, Block: 1}, -7}, {paper.Part{Field: paper.FieldBlock, Block: 1}, 9999}} {
		for m := CharLeft; m <= TextEnd; m++ {
			if q := c.Move(p, m, 10); q.Part == (paper.Part{}) {
				t.Errorf("%v motion %d leads nowhere", p, m)
			}
		}
		c.Caret(p)
		c.Word(p)
		c.Block(p)
		c.Text(p, c.End())
		c.Boxes(paper.Span{Part: p.Part, Start: p.Rune, End: p.Rune + 3})
		c.BoxesIn(paper.Span{Part: p.Part, Start: p.Rune, End: p.Rune + 3}, 0, 100)
	}
	empty := NewColumn(faces(), &paper.Article{}, ColumnOptions{Width: 300, Size: 16})
	if len(empty.Lines(0, every)) != 0 || empty.Start() != (Place{}) || empty.Text(empty.Start(), empty.End()) != "" || empty.Height() != 0 {
		t.Error("an empty article has something")
	}
	if p := empty.At(1, 1); p != (Place{}) {
		t.Errorf("a place in nothing: %v", p)
	}
}
