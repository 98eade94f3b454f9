package main

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestFullDisk imports onto a file system of three megabytes: what was reported stays,
// the rest says why, and with room it goes on.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=3m"); err != nil {
		t.Skip("cannot mount a small file system here: ", err)
	}
	defer syscall.Unmount(dir, syscall.MNT_DETACH)
	rows := filepath.Join(t.TempDir(), "rows.jsonl")
	if err := os.WriteFile(rows, rowsText(30000), 0o666); err != nil {
		t.Fatal(err)
	}
	lib := filepath.Join(dir, "lib")
	cmd := exec.Command("baogectl", "--library", lib, "import", "--json", rows)
	var messages strings.Builder
	cmd.Stderr = &messages
	out, err := cmd.Output()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 || !strings.Contains(messages.String(), "磁盘已满") {
		t.Fatalf("import onto a full disk: %v\n%s", err, messages.String())
	}
	var doc importedDocument
	if err := json.Unmarshal(out, &doc); err != nil || len(doc.Files) != 1 || !strings.Contains(doc.Files[0].Error, "磁盘已满") {
		t.Errorf("its document: %s, %v", out, err)
	}
	reported := strings.Count(messages.String(), "imported "+rows+"\n")
	if n := total(t, lib); reported == 0 || n != 1000*reported || doc.Articles != n {
		t.Errorf("%d articles, %d thousand reported, document says %d", n, reported, doc.Articles)
	}
	if out, err := exec.Command("baogectl", "--library", lib, "verify").CombinedOutput(); err != nil {
		t.Errorf("verify: %s, %v", out, err)
	}
	// Not a byte is left, not even for the database's log: what is there can be read.
	if err := os.WriteFile(filepath.Join(dir, "rest"), make([]byte, 4<<20), 0o666); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("filling the disk: %v", err)
	}
	if n := total(t, lib); n != 1000*reported {
		t.Errorf("%d articles on a full disk, want %d thousand", n, reported)
	}
	if out, err := exec.Command("baogectl", "--library", lib, "verify").CombinedOutput(); err != nil {
		t.Errorf("verify on a full disk: %s, %v", out, err)
	}
}

func total(t *testing.T, lib string) int {
	t.Helper()
	out, err := exec.Command("baogectl", "--library", lib, "list", "--json", "--limit", "1").Output()
	var doc listDocument
	if err == nil {
		err = json.Unmarshal(out, &doc)
	}
	if err != nil {
		t.Fatalf("list: %v", err)
	}
	return doc.Total
}

// nobody runs baogectl as a user without rights; home is that user's.
func nobody(t *testing.T, home string, args ...string) (string, int) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("needs root to become somebody else")
	}
	program, err := exec.LookPath("baogectl")
	if err != nil {
		t.Fatal(err)
	}
	at := filepath.Join(home, "baogectl")
	if _, err := os.Stat(at); err != nil {
		text, err := os.ReadFile(program)
		if err == nil {
			err = os.WriteFile(at, text, 0o755)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(at, args...)
	cmd.Args[0] = "baogectl"
	cmd.Dir = home
	cmd.Env = append(os.Environ(), "HOME="+home, "XDG_CACHE_HOME="+filepath.Join(home, "cache"), "XDG_DATA_HOME="+filepath.Join(home, "data"))
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// publicDir is a folder that everybody may enter.
func publicDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "baogectl-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestSharedReadOnly: a library on a share that only others may write to is browsed and
// searched, its index kept in the reader's own folder.
func TestSharedReadOnly(t *testing.T) {
	dir, home := publicDir(t), publicDir(t)
	if err := os.Chown(home, 65534, 65534); err != nil {
		t.Skip("needs root to become somebody else")
	}
	pages, _ := filepath.Glob(filepath.Join("..", "..", "seeds", "*.txt"))
	lib := filepath.Join(dir, "lib")
	if out, err := exec.Command("baogectl", append([]string{"--library", lib, "import"}, pages...)...).CombinedOutput(); err != nil {
		t.Fatalf("import: %s", out)
	}
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"list"}, 0, "共 7 篇"},
		{[]string{"search", "溺水"}, 0, "一名女子不慎溺水"},
		{[]string{"search", `"心肺复苏"`}, 0, "1 篇"},
		{[]string{"verify"}, 0, "馆藏完好"},
		{[]string{"import", "baogectl"}, 1, "没有权限写入"},
	} {
		if out, code := nobody(t, home, append([]string{"--library", lib}, c.args...)...); code != c.code || !strings.Contains(out, c.want) {
			t.Errorf("%v: exit %d, %s", c.args, code, out)
		}
	}
	if found, _ := filepath.Glob(filepath.Join(home, "cache", "baoge", "index", "*", "root.bolt")); len(found) != 1 {
		t.Errorf("index in the cache folder: %v", found)
	}
	if out, code := nobody(t, home, "--library", filepath.Join(dir, "new"), "import", "baogectl"); code != 1 || !strings.Contains(out, "没有权限写入") {
		t.Errorf("new library where none may be made: exit %d, %s", code, out)
	}
	secret := filepath.Join(dir, "secret.txt")
	if err := os.WriteFile(secret, []byte("# 标题\n\n正文。\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, code := nobody(t, home, "--library", filepath.Join(home, "own"), "import", secret, "--json"); code != 1 || !strings.Contains(out, "没有权限读") {
		t.Errorf("unreadable file: exit %d, %s", code, out)
	}
}
