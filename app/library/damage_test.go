package library

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// TestDamagedIndex spoils a byte of the index that nothing reads at opening: the library opens,
// notices, and makes the index anew by itself.
func TestDamagedIndex(t *testing.T) {
	dir := t.TempDir()
	l, _ := withSeeds(t, dir)
	ready(t, l)
	want := found(t, l, "斑马线")
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "index", "*.zap"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no segments: %v", err)
	}
	var b []byte                 // of the last
	for _, name := range files { // which of them are searched, the catalogue tells
		if b, err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
		b[2] ^= 0x20 // in an article's identity
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	last := files[len(files)-1]
	l = open(t, dir)
	deadline := time.After(time.Minute)
	for {
		moved, s := l.Changed(), l.Status()
		if now, err := os.ReadFile(last); s.Phase == Ready && (err != nil || !bytes.Equal(now, b)) {
			break
		}
		select {
		case <-moved:
		case <-deadline:
			t.Fatalf("the index is not made anew: %+v", l.Status())
		}
	}
	if got := found(t, l, "斑马线"); !slices.Equal(got, want) || len(want) == 0 {
		t.Errorf("the new index finds %q, want %q", got, want)
	}
}
