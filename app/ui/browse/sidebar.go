package browse

import (
	"context"
	"strconv"
	"time"

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

// sidebar is the left pane: what lists there are.
type sidebar struct {
	s       *Screen
	pane    fyne.CanvasObject
	all     *line.Entry
	recent  *line.Entry
	undated *line.Entry
	cal     *Calendar
	pages   *fyne.Container // heading and an entry a page
	more    *fyne.Container // what the window adds
	months  []library.Month
	placed  bool // the calendar stands where the person left it

	counting, reading, turning, paging async.Slot
}

func newSidebar(s *Screen) *sidebar {
	b := &sidebar{s: s, cal: NewCalendar(s.press)}
	b.all = line.NewEntry(s.press, lang.X("browse.all", "全部文章"), -1, func() { s.Go(Route{Kind: All}) })
	b.recent = line.NewEntry(s.press, lang.X("browse.recent", "最近阅读"), -1, func() { s.Go(Route{Kind: Recent}) })
	b.undated = line.NewEntry(s.press, lang.X("browse.undated", "日期不详"), -1, func() { s.Go(Route{Kind: Undated}) })
	b.undated.Hide()
	b.cal.OnDay = func(d paper.Date) { s.Go(Route{Kind: Day, Day: d}) }
	b.cal.OnMonth = b.turn
	b.cal.OnTitle = b.yearMenu
	b.pages = container.New(layout.NewCustomPaddedVBoxLayout(0))
	b.more = container.New(layout.NewCustomPaddedVBoxLayout(0))
	column := container.New(layout.NewCustomPaddedVBoxLayout(0), b.all, b.recent, s.labels.star,
		line.NewHeading(s.press, lang.X("browse.issues", "期次")), b.cal, b.undated, b.pages, s.shelf.column, s.labels.column, b.more)
	inset := container.New(layout.NewCustomPaddedLayout(12, 12, 10, 10), column)
	b.pane = container.NewStack(look.NewGround(line.Sidebar), container.NewVScroll(inset))
	return b
}

func (b *sidebar) reset() {
	for _, slot := range []*async.Slot{&b.counting, &b.reading, &b.turning, &b.paging} {
		slot.Cancel()
	}
	b.months, b.placed = nil, false
	b.all.SetCount(-1)
	b.recent.SetCount(-1)
	b.undated.Hide()
	now := time.Now()
	b.cal.ShowMonth(now.Year(), now.Month(), nil)
}

// show marks the entry of the route and lists the pages beside it.
func (b *sidebar) show(r Route) {
	b.all.Choose(r.Kind == All)
	b.recent.Choose(r.Kind == Recent)
	b.undated.Choose(r.Kind == Undated)
	b.cal.Choose(r.Day)
	if y, m := b.cal.Month(); r.Kind == Day && (r.Day.Year != y || r.Day.Month != m) {
		b.turn(r.Day.Year, r.Day.Month)
	}
	b.loadPages(r)
}

// reload reads the numbers anew; at the first time the calendar goes to the newest paper.
func (b *sidebar) reload(first bool) {
	l := b.s.lib
	if l == nil {
		return
	}
	type numbers struct {
		counts library.Counts
		months []library.Month
	}
	async.Load(&b.counting, func(ctx context.Context) (n numbers, err error) {
		if n.counts, err = l.Counts(ctx); err == nil {
			n.months, err = l.Months(ctx)
		}
		return n, err
	}, func(n numbers) {
		b.months = n.months
		b.all.SetCount(n.counts.Articles)
		b.undated.Set(b.undated.Label(), n.counts.Undated, b.undated.Chosen())
		b.undated.Hidden = n.counts.Undated == 0 && b.s.route.Kind != Undated
		b.undated.Refresh()
		b.placeCalendar()
		if b.s.OnCounts != nil {
			b.s.OnCounts(n.counts)
		}
	}, b.s.fail)
	b.reloadRecent()
	if !first {
		b.loadPages(b.s.route)
	}
}

// placeCalendar shows the month anew, at the first time that of the newest paper.
func (b *sidebar) placeCalendar() {
	y, m := b.cal.Month()
	if n := len(b.months); !b.placed && n > 0 && b.s.route.Kind != Day {
		y, m = b.months[n-1].Year, time.Month(b.months[n-1].Month)
	}
	b.placed = b.placed || len(b.months) > 0
	b.turn(y, m)
}

func (b *sidebar) reloadRecent() {
	l := b.s.lib
	if l == nil {
		return
	}
	async.Load(&b.reading, func(ctx context.Context) (int, error) {
		a, err := l.Recent(ctx, recentKept)
		return len(a), err
	}, b.recent.SetCount, b.s.fail)
}

// turn shows a month.
func (b *sidebar) turn(year int, month time.Month) {
	l := b.s.lib
	if l == nil {
		return
	}
	async.Load(&b.turning, func(ctx context.Context) (map[int]int, error) { return l.Days(ctx, year, int(month)) },
		func(days map[int]int) { b.cal.ShowMonth(year, month, days) }, b.s.fail)
}

// yearMenu offers the years that have a paper.
func (b *sidebar) yearMenu(at fyne.Position) {
	var items []*fyne.MenuItem
	for i, m := range b.months {
		if i > 0 && b.months[i-1].Year == m.Year {
			continue
		}
		items = append(items, fyne.NewMenuItem(strconv.Itoa(m.Year), func() { b.turn(m.Year, time.Month(m.Month)) }))
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(b.cal); c != nil && len(items) > 0 {
		widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), c, at)
	}
}

// loadPages lists the pages of the day, or of the articles without one where they have pages.
func (b *sidebar) loadPages(r Route) {
	l := b.s.lib
	if l == nil || r.Kind != Day && r.Kind != Undated {
		b.paging.Cancel()
		b.pages.RemoveAll()
		return
	}
	async.Load(&b.paging, func(ctx context.Context) ([]library.PageCount, error) { return l.Pages(ctx, r.wider()) },
		func(pages []library.PageCount) { b.listPages(r, pages) }, b.s.fail)
}

func (b *sidebar) listPages(r Route, pages []library.PageCount) {
	b.pages.RemoveAll()
	if r.Kind == Undated && len(pages) == 1 && pages[0].Page == "" {
		return // nothing is known of any page
	}
	b.pages.Add(line.NewHeading(b.s.press, lang.X("browse.pages", "版面")))
	for _, p := range pages {
		to := Route{Kind: r.Kind, Day: r.Day, Page: p.Page, Label: p.Label}
		if p.Page == "" {
			to = Route{Kind: r.Kind, Day: r.Day} // the library cannot be asked for the unknown page alone
		}
		e := line.NewEntry(b.s.press, line.PageName(p.Page, p.Label), p.Articles, nil)
		e.OnTapped = func() {
			if e.Chosen() {
				to = Route{Kind: r.Kind, Day: r.Day} // a second press takes the choice back
			}
			b.s.Go(to)
		}
		e.Choose(r.Page != "" && r.Page == p.Page)
		b.pages.Add(e)
	}
	b.pages.Refresh()
}
