package proof

import (
	"io/fs"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"baoge/app/ingest"
	"baoge/app/paper"
	"baoge/app/raster"
	"baoge/app/review"
	"baoge/app/typeset"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
	"baoge/seeds"
)

type stage struct {
	*Screen
	saved []*review.Desk
	left  []bool
	next  []bool
	win   fyne.Window
}

func open(t testing.TB, src review.Source) *stage {
	t.Helper()
	a := test.NewTempApp(t)
	look.Apply(a, look.ChooseDay)
	faces, err := typeset.LoadFaces()
	if err != nil {
		t.Fatal(err)
	}
	st := &stage{Screen: New(&line.Press{Faces: faces, Painter: raster.NewPainter(0)})}
	st.OnSave = func(d *review.Desk) { st.saved = append(st.saved, d) }
	st.OnLeave = func(changed bool) { st.left = append(st.left, changed) }
	st.OnNext = func(changed bool) { st.next = append(st.next, changed) }
	st.OnFacts = func(now Facts, done func(Facts)) {
		now.Date, now.Page = paper.Date{Year: 2023, Month: 7, Day: 21}, "2"
		done(now)
	}
	w := test.NewTempWindow(t, st.View())
	st.win = w
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1280, 800))
	st.Show(Page{Name: "a.md", Desk: review.New(src)})
	return st
}

