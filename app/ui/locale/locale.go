// Package locale makes Chinese the language of a system that has not chosen one.
//
// Fyne reads the language from the environment while the program's packages are being
// initialised, before main, and complains of a locale that names none (C.UTF-8). So this
// is done by importing the package, and in time: of the packages that are ready the one
// whose path sorts first is initialised first, and this one needs nothing but the
// standard library. It must not import more.
package locale

import (
	"os"
	"runtime"
	"strings"
)

func init() {
	if runtime.GOOS != "windows" && runtime.GOOS != "darwin" { // they are asked otherwise
		PreferChinese(os.Getenv, os.Setenv)
	}
}

// PreferChinese says in the environment that messages are to be Chinese, where it names
// no language. LC_CTYPE is left alone: the input method depends on it.
func PreferChinese(get func(string) string, set func(k, v string) error) {
	locale := ""
	for _, k := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale = get(k); locale != "" {
			break
		}
	}
	name, _, _ := strings.Cut(locale, ".")
	if name != "" && name != "C" && name != "POSIX" {
		return
	}
	// A plain C stops Fyne before it reads LANGUAGE, so the messages get a locale too.
	_ = set("LANGUAGE", "zh_CN") // an environment that cannot be set leaves English: no harm
	if get("LC_ALL") == "" {
		_ = set("LC_MESSAGES", "zh_CN.UTF-8")
	}
}
