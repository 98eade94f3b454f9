package archive

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"baoge/app/paper"
)

func (a *Archive) file() string { return filepath.Join(a.dir, FileName) }

// Article reads one article, or fails with [ErrNotFound].
func (a *Archive) Article(ctx context.Context, id paper.ArticleID) (*paper.Article, error) {
	got, err := a.Articles(ctx, []paper.ArticleID{id})
	if err != nil {
		return nil, err
	}
	return got[0], nil
}

// Articles reads articles in the order of ids, withdrawn ones too; an ID that is not
// there fails with [ErrNotFound].
func (a *Archive) Articles(ctx context.Context, ids []paper.ArticleID) ([]*paper.Article, error) {
	found, err := a.articles(ctx, ids, "")
	if err != nil {
		return nil, fmt.Errorf("read articles: %w", wrap(a.file(), err))
	}
	out := make([]*paper.Article, len(ids))
	for i, id := range ids {
		if out[i] = found[id]; out[i] == nil {
			return nil, fmt.Errorf("read: %w", &MissingError{id})
		}
	}
	return out, nil
}

// Present reads those of the articles that are in the library and not withdrawn, in the order of ids.
func (a *Archive) Present(ctx context.Context, ids []paper.ArticleID) ([]*paper.Article, error) {
	found, err := a.articles(ctx, ids, " AND withdrawn = 0")
	if err != nil {
		return nil, fmt.Errorf("read articles: %w", wrap(a.file(), err))
	}
	out := make([]*paper.Article, 0, len(ids))
	for _, id := range ids {
		if x := found[id]; x != nil {
			out = append(out, x)
		}
	}
	return out, nil
}

func (a *Archive) articles(ctx context.Context, ids []paper.ArticleID, and string) (map[paper.ArticleID]*paper.Article, error) {
	rows, err := a.read.QueryContext(ctx, `SELECT id, external_id, kicker, headline, subhead, dateline, credits, credit_line, credit_at,
		section, publication, day, page, page_label, blocks
		FROM articles JOIN bodies ON article = n WHERE id IN (SELECT value FROM json_each(?))`+and, toJSON(ids))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := make(map[paper.ArticleID]*paper.Article, len(ids))
	for rows.Next() {
		x, err := scanArticle(rows)
		if err != nil {
			return nil, err
		}
		found[x.ID] = x
	}
	return found, rows.Err()
}

// scanArticle reads a row; an article that is there but unreadable comes with the error.
func scanArticle(rows *sql.Rows, more ...any) (*paper.Article, error) {
	var x paper.Article
	var credits, blocks string
	var day int
	err := rows.Scan(append([]any{(*string)(&x.ID), &x.ExternalID, &x.Kicker, &x.Headline, &x.Subhead, &x.Dateline, &credits, &x.CreditLine,
		(*string)(&x.CreditAt), &x.Section, &x.Publication, &day, &x.Page, &x.PageLabel, &blocks}, more...)...)
	if err != nil {
		return nil, err
	}
	x.Date = dateOf(day)
	if x.Credits, err = decodeCredits(credits); err != nil {
		return &x, fmt.Errorf("%w: article %s: credits: %w", ErrDamaged, x.ID, err)
	}
	if x.Blocks, err = decodeBlocks(blocks); err != nil {
		return &x, fmt.Errorf("%w: article %s: %w", ErrDamaged, x.ID, err)
	}
	return &x, nil
}

// storedByID finds what is known of articles, by ID.
func storedByID(ctx context.Context, q querier, ids []paper.ArticleID) (map[paper.ArticleID]*stored, error) {
	rows, err := q.QueryContext(ctx, "SELECT "+storedColumns+" FROM articles WHERE id IN (SELECT value FROM json_each(?))", toJSON(ids))
	if err != nil {
		return nil, err
	}
	list, err := scanStored(rows)
	if err != nil {
		return nil, err
	}
	known := make(map[paper.ArticleID]*stored, len(list))
	for i := range list {
		known[list[i].id] = &list[i]
	}
	return known, nil
}

func scanIDs(rows *sql.Rows) ([]paper.ArticleID, error) {
	defer rows.Close()
	var ids []paper.ArticleID
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, paper.ArticleID(id))
	}
	return ids, rows.Err()
}

