package index

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"runtime/debug"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bleve "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
	"github.com/blevesearch/vellum"
	zap "github.com/blevesearch/zapx/v17"
)

// segmentType names our segments in the store's catalogue: zap's, but filled and merged by the
// functions below. zap takes articles term by term through maps of strings and copies the
// frequency of each term of each article at every merge; that was most of what filling cost.
const segmentType = "baoge"

func init() { scorch.RegisterSegmentPlugin(&segments{}, false) }

const usualBytes = 2048 // that an article takes in a segment of its batch

// segments makes, opens and merges segments for the store.
type segments struct{ zap.ZapPlugin }

func (segments) Type() string { return segmentType }

// Version is zap's, whose files these are.
func (segments) Version() uint32 { return zap.Version }

func (s segments) New(articles []bleve.Document) (segment.Segment, uint64, error) {
	return s.NewUsing(articles, nil)
}

// NewUsing writes the segment of a piece; the articles of a batch are those of one piece.
func (segments) NewUsing(articles []bleve.Document, config map[string]any) (segment.Segment, uint64, error) {
	member, ok := articles[0].(*member)
	if !ok || len(articles) != len(member.piece.ids) {
		return nil, 0, errors.New("make a segment: a batch is not one piece")
	}
	var out bytes.Buffer
	out.Grow(len(articles) * usualBytes)
	f := newSegmentFile(&out)
	member.piece.write(f)
	fieldsIndex, err := f.finish()
	if err != nil {
		return nil, 0, fmt.Errorf("make a segment: %w", err)
	}
	stats, _ := config[segment.StatsKey].(*segment.Stats)
	if stats == nil {
		stats = new(segment.Stats)
	}
	base, err := zap.InitSegmentBase(out.Bytes(), f.sum, segmentChunk, uint64(len(articles)), f.storedIndex, fieldsIndex, config, stats)
	if err != nil {
		return nil, 0, fmt.Errorf("make a segment: %w", err)
	}
	s := &freshSegment{SegmentBase: base, data: out.Bytes(), dicts: map[string]uint64{}}
	for _, x := range f.fields {
		s.dicts[x.name] = x.dict
	}
	return s, uint64(out.Len()), nil
}

// A freshSegment is in memory still.
type freshSegment struct {
	*zap.SegmentBase
	data  []byte
	dicts map[string]uint64 // by field: where its dictionary is
}

// A merging is one of the segments that are being merged.
type merging struct {
	from  segment.Segment
	data  []byte
	read  *passage
	to    []uint64 // new number of each article, or gone
	base  uint32   // of the first, where none is gone
	whole bool     // none is gone

	terms *vellum.FSTIterator // of the field at hand; nil when there are no more
	term  []byte
	value uint64
}

const gone = math.MaxUint64 // the number of an article that is not merged

func (s segments) Merge(from []segment.Segment, drops []*roaring.Bitmap, path string, stop chan struct{}, report segment.StatsReporter) ([][]uint64, uint64, error) {
	return s.MergeUsing(from, drops, path, stop, report, nil)
}

// MergeUsing writes one segment of several to a file, without the articles that are dropped,
// and tells the new number of each article. Closing stop ends it early. A fault in a mapped file
// that was cut short is a panic, of which the store tells.
func (segments) MergeUsing(from []segment.Segment, drops []*roaring.Bitmap, path string, stop chan struct{}, report segment.StatsReporter, config map[string]any) (numbers [][]uint64, size uint64, err error) {
	if s, ok := config[sumsKey].(*sums); ok && s.wait(context.Background()) != nil { // Close ends that
		return nil, 0, segment.ErrClosed // by which the store gives up merging
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, 0, err
	}
	defer func() {
		if cerr := file.Close(); err == nil {
			err = cerr
		}
		if err == nil {
			return
		}
		if rerr := os.Remove(path); rerr != nil { // else err stays as it is: the store asks for ErrClosed itself
			err = errors.Join(err, rerr)
		}
	}()
	f := newSegmentFile(file)
	all, err := mergeArticles(f, from, drops, stop)
	defer func() {
		for _, m := range all {
			m.read.close()
		}
	}()
	if err != nil {
		return nil, 0, err
	}
	if err := mergeFields(f, all, stop); err != nil {
		return nil, 0, err
	}
	fieldsIndex, err := f.finish()
	if err == nil {
		err = f.footer(fieldsIndex)
	}
	if err == nil {
		err = file.Sync()
	}
	for _, m := range all {
		numbers = append(numbers, m.to)
	}
	if report != nil {
		report.ReportBytesWritten(f.written)
	}
	return numbers, f.written, err
}

