package archive

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"baoge/app/paper"
)

// A pagePlan is what AddPage will do.
type pagePlan struct {
	page      Page
	how       How
	into      int64   // the row of the source that has these bytes; 0 for a new file
	retouched bool    // only metadata changes
	heard     bool    // an engine read the file, and what it read is not kept yet
	replaced  []int64 // sources whose place the file takes
	articles  []placed
	gone      []stored
	added     Added
}

func planPage(ctx context.Context, q querier, p Page, how How) (pagePlan, error) {
	plan := pagePlan{page: p, how: how}
	n, err := sourceBySum(ctx, q, p.Source.SHA256)
	if err != nil {
		return plan, err
	}
	plan.into = n
	known := false
	if n != 0 {
		var rules, path string
		if err := q.QueryRowContext(ctx, "SELECT replaced = 0, rules, path FROM sources WHERE n = ?", n).Scan(&known, &rules, &path); err != nil {
			return plan, err
		}
		plan.added.Older = known && rules != p.Source.Rules
		if path != p.Source.Path {
			plan.added.Same = path
		}
	}
	if known {
		return plan, plan.again(ctx, q)
	}
	earlier, sha, err := sourcesByOrigin(ctx, q, p.Origin, p.Source.SHA256)
	if err != nil {
		return plan, err
	}
	var old []stored
	if how.Replace {
		plan.replaced, plan.added.Replaced = earlier, sha
		for _, n := range earlier {
			o, err := storedOf(ctx, q, n)
			if err != nil {
				return plan, err
			}
			old = append(old, o...)
		}
	} else {
		plan.added.Other = sha
	}
	matches, err := match(ctx, q, p.Articles, old)
	if err != nil {
		return plan, err
	}
	if err := plan.place(ctx, q, old, matches); err != nil {
		return plan, err
	}
	plan.settle()
	return plan, nil
}

// again plans for a file that is known by its bytes.
func (plan *pagePlan) again(ctx context.Context, q querier) error {
	old, err := storedOf(ctx, q, plan.into)
	if err != nil {
		return err
	}
	if plan.page.Reading != nil {
		err := q.QueryRowContext(ctx, "SELECT NOT EXISTS(SELECT 1 FROM readings WHERE source = ?)", plan.into).Scan(&plan.heard)
		if err != nil {
			return err
		}
	}
	plan.added.Arranged = plan.how.Renew && slices.ContainsFunc(old, func(o stored) bool { return isByHand(o.byhand, arranged) })
	if len(old) > 0 && (!plan.how.Renew || plan.added.Arranged) {
		if err := plan.retouch(ctx, q, old); err != nil {
			return err
		}
	} else if err := plan.place(ctx, q, old, inOrder(plan.page.Articles, old)); err != nil {
		return err
	}
	plan.settle()
	return nil
}

// retouch leaves the articles' text as it is and gives them what is known beside it.
func (plan *pagePlan) retouch(ctx context.Context, q querier, old []stored) error {
	plan.retouched = true
	guess := agreed(plan.page.Articles)
	for i := range old {
		o := &old[i]
		meta := o.meta
		fill(&meta, guess)
		force(&meta, plan.page.Given)
		pl, err := retouched(ctx, q, o, meta)
		if err != nil {
			return err
		}
		plan.articles = append(plan.articles, pl)
	}
	return nil
}

// retouched is a stored article with other metadata.
func retouched(ctx context.Context, q querier, o *stored, meta paper.Article) (placed, error) {
	pl := placed{id: o.id, old: o, standing: o.standing, ordinal: o.ordinal, place: o.place}
	if metadataOf(&meta) == metadataOf(&o.meta) {
		return pl, nil
	}
	was, err := keptOf(ctx, q, "WHERE articles.n = ?", o.n)
	if err != nil || len(was) == 0 {
		return pl, err
	}
	a := was[0].article
	force(a, metadataOf(&meta))
	pl.changed = true
	pl.record, err = newRecord(a)
	return pl, err
}

