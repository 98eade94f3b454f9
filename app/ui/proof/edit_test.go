package proof

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"baoge/app/paper"
	"baoge/app/review"
	"baoge/app/ui/look"
)

func (st *stage) texts() string {
	var out []string
	for _, r := range st.desk.Rows() {
		out = append(out, r.Text)
	}
	return strings.Join(out, "|")
}

// F2 opens a field over the row; Return takes what was typed, Esc does not, leaving it for
// another place does.
func TestTypingInARow(t *testing.T) {
	st := open(t, two())
	c := st.win.Canvas()
	for _, end := range []struct {
		how  func(f *look.Field)
		want string
	}{
		{func(f *look.Field) { f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) }, "桥修成了，"},
		{func(f *look.Field) { f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}) }, "桥修好了，"},
		{func(*look.Field) { st.list.Tapped(&fyne.PointEvent{Position: fyne.NewPos(100, 5)}) }, "桥修成了，"},
		{func(*look.Field) { st.Undo() }, "桥修好了，"},
	} {
		st.pick(t, "桥修好了，")
		st.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF2})
		f := st.list.editor
		if f == nil || c.Focused() != fyne.Focusable(f) || f.Text != "桥修好了，" {
			t.Fatalf("no field is over the row, or it has not the keys: %v", c.Focused())
		}
		f.SetText("桥修成了，")
		end.how(f)
		if got := st.desk.Articles()[0].Blocks[0].Text; got != end.want || st.list.editor != nil {
			t.Errorf("%q, expected %q; field %v", got, end.want, st.list.editor)
		}
		for st.desk.CanUndo() {
			st.Undo()
		}
	}
	st.list.choose(1)
	p := &fyne.PointEvent{Position: fyne.NewPos(100, st.list.tops[1]+8-st.list.offset)}
	st.list.Tapped(p)
	st.list.Tapped(p)
	if st.list.editor == nil {
		t.Error("two clicks do not open the field")
	}
}

// Blocks go up and down by Shift and the arrows, over the edge of an article too, and the
// selection with them; letters give a row another kind.
func TestShiftAndKinds(t *testing.T) {
	st := open(t, two())
	st.pick(t, "大家都说好。")
	st.list.shift = true
	st.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	if got := st.texts(); !strings.HasPrefix(got, "城里的桥|大家都说好。|桥修好了，|") || st.list.row().Text != "大家都说好。" {
		t.Errorf("%s; %q selected", got, st.list.row().Text)
	}
	st.pick(t, "路也修好了。")
	st.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if a := st.desk.Articles()[1]; a.Blocks[0].Text != "路也修好了。" || st.list.row().Text != "路也修好了。" {
		t.Errorf("%s; %q selected", st.texts(), st.list.row().Text)
	}
	st.list.shift = false
	st.pick(t, "乡下的路")
	st.list.TypedRune('u')
	if a := st.desk.Articles()[0]; a.Subhead != "乡下的路" {
		t.Errorf("%+v", a)
	}
	st.pick(t, "乡下的路")
	st.list.TypedRune('k')
	if a := st.desk.Articles()[0]; a.Kicker != "乡下的路" || a.Subhead != "" {
		t.Errorf("%+v", a)
	}
	st.list.TypedRune('e')
	if st.win.Canvas().Focused() != fyne.Focusable(st.cards.of(0).headline) {
		t.Errorf("E: %v has the keys", st.win.Canvas().Focused())
	}
}

// While a page is being saved nothing changes, and it is not saved twice.
func TestSavingHolds(t *testing.T) {
	src := two()
	st := open(t, src)
	before := st.texts()
	st.Save()
	st.Save()
	st.pick(t, "大家都说好。")
	st.list.TypedRune('j')
	st.Undo()
	st.Leave()
	if len(st.saved) != 1 || st.texts() != before || len(st.left) != 0 {
		t.Errorf("saved %d times, left %v: %s", len(st.saved), st.left, st.texts())
	}
	st.Unsaved()
	st.list.TypedRune('j')
	if st.texts() == before {
		t.Error("after a failure nothing can be changed")
	}
}

