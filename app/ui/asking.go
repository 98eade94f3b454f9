package ui

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"github.com/adrg/xdg"

	"baoge/app/library"
	"baoge/app/ui/async"
	"baoge/app/ui/files"
	"baoge/app/ui/intake"
	"baoge/app/ui/look"
)

// askFiles asks for files or a folder. The folder one ended in is where asking for the
// same purpose begins the next time.
func (w *Window) askFiles(purpose string, a files.Ask, do func(paths []string)) {
	pref := prefFolder + purpose
	a.Dir = w.app.Preferences().StringWithFallback(pref, xdg.UserDirs.Documents)
	a.Explain = library.Explain
	keep := func(then func([]string)) func([]string) {
		return func(paths []string) {
			w.app.Preferences().SetString(pref, filepath.Dir(paths[0]))
			then(paths)
		}
	}
	a.Done, a.AlsoDone = keep(do), keep(a.AlsoDone)
	d := files.New(w.press, w.win, a)
	w.present(d, files.Size(w.win.Canvas().Size()))
	d.Focus()
}

// prefFolder keeps, by purpose, where one was asked for files last.
const prefFolder = "folder."

// chooseFiles asks for files to import.
func (w *Window) chooseFiles() {
	w.askFiles("import", files.Ask{Kind: files.Open, Title: lang.X("keys.files", "导入文件"), Confirm: lang.X("import.choose", "导入"),
		Also: lang.X("import.options", "按选项导入…"), AlsoDone: w.importAsked}, w.importPaths)
}

// chooseFolder asks for a folder to import.
func (w *Window) chooseFolder() {
	w.askFiles("import", files.Ask{Kind: files.Folder, Title: lang.X("keys.folder", "导入文件夹"), Confirm: lang.X("import.choose", "导入"),
		Also: lang.X("import.options", "按选项导入…"), AlsoDone: w.importAsked}, w.importPaths)
}

// askFolder asks for a folder.
func (w *Window) askFolder(purpose, title, confirm string, do func(dir string)) {
	w.askFiles(purpose, files.Ask{Kind: files.Folder, Title: title, Confirm: confirm}, func(paths []string) { do(paths[0]) })
}

// importAsked imports files by choices that are asked for: what holds for all of them, and
// how their paths tell day and page. The pattern used last is offered again.
func (w *Window) importAsked(paths []string) {
	l := w.lib
	if l == nil || !l.Writable() {
		w.importPaths(paths) // it says why not
		return
	}
	async.Load(&w.keeping, func(ctx context.Context) (string, error) { return l.Setting(ctx, settingPattern) }, func(last string) {
		ask := intake.Ask{Paths: paths, Given: intake.Choices{Pattern: last}}
		w.askIntake(lang.X("import.how", "怎样导入"), lang.X("import.choose", "导入"), ask, func(c intake.Choices) {
			async.Load(new(async.Slot), func(ctx context.Context) (struct{}, error) {
				return struct{}{}, l.SetSetting(ctx, settingPattern, c.Pattern)
			}, func(struct{}) {}, nil) // the next time it is typed again, no more
			if r, err := c.Request(); err == nil {
				w.importBy(paths, r)
			}
		}, nil)
	}, w.fail)
}

// settingPattern is the pattern for paths that an import used last.
const settingPattern = "pattern"

// askIntake asks how files are to be taken in; closed is called whichever way it ends and
// may be nil.
func (w *Window) askIntake(title, confirm string, ask intake.Ask, do func(intake.Choices), closed func()) {
	var d dialog.Dialog
	var form *intake.Form
	ok := look.NewButton(nil, confirm, look.Filled, nil)
	ok.OnTapped = func() {
		c, err := form.Choices()
		if err != nil {
			return // the form says what is wrong
		}
		d.Hide()
		do(c)
	}
	ask.Explain, ask.Valid = library.Explain, ok.SetEnabled
	ask.Leave, ask.Done = func() { d.Hide() }, func() { ok.Tapped(nil) }
	form = intake.NewForm(w.press, ask)
	cancel := look.NewButton(nil, lang.X("action.cancel", "取消"), look.Framed, func() { d.Hide() })
	buttons := container.NewHBox(layout.NewSpacer(), cancel, ok)
	d = dialog.NewCustomWithoutButtons(title, look.NewFrame(nil, buttons, form.View()), w.win)
	d.SetOnClosed(func() {
		form.Close()
		if closed != nil {
			closed()
		}
	})
	w.present(d, files.Size(w.win.Canvas().Size()))
	w.win.Canvas().Focus(form.Focus())
}
