package archive

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"baoge/app/paper"
)

// What asking for a clipping book can meet.
var (
	ErrNoBook    = errors.New("no such clipping book")
	ErrNameTaken = errors.New("another clipping book has this name")
	ErrNoName    = errors.New("a clipping book needs a name")
)

// A BookID names a clipping book for ever: 16 hex digits.
type BookID string

// An Arrangement is the order of a book's articles.
type Arrangement string

// The arrangements. By date and by section, articles without one come last, and those of
// one day or section keep the order they have by hand.
const (
	ByHand    Arrangement = "hand"
	ByDate    Arrangement = "date"
	BySection Arrangement = "section"
)

// A Book is a clipping book 剪报册 without its articles.
type Book struct {
	ID                    BookID // "": not kept yet
	Name                  string // in the sidebar; no two books have the same
	Title, Compiler, Unit string // of the cover; a Title of "" is the Name
	Arrangement           Arrangement
	Layout                BookLayout
	Clippings             int // how many articles are in it; not written by PutBook
}

// A BookLayout is how the book is set. The zero value is the usual way.
type BookLayout struct {
	Paper    string  `json:"paper,omitempty"`   // A4, A5, B5, 16K, Letter; "" is A4
	Columns  int     `json:"columns,omitempty"` // 1 or 2; 0 is 1
	Size     float32 `json:"size,omitempty"`    // of the text, in points; 0 is the usual one
	RunOn    bool    `json:"runon,omitempty"`   // articles follow on the same page
	NoCover  bool    `json:"nocover,omitempty"`
	NoSource bool    `json:"nosource,omitempty"` // no line that says where an article comes from
	Index    bool    `json:"index,omitempty"`    // of contributors, at the end
	Cite     string  `json:"cite,omitempty"`     // style of a citation under each article; "" is none
}

// A Clipping is one article of a book.
type Clipping struct {
	Library  string // its ID
	Article  paper.ArticleID
	Headline string // when it was clipped: what is left of an article deleted since
	Note     string
}

// Is reports whether two clippings are of the same article.
func (c Clipping) Is(o Clipping) bool { return c.Library == o.Library && c.Article == o.Article }

// Books lists the clipping books in the order they were made.
func (u *User) Books(ctx context.Context) ([]Book, error) {
	return u.books(ctx, `ORDER BY made, id`)
}

// Book reads one, or fails with [ErrNoBook].
func (u *User) Book(ctx context.Context, id BookID) (Book, error) {
	found, err := u.books(ctx, `WHERE id = ?`, string(id))
	if err == nil && len(found) == 0 {
		err = ErrNoBook
	}
	if err != nil {
		return Book{}, err
	}
	return found[0], nil
}

func (u *User) books(ctx context.Context, which string, args ...any) ([]Book, error) {
	rows, err := u.db.QueryContext(ctx, `SELECT id, name, title, compiler, unit, arrangement, layout,
		(SELECT count(*) FROM clippings WHERE book = books.id) FROM books `+which, args...)
	if err != nil {
		return nil, fmt.Errorf("clipping books: %w", err)
	}
	defer rows.Close()
	var out []Book
	for rows.Next() {
		var b Book
		var layout string
		if err := rows.Scan(&b.ID, &b.Name, &b.Title, &b.Compiler, &b.Unit, &b.Arrangement, &layout, &b.Clippings); err != nil {
			return nil, fmt.Errorf("clipping books: %w", err)
		}
		if err := json.Unmarshal([]byte(layout), &b.Layout); err != nil {
			b.Layout = BookLayout{} // choices that cannot be read are chosen again
		}
		out = append(out, b)
	}
	return out, rows.Err()
}

