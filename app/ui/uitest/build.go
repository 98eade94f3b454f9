//go:build linux

package uitest

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"sync"
	"testing"
)

var built struct {
	sync.Mutex
	dir   string
	files map[string]string
}

// Main runs a package's tests and removes afterwards what [Build] made: a test binary that
// uses Build has func TestMain(m *testing.M) { os.Exit(uitest.Main(m)) }.
func Main(m *testing.M) int {
	defer func() {
		if built.dir != "" {
			_ = os.RemoveAll(built.dir)
		}
	}()
	return m.Run()
}

// Build makes a program of this module, once a test binary, and returns its path. It has
// the race detector when the test has it, so that both share compiled packages.
func Build(t testing.TB, pkg string) string {
	t.Helper()
	built.Lock()
	defer built.Unlock()
	if f := built.files[pkg]; f != "" {
		return f
	}
	if built.dir == "" {
		dir, err := os.MkdirTemp("", "program")
		if err != nil {
			t.Fatal(err)
		}
		built.dir, built.files = dir, map[string]string{}
	}
	out := filepath.Join(built.dir, path.Base(pkg))
	args := []string{"build", "-o", out}
	if Race {
		args = append(args, "-race")
	}
	if msg, err := exec.Command("go", append(args, pkg)...).CombinedOutput(); err != nil {
		t.Fatalf("go build %s: %v\n%s", pkg, err, msg)
	}
	built.files[pkg] = out
	return out
}
