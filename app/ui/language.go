package ui

import (
	"fyne.io/fyne/v2/lang"

	_ "baoge/app/ui/locale" // Chinese where the system names no language
	"baoge/assets"
)

// useLanguage loads the translations: Chinese for Chinese systems and those that name
// no language, English for every other language's.
func useLanguage() error { return lang.AddTranslationsFS(assets.Lang, "lang") }
