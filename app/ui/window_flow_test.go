package ui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
	"github.com/adrg/xdg"

	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/ui/async"
	"baoge/app/ui/look"
	"baoge/app/ui/preview"
)

// home gives the test a person's folders of its own.
func home(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	for _, k := range []string{"XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"} {
		t.Setenv(k, dir)
	}
	t.Setenv("LC_ALL", "zh_CN.UTF-8")
	xdg.Reload()
	t.Cleanup(xdg.Reload)
}

// open starts the program in the test driver, as Run does, up to its first list.
func open(t *testing.T, s Start) *Window {
	t.Helper()
	a := test.NewTempApp(t)
	async.InPlace(t)
	w, err := New(a, s)
	if err != nil {
		t.Fatal(err)
	}
	w.win.Resize(fyne.NewSize(1280, 800))
	w.openFirst()
	if w.lib == nil {
		t.Fatal("no library is open")
	}
	t.Cleanup(func() { w.quit() })
	return w
}

// quit ends the program as Run does after its window is gone; more than once is once.
func (w *Window) quit() {
	if w.lib != nil {
		w.jobs.cancel()
		w.closeSession()
		w.lib, w.user = nil, nil
	}
}

func (w *Window) press1(k fyne.KeyName) { w.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: k}) }

func (w *Window) headline() string {
	if a := w.reader.Article(); a != nil {
		return a.Headline
	}
	return ""
}

func TestFirstStart(t *testing.T) {
	home(t)
	own := Start{Dir: library.DefaultDir(), Own: true}
	w := open(t, own)
	if n := w.browse.Rows().Count(); n != 7 {
		t.Fatalf("%d articles of the sample page, want 7", n)
	}
	if !strings.HasPrefix(w.frame.left.String(), "我的馆藏 · 7 篇") {
		t.Errorf("bottom line %q", w.frame.left.String())
	}
	first := w.headline()
	w.press1(fyne.KeyJ)
	second := w.headline()
	w.press1(fyne.KeyJ)
	w.press1(fyne.KeyK)
	if first == "" || second == first || w.headline() != second {
		t.Errorf("J and K lead from %q to %q and back to %q", first, second, w.headline())
	}

	if err := w.lib.WaitReady(context.Background()); err != nil {
		t.Fatal(err)
	}
	box, _ := w.search.Box()
	for _, line := range []string{"溺水", `"心肺复苏"`} {
		box.SetText(line)
		if got := w.headline(); !w.searching || !strings.Contains(got, "女子不慎溺水") {
			t.Errorf("%s finds %q", line, got)
		}
	}
	found := w.reader.Article().ID
	w.press1(fyne.KeyEscape)
	if w.searching || w.reader.Article().ID != found {
		t.Error("Esc does not lead back to the list with the article found")
	}
	if i := w.browse.Rows().Selected(); i < 0 || w.browse.Route().Row != i {
		t.Errorf("row %d is chosen after the search", i)
	}
	box.SetText("溺水")
	if len(w.reader.Marks()) == 0 {
		t.Error("the same search once more marks nothing in the article still open")
	}
	w.press1(fyne.KeyEscape)
	w.quit()

	again := open(t, own)
	if again.browse.Rows().Count() != 7 || again.reader.Article() == nil || again.reader.Article().ID != found {
		t.Errorf("%d articles at the second start, %q open", again.browse.Rows().Count(), again.headline())
	}
	ids, err := seedArticles(context.Background(), again.lib)
	if err != nil || len(ids) != 7 {
		t.Fatalf("%d articles of the sample page found, %v", len(ids), err)
	}
	again.removeSeeds(ids)
	if n := again.browse.Rows().Count(); n != 0 {
		t.Errorf("%d articles after the sample page was removed", n)
	}
	again.quit()
	if third := open(t, own); third.browse.Rows().Count() != 0 {
		t.Error("the sample page came back by itself")
	}
}

