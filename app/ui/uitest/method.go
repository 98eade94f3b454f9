//go:build linux

package uitest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// One pinyin engine beside the plain keyboard, on from the start.
const (
	fcitxProfile = `[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=keyboard-us
Layout=

[Groups/0/Items/1]
Name=pinyin
Layout=

[GroupOrder]
0=Default
`
	fcitxConfig = `[Behavior]
ActiveByDefault=True
ShareInputState=All
`
)

// StartInputMethod starts the desktop's input method, again after [Desktop.KillInputMethod].
func (d *Desktop) StartInputMethod(t testing.TB) {
	t.Helper()
	server := ""
	switch d.method {
	case Fcitx5:
		Need(t, "fcitx5", "fcitx5-remote")
		server = "fcitx"
		d.write(t, ".config/fcitx5/profile", fcitxProfile)
		d.write(t, ".config/fcitx5/config", fcitxConfig)
		d.im = d.start(t, "fcitx5", "--disable=wayland,waylandim,cloudpinyin,notifications,notificationitem")
	case IBus:
		Need(t, "ibus-daemon", "ibus")
		server = "ibus"
		d.im = d.start(t, "ibus-daemon", "--xim", "--replace", "--panel=disable")
		d.Until(t, "ibus takes pinyin as its engine", func() bool {
			_, _ = d.Output("ibus", "engine", "libpinyin") // takes effect, yet exits 1 while the engine starts
			engine, err := d.Output("ibus", "engine")
			return err == nil && engine == "libpinyin"
		})
	default:
		t.Fatal("this desktop has no input method")
	}
	d.Until(t, "the input method serves X", func() bool { return d.serverLives(server) })
	d.setenv("XMODIFIERS", "@im="+server)
}

// KillInputMethod ends the input method as a crash would.
func (d *Desktop) KillInputMethod() { d.im.kill() }

// KillInputMethodAfter kills the input method while do runs: 400 ms after its beginning.
func (d *Desktop) KillInputMethodAfter(t testing.TB, do func()) {
	t.Helper()
	timer := time.AfterFunc(400*time.Millisecond, d.im.kill)
	do()
	timer.Stop()
	d.im.kill()
}

// serverLives asks who announces itself; the window of a dead server is gone.
func (d *Desktop) serverLives(name string) bool {
	out, err := d.Output("xprop", "-root", "XIM_SERVERS")
	return err == nil && strings.Contains(out, "@server="+name) && d.im.alive()
}

// write puts a file into the home folder.
func (d *Desktop) write(t testing.TB, name, text string) {
	t.Helper()
	path := filepath.Join(d.Home, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
