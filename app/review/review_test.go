package review

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"baoge/app/ingest"
	"baoge/app/paper"
	"baoge/seeds"
)

// seed is the sample page as it is imported.
func seed(t testing.TB) (*Desk, *ingest.File) {
	t.Helper()
	names, err := fs.Glob(seeds.Files, "*.txt")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	b, err := fs.ReadFile(seeds.Files, names[0])
	if err != nil {
		t.Fatal(err)
	}
	f, err := ingest.ReadPage(b, names[0], ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return New(Source{Articles: f.Articles, Labels: f.Labels, Leftover: f.Leftover, Read: f, Total: f.Chars.Total}), f
}

func TestSeedPage(t *testing.T) {
	d, f := seed(t)
	if len(d.Articles()) != 7 {
		t.Fatalf("%d articles", len(d.Articles()))
	}
	joins, rubric := 0, -1
	for _, r := range d.Rows() {
		joins += len(r.Joins)
		if r.Kind == Rubric {
			rubric = r.Item
		}
		for _, j := range r.Joins {
			if j <= 0 || j >= len([]rune(r.Text)) {
				t.Errorf("join at %d of %q", j, r.Text)
			}
		}
	}
	if joins != 12 {
		t.Errorf("%d joins, the page has 12", joins)
	}
	if rubric != 7 {
		t.Errorf("the rubric, printed last, is item %d", rubric)
	}
	if c := d.Account(); c.Total != f.Chars.Total || c.Edited != 0 || c.Article != f.Chars.Article || c.Label != f.Chars.Label {
		t.Errorf("account %+v, import said %+v", c, f.Chars)
	}
}

// A rubric stands where it was printed.
func TestOrder(t *testing.T) {
	f, err := ingest.ReadPage([]byte("# 城里的桥\n\n桥修好了。\n\n## 身边好人\n\n## 乡下的路\n\n路也修好了。\n"), "a.md", ingest.Options{})
	must(t, err)
	d := New(Source{Articles: f.Articles, Labels: f.Labels, Read: f})
	var kinds []Kind
	for _, r := range d.Rows() {
		kinds = append(kinds, r.Kind)
	}
	if want := []Kind{Headline, Paragraph, Rubric, Headline, Paragraph}; !slices.Equal(kinds, want) {
		t.Errorf("rows %v, want %v", kinds, want)
	}
	must(t, d.Section(1, 1))
	if a := d.Articles()[1]; a.Section != "身边好人" {
		t.Errorf("section %q", a.Section)
	}
}

func text(s ...string) *paper.Article {
	a := &paper.Article{Headline: s[0], Credits: []paper.Credit{}}
	for _, p := range s[1:] {
		a.Blocks = append(a.Blocks, paper.Block{Kind: paper.Paragraph, Text: p})
	}
	return a
}

func texts(a *paper.Article) (out []string) {
	for _, b := range a.Blocks {
		out = append(out, b.Text)
	}
	return out
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestMergeAndSplit(t *testing.T) {
	one, two := text("甲", "甲文。"), text("乙", "乙文。", "丙文。")
	two.ID, two.Dateline, two.CreditLine, two.CreditAt = "two", "本报讯", "（记者 丁）", paper.CreditLead
	d := New(Source{Articles: []*paper.Article{one, two}})
	if err := d.Merge(0); !errors.Is(err, ErrNoPrevious) || d.CanUndo() {
		t.Errorf("merge of the first: %v", err)
	}
	must(t, d.Merge(1))
	a := d.Articles()[0]
	if want := []string{"甲文。", "乙", "本报讯（记者 丁）乙文。", "丙文。"}; len(d.Articles()) != 1 || !slices.Equal(texts(a), want) || a.Blocks[1].Kind != paper.Subheading {
		t.Fatalf("merged: %q", texts(a))
	}
	if c := d.Account(); c.Article != one.Chars()+two.Chars() {
		t.Errorf("characters: %d of %d", c.Article, one.Chars()+two.Chars())
	}
	must(t, d.Split(0, 1))
	if as := d.Articles(); len(as) != 2 || as[1].Headline != "乙" || as[1].ID != "" || !slices.Equal(texts(as[0]), []string{"甲文。"}) {
		t.Errorf("split: %d articles", len(as))
	}
	if err := d.Split(1, 1); !errors.Is(err, ErrNoBody) {
		t.Errorf("split at the last block: %v", err)
	}
	for d.Undo() {
	}
	if as := d.Articles(); len(as) != 2 || as[1].ID != "two" || as[1].Dateline != "本报讯" {
		t.Errorf("undone: %+v", as[1])
	}
	if len(one.Blocks) != 1 || one.Blocks[0].Text != "甲文。" {
		t.Error("the library's own article was changed")
	}
}

func TestJoinAndPart(t *testing.T) {
	a := text("甲", "一二", "三四。")
	a.Blocks[1].Bold = []paper.Range{{Start: 0, End: 1}}
	d := New(Source{Articles: []*paper.Article{a}})
	must(t, d.Join(0, 1))
	b := d.Articles()[0].Blocks
	if len(b) != 1 || b[0].Text != "一二三四。" || !slices.Equal(b[0].Bold, []paper.Range{{Start: 2, End: 3}}) {
		t.Fatalf("%+v", b)
	}
	if r := d.Rows()[1]; !slices.Equal(r.Joins, []int{2}) {
		t.Errorf("joins %v", r.Joins)
	}
	must(t, d.Part(0, 0, 2))
	if b := d.Articles()[0].Blocks; !reflect.DeepEqual(texts(d.Articles()[0]), []string{"一二", "三四。"}) || !slices.Equal(b[1].Bold, []paper.Range{{Start: 0, End: 1}}) || len(b[0].Bold) != 0 {
		t.Errorf("%+v", b)
	}
	if err := d.Part(0, 0, 0); !errors.Is(err, ErrNotThere) {
		t.Error(err)
	}
	if err := d.Join(0, 0); !errors.Is(err, ErrNoPrevious) {
		t.Error(err)
	}
}

func TestKinds(t *testing.T) {
	d := New(Source{Articles: []*paper.Article{text("甲", "副", "通讯员 丁竹青 马金", "文一。", "图说", "文二。"), text("乙", "乙文。")}, Labels: []string{"身边好人"}})
	row := func(s string) Row {
		t.Helper()
		for _, r := range d.Rows() {
			if r.Text == s {
				return r
			}
		}
		t.Fatalf("no row %q", s)
		return Row{}
	}
	must(t, d.Set(row("副"), Subhead))
	must(t, d.Set(row("通讯员 丁竹青 马金"), Credit))
	must(t, d.Set(row("图说"), Caption))
	a := d.Articles()[0]
	if a.Subhead != "副" || a.CreditAt != paper.CreditHead || len(a.Credits) != 1 || len(a.Credits[0].Names) != 2 || a.Blocks[1].Kind != paper.Caption {
		t.Fatalf("%+v", a)
	}
	must(t, d.Set(row("副"), Kicker))
	if a := d.Articles()[0]; a.Kicker != "副" || a.Subhead != "" {
		t.Errorf("%+v", a)
	}
	must(t, d.Section(2, -1))
	if d.Articles()[1].Section != "身边好人" {
		t.Errorf("section %q", d.Articles()[1].Section)
	}
	if err := d.Set(row("身边好人"), Headline); !errors.Is(err, ErrNoBody) {
		t.Errorf("a rubric with nothing after it as headline: %v", err)
	}
	must(t, d.Set(row("文二。"), Leftover))
	if _, left := d.Texts(); !slices.Equal(left, []string{"文二。"}) {
		t.Errorf("leftover %q", left)
	}
}

func TestEdit(t *testing.T) {
	d := New(Source{Articles: []*paper.Article{text("甲", "文。"), text("乙", "文。")}, Total: 6})
	day, page, credit, headline := paper.Date{Year: 2023, Month: 7, Day: 21}, "2", "通讯员 凯姐", "新甲"
	must(t, d.Edit(0, true, Edit{Date: &day, Page: &page}))
	must(t, d.Edit(0, false, Edit{Headline: &headline, Credit: &credit}))
	for _, a := range d.Articles() {
		if a.Date != day || a.Page != "2" {
			t.Errorf("%+v", a)
		}
	}
	if a := d.Articles()[0]; a.CreditAt != paper.CreditHead || a.Credits[0].Names[0] != "凯姐" {
		t.Errorf("%+v", a)
	}
	if c := d.Account(); c.Edited != 1+5 || c.Total != 6 {
		t.Errorf("%+v", c)
	}
	before := len(d.past)
	must(t, d.Edit(0, false, Edit{Headline: &headline}))
	if len(d.past) != before {
		t.Error("an edit that changes nothing is a step")
	}
}

// Whatever is done, no character is lost but by typing, and every step can be taken back.
func TestNothingIsLost(t *testing.T) {
	for seedNo := range 20 {
		d, f := seed(t)
		began := d.Items()
		rnd := rand.New(rand.NewPCG(uint64(seedNo), 1))
		for range 200 {
			rows := d.Rows()
			r := rows[rnd.IntN(len(rows))]
			before := d.Items()
			var err error
			switch rnd.IntN(6) {
			case 0:
				err = d.Merge(r.Item)
			case 1:
				err = d.Split(r.Item, r.Part.Block)
			case 2:
				err = d.Move(r.Item, rnd.IntN(3)-1)
			case 3:
				err = d.Join(r.Item, r.Part.Block)
			case 4:
				err = d.Part(r.Item, r.Part.Block, rnd.IntN(20))
			case 5:
				if ks := r.Kinds(); len(ks) > 0 {
					err = d.Set(r, ks[rnd.IntN(len(ks))])
				}
			}
			if c := d.Account(); c.Edited != 0 || c.Total != f.Chars.Total {
				t.Fatalf("%+v after row %q, %v", c, r.Text, err)
			}
			if err != nil && !reflect.DeepEqual(before, d.Items()) {
				t.Fatalf("refused with %v, and changed all the same", err)
			}
			for _, a := range d.Articles() {
				if len(a.Blocks) == 0 {
					t.Fatalf("article %q has nothing in it", a.Headline)
				}
			}
			if rnd.IntN(10) == 0 {
				d.Undo()
			}
		}
		for d.Undo() {
		}
		if !reflect.DeepEqual(d.Items(), began) {
			t.Fatal("all taken back is not where it began")
		}
	}
}
