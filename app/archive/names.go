package archive

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// oneAuthor is the SQL set of all names of the person that one name, its argument, stands for.
const oneAuthor = `(WITH me(x) AS (SELECT ?), person(x) AS (SELECT coalesce((SELECT person FROM aliases JOIN me ON name = x), (SELECT x FROM me)))
	SELECT x FROM person UNION SELECT name FROM aliases JOIN person ON aliases.person = x)`

// ErrBadMerge says that names cannot be merged: one of them is empty, or all are the same.
var ErrBadMerge = errors.New("nothing to merge")

// MergeNames says that names in credits are one person, who is listed and counted as
// person. Articles stay as they are printed: only filters, searches and statistics
// follow, and [Archive.SplitNames] ends it. A name merged before goes over with its kin.
func (a *Archive) MergeNames(ctx context.Context, person string, names []string, who string) error {
	names = slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == person })
	if a.write == nil {
		return fmt.Errorf("merge names: %w", ErrReadOnly)
	}
	if person == "" || len(names) == 0 || slices.Contains(names, "") {
		return fmt.Errorf("merge names: %w", ErrBadMerge)
	}
	err := a.change(ctx, func(w *writer) error {
		if err := w.exec("DELETE FROM aliases WHERE name = ?", person); err != nil {
			return err
		}
		for _, n := range names {
			if err := w.exec("UPDATE aliases SET person = ? WHERE person = ?", person, n); err != nil {
				return err
			}
			if err := w.exec("INSERT OR REPLACE INTO aliases VALUES(?, ?, ?, ?)", n, person, w.now, who); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("merge names: %w", err)
	}
	return nil
}

// SplitNames ends the merging of names: each stands for itself again. Of a person all names are freed.
func (a *Archive) SplitNames(ctx context.Context, names []string) error {
	if a.write == nil {
		return fmt.Errorf("split names: %w", ErrReadOnly)
	}
	err := a.change(ctx, func(w *writer) error {
		for _, n := range names {
			if err := w.exec("DELETE FROM aliases WHERE name = ?1 OR person = ?1", n); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("split names: %w", err)
	}
	return nil
}

// An Alias is a name in credits that stands for a person.
type Alias struct {
	Name, Person string
	At           time.Time // when they were merged
	Who          string
}

// Aliases lists the names merged, by person.
func (a *Archive) Aliases(ctx context.Context) ([]Alias, error) {
	rows, err := a.read.QueryContext(ctx, "SELECT name, person, at, who FROM aliases ORDER BY person, name")
	if err != nil {
		return nil, fmt.Errorf("merged names: %w", wrap(a.file(), err))
	}
	defer rows.Close()
	var out []Alias
	for rows.Next() {
		var x Alias
		var at int64
		if err := rows.Scan(&x.Name, &x.Person, &at, &x.Who); err != nil {
			return nil, fmt.Errorf("merged names: %w", wrap(a.file(), err))
		}
		x.At = time.Unix(at, 0)
		out = append(out, x)
	}
	return out, wrap(a.file(), rows.Err())
}
