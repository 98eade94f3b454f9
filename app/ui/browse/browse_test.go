package browse

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/raster"
	"baoge/app/typeset"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
)

// stock is a library in memory.
type stock struct {
	Library // clipping books: none; a test that needs them takes a real library
	all     []paper.Summary
	recent  []paper.Summary
	lists   int // how often List was asked
	fail    error
}

func (s *stock) pick(f library.Filter) []paper.Summary {
	var out []paper.Summary
	for _, a := range s.all {
		if f.Undated && a.Date.Known() || f.From.Known() && (a.Date.Before(f.From) || f.To.Before(a.Date)) || f.Page != "" && a.Page != f.Page {
			continue
		}
		out = append(out, a)
	}
	return out
}

func (s *stock) List(_ context.Context, f library.Filter, limit, offset int) ([]paper.Summary, int, error) {
	s.lists++
	all := s.pick(f)
	return all[min(offset, len(all)):min(offset+limit, len(all))], len(all), s.fail
}

func (s *stock) Tags(context.Context) ([]library.Tag, error) { return nil, nil }

func (s *stock) Notes(context.Context) ([]library.Note, error) { return nil, nil }

func (s *stock) TagsOf(context.Context, []paper.ArticleID) (map[paper.ArticleID][]string, error) {
	return nil, nil
}

func (s *stock) Books(context.Context) ([]library.Book, error) { return nil, nil }

func (s *stock) Recent(context.Context, int) ([]paper.Summary, error) { return s.recent, nil }

func (s *stock) Counts(context.Context) (library.Counts, error) {
	return library.Counts{Articles: len(s.all), Undated: len(s.pick(library.Filter{Undated: true}))}, nil
}

func (s *stock) Months(context.Context) ([]library.Month, error) {
	seen := map[library.Month]bool{}
	var out []library.Month
	for _, a := range s.all {
		m := library.Month{Year: a.Date.Year, Month: int(a.Date.Month)}
		if a.Date.Known() && !seen[m] {
			seen[m] = true
			out = append(out, m)
		}
	}
	return out, nil
}

func (s *stock) Days(_ context.Context, year, month int) (map[int]int, error) {
	out := map[int]int{}
	for _, a := range s.all {
		if a.Date.Year == year && int(a.Date.Month) == month {
			out[a.Date.Day]++
		}
	}
	return out, nil
}

func (s *stock) Pages(_ context.Context, f library.Filter) ([]library.PageCount, error) {
	var out []library.PageCount
	for _, a := range s.pick(f) {
		i := slices.IndexFunc(out, func(p library.PageCount) bool { return p.Page == a.Page })
		if i < 0 {
			out = append(out, library.PageCount{Page: a.Page, Label: a.PageLabel})
			i = len(out) - 1
		}
		out[i].Articles++
	}
	return out, nil
}

func article(id, day, page string) paper.Summary {
	d, err := paper.ParseDate(day)
	if err != nil {
		panic(err)
	}
	return paper.Summary{ID: paper.ArticleID(id), Headline: "标题" + id, Date: d, Page: page, Chars: 1234, Opening: "正文",
		Credits: []paper.Credit{{Role: "记者", Names: []string{"李四"}}}}
}

// july is a library with two days in July 2023, one in May 2022, and one article undated.
func july() *stock {
	return &stock{all: []paper.Summary{
		article("a", "2022-05-01", "1"), article("b", "2023-07-03", "1"), article("c", "2023-07-21", "1"),
		article("d", "2023-07-21", "2"), article("e", "2023-07-21", "2"), article("f", "", ""),
	}}
}

// screen is a screen of a library in a window, with the articles it opened.
func screen(t *testing.T, l Library, r Route) (*Screen, *[]paper.ArticleID) {
	t.Helper()
	test.NewTempApp(t)
	async.InPlace(t)
	faces, err := typeset.LoadFaces()
	if err != nil {
		t.Fatal(err)
	}
	s := New(&line.Press{Faces: faces, Painter: raster.NewPainter(0)})
	opened := new([]paper.ArticleID)
	s.OnOpen = func(id paper.ArticleID) { *opened = append(*opened, id) }
	w := test.NewTempWindow(t, container.NewHSplit(s.Sidebar(), s.List()))
	w.Resize(fyne.NewSize(640, 760))
	s.SetLibrary(l, r)
	return s, opened
}

