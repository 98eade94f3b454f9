package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"baoge/app/paper"
	"baoge/app/query"

	"github.com/RoaringBitmap/roaring/v2"
)

// A finder runs one search of one view.
type finder struct {
	x       *Index
	v       *view
	root    query.Node
	tier    tier
	want    want
	texts   []asked
	options Options
	sure    []*roaring.Bitmap // by segment: these have what is wanted
	maybe   []*roaring.Bitmap // these may
	unsure  int               // how many may but not surely
	result  []*roaring.Bitmap // by segment: sure, or checked and found
	probes  []probe           // the terms that rank
	scores  [][]float32       // by segment; nil when no text ranks
	kept    []*roaring.Bitmap // by segment: these alone have scores; nil: all
	average float64
	asks    bool // a question, of which no article need have every word
}

// plan makes the finder of a query; its scores are given back by done.
func (x *Index) plan(ctx context.Context, v *view, q query.Query, o Options, t tier) (*finder, error) {
	p := planner{ctx: ctx, cutter: x.cutter, view: v, tier: t}
	f := &finder{x: x, v: v, root: q.Root, tier: t, options: o, average: v.averageLength()}
	f.want = p.node(q.Root, "", true)
	f.texts, f.asks = p.texts, p.asks && t >= half
	if p.failed != nil {
		return nil, p.failed
	}
	var err error
	for _, w := range p.unknown {
		t, err := x.commonest(ctx, v, w, anywhere)
		if err != nil {
			return nil, err
		}
		if t != "" {
			f.texts = append(f.texts, asked{t, 1})
		}
	}
	f.probes, err = probes(x.cutter, v, f.texts)
	return f, err
}

func (x *Index) search(ctx context.Context, v *view, q query.Query, o Options, t tier) (*Result, error) {
	f, err := x.plan(ctx, v, q, o, t)
	if err != nil {
		return nil, err
	}
	if t > everything && len(f.texts) == 0 {
		return &Result{}, nil
	}
	if err := f.match(ctx); err != nil {
		return nil, err
	}
	if o.Sort == Relevance && len(f.probes) > 0 {
		defer f.done()
		n := 0
		if need := f.need(); f.bestDo(need) {
			n = need
		}
		if err := f.score(ctx, n, f.maybe); err != nil {
			return nil, err
		}
	}
	return f.find(ctx)
}

// match asks the terms.
func (f *finder) match(ctx context.Context) error {
	for _, s := range f.v.segs {
		if err := ctx.Err(); err != nil {
			return err
		}
		sure, maybe, err := f.want.within(s)
		if err != nil {
			return err
		}
		f.sure, f.maybe = append(f.sure, sure), append(f.maybe, maybe)
		if sure != maybe {
			f.unsure += int(maybe.GetCardinality()) - int(sure.GetCardinality())
			sure = sure.Clone()
		}
		f.result = append(f.result, sure)
	}
	return nil
}

// spare keeps score columns from search to search: at a million articles they are megabytes.
var spare sync.Pool

func takeScores(n int) []float32 {
	if p, ok := spare.Get().(*[]float32); ok && cap(*p) >= n {
		sc := (*p)[:n]
		clear(sc)
		return sc
	}
	return make([]float32, n)
}

// done gives the scores back.
func (f *finder) done() {
	for _, sc := range f.scores {
		spare.Put(&sc)
	}
	f.scores = nil
}

// depth is how many articles the second stage reads. What answers a question has fewer of
// its words, and stands further down in the first stage.
func (f *finder) depth() int {
	if f.asks {
		return 2 * ranked
	}
	return ranked
}

// A found article, read when the second stage or a check needed its text.
type found struct {
	candidate
	id    paper.ArticleID
	text  *foldedArticle
	score float64
}

// need is how many hits are looked for.
func (f *finder) need() int {
	n := f.options.Offset + f.options.Limit
	if f.options.Sort == Relevance && len(f.probes) > 0 {
		n = max(n, f.depth())
	}
	return n
}

// find walks the candidates best first, checks those that are not sure on their
// stored text, scores the best anew, and counts.
func (f *finder) find(ctx context.Context) (*Result, error) {
	start := time.Now()
	need := f.need()
	rescored := 0
	if f.scores != nil {
		rescored = f.depth()
	}
	q := f.queue(need)
	sure := q.total - f.unsure
	var hits []found
	unsureRead, unsureFound := 0, 0
	for len(hits) < need && len(q.all) > 0 {
		batch := asFound(q.take(min(max(need-len(hits), readAtOnce), maxAtOnce)))
		kept, err := f.check(ctx, batch, len(hits) < rescored)
		if err != nil {
			return nil, err
		}
		for _, b := range batch {
			unsureRead += boolInt(!b.sure)
		}
		for _, h := range kept {
			unsureFound += boolInt(!h.sure)
		}
		hits = append(hits, kept...)
		if unsureRead > 0 && f.enough(len(hits), time.Since(start)) {
			break
		}
	}
	if f.scores != nil {
		if err := f.rescore(hits[:min(rescored, len(hits))]); err != nil {
			return nil, err
		}
		lower(hits, rescored)
	}
	res := &Result{Total: sure + unsureFound}
	if err := f.countRest(ctx, q, res, f.unsure-unsureRead, start); err != nil {
		return nil, err
	}
	for _, h := range hits[min(f.options.Offset, len(hits)):min(f.options.Offset+f.options.Limit, len(hits))] {
		res.Hits = append(res.Hits, Hit{h.id, h.score})
	}
	if f.options.Facets {
		return res, f.facets(ctx, res)
	}
	return res, nil
}

