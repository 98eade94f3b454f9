package printer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// The tests print to real servers: CUPS' virtual printer ippeveprinter, and a private
// scheduler with a queue to it. Both listen on loopback on free ports, touch nothing of
// the system's, and are gone when the tests are. Debian: cups cups-client cups-ipp-utils
// cups-filters ghostscript dbus poppler-utils. Without them the tests are skipped, unless
// BAOGE_REQUIRE_PRINTING is set.

func TestMain(m *testing.M) {
	code := m.Run()
	for _, stop := range slices.Backward(atEnd) {
		stop()
	}
	os.Exit(code)
}

var atEnd []func()

// need finds a program, also where only root's path leads.
func need(t *testing.T, name string) string {
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

// start runs a server; the function stops it and waits for its end.
func start(t *testing.T, log string, env []string, name string, args ...string) (stop func()) {
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

// folder is one that the servers' own users may enter.
func folder(t *testing.T) string {
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

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// sentence is what people are told of an error.
func sentence(err error) string {
	var e *Error
	if !errors.As(err, &e) {
		return ""
	}
	return e.Sentence()
}

// until waits for what is true soon.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !ok(); {
		if time.Now().After(end) {
			t.Fatalf("waited too long for %s", what)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// A virtual is a printer of CUPS' making that keeps what it prints in a folder.
type virtual struct {
	uri, dir string
	stop     func()
}

// newVirtual starts a printer with its own folder.
func newVirtual(t *testing.T) *virtual {
	t.Helper()
	program, dbus := need(t, "ippeveprinter"), need(t, "dbus-daemon")
	v := &virtual{dir: folder(t)}
	script := `#!/bin/sh
env | grep ^IPP_ | sort > ` + v.dir + `/attributes
echo $$ > ` + v.dir + `/printing
while [ -e ` + v.dir + `/hold ]; do sleep 0.05; done
if [ -e ` + v.dir + `/abort ]; then echo "ERROR: simulated jam" >&2; exit 1; fi
`
	if err := errors.Join(os.Mkdir(v.dir+"/received", 0o777), os.WriteFile(v.dir+"/command", []byte(script), 0o755)); err != nil {
		t.Fatal(err)
	}
	bus := "unix:path=" + v.dir + "/dbus"
	stopBus := start(t, v.dir+"/dbus.log", nil, dbus, "--session", "--nofork", "--nopidfile", "--address="+bus)
	until(t, "the bus", func() bool { _, err := os.Stat(v.dir + "/dbus"); return err == nil })
	port := freePort(t)
	stop := start(t, v.dir+"/printer.log", []string{"DBUS_SYSTEM_BUS_ADDRESS=" + bus}, program,
		"-p", strconv.Itoa(port), "-n", "localhost", "-r", "off", "-k", "-d", v.dir+"/received", "-2",
		"-f", "application/pdf,image/pwg-raster,image/urf", "-c", v.dir+"/command", "Virtual")
	v.stop = func() { stop(); stopBus() }
	atEnd = append(atEnd, func() { v.stop(); os.RemoveAll(v.dir) })
	v.uri = fmt.Sprintf("ipp://localhost:%d/ipp/print", port)
	until(t, "the virtual printer", func() bool {
		_, err := (direct{v.uri}).Caps(context.Background(), v.uri)
		return err == nil
	})
	return v
}

// set makes or removes one of the files that tell the printer what to do: hold, abort.
func (v *virtual) set(t *testing.T, name string, on bool) {
	t.Helper()
	err := os.Remove(filepath.Join(v.dir, name))
	if on {
		err = os.WriteFile(filepath.Join(v.dir, name), nil, 0o666)
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
}

// received are the files the printer keeps.
func (v *virtual) received(t *testing.T) []string {
	t.Helper()
	all, err := filepath.Glob(v.dir + "/received/*.pdf")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// clear forgets what came before.
func (v *virtual) clear(t *testing.T) {
	t.Helper()
	for _, f := range append(v.received(t), v.dir+"/printing", v.dir+"/attributes") {
		_ = os.Remove(f)
	}
}

// shared is the one printer most tests print on.
var shared = func() func(t *testing.T) *virtual {
	var v *virtual
	return func(t *testing.T) *virtual {
		t.Helper()
		if v == nil {
			v = newVirtual(t)
		}
		v.set(t, "hold", false)
		v.set(t, "abort", false)
		v.clear(t)
		return v
	}
}()

// scheduler starts a private cupsd and points CUPS_SERVER at it, for one test. With a
// printer it has a queue of that name to it.
func scheduler(t *testing.T, queues map[string]string) (dir string) {
	t.Helper()
	program, lpadmin := need(t, "cupsd"), need(t, "lpadmin")
	dir = folder(t)
	t.Cleanup(func() { os.RemoveAll(dir) })
	for _, d := range []string{"etc/ppd", "etc/ssl", "spool/tmp", "cache", "run/certs", "log"} {
		if err := os.MkdirAll(filepath.Join(dir, d), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	who, group, admins := asWhom(t)
	if os.Getuid() == 0 {
		grp, err := user.LookupGroup(group)
		if err != nil {
			t.Skipf("no group %s", group)
		}
		gid, _ := strconv.Atoi(grp.Gid)
		for _, d := range []string{"etc", "spool", "spool/tmp", "cache", "run", "run/certs", "log"} {
			if err := errors.Join(os.Chown(filepath.Join(dir, d), 0, gid), os.Chmod(filepath.Join(dir, d), 0o775)); err != nil {
				t.Fatal(err)
			}
		}
	}
	socket := dir + "/run/cups.sock"
	conf := fmt.Sprintf(`LogLevel info
Listen %s
Browsing No
DefaultAuthType None
WebInterface No
IdleExitTimeout 0
PreserveJobHistory Yes
<Location />
  Order allow,deny
  Allow localhost
</Location>
<Location /admin>
  Order allow,deny
  Allow localhost
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  SubscriptionPrivateAccess all
  SubscriptionPrivateValues none
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
`, socket)
	files := strings.ReplaceAll(fmt.Sprintf(`ServerRoot DIR/etc
RequestRoot DIR/spool
TempDir DIR/spool/tmp
CacheDir DIR/cache
StateDir DIR/run
ServerBin /usr/lib/cups
DataDir /usr/share/cups
DocumentRoot /usr/share/cups/doc-root
AccessLog DIR/log/access_log
ErrorLog DIR/log/error_log
PageLog DIR/log/page_log
Printcap DIR/cache/printcap
User %s
Group %s
SystemGroup %s
`, who, group, admins), "DIR", dir)
	if err := errors.Join(os.WriteFile(dir+"/etc/cupsd.conf", []byte(conf), 0o644), os.WriteFile(dir+"/etc/cups-files.conf", []byte(files), 0o644)); err != nil {
		t.Fatal(err)
	}
	stop := start(t, dir+"/log/out", nil, program, "-f", "-c", dir+"/etc/cupsd.conf", "-s", dir+"/etc/cups-files.conf")
	t.Cleanup(func() {
		stop()
		if b, err := os.ReadFile(dir + "/log/error_log"); err == nil && t.Failed() {
			t.Logf("the scheduler's log:\n%s", b)
		}
	})
	t.Setenv("CUPS_SERVER", socket)
	until(t, "the scheduler", func() bool { _, err := (cups{}).List(context.Background()); return err == nil })
	for name, uri := range queues {
		admin(t, lpadmin, "-p", name, "-E", "-v", uri, "-m", "everywhere")
		until(t, "the queue's driver", func() bool {
			c, err := (cups{}).Caps(context.Background(), name)
			return err == nil && len(c.Sides) > 0
		})
	}
	return dir
}

// asWhom are the user, group and administrators' group a private scheduler runs with.
func asWhom(t *testing.T) (who, group, admins string) {
	t.Helper()
	if os.Getuid() == 0 {
		return "lp", "lp", "root lpadmin"
	}
	u, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	g, err := user.LookupGroupId(u.Gid)
	if err != nil {
		t.Fatal(err)
	}
	return u.Username, g.Name, "root"
}

// admin runs one of CUPS' programs for administrators.
func admin(t *testing.T, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(need(t, filepath.Base(name)), args...).CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
}

// sample is a small PDF of n pages, each with its number and a bar as long.
func sample(n int) []byte {
	var b bytes.Buffer
	var at []int
	object := func(format string, args ...any) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), fmt.Sprintf(format, args...))
	}
	b.WriteString("%PDF-1.4\n")
	kids := ""
	for i := range n {
		kids += fmt.Sprintf("%d 0 R ", 4+2*i)
	}
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object("<< /Type /Pages /Kids [%s] /Count %d >>", kids, n)
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
	for i := range n {
		page := fmt.Sprintf("BT /F1 96 Tf 100 600 Td (Page %d) Tj ET 100 500 %d 40 re f", i+1, 50*(i+1))
		object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595.28 841.89] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>", 5+2*i)
		object("<< /Length %d >>\nstream\n%s\nendstream", len(page), page)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, xref)
	return b.Bytes()
}
