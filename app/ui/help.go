package ui

import (
	"cmp"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"baoge/app/library"
	"baoge/app/typeset"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
	"baoge/app/ui/original"
	"baoge/app/ui/preview"
	"baoge/app/ui/proof"
)

// A sheetLine is one line of a help sheet: what is typed or pressed, and what it does.
type sheetLine struct{ typed, means string }

// sheet sets lines in two columns.
func (w *Window) sheet(lines []sheetLine) *fyne.Container {
	grid := container.New(layout.NewFormLayout())
	for _, l := range lines {
		grid.Add(line.NewText(w.press, line.Piece{Text: l.typed, Face: typeset.SansBold, Size: look.TextSize, Leading: 24, X: 8, Tint: line.Ink}))
		grid.Add(line.NewText(w.press, line.Piece{Text: l.means, Face: typeset.Sans, Size: look.TextSize, Leading: 24, X: 24, Tint: line.Prose}))
	}
	return grid
}

// showSheet shows a help sheet, as high as the window lets it be.
func (w *Window) showSheet(title string, width float32, lines []sheetLine) {
	grid := w.sheet(lines)
	d := dialog.NewCustom(title, lang.X("action.close", "关闭"), container.NewVScroll(grid), w.win)
	w.present(d, fyne.NewSize(width, min(grid.MinSize().Height+120, w.win.Canvas().Size().Height-40)))
}

// showKeys shows the sheet of shortcuts of the screen in sight.
func (w *Window) showKeys() {
	var lines []sheetLine
	switch {
	case w.proofs.screen.Shown():
		for _, k := range proof.Keys() {
			lines = append(lines, sheetLine{k.Typed, k.Means})
		}
	case w.originals.screen.Shown():
		for _, k := range original.Keys() {
			lines = append(lines, sheetLine{k.Typed, k.Means})
		}
	case w.prints.preview.Shown():
		for _, k := range preview.Keys() {
			lines = append(lines, sheetLine{k.Typed, k.Means})
		}
	default:
		for _, c := range w.commands() {
			lines = append(lines, sheetLine{c.shown(), c.text})
		}
	}
	w.showSheet(lang.X("keys.title", "快捷键"), 520, lines)
}

// showSearchHelp shows what can be written in the search box, from the very list by
// which it is read.
func (w *Window) showSearchHelp() {
	w.showSheet(lang.X("help.search", "检索写法"), 640, searchHelp())
}

func searchHelp() []sheetLine {
	ops, fields := library.SearchHelp()
	var lines []sheetLine
	for _, u := range ops {
		lines = append(lines, sheetLine{u.Example, cmp.Or(operatorMeans(u.Example), u.Means)})
	}
	for _, f := range fields {
		data := map[string]any{"Means": cmp.Or(fieldMeans(string(f.Field)), f.Means), "Names": strings.Join(f.Aliases, " ")}
		lines = append(lines, sheetLine{f.Example, lang.X("help.field", "{{.Means}}；也写 {{.Names}}", data)})
	}
	return lines
}

// operatorMeans says in the person's language what a way of writing finds; the list by
// which lines are read says it in Chinese alone. "" where it is none known here.
func operatorMeans(example string) string {
	switch example {
	case "斑马线 礼让":
		return lang.X("help.both", "两个词都有，最相关的在前")
	case `"文明礼让"`:
		return lang.X("help.phrase", "原样出现这几个字，一字不差")
	case `「他说“让一让”」`:
		return lang.X("help.quotes", "字里有引号的，用「」括起来")
	case "礼让 -曝光":
		return lang.X("help.not", "有“礼让”而没有“曝光”")
	case "礼让 或 让行":
		return lang.X("help.or", "有其中一个就行，也写 OR、|")
	case "(斑马线 或 路口) 礼让":
		return lang.X("help.brackets", "括号里的先合在一起")
	case "文明*":
		return lang.X("help.prefix", "以“文明”开头的词")
	case "礼让~":
		return lang.X("help.near", "差一个字也算，用于扫描错字和记不准的名字")
	case "kaili":
		return lang.X("help.pinyin", "拼音，也可只写声母：bmx")
	}
	return ""
}

// fieldMeans says the same of a field.
func fieldMeans(field string) string {
	switch field {
	case "title":
		return lang.X("help.title", "标题、引题、副题里有")
	case "author":
		return lang.X("help.author", "署名里有")
	case "section":
		return lang.X("help.section", "登在这个栏目")
	case "page":
		return lang.X("help.page", "登在这一版")
	case "paper":
		return lang.X("help.paper", "登在这份报纸")
	case "body":
		return lang.X("help.body", "正文里有")
	case "tag":
		return lang.X("help.tag", "您加了这个标签；标签:星标 是加了星的")
	case "date":
		return lang.X("help.date", "在这些日子见报")
	}
	return ""
}
