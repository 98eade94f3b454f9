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
// their IDs; its pictures are on the disk before. A file known by its bytes is not stored
// again: its articles take the metadata that a person gave, and what was found where
// nothing was known; only how.Renew lets them take what newer rules made of them. A file
// whose path came before with other bytes is kept beside the earlier one, or with
// how.Replace takes its place, its articles keeping the IDs of those they correct. What a
// person set by hand stays, where the new text allows it; Added.Lost tells where not.
// When it returns, the page survives whatever happens to the program or the machine.
func (a *Archive) AddPage(ctx context.Context, p Page, how How) (Added, error) {
	if a.write == nil {
		return Added{}, fmt.Errorf("add %s: %w", p.Source.Path, ErrReadOnly)
	}
	var added Added
	err := a.changeWith(ctx, p.Media, func(w *writer) (err error) {
		added, err = w.addPage(p, how)
		return err
	})
	if err != nil {
		return Added{}, fmt.Errorf("add %s: %w", p.Source.Path, err)
	}
	return added, nil
}

// AddPages is AddPage for several pages in one transaction: all of them are stored, in
// their order, or none.
func (a *Archive) AddPages(ctx context.Context, pages []Page, how How) ([]Added, error) {
	if a.write == nil {
		return nil, fmt.Errorf("add %d pages: %w", len(pages), ErrReadOnly)
	}
	var media []paper.Medium
	for _, p := range pages {
		media = append(media, p.Media...)
	}
	added := make([]Added, len(pages))
	err := a.changeWith(ctx, media, func(w *writer) (err error) {
		for i, p := range pages {
			if added[i], err = w.addPage(p, how); err != nil {
				return fmt.Errorf("%s: %w", p.Source.Path, err)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("add %d pages: %w", len(pages), err)
	}
	return added, nil
}

// addPage stores one page; what it changes of earlier articles is an edit of its own.
func (w *writer) addPage(p Page, how How) (Added, error) {
	w.edit = editing{what: Renewed, hand: Hand{Who: how.Who}, job: how.Job}
	plan, err := planPage(w.ctx, w.tx, p, how)
	if err != nil || plan.added.Status == Unchanged {
		return plan.added, err
	}
	return plan.added, w.storePage(plan)
}

// ProbePage tells what AddPage would do and writes nothing. It works on a library opened for reading.
func (a *Archive) ProbePage(ctx context.Context, p Page, how How) (Added, error) {
	plan, err := planPage(ctx, a.read, p, how)
	if err != nil {
		return Added{}, fmt.Errorf("add %s: %w", p.Source.Path, wrap(a.file(), err))
	}
	return plan.added, nil
}

// change runs fn in one transaction of the writer.
func (a *Archive) change(ctx context.Context, fn func(*writer) error) error {
	return a.changeWith(ctx, nil, fn)
}

// changeWith is change with pictures that are put on the disk before. One change runs at a
// time, from its pictures to the removal of those that went out of use.
func (a *Archive) changeWith(ctx context.Context, media []paper.Medium, fn func(*writer) error) error {
	select {
	case a.writing <- struct{}{}:
		defer func() { <-a.writing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if err := a.writeMedia(media); err != nil {
		return err
	}
	unused, err := a.transact(ctx, fn)
	if err != nil && ctx.Err() != nil {
		return ctx.Err() // what a cancelled transaction says of itself depends on where it was
	}
	if err != nil {
		return wrap(a.file(), err)
	}
	a.removeFiles(unused)
	return nil
}

// transact runs fn and gives the pictures that went out of use.
func (a *Archive) transact(ctx context.Context, fn func(*writer) error) (unused []string, err error) {
	tx, err := a.write.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback() // no effect after Commit
	w := &writer{ctx: ctx, tx: tx, now: time.Now().Unix()}
	if err := w.begin(); err != nil {
		return nil, err
	}
	if err := fn(w); err != nil {
		return nil, err
	}
	if err := w.end(); err != nil {
		return nil, err
	}
	return w.unused, tx.Commit()
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
	standing
}

// A placed is an article on its way in: new, or on top of an old one.
type placed struct {
	record
	standing
	id      paper.ArticleID
	old     *stored // nil for a new article
	ordinal int
	place   int
	changed bool
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
	rows, err := q.QueryContext(ctx, "SELECT n, sha256 FROM sources WHERE origin = ? AND sha256 <> ? AND replaced = 0 ORDER BY n DESC", origin, not)
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

const storedColumns = "n, id, source, ordinal, place, hash, headline, day, page, page_label, publication, section, withdrawn, reason, byhand, job"

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
			&day, &s.meta.Page, &s.meta.PageLabel, &s.meta.Publication, &s.meta.Section,
			&s.withdrawn, &s.reason, &s.byhand, &s.job); err != nil {
			return nil, err
		}
		s.hash, s.meta.Date = string(hash), dateOf(day)
		out = append(out, s)
	}
	return out, rows.Err()
}
