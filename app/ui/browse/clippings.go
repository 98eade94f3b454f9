package browse

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
)

// Clip puts articles into a book; read gives them and may take long. What was done is
// told, with the way back.
func (s *Screen) Clip(b library.Book, read func(context.Context) ([]paper.ArticleID, error)) {
	l, h := s.lib, s.shelf
	if l == nil {
		return
	}
	type outcome struct {
		before []library.Clipping
		asked  int
		added  int
	}
	async.Load(&h.doing, func(ctx context.Context) (o outcome, err error) {
		ids, err := read(ctx)
		if err != nil {
			return o, err
		}
		if b, err = l.Book(ctx, b.ID); err != nil {
			return o, err
		}
		if o.before, err = byHand(ctx, l, b); err != nil {
			return o, err
		}
		added, err := l.Clip(ctx, b.ID, ids)
		o.asked, o.added = len(ids), len(added)
		return o, err
	}, func(o outcome) {
		data := map[string]any{"Name": b.Name, "N": line.Thousands(o.added), "Known": line.Thousands(o.asked - o.added)}
		switch {
		case o.added == 0:
			if s.OnDone != nil {
				s.OnDone(Done{Text: lang.X("book.allin", "早已在剪报册“{{.Name}}”里", data)})
			}
			return
		case o.added < o.asked:
			h.done(lang.X("book.somein", "已把 {{.N}} 篇加入剪报册“{{.Name}}”，另 {{.Known}} 篇早已在里面", data), h.back(b, o.before))
		default:
			h.done(lang.X("book.added", "已把 {{.N}} 篇加入剪报册“{{.Name}}”", data), h.back(b, o.before))
		}
		h.changed()
	}, s.fail)
}

// byHand reads a book's articles in the order they have by hand, which is what an undo
// restores.
func byHand(ctx context.Context, l Library, b library.Book) ([]library.Clipping, error) {
	b.Arrangement = library.ByHand
	return l.Clippings(ctx, b)
}

// back makes a book what it was.
func (h *shelf) back(b library.Book, before []library.Clipping) func(context.Context) error {
	l := h.s.lib
	return func(ctx context.Context) error { return l.RestoreBook(ctx, b, before) }
}

// change does something to the picked articles of the book shown, and tells it.
func (h *shelf) change(do func(ctx context.Context, l Library, b library.Book, picked []library.Clipping) error, told func(n int) string, then func()) {
	l, shown := h.s.lib, h.current()
	ranges := h.s.rows.Picked()
	if l == nil || shown == nil || len(ranges) == 0 {
		return
	}
	b, among := *shown, h.s.pages.Among(ranges, h.s.pages.Fetch)
	type outcome struct {
		before []library.Clipping
		n      int
	}
	async.Load(&h.doing, func(ctx context.Context) (o outcome, err error) {
		rows, err := among(ctx)
		if err != nil {
			return o, err
		}
		var picked []library.Clipping
		for _, r := range rows {
			picked = append(picked, *r.clipping)
		}
		if o.before, err = byHand(ctx, l, b); err != nil {
			return o, err
		}
		o.n = len(picked)
		return o, do(ctx, l, b, picked)
	}, func(o outcome) {
		if told != nil {
			h.done(told(o.n), h.back(b, o.before))
		}
		h.changed()
		if then != nil {
			then()
		}
	}, h.s.fail)
}

// Unclip takes the picked articles out of the book shown.
func (s *Screen) Unclip() {
	b := s.Book()
	if b == nil {
		return
	}
	at := s.rows.Selected()
	s.shelf.change(func(ctx context.Context, l Library, b library.Book, picked []library.Clipping) error {
		return l.Unclip(ctx, b.ID, picked)
	}, func(n int) string {
		return lang.X("book.removed", "已从剪报册“{{.Name}}”里移出 {{.N}} 篇", map[string]any{"Name": b.Name, "N": line.Thousands(n)})
	}, func() { s.rows.Mark(min(at, s.rows.Count()-1)) })
}

// Annotate asks for the note of the chosen article of the book shown.
func (s *Screen) Annotate() {
	b, i := s.Book(), s.rows.Selected()
	a, ok := s.pages.At(i)
	if b == nil || !ok || a.clipping == nil || s.OnName == nil {
		return
	}
	l, id, c := s.lib, b.ID, *a.clipping
	s.OnName(lang.X("book.note", "这一篇的按语，留空则没有"), c.Note, func(note string) {
		async.Load(&s.shelf.doing, func(ctx context.Context) (struct{}, error) { return struct{}{}, l.Annotate(ctx, id, c, note) },
			func(struct{}) { s.shelf.changed() }, s.fail)
	})
}

// Move moves the picked articles of the book shown by n places.
func (s *Screen) Move(n int) {
	ranges := s.rows.Picked()
	if s.Book() == nil || len(ranges) == 0 {
		return
	}
	first, size := ranges[0][0], 0
	for _, r := range ranges {
		size += r[1] - r[0]
	}
	s.arrange(max(first+n, 0), size)
}

// drag moves one row, or the picked ones where it is one of them, before row to.
func (h *shelf) drag(from, to int) {
	rows := h.s.rows
	inside, size, before := false, 0, 0
	for _, r := range rows.Picked() {
		inside = inside || r[0] <= from && from < r[1]
		size += r[1] - r[0]
		before += max(0, min(r[1], to)-r[0])
	}
	if !inside {
		rows.Mark(from)
		rows.Unpick()
		size, before = 1, 0
		if from < to {
			before = 1
		}
	}
	h.s.arrange(to-before, size)
}

// arrange puts the picked articles, size of them, at a place counted without them, and
// keeps them picked there.
func (s *Screen) arrange(to, size int) {
	to = min(to, max(s.rows.Count()-size, 0))
	s.shelf.change(func(ctx context.Context, l Library, b library.Book, picked []library.Clipping) error {
		return l.Arrange(ctx, b, picked, to)
	}, nil, func() {
		s.rows.Mark(to)
		if size > 1 {
			s.rows.Pick(to, to+size)
		}
		s.rows.Bring(to)
	})
}
