package archive

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// searchesKept is how many past searches of a library are remembered.
const searchesKept = 500

// Searched remembers a search line as the last one of a library. The oldest of too many
// are forgotten.
func (u *User) Searched(ctx context.Context, library, line string) error {
	if err := u.exec(ctx, `INSERT INTO searches(library, line, at) VALUES(?, ?, ?)
		ON CONFLICT DO UPDATE SET at = excluded.at`, library, line, time.Now().UnixNano()); err != nil {
		return err
	}
	return u.exec(ctx, `DELETE FROM searches WHERE library = ?1 AND at <
		(SELECT at FROM searches WHERE library = ?1 ORDER BY at DESC LIMIT 1 OFFSET ?2)`, library, searchesKept-1)
}

// Searches lists past search lines of a library that have the text in them, the last one
// first. The text "" is in every line; letters of either case are the same.
func (u *User) Searches(ctx context.Context, library, text string, limit int) ([]string, error) {
	rows, err := u.db.QueryContext(ctx, `SELECT line FROM searches WHERE library = ? AND instr(lower(line), ?) > 0 ORDER BY at DESC LIMIT ?`,
		library, strings.ToLower(text), limit)
	if err != nil {
		return nil, fmt.Errorf("past searches: %w", err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, fmt.Errorf("past searches: %w", err)
		}
		out = append(out, line)
	}
	return out, rows.Err()
}

// ForgetSearch erases one past search line of a library.
func (u *User) ForgetSearch(ctx context.Context, library, line string) error {
	return u.exec(ctx, `DELETE FROM searches WHERE library = ? AND line = ?`, library, line)
}

// ForgetSearches erases every past search of a library.
func (u *User) ForgetSearches(ctx context.Context, library string) error {
	return u.exec(ctx, `DELETE FROM searches WHERE library = ?`, library)
}

// A SavedSearch is a search line the person gave a name.
type SavedSearch struct {
	ID   int64 // 0: not kept yet
	Name string
	Line string
	Hits int // when it was last counted; below 0: not counted yet
}

// SavedSearches lists those of a library in the order they were made.
func (u *User) SavedSearches(ctx context.Context, library string) ([]SavedSearch, error) {
	rows, err := u.db.QueryContext(ctx, `SELECT id, name, line, hits FROM saved WHERE library = ? ORDER BY id`, library)
	if err != nil {
		return nil, fmt.Errorf("saved searches: %w", err)
	}
	defer rows.Close()
	var out []SavedSearch
	for rows.Next() {
		var s SavedSearch
		if err := rows.Scan(&s.ID, &s.Name, &s.Line, &s.Hits); err != nil {
			return nil, fmt.Errorf("saved searches: %w", err)
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// SaveSearch keeps a search of a library: a new one when its ID is 0, else in the place of
// the one with the ID. It returns the ID.
func (u *User) SaveSearch(ctx context.Context, library string, s SavedSearch) (int64, error) {
	if s.ID != 0 {
		return s.ID, u.exec(ctx, `INSERT INTO saved(id, library, name, line, hits) VALUES(?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET name = excluded.name, line = excluded.line, hits = excluded.hits`, s.ID, library, s.Name, s.Line, s.Hits)
	}
	r, err := u.db.ExecContext(ctx, `INSERT INTO saved(library, name, line, hits) VALUES(?, ?, ?, ?)`, library, s.Name, s.Line, s.Hits)
	if err != nil {
		return 0, fmt.Errorf("write user data: %w", wrap("", err))
	}
	return r.LastInsertId()
}

// CountSearch keeps how many articles a saved search finds now. One that was deleted
// meanwhile stays so.
func (u *User) CountSearch(ctx context.Context, id int64, hits int) error {
	return u.exec(ctx, `UPDATE saved SET hits = ? WHERE id = ?`, hits, id)
}

// DeleteSearch forgets a saved search; one that is not there is no error.
func (u *User) DeleteSearch(ctx context.Context, id int64) error {
	return u.exec(ctx, `DELETE FROM saved WHERE id = ?`, id)
}
