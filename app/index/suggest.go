package index

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"baoge/app/hanzi"
	"baoge/app/paper"
	"baoge/app/query"
)

// Suggestions is what a person may be about to type: what begins with, sounds like, or
// for headlines has in it, what stands in the box.
type Suggestions struct {
	Names     []Count // authors, by how many articles they have
	Sections  []Count
	Headlines []paper.ArticleID // of articles, the newest first; two may say the same
}

const suggestReads = 200 // articles read for headlines that may have it, at most

// Suggest looks for at most n names, n sections and n headlines. It takes some
// milliseconds at 100,000 articles and reads few of them.
func (x *Index) Suggest(ctx context.Context, typed string, n int) (_ *Suggestions, err error) {
	if err := x.enter(); err != nil {
		return nil, err
	}
	defer x.life.RUnlock()
	defer x.survive(&err)()
	out := &Suggestions{}
	t := fold(typed)
	says := strings.IndexFunc(t, func(r rune) bool { return hanzi.IsHan(r) || isAlnum(r) }) >= 0
	if !says || n <= 0 || len(t) > maxWords {
		return out, nil
	}
	v, err := x.view()
	if err != nil {
		return nil, err
	}
	defer v.close()
	if out.Names, err = x.beginning(v, fieldAuthors, t, n); err != nil {
		return nil, err
	}
	if out.Sections, err = x.beginning(v, fieldSections, t, n); err != nil {
		return nil, err
	}
	out.Headlines, err = x.headlinesWith(ctx, v, t, n)
	return out, err
}

// beginning lists the values of a field that begin with a folded text or sound so.
func (x *Index) beginning(v *view, field, t string, n int) ([]Count, error) {
	sounds := hanzi.Sounds(t)
	counts := map[string]int{}
	for _, s := range v.segs {
		values, err := x.columns.valuesOf(s, field)
		if err != nil {
			return nil, err
		}
		for _, u := range values {
			if strings.HasPrefix(u.folded, t) || slices.ContainsFunc(sounds, func(s hanzi.Sound) bool { return s.Begins(u.folded) }) {
				counts[u.raw] += u.articles
			}
		}
	}
	out := top(counts, false)
	return out[:min(n, len(out))], nil
}

// headlinesWith finds the newest articles whose title has a text.
func (x *Index) headlinesWith(ctx context.Context, v *view, t string, n int) (ids []paper.ArticleID, err error) {
	p := planner{ctx: ctx, cutter: x.cutter, view: v}
	f := &finder{x: x, v: v, options: Options{Sort: Newest}}
	f.want = p.text(t, query.Title, false, false)
	if sounds := hanzi.Sounds(t); sounds != nil {
		any := wantAny{f.want}
		for _, w := range p.sounding(sounds, query.Title) {
			any = append(any, newText(p.cutter, query.Title, w.word, true, true))
		}
	}
	if p.failed != nil {
		return nil, p.failed
	}
	if err := f.match(ctx); err != nil {
		return nil, err
	}
	q := f.candidates()
	for read := 0; len(ids) < n && len(q.all) > 0 && read < suggestReads; read += n {
		kept, err := f.check(ctx, asFound(q.take(n)), false)
		if err != nil {
			return nil, err
		}
		for _, k := range kept {
			ids = append(ids, k.id)
		}
	}
	return ids[:min(n, len(ids))], nil
}

// A value is one value of a field with how many articles have it, deleted ones included.
type value struct {
	raw, folded string
	articles    int
}

// valuesOf lists the values of a field of a segment, kept with its columns.
func (c *columns) valuesOf(s *segView, field string) ([]value, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if values, ok := s.col.values[field]; ok {
		return values, nil
	}
	var values []value
	var failed error
	err := s.eachTerm(field, "", func(t string) bool {
		b, err := s.postings(field, t, nil)
		if err != nil {
			failed = err
			return false
		}
		values = append(values, value{t, fold(t), int(b.GetCardinality())})
		return true
	})
	if err = cmp.Or(failed, err); err != nil {
		return nil, err
	}
	if s.col.values == nil {
		s.col.values = map[string][]value{}
	}
	s.col.values[field] = values
	return values, nil
}
