package search

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"baoge/app/library"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// A SavedEvent tells that a search was saved, or with Gone deleted, and how to undo it.
type SavedEvent struct {
	Search library.SavedSearch
	Gone   bool
	Undo   func()
}

// saved lists the saved searches, each with what it finds now.
type saved struct {
	s      *Screen
	column *fyne.Container
	button *look.Button
	all    []library.SavedSearch

	loading, counting async.Slot
}

func newSaved(s *Screen) *saved {
	v := &saved{s: s, column: container.New(layout.NewCustomPaddedVBoxLayout(0))}
	v.button = look.NewButton(look.Star, lang.X("search.save", "存检索"), look.Framed, v.toggle)
	v.button.Hide()
	return v
}

// Save saves the search shown, or takes it away again where it is saved.
func (s *Screen) Save() { s.saved.toggle() }

// Recount counts what the saved searches find, as after the library changed.
func (s *Screen) Recount() {
	l := s.lib
	if l == nil || len(s.saved.all) == 0 {
		return
	}
	async.Load(&s.saved.counting, func(ctx context.Context) ([]library.SavedSearch, error) { return l.CountSearches(ctx) }, s.saved.list, nil)
}

// reload lists the saved searches of the library.
func (v *saved) reload() {
	v.counting.Cancel()
	l := v.s.lib
	if l == nil {
		v.loading.Cancel()
		v.list(nil)
		return
	}
	async.Load(&v.loading, func(ctx context.Context) ([]library.SavedSearch, error) { return l.SavedSearches(ctx) }, v.list, v.s.OnFail)
}

func (v *saved) list(all []library.SavedSearch) {
	v.all = all
	v.column.RemoveAll()
	if len(all) > 0 {
		v.column.Add(line.NewHeading(v.s.press, lang.X("search.saved", "已存检索")))
	}
	for _, one := range all {
		e := line.NewEntry(v.s.press, one.Name, one.Hits, func() { v.s.Find(one.Line) })
		e.OnMenu = func(at fyne.Position) { v.menu(e, one, at) }
		e.OnKey = func(k fyne.KeyName) bool {
			switch k {
			case fyne.KeyF2:
				v.rename(one)
			case fyne.KeyDelete:
				v.remove(one)
			default:
				return false
			}
			return true
		}
		v.column.Add(e)
	}
	v.column.Refresh()
	v.update()
}

// current is the saved search that is shown, or nil.
func (v *saved) current() *library.SavedSearch {
	now := narrowed(v.s.typed, v.s.filters)
	if i := slices.IndexFunc(v.all, func(one library.SavedSearch) bool { return one.Line == now }); i >= 0 && now != "" {
		return &v.all[i]
	}
	return nil
}

// update shows on the button whether the search shown is saved.
func (v *saved) update() {
	v.button.Hidden = v.s.typed == ""
	v.button.Icon, v.button.Text = look.Star, lang.X("search.save", "存检索")
	if v.current() != nil {
		v.button.Icon, v.button.Text = look.StarFull, lang.X("search.kept", "已存")
	}
	v.button.Refresh()
}

func (v *saved) toggle() {
	if one := v.current(); one != nil {
		v.remove(*one)
		return
	}
	if v.s.typed == "" {
		return
	}
	one := library.SavedSearch{Name: v.name(), Line: narrowed(v.s.typed, v.s.filters), Hits: -1}
	if r := v.s.Result(); r != nil && !r.Nearest && v.s.found.line == one.Line {
		one.Hits = r.Total
	}
	v.put(one, false)
}

// name is what a search is called at first: what is typed, and what narrows it.
func (v *saved) name() string {
	name := v.s.typed
	for _, f := range v.s.filters {
		name += " · " + f.name()
	}
	return name
}

// put keeps a search. One that is restored was told of already.
func (v *saved) put(one library.SavedSearch, quietly bool) {
	l := v.s.lib
	if l == nil {
		return
	}
	async.Load(new(async.Slot), func(ctx context.Context) (int64, error) { return l.SaveSearch(ctx, one) }, func(id int64) {
		one.ID = id
		v.reload()
		if !quietly {
			v.tell(SavedEvent{Search: one, Undo: func() { v.drop(one) }})
		}
	}, v.s.OnFail)
}

// remove takes a search away; it can be undone.
func (v *saved) remove(one library.SavedSearch) {
	v.drop(one)
	v.tell(SavedEvent{Search: one, Gone: true, Undo: func() { v.put(one, true) }})
}

func (v *saved) drop(one library.SavedSearch) {
	l := v.s.lib
	async.Load(new(async.Slot), func(ctx context.Context) (struct{}, error) { return struct{}{}, l.DeleteSearch(ctx, one.ID) },
		func(struct{}) { v.reload() }, v.s.OnFail)
}

func (v *saved) tell(e SavedEvent) {
	if v.s.OnSaving != nil {
		v.s.OnSaving(e)
	}
}

func (v *saved) rename(one library.SavedSearch) {
	if v.s.OnName == nil {
		return
	}
	v.s.OnName(lang.X("search.rename", "给已存检索改名"), one.Name, func(name string) {
		if name != "" {
			one.Name = name
			v.put(one, true)
		}
	})
}

func (v *saved) menu(e *line.Entry, one library.SavedSearch, at fyne.Position) {
	c := fyne.CurrentApp().Driver().CanvasForObject(e)
	if c == nil {
		return
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("",
		fyne.NewMenuItem(lang.X("action.rename", "改名…"), func() { v.rename(one) }),
		fyne.NewMenuItem(lang.X("action.delete", "删除"), func() { v.remove(one) })), c, at)
}
