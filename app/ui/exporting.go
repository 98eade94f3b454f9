package ui

import (
	"context"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"

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
	w.askSave(line.Headline(&paper.Summary{Headline: a.Headline}), export.PDF, func(path string) { w.exportTo(a, path) })
}

func (w *Window) exportTo(a *paper.Article, path string) {
	o := w.printBase(w.lib).Options
	w.runExport(path, func(ctx context.Context) (export.Report, error) {
		return export.File(ctx, []*paper.Article{a}, export.PDF, path, o)
	})
}

// askSave asks where a document goes. The dialog makes an empty file there, which
// runExport takes away again if nothing comes of it.
func (w *Window) askSave(title string, format export.Format, do func(path string)) {
	d := dialog.NewFileSave(func(f fyne.URIWriteCloser, err error) {
		if f == nil { // nothing was chosen
			w.fail(err)
			return
		}
		path := f.URI().Path()
		f.Close()
		if !strings.EqualFold(filepath.Ext(path), format.Suffix()) {
			removeEmpty(path)
			path += format.Suffix()
		}
		do(path)
	}, w.win)
	d.SetFileName(export.FileName(title, format.Suffix()))
	d.SetFilter(storage.NewExtensionFileFilter([]string{format.Suffix()}))
	w.showFileDialog(d, lang.X("keys.pdf", "导出 PDF"), lang.X("export.save", "保存"))
}

// runExport writes a document beside its name and renames it over, behind the window.
func (w *Window) runExport(path string, write func(context.Context) (export.Report, error)) {
	w.frame.job.running(lang.X("export.running", "正在导出 PDF…"), -1, lang.X("action.cancel", "取消"), func() {
		w.exporting.Cancel()
		w.frame.job.hide()
	})
	async.Load(&w.exporting, func(ctx context.Context) (export.Report, error) {
		r, err := write(ctx)
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
