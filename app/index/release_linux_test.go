package index

import (
	"bytes"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestRelease reads a mapped file and lets go of it: its pages are the process's no longer, and what
// they say is still there.
func TestRelease(t *testing.T) {
	const size = 64 << 20
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, bytes.Repeat([]byte("报阁"), size/6), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	mapped, err := syscall.Mmap(int(f.Fd()), 0, size/6*6, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := syscall.Munmap(mapped); err != nil {
			t.Error(err)
		}
	}()
	files := func() float64 {
		var r residence
		r.look()
		return r.files
	}
	before := files()
	want := bytes.Count(mapped, []byte("阁"))
	read := files()
	release(mapped)
	if left := files(); read-before < 60 || left-before > 10 {
		t.Errorf("mapped files take %.0f MB, %.0f when one of 64 is read, %.0f when it is let go", before, read, left)
	}
	if got := bytes.Count(mapped, []byte("阁")); got != want || got != size/6 {
		t.Errorf("the file has %d afterwards, %d before", got, want)
	}
}
