package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/ui/browse"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// Star, tags and a note are given by keyboard, listed in the sidebar, undone, and there at
// the next start.
func TestStarTagsAndNote(t *testing.T) {
	home(t)
	w := open(t, Start{Dir: library.DefaultDir(), Own: true})
	tags := func(want ...library.Tag) {
		t.Helper()
		if got := w.browse.Tags(); !slices.Equal(got, want) {
			t.Errorf("tags %v, want %v", got, want)
		}
	}
	w.press1(fyne.KeyS)
	tags(library.Tag{Name: library.Star, Articles: 1})
	if got := w.frame.job.text.String(); got != "已给 1 篇加星" {
		t.Errorf("told %q", got)
	}
	w.browse.Rows().PickAll()
	w.press1(fyne.KeyT)
	e, ok := w.win.Canvas().Focused().(*look.Entry)
	if !ok {
		t.Fatal("T asks for no tags")
	}
	e.SetText("参评、 好  新闻 ，参评")
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	tags(library.Tag{Name: library.Star, Articles: 1}, library.Tag{Name: "参评", Articles: 7}, library.Tag{Name: "好 新闻", Articles: 7})
	w.press1(fyne.KeyT)
	e = w.win.Canvas().Focused().(*look.Entry)
	if e.Text != "参评、好 新闻" {
		t.Errorf("the tags that all have are %q", e.Text)
	}
	e.SetText("参评")
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	tags(library.Tag{Name: library.Star, Articles: 1}, library.Tag{Name: "参评", Articles: 7})
	w.frame.job.action.OnTapped()
	tags(library.Tag{Name: library.Star, Articles: 1}, library.Tag{Name: "参评", Articles: 7}, library.Tag{Name: "好 新闻", Articles: 7})

	w.browse.Go(browse.Route{Kind: browse.Tagged, Tag: library.Star})
	if n := w.browse.Rows().Count(); n != 1 {
		t.Errorf("%d articles starred", n)
	}
	w.press1(fyne.KeyB)
	e = w.win.Canvas().Focused().(*look.Entry)
	e.SetText("题目可以再短些")
	e.OnSubmitted("")
	w.browse.Go(browse.Route{Kind: browse.Noted})
	if n := w.browse.Rows().Count(); n != 1 {
		t.Errorf("%d articles with a note", n)
	}
	a := w.reader.Article()
	w.quit()

	again := open(t, Start{Dir: library.DefaultDir(), Own: true})
	s, err := readSlip(t.Context(), again.lib, a.ID)
	if err != nil || s.Note != "题目可以再短些" || !s.Starred || !slices.Equal(s.Tags, []string{"参评", "好 新闻"}) {
		t.Errorf("at the second start: %+v, %v", s, err)
	}
}

// In the list of a tag, what loses the tag goes from the list, and no other article is
// chosen in its place: the next key is for the one in the reader.
func TestUntaggedGoesFromItsList(t *testing.T) {
	home(t)
	w := open(t, Start{Dir: library.DefaultDir(), Own: true})
	w.browse.Rows().Pick(0, 2)
	w.press1(fyne.KeyS)
	w.browse.Go(browse.Route{Kind: browse.Tagged, Tag: library.Star})
	rows := w.browse.Rows()
	rows.Select(0)
	w.press1(fyne.KeyS)
	if n, at := rows.Count(), rows.Selected(); n != 1 || at != -1 {
		t.Fatalf("%d starred, row %d chosen", n, at)
	}
	w.press1(fyne.KeyS)
	if n, at := rows.Count(), rows.Selected(); n != 2 || at != 0 {
		t.Errorf("starred again: %d starred, row %d chosen", n, at)
	}
}

// A tag that gets another name while its list is shown goes on being shown.
func TestRenamedTagStays(t *testing.T) {
	home(t)
	w := open(t, Start{Dir: library.DefaultDir(), Own: true})
	if _, err := w.lib.Tag(t.Context(), seedIDs(t, w), []string{"参评"}, nil); err != nil {
		t.Fatal(err)
	}
	w.browse.ReloadTags()
	w.browse.Go(browse.Route{Kind: browse.Tagged, Tag: "参评"})
	for _, o := range test.LaidOutObjects(w.browse.Sidebar()) {
		if e, ok := o.(*line.Entry); ok && e.OnKey != nil && e.OnKey(fyne.KeyF2) {
			break
		}
	}
	e, ok := w.win.Canvas().Focused().(*look.Entry)
	if !ok || e.Text != "参评" {
		t.Fatal("no name is asked for")
	}
	e.SetText("好新闻")
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if r := w.browse.Route(); r.Kind != browse.Tagged || r.Tag != "好新闻" || w.browse.Rows().Count() != 7 {
		t.Errorf("shown: %+v, %d rows", r, w.browse.Rows().Count())
	}
}

func seedIDs(t *testing.T, w *Window) []paper.ArticleID {
	t.Helper()
	ids, err := seedArticles(t.Context(), w.lib)
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func TestTagsInALine(t *testing.T) {
	for line, want := range map[string][]string{"": nil, " 、，": nil, "参评": {"参评"}, "甲, 乙；甲;  丙 丁 ": {"甲", "乙", "丙 丁"}} {
		if got := tagsIn(line); !slices.Equal(got, want) {
			t.Errorf("%q is %q, want %q", line, got, want)
		}
	}
}
