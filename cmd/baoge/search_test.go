//go:build linux

package main

import (
	"image"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"baoge/app/archive"
	"baoge/app/ui/uitest"
)

// person opens what the program keeps for its person, beside the program.
func (k *desk) person(t *testing.T) *archive.User {
	t.Helper()
	u, err := archive.OpenUser(filepath.Join(k.Home, ".local/share/baoge/user.sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { u.Close() })
	return u
}

// list is where the list of articles stands.
var list = image.Rect(220, 96, 540, 700)

// A line is typed in pinyin, completed from the drop, kept among the past searches, saved,
// and left again; the box never loses the keyboard on the way.
func TestSearchByKeyboard(t *testing.T) {
	k := sit(t, uitest.Options{})
	k.reads(t, "凯里市")
	k.w.Key(t, "ctrl+f")
	k.w.Type(t, "nishui")
	k.reads(t, "一名女子不慎溺水　他们合力施救\n")
	k.w.Key(t, "ctrl+f", "BackSpace")
	k.w.Type(t, "wenming")
	const headline = `标题:"凯里市：斑马线礼让行人　文明行为蔚然成风"`
	uitest.Save(t, k.Screen(), "window-suggestions")
	k.Until(t, "the drop offers the headline", func() bool {
		k.w.Key(t, "ctrl+f", "BackSpace")
		k.SetClipboard(t, "斑马线")
		k.w.Key(t, "ctrl+v")
		time.Sleep(time.Second) // keys that come before the drop does are not its own
		return k.Within(3e9, func() bool {
			k.w.Key(t, "Down", "Return")
			got := k.copies(t, func() { k.w.Key(t, "ctrl+f", "ctrl+c") })
			return got == headline || got == `标题:"凯里市：斑马线礼让行人 文明行为蔚然成风"`
		})
	})
	u := k.person(t)
	libraries, err := u.Libraries(t.Context())
	if err != nil || len(libraries) != 1 {
		t.Fatal(libraries, err)
	}
	id := libraries[0].ID
	k.Until(t, "the search is remembered", func() bool {
		past, err := u.Searches(t.Context(), id, "标题", 9)
		return err == nil && len(past) == 1
	})
	k.w.Key(t, "ctrl+s")
	k.Until(t, "the search is saved", func() bool {
		saved, err := u.SavedSearches(t.Context(), id)
		return err == nil && len(saved) == 1 && saved[0].Hits == 1
	})
	k.w.Key(t, "Escape")
	if got := k.copies(t, func() { k.w.Key(t, "ctrl+f", "ctrl+a", "ctrl+c") }); got != "" {
		t.Errorf("Esc leaves %q in the box", got)
	}
	// Esc in the empty box gives the keyboard back to the list.
	k.w.Key(t, "Escape", "Escape", "Home", "j", "j")
	k.reads(t, "凯里市文化馆暑期少儿艺术培训开班\n")
	k.end(t)
}

// Articles are picked in the list and go into a clipping book, which is there at the next
// start.
func TestClippingBook(t *testing.T) {
	k := sit(t, uitest.Options{})
	k.reads(t, "凯里市")
	u := k.person(t)
	holds := func(what string, n int) {
		t.Helper()
		k.Until(t, what, func() bool {
			books, err := u.Books(t.Context())
			return err == nil && len(books) == 1 && books[0].Clippings == n
		})
	}
	k.w.Key(t, "j", "ctrl+d")
	k.Until(t, "the new book is named", func() bool {
		k.w.Type(t, "awards")
		k.w.Key(t, "Return")
		return k.Within(3e9, func() bool { books, err := u.Books(t.Context()); return err == nil && len(books) == 1 })
	})
	holds("the article is in the book", 1)
	k.Until(t, "all articles are in the book", func() bool {
		k.w.Click(t, 380, 140) // the list
		k.w.Still(t, list)
		k.w.Key(t, "ctrl+a", "ctrl+d")
		return k.Within(3e9, func() bool { books, err := u.Books(t.Context()); return err == nil && books[0].Clippings == 7 })
	})
	uitest.Save(t, k.Screen(), "window-clipped")
	books, err := u.Books(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	before, err := u.Clippings(t.Context(), books[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	k.end(t)
	k.start(t)
	k.reads(t, "凯里市")
	if after, err := u.Clippings(t.Context(), books[0].ID); err != nil || !slices.Equal(before, after) {
		t.Errorf("after a restart: %v, %v", after, err)
	}
}

// Hits are dragged onto a clipping book, all that are picked at once: while they are carried
// the books stand where else the search is narrowed.
func TestHitsAreDraggedOntoABook(t *testing.T) {
	k := sit(t, uitest.Options{})
	k.reads(t, "凯里市")
	u := k.person(t)
	holds := func(n int) bool {
		books, err := u.Books(t.Context())
		return err == nil && len(books) == 1 && books[0].Clippings == n
	}
	k.w.Key(t, "j", "ctrl+d")
	k.Until(t, "the new book is named", func() bool {
		k.w.Type(t, "awards")
		k.w.Key(t, "Return")
		return k.Within(3e9, func() bool { return holds(1) })
	})
	k.SetClipboard(t, "凯里")
	k.w.Key(t, "ctrl+f", "ctrl+v")
	k.Until(t, "hits are listed", func() bool { return uitest.Count(k.w.Shot(t), list, hit, 0) > 1000 })
	k.w.Key(t, "Return") // no suggestion is wanted
	sidebar := image.Rect(10, 60, 205, 700)
	narrow := k.w.Still(t, sidebar)
	k.Until(t, "all hits are in the book", func() bool {
		k.w.Click(t, 380, 500) // a hit, where no suggestion hangs over it
		k.w.Still(t, list)
		k.w.Key(t, "ctrl+a")
		k.w.Still(t, list)
		k.w.Drag(t, 380, 500, 60, 413)
		return k.Within(3e9, func() bool { return holds(5) })
	})
	k.Until(t, "the sidebar is as before", func() bool { return uitest.Differ(narrow, k.w.Shot(t), sidebar) == 0 })
	k.end(t)
}
