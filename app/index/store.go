package index

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"baoge/app/hanzi"
	"baoge/app/paper"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bleve "github.com/blevesearch/bleve_index_api"
	zap "github.com/blevesearch/zapx/v17"
	berrors "go.etcd.io/bbolt/errors"
)

// Keys of what the index says about itself; they change in one step with its articles.
var (
	keyVersion = []byte("baoge.version")
	keySeq     = []byte("baoge.seq")
)

// An Index is open until Close. Its methods are safe for concurrent use; Apply runs
// one at a time while searches go on.
type Index struct {
	dir    string
	cutter *hanzi.Cutter
	source Source
	queue  *bleve.AnalysisQueue
	store  bleve.Index
	seq    atomic.Int64
	broken chan struct{} // closed when a background task of the store broke down
	cause  error         // why; set before broken is closed
	breaks sync.Once
	sums   *sums

	closing    chan struct{} // closed when the store is about to be
	merging    *rest         // of the store's task that merges segments
	persisting *rest         // of the one that writes them
	crowd      int           // segments that an index may have which cannot be merged

	apply  sync.Mutex
	life   sync.RWMutex // held for reading by whatever uses store; Close writes
	closed bool

	patience time.Duration // how long counting may go on after the hits are found
	columns  columns
	sets     idSets

	analysers sync.Pool // of *analyser, for their counters
	texts     textCache
}

// Version names the analyser: an index of another version is stale.
func Version() string { return version }

// Open opens the index in dir. The error is ErrStale when there is none that can be
// used, ErrHeld when another process has it; it never waits for a lock.
func Open(dir string, c *hanzi.Cutter, src Source) (*Index, error) {
	if err := check(dir); err != nil {
		return nil, err
	}
	x, err := open(dir, c, src)
	if err != nil {
		return nil, err
	}
	version, seq, err := x.about()
	if err == nil && version != Version() {
		err = fmt.Errorf("index %s is of version %q: %w", dir, version, ErrStale)
	}
	var files []string
	if err == nil {
		err = x.mapped(func(z *zap.Segment) { files = append(files, z.Path()) })
	}
	if err != nil {
		return nil, errors.Join(err, x.Close())
	}
	x.seq.Store(seq)
	x.sums.start(files, x.readable)
	return x, nil
}

// Create wipes dir and makes an empty index there, of sequence 0.
func Create(dir string, c *hanzi.Cutter, src Source) (*Index, error) {
	if x, err := Open(dir, c, src); err == nil {
		if err := x.Close(); err != nil {
			return nil, fmt.Errorf("create index %s: %w", dir, err)
		}
	} else if errors.Is(err, ErrHeld) {
		return nil, err
	}
	if err := os.RemoveAll(dir); err != nil {
		return nil, fmt.Errorf("create index: %w", err)
	}
	x, err := open(dir, c, src)
	if err != nil {
		return nil, err
	}
	x.sums.start(nil, func() error { return nil })
	b := bleve.NewBatch()
	b.SetInternal(keyVersion, []byte(Version()))
	if err := x.commit(b, 0); err != nil {
		return nil, errors.Join(err, x.Close())
	}
	return x, nil
}

// open starts the store.
func open(dir string, c *hanzi.Cutter, src Source) (x *Index, err error) {
	x = &Index{
		patience: countFor, dir: dir, cutter: c, source: src, queue: bleve.NewAnalysisQueue(1), broken: make(chan struct{}),
		sums: newSums(), closing: make(chan struct{}), crowd: mostUnmerged,
	}
	x.merging, x.persisting = newRest(x.closing), newRest(x.closing)
	opened.Store(dir, x)
	x.store, err = scorch.NewScorch(scorch.Name, map[string]any{
		"path":                   dir,
		"bolt_timeout":           "200ms",
		"asyncErrorCallbackName": callbacks,
		"eventCallbackName":      callbacks,
		"forceSegmentType":       segmentType,
		"forceSegmentVersion":    int(zap.Version),
		"segmentConfig":          map[string]any{sumsKey: x.sums},
		"scorchMergePlanOptions": map[string]any{
			"MaxSegmentsPerTier": 10, "MaxSegmentSize": 5000000, "TierGrowth": 10.0,
			"SegmentsPerMergeTask": 10, "FloorSegmentSize": 2000, "ReclaimDeletesWeight": 2.0,
		},
	}, x.queue)
	if err == nil {
		running.Store(x.store, x)
		err = safely(x.store.Open)
	}
	switch {
	case err == nil:
		return x, nil
	case errors.Is(err, berrors.ErrTimeout):
		err = fmt.Errorf("open index %s: %w", dir, ErrHeld)
	case errors.Is(err, os.ErrPermission):
		err = fmt.Errorf("open index: %w", err)
	default:
		err = fmt.Errorf("open index %s: %w: %w", dir, err, ErrStale)
	}
	close(x.closing)
	x.queue.Close()
	x.forget()
	return nil, err
}

// forget ends what the callbacks know.
func (x *Index) forget() {
	opened.CompareAndDelete(x.dir, x)
	running.Delete(x.store)
}

// about reads the version and the sequence.
func (x *Index) about() (version string, seq int64, err error) {
	r, err := x.store.Reader()
	if err != nil {
		return "", 0, fmt.Errorf("read index: %w: %w", err, ErrStale)
	}
	defer r.Close()
	v, err := r.GetInternal(keyVersion)
	if err != nil {
		return "", 0, fmt.Errorf("read index: %w: %w", err, ErrStale)
	}
	s, err := r.GetInternal(keySeq)
	if err != nil || len(s) != 8 {
		return "", 0, fmt.Errorf("read index: no sequence: %w", ErrStale)
	}
	return string(v), int64(binary.BigEndian.Uint64(s)), nil
}

