package inputmethod

import (
	"maps"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

func TestPrepare(t *testing.T) {
	for _, c := range []struct {
		env, locales, live, want string // want: what differs afterwards; KEY= for unset
	}{
		{"LANG=zh_CN.UTF-8", "zh_CN.UTF-8 C.UTF-8", "", ""},
		{"LANG=zh_CN.UTF-8 XMODIFIERS=@im=fcitx", "zh_CN.UTF-8 C.UTF-8", "fcitx", ""},
		{"LANG=zh_CN.UTF-8", "C.UTF-8", "", "LC_CTYPE=C.UTF-8"},
		{"LC_ALL=C LANG=zh_CN.UTF-8", "zh_CN.UTF-8 C.UTF-8", "", "LC_ALL= LC_CTYPE=C.UTF-8"},
		{"LC_ALL=zh_CN.GBK", "zh_CN.UTF-8", "", "LC_ALL= LANG=zh_CN.GBK LC_CTYPE=zh_CN.UTF-8"},
		{"LANG=C", "", "", ""},
		{"LANG=C.UTF-8 GTK_IM_MODULE=ibus", "C.UTF-8", "", "XMODIFIERS=@im=ibus"},
		{"LANG=C.UTF-8 QT_IM_MODULE=fcitx5", "C.UTF-8", "", "XMODIFIERS=@im=fcitx"},
		{"LANG=C.UTF-8 GTK_IM_MODULE=xim QT_IM_MODULE=fcitx", "C.UTF-8", "ibus fcitx", "XMODIFIERS=@im=fcitx"},
		{"LANG=C.UTF-8 GTK_IM_MODULE=ibus", "C.UTF-8", "fcitx", "XMODIFIERS=@im=fcitx"},
		{"LANG=C.UTF-8", "C.UTF-8", "fcitx ibus", "XMODIFIERS=@im=fcitx"},
		{"LANG=C.UTF-8 XMODIFIERS=@im=ibus", "C.UTF-8", "fcitx", "XMODIFIERS=@im=fcitx"},
		{"LANG=C.UTF-8 XMODIFIERS=@im=ibus", "C.UTF-8", "", ""},
		{"LANG=C.UTF-8 XMODIFIERS=@im=none GTK_IM_MODULE=ibus", "C.UTF-8", "ibus", ""},
	} {
		env := map[string]string{}
		for _, e := range strings.Fields(c.env) {
			k, v, _ := strings.Cut(e, "=")
			env[k] = v
		}
		want := maps.Clone(env)
		for _, e := range strings.Fields(c.want) {
			if k, v, _ := strings.Cut(e, "="); v != "" {
				want[k] = v
			} else {
				delete(want, k)
			}
		}
		utf8 := func(name string) bool {
			for _, v := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
				if name == "" {
					name = env[v]
				}
			}
			return name != "" && strings.Contains(" "+c.locales+" ", " "+name+" ") && strings.HasSuffix(name, "UTF-8")
		}
		prepare(func(k string) string { return env[k] }, func(k, v string) error { env[k] = v; return nil },
			func(k string) error { delete(env, k); return nil }, utf8, func() []string { return strings.Fields(c.live) })
		if !maps.Equal(env, want) {
			t.Errorf("%q with locales %q and servers %q: %v, want %v", c.env, c.locales, c.live, env, want)
		}
	}
}

func TestLocaleIsUTF8(t *testing.T) {
	if supported && (localeIsUTF8("C") || localeIsUTF8("xx_YY.UTF-8") || !localeIsUTF8("C.UTF-8")) {
		t.Error("want C.UTF-8 alone of C, xx_YY.UTF-8, C.UTF-8")
	}
}

func TestSpotOfCaret(t *testing.T) {
	test.NewTempApp(t)
	box := &struct{ widget.Entry }{}
	box.ExtendBaseWidget(box)
	other := widget.NewEntry()
	calls := 0
	box.OnCursorChanged = func() { calls++ }
	Follow(box, &box.OnCursorChanged)
	w := test.NewTempWindow(t, container.NewVBox(other, box))
	w.Resize(fyne.NewSize(300, 200))

	if _, _, ok := spot(box); ok {
		t.Error("a field without the focus has a spot")
	}
	w.Canvas().Focus(box)
	x0, y0, ok := spot(box)
	if top := int(other.Size().Height); !ok || x0 < 0 || x0 > 30 || y0 <= top || y0 > top+int(box.Size().Height)+10 {
		t.Errorf("spot of the empty field: %d, %d, %v", x0, y0, ok)
	}
	calls = 0
	test.Type(box, "溺水")
	if x, y, _ := spot(box); x <= x0+10 || y != y0 {
		t.Errorf("spot after two characters: %d, %d; it was %d, %d", x, y, x0, y0)
	}
	if calls == 0 {
		t.Error("the field's own OnCursorChanged is no longer called")
	}
	test.Type(box, strings.Repeat("长", 200))
	if x, _, _ := spot(box); x > 300 {
		t.Errorf("spot of a line longer than the field: x = %d", x)
	}
}
