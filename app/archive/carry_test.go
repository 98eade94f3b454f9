package archive

import (
	"reflect"
	"strings"
	"testing"

	"baoge/app/paper"
)

// draft is a page file whose articles have those texts, a paragraph a line; the first line is the headline.
func draft(path, bytes string, texts ...string) Page {
	p := Page{Origin: "/in/" + path, Source: paper.Source{Path: path, Format: "text", Rules: "1", Bytes: []byte(bytes), SHA256: sum([]byte(bytes))}}
	for _, text := range texts {
		lines := strings.Split(text, "\n")
		x := &paper.Article{Headline: lines[0]}
		for _, l := range lines[1:] {
			x.Blocks = append(x.Blocks, paper.Block{Kind: paper.Paragraph, Text: l})
		}
		p.Articles = append(p.Articles, x)
	}
	return p
}

const (
	oneText = "水库开闸\n今天上午，水库开闸放水。\n下游各村已经得到通知。"
	twoText = "校车改线\n校车从九月起改走新路。\n家长可以到站牌看时间。"
)

func replace(t *testing.T, a *Archive, p Page) Added {
	t.Helper()
	got, err := a.AddPage(t.Context(), p, How{Replace: true})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestReplaceCarriesOver(t *testing.T) {
	a := fresh(t)
	ids := add(t, a, draft("a.txt", "v1", oneText, twoText)).IDs
	must(t)(a.Correct(t.Context(), ids[:1], editor, func(x *paper.Article) error {
		x.Headline, x.Date, x.Blocks[1].Text = "水库今晨开闸", day("2023-07-21"), "下游七村已经得到通知。"
		return nil
	}))
	// The new file mends the first paragraph, which nobody touched, and the headline of the second.
	got := replace(t, a, draft("a.txt", "v2", strings.Replace(oneText, "上午", "清晨", 1), strings.Replace(twoText, "改线", "改道", 1)))
	if got.Status != Updated || !reflect.DeepEqual(got.IDs, ids) || got.Lost != nil {
		t.Fatalf("replaced: %+v", got)
	}
	x := read(t, a, ids[0])
	if x.Headline != "水库今晨开闸" || x.Date != day("2023-07-21") || x.Body() != "今天清晨，水库开闸放水。\n下游七村已经得到通知。" {
		t.Errorf("carried over: %+v", x)
	}
	if y := read(t, a, ids[1]); y.Headline != "校车改道" {
		t.Errorf("known by its text: %+v", y)
	}
	// Now the new file says something else where the person did: it counts, and is told.
	got = replace(t, a, draft("a.txt", "v3", "水库开闸泄洪\n今天清晨，水库开闸放水。\n下游八村得到了通知。", twoText))
	if want := []Lost{{ids[0], "水库今晨开闸", []string{"headline", "blocks"}, false}}; !reflect.DeepEqual(got.Lost, want) {
		t.Errorf("lost %+v, want %+v", got.Lost, want)
	}
	x = read(t, a, ids[0])
	if x.Headline != "水库开闸泄洪" || x.Date != day("2023-07-21") || !strings.Contains(x.Body(), "八村") {
		t.Errorf("after a conflict: %+v", x)
	}
	got = replace(t, a, draft("a.txt", "v4", twoText))
	if want := []Lost{{ids[0], "水库开闸泄洪", []string{"date"}, true}}; !reflect.DeepEqual(got.Lost, want) || len(got.IDs) != 1 || got.IDs[0] != ids[1] {
		t.Errorf("an article gone: %+v", got)
	}
	healthy(t, a)
}

// TestReplaceTakesNoStranger: an article unlike all of the page before gets an ID of its own.
func TestReplaceTakesNoStranger(t *testing.T) {
	a := fresh(t)
	ids := add(t, a, draft("a.txt", "v1", oneText)).IDs
	got := replace(t, a, draft("a.txt", "v2", twoText))
	if got.New != 1 || got.IDs[0] == ids[0] {
		t.Errorf("replaced: %+v, before %v", got, ids)
	}
}

// TestSplitIsNotCarried: a page rearranged by hand takes the new file's articles whole, so
// that no text stands in two of them, and says so.
func TestSplitIsNotCarried(t *testing.T) {
	a := fresh(t)
	p := draft("a.txt", "v1", oneText)
	ids := add(t, a, p).IDs
	e := arrangement(t, a, p.Source.SHA256)
	first := e.Articles[0]
	e.Articles = append(e.Articles, &paper.Article{Headline: "各村得到通知", Blocks: first.Blocks[1:]})
	first.Blocks = first.Blocks[:1]
	if _, _, err := a.SavePage(t.Context(), e, editor); err != nil {
		t.Fatal(err)
	}
	got := replace(t, a, draft("a.txt", "v2", oneText+"\n末段。"))
	if len(got.Lost) != 2 || got.Lost[1].Headline != "各村得到通知" || !got.Lost[1].Gone {
		t.Errorf("lost %+v", got.Lost)
	}
	if x := read(t, a, ids[0]); len(x.Blocks) != 3 {
		t.Errorf("text: %s", x.Body())
	}
}

func TestKnownFileKeepsItsText(t *testing.T) {
	a := fresh(t)
	p := draft("a.txt", "v1", oneText, twoText)
	p.Given = Metadata{Date: day("2023-07-21")}
	for _, x := range p.Articles {
		x.Date = p.Given.Date
	}
	ids := add(t, a, p).IDs
	// A copy under a name that suggests another day.
	again := draft("2019-01-01/a.txt", "v1", oneText, twoText)
	for _, x := range again.Articles {
		x.Date, x.Page = day("2019-01-01"), "3"
	}
	got := add(t, a, again)
	if x := read(t, a, ids[0]); x.Date != day("2023-07-21") || x.Page != "3" || got.Status != Updated || got.Same != "a.txt" {
		t.Errorf("a copy: %+v, %+v", got, x)
	}
	// Newer rules read it otherwise: only on demand.
	newer := draft("a.txt", "v1", strings.Replace(oneText, "水库开闸", "水库", 1), twoText)
	newer.Source.Rules = "2"
	if got := add(t, a, newer); got.Status != Unchanged || !got.Older || read(t, a, ids[0]).Headline != "水库开闸" {
		t.Errorf("newer rules: %+v", got)
	}
	must(t)(a.Correct(t.Context(), ids[1:], editor, retitle("校车改走新路")))
	got, err := a.AddPage(t.Context(), newer, How{Renew: true})
	if err != nil || got.Status != Updated || got.Lost != nil || !reflect.DeepEqual(got.IDs, ids) {
		t.Errorf("read anew: %+v, %v", got, err)
	}
	if h := headlines(t, a, Filter{}); h != "水库 校车改走新路" || read(t, a, ids[0]).Date != day("2023-07-21") {
		t.Errorf("read anew: %s", h)
	}
	if got := add(t, a, newer); got.Older || got.Status != Unchanged {
		t.Errorf("after that: %+v", got)
	}
	healthy(t, a)
}

func TestRowsKeepWhatIsByHand(t *testing.T) {
	a := fresh(t)
	_, ids := addRows(t, a, "r.jsonl", "v1", false, rowsOf(row("1", "甲"), row("2", "乙")))
	must(t)(a.Correct(t.Context(), ids, editor, func(x *paper.Article) error { x.Headline += "改"; return nil }))
	if s, _ := addRows(t, a, "r.jsonl", "v1", false, rowsOf(row("1", "甲"), row("2", "乙"))); s != " unchanged" {
		t.Errorf("the same file:%s", s)
	}
	more := row("1", "甲")
	more.Subhead = "新副题"
	if s, _ := addRows(t, a, "r.jsonl", "v2", false, rowsOf(more, row("2", "丙"))); s != " updated" {
		t.Errorf("new content:%s", s)
	}
	if x, y := read(t, a, ids[0]), read(t, a, ids[1]); x.Headline != "甲改" || x.Subhead != "新副题" || y.Headline != "丙" {
		t.Errorf("%q %q, %q", x.Headline, x.Subhead, y.Headline)
	}
	healthy(t, a)
}