// mergeArticles numbers the articles anew and writes their identities.
func mergeArticles(f *segmentFile, from []segment.Segment, drops []*roaring.Bitmap, stop chan struct{}) (all []*merging, err error) {
	next := uint64(0)
	for i, s := range from {
		m := &merging{from: s, base: uint32(next), whole: drops[i] == nil || drops[i].IsEmpty(), to: make([]uint64, s.Count())}
		switch s := s.(type) {
		case *freshSegment:
			m.data = s.data
		case *zap.Segment:
			m.data = s.Data()
			m.read = newPassage(s.Path())
		default:
			return all, fmt.Errorf("merge a segment of type %T", s)
		}
		all = append(all, m)
		for n := range m.to {
			if n%1000 == 0 && stopped(stop) {
				return all, segment.ErrClosed
			}
			if !m.whole && drops[i].Contains(uint32(n)) {
				m.to[n] = gone
				continue
			}
			id, err := s.DocID(uint64(n))
			if err != nil {
				return all, err
			}
			f.stored(id)
			m.to[n] = next
			next++
		}
	}
	f.endStored()
	return all, f.err
}

func stopped(stop chan struct{}) bool {
	select {
	case <-stop:
		return true
	default:
		return false
	}
}

// mergeFields writes the terms of every field.
func mergeFields(f *segmentFile, all []*merging, stop chan struct{}) error {
	var names []string
	for _, m := range all {
		names = append(names, m.from.Fields()...)
	}
	slices.Sort(names)
	names = slices.DeleteFunc(slices.Compact(names), func(n string) bool { return n == idField })
	for _, name := range append([]string{idField}, names...) {
		for _, m := range all {
			if err := m.begin(name); err != nil {
				return err
			}
		}
		f.beginField(name)
		if err := mergeTerms(f, all, stop); err != nil {
			return err
		}
		f.endField()
	}
	return f.err
}

// begin goes to the first term of a field.
func (m *merging) begin(field string) (err error) {
	m.terms = nil
	at, ok := uint64(0), false
	switch s := m.from.(type) {
	case *freshSegment:
		at, ok = s.dicts[field]
	case *zap.Segment:
		at, err = s.DictAddr(field)
		ok = err == nil // else it has no such field
	}
	if !ok {
		return nil
	}
	dict, err := dictionaryAt(m.data, at)
	if err != nil {
		return err
	}
	m.terms, err = dict.Iterator(nil, nil)
	return m.arrive(err)
}

func dictionaryAt(data []byte, at uint64) (*vellum.FST, error) {
	b, ok := prefixed(data[min(at, uint64(len(data))):])
	if !ok {
		return nil, fmt.Errorf("dictionary at %d is cut short", at)
	}
	return vellum.Load(b)
}

// arrive takes the term in that the iterator stands at.
func (m *merging) arrive(err error) error {
	if errors.Is(err, vellum.ErrIteratorDone) {
		m.terms = nil
		return nil
	}
	if err == nil {
		m.term, m.value = m.terms.Current()
	}
	return err
}

// mergeTerms writes the terms of a field, each with its articles in all segments.
func mergeTerms(f *segmentFile, all []*merging, stop chan struct{}) (err error) {
	var term []byte
	var articles []uint32
	for count := 0; ; count++ {
		if count%1000 == 0 && stopped(stop) {
			return segment.ErrClosed
		}
		var first *merging
		for _, m := range all {
			if m.terms != nil && (first == nil || bytes.Compare(m.term, first.term) < 0) {
				first = m
			}
		}
		if first == nil {
			return f.err
		}
		term, articles = append(term[:0], first.term...), articles[:0]
		for _, m := range all {
			if m.terms == nil || !bytes.Equal(m.term, term) {
				continue
			}
			if articles, err = m.postings(articles); err != nil {
				return err
			}
			if err := m.arrive(m.terms.Next()); err != nil {
				return err
			}
		}
		if len(articles) > 0 {
			f.add(term, articles)
		}
	}
}

// postings appends the new numbers of the articles that have the term at hand.
func (m *merging) postings(out []uint32) ([]uint32, error) {
	start := len(out)
	data, value := m.data, m.value
	if value&zap.FSTValEncodingMask != zap.FSTValEncoding1Hit && m.read != nil {
		data, value = m.read.postings(value), 0
	}
	out, err := readPostings(data, value, out)
	if err != nil {
		return out, err
	}
	if m.whole {
		for i := range out[start:] {
			out[start+i] += m.base
		}
		return out, nil
	}
	kept := out[:start]
	for _, n := range out[start:] {
		if int(n) < len(m.to) && m.to[n] != gone {
			kept = append(kept, uint32(m.to[n]))
		}
	}
	return kept, nil
}
