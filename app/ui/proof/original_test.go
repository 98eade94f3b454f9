package proof

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"testing"

	"fyne.io/fyne/v2"

	"baoge/app/facsimile"
	"baoge/app/paper"
	"baoge/app/review"
	"baoge/app/ui/async"
	"baoge/app/ui/look"
)

// printedTwo is the page of two(), printed on two sheets: one line a text, one under the other.
func printedTwo(t *testing.T) (review.Source, *Original) {
	t.Helper()
	src := two()
	sheets := []facsimile.Sheet{{Medium: "a", Number: 1}, {Medium: "b", Number: 2}}
	for i, a := range src.Articles {
		a.ID = paper.ArticleID([]string{"one", "two"}[i])
		for k, x := range a.Texts() {
			y := 0.1 + 0.2*float32(k)
			n := len([]rune(x.Text))
			sheets[i].Words = append(sheets[i].Words, facsimile.Word{Article: a.ID, Part: x.Part, End: n, Text: x.Text, Box: facsimile.Box{Left: 0.1, Top: y, Right: 0.9, Bottom: y + 0.03}})
		}
	}
	white := image.NewGray(image.Rect(0, 0, 500, 800))
	for i := range white.Pix {
		white.Pix[i] = 255
	}
	var b bytes.Buffer
	if err := png.Encode(&b, white); err != nil {
		t.Fatal(err)
	}
	picture := func(context.Context, string) ([]byte, error) { return bytes.Clone(b.Bytes()), nil }
	return src, &Original{Page: facsimile.New(sheets), Picture: picture}
}

// besides lays two() on the screen with its printed page.
func besides(t *testing.T, width float32) *stage {
	t.Helper()
	src, o := printedTwo(t)
	st := open(t, src)
	async.InPlace(t)
	st.win.Resize(fyne.NewSize(width, 700))
	st.Show(Page{Name: "a.png", Desk: review.New(src), Original: o})
	return st
}

// outlined is where the selected row is outlined; not ok: nowhere.
func (st *stage) outlined() (p facsimile.Place, ok bool) {
	m := st.orig.view.Marks()
	if len(m) != 1 {
		return p, false
	}
	return m[0].Place, true
}

// The printed page stands beside the text, the selected row outlined in its article's
// colour and in sight; where words are clicked, their row is selected.
func TestPrintedPageBeside(t *testing.T) {
	st := besides(t, 1024)
	cards, printed := st.centre.Objects[2], st.centre.Objects[5]
	if st.Beside() || !st.orig.button.Visible() || !cards.Visible() || st.orig.view.Sheets() != 0 {
		t.Fatal("the printed page is shown, and its picture held, before it is wanted")
	}
	st.list.TypedRune('v')
	if !st.Beside() || !printed.Visible() || cards.Visible() || !st.orig.view.Ready() {
		t.Fatal("V does not show it in the place of the cards")
	}
	if tools := st.centre.Objects[3]; !tools.Visible() || tools.Position().Y+tools.Size().Height > st.centre.Size().Height+0.5 {
		t.Error("the buttons are gone")
	}
	if w := st.list.Size().Width; w < 400 || st.orig.view.Size().Width < 400 {
		t.Errorf("in a window of 1024 the text has %v, the picture %v", w, st.orig.view.Size().Width)
	}
	st.pick(t, "路也修好了")
	p, ok := st.outlined()
	if !ok || p.Sheet != 0 || p.Top < 0.89 || p.Top > 0.91 {
		t.Errorf("outlined at %v, %v", p, ok)
	}
	if m := st.orig.view.Marks()[0]; m.Tint(&look.Day) != look.Day.Series[0] {
		t.Error("not in the colour of its article")
	}
	st.pick(t, "夜市开了")
	if p, ok := st.outlined(); !ok || p.Sheet != 1 || st.orig.view.Sheet() != 1 || st.orig.button.Text != "原版 2/2" {
		t.Errorf("outlined at %v, sheet %d in sight, %q", p, st.orig.view.Sheet(), st.orig.button.Text)
	}
	st.list.TypedRune('[')
	st.orig.view.OnPick(0, 0.5, 0.52)
	if r := st.list.row(); r.Text != "大家都说好。" {
		t.Errorf("a click on words selects %q", r.Text)
	}
	st.orig.view.OnPick(0, 0.5, 0.02)
	if r := st.list.row(); r.Text != "大家都说好。" {
		t.Errorf("a click beside all words selects %q", r.Text)
	}
	percent := st.orig.view.Percent()
	if st.Zoom(1); st.orig.view.Percent() <= percent {
		t.Error("it does not grow")
	}
	if st.list.TypedRune('e'); st.Beside() {
		t.Error("the fields of the article stay hidden where one is to type in them")
	}
	st.list.TypedRune('V')
	st.Close()
	if st.orig.view.Sheets() != 0 {
		t.Error("the picture is held after the page is left")
	}
}

// What a person changes is followed: joined, split and corrected text stays outlined.
func TestChangesKeepTheirOutline(t *testing.T) {
	st := besides(t, 1280)
	st.ToggleOriginal()
	st.pick(t, "大家都说好")
	before, _ := st.outlined()
	if err := st.desk.Split(0, 1); err != nil {
		t.Fatal(err)
	}
	st.refresh(st.list.selected)
	st.pick(t, "大家都说好")
	if r := st.list.row(); r.Item == 0 {
		t.Fatal("the page is not split")
	}
	if p, ok := st.outlined(); !ok || p != before {
		t.Errorf("in an article of its own it is outlined at %v, want %v", p, before)
	}
	st.orig.view.OnPick(0, 0.5, before.Top+0.01)
	if r := st.list.row(); r.Text != "大家都说好。" {
		t.Errorf("a click selects %q", r.Text)
	}
	st.pick(t, "桥修好了")
	if err := st.desk.Type(*st.list.row(), "这座桥修好了，"); err != nil {
		t.Fatal(err)
	}
	st.refresh(st.list.selected)
	if p, ok := st.outlined(); !ok || p.Top < 0.29 || p.Top > 0.31 || p.Right-p.Left > 0.81 {
		t.Errorf("a corrected text is outlined at %v, %v", p, ok)
	}
	st.pick(t, "身边好人")
	if len(st.orig.view.Marks()) != 0 {
		t.Error("what is not on the page is outlined")
	}
}

// Without a picture nothing is offered, and V does nothing; in a wide window the cards stay.
func TestPrintedPageIsOffered(t *testing.T) {
	st := besides(t, 1600)
	st.ToggleOriginal()
	if cards := st.centre.Objects[2]; !cards.Visible() || st.list.Size().Width < 400 || st.orig.view.Size().Width < 400 {
		t.Errorf("a window of 1600 gives the text %v, the picture %v", st.list.Size().Width, st.orig.view.Size().Width)
	}
	src := two()
	for _, o := range []*Original{nil, {Page: facsimile.New(nil)}} {
		st.Show(Page{Name: "b.md", Desk: review.New(src), Original: o})
		if st.orig.button.Visible() || st.Beside() {
			t.Error("a printed page is offered that is not there")
		}
		st.ToggleOriginal()
		if st.Beside() {
			t.Error("V shows what is not there")
		}
	}
}
