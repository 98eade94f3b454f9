package library

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"baoge/app/archive"
	"baoge/app/hanzi"
	"baoge/app/index"
	"baoge/app/paper"
)

// ErrNotFound says that the library has no such article.
var ErrNotFound = archive.ErrNotFound

// ErrNoIndex says that the library was opened without search.
var ErrNoIndex = errors.New("library was opened without its index")

// batch is how many changes go to the index at once: enough that a write pays, few
// enough that memory stays small and a library closes soon.
const batch = 1000

// quiet is how long nothing happens before the index of a larger library is settled.
const quiet = 2 * time.Second

// A keeper keeps the index in step with the archive, in one goroutine from Open to Close.
type keeper struct {
	archive *archive.Archive
	dir     string // of the index
	shared  bool   // the index is not in the library's own folder, so it has a lock of its own
	locked  bool   // and that lock is ours

	stop  context.CancelFunc
	ended chan struct{}
	wake  chan struct{} // the archive may have changed
	anew  chan chan error

	mu    sync.Mutex
	x     *index.Index // nil while there is none to ask
	state State
	moved chan struct{} // closed and renewed whenever x or state changes
	words []string      // a person's own, beside the dictionary's
	bad   bool          // an index that was searched turned out to be damaged
}

func newKeeper(a *archive.Archive, dir string, shared bool) *keeper {
	ctx, stop := context.WithCancel(context.Background())
	k := &keeper{
		archive: a, dir: dir, shared: shared, stop: stop,
		ended: make(chan struct{}), wake: make(chan struct{}, 1), anew: make(chan chan error),
		state: State{Phase: Starting}, moved: make(chan struct{}),
	}
	go k.run(ctx)
	return k
}

func (k *keeper) close() {
	k.stop()
	<-k.ended
}

// nudge tells that the archive changed; it never waits.
func (k *keeper) nudge() {
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

func (k *keeper) set(x *index.Index, s State) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.x, k.state = x, s
	close(k.moved)
	k.moved = make(chan struct{})
}

func (k *keeper) now() (*index.Index, State, <-chan struct{}) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.x, k.state, k.moved
}

// wait waits until ok says yes of the state, or fails with the index's error, or ctx's.
func (k *keeper) wait(ctx context.Context, ok func(*index.Index, State) bool) (*index.Index, error) {
	for {
		x, s, moved := k.now()
		switch {
		case s.Phase == Broken:
			return nil, s.Err
		case ok(x, s):
			return x, nil
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return nil, fmt.Errorf("wait for the index: %w", ctx.Err())
		}
	}
}

func (k *keeper) run(ctx context.Context) {
	defer close(k.ended)
	x, err := k.start(ctx)
	for {
		if err == nil {
			err = k.follow(ctx, x)
		}
		if errors.Is(err, index.ErrStale) { // damage met on the way: the index is a cache, make it anew
			k.damaged()
			if x, err = k.create(ctx, x); err == nil {
				err = k.follow(ctx, x)
			}
		}
		if err != nil && ctx.Err() == nil {
			k.set(nil, State{Phase: Broken, Err: err})
			x = discard(x)
		}
		idle, failed := k.settle(ctx, x)
		if failed != nil {
			err = failed
			continue
		}
		select {
		case <-ctx.Done():
			k.set(nil, State{Phase: Broken, Err: index.ErrClosed})
			discard(x)
			return
		case <-idle:
			err = x.Settle(ctx)
		case <-stale(x):
			err = index.ErrStale
		case <-k.wake:
			if x == nil || x.Broken() { // what broke may be mended: room on the disk, a lock given back
				x, err = k.again(ctx, x)
			}
		case answer := <-k.anew:
			if x, err = k.create(ctx, x); err == nil {
				err = k.follow(ctx, x)
			}
			answer <- err
		}
	}
}

// damaged remembers that answers were given from an index that is damaged.
func (k *keeper) damaged() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.bad = true
}

// intact waits until the bytes of the index at hand are known to be right, or fails by ErrStale once
// damage was met.
func (k *keeper) intact(ctx context.Context) error {
	for {
		x, err := k.wait(ctx, func(x *index.Index, _ State) bool { return x != nil || k.wasBad() })
		switch {
		case err != nil:
			return err
		case k.wasBad():
			return index.ErrStale
		}
		err = x.Intact(ctx)
		if !errors.Is(err, index.ErrStale) && !errors.Is(err, index.ErrClosed) {
			return err
		}
		if _, err := k.wait(ctx, func(y *index.Index, _ State) bool { return y != x }); err != nil {
			return err
		}
	}
}

func (k *keeper) wasBad() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.bad
}

