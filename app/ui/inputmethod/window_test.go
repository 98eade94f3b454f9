//go:build linux && cgo

package inputmethod_test

import (
	"image"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"baoge/app/ui/uitest"
)

// build makes the typing program of testdata once.
func build(t *testing.T) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "typing")
	if out, err := exec.Command("go", "build", "-o", bin, "./testdata/typing").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return bin
}

// A desk is a typing program on a desktop.
type desk struct {
	*uitest.Desktop
	p *uitest.Program
	w *uitest.Window
}

func sit(t *testing.T, bin string, o uitest.Options) *desk {
	t.Helper()
	d := uitest.Start(t, o)
	p := d.Run(t, bin)
	k := &desk{d, p, p.Window(t)}
	k.sees(t, "active true")
	k.w.Click(t, 300, 60)
	return k
}

// sees waits until the program's last line about a text, a key or a submission is line.
func (k *desk) sees(t *testing.T, line string) {
	t.Helper()
	k.Until(t, "the program prints "+line+" last", func() bool { return strings.HasSuffix(strings.TrimSpace(k.p.Output()), line) })
}

// typed types until the program's text is want, and returns what it printed meanwhile.
func (k *desk) typed(t *testing.T, keys, want string) string {
	t.Helper()
	before := len(k.p.Output())
	k.w.Type(t, keys)
	k.sees(t, `text "`+want+`"`)
	return k.p.Output()[before:]
}

func TestComposing(t *testing.T) {
	bin := build(t)
	for _, m := range []uitest.InputMethod{uitest.Fcitx5, uitest.IBus} {
		t.Run(string(m), func(t *testing.T) {
			k := sit(t, bin, uitest.Options{InputMethod: m})
			k.typed(t, "zhongguo ", "中国")

			// Of five letters BackSpace takes two; Left, Return and Escape belong to the
			// composition as well: none of it may reach the field.
			before := len(k.p.Output())
			k.w.Type(t, "beijing")
			k.w.Key(t, "BackSpace", "BackSpace", "Left", "Right", "Escape")
			k.typed(t, "renmin ", "中国人民")
			if got := k.p.Output()[before:]; strings.Contains(got, "key ") {
				t.Errorf("keys the input method consumed reached the field:\n%s", got)
			}

			// Without a composition the same keys act.
			k.w.Key(t, "BackSpace")
			k.sees(t, `text "中国人"`)
			k.w.Key(t, "Return")
			k.sees(t, `submitted "中国人"`)
		})
	}
}

// The candidates stand under the caret, not under the window.
func TestSpot(t *testing.T) {
	k := sit(t, build(t), uitest.Options{InputMethod: uitest.Fcitx5})
	empty := k.Screen()
	k.w.Type(t, "nishui")
	var at image.Rectangle
	k.Until(t, "candidates are shown", func() bool {
		at = changed(empty, k.Screen())
		return at.Dy() > 60
	})
	uitest.Save(t, k.Screen(), "candidates")
	field := k.w.Origin(t).Add(image.Pt(0, 40))
	caret := image.Rect(field.X, field.Y+36, field.X+120, field.Y+100)
	if !at.Overlaps(caret) || at.Max.Y > field.Y+260 {
		t.Errorf("what changed on the screen lies in %v; want near the caret %v", at, caret)
	}
}

// changed is the smallest rectangle around all that differs.
func changed(a, b *image.NRGBA) image.Rectangle {
	var r image.Rectangle
	for y := range b.Rect.Dy() {
		for x := range b.Rect.Dx() {
			if a.NRGBAAt(x, y) != b.NRGBAAt(x, y) {
				r = r.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return r
}

// Typing outlives the input method, and Chinese comes back with it, without a restart.
func TestServerDies(t *testing.T) {
	k := sit(t, build(t), uitest.Options{InputMethod: uitest.Fcitx5})
	k.typed(t, "zhongguo ", "中国")
	k.KillInputMethod()
	k.typed(t, "abc", "中国abc")
	k.w.Key(t, "BackSpace")
	k.sees(t, `text "中国ab"`)
	k.StartInputMethod(t)
	k.Until(t, "Chinese can be typed again", func() bool {
		before := k.p.Output()
		k.w.Type(t, "renmin ")
		return k.Within(1e9, func() bool { return strings.Contains(k.p.Output()[len(before):], "人民") })
	})
	if !k.p.Alive() {
		t.Error("the program ended")
	}
}

// An input method that starts after the program is taken as well.
func TestServerComesLate(t *testing.T) {
	d := uitest.Start(t, uitest.Options{InputMethod: uitest.Fcitx5})
	d.KillInputMethod()
	p := d.Run(t, build(t))
	k := &desk{d, p, p.Window(t)}
	k.w.Click(t, 300, 60)
	k.typed(t, "abc", "abc")
	k.StartInputMethod(t)
	k.Until(t, "Chinese can be typed", func() bool {
		before := k.p.Output()
		k.w.Type(t, "renmin ")
		return k.Within(1e9, func() bool { return strings.Contains(k.p.Output()[len(before):], "人民") })
	})
}

// Without XMODIFIERS, and with a locale the system lacks, Chinese still arrives.
func TestPoorEnvironment(t *testing.T) {
	bin := build(t)
	for _, c := range []struct {
		name   string
		method uitest.InputMethod
		env    []string
	}{
		{"no modifiers", uitest.Fcitx5, []string{"XMODIFIERS="}},
		{"dead server named", uitest.Fcitx5, []string{"XMODIFIERS=@im=ibus"}},
		{"locale C", uitest.IBus, []string{"LC_ALL=C"}},
		{"locale missing", uitest.IBus, []string{"LC_ALL=xx_YY.UTF-8", "XMODIFIERS="}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := uitest.Start(t, uitest.Options{InputMethod: c.method})
			p := d.With(c.env...).Run(t, bin)
			k := &desk{d, p, p.Window(t)}
			k.w.Click(t, 300, 60)
			k.typed(t, "zhongguo ", "中国")
		})
	}
}
