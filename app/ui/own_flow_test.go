package ui

import (
	"archive/zip"
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"baoge/app/export"
	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/ui/preview"
)

// A person's own words are kept from one start to the next.
func TestOwnWords(t *testing.T) {
	home(t)
	own := Start{Dir: library.DefaultDir(), Own: true}
	w := open(t, own)
	if w.win.Canvas().Focused() != fyne.Focusable(w.browse.Rows()) {
		t.Error("the list does not have the keyboard at the start")
	}
	w.setWords([]string{" 水上凯里 ", "", "溺水", "溺水"})
	if got := w.lib.UserWords(); !slices.Equal(got, []string{"水上凯里", "溺水"}) {
		t.Errorf("words %q", got)
	}
	w.quit()
	if again := open(t, own); !slices.Equal(again.lib.UserWords(), []string{"水上凯里", "溺水"}) {
		t.Errorf("words %q at the second start", again.lib.UserWords())
	}
}

// Ctrl+D asks for a first book, fills it, and fills it on; what was done is told and can
// be undone; the book is printed from its menu.
func TestClipping(t *testing.T) {
	home(t)
	w := open(t, Start{Dir: library.DefaultDir(), Own: true})
	w.clip()
	name, ok := w.win.Canvas().Focused().(*nameEntry)
	if !ok {
		t.Fatal("the first clipping asks for no name")
	}
	name.SetText("街巷")
	name.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	clipped := func(want int) {
		t.Helper()
		books := w.browse.Books()
		if len(books) != 1 || books[0].Name != "街巷" || books[0].Clippings != want {
			t.Errorf("books %+v, want one with %d articles", books, want)
		}
	}
	clipped(1)
	w.browse.Rows().PickAll()
	w.clip()
	clipped(7)
	if got := w.frame.job.text.String(); got != "已把 6 篇加入剪报册“街巷”，另 1 篇早已在里面" {
		t.Errorf("told %q", got)
	}
	w.frame.job.action.OnTapped()
	clipped(1)

	if err := w.lib.WaitReady(context.Background()); err != nil {
		t.Fatal(err)
	}
	box, _ := w.search.Box()
	box.SetText("凯里市")
	w.search.Rows().PickAll()
	found := w.search.Rows().Count()
	w.clip()
	clipped(found)
	w.goBook(w.browse.Books()[0])
	if w.searching || w.browse.Rows().Count() != found || w.browse.Book() == nil {
		t.Errorf("the book lists %d of %d", w.browse.Rows().Count(), found)
	}
	first := w.headline
	w.browse.Rows().Select(1)
	second := first()
	w.moveClipping(-1)
	w.browse.Rows().Select(0)
	if first() != second {
		t.Errorf("moved up, %q is not the first", second)
	}
	w.unclip()
	clipped(found - 1)
	w.printList()
	if !w.prints.preview.Shown() {
		t.Error("the book is not shown as it is printed")
	}
}

// An empty box left with Esc gives the keyboard back to the list; one that was emptied
// keeps it.
func TestBoxAndFocus(t *testing.T) {
	home(t)
	w := open(t, Start{Dir: library.DefaultDir(), Own: true})
	box, _ := w.search.Box()
	w.focusBox()
	box.TypedRune('溺')
	if !w.searching {
		t.Fatal("typing does not search")
	}
	box.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	if w.searching || w.win.Canvas().Focused() != fyne.Focusable(box) {
		t.Errorf("an emptied box: searching %v, the keyboard is on %T", w.searching, w.win.Canvas().Focused())
	}
	box.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if w.win.Canvas().Focused() != fyne.Focusable(w.browse.Rows()) {
		t.Errorf("Esc leaves the keyboard on %T", w.win.Canvas().Focused())
	}
	w.likeOpen()
	if !w.searching {
		t.Error("more like this shows nothing")
	}
}

// One article is cited as it stands in a text, several as a numbered list.
func TestCite(t *testing.T) {
	home(t)
	w := open(t, Start{Dir: library.DefaultDir(), Own: true})
	w.cite()
	one := w.app.Clipboard().Content()
	if !strings.Contains(one, "[N]") || strings.Contains(one, "\n") || !strings.Contains(w.frame.job.text.String(), one) {
		t.Errorf("copied %q, told %q", one, w.frame.job.text.String())
	}
	w.browse.Rows().PickAll()
	w.cite()
	if all := strings.Split(w.app.Clipboard().Content(), "\n"); len(all) != 7 || !strings.HasPrefix(all[6], "[7]") {
		t.Errorf("copied %q", all)
	}
}

// A document's folder is where the next one is asked for.
func TestFolderIsKept(t *testing.T) {
	home(t)
	w := open(t, Start{Dir: library.DefaultDir(), Own: true})
	dir := t.TempDir()
	var path string
	w.askSave("题", export.PDF, func(p string) { path = p })
	name := w.win.Canvas().Focused()
	for _, r := range filepath.Join(dir, "a") {
		name.TypedRune(r)
	}
	name.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if !strings.HasPrefix(path, dir) || filepath.Ext(path) != ".pdf" || w.app.Preferences().String(prefFolder+"save") != filepath.Dir(path) {
		t.Errorf("saved as %q, kept %q", path, w.app.Preferences().String(prefFolder+"save"))
	}
	w.askSave("题", export.PDF, func(string) {})
	w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if w.win.Canvas().Overlays().Top() != nil {
		t.Error("Esc in the name does not close the dialog")
	}
}

// A clipping book becomes a Word document under its title, with what the compiler says.
func TestBookAsWord(t *testing.T) {
	home(t)
	w := open(t, Start{Dir: library.DefaultDir(), Own: true})
	id, err := w.lib.PutBook(t.Context(), library.Book{Name: "街巷", Title: "街巷里的事"})
	if err != nil {
		t.Fatal(err)
	}
	rows, _, err := w.lib.List(t.Context(), library.Filter{}, 2, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.lib.Clip(t.Context(), id, []paper.ArticleID{rows[0].ID, rows[1].ID}); err != nil {
		t.Fatal(err)
	}
	b, err := w.lib.Book(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.docx")
	w.withBook(b, func(j preview.Job, c preview.Choices) {
		if _, err := j.WriteDOCX(t.Context(), path, c); err != nil || j.Title != "街巷里的事" {
			t.Errorf("%s: %v", j.Title, err)
		}
	})
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil || !strings.Contains(string(text), "街巷里的事") || !strings.Contains(string(text), rows[1].Headline) {
		t.Errorf("%d bytes of text without title or headline: %v", len(text), err)
	}
	w.exportBook(b)
	if w.win.Canvas().Overlays().Top() == nil {
		t.Error("it is not asked where the document goes")
	}
}
