package browse

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// A Done tells what became of a clipping book, and how to undo it; Undo may be nil.
type Done struct {
	Text string
	Undo func()
}

// shelf is what the screen knows of clipping books: their section of the sidebar, and
// over the list of one its order and its export.
type shelf struct {
	s      *Screen
	column *fyne.Container
	tools  *fyne.Container
	order  *look.Button
	books  []library.Book

	loading, doing async.Slot
}

func newShelf(s *Screen) *shelf {
	h := &shelf{s: s, column: container.New(layout.NewCustomPaddedVBoxLayout(0))}
	h.order = look.NewButton(nil, "", look.Plain, h.orderMenu)
	h.order.Trailing = look.Drop
	more := look.NewButton(look.More, "", look.Plain, nil)
	more.OnTapped = func() {
		if b := h.current(); b != nil {
			h.menu(*b, fyne.CurrentApp().Driver().AbsolutePositionForObject(more).AddXY(0, more.Size().Height))
		}
	}
	h.tools = container.New(layout.NewCustomPaddedHBoxLayout(0), h.order, more)
	h.tools.Hide()
	return h
}

// clipped reads the rows of a clipping book.
func clipped(ctx context.Context, l Library, id library.BookID, limit, offset int) ([]row, int, error) {
	b, err := l.Book(ctx, id)
	if err != nil {
		return nil, 0, err
	}
	all, err := l.Clippings(ctx, b)
	if err != nil {
		return nil, 0, err
	}
	var out []row
	for i := min(offset, len(all)); i < min(offset+limit, len(all)); i++ {
		c := all[i]
		if !c.There {
			c.Summary = paper.Summary{ID: c.Article, Headline: c.Headline}
		}
		out = append(out, row{Summary: c.Summary, clipping: &c})
	}
	return out, len(all), nil
}

// clippingRow is a row of a book: with its note in the place of the text, where it has one.
func clippingRow(a row, width float32, st line.RowState) ([]line.Box, []line.Piece) {
	art := line.Article{Headline: line.Headline(&a.Summary), Meta: withTags(meta(&a.Summary, Route{Kind: Book}), a.tags), Prose: a.Opening}
	switch {
	case a.clipping.Foreign:
		art.Meta = lang.X("book.foreign", "在另一个馆藏里，打开那个馆藏才能读到")
	case a.clipping.Withdrawn:
		art.Meta = lang.X("book.withdrawn", "这篇文章已撤稿，书里不印")
	case !a.clipping.There:
		art.Meta = lang.X("book.gone", "这篇文章已从馆藏里删除")
	}
	if a.clipping.Note != "" {
		art.Prose = lang.X("book.noted", "按：{{.Note}}", map[string]any{"Note": a.clipping.Note})
	}
	return art.Row(width, st)
}

// Books are the clipping books as last listed.
func (s *Screen) Books() []library.Book { return s.shelf.books }

// Book is the clipping book whose articles are listed, or nil.
func (s *Screen) Book() *library.Book { return s.shelf.current() }

// ReloadBooks lists the books anew, and the articles of the one shown.
func (s *Screen) ReloadBooks() { s.shelf.changed() }

func (h *shelf) current() *library.Book {
	for i := range h.books {
		if h.s.route.Kind == Book && h.books[i].ID == h.s.route.Book {
			return &h.books[i]
		}
	}
	return nil
}

// reload lists the books of the person.
func (h *shelf) reload() {
	l := h.s.lib
	if l == nil {
		h.loading.Cancel()
		h.list(nil)
		return
	}
	async.Load(&h.loading, func(ctx context.Context) ([]library.Book, error) { return l.Books(ctx) }, h.list, h.s.fail)
}

func (h *shelf) list(books []library.Book) {
	h.books = books
	h.column.RemoveAll()
	if len(books) > 0 {
		h.column.Add(line.NewHeading(h.s.press, lang.X("book.books", "剪报册")))
	}
	for _, b := range books {
		e := line.NewEntry(h.s.press, b.Name, b.Clippings, func() { h.s.GoBook(b) })
		e.Choose(h.s.route.Kind == Book && h.s.route.Book == b.ID)
		e.OnMenu = func(at fyne.Position) { h.menu(b, at) }
		e.OnKey = func(k fyne.KeyName) bool {
			switch k {
			case fyne.KeyF2:
				h.rename(b)
			case fyne.KeyDelete:
				h.remove(b)
			default:
				return false
			}
			return true
		}
		h.column.Add(e)
	}
	h.column.Refresh()
	h.show(h.s.route)
}

// bookAt is the book whose entry is at a place in the canvas, or nil; the entry is lit, if
// lit, and the others are not.
func (h *shelf) bookAt(at fyne.Position, lit bool) (found *library.Book) {
	d := fyne.CurrentApp().Driver()
	for i, b := range h.books {
		e := h.column.Objects[i+1].(*line.Entry) // below the heading
		p, size := d.AbsolutePositionForObject(e), e.Size()
		if at.X >= p.X && at.X < p.X+size.Width && at.Y >= p.Y && at.Y < p.Y+size.Height {
			found = &b
		}
		if found != nil && found.ID == b.ID && lit {
			e.MouseIn(nil)
		} else {
			e.MouseOut()
		}
	}
	return found
}

