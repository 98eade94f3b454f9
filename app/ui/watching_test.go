package ui

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"baoge/app/library"
	"baoge/app/ui/look"
)

const bridge = "# 村里修桥\n\n村口的桥上个月修好了，孩子们上学不用绕路。\n"

// answer types into the fields of the form in sight, in their order, and returns them.
func (w *Window) answer(t *testing.T, texts ...string) []*look.Entry {
	t.Helper()
	top := w.win.Canvas().Overlays().Top()
	if top == nil {
		t.Fatal("nothing is asked")
	}
	var fields []*look.Entry
	for _, o := range test.LaidOutObjects(top) {
		if e, ok := o.(*look.Entry); ok {
			fields = append(fields, e)
		}
	}
	for i, s := range texts {
		fields[i].SetText(s)
	}
	return fields
}

// A folder is asked for with a pattern, kept, watched again at the next start, and shown
// with what came and what went wrong.
func TestWatchedFolders(t *testing.T) {
	home(t)
	dir := t.TempDir()
	w := open(t, Start{Dir: library.DefaultDir(), Own: true})
	w.changeWatched(library.WatchedFolder{Dir: dir})
	fields := w.answer(t, "县报", "", "{date}_{pge}")
	if kept := w.watches.folders; len(kept) != 0 {
		t.Fatalf("kept before anyone agreed: %v", kept)
	}
	fields[0].OnSubmitted("")
	if len(w.watches.folders) != 0 || w.win.Canvas().Overlays().Top() == nil {
		t.Fatal("a pattern that cannot be used is taken")
	}
	for _, o := range test.LaidOutObjects(w.win.Canvas().Overlays().Top()) {
		if c, ok := o.(*look.Check); ok {
			w.win.Canvas().Focus(c)
			c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		}
	}
	if w.watches.list == nil {
		t.Fatal("Esc on the box to tick does not leave the form")
	}
	w.press1(fyne.KeyEscape)
	w.changeWatched(library.WatchedFolder{Dir: dir})
	fields = w.answer(t, "县报", "", "{date}_{page}")
	fields[0].OnSubmitted("")
	want := library.WatchedFolder{Dir: dir, Publication: "县报", Pattern: "{date}_{page}"}
	if !slices.Equal(w.watches.folders, []library.WatchedFolder{want}) || !w.watchOf(dir).running {
		t.Fatalf("watched: %+v", w.watches.folders)
	}
	if w.watches.list == nil {
		t.Error("the list does not come back after a folder was added")
	}
	w.press1(fyne.KeyEscape)
	w.quit()

	again := open(t, Start{Dir: library.DefaultDir(), Own: true})
	if !slices.Equal(again.watches.folders, []library.WatchedFolder{want}) || !again.watchOf(dir).running {
		t.Fatalf("watched at the second start: %+v", again.watches.folders)
	}
	x := again.watchOf(dir)
	file := filepath.Join(dir, "2023-07-21_2.md")
	if err := os.WriteFile(file, []byte(bridge), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := want.Request()
	if err != nil {
		t.Fatal(err)
	}
	before := again.browse.Rows().Count()
	report, err := again.lib.Import(t.Context(), []string{file}, r, nil)
	if err != nil {
		t.Fatal(err)
	}
	again.came(x, coming{report: report})
	if again.browse.Rows().Count() != before+1 || !strings.Contains(again.frame.left.String(), "新增 1 篇") {
		t.Errorf("%d rows, the bottom line says %q", again.browse.Rows().Count(), again.frame.left.String())
	}
	again.came(x, coming{err: errors.New("gone")})
	if x.err == nil || !x.running {
		t.Error("a folder that cannot be read for now is given up, or well")
	}
	again.came(x, coming{})
	if x.err != nil {
		t.Error("a folder that can be read again is not")
	}
	again.removeWatched(want)
	if len(again.watches.folders) != 0 || again.browse.Rows().Count() != before+1 {
		t.Error("a folder taken off the list is on it, or its articles went with it")
	}
	again.quit()
	third := open(t, Start{Dir: library.DefaultDir(), Own: true})
	if last, err := third.lib.LastWatched(t.Context()); err != nil || last[dir].Articles != 1 {
		t.Errorf("what came last from the folder: %v, %v", last, err)
	}
}

// An import by options reads day and page by the pattern, and what was given goes first.
func TestImportByOptions(t *testing.T) {
	home(t)
	w := open(t, Start{Dir: filepath.Join(t.TempDir(), "x")})
	dir := t.TempDir()
	file := filepath.Join(dir, "x3b21.07.2023.md")
	if err := os.WriteFile(file, []byte(bridge), 0o600); err != nil {
		t.Fatal(err)
	}
	w.importAsked([]string{dir})
	fields := w.answer(t, "县报", "乡村", "", "x{page}b{dd}.{mm}.{yyyy}")
	fields[3].OnSubmitted("")
	rows, _, err := w.lib.List(t.Context(), library.Filter{}, -1, 0)
	if err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	if a := rows[0]; a.Date.String() != "2023-07-21" || a.Page != "3" || a.Section != "乡村" {
		t.Errorf("imported as %+v", a)
	}
	w.importAsked([]string{dir})
	if got := w.answer(t)[3].Text; got != "x{page}b{dd}.{mm}.{yyyy}" {
		t.Errorf("the pattern offered again is %q", got)
	}
	w.press1(fyne.KeyEscape)
}
