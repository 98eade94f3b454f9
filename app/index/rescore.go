package index

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"baoge/app/hanzi"
)

func sortProbes(ps []probe) {
	slices.SortFunc(ps, func(a, b probe) int {
		if c := cmp.Compare(b.weight, a.weight); c != 0 {
			return c
		}
		return cmp.Compare(a.text, b.text)
	})
}

// The weights of the second stage.
const (
	bm25K      = 1.2
	bm25B      = 0.5
	titleTimes = 3.0 // an occurrence in the title counts as so many
	runMore    = 0.5 // what a neighbour in the query that is a neighbour in the text adds
	firstShare = 0.5 // of the first stage's score
)

// A scorer scores stored texts against the texts asked for, by pairs of neighbouring
// characters as in a bigram index, which knows names and words that no dictionary has.
type scorer struct {
	grams   map[uint64]int // pair of characters, or one → its number
	weights []float64
	average float64
	starts  [1 << 12]bool // low bits of the first character of some gram: most texts' pairs stop here
	tfs     []float64
	runs    []float64
	touched []int
}

func gramKey(a, b rune) uint64 { return uint64(a)<<32 | uint64(b) }

// newScorer weighs the pairs of the texts by how many articles have them: exactly where
// a pair is a word of the dictionary, else by how many have both characters, of which
// a part has the pair.
func newScorer(c *hanzi.Cutter, v *view, texts []string, average float64) (*scorer, error) {
	k := &scorer{grams: map[uint64]int{}, average: average}
	for _, t := range texts {
		t = t[:runePrefix(t, maxWords)]
		var before rune
		n := 0
		for _, r := range t {
			if !hanzi.IsHan(r) && !isAlnum(r) {
				before = 0
				continue
			}
			n++
			if before != 0 {
				if err := k.add(c, v, before, r); err != nil {
					return nil, err
				}
			}
			before = r
		}
		if n == 1 {
			if err := k.add(c, v, before, 0); err != nil {
				return nil, err
			}
		}
	}
	k.tfs, k.runs = make([]float64, len(k.weights)), make([]float64, len(k.weights))
	return k, nil
}

func (k *scorer) add(c *hanzi.Cutter, v *view, a, b rune) error {
	key := gramKey(a, b)
	if _, ok := k.grams[key]; ok || len(k.weights) >= 4*maxProbes {
		return nil
	}
	pair := string(a)
	if b != 0 {
		pair += string(b)
	}
	w := newText(c, "", pair, false, false)
	df := 0.0
	for _, s := range v.segs {
		_, maybe, err := w.within(s)
		if err != nil {
			return err
		}
		df += float64(maybe.GetCardinality())
	}
	if !w.exact {
		df *= 0.15
	}
	k.grams[key] = len(k.weights)
	k.weights = append(k.weights, idf(v.total, int(df)))
	k.starts[a&(1<<12-1)] = true
	return nil
}

// score scores an article.
func (k *scorer) score(f *foldedArticle) float64 {
	k.count(f.title, titleTimes)
	k.count(f.credit, 1)
	k.count(f.body, 1)
	norm := bm25K * (1 - bm25B + bm25B*float64(f.runes)/k.average)
	sum := 0.0
	for _, g := range k.touched {
		tf := k.tfs[g]
		sum += k.weights[g] * (tf*(bm25K+1)/(tf+norm) + runMore*min(k.runs[g], 1))
		k.tfs[g], k.runs[g] = 0, 0
	}
	k.touched = k.touched[:0]
	return sum
}

// count adds the grams of one text to the counts.
func (k *scorer) count(s string, times float64) {
	var before rune
	last := -2 // number of the gram that ends at before
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		i += size
		now := -2
		if k.starts[before&(1<<12-1)] && before != 0 {
			if g, ok := k.grams[gramKey(before, r)]; ok {
				k.hit(g, times)
				if g == last+1 {
					k.runs[g] += 1
				}
				now = g
			}
		}
		if k.starts[r&(1<<12-1)] {
			if g, ok := k.grams[gramKey(r, 0)]; ok {
				k.hit(g, times)
			}
		}
		before, last = r, now
	}
}

func (k *scorer) hit(g int, times float64) {
	if k.tfs[g] == 0 {
		k.touched = append(k.touched, g)
	}
	k.tfs[g] += times
}
