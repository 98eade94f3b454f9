package ui

import (
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

// showKeys shows the sheet of shortcuts.
func (w *Window) showKeys() {
	var lines []sheetLine
	for _, c := range w.commands() {
		lines = append(lines, sheetLine{c.shown(), c.text})
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
		lines = append(lines, sheetLine{u.Example, u.Means})
	}
	for _, f := range fields {
		data := map[string]any{"Means": f.Means, "Names": strings.Join(f.Aliases, " ")}
		lines = append(lines, sheetLine{f.Example, lang.X("help.field", "{{.Means}}；也写 {{.Names}}", data)})
	}
	return lines
}
