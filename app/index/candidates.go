package index

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// A candidate is an article that may be a hit.
type candidate struct {
	place
	score float32
	day   uint32
	sure  bool
}

// before is the order of candidates: by score, the newer first among equals, or by date.
func (f *finder) before(a, b candidate) int {
	switch {
	case a.score > b.score:
		return -1
	case a.score < b.score:
		return 1
	}
	byDay := cmp.Compare(b.day, a.day)
	if f.options.Sort == Oldest {
		if byDay = cmp.Compare(a.day, b.day); a.day == 0 || b.day == 0 {
			byDay = cmp.Compare(b.day, a.day) // unknown last
		}
	}
	return cmp.Or(byDay, cmp.Compare(a.seg, b.seg), cmp.Compare(a.num, b.num))
}

// A queue hands out candidates best first without sorting all of them.
type queue struct {
	all    []candidate
	total  int // candidates at first
	before func(a, b candidate) int
	sorted bool
}

// sort orders all candidates at once, for whoever takes many.
func (q *queue) sort() {
	slices.SortFunc(q.all, q.before)
	q.sorted = true
}

// take removes the best n and returns them in order.
func (q *queue) take(n int) []candidate {
	n = min(n, len(q.all))
	lo, hi := 0, len(q.all)
	if q.sorted {
		hi = 0
	}
	for hi-lo > 1 && lo < n && n < hi {
		mid := q.part(lo, hi)
		if n <= mid {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	out := q.all[:n]
	q.all = q.all[n:]
	slices.SortFunc(out, q.before)
	return out
}

// part moves what comes before a pivot in front of it, and returns the pivot's place.
func (q *queue) part(lo, hi int) int {
	c := q.all[lo:hi]
	last := len(c) - 1
	mid := last / 2
	for _, p := range [][2]int{{mid, 0}, {last, 0}, {last, mid}} {
		if q.before(c[p[0]], c[p[1]]) < 0 {
			c[p[0]], c[p[1]] = c[p[1]], c[p[0]]
		}
	}
	c[mid], c[last] = c[last], c[mid]
	at := 0
	for i := range c[:last] {
		if q.before(c[i], c[last]) < 0 {
			c[i], c[at] = c[at], c[i]
			at++
		}
	}
	c[at], c[last] = c[last], c[at]
	return lo + at
}

// queue lists the candidates, of which need are wanted: the best of them alone, where all
// are sure so that no more than need will be looked at.
func (f *finder) queue(need int) *queue {
	if f.scores == nil || !f.bestDo(need) {
		q := f.candidates()
		if need > maxAtOnce {
			q.sort()
		}
		return q
	}
	q := &queue{all: f.best(need, f.maybe), before: f.before, sorted: true}
	for _, b := range f.maybe {
		q.total += int(b.GetCardinality())
	}
	return q
}

// bestDo reports whether the best candidates by score do, so that the others need no place in a queue.
func (f *finder) bestDo(need int) bool { return f.unsure == 0 && need <= maxAtOnce }

// best picks the n best candidates by score, in order: among these of each segment, or where
// these is nil among all that have a score. They are taken for sure.
func (f *finder) best(n int, these []*roaring.Bitmap) []candidate {
	if f.kept != nil {
		these = f.kept
	}
	h := make([]candidate, 0, n) // a heap, the worst in front
	offer := func(seg int, num uint32) {
		score := f.scores[seg][num]
		if len(h) == n && score < h[0].score {
			return
		}
		c := candidate{place: place{seg, num}, score: score, day: f.v.segs[seg].col.day[num], sure: true}
		if len(h) < n {
			if h = append(h, c); len(h) == n {
				for i := n/2 - 1; i >= 0; i-- {
					f.sink(h, i)
				}
			}
		} else if f.before(c, h[0]) < 0 {
			h[0] = c
			f.sink(h, 0)
		}
	}
	for i, s := range f.v.segs {
		if these != nil {
			eachNumber(these[i], func(num uint32) {
				if int(num) < s.n {
					offer(i, num)
				}
			})
			continue
		}
		for num, score := range f.scores[i] {
			if score > 0 && (len(h) < n || score >= h[0].score) { // deleted articles are in no posting
				offer(i, uint32(num))
			}
		}
	}
	slices.SortFunc(h, f.before)
	return h
}

// sink moves h[i] down to its place in a heap with the worst in front.
func (f *finder) sink(h []candidate, i int) {
	for {
		worst := i
		for c := 2*i + 1; c <= 2*i+2 && c < len(h); c++ {
			if f.before(h[c], h[worst]) > 0 {
				worst = c
			}
		}
		if worst == i {
			return
		}
		h[i], h[worst] = h[worst], h[i]
		i = worst
	}
}

// eachNumber calls fn for the numbers of a bitmap, in order.
func eachNumber(b *roaring.Bitmap, fn func(num uint32)) {
	var buf [512]uint32
	it := b.ManyIterator()
	for n := it.NextMany(buf[:]); n > 0; n = it.NextMany(buf[:]) {
		for _, num := range buf[:n] {
			fn(num)
		}
	}
}

// candidates lists all that may be hits.
func (f *finder) candidates() *queue {
	total := 0
	for _, b := range f.maybe {
		total += int(b.GetCardinality())
	}
	q := &queue{before: f.before, all: make([]candidate, 0, total), total: total}
	for i, b := range f.maybe {
		s := f.v.segs[i]
		same := f.sure[i] == b
		eachNumber(b, func(num uint32) {
			if int(num) >= s.n {
				return
			}
			c := candidate{place: place{i, num}, day: s.col.day[num], sure: same || f.sure[i].Contains(num)}
			if f.scores != nil {
				c.score = f.scores[i][num]
			}
			q.all = append(q.all, c)
		})
	}
	return q
}
