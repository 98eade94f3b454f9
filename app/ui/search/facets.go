package search

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"baoge/app/library"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// facetRows is how many values of a group the sidebar shows.
const facetRows = 8

// sidebar shows by what the hits can be narrowed.
type sidebar struct {
	s      *Screen
	pane   fyne.CanvasObject
	column *fyne.Container
	years  *years
	all    map[int]int // hits by year of the last search that no year narrowed
}

func newSidebar(s *Screen) *sidebar {
	b := &sidebar{s: s, years: newYears(s.press), column: container.New(layout.NewCustomPaddedVBoxLayout(0))}
	b.years.onYear = func(year int) { s.toggle(Filter{Year, strconv.Itoa(year)}) }
	inset := container.New(layout.NewCustomPaddedLayout(12, 12, 10, 10), b.column)
	b.pane = container.NewStack(look.NewGround(line.Sidebar), container.NewVScroll(inset))
	return b
}

// show lists what the index counted; groups it counted nothing for are left out.
func (b *sidebar) show(r *library.SearchResult) {
	b.column.RemoveAll()
	if r == nil {
		b.column.Refresh()
		return
	}
	byYear := map[int]int{}
	for _, c := range r.Facets[string(Year)] {
		if y, err := strconv.Atoi(c.Value); err == nil && y > 0 {
			byYear[y] = c.Count
		}
	}
	chosen := b.s.chosenYear()
	if chosen == 0 {
		b.all = byYear
	} else if len(b.all) > 0 {
		byYear = b.all // the other years stay to be chosen instead
	}
	if len(byYear) > 0 {
		b.column.Add(line.NewHeading(b.s.press, lang.X("search.years", "年份")))
		b.column.Add(b.years)
		b.years.show(byYear, chosen)
	}
	b.group(r, Found, lang.X("search.found", "出处"))
	b.group(r, Author, lang.X("search.authors", "作者"))
	b.group(r, Label, lang.X("search.labels", "版面"))
	b.group(r, Section, lang.X("search.sections", "栏目"))
	b.column.Refresh()
}

func (b *sidebar) group(r *library.SearchResult, g Group, heading string) {
	headed := false
	shown := 0
	for _, c := range r.Facets[string(g)] {
		if c.Value == "" || c.Count == 0 || shown == facetRows {
			continue
		}
		// The index counts as found in the body what is not found in the headline: another
		// number than 正文: finds, so it is not offered.
		if g == Found && c.Value != "title" {
			continue
		}
		if !headed {
			b.column.Add(line.NewHeading(b.s.press, heading))
			headed = true
		}
		shown++
		f := Filter{g, c.Value}
		e := line.NewEntry(b.s.press, f.name(), c.Count, func() { b.s.toggle(f) })
		e.Choose(b.s.has(f))
		b.column.Add(e)
	}
}