func TestListWalk(t *testing.T) {
	s, opened := screen(t, july(), Route{Kind: All})
	if got := s.head.String(); got != "全部文章 · 6 篇" {
		t.Errorf("head %q", got)
	}
	s.OpenFirst()
	s.Step(1)
	s.Step(1)
	s.Step(-1)
	if got := fmt.Sprint(*opened); got != "[a b c b]" {
		t.Errorf("opened %v", got)
	}
	if got := s.Route(); got.Kind != All || got.Row != 1 {
		t.Errorf("route %+v", got)
	}
}

func TestCalendar(t *testing.T) {
	s, _ := screen(t, july(), Route{Kind: All})
	c := s.side.cal
	if y, m := c.Month(); y != 2023 || m != time.July {
		t.Fatalf("the calendar begins at %d-%d, want the newest paper's month", y, m)
	}
	tap := func(day int) {
		x, y := c.cell(day)
		test.TapAt(c, fyne.NewPos(x+5, y+5))
	}
	tap(4)
	if s.route.Kind != All {
		t.Error("a day without a paper can be chosen")
	}
	tap(21)
	if got := s.head.String(); got != "2023-07-21 · 3 篇" {
		t.Errorf("head %q", got)
	}
	// 21 July 2023 was a Friday.
	if x, _ := c.cell(21); int((x-calSide)/c.cellW()+0.5) != 4 {
		t.Error("21 July 2023 does not stand in the fifth column")
	}
	e := s.side.pages.Objects[2].(*line.Entry)
	if e.Label() != "2 版" || e.Count() != 2 {
		t.Fatalf("second page: %q, %d", e.Label(), e.Count())
	}
	test.Tap(e)
	if got := s.head.String(); got != "2023-07-21 · 2 版 · 2 篇" {
		t.Errorf("head %q", got)
	}
	for _, o := range s.side.pages.Objects {
		if e, ok := o.(*line.Entry); ok && e.Chosen() {
			test.Tap(e) // takes the page back
			break
		}
	}
	if got := s.head.String(); got != "2023-07-21 · 3 篇" {
		t.Errorf("head %q after the page was taken back", got)
	}
	test.TapAt(c, fyne.NewPos(5, 5))
	if _, m := c.Month(); m != time.June {
		t.Errorf("the left arrow leads to month %d", m)
	}
}

func TestCalendarByKeyboard(t *testing.T) {
	s, _ := screen(t, july(), Route{Kind: All})
	for _, k := range []fyne.KeyName{fyne.KeyRight, fyne.KeyRight, fyne.KeyRight, fyne.KeyLeft} {
		s.side.cal.TypedKey(&fyne.KeyEvent{Name: k})
	}
	if got := s.route.Day.String(); got != "2023-07-03" {
		t.Errorf("day %s, want the 3rd: right, right, right (none left), left", got)
	}
	s.side.cal.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
	if _, m := s.side.cal.Month(); m != time.August {
		t.Errorf("Page Down leads to month %d", m)
	}
}

func TestUndatedAndRecent(t *testing.T) {
	l := july()
	l.recent = l.all[2:4]
	s, _ := screen(t, l, Route{Kind: All})
	if s.side.undated.Hidden || s.side.undated.Count() != 1 || s.side.recent.Count() != 2 {
		t.Errorf("undated hidden %v, %d; recent %d", s.side.undated.Hidden, s.side.undated.Count(), s.side.recent.Count())
	}
	test.Tap(s.side.undated)
	if got := s.head.String(); got != "日期不详 · 1 篇" {
		t.Errorf("head %q", got)
	}
	if len(s.side.pages.Objects) != 0 {
		t.Error("pages are listed where none is known")
	}
	test.Tap(s.side.recent)
	if a, ok := s.pages.At(1); s.head.String() != "最近阅读 · 2 篇" || !ok || a.ID != "d" {
		t.Errorf("head %q, second row %v", s.head.String(), a.ID)
	}
	dated := &stock{all: july().all[:5]}
	s.SetLibrary(dated, Route{Kind: All})
	if !s.side.undated.Hidden {
		t.Error("日期不详 is shown where every article has a date")
	}
}