// mapped calls fn for the segment files that are searched now.
func (x *Index) mapped(fn func(*zap.Segment)) error {
	r, err := x.store.Reader()
	if err != nil {
		return fmt.Errorf("read index: %w: %w", err, ErrStale)
	}
	defer r.Close()
	snap, ok := r.(*scorch.IndexSnapshot)
	if !ok {
		return fmt.Errorf("read index %s: no snapshot: %w", x.dir, ErrStale)
	}
	for _, s := range snap.Segments() {
		if z, ok := s.Segment().(*zap.Segment); ok {
			fn(z)
		}
	}
	return nil
}

// Seq is the archive's change sequence that the index holds.
func (x *Index) Seq() int64 { return x.seq.Load() }

// Apply puts and drops articles and moves the sequence, and returns when that is on disk.
// Where it fails, or the process dies, the sequence stays: what was put is put again by the
// next Apply from there, and stands in the index once. A thousand articles a call keep
// memory small.
func (x *Index) Apply(ctx context.Context, put []*paper.Article, drop []paper.ArticleID, seq int64) error {
	if err := x.enter(); err != nil {
		return err
	}
	defer x.life.RUnlock()
	x.apply.Lock()
	defer x.apply.Unlock()
	if err := x.sums.wait(ctx); err != nil {
		return fmt.Errorf("write index %s: %w", x.dir, err)
	}
	if err := x.crowded(); err != nil {
		return fmt.Errorf("write index %s: %w", x.dir, err)
	}
	last := bleve.NewBatch()
	for _, id := range drop {
		last.Delete(string(id))
	}
	err := x.writeAll(ctx, put)
	if err == nil {
		err = x.commit(last, seq)
	}
	if err == nil { // of an index that grows, little of what was searched before is searched again
		err = x.mapped(func(z *zap.Segment) { release(z.Data()) })
	}
	for _, a := range put {
		x.texts.drop(a.ID)
	}
	for _, id := range drop {
		x.texts.drop(id)
	}
	return err
}

// mostUnmerged is well below the thousand files of which on the store writes none before it has merged some.
const mostUnmerged = 500

// crowded tells why segments cannot be merged where there are too many of them.
func (x *Index) crowded() error {
	why := x.merging.why()
	if why == nil {
		return nil
	}
	n := 0
	if err := x.mapped(func(*zap.Segment) { n++ }); err != nil || n < x.crowd {
		return err
	}
	return why
}

const leastPiece = 100 // articles that are worth a segment

// writeAll writes articles, in as many pieces side by side as there are processors.
func (x *Index) writeAll(ctx context.Context, put []*paper.Article) error {
	if len(put) == 0 {
		return nil
	}
	n := runtime.GOMAXPROCS(0)
	pieces := slices.Collect(slices.Chunk(put, max(leastPiece, (len(put)+n-1)/n)))
	failed := make([]error, len(pieces))
	var wait sync.WaitGroup
	for i, articles := range pieces {
		wait.Go(func() {
			z, ok := x.analysers.Get().(*analyser)
			if !ok {
				z = &analyser{cutter: x.cutter}
			}
			p, err := z.all(ctx, articles)
			x.analysers.Put(z)
			if err == nil {
				err = x.write(p.batch())
			}
			failed[i] = err
		})
	}
	wait.Wait()
	return errors.Join(failed...)
}

// commit applies a batch with its sequence.
func (x *Index) commit(b *bleve.Batch, seq int64) error {
	b.SetInternal(keySeq, binary.BigEndian.AppendUint64(nil, uint64(seq)))
	if err := x.write(b); err != nil {
		return err
	}
	x.seq.Store(seq)
	return nil
}

// write applies a batch; it does not outwait a store that broke down.
func (x *Index) write(b *bleve.Batch) error {
	done := make(chan error, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				done <- fmt.Errorf("%v: %w", r, ErrStale)
			}
		}()
		done <- x.store.Batch(b)
	}()
	var err error
	select {
	case err = <-done:
	case <-x.broken:
		err = x.cause
	}
	if err != nil {
		x.breakDown(err)
		return fmt.Errorf("write index %s: %w", x.dir, err)
	}
	return nil
}

// enter holds the index open until life.RUnlock.
func (x *Index) enter() error {
	x.life.RLock()
	if x.closed {
		x.life.RUnlock()
		return ErrClosed
	}
	return nil
}

// Close closes the index. A search or Apply going on ends first.
func (x *Index) Close() error {
	x.sums.stop()
	x.life.Lock()
	defer x.life.Unlock()
	if x.closed {
		return nil
	}
	x.closed = true
	close(x.closing)
	defer x.queue.Close()
	defer x.forget()
	if err := x.store.Close(); err != nil {
		return fmt.Errorf("close index %s: %w", x.dir, err)
	}
	return nil
}

// readable reads a view once, so that what is wrong with one is found before it is searched, and
// what every search needs is there.
func (x *Index) readable() error {
	if err := x.enter(); err != nil {
		return err
	}
	defer x.life.RUnlock()
	err := safely(func() error {
		v, err := x.view()
		if err != nil {
			return err
		}
		v.close()
		return nil
	})
	if err != nil {
		return fmt.Errorf("read index %s: %w: %w", x.dir, err, ErrStale)
	}
	return nil
}
