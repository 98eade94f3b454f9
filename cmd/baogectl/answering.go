package main

import (
	"context"
	"errors"
	"time"

	"baoge/app/library"
)

// How long a search waits until the checksums of the index are compared, which takes 30 ms for
// 97,000 articles: before it is answered, and, with the answer out, before the program ends.
const (
	beforeAnswer = 500 * time.Millisecond
	afterAnswer  = 3 * time.Second
)

// A checkedIndex is what library.Library tells about its index.
type checkedIndex interface {
	WaitReady(context.Context) error
	Intact(context.Context) error
	Status() library.State
}

// answering calls search with the index in step. Where the index turns out to be damaged before, it
// is made anew first; where only after, the answer is said to be doubtful. What is not compared by
// then the next search compares again, from files that the system has read already.
func (d *desk) answering(x checkedIndex, search func() error) error {
	if err := d.ready(x); err != nil {
		return err
	}
	err := d.intact(x, beforeAnswer)
	late := errors.Is(err, context.DeadlineExceeded)
	if errors.Is(err, library.ErrDamagedIndex) {
		d.say("索引有损坏，正在重编，编好就搜。")
		err = d.ready(x)
	}
	if err != nil && !late {
		return err
	}
	if err := search(); err != nil || !late {
		return err
	}
	if errors.Is(d.intact(x, afterAnswer), library.ErrDamagedIndex) {
		d.say("索引有损坏，这次的结果可能不对；请再搜一次，会先重编索引。")
		return errReported
	}
	return nil
}

// intact tells whether the index is whole, or fails by context.DeadlineExceeded where that is not known in time.
func (d *desk) intact(x checkedIndex, within time.Duration) error {
	ctx, stop := context.WithTimeout(d.ctx, within)
	defer stop()
	return x.Intact(ctx)
}
