package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/ui/async"
	"baoge/app/ui/browse"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// clipMost is how many articles go into a book at once: more would be no book.
const clipMost = 5000

// settingBook is the clipping book articles went into last.
const settingBook = "book"

// connectBooks ties the clipping books to the window.
func (w *Window) connectBooks() {
	w.browse.OnName = func(title, initial string, done func(string)) { w.askName(title, "", initial, done) }
	w.browse.OnCover = w.askCover
	w.browse.OnPrint = w.printBook
	w.browse.OnExport = w.exportBook
	w.browse.OnDrop = func(b library.Book, n int, read func(context.Context) ([]paper.ArticleID, error)) {
		if !w.tooMany(n) {
			w.clipInto(b, read)
		}
	}
	w.search.Rows().OnCarry = w.carryHits(w.browse.Carry(w.search.Rows(), w.search.Picked))
	w.browse.OnDone = func(d browse.Done) {
		if d.Undo == nil {
			w.frame.job.done(d.Text, "", nil)
			return
		}
		w.frame.job.done(d.Text, lang.X("action.undo", "撤销"), func() {
			w.frame.job.hide()
			d.Undo()
		})
	}
}

// carryHits shows the books while hits are dragged outside their list, where else stands
// what narrows the search.
func (w *Window) carryHits(onto line.Carry) line.Carry {
	books := func(on bool) {
		if w.browse.Sidebar().Visible() != on {
			w.browse.Sidebar().(*fyne.Container).Hidden, w.search.Sidebar().(*fyne.Container).Hidden = !on, on
			w.frame.panes.sidebar.Refresh()
		}
	}
	return func(i int, at fyne.Position, let bool) {
		hits := w.search.Rows()
		from := fyne.CurrentApp().Driver().AbsolutePositionForObject(hits)
		books(let || at.X < from.X || at.X > from.X+hits.Size().Width)
		onto(i, at, let)
		if let {
			books(false)
		}
	}
}

// picked are the articles one means: those picked in the list in sight, where there are
// several, else the one in the reader.
func (w *Window) picked() func(context.Context) ([]paper.ArticleID, error) {
	n, read := w.browse.Picked()
	if w.searching {
		n, read = w.search.Picked()
	}
	if a := w.reader.Article(); n < 2 && a != nil {
		return func(context.Context) ([]paper.ArticleID, error) { return []paper.ArticleID{a.ID}, nil }
	}
	switch {
	case n == 0:
		return nil
	case w.tooMany(n):
		return nil
	}
	return read
}

// tooMany tells that so many articles are no book.
func (w *Window) tooMany(n int) bool {
	if n > clipMost {
		w.frame.job.done(lang.X("book.toomany", "一次最多加入 {{.N}} 篇，请少选一些", map[string]any{"N": line.Thousands(clipMost)}), "", nil)
	}
	return n > clipMost
}

// clip puts what is picked into the clipping book used last; where there is no book yet,
// into a new one that is asked for.
func (w *Window) clip() {
	read := w.picked()
	l := w.lib
	if l == nil || read == nil {
		return
	}
	books := w.browse.Books()
	if len(books) == 0 {
		w.newBook(read)
		return
	}
	async.Load(&w.booking, func(ctx context.Context) (string, error) { return l.Setting(ctx, settingBook) }, func(last string) {
		into := books[len(books)-1]
		for _, b := range books {
			if b.ID == library.BookID(last) {
				into = b
			}
		}
		w.clipInto(into, read)
	}, w.fail)
}

func (w *Window) clipInto(b library.Book, read func(context.Context) ([]paper.ArticleID, error)) {
	w.browse.Clip(b, read)
	w.useBook(b.ID)
}

// useBook makes a book the one that Ctrl+D fills.
func (w *Window) useBook(id library.BookID) {
	l := w.lib
	async.Load(new(async.Slot), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, l.SetSetting(ctx, settingBook, string(id))
	}, func(struct{}) {}, nil) // the next time it is asked for again, no more
}

// newBook asks for the name of a new clipping book and puts articles into it; read may be nil.
func (w *Window) newBook(read func(context.Context) ([]paper.ArticleID, error)) {
	l := w.lib
	if l == nil {
		return
	}
	hint := lang.X("book.namehint", "剪报册名称，例如 好新闻参评")
	w.askName(lang.X("book.new", "新建剪报册"), hint, "", func(name string) {
		if name == "" {
			return
		}
		async.Load(new(async.Slot), func(ctx context.Context) (library.Book, error) {
			id, err := l.PutBook(ctx, library.Book{Name: name})
			if err != nil {
				return library.Book{}, err
			}
			return l.Book(ctx, id)
		}, func(b library.Book) {
			w.browse.ReloadBooks()
			if read != nil {
				w.clipInto(b, read)
				return
			}
			w.useBook(b.ID)
			w.goBook(b)
		}, w.fail)
	})
}

