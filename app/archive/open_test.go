package archive

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"baoge/app/paper"
)

// Children of the tests: the test binary run again as another process or another user.
func TestMain(m *testing.M) {
	switch os.Getenv("ARCHIVE_TEST_CHILD") {
	case "hold": // takes the lock and waits to be ended
		if _, err := Open(os.Args[1], ReadWrite); err != nil {
			os.Stdout.WriteString(err.Error())
			os.Exit(1)
		}
		os.Stdout.WriteString("held\n")
		os.Stdin.Read(make([]byte, 1))
		os.Exit(0)
	case "read": // reads as somebody who may not write
		a, err := Open(os.Args[1], ReadOnly)
		if err == nil {
			_, _, err = a.List(tContext, Filter{}, 10, 0)
		}
		if err != nil {
			os.Stdout.WriteString(err.Error())
			os.Exit(1)
		}
		list, _, _ := a.List(tContext, Filter{}, 10, 0)
		for _, s := range list {
			os.Stdout.WriteString(s.Headline + "\n")
		}
		if _, err := Open(os.Args[1], ReadWrite); errors.Is(err, ErrPermission) {
			os.Stdout.WriteString("no permission\n")
		}
		if err := a.Close(); err != nil {
			os.Stdout.WriteString(err.Error())
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

var tContext = context.Background()

func child(t *testing.T, what, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], dir)
	cmd.Env = append(os.Environ(), "ARCHIVE_TEST_CHILD="+what)
	return cmd
}

func TestOneWriter(t *testing.T) {
	dir := t.TempDir()
	a, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	ids := add(t, a, page("a.md", "", "", "一")).IDs
	_, err = Open(dir, ReadWrite)
	var held *HeldError
	if host, _ := os.Hostname(); !errors.Is(err, ErrHeld) || !errors.As(err, &held) || held.PID != os.Getpid() || held.Host != host {
		t.Errorf("second writer: %v", err)
	}
	r, err := Open(dir, ReadOnly)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if x, err := r.Article(t.Context(), ids[0]); err != nil || x.Headline != "一" {
		t.Errorf("reader beside the writer: %+v, %v", x, err)
	}
	later := add(t, a, page("b.md", "", "", "二")).IDs
	if x, err := r.Article(t.Context(), later[0]); err != nil || x.Headline != "二" {
		t.Errorf("reader sees what came later: %+v, %v", x, err)
	}
	if _, err := r.AddPage(t.Context(), page("c.md", "", "", "三"), How{}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("reader writes: %v", err)
	}
	if err := r.Remove(t.Context(), ids); !errors.Is(err, ErrReadOnly) {
		t.Errorf("reader removes: %v", err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(filepath.Join(dir, LockName)); err != nil || len(text) != 0 {
		t.Errorf("lock after closing: %q, %v", text, err)
	}
	r.Close()
	if left, err := filepath.Glob(filepath.Join(dir, FileName+"-*")); err != nil || len(left) > 0 {
		t.Errorf("a library at rest is one file: %v, %v", left, err)
	}
	reopen(t, dir, func(d string) (*Archive, error) { return Open(d, ReadWrite) })
}

func TestLockOfADeadProcess(t *testing.T) {
	dir := t.TempDir()
	a, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	a.Close()
	holder := child(t, "hold", dir)
	in, err := holder.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := holder.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 5)
	if _, err := out.Read(line); err != nil || string(line) != "held\n" {
		t.Fatalf("child: %q, %v", line, err)
	}
	var held *HeldError
	if _, err := Open(dir, ReadWrite); !errors.As(err, &held) || held.PID != holder.Process.Pid {
		t.Errorf("held by the child %d: %v", holder.Process.Pid, err)
	}
	if err := holder.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	holder.Wait()
	if text, _ := os.ReadFile(filepath.Join(dir, LockName)); len(text) == 0 {
		t.Error("a killed process leaves its name in the lock")
	}
	reopen(t, dir, func(d string) (*Archive, error) { return Open(d, ReadWrite) })
}

// TestOldFormat opens the libraries of earlier formats that lie in testdata, each made by
// the program of its time.
func TestOldFormat(t *testing.T) {
	for _, c := range []struct {
		file, headlines string
		counts          Counts
	}{
		{"library-1.sqlite", "斑马线前 文明礼让 无日期", Counts{3, 1, 1, 2}},
		{"library-2.sqlite", "斑马线前 文明礼让 行一 行二 无日期", Counts{5, 1, 2, 3}},
		{"library-3.sqlite", "斑马线前 文明礼让 城东的桥", Counts{3, 0, 1, 2}},
	} {
		for _, mode := range []Mode{ReadWrite, ReadOnly} {
			dir := t.TempDir()
			if err := copyFile(filepath.Join(dir, FileName), filepath.Join("testdata", c.file)); err != nil {
				t.Fatal(err)
			}
			picture := picture("版面") // of the library of format 3
			if err := errors.Join(os.Mkdir(filepath.Join(dir, MediaDir), 0o755), os.WriteFile(filepath.Join(dir, MediaDir, picture.SHA256), picture.Bytes, 0o666)); err != nil {
				t.Fatal(err)
			}
			a, err := Open(dir, mode)
			if err != nil {
				t.Fatalf("%s, mode %v: %v", c.file, mode, err)
			}
			defer a.Close()
			if h := headlines(t, a, Filter{}); h != c.headlines {
				t.Errorf("%s, mode %v: %s", c.file, mode, h)
			}
			if got, err := a.Counts(t.Context()); err != nil || got != c.counts {
				t.Errorf("%s, mode %v: %+v, %v", c.file, mode, got, err)
			}
			healthy(t, a)
			if len(a.ID()) != 32 {
				t.Errorf("ID %q", a.ID())
			}
		}
	}
}

func TestCannotOpen(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(dir string) error
		want  error
	}{
		{"nothing there", func(dir string) error { return os.Remove(filepath.Join(dir, FileName)) }, ErrNotLibrary},
		{"a folder in its place", func(dir string) error {
			return errors.Join(os.Remove(filepath.Join(dir, FileName)), os.Mkdir(filepath.Join(dir, FileName), 0o755))
		}, ErrNotLibrary},
		{"newer format", func(dir string) error { return runSQL(dir, "PRAGMA user_version = 999") }, ErrNewer},
		{"another program's database", func(dir string) error { return runSQL(dir, "PRAGMA application_id = 7") }, ErrNotLibrary},
		{"noise", func(dir string) error {
			return os.WriteFile(filepath.Join(dir, FileName), []byte(strings.Repeat("noise ", 5000)), 0o666)
		}, ErrDamaged},
		{"cut short", func(dir string) error { return os.Truncate(filepath.Join(dir, FileName), 5000) }, ErrDamaged},
		{"empty", func(dir string) error { return os.Truncate(filepath.Join(dir, FileName), 0) }, ErrNotLibrary},
	} {
		for _, mode := range []Mode{ReadWrite, ReadOnly} {
			dir := t.TempDir()
			a, err := Create(dir)
			if err != nil {
				t.Fatal(err)
			}
			add(t, a, page("a.md", "2023-07-21", "2", "一", "二"))
			if err := errors.Join(a.Close(), c.spoil(dir)); err != nil {
				t.Fatal(err)
			}
			b, err := Open(dir, mode)
			if err == nil {
				b.Close()
			}
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), dir) {
				t.Errorf("%s, mode %v: %v, want %v", c.name, mode, err, c.want)
			}
		}
	}
	if _, err := Open(filepath.Join(t.TempDir(), "nowhere"), ReadOnly); !errors.Is(err, ErrNotLibrary) || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no folder: %v", err)
	}
}

