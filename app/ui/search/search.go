// Package search is the screen that finds articles: the box at the top of the
// window with what it suggests, the list of hits with their snippets, the sidebar by
// which they are narrowed, and the searches a person saved. It opens no article:
// [Screen.OnOpen] tells the window which hit was chosen and for which line, so that
// the reader can mark the places.
//
// Searching follows the typing, a moment after the last key; a newer search ends an
// older one. While the index comes up the search waits for it and then answers by
// itself. Nothing here knows which index there is.
//
// Begin with [New] and [Screen.SetLibrary]; put [Screen.Box], [Screen.Sidebar],
// [Screen.List] and [Screen.Saved] into the window, and [Screen.Drop] over all of it.
// UI goroutine only.
package search

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
)

// A Library is what the screen asks of one; *library.Library has it. Search, Like and
// CountSearches wait for the index as long as their context; Marks is pure.
type Library interface {
	Search(ctx context.Context, line string, o library.SearchOptions) (*library.SearchResult, error)
	Like(ctx context.Context, id paper.ArticleID, limit, snippets int) ([]library.Hit, error)
	Marks(line string, a *paper.Article) []paper.Span
	Status() library.State

	Suggest(ctx context.Context, typed string, n int) ([]library.Suggestion, error)
	PastSearches(ctx context.Context, text string, limit int) ([]string, error)
	Searched(ctx context.Context, line string) error
	ForgetSearch(ctx context.Context, line string) error
	ForgetSearches(ctx context.Context) error

	SavedSearches(ctx context.Context) ([]library.SavedSearch, error)
	SaveSearch(ctx context.Context, s library.SavedSearch) (int64, error)
	DeleteSearch(ctx context.Context, id int64) error
	CountSearches(ctx context.Context) ([]library.SavedSearch, error)
}

// pause is how long after the last key a search starts.
const pause = 150 * time.Millisecond

// A Screen is the box, the hits and the sidebar. Set its functions before SetLibrary.
type Screen struct {
	OnEnter  func()                                // something is searched for
	OnLeave  func(escaped bool)                    // nothing is any more: the box was emptied, or Esc was pressed in it
	OnOpen   func(id paper.ArticleID, line string) // a hit was chosen, or came first
	OnMenu   func(paper.Summary, fyne.Position)
	OnFound  func(*library.SearchResult)
	OnHelp   func()                                              // what can be written in the box is asked for
	OnSaving func(SavedEvent)                                    // a search was saved or deleted
	OnName   func(title, initial string, done func(name string)) // a name is to be asked for
	OnFail   func(error)

	press   *line.Press
	lib     Library
	typed   string
	filters []Filter
	like    *paper.Summary // the hits are those like it, and nothing is typed
	order   library.Sort
	box     *Box
	drop    *drop
	view    *view
	side    *sidebar
	saved   *saved
	found   *finding // shown
	asked   *finding // under way, or shown
	past    past
	wait    async.Slot
	guess   async.Slot
	late    bool // the chosen hit is not at hand yet: it opens when it comes
	focus   bool // Return was pressed: the keyboard goes to the hits when they come
}

// New returns the screen without a library.
func New(p *line.Press) *Screen {
	s := &Screen{press: p, box: newBox(), order: library.Relevance}
	s.side = newSidebar(s)
	s.view = newView(s)
	s.saved = newSaved(s)
	s.drop = newDrop(p, s.box.pane)
	s.drop.onPick, s.drop.onErase = s.pick, s.erase
	s.box.OnChanged = s.changed
	s.box.OnSubmitted = func(string) { s.enter() }
	s.box.OnKey = s.key
	s.box.OnBlur = s.drop.blur
	s.box.OnTap = s.tapped
	s.box.OnBack = s.dropLastFilter
	return s
}

// Box is the search line, to be placed and focused.
func (s *Screen) Box() (line *Box, pane fyne.CanvasObject) { return s.box, s.box.pane }

// Drop is what the box suggests. It lies over the whole window and places itself; it
// takes no focus, and is hidden while there is nothing to suggest.
func (s *Screen) Drop() fyne.CanvasObject { return s.drop.layer }

// Sidebar is the pane by which hits are narrowed.
func (s *Screen) Sidebar() fyne.CanvasObject { return s.side.pane }

// List is the pane of hits.
func (s *Screen) List() fyne.CanvasObject { return s.view.pane }

// Saved lists the saved searches, for the sidebar one browses with.
func (s *Screen) Saved() fyne.CanvasObject { return s.saved.column }

// SaveButton saves the search shown, or takes it away again.
func (s *Screen) SaveButton() fyne.CanvasObject { return s.saved.button }

// Rows is what takes the keyboard in the list.
func (s *Screen) Rows() *line.Rows { return s.view.rows }

// SetLibrary searches another library from now on; nil: none.
func (s *Screen) SetLibrary(l Library) {
	s.Clear()
	s.lib = l
	s.saved.reload()
}

