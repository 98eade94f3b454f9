package locale_test

import (
	"maps"
	"os"
	"os/exec"
	"strings"
	"testing"

	_ "fyne.io/fyne/v2/lang" // what must come later

	"baoge/app/ui/locale"
)

func TestPreferChinese(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		want string // LANGUAGE afterwards
	}{
		{map[string]string{}, "zh_CN"}, {map[string]string{"LC_ALL": "C.UTF-8"}, "zh_CN"}, {map[string]string{"LANG": "C"}, "zh_CN"},
		{map[string]string{"LANG": "en_GB.UTF-8"}, ""}, {map[string]string{"LC_ALL": "zh_CN.UTF-8", "LANG": "C"}, ""},
		{map[string]string{"LANG": "C", "LC_MESSAGES": "de_DE.UTF-8"}, ""},
	} {
		env := maps.Clone(c.env)
		locale.PreferChinese(func(k string) string { return env[k] }, func(k, v string) error { env[k] = v; return nil })
		if env["LANGUAGE"] != c.want || env["LC_CTYPE"] != "" || env["LC_ALL"] != c.env["LC_ALL"] {
			t.Errorf("%v became %v, want LANGUAGE %q and the rest alone", c.env, env, c.want)
		}
	}
}

// In a locale without a language Fyne says nothing, as it reads the environment only
// after this package has been initialised.
func TestFyneComesLater(t *testing.T) {
	for _, env := range []string{"LC_ALL=C.UTF-8", "LANG=C.UTF-8", "LANG=POSIX"} {
		cmd := exec.Command(os.Args[0], "-test.run=^$")
		cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), env}
		if out, err := cmd.CombinedOutput(); err != nil || strings.Contains(string(out), "locale") {
			t.Errorf("with %s: %v\n%s", env, err, out)
		}
	}
}
