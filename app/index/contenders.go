package index

import (
	"context"

	"github.com/RoaringBitmap/roaring/v2"
)

// Of the terms that rank a text a few rare ones decide, and the common ones cost: half the archive
// has each. So where only the best are wanted, the heavy terms are asked first. An article that all
// the light ones together cannot lift among the best needs none of them: what is best, and its
// score, is the same as if it had been given them (TestContenders).
const (
	lightShare = 0.1 // of the weight of all terms, that the light ones have at most
	fewOf      = 8   // articles are few where they are so small a part of all
)

// score gives scores to all articles, or to these of each segment; where n is not 0, at least to
// those of which the n best will be.
func (f *finder) score(ctx context.Context, n int, these []*roaring.Bitmap) error {
	only := make([]*roaring.Bitmap, len(f.v.segs)) // nil: all
	if these != nil && cardinality(these) < f.v.total/fewOf {
		only = these
	}
	heavy, light, err := f.weigh(n)
	if err != nil {
		return err
	}
	for i, s := range f.v.segs {
		f.scores = append(f.scores, takeScores(s.n))
		if err := s.add(ctx, f.scores[i], f.probes[:heavy], only[i]); err != nil {
			return err
		}
	}
	factor := tempers(f.average)
	if heavy < len(f.probes) {
		if f.kept = f.contenders(n, light, &factor, these); f.kept != nil {
			only = f.kept
		}
		for i, s := range f.v.segs {
			if err := s.add(ctx, f.scores[i], f.probes[heavy:], only[i]); err != nil {
				return err
			}
		}
	}
	for i, s := range f.v.segs {
		scores := f.scores[i]
		if only[i] != nil {
			eachNumber(only[i], func(n uint32) {
				if int(n) < len(scores) {
					scores[n] *= factor[s.col.length[n]]
				}
			})
			continue
		}
		for n, c := range s.col.length {
			scores[n] *= factor[c]
		}
	}
	return nil
}

// weigh parts the probes: so many of them are heavy, and the others add so much at most. All are
// heavy where n is 0.
func (f *finder) weigh(n int) (heavy int, light float32, err error) {
	most, whole := make([]float64, len(f.probes)), 0.0
	for i := range f.probes {
		for _, s := range f.v.segs {
			sum := 0.0
			err := f.probes[i].each(s, func(b *roaring.Bitmap, weight float64) {
				if !b.IsEmpty() {
					sum += weight
				}
			})
			if err != nil {
				return 0, 0, err
			}
			most[i] = max(most[i], sum)
		}
		whole += most[i]
	}
	heavy = len(f.probes)
	for sum := 0.0; n > 0 && heavy > 0; heavy-- {
		if sum += most[heavy-1]; sum > lightShare*whole {
			break
		}
		light = float32(sum)
	}
	return heavy, light, nil
}

// contenders lists the articles, among these where they are not nil, that may be of the n best
// when light more is added to their scores; nil where that leaves out none.
func (f *finder) contenders(n int, light float32, factor *[256]float32, these []*roaring.Bitmap) []*roaring.Bitmap {
	floor := f.floor(n, factor, these) * (1 - 1e-4) // sums round
	var need [256]float32
	for c := range need {
		if need[c] = floor/factor[c] - light; need[c] <= 0 {
			return nil
		}
	}
	out := make([]*roaring.Bitmap, len(f.v.segs))
	var nums []uint32
	for i, s := range f.v.segs {
		scores := f.scores[i]
		nums = nums[:0]
		if these != nil {
			eachNumber(these[i], func(n uint32) {
				if int(n) < len(scores) && scores[n] >= need[s.col.length[n]] {
					nums = append(nums, n)
				}
			})
		} else {
			for n, c := range s.col.length {
				if scores[n] >= need[c] {
					nums = append(nums, uint32(n))
				}
			}
		}
		out[i] = roaring.BitmapOf(nums...)
	}
	return out
}

// floor is the n-th best score so far, 0 where there are fewer.
func (f *finder) floor(n int, factor *[256]float32, these []*roaring.Bitmap) float32 {
	h := make([]float32, n) // a heap, the least in front
	offer := func(score float32) {
		if score <= h[0] {
			return
		}
		i := 0
		for {
			c := 2*i + 1
			if c+1 < n && h[c+1] < h[c] {
				c++
			}
			if c >= n || h[c] >= score {
				break
			}
			h[i] = h[c]
			i = c
		}
		h[i] = score
	}
	for i, s := range f.v.segs {
		scores := f.scores[i]
		if these != nil {
			eachNumber(these[i], func(n uint32) {
				if int(n) < len(scores) {
					offer(scores[n] * factor[s.col.length[n]])
				}
			})
			continue
		}
		for n, c := range s.col.length {
			if scores[n] > 0 {
				offer(scores[n] * factor[c])
			}
		}
	}
	return h[0]
}

func cardinality(bs []*roaring.Bitmap) (n int) {
	for _, b := range bs {
		n += int(b.GetCardinality())
	}
	return n
}
