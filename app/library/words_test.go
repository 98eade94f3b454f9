package library

import (
	"context"
	"errors"
	"testing"
	"time"

	"baoge/app/archive"
	"baoge/app/hanzi"
)

// TestUserWords teaches the library a word: it holds once the library says that it has moved,
// beside the names of its own credits, and goes when it is taken away.
func TestUserWords(t *testing.T) {
	l, _ := withSeeds(t, t.TempDir())
	ready(t, l)
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	for _, words := range [][]string{{"礼让行人"}, nil} {
		moved := l.Changed()
		l.SetUserWords(words)
		for hanzi.Loaded().Learnt("礼让行人") != (len(words) > 0) {
			select {
			case <-moved:
				moved = l.Changed()
			case <-ctx.Done():
				t.Fatal("the words are never learnt")
			}
		}
		if got := l.UserWords(); len(got) != len(words) {
			t.Errorf("words %q, set %q", got, words)
		}
		if !hanzi.Loaded().Learnt("吴丹丹") {
			t.Error("a name of the credits is not learnt")
		}
	}
}

func TestLike(t *testing.T) {
	l, _ := withSeeds(t, t.TempDir())
	ready(t, l)
	all, _, err := l.List(t.Context(), Filter{}, -1, 0)
	if err != nil || len(all) == 0 {
		t.Fatal(len(all), err)
	}
	for _, a := range all {
		hits, err := l.Like(t.Context(), a.ID, 3, 1)
		if err != nil || len(hits) > 3 {
			t.Fatal(len(hits), err)
		}
		for i, h := range hits {
			if h.Summary.ID == a.ID || h.Summary.Headline == "" || h.Score <= 0 || h.Score > 1 || i > 0 && h.Score > hits[i-1].Score {
				t.Errorf("like %s: %+v", a.Headline, h)
			}
		}
	}
	if _, err := l.Like(t.Context(), "none", 3, 0); !errors.Is(err, archive.ErrNotFound) {
		t.Errorf("like nothing: %v", err)
	}
}
