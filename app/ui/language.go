package ui

import (
	"encoding/json"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	_ "baoge/app/ui/locale" // Chinese where the system names no language
	"baoge/assets"
)

// A language is what the interface speaks, as a person chooses it in the settings.
type language string

// The languages. The system's is Chinese for Chinese systems and those that name none,
// English for every other language's.
const (
	systemLanguage language = ""
	chinese        language = "zh"
	english        language = "en"
)

// Files of the translations, by the names Fyne knows their languages by.
const (
	chineseFile = "zh-Hans"
	englishFile = "en"
)

// useLanguage loads the translations. Fyne chooses among languages by the system alone,
// so the texts of the chosen language are given it for the other one as well. What is
// made before keeps its language: a choice takes effect at the next start.
func useLanguage(l language) error {
	if err := lang.AddTranslationsFS(assets.Lang, "lang"); err != nil || l == systemLanguage {
		return err
	}
	said, as := chineseFile, englishFile
	if l == english {
		said, as = englishFile, chineseFile
	}
	texts, err := translations(said)
	if err != nil {
		return err
	}
	other, err := translations(as)
	if err != nil {
		return err
	}
	for k := range other {
		if _, ok := texts[k]; !ok && !strings.Contains(k, ".") {
			texts[k] = k // a text of Fyne's own, which is its English
		}
	}
	b, err := json.Marshal(texts)
	if err != nil {
		return err
	}
	return lang.AddTranslations(fyne.NewStaticResource(as+".json", b))
}

func translations(name string) (map[string]string, error) {
	b, err := assets.Lang.ReadFile("lang/" + name + ".json")
	if err != nil {
		return nil, err
	}
	var texts map[string]string
	if err := json.Unmarshal(b, &texts); err != nil {
		return nil, fmt.Errorf("translations %s: %w", name, err)
	}
	return texts, nil
}
