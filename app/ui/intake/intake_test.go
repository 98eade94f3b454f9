package intake

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2/test"

	"baoge/app/library"
	"baoge/app/raster"
	"baoge/app/typeset"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
)

func press(t *testing.T) *line.Press {
	t.Helper()
	test.NewTempApp(t)
	async.InPlace(t)
	faces, err := typeset.LoadFaces()
	if err != nil {
		t.Fatal(err)
	}
	return &line.Press{Faces: faces, Painter: raster.NewPainter(0)}
}

// The pattern is tried on the folder's own files while it is typed: what does not fit
// comes first, and one that cannot be used is told and cannot be agreed to.
func TestPatternIsTried(t *testing.T) {
	p := press(t)
	dir := t.TempDir()
	for _, name := range []string{"县报/2023/07/21/A2.md", "县报/2023/07/22/3.txt", "县报/说明.txt", "县报/2023/.hidden"} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte("村口的桥修好了。\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	valid := true
	f := NewForm(p, Ask{Paths: []string{dir}, Given: Choices{Section: "乡村"}, Explain: library.Explain, Valid: func(ok bool) { valid = ok }, Done: func() {}})
	reads := func(i int) string {
		r := f.trial.read[i]
		return filepath.Base(r.path) + " " + told(r.told)
	}
	if got := f.trial.head.String(); got != "没有路径样式，按一般写法看出（3 个文件）" {
		t.Errorf("before: %q", got)
	}
	f.pattern.SetText("{publication}/{yyyy}/{mm}/{dd}/{page}")
	if got := f.trial.head.String(); got != "试了 3 个文件：2 个合这个样式，1 个不合，仍按一般写法看" {
		t.Errorf("said %q", got)
	}
	for i, want := range []string{"说明.txt 县报 · 乡村", "A2.md 2023-07-21 · A2 版 · 县报 · 乡村", "3.txt 2023-07-22 · 3 版 · 县报 · 乡村"} {
		if len(f.trial.read) != 3 || reads(i) != want {
			t.Errorf("%d is read as %q, want %q", i, reads(i), want)
		}
	}
	f.date.SetText("2023-07-30")
	if got := reads(1); got != "A2.md 2023-07-30 · A2 版 · 县报 · 乡村" {
		t.Errorf("with a day given: %q", got)
	}
	f.pattern.SetText("{yyyy}/{page}")
	if valid || !f.trial.bad {
		t.Error("a day without its month is a pattern")
	}
	f.pattern.SetText("")
	f.date.SetText("2023-02-30")
	if valid {
		t.Error("the thirtieth of February can be agreed to")
	}
	f.date.SetText("")
	if c, err := f.Choices(); !valid || err != nil || c != (Choices{Section: "乡村"}) {
		t.Errorf("choices %+v, %v", c, err)
	}
}

func TestWordsGoWhereTheCursorIs(t *testing.T) {
	p := press(t)
	f := NewForm(p, Ask{Watch: true, Given: Choices{Pattern: "第版_{label}"}, Explain: library.Explain, Valid: func(bool) {}, Done: func() {}})
	f.pattern.CursorColumn = 1
	f.insert("{page}")
	if f.pattern.Text != "第{page}版_{label}" || f.pattern.CursorColumn != 7 {
		t.Errorf("%q, the cursor at %d", f.pattern.Text, f.pattern.CursorColumn)
	}
	if f.date != nil || f.renew != nil {
		t.Error("a watched folder is asked for a day")
	}
}

func TestFolderInWords(t *testing.T) {
	f := NewFolders(press(t), func(err error) string { return err.Error() + "。" })
	for _, c := range []struct {
		w    Watched
		want string
	}{
		{Watched{Running: true}, "正在看守 · 还没有来过文件"},
		{Watched{Err: errors.New("没有权限")}, "停了：没有权限 · 还没有来过文件"},
		{Watched{Err: errors.New("盘不在"), Running: true}, "暂时读不了：盘不在 · 还没有来过文件"},
	} {
		if got := f.State(c.w); got != c.want {
			t.Errorf("%+v is %q, want %q", c.w, got, c.want)
		}
	}
	if got := Facts(library.WatchedFolder{Publication: "县报", Pattern: "{date}", Replace: true}); got != "县报 · 路径样式 {date} · 以新代旧" {
		t.Errorf("facts %q", got)
	}
}
