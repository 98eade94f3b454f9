package search

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/raster"
	"baoge/app/typeset"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
)

type opening struct {
	id   paper.ArticleID
	line string
}

// screen is a search screen in a window, with what it opened.
func screen(t testing.TB, l Library) (*Screen, *[]opening) {
	t.Helper()
	test.NewTempApp(t)
	async.InPlace(t)
	faces, err := typeset.LoadFaces()
	if err != nil {
		t.Fatal(err)
	}
	s := New(&line.Press{Faces: faces, Painter: raster.NewPainter(0)})
	opened := new([]opening)
	s.OnOpen = func(id paper.ArticleID, line string) { *opened = append(*opened, opening{id, line}) }
	_, box := s.Box()
	w := test.NewTempWindow(t, container.NewStack(container.NewBorder(box, nil, nil, nil, container.NewHSplit(s.Sidebar(), s.List())), s.Drop()))
	w.Resize(fyne.NewSize(700, 760))
	s.SetLibrary(l)
	return s, opened
}

func TestTypingSearches(t *testing.T) {
	f := &finder{hits: 18, result: library.SearchResult{TookMS: 12.4}}
	s, opened := screen(t, f)
	entered, left := 0, 0
	s.OnEnter, s.OnLeave = func() { entered++ }, func(bool) { left++ }
	s.box.SetText(" 礼让 ")
	if !slices.Equal(f.asked, []string{"礼让"}) || entered != 1 {
		t.Errorf("asked %q, entered %d times", f.asked, entered)
	}
	if got := s.view.head.String(); got != "18 篇 · 12 毫秒" {
		t.Errorf("head %q", got)
	}
	if want := []opening{{"0", "礼让"}}; !slices.Equal(*opened, want) {
		t.Errorf("opened %v, want the first hit with its line", *opened)
	}
	h, _ := s.found.pages.At(0)
	if fmt.Sprint(h.marks) != "[[0 2]]" {
		t.Errorf("marks of the headline: %v", h.marks)
	}
	s.box.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if got := (*opened)[len(*opened)-1].id; got != "1" {
		t.Errorf("Down in the box opens %q", got)
	}
	s.box.SetText("礼让  ") // only blanks: the same search
	if len(f.asked) != 1 {
		t.Errorf("asked %q", f.asked)
	}
	s.box.SetText("")
	if left != 1 || s.found != nil || s.view.rows.Count() != 0 {
		t.Errorf("left %d times, %d rows after the box was emptied", left, s.view.rows.Count())
	}
}

func TestEscapeAndReturn(t *testing.T) {
	f := &finder{hits: 3}
	s, _ := screen(t, f)
	left := 0
	s.OnLeave = func(bool) { left++ }
	s.box.SetText("礼让")
	s.box.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if c := fyne.CurrentApp().Driver().CanvasForObject(s.box); c.Focused() != s.view.rows {
		t.Error("Return does not give the keyboard to the hits")
	}
	if len(f.asked) != 1 {
		t.Errorf("Return on what was already found asks again: %q", f.asked)
	}
	s.box.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if left != 1 || s.box.Text != "" {
		t.Errorf("left %d times, box %q", left, s.box.Text)
	}
}

func TestMoreHitsAreReadWhenInSight(t *testing.T) {
	f := &finder{hits: 5000}
	s, opened := screen(t, f)
	s.box.SetText("礼让")
	s.view.rows.ScrollTo(4000 * line.ArticleH)
	if _, ok := s.found.pages.At(4001); !ok || len(f.asked) > 4 {
		t.Errorf("row 4001 at hand: %v, asked %q", ok, f.asked)
	}
	s.view.rows.Step(5000) // to the last hit, which is not at hand
	if got := (*opened)[len(*opened)-1].id; got != "4999" {
		t.Errorf("End opens %q", got)
	}
	for i, a := range f.asked[1:] {
		if !strings.HasPrefix(a, "礼让@") {
			t.Errorf("request %d: %q", i+1, a)
		}
	}
}

