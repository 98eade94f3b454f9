package index

import (
	"errors"
	"sync"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// A rest is what a background task of the store takes when it failed, before it tries again. The
// store itself would try again at once, which on a full disk costs a processor for as long as it
// is full. Each rest takes twice the one before, up to longestRest.
type rest struct {
	closing <-chan struct{} // ends it

	mu     sync.Mutex
	last   time.Duration // 0: the task does not fail
	cause  error         // why it does
	failed chan struct{} // closed while it does
}

const firstRest, longestRest = time.Second, time.Minute

func newRest(closing <-chan struct{}) *rest {
	return &rest{closing: closing, failed: make(chan struct{})}
}

// take waits, after err.
func (r *rest) take(err error) {
	r.mu.Lock()
	if r.last == 0 {
		close(r.failed)
	}
	r.last, r.cause = min(max(firstRest, 2*r.last), longestRest), err
	wait := r.last
	r.mu.Unlock()
	select {
	case <-r.closing:
	case <-time.After(wait):
	}
}

// end says that the task has done what it had to.
func (r *rest) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.last != 0 {
		r.last, r.cause, r.failed = 0, nil, make(chan struct{})
	}
}

// failing gives a channel that is closed when the task next fails, at once where it does now.
func (r *rest) failing() <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.failed
}

// why tells what the task fails by; nil when it does not.
func (r *rest) why() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.cause
}

// The store tells what its background tasks run into, in their own goroutines, by functions that are
// registered before any index is open. These find the index they speak of by its folder or its store.
const callbacks = "baoge"

var (
	opened  sync.Map // folder → *Index
	running sync.Map // *scorch.Scorch → *Index
)

func init() {
	scorch.RegistryAsyncErrorCallbacks[callbacks] = func(err error, dir string) {
		if x, ok := opened.Load(dir); ok {
			x.(*Index).taskFailed(err)
		}
	}
	scorch.RegistryEventCallbacks[callbacks] = func(e scorch.Event) bool {
		if x, ok := running.Load(e.Scorch); ok && e.Kind == scorch.EventKindMergerProgress {
			x.(*Index).merging.end()
		}
		return true
	}
}

// taskFailed is called by a background task of the store that failed, which goes on when it returns.
func (x *Index) taskFailed(err error) {
	var failure *scorch.ScorchError
	switch known := errors.As(err, &failure); {
	case known && failure.ErrType == scorch.ErrCleanup: // old files stay, until it is next tried
	case known && failure.ErrType == scorch.ErrPersist && failure.Source == "merger": // what is not merged is searched as well
		x.merging.take(err)
	case known && failure.ErrType == scorch.ErrPersist:
		x.breakDown(err)
		x.persisting.take(err)
	default: // the task is gone
		x.breakDown(err)
	}
}

// breakDown marks the index as one that takes no more changes: its store would wait
// for a task that is gone.
func (x *Index) breakDown(err error) {
	x.breaks.Do(func() {
		x.cause = err
		close(x.broken)
	})
}

// Broken tells whether the index takes no more changes, until it is opened again.
func (x *Index) Broken() bool {
	select {
	case <-x.broken:
		return true
	default:
		return false
	}
}
