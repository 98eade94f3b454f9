package ui

import (
	"path/filepath"

	"fyne.io/fyne/v2/lang"
	"github.com/adrg/xdg"

	"baoge/app/library"
	"baoge/app/ui/files"
)

// askFiles asks for files or a folder. The folder one ended in is where asking for the
// same purpose begins the next time.
func (w *Window) askFiles(purpose string, a files.Ask, do func(paths []string)) {
	pref := prefFolder + purpose
	a.Dir = w.app.Preferences().StringWithFallback(pref, xdg.UserDirs.Documents)
	a.Explain = library.Explain
	a.Done = func(paths []string) {
		w.app.Preferences().SetString(pref, filepath.Dir(paths[0]))
		do(paths)
	}
	d := files.New(w.press, w.win, a)
	w.present(d, files.Size(w.win.Canvas().Size()))
	d.Focus()
}

// prefFolder keeps, by purpose, where one was asked for files last.
const prefFolder = "folder."

// chooseFiles asks for files to import.
func (w *Window) chooseFiles() {
	w.askFiles("import", files.Ask{Kind: files.Open, Title: lang.X("keys.files", "导入文件"), Confirm: lang.X("import.choose", "导入")}, w.importPaths)
}

// chooseFolder asks for a folder to import.
func (w *Window) chooseFolder() {
	w.askFolder("import", lang.X("keys.folder", "导入文件夹"), lang.X("import.choose", "导入"), func(dir string) { w.importPaths([]string{dir}) })
}

// askFolder asks for a folder.
func (w *Window) askFolder(purpose, title, confirm string, do func(dir string)) {
	w.askFiles(purpose, files.Ask{Kind: files.Folder, Title: title, Confirm: confirm}, func(paths []string) { do(paths[0]) })
}
