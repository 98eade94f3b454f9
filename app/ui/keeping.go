package ui

import (
	"context"
	"io"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"baoge/app/export"
	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/typeset"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// keepingItems are what the menu of an article offers to keep the library right, for what
// is picked.
func (w *Window) keepingItems() []*fyne.MenuItem {
	if w.lib == nil || !w.lib.Writable() {
		return nil
	}
	it := fyne.NewMenuItem(lang.X("keep.menu", "更正"), nil)
	it.ChildMenu = fyne.NewMenu("",
		fyne.NewMenuItem(lang.X("keep.facts", "改日期、版次、栏目…"), w.askMetadata),
		fyne.NewMenuItem(lang.X("keep.withdraw", "撤稿…"), w.askWithdrawal),
		fyne.NewMenuItem(lang.X("keep.delete", "删除…"), w.askDeletion))
	return []*fyne.MenuItem{fyne.NewMenuItemSeparator(), it}
}

// withPicked reads what is picked and hands it to do, if there is anything.
func (w *Window) withPicked(do func(ids []paper.ArticleID)) {
	read := w.picked()
	if read == nil {
		return
	}
	async.Load(&w.keeping, read, func(ids []paper.ArticleID) {
		if len(ids) > 0 {
			do(ids)
		}
	}, w.fail)
}

// keep changes the library and offers to take that back.
func (w *Window) keep(change func(context.Context) (edit int64, err error), said string) {
	l := w.lib
	async.Load(&w.keeping, change, func(edit int64) {
		w.afterProof()
		if edit == 0 {
			w.frame.job.done(said, "", nil)
			return
		}
		w.frame.job.done(said, lang.X("action.undo", "撤销"), func() {
			w.frame.job.hide()
			w.undoEdit(l, "", edit)
		})
	}, w.fail)
}

// askMetadata asks what holds for all articles picked. A line that is left empty changes
// nothing; one with a blank or a dash makes it unknown.
func (w *Window) askMetadata() {
	w.withPicked(func(ids []paper.ArticleID) {
		l := w.lib
		names := []string{lang.X("proof.day", "日期"), lang.X("proof.number", "版次"), lang.X("proof.label", "版名"), lang.X("proof.publication", "报纸"), lang.X("proof.section", "栏目")}
		var form []*widget.FormItem
		var fields []*nameEntry
		for _, n := range names {
			e := newNameEntry()
			e.SetPlaceHolder(lang.X("keep.stays", "不改；写 - 是不详"))
			fields = append(fields, e)
			form = append(form, widget.NewFormItem(n, e))
		}
		fields[0].Validator = func(s string) error {
			_, err := metadataDate(s)
			return err
		}
		data := map[string]any{"N": line.Thousands(len(ids))}
		d := dialog.NewForm(lang.X("keep.factsof", "更正 {{.N}} 篇", data), lang.X("action.ok", "确定"), lang.X("action.cancel", "取消"), form, func(ok bool) {
			date, err := metadataDate(fields[0].Text)
			if !ok || err != nil {
				return
			}
			m := library.Metadata{Date: date, Page: given(fields[1].Text), PageLabel: given(fields[2].Text), Publication: given(fields[3].Text), Section: given(fields[4].Text)}
			if m == (library.Metadata{}) {
				return
			}
			w.keep(func(ctx context.Context) (int64, error) { return l.Set(ctx, ids, library.Hand{}, m) }, lang.X("keep.done", "已更正 {{.N}} 篇", data))
		}, w.win)
		w.presentForm(d, fields, fyne.NewSize(420, 340))
	})
}

// given is what was typed in a line: nil for nothing, "" for a dash.
func given(s string) *string {
	s = strings.TrimSpace(s)
	switch s {
	case "":
		return nil
	case "-", "－", "—":
		s = ""
	}
	return &s
}

func metadataDate(s string) (*paper.Date, error) {
	text := given(s)
	if text == nil {
		return nil, nil
	}
	d, err := paper.ParseDate(*text)
	return &d, err
}

// presentForm shows a form whose lines Esc leaves and Return submits.
func (w *Window) presentForm(d *dialog.FormDialog, fields []*nameEntry, size fyne.Size) {
	for _, e := range fields {
		e.Leave = d.Hide
		e.OnSubmitted = func(string) { d.Submit() }
	}
	w.present(d, size)
	w.win.Canvas().Focus(fields[0])
}

// askWithdrawal asks why the articles picked are withdrawn.
func (w *Window) askWithdrawal() {
	w.withPicked(func(ids []paper.ArticleID) {
		l := w.lib
		data := map[string]any{"N": line.Thousands(len(ids))}
		w.askName(lang.X("keep.withdrawof", "撤下 {{.N}} 篇：留在馆藏里，不再列出和检索", data), lang.X("keep.reason", "原因"), "", func(reason string) {
			w.keep(func(ctx context.Context) (int64, error) { return l.Withdraw(ctx, ids, library.Hand{}, reason) }, lang.X("keep.withdrawn", "已撤下 {{.N}} 篇", data))
		})
	})
}

// askDeletion asks before articles are taken out for good.
func (w *Window) askDeletion() {
	w.withPicked(func(ids []paper.ArticleID) {
		l := w.lib
		data := map[string]any{"N": line.Thousands(len(ids))}
		d := dialog.NewConfirm(lang.X("keep.deleteof", "删除 {{.N}} 篇", data), lang.X("keep.deleteask", "删除之后找不回来。只想不再列出，请用“撤稿”。"), func(ok bool) {
			if ok {
				w.keep(func(ctx context.Context) (int64, error) { return 0, l.Remove(ctx, ids) }, lang.X("keep.deleted", "已删除 {{.N}} 篇", data))
			}
		}, w.win)
		d.SetConfirmText(lang.X("keep.deletenow", "删除"))
		d.SetDismissText(lang.X("action.cancel", "取消"))
		w.present(d, fyne.NewSize(420, 180))
	})
}

// recordsShown is how many imports the list of them has.
const recordsShown = 100

// showRecords lists the imports, each of which can be taken back.
func (w *Window) showRecords() {
	l := w.lib
	if l == nil {
		return
	}
	async.Load(&w.keeping, func(ctx context.Context) ([]library.Job, error) { return l.Jobs(ctx, recordsShown) }, func(jobs []library.Job) {
		rows := container.NewVBox()
		var d dialog.Dialog
		for _, j := range jobs {
			text := line.NewText(w.press, line.Piece{Text: recordText(&j), Face: typeset.Sans, Size: look.TextSize, Leading: 30, Width: 520, Tint: line.Ink})
			var undo fyne.CanvasObject
			if l.Writable() && j.State == library.JobDone {
				undo = look.NewButton(nil, lang.X("keep.undojob", "撤销"), look.Framed, func() {
					d.Hide()
					w.undoJob(j)
				})
			}
			buttons := container.NewHBox()
			if j.Failed > 0 {
				buttons.Add(look.NewButton(nil, lang.X("watch.problems", "看问题…"), look.Framed, func() {
					d.Hide()
					w.showJobFailures(j.N)
				}))
			}
			buttons.Add(look.NewButton(nil, lang.X("keep.report", "存报告…"), look.Framed, func() {
				d.Hide()
				w.saveReport(j)
			}))
			if undo != nil {
				buttons.Add(undo)
			}
			rows.Add(container.NewBorder(nil, nil, text, buttons))
		}
		if len(jobs) == 0 {
			rows.Add(line.NewText(w.press, line.Piece{Text: lang.X("keep.nojobs", "还没有导入过"), Face: typeset.Sans, Size: look.TextSize, Leading: 30, Tint: line.Faint}))
		}
		d = dialog.NewCustom(lang.X("keep.records", "导入记录"), lang.X("action.close", "关闭"), container.NewVScroll(rows), w.win)
		w.present(d, fyne.NewSize(760, 420))
	}, w.fail)
}

// saveReport writes what became of every file of an import as a table.
func (w *Window) saveReport(j library.Job) {
	l := w.lib
	name := lang.X("keep.reportname", "导入报告 {{.When}}", map[string]any{"When": j.Began.Local().Format("2006-01-02 1504")})
	w.askSave(name, "csv", func(path string) {
		w.runExport(path, func(ctx context.Context) (export.Report, error) {
			return export.Report{}, export.Beside(path, func(out io.Writer) error { return l.WriteReport(ctx, out, j.N, library.ReportCSV) })
		})
	})
}

// recordText is one import in a line.
func recordText(j *library.Job) string {
	data := map[string]any{"N": j.N, "When": j.Began.Local().Format("2006-01-02 15:04"), "Files": line.Thousands(j.Files), "Articles": line.Thousands(j.Articles), "Failed": line.Thousands(j.Failed)}
	text := lang.X("keep.record", "{{.When}} · {{.Files}} 个文件 · 新增 {{.Articles}} 篇", data)
	if j.Failed > 0 {
		text += lang.X("keep.recordfailed", " · {{.Failed}} 个有问题", data)
	}
	if j.State == library.JobUndone {
		text += lang.X("keep.recordundone", " · 已撤销")
	}
	return text
}

// undoJob takes a whole import back, after asking.
func (w *Window) undoJob(j library.Job) {
	l := w.lib
	data := map[string]any{"N": line.Thousands(j.Articles)}
	d := dialog.NewConfirm(lang.X("keep.undojobtitle", "撤销导入"), lang.X("keep.undojobask", "这次导入的 {{.N}} 篇将移出馆藏；人工改过的留下。", data), func(ok bool) {
		if !ok {
			return
		}
		async.Load(&w.keeping, func(ctx context.Context) (library.Undone, error) { return l.UndoJob(ctx, j.N, false) }, func(u library.Undone) {
			w.afterProof()
			told := map[string]any{"N": line.Thousands(u.Removed), "Kept": line.Thousands(len(u.Kept))}
			text := lang.X("keep.jobundone", "已移出 {{.N}} 篇", told)
			if len(u.Kept) > 0 {
				text = lang.X("keep.jobkept", "已移出 {{.N}} 篇，改过的 {{.Kept}} 篇留下", told)
			}
			w.frame.job.done(text, "", nil)
		}, w.fail)
	}, w.win)
	d.SetConfirmText(lang.X("keep.undojob", "撤销"))
	d.SetDismissText(lang.X("action.cancel", "取消"))
	w.present(d, dialogSize)
}
