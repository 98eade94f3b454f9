package archive

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"baoge/app/paper"
)

// A Tagged is one article with one of its tags.
type Tagged struct {
	Tag     string
	Article paper.ArticleID
}

// A Note is what a person wrote about an article.
type Note struct {
	Article paper.ArticleID
	Text    string
	Written time.Time
}

// Tagged lists every tag of every article of a library, in the order of the tags.
func (u *User) Tagged(ctx context.Context, library string) ([]Tagged, error) {
	rows, err := u.db.QueryContext(ctx, `SELECT tag, article FROM tags WHERE library = ? ORDER BY tag, article`, library)
	return scanTagged(rows, err)
}

// TagsOf lists the tags of some articles, in the order of the tags.
func (u *User) TagsOf(ctx context.Context, library string, ids []paper.ArticleID) ([]Tagged, error) {
	rows, err := u.db.QueryContext(ctx, tagsOf, library, toJSON(ids))
	return scanTagged(rows, err)
}

const tagsOf = `SELECT tag, article FROM tags WHERE library = ? AND article IN (SELECT value FROM json_each(?)) ORDER BY tag, article`

// WithTag lists the articles that have a tag. They are read as one text, which every
// search for the tag does, in a third of the time that as many rows take.
func (u *User) WithTag(ctx context.Context, library, tag string) ([]paper.ArticleID, error) {
	var all string
	err := u.db.QueryRowContext(ctx, `SELECT coalesce(group_concat(article, ' '), '') FROM tags WHERE library = ? AND tag = ?`, library, tag).Scan(&all)
	if err != nil {
		return nil, fmt.Errorf("tags: %w", err)
	}
	ids := make([]paper.ArticleID, 0, strings.Count(all, " ")+1)
	for id := range strings.FieldsSeq(all) {
		ids = append(ids, paper.ArticleID(id))
	}
	return ids, nil
}

func scanTagged(rows *sql.Rows, err error) ([]Tagged, error) {
	if err != nil {
		return nil, fmt.Errorf("tags: %w", err)
	}
	defer rows.Close()
	var out []Tagged
	for rows.Next() {
		var t Tagged
		if err := rows.Scan(&t.Tag, (*string)(&t.Article)); err != nil {
			return nil, fmt.Errorf("tags: %w", err)
		}
		out = append(out, t)
	}
	return out, rows.Err()
}

// EditTags lets edit say which tags each of some articles has, from those it had, and keeps
// that: all of it or, when anything fails, nothing. No other program changes them meanwhile.
func (u *User) EditTags(ctx context.Context, library string, ids []paper.ArticleID, edit func(id paper.ArticleID, had []string) []string) error {
	return u.update(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, tagsOf, library, toJSON(ids))
		all, err := scanTagged(rows, err)
		if err != nil {
			return err
		}
		had := map[paper.ArticleID][]string{}
		for _, t := range all {
			had[t.Article] = append(had[t.Article], t.Tag)
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM tags WHERE library = ? AND article IN (SELECT value FROM json_each(?))`, library, toJSON(ids)); err != nil {
			return err
		}
		put, err := tx.PrepareContext(ctx, `INSERT OR IGNORE INTO tags(library, tag, article) VALUES(?, ?, ?)`)
		if err != nil {
			return err
		}
		defer put.Close()
		for _, id := range ids {
			for _, tag := range edit(id, had[id]) {
				if _, err := put.ExecContext(ctx, library, tag, string(id)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// Notes lists the notes of a library, the one written last first; with ids, only those of
// these articles.
func (u *User) Notes(ctx context.Context, library string, ids ...paper.ArticleID) ([]Note, error) {
	rows, err := u.db.QueryContext(ctx, `SELECT article, text, written FROM notes WHERE library = ?1
		AND (?2 = 'null' OR article IN (SELECT value FROM json_each(?2))) ORDER BY written DESC`, library, toJSON(ids))
	if err != nil {
		return nil, fmt.Errorf("notes: %w", err)
	}
	defer rows.Close()
	var out []Note
	for rows.Next() {
		var n Note
		var at int64
		if err := rows.Scan((*string)(&n.Article), &n.Text, &at); err != nil {
			return nil, fmt.Errorf("notes: %w", err)
		}
		n.Written = time.Unix(0, at)
		out = append(out, n)
	}
	return out, rows.Err()
}

// SetNote writes what a person says about an article; "" takes the note away.
func (u *User) SetNote(ctx context.Context, library string, id paper.ArticleID, text string) error {
	if text == "" {
		return u.exec(ctx, `DELETE FROM notes WHERE library = ? AND article = ?`, library, string(id))
	}
	return u.exec(ctx, `INSERT INTO notes(library, article, text, written) VALUES(?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET text = excluded.text, written = excluded.written`, library, string(id), text, time.Now().UnixNano())
}
