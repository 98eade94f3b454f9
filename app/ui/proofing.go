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
	lib     *library.Library   // the page on the screen is in
	page    *library.SavedPage // on the screen
	waiting []paper.ArticleID  // an article of each page to be looked over next
	loading async.Slot
	saving  async.Slot
}

// newProof makes the review screen and ties it to the window.
func (w *Window) newProof() *proof.Screen {
	s := proof.New(w.press)
	s.OnSave = w.saveProof
	s.OnLeave = func(changed bool) { w.leaveProof(changed, w.endProof) }
	s.OnNext = func(changed bool) { w.leaveProof(changed, w.closeProof) }
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
	case "larger":
		s.Zoom(1)
	case "smaller":
		s.Zoom(-1)
	case "normal":
		s.Zoom(0)
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

// proofArticle looks over the page an article came from, and no other after it.
func (w *Window) proofArticle(id paper.ArticleID) {
	if w.covered() == nil {
		w.proofs.waiting = nil
		w.openProof(id)
	}
}

// openProof lays the page of an article on the review screen.
func (w *Window) openProof(id paper.ArticleID) {
	l := w.lib
	if l == nil || !l.Writable() || w.covered() != nil {
		return
	}
	type laid struct {
		page *library.SavedPage
		desk *review.Desk
	}
	async.Load(&w.proofs.loading, func(ctx context.Context) (d laid, err error) {
		d.page, d.desk, err = layPage(ctx, l, id)
		return d, err
	}, func(d laid) {
		if w.covered() != nil || w.win.Canvas().Overlays().Top() != nil {
			return // another screen or a question came first
		}
		w.proofs.page, w.proofs.lib = d.page, l
		if w.full {
			w.toggleFull()
		}
		w.frame.show(w.proofs.screen.View())
		w.proofs.screen.Show(proof.Page{Name: path.Base(filepath.ToSlash(d.page.Path)), Desk: d.desk, Blind: d.page.Read == nil, Waiting: len(w.proofs.waiting),
			Original: &proof.Original{Page: d.page.Print, Picture: pictureOf(l), Explain: library.Explain}})
		w.win.Canvas().Focus(w.proofs.screen.Rows())
	}, w.fail)
}

// layPage reads the page an article came from, for being looked over.
func layPage(ctx context.Context, l *library.Library, id paper.ArticleID) (*library.SavedPage, *review.Desk, error) {
	src, err := l.Source(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	p, err := l.SavedPage(ctx, src.SHA256)
	if err != nil {
		return nil, nil, err
	}
	return p, review.New(review.Source{Articles: p.Articles, Labels: p.Labels, Leftover: p.Leftover, Read: p.Read, Total: p.Chars.Total}), nil
}

// proofLooked is how many imported pages are looked through for doubts before the first
// of them is shown.
const proofLooked = 200

// proofImported looks over the pages that were just imported, one article of each given:
// those the rules were unsure of first.
func (w *Window) proofImported(articles []paper.ArticleID) {
	l := w.lib
	if l == nil || len(articles) == 0 || w.proofs.screen.Shown() {
		return
	}
	w.leavePrint()
	async.Load(&w.proofs.loading, func(ctx context.Context) ([]paper.ArticleID, error) {
		var sure, doubtful []paper.ArticleID
		for i, id := range articles {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			// A page that cannot be read is told when its turn comes.
			if i >= proofLooked {
				sure = append(sure, id)
			} else if _, desk, err := layPage(ctx, l, id); err == nil && desk.Doubts() > 0 {
				doubtful = append(doubtful, id)
			} else {
				sure = append(sure, id)
			}
		}
		return append(doubtful, sure...), nil
	}, func(ids []paper.ArticleID) {
		if w.covered() == nil {
			w.proofs.waiting = ids[1:]
			w.openProof(ids[0])
		}
	}, w.fail)
}

// saveProof keeps the page as the person arranged it.
func (w *Window) saveProof(d *review.Desk) {
	l, page := w.proofs.lib, w.proofs.page
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
			w.undoEdit(l, page.SHA256, edit)
		})
	}, func(err error) {
		w.proofs.screen.Unsaved()
		w.fail(err)
	})
}

// undoEdit takes a saved change of the library back. Where its page lies on the screen
// once more, that is not the page any longer.
func (w *Window) undoEdit(l *library.Library, page string, edit int64) {
	if w.lib != l {
		return
	}
	if w.proofs.screen.Shown() && w.proofs.page.SHA256 == page {
		w.endProof()
	}
	async.Load(&w.proofs.saving, func(ctx context.Context) (struct{}, error) { return struct{}{}, l.Undo(ctx, edit) },
		func(struct{}) { w.afterProof() }, w.fail)
}

// leaveProof leaves the page as the library has it; changes are given up only when that is wanted.
func (w *Window) leaveProof(changed bool, leave func()) {
	if !changed {
		leave()
		return
	}
	d := dialog.NewConfirm(lang.X("proof.leavetitle", "放弃校对"), lang.X("proof.leaveask", "这一版的改动还没有存入馆藏。"), func(ok bool) {
		if ok {
			leave()
		}
	}, w.win)
	d.SetConfirmText(lang.X("proof.leave", "放弃"))
	d.SetDismissText(lang.X("proof.stay", "继续校对"))
	w.present(d, dialogSize)
}

// closeProof goes on to the next page that waits, or gives the window back.
func (w *Window) closeProof() {
	waiting := w.proofs.waiting
	w.endProof()
	if len(waiting) > 0 {
		w.proofs.waiting = waiting[1:]
		w.openProof(waiting[0])
	}
}

// endProof gives the window back.
func (w *Window) endProof() {
	w.proofs.waiting = nil
	w.proofs.screen.Close()
	w.frame.show(nil)
	w.win.Canvas().Focus(w.rows())
	w.afterProof()
}

// dropProof ends whatever looks over a page of a library that is being left.
func (w *Window) dropProof() {
	w.proofs.loading.Cancel()
	w.proofs.saving.Cancel()
	w.proofs.waiting = nil
	if w.proofs.screen.Shown() {
		w.proofs.screen.Close()
		w.frame.show(nil)
	}
}

// afterProof shows what the library has now.
func (w *Window) afterProof() {
	w.browse.Reload()
	a, l := w.reader.Article(), w.lib
	if a == nil || l == nil {
		return
	}
	async.Load(&w.article, func(ctx context.Context) ([]paper.Summary, error) { return l.Summaries(ctx, []paper.ArticleID{a.ID}) },
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
		e.Leave = d.Hide
		e.OnSubmitted = func(string) { d.Submit() }
	}
	w.present(d, fyne.NewSize(400, 300))
	w.win.Canvas().Focus(day)
}
