// Package browse is the screen one walks through a library with: the sidebar with
// everything, what was read last, the calendar of issues and the pages of a day,
// and the list of the articles chosen there. It opens no article: [Screen.OnOpen]
// tells the window which one was chosen.
//
// Begin with [New], give it a library with [Screen.SetLibrary], and put
// [Screen.Sidebar] and [Screen.List] into the window. UI goroutine only.
package browse

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/typeset"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// A Library is what the screen asks of one; *library.Library has it.
type Library interface {
	List(ctx context.Context, f library.Filter, limit, offset int) ([]paper.Summary, int, error)
	Recent(ctx context.Context, limit int) ([]paper.Summary, error)
	Counts(ctx context.Context) (library.Counts, error)
	Months(ctx context.Context) ([]library.Month, error)
	Days(ctx context.Context, year, month int) (map[int]int, error)
	Pages(ctx context.Context, f library.Filter) ([]library.PageCount, error)

	Tags(ctx context.Context) ([]library.Tag, error)
	TagsOf(ctx context.Context, ids []paper.ArticleID) (map[paper.ArticleID][]string, error)
	WithTag(ctx context.Context, tag string) (library.IDSet, error)
	Tag(ctx context.Context, ids []paper.ArticleID, add, remove []string) (map[paper.ArticleID][]string, error)
	SetTags(ctx context.Context, tags map[paper.ArticleID][]string) error
	Notes(ctx context.Context) ([]library.Note, error)

	Books(ctx context.Context) ([]library.Book, error)
	Book(ctx context.Context, id library.BookID) (library.Book, error)
	Clippings(ctx context.Context, b library.Book) ([]library.Clipping, error)
	PutBook(ctx context.Context, b library.Book) (library.BookID, error)
	DeleteBook(ctx context.Context, id library.BookID) error
	RestoreBook(ctx context.Context, b library.Book, clippings []library.Clipping) error
	Clip(ctx context.Context, id library.BookID, articles []paper.ArticleID) ([]paper.ArticleID, error)
	Unclip(ctx context.Context, id library.BookID, gone []library.Clipping) error
	Annotate(ctx context.Context, id library.BookID, of library.Clipping, note string) error
	Arrange(ctx context.Context, b library.Book, moved []library.Clipping, to int) error
}

// recentKept is how many of the articles read last are shown.
const recentKept = 100

// A Screen is the sidebar and the list. Set its functions before SetLibrary.
type Screen struct {
	OnOpen   func(id paper.ArticleID)           // an article was chosen; the same one may come again
	OnMenu   func(paper.Summary, fyne.Position) // an article's menu was asked for
	OnRoute  func(Route)                        // another list is shown
	OnCounts func(library.Counts)
	OnFail   func(error)
	OnDone   func(Done)                                                                         // a clipping book was changed, or tags
	OnTagged func()                                                                             // a change of tags was undone
	OnName   func(title, initial string, done func(name string))                                // a name or a note is asked for
	OnCover  func(b library.Book, done func(library.Book))                                      // the cover of a book is asked for
	OnPrint  func(b library.Book)                                                               // a book is to be seen as it is printed
	OnExport func(b library.Book)                                                               // a book is to become a Word document
	OnDrop   func(b library.Book, n int, read func(context.Context) ([]paper.ArticleID, error)) // n articles were dragged onto a book

	press  *line.Press
	lib    Library
	route  Route
	open   paper.ArticleID // the article in the reader
	first  bool            // open the first row that comes
	late   bool            // the chosen row is not at hand yet: it opens when it comes
	rows   *line.Rows
	pages  async.Pages[row]
	shelf  *shelf
	labels *labels
	head   *line.Text
	total  int
	empty  *line.Text
	side   *sidebar
	list   fyne.CanvasObject
}

// A row is an article of the list; in a clipping book with what the book says of it.
type row struct {
	paper.Summary
	clipping *library.Clipping
	tags     []string
}

func plain(list []paper.Summary) []row {
	out := make([]row, len(list))
	for i, a := range list {
		out[i].Summary = a
	}
	return out
}