func runSQL(dir, sql string) error {
	db, err := connect(filepath.Join(dir, FileName), "rw")
	if err != nil {
		return err
	}
	_, err = db.Exec(sql)
	return errors.Join(err, db.Close())
}

// TestBlankFile: a program killed before its first commit leaves an empty file behind.
func TestBlankFile(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, FileName), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	a := reopen(t, dir, Create)
	add(t, a, page("a.md", "", "", "一"))
	healthy(t, a)
}

func TestDamageInTheMiddle(t *testing.T) {
	dir := t.TempDir()
	a, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	var ids []paper.ArticleID
	for i := range 40 {
		ids = append(ids, add(t, a, page(string(rune('a'+i)), "2023-07-21", "2", strings.Repeat("长", 100+i))).IDs...)
	}
	a.Close()
	file := filepath.Join(dir, FileName)
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := 8192; i < len(raw); i++ {
		raw[i] ^= 0xa5
	}
	if err := os.WriteFile(file, raw, 0o666); err != nil {
		t.Fatal(err)
	}
	b, err := Open(dir, ReadOnly)
	if err == nil {
		_, err = b.Articles(t.Context(), ids)
		if p, e := b.Verify(t.Context()); e != nil || len(p) == 0 {
			t.Errorf("Verify of a damaged library = %v, %v", p, e)
		}
		b.Close()
	}
	var f *FileError
	if !errors.Is(err, ErrDamaged) || !errors.As(err, &f) || f.Path != file {
		t.Errorf("damaged pages: %v", err)
	}
}

// TestFullDisk imports into a file system of two megabytes until it is full.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := mountSmall(dir); err != nil {
		t.Skip("cannot mount a small file system here: ", err)
	}
	defer unmount(dir)
	a, err := Create(filepath.Join(dir, "lib"))
	if err != nil {
		t.Fatal(err)
	}
	var saved []paper.ArticleID
	for i := 0; err == nil && i < 2000; i++ {
		var got Added
		p := page(strings.Repeat("x", i), "2023-07-21", "2", strings.Repeat("长", 500+i))
		if got, err = a.AddPage(t.Context(), p, How{}); err == nil {
			saved = append(saved, got.IDs...)
		}
	}
	if !errors.Is(err, ErrNoSpace) {
		t.Fatalf("after %d pages: %v", len(saved), err)
	}
	if _, err := a.Articles(t.Context(), saved); err != nil {
		t.Errorf("what was saved: %v", err)
	}
	a.Close()
	b := reopen(t, filepath.Join(dir, "lib"), func(d string) (*Archive, error) { return Open(d, ReadOnly) })
	if _, total, err := b.List(t.Context(), Filter{}, 1, 0); err != nil || total != len(saved) {
		t.Errorf("reopened: %d articles of %d, %v", total, len(saved), err)
	}
	healthy(t, b)
	b.Close()
}
