package browse

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"baoge/app/archive"
	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/ui/line"
)

// four is a library of four articles, with a person's database.
func four(t *testing.T) *library.Library {
	t.Helper()
	u, err := archive.OpenUser(filepath.Join(t.TempDir(), "user.sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { u.Close() })
	l, err := library.Open(t.Context(), t.TempDir(), library.Options{Create: true, User: u})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	file := filepath.Join(t.TempDir(), "r.jsonl")
	rows := `{"id":"1","headline":"老街修好了","text":"老街的石板路修好了。","date":"2023-07-21","section":"街巷"}
{"id":"2","headline":"渡口通了车","text":"渡口的桥通了车。","date":"2023-07-22"}
{"id":"3","headline":"茶山开了园","text":"茶山今天开园。","date":"2023-07-23","section":"农事"}
{"id":"4","headline":"灯会要来了","text":"老街的灯会要来了。","date":"2023-07-24","section":"街巷"}
`
	if err := os.WriteFile(file, []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	if r, err := l.Import(t.Context(), []string{file}, library.Request{}, nil); err != nil || r.Articles != 4 {
		t.Fatal(r, err)
	}
	return l
}

// listed is what the rows of the list say, from the top: the first characters.
func (s *Screen) listed() string {
	var out []string
	for i := range s.rows.Count() {
		a, _ := s.pages.At(i)
		out = append(out, string([]rune(a.Headline)[:2]))
	}
	return strings.Join(out, " ")
}

func TestBookInTheWindow(t *testing.T) {
	l := four(t)
	s, opened := screen(t, l, Route{Kind: All})
	var done Done
	s.OnDone = func(d Done) { done = d }
	s.OnName = func(_, initial string, then func(string)) { then(initial + "记") }
	id, err := l.PutBook(t.Context(), library.Book{Name: "街巷"})
	if err != nil {
		t.Fatal(err)
	}
	s.ReloadBooks()
	b := s.Books()[0]

	s.rows.Select(1)
	s.rows.PickAll()
	if got := s.head.String(); got != "全部文章 · 4 篇 · 已选 4 篇" {
		t.Errorf("head %q", got)
	}
	n, read := s.Picked()
	s.Clip(b, read)
	if n != 4 || done.Text != "已把 4 篇加入剪报册“街巷”" {
		t.Errorf("%d picked, told %q", n, done.Text)
	}
	done.Undo()
	if s.Books()[0].Clippings != 0 {
		t.Errorf("%d articles after undo", s.Books()[0].Clippings)
	}
	s.rows.Unpick()
	_, one := s.Picked()
	s.Clip(b, one)
	s.Clip(b, read)
	if done.Text != "已把 3 篇加入剪报册“街巷”，另 1 篇早已在里面" {
		t.Errorf("told %q", done.Text)
	}
	s.Clip(b, read)
	if done.Text != "早已在剪报册“街巷”里" || done.Undo != nil {
		t.Errorf("told %q", done.Text)
	}

	entry := s.shelf.column.Objects[1].(*line.Entry)
	test.Tap(entry)
	if got := s.listed(); got != "渡口 老街 茶山 灯会" || !entry.Chosen() || entry.Count() != 4 {
		t.Errorf("the book lists %s", got)
	}
	shows := func(what, want string) {
		t.Helper()
		if got := s.listed(); got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	s.rows.Select(3)
	if (*opened)[len(*opened)-1] == "" {
		t.Error("an article of the book is not opened")
	}
	s.Move(-1)
	shows("Alt+Up", "渡口 老街 灯会 茶山")
	s.Move(-9)
	shows("nine up", "灯会 渡口 老街 茶山")
	s.rows.Pick(0, 2)
	s.Move(1)
	shows("two down", "老街 灯会 渡口 茶山")
	if fmt.Sprint(s.rows.Picked()) != "[[1 3]]" {
		t.Errorf("picked %v after the move", s.rows.Picked())
	}
	s.shelf.drag(2, 0) // one of the two that are picked: both
	shows("two dragged", "灯会 渡口 老街 茶山")
	s.shelf.drag(3, 1)
	shows("one dragged", "灯会 茶山 渡口 老街")
	s.shelf.drag(0, 4)
	shows("one dragged to the end", "茶山 渡口 老街 灯会")

	s.rows.Select(1)
	s.Annotate()
	if a, _ := s.pages.At(1); a.clipping.Note != "记" {
		t.Errorf("note %q", a.clipping.Note)
	}
	s.rows.Select(2)
	s.rows.Pick(2, 4)
	s.Unclip()
	shows("two taken out", "茶山 渡口")
	if done.Text != "已从剪报册“街巷”里移出 2 篇" {
		t.Errorf("told %q", done.Text)
	}
	done.Undo()
	shows("undone", "茶山 渡口 老街 灯会")

	b, _ = l.Book(t.Context(), id)
	b.Arrangement = library.ByDate
	s.shelf.put(b)
	shows("by date", "老街 渡口 茶山 灯会")
	if s.shelf.order.Text != "按日期" || !s.shelf.tools.Visible() {
		t.Errorf("the order shown is %s", s.shelf.order.Text)
	}
	s.shelf.rename(b)
	if got := s.Books()[0].Name; got != "街巷记" || s.head.String() != "街巷记 · 4 篇" {
		t.Errorf("renamed to %s, head %s", got, s.head.String())
	}
	s.shelf.column.Objects[1].(*line.Entry).TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	if len(s.Books()) != 0 || s.Route().Kind != All || s.shelf.tools.Visible() {
		t.Errorf("%d books after deletion, at %v", len(s.Books()), s.Route())
	}
	done.Undo()
	if len(s.Books()) != 1 || s.Books()[0].Clippings != 4 {
		t.Errorf("books after undo: %+v", s.Books())
	}
}

// An article that was deleted is told in its book, and the rest is there.
func TestBookTellsWhatIsGone(t *testing.T) {
	l := four(t)
	s, opened := screen(t, l, Route{Kind: All})
	id, err := l.PutBook(t.Context(), library.Book{Name: "册"})
	if err != nil {
		t.Fatal(err)
	}
	_, read := func() (int, func(context.Context) ([]paper.ArticleID, error)) { s.rows.PickAll(); return s.Picked() }()
	ids, err := read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Clip(t.Context(), id, ids); err != nil {
		t.Fatal(err)
	}
	if err := l.Remove(t.Context(), ids[1:2]); err != nil {
		t.Fatal(err)
	}
	s.ReloadBooks()
	s.GoBook(s.Books()[0])
	a, _ := s.pages.At(1)
	_, pieces := clippingRow(a, 300, line.RowState{})
	if s.listed() != "老街 渡口 茶山 灯会" || !strings.Contains(pieces[1].Text, "已从馆藏里删除") {
		t.Errorf("lists %s, says %q", s.listed(), pieces[1].Text)
	}
	before := len(*opened)
	s.rows.Select(1)
	if len(*opened) != before {
		t.Error("an article that is gone is opened")
	}
	s.rows.PickAll()
	_, read = s.Picked()
	if left, err := read(t.Context()); err != nil || slices.Contains(left, ids[1]) || len(left) != 3 {
		t.Errorf("picked %v, %v", left, err)
	}
	// A book that is not there any more leads back to everything.
	if err := l.DeleteBook(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	s.Go(Route{Kind: Book, Book: id})
	if s.Route().Kind != All {
		t.Errorf("at %v", s.Route())
	}
}

// A row dragged from the list onto a book in the sidebar goes into it, with those picked together.
func TestRowsAreDraggedOntoABook(t *testing.T) {
	l := four(t)
	s, _ := screen(t, l, Route{Kind: All})
	s.OnDrop = func(b library.Book, _ int, read func(context.Context) ([]paper.ArticleID, error)) { s.Clip(b, read) }
	if _, err := l.PutBook(t.Context(), library.Book{Name: "街巷"}); err != nil {
		t.Fatal(err)
	}
	s.ReloadBooks()
	d := fyne.CurrentApp().Driver()
	drag := func(row int, to fyne.CanvasObject) {
		at := d.AbsolutePositionForObject(to).AddXY(5, 5)
		zero := d.AbsolutePositionForObject(s.rows)
		start := fyne.NewPos(40, float32(row)*line.ArticleH+20)
		s.rows.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: start, AbsolutePosition: zero.Add(start)}})
		s.rows.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at.Subtract(zero), AbsolutePosition: at}})
		s.rows.DragEnd()
	}
	holds := func(what string, want int) {
		t.Helper()
		if got := s.Books()[0].Clippings; got != want {
			t.Errorf("%s: the book holds %d, want %d", what, got, want)
		}
	}
	entry := func() *line.Entry { return s.shelf.column.Objects[1].(*line.Entry) }
	drag(2, s.side.all)
	holds("beside the book", 0)
	drag(2, entry())
	holds("a row", 1)
	s.rows.Pick(0, 2)
	drag(1, entry())
	holds("two picked", 3)
	test.Tap(entry())
	drag(0, entry())
	holds("onto itself", 3)
}
