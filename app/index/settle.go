package index

import (
	"context"
	"fmt"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
)

// Bounds of settling.
const (
	settleMost  = 200000 // articles; a larger index is left to the store, which merges what is of one size
	settleShare = 8      // the largest segment may have so many times what the others have
)

// A Settling says whether an index would be smaller and quicker as one segment.
type Settling int

// What settling would come to.
const (
	Settled      Settling = iota
	SettleSoon            // some seconds of a processor, for when nothing else is to be done
	SettleAtOnce          // a small index: a tenth of a second
)

const settleAtOnce = 5000 // articles

// Unsettled tells whether Settle would do something that is worth it. Where articles come one
// by one that is so each time their number has grown by an eighth, so all the settling
// there ever is costs as much as writing the index some times over. While merging fails it says Settled.
func (x *Index) Unsettled() (Settling, error) {
	if x.merging.why() != nil {
		return Settled, nil
	}
	return reading(x, func(v *view) (Settling, error) {
		sizes := make([]int, len(v.segs))
		for i, s := range v.segs {
			sizes[i] = s.n
		}
		return settling(sizes, v.total), nil
	})
}

// settling judges segments of so many articles, of which so many are not deleted.
func settling(sizes []int, live int) Settling {
	all, largest := 0, 0
	for _, n := range sizes {
		all += n
		largest = max(largest, n)
	}
	switch others := all - largest + all - live; {
	case len(sizes) < 2 || others*settleShare <= largest || all > settleMost: // the store does not make one segment of one
		return Settled
	case all <= settleAtOnce:
		return SettleAtOnce
	}
	return SettleSoon
}

// Settle makes one segment of the index. Searches go on; Apply waits its turn. When ctx ends the
// index stays as it was. Where merging fails, as on a full disk, the index is searched as it is, and
// merged some time after there is room: that is no error.
func (x *Index) Settle(ctx context.Context) error {
	if err := x.enter(); err != nil {
		return err
	}
	defer x.life.RUnlock()
	if err := x.sums.wait(ctx); err != nil {
		return fmt.Errorf("settle index %s: %w", x.dir, err)
	}
	store, ok := x.store.(*scorch.Scorch)
	if !ok {
		return nil
	}
	done := make(chan error, 1)
	go func() { done <- store.ForceMerge(ctx, &mergeplan.SingleSegmentMergePlanOptions) }()
	select {
	case err := <-done:
		if err != nil {
			return fmt.Errorf("settle index %s: %w", x.dir, err)
		}
		return nil
	case <-x.merging.failing(): // the store tries again, see rest
		return nil
	case <-x.broken:
		return fmt.Errorf("settle index %s: %w", x.dir, x.cause)
	}
}
