package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"baoge/app/query"

	"github.com/RoaringBitmap/roaring/v2"
)

const facetValues = 50

// facets counts the values of the articles found. Where it is not sure of some of
// them because counting them would have cost too long, they are counted as found.
func (f *finder) facets(ctx context.Context, res *Result) error {
	res.Facets = map[string][]Count{}
	for _, facet := range []struct {
		name, field string
		keep        func(string) bool
	}{
		{FacetYear, fieldDay, func(t string) bool { return len(t) == 4 }},
		{FacetAuthor, fieldAuthors, nil},
		{FacetLabel, fieldLabels, nil},
		{FacetSection, fieldSections, nil},
	} {
		counts := map[string]int{}
		for i, s := range f.v.segs {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := s.countValues(facet.field, f.result[i], facet.keep, counts); err != nil {
				return err
			}
		}
		res.Facets[facet.name] = top(counts, facet.name == FacetYear)
	}
	where, err := f.whereFound(ctx)
	if err != nil {
		return err
	}
	res.Facets[FacetField] = where
	return nil
}

func (s *segView) countValues(field string, in *roaring.Bitmap, keep func(string) bool, counts map[string]int) error {
	err := s.eachPosting(field, keep, func(t string, b *roaring.Bitmap) {
		if n := b.AndCardinality(in); n > 0 {
			counts[t] += int(n)
		}
	})
	if err != nil {
		return fmt.Errorf("count %s: %w", field, err)
	}
	return nil
}

// whereFound counts the articles found that have in their title what is asked for, and
// those that have it in their body: what 标题: and 正文: before the line find. Where only the
// stored texts tell, they are read as long as counting may take.
func (f *finder) whereFound(ctx context.Context) ([]Count, error) {
	if len(f.texts) == 0 {
		return []Count{}, nil
	}
	out := []Count{{"title", 0}, {"body", 0}}
	for i, field := range []query.Field{query.Title, query.Body} {
		p := planner{ctx: ctx, cutter: f.x.cutter, view: f.v, tier: f.tier}
		in := &finder{x: f.x, v: f.v, want: p.node(query.Query{Root: f.root}.In(field).Root, "", false), options: Options{Sort: Newest}}
		if p.failed != nil {
			return nil, p.failed
		}
		if err := in.match(ctx); err != nil {
			return nil, err
		}
		in.unsure = 0
		for k, found := range f.result {
			same := in.sure[k] == in.maybe[k]
			in.maybe[k] = roaring.And(in.maybe[k], found)
			if in.sure[k] = in.maybe[k]; !same {
				in.sure[k] = roaring.And(in.result[k], found)
				in.unsure += int(in.maybe[k].GetCardinality()) - int(in.sure[k].GetCardinality())
			}
		}
		q := in.candidates()
		counted := &Result{Total: len(q.all) - in.unsure}
		if err := in.countRest(ctx, q, counted, in.unsure, time.Now()); err != nil {
			return nil, err
		}
		out[i].Count = counted.Total
	}
	return out, nil
}

// top lists counts, the most frequent first, or by value.
func top(counts map[string]int, byValue bool) []Count {
	out := make([]Count, 0, len(counts))
	for v, n := range counts {
		out = append(out, Count{v, n})
	}
	slices.SortFunc(out, func(a, b Count) int {
		if byValue {
			return cmp.Compare(a.Value, b.Value)
		}
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	if !byValue && len(out) > facetValues {
		out = out[:facetValues]
	}
	return out
}
