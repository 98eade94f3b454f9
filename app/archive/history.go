package archive

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"baoge/app/paper"
)

// History lists the edits of one article, newest first, with the fields they changed.
func (a *Archive) History(ctx context.Context, id paper.ArticleID) ([]Edit, error) {
	list, err := a.edits(ctx, "WHERE n IN (SELECT edit FROM edit_parts WHERE part = ?) ORDER BY n DESC", string(id))
	if err == nil {
		for i := range list {
			if err = a.fields(ctx, &list[i], id); err != nil {
				break
			}
		}
	}
	if err != nil {
		return nil, fmt.Errorf("history of %s: %w", id, wrap(a.file(), err))
	}
	return list, nil
}

// Edits lists the library's last edits, newest first; a limit below 0 is none.
func (a *Archive) Edits(ctx context.Context, limit int) ([]Edit, error) {
	list, err := a.edits(ctx, "ORDER BY n DESC LIMIT ?", limit)
	if err != nil {
		return nil, fmt.Errorf("history: %w", wrap(a.file(), err))
	}
	return list, nil
}

func (a *Archive) edits(ctx context.Context, where string, args ...any) ([]Edit, error) {
	rows, err := a.read.QueryContext(ctx, `SELECT n, at, who, what, note, job, undone <> 0,
		(SELECT coalesce(group_concat(part, ' '), '') FROM edit_parts WHERE edit = edits.n) FROM edits `+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Edit
	for rows.Next() {
		var e Edit
		var at int64
		var parts string
		if err := rows.Scan(&e.N, &at, &e.Who, (*string)(&e.What), &e.Note, &e.Job, &e.Undone, &parts); err != nil {
			return nil, err
		}
		e.At = time.Unix(at, 0)
		for p := range strings.FieldsSeq(parts) {
			if !isSum(p) {
				e.Articles = append(e.Articles, paper.ArticleID(p))
			}
		}
		out = append(out, e)
	}
	return out, rows.Err()
}

// inward are fields that mean nothing to a person.
var inward = []string{"byhand", "job", "ordinal", "source"}

func (a *Archive) fields(ctx context.Context, e *Edit, id paper.ArticleID) error {
	var before, after string
	if err := a.read.QueryRowContext(ctx, "SELECT before, after FROM edit_parts WHERE edit = ? AND part = ?", e.N, string(id)).Scan(&before, &after); err != nil {
		return err
	}
	b, err := readState(before)
	if err != nil {
		return err
	}
	s, err := readState(after)
	if err != nil {
		return err
	}
	for name := range mergedKeys(b, s) {
		if !slices.Contains(inward, name) {
			e.Fields = append(e.Fields, Field{name, b[name], s[name]})
		}
	}
	slices.SortFunc(e.Fields, func(x, y Field) int { return strings.Compare(x.Name, y.Name) })
	return nil
}

func mergedKeys(states ...state) map[string]bool {
	keys := map[string]bool{}
	for _, s := range states {
		for k := range s {
			keys[k] = true
		}
	}
	return keys
}

// Withdrawal gives the reason of an article's withdrawal, and whether it is withdrawn. It
// fails with [ErrNotFound].
func (a *Archive) Withdrawal(ctx context.Context, id paper.ArticleID) (reason string, withdrawn bool, err error) {
	k, err := keptByID(ctx, a.read, string(id))
	switch {
	case err != nil:
		return "", false, fmt.Errorf("withdrawal of %s: %w", id, wrap(a.file(), err))
	case k == nil:
		return "", false, fmt.Errorf("withdrawal: %w", &MissingError{id})
	}
	return k.reason, k.withdrawn, nil
}

// Withdrawn lists those of the articles that are withdrawn.
func (a *Archive) Withdrawn(ctx context.Context, ids []paper.ArticleID) ([]paper.ArticleID, error) {
	rows, err := a.read.QueryContext(ctx, "SELECT id FROM articles WHERE withdrawn = 1 AND id IN (SELECT value FROM json_each(?))", toJSON(ids))
	if err != nil {
		return nil, fmt.Errorf("withdrawn articles: %w", wrap(a.file(), err))
	}
	return scanIDs(rows)
}
