package review

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"baoge/app/ingest"
	"baoge/app/paper"
)

func blocks(texts ...string) *paper.Article {
	a := &paper.Article{Headline: texts[0], Credits: []paper.Credit{}}
	for _, t := range texts[1:] {
		a.Blocks = append(a.Blocks, paper.Block{Kind: paper.Paragraph, Text: t})
	}
	return a
}

func rowOf(t testing.TB, d *Desk, text string) Row {
	t.Helper()
	for _, r := range d.Rows() {
		if r.Text == text {
			return r
		}
	}
	t.Fatalf("no row %q", text)
	return Row{}
}

func pageText(d *Desk) (out string) {
	for _, r := range d.Rows() {
		out += r.Text + "|"
	}
	return out
}

func TestType(t *testing.T) {
	a := blocks("桥", "桥修好了，大家都说好。", "完")
	a.Blocks[0].Bold = []paper.Range{{Start: 0, End: 2}, {Start: 3, End: 8}}
	a.Blocks[0].Links = []paper.Link{{Range: paper.Range{Start: 5, End: 10}, URL: "https://example.com"}}
	d := New(Source{Articles: []*paper.Article{a}, Labels: []string{"身边好人"}, Total: 17})
	if err := d.Type(rowOf(t, d, "桥修好了，大家都说好。"), "桥修好了，\n大家全都说好。"); err != nil {
		t.Fatal(err)
	}
	b := d.Articles()[0].Blocks[0]
	if b.Text != "桥修好了，大家全都说好。" || fmt.Sprint(b.Bold) != "[{0 2} {3 9}]" {
		t.Errorf("%q %v", b.Text, b.Bold)
	}
	if l := b.Links[0]; string([]rune(b.Text)[l.Start:l.End]) != "大家全都说好" {
		t.Errorf("the link is on %q", string([]rune(b.Text)[l.Start:l.End]))
	}
	if a.Blocks[0].Text != "桥修好了，大家都说好。" {
		t.Error("the library's article was changed")
	}
	if c := d.Account(); c.Typed != 1 || c.Edited != 1 {
		t.Errorf("%+v", c)
	}
	if err := d.Type(rowOf(t, d, "身边好人"), "身边的好人"); err != nil || !strings.Contains(pageText(d), "身边的好人") {
		t.Errorf("%v, %s", err, pageText(d))
	}
	if err := d.Type(rowOf(t, d, "桥"), "大桥"); err != nil || d.Articles()[0].Headline != "大桥" {
		t.Errorf("%v, %+v", err, d.Articles()[0])
	}
	if err := d.Type(rowOf(t, d, "完"), "  "); err != ErrNoBody {
		t.Errorf("nothing typed: %v", err)
	}
	for d.Undo() {
	}
	if c := d.Account(); c.Typed != 0 || c.Edited != 0 || pageText(d) != "桥|桥修好了，大家都说好。|完|身边好人|" {
		t.Errorf("undone: %+v %s", c, pageText(d))
	}
}

// Joins stay where they are when a text around them is put right.
func TestTypeKeepsJoins(t *testing.T) {
	f, err := ingest.ReadPage([]byte("# 桥\n\n桥修好了，大家都说这座桥修得\n\n又快又好。\n"), "a.md", ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d := New(Source{Articles: f.Articles, Read: f})
	i := slices.IndexFunc(d.Rows(), func(r Row) bool { return len(r.Joins) == 1 })
	if i < 0 {
		t.Fatalf("no join in %s", pageText(d))
	}
	r := d.Rows()[i]
	if err := d.Type(r, strings.Replace(r.Own(), "桥修", "大桥修", 1)); err != nil {
		t.Fatal(err)
	}
	now := d.Rows()[i]
	if len(now.Joins) != 1 || now.Joins[0] != r.Joins[0]+1 {
		t.Errorf("joins %v, were %v", now.Joins, r.Joins)
	}
}

func TestShift(t *testing.T) {
	d := New(Source{Articles: []*paper.Article{blocks("甲", "一", "二"), blocks("乙", "三")}, Labels: []string{"栏"}})
	for _, c := range []struct {
		text string
		by   int
		want string
		err  error
	}{
		{"二", -1, "甲|二|一|乙|三|栏|", nil},
		{"一", 1, "甲|二|乙|一|三|栏|", nil},
		{"二", 1, "甲|二|乙|一|三|栏|", ErrNoBody},
		{"二", -1, "甲|二|乙|一|三|栏|", ErrNotThere},
		{"三", 1, "甲|二|乙|一|三|栏|", ErrNotThere},
		{"一", -1, "甲|二|一|乙|三|栏|", nil},
	} {
		r := rowOf(t, d, c.text)
		item, block, err := d.Shift(r.Item, r.Part.Block, c.by)
		if err != c.err || pageText(d) != c.want {
			t.Errorf("%s by %d: %v, %s", c.text, c.by, err, pageText(d))
		}
		if err == nil && d.Items()[item].Article.Blocks[block].Text != c.text {
			t.Errorf("%s is not at %d, %d", c.text, item, block)
		}
	}
}

func TestKickerAndSectionOf(t *testing.T) {
	d := New(Source{Articles: []*paper.Article{blocks("甲", "一", "二")}, Labels: []string{"栏", "另一栏"}})
	if err := d.Set(rowOf(t, d, "一"), Kicker); err != nil || d.Articles()[0].Kicker != "一" {
		t.Errorf("%v, %+v", err, d.Articles()[0])
	}
	if got := d.SectionOf(2, -1); got != 0 || d.SectionOf(2, 1) >= 0 {
		t.Errorf("the second rubric is offered to %d", got)
	}
	if err := d.Section(2, -1); err != nil || d.Articles()[0].Section != "另一栏" {
		t.Errorf("%v, %+v", err, d.Articles()[0])
	}
}

// Labels that say the same stand each where the file has it, and thousands take no time.
func TestManyLabels(t *testing.T) {
	var b strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&b, "# 第%d篇\n\n这一篇说的是第%d座桥，修得又快又好。\n\n## 身边好人\n\n", i, i)
	}
	f, err := ingest.ReadPage([]byte(b.String()), "a.md", ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	f.Labels = slices.Repeat([]string{"身边好人"}, 3000)
	begin := time.Now()
	d := New(Source{Articles: f.Articles, Labels: f.Labels, Read: f})
	t.Logf("%d articles, %d labels laid out in %v", len(f.Articles), len(f.Labels), time.Since(begin))
	for i, it := range d.Items()[:2000] {
		if i%2 == 1 != (it.Article == nil) {
			t.Fatalf("item %d: %q", i, it.Text)
		}
	}
}
