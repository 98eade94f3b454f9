package archive

import (
	"context"
	"errors"
	"fmt"
	"time"

	"baoge/app/paper"
)

// What a caller may want to decide on when a history is walked; test with errors.Is.
var (
	ErrNoEdit       = errors.New("no such edit")
	ErrChangedSince = errors.New("changed again since")
	ErrNoSource     = errors.New("the source is gone from the library")
	ErrWithdrawn    = errors.New("article is withdrawn")
	ErrAccount      = errors.New("characters unaccounted for")
)

// A Hand says who changes something, and why.
type Hand struct {
	Who  string
	Note string
}

// EditKind says what an edit was.
type EditKind string

// The kinds of edit.
const (
	Corrected EditKind = "correct"  // fields of articles
	Arranged  EditKind = "arrange"  // a page's articles: split, merged, put in another order
	Withdrew  EditKind = "withdraw" // 撤稿
	Restored  EditKind = "restore"  // the end of a withdrawal
	Renewed   EditKind = "import"   // an import that changed what was there
)

// An Edit is one step of a library's history: one call that changed what was there.
type Edit struct {
	N        int64
	At       time.Time
	Who      string
	What     EditKind
	Note     string
	Job      int64             // the import that did it; 0 is a person
	Undone   bool              // and not done again
	Articles []paper.ArticleID // that it touched
	Fields   []Field           // of the one article asked for in History; else nil
}

// A Field is what one field of an article said before and after an edit, in the form it is
// stored in; "" is nothing. Names are those of articles' JSON, and withdrawn, reason, place.
type Field struct{ Name, Before, After string }

// An editing is the edit that a transaction writes, begun with its first part.
type editing struct {
	n    int64
	what EditKind
	hand Hand
	job  int64
}

// log keeps what a part of the library was and became. What did not change is not kept.
func (w *writer) log(part string, before, after state) error {
	b, a := differ(before, after)
	if len(b) == 0 && len(a) == 0 {
		return nil
	}
	if w.edit.n == 0 {
		res, err := w.result("INSERT INTO edits(at, who, what, note, job, undone) VALUES(?, ?, ?, ?, ?, 0)", w.now, w.edit.hand.Who, string(w.edit.what), w.edit.hand.Note, w.edit.job)
		if err != nil {
			return err
		}
		if w.edit.n, err = res.LastInsertId(); err != nil {
			return err
		}
	}
	return w.exec("INSERT OR REPLACE INTO edit_parts VALUES(?, ?, ?, ?)", w.edit.n, part, b.text(), a.text())
}

// save makes an article what after says; before is what it is, nil where it is not there,
// as after is where it shall go. It keeps the history.
func (w *writer) save(before, after *kept) error {
	if after == nil {
		if err := w.log(string(before.article.ID), before.state(), nil); err != nil {
			return err
		}
		return w.remove(before.n, before.article.ID)
	}
	if err := w.log(string(after.article.ID), before.state(), after.state()); err != nil {
		return err
	}
	return w.write(before, after)
}

// write is save without the history.
func (w *writer) write(before, after *kept) error {
	source, err := w.sourceNumber(after.source)
	if err != nil {
		return err
	}
	r, err := newRecord(after.article)
	if err != nil {
		return err
	}
	p := placed{record: r, standing: after.standing, id: after.article.ID, ordinal: after.ordinal, place: after.place, changed: true}
	if before == nil {
		return w.insert(p, source)
	}
	return w.update(p, before.n, source)
}

// sourceNumber is the row of a source, remembered for the transaction.
func (w *writer) sourceNumber(sha string) (int64, error) {
	if n, ok := w.sources[sha]; ok {
		return n, nil
	}
	n, err := sourceOf(w.ctx, w.tx, sha)
	if err == nil {
		w.sources[sha] = n
	}
	return n, err
}

// Correct lets fn change articles, in one transaction that keeps what they said before:
// [Archive.Undo] brings it back. IDs stay. fn is called with each article as it is now, and
// ends everything with an error. What it changed counts as set by hand: later imports of
// the file keep it. The number of the edit is 0 when nothing changed.
func (a *Archive) Correct(ctx context.Context, ids []paper.ArticleID, hand Hand, fn func(*paper.Article) error) (edit int64, err error) {
	return a.editEach(ctx, ids, editing{what: Corrected, hand: hand}, func(k *kept) error {
		before := said(k.article)
		id, external := k.article.ID, k.article.ExternalID
		if err := fn(k.article); err != nil {
			return err
		}
		k.article.ID, k.article.ExternalID = id, external
		b, _ := differ(before, said(k.article))
		for name := range b {
			k.byhand = addByHand(k.byhand, name)
		}
		return nil
	})
}

// Withdraw hides articles from lists, searches and exports, and keeps them: 撤稿. Those
// withdrawn already get the new reason.
func (a *Archive) Withdraw(ctx context.Context, ids []paper.ArticleID, hand Hand, reason string) (edit int64, err error) {
	return a.editEach(ctx, ids, editing{what: Withdrew, hand: hand}, func(k *kept) error {
		k.withdrawn, k.reason = true, reason
		return nil
	})
}

// Restore ends the withdrawal of articles.
func (a *Archive) Restore(ctx context.Context, ids []paper.ArticleID, hand Hand) (edit int64, err error) {
	return a.editEach(ctx, ids, editing{what: Restored, hand: hand}, func(k *kept) error {
		k.withdrawn, k.reason = false, ""
		return nil
	})
}

func (a *Archive) editEach(ctx context.Context, ids []paper.ArticleID, e editing, fn func(*kept) error) (int64, error) {
	if a.write == nil {
		return 0, fmt.Errorf("%s %d articles: %w", e.what, len(ids), ErrReadOnly)
	}
	var n int64
	err := a.change(ctx, func(w *writer) error {
		w.edit = e
		for _, id := range ids {
			if err := w.editOne(id, fn); err != nil {
				return err
			}
		}
		n = w.edit.n
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("%s %d articles: %w", e.what, len(ids), err)
	}
	return n, nil
}

func (w *writer) editOne(id paper.ArticleID, fn func(*kept) error) error {
	before, err := keptByID(w.ctx, w.tx, string(id))
	if err != nil {
		return err
	}
	if before == nil {
		return &MissingError{id}
	}
	after := *before
	after.article = clone(before.article)
	if err := fn(&after); err != nil {
		return err
	}
	if b, _ := differ(before.state(), after.state()); len(b) == 0 {
		return nil
	}
	return w.save(before, &after)
}

// A WithdrawnError names an article that is withdrawn; it matches [ErrWithdrawn].
type WithdrawnError struct{ ID paper.ArticleID }

// Error names the article.
func (e *WithdrawnError) Error() string { return fmt.Sprintf("%v: %s", ErrWithdrawn, e.ID) }

// Is matches ErrWithdrawn.
func (e *WithdrawnError) Is(target error) bool { return target == ErrWithdrawn }
