package library

import (
	"context"

	"baoge/app/archive"
	"baoge/app/query"
)

// What a help sheet of the search line is made of.
type (
	Usage     = query.Usage
	FieldHelp = query.FieldHelp
)

// SearchHelp lists what can be written in a search line: operators and fields.
func SearchHelp() ([]Usage, []FieldHelp) { return query.Help() }

// SavedSearch is a search line the person gave a name.
type SavedSearch = archive.SavedSearch

// Searched remembers a search line as the last one in this library.
func (l *Library) Searched(ctx context.Context, line string) error {
	if l.user == nil {
		return nil
	}
	return l.user.Searched(ctx, l.ID(), line)
}

// PastSearches lists past search lines that have the text in them, the last one first.
func (l *Library) PastSearches(ctx context.Context, text string, limit int) ([]string, error) {
	if l.user == nil {
		return nil, nil
	}
	return l.user.Searches(ctx, l.ID(), text, limit)
}

// ForgetSearch erases one past search line.
func (l *Library) ForgetSearch(ctx context.Context, line string) error {
	if l.user == nil {
		return nil
	}
	return l.user.ForgetSearch(ctx, l.ID(), line)
}

// ForgetSearches erases all of them.
func (l *Library) ForgetSearches(ctx context.Context) error {
	if l.user == nil {
		return nil
	}
	return l.user.ForgetSearches(ctx, l.ID())
}

// SavedSearches lists the searches saved for this library in the order they were made,
// with the hits they had when last counted.
func (l *Library) SavedSearches(ctx context.Context) ([]SavedSearch, error) {
	if l.user == nil {
		return nil, nil
	}
	return l.user.SavedSearches(ctx, l.ID())
}

// SaveSearch keeps a search: a new one when its ID is 0. It fails with [ErrNoUser].
func (l *Library) SaveSearch(ctx context.Context, s SavedSearch) (id int64, err error) {
	if l.user == nil {
		return 0, ErrNoUser
	}
	return l.user.SaveSearch(ctx, l.ID(), s)
}

// DeleteSearch forgets a saved search.
func (l *Library) DeleteSearch(ctx context.Context, id int64) error {
	if l.user == nil {
		return ErrNoUser
	}
	return l.user.DeleteSearch(ctx, id)
}

// CountSearches counts anew what each saved search finds, keeps the numbers and returns
// the searches with them. It waits for the index as Search does.
func (l *Library) CountSearches(ctx context.Context) ([]SavedSearch, error) {
	all, err := l.SavedSearches(ctx)
	if err != nil {
		return nil, err
	}
	for i := range all {
		r, err := l.Search(ctx, all[i].Line, SearchOptions{Limit: 1})
		if err != nil {
			return nil, err
		}
		hits := r.Total
		if r.Nearest { // nothing had all the words
			hits = 0
		}
		if hits == all[i].Hits {
			continue
		}
		all[i].Hits = hits
		if err := l.user.CountSearch(ctx, all[i].ID, hits); err != nil {
			return nil, err
		}
	}
	return all, nil
}
