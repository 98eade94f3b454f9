package inputmethod

import (
	"os"
	"strings"
)

// PrepareEnvironment puts right what would keep Chinese from being typed at all, for this
// process only. Call it before app.New: GLFW reads the environment once.
//
//   - A character set other than UTF-8, or a locale the system does not have (LC_ALL=C
//     with ibus swallows every key), becomes C.UTF-8 for LC_CTYPE; the other categories
//     keep their value.
//   - An absent XMODIFIERS is derived from GTK_IM_MODULE or QT_IM_MODULE, or from an
//     input method server that is alive; one that names a dead server yields to a live one.
//
// On systems without X11 input methods it does nothing.
func PrepareEnvironment() {
	if !supported {
		return
	}
	prepare(os.Getenv, os.Setenv, os.Unsetenv, localeIsUTF8, liveServers)
}

// prepare is PrepareEnvironment over any environment. utf8 tells whether a locale exists
// and is UTF-8 ("" stands for the environment's); live lists the running servers.
func prepare(get func(string) string, set func(string, string) error, unset func(string) error, utf8 func(string) bool, live func() []string) {
	if !utf8("") {
		for _, name := range []string{"C.UTF-8", "zh_CN.UTF-8", "en_US.UTF-8"} {
			if !utf8(name) {
				continue
			}
			// LC_ALL overrides every category: what it said of the others moves to LANG.
			if all := get("LC_ALL"); all != "" {
				if all != "C" && all != "POSIX" {
					_ = set("LANG", all)
				}
				_ = unset("LC_ALL")
			}
			_ = set("LC_CTYPE", name)
			break
		}
	}
	if m := modifiers(get, live); m != "" {
		_ = set("XMODIFIERS", m)
	}
}

// modifiers is the XMODIFIERS to set, or "" to leave it as it is.
func modifiers(get func(string) string, live func() []string) string {
	named := imName(get("XMODIFIERS"))
	if named == "none" || named == "local" {
		return "" // chosen so by the user
	}
	running := live()
	alive := func(name string) bool {
		for _, r := range running {
			if r == name {
				return true
			}
		}
		return false
	}
	if named != "" && (alive(named) || len(running) == 0) {
		return ""
	}
	wish := ""
	for _, v := range []string{"GTK_IM_MODULE", "QT_IM_MODULE"} {
		name := strings.TrimSuffix(get(v), "5") // the module may be fcitx5, its server is fcitx
		switch name {
		case "", "xim", "simple", "compose", "gtk-im-context-simple", "wayland", "none":
			continue
		}
		if alive(name) {
			return "@im=" + name
		}
		if wish == "" {
			wish = name
		}
	}
	switch {
	case len(running) > 0:
		return "@im=" + running[0]
	case wish != "" && named == "":
		return "@im=" + wish // it may start later
	}
	return ""
}

// imName is the name in an XMODIFIERS value: fcitx of @im=fcitx.
func imName(modifiers string) string {
	_, name, ok := strings.Cut(modifiers, "@im=")
	if !ok {
		return ""
	}
	name, _, _ = strings.Cut(name, "@")
	return name
}
