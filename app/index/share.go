package index

import "github.com/RoaringBitmap/roaring/v2"

// A wantShare asks for texts that weigh at least need together.
type wantShare struct {
	units   []want
	weights []float64
	need    float64
}

func (w *wantShare) within(s *segView) (sure, maybe *roaring.Bitmap, err error) {
	a, b := make([]float32, s.n), make([]float32, s.n)
	same := true
	for i, u := range w.units {
		su, ma, err := u.within(s)
		if err != nil {
			return none, none, err
		}
		addWeight(b, ma, float32(w.weights[i]))
		addWeight(a, su, float32(w.weights[i]))
		same = same && su == ma
	}
	if w.need <= 0 { // nothing in it says anything
		return none, none, nil
	}
	need := float32(w.need * 0.9999) // sums of parts round
	maybe = atLeast(b, need)
	if same {
		return maybe, maybe, nil
	}
	return atLeast(a, need), maybe, nil
}

func (w *wantShare) holds(f *foldedArticle) bool {
	var sum float32
	for i, u := range w.units {
		if u.holds(f) {
			sum += float32(w.weights[i])
		}
	}
	return w.need > 0 && sum >= float32(w.need*0.9999)
}

func addWeight(to []float32, b *roaring.Bitmap, w float32) {
	var buf [256]uint32
	it := b.ManyIterator()
	for n := it.NextMany(buf[:]); n > 0; n = it.NextMany(buf[:]) {
		for _, i := range buf[:n] {
			if int(i) < len(to) {
				to[i] += w
			}
		}
	}
}

func atLeast(w []float32, need float32) *roaring.Bitmap {
	b := roaring.New()
	for i, x := range w {
		if x >= need {
			b.Add(uint32(i))
		}
	}
	return b
}
