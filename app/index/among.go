package index

import (
	"slices"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"

	"baoge/app/paper"
)

// An idSet is a set of articles that limits hits. A tag may have tens of thousands, which take tens of
// milliseconds to look up, and is asked for again and again: so the last sets are kept, with
// the numbers that their articles have in each segment, which never change.
type idSet struct{ ids []paper.ArticleID } // sorted

// A segmentSets holds the numbers that a segment's articles of some sets have, deleted ones too.
type segmentSets struct {
	mu sync.Mutex
	by map[*idSet]*roaring.Bitmap
}

// idSets are the sets asked for last, the last one first.
type idSets struct {
	mu   sync.Mutex
	last []*idSet
}

// mostSets bounds the sets that are kept.
const mostSets = 8

// of gives the set of these articles; ids is kept, and not to be changed.
func (k *idSets) of(ids []paper.ArticleID) *idSet {
	if !slices.IsSorted(ids) {
		ids = slices.Sorted(slices.Values(ids))
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	at := slices.IndexFunc(k.last, func(s *idSet) bool { return slices.Equal(s.ids, ids) })
	set := &idSet{ids}
	switch {
	case at >= 0:
		set = k.last[at]
		k.last = slices.Delete(k.last, at, at+1)
	case len(k.last) == mostSets:
		k.last = k.last[:mostSets-1]
	}
	k.last = slices.Insert(k.last, 0, set)
	return set
}

// in tells which articles of a segment are of a set, deleted ones too.
func (c *segmentSets) in(s *segView, set *idSet) (*roaring.Bitmap, error) {
	c.mu.Lock()
	b := c.by[set]
	c.mu.Unlock()
	if b != nil {
		return b, nil
	}
	var numbers []uint32
	for _, id := range set.ids {
		p, err := s.postings(idField, string(id), nil)
		if err != nil {
			return nil, err
		}
		eachNumber(p, func(n uint32) { numbers = append(numbers, n) })
	}
	slices.Sort(numbers)
	b = roaring.BitmapOf(numbers...)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.by == nil || len(c.by) > 2*mostSets { // most of which are not kept any more
		c.by = map[*idSet]*roaring.Bitmap{}
	}
	c.by[set] = b
	return b, nil
}

// wantAmong asks for articles by their IDs.
type wantAmong struct{ *idSet }

func (w wantAmong) within(s *segView) (sure, maybe *roaring.Bitmap, err error) {
	b, err := s.col.sets.in(s, w.idSet)
	if err != nil {
		return none, none, err
	}
	b = roaring.And(b, s.live)
	return b, b, nil
}

func (w wantAmong) holds(f *foldedArticle) bool {
	_, ok := slices.BinarySearch(w.ids, f.id)
	return ok
}
