//go:build linux

package uitest

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Patience is how long [Desktop.Until] waits for a condition. Software rendering on a
// busy machine is slow; a condition that holds is seen within 25 ms all the same.
const Patience = time.Minute

// An InputMethod is the Chinese input method that runs on a desktop.
type InputMethod string

// The input methods.
const (
	None   InputMethod = ""
	Fcitx5 InputMethod = "fcitx5"
	IBus   InputMethod = "ibus"
)

// Options of a desktop.
type Options struct {
	Width, Height int // pixels of the screen; 1280 × 800 when 0
	InputMethod   InputMethod
	Env           []string // KEY=value, over what a desktop sets itself
}

// A Desktop is a private X display. It lives until the test that started it ends.
// Its methods are called from that test's goroutine.
type Desktop struct {
	Home    string // private home folder; configuration and data lie in it
	display string
	env     []string
	method  InputMethod
	im      *process
}

// Need skips the test, or fails it where BAOGE_REQUIRE_WINDOW is set, when a tool is missing.
func Need(t testing.TB, tools ...string) {
	t.Helper()
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err == nil {
			continue
		}
		if os.Getenv("BAOGE_REQUIRE_WINDOW") != "" {
			t.Fatalf("%s is missing, and BAOGE_REQUIRE_WINDOW asks for the window test", tool)
		}
		t.Skipf("%s is missing: the window test is not run (set BAOGE_REQUIRE_WINDOW to make this a failure)", tool)
	}
}

// Start brings up a display, a window manager and the input method.
func Start(t testing.TB, o Options) *Desktop {
	t.Helper()
	Need(t, "Xvfb", "openbox", "xdotool", "xclip", "import", "xprop", "xwininfo")
	if o.Width == 0 {
		o.Width, o.Height = 1280, 800
	}
	// Not t.TempDir: the path of a socket may have 107 bytes at most.
	home, err := os.MkdirTemp("", "window")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(home) })
	d := &Desktop{Home: home, method: o.InputMethod}
	for _, dir := range []string{".config", ".cache", ".local/share", "run"} {
		if err := os.MkdirAll(filepath.Join(home, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	d.startX(t, o)
	d.env = append(baseEnv(home, d.display), o.Env...)
	d.start(t, "openbox")
	d.Until(t, "the window manager runs", func() bool {
		out, err := d.Output("xprop", "-root", "_NET_SUPPORTING_WM_CHECK")
		return err == nil && strings.Contains(out, "window id")
	})
	if o.InputMethod != None {
		d.startBus(t)
		d.StartInputMethod(t)
	}
	return d
}

// baseEnv is the environment of everything on the desktop: nothing of the caller's
// session, so that a test behaves the same on every machine.
func baseEnv(home, display string) []string {
	return []string{
		"PATH=" + os.Getenv("PATH"), "DISPLAY=" + display, "LANG=C.UTF-8", "HOME=" + home,
		"XDG_CONFIG_HOME=" + home + "/.config", "XDG_CACHE_HOME=" + home + "/.cache", "XDG_DATA_HOME=" + home + "/.local/share",
		"XDG_RUNTIME_DIR=" + home + "/run", "TMPDIR=" + home,
		"LIBGL_ALWAYS_SOFTWARE=1", "NO_AT_BRIDGE=1", "GSETTINGS_BACKEND=memory",
		"DBUS_SESSION_BUS_ADDRESS=disabled:", // else every program starts a bus of its own
		"GORACE=halt_on_error=1 exitcode=66",
	}
}

// startX lets X choose a free display number.
func (d *Desktop) startX(t testing.TB, o Options) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	cmd := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", o.Width, o.Height),
		"-nolisten", "tcp", "-dpi", "96",
		"-noreset", // else it starts over when its last client goes
		"-r")       // on a busy machine a key is down so long that it would repeat
	cmd.ExtraFiles = []*os.File{w}
	run(t, cmd, d.Home)
	w.Close()
	_ = r.SetReadDeadline(time.Now().Add(Patience))
	line, err := bufio.NewReader(r).ReadString('\n') // X takes a half-read number for an error
	if err != nil {
		t.Fatalf("Xvfb did not start: %v", err)
	}
	d.display = ":" + strings.TrimSpace(line)
}