func seed(t testing.TB) review.Source {
	t.Helper()
	names, _ := fs.Glob(seeds.Files, "*.txt")
	b, err := fs.ReadFile(seeds.Files, names[0])
	if err != nil {
		t.Fatal(err)
	}
	f, err := ingest.ReadPage(b, names[0], ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return review.Source{Articles: f.Articles, Labels: f.Labels, Leftover: f.Leftover, Read: f, Total: f.Chars.Total}
}

func (st *stage) chip(o *fyne.Container) string {
	if len(o.Objects) == 0 {
		return ""
	}
	return o.Objects[0].(*chip).text.String()
}

// pick selects the row that begins so.
func (st *stage) pick(t testing.TB, text string) {
	t.Helper()
	for i, r := range st.list.rows {
		if strings.HasPrefix(r.Text, text) {
			st.list.choose(i)
			return
		}
	}
	t.Fatalf("no row %q", text)
}

func TestSeedIsShown(t *testing.T) {
	st := open(t, seed(t))
	if got := st.chip(st.account); got != "6,714 字全部有着落" && !strings.HasPrefix(got, "6,714 字全部有着落") {
		t.Errorf("account %q", got)
	}
	if st.save.Text != "存入馆藏（7 篇）" {
		t.Errorf("button %q", st.save.Text)
	}
	shown := strings.Join(st.list.sheet.Texts(), "\n")
	st.list.scrollTo(st.list.end())
	last := strings.Join(st.list.sheet.Texts(), "\n")
	if !strings.Contains(last, "身边好人") || strings.Contains(shown, "身边好人") {
		t.Error("the list does not scroll from the first row to the last")
	}
	joins := 0
	for y := float32(0); y <= st.list.end()+st.list.Size().Height; y += st.list.Size().Height {
		st.list.scrollTo(y)
		joins += strings.Count(strings.Join(st.list.sheet.Texts(), ""), "接栏")
	}
	if joins < 12 {
		t.Errorf("%d joins shown, the page has 12", joins)
	}
}

func two() review.Source {
	text := func(head string, ps ...string) *paper.Article {
		a := &paper.Article{Headline: head, Credits: []paper.Credit{}}
		for _, p := range ps {
			a.Blocks = append(a.Blocks, paper.Block{Kind: paper.Paragraph, Text: p})
		}
		return a
	}
	return review.Source{Articles: []*paper.Article{text("城里的桥", "桥修好了，", "大家都说好。", "乡下的路", "路也修好了。"), text("夜市", "夜市开了。")}, Labels: []string{"身边好人"}}
}

func TestKeys(t *testing.T) {
	st := open(t, two())
	articles := func() (heads string) {
		for _, a := range st.desk.Articles() {
			heads += a.Headline + " "
		}
		return heads
	}
	st.pick(t, "大家都说好。")
	st.list.TypedRune('j')
	if a := st.desk.Articles()[0]; a.Blocks[0].Text != "桥修好了，大家都说好。" {
		t.Fatalf("J: %q", a.Blocks[0].Text)
	}
	st.pick(t, "桥修好了，")
	st.list.TypedRune('b')
	if n := len(st.desk.Articles()[0].Blocks); n != 4 {
		t.Errorf("B: %d blocks", n)
	}
	st.pick(t, "乡下的路")
	st.list.TypedRune('s')
	if got := articles(); got != "城里的桥 乡下的路 夜市 " {
		t.Errorf("S: %s", got)
	}
	st.pick(t, "夜市")
	st.Move(-1)
	if got := articles(); got != "城里的桥 夜市 乡下的路 " || st.list.row().Text != "夜市" {
		t.Errorf("moved: %s; %q selected", got, st.list.row().Text)
	}
	st.list.TypedRune('m')
	if got := articles(); got != "城里的桥 乡下的路 " {
		t.Errorf("M: %s", got)
	}
	for st.desk.CanUndo() {
		st.Undo()
	}
	if got := articles(); got != "城里的桥 夜市 " {
		t.Errorf("undone: %s", got)
	}
	st.Redo()
	if !st.desk.CanUndo() {
		t.Error("nothing was done again")
	}
	st.pick(t, "城里的桥")
	st.list.TypedRune('m')
	if got := st.hint.String(); got == keysHint() || got == "" {
		t.Errorf("the first article cannot be merged, and nothing says so: %q", got)
	}
	st.key(&fyne.KeyEvent{Name: fyne.KeyEscape})
	st.Save()
	if len(st.left) != 1 || !st.left[0] || len(st.saved) != 1 {
		t.Errorf("left %v, saved %d", st.left, len(st.saved))
	}
}

func TestCardsAndFacts(t *testing.T) {
	src := two()
	src.Total = 36
	st := open(t, src)
	st.askFacts()
	for _, a := range st.desk.Articles() {
		if a.Page != "2" || !a.Date.Known() {
			t.Errorf("%+v", a)
		}
	}
	if st.date.Text != "期次 2023-07-21" {
		t.Errorf("button %q", st.date.Text)
	}
	if n := len(st.cards.box.Objects); n != 4 {
		t.Fatalf("%d on the right: a head and three cards were expected", n)
	}
	c, first := st.win.Canvas(), st.cards.of(0)
	c.Focus(first.author)
	first.author.SetText("通讯员 凯姐")
	c.Focus(first.section) // by Tab: what was typed counts, and the next field keeps the keys
	if c.Focused() != fyne.Focusable(first.section) || st.cards.of(0) != first {
		t.Error("the card was taken from under the hand")
	}
	if a := st.desk.Articles()[0]; a.CreditLine != "通讯员 凯姐" || len(a.Credits) != 1 {
		t.Errorf("%+v", a)
	}
	if got := st.chip(st.account); !strings.Contains(got, "添了") {
		t.Errorf("account %q after typing five characters", got)
	}
}

// A page of thousands of rows is scrolled and changed without a pause: only what is in
// sight is set.
func TestManyRows(t *testing.T) {
	src := two()
	for range 3000 {
		src.Articles[0].Blocks = append(src.Articles[0].Blocks, paper.Block{Kind: paper.Paragraph, Text: "桥修好了，路也修好了。"})
	}
	st := open(t, src)
	if n := len(st.list.sheet.Texts()); n > 60 {
		t.Errorf("%d texts are set for one screen", n)
	}
	if len(st.list.heights) > 20 {
		t.Errorf("%d texts measured, a dozen differ", len(st.list.heights))
	}
}
