package files

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/adrg/xdg"

	"baoge/app/raster"
	"baoge/app/typeset"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
)

// asked is a dialog over a home folder, and what it answered.
type asked struct {
	*Dialog
	t     *testing.T
	home  string
	got   []string
	ended int // Esc that reached the window
}

// ask shows a dialog over files of its own; names ending in / are folders.
func ask(t *testing.T, a Ask, names ...string) *asked {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", home)
	xdg.Reload()
	t.Cleanup(xdg.Reload)
	for _, n := range names {
		path := filepath.Join(home, n)
		if strings.HasSuffix(n, "/") {
			must(t, os.MkdirAll(path, 0o700))
			continue
		}
		must(t, os.MkdirAll(filepath.Dir(path), 0o700))
		must(t, os.WriteFile(path, []byte(n), 0o600))
	}
	test.NewTempApp(t)
	async.InPlace(t)
	faces, err := typeset.LoadFaces()
	must(t, err)
	win := test.NewWindow(nil)
	t.Cleanup(win.Close)
	win.Resize(fyne.NewSize(1024, 700))
	k := &asked{t: t, home: home}
	win.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		if e.Name == fyne.KeyEscape {
			k.ended++
		}
	})
	if a.Dir == "" {
		a.Dir = home
	}
	a.Explain = func(err error) string {
		if errors.Is(err, fs.ErrNotExist) {
			return "not there"
		}
		return err.Error()
	}
	a.Done = func(paths []string) {
		for _, p := range paths {
			k.got = append(k.got, strings.TrimPrefix(p, home+"/"))
		}
	}
	k.Dialog = New(&line.Press{Faces: faces, Painter: raster.NewPainter(0)}, win, a)
	k.Resize(Size(win.Canvas().Size()))
	k.Show()
	k.Focus()
	return k
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (k *asked) key(names ...fyne.KeyName) {
	for _, n := range names {
		k.canvas.Focused().TypedKey(&fyne.KeyEvent{Name: n})
	}
}

func (k *asked) types(text string) {
	k.canvas.Focus(k.field)
	k.field.TypedShortcut(&fyne.ShortcutSelectAll{})
	test.Type(k.field, text)
}

func (k *asked) lists(want ...string) {
	k.t.Helper()
	var have []string
	for _, e := range k.shown {
		have = append(have, e.name)
	}
	if !slices.Equal(have, want) {
		k.t.Errorf("%s lists %q, want %q", k.dir, have, want)
	}
}

func (k *asked) answers(want ...string) {
	k.t.Helper()
	if !slices.Equal(k.got, want) {
		k.t.Errorf("answered %q, want %q", k.got, want)
	}
	if open := k.canvas.Overlays().Top() != nil; open == (len(want) > 0) {
		k.t.Errorf("the dialog is open: %v, after %q", open, want)
	}
}

func TestNaturalOrder(t *testing.T) {
	want := []string{"1版.md", "2版.md", "02版.md", "10版.md", "A1.txt", "a2.txt", "A10.txt", "旧稿", "旧稿 2", "旧稿 11"}
	have := slices.Clone(want)
	slices.Reverse(have)
	slices.SortFunc(have, natural)
	if natural("2版.md", "02版.md") == 0 || natural("a", "A") == 0 {
		t.Error("different names are as if equal")
	}
	want[1], want[2] = have[1], have[2] // these two may stand either way, but do so always
	if !slices.Equal(have, want) {
		t.Errorf("sorted %q, want %q", have, want)
	}
}

// The keyboard alone walks the folders, narrows them and takes several files.
func TestOpenByKeyboard(t *testing.T) {
	k := ask(t, Ask{Kind: Open}, "2023/7月/2版.md", "2023/7月/10版.md", "2023/7月/通知.docx", "b.txt", ".hidden")
	must(t, os.Symlink(filepath.Join(k.home, "nowhere"), filepath.Join(k.home, "2023", "broken")))
	k.lists("2023", "b.txt")
	k.key(fyne.KeyDown, fyne.KeyReturn)
	k.lists("7月")
	k.key(fyne.KeyDown, fyne.KeyReturn)
	k.lists("2版.md", "10版.md", "通知.docx")
	k.types("版")
	k.lists("2版.md", "10版.md")
	k.field.SetText("")
	k.key(fyne.KeyBackspace)
	k.lists("7月")
	if k.rows.Selected() != 0 {
		t.Error("the folder one came out of is not marked")
	}
	k.types("~/2023/7月")
	k.key(fyne.KeyReturn)
	k.key(fyne.KeyDown)
	k.rows.Pick(0, 2)
	if !strings.Contains(k.note.String(), "2") {
		t.Errorf("two are picked, the note says %q", k.note.String())
	}
	k.key(fyne.KeyReturn)
	k.answers("2023/7月/2版.md", "2023/7月/10版.md")
}

// Typing with the keyboard in the entries goes on in the line, and Return opens what it left.
func TestTypingNarrows(t *testing.T) {
	k := ask(t, Ask{Kind: Open}, "alpha.md", "beta.md", "Gamma.md")
	k.canvas.Focus(k.rows)
	k.rows.TypedRune('g')
	if k.canvas.Focused() != k.field {
		t.Fatal("what is typed on the entries does not reach the line")
	}
	k.lists("Gamma.md")
	k.key(fyne.KeyReturn)
	k.answers("Gamma.md")
}

