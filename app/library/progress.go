package library

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// Progress is the state of a running import: counters that any goroutine may read at any
// time, and the handle to halt it.
type Progress struct {
	Files    atomic.Int64 // found so far
	Walked   atomic.Bool  // Files and Size are final
	Finished atomic.Int64 // files read and stored, or failed
	Failed   atomic.Int64
	Articles atomic.Int64 // new ones stored
	Bytes    atomic.Int64 // of sources read
	Size     atomic.Int64 // bytes of the files found so far; members of archives are not counted
	current  atomic.Pointer[string]
	over     atomic.Int64 // bytes of Size that are dealt with

	mu      sync.Mutex
	began   time.Time
	halted  time.Time     // when it was paused; zero while it runs
	pauses  time.Duration // before that
	running chan struct{} // closed when a pause ends
}

// Current is the path being stored.
func (p *Progress) Current() string {
	if s := p.current.Load(); s != nil {
		return *s
	}
	return ""
}

// Pause halts the import after the file, or the thousand rows, in hand.
func (p *Progress) Pause() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.halted.IsZero() {
		p.halted, p.running = time.Now(), make(chan struct{})
	}
}

// Resume lets a paused import go on.
func (p *Progress) Resume() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.halted.IsZero() {
		p.pauses += time.Since(p.halted)
		p.halted = time.Time{}
		close(p.running)
	}
}

// Paused reports whether the import is halted.
func (p *Progress) Paused() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return !p.halted.IsZero()
}

func (p *Progress) begin() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.began = time.Now()
}

// pass waits while the import is paused; before it waits it calls halting.
func (p *Progress) pass(ctx context.Context, halting func() error) error {
	p.mu.Lock()
	halted, running := !p.halted.IsZero(), p.running
	p.mu.Unlock()
	if halted {
		if err := halting(); err != nil {
			return err
		}
		select {
		case <-running:
		case <-ctx.Done():
		}
	}
	return ctx.Err()
}

// Share is how much of the import is done, from 0 to 1: by bytes, else by files. ok is
// false while files are still being looked for.
func (p *Progress) Share() (share float64, ok bool) {
	if !p.Walked.Load() {
		return 0, false
	}
	if size := p.Size.Load(); size > 0 {
		return min(1, float64(p.over.Load())/float64(size)), true
	}
	if files := p.Files.Load(); files > 0 {
		return float64(p.Finished.Load()) / float64(files), true
	}
	return 1, true
}

// Remaining estimates the time still needed, from what is done so far; pauses do not
// count. ok is false before there is ground for an estimate.
func (p *Progress) Remaining() (left time.Duration, ok bool) {
	share, ok := p.Share()
	p.mu.Lock()
	defer p.mu.Unlock()
	if !ok || p.began.IsZero() {
		return 0, false
	}
	took := time.Since(p.began) - p.pauses
	if !p.halted.IsZero() {
		took -= time.Since(p.halted)
	}
	if took < time.Second || share < 0.01 {
		return 0, false
	}
	return time.Duration(float64(took) * (1 - share) / share), true
}