func TestHitsBeyondTheCountAreRead(t *testing.T) {
	full, part := make([]library.Hit, 64), make([]library.Hit, 9)
	for _, c := range []struct {
		hits   []library.Hit
		offset int
		more   bool
		want   int
	}{{full, 0, false, 100}, {full, 0, true, 100}, {full, 64, true, 129}, {part, 128, true, 137}} {
		if got := reach(&library.SearchResult{Total: 100, AtLeast: c.more, Hits: c.hits}, 64, c.offset); got != c.want {
			t.Errorf("%d hits at %d, more %v: the list is %d long, want %d", len(c.hits), c.offset, c.more, got, c.want)
		}
	}
}

func TestFacetsNarrow(t *testing.T) {
	f := &finder{hits: 3, result: library.SearchResult{Facets: map[string][]library.Count{
		"year":   {{Value: "2017", Count: 2}, {Value: "2023", Count: 9}},
		"author": {{Value: "凯文", Count: 7}, {Value: "吴铭", Count: 2}, {Value: "", Count: 1}},
		"field":  {{Value: "title", Count: 1}, {Value: "body", Count: 2}},
	}}}
	s, _ := screen(t, f)
	s.box.SetText("斑马线 或 礼让")
	var labels []string
	for _, o := range s.side.column.Objects {
		if e, ok := o.(*line.Entry); ok {
			labels = append(labels, e.Label())
		}
	}
	if fmt.Sprint(labels) != "[标题 正文 凯文 吴铭]" {
		t.Errorf("sidebar lists %v: empty values and groups are to be left out", labels)
	}
	author := func(name string) *line.Entry {
		for _, o := range s.side.column.Objects {
			if e, ok := o.(*line.Entry); ok && e.Label() == name {
				return e
			}
		}
		t.Fatalf("%s is not in the sidebar", name)
		return nil
	}
	asks := func(want string) {
		t.Helper()
		for _, a := range f.asked {
			if a == want {
				f.asked = nil
				return
			}
		}
		t.Errorf("asked %q, not %s", f.asked, want)
	}
	test.Tap(author("凯文"))
	asks(`作者:"凯文" (斑马线 或 礼让)`)
	test.Tap(author("吴铭"))
	asks(`(作者:"凯文" 或 作者:"吴铭") (斑马线 或 礼让)`)
	test.TapAt(s.side.years, fyne.NewPos(yearsIn+6*s.side.years.columnW()+2, 50))
	asks(`(作者:"凯文" 或 作者:"吴铭") 日期:2023 (斑马线 或 礼让)`)
	// A narrowed facet is counted without its own filters, so that more can be chosen.
	if s.toggle(Filter{Year, "2017"}); !slices.Contains(f.asked, `(作者:"凯文" 或 作者:"吴铭") (斑马线 或 礼让)`) || !slices.Contains(f.asked, `(日期:2023 或 日期:2017) (斑马线 或 礼让)`) {
		t.Errorf("asked %q", f.asked)
	}
	if !author("吴铭").Chosen() || len(s.box.chips.Objects) != 4 {
		t.Errorf("%d filters in the box", len(s.box.chips.Objects))
	}
	f.asked = nil
	test.Tap(s.box.chips.Objects[0].(*chip))
	asks(`作者:"吴铭" (日期:2023 或 日期:2017) (斑马线 或 礼让)`)
	if n := len(s.side.years.counts); n != 7 {
		t.Errorf("%d columns from 2017 to 2023", n)
	}
	// By keyboard: the years, an entry, a chip, and Backspace at the beginning of the box.
	key := func(o fyne.Focusable, names ...fyne.KeyName) {
		fyne.CurrentApp().Driver().CanvasForObject(s.box).Focus(o)
		for _, n := range names {
			o.TypedKey(&fyne.KeyEvent{Name: n})
		}
	}
	key(s.side.years, fyne.KeyRight, fyne.KeyLeft, fyne.KeySpace) // Left from the first chosen year, 2017, stays; Right was 2023
	asks(`作者:"吴铭" 日期:2023 (斑马线 或 礼让)`)
	key(author("吴铭"), fyne.KeySpace)
	asks(`日期:2023 (斑马线 或 礼让)`)
	if c := fyne.CurrentApp().Driver().CanvasForObject(s.box); c.Focused() != author("吴铭") {
		t.Error("the keyboard leaves the facet when a value is chosen")
	}
	key(s.box, fyne.KeyHome, fyne.KeyBackspace)
	asks(`斑马线 或 礼让`)
	key(author("凯文"), fyne.KeySpace)
	key(s.box.chips.Objects[0].(*chip), fyne.KeyDelete)
	if len(s.filters) != 0 {
		t.Errorf("filters left: %v", s.filters)
	}
}

