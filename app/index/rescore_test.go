package index

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"baoge/app/paper"
)

// What stands in the line's order is found as by trying every choice of its characters.
func TestOrdered(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		k := &scorer{worths: []float64{1, 2.5, 0.3, 4, 1.7}}
		for range rnd.IntN(8) {
			k.order = append(k.order, rnd.IntN(len(k.worths)))
		}
		for range rnd.IntN(12) {
			k.leading = append(k.leading, rnd.IntN(len(k.worths)))
		}
		want := 0.0
		for choice := range 1 << len(k.order) {
			at, sum := 0, 0.0
			for i, c := range k.order {
				if choice>>i&1 == 0 {
					continue
				}
				for at < len(k.leading) && k.leading[at] != c {
					at++
				}
				if at == len(k.leading) {
					sum = 0
					break
				}
				at, sum = at+1, sum+k.worths[c]
			}
			want = max(want, sum)
		}
		for range 2 { // nothing is left from the article before
			if got := k.ordered(); math.Abs(got-want) > 1e-9 {
				t.Fatalf("of %v in %v: %v, want %v", k.order, k.leading, got, want)
			}
		}
	}
}

// A headline shortens what its article spells out, and keeps its order.
func TestShortened(t *testing.T) {
	article := func(id paper.ArticleID, text string) *paper.Article {
		return &paper.Article{ID: id, Blocks: []paper.Block{{Kind: paper.Paragraph, Text: text}}}
	}
	x := newIndex(t, []*paper.Article{
		article("backward", "运来的动车从凯里到了苗岭的州府，今天。"),
		article("forward", "今天，苗岭的州府凯里从动车到了运来的。"),
		article("other", "斑马线前礼让行人的司机多了起来。"),
	})
	for ask, want := range map[string]paper.ArticleID{"州凯车": "forward", "车凯州": "backward"} {
		if hits, err := x.SearchText(context.Background(), ask, 3); err != nil || len(hits) == 0 || hits[0].ID != want {
			t.Errorf("%s: %v, %v; want %s first", ask, hits, err, want)
		}
	}
}
