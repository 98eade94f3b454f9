package index

import (
	"fmt"
	"sync"

	"baoge/app/paper"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bleve "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// A view is the index at one moment, for one search. Bitmaps it hands out lie in the
// mapped files: they are read, never changed, and gone after close.
type view struct {
	reader bleve.IndexReader
	segs   []*segView
	total  int            // live articles
	heard  map[term]heard // what letters were found to stand for, by scope and text
	sets   *idSets
}

// asked is how many bitmaps were read for the view.
func (v *view) asked() (n int) {
	for _, s := range v.segs {
		n += s.asked
	}
	return n
}

// A segView is one segment of a view; articles are numbered from 0 in each.
type segView struct {
	seg   segment.Segment
	gone  *roaring.Bitmap // deleted articles, may be nil
	live  *roaring.Bitmap
	n     int // articles, deleted ones included
	col   *column
	dicts map[string]segment.TermDictionary
	asked int                      // bitmaps read
	posts map[term]*roaring.Bitmap // what post found: a search asks for a term several times
}

// maxPosts bounds the bitmaps that a segment's view keeps.
const maxPosts = 4096

// A place is an article of a view.
type place struct {
	seg int
	num uint32
}

func (x *Index) view() (*view, error) {
	r, err := x.store.Reader()
	if err != nil {
		return nil, fmt.Errorf("read index %s: %w", x.dir, err)
	}
	snap, ok := r.(*scorch.IndexSnapshot)
	if !ok || snap == nil {
		return nil, fmt.Errorf("read index %s: no snapshot: %w", x.dir, ErrStale)
	}
	v := &view{reader: r, sets: &x.sets}
	for _, s := range snap.Segments() {
		n := int(s.FullSize())
		sv := &segView{seg: s.Segment(), gone: s.Deleted(), n: n, dicts: map[string]segment.TermDictionary{}, posts: map[term]*roaring.Bitmap{}}
		sv.live = roaring.New()
		sv.live.AddRange(0, uint64(n))
		if sv.gone != nil {
			sv.live.AndNot(sv.gone)
		}
		v.total += int(sv.live.GetCardinality())
		v.segs = append(v.segs, sv)
		if sv.col, err = x.columns.of(s.Id(), sv); err != nil {
			_ = r.Close()
			return nil, err
		}
	}
	x.columns.keep(snap.Segments())
	return v, nil
}

func (v *view) close() { _ = v.reader.Close() }

// id is the article at a place.
func (v *view) id(p place) (paper.ArticleID, error) {
	b, err := v.segs[p.seg].seg.DocID(uint64(p.num))
	return paper.ArticleID(b), err
}

var none = roaring.New()

// post returns the articles that have a term, deleted ones left out.
func (s *segView) post(field, text string) (*roaring.Bitmap, error) {
	t := term{field, text}
	if b, ok := s.posts[t]; ok {
		return b, nil
	}
	b, err := s.postings(field, text, s.gone)
	if err == nil && len(s.posts) < maxPosts {
		s.posts[t] = b
	}
	return b, err
}

// count is how many articles have a term.
func (v *view) count(t term) (n int, err error) {
	for _, s := range v.segs {
		b, err := s.post(t.field, t.text)
		if err != nil {
			return 0, err
		}
		n += int(b.GetCardinality())
	}
	return n, nil
}

// mayHave is how many articles have all the terms of a want.
func (v *view) mayHave(w want) (n int, err error) {
	for _, s := range v.segs {
		_, maybe, err := w.within(s)
		if err != nil {
			return 0, err
		}
		n += int(maybe.GetCardinality())
	}
	return n, nil
}

func (s *segView) postings(field, term string, except *roaring.Bitmap) (*roaring.Bitmap, error) {
	s.asked++
	d, err := s.dict(field)
	if err != nil || d == nil {
		return none, err
	}
	l, err := d.PostingsList([]byte(term), except, nil)
	if err != nil {
		return none, fmt.Errorf("read index: term %q: %w", term, err)
	}
	it, ok := l.Iterator(false, false, false, nil).(segment.OptimizablePostingsIterator)
	if !ok {
		return none, fmt.Errorf("read index: term %q has no bitmap", term)
	}
	if b := it.ActualBitmap(); b != nil {
		return b, nil
	}
	if n, ok := it.DocNum1Hit(); ok && n < uint64(s.n) {
		return roaring.BitmapOf(uint32(n)), nil
	}
	return none, nil
}

func (s *segView) dict(field string) (segment.TermDictionary, error) {
	if d, ok := s.dicts[field]; ok {
		return d, nil
	}
	d, err := s.seg.Dictionary(field)
	if err != nil {
		return nil, fmt.Errorf("read index: field %s: %w", field, err)
	}
	s.dicts[field] = d
	return d, nil
}

// eachTerm calls fn for the terms of a field from start on, until fn returns false.
func (s *segView) eachTerm(field, start string, fn func(term string) bool) error {
	d, err := s.dict(field)
	if err != nil || d == nil {
		return err
	}
	var from []byte
	if start != "" {
		from = []byte(start)
	}
	it := d.AutomatonIterator(nil, from, nil)
	for {
		e, err := it.Next()
		if err != nil {
			return fmt.Errorf("read index: terms of %s: %w", field, err)
		}
		if e == nil || !fn(e.Term) {
			return nil
		}
	}
}

// eachPosting calls fn for the terms of a field, of those that keep says where it is not nil, with
// the articles that have each, deleted ones too.
func (s *segView) eachPosting(field string, keep func(term string) bool, fn func(term string, b *roaring.Bitmap)) error {
	var failed error
	err := s.eachTerm(field, "", func(t string) bool {
		if keep != nil && !keep(t) {
			return true
		}
		var b *roaring.Bitmap
		if b, failed = s.postings(field, t, nil); failed != nil {
			return false
		}
		fn(t, b)
		return true
	})
	if failed != nil {
		return failed
	}
	return err
}

// A column holds what ranking and ordering need of each article of a segment.
type column struct {
	length []uint8            // length class
	runes  float64            // of all articles, as their classes tell
	day    []uint32           // yyyymmdd, 0 when unknown
	values map[string][]value // by field, read at the first suggestion; under columns' lock
	sets   segmentSets
}

// columns caches the columns of segments, which never change.
type columns struct {
	mu sync.Mutex
	by map[uint64]*column
}

func (c *columns) of(id uint64, s *segView) (*column, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if col := c.by[id]; col != nil {
		return col, nil
	}
	col := &column{length: make([]uint8, s.n), day: make([]uint32, s.n)}
	err := s.eachPosting(fieldLength, nil, func(term string, b *roaring.Bitmap) {
		eachNumber(b, func(n uint32) {
			if int(n) < s.n {
				col.length[n] = term[0]
			}
		})
	})
	if err != nil {
		return nil, err
	}
	for _, c := range col.length {
		col.runes += float64(classLength(c))
	}
	err = s.eachPosting(fieldDay, func(t string) bool { return len(t) == 8 }, func(t string, b *roaring.Bitmap) {
		var d uint32
		for _, c := range t {
			d = d*10 + uint32(c-'0')
		}
		eachNumber(b, func(n uint32) {
			if int(n) < s.n {
				col.day[n] = d
			}
		})
	})
	if err != nil {
		return nil, err
	}
	if c.by == nil {
		c.by = map[uint64]*column{}
	}
	c.by[id] = col
	return col, nil
}

// keep forgets the columns of segments that are no more.
func (c *columns) keep(segs []*scorch.SegmentSnapshot) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.by) <= 2*len(segs)+8 {
		return
	}
	now := map[uint64]*column{}
	for _, s := range segs {
		if col := c.by[s.Id()]; col != nil {
			now[s.Id()] = col
		}
	}
	c.by = now
}