// Carry is for a list of articles whose rows can be dragged onto a book in the sidebar: the
// row goes into it, and what is picked together with it.
func (s *Screen) Carry(rows *line.Rows, picked func() (n int, read func(context.Context) ([]paper.ArticleID, error))) line.Carry {
	return func(i int, at fyne.Position, let bool) {
		b := s.shelf.bookAt(at, !let)
		if b == nil || !let || s.OnDrop == nil || rows == s.rows && s.route.Book == b.ID {
			return
		}
		if !rows.IsPicked(i) {
			rows.Unpick()
			rows.Mark(i)
		}
		n, read := picked()
		s.OnDrop(*b, n, read)
	}
}

// GoBook shows the articles of a clipping book.
func (s *Screen) GoBook(b library.Book) { s.Go(Route{Kind: Book, Book: b.ID, Label: b.Name}) }

// show marks the book of a route in the sidebar and shows its tools.
func (h *shelf) show(r Route) {
	for i, b := range h.books {
		h.column.Objects[i+1].(*line.Entry).Choose(r.Kind == Book && r.Book == b.ID)
	}
	h.s.rows.OnMove = nil
	b := h.current()
	h.tools.Hidden = b == nil
	if b != nil {
		h.s.rows.OnMove = h.drag
		h.order.Text = orderName(b.Arrangement)
		h.order.Refresh()
	}
	h.tools.Refresh()
}

func orderName(a library.Arrangement) string {
	switch a {
	case library.ByDate:
		return lang.X("book.bydate", "按日期")
	case library.BySection:
		return lang.X("book.bysection", "按栏目")
	}
	return lang.X("book.byhand", "自定顺序")
}

func (h *shelf) orderMenu() {
	b := h.current()
	c := fyne.CurrentApp().Driver().CanvasForObject(h.order)
	if b == nil || c == nil {
		return
	}
	var items []*fyne.MenuItem
	for _, a := range []library.Arrangement{library.ByHand, library.ByDate, library.BySection} {
		it := fyne.NewMenuItem(orderName(a), func() {
			changed := *b
			changed.Arrangement = a
			h.put(changed)
		})
		it.Checked = b.Arrangement == a
		items = append(items, it)
	}
	widget.NewPopUpMenu(fyne.NewMenu("", items...), c).ShowAtRelativePosition(fyne.NewPos(0, h.order.Size().Height), h.order)
}

// menu offers what can be done with a book.
func (h *shelf) menu(b library.Book, at fyne.Position) {
	c := fyne.CurrentApp().Driver().CanvasForObject(h.column)
	if c == nil {
		return
	}
	items := []*fyne.MenuItem{
		fyne.NewMenuItem(lang.X("book.print", "预览、打印、存为 PDF…"), func() {
			if h.s.OnPrint != nil {
				h.s.OnPrint(b)
			}
		}),
		fyne.NewMenuItem(lang.X("book.word", "存为 Word 文档…"), func() {
			if h.s.OnExport != nil {
				h.s.OnExport(b)
			}
		}),
		fyne.NewMenuItem(lang.X("book.cover", "封面…"), func() {
			if h.s.OnCover != nil {
				h.s.OnCover(b, h.put)
			}
		}),
		fyne.NewMenuItem(lang.X("action.rename", "改名…"), func() { h.rename(b) }),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(lang.X("action.delete", "删除"), func() { h.remove(b) }),
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), c, at)
}

func (h *shelf) rename(b library.Book) {
	if h.s.OnName != nil {
		h.s.OnName(lang.X("book.rename", "给剪报册改名"), b.Name, func(name string) {
			b.Name = name
			h.put(b)
		})
	}
}

// put keeps a book's name and choices.
func (h *shelf) put(b library.Book) {
	l := h.s.lib
	async.Load(new(async.Slot), func(ctx context.Context) (library.BookID, error) { return l.PutBook(ctx, b) }, func(library.BookID) {
		if h.s.route.Book == b.ID {
			h.s.route.Label = b.Name
		}
		h.changed()
	}, h.s.fail)
}

// remove deletes a book; it can be undone.
func (h *shelf) remove(b library.Book) {
	l := h.s.lib
	async.Load(new(async.Slot), func(ctx context.Context) ([]library.Clipping, error) {
		was := b
		was.Arrangement = library.ByHand // the order by hand is what is to be restored
		all, err := l.Clippings(ctx, was)
		if err != nil {
			return nil, err
		}
		return all, l.DeleteBook(ctx, b.ID)
	}, func(all []library.Clipping) {
		if h.s.route.Book == b.ID {
			h.s.Go(Route{Kind: All})
		}
		h.reload()
		text := lang.X("book.deleted", "已删除剪报册“{{.Name}}”，文章都还在馆藏里", map[string]any{"Name": b.Name})
		h.done(text, func(ctx context.Context) error { return l.RestoreBook(ctx, b, all) })
	}, h.s.fail)
}

// changed shows the books as they are now.
func (h *shelf) changed() {
	h.reload()
	if h.s.route.Kind == Book {
		h.s.rows.Unpick()
		h.s.pages.Reset()
	}
}

// done tells what was done, with the way back.
func (h *shelf) done(text string, back func(context.Context) error) {
	if h.s.OnDone == nil {
		return
	}
	h.s.OnDone(Done{Text: strings.TrimSpace(text), Undo: func() {
		async.Load(new(async.Slot), func(ctx context.Context) (struct{}, error) { return struct{}{}, back(ctx) },
			func(struct{}) { h.changed() }, h.s.fail)
	}})
}
