package ui

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"fyne.io/fyne/v2/lang"

	"baoge/app/cite"
	"baoge/app/export"
	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/printer"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
	"baoge/app/ui/preview"
)

// prefPrint keeps what was chosen on the print screen.
const prefPrint = "print"

// prints is the print screen and what leads there.
type prints struct {
	preview *preview.Screen
	loading async.Slot
	keeping async.Slot
	book    *library.Book    // whose pages are shown; nil: articles
	lib     *library.Library // it is in
}

// newPreview makes the print screen and ties it to the window.
func (w *Window) newPreview() *preview.Screen {
	p := preview.New(w.press, printer.System())
	p.Explain = library.Explain
	p.OnClose = func() {
		w.frame.show(nil)
		w.win.Canvas().Focus(w.rows())
	}
	p.OnSave = w.savePrint
	p.OnPrinted = func(text string, cancel func()) {
		label := ""
		if cancel != nil {
			label = lang.X("print.cancel", "取消打印")
		}
		w.frame.job.done(text, label, cancel)
	}
	p.OnFail = w.fail
	p.OnKeep = w.keepChoices
	return p
}

// onPrintScreen does what a command means while the print screen is shown; most mean nothing there.
func (w *Window) onPrintScreen(c command) {
	p := w.prints.preview
	switch c.name {
	case "print":
		p.Print()
	case "pdf", "save":
		p.Save()
	case "larger":
		p.Zoom(1)
	case "smaller":
		p.Zoom(-1)
	case "normal":
		p.Zoom(0)
	case "columns":
		p.Two()
	case "theme", "sheet", "quit":
		c.do()
	}
}

// printPicked shows what is picked, or the article in the reader, as it is printed.
func (w *Window) printPicked() {
	w.printArticles(w.picked())
}

// printList shows everything in the list in sight as it is printed; a clipping book is bound.
func (w *Window) printList() {
	if b := w.browse.Book(); b != nil && !w.searching {
		w.printBook(*b)
		return
	}
	rows := w.rows()
	rows.PickAll()
	n, read := w.browse.Picked()
	if w.searching {
		n, read = w.search.Picked()
	}
	rows.Unpick()
	switch {
	case n == 0:
	case n > printMost:
		w.frame.job.done(lang.X("print.toomany", "一次最多打印 {{.N}} 篇，请先缩小范围或选中一部分", map[string]any{"N": line.Thousands(printMost)}), "", nil)
	default:
		w.printArticles(read)
	}
}

// printMost is how many articles are printed at once: more is a slip of the finger.
const printMost = 5000

// printArticles opens the print screen on articles; read may be nil: nothing to print.
func (w *Window) printArticles(read func(context.Context) ([]paper.ArticleID, error)) {
	l := w.lib
	if l == nil || read == nil {
		return
	}
	type first struct {
		ids   []paper.ArticleID
		title string
	}
	async.Load(&w.prints.loading, func(ctx context.Context) (f first, err error) {
		if f.ids, err = read(ctx); err != nil || len(f.ids) == 0 {
			return f, err
		}
		rows, err := l.Summaries(ctx, f.ids[:1])
		if len(rows) > 0 {
			f.title = line.Headline(&rows[0])
		}
		return f, err
	}, func(f first) {
		if len(f.ids) == 0 {
			return
		}
		data := map[string]any{"Title": f.title, "N": line.Thousands(len(f.ids))}
		j := preview.Job{Title: f.title, Note: lang.X("print.articles", "{{.N}} 篇", data), Base: w.printBase(l)}
		if len(f.ids) > 1 {
			j.Title = lang.X("print.several", "{{.Title}} 等 {{.N}} 篇", data)
		}
		for _, id := range f.ids {
			j.Base.Entries = append(j.Base.Entries, export.BookEntry{ID: id})
		}
		w.showPrint(j, w.choices(), nil)
	}, w.fail)
}

// printBook opens the print screen on a clipping book.
func (w *Window) printBook(b library.Book) {
	w.withBook(b, func(j preview.Job, c preview.Choices) { w.showPrint(j, c, &b) })
}

// exportBook asks where a clipping book goes as a Word document.
func (w *Window) exportBook(b library.Book) {
	w.withBook(b, func(j preview.Job, c preview.Choices) {
		w.askSave(j.Title, export.DOCX, func(path string) {
			w.runExport(path, func(ctx context.Context) (export.Report, error) { return j.WriteDOCX(ctx, path, c) })
		})
	})
}

