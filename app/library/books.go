package library

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"baoge/app/archive"
	"baoge/app/paper"
)

// The nouns of clipping books.
type (
	Book        = archive.Book
	BookID      = archive.BookID
	BookLayout  = archive.BookLayout
	Arrangement = archive.Arrangement
)

// The arrangements of a clipping book.
const (
	ByHand    = archive.ByHand
	ByDate    = archive.ByDate
	BySection = archive.BySection
)

// What asking for a clipping book can meet.
var (
	ErrNoBook    = archive.ErrNoBook
	ErrNameTaken = archive.ErrNameTaken
)

// ErrNoUser says that the person's own database could not be opened.
var ErrNoUser = errors.New("the person's own data cannot be kept")

// A Clipping is one article of a clipping book as it is now.
type Clipping struct {
	archive.Clipping
	Summary paper.Summary // of an article that is There
	There   bool          // the article is in this library
	Foreign bool          // it is of another library, which is to be opened to read it
	// Withdrawn is an article that was withdrawn 撤稿: it is not There, and comes back
	// where its withdrawal ends.
	Withdrawn bool
}

// Books lists the person's clipping books, of whatever libraries their articles are, in
// the order they were made.
func (l *Library) Books(ctx context.Context) ([]Book, error) {
	if l.user == nil {
		return nil, nil
	}
	return l.user.Books(ctx)
}

// Book reads one clipping book, or fails with [ErrNoBook].
func (l *Library) Book(ctx context.Context, id BookID) (Book, error) {
	if l.user == nil {
		return Book{}, ErrNoUser
	}
	return l.user.Book(ctx, id)
}

// PutBook keeps a book's name, cover and choices, and makes a new one when its ID is "".
// It fails with archive.ErrNoName and [ErrNameTaken].
func (l *Library) PutBook(ctx context.Context, b Book) (BookID, error) {
	if l.user == nil {
		return "", ErrNoUser
	}
	return l.user.PutBook(ctx, b)
}

// DeleteBook forgets a book; its articles stay. [Library.RestoreBook] undoes it.
func (l *Library) DeleteBook(ctx context.Context, id BookID) error {
	if l.user == nil {
		return ErrNoUser
	}
	return l.user.DeleteBook(ctx, id)
}

// RestoreBook makes a book what it was: its name, choices and articles.
func (l *Library) RestoreBook(ctx context.Context, b Book, clippings []Clipping) error {
	if _, err := l.PutBook(ctx, b); err != nil {
		return err
	}
	return l.user.EditBook(ctx, b.ID, func([]archive.Clipping) []archive.Clipping {
		out := make([]archive.Clipping, len(clippings))
		for i, c := range clippings {
			out[i] = c.Clipping
		}
		return out
	})
}

// Clippings lists a book's articles by its arrangement, as they are now: one corrected
// since is told corrected, one deleted since is told not There, and stays in the book.
func (l *Library) Clippings(ctx context.Context, b Book) ([]Clipping, error) {
	if l.user == nil {
		return nil, ErrNoUser
	}
	kept, err := l.user.Clippings(ctx, b.ID)
	if err != nil {
		return nil, err
	}
	var ids []paper.ArticleID
	for _, c := range kept {
		if c.Library == l.ID() {
			ids = append(ids, c.Article)
		}
	}
	rows, err := l.Summaries(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[paper.ArticleID]paper.Summary, len(rows))
	for _, r := range rows {
		byID[r.ID] = r
	}
	withdrawn, err := l.archive.Withdrawn(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]Clipping, len(kept))
	for i, c := range kept {
		s, there := byID[c.Article]
		own := c.Library == l.ID()
		out[i] = Clipping{Clipping: c, Summary: s, There: own && there, Foreign: !own, Withdrawn: own && slices.Contains(withdrawn, c.Article)}
	}
	arrange(out, b.Arrangement)
	return out, nil
}

