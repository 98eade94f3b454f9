package index

import (
	"context"
	"fmt"
	"testing"

	"baoge/app/paper"
	"baoge/app/query"
)

// TestSettle puts articles one by one, withdraws some, and settles: one segment, which has the
// others, and is smaller.
func TestSettle(t *testing.T) {
	src, dir := memory{}, t.TempDir()
	x, err := Create(dir, cutter(t), src)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	seq := int64(0)
	for n := range 20 {
		a := &paper.Article{ID: paper.ArticleID(fmt.Sprintf("a%03d", n)), Headline: fmt.Sprintf("礼让斑马线 %d", n)}
		a.Blocks = []paper.Block{{Kind: paper.Paragraph, Text: fmt.Sprintf("第%d篇：行人过斑马线，车辆礼让。", n)}}
		src[a.ID] = a
		seq++
		if err := x.Apply(context.Background(), []*paper.Article{a}, nil, seq); err != nil {
			t.Fatal(err)
		}
	}
	if err := x.Apply(context.Background(), nil, []paper.ArticleID{"a003", "a012"}, seq+1); err != nil {
		t.Fatal(err)
	}
	if err := x.Settle(context.Background()); err != nil {
		t.Fatal(err)
	}
	if s, err := x.Unsettled(); err != nil || s != Settled {
		t.Errorf("settled: %v %v", s, err)
	}
	v, err := x.view()
	if err != nil {
		t.Fatal(err)
	}
	if len(v.segs) != 1 || v.total != 18 {
		t.Errorf("%d segments, %d articles", len(v.segs), v.total)
	}
	v.close()
	for line, want := range map[string]int{"斑马线": 18, "标题:12": 0, "标题:18": 1, `"第19篇"`: 1, `"第3篇"`: 0} {
		q, _ := query.Parse(line)
		r, err := x.Search(context.Background(), q, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Total; got != want && !r.Nearest {
			t.Errorf("%s: %d found, want %d", line, got, want)
		}
	}
}

func TestSettling(t *testing.T) {
	for _, c := range []struct {
		sizes []int
		live  int
		want  Settling
	}{
		{nil, 0, Settled}, {[]int{4000}, 4000, Settled}, {[]int{4000, 500}, 4500, Settled}, {[]int{4000, 501}, 4501, SettleAtOnce},
		{[]int{4000}, 3000, Settled}, {[]int{4000, 10}, 3000, SettleAtOnce}, {[]int{5000, 5000}, 10000, SettleSoon}, {[]int{90000, 9000, 2000, 1000}, 102000, SettleSoon},
		{[]int{500000, 500000}, 1000000, Settled},
	} {
		if got := settling(c.sizes, c.live); got != c.want {
			t.Errorf("%v, %d live: %v, want %v", c.sizes, c.live, got, c.want)
		}
	}
}