// withBook reads what a clipping book holds, and how it is set. An empty one is told of.
func (w *Window) withBook(b library.Book, do func(preview.Job, preview.Choices)) {
	l := w.lib
	if l == nil {
		return
	}
	async.Load(&w.prints.loading, func(ctx context.Context) ([]library.Clipping, error) { return l.Clippings(ctx, b) }, func(cs []library.Clipping) {
		title := b.Title
		if title == "" {
			title = b.Name
		}
		j := preview.Job{Title: title, Bound: true, Base: w.printBase(l)}
		for _, c := range cs {
			if c.There {
				j.Base.Entries = append(j.Base.Entries, export.BookEntry{ID: c.Article, Note: c.Note})
			}
		}
		if len(j.Base.Entries) == 0 {
			w.frame.job.done(lang.X("print.emptybook", "剪报册里还没有文章。选中文章按 Ctrl+D 加入。"), "", nil)
			return
		}
		j.Note = lang.X("print.book", "剪报册 · {{.N}} 篇", map[string]any{"N": line.Thousands(len(j.Base.Entries))})
		j.Base.Title, j.Base.Compiler, j.Base.Unit, j.Base.Index = title, b.Compiler, b.Unit, b.Layout.Index
		c := w.choices()
		y := b.Layout
		c.Paper, c.Columns, c.Size, c.RunOn, c.NoCover, c.NoSource, c.Cite = y.Paper, y.Columns, y.Size, y.RunOn, y.NoCover, y.NoSource, cite.Style(y.Cite)
		do(j, c)
	}, w.fail)
}

// printBase is what every document of the library begins with.
func (w *Window) printBase(l *library.Library) export.BookOptions {
	var o export.BookOptions
	o.Faces, o.Library = w.press.Faces, w.libraryName()
	o.Picture = func(media string) ([]byte, error) {
		m, err := l.Medium(context.Background(), media)
		return m.Bytes, err
	}
	o.Article = func(ctx context.Context, id paper.ArticleID) (*paper.Article, error) {
		a, err := l.Article(ctx, id)
		if errors.Is(err, library.ErrNotFound) {
			return nil, nil // gone since; the rest is printed
		}
		return a, err
	}
	return o
}

// showPrint puts the print screen in the place of the panes.
func (w *Window) showPrint(j preview.Job, c preview.Choices, b *library.Book) {
	if w.covered() != nil || w.win.Canvas().Overlays().Top() != nil {
		return // another screen or a question came first
	}
	w.prints.book, w.prints.lib = b, w.lib
	if w.full {
		w.toggleFull()
	}
	w.win.Canvas().Unfocus()
	w.frame.show(w.prints.preview.View())
	w.prints.preview.Show(j, c)
}

// choices are those made last on the print screen.
func (w *Window) choices() (c preview.Choices) {
	// What cannot be read is as if nothing had been chosen yet.
	_ = json.Unmarshal([]byte(w.app.Preferences().String(prefPrint)), &c)
	return c
}

// keepChoices keeps what was chosen: the layout of a book with the book.
func (w *Window) keepChoices(c preview.Choices) {
	last := w.choices()
	if b, l := w.prints.book, w.prints.lib; b != nil {
		y := b.Layout
		y.Paper, y.Columns, y.Size, y.RunOn, y.NoCover, y.NoSource, y.Cite = c.Paper, c.Columns, c.Size, c.RunOn, c.NoCover, c.NoSource, string(c.Cite)
		c.Paper, c.Columns, c.Size, c.RunOn, c.NoCover, c.NoSource, c.Cite = last.Paper, last.Columns, last.Size, last.RunOn, last.NoCover, last.NoSource, last.Cite
		if y != b.Layout {
			b.Layout = y
			w.keepLayout(l, *b)
		}
	}
	text, err := json.Marshal(c)
	if err != nil {
		w.fail(fmt.Errorf("choices of the print screen: %w", err))
		return
	}
	w.app.Preferences().SetString(prefPrint, string(text))
}

// keepLayout keeps a clipping book's layout; a newer one overtakes it.
func (w *Window) keepLayout(l *library.Library, b library.Book) {
	async.Load(&w.prints.keeping, func(ctx context.Context) (struct{}, error) {
		_, err := l.PutBook(ctx, b)
		return struct{}{}, err
	}, func(struct{}) { w.browse.ReloadBooks() }, w.fail)
}

// leavePrint ends whatever shows articles of a library that is being left.
func (w *Window) leavePrint() {
	w.prints.loading.Cancel()
	w.prints.preview.Close()
}

// savePrint asks where the document goes as a PDF.
func (w *Window) savePrint(j preview.Job, c preview.Choices) {
	w.askSave(j.Title, export.PDF, func(path string) { w.writePrint(j, c, path) })
}

func (w *Window) writePrint(j preview.Job, c preview.Choices, path string) {
	w.runExport(path, func(ctx context.Context) (r export.Report, err error) {
		err = export.Beside(path, func(out io.Writer) (err error) {
			r, err = j.Write(ctx, out, c)
			return err
		})
		return r, err
	})
}