func (d *Desktop) startBus(t testing.TB) {
	t.Helper()
	Need(t, "dbus-daemon")
	address := "unix:path=" + filepath.Join(d.Home, "run", "bus")
	d.start(t, "dbus-daemon", "--session", "--nofork", "--nopidfile", "--address="+address)
	d.setenv("DBUS_SESSION_BUS_ADDRESS", address)
	d.Until(t, "the message bus listens", func() bool {
		_, err := os.Stat(filepath.Join(d.Home, "run", "bus"))
		return err == nil
	})
}

// With is the same desktop with other environment variables for what is started through it.
func (d *Desktop) With(env ...string) *Desktop {
	other := *d
	other.env = append(append([]string(nil), d.env...), env...)
	return &other
}

// setenv changes the environment of the programs started from now on.
func (d *Desktop) setenv(key, value string) {
	for i, e := range d.env {
		if strings.HasPrefix(e, key+"=") {
			d.env[i] = key + "=" + value
			return
		}
	}
	d.env = append(d.env, key+"="+value)
}

// Output runs a command on the desktop and returns what it printed, trimmed.
func (d *Desktop) Output(name string, args ...string) (string, error) {
	out, err := d.bytes(nil, name, args...)
	return strings.TrimSpace(string(out)), err
}

// bytes runs a command on the desktop to its end, for at most Patience.
func (d *Desktop) bytes(stdin []byte, name string, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = d.env
	if stdin != nil {
		cmd.Stdin = bytes.NewReader(stdin)
	}
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return out.Bytes(), fmt.Errorf("%s %s: %w: %s", name, strings.Join(args, " "), err, strings.TrimSpace(errs.String()))
	}
	return out.Bytes(), nil
}

// do runs a command on the desktop and fails the test when it fails.
func (d *Desktop) do(t testing.TB, name string, args ...string) string {
	t.Helper()
	out, err := d.Output(name, args...)
	if err != nil {
		d.report(t)
		t.Fatal(err)
	}
	return out
}

// Until waits until cond holds, and fails the test with what after [Patience].
func (d *Desktop) Until(t testing.TB, what string, cond func() bool) {
	t.Helper()
	if !d.Within(Patience, cond) {
		d.report(t)
		t.Fatalf("not within %v: %s", Patience, what)
	}
}

// Within reports whether cond came to hold before limit was over.
func (d *Desktop) Within(limit time.Duration, cond func() bool) bool {
	for end := time.Now().Add(limit); ; time.Sleep(25 * time.Millisecond) {
		if cond() {
			return true
		}
		if time.Now().After(end) {
			return false
		}
	}
}

// A process is a child in a process group of its own.
type process struct {
	cmd  *exec.Cmd
	log  *os.File
	done chan struct{} // closed once it has ended
}

// start runs a program on the desktop until the test ends; its output goes to a log in Home.
func (d *Desktop) start(t testing.TB, name string, args ...string) *process {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = d.env
	return run(t, cmd, d.Home)
}

func run(t testing.TB, cmd *exec.Cmd, dir string) *process {
	t.Helper()
	log, err := os.CreateTemp(dir, filepath.Base(cmd.Path)+"-*.log")
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr, cmd.Dir = log, log, dir
	// A group of its own, so that its children end with it; and the kernel ends it when
	// the test binary is killed before it can clean up.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &process{cmd: cmd, log: log, done: make(chan struct{})}
	go func() {
		_ = cmd.Wait()
		close(p.done)
	}()
	t.Cleanup(func() {
		p.kill()
		_ = log.Close()
	})
	return p
}

// kill ends the whole group at once.
func (p *process) kill() {
	_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
	<-p.done
}

func (p *process) alive() bool {
	select {
	case <-p.done:
		return false
	default:
		return true
	}
}

func (p *process) output() string {
	b, _ := os.ReadFile(p.log.Name())
	return string(b)
}
