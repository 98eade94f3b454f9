// Package search is the screen that finds articles: the box at the top of the
// window, the list of hits with their snippets, and the sidebar by which they are
// narrowed. It opens no article: [Screen.OnOpen] tells the window which hit was
// chosen and for which line, so that the reader can mark the places.
//
// Searching follows the typing, a moment after the last key; a newer search drops
// an older one. While the index comes up the search waits for it and then answers
// by itself. Nothing here knows which index there is.
//
// Begin with [New] and [Screen.SetLibrary]; put [Screen.Box], [Screen.Sidebar] and
// [Screen.List] into the window. UI goroutine only.
package search

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
)

// A Library is what the screen asks of one; *library.Library has it. Search waits
// for the index as long as its context; Marks is pure.
type Library interface {
	Search(ctx context.Context, line string, o library.SearchOptions) (*library.SearchResult, error)
	Marks(line string, a *paper.Article) []paper.Span
	Status() library.State
}

// pause is how long after the last key a search starts.
const pause = 150 * time.Millisecond

// A Screen is the box, the hits and the sidebar. Set its functions before SetLibrary.
type Screen struct {
	OnEnter func()                                // something to search for was typed
	OnLeave func()                                // the box is empty, or Esc was pressed in it
	OnOpen  func(id paper.ArticleID, line string) // a hit was chosen, or came first
	OnMenu  func(paper.Summary, fyne.Position)
	OnFound func(*library.SearchResult)
	OnFail  func(error)

	press   *line.Press
	lib     Library
	typed   string
	filters []Filter
	byDate  bool
	box     *Box
	view    *view
	side    *sidebar
	found   *finding // shown
	asked   *finding // under way, or shown
	wait    async.Slot
	focus   bool // Return was pressed: the keyboard goes to the hits when they come
}

// A hit is a found article with the marks of its headline.
type hit struct {
	library.Hit
	marks [][2]int // of Summary.Headline
}

// A finding is one search: its line, its hits as far as they were read, and what
// came with the first of them.
type finding struct {
	line   string
	shift  int // runes before the typed part of line
	pages  async.Pages[hit]
	result *library.SearchResult
}

// New returns the screen without a library.
func New(p *line.Press) *Screen {
	s := &Screen{press: p, box: newBox()}
	s.side = newSidebar(s)
	s.view = newView(s)
	s.box.OnChanged = s.changed
	s.box.OnSubmitted = func(string) { s.enter() }
	s.box.OnKey = s.key
	return s
}

// Box is the search line, to be placed and focused.
func (s *Screen) Box() (line *Box, pane fyne.CanvasObject) { return s.box, s.box.pane }

// Sidebar and List are the screen's two panes.
func (s *Screen) Sidebar() fyne.CanvasObject { return s.side.pane }

// List is the pane of hits.
func (s *Screen) List() fyne.CanvasObject { return s.view.pane }

// Rows is what takes the keyboard in the list.
func (s *Screen) Rows() *line.Rows { return s.view.rows }

// SetLibrary searches another library from now on; nil: none.
func (s *Screen) SetLibrary(l Library) {
	s.Clear()
	s.lib = l
}

// Clear empties the box and the list.
func (s *Screen) Clear() {
	s.wait.Cancel()
	s.drop()
	s.typed, s.filters, s.found = "", nil, nil
	s.box.OnChanged = nil
	s.box.SetText("")
	s.box.OnChanged = s.changed
	s.box.show(nil, nil)
	s.view.clear()
	s.side.show(nil)
}

// Step opens the next hit, or with -1 the one before.
func (s *Screen) Step(n int) { s.view.rows.Step(n) }

// Again searches anew, as when the index has caught up or articles came. Nothing
// happens while nothing is searched for.
func (s *Screen) Again() {
	if s.asked != nil {
		s.run()
	}
}

// Result is the search whose hits are shown; nil when there is none.
func (s *Screen) Result() *library.SearchResult {
	if s.found == nil {
		return nil
	}
	return s.found.result
}

// Unfinished reports whether the hits shown came from an index not yet complete.
func (s *Screen) Unfinished() bool {
	r := s.Result()
	return r != nil && r.Partial
}

func (s *Screen) changed(text string) {
	typed := strings.TrimSpace(text)
	if typed == s.typed {
		return
	}
	s.typed = typed
	if typed == "" {
		s.leave()
		return
	}
	if s.OnEnter != nil {
		s.OnEnter()
	}
	async.After(&s.wait, pause, s.run)
}

// enter searches at once and gives the keyboard to the hits.
func (s *Screen) enter() {
	if s.typed == "" {
		return
	}
	s.focus = true
	if s.wait.Busy() || s.asked == nil {
		s.wait.Cancel()
		s.run()
	} else if s.found == s.asked {
		s.takeFocus()
	}
}

func (s *Screen) takeFocus() {
	if !s.focus {
		return
	}
	s.focus = false
	if c := fyne.CurrentApp().Driver().CanvasForObject(s.view.rows); c != nil && s.view.rows.Count() > 0 {
		c.Focus(s.view.rows)
	}
}

