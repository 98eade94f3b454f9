package archive

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"baoge/app/paper"
)

// A ConflictError names the articles that stand in the way of an undoing; it matches [ErrChangedSince].
type ConflictError struct{ Articles []paper.ArticleID }

// Error counts them.
func (e *ConflictError) Error() string {
	return fmt.Sprintf("%d articles: %v", len(e.Articles), ErrChangedSince)
}

// Is matches ErrChangedSince.
func (e *ConflictError) Is(target error) bool { return target == ErrChangedSince }

// Undo takes an edit back: every field it changed says again what it said before. Where
// one of them was changed again since, nothing is done and a [ConflictError] names the
// articles. An edit undone already stays so. Errors also: [ErrNoEdit], [ErrNoSource].
func (a *Archive) Undo(ctx context.Context, edit int64) error { return a.turn(ctx, edit, false) }

// Redo does an undone edit again, under the conditions of Undo.
func (a *Archive) Redo(ctx context.Context, edit int64) error { return a.turn(ctx, edit, true) }

func (a *Archive) turn(ctx context.Context, edit int64, redo bool) error {
	if a.write == nil {
		return fmt.Errorf("undo edit %d: %w", edit, ErrReadOnly)
	}
	err := a.change(ctx, func(w *writer) error {
		var undone int64
		err := w.tx.QueryRowContext(ctx, "SELECT undone FROM edits WHERE n = ?", edit).Scan(&undone)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNoEdit
		}
		if err != nil || (undone == 0) == redo {
			return err
		}
		conflicts, err := w.turnParts(edit, redo)
		if err != nil {
			return err
		}
		if len(conflicts) > 0 {
			return &ConflictError{conflicts}
		}
		return w.markTurned(edit, redo)
	})
	if err != nil {
		return fmt.Errorf("undo edit %d: %w", edit, err)
	}
	return nil
}

func (w *writer) markTurned(edit int64, redo bool) error {
	at := w.now
	if redo {
		at = 0
	}
	return w.exec("UPDATE edits SET undone = ? WHERE n = ?", at, edit)
}

// turnParts turns every part of an edit that can be turned, and gives the articles that
// were changed again since.
func (w *writer) turnParts(edit int64, redo bool) (conflicts []paper.ArticleID, err error) {
	parts, err := partsOf(w.ctx, w.tx, edit)
	if err != nil {
		return nil, err
	}
	for _, p := range parts {
		if redo {
			p.before, p.after = p.after, p.before
		}
		turn := w.turnArticle
		if isSum(p.part) {
			turn = w.turnSource
		}
		err := turn(p)
		switch {
		case errors.Is(err, ErrChangedSince):
			conflicts = append(conflicts, paper.ArticleID(p.part))
		case err != nil:
			return nil, err
		}
	}
	return conflicts, nil
}

// A part is one article or source of an edit.
type part struct {
	part          string
	before, after state
}

func partsOf(ctx context.Context, q querier, edit int64) ([]part, error) {
	rows, err := q.QueryContext(ctx, "SELECT part, before, after FROM edit_parts WHERE edit = ? ORDER BY part", edit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []part
	for rows.Next() {
		var p part
		var before, after string
		if err := rows.Scan(&p.part, &before, &after); err != nil {
			return nil, err
		}
		if p.before, err = readState(before); err != nil {
			return nil, err
		}
		if p.after, err = readState(after); err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, rows.Err()
}

// turnArticle brings one article back from p.after to p.before.
func (w *writer) turnArticle(p part) error {
	now, err := keptByID(w.ctx, w.tx, p.part)
	if err != nil {
		return err
	}
	is := now.state()
	if p.after == nil || is == nil {
		if p.after != nil || is != nil { // it came back, or went, by another way
			return ErrChangedSince
		}
	} else if !holds(is, p.after, "byhand") {
		return ErrChangedSince
	}
	if p.before == nil {
		return w.remove(now.n, now.article.ID)
	}
	to := state{}
	for name, v := range is {
		to[name] = v
	}
	for name, v := range p.before {
		to[name] = v
	}
	to["byhand"] = turnByHand(is["byhand"], p.before["byhand"], p.after["byhand"])
	after, err := keptFrom(paper.ArticleID(p.part), to)
	if err != nil {
		return err
	}
	return w.write(now, after)
}

// turnByHand takes back what an edit added to, or took from, the names of what is by hand;
// what other edits did there stays.
func turnByHand(is, before, after string) string {
	added, taken := strings.Fields(after), strings.Fields(before)
	names := slices.DeleteFunc(strings.Fields(is), func(n string) bool { return slices.Contains(added, n) && !slices.Contains(taken, n) })
	for _, n := range taken {
		if !slices.Contains(added, n) {
			names = append(names, n)
		}
	}
	return addByHand("", names...)
}

// holds reports whether a state says all that is asked of it, but for some names.
func holds(is, asked state, but ...string) bool {
	for name, v := range asked {
		if is[name] != v && !slices.Contains(but, name) {
			return false
		}
	}
	return true
}

// turnSource brings what is kept of a page file back from p.after to p.before.
func (w *writer) turnSource(p part) error {
	n, err := sourceOf(w.ctx, w.tx, p.part)
	if err != nil {
		return err
	}
	_, is, err := sourceState(w.ctx, w.tx, n)
	if err != nil {
		return err
	}
	if !holds(is, p.after) {
		return ErrChangedSince
	}
	for name, v := range p.before {
		is[name] = v
	}
	return w.putSourceState(n, is)
}

func (w *writer) putSourceState(n int64, s state) error {
	return w.exec("UPDATE sources SET labels = ?, leftover = ?, chars = ?, replaced = ? WHERE n = ?", s["labels"], s["leftover"], s["chars"], s["replaced"] != "", n)
}
