package index

import (
	"cmp"
	"context"
	"math"
	"slices"
	"unicode/utf8"

	"baoge/app/hanzi"
	"baoge/app/query"

	"github.com/RoaringBitmap/roaring/v2"
)

// Ranking has two stages. The first knows of each article only which terms it has:
// every term of the texts asked for adds its weight, more where it occurs often or in
// the title, tempered by the article's length as in BM25. The second reads the stored
// text of the best hundred and scores them anew (see rescore.go).
const (
	oftenMore  = 0.45 // more weight of a word that occurs often in the article
	titleMore  = 0.8  // more weight of a term in the title
	leadMore   = 0.35 // more weight of a word in the first lines
	innerLess  = 0.35 // weight of a word inside or across the likely words
	singleLess = 0.25 // weight of a character that is no word
	lengthB    = 0.4  // how much a long article pays
)

// A probe is a term with what it adds to an article that has it.
type probe struct {
	text   string
	weight float64
	word   bool
	// A learnt word is no term: it is looked for by its characters, in all of the article
	// and in the title.
	learnt, inTitle *wantText
}

// maxProbes bounds the terms of a long text; the heaviest are kept.
const maxProbes = 96

// probes lists the terms that rank, with the weight of each.
func probes(c *hanzi.Cutter, v *view, texts []asked) ([]probe, error) {
	share := map[string]float64{}
	for _, a := range texts {
		t := a.text[:runePrefix(a.text, maxWords)]
		put := func(t string, w float64) { share[t] = max(share[t], w*a.weight) }
		for _, k := range tokens(c, t) {
			s := t[k.start:k.end]
			if k.single {
				put(s, singleLess)
				continue
			}
			eachUnit(s, func(u string, alnum bool) {
				if alnum {
					eachPiece(u, func(p string) { put(p, 1) })
				}
			})
			if r, _ := utf8.DecodeRuneInString(s); !isAlnum(r) {
				put(s, 1)
			}
		}
		c.Inner(t, func(w string) { put(w, innerLess) })
		if utf8.RuneCountInString(t) == 1 {
			put(t, 1)
		}
	}
	out := make([]probe, 0, len(share))
	for t, w := range share {
		p := probe{text: t, word: utf8.RuneCountInString(t) > 1}
		df, err := v.count(term{fieldText, t})
		if err == nil && c.Learnt(t) {
			p.learnt, p.inTitle = newText(c, "", t, true, true), newText(c, query.Title, t, true, true)
			df, err = v.mayHave(p.learnt)
		}
		if err != nil {
			return nil, err
		}
		if p.weight = w * idf(v.total, df); df > 0 {
			out = append(out, p)
		}
	}
	// Sorted always: sums of the same numbers in another order would part equal articles.
	slices.SortFunc(out, func(a, b probe) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.text, b.text))
	})
	return out[:min(len(out), maxProbes)], nil
}

// A scope is a field that a probe's term counts in, with how much more there.
type scope struct {
	field string
	more  float64
	words bool // of words alone
}

var scopes = []scope{{fieldText, 1, false}, {fieldOften, oftenMore, true}, {fieldLead, leadMore, true}, {fieldTitle, titleMore, false}}

// each calls fn for the articles of a segment that have the probe's term, with what it adds to them.
func (p *probe) each(s *segView, fn func(b *roaring.Bitmap, weight float64)) error {
	if p.learnt != nil {
		for _, w := range []struct {
			*wantText
			more float64
		}{{p.learnt, 1}, {p.inTitle, titleMore}} {
			_, b, err := w.within(s)
			if err != nil {
				return err
			}
			fn(b, p.weight*w.more)
		}
		return nil
	}
	for _, f := range scopes {
		if f.words && !p.word {
			continue
		}
		b, err := s.post(f.field, p.text)
		if err != nil {
			return err
		}
		fn(b, p.weight*f.more)
	}
	return nil
}

// add adds to the scores of a segment's articles, of these alone unless nil.
func (s *segView) add(ctx context.Context, scores []float32, ps []probe, these *roaring.Bitmap) error {
	for i := range ps {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := ps[i].each(s, func(b *roaring.Bitmap, weight float64) {
			if these != nil {
				b = and(b, these)
			}
			addWeight(scores, b, float32(weight))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// tempers are what scores are multiplied by, by length class: less for a long article.
func tempers(average float64) (factor [256]float32) {
	for c := range factor {
		l := float64(1)
		if c < 4*20 {
			l = float64(classLength(byte(c)))
		}
		factor[c] = float32(1 / (1 - lengthB + lengthB*math.Sqrt(l/average)))
	}
	return factor
}

// averageLength is the mean length of the articles, in runes.
func (v *view) averageLength() float64 {
	sum, n := 0.0, 0
	for _, s := range v.segs {
		sum += s.col.runes
		n += s.n
	}
	if n == 0 || sum == 0 {
		return 1
	}
	return sum / float64(n)
}