// place finds for each article of the page the one it corrects, or an ID of its own.
func (plan *pagePlan) place(ctx context.Context, q querier, old []stored, matches []*stored) error {
	next := 0
	taken := map[int64]bool{}
	for _, o := range old {
		next = max(next, o.ordinal+1)
	}
	for i, art := range plan.page.Articles {
		a := clone(art)
		pl := placed{old: matches[i], place: i, ordinal: next}
		if pl.old != nil {
			taken[pl.old.n] = true
			if err := plan.carry(ctx, q, &pl, a); err != nil {
				return err
			}
		} else {
			id, err := freeID(ctx, q, plan.page.Source.SHA256, next)
			if err != nil {
				return err
			}
			pl.id = id
			next++
		}
		a.ID = pl.id
		r, err := newRecord(a)
		if err != nil {
			return fmt.Errorf("article %d: %w", i+1, err)
		}
		pl.record = r
		pl.changed = pl.old == nil || pl.old.hash != string(r.hash) || pl.old.place != i || pl.old.source != plan.into || pl.byhand != pl.old.byhand
		plan.articles = append(plan.articles, pl)
	}
	for _, o := range old {
		if !taken[o.n] {
			plan.gone = append(plan.gone, o)
			if o.byhand != "" {
				plan.added.Lost = append(plan.added.Lost, Lost{o.id, o.headline, strings.Fields(o.byhand), true})
			}
		}
	}
	return nil
}

// carry gives a, which takes the place of pl.old, what that article keeps.
func (plan *pagePlan) carry(ctx context.Context, q querier, pl *placed, a *paper.Article) error {
	o := pl.old
	pl.id, pl.ordinal, pl.standing = o.id, o.ordinal, o.standing
	keepKnown(a, &o.meta)
	if plan.into != 0 { // the same bytes: what is known of them stands before what their name suggests today
		force(a, metadataOf(&o.meta))
	}
	if o.byhand != "" {
		lost, err := carryByHand(ctx, q, pl, a)
		if err != nil {
			return err
		}
		if len(lost) > 0 {
			plan.added.Lost = append(plan.added.Lost, Lost{o.id, o.headline, lost, false})
		}
	}
	force(a, plan.page.Given)
	return nil
}

// settle sums up what the plan comes to.
func (plan *pagePlan) settle() {
	d := &plan.added
	for _, pl := range plan.articles {
		d.IDs = append(d.IDs, pl.id)
		switch {
		case pl.old == nil:
			d.New++
		case pl.changed:
			d.Changed++
		}
	}
	known := plan.into != 0
	switch {
	case !known && len(plan.replaced) == 0, known && d.New > 0 && d.New == len(plan.articles) && len(plan.gone) == 0:
		d.Status = Imported
	case d.New+d.Changed+len(plan.gone) > 0 || !known || plan.how.Renew && (d.Older || plan.heard) && !plan.retouched:
		d.Status = Updated
	default:
		d.Status = Unchanged
	}
}

func metadataOf(a *paper.Article) Metadata {
	return Metadata{a.Date, a.Page, a.PageLabel, a.Publication, a.Section}
}

// force sets what m knows.
func force(a *paper.Article, m Metadata) {
	if m.Date.Known() {
		a.Date = m.Date
	}
	for _, f := range []struct {
		to *string
		v  string
	}{{&a.Page, m.Page}, {&a.PageLabel, m.PageLabel}, {&a.Publication, m.Publication}, {&a.Section, m.Section}} {
		if f.v != "" {
			*f.to = f.v
		}
	}
}

// fill sets what m knows and a does not.
func fill(a *paper.Article, m Metadata) {
	var other paper.Article
	force(&other, m)
	keepKnown(a, &other)
}

// agreed is the metadata in which all articles of a page are one.
func agreed(articles []*paper.Article) (m Metadata) {
	for i, a := range articles {
		is := metadataOf(a)
		if i == 0 {
			m = is
		}
		if is.Date != m.Date {
			m.Date = paper.Date{}
		}
		for _, f := range []struct {
			to *string
			v  string
		}{{&m.Page, is.Page}, {&m.PageLabel, is.PageLabel}, {&m.Publication, is.Publication}, {&m.Section, is.Section}} {
			if *f.to != f.v {
				*f.to = ""
			}
		}
	}
	return m
}
