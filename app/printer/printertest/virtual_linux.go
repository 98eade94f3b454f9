// Package printertest starts CUPS' virtual printer ippeveprinter for tests: a real IPP
// server on a free port of loopback, which touches nothing of the system's. Debian: cups
// cups-client cups-ipp-utils cups-filters ghostscript dbus poppler-utils. Without them tests
// are skipped, unless BAOGE_REQUIRE_PRINTING is set.
package printertest

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Need finds a program, also where only root's path leads.
func Need(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		path, err = exec.LookPath("/usr/sbin/" + name)
	}
	if err != nil {
		if os.Getenv("BAOGE_REQUIRE_PRINTING") != "" {
			t.Fatalf("%s is not installed, and BAOGE_REQUIRE_PRINTING is set", name)
		}
		t.Skipf("%s is not installed (cups, cups-ipp-utils, cups-filters)", name)
	}
	return path
}

// Start runs a server; the function stops it and waits for its end.
func Start(t testing.TB, log string, env []string, name string, args ...string) (stop func()) {
	t.Helper()
	out, err := os.Create(log)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = cmd.Wait()
	}()
	return sync.OnceFunc(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(5 * time.Second):
			_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
			<-ended
		}
	})
}

// Folder is one that the servers' own users may enter.
func Folder(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "baoge-print-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// Port is a free one on loopback.
func Port(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// Until waits for what is true soon.
func Until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !ok(); {
		if time.Now().After(end) {
			t.Fatalf("waited too long for %s", what)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// A Virtual is a printer of CUPS' making that keeps what it prints in a folder.
type Virtual struct {
	URI, Dir string
	Stop     func() // and removes the folder
}

// New starts a printer with its own folder; the caller stops it.
func New(t testing.TB) *Virtual {
	t.Helper()
	program, dbus := Need(t, "ippeveprinter"), Need(t, "dbus-daemon")
	v := &Virtual{Dir: Folder(t)}
	script := `#!/bin/sh
env | grep ^IPP_ | sort > ` + v.Dir + `/attributes
echo $$ > ` + v.Dir + `/printing
while [ -e ` + v.Dir + `/hold ]; do sleep 0.05; done
if [ -e ` + v.Dir + `/abort ]; then echo "ERROR: simulated jam" >&2; exit 1; fi
`
	if err := errors.Join(os.Mkdir(v.Dir+"/received", 0o777), os.WriteFile(v.Dir+"/command", []byte(script), 0o755)); err != nil {
		t.Fatal(err)
	}
	bus := "unix:path=" + v.Dir + "/dbus"
	stopBus := Start(t, v.Dir+"/dbus.log", nil, dbus, "--session", "--nofork", "--nopidfile", "--address="+bus)
	Until(t, "the bus", func() bool { _, err := os.Stat(v.Dir + "/dbus"); return err == nil })
	port := Port(t)
	stop := Start(t, v.Dir+"/printer.log", []string{"DBUS_SYSTEM_BUS_ADDRESS=" + bus}, program,
		"-p", strconv.Itoa(port), "-n", "localhost", "-r", "off", "-k", "-d", v.Dir+"/received", "-2",
		"-f", "application/pdf,image/pwg-raster,image/urf", "-c", v.Dir+"/command", "Virtual")
	v.Stop = sync.OnceFunc(func() {
		stop()
		stopBus()
		_ = os.RemoveAll(v.Dir)
	})
	v.URI = fmt.Sprintf("ipp://localhost:%d/ipp/print", port)
	Until(t, "the virtual printer", func() bool {
		c, err := net.Dial("tcp", "localhost:"+strconv.Itoa(port))
		if err != nil {
			return false
		}
		return c.Close() == nil
	})
	return v
}

// Set makes or removes one of the files that tell the printer what to do: hold the
// job as long as it is there, abort it.
func (v *Virtual) Set(t testing.TB, name string, on bool) {
	t.Helper()
	err := os.Remove(filepath.Join(v.Dir, name))
	if on {
		err = os.WriteFile(filepath.Join(v.Dir, name), nil, 0o666)
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
}

// Received are the files the printer keeps.
func (v *Virtual) Received(t testing.TB) []string {
	t.Helper()
	all, err := filepath.Glob(v.Dir + "/received/*.pdf")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Clear forgets what came before.
func (v *Virtual) Clear(t testing.TB) {
	t.Helper()
	for _, f := range append(v.Received(t), v.Dir+"/printing", v.Dir+"/attributes") {
		_ = os.Remove(f)
	}
}