// scanTexts reads a column of text from what a query gave.
func scanTexts(rows *sql.Rows, err error) ([]string, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

const sourceColumns = `path, sha256, format, rules, size, (SELECT count(*) FROM articles WHERE source = sources.n)`

// Source tells where an article came from, or fails with [ErrNotFound].
func (a *Archive) Source(ctx context.Context, id paper.ArticleID) (SourceInfo, error) {
	var s SourceInfo
	err := a.read.QueryRowContext(ctx, "SELECT "+sourceColumns+" FROM sources WHERE n = (SELECT source FROM articles WHERE id = ?)", string(id)).
		Scan(&s.Path, &s.SHA256, &s.Format, &s.Rules, &s.Size, &s.Articles)
	if errors.Is(err, sql.ErrNoRows) {
		err = &MissingError{id}
	}
	if err != nil {
		return s, fmt.Errorf("source of %s: %w", id, wrap(a.file(), err))
	}
	return s, nil
}

// Sources lists the imported files in the order they came.
func (a *Archive) Sources(ctx context.Context) ([]SourceInfo, error) {
	return a.sources(ctx, "replaced = 0")
}

func (a *Archive) sources(ctx context.Context, which string) ([]SourceInfo, error) {
	rows, err := a.read.QueryContext(ctx, "SELECT "+sourceColumns+" FROM sources WHERE "+which+" ORDER BY n")
	if err != nil {
		return nil, fmt.Errorf("list sources: %w", wrap(a.file(), err))
	}
	defer rows.Close()
	var out []SourceInfo
	for rows.Next() {
		var s SourceInfo
		if err := rows.Scan(&s.Path, &s.SHA256, &s.Format, &s.Rules, &s.Size, &s.Articles); err != nil {
			return nil, fmt.Errorf("list sources: %w", wrap(a.file(), err))
		}
		out = append(out, s)
	}
	return out, wrap(a.file(), rows.Err())
}

// Newest is the time of the last change among articles; zero when none of them is there.
func (a *Archive) Newest(ctx context.Context, ids []paper.ArticleID) (time.Time, error) {
	var at sql.NullInt64
	err := a.read.QueryRowContext(ctx, "SELECT max(changed) FROM articles WHERE id IN (SELECT value FROM json_each(?))", toJSON(ids)).Scan(&at)
	if err != nil {
		return time.Time{}, fmt.Errorf("newest change: %w", wrap(a.file(), err))
	}
	if !at.Valid {
		return time.Time{}, nil
	}
	return time.Unix(at.Int64, 0).UTC(), nil
}

// LastSeq is the number of the last change.
func (a *Archive) LastSeq(ctx context.Context) (int64, error) {
	var n int64
	if err := a.read.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'seq'").Scan(&n); err != nil {
		return 0, fmt.Errorf("last change: %w", wrap(a.file(), err))
	}
	return n, nil
}

// Changes lists up to limit changes after the one numbered after, oldest first. Of an
// article only its last change is told; one that is withdrawn counts as removed.
func (a *Archive) Changes(ctx context.Context, after int64, limit int) ([]Change, error) {
	rows, err := a.read.QueryContext(ctx, `SELECT seq, id, withdrawn FROM articles WHERE seq > ?1
		UNION ALL SELECT seq, id, 1 FROM removed WHERE seq > ?1 ORDER BY seq LIMIT ?2`, after, limit)
	if err != nil {
		return nil, fmt.Errorf("list changes: %w", wrap(a.file(), err))
	}
	defer rows.Close()
	var out []Change
	for rows.Next() {
		var c Change
		if err := rows.Scan(&c.Seq, (*string)(&c.ID), &c.Removed); err != nil {
			return nil, fmt.Errorf("list changes: %w", wrap(a.file(), err))
		}
		out = append(out, c)
	}
	return out, wrap(a.file(), rows.Err())
}

// Pending counts the changes after the one numbered after.
func (a *Archive) Pending(ctx context.Context, after int64) (int64, error) {
	var n int64
	err := a.read.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM articles WHERE seq > ?1) + (SELECT count(*) FROM removed WHERE seq > ?1)", after).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count changes: %w", wrap(a.file(), err))
	}
	return n, nil
}

// ExternalIDs gives the external IDs of articles; those without one are absent.
func (a *Archive) ExternalIDs(ctx context.Context, ids []paper.ArticleID) (map[paper.ArticleID]string, error) {
	rows, err := a.read.QueryContext(ctx, "SELECT id, external_id FROM articles WHERE external_id <> '' AND id IN (SELECT value FROM json_each(?))", toJSON(ids))
	if err != nil {
		return nil, fmt.Errorf("external IDs: %w", wrap(a.file(), err))
	}
	defer rows.Close()
	found := make(map[paper.ArticleID]string, len(ids))
	for rows.Next() {
		var id, external string
		if err := rows.Scan(&id, &external); err != nil {
			return nil, fmt.Errorf("external IDs: %w", wrap(a.file(), err))
		}
		found[paper.ArticleID(id)] = external
	}
	return found, wrap(a.file(), rows.Err())
}