// What cannot be read is told of in its place, and the folder shown stays.
func TestUnreadableFolder(t *testing.T) {
	k := ask(t, Ask{Kind: Open}, "a.md", "gone/")
	must(t, os.Remove(filepath.Join(k.home, "gone")))
	k.key(fyne.KeyDown, fyne.KeyReturn)
	if !k.bad || k.note.String() != "not there" || k.dir != k.home {
		t.Errorf("note %q in %s", k.note.String(), k.dir)
	}
	k.key(fyne.KeyDown)
	if k.bad {
		t.Error("the error stays when one goes on")
	}
	k.types("/no/such/folder")
	k.key(fyne.KeyReturn)
	if !k.bad {
		t.Error("a path that leads nowhere is not told of")
	}
	k.key(fyne.KeyEscape)
	if k.ended != 1 {
		t.Error("Esc in the line does not reach the window")
	}

	k = ask(t, Ask{Kind: Open, Dir: filepath.Join(t.TempDir(), "x", "y")})
	if k.dir == "" || k.bad {
		t.Errorf("a lost folder does not give way to one above it: %q, %q", k.dir, k.note.String())
	}
}

// A name gets its suffix; one that is taken is asked about until it is confirmed.
func TestSave(t *testing.T) {
	pdf := Ask{Kind: Save, Name: "标题.pdf", Suffix: ".pdf", Confirm: "OK"}
	k := ask(t, pdf, "other.pdf", "b.md", "文档/")
	k.lists("文档", "other.pdf")
	if k.field.SelectedText() != "标题" {
		t.Errorf("selected %q, want the name without its suffix", k.field.SelectedText())
	}
	test.Type(k.field, "other")
	k.key(fyne.KeyReturn)
	k.answers()
	if !k.bad || k.confirm.Text == "OK" {
		t.Error("nothing asks about replacing a file")
	}
	test.Type(k.field, "s")
	if k.bad || k.confirm.Text != "OK" {
		t.Error("the question stays when another name is typed")
	}
	k.key(fyne.KeyBackspace, fyne.KeyReturn)
	k.answers()
	k.key(fyne.KeyReturn)
	k.answers("other.pdf")

	k = ask(t, pdf, "文档/")
	k.types("文档/a.b")
	k.key(fyne.KeyReturn)
	k.answers("文档/a.b.pdf")

	k = ask(t, pdf, "x.PDF")
	k.types("none/y.pdf")
	k.key(fyne.KeyReturn)
	if !k.bad {
		t.Error("a folder that is not there is not told of")
	}
	k.key(fyne.KeyEscape)
	k.rows.Select(0)
	if k.field.Text != "x.PDF" {
		t.Errorf("a file that is clicked puts %q into the line", k.field.Text)
	}
}

func TestNewFolder(t *testing.T) {
	k := ask(t, Ask{Kind: Save, Name: "a.pdf", Suffix: ".pdf"}, "旧/")
	k.beginMaking()
	k.types("旧")
	k.key(fyne.KeyReturn)
	if !k.bad {
		t.Error("a folder that is there already is not told of")
	}
	k.key(fyne.KeyEscape)
	if k.making || k.field.Text != "a.pdf" || k.ended != 0 {
		t.Errorf("Esc does not lead back to the name: %q", k.field.Text)
	}
	k.beginMaking()
	k.types("新")
	k.key(fyne.KeyReturn)
	if filepath.Base(k.dir) != "新" || k.field.Text != "a.pdf" {
		t.Errorf("in %s with %q", k.dir, k.field.Text)
	}
	k.key(fyne.KeyReturn)
	k.answers("新/a.pdf")
}

// A folder is taken by its own key; Return goes into it.
func TestFolder(t *testing.T) {
	k := ask(t, Ask{Kind: Folder}, "报纸/7月/", "a.md")
	k.key(fyne.KeyDown)
	if !strings.Contains(k.note.String(), "报纸") {
		t.Errorf("the note says %q", k.note.String())
	}
	k.key(fyne.KeyReturn)
	k.answers()
	k.lists("7月")
	k.canvas.(fyne.Shortcutable).TypedShortcut(accept)
	k.answers("报纸")
}

func TestTrail(t *testing.T) {
	k := ask(t, Ask{Kind: Open}, "a/b/")
	var have []string
	for _, s := range trail(filepath.Join(k.home, "a", "b")) {
		have = append(have, strings.TrimPrefix(s.dir, k.home))
	}
	if !slices.Equal(have, []string{"", "/a", "/a/b"}) {
		t.Errorf("the trail is %q", have)
	}
	if s := trail("/usr/lib"); len(s) != 3 || s[0].dir != "/" || s[2].name != "lib" {
		t.Errorf("the trail is %v", s)
	}
}

func TestBytes(t *testing.T) {
	for n, want := range map[int64]string{0: "0 B", 1023: "1023 B", 2048: "2 KB", 3 << 20: "3.0 MB", 250 << 20: "250 MB", 5 << 30: "5.0 GB"} {
		if got := bytes(n); got != want {
			t.Errorf("%d is %q, want %q", n, got, want)
		}
	}
}
