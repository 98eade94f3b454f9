package search

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"baoge/app/library"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// How many values of a group the sidebar shows, at first and when asked for more.
const (
	facetRows = 8
	facetMore = 60
)

// sidebar shows by what the hits can be narrowed.
type sidebar struct {
	s      *Screen
	pane   fyne.CanvasObject
	column *fyne.Container
	years  *years
	long   map[Group]bool // groups shown at length
	result *library.SearchResult
}

func newSidebar(s *Screen) *sidebar {
	b := &sidebar{s: s, years: newYears(s.press), column: container.New(layout.NewCustomPaddedVBoxLayout(0)), long: map[Group]bool{}}
	b.years.onYear = func(year int) { s.toggle(Filter{Year, strconv.Itoa(year)}) }
	inset := container.New(layout.NewCustomPaddedLayout(12, 12, 10, 10), b.column)
	b.pane = container.NewStack(look.NewGround(line.Sidebar), container.NewVScroll(inset))
	return b
}

// show lists what the index counted; groups it counted nothing for are left out.
func (b *sidebar) show(r *library.SearchResult) {
	held := b.held()
	b.result = r
	b.column.RemoveAll()
	if r == nil {
		b.long = map[Group]bool{}
		b.column.Refresh()
		return
	}
	if like := b.s.found.like; like != nil {
		b.column.Add(line.NewHeading(b.s.press, lang.X("search.liketo", "与这一篇类似")))
		b.column.Add(line.NewEntry(b.s.press, line.Headline(like), -1, func() { b.s.OnOpen(like.ID, "") }))
	}
	b.showYears(r)
	b.group(r, Found, lang.X("search.found", "出处"))
	b.group(r, Author, lang.X("search.authors", "作者"))
	b.group(r, Label, lang.X("search.labels", "版面"))
	b.group(r, Section, lang.X("search.sections", "栏目"))
	b.column.Refresh()
	b.hold(held)
}

// held is the label of the entry the keyboard is on, and hold gives it back to the entry
// that has it in the new list: one can choose several values without leaving it.
func (b *sidebar) held() string {
	if c := fyne.CurrentApp().Driver().CanvasForObject(b.column); c != nil {
		if e, ok := c.Focused().(*line.Entry); ok && slices.Contains(b.column.Objects, fyne.CanvasObject(e)) {
			return e.Label()
		}
	}
	return ""
}

func (b *sidebar) hold(label string) {
	c := fyne.CurrentApp().Driver().CanvasForObject(b.column)
	for _, o := range b.column.Objects {
		if e, ok := o.(*line.Entry); ok && label != "" && e.Label() == label && c != nil {
			c.Focus(e)
			return
		}
	}
}

func (b *sidebar) showYears(r *library.SearchResult) {
	byYear, chosen := map[int]int{}, map[int]bool{}
	for _, c := range r.Facets[string(Year)] {
		if y, err := strconv.Atoi(c.Value); err == nil && y > 0 {
			byYear[y] = c.Count
		}
	}
	for _, f := range b.s.filters {
		if y, err := strconv.Atoi(f.Value); err == nil && f.Group == Year {
			chosen[y] = true
		}
	}
	if len(byYear) == 0 {
		return
	}
	b.column.Add(line.NewHeading(b.s.press, lang.X("search.years", "年份")))
	b.column.Add(b.years)
	b.years.show(byYear, chosen)
}

func (b *sidebar) group(r *library.SearchResult, g Group, heading string) {
	var values []library.Count
	for _, c := range r.Facets[string(g)] {
		if c.Value != "" && c.Count > 0 && (g != Found || c.Value == inTitle || c.Value == inBody) {
			values = append(values, c)
		}
	}
	if len(values) == 0 {
		return
	}
	b.column.Add(line.NewHeading(b.s.press, heading))
	rows := facetRows
	if b.long[g] {
		rows = facetMore
	}
	for i, c := range values {
		f := Filter{g, c.Value}
		if i >= rows && !b.s.has(f) {
			continue
		}
		e := line.NewEntry(b.s.press, f.name(), c.Count, func() { b.s.toggle(f) })
		e.Choose(b.s.has(f))
		b.column.Add(e)
	}
	if len(values) > facetRows {
		b.column.Add(line.NewEntry(b.s.press, b.moreLabel(g), -1, func() {
			b.long[g] = !b.long[g]
			b.show(b.result)
		}))
	}
}

func (b *sidebar) moreLabel(g Group) string {
	if b.long[g] {
		return lang.X("search.fewer", "收起")
	}
	return lang.X("search.more", "更多…")
}