func TestNarrowed(t *testing.T) {
	for _, c := range []struct {
		typed   string
		filters []Filter
		want    string
	}{
		{"甲", nil, "甲"}, {"甲 乙", []Filter{{Section, "街巷"}}, `栏目:"街巷" (甲 乙)`},
		{"甲", []Filter{{Found, "title"}, {Year, "2023"}}, `日期:2023 标题:(甲)`},
		{"甲", []Filter{{Found, "body"}, {Label, "要闻"}}, `版:"要闻" 正文:(甲)`},
		{"甲", []Filter{{Found, "body"}, {Found, "title"}}, `(标题:(甲) 或 正文:(甲))`},
		{"甲", []Filter{{Year, "2021"}, {Year, "2023"}}, `(日期:2021 或 日期:2023) (甲)`},
		{"甲", []Filter{{Label, `要"闻`}}, `版:「要"闻」 (甲)`},
		{`"甲 乙`, []Filter{{Year, "2023"}}, `日期:2023 (甲 乙)`}, {"甲) 作者:乙", []Filter{{Found, "title"}}, `标题:(甲 乙)`},
	} {
		if got := narrowed(c.typed, c.filters); got != c.want {
			t.Errorf("narrowed(%q, %v) = %s, want %s", c.typed, c.filters, got, c.want)
		}
	}
}

// Lines that narrowed writes come apart again; others stay whole.
func TestParted(t *testing.T) {
	for _, filters := range [][]Filter{
		{{Year, "2023"}}, {{Year, "2021"}, {Year, "2023"}}, {{Section, "身边好人"}}, {{Found, inTitle}}, {{Found, inBody}},
		{{Found, inTitle}, {Found, inBody}}, {{Year, "2023"}, {Found, inBody}, {Author, "凯 文"}, {Author, "林(小满)"}, {Label, "要闻"}},
		{{Section, "街“巷”"}, {Section, `"街"「巷」`}, {Section, `"街"「巷」『里』 (甲)`}, {Author, "林』"}},
	} {
		for _, typed := range []string{"甲", "甲 或 乙", `"甲) 或 正文:(乙"`, "(甲 乙) 丙"} {
			line := narrowed(typed, filters)
			got, chips := parted(line)
			if got != typed || narrowed(got, chips) != line || len(chips) != len(filters) {
				t.Errorf("%s parts into %q and %v", line, got, chips)
			}
		}
	}
	for _, line := range []string{"", "甲", "日期:2023", "日期:2023 甲", "(甲)", `作者:"凯文" 乙 (甲)`, "标题:(甲) 乙", "(标题:(", "日期:2023 ()"} {
		if got, chips := parted(line); got != line || chips != nil {
			t.Errorf("%q parts into %q and %v", line, got, chips)
		}
	}
}

// An empty box says no more than there is room for.
func TestHintFits(t *testing.T) {
	s, _ := screen(t, &finder{})
	s.box.Resize(fyne.NewSize(420, 34))
	long := s.box.PlaceHolder
	s.box.Resize(fyne.NewSize(160, 34))
	if short := s.box.PlaceHolder; len(short) >= len(long) || short == "" {
		t.Errorf("says %q with room and %q without", long, short)
	}
}

