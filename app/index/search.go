package index

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"baoge/app/query"
)

const (
	defaultLimit = 20
	ranked       = 100                   // articles the second stage reads
	countFor     = 50 * time.Millisecond // how long counting may go on after the hits are found
	lookTimes    = 4                     // so many times longer a first page is filled when what is found is rare among what may be
	laterTimes   = 16                    // and a later one
	readAtOnce   = 50                    // articles read in one go, at least
	maxAtOnce    = 400                   // and at most
)

// Search finds the articles that q asks for. An empty query finds every article.
// When ctx ends, Search returns its error within some milliseconds.
func (x *Index) Search(ctx context.Context, q query.Query, o Options) (*Result, error) {
	return reading(x, func(v *view) (*Result, error) {
		if o.Limit <= 0 {
			o.Limit = defaultLimit
		}
		o.Offset = max(o.Offset, 0)
		res, err := x.search(ctx, v, q, o, everything)
		if err != nil || res.Total > 0 || q.Empty() {
			return res, err
		}
		first := onePart
		if terms, _ := parts(q.Root); len(terms) < 2 {
			first = half
		}
		for t := first; t <= quarter; t++ {
			near, err := x.search(ctx, v, q, o, t)
			if err != nil {
				return nil, err
			}
			if near.Total > 0 {
				res = near
				res.Nearest = true
				break
			}
		}
		return res, x.explain(ctx, v, q, res)
	})
}

// reading hands the index as it stands to do, and answers with its answer; what goes wrong
// with the index's data is an error.
func reading[T any](x *Index, do func(v *view) (T, error)) (out T, err error) {
	if err := x.enter(); err != nil {
		return out, err
	}
	defer x.life.RUnlock()
	defer x.survive(&err)()
	v, err := x.view()
	if err != nil {
		return out, err
	}
	defer v.close()
	return do(v)
}

// survive turns a panic over damaged data, and a fault in a mapped file that was cut
// short, into an error that asks for a new index; the fault is told by Stale, too. Use:
// defer x.survive(&err)().
func (x *Index) survive(err *error) func() {
	old := debug.SetPanicOnFault(true)
	return func() {
		debug.SetPanicOnFault(old)
		if r := recover(); r != nil {
			if _, fault := r.(interface{ Addr() uintptr }); fault { // see debug.SetPanicOnFault
				x.sums.tell()
			}
			*err = fmt.Errorf("read index %s: %v: %w", x.dir, r, ErrStale)
		}
	}
}

// SearchText ranks articles by a plain text, a question or a headline: no operators,
// no word required.
func (x *Index) SearchText(ctx context.Context, text string, limit int) ([]Hit, error) {
	return reading(x, func(v *view) ([]Hit, error) {
		if limit <= 0 {
			limit = defaultLimit
		}
		f, err := x.plan(ctx, v, query.Query{Root: query.Words(text)}, Options{Limit: limit}, nothing)
		if err != nil || len(f.probes) == 0 {
			return nil, err
		}
		return f.rank(ctx)
	})
}

// Count is the number of articles in the index.
func (x *Index) Count() int {
	if x.enter() != nil {
		return 0
	}
	defer x.life.RUnlock()
	r, err := x.store.Reader()
	if err != nil {
		return 0
	}
	defer r.Close()
	n, err := r.DocCount()
	if err != nil {
		return 0
	}
	return int(n)
}
