package search

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

func (d *drop) lines() (out []string) {
	if !d.Visible() {
		return nil
	}
	for _, it := range d.items {
		out = append(out, it.text)
	}
	return out
}

func typed(s *Screen, keys ...fyne.KeyName) {
	for _, k := range keys {
		s.box.TypedKey(&fyne.KeyEvent{Name: k})
	}
}

func guesser() *finder {
	return &finder{hits: 3, past: []string{"礼让行人", "斑马线"}, suggestions: []library.Suggestion{
		{Text: "凯文", Line: `作者:"凯文"`, Kind: library.SuggestName, Count: 7},
		{Text: "礼让斑马线", Line: `标题:"礼让斑马线"`, Kind: library.SuggestHeadline},
	}}
}

func TestSuggestionsByKeyboard(t *testing.T) {
	f := guesser()
	s, _ := screen(t, f)
	c := fyne.CurrentApp().Driver().CanvasForObject(s.box)
	s.box.SetText("礼让")
	if s.drop.Visible() {
		t.Error("a line that was not typed drops suggestions")
	}
	c.Focus(s.box)
	s.box.SetText("礼")
	f.past = []string{"礼让行人", "斑马线"} // timers fire at once here, so what was searched for is kept
	s.suggest()
	if got := fmt.Sprint(s.drop.lines()); got != "[礼让行人 礼让斑马线]" {
		t.Errorf("suggests %s", got)
	}
	if c.Focused() != s.box || c.Overlays().Top() != nil {
		t.Error("the drop takes the keyboard")
	}
	typed(s, fyne.KeyEscape)
	if s.drop.Visible() || s.box.Text != "礼" {
		t.Errorf("Esc leaves %v and the box %q", s.drop.lines(), s.box.Text)
	}
	s.box.SetText("礼让")
	typed(s, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyUp, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	if got := f.asked[len(f.asked)-1]; got != `标题:"礼让斑马线"` || s.box.Text != got || s.drop.Visible() {
		t.Errorf("Return on a suggestion asks %s, the box has %s", got, s.box.Text)
	}
	if c.Focused() != s.box {
		t.Error("the keyboard left the box")
	}
	if f.past[0] != `标题:"礼让斑马线"` {
		t.Errorf("remembered %q", f.past)
	}
	// Of several words the last is completed, and what stood before it stays.
	s.box.SetText("斑马线 凯")
	if got := fmt.Sprint(s.drop.lines()); got != "[凯文]" {
		t.Errorf("suggests %s", got)
	}
	typed(s, fyne.KeyDown, fyne.KeyReturn)
	if got := s.box.Text; got != `斑马线 作者:"凯文"` {
		t.Errorf("completed to %s", got)
	}
	s.box.SetText("礼让")
	if s.toggle(Filter{Year, "2023"}); s.drop.Visible() {
		t.Error("the drop stays when the hits are narrowed")
	}
	s.box.SetText("礼")
	c.Focus(s.view.rows)
	if s.drop.Visible() {
		t.Error("the drop stays when the keyboard goes")
	}
}

func TestSuggestionsByMouse(t *testing.T) {
	f := guesser()
	s, _ := screen(t, f)
	c := fyne.CurrentApp().Driver().CanvasForObject(s.box)
	c.Focus(s.box)
	s.box.SetText("礼")
	at := fyne.NewPos(40, dropPad+itemH/2)
	s.drop.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}})
	s.drop.MouseDown(nil)
	c.Unfocus() // as Fyne does before it tells of the tap
	s.drop.MouseUp(nil)
	if !s.drop.Visible() {
		t.Fatal("a press on the drop closes it")
	}
	s.drop.Tapped(&fyne.PointEvent{Position: at})
	if got := f.asked[len(f.asked)-1]; got != "礼让行人" || c.Focused() != s.box || s.drop.Visible() {
		t.Errorf("asks %s; the box has the keyboard: %v", got, c.Focused() == s.box)
	}
	s.box.SetText("斑马线 礼")
	s.box.SetText("")
	s.box.Tapped(&fyne.PointEvent{})
	f.past = []string{"礼让行人", "斑马线"}
	s.box.Tapped(&fyne.PointEvent{})
	if got := fmt.Sprint(s.drop.lines()); got != "[礼让行人 斑马线 清除全部检索记录]" {
		t.Fatalf("the empty box offers %v", got)
	}
	s.drop.Tapped(&fyne.PointEvent{Position: fyne.NewPos(s.drop.Size().Width-8, dropPad+itemH/2)})
	if slices.Contains(f.past, "礼让行人") || s.drop.items[0].text == "礼让行人" {
		t.Errorf("× leaves %v", f.past)
	}
	typed(s, fyne.KeyDelete) // erases the one that is chosen now
	if len(f.past) != 0 || s.drop.Visible() {
		t.Errorf("Delete leaves %v", f.past)
	}
	f.past = []string{"礼让行人", "斑马线"}
	s.box.Tapped(&fyne.PointEvent{})
	s.drop.Tapped(&fyne.PointEvent{Position: fyne.NewPos(40, s.drop.Size().Height-dropPad-2)})
	if len(f.past) != 0 {
		t.Errorf("after all were erased: %v", f.past)
	}
}

