package printer

import (
	"context"
	"errors"
	"time"
)

// A Watch says how a job is followed. The zero value asks once a second, and waits half a
// minute for a printer that does not answer.
type Watch struct {
	Every    time.Duration
	Patience time.Duration // how long a silent or unreachable printer is waited for
	Show     func(Job)     // called when anything changed, on the caller's goroutine; may be nil
}

// Follow stays with a job until nothing more comes of it. It returns nil when the job was
// printed, else what became of it: [ErrAborted], [ErrCancelled], [ErrDocument],
// [ErrVanished] after the patience, [ErrStopped] when the printer was stopped and the job
// waits for someone to start it. Paper and jams are waited for: they are shown. The
// context ends the following, never the job.
func Follow(ctx context.Context, s Spooler, id JobID, w Watch) (Job, error) {
	if w.Every <= 0 {
		w.Every = time.Second
	}
	if w.Patience <= 0 {
		w.Patience = 30 * time.Second
	}
	tick := time.NewTicker(w.Every)
	defer tick.Stop()
	last, heard := Job{ID: id, State: Waiting}, time.Now()
	for {
		job, err := s.Job(ctx, id)
		switch {
		case ctx.Err() != nil:
			return last, ctx.Err()
		case err != nil && !errors.Is(err, ErrVanished) && !errors.Is(err, ErrNoServer):
			return last, err
		case err != nil:
			job, err = last, nil
			job.Trouble = Offline
		case job.Trouble != Offline:
			heard = time.Now()
		}
		if job != last && w.Show != nil {
			w.Show(job)
		}
		last = job
		if job.State.Ended() {
			return job, job.failure()
		}
		if job.Trouble == Paused {
			return job, &Error{Op: "follow", Printer: id.Printer, Message: job.Message, Err: ErrStopped}
		}
		if time.Since(heard) > w.Patience {
			return job, &Error{Op: "follow", Printer: id.Printer, Message: job.Message, Err: ErrVanished}
		}
		select {
		case <-ctx.Done():
			return last, ctx.Err()
		case <-tick.C:
		}
	}
}

// failure is nil for a job that was printed.
func (j Job) failure() error {
	why := map[State]error{Cancelled: ErrCancelled, Aborted: ErrAborted, Refused: ErrDocument}[j.State]
	if why == nil {
		return nil
	}
	return &Error{Op: "follow", Printer: j.ID.Printer, Message: j.Message, Err: why}
}