// Clear empties the box and the list.
func (s *Screen) Clear() {
	s.wait.Cancel()
	s.past.rest()
	s.hideDrop()
	s.end()
	s.typed, s.filters, s.like, s.found = "", nil, nil, nil
	s.setBox("")
	s.showChips()
	s.view.clear()
	s.side.show(nil)
	s.saved.update()
}

// setBox changes what stands in the box without searching for it.
func (s *Screen) setBox(text string) {
	s.box.warn("", 0)
	s.box.OnChanged = nil
	s.box.SetText(text)
	s.box.CursorColumn = len([]rune(text))
	s.box.Refresh()
	s.box.OnChanged = s.changed
}

// Step opens the next hit, or with -1 the one before.
func (s *Screen) Step(n int) { s.view.rows.Step(n) }

// Picked are the hits picked in the list: how many, and how their IDs are read, which may
// happen on any goroutine.
func (s *Screen) Picked() (n int, read func(context.Context) ([]paper.ArticleID, error)) {
	none := func(context.Context) ([]paper.ArticleID, error) { return nil, nil }
	if s.found == nil {
		return 0, none
	}
	ranges := s.view.rows.Picked()
	for _, r := range ranges {
		n += r[1] - r[0]
	}
	among := s.found.pages.Among(ranges, s.found.hits)
	return n, func(ctx context.Context) (ids []paper.ArticleID, err error) {
		hits, err := among(ctx)
		for _, h := range hits {
			ids = append(ids, h.Summary.ID)
		}
		return ids, err
	}
}

// Find searches for a line as if it had been typed, at once. What narrows it, as in a
// line that was saved, becomes chips.
func (s *Screen) Find(text string) {
	s.typed, s.filters = parted(strings.TrimSpace(text))
	s.like = nil
	s.setBox(s.typed)
	s.search()
}

// Like shows the articles that are like one.
func (s *Screen) Like(a paper.Summary) {
	s.typed, s.filters, s.like = "", nil, &a
	s.setBox("")
	s.search()
}

// search begins to search for what is set, showing the screen.
func (s *Screen) search() {
	s.hideDrop()
	s.showChips()
	if s.OnEnter != nil {
		s.OnEnter()
	}
	s.run()
}

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

// changed follows the typing.
func (s *Screen) changed(text string) {
	s.box.warn("", 0)
	typed := strings.TrimSpace(text)
	if typed == s.typed && s.like == nil {
		return
	}
	s.typed, s.like = typed, nil
	if typed == "" {
		s.leave(false)
		return
	}
	s.showChips()
	if s.OnEnter != nil {
		s.OnEnter()
	}
	s.suggest()
	async.After(&s.wait, pause, s.run)
}

// enter searches at once and gives the keyboard to the hits.
func (s *Screen) enter() {
	if s.drop.chosen >= 0 {
		s.pick(s.drop.items[s.drop.chosen])
		return
	}
	s.hideDrop()
	if s.typed == "" {
		return
	}
	s.remember()
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
	if s.drop.key(k) {
		return true
	}
	switch k {
	case fyne.KeyEscape:
		s.leave(true)
	case fyne.KeyDown:
		if s.typed == "" && s.like == nil {
			s.showPast()
		} else {
			s.Step(1)
		}
	case fyne.KeyUp:
		s.Step(-1)
	case fyne.KeyPageDown, fyne.KeyPageUp:
		s.view.rows.TypedKey(&fyne.KeyEvent{Name: k})
	case fyne.KeyDelete:
		return false
	}
	return true
}

func (s *Screen) leave(escaped bool) {
	s.Clear()
	if s.OnLeave != nil {
		s.OnLeave(escaped)
	}
}

func (s *Screen) has(f Filter) bool { return slices.Contains(s.filters, f) }

// toggle narrows the hits, or widens them again.
func (s *Screen) toggle(f Filter) {
	s.hideDrop()       // a facet can be pressed while the box keeps the keyboard
	if s.like != nil { // what is like an article cannot be narrowed: the chip is taken away
		s.leave(true)
		return
	}
	s.filters = toggled(s.filters, f)
	s.showChips()
	s.run()
}

// dropLastFilter takes the last filter away: Backspace at the beginning of the box.
func (s *Screen) dropLastFilter() {
	switch n := len(s.filters); {
	case s.like != nil:
		s.leave(false)
	case n > 0:
		s.toggle(s.filters[n-1])
	}
}

// showChips lists in the box what narrows the search.
func (s *Screen) showChips() {
	if s.like != nil {
		s.box.show([]Filter{{Similar, line.Headline(s.like)}}, s.toggle)
		return
	}
	s.box.show(s.filters, s.toggle)
}

// take searches for another spelling of the whole line, which has the filters in it.
func (s *Screen) take(text string) {
	s.Find(text)
	s.takeBack()
}

func (s *Screen) sortBy(o library.Sort) {
	if s.order != o {
		s.order = o
		s.Again()
	}
}
