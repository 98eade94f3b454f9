package index

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"baoge/app/paper"
	"baoge/app/query"
)

// A set of articles limits the hits: beside words, alone, turned round, and for the nearest;
// those put anew count once, those removed not at all, those unknown nowhere.
func TestAmong(t *testing.T) {
	var all []*paper.Article
	for i := range 9 {
		all = append(all, &paper.Article{ID: paper.ArticleID(fmt.Sprintf("among%011d", i)), Headline: fmt.Sprintf("第%d座桥", i), Blocks: []paper.Block{{Kind: paper.Paragraph, Text: "桥修好了。"}}})
	}
	x := newIndex(t, all)
	again := *all[2]
	again.Headline = "第二座桥又修"
	if err := x.Apply(context.Background(), []*paper.Article{&again}, []paper.ArticleID{all[3].ID}, 99); err != nil {
		t.Fatal(err)
	}
	x.source.(memory)[again.ID] = &again
	set := query.Among{Said: query.In{Field: query.Tag, Node: query.Words("甲")}, IDs: []paper.ArticleID{all[1].ID, all[2].ID, all[3].ID, "unknown"}}
	for _, c := range []struct {
		name string
		ask  query.Node
		want []int
	}{
		{"alone", set, []int{1, 2}},
		{"beside words", query.And{query.Words("修好"), set}, []int{1, 2}},
		{"beside others", query.And{query.In{Field: query.Title, Node: query.Phrase("又修")}, set}, []int{2}},
		{"without", query.And{query.Words("修好"), query.Not{Node: set}}, []int{0, 4, 5, 6, 7, 8}},
		{"none", query.And{query.Words("修好"), query.Among{Said: set.Said}}, nil},
		{"the nearest", query.And{query.Words("修好"), query.Words("无此词汇"), set}, []int{1, 2}},
	} {
		r, err := x.Search(context.Background(), query.Query{Root: c.ask}, Options{Limit: 20})
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		var got, want []paper.ArticleID
		for _, h := range r.Hits {
			got = append(got, h.ID)
		}
		for _, n := range c.want {
			want = append(want, all[n].ID)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) || r.Total != len(want) {
			t.Errorf("%s: %d, %v; want %v", c.name, r.Total, got, want)
		}
	}
}

// A set that is asked for again is not looked up again, also by another search, while what came
// and went since is.
func TestAmongAgain(t *testing.T) {
	var all []*paper.Article
	var ids []paper.ArticleID
	for i := range 300 {
		a := &paper.Article{ID: paper.ArticleID(fmt.Sprintf("again%011d", 299-i)), Blocks: []paper.Block{{Kind: paper.Paragraph, Text: "桥修好了。"}}}
		all, ids = append(all, a), append(ids, a.ID)
	}
	x := newIndex(t, all[:200])
	if err := x.Settle(context.Background()); err != nil { // else segments may be merged meanwhile, and those are others
		t.Fatal(err)
	}
	ask := func(ids []paper.ArticleID) (found, asked int) {
		t.Helper()
		v, err := x.view()
		if err != nil {
			t.Fatal(err)
		}
		defer v.close()
		q := query.Query{Root: query.And{query.Words("修好"), query.Among{Said: query.In{Field: query.Tag, Node: query.Words("甲")}, IDs: ids}}}
		r, err := x.search(context.Background(), v, q, Options{Facets: true}, everything)
		if err != nil {
			t.Fatal(err)
		}
		return r.Total, v.asked()
	}
	if found, asked := ask(ids); found != 200 || asked < 200 {
		t.Errorf("first %d found by %d bitmaps", found, asked)
	}
	if found, asked := ask(slices.Clone(ids)); found != 200 || asked > 100 {
		t.Errorf("again %d found by %d bitmaps", found, asked)
	}
	if found, _ := ask(ids[1:]); found != 199 {
		t.Errorf("%d found of one less", found)
	}
	for _, a := range all[200:] {
		x.source.(memory)[a.ID] = a
	}
	if err := x.Apply(context.Background(), all[200:], ids[:50], 999); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if found, _ := ask(ids); found != 250 {
			t.Errorf("%d found after 100 came and 50 went", found)
		}
	}
	for n := range 3 * mostSets { // as many other tags
		if found, _ := ask(ids[n+100:]); found != 200-n {
			t.Errorf("%d found of %d", found, 200-n)
		}
	}
	if len(x.sets.last) != mostSets {
		t.Errorf("%d sets are kept", len(x.sets.last))
	}
}
