package archive

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"baoge/app/paper"
)

// querier is what reading needs of a database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// AddPage stores a page file and its articles in one transaction, and gives the articles
// their IDs. A file known by its bytes is not stored again: its articles take the new
// metadata, where it says something, and what newer rules made of them. A file whose path
// came before with other bytes is kept beside the earlier one, or with replace takes its
// place, its articles keeping the IDs of those they correct. When it returns, the page
// survives whatever happens to the program or the machine.
func (a *Archive) AddPage(ctx context.Context, p Page, replace bool) (Added, error) {
	if a.write == nil {
		return Added{}, fmt.Errorf("add %s: %w", p.Source.Path, ErrReadOnly)
	}
	var added Added
	err := a.change(ctx, func(w *writer) error {
		plan, err := planPage(ctx, w.tx, p, replace)
		if err != nil {
			return err
		}
		added = plan.added
		if added.Status == Unchanged {
			return nil
		}
		return w.storePage(plan)
	})
	if err != nil {
		return Added{}, fmt.Errorf("add %s: %w", p.Source.Path, err)
	}
	return added, nil
}

// ProbePage tells what AddPage would do and writes nothing. It works on a library opened for reading.
func (a *Archive) ProbePage(ctx context.Context, p Page, replace bool) (Added, error) {
	plan, err := planPage(ctx, a.read, p, replace)
	if err != nil {
		return Added{}, fmt.Errorf("add %s: %w", p.Source.Path, wrap(a.file(), err))
	}
	return plan.added, nil
}

// change runs fn in one transaction of the writer.
func (a *Archive) change(ctx context.Context, fn func(*writer) error) error {
	tx, err := a.write.BeginTx(ctx, nil)
	if err != nil {
		return wrap(a.file(), err)
	}
	defer tx.Rollback() // no effect after Commit
	w := &writer{ctx: ctx, tx: tx, now: time.Now().Unix()}
	if err := w.begin(); err != nil {
		return wrap(a.file(), err)
	}
	if err := fn(w); err != nil {
		return wrap(a.file(), err)
	}
	if err := w.end(); err != nil {
		return wrap(a.file(), err)
	}
	return wrap(a.file(), tx.Commit())
}

// A stored is what an article already in the library is compared by.
type stored struct {
	n        int64
	id       paper.ArticleID
	source   int64
	ordinal  int
	place    int
	hash     string
	headline string
	meta     paper.Article // only its metadata
}

// A placed is an article on its way in: new, or on top of an old one.
type placed struct {
	record
	id      paper.ArticleID
	old     *stored // nil for a new article
	ordinal int
	place   int
	changed bool
}

// A pagePlan is what AddPage will do.
type pagePlan struct {
	page     Page
	sources  []int64 // those it takes over, the first of them to stay; none for a new file
	articles []placed
	gone     []stored
	added    Added
}

func planPage(ctx context.Context, q querier, p Page, replace bool) (pagePlan, error) {
	plan := pagePlan{page: p}
	source, err := sourceBySum(ctx, q, p.Source.SHA256)
	if err != nil {
		return plan, err
	}
	known := source != 0
	if known {
		plan.sources = []int64{source}
	} else {
		earlier, sum, err := sourcesByOrigin(ctx, q, p.Origin, p.Source.SHA256)
		if err != nil {
			return plan, err
		}
		if replace {
			plan.sources, plan.added.Replaced = earlier, sum
		} else {
			plan.added.Other = sum
		}
	}
	var old []stored
	for _, n := range plan.sources {
		o, err := storedOf(ctx, q, n)
		if err != nil {
			return plan, err
		}
		old = append(old, o...)
	}
	if err := plan.place(ctx, q, old); err != nil {
		return plan, err
	}
	plan.settle(known)
	return plan, nil
}

