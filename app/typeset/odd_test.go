package typeset

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"baoge/app/paper"
)

// linear fails where one piece of sixteen times the length takes far longer than
// sixteen pieces: both are as much work, unless that grows with the square. They
// are timed in turn, so that a busy machine slows both, and the best of some tries counts.
func linear(t *testing.T, name string, n int, do func(n int)) {
	t.Helper()
	const times = 16
	timed := func(times, n int) time.Duration {
		start := time.Now()
		for range times {
			do(n)
		}
		return time.Since(start)
	}
	pieces, whole := time.Duration(math.MaxInt64), time.Duration(math.MaxInt64)
	for range 12 {
		pieces, whole = min(pieces, timed(times, n)), min(whole, timed(1, times*n))
		if whole <= 5*pieces {
			return
		}
	}
	t.Errorf("%s: %d times %d of them take %v, as many at once %v", name, times, n, pieces, whole)
}

// Whatever a text is made of, it is laid out in time that grows with its length.
func TestNothingHangs(t *testing.T) {
	if testing.Short() {
		t.Skip("long texts")
	}
	for name, unit := range map[string]string{
		"han": "汉", "letters": "a", "words": "ab ", "stops": "。", "openings": "“", "pairs": "—", "accents": "\u0301", "blanks": " ", "wide blanks": "　",
		"shapeless": "\u200b", "emoji": "👩\u200d", "address": "a/b-c.", "mixed": "2年a，“", "hebrew": "א", "digits": "1", "hyphens": "ab-",
	} {
		linear(t, name, 1000, func(n int) {
			text := strings.Repeat(unit, n/len([]rune(unit)))
			a := article(text)
			a.Headline = text
			o := ColumnOptions{Width: 22 * 16, Size: 16}
			NewColumn(faces(), a, o).Lines(0, 900)
			NewColumn(faces(), a, o).layTo(every)
			faces().Set(text, TextOptions{Face: faces().Sans, Size: 12, Width: 200, MaxLines: 2})
		})
	}
	for name, unit := range map[string]string{"addresses": "见www.a.cn/b。", "paragraphs": "一\n", "rare": "\U00030000"} {
		linear(t, "pages of "+name, 500, func(n int) {
			pagesOf(t, PageOptions{}, article(strings.Split(strings.Repeat(unit, n/len([]rune(unit))), "\n")...))
		})
	}
}

// What was shaped is remembered, but not without end.
func TestWordCacheIsBounded(t *testing.T) {
	f, err := LoadFaces()
	if err != nil {
		t.Fatal(err)
	}
	c := &f.Serif.words
	for i := range wordCacheSize / 30 {
		f.Serif.shapeCached([]rune(strconv.Itoa(i) + strings.Repeat("a", 50)))
		if c.glyphs > wordCacheSize {
			t.Fatalf("%d glyphs after %d words", c.glyphs, i)
		}
	}
	held := 0
	for _, gs := range c.m {
		held += len(gs)
	}
	if held != c.glyphs || held == 0 {
		t.Errorf("%d glyphs are held, %d counted", held, c.glyphs)
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
	c := NewColumn(faces(), a, ColumnOptions{Width: 300, Size: 16})
	if got := c.At(inf, inf); got != c.End() {
		t.Errorf("far below the text is %v, want its end %v", got, c.End())
	}
	if got := c.At(-inf, -inf); got != c.Start() {
		t.Errorf("far above the text is %v, want its start %v", got, c.Start())
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
