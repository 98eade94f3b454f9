package index

import (
	"unicode/utf8"

	"baoge/app/hanzi"
)

// The weights of the second stage, tuned on judged questions and headlines (see
// TestRelevance): beside BM25 it counts how much of what was asked for stands anywhere,
// together in one sentence, in the first lines, where news says what it is about, and
// in the title.
const (
	bm25K      = 1.2
	bm25B      = 0.75
	titleTimes = 2.0 // an occurrence in the title counts as so many
	leadRunes  = 120

	weighBM25     = 0.9
	weighAnywhere = 1.5
	weighSentence = 1.0
	weighLead     = 0.9
	weighTitle    = 1.0
	weighFirst    = 0.5 // the first stage's score

	neighbours = 0.15 // of the articles that have two characters, so many have them side by side
)

// A scorer scores stored texts against the texts asked for, by pairs of neighbouring
// characters as in a bigram index, which knows names and words that no dictionary has.
// It serves one goroutine.
type scorer struct {
	grams    map[uint64]int // pair of characters, or one → its number
	weights  []float64
	average  float64
	starts   [1 << 12]bool // low bits of the first character of some gram: most texts' pairs stop here
	tf       []float64
	sentence []int // by gram: the last sentence that had it
	touched  []int

	sentences            int // numbered on from text to text
	anywhere, best, here float64
	lead, title          float64
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
	k.tf, k.sentence = make([]float64, len(k.weights)), make([]int, len(k.weights))
	return k, nil
}

func (k *scorer) add(c *hanzi.Cutter, v *view, a, b rune) error {
	key := gramKey(a, b)
	if _, ok := k.grams[key]; ok || len(k.weights) >= 4*maxProbes {
		return nil
	}
	df, err := gramArticles(c, v, a, b)
	if err != nil {
		return err
	}
	k.grams[key] = len(k.weights)
	k.weights = append(k.weights, idf(v.total, int(df)))
	k.starts[a&(1<<12-1)] = true
	return nil
}

// gramArticles is how many articles have two characters as neighbours, or one when b is 0.
func gramArticles(c *hanzi.Cutter, v *view, a, b rune) (float64, error) {
	one := func(r rune) term {
		if isAlnum(r) {
			return term{fieldPart, string(r)}
		}
		return term{fieldText, string(r)}
	}
	exact, other := one(a), term{}
	if b != 0 {
		switch pair := string(a) + string(b); {
		case isAlnum(a) && isAlnum(b):
			exact = term{fieldPart, pair}
		case c.Knows(pair), common(a) && common(b):
			exact = term{fieldText, pair}
		default:
			other = one(b)
		}
	}
	n := uint64(0)
	for _, s := range v.segs {
		p, err := s.post(exact.field, exact.text)
		if err != nil {
			return 0, err
		}
		if other.text == "" {
			n += p.GetCardinality()
			continue
		}
		q, err := s.post(other.field, other.text)
		if err != nil {
			return 0, err
		}
		n += p.AndCardinality(q)
	}
	if other.text != "" {
		return neighbours * float64(n), nil
	}
	return float64(n), nil
}

// score scores an article; first is its score of the first stage.
func (k *scorer) score(f *foldedArticle, first float64) float64 {
	k.anywhere, k.best, k.lead, k.title = 0, 0, 0, 0
	lead := k.count(f.title, titleTimes, leadRunes)
	k.title = k.anywhere
	k.count(f.credit, 1, 0)
	k.count(f.body, 1, leadRunes-lead)
	norm := bm25K * (1 - bm25B + bm25B*float64(f.runes)/k.average)
	bm25 := 0.0
	for _, g := range k.touched {
		bm25 += k.weights[g] * k.tf[g] * (bm25K + 1) / (k.tf[g] + norm)
		k.tf[g] = 0
	}
	k.touched = k.touched[:0]
	return weighBM25*bm25 + weighAnywhere*k.anywhere + weighSentence*k.best + weighLead*k.lead + weighTitle*k.title + weighFirst*first
}

// count takes the grams of one text in; those in its first lead runes count as leading.
// It returns the runes of the text.
func (k *scorer) count(s string, times float64, lead int) (runes int) {
	var before rune
	k.nextSentence()
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		i += size
		runes++
		if before != 0 && k.starts[before&(1<<12-1)] {
			if g, ok := k.grams[gramKey(before, r)]; ok {
				k.hit(g, times, runes <= lead)
			}
		}
		if k.starts[r&(1<<12-1)] {
			if g, ok := k.grams[gramKey(r, 0)]; ok {
				k.hit(g, times, runes <= lead)
			}
		}
		switch before = r; r {
		case '。', '!', '?', ';', '\n':
			k.nextSentence()
		}
	}
	k.nextSentence()
	return runes
}

func (k *scorer) nextSentence() {
	k.best = max(k.best, k.here)
	k.here = 0
	k.sentences++
}

func (k *scorer) hit(g int, times float64, leads bool) {
	if k.tf[g] == 0 {
		k.touched = append(k.touched, g)
		k.anywhere += k.weights[g]
		if leads {
			k.lead += k.weights[g]
		}
	}
	if k.sentence[g] != k.sentences {
		k.sentence[g] = k.sentences
		k.here += k.weights[g]
	}
	k.tf[g] += times
}
