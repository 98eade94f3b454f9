//go:build unix

package archive

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// asNobody makes a command run as a user without rights, where the test may do that.
func asNobody(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("needs root to become somebody else")
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
}

func TestFolderThatCannotBeWritten(t *testing.T) {
	for _, killed := range []bool{false, true} {
		dir, err := os.MkdirTemp("", "archive-*")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		lib := filepath.Join(dir, "lib")
		a, err := Create(lib)
		if err != nil {
			t.Fatal(err)
		}
		add(t, a, page("a.md", "", "", "一", "二"))
		open := lib
		if killed { // what is only in the log must be read too
			open = filepath.Join(dir, "copy")
			if err := os.Mkdir(open, 0o755); err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{FileName, FileName + "-wal"} {
				if err := copyFile(filepath.Join(open, name), filepath.Join(lib, name)); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := errors.Join(a.Close(), os.Chmod(dir, 0o755), os.Chmod(open, 0o555)); err != nil {
			t.Fatal(err)
		}
		cmd := child(t, "read", open)
		asNobody(t, cmd)
		cmd.Args[0] = publicCopy(t, dir)
		cmd.Path = cmd.Args[0]
		out, err := cmd.Output()
		if err != nil || string(out) != "一\n二\nno permission\n" {
			t.Errorf("killed %v: %q, %v", killed, out, err)
		}
	}
}

// publicCopy puts the test's program where anybody may run it.
func publicCopy(t *testing.T, dir string) string {
	t.Helper()
	to := filepath.Join(dir, "child.test")
	if err := errors.Join(copyFile(to, os.Args[0]), os.Chmod(to, 0o755)); err != nil {
		t.Fatal(err)
	}
	return to
}
