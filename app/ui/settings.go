package ui

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"baoge/app/typeset"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
	"baoge/app/ui/read"
)

// What is kept in the preferences: only what may be lost, as Fyne writes them over.
const (
	prefTheme    = "theme"
	prefLanguage = "language"
	prefText     = "text"
	prefColumns  = "columns" // two
	prefZoom     = "zoom"    // percent
	prefWidth    = "window.width"
	prefHeight   = "window.height"
	prefSidebar  = "pane.sidebar"
	prefList     = "pane.list"
	prefHits     = "pane.hits"
)

var dialogSize = fyne.NewSize(420, 160)

// zooms are the sizes of the interface one can choose, in percent.
var zooms = []int{80, 90, 100, 110, 125, 150, 175, 200}

func appName() string { return lang.X("app.name", "报阁") }

// firstSize is the window's size at the first start; the desktop makes it smaller
// where the screen is.
var firstSize = fyne.NewSize(1280, 800)

// keptSize is the window's size at the last time.
func (w *Window) keptSize() fyne.Size {
	p := w.app.Preferences()
	return fyne.NewSize(float32(p.FloatWithFallback(prefWidth, float64(firstSize.Width))), float32(p.FloatWithFallback(prefHeight, float64(firstSize.Height))))
}

// restoreLook sets panes and text as they were.
func (w *Window) restoreLook() {
	w.reader.SetSize(float32(w.app.Preferences().FloatWithFallback(prefText, read.DefaultSize)))
	w.reader.SetColumns(w.app.Preferences().Bool(prefColumns))
	w.placePanes()
	w.labelTheme()
}

// keepSize keeps the window's size once it rests. At the end would be too late: Fyne
// writes preferences a moment after they change, and a program that is told to end ends.
func (w *Window) keepSize() {
	if size := w.win.Canvas().Size(); !w.full && size.Width > 0 {
		p := w.app.Preferences()
		p.SetFloat(prefWidth, float64(size.Width))
		p.SetFloat(prefHeight, float64(size.Height))
	}
}

// placePanes gives the panes the widths of browsing or of searching.
func (w *Window) placePanes() {
	p := w.app.Preferences()
	list := p.FloatWithFallback(prefList, 340)
	if w.searching {
		list = p.FloatWithFallback(prefHits, 470)
	}
	w.frame.panes.set(float32(p.FloatWithFallback(prefSidebar, 212)), float32(list))
}

// keepPanes keeps the widths after a hairline was moved.
func (w *Window) keepPanes() {
	p := w.app.Preferences()
	p.SetFloat(prefSidebar, float64(w.frame.panes.sidebarW))
	if w.searching {
		p.SetFloat(prefHits, float64(w.frame.panes.listW))
	} else {
		p.SetFloat(prefList, float64(w.frame.panes.listW))
	}
	w.frame.top.Refresh()
}

func (w *Window) setTextSize(em float32) {
	w.reader.SetSize(em)
	w.app.Preferences().SetFloat(prefText, float64(w.reader.Size()))
}

// nextTheme goes to the next theme in the order day, eye-saving, night, system.
func (w *Window) nextTheme() {
	i := slices.Index(look.Choices, look.Chosen())
	w.setTheme(look.Choices[(i+1)%len(look.Choices)])
}

func (w *Window) setTheme(c look.Choice) {
	w.app.Preferences().SetString(prefTheme, string(c))
	look.Apply(w.app, c)
	w.labelTheme()
}

// labelTheme shows on the toggle what theme is in force.
func (w *Window) labelTheme() {
	w.frame.theme.Icon = map[look.Choice]fyne.Resource{look.ChooseDay: look.Sun, look.ChooseEye: look.Eyes, look.ChooseNight: look.Moon}[look.Chosen()]
	if w.frame.theme.Icon == nil {
		w.frame.theme.Icon = look.Screen
	}
	w.frame.theme.Refresh()
}

func themeName(c look.Choice) string {
	switch c {
	case look.ChooseDay:
		return lang.X("theme.day", "日间")
	case look.ChooseEye:
		return lang.X("theme.eye", "护眼")
	case look.ChooseNight:
		return lang.X("theme.night", "夜间")
	}
	return lang.X("theme.system", "跟随系统")
}

// scaleEnv is where Fyne reads the scale of the interface, each time it lays it out.
const scaleEnv = "FYNE_SCALE"

// outerScale is the scale the program was started with; zoom multiplies it.
var outerScale = os.Getenv(scaleEnv)

// useScale sets the interface zoom for the windows to come.
func (w *Window) useScale() {
	zoom := w.app.Preferences().IntWithFallback(prefZoom, 100)
	base := 1.0
	if v, err := strconv.ParseFloat(outerScale, 64); err == nil && v > 0 {
		base = v
	}
	if zoom == 100 {
		_ = os.Setenv(scaleEnv, outerScale) // as it was; an environment that cannot be set keeps the scale
		return
	}
	_ = os.Setenv(scaleEnv, fmt.Sprintf("%.2f", base*float64(zoom)/100))
}

func (w *Window) setZoom(percent int) {
	w.app.Preferences().SetInt(prefZoom, percent)
	w.useScale()
	look.Apply(w.app, look.Chosen()) // Fyne reads the scale when it applies the theme
}

