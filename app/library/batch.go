package library

import (
	"context"
	"time"

	"baoge/app/archive"
)

// Small pages are committed together: a folder of thousands of them would else wait for
// the disk once for each. Each is whole or not there all the same, and told of only after
// its commit.
const (
	batchPages = 64                     // at most so many
	batchBytes = 4 << 20                // and so large
	batchWait  = 200 * time.Millisecond // and the first waits no longer
	smallPage  = 64 << 10               // bytes, twice what a page holds; larger ones are committed by themselves
)

// A pageBatch is small pages that were read and wait for their commit.
type pageBatch struct {
	pages []*reading
	bytes int
	timer *time.Timer // runs while pages wait
}

// late tells when the first page has waited long enough; nil while none waits.
func (b *pageBatch) late() <-chan time.Time {
	if len(b.pages) == 0 {
		return nil
	}
	return b.timer.C
}

func (b *pageBatch) add(r *reading) {
	if len(b.pages) == 0 {
		b.timer = time.NewTimer(batchWait)
	}
	b.pages = append(b.pages, r)
	b.bytes += len(r.file.Source.Bytes)
}

// empty gives the pages that wait, and waits for none.
func (b *pageBatch) empty() []*reading {
	pages := b.pages
	if len(pages) > 0 {
		b.timer.Stop()
	}
	b.pages, b.bytes = nil, 0
	return pages
}

// await waits for a channel; a batch that grows late meanwhile is stored.
func await[T any](ctx context.Context, i *importer, c <-chan T) (v T, ok bool, err error) {
	for {
		select {
		case v, ok = <-c:
			return v, ok, nil
		case <-i.batch.late():
			if err := i.flush(ctx); err != nil {
				return v, false, err
			}
		}
	}
}

// store takes files in their order: small pages together, others by themselves.
func (i *importer) store(ctx context.Context, inOrder <-chan *reading) error {
	for {
		r, ok, err := await(ctx, i, inOrder)
		if err != nil {
			return err
		}
		if !ok {
			return i.flush(ctx)
		}
		if _, _, err := await(ctx, i, r.ready); err != nil {
			return err
		}
		small := i.small(r)
		if !small {
			if err := i.flush(ctx); err != nil {
				return err
			}
		}
		if err = i.pass(ctx); err != nil {
			return err
		}
		if !small {
			err = i.take(ctx, r)
		} else if i.batch.add(r); len(i.batch.pages) >= i.most || i.batch.bytes >= batchBytes {
			err = i.flush(ctx)
		}
		if err != nil {
			return err
		}
	}
}

// pass waits while the import is paused. What was read before is not to wait for the end of it.
func (i *importer) pass(ctx context.Context) error {
	return i.p.pass(ctx, func() error { return i.flush(ctx) })
}

// small reports whether a file may wait for others. One with pictures does not: they are on
// the disk before its commit.
func (i *importer) small(r *reading) bool {
	return !i.dry && r.err == nil && !r.rows && len(r.file.Media) == 0 && len(r.file.Source.Bytes) <= smallPage
}

// flush commits the pages that wait.
func (i *importer) flush(ctx context.Context) error {
	waiting := i.batch.empty()
	if len(waiting) > 1 {
		pages := make([]archive.Page, len(waiting))
		for k, r := range waiting {
			pages[k] = pageOf(r.file, r.origin, i.request.Options)
		}
		added, err := i.archive.AddPages(ctx, pages, i.how())
		if err == nil {
			return i.tellAll(ctx, waiting, added)
		}
		// One by one, then, so that the pages before the one at fault are stored.
	}
	for _, r := range waiting {
		if err := i.take(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// tellAll reports pages that were committed together, all of them also when ctx has ended.
func (i *importer) tellAll(ctx context.Context, pages []*reading, added []archive.Added) (err error) {
	ctx = context.WithoutCancel(ctx)
	for k, r := range pages {
		if e := i.finish(ctx, r, func(report *FileReport) error {
			i.describe(r.file, report)
			i.tellPage(r, report, added[k])
			return nil
		}); err == nil {
			err = e
		}
	}
	return err
}
