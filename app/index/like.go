package index

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"baoge/app/paper"
)

// More like this: the telling words of an article, those that it has often and others
// seldom, are looked for in all others; the best are read and weighed again.
const (
	likeWords = 40   // telling words that are looked for
	likeLeast = 0.12 // an article with less of their weight is not like it
)

// Like finds at most limit articles (20 when 0) that are like a, the likest first, a itself
// left out. A score is the share of the weight of a's telling words that the other has,
// from 0 to 1; copies of an article come near 1.
func (x *Index) Like(ctx context.Context, a *paper.Article, limit int) ([]Hit, error) {
	return reading(x, func(v *view) ([]Hit, error) {
		if limit <= 0 {
			limit = defaultLimit
		}
		f := &finder{x: x, v: v, average: v.averageLength()}
		words, err := f.tellingWords([]found{{text: foldArticle(a)}}, likeWords)
		if err != nil || len(words) == 0 {
			return nil, err
		}
		whole := 0.0
		for _, w := range words {
			f.probes = append(f.probes, probe{text: w.word, weight: w.weight, word: true})
			whole += w.weight
		}
		defer f.done()
		n := max(ranked, limit) + 1
		if err := f.score(ctx, n, nil); err != nil {
			return nil, err
		}
		batch, err := f.check(ctx, asFound(f.best(n, nil)), true)
		if err != nil {
			return nil, err
		}
		hits := make([]Hit, 0, len(batch))
		for _, b := range batch {
			if b.text == nil || b.id == a.ID {
				continue
			}
			has := 0.0
			for _, w := range words {
				if strings.Contains(b.text.title, w.word) || strings.Contains(b.text.body, w.word) {
					has += w.weight
				}
			}
			if has >= likeLeast*whole {
				hits = append(hits, Hit{b.id, has / whole})
			}
		}
		slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(b.Score, a.Score) })
		return hits[:min(limit, len(hits))], nil
	})
}
