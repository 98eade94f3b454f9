package read

import (
	"context"
	"slices"

	"baoge/app/hanzi"
	"baoge/app/paper"
)

// folded is an article's text made ready for finding in it, part by part.
type folded []foldedText

type foldedText struct {
	part paper.Part
	text hanzi.Folded
}

func fold(ctx context.Context, a *paper.Article) folded {
	var out folded
	for _, t := range a.Texts() {
		if ctx.Err() != nil {
			return nil
		}
		out = append(out, foldedText{t.Part, hanzi.Fold(t.Text)})
	}
	return out
}

// find lists where a text stands, in reading order and apart: as the search of the library
// does it takes Traditional for Simplified characters, full for half width, capitals for
// small letters.
func (f folded) find(text string) []paper.Span {
	want := hanzi.Fold(text).Text
	if len(want) == 0 {
		return nil
	}
	var out []paper.Span
	for _, t := range f {
		for from := 0; ; {
			i := index(t.text.Text[from:], want)
			if i < 0 {
				break
			}
			start, end := t.text.Span(from+i, from+i+len(want))
			from += i + len(want)
			if n := len(out); n > 0 && out[n-1].Part == t.part && out[n-1].End > start {
				continue // both in one character that was folded to several: ㎡
			}
			out = append(out, paper.Span{Part: t.part, Start: start, End: end})
		}
	}
	return out
}

// index is where want, which is not empty, first stands in text, or -1.
func index(text, want []rune) int {
	for from := 0; from+len(want) <= len(text); from++ {
		i := slices.Index(text[from:len(text)-len(want)+1], want[0])
		if i < 0 {
			return -1
		}
		if from += i; slices.Equal(text[from:from+len(want)], want) {
			return from
		}
	}
	return -1
}
