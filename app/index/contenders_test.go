package index

import (
	"context"
	"reflect"
	"testing"

	"baoge/app/query"
)

// TestContenders ranks by the heavy terms first and by all terms at once: the best are the same, with
// the same scores.
func TestContenders(t *testing.T) {
	dir, src := fillMixed(t)
	x, err := Open(dir, cutter(t), src)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	v, err := x.view()
	if err != nil {
		t.Fatal(err)
	}
	defer v.close()
	ctx, left := context.Background(), 0
	for _, a := range mixed(t, 60) {
		text := a.Headline + a.Body()
		for _, line := range []query.Query{{Root: query.Words(text)}, {Root: query.Words([]rune(text)[:min(30, len([]rune(text)))])}, {Root: query.And{query.Words("凯里"), query.Words(a.Headline)}}} {
			for _, tier := range []tier{everything, quarter, nothing} {
				best := func(n int) ([]candidate, bool) {
					f, err := x.plan(ctx, v, line, Options{}, tier)
					if err != nil {
						t.Fatal(err)
					}
					if err := f.match(ctx); err != nil {
						t.Fatal(err)
					}
					these := f.maybe
					if tier == nothing {
						these = nil
					}
					defer f.done()
					if err := f.score(ctx, n, these); err != nil {
						t.Fatal(err)
					}
					return f.best(7, these), f.kept != nil && cardinality(f.kept) < v.total/2
				}
				want, _ := best(0)
				got, few := best(7)
				if left += boolInt(few); !reflect.DeepEqual(got, want) {
					t.Fatalf("%.60s…, tier %d: the best are %v, want %v", line, tier, got, want)
				}
			}
		}
	}
	if left < 60 {
		t.Errorf("articles are left out %d times: this test compares too little", left)
	}
}
