package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"

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
	where, err := f.whereFound()
	if err != nil {
		return err
	}
	res.Facets[FacetField] = where
	return nil
}

func (s *segView) countValues(field string, in *roaring.Bitmap, keep func(string) bool, counts map[string]int) error {
	var failed error
	err := s.eachTerm(field, "", func(t string) bool {
		if keep != nil && !keep(t) {
			return true
		}
		var b *roaring.Bitmap
		if b, failed = s.postings(field, t, nil); failed != nil {
			return false
		}
		if n := b.AndCardinality(in); n > 0 {
			counts[t] += int(n)
		}
		return true
	})
	if failed != nil {
		return fmt.Errorf("count %s: %w", field, failed)
	}
	return err
}

// whereFound counts the articles that have any term that ranks in their title, and
// those that have one only elsewhere.
func (f *finder) whereFound() ([]Count, error) {
	if len(f.probes) == 0 {
		return []Count{}, nil
	}
	title, all := 0, 0
	for i, s := range f.v.segs {
		has := roaring.New()
		for _, p := range f.probes {
			if !p.word && len(f.probes) > 1 {
				continue
			}
			b, err := s.post(fieldTitle, p.text)
			if err != nil {
				return nil, err
			}
			has.Or(b)
		}
		title += int(has.AndCardinality(f.result[i]))
		all += int(f.result[i].GetCardinality())
	}
	return []Count{{"title", title}, {"body", all - title}}, nil
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