// place finds for each article of the page the one it corrects, or an ID of its own.
func (plan *pagePlan) place(ctx context.Context, q querier, old []stored) error {
	matches, gone := match(plan.page.Articles, old)
	plan.gone = gone
	next := 0
	for _, o := range old {
		next = max(next, o.ordinal+1)
	}
	for i, art := range plan.page.Articles {
		a := clone(art)
		pl := placed{old: matches[i], place: i, ordinal: next}
		if pl.old != nil {
			keepKnown(a, &pl.old.meta)
			pl.id, pl.ordinal = pl.old.id, pl.old.ordinal
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
		pl.changed = pl.old == nil || pl.old.hash != string(r.hash) || pl.old.place != i || pl.old.source != plan.sources[0]
		plan.articles = append(plan.articles, pl)
	}
	return nil
}

// settle sums up what the plan comes to.
func (plan *pagePlan) settle(known bool) {
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
	switch {
	case len(plan.sources) == 0:
		d.Status = Imported
	case d.New+d.Changed+len(plan.gone) > 0 || !known:
		d.Status = Updated
	default:
		d.Status = Unchanged
	}
}

// match pairs articles with those stored of the same source: first by headline, then
// what is left in order. The rest of old is gone.
func match(articles []*paper.Article, old []stored) (matches []*stored, gone []stored) {
	matches = make([]*stored, len(articles))
	taken := make([]bool, len(old))
	pair := func(fits func(*paper.Article, *stored) bool) {
		for i, a := range articles {
			for j := range old {
				if matches[i] == nil && !taken[j] && fits(a, &old[j]) {
					matches[i], taken[j] = &old[j], true
				}
			}
		}
	}
	pair(func(a *paper.Article, o *stored) bool { return a.Headline == o.headline })
	pair(func(*paper.Article, *stored) bool { return true })
	for j := range old {
		if !taken[j] {
			gone = append(gone, old[j])
		}
	}
	return matches, gone
}

// keepKnown fills unknown metadata from what is stored: not knowing it this time takes nothing away.
func keepKnown(a, old *paper.Article) {
	if !a.Date.Known() {
		a.Date = old.Date
	}
	for _, f := range []struct{ to, from *string }{
		{&a.Page, &old.Page}, {&a.PageLabel, &old.PageLabel}, {&a.Publication, &old.Publication}, {&a.Section, &old.Section},
	} {
		if *f.to == "" {
			*f.to = *f.from
		}
	}
}

// freeID is the ID for an ordinal of a source. An ID can be taken when the source it was
// made from was replaced and came back; then the next number is tried.
func freeID(ctx context.Context, q querier, sha string, ordinal int) (paper.ArticleID, error) {
	id := pageArticleID(sha, ordinal)
	for try := 1; ; try++ {
		var n int
		if err := q.QueryRowContext(ctx, "SELECT count(*) FROM articles WHERE id = ?", string(id)).Scan(&n); err != nil || n == 0 {
			return id, err
		}
		id = newID("page", sha, strconv.Itoa(ordinal), strconv.Itoa(try))
	}
}

func sourceBySum(ctx context.Context, q querier, sha string) (n int64, err error) {
	err = q.QueryRowContext(ctx, "SELECT n FROM sources WHERE sha256 = ?", sha).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return n, err
}

// sourcesByOrigin finds the sources of a path with other bytes, newest first, and the
// SHA-256 of the newest.
func sourcesByOrigin(ctx context.Context, q querier, origin, not string) (ns []int64, newest string, err error) {
	if origin == "" {
		return nil, "", nil
	}
	rows, err := q.QueryContext(ctx, "SELECT n, sha256 FROM sources WHERE origin = ? AND sha256 <> ? ORDER BY n DESC", origin, not)
	if err != nil {
		return nil, "", err
	}
	defer rows.Close()
	for rows.Next() {
		var n int64
		var sha string
		if err := rows.Scan(&n, &sha); err != nil {
			return nil, "", err
		}
		if ns = append(ns, n); newest == "" {
			newest = sha
		}
	}
	return ns, newest, rows.Err()
}

const storedColumns = "n, id, source, ordinal, place, hash, headline, day, page, page_label, publication, section"

func storedOf(ctx context.Context, q querier, source int64) ([]stored, error) {
	rows, err := q.QueryContext(ctx, "SELECT "+storedColumns+" FROM articles WHERE source = ? ORDER BY place", source)
	if err != nil {
		return nil, err
	}
	return scanStored(rows)
}

func scanStored(rows *sql.Rows) ([]stored, error) {
	defer rows.Close()
	var out []stored
	for rows.Next() {
		var s stored
		var day int
		var hash []byte
		if err := rows.Scan(&s.n, (*string)(&s.id), &s.source, &s.ordinal, &s.place, &hash, &s.headline,
			&day, &s.meta.Page, &s.meta.PageLabel, &s.meta.Publication, &s.meta.Section); err != nil {
			return nil, err
		}
		s.hash, s.meta.Date = string(hash), dateOf(day)
		out = append(out, s)
	}
	return out, rows.Err()
}