// goBook lists the articles of a book.
func (w *Window) goBook(b library.Book) {
	if w.searching {
		w.back()
	}
	w.browse.GoBook(b)
	w.win.Canvas().Focus(w.browse.Rows())
}

// booksMenu lists the clipping books under the button at the top.
func (w *Window) booksMenu() {
	m := widget.NewPopUpMenu(fyne.NewMenu("", w.bookItems()...), w.win.Canvas())
	m.ShowAtRelativePosition(fyne.NewPos(0, w.frame.books.Size().Height+4), w.frame.books)
}

func (w *Window) bookItems() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, b := range w.browse.Books() {
		data := map[string]any{"Name": b.Name, "N": line.Thousands(b.Clippings)}
		items = append(items, fyne.NewMenuItem(lang.X("book.item", "{{.Name}}（{{.N}} 篇）", data), func() { w.goBook(b) }))
	}
	if len(items) > 0 {
		items = append(items, fyne.NewMenuItemSeparator())
	}
	return append(items, fyne.NewMenuItem(lang.X("book.create", "新建剪报册…"), func() { w.newBook(nil) }))
}

// clipItem offers the books for what is picked, in the menu of an article.
func (w *Window) clipItem() *fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, b := range w.browse.Books() {
		items = append(items, fyne.NewMenuItem(b.Name, func() {
			if read := w.picked(); read != nil {
				w.clipInto(b, read)
			}
		}))
	}
	items = append(items, fyne.NewMenuItem(lang.X("book.create", "新建剪报册…"), func() { w.newBook(w.picked()) }))
	it := fyne.NewMenuItem(lang.X("book.add", "加入剪报册"), nil)
	it.ChildMenu = fyne.NewMenu("", items...)
	return it
}

// clippingItems are what the menu of an article offers in the list of a book.
func (w *Window) clippingItems() []*fyne.MenuItem {
	if w.searching || w.browse.Book() == nil {
		return nil
	}
	return []*fyne.MenuItem{
		fyne.NewMenuItem(lang.X("book.writenote", "按语…"), w.browse.Annotate),
		fyne.NewMenuItem(lang.X("book.up", "上移"), func() { w.browse.Move(-1) }),
		fyne.NewMenuItem(lang.X("book.down", "下移"), func() { w.browse.Move(1) }),
		fyne.NewMenuItem(lang.X("book.remove", "移出剪报册"), w.browse.Unclip),
		fyne.NewMenuItemSeparator(),
	}
}

// moveClipping moves what is picked in the list of a book.
func (w *Window) moveClipping(n int) {
	if !w.searching {
		w.browse.Move(n)
	}
}

// unclip takes what is picked out of the book listed.
func (w *Window) unclip() {
	if !w.searching {
		w.browse.Unclip()
	}
}

// annotate asks for the note of the article chosen in the list of a book.
func (w *Window) annotate() {
	if !w.searching {
		w.browse.Annotate()
	}
}

// askCover asks for the cover of a book and its index. How it is set is chosen on the
// print screen, where one sees it.
func (w *Window) askCover(b library.Book, done func(library.Book)) {
	field := func(text, hint string) *nameEntry {
		e := newNameEntry()
		e.SetText(text)
		e.SetPlaceHolder(hint)
		return e
	}
	title, compiler, unit := field(b.Title, b.Name), field(b.Compiler, ""), field(b.Unit, "")
	index := look.NewCheck(lang.X("book.withindex", "书末附作者索引"), b.Layout.Index)
	form := []*widget.FormItem{
		widget.NewFormItem(lang.X("book.title", "书名"), title),
		widget.NewFormItem(lang.X("book.compiler", "编者"), compiler),
		widget.NewFormItem(lang.X("book.unit", "单位"), unit),
		widget.NewFormItem("", index),
	}
	d := dialog.NewForm(lang.X("book.coverof", "封面"), lang.X("action.ok", "确定"), lang.X("action.cancel", "取消"), form, func(ok bool) {
		if ok {
			b.Title, b.Compiler, b.Unit, b.Layout.Index = title.Text, compiler.Text, unit.Text, index.Checked
			done(b)
		}
	}, w.win)
	for _, e := range []*nameEntry{title, compiler, unit} {
		e.Leave = d.Hide
		e.OnSubmitted = func(string) { d.Submit() }
	}
	w.present(d, fyne.NewSize(440, 260))
	w.win.Canvas().Focus(title)
}