// New returns the screen without a library.
func New(p *line.Press) *Screen {
	s := &Screen{press: p, route: Route{Kind: All}}
	s.rows = line.NewRows(p, line.ArticleH, s.drawRow)
	s.rows.OnSight = s.pages.Want
	s.rows.OnSelect = s.selected
	s.rows.OnMenu = func(i int, at fyne.Position) {
		if a, ok := s.pages.At(i); ok && s.OnMenu != nil {
			s.OnMenu(a.Summary, at)
		}
	}
	s.rows.OnPick = func(int) { s.showHead() }
	s.pages = async.Pages[row]{Fetch: s.noRows, Total: s.counted, Filled: s.filled, Fail: s.fail}
	s.head = line.NewText(p, line.Piece{Text: " ", Face: typeset.Sans, Size: look.TextSize, Leading: look.HeadH - 1, X: 14, Tint: line.Secondary})
	s.empty = line.NewText(p, line.Piece{Face: typeset.Sans, Size: look.TextSize, Leading: 22, Width: 260, MaxLines: 3, Align: typeset.Centred, Tint: line.Faint})
	s.empty.Hide()
	s.shelf, s.labels = newShelf(s), newLabels(s)
	s.rows.OnCarry = s.Carry(s.rows, s.Picked)
	s.side = newSidebar(s)
	bar := container.NewBorder(nil, nil, s.head, container.New(layout.NewCustomPaddedLayout(3, 3, 0, 6), s.shelf.tools))
	head := container.New(layout.NewCustomPaddedVBoxLayout(0), bar, look.NewHairline())
	s.list = container.NewStack(look.NewGround(line.List), look.NewFrame(head, nil, container.NewStack(s.rows, container.NewCenter(s.empty))))
	return s
}

// Sidebar and List are the screen's two panes.
func (s *Screen) Sidebar() fyne.CanvasObject { return s.side.pane }

// AddToSidebar puts another section under those of the screen.
func (s *Screen) AddToSidebar(section fyne.CanvasObject) { s.side.more.Add(section) }

// List is the list's pane.
func (s *Screen) List() fyne.CanvasObject { return s.list }

// Rows is what takes the keyboard in the list.
func (s *Screen) Rows() *line.Rows { return s.rows }

// SetLibrary shows another library at a route; nil shows none.
func (s *Screen) SetLibrary(l Library, r Route) {
	s.lib, s.open = l, ""
	s.side.reset()
	s.Go(r)
	s.side.reload(true)
	s.shelf.reload()
	s.labels.reload()
}

// Route is the list shown, with the chosen row.
func (s *Screen) Route() Route {
	r := s.route
	r.Row = max(s.rows.Selected(), 0)
	return r
}

// Go shows the articles of a route.
func (s *Screen) Go(r Route) {
	s.route = r
	if s.lib == nil {
		s.pages.Fetch = s.noRows
	} else {
		s.pages.Fetch = r.fetch(s.lib)
	}
	s.rows.Reset(0)
	s.empty.Hide()
	s.shelf.show(r)
	s.labels.show(r)
	s.pages.Rewind()
	s.pages.Want(r.Row, r.Row+1)
	s.side.show(r)
	if s.OnRoute != nil {
		s.OnRoute(r)
	}
}

// Reload reads counts, calendar and list anew, as after an import; what is in sight stays there.
func (s *Screen) Reload() {
	s.side.reload(false)
	s.labels.reload()
	s.again()
}

// again reads the list anew; rows may stand elsewhere in it then.
func (s *Screen) again() {
	s.rows.Mark(-1)
	s.route.Row = -1
	s.pages.Reset()
}

// RecentChanged reads the number of the articles read last anew. A list of them
// that is shown stays as it is: it must not move under the reader.
func (s *Screen) RecentChanged() { s.side.reloadRecent() }

// Opened says which article is in the reader; its row is marked if it is at hand.
func (s *Screen) Opened(id paper.ArticleID) {
	s.open = id
	if i := s.rows.Selected(); i >= 0 {
		if a, ok := s.pages.At(i); ok && a.ID == id {
			return
		}
	}
	i := s.indexOf(id)
	s.rows.Mark(i)
	s.rows.Bring(i)
}

// OpenFirst opens the first article of the list, now or as soon as it comes.
func (s *Screen) OpenFirst() {
	s.first = true
	if _, ok := s.pages.At(0); ok {
		s.filled(0, 1)
	}
}

