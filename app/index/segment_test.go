package index

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"baoge/app/paper"

	"github.com/RoaringBitmap/roaring/v2"
	bleve "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// TestSegmentsMerge writes segments of random terms, drops articles, and merges them from
// memory and from files: the merged one has of each term the articles that are left. There are
// terms of one article, of some, and of so many that their bitmaps have several parts.
func TestSegmentsMerge(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 11))
	dir := t.TempDir()
	var from []segment.Segment
	var drops []*roaring.Bitmap
	want := map[string][]string{} // articles by term
	for k := range 6 {
		p, drop := newPiece(cutter(t)), roaring.New()
		for n := range 12000 {
			p.ids = append(p.ids, fmt.Sprintf("%d-%05d", k, n))
			if k%2 == 0 && rnd.IntN(9) == 0 {
				drop.Add(uint32(n))
			}
			for term, share := range map[string]int{"的": 1, "凯里": 2, "斑马线": 40, "m2": 900, fmt.Sprint("once", k, n): 3000} {
				if rnd.IntN(share) > 0 {
					continue
				}
				p.add(fieldText, []uint32{p.words.string(term)})
				if !drop.Contains(uint32(n)) {
					want[term] = append(want[term], p.ids[n])
				}
			}
		}
		var members []bleve.Document
		for _, id := range p.ids {
			members = append(members, &member{p, id})
		}
		s, _, err := segments{}.NewUsing(members, nil)
		if err != nil {
			t.Fatal(err)
		}
		if k > 2 { // these from files
			path := filepath.Join(dir, fmt.Sprint(k, ".zap"))
			if err := s.(segment.UnpersistedSegment).Persist(path); err != nil {
				t.Fatal(err)
			}
			if err := checkSegment(path); err != nil {
				t.Fatal(err)
			}
			if s, err = new(segments).Open(path); err != nil {
				t.Fatal(err)
			}
			defer s.Close()
		}
		from, drops = append(from, s), append(drops, drop)
	}
	path := filepath.Join(dir, "merged.zap")
	numbers, _, err := segments{}.Merge(from, drops, path, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := checkSegment(path); err != nil {
		t.Fatal(err)
	}
	s, err := new(segments).Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if int(s.Count()) != len(want["的"]) || numbers[5][11999] != s.Count()-1 {
		t.Errorf("%d articles, want %d", s.Count(), len(want["的"]))
	}
	view := &segView{seg: s, n: int(s.Count()), dicts: map[string]segment.TermDictionary{}}
	got := map[string][]string{}
	err = view.eachTerm(fieldText, "", func(term string) bool {
		b, err := view.postings(fieldText, term, nil)
		if err != nil {
			t.Fatal(err)
		}
		eachNumber(b, func(n uint32) {
			id, err := s.DocID(uint64(n))
			if err != nil {
				t.Fatal(err)
			}
			got[term] = append(got[term], string(id))
		})
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(want) < 10 || !maps.EqualFunc(got, want, slices.Equal) {
		t.Errorf("%d terms, want %d, or other articles", len(got), len(want))
	}
	some := want["m2"][:3]
	if b, err := s.DocNumbers(append([]string{"none"}, some...)); err != nil || b.GetCardinality() != 3 {
		t.Errorf("articles by name: %v %v", b, err)
	}
	stop := make(chan struct{})
	close(stop)
	if _, _, err := (segments{}).Merge(from, drops, filepath.Join(dir, "stopped.zap"), stop, nil); err != segment.ErrClosed {
		t.Errorf("stopped: %v", err)
	}
}

// TestLengths: the index knows how long each article is, within an eighth to a quarter.
func TestLengths(t *testing.T) {
	var all []*paper.Article
	for i := range 400 {
		all = append(all, &paper.Article{ID: paper.ArticleID(fmt.Sprintf("long%012d", i)), Blocks: []paper.Block{{Kind: paper.Paragraph, Text: strings.Repeat("长", 1+i*i/20)}}})
	}
	x := newIndex(t, all)
	v, err := x.view()
	if err != nil {
		t.Fatal(err)
	}
	defer v.close()
	for k, s := range v.segs {
		for n := range s.n {
			id, err := v.id(place{k, uint32(n)})
			if err != nil {
				t.Fatal(err)
			}
			runes := utf8.RuneCountInString(x.source.(memory)[id].Blocks[0].Text)
			if c := s.col.length[n]; classLength(c) > runes || runes >= 8 && classLength(c+1) <= runes {
				t.Errorf("an article of %d runes counts as one of %d", runes, classLength(c))
			}
		}
	}
}