// stale tells when an index turns out to be damaged.
func stale(x *index.Index) <-chan struct{} {
	if x == nil {
		return nil
	}
	return x.Stale()
}

// settle makes the index small where that is quickly done; else it tells when to, unless
// something happens before.
func (k *keeper) settle(ctx context.Context, x *index.Index) (idle <-chan time.Time, err error) {
	if x == nil || ctx.Err() != nil {
		return nil, nil
	}
	todo, err := x.Unsettled()
	switch {
	case err != nil:
		return nil, err
	case todo == index.SettleAtOnce:
		return nil, x.Settle(ctx)
	case todo == index.SettleSoon:
		return time.After(quiet), nil
	}
	return nil, nil
}

// discard closes an index that is given up. What its closing could say does not matter:
// the index is derived, and what it has not kept is made again.
func discard(x *index.Index) *index.Index {
	if x != nil {
		x.Close()
	}
	return nil
}

// start brings up the dictionary and opens the index; one that cannot be used, or is
// ahead of the archive (which then was restored), is made anew.
func (k *keeper) start(ctx context.Context) (*index.Index, error) {
	cutter, err := hanzi.Load(ctx)
	if err != nil {
		return nil, err
	}
	if err := k.lockShared(ctx); err != nil {
		return nil, err
	}
	x, err := index.Open(k.dir, cutter, source{k.archive})
	if errors.Is(err, index.ErrStale) {
		return k.create(ctx, nil)
	}
	if err != nil {
		return nil, err
	}
	last, err := k.archive.LastSeq(ctx)
	if err != nil {
		return x, err
	}
	if x.Seq() > last {
		return k.create(ctx, x)
	}
	k.set(x, State{Phase: CatchingUp})
	return x, nil
}

// again opens the index that broke, or could not be opened, once more.
func (k *keeper) again(ctx context.Context, x *index.Index) (*index.Index, error) {
	if x != nil {
		k.set(nil, State{Phase: Starting})
		discard(x)
	}
	return k.start(ctx)
}

// lockShared takes the lock of an index outside the library's own folder, once.
func (k *keeper) lockShared(ctx context.Context) error {
	if !k.shared || k.locked {
		return nil
	}
	dir := k.dir + ".lock"
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("open index: %w", err)
	}
	lock, err := archive.AcquireLock(dir)
	if err != nil {
		return fmt.Errorf("open index: %w", err)
	}
	k.locked = true
	context.AfterFunc(ctx, func() {
		<-k.ended
		lock.Release() // it also goes with the process
	})
	return nil
}

// create makes an empty index in place of x.
func (k *keeper) create(ctx context.Context, x *index.Index) (*index.Index, error) {
	k.set(nil, State{Phase: Indexing})
	discard(x)
	cutter, err := hanzi.Load(ctx)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(k.dir), 0o777); err != nil { // what stands at k.dir itself, Create takes away
		return nil, fmt.Errorf("make index: %w", err)
	}
	x, err = index.Create(k.dir, cutter, source{k.archive})
	if err != nil {
		return nil, err
	}
	k.set(x, State{Phase: Indexing})
	return x, nil
}

// follow applies the archive's changes until there are none left.
func (k *keeper) follow(ctx context.Context, x *index.Index) error {
	if x == nil {
		return index.ErrClosed
	}
	total, err := k.archive.Pending(ctx, x.Seq())
	if err != nil {
		return err
	}
	phase := CatchingUp
	if x.Seq() == 0 {
		phase = Indexing
	}
	for done := int64(0); ; {
		changes, err := k.archive.Changes(ctx, x.Seq(), batch)
		if err != nil {
			return err
		}
		if len(changes) == 0 {
			if err := k.learn(ctx, x); err != nil {
				return err
			}
			k.set(x, State{Phase: Ready, Done: done, Total: done})
			return nil
		}
		k.set(x, State{Phase: phase, Done: done, Total: max(total, done+int64(len(changes)))})
		if err := k.apply(ctx, x, changes); err != nil {
			return err
		}
		done += int64(len(changes))
	}
}

func (k *keeper) apply(ctx context.Context, x *index.Index, changes []archive.Change) error {
	var put, drop []paper.ArticleID
	for _, c := range changes {
		if c.Removed {
			drop = append(drop, c.ID)
		} else {
			put = append(put, c.ID)
		}
	}
	articles, err := k.archive.Present(ctx, put)
	if err != nil {
		return err
	}
	return x.Apply(ctx, articles, drop, changes[len(changes)-1].Seq)
}

// A source hands stored articles to the index.
type source struct{ a *archive.Archive }

func (s source) Articles(ctx context.Context, ids []paper.ArticleID) ([]*paper.Article, error) {
	return s.a.Present(ctx, ids)
}