func TestNextPage(t *testing.T) {
	st := open(t, two())
	st.list.TypedRune('g')
	if len(st.next) != 0 || st.Screen.next.Visible() {
		t.Error("there is no next page")
	}
	st.Show(Page{Name: "b.md", Desk: review.New(two()), Waiting: 3})
	st.list.TypedRune('g')
	if len(st.next) != 1 || !st.Screen.next.Visible() || st.Screen.next.Text != "下一版（余 3）" {
		t.Errorf("%v, %q", st.next, st.Screen.next.Text)
	}
}

// Two rubrics in a row are both offered to the articles around them.
func TestRubricsAreOffered(t *testing.T) {
	src := two()
	src.Labels = []string{"身边好人", "凡人善举"}
	st := open(t, src)
	for _, text := range src.Labels {
		st.pick(t, text)
		k := st.cards.of(st.list.row().Item)
		if len(k.chips.Objects) != 1 {
			t.Fatalf("%d offers for %s", len(k.chips.Objects), text)
		}
		k.chips.Objects[0].(*chip).Tapped(nil)
		if a := st.desk.Articles()[1]; a.Section != text {
			t.Errorf("section %q, expected %q", a.Section, text)
		}
	}
}

// Every key on a page of 10,000 blocks is answered within a frame, as is its opening and
// scrolling; the figures are printed.
func TestHugePage(t *testing.T) {
	src := two()
	src.Articles[0].Blocks = nil
	for i := range 10000 {
		src.Articles[0].Blocks = append(src.Articles[0].Blocks, paper.Block{Kind: paper.Paragraph, Text: fmt.Sprint(i, strings.Repeat("，桥修好了，路也修好了，大家都说好。", 6))})
	}
	st := open(t, src)
	if n := len(st.list.heights); n > 60 {
		t.Errorf("%d texts were measured for a screen", n)
	}
	steps := []struct {
		name string
		do   func()
	}{
		{"down", func() { st.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown}) }},
		{"page down", func() { st.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown}) }},
		{"scroll", func() { st.list.scrollTo(st.list.offset + 300) }},
		{"join", func() { st.list.TypedRune('j') }},
		{"caption", func() { st.list.TypedRune('c') }},
		{"undo", func() { st.Undo() }},
		{"end", func() { st.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd}) }},
		{"home", func() { st.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome}) }},
		{"open", func() { st.Show(Page{Name: "a.md", Desk: review.New(src)}) }},
	}
	for _, s := range steps {
		least := time.Hour // others may be using the processors
		for range 7 {
			begin := time.Now()
			s.do()
			least = min(least, time.Since(begin))
		}
		t.Logf("%-10s %6.1f ms", s.name, float64(least)/1e6)
		if least > time.Second { // measuring all texts would take several
			t.Errorf("%s takes %v", s.name, least)
		}
	}
	st.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	if r := st.list.row(); st.list.selected != len(st.list.rows)-1 || st.list.tops[st.list.selected+1]-st.list.offset > st.list.Size().Height+1 {
		t.Errorf("the last row %q is not in sight", r.Text)
	}
}

// After a click beside everything no widget has the keys: they are the page's all the same.
func TestKeysWithoutFocus(t *testing.T) {
	st := open(t, two())
	c := st.win.Canvas()
	c.SetOnTypedKey(func(k *fyne.KeyEvent) { st.Key(k) })
	c.Unfocus()
	at := st.list.selected
	c.OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyDown})
	if st.list.selected != at+1 || c.Focused() != fyne.Focusable(st.list) {
		t.Errorf("row %d, %v has the keys", st.list.selected, c.Focused())
	}
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyF7}) // nobody's: it must not go round for ever
	c.Unfocus()
	st.Rune('j')
	if st.desk.Articles()[0].Blocks[0].Text != "桥修好了，大家都说好。" && !st.desk.Changed() && st.hint.String() == keysHint() {
		t.Error("the letter did nothing")
	}
}