// PutBook keeps a book's name, cover and choices: a new book when its ID is "" or not
// there any more. It fails with [ErrNoName] and [ErrNameTaken].
func (u *User) PutBook(ctx context.Context, b Book) (BookID, error) {
	if b.Name == "" {
		return "", ErrNoName
	}
	if b.ID == "" {
		var id [8]byte
		rand.Read(id[:]) // never fails
		b.ID = BookID(hex.EncodeToString(id[:]))
	}
	if b.Arrangement == "" {
		b.Arrangement = ByHand
	}
	layout, err := json.Marshal(b.Layout)
	if err != nil {
		return "", fmt.Errorf("write user data: %w", err)
	}
	err = u.update(ctx, func(tx *sql.Tx) error {
		var taken bool
		if err := tx.QueryRowContext(ctx, `SELECT EXISTS(SELECT 1 FROM books WHERE name = ? AND id <> ?)`, b.Name, string(b.ID)).Scan(&taken); err != nil {
			return err
		}
		if taken {
			return ErrNameTaken
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO books(id, name, title, compiler, unit, arrangement, layout, made) VALUES(?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT(id) DO UPDATE SET name = excluded.name, title = excluded.title, compiler = excluded.compiler, unit = excluded.unit,
			arrangement = excluded.arrangement, layout = excluded.layout`,
			string(b.ID), b.Name, b.Title, b.Compiler, b.Unit, string(b.Arrangement), string(layout), time.Now().UnixNano())
		return err
	})
	return b.ID, err
}

// DeleteBook forgets a book; its articles stay in their libraries.
func (u *User) DeleteBook(ctx context.Context, id BookID) error {
	return u.update(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM clippings WHERE book = ?`, string(id)); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM books WHERE id = ?`, string(id))
		return err
	})
}

// Clippings lists a book's articles in the order they have by hand. A book that is not
// there has none.
func (u *User) Clippings(ctx context.Context, id BookID) ([]Clipping, error) {
	rows, err := u.db.QueryContext(ctx, readClippings, string(id))
	if err != nil {
		return nil, fmt.Errorf("clipping book: %w", err)
	}
	return scanClippings(rows)
}

// EditBook lets edit change the list of a book's articles and keeps what it returns,
// all of it or, when anything fails, nothing. No other program changes the book meanwhile.
// The second and later clippings of one article are left out. It fails with [ErrNoBook].
func (u *User) EditBook(ctx context.Context, id BookID, edit func([]Clipping) []Clipping) error {
	return u.update(ctx, func(tx *sql.Tx) error {
		var there bool
		if err := tx.QueryRowContext(ctx, `SELECT EXISTS(SELECT 1 FROM books WHERE id = ?)`, string(id)).Scan(&there); err != nil {
			return err
		}
		if !there {
			return ErrNoBook
		}
		rows, err := tx.QueryContext(ctx, readClippings, string(id))
		if err != nil {
			return err
		}
		all, err := scanClippings(rows)
		if err != nil {
			return err
		}
		all = edit(all)
		if _, err := tx.ExecContext(ctx, `DELETE FROM clippings WHERE book = ?`, string(id)); err != nil {
			return err
		}
		put, err := tx.PrepareContext(ctx, `INSERT OR IGNORE INTO clippings(book, place, library, article, headline, note) VALUES(?, ?, ?, ?, ?, ?)`)
		if err != nil {
			return err
		}
		defer put.Close()
		for i, c := range all {
			if _, err := put.ExecContext(ctx, string(id), i, c.Library, string(c.Article), c.Headline, c.Note); err != nil {
				return err
			}
		}
		return nil
	})
}

const readClippings = `SELECT library, article, headline, note FROM clippings WHERE book = ? ORDER BY place`

func scanClippings(rows *sql.Rows) ([]Clipping, error) {
	defer rows.Close()
	var out []Clipping
	for rows.Next() {
		var c Clipping
		if err := rows.Scan(&c.Library, &c.Article, &c.Headline, &c.Note); err != nil {
			return nil, fmt.Errorf("clipping book: %w", err)
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

// update runs fn in one transaction, which nobody else's writes come between.
func (u *User) update(ctx context.Context, fn func(*sql.Tx) error) error {
	tx, err := u.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("write user data: %w", wrap("", err))
	}
	defer tx.Rollback() // no effect after Commit
	if err = fn(tx); err == nil {
		err = tx.Commit()
	}
	if err != nil {
		return fmt.Errorf("write user data: %w", wrap("", err))
	}
	return nil
}
