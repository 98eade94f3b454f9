package ui

import (
	"context"
	"io"
	"net/url"
	"path/filepath"

	"fyne.io/fyne/v2"
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

// exportItem offers the formats for what is picked, in the menu of an article.
func (w *Window) exportItem() *fyne.MenuItem {
	names := map[export.Format]string{
		export.PDF: lang.X("export.pdf", "PDF…"), export.DOCX: lang.X("export.docx", "Word 文档…"), export.EPUB: lang.X("export.epub", "EPUB 电子书…"),
		export.HTML: lang.X("export.html", "网页…"), export.Markdown: lang.X("export.md", "Markdown…"), export.Text: lang.X("export.txt", "纯文本…")}
	var items []*fyne.MenuItem
	for _, f := range export.Formats() {
		if name := names[f]; name != "" {
			items = append(items, fyne.NewMenuItem(name, func() { w.exportPicked(f) }))
		}
	}
	items = append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(lang.X("export.xlsx", "篇目表格（XLSX）…"), w.exportListing))
	it := fyne.NewMenuItem(lang.X("export.as", "导出"), nil)
	it.ChildMenu = fyne.NewMenu("", items...)
	return it
}

// exportPicked writes what is picked into one file.
func (w *Window) exportPicked(format export.Format) {
	w.withPickedRows(func(ids []paper.ArticleID, first string) {
		l := w.lib
		w.askSave(first, format, func(path string) {
			o := w.printBase(l).Options
			w.runExport(path, func(ctx context.Context) (export.Report, error) {
				articles, err := l.Articles(ctx, ids)
				if err != nil {
					return export.Report{}, err
				}
				return export.File(ctx, articles, format, path, o)
			})
		})
	})
}

// exportListing writes a table of what is picked.
func (w *Window) exportListing() {
	w.withPickedRows(func(ids []paper.ArticleID, _ string) {
		l := w.lib
		w.askSave(lang.X("export.listing", "篇目"), xlsx, func(path string) {
			w.runExport(path, func(ctx context.Context) (export.Report, error) {
				rows, err := l.Summaries(ctx, ids)
				if err != nil {
					return export.Report{}, err
				}
				return export.Report{}, export.Beside(path, func(out io.Writer) error { return export.Listing(rows).Write(out, string(xlsx)) })
			})
		})
	})
}

// xlsx is the format of tables.
const xlsx export.Format = "xlsx"

// withPickedRows reads what is picked, with the headline of the first.
func (w *Window) withPickedRows(do func(ids []paper.ArticleID, first string)) {
	l := w.lib
	w.withPicked(func(ids []paper.ArticleID) {
		async.Load(&w.keeping, func(ctx context.Context) ([]paper.Summary, error) { return l.Summaries(ctx, ids[:1]) }, func(rows []paper.Summary) {
			if len(rows) > 0 {
				do(ids, line.Headline(&rows[0]))
			}
		}, w.fail)
	})
}

// askSave asks where a document goes.
func (w *Window) askSave(title string, format export.Format, do func(path string)) {
	w.askFiles("save", files.Ask{Kind: files.Save, Title: lang.X("export.as", "导出"), Confirm: lang.X("export.save", "保存"),
		Name: export.FileName(title, format.Suffix()), Suffix: format.Suffix()}, func(paths []string) { do(paths[0]) })
}

// runExport writes a document beside its name and renames it over, behind the window.
func (w *Window) runExport(path string, write func(context.Context) (export.Report, error)) {
	w.frame.job.running(lang.X("export.running", "正在导出…"), -1, lang.X("action.cancel", "取消"), func() {
		w.exporting.Cancel()
		w.frame.job.hide()
	})
	async.Load(&w.exporting, write, func(r export.Report) {
		data := map[string]any{"Name": filepath.Base(path), "Pages": r.Pages}
		text := lang.X("export.done", "已存为 {{.Name}}，共 {{.Pages}} 页", data)
		if r.Pages == 0 {
			text = lang.X("export.saved", "已存为 {{.Name}}", data)
		}
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
