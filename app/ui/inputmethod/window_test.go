//go:build linux && cgo

package inputmethod_test

import (
	"image"
	"os"
	"strings"
	"testing"
	"time"

	"baoge/app/ui/uitest"
)

func TestMain(m *testing.M) { os.Exit(uitest.Main(m)) }

const program = "baoge/app/ui/inputmethod/testdata/typing"

// A desk is a typing program on a desktop.
type desk struct {
	*uitest.Desktop
	p *uitest.Program
	w *uitest.Window
}

func sit(t *testing.T, o uitest.Options) *desk {
	t.Helper()
	return open(t, uitest.Start(t, o))
}

func open(t *testing.T, d *uitest.Desktop, args ...string) *desk {
	t.Helper()
	p := d.Run(t, uitest.Build(t, program), args...)
	k := &desk{d, p, p.WindowNamed(t, "typing")}
	k.Until(t, "the calls pass through the package", func() bool { return strings.Contains(p.Output(), "active true") })
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
	for _, m := range []uitest.InputMethod{uitest.Fcitx5, uitest.IBus} {
		t.Run(string(m), func(t *testing.T) {
			k := sit(t, uitest.Options{InputMethod: m})
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

// The candidates stand under the caret, in whichever field it is.
func TestSpot(t *testing.T) {
	k := sit(t, uitest.Options{InputMethod: uitest.Fcitx5})
	for _, field := range []int{60, 178} { // their middle lines in the window
		k.w.Click(t, 300, field)
		k.w.Type(t, "w") // the caret goes to where the field's text ends
		k.w.Key(t, "Escape")
		origin := k.w.Origin(t)
		var at image.Rectangle
		before := k.Screen()
		k.w.Type(t, "nishui")
		k.Until(t, "candidates are shown", func() bool {
			at = changed(before, k.Screen())
			return at.Dy() > 40 && at.Dx() > 200
		})
		uitest.Save(t, k.Screen(), "candidates")
		// How wide they are is the input method's affair.
		want := image.Rect(origin.X, origin.Y+field-20, origin.X+120, origin.Y+field+90)
		if !at.Min.In(want) || at.Max.Y > want.Max.Y {
			t.Errorf("the candidates lie in %v; want them to begin in %v, under the caret", at, want)
		}
		k.w.Key(t, "Escape")
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
	k := sit(t, uitest.Options{InputMethod: uitest.Fcitx5})
	k.typed(t, "zhongguo ", "中国")
	k.KillInputMethod()
	k.takesLatin(t) // a key on its way to the server may be lost with it
	k.StartInputMethod(t)
	k.takesChinese(t)

	// Now in the middle of the typing.
	k.KillInputMethodAfter(t, func() { k.w.Type(t, "women de chengshi you yi tiao he ") })
	k.takesLatin(t)
	if !k.p.Alive() {
		t.Error("the program ended")
	}
}

// Each window has a composition of its own; all of them outlive the server.
func TestTwoWindows(t *testing.T) {
	d := uitest.Start(t, uitest.Options{InputMethod: uitest.Fcitx5})
	k := open(t, d, "two")
	other := &desk{d, k.p, k.p.WindowNamed(t, "another")}
	here := func(k *desk) *desk {
		k.w.Raise(t)
		k.w.Click(t, 300, 60)
		return k
	}
	here(other).typed(t, "zhongguo ", "中国")
	here(k).typed(t, "renmin ", "人民")
	d.KillInputMethod()
	here(other).takesLatin(t)
	here(k).takesLatin(t)
	d.StartInputMethod(t)
	here(other).takesChinese(t)
	other.w.Close(t)
	here(k).takesChinese(t)
}

// takesLatin waits until a letter typed arrives in the field.
func (k *desk) takesLatin(t *testing.T) {
	t.Helper()
	k.Until(t, "letters can be typed", func() bool {
		before := len(k.p.Output())
		k.w.Type(t, "q")
		return k.Within(time.Second, func() bool { return strings.HasSuffix(strings.TrimSpace(k.p.Output()[before:]), `q"`) })
	})
}

// takesChinese waits until pinyin arrives in the field as Chinese.
func (k *desk) takesChinese(t *testing.T) {
	t.Helper()
	k.Until(t, "Chinese can be typed", func() bool {
		before := len(k.p.Output())
		k.w.Type(t, "renmin ")
		return k.Within(time.Second, func() bool { return strings.Contains(k.p.Output()[before:], "人民") })
	})
}

// An input method that starts after the program is taken as well.
func TestServerComesLate(t *testing.T) {
	d := uitest.Start(t, uitest.Options{InputMethod: uitest.Fcitx5})
	d.KillInputMethod()
	k := open(t, d)
	k.typed(t, "abc", "abc")
	k.StartInputMethod(t)
	k.takesChinese(t)
}

// Without XMODIFIERS, and with a locale the system lacks, Chinese still arrives.
func TestPoorEnvironment(t *testing.T) {
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
			k := open(t, d.With(c.env...))
			k.typed(t, "zhongguo ", "中国")
		})
	}
}