func TestAnotherLibraryIsEmptyAndImports(t *testing.T) {
	home(t)
	dir := t.TempDir()
	page := filepath.Join(dir, "纪事.md")
	if err := os.WriteFile(page, []byte("# 老街换新颜\n\n◎ 记者 李四\n\n　　老街的石板路修好了，街坊们都说走着踏实。\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	lib := filepath.Join(dir, "县报")
	w := open(t, Start{Dir: lib})
	if n := w.browse.Rows().Count(); n != 0 {
		t.Fatalf("a new library has %d articles", n)
	}
	if got := w.win.Title(); got != "报阁 — 县报" {
		t.Errorf("title %q", got)
	}
	w.importURIs([]fyne.URI{storage.NewFileURI(page)})
	if n := w.browse.Rows().Count(); n != 1 || !strings.Contains(w.frame.job.text.String(), "新增 1 篇") {
		t.Errorf("%d articles, the strip says %q", n, w.frame.job.text.String())
	}
	w.importPaths([]string{page})
	if got := w.frame.job.text.String(); !strings.Contains(got, "1 个早已在馆藏里") {
		t.Errorf("the same file again: %q", got)
	}
	w.importPaths([]string{filepath.Join(dir, "没有.md")})
	if w.win.Canvas().Overlays().Top() == nil {
		t.Error("a file that is not there is not reported")
	}
	w.press1(fyne.KeyEscape)
	if w.win.Canvas().Overlays().Top() != nil {
		t.Error("Esc does not close the report")
	}

	w.browse.OpenFirst()
	out := filepath.Join(dir, "老街.pdf")
	w.exportTo(w.reader.Article(), out)
	b, err := os.ReadFile(out)
	if err != nil || !strings.HasPrefix(string(b), "%PDF-1.7") {
		t.Errorf("PDF begins %q, %v", string(b[:min(len(b), 8)]), err)
	}
}

// The print screen shows what is picked, or the whole list, and gives the window back.
func TestPrintScreen(t *testing.T) {
	home(t)
	w := open(t, Start{Dir: library.DefaultDir(), Own: true})
	w.browse.OpenFirst()
	p := w.prints.preview
	w.printPicked()
	if !p.Shown() || w.frame.panes.Visible() || w.frame.top.Visible() || !w.frame.cover.Visible() {
		t.Fatal("the print screen does not stand in the place of the panes")
	}
	path := filepath.Join(t.TempDir(), "一.pdf")
	save := func(to string) {
		p.OnSave = func(j preview.Job, c preview.Choices) { w.writePrint(j, c, to) }
		p.Save()
	}
	save(path)
	one, err := os.ReadFile(path)
	if err != nil || !strings.HasPrefix(string(one), "%PDF") {
		t.Fatalf("%.8q, %v", one, err)
	}
	w.press1(fyne.KeyEscape)
	if p.Shown() || !w.frame.panes.Visible() || w.frame.cover.Visible() {
		t.Fatal("Esc does not give the window back")
	}
	w.printList()
	if !p.Shown() {
		t.Fatal("the list is not shown for printing")
	}
	all := filepath.Join(t.TempDir(), "七.pdf")
	save(all)
	if seven, err := os.ReadFile(all); err != nil || len(seven) < 2*len(one) {
		t.Errorf("seven articles in %d bytes, one in %d: %v", len(seven), len(one), err)
	}
	w.press1(fyne.KeyEscape)

	id, err := w.lib.PutBook(context.Background(), library.Book{Name: "文明城市"})
	if err != nil {
		t.Fatal(err)
	}
	book, err := w.lib.Book(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	w.printBook(book)
	if p.Shown() {
		t.Error("an empty book is shown for printing")
	}
	if _, err := w.lib.Clip(context.Background(), id, []paper.ArticleID{w.reader.Article().ID}); err != nil {
		t.Fatal(err)
	}
	w.printBook(book)
	c := w.choices()
	c.Columns, c.Paper = 2, "b5"
	w.keepChoices(c)
	if book, err = w.lib.Book(context.Background(), id); err != nil || book.Layout.Columns != 2 || book.Layout.Paper != "b5" {
		t.Errorf("layout %+v, %v", book.Layout, err)
	}
	if got := w.choices(); got.Columns == 2 {
		t.Error("a book's layout became that of articles")
	}
}

// A page is looked over, kept as a person arranged it, and that is taken back.
func TestReviewScreen(t *testing.T) {
	home(t)
	w := open(t, Start{Dir: library.DefaultDir(), Own: true})
	w.browse.OpenFirst()
	s := w.proofs.screen
	w.proofOpen()
	if !s.Shown() || w.frame.panes.Visible() {
		t.Fatal("the page is not laid out")
	}
	if err := s.Desk().Merge(1); err != nil {
		t.Fatal(err)
	}
	s.Leave()
	if w.win.Canvas().Overlays().Top() == nil || !s.Shown() {
		t.Fatal("changes are given up without asking")
	}
	w.press1(fyne.KeyEscape)
	s.Save()
	if s.Shown() || w.browse.Rows().Count() != 6 {
		t.Fatalf("saved: shown %v, %d rows, want 6", s.Shown(), w.browse.Rows().Count())
	}
	if !strings.Contains(w.frame.job.text.String(), "6 篇") {
		t.Errorf("the strip says %q", w.frame.job.text.String())
	}
	w.frame.job.action.Tapped(nil)
	if n := w.browse.Rows().Count(); n != 7 {
		t.Errorf("taken back: %d rows", n)
	}
	w.proofOpen()
	if got := len(s.Desk().Articles()); got != 7 {
		t.Errorf("opened again: %d articles", got)
	}
	w.press1(fyne.KeyEscape)
}

func TestLibrariesAreChangedWithoutRestart(t *testing.T) {
	home(t)
	w := open(t, Start{Dir: library.DefaultDir(), Own: true})
	other := filepath.Join(t.TempDir(), "年鉴")
	w.switchTo(other, true)
	if got := w.win.Title(); got != "报阁 — 年鉴" || w.reader.Article() != nil || w.browse.Rows().Count() != 0 {
		t.Errorf("after the change: %q, %q open, %d rows", got, w.headline(), w.browse.Rows().Count())
	}
	w.switchTo(filepath.Join(other, "nothing"), false)
	if w.win.Title() != "报阁 — 年鉴" || !w.failing {
		t.Error("a folder without a library is not refused, or the one shown was left")
	}
	w.press1(fyne.KeyEscape)
	known, err := w.user.Libraries(context.Background())
	if err != nil || len(w.recentItems(known)) != 1 {
		t.Errorf("%d other libraries offered, %v", len(w.recentItems(known)), err)
	}
	w.switchTo(library.DefaultDir(), false)
	if w.browse.Rows().Count() != 7 {
		t.Errorf("%d rows back in the first library", w.browse.Rows().Count())
	}
}

// What cannot be written but read is offered for reading; what cannot be read is not.
func TestLegible(t *testing.T) {
	home(t)
	ctx, dir := context.Background(), t.TempDir()
	l, err := library.Open(ctx, dir, library.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	var readable *legibleError
	if _, err := openSession(ctx, dir, false, false, nil); !errors.As(err, &readable) || !strings.Contains(library.Explain(err), "另一程序") {
		t.Errorf("a library that is held fails with %v", err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "library.sqlite"), []byte(strings.Repeat("no database ", 999)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openSession(ctx, dir, false, false, nil); err == nil || errors.As(err, &readable) {
		t.Errorf("a damaged library fails with %v", err)
	}
}

// A new library is named by keyboard alone: Esc leaves, Return makes it.
func TestNewLibraryByKeyboard(t *testing.T) {
	home(t)
	w := open(t, Start{Dir: filepath.Join(t.TempDir(), "x")})
	parent := t.TempDir()
	w.nameLibrary(parent).TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if w.win.Canvas().Overlays().Top() != nil {
		t.Error("Esc does not close the dialog")
	}
	e := w.nameLibrary(parent)
	e.SetText("县报")
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if got := w.lib.Dir(); got != filepath.Join(parent, "县报") {
		t.Errorf("Return leads to %s", got)
	}
}

func TestLookComesBack(t *testing.T) {
	home(t)
	w := open(t, Start{Dir: filepath.Join(t.TempDir(), "x")})
	t.Cleanup(func() { look.Apply(w.app, look.ChooseDay) })
	w.setTheme(look.ChooseNight)
	if look.Current() != &look.Night {
		t.Error("the night theme is not in force")
	}
	w.nextTheme()
	w.nextTheme()
	if look.Chosen() != look.ChooseDay {
		t.Errorf("after night come system and day, not %s", look.Chosen())
	}
	w.setTheme(look.ChooseEye)
	w.reader.Larger()
	size := w.reader.Size()
	w.frame.panes.drag(0, 40)
	w.frame.panes.drag(1, -30)
	w.keepPanes()
	w.setZoom(125)
	if got := os.Getenv(scaleEnv); got != "1.25" {
		t.Errorf("scale %q at a zoom of 125%%", got)
	}
	w.setZoom(100)

	look.Apply(w.app, look.ChooseDay)
	w.frame.panes.set(212, 340)
	w.reader.SetSize(12)
	w.restoreLook()
	p := w.frame.panes
	if p.sidebarW != 252 || p.listW != 310 || w.reader.Size() != size {
		t.Errorf("sidebar %v, list %v, text %v", p.sidebarW, p.listW, w.reader.Size())
	}
	if got := w.app.Preferences().String(prefTheme); got != string(look.ChooseEye) {
		t.Errorf("theme kept: %q", got)
	}
}

func TestFullScreenHidesTheFrame(t *testing.T) {
	home(t)
	w := open(t, Start{Dir: library.DefaultDir(), Own: true})
	w.press1(fyne.KeyF11)
	if w.frame.top.Visible() || w.frame.panes.list.Visible() || w.frame.panes.reader.Size().Width != w.frame.panes.Size().Width {
		t.Error("full screen shows more than the article")
	}
	w.press1(fyne.KeyEscape)
	if !w.frame.top.Visible() || !w.frame.panes.list.Visible() || w.full {
		t.Error("Esc does not leave full screen")
	}
}
