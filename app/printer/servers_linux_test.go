package printer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"baoge/app/printer/printertest"
)

// The tests print to real servers: the virtual printer of printertest, and a private
// scheduler with a queue to it, which is gone when its test is.

func TestMain(m *testing.M) {
	code := m.Run()
	for _, stop := range slices.Backward(atEnd) {
		stop()
	}
	os.Exit(code)
}

var atEnd []func()

// sentence is what people are told of an error.
func sentence(err error) string {
	var e *Error
	if !errors.As(err, &e) {
		return ""
	}
	return e.Sentence()
}

// shared is the one printer most tests print on.
var shared = func() func(t *testing.T) *printertest.Virtual {
	var v *printertest.Virtual
	return func(t *testing.T) *printertest.Virtual {
		t.Helper()
		if v == nil {
			v = printertest.New(t)
			atEnd = append(atEnd, v.Stop)
		}
		v.Set(t, "hold", false)
		v.Set(t, "abort", false)
		v.Clear(t)
		return v
	}
}()

// scheduler starts a private cupsd and points CUPS_SERVER at it, for one test. With a
// printer it has a queue of that name to it.
func scheduler(t *testing.T, queues map[string]string) (dir string) {
	t.Helper()
	program, lpadmin := printertest.Need(t, "cupsd"), printertest.Need(t, "lpadmin")
	dir = printertest.Folder(t)
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
	stop := printertest.Start(t, dir+"/log/out", nil, program, "-f", "-c", dir+"/etc/cupsd.conf", "-s", dir+"/etc/cups-files.conf")
	t.Cleanup(func() {
		stop()
		if b, err := os.ReadFile(dir + "/log/error_log"); err == nil && t.Failed() {
			t.Logf("the scheduler's log:\n%s", b)
		}
	})
	t.Setenv("CUPS_SERVER", socket)
	printertest.Until(t, "the scheduler", func() bool { _, err := (cups{}).List(context.Background()); return err == nil })
	for name, uri := range queues {
		admin(t, lpadmin, "-p", name, "-E", "-v", uri, "-m", "everywhere")
		printertest.Until(t, "the queue's driver", func() bool {
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
	if out, err := exec.Command(printertest.Need(t, filepath.Base(name)), args...).CombinedOutput(); err != nil {
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
