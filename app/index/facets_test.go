package index

import (
	"context"
	"testing"

	"baoge/app/query"
)

// TestPlacesFound compares the facet of places with what a click on it finds.
func TestPlacesFound(t *testing.T) {
	x := newIndex(t, seedArticles(t))
	for _, line := range []string{"凯里", "斑马线 礼让", "溺水 或 光盘", `"文明行为"`, "凯里市 -溺水", "标题:凯里 文明", "作者:凯文 斑马线", "日期:2023 凯里", "文明*", "礼让~", "夏季绿植", "kaili", "2"} {
		q, _ := query.Parse(line)
		all := search(t, x, line, Options{Facets: true, Limit: 100})
		for _, c := range all.Facets[FacetField] {
			in := q.In(query.Field(c.Value))
			r, err := x.Search(context.Background(), in, Options{Limit: 100})
			if err != nil {
				t.Fatal(err)
			}
			if r.Nearest {
				r.Total = 0
			}
			if r.Total != c.Count {
				t.Errorf("%s: the facet counts %d in %s, %s finds %d", line, c.Count, c.Value, in, r.Total)
			}
		}
		if len(all.Facets[FacetField]) != 2 {
			t.Errorf("%s: places %v", line, all.Facets[FacetField])
		}
	}
}