// arrange sorts clippings that come in their order by hand.
func arrange(all []Clipping, a Arrangement) {
	switch a {
	case ByDate:
		slices.SortStableFunc(all, func(a, b Clipping) int {
			x, y := a.Summary.Date, b.Summary.Date
			switch {
			case x.Known() != y.Known():
				return lastWhere(!x.Known(), !y.Known())
			case x.Before(y):
				return -1
			case y.Before(x):
				return 1
			}
			return 0
		})
	case BySection:
		slices.SortStableFunc(all, func(a, b Clipping) int {
			x, y := a.Summary.Section, b.Summary.Section
			return cmp.Or(lastWhere(x == "", y == ""), cmp.Compare(x, y))
		})
	}
}

// lastWhere orders what lacks something after what has it.
func lastWhere(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// Clip puts articles at the end of a book, all or none of them, and tells which were not
// in it before. It fails with [ErrNoBook]; unknown articles are left out.
func (l *Library) Clip(ctx context.Context, id BookID, articles []paper.ArticleID) (added []paper.ArticleID, err error) {
	if l.user == nil {
		return nil, ErrNoUser
	}
	rows, err := l.Summaries(ctx, articles)
	if err != nil {
		return nil, err
	}
	err = l.user.EditBook(ctx, id, func(all []archive.Clipping) []archive.Clipping {
		in := make(map[paper.ArticleID]bool, len(all))
		for _, c := range all {
			in[c.Article] = in[c.Article] || c.Library == l.ID()
		}
		for _, r := range rows {
			if in[r.ID] {
				continue
			}
			in[r.ID] = true
			added = append(added, r.ID)
			all = append(all, archive.Clipping{Library: l.ID(), Article: r.ID, Headline: r.Headline})
		}
		return all
	})
	return added, err
}

// Unclip takes clippings out of a book, all at once.
func (l *Library) Unclip(ctx context.Context, id BookID, gone []Clipping) error {
	out := among(gone)
	return l.editBook(ctx, id, func(all []archive.Clipping) []archive.Clipping {
		return slices.DeleteFunc(all, func(c archive.Clipping) bool { return out[identity(c)] })
	})
}

// Annotate writes the note of one clipping; "" takes it away.
func (l *Library) Annotate(ctx context.Context, id BookID, of Clipping, note string) error {
	return l.editBook(ctx, id, func(all []archive.Clipping) []archive.Clipping {
		for i := range all {
			if all[i].Is(of.Clipping) {
				all[i].Note = note
			}
		}
		return all
	})
}

// Arrange puts some of a book's clippings together, in the order they have, before the one
// that stands at to, counted without them; from then on the book is in order by hand.
func (l *Library) Arrange(ctx context.Context, b Book, moved []Clipping, to int) error {
	shown, err := l.Clippings(ctx, b) // the order a person sees is the one to begin with
	if err != nil {
		return err
	}
	block := among(moved)
	order := make(map[archive.Clipping]int, len(shown))
	for i, c := range shown {
		order[identity(c.Clipping)] = i
	}
	err = l.editBook(ctx, b.ID, func(all []archive.Clipping) []archive.Clipping {
		place := func(c archive.Clipping) int {
			if i, ok := order[identity(c)]; ok {
				return i
			}
			return len(order) // added by another program since
		}
		slices.SortStableFunc(all, func(x, y archive.Clipping) int { return cmp.Compare(place(x), place(y)) })
		var rest, together []archive.Clipping
		for _, c := range all {
			if block[identity(c)] {
				together = append(together, c)
			} else {
				rest = append(rest, c)
			}
		}
		return slices.Insert(rest, min(max(to, 0), len(rest)), together...)
	})
	if err != nil || b.Arrangement == ByHand {
		return err
	}
	b.Arrangement = ByHand
	_, err = l.PutBook(ctx, b)
	return err
}

// identity is what tells one clipping of a book from another.
func identity(c archive.Clipping) archive.Clipping {
	return archive.Clipping{Library: c.Library, Article: c.Article}
}

func among(some []Clipping) map[archive.Clipping]bool {
	set := make(map[archive.Clipping]bool, len(some))
	for _, c := range some {
		set[identity(c.Clipping)] = true
	}
	return set
}

func (l *Library) editBook(ctx context.Context, id BookID, edit func([]archive.Clipping) []archive.Clipping) error {
	if l.user == nil {
		return ErrNoUser
	}
	return l.user.EditBook(ctx, id, edit)
}
