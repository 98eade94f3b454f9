package ui

import (
	"context"
	"path"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/review"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
	"baoge/app/ui/proof"
)

// proofs is the review screen and the pages that wait for it.
type proofs struct {
	screen  *proof.Screen
	page    *library.SavedPage // on the screen
	waiting []paper.ArticleID  // an article of each page to be looked over next
	loading async.Slot
	saving  async.Slot
}

// newProof makes the review screen and ties it to the window.
func (w *Window) newProof() *proof.Screen {
	s := proof.New(w.press)
	s.OnSave = w.saveProof
	s.OnLeave = w.leaveProof
	s.OnFacts = w.askFacts
	return s
}

// onProofScreen does what a command means while the review screen is shown.
func (w *Window) onProofScreen(c command) {
	s := w.proofs.screen
	switch c.name {
	case "undo":
		s.Undo()
	case "redo":
		s.Redo()
	case "save":
		s.Save()
	case "clipup":
		s.Move(-1)
	case "clipdown":
		s.Move(1)
	case "theme", "sheet", "quit":
		c.do()
	}
}

// proofOpen looks over the page of the article in the reader.
func (w *Window) proofOpen() {
	if a := w.reader.Article(); a != nil {
		w.proofArticle(a.ID)
	}
}

// proofArticle looks over the page an article came from.
func (w *Window) proofArticle(id paper.ArticleID) {
	l := w.lib
	if l == nil || !l.Writable() || w.covered() != nil {
		return
	}
	type laid struct {
		page *library.SavedPage
		desk *review.Desk
	}
	async.Load(&w.proofs.loading, func(ctx context.Context) (d laid, err error) {
		src, err := l.Source(ctx, id)
		if err != nil {
			return d, err
		}
		if d.page, err = l.SavedPage(ctx, src.SHA256); err != nil {
			return d, err
		}
		p := review.Source{Articles: d.page.Articles, Labels: d.page.Labels, Leftover: d.page.Leftover, Read: d.page.Read, Total: d.page.Chars.Total}
		d.desk = review.New(p)
		return d, nil
	}, func(d laid) {
		w.proofs.page = d.page
		if w.full {
			w.toggleFull()
		}
		w.frame.show(w.proofs.screen.View())
		w.proofs.screen.Show(proof.Page{Name: path.Base(filepath.ToSlash(d.page.Path)), Desk: d.desk})
	}, w.fail)
}

// proofImported offers to look over the pages that were just imported.
func (w *Window) proofImported(articles []paper.ArticleID) {
	if len(articles) > 0 {
		w.proofs.waiting = articles[1:]
		w.proofArticle(articles[0])
	}
}

// saveProof keeps the page as the person arranged it.
func (w *Window) saveProof(d *review.Desk) {
	l, page := w.lib, w.proofs.page
	e := library.PageEdit{SHA256: page.SHA256, Articles: d.Articles()}
	e.Labels, e.Leftover = d.Texts()
	async.Load(&w.proofs.saving, func(ctx context.Context) (int64, error) {
		_, edit, err := l.SavePage(ctx, e, library.Hand{})
		return edit, err
	}, func(edit int64) {
		w.closeProof()
		data := map[string]any{"Name": path.Base(filepath.ToSlash(page.Path)), "N": line.Thousands(len(e.Articles))}
		w.frame.job.done(lang.X("proof.saved", "{{.Name}} 已存入馆藏，{{.N}} 篇", data), lang.X("action.undo", "撤销"), func() {
			w.frame.job.hide()
			w.undoEdit(l, edit)
		})
	}, w.fail)
}

// undoEdit takes a saved change of the library back.
func (w *Window) undoEdit(l *library.Library, edit int64) {
	async.Load(&w.proofs.saving, func(ctx context.Context) (struct{}, error) { return struct{}{}, l.Undo(ctx, edit) },
		func(struct{}) { w.afterProof() }, w.fail)
}

// leaveProof leaves the page as the library has it; changes are given up only when that is wanted.
func (w *Window) leaveProof(changed bool) {
	if !changed {
		w.closeProof()
		return
	}
	d := dialog.NewConfirm(lang.X("proof.leavetitle", "放弃校对"), lang.X("proof.leaveask", "这一版的改动还没有存入馆藏。"), func(ok bool) {
		if ok {
			w.closeProof()
		}
	}, w.win)
	d.SetConfirmText(lang.X("proof.leave", "放弃"))
	d.SetDismissText(lang.X("proof.stay", "继续校对"))
	w.present(d, dialogSize)
}

// closeProof gives the window back, or goes on to the next page that waits.
func (w *Window) closeProof() {
	w.proofs.screen.Close()
	w.frame.show(nil)
	w.win.Canvas().Focus(w.rows())
	w.afterProof()
	if next := w.proofs.waiting; len(next) > 0 {
		w.proofs.waiting = next[1:]
		w.proofArticle(next[0])
	}
}

// afterProof shows what the library has now.
func (w *Window) afterProof() {
	w.browse.Reload()
	a, l := w.reader.Article(), w.lib
	if a == nil {
		return
	}
	async.Load(new(async.Slot), func(ctx context.Context) ([]paper.Summary, error) { return l.Summaries(ctx, []paper.ArticleID{a.ID}) },
		func(there []paper.Summary) {
			w.reader.Clear()
			if len(there) > 0 {
				w.openArticle(a.ID, w.marked)
			} else {
				w.browse.OpenFirst()
			}
		}, w.fail)
}

// askFacts asks for what holds for a whole page.
func (w *Window) askFacts(now proof.Facts, done func(proof.Facts)) {
	field := func(text, hint string) *nameEntry {
		e := newNameEntry()
		e.SetText(text)
		e.SetPlaceHolder(hint)
		return e
	}
	day := field(now.Date.String(), "2023-07-21")
	page, label, publication := field(now.Page, "2"), field(now.PageLabel, lang.X("proof.labelhint", "综合")), field(now.Publication, "")
	day.Validator = func(s string) error {
		_, err := paper.ParseDate(s)
		return err
	}
	form := []*widget.FormItem{
		widget.NewFormItem(lang.X("proof.day", "日期"), day),
		widget.NewFormItem(lang.X("proof.number", "版次"), page),
		widget.NewFormItem(lang.X("proof.label", "版名"), label),
		widget.NewFormItem(lang.X("proof.publication", "报纸"), publication),
	}
	d := dialog.NewForm(lang.X("proof.facts", "这一版"), lang.X("action.ok", "确定"), lang.X("action.cancel", "取消"), form, func(ok bool) {
		date, err := paper.ParseDate(day.Text)
		if ok && err == nil {
			done(proof.Facts{Date: date, Page: page.Text, PageLabel: label.Text, Publication: publication.Text})
		}
	}, w.win)
	for _, e := range []*nameEntry{day, page, label, publication} {
		e.leave = d.Hide
		e.OnSubmitted = func(string) { d.Submit() }
	}
	w.present(d, fyne.NewSize(400, 300))
	w.win.Canvas().Focus(day)
}
