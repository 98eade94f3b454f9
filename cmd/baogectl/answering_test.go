package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"baoge/app/library"
)

// TestSearchOfDamage changes a byte of every segment of an index that opening does not look at: a
// search says so, and finds what it found before; the next has nothing to say.
func TestSearchOfDamage(t *testing.T) {
	home := t.TempDir()
	for _, key := range []string{"HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"} {
		t.Setenv(key, home)
	}
	page, err := filepath.Glob(filepath.Join("..", "..", "seeds", "*.txt"))
	if err != nil || len(page) == 0 {
		t.Fatalf("the real page is not there: %v", err)
	}
	lib := filepath.Join(home, "lib")
	does := func(args ...string) (out, said string) {
		t.Helper()
		var o, m bytes.Buffer
		if code := run(t.Context(), append([]string{"-L", lib}, args...), &o, &m); code != 0 {
			t.Fatalf("%v: %d, %s", args, code, &m)
		}
		return o.String(), m.String()
	}
	runs, queries := filepath.Join(home, "run"), filepath.Join(home, "queries")
	if err := os.WriteFile(queries, []byte("1\t斑马线\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	find := func() (found, said string) {
		out, said := does("search", "--format", "csv", "斑马线")
		return out, said
	}
	rank := func() (found, said string) {
		_, said = does("search", "--queries", queries, "--run", runs)
		b, err := os.ReadFile(runs)
		if err != nil {
			t.Fatal(err)
		}
		return string(b), said
	}
	does("import", page[0])
	for what, search := range map[string]func() (found, said string){"a line": find, "many texts": rank} {
		want, said := search()
		if !strings.Contains(want, "\n") || said != "" {
			t.Fatalf("%s: found %q, said %q", what, want, said)
		}
		spoilSegments(t, filepath.Join(lib, "index"))
		if got, said := search(); got != want || !strings.Contains(said, "索引有损坏，正在重编") {
			t.Errorf("%s: found %q in a damaged index, want %q; said %q", what, got, want, said)
		}
		if got, said := search(); got != want || said != "" {
			t.Errorf("%s: found %q afterwards, want %q; said %q", what, got, want, said)
		}
	}
}

func spoilSegments(t *testing.T, index string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(index, "*.zap"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no segments: %v", err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		b[2] ^= 0x20 // in an article's identity
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// A slowIndex is not compared before the answer; what comes of it then is sound.
type slowIndex struct {
	sound error
	asked int
}

func (x *slowIndex) WaitReady(context.Context) error { return nil }
func (x *slowIndex) Status() library.State           { return library.State{Phase: library.Ready} }
func (x *slowIndex) Intact(context.Context) error {
	x.asked++
	if x.asked == 1 {
		return context.DeadlineExceeded
	}
	return x.sound
}

// TestDoubtfulAnswer has an index compared only when its answer is out.
func TestDoubtfulAnswer(t *testing.T) {
	for _, c := range []struct {
		sound error
		said  string
		code  int
	}{
		{nil, "", 0},
		{context.DeadlineExceeded, "", 0},
		{library.ErrDamagedIndex, "索引有损坏，这次的结果可能不对", 1},
	} {
		var said bytes.Buffer
		d := &desk{ctx: t.Context(), messages: &said}
		answered := 0
		code := d.end(d.answering(&slowIndex{sound: c.sound}, func() error {
			answered++
			return nil
		}))
		if code != c.code || answered != 1 || !strings.HasPrefix(said.String(), c.said) || c.said == "" && said.Len() > 0 {
			t.Errorf("%v: %d, answered %d times, said %q", c.sound, code, answered, &said)
		}
	}
}
