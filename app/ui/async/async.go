// Package async is the one seam between the window and everything slow. Work
// runs off the UI goroutine, its result is shown on it, and a result that a
// newer call overtook is dropped. No other package under ui writes go or
// fyne.Do; a test says so.
//
// Begin with a [Slot] for each thing on the screen that is filled from outside
// (the list, the reader, the hits) and [Load] into it.
//
// Everything here is called on the UI goroutine, and every callback runs on it,
// save the fetch of a Load, which must touch nothing of the window.
package async

import (
	"context"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
)

// spawn and onUI are how work leaves the UI goroutine and comes back; tests of
// screens run both in place (see [InPlace]).
var (
	spawn = func(f func()) { go f() }
	onUI  = func(f func()) {
		if !ended.Load() {
			fyne.Do(f)
		}
	}
	inPlace bool
	ended   atomic.Bool
)

// End is called when the window closes: what still comes back from other goroutines
// is dropped, as there is no UI goroutine any more to show it on.
func End() { ended.Store(true) }

// A Slot is one place on the screen that holds at most one pending load. The
// zero Slot is ready. A Slot must not be copied once used.
type Slot struct {
	turn   uint64 // of the newest load or timer; older ones are dropped
	cancel func()
}

// Cancel drops what is pending: its context ends, and neither show nor fail of
// it will be called.
func (s *Slot) Cancel() {
	s.turn++
	if s.cancel != nil {
		s.cancel()
		s.cancel = nil
	}
}

// Busy reports whether a load or timer is pending.
func (s *Slot) Busy() bool { return s.cancel != nil }

// Load fetches off the UI goroutine and hands the result to show, or the error
// to fail, on it. A newer Load, After or Cancel on the same slot ends the
// context of this one and drops whatever it still brings. A nil fail drops errors.
func Load[T any](s *Slot, fetch func(context.Context) (T, error), show func(T), fail func(error)) {
	s.Cancel()
	turn := s.turn
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	spawn(func() {
		v, err := fetch(ctx)
		onUI(func() {
			cancel()
			if s.turn != turn {
				return
			}
			s.cancel = nil
			switch {
			case err == nil:
				show(v)
			case fail != nil:
				fail(err)
			}
		})
	})
}

// Meanwhile runs f on another goroutine; wait returns when it is done. For the start
// of the program, where two slow things need not come after each other.
func Meanwhile(f func()) (wait func()) {
	done := make(chan struct{})
	spawn(func() {
		defer close(done)
		f()
	})
	return func() { <-done }
}

// After calls f once d has passed, unless the slot was used or cancelled meanwhile.
func After(s *Slot, d time.Duration, f func()) {
	s.Cancel()
	if inPlace {
		f()
		return
	}
	turn := s.turn
	t := time.AfterFunc(d, func() {
		onUI(func() {
			if s.turn == turn {
				s.cancel = nil
				f()
			}
		})
	})
	s.cancel = func() { t.Stop() }
}

// Every calls f each time d has passed, until stop. A call is left out while an
// earlier one has not yet run, so a busy window is not piled up with them.
func Every(d time.Duration, f func()) (stop func()) {
	if inPlace {
		return func() {}
	}
	done := make(chan struct{})
	over := false
	waiting := make(chan struct{}, 1)
	spawn(func() {
		tick := time.NewTicker(d)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
			}
			select {
			case waiting <- struct{}{}:
				onUI(func() {
					<-waiting
					if !over {
						f()
					}
				})
			default:
			}
		}
	})
	return func() {
		if !over {
			over = true
			close(done)
		}
	}
}

// Wait is Load for what may take for ever: another process's call, a change somewhere
// else. In place, where it would never return, nothing is waited for.
func Wait[T any](s *Slot, wait func(context.Context) (T, error), show func(T)) {
	if inPlace {
		return
	}
	Load(s, wait, show, nil)
}

// Follow runs what goes on telling until its context ends, as the watching of a folder does,
// and hands each value it tells to show, in order. When run returns by itself, ended gets
// its error. A newer use of the slot or Cancel ends it, and nothing it tells after that is
// shown. In place, where it would never return, it does not run.
func Follow[T any](s *Slot, run func(ctx context.Context, tell func(T)) error, show func(T), ended func(error)) {
	s.Cancel()
	if inPlace {
		return
	}
	turn := s.turn
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	spawn(func() {
		err := run(ctx, func(v T) {
			onUI(func() {
				if s.turn == turn {
					show(v)
				}
			})
		})
		onUI(func() {
			cancel()
			if s.turn == turn {
				s.cancel = nil
				ended(err)
			}
		})
	})
}

// InPlace makes loads run on the caller and timers fire at once, and tickers and
// waits not at all, until the test t ends: a screen's test then reads what the
// screen shows right after the event, without sleeping. Tests using it must not
// run in parallel.
func InPlace(t interface{ Cleanup(func()) }) {
	s, u := spawn, onUI
	spawn, onUI, inPlace = func(f func()) { f() }, func(f func()) { f() }, true
	t.Cleanup(func() { spawn, onUI, inPlace = s, u, false })
}