func TestPastSearchesAreKept(t *testing.T) {
	f := &finder{hits: 2}
	s, _ := screen(t, f)
	for _, line := range []string{"礼", "礼让", "礼让行人"} { // one search, typed slowly
		s.box.SetText(line)
	}
	if fmt.Sprint(f.past) != "[礼让行人]" {
		t.Errorf("kept %v", f.past)
	}
	f.hits = 0
	s.box.SetText("飞船")
	if len(f.past) != 1 {
		t.Errorf("what finds nothing is kept though nobody pressed Return: %v", f.past)
	}
	typed(s, fyne.KeyReturn)
	if f.past[0] != "飞船" {
		t.Errorf("kept %v", f.past)
	}
}

func TestSavedSearches(t *testing.T) {
	f := &finder{hits: 18}
	s, _ := screen(t, f)
	var last SavedEvent
	s.OnSaving = func(e SavedEvent) { last = e }
	s.OnName = func(_, initial string, done func(string)) { done(initial + "二") }
	s.box.SetText("礼让")
	s.toggle(Filter{Year, "2023"})
	s.Save()
	want := library.SavedSearch{ID: 1, Name: "礼让 · 2023 年", Line: "日期:2023 (礼让)", Hits: 18}
	if len(f.saved) != 1 || f.saved[0] != want || last.Gone {
		t.Fatalf("saved %+v", f.saved)
	}
	if s.saved.button.Icon != look.StarFull {
		t.Error("the button does not show that the search is saved")
	}
	entry := func() *line.Entry { return s.saved.column.Objects[1].(*line.Entry) }
	s.Recount()
	if entry().Count() != 41 {
		t.Errorf("%d after the library changed", entry().Count())
	}
	s.Clear()
	before := len(f.asked)
	test.Tap(entry())
	if got := f.asked[before]; got != want.Line || s.box.Text != "礼让" || len(s.box.chips.Objects) != 1 {
		t.Errorf("the entry searches %s, the box holds %q and %d chips", got, s.box.Text, len(s.box.chips.Objects))
	}
	entry().TypedKey(&fyne.KeyEvent{Name: fyne.KeyF2})
	if entry().Label() != want.Name+"二" {
		t.Errorf("renamed to %s", entry().Label())
	}
	s.Save() // once more takes it away
	if len(f.saved) != 0 || !last.Gone || len(s.saved.column.Objects) != 0 {
		t.Errorf("left %+v", f.saved)
	}
	last.Undo()
	if len(f.saved) != 1 {
		t.Error("deletion is not undone")
	}
	entry().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	if len(f.saved) != 0 {
		t.Error("Delete does not delete")
	}
}

func TestLikeAnArticle(t *testing.T) {
	f := &finder{hits: 4}
	s, opened := screen(t, f)
	left := false
	s.OnLeave = func(bool) { left = true }
	s.box.SetText("礼让")
	s.Like(paper.Summary{ID: "42", Headline: "礼让斑马线"})
	if got := f.asked[len(f.asked)-1]; got != "like 42" || s.box.Text != "" || s.view.rows.Count() != 4 {
		t.Errorf("asked %s, %d rows", got, s.view.rows.Count())
	}
	if last := (*opened)[len(*opened)-1]; last.line != "" {
		t.Errorf("opened with marks of %q", last.line)
	}
	if got := s.box.chips.Objects[0].(*chip).text; got != "类似：礼让斑马线" || s.view.sort.Visible() {
		t.Errorf("the box says %q", got)
	}
	test.Tap(s.box.chips.Objects[0].(*chip))
	if !left {
		t.Error("the chip does not end it")
	}
	s.Like(paper.Summary{ID: "42"})
	s.box.SetText("礼")
	if len(s.box.chips.Objects) != 0 || f.asked[len(f.asked)-1] != "礼" {
		t.Error("typing does not begin another search")
	}
}

func TestFaultIsUnderlined(t *testing.T) {
	f := &finder{hits: 1, result: library.SearchResult{Warning: &library.Warning{Text: "引号没有配对。", At: 3}}}
	s, _ := screen(t, f)
	s.box.SetText(`礼让 "行人`)
	x := s.box.fault.Position().X
	if !s.box.fault.Visible() || x < textLeft+20 {
		t.Errorf("fault at %v, visible %v", x, s.box.fault.Visible())
	}
	s.Clear()
	if s.box.fault.Visible() {
		t.Error("the fault stays in the empty box")
	}
	f.result.Warning = nil
	s.box.SetText("礼让")
	if s.box.fault.Visible() {
		t.Error("the fault stays")
	}
	s.box.SetText(`礼让 "行人`)
	s.toggle(Filter{Year, "2023"})
	if last := f.asked[len(f.asked)-2]; last != "日期:2023 (礼让 行人)" || !s.box.fault.Visible() || s.found.result.Warning.At != 3 {
		t.Errorf("a filter beside a malformed line asks %s; fault visible %v", last, s.box.fault.Visible())
	}
}

// A newer search ends the context of the older one.
func TestOlderSearchIsStopped(t *testing.T) {
	f := &finder{hits: 1}
	s, _ := screen(t, f)
	var older context.Context
	f.during = func(ctx context.Context) {
		f.during = nil
		older = ctx
		s.box.SetText("礼让") // typed while the index looks
	}
	s.box.SetText("礼")
	if older == nil || older.Err() == nil {
		t.Error("the older search goes on")
	}
	if s.found.line != "礼让" {
		t.Errorf("shown are the hits of %q", s.found.line)
	}
}
