package index

import (
	"cmp"
	"slices"
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

func (f *finder) candidates() *queue {
	total := 0
	for _, b := range f.maybe {
		total += int(b.GetCardinality())
	}
	q := &queue{before: f.before, all: make([]candidate, 0, total)}
	var buf [512]uint32
	for i, b := range f.maybe {
		s := f.v.segs[i]
		same := f.sure[i] == b
		it := b.ManyIterator()
		for n := it.NextMany(buf[:]); n > 0; n = it.NextMany(buf[:]) {
			for _, num := range buf[:n] {
				if int(num) >= s.n {
					continue
				}
				c := candidate{place: place{i, num}, day: s.col.day[num], sure: same || f.sure[i].Contains(num)}
				if f.scores != nil {
					c.score = f.scores[i][num]
				}
				q.all = append(q.all, c)
			}
		}
	}
	return q
}
