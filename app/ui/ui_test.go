package ui

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/typeset"
)

func TestEachKeyIsDefinedOnce(t *testing.T) {
	home(t)
	w := open(t, Start{Dir: filepath.Join(t.TempDir(), "x")})
	seen, names := map[string]string{}, map[string]bool{}
	for _, c := range w.commands() {
		if names[c.name] || c.text == "" {
			t.Errorf("command %q is there twice, or says nothing", c.name)
		}
		names[c.name] = true
		var keys []string
		for _, k := range c.keys {
			keys = append(keys, k.ShortcutName())
		}
		for _, k := range c.bare {
			keys = append(keys, string(k))
		}
		for _, k := range keys {
			if seen[k] != "" {
				t.Errorf("%s is bound to %s and to %s", k, seen[k], c.name)
			}
			seen[k] = c.name
		}
		if c.do != nil && len(keys) == 0 || c.shown() == "" {
			t.Errorf("%s has no keys", c.name)
		}
	}
	for _, k := range []fyne.KeyName{fyne.KeyJ, fyne.KeyK, fyne.KeyF1, fyne.KeyF11, fyne.KeyEscape} {
		if seen[string(k)] == "" {
			t.Errorf("%s does nothing", k)
		}
	}
}

func TestKeysSleepUnderADialog(t *testing.T) {
	home(t)
	w := open(t, Start{Dir: library.DefaultDir(), Own: true})
	before := w.headline()
	w.press1(fyne.KeyF1)
	w.press1(fyne.KeyJ)
	w.press1(fyne.KeyF1)
	if w.headline() != before || len(w.win.Canvas().Overlays().List()) != 1 {
		t.Error("keys work the window behind a dialog")
	}
	w.press1(fyne.KeyEscape)
	if w.win.Canvas().Overlays().Top() != nil {
		t.Error("Esc does not close the sheet")
	}
}

func TestOneErrorAtATime(t *testing.T) {
	home(t)
	w := open(t, Start{Dir: filepath.Join(t.TempDir(), "x")})
	w.fail(errors.New("first"))
	w.fail(errors.New("second"))
	if n := len(w.win.Canvas().Overlays().List()); n != 1 {
		t.Errorf("%d dialogs for two errors", n)
	}
	w.press1(fyne.KeyEscape)
	w.fail(nil)
	if w.failing || w.win.Canvas().Overlays().Top() != nil {
		t.Error("no error is shown as one")
	}
	if got := details(errors.New("open x: denied")); !strings.Contains(got, "open x: denied") || !strings.Contains(got, Version) {
		t.Errorf("details %q", got)
	}
}

func TestSecondStartRaisesTheFirst(t *testing.T) {
	home(t)
	dir := filepath.Join(t.TempDir(), "lib")
	if Raise(dir, nil) {
		t.Fatal("a window is raised where there is none")
	}
	c, err := NewClaim(dir)
	if err != nil {
		t.Fatal(err)
	}
	type answer struct {
		call
		err error
	}
	heard := make(chan answer, 1)
	go func() {
		said, err := c.next()
		heard <- answer{said, err}
	}()
	if !Raise(dir, []string{"a.md"}) {
		t.Fatal("the second start finds no window")
	}
	got := <-heard
	if got.err != nil || len(got.Files) != 1 || !filepath.IsAbs(got.Files[0]) {
		t.Errorf("the first heard %+v", got)
	}
	if _, err := NewClaim(dir); err == nil {
		t.Error("a library can be claimed twice")
	}
	c.Close()
	if Raise(dir, nil) {
		t.Error("a closed window answers")
	}
	if c, err := NewClaim(dir); err != nil {
		t.Errorf("claim after the first was closed: %v", err)
	} else {
		c.Close()
	}
	if socketPath(dir) == socketPath(dir+"2") || len(socketPath(dir)) > 100 && len(dir) < 60 {
		t.Errorf("socket %s", socketPath(dir))
	}
}

func TestPlacesAreKeptAsRunes(t *testing.T) {
	a := &paper.Article{Headline: "标题", Dateline: "本报讯", Blocks: []paper.Block{{Text: "第一段"}, {Text: "第二段"}}}
	n := 0
	for _, x := range a.Texts() {
		for r := range []rune(x.Text) {
			p := typeset.Place{Part: x.Part, Rune: r}
			if got := runeAt(a, p); got != n {
				t.Errorf("%v is rune %d, want %d", p, got, n)
			}
			if got := placeAt(a, n); got != p {
				t.Errorf("rune %d is at %v, want %v", n, got, p)
			}
			n++
		}
	}
	if got := placeAt(a, n+10); got != (typeset.Place{}) {
		t.Errorf("a rune the article no longer has is at %v", got)
	}
}

func TestProgressWords(t *testing.T) {
	home(t)
	if err := useLanguage(systemLanguage); err != nil {
		t.Fatal(err)
	}
	p := new(library.Progress)
	p.Files.Store(3)
	if got := progressText(p); got != "正在查找文件…已找到 3 个" {
		t.Errorf("at the beginning: %q", got)
	}
	for d, want := range map[time.Duration]string{0: "约剩 1 秒", 10 * time.Second: "约剩 11 秒", 9 * time.Minute: "约剩 10 分钟"} {
		if got := duration(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
	p.Pause()
	if got := pauseLabel(p); got != "继续" {
		t.Errorf("a paused import offers %q", got)
	}
	p.Resume()
	if got := pauseLabel(p); got != "暂停" {
		t.Errorf("a running import offers %q", got)
	}
}

func TestPanesGiveWay(t *testing.T) {
	home(t)
	w := open(t, Start{Dir: filepath.Join(t.TempDir(), "x")})
	p := w.frame.panes
	p.set(212, 340)
	for _, c := range []struct{ window, sidebar, list float32 }{{1280, 212, 340}, {840, 212, 308}, {760, 200, 240}, {720, 160, 240}} {
		if a, b := p.widths(c.window); a != c.sidebar || b != c.list {
			t.Errorf("in %v: sidebar %v, list %v; want %v and %v", c.window, a, b, c.sidebar, c.list)
		}
	}
	p.set(10, 9000)
	if p.sidebarW != sidebarMin || p.listW != listMax {
		t.Errorf("limits: %v, %v", p.sidebarW, p.listW)
	}
}

// In a narrow window the buttons do without their labels, so that one can see what one types.
func TestNarrowTop(t *testing.T) {
	home(t)
	w := open(t, Start{Dir: filepath.Join(t.TempDir(), "x")})
	box, _ := w.search.Box()
	for width, labelled := range map[float32]bool{1280: true, 740: false} {
		w.win.Resize(fyne.NewSize(width, 600))
		if got := w.frame.books.Text != ""; got != labelled || box.Size().Width < boxMinW {
			t.Errorf("%v wide: labels %v, the box has %v", width, got, box.Size().Width)
		}
	}
}
