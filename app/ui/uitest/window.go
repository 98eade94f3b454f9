//go:build linux

package uitest

import (
	"image"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A Program is a program running on a desktop.
type Program struct {
	*process
	d *Desktop
}

// Run starts a program. It is asked to end, and after a while made to, when the test ends.
func (d *Desktop) Run(t testing.TB, binary string, args ...string) *Program {
	t.Helper()
	return &Program{d.start(t, binary, args...), d}
}

// PID is the process's number.
func (p *Program) PID() int { return p.cmd.Process.Pid }

// Output is what the program has printed so far.
func (p *Program) Output() string { return p.output() }

// Alive reports whether the program still runs.
func (p *Program) Alive() bool { return p.alive() }

// Wait waits until the program has ended by itself and returns its exit code.
func (p *Program) Wait(t testing.TB) int {
	t.Helper()
	select {
	case <-p.done:
	case <-time.After(Patience):
		t.Fatalf("%s did not end within %v; it printed:\n%s", filepath.Base(p.cmd.Path), Patience, p.output())
	}
	return p.cmd.ProcessState.ExitCode()
}

// Interrupt sends SIGINT.
func (p *Program) Interrupt() { _ = p.cmd.Process.Signal(syscall.SIGINT) }

// Window waits for the program's first window, painted, and brings it to the front.
func (p *Program) Window(t testing.TB) *Window {
	t.Helper()
	return p.WindowNamed(t, ".")
}

// WindowNamed is Window for the one whose title a regular expression fits.
func (p *Program) WindowNamed(t testing.TB, title string) *Window {
	t.Helper()
	w := &Window{p: p, d: p.d}
	p.d.Until(t, "the window opens", func() bool {
		if !p.alive() {
			t.Fatalf("%s ended before its window opened; it printed:\n%s", filepath.Base(p.cmd.Path), p.output())
		}
		out, err := p.d.Output("xdotool", "search", "--onlyvisible", "--pid", strconv.Itoa(p.cmd.Process.Pid), "--name", title)
		if err != nil || out == "" {
			return false
		}
		w.ID, _, _ = strings.Cut(out, "\n")
		return true
	})
	p.d.Until(t, "the window is painted", func() bool { return colours(w.Shot(t)) > 8 })
	w.Raise(t)
	return w
}

// A Window is a window of a program. Points are pixels from its inner top left corner.
type Window struct {
	ID string
	p  *Program
	d  *Desktop
}

// Title is the window's title.
func (w *Window) Title() string {
	s, _ := w.d.Output("xdotool", "getwindowname", w.ID)
	return s
}

// Raise brings the window to the front and gives it the keyboard.
func (w *Window) Raise(t testing.TB) {
	t.Helper()
	w.d.do(t, "xdotool", "windowactivate", "--sync", w.ID)
	w.d.Until(t, "the window has the keyboard", w.Active)
}

// Active reports whether the window has the keyboard.
func (w *Window) Active() bool {
	out, err := w.d.Output("xdotool", "getactivewindow")
	return err == nil && out == w.ID
}

// Origin is the window's inner top left corner on the screen.
func (w *Window) Origin(t testing.TB) image.Point {
	t.Helper()
	var p image.Point
	// xwininfo, as xdotool's getwindowgeometry is wrong by the frame.
	for line := range strings.Lines(w.d.do(t, "xwininfo", "-id", w.ID)) {
		if v, ok := strings.CutPrefix(strings.TrimSpace(line), "Absolute upper-left X:"); ok {
			p.X, _ = strconv.Atoi(strings.TrimSpace(v))
		}
		if v, ok := strings.CutPrefix(strings.TrimSpace(line), "Absolute upper-left Y:"); ok {
			p.Y, _ = strconv.Atoi(strings.TrimSpace(v))
		}
	}
	return p
}

// Resize gives the window's inside a size in pixels.
func (w *Window) Resize(t testing.TB, width, height int) {
	t.Helper()
	w.d.do(t, "xdotool", "windowsize", w.ID, strconv.Itoa(width), strconv.Itoa(height))
	w.d.Until(t, "the window has its size", func() bool {
		b := w.Shot(t).Bounds()
		return b.Dx() == width && b.Dy() == height
	})
}

// Close asks the window to close, as its × does (xdotool's windowclose would destroy it).
func (w *Window) Close(t testing.TB) {
	t.Helper()
	w.Raise(t)
	w.Key(t, "alt+F4")
}

// Minimize makes the window an icon.
func (w *Window) Minimize(t testing.TB) {
	t.Helper()
	w.d.do(t, "xdotool", "windowminimize", "--sync", w.ID)
}

// Drop drops files on the window, as from a file manager, and waits until it took them.
func (w *Window) Drop(t testing.TB, paths ...string) {
	t.Helper()
	args := []string{w.ID}
	for _, p := range paths {
		args = append(args, (&url.URL{Scheme: "file", Path: p}).String())
	}
	w.d.do(t, Build(t, "baoge/app/ui/uitest/testdata/drop"), args...)
}

// Move puts the pointer at a point.
func (w *Window) Move(t testing.TB, x, y int) {
	t.Helper()
	w.d.do(t, "xdotool", "mousemove", "--window", w.ID, strconv.Itoa(x), strconv.Itoa(y))
}

// Click clicks at a point with the left button.
func (w *Window) Click(t testing.TB, x, y int) {
	t.Helper()
	w.Move(t, x, y)
	w.d.do(t, "xdotool", "click", "1")
}

// Drag presses the left button at one point and lets it go at another.
func (w *Window) Drag(t testing.TB, x0, y0, x1, y1 int) {
	t.Helper()
	w.Move(t, x0, y0)
	w.d.do(t, "xdotool", "mousedown", "1")
	w.Move(t, (x0+x1)/2, (y0+y1)/2)
	w.Move(t, x1, y1)
	w.d.do(t, "xdotool", "mouseup", "1")
}

// Wheel turns the wheel by steps, down when positive.
func (w *Window) Wheel(t testing.TB, steps int) {
	t.Helper()
	button := "5"
	if steps < 0 {
		button, steps = "4", -steps
	}
	w.d.do(t, "xdotool", "click", "--repeat", strconv.Itoa(steps), "--delay", "20", button)
}

// Type types ASCII as a quick typist does. Chinese is pasted, or typed through an input method.
func (w *Window) Type(t testing.TB, s string) {
	t.Helper()
	w.d.do(t, "xdotool", "type", "--delay", "40", s)
}

// Key presses keys by X name, one after another: ctrl+f, Return, BackSpace.
func (w *Window) Key(t testing.TB, keys ...string) {
	t.Helper()
	w.d.do(t, "xdotool", append([]string{"key", "--delay", "40"}, keys...)...)
}

// SetClipboard puts text on the clipboard.
func (d *Desktop) SetClipboard(t testing.TB, text string) {
	t.Helper()
	// xclip stays behind to serve the selection: its output must not be waited for.
	p := d.startWith(t, text, "xclip", "-selection", "clipboard", "-in", "-quiet")
	d.Until(t, "the clipboard holds the text", func() bool { return d.Clipboard() == text || !p.alive() })
}

// Clipboard is the text on the clipboard, "" when there is none.
func (d *Desktop) Clipboard() string {
	b, _ := d.bytes(nil, "xclip", "-selection", "clipboard", "-out", "-target", "UTF8_STRING")
	return string(b)
}

func (d *Desktop) startWith(t testing.TB, stdin, name string, args ...string) *process {
	t.Helper()
	path := filepath.Join(d.Home, "stdin")
	if err := os.WriteFile(path, []byte(stdin), 0o600); err != nil {
		t.Fatal(err)
	}
	return d.start(t, "sh", append([]string{"-c", `exec "$0" "$@" < ` + path, name}, args...)...)
}
