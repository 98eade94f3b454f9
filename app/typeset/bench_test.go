package typeset

import (
	"strings"
	"testing"
	"unicode/utf8"

	"baoge/app/paper"
)

// longest is the seed article with the most characters.
func longest(t testing.TB) *paper.Article {
	var best *paper.Article
	for _, a := range seedArticles(t, true) {
		if best == nil || a.Chars() > best.Chars() {
			best = a
		}
	}
	return best
}

func BenchmarkLoadFaces(b *testing.B) {
	for b.Loop() {
		if _, err := LoadFaces(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLayout lays out the longest seed article, breaks only and with glyphs.
func BenchmarkLayout(b *testing.B) {
	a := longest(b)
	o := ColumnOptions{Width: 34 * 17, Size: 17}
	for _, glyphs := range []bool{false, true} {
		name := "breaks"
		if glyphs {
			name = "glyphs"
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c := NewColumn(faces(), a, o)
				if c.layTo(every); glyphs {
					c.Lines(0, every)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(a.Chars()), "ns/char")
		})
	}
}

// BenchmarkMillion is an article of a million characters: the first screenful and
// the whole, in paragraphs and in one.
func BenchmarkMillion(b *testing.B) {
	body := longest(b).Body()
	text := strings.Repeat(body, 1_000_000/utf8.RuneCountInString(body)+1)
	for name, a := range map[string]*paper.Article{"paragraphs": article(strings.Split(text, "\n")...), "one": article(text)} {
		b.Run("first/"+name, func(b *testing.B) {
			for b.Loop() {
				NewColumn(faces(), a, ColumnOptions{Width: 34 * 17, Size: 17}).Lines(0, 900)
			}
		})
		b.Run("new/"+name, func(b *testing.B) {
			for b.Loop() {
				NewColumn(faces(), a, ColumnOptions{Width: 34 * 17, Size: 17})
			}
		})
		b.Run("resize/"+name, func(b *testing.B) { // the pane is made wider and narrower, the article read at its beginning
			c := NewColumn(faces(), a, ColumnOptions{Width: 34 * 17, Size: 17})
			c.Lines(0, 900)
			for i := 0; b.Loop(); i++ {
				c = c.Resized(float32(28+i%7)*17, 17, 0, 0)
				c.Lines(0, 900)
			}
		})
		b.Run("whole/"+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				NewColumn(faces(), a, ColumnOptions{Width: 34 * 17, Size: 17}).layTo(every)
			}
		})
	}
}