func TestOrder(t *testing.T) {
	f := &finder{hits: 3}
	s, _ := screen(t, f)
	s.box.SetText("礼让")
	for _, o := range []library.Sort{library.Newest, library.Newest, library.Oldest} {
		s.sortBy(o)
	}
	if want := []library.Sort{library.Relevance, library.Newest, library.Oldest}; !slices.Equal(f.orders, want) {
		t.Errorf("asked in orders %v, want %v", f.orders, want)
	}
}

func TestWhatIsSaid(t *testing.T) {
	for _, c := range []struct {
		name   string
		hits   int
		result library.SearchResult
		want   string // in the notice, or in the empty list
	}{
		{"nothing", 0, library.SearchResult{}, "没有找到“礼让”"},
		{"nearest", 2, library.SearchResult{Nearest: true}, "最接近"},
		{"missing", 2, library.SearchResult{Nearest: true, Missing: []string{"飞船", `"礼 让"`}}, "没有找到“飞船”、“礼 让”。 没有全部符合的文章，以下是最接近的。"},
		{"half an index", 2, library.SearchResult{Partial: true}, "索引还在建立"},
		{"malformed", 2, library.SearchResult{Warning: &library.Warning{Text: "引号没有成对", At: 3}}, "第 4 字：引号没有成对"},
	} {
		s, _ := screen(t, &finder{hits: c.hits, result: c.result})
		s.box.SetText("礼让")
		said := s.view.notice.String()
		if c.hits == 0 {
			said = s.view.empty.String()
		}
		if !strings.Contains(said, c.want) || s.view.empty.Visible() != (c.hits == 0) {
			t.Errorf("%s: says %q, empty %v", c.name, said, s.view.empty.Visible())
		}
	}
	f := &finder{hits: 1, result: library.SearchResult{Suggestion: "礼让行人"}}
	s, _ := screen(t, f)
	s.box.SetText("礼让刑人")
	test.Tap(s.view.suggest)
	if got := f.asked[len(f.asked)-1]; got != "礼让行人" {
		t.Errorf("the suggestion searches %q", got)
	}
	none := &finder{phase: library.NoIndex}
	s, _ = screen(t, none)
	s.box.SetText("礼让")
	if len(none.asked) != 0 || !strings.Contains(s.view.empty.String(), "只读") {
		t.Errorf("without an index: asked %q, says %q", none.asked, s.view.empty.String())
	}
	bad := &finder{fail: errors.New("disk")}
	s, _ = screen(t, bad)
	var told error
	s.OnFail = func(err error) { told = err }
	s.box.SetText("礼让")
	if told != bad.fail {
		t.Errorf("told %v", told)
	}
}

func TestSearchesAgainWhenTheIndexIsReady(t *testing.T) {
	f := &finder{hits: 1, result: library.SearchResult{Partial: true}, phase: library.Indexing}
	s, _ := screen(t, f)
	s.Again() // nothing is searched for
	if len(f.asked) != 0 {
		t.Fatalf("asked %q", f.asked)
	}
	s.box.SetText("礼让")
	if !s.Unfinished() {
		t.Error("half an index counts as whole")
	}
	f.result.Partial, f.hits = false, 5
	s.Again()
	if s.Unfinished() || s.view.rows.Count() != 5 {
		t.Errorf("%d hits after the index was ready", s.view.rows.Count())
	}
}

func TestBoxKeepsEditingAndHandsOnTheRest(t *testing.T) {
	s, _ := screen(t, &finder{})
	c := fyne.CurrentApp().Driver().CanvasForObject(s.box)
	var got []string
	c.AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyE, Modifier: fyne.KeyModifierControl}, func(fyne.Shortcut) { got = append(got, "ctrl+e") })
	c.SetOnTypedKey(func(e *fyne.KeyEvent) { got = append(got, string(e.Name)) })
	s.box.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyE, Modifier: fyne.KeyModifierControl})
	s.box.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF1})
	for _, r := range "jk斑" {
		s.box.TypedRune(r)
	}
	s.box.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	if fmt.Sprint(got) != "[ctrl+e F1]" || s.box.Text != "jk" {
		t.Errorf("the window got %v, the box %q", got, s.box.Text)
	}
}
