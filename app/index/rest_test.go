package index

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"baoge/app/paper"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
	zap "github.com/blevesearch/zapx/v17"
)

// fullDisk are segments of which none can be merged while it is full.
type fullDisk struct {
	segments
	full  atomic.Bool
	tried atomic.Int64
}

func (d *fullDisk) MergeUsing(from []segment.Segment, drops []*roaring.Bitmap, path string, stop chan struct{}, report segment.StatsReporter, config map[string]any) ([][]uint64, uint64, error) {
	if _, ok := from[0].(*zap.Segment); ok && d.full.Load() { // what is in memory still is merged to be written
		d.tried.Add(1)
		return nil, 0, syscall.ENOSPC
	}
	return d.segments.MergeUsing(from, drops, path, stop, report, config)
}

// onFullDisk runs a test by a clock that goes on when all else has come to rest, with an index
// on a disk that can be filled.
func onFullDisk(t *testing.T, test func(*testing.T, *Index, *fullDisk)) {
	d := &fullDisk{}
	scorch.RegisterSegmentPlugin(d, false)
	defer scorch.RegisterSegmentPlugin(&segments{}, false)
	cutter(t)
	synctest.Test(t, func(t *testing.T) {
		x, err := Create(t.TempDir()+"/index", cutter(t), memory{})
		if err != nil {
			t.Fatal(err)
		}
		test(t, x, d)
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
}

// putMany applies articles one by one, from a number up to another.
func putMany(t *testing.T, x *Index, from, to int) error {
	t.Helper()
	for n := from; n < to; n++ {
		a := &paper.Article{ID: paper.ArticleID(fmt.Sprintf("a%03d", n)), Blocks: []paper.Block{{Kind: paper.Paragraph, Text: "行人过斑马线，车辆礼让。"}}}
		x.source.(memory)[a.ID] = a
		if err := x.Apply(context.Background(), []*paper.Article{a}, nil, int64(n+1)); err != nil {
			return err
		}
	}
	return nil
}

// TestFullDisk fills the disk for an hour and makes room again: meanwhile merging is tried now and
// then, articles come and are found, and nobody waits; afterwards the index is one segment.
func TestFullDisk(t *testing.T) {
	onFullDisk(t, func(t *testing.T, x *Index, d *fullDisk) {
		d.full.Store(true)
		if err := putMany(t, x, 0, 20); err != nil {
			t.Fatal(err)
		}
		if err := x.Settle(context.Background()); err != nil {
			t.Error(err)
		}
		if s, err := x.Unsettled(); s != Settled || err != nil {
			t.Errorf("%v %v: somebody would settle while that fails", s, err)
		}
		before := d.tried.Load()
		time.Sleep(time.Hour)
		if n := d.tried.Load() - before; n < 50 || n > 70 {
			t.Errorf("tried %d times in an hour", n)
		}
		began := time.Now()
		if err := putMany(t, x, 20, 30); err != nil {
			t.Error(err)
		}
		if r := search(t, x, "斑马线", Options{}); r.Total != 30 {
			t.Errorf("%d found on a full disk", r.Total)
		}
		if took := time.Since(began); took > firstRest {
			t.Errorf("changes and searches waited %v", took)
		}
		d.full.Store(false)
		time.Sleep(2 * longestRest)
		if err := x.Settle(context.Background()); err != nil {
			t.Error(err)
		}
		n := 0
		if err := x.mapped(func(*zap.Segment) { n++ }); err != nil || n != 1 || x.Count() != 30 || x.Broken() {
			t.Errorf("with room again %d articles in %d segments, %v", x.Count(), n, err)
		}
	})
}

// TestCloseOnFullDisk closes an index while the store rests: by the clock that takes no time.
func TestCloseOnFullDisk(t *testing.T) {
	onFullDisk(t, func(t *testing.T, x *Index, d *fullDisk) {
		d.full.Store(true)
		if err := putMany(t, x, 0, 20); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		began := time.Now()
		if err := x.Close(); err != nil {
			t.Error(err)
		}
		if took := time.Since(began); took > 0 || d.tried.Load() == 0 {
			t.Errorf("closing took %v, merging was tried %d times", took, d.tried.Load())
		}
	})
}

// TestCrowded puts articles until there are too many segments for a store that cannot merge.
func TestCrowded(t *testing.T) {
	onFullDisk(t, func(t *testing.T, x *Index, d *fullDisk) {
		d.full.Store(true)
		x.crowd = 20
		if err := putMany(t, x, 0, 19); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second) // the store tries to merge
		err := putMany(t, x, 19, 40)
		if err == nil || x.Count() != 20 || d.tried.Load() == 0 {
			t.Errorf("%d articles, merging tried %d times: %v", x.Count(), d.tried.Load(), err)
		}
		d.full.Store(false)
		time.Sleep(2 * longestRest)
		if err := putMany(t, x, 20, 40); err != nil || x.Count() != 40 {
			t.Errorf("with room again %d articles, %v", x.Count(), err)
		}
	})
}

// TestPersistFails has the store's writer fail, as it does where a merged index cannot be noted in
// the catalogue: it rests, and the index takes no more changes.
func TestPersistFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := &Index{broken: make(chan struct{}), closing: make(chan struct{})}
		x.merging, x.persisting = newRest(x.closing), newRest(x.closing)
		fails := scorch.NewScorchError("persister", "no space", scorch.ErrPersist)
		var rests []time.Duration
		for range 9 {
			began := time.Now()
			x.taskFailed(fails)
			rests = append(rests, time.Since(began)/time.Second)
		}
		if got := fmt.Sprintf("%d", rests); got != "[1 2 4 8 16 32 60 60 60]" {
			t.Errorf("rests of %s seconds", got)
		}
		if !x.Broken() || !errors.Is(x.cause, scorch.ErrPersist) {
			t.Errorf("broken %v by %v", x.Broken(), x.cause)
		}
		x.persisting.end()
		select {
		case <-x.persisting.failing():
			t.Error("still said to fail")
		default:
		}
	})
}
