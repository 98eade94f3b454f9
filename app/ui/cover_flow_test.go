package ui

import (
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"baoge/app/library"
)

// Ctrl+Z and Ctrl+Y come from the window system as undo and redo, not as keys with a
// modifier; the review screen follows them, and asks before the window closes.
func TestReviewUndoAndClose(t *testing.T) {
	home(t)
	w := open(t, Start{Dir: library.DefaultDir(), Own: true})
	w.proofOpen()
	s := w.proofs.screen
	if !s.Shown() || w.win.Canvas().Focused() != s.Rows() {
		t.Fatalf("the review screen is not there, or has not the keys: %v", w.win.Canvas().Focused())
	}
	n := len(s.Desk().Articles())
	if err := s.Desk().Merge(1); err != nil {
		t.Fatal(err)
	}
	keys := w.win.Canvas().(fyne.Shortcutable)
	keys.TypedShortcut(&fyne.ShortcutUndo{})
	if s.Desk().Changed() {
		t.Error("Ctrl+Z takes nothing back")
	}
	keys.TypedShortcut(&fyne.ShortcutRedo{})
	if len(s.Desk().Articles()) != n-1 {
		t.Error("Ctrl+Y makes nothing again")
	}
	w.Close()
	if w.win.Canvas().Overlays().Top() == nil {
		t.Fatal("the window closes over what is not saved, unasked")
	}
	w.dialog.Hide()
	if !s.Shown() {
		t.Error("staying left the screen")
	}
	s.Save()
	if s.Shown() || w.browse.Rows().Count() != n-1 {
		t.Errorf("saved: %d articles, %d expected", w.browse.Rows().Count(), n-1)
	}
}

// Another library ends what shows the old one's pages.
func TestLibraryIsLeftUnderAScreen(t *testing.T) {
	home(t)
	w := open(t, Start{Dir: library.DefaultDir(), Own: true})
	w.printList()
	if !w.prints.preview.Shown() {
		t.Fatal("nothing is shown for printing")
	}
	if got := w.browse.Rows().Picked(); len(got) > 1 || len(got) == 1 && got[0][1]-got[0][0] > 1 {
		t.Errorf("the list stays picked: %v", got)
	}
	w.switchTo(filepath.Join(t.TempDir(), "two"), true)
	if w.prints.preview.Shown() || w.covered() != nil || w.frame.cover.Visible() {
		t.Error("the print screen outlived its library")
	}
	w.switchTo(library.DefaultDir(), false)
	w.browse.OpenFirst()
	w.proofOpen()
	if !w.proofs.screen.Shown() {
		t.Fatal("no page is looked over")
	}
	w.switchTo(filepath.Join(t.TempDir(), "three"), true)
	if w.proofs.screen.Shown() || w.frame.cover.Visible() {
		t.Error("the review screen outlived its library")
	}
}

// Pages wait for each other: saved or passed over, the next one comes; given up, none does.
func TestPagesAreReviewedInARow(t *testing.T) {
	home(t)
	w := open(t, Start{Dir: library.DefaultDir(), Own: true})
	id := w.reader.Article().ID
	w.openProof(id)
	w.proofs.screen.Close()
	w.frame.show(nil)
	w.proofs.waiting = append(w.proofs.waiting, id, id)
	w.openProof(id)
	s := w.proofs.screen
	s.Next()
	if !s.Shown() || len(w.proofs.waiting) != 1 {
		t.Fatalf("%d wait", len(w.proofs.waiting))
	}
	s.Save()
	if !s.Shown() || len(w.proofs.waiting) != 0 {
		t.Fatalf("after saving %d wait, shown %v", len(w.proofs.waiting), s.Shown())
	}
	s.Leave()
	if s.Shown() {
		t.Error("still shown")
	}
}