// enough tells whether looking for more hits ends, after so many and so long. Where nothing is
// found all is looked through, but for marks alone: 。！。！ A later page that is not full would
// be taken for the last, so it has more time.
func (f *finder) enough(hits int, took time.Duration) bool {
	switch {
	case f.options.Offset > 0 && took < laterTimes*f.x.patience:
		return false
	case took > lookTimes*f.x.patience:
		return hits > f.options.Offset || len(f.texts) > 0 && !slices.ContainsFunc(f.texts, func(a asked) bool { return saysSomething(a.text) })
	case took > f.x.patience:
		return hits >= f.options.Offset+f.options.Limit
	}
	return false
}

func asFound(cs []candidate) []found {
	out := make([]found, len(cs))
	for i, c := range cs {
		out[i].candidate = c
	}
	return out
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// check names the articles of a batch, reads those whose text is needed, and drops
// those that do not have what is wanted.
func (f *finder) check(ctx context.Context, batch []found, all bool) ([]found, error) {
	var ids []paper.ArticleID
	var at []int
	for i := range batch {
		id, err := f.v.id(batch[i].place)
		if err != nil {
			return nil, fmt.Errorf("read index: %w", err)
		}
		batch[i].id = id
		if all || !batch[i].sure {
			ids, at = append(ids, id), append(at, i)
		}
	}
	texts, err := f.x.read(ctx, ids)
	if err != nil {
		return nil, err
	}
	for i, t := range texts {
		batch[at[i]].text = t
	}
	kept := make([]found, 0, len(batch))
	for _, b := range batch {
		switch {
		case b.sure:
		case b.text != nil && f.want.holds(b.text):
			f.result[b.seg].Add(b.num)
		default:
			continue
		}
		kept = append(kept, b)
	}
	return kept, nil
}

// rescore orders hits by their stored texts.
func (f *finder) rescore(hits []found) error {
	k, err := newScorer(f.x.cutter, f.v, f.texts, f.probes, f.average, f.asks)
	if err != nil {
		return err
	}
	for i := range hits {
		hits[i].score = weighFirst * share(float64(hits[i].candidate.score), k.whole.first)
		if hits[i].text != nil {
			hits[i].score = k.score(hits[i].text, float64(hits[i].candidate.score))
		}
	}
	slices.SortStableFunc(hits, func(a, b found) int { return cmp.Compare(b.score, a.score) })
	if f.asks {
		return f.feedback(hits)
	}
	return nil
}

// lower gives the hits after the rescored ones scores below those.
func lower(hits []found, rescored int) {
	if rescored == 0 || len(hits) <= rescored {
		return
	}
	floor := hits[rescored-1].score
	for i := rescored; i < len(hits); i++ {
		hits[i].score = floor / float64(i-rescored+2)
	}
}

// countRest counts the candidates that were not looked at, as long as that is quick.
func (f *finder) countRest(ctx context.Context, q *queue, res *Result, unsure int, start time.Time) error {
	for unsure > 0 && len(q.all) > 0 {
		if time.Since(start) > f.x.patience {
			res.AtLeast = true
			return nil
		}
		batch := make([]found, 0, readAtOnce)
		for len(batch) < readAtOnce && len(q.all) > 0 {
			c := q.all[len(q.all)-1]
			q.all = q.all[:len(q.all)-1]
			if !c.sure {
				batch = append(batch, found{candidate: c})
			}
		}
		kept, err := f.check(ctx, batch, false)
		if err != nil {
			return err
		}
		unsure -= len(batch)
		res.Total += len(kept)
	}
	return nil
}

// rank finds the best articles by score alone: nothing is required, so nothing is counted.
func (f *finder) rank(ctx context.Context) ([]Hit, error) {
	defer f.done()
	read := f.depth()
	n := max(read, f.options.Limit)
	if err := f.score(ctx, n, nil); err != nil {
		return nil, err
	}
	best := asFound(f.best(n, nil))
	hits, err := f.check(ctx, best[:min(read, len(best))], true)
	if err != nil {
		return nil, err
	}
	if err := f.rescore(hits); err != nil {
		return nil, err
	}
	rest, err := f.check(ctx, best[min(read, len(best)):], false)
	if err != nil {
		return nil, err
	}
	rescored := len(hits)
	hits = append(hits, rest...)
	lower(hits, rescored)
	out := make([]Hit, 0, f.options.Limit)
	for _, h := range hits[:min(f.options.Limit, len(hits))] {
		out = append(out, Hit{h.id, h.score})
	}
	return out, nil
}
