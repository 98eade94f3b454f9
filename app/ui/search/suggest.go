package search

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"baoge/app/library"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
)

// How many lines the drop has of each.
const (
	suggested    = 6  // names, sections and headlines
	pastAmong    = 3  // past searches beside them
	pastAlone    = 10 // past searches under an empty box
	dwellSeconds = 2
)

// past is what of the searches made is remembered.
type past struct {
	line string // remembered last because its hits were looked at, and still being typed on
	slot async.Slot
}

// rest forgets what was being typed.
func (p *past) rest() {
	p.slot.Cancel()
	p.line = ""
}

// hideDrop hides what is suggested and what is still being looked for.
func (s *Screen) hideDrop() {
	s.guess.Cancel()
	s.drop.show(nil)
}

// suggest lists under the box what may be meant by what is typed.
func (s *Screen) suggest() {
	l, typed := s.lib, s.typed
	if l == nil || !s.box.focused {
		s.hideDrop()
		return
	}
	async.Load(&s.guess, func(ctx context.Context) ([]item, error) { return guesses(ctx, l, typed) }, s.drop.show, nil)
}

// guesses asks for past searches, names, sections and headlines. Of a line of several
// words the last one is completed.
func guesses(ctx context.Context, l Library, typed string) ([]item, error) {
	old, err := l.PastSearches(ctx, typed, pastAmong+1)
	if err != nil {
		return nil, err
	}
	var items []item
	for _, p := range old {
		if p != typed && len(items) < pastAmong {
			items = append(items, item{text: p, line: p, note: lang.X("search.past", "检索过"), past: true})
		}
	}
	before, last := "", typed
	if i := strings.LastIndexAny(typed, " \u3000"); i >= 0 {
		before, last = typed[:i]+" ", strings.TrimLeft(typed[i:], " \u3000")
	}
	more, err := l.Suggest(ctx, last, suggested)
	if err != nil {
		return nil, err
	}
	for _, m := range more {
		if to := before + m.Line; to != typed && m.Line != "" {
			items = append(items, item{text: m.Text, line: to, note: kind(m)})
		}
	}
	return items, nil
}

// kind says what a suggestion is.
func kind(s library.Suggestion) string {
	data := map[string]any{"N": line.Thousands(s.Count)}
	switch s.Kind {
	case library.SuggestName:
		return lang.X("search.hintname", "作者 · {{.N}} 篇", data)
	case library.SuggestSection:
		return lang.X("search.hintsection", "栏目 · {{.N}} 篇", data)
	}
	return lang.X("search.hintheadline", "标题")
}

// tapped lists the past searches under an empty box that is clicked.
func (s *Screen) tapped() {
	if s.typed == "" && s.like == nil {
		s.showPast()
	}
}

// showPast lists the last searches.
func (s *Screen) showPast() {
	l := s.lib
	if l == nil {
		return
	}
	async.Load(&s.guess, func(ctx context.Context) ([]string, error) { return l.PastSearches(ctx, "", pastAlone) }, func(old []string) {
		var items []item
		for _, p := range old {
			items = append(items, item{text: p, line: p, past: true})
		}
		if len(items) > 0 {
			items = append(items, item{text: lang.X("search.forget", "清除全部检索记录"), do: s.forgetAll})
		}
		if s.OnHelp != nil {
			items = append(items, item{text: lang.X("search.help", "检索写法…"), do: s.OnHelp})
		}
		s.drop.show(items)
	}, nil)
}

// pick takes a line of the drop.
func (s *Screen) pick(it item) {
	s.hideDrop()
	if it.do != nil {
		it.do()
		return
	}
	s.setBox(it.line)
	s.typed, s.like = it.line, nil
	s.remember()
	s.search()
	s.takeBack()
}

// takeBack gives the keyboard to the box again, which a press of the mouse took from it.
func (s *Screen) takeBack() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(s.box); c != nil {
		c.Focus(s.box)
	}
}

func (s *Screen) erase(it item) {
	s.forget(func(ctx context.Context, l Library) error { return l.ForgetSearch(ctx, it.line) })
	s.takeBack()
}

func (s *Screen) forgetAll() {
	s.forget(func(ctx context.Context, l Library) error { return l.ForgetSearches(ctx) })
	s.takeBack()
}

func (s *Screen) forget(do func(context.Context, Library) error) {
	l := s.lib
	async.Load(new(async.Slot), func(ctx context.Context) (struct{}, error) { return struct{}{}, do(ctx, l) }, func(struct{}) {}, s.OnFail)
}

// dwell remembers a search whose hits are looked at for a while.
func (s *Screen) dwell() {
	if r := s.found.result; s.found.like != nil || r.Total == 0 || r.Nearest || r.Warning != nil {
		return
	}
	typed := s.typed
	async.After(&s.past.slot, dwellSeconds*time.Second, func() {
		if typed == s.typed {
			s.keep(typed)
			s.past.line = typed
		}
	})
}

// remember keeps what is typed among the past searches.
func (s *Screen) remember() {
	s.past.slot.Cancel()
	s.keep(s.typed)
	s.past.line = ""
}

// keep remembers a line; one that was only on the way to it is forgotten.
func (s *Screen) keep(typed string) {
	l, before := s.lib, s.past.line
	if l == nil || typed == "" {
		return
	}
	async.Load(new(async.Slot), func(ctx context.Context) (struct{}, error) {
		if before != "" && before != typed && strings.HasPrefix(typed, before) {
			if err := l.ForgetSearch(ctx, before); err != nil {
				return struct{}{}, err
			}
		}
		return struct{}{}, l.Searched(ctx, typed)
	}, func(struct{}) {}, nil) // a history that cannot be written is not worth a dialog
}

// missingWords quotes the words that were found nowhere.
func missingWords(words []string) string {
	quoted := slices.Clone(words)
	for i, w := range quoted {
		quoted[i] = lang.X("search.quoted", "“{{.Word}}”", map[string]any{"Word": strings.Trim(w, `"`)})
	}
	return strings.Join(quoted, lang.X("search.comma", "、"))
}
