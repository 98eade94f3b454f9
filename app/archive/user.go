package archive

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"baoge/app/paper"
)

// userMigrations make the tables of the per-user database; a database of format n has
// had the first n of them.
var userMigrations = []string{`
CREATE TABLE libraries(id TEXT PRIMARY KEY, dir TEXT NOT NULL, opened INTEGER NOT NULL);
CREATE TABLE reading(library TEXT NOT NULL, article TEXT NOT NULL, rune INTEGER NOT NULL DEFAULT 0,
	read INTEGER NOT NULL DEFAULT 0, PRIMARY KEY(library, article));
CREATE INDEX reading_recent ON reading(library, read);
CREATE TABLE settings(library TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY(library, key));`, `
CREATE TABLE searches(library TEXT NOT NULL, line TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(library, line));
CREATE TABLE saved(id INTEGER PRIMARY KEY AUTOINCREMENT, library TEXT NOT NULL, name TEXT NOT NULL, line TEXT NOT NULL, hits INTEGER NOT NULL);
CREATE TABLE books(id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, title TEXT NOT NULL, compiler TEXT NOT NULL, unit TEXT NOT NULL,
	arrangement TEXT NOT NULL, layout TEXT NOT NULL, made INTEGER NOT NULL);
CREATE TABLE clippings(book TEXT NOT NULL, place INTEGER NOT NULL, library TEXT NOT NULL, article TEXT NOT NULL,
	headline TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY(book, place)) WITHOUT ROWID;
CREATE UNIQUE INDEX clippings_article ON clippings(book, library, article);`, `
CREATE TABLE tags(library TEXT NOT NULL, tag TEXT NOT NULL, article TEXT NOT NULL, PRIMARY KEY(library, tag, article)) WITHOUT ROWID;
CREATE INDEX tags_article ON tags(library, article);
CREATE TABLE notes(library TEXT NOT NULL, article TEXT NOT NULL, text TEXT NOT NULL, written INTEGER NOT NULL, PRIMARY KEY(library, article)) WITHOUT ROWID;`}

// User is a person's own database: what they read, searched for, chose and clipped, for
// every library by its ID. Several programs of the same person may have it open at once.
type User struct{ db *sql.DB }

// A Known library is one the person has opened.
type Known struct {
	ID, Dir string
	Opened  time.Time
}

// OpenUser opens the person's database, made with its folder where it is not there.
func OpenUser(path string) (*User, error) {
	u, err := openUser(path)
	if err != nil {
		return nil, fmt.Errorf("open user data %s: %w", path, wrap(path, err))
	}
	return u, nil
}

func openUser(path string) (*User, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	db, err := connect(path, "rwc", "journal_mode(WAL)", "synchronous(FULL)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(2)
	if err := prepareUser(db); err != nil {
		db.Close()
		return nil, err
	}
	return &User{db}, nil
}

func prepareUser(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback() // no effect after Commit
	var v int
	if err := tx.QueryRow("PRAGMA user_version").Scan(&v); err != nil {
		return err
	}
	switch {
	case v > len(userMigrations):
		return ErrNewer
	case v == len(userMigrations):
		return nil
	}
	for _, step := range userMigrations[v:] {
		if _, err := tx.Exec(step); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(fmt.Sprintf("PRAGMA user_version = %d", len(userMigrations))); err != nil {
		return err
	}
	return tx.Commit()
}

// Close releases the database.
func (u *User) Close() error { return u.db.Close() }

// MarkRead puts an article on top of those read last.
func (u *User) MarkRead(ctx context.Context, library string, id paper.ArticleID) error {
	return u.exec(ctx, `INSERT INTO reading(library, article, read) VALUES(?, ?, ?)
		ON CONFLICT DO UPDATE SET read = excluded.read`, library, string(id), time.Now().UnixNano())
}

// Recent lists the articles read last, newest first.
func (u *User) Recent(ctx context.Context, library string, limit int) ([]paper.ArticleID, error) {
	rows, err := u.db.QueryContext(ctx, `SELECT article FROM reading WHERE library = ? AND read > 0 ORDER BY read DESC LIMIT ?`, library, limit)
	if err != nil {
		return nil, fmt.Errorf("read history: %w", err)
	}
	return scanIDs(rows)
}

// Position gives the rune of the article's text where reading stopped, and whether one is known.
func (u *User) Position(ctx context.Context, library string, id paper.ArticleID) (rune int, known bool, err error) {
	err = u.db.QueryRowContext(ctx, `SELECT rune FROM reading WHERE library = ? AND article = ?`, library, string(id)).Scan(&rune)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return rune, err == nil, err
}

// SetPosition keeps the place where reading stopped.
func (u *User) SetPosition(ctx context.Context, library string, id paper.ArticleID, rune int) error {
	return u.exec(ctx, `INSERT INTO reading(library, article, rune) VALUES(?, ?, ?)
		ON CONFLICT DO UPDATE SET rune = excluded.rune`, library, string(id), rune)
}

// Setting reads a choice; the library "" stands for all of them. "" when none was made.
func (u *User) Setting(ctx context.Context, library, key string) (string, error) {
	var v string
	err := u.db.QueryRowContext(ctx, `SELECT value FROM settings WHERE library = ? AND key = ?`, library, key).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return v, err
}

// SetSetting keeps a choice; the library "" stands for all of them.
func (u *User) SetSetting(ctx context.Context, library, key, value string) error {
	return u.exec(ctx, `INSERT INTO settings(library, key, value) VALUES(?, ?, ?)
		ON CONFLICT DO UPDATE SET value = excluded.value`, library, key, value)
}

// Opened remembers a library and where it is.
func (u *User) Opened(ctx context.Context, library, dir string) error {
	return u.exec(ctx, `INSERT INTO libraries(id, dir, opened) VALUES(?, ?, ?)
		ON CONFLICT DO UPDATE SET dir = excluded.dir, opened = excluded.opened`, library, dir, time.Now().UnixNano())
}

// Libraries lists those opened before, the last one first.
func (u *User) Libraries(ctx context.Context) ([]Known, error) {
	rows, err := u.db.QueryContext(ctx, `SELECT id, dir, opened FROM libraries ORDER BY opened DESC`)
	if err != nil {
		return nil, fmt.Errorf("known libraries: %w", err)
	}
	defer rows.Close()
	var out []Known
	for rows.Next() {
		var k Known
		var at int64
		if err := rows.Scan(&k.ID, &k.Dir, &at); err != nil {
			return nil, fmt.Errorf("known libraries: %w", err)
		}
		k.Opened = time.Unix(0, at)
		out = append(out, k)
	}
	return out, rows.Err()
}

func (u *User) exec(ctx context.Context, query string, args ...any) error {
	if _, err := u.db.ExecContext(ctx, query, args...); err != nil {
		return fmt.Errorf("write user data: %w", wrap("", err))
	}
	return nil
}
