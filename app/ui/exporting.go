package ui

import (
	"context"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/storage"

	"baoge/app/export"
	"baoge/app/paper"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
)

// exportOpen asks where the article in the reader goes as a PDF.
func (w *Window) exportOpen() {
	a := w.reader.Article()
	if a == nil || w.lib == nil {
		return
	}
	d := dialog.NewFileSave(func(f fyne.URIWriteCloser, err error) {
		if f == nil { // nothing was chosen
			w.fail(err)
			return
		}
		path := f.URI().Path()
		f.Close()
		w.exportTo(a, path)
	}, w.win)
	d.SetFileName(fileName(a) + export.PDF.Suffix())
	d.SetFilter(storage.NewExtensionFileFilter([]string{export.PDF.Suffix()}))
	w.showFileDialog(d, lang.X("keys.pdf", "导出 PDF"), lang.X("export.save", "保存"))
}

// exportTo writes the article beside the name and renames it over. The dialog has
// already made an empty file there: it goes again if the export fails.
func (w *Window) exportTo(a *paper.Article, path string) {
	if !strings.EqualFold(filepath.Ext(path), export.PDF.Suffix()) {
		removeEmpty(path)
		path += export.PDF.Suffix()
	}
	o := export.Options{Faces: w.press.Faces, Library: w.libraryName()}
	w.frame.job.running(lang.X("export.running", "正在导出 PDF…"), -1, lang.X("action.cancel", "取消"), func() {
		w.exporting.Cancel()
		w.frame.job.hide()
	})
	async.Load(&w.exporting, func(ctx context.Context) (export.Report, error) {
		r, err := export.File(ctx, []*paper.Article{a}, export.PDF, path, o)
		if err != nil {
			removeEmpty(path)
		}
		return r, err
	}, func(r export.Report) {
		data := map[string]any{"Name": filepath.Base(path), "Pages": r.Pages}
		text := lang.X("export.done", "已存为 {{.Name}}，共 {{.Pages}} 页", data)
		if len(r.Missing) > 0 {
			data["Chars"] = string(r.Missing)
			text = lang.X("export.missing", "已存为 {{.Name}}，共 {{.Pages}} 页；字库没有这些字，以〓代替：{{.Chars}}", data)
		}
		w.frame.job.done(text, lang.X("export.open", "打开"), func() { w.openFile(path) })
	}, func(err error) {
		w.frame.job.hide()
		w.fail(err)
	})
}

func (w *Window) openFile(path string) {
	w.fail(w.app.OpenURL(&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}))
}

// removeEmpty takes away a file without content; what has content is not ours.
func removeEmpty(path string) {
	if st, err := os.Stat(path); err == nil && st.Mode().IsRegular() && st.Size() == 0 {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return // an empty file that stays does no harm
		}
	}
}

// fileNameRunes is how much of a headline makes a file's name: 60 Han are 180 bytes
// of the 255 that file systems allow.
const fileNameRunes = 60

// fileName is the article's headline as a file can be called on any system.
func fileName(a *paper.Article) string {
	name := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(`/\:*?"<>|`, r) {
			return -1
		}
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, line.Headline(&paper.Summary{Headline: a.Headline}))
	if r := []rune(name); len(r) > fileNameRunes {
		name = string(r[:fileNameRunes])
	}
	return strings.Trim(name, " .")
}
