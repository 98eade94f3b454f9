package library

import (
	"context"
	"slices"

	"baoge/app/hanzi"
	"baoge/app/index"
)

// UserWords lists the words that SetUserWords set.
func (l *Library) UserWords() []string {
	if l.keeper == nil {
		return nil
	}
	l.keeper.mu.Lock()
	defer l.keeper.mu.Unlock()
	return slices.Clone(l.keeper.words)
}

// SetUserWords sets the words that are kept whole wherever a text is cut into words, in
// searches, marks and double clicks, beside those of the dictionary and the names that the
// library's own credits and headlines have. They hold for this process, as soon as
// dictionary and index are up, which it does not wait for; keeping them from one start to
// the next is the caller's. The index need not be made anew: it holds what the dictionary
// and single characters say of a text, which no such word changes. A library opened
// without search takes none.
func (l *Library) SetUserWords(words []string) {
	if l.keeper == nil {
		return
	}
	l.keeper.mu.Lock()
	l.keeper.words = slices.Clone(words)
	l.keeper.mu.Unlock()
	l.keeper.nudge()
}

// learn teaches the cutter the names of the library and the person's own words.
func (k *keeper) learn(ctx context.Context, x *index.Index) error {
	c, err := hanzi.Load(ctx)
	if err != nil {
		return err
	}
	roster, err := x.Roster(ctx)
	if err != nil {
		return err
	}
	k.mu.Lock()
	words := slices.Concat(roster, k.words)
	k.mu.Unlock()
	c.Learn(words)
	return nil
}