// Step opens the next article, or with -1 the one before.
func (s *Screen) Step(n int) { s.rows.Step(n) }

func (s *Screen) indexOf(id paper.ArticleID) int {
	if id == "" {
		return -1
	}
	return s.pages.Find(func(a row) bool { return a.ID == id })
}

func (s *Screen) noRows(context.Context, int, int) ([]row, int, error) {
	return nil, 0, nil
}

func (s *Screen) selected(i int) {
	a, ok := s.pages.At(i)
	s.late = !ok
	if ok && s.OnOpen != nil && (a.clipping == nil || a.clipping.There) {
		s.open = a.ID
		s.OnOpen(a.ID)
	}
}

// Picked are the articles picked in the list: how many, and how their IDs are read,
// which may happen on any goroutine. Those a book has but the library has not any more
// are left out.
func (s *Screen) Picked() (n int, read func(context.Context) ([]paper.ArticleID, error)) {
	ranges := s.rows.Picked()
	for _, r := range ranges {
		n += r[1] - r[0]
	}
	among := s.pages.Among(ranges, s.pages.Fetch)
	return n, func(ctx context.Context) (ids []paper.ArticleID, err error) {
		rows, err := among(ctx)
		for _, a := range rows {
			if a.clipping == nil || a.clipping.There {
				ids = append(ids, a.ID)
			}
		}
		return ids, err
	}
}

// showHead writes the head over the list.
func (s *Screen) showHead() {
	text := s.route.title(s.total)
	n := 0
	for _, r := range s.rows.Picked() {
		n += r[1] - r[0]
	}
	if n > 1 {
		text += lang.X("browse.picked", " · 已选 {{.N}} 篇", map[string]any{"N": line.Thousands(n)})
	}
	s.head.SetText(text)
}

func (s *Screen) counted(n int) {
	s.total = n
	s.rows.SetCount(n)
	s.showHead()
	s.empty.Hide()
	if n == 0 && s.lib != nil {
		s.empty.SetText(s.route.nothing())
		s.empty.Show()
	}
}

func (s *Screen) filled(first, last int) {
	for i := first; i < last; i++ {
		s.rows.RedrawRow(i)
	}
	if s.first && first == 0 && last > 0 {
		s.first = false
		s.rows.Select(0)
		return
	}
	if i := s.rows.Selected(); s.late && first <= i && i < last {
		s.selected(i)
		return
	}
	if i := s.indexOf(s.open); i >= 0 {
		s.rows.Mark(i)
		if s.route.Row == i { // where the person was at the last start
			s.rows.Bring(i)
		}
	}
}

func (s *Screen) fail(err error) {
	if errors.Is(err, library.ErrNoBook) && s.route.Kind == Book { // deleted elsewhere
		s.Go(Route{Kind: All})
		s.shelf.reload()
		return
	}
	if s.OnFail != nil {
		s.OnFail(err)
	}
}

func (s *Screen) drawRow(i int, width float32, st line.RowState) ([]line.Box, []line.Piece) {
	a, ok := s.pages.At(i)
	if !ok {
		return line.Blank(width, st)
	}
	if a.clipping != nil {
		return clippingRow(a, width, st)
	}
	art := line.Article{Headline: line.Headline(&a.Summary), Meta: withTags(meta(&a.Summary, s.route), a.tags), Prose: a.Opening}
	return art.Row(width, st)
}

// meta is the line under the headline: 2 版 · 通讯员 凯姐 · 2,412 字 · 图 1. What the
// whole list shares is left out.
func meta(a *paper.Summary, r Route) string {
	var parts []string
	if a.Date.Known() && r.Kind != Day {
		parts = append(parts, a.Date.String())
	}
	if a.Page != "" {
		parts = append(parts, line.PageName(a.Page, ""))
	}
	if a.Section != "" {
		parts = append(parts, a.Section)
	}
	if by := paper.Byline(a.Credits); by != "" {
		parts = append(parts, by)
	}
	parts = append(parts, lang.X("article.chars", "{{.N}} 字", map[string]any{"N": line.Thousands(a.Chars)}))
	if a.Figures > 0 {
		parts = append(parts, lang.X("article.figures", "图 {{.N}}", map[string]any{"N": a.Figures}))
	}
	return strings.Join(parts, " · ")
}
