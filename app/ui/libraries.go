package ui

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"baoge/app/export"
	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/ui/async"
	"baoge/app/ui/look"
)

// openFailed says why a library could not be opened, and what else can be done.
func (w *Window) openFailed(dir string, err error) {
	if errors.Is(err, errRaised) {
		if w.lib == nil {
			w.Close() // the window that has it came to the front
		}
		return
	}
	var ways []wayOut
	var readable *legibleError
	if errors.As(err, &readable) {
		ways = append(ways, wayOut{lang.X("library.readonly", "只读打开"), func() { w.openReadOnly(dir) }})
	}
	if w.lib == nil {
		ways = append(ways, wayOut{lang.X("library.another", "打开别的馆藏"), w.chooseLibrary})
	}
	w.failWith(err, ways...)
}

// A legibleError is why a library cannot be opened for writing, where it can be read.
type legibleError struct{ error }

func (e *legibleError) Unwrap() error { return e.error }

// legible reports whether a library can at least be read: not one of a newer format,
// nor a damaged one. Off the UI goroutine.
func legible(ctx context.Context, dir string) bool {
	l, err := library.OpenReadOnly(ctx, dir, nil)
	if err != nil {
		return false
	}
	_, err = l.Counts(ctx)
	return errors.Join(err, l.Close()) == nil
}

// openReadOnly opens a library that another program has, for browsing and reading.
func (w *Window) openReadOnly(dir string) {
	user := w.user
	async.Load(&w.opening, func(ctx context.Context) (o opened, err error) {
		o.user = user
		if o.lib, err = library.OpenReadOnly(ctx, dir, user); err != nil {
			return o, err
		}
		return o, o.read(ctx, dir, false)
	}, w.useLibrary, w.fail)
}

// chooseLibrary asks for the folder of a library to open.
func (w *Window) chooseLibrary() {
	w.askFolder("library", lang.X("library.open", "打开馆藏"), lang.X("library.openit", "打开"), func(dir string) { w.switchTo(dir, false) })
}

// createLibrary asks where a new library goes and what it is called.
func (w *Window) createLibrary() {
	w.askFolder("library", lang.X("library.create", "新建馆藏"), lang.X("library.place", "放在这里"), func(parent string) { w.nameLibrary(parent) })
}

// nameLibrary asks what the new library in a folder is called, and makes it.
func (w *Window) nameLibrary(parent string) *nameEntry {
	hint := lang.X("library.namehint", "馆藏名称，例如 凯里日报")
	e := w.askName(lang.X("library.create", "新建馆藏"), hint, "", func(name string) {
		if name != "" {
			w.switchTo(filepath.Join(parent, export.FileName(name, "")), true)
		}
	})
	return e
}

// askName asks for a line of text in a small dialog: Return gives it to done without the
// blanks around it, Esc leaves it.
func (w *Window) askName(title, hint, initial string, done func(name string)) *nameEntry {
	name := newNameEntry()
	name.SetPlaceHolder(hint)
	name.SetText(initial)
	d := dialog.NewForm(title, lang.X("action.ok", "确定"), lang.X("action.cancel", "取消"),
		[]*widget.FormItem{widget.NewFormItem(lang.X("library.name", "名称"), name)}, func(ok bool) {
			if ok {
				done(strings.TrimSpace(name.Text))
			}
		}, w.win)
	name.OnSubmitted = func(string) { d.Submit() }
	name.Leave = d.Hide
	w.present(d, dialogSize)
	w.win.Canvas().Focus(name)
	name.TypedShortcut(&fyne.ShortcutSelectAll{})
	return name
}

// A nameEntry is a field in a dialog: Return is its button, Esc closes it.
type nameEntry = look.Entry

func newNameEntry() *nameEntry { return look.NewEntry("", "") }

// switchTo opens another library in place of the one shown.
func (w *Window) switchTo(dir string, create bool) {
	if w.lib != nil && samePath(dir, w.lib.Dir()) {
		return
	}
	if w.progress != nil {
		w.frame.job.done(lang.X("library.busy", "正在导入，等它完成或取消后再换馆藏"), "", nil)
		return
	}
	w.openLibrary(dir, create, nil)
}

// seedArticles finds the articles of the sample page that are still in the library.
func seedArticles(ctx context.Context, l *library.Library) ([]paper.ArticleID, error) {
	var ids []paper.ArticleID
	for _, sum := range seedSums() {
		rows, _, err := l.List(ctx, library.Filter{Source: sum}, -1, 0)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			ids = append(ids, r.ID)
		}
	}
	return ids, nil
}

// removeSeeds takes the sample page out of the library.
func (w *Window) removeSeeds(ids []paper.ArticleID) {
	l := w.lib
	async.Load(new(async.Slot), func(ctx context.Context) (struct{}, error) { return struct{}{}, l.Remove(ctx, ids) },
		func(struct{}) {
			if w.lib != l {
				return
			}
			w.reader.Clear()
			w.browse.Reload()
			w.frame.job.done(lang.X("seeds.removed", "示例页已移除"), "", nil)
		}, w.fail)
}
