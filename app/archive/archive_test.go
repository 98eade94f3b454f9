package archive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"baoge/app/paper"
)

func day(s string) paper.Date {
	d, err := paper.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// page makes a page file of the articles with the given headlines.
func page(path, date, number string, headlines ...string) Page {
	p := Page{Origin: "/in/" + path, Given: Metadata{Date: day(date), Page: number}, Labels: []string{"身边好人"}, Repairs: []paper.Repair{{Rule: "widen-mark", Offset: 3, Before: ",", After: "，"}}}
	for _, h := range headlines {
		p.Articles = append(p.Articles, article(h, date, number))
	}
	p.Source = paper.Source{Path: path, Format: "markdown", Rules: "1", Bytes: []byte("# " + strings.Join(headlines, "\n\n# "))}
	p.Source.SHA256 = sum(p.Source.Bytes)
	return p
}

func article(headline, date, number string) *paper.Article {
	return &paper.Article{
		Headline: headline, Date: day(date), Page: number, Dateline: "本报讯", CreditLine: "（记者 甲 通讯员 乙 丙）", CreditAt: paper.CreditLead,
		Credits: []paper.Credit{{Role: "记者", Names: []string{"甲"}}, {Role: "通讯员", Names: []string{"乙", "丙"}}},
		Blocks: []paper.Block{
			{Kind: paper.Paragraph, Text: headline + "的正文，第一段。"}, {Kind: paper.Item, Level: 2, Text: `1、路径 C:\n 与 \ 都在`},
			{Kind: paper.Caption, Text: "图为" + headline}, {Kind: paper.Figure, Media: "ab12"},
		},
	}
}

func fresh(t *testing.T) *Archive {
	t.Helper()
	return reopen(t, t.TempDir(), Create)
}

func reopen(t *testing.T, dir string, how func(string) (*Archive, error)) *Archive {
	t.Helper()
	a, err := how(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func add(t *testing.T, a *Archive, p Page) Added {
	t.Helper()
	got, err := a.AddPage(t.Context(), p, How{})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func healthy(t *testing.T, a *Archive) {
	t.Helper()
	if p, err := a.Verify(t.Context()); err != nil || len(p) > 0 {
		t.Fatalf("Verify = %v, %v", p, err)
	}
}

func headlines(t *testing.T, a *Archive, f Filter) string {
	t.Helper()
	list, total, err := a.List(t.Context(), f, -1, 0)
	if err != nil {
		t.Fatal(err)
	}
	if total != len(list) {
		t.Errorf("List(%+v): total %d, %d articles", f, total, len(list))
	}
	var s []string
	for _, x := range list {
		s = append(s, x.Headline)
	}
	return strings.Join(s, " ")
}

func TestArticleComesBack(t *testing.T) {
	a := fresh(t)
	p := page("a.md", "2023-07-21", "2", "斑马线前", "礼让")
	got := add(t, a, p)
	if got.Status != Imported || got.New != 2 || len(got.IDs) != 2 {
		t.Fatalf("AddPage = %+v", got)
	}
	back, err := a.Articles(t.Context(), got.IDs)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range p.Articles {
		w := *want
		w.ID = got.IDs[i]
		if !reflect.DeepEqual(*back[i], w) {
			t.Errorf("article %d:\n got %+v\nwant %+v", i, *back[i], w)
		}
		if want.ID != "" {
			t.Error("AddPage wrote into its caller's article")
		}
	}
	var src bytes.Buffer
	if err := a.SourceBytes(t.Context(), &src, p.Source.SHA256); err != nil || !bytes.Equal(src.Bytes(), p.Source.Bytes) {
		t.Errorf("source came back as %q, %v", src.Bytes(), err)
	}
	if _, err := a.Article(t.Context(), "aaaaaaaaaaaaaaaa"); !errors.Is(err, ErrNotFound) {
		t.Errorf("unknown article: %v", err)
	}
	if info, err := a.Source(t.Context(), got.IDs[0]); err != nil || info.Path != "a.md" || info.SHA256 != p.Source.SHA256 || info.Articles != 2 {
		t.Errorf("Source = %+v, %v", info, err)
	}
	healthy(t, a)
}

func TestPrintedOrder(t *testing.T) {
	a := fresh(t)
	for _, p := range []Page{
		page("0", "", "", "无日期"), page("1", "2023-07-22", "1", "次日"), page("2", "2023-07-21", "A1", "A1版"),
		page("3", "2023-07-21", "10", "十版一", "十版二"), page("4", "2023-07-21", "", "无版"), page("5", "2023-07-21", "2", "二版"),
		page("6", "2023-07-21", "A10", "A10版"), page("7", "2023-07-21", "a2", "A2版"), page("8", "", "3", "无日期三版"),
	} {
		add(t, a, p)
	}
	for _, c := range []struct {
		name string
		f    Filter
		want string
	}{
		{"all", Filter{}, "二版 十版一 十版二 A1版 A2版 A10版 无版 次日 无日期三版 无日期"},
		{"day", Filter{From: day("2023-07-22"), To: day("2023-07-22")}, "次日"},
		{"from", Filter{From: day("2023-07-22")}, "次日"},
		{"to", Filter{To: day("2023-07-21"), Page: "10"}, "十版一 十版二"},
		{"undated", Filter{Undated: true}, "无日期三版 无日期"},
		{"author", Filter{Author: "丙", Page: "2"}, "二版"},
		{"nobody", Filter{Author: "丁"}, ""},
		{"section", Filter{Section: "身边好人"}, ""},
	} {
		if got := headlines(t, a, c.f); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
	list, total, err := a.List(t.Context(), Filter{}, 2, 3)
	if err != nil || total != 10 || len(list) != 2 || list[0].Headline != "A1版" {
		t.Errorf("List 2 from 3: %d of %d, %v", len(list), total, err)
	}
	if s := list[0]; s.Chars != article("A1版", "", "").Chars() || s.Figures != 2 || !strings.HasPrefix(s.Opening, "本报讯（记者 甲 通讯员 乙 丙）A1版的正文") {
		t.Errorf("summary: %+v", s)
	}
	days, _ := a.Days(t.Context(), 2023, 7)
	months, _ := a.Months(t.Context())
	pages, _ := a.Pages(t.Context(), Filter{To: day("2023-07-21")})
	counts, err := a.Counts(t.Context())
	if err != nil || !reflect.DeepEqual(days, map[int]int{21: 7, 22: 1}) || !reflect.DeepEqual(months, []Month{{2023, 7, 8}}) || counts != (Counts{10, 2, 2, 9}) {
		t.Errorf("days %v, months %v, counts %+v, %v", days, months, counts, err)
	}
	if got := fmt.Sprint(pages); got != "[{2  1} {10  2} {A1  1} {a2  1} {A10  1} {  1}]" {
		t.Errorf("pages %s", got)
	}
}

func TestChangesAndRemoval(t *testing.T) {
	a := fresh(t)
	one := add(t, a, page("a.md", "2023-07-21", "1", "一", "二"))
	add(t, a, page("a.md", "2023-07-22", "1", "一", "二"))
	if err := a.Remove(t.Context(), []paper.ArticleID{one.IDs[0], "aaaaaaaaaaaaaaaa", one.IDs[0]}); err != nil {
		t.Fatal(err)
	}
	got, err := a.Changes(t.Context(), 0, 10)
	if want := []Change{{4, one.IDs[1], false}, {5, one.IDs[0], true}}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("Changes = %v, %v; want %v", got, err, want)
	}
	if got, _ := a.Changes(t.Context(), 4, 10); len(got) != 1 {
		t.Errorf("Changes after 4 = %v", got)
	}
	if err := a.Remove(t.Context(), one.IDs); err != nil {
		t.Fatal(err)
	}
	if c, err := a.Counts(t.Context()); err != nil || c != (Counts{}) {
		t.Errorf("after removing all: %+v, %v", c, err)
	}
	if back := add(t, a, page("a.md", "", "", "一", "二")); !reflect.DeepEqual(back.IDs, one.IDs) {
		t.Errorf("imported again: %v, want %v", back.IDs, one.IDs)
	}
	if got, _ := a.Changes(t.Context(), 0, 10); len(got) != 2 || got[0].Removed || got[1].Seq != 8 {
		t.Errorf("Changes after coming back = %v", got)
	}
	healthy(t, a)
}

func TestCancelledImportLeavesNothing(t *testing.T) {
	a := fresh(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := a.AddPage(ctx, page("a.md", "", "", "一"), How{}); !errors.Is(err, context.Canceled) {
		t.Errorf("AddPage with a cancelled context: %v", err)
	}
	if c, err := a.Counts(t.Context()); err != nil || c.Articles != 0 {
		t.Errorf("after cancel: %+v, %v", c, err)
	}
}

func TestProbeWritesNothing(t *testing.T) {
	a := fresh(t)
	p := page("a.md", "", "", "一")
	would, err := a.ProbePage(t.Context(), p, How{})
	if err != nil || would.Status != Imported {
		t.Fatalf("ProbePage = %+v, %v", would, err)
	}
	if c, _ := a.Counts(t.Context()); c != (Counts{}) {
		t.Errorf("after probing: %+v", c)
	}
	if did := add(t, a, p); !reflect.DeepEqual(did, would) {
		t.Errorf("probe said %+v, import did %+v", would, did)
	}
}

func TestDamageIsFound(t *testing.T) {
	dir := t.TempDir()
	a, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	ids := add(t, a, page("a.md", "2023-07-21", "1", "一", "二")).IDs
	for _, c := range []struct {
		sql  string
		args []any
		want Problem
	}{
		{"UPDATE bodies SET blocks = 'x unknown' WHERE article = (SELECT n FROM articles WHERE id = ?)", []any{string(ids[0])}, Problem{Kind: BadArticle, Name: string(ids[0])}},
		{"UPDATE articles SET headline = '改' WHERE id = ?", []any{string(ids[1])}, Problem{Kind: BadArticle, Name: string(ids[1])}},
		{"UPDATE source_bytes SET gz = x'00'", nil, Problem{Kind: BadSource, Name: "a.md"}},
		{"UPDATE days SET articles = 9", nil, Problem{Kind: BadCount}},
	} {
		if _, err := a.write.Exec(c.sql, c.args...); err != nil {
			t.Fatal(err)
		}
		found, err := a.Verify(t.Context())
		var hit bool
		for _, p := range found {
			hit = hit || p.Kind == c.want.Kind && p.Name == c.want.Name && p.Detail != ""
		}
		if err != nil || !hit {
			t.Errorf("%s: Verify = %v, %v", c.sql, found, err)
		}
	}
	if _, err := a.Article(t.Context(), ids[0]); !errors.Is(err, ErrDamaged) {
		t.Errorf("unreadable article: %v", err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, FileName+"-wal")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a closed library is one file: %v", err)
	}
}