// showSettings shows the settings; each takes effect at once.
func (w *Window) showSettings() {
	var names []string
	for _, c := range look.Choices {
		names = append(names, themeName(c))
	}
	themes := widget.NewRadioGroup(names, nil)
	themes.Horizontal, themes.Required = true, true
	themes.SetSelected(themeName(look.Chosen()))
	themes.OnChanged = func(s string) { w.setTheme(look.Choices[slices.Index(names, s)]) }

	size := widget.NewLabel("")
	text := widget.NewSlider(read.MinSize, read.MaxSize)
	text.Step = 1
	show := func(v float64) { size.SetText(strconv.Itoa(int(v))) }
	text.SetValue(float64(w.reader.Size()))
	show(text.Value)
	text.OnChanged = show
	text.OnChangeEnded = func(v float64) { w.setTextSize(float32(v)) }

	var percents []string
	for _, z := range zooms {
		percents = append(percents, strconv.Itoa(z)+"%")
	}
	zoom := widget.NewSelect(percents, nil)
	if i := slices.Index(zooms, w.app.Preferences().IntWithFallback(prefZoom, 100)); i >= 0 {
		zoom.SetSelectedIndex(i)
	}
	zoom.OnChanged = func(string) { w.setZoom(zooms[zoom.SelectedIndex()]) }

	words := newNameEntry()
	words.MultiLine, words.Wrapping = true, fyne.TextWrapWord
	words.SetMinRowsVisible(4)
	words.SetPlaceHolder(lang.X("settings.wordshint", "人名、地名、专名，一行一个；检索时不会被拆开"))
	words.SetText(strings.Join(w.words, "\n"))

	form := widget.NewForm(
		widget.NewFormItem(lang.X("settings.theme", "主题"), themes),
		widget.NewFormItem(lang.X("settings.text", "正文字号"), container.NewBorder(nil, nil, nil, size, text)),
		widget.NewFormItem(lang.X("settings.zoom", "界面缩放"), zoom),
		widget.NewFormItem(lang.X("settings.language", "界面语言"), w.languageChoice()),
		widget.NewFormItem(lang.X("settings.words", "自定词语"), words))
	var d dialog.Dialog
	if w.lib != nil && w.lib.Writable() {
		manage := look.NewButton(nil, lang.X("settings.watch", "{{.N}} 个，管理…", map[string]any{"N": len(w.watches.folders)}), look.Framed, func() {
			d.Hide()
			w.showWatches()
		})
		form.Append(lang.X("watch.title", "看守文件夹"), container.NewHBox(manage))
	}
	d = dialog.NewCustom(lang.X("settings.title", "设置"), lang.X("action.close", "关闭"), form, w.win)
	words.Leave = d.Hide
	d.SetOnClosed(func() { w.setWords(strings.Split(words.Text, "\n")) })
	w.present(d, fyne.NewSize(520, 400))
}

// languageChoice chooses the language of the interface, from the next start on.
func (w *Window) languageChoice() fyne.CanvasObject {
	names := map[language]string{systemLanguage: lang.X("theme.system", "跟随系统"), chinese: "中文", english: "English"}
	order := []language{systemLanguage, chinese, english}
	later := widget.NewLabel(lang.X("settings.later", "下次启动时生效"))
	later.Hide()
	var labels []string
	for _, l := range order {
		labels = append(labels, names[l])
	}
	now := language(w.app.Preferences().String(prefLanguage))
	choice := widget.NewRadioGroup(labels, nil)
	choice.Horizontal, choice.Required = true, true
	choice.SetSelected(names[now])
	choice.OnChanged = func(s string) {
		w.app.Preferences().SetString(prefLanguage, string(order[slices.Index(labels, s)]))
		later.Show()
	}
	return container.NewHBox(choice, later)
}

// settingWords are a person's own words, one a line, for all libraries.
const settingWords = "words"

// useWords teaches the library the person's own words.
func (w *Window) useWords() {
	l, user := w.lib, w.user
	if user == nil {
		return
	}
	async.Load(new(async.Slot), func(ctx context.Context) (string, error) { return user.Setting(ctx, "", settingWords) }, func(text string) {
		if w.words = strings.Fields(text); w.lib == l && len(w.words) > 0 {
			l.SetUserWords(w.words)
		}
	}, nil) // words that cannot be read are words like others
}

// setWords keeps the person's own words, one a line, and searches with them.
func (w *Window) setWords(lines []string) {
	var words []string
	for _, s := range lines {
		if s = strings.Join(strings.Fields(s), ""); s != "" && !slices.Contains(words, s) {
			words = append(words, s)
		}
	}
	l, user := w.lib, w.user
	if slices.Equal(words, w.words) || l == nil || user == nil {
		return
	}
	w.words = words
	l.SetUserWords(words)
	async.Load(new(async.Slot), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, user.SetSetting(ctx, "", settingWords, strings.Join(words, "\n"))
	}, func(struct{}) { w.search.Again() }, w.fail)
}

// showAbout says what the program is.
func (w *Window) showAbout() {
	icon := canvas.NewImageFromResource(look.App)
	icon.FillMode = canvas.ImageFillContain
	icon.SetMinSize(fyne.NewSquareSize(96))
	text := func(s string, face typeset.FaceName, size float32, t line.Tint) fyne.CanvasObject {
		return container.NewCenter(line.NewText(w.press, line.Piece{Text: s, Face: face, Size: size, Leading: size * 1.7, Tint: t}))
	}
	body := container.NewVBox(icon,
		text(appName(), typeset.SerifBold, 22, line.Accent),
		text(lang.X("about.version", "版本 {{.Version}}", map[string]any{"Version": Version}), typeset.Sans, 12, line.Faint),
		text(lang.X("about.what", "把报纸收进来，读得到，找得着。"), typeset.Sans, 13, line.Prose),
		text(lang.X("about.licence", "程序：Apache-2.0 许可；字体：思源宋体、思源黑体，OFL 许可"), typeset.Sans, 12, line.Faint))
	d := dialog.NewCustom(lang.X("menu.about", "关于报阁"), lang.X("action.close", "关闭"), body, w.win)
	w.present(d, fyne.NewSize(420, 320))
}