func TestEmptyAndFailing(t *testing.T) {
	s, _ := screen(t, &stock{}, Route{Kind: All})
	if !s.empty.Visible() || !strings.Contains(s.empty.String(), "导入") {
		t.Errorf("an empty library says %q", s.empty.String())
	}
	broken := july()
	broken.fail = errors.New("disk")
	var told error
	s.OnFail = func(err error) { told = err }
	s.SetLibrary(broken, Route{Kind: All})
	if told == nil || s.empty.Visible() {
		t.Errorf("told %v, empty %v", told, s.empty.Visible())
	}
}

func TestReloadKeepsTheArticleNotTheRow(t *testing.T) {
	l := july()
	s, _ := screen(t, l, Route{Kind: All})
	s.rows.Select(1)
	l.all = slices.Insert(l.all, 0, article("new", "2021-01-01", "1"))
	s.Reload()
	if got := s.rows.Selected(); got != 2 {
		t.Errorf("row %d is chosen, want 2, where the article went", got)
	}
	if got := s.side.all.Count(); got != 7 {
		t.Errorf("全部文章 %d", got)
	}
}

func TestLongListReadsWhatIsInSight(t *testing.T) {
	l := &stock{}
	for i := range 100_000 {
		l.all = append(l.all, paper.Summary{ID: paper.ArticleID(fmt.Sprint(i)), Headline: "题"})
	}
	s, opened := screen(t, l, Route{Kind: All})
	before := l.lists
	s.rows.ScrollTo(70_000 * line.ArticleH)
	if n := l.lists - before; n > 3 {
		t.Errorf("%d reads for one screen of rows", n)
	}
	s.rows.Select(70_003)
	if got := fmt.Sprint(*opened); got != "[70003]" {
		t.Errorf("opened %s", got)
	}
}

func TestMeta(t *testing.T) {
	a := article("a", "2023-07-21", "2")
	a.Figures, a.Section = 1, "街巷"
	if got, want := meta(&a, Route{Kind: All}), "2023-07-21 · 2 版 · 街巷 · 记者 李四 · 1,234 字 · 图 1"; got != want {
		t.Errorf("meta %q, want %q", got, want)
	}
	if got, want := meta(&a, Route{Kind: Day, Day: a.Date}), "2 版 · 街巷 · 记者 李四 · 1,234 字 · 图 1"; got != want {
		t.Errorf("meta of a day %q, want %q", got, want)
	}
}

func TestRoutesComeBack(t *testing.T) {
	day, _ := paper.ParseDate("2023-07-21")
	for _, r := range []Route{{Kind: All}, {Kind: Book, Book: "0123456789abcdef", Label: "好新闻 参评"}, {Kind: All, Row: 71_000}, {Kind: Recent}, {Kind: Undated, Page: "2"}, {Kind: Noted}, {Kind: Tagged, Tag: "好 新\"闻"}, {Kind: Tagged, Tag: library.Star, Row: 2},
		{Kind: Day, Day: day, Page: "A 1", Label: `要"闻`, Row: 3}} {
		if got := ParseRoute(r.String()); got != r {
			t.Errorf("%q reads as %+v, want %+v", r.String(), got, r)
		}
	}
	for _, s := range []string{"", "day  0 \"\" \"\"", "all 2023-07-21 0 \"\" \"\"", "week  0 \"\" \"\"", "all  -1 \"\" \"\"", "day 2023-13-01 0 \"\" \"\"", "all"} {
		if got := ParseRoute(s); got != (Route{Kind: All}) {
			t.Errorf("%q reads as %+v, want everything", s, got)
		}
	}
}
