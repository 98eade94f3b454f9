package ui

import (
	"os"
	"runtime"
	"strings"

	"fyne.io/fyne/v2/lang"

	"baoge/assets"
)

// useLanguage loads the translations. Chinese is the language of a system that has
// not chosen one (locale C or none), English that of every other language's.
func useLanguage() error {
	if runtime.GOOS != "windows" && runtime.GOOS != "darwin" {
		preferChinese(os.Getenv, os.Setenv)
	}
	return lang.AddTranslationsFS(assets.Lang, "lang")
}

// preferChinese says to Fyne, which reads the environment, that messages are to be
// Chinese, where the environment names no language. LC_CTYPE is left alone: the
// input method depends on it.
func preferChinese(get func(string) string, set func(k, v string) error) {
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