// key is what the box does not need itself.
func (s *Screen) key(k fyne.KeyName) bool {
	switch k {
	case fyne.KeyEscape:
		s.leave()
	case fyne.KeyDown:
		s.Step(1)
	case fyne.KeyUp:
		s.Step(-1)
	case fyne.KeyPageDown, fyne.KeyPageUp:
		s.view.rows.TypedKey(&fyne.KeyEvent{Name: k})
	}
	return true
}

func (s *Screen) leave() {
	s.Clear()
	if s.OnLeave != nil {
		s.OnLeave()
	}
}

func (s *Screen) has(f Filter) bool { return slices.Contains(s.filters, f) }

// chosenYear is the year the hits are narrowed to, or 0.
func (s *Screen) chosenYear() int {
	for _, f := range s.filters {
		if f.Group == Year {
			if y, err := strconv.Atoi(f.Value); err == nil {
				return y
			}
		}
	}
	return 0
}

// toggle narrows the hits, or widens them again.
func (s *Screen) toggle(f Filter) {
	s.filters = toggled(s.filters, f)
	s.box.show(s.filters, s.toggle)
	s.run()
}

func (s *Screen) sortByDate(on bool) {
	if s.byDate != on {
		s.byDate = on
		s.Again()
	}
}

func (s *Screen) drop() {
	if s.asked != nil {
		s.asked.pages.Cancel()
		s.asked = nil
	}
}

// run searches for what is typed. The old hits stay until the new ones come.
func (s *Screen) run() {
	s.wait.Cancel()
	s.drop()
	if s.lib == nil || s.typed == "" {
		return
	}
	if s.lib.Status().Phase == library.NoIndex {
		s.view.without()
		return
	}
	f := &finding{line: narrowed(s.typed, s.filters)}
	f.shift = max(0, strings.Index(f.line, s.typed))
	s.asked = f
	l, order := s.lib, library.Relevance
	if s.byDate {
		order = library.Newest
	}
	f.pages = async.Pages[hit]{
		Fetch: func(ctx context.Context, limit, offset int) ([]hit, int, error) {
			r, err := l.Search(ctx, f.line, library.SearchOptions{Limit: limit, Offset: offset, Sort: order, Facets: offset == 0, Snippets: 1})
			if err != nil {
				return nil, 0, err
			}
			if offset == 0 {
				f.result = r // read on the UI goroutine only after this fetch was shown
			}
			return headlines(l, f.line, r.Hits), reach(r, limit, offset), nil
		},
		Total:  func(n int) { s.show(f, n) },
		Filled: func(first, last int) { s.filled(f, first, last) },
		Fail:   func(err error) { s.fail(f, err) },
	}
	if l.Status().Phase == library.Starting {
		s.view.preparing()
	}
	f.pages.Reset()
}

// reach is how long the list of hits is as far as is known. Where the index stopped
// counting, a full page says that another follows.
func reach(r *library.SearchResult, limit, offset int) int {
	switch end := offset + len(r.Hits); {
	case !r.AtLeast:
		return r.Total
	case len(r.Hits) == limit:
		return max(r.Total, end+1)
	default:
		return end
	}
}

// headlines adds the marks of each hit's headline.
func headlines(l Library, line string, hits []library.Hit) []hit {
	out := make([]hit, len(hits))
	for i, h := range hits {
		out[i].Hit = h
		for _, m := range l.Marks(line, &paper.Article{Headline: h.Summary.Headline}) {
			if m.Part.Field == paper.FieldHeadline {
				out[i].marks = append(out[i].marks, [2]int{m.Start, m.End})
			}
		}
	}
	return out
}

// show puts a finding's hits in place of the ones before.
func (s *Screen) show(f *finding, n int) {
	if s.found == f {
		s.view.rows.SetCount(n)
		return
	}
	s.found = f
	s.view.rows.Reset(n)
	s.view.describe(f)
	s.side.show(f.result)
	if s.OnFound != nil {
		s.OnFound(f.result)
	}
}

// filled draws hits that came; the first one is opened.
func (s *Screen) filled(f *finding, first, last int) {
	if s.found != f {
		return
	}
	for i := first; i < last; i++ {
		s.view.rows.RedrawRow(i)
	}
	if first == 0 && last > 0 && s.view.rows.Selected() < 0 {
		s.view.rows.Select(0)
		s.takeFocus()
	}
}

func (s *Screen) fail(f *finding, err error) {
	if s.asked == f {
		s.asked = nil
	}
	s.view.failed()
	if s.OnFail != nil {
		s.OnFail(err)
	}
}

func (s *Screen) selected(i int) {
	if s.found == nil {
		return
	}
	if h, ok := s.found.pages.At(i); ok && s.OnOpen != nil {
		s.OnOpen(h.Summary.ID, s.found.line)
	}
}
