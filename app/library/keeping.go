package library

import (
	"context"
	"os"
	"os/user"

	"baoge/app/archive"
	"baoge/app/paper"
)

// me is who changes something where the caller does not say.
func me() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	host, _ := os.Hostname() // a change without a name is still a change
	return host
}

func signed(h Hand) Hand {
	if h.Who == "" {
		h.Who = me()
	}
	return h
}

// Medium reads a picture by its SHA-256; one that the library does not hold is
// archive.ErrNoMedium, one whose file is not what was imported archive.ErrDamaged.
func (l *Library) Medium(ctx context.Context, sha256 string) (paper.Medium, error) {
	return l.archive.Medium(ctx, sha256)
}

// Scans gives the pictures of the printed page an article came from, with the places of its words.
func (l *Library) Scans(ctx context.Context, sha256 string) ([]archive.Scan, error) {
	return l.archive.Scans(ctx, sha256)
}

// Correct lets fn change articles, all or none of them. What they said before is kept: the
// edit whose number is given can be undone and redone. IDs stay, the index follows, and
// what was set so outlives later imports of the file. 0 when nothing changed.
func (l *Library) Correct(ctx context.Context, ids []paper.ArticleID, h Hand, fn func(*paper.Article) error) (edit int64, err error) {
	defer l.nudge()
	return l.archive.Correct(ctx, ids, signed(h), fn)
}

// Set gives many articles what m knows of date, page, page label, paper and section, as one edit.
func (l *Library) Set(ctx context.Context, ids []paper.ArticleID, h Hand, m Metadata) (edit int64, err error) {
	return l.Correct(ctx, ids, h, func(a *paper.Article) error {
		m.Put(a)
		return nil
	})
}

// Metadata is what Set sets; a nil field stays as it is, an empty one becomes unknown.
type Metadata struct {
	Date                                  *paper.Date
	Page, PageLabel, Publication, Section *string
}

// Put gives an article what m knows.
func (m Metadata) Put(a *paper.Article) {
	if m.Date != nil {
		a.Date = *m.Date
	}
	for _, f := range []struct{ to, from *string }{{&a.Page, m.Page}, {&a.PageLabel, m.PageLabel}, {&a.Publication, m.Publication}, {&a.Section, m.Section}} {
		if f.from != nil {
			*f.to = *f.from
		}
	}
}

// Withdraw hides articles from lists, searches and exports and keeps them, with the reason: 撤稿.
func (l *Library) Withdraw(ctx context.Context, ids []paper.ArticleID, h Hand, reason string) (edit int64, err error) {
	defer l.nudge()
	return l.archive.Withdraw(ctx, ids, signed(h), reason)
}

// Restore ends the withdrawal of articles.
func (l *Library) Restore(ctx context.Context, ids []paper.ArticleID, h Hand) (edit int64, err error) {
	defer l.nudge()
	return l.archive.Restore(ctx, ids, signed(h))
}

// Withdrawal tells why an article is withdrawn, and whether it is.
func (l *Library) Withdrawal(ctx context.Context, id paper.ArticleID) (reason string, withdrawn bool, err error) {
	return l.archive.Withdrawal(ctx, id)
}

// History lists the edits of one article, newest first, with what each changed.
func (l *Library) History(ctx context.Context, id paper.ArticleID) ([]Edit, error) {
	return l.archive.History(ctx, id)
}

// Edits lists the library's last edits, newest first; a limit below 0 is none.
func (l *Library) Edits(ctx context.Context, limit int) ([]Edit, error) {
	return l.archive.Edits(ctx, limit)
}

// Undo takes an edit back; archive.ErrChangedSince says that something of it was changed again since.
func (l *Library) Undo(ctx context.Context, edit int64) error {
	defer l.nudge()
	return l.archive.Undo(ctx, edit)
}

// Redo does an undone edit again.
func (l *Library) Redo(ctx context.Context, edit int64) error {
	defer l.nudge()
	return l.archive.Redo(ctx, edit)
}

// MergeNames says that names in credits are one person. What is printed stays; searches,
// filters and statistics follow.
func (l *Library) MergeNames(ctx context.Context, person string, names []string) error {
	return l.archive.MergeNames(ctx, person, names, me())
}

// SplitNames ends the merging of names.
func (l *Library) SplitNames(ctx context.Context, names []string) error {
	return l.archive.SplitNames(ctx, names)
}

// Aliases lists the names that are merged.
func (l *Library) Aliases(ctx context.Context) ([]Alias, error) { return l.archive.Aliases(ctx) }
