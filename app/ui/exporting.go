package ui

import (
	"context"
	"net/url"
	"path/filepath"

	"fyne.io/fyne/v2/lang"

	"baoge/app/export"
	"baoge/app/paper"
	"baoge/app/ui/async"
	"baoge/app/ui/files"
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

// askSave asks where a document goes.
func (w *Window) askSave(title string, format export.Format, do func(path string)) {
	w.askFiles("save", files.Ask{Kind: files.Save, Title: lang.X("keys.pdf", "导出 PDF"), Confirm: lang.X("export.save", "保存"),
		Name: export.FileName(title, format.Suffix()), Suffix: format.Suffix()}, func(paths []string) { do(paths[0]) })
}

// runExport writes a document beside its name and renames it over, behind the window.
func (w *Window) runExport(path string, write func(context.Context) (export.Report, error)) {
	w.frame.job.running(lang.X("export.running", "正在导出 PDF…"), -1, lang.X("action.cancel", "取消"), func() {
		w.exporting.Cancel()
		w.frame.job.hide()
	})
	async.Load(&w.exporting, write, func(r export.Report) {
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
