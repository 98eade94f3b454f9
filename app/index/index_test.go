package index

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"baoge/app/paper"
	"baoge/app/query"
	"baoge/seeds"
)

// seedArticles reads the real page roughly: an article a heading, a paragraph a line.
// The importer does it properly; here the texts are what matters.
func seedArticles(t testing.TB) (out []*paper.Article) {
	entries, err := seeds.Files.ReadDir(".")
	if err != nil || len(entries) == 0 {
		t.Fatal("no seeds: ", err)
	}
	b, err := seeds.Files.ReadFile(entries[0].Name())
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		line = strings.NewReplacer("<sup>2</sup>", "²", ",", "，").Replace(strings.TrimSpace(line))
		if h := strings.TrimLeft(line, "# "); h != line && strings.HasPrefix(line, "#") {
			n := len(out)
			a := &paper.Article{ID: paper.ArticleID(fmt.Sprintf("seed%012d", n)), Headline: h, Page: "2", PageLabel: "民生", Section: "城事", Publication: "凯里日报"}
			if n > 0 {
				a.Date = paper.Date{Year: 2023, Month: 7, Day: 10 + n}
			}
			out = append(out, a)
			continue
		}
		if line == "" || len(out) == 0 {
			continue
		}
		a := out[len(out)-1]
		if name, ok := strings.CutPrefix(line, "◎ 通讯员 "); ok {
			a.CreditLine, a.CreditAt = line, paper.CreditHead
			a.Credits = []paper.Credit{{Role: "通讯员", Names: []string{name}}}
			continue
		}
		a.Blocks = append(a.Blocks, paper.Block{Kind: paper.Paragraph, Text: line})
	}
	return out
}

func newIndex(t testing.TB, articles []*paper.Article) *Index {
	src := memory{}
	for _, a := range articles {
		src[a.ID] = a
	}
	x, err := Create(t.TempDir()+"/index", cutter(t), src)
	if err != nil {
		t.Fatal(err)
	}
	x.patience = time.Minute // whatever else the machine does
	t.Cleanup(func() { _ = x.Close() })
	if err := x.Apply(context.Background(), articles, nil, int64(len(articles))); err != nil {
		t.Fatal(err)
	}
	return x
}

func search(t testing.TB, x *Index, line string, o Options) *Result {
	q, w := query.Parse(line)
	if w != nil {
		t.Errorf("%s: %+v", line, w)
	}
	r, err := x.Search(context.Background(), q, o)
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return r
}

// headlines names the hits by the first characters of their headlines.
func headlines(x *Index, r *Result) string {
	var out []string
	for _, h := range r.Hits {
		a := x.source.(memory)[h.ID]
		out = append(out, string([]rune(strings.ReplaceAll(a.Headline, " ", ""))[:5]))
	}
	return strings.Join(out, " ")
}

// hasHeadlines reports whether the hits are those with these pieces in their headlines.
func hasHeadlines(x *Index, hits []Hit, pieces []string) bool {
	return slices.EqualFunc(hits, pieces, func(h Hit, piece string) bool {
		return strings.Contains(strings.ReplaceAll(x.source.(memory)[h.ID].Headline, " ", ""), piece)
	})
}

// A wanted is one search of searches.json over the seeds: a line with the headlines, by a piece
// of each, that it finds or that are nearest, in order, or a plain text with the headline
// that comes first.
type wanted struct {
	Line    string   `json:"line"`
	Hits    []string `json:"hits"`    // all of them
	Nearest []string `json:"nearest"` // where nothing has all that was asked
	Missing []string `json:"missing"` // what the result says is missing; not looked at when absent
	Try     string   `json:"try"`     // and suggests
	Text    string   `json:"text"`
	First   string   `json:"first"`
}

// TestSeeds guards what searching finds by the searches of searches.json.
func TestSeeds(t *testing.T) {
	x := newIndex(t, seedArticles(t))
	b, err := os.ReadFile("testdata/searches.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []wanted
	if err := json.Unmarshal(b, &all); err != nil || len(all) == 0 {
		t.Fatal(len(all), err)
	}
	for _, w := range all {
		if w.Text != "" {
			hits, err := x.SearchText(context.Background(), w.Text, 3)
			if err != nil || len(hits) == 0 || !hasHeadlines(x, hits[:1], []string{w.First}) {
				t.Errorf("%s: %s comes first, %v; want %s", w.Text, headlines(x, &Result{Hits: hits}), err, w.First)
			}
			continue
		}
		r := search(t, x, w.Line, Options{})
		want := append(w.Hits, w.Nearest...)
		if w.First != "" && (len(r.Hits) == 0 || !hasHeadlines(x, r.Hits[:1], []string{w.First})) {
			t.Errorf("%s: %s comes first, want %s", w.Line, headlines(x, r), w.First)
		}
		if r.Nearest != (len(w.Nearest) > 0) || r.Total != len(r.Hits) || !hasHeadlines(x, r.Hits, want) {
			t.Errorf("%s: %q of %d, nearest %v; want %q", w.Line, headlines(x, r), r.Total, r.Nearest, want)
		}
		if w.Missing != nil && (!slices.Equal(r.Missing, w.Missing) || r.Suggestion != w.Try) {
			t.Errorf("%s: missing %q, try %q; want %q, %q", w.Line, r.Missing, r.Suggestion, w.Missing, w.Try)
		}
	}
	if r := search(t, x, "", Options{Sort: Oldest}); r.Total != 8 || headlines(x, &Result{Hits: r.Hits[7:]}) != "凯里市全面" {
		t.Errorf("everything, oldest first: %d, %s", r.Total, headlines(x, r))
	}
	f := search(t, x, "凯里", Options{Facets: true}).Facets
	if got := fmt.Sprint(f[FacetYear], f[FacetLabel], f[FacetSection]); got != "[{2023 4}] [{民生 5}] [{城事 5}]" {
		t.Errorf("facets %s", got)
	}
}

func TestMarksAndSnippets(t *testing.T) {
	cutter(t)
	a := &paper.Article{Headline: "斑馬線上　禮讓行人", CreditLine: "◎ 通讯员 凯文", CreditAt: paper.CreditHead, Blocks: []paper.Block{
		{Kind: paper.Paragraph, Text: "开头一句不相干的话。"},
		{Kind: paper.Paragraph, Text: strings.Repeat("前面铺垫的句子，", 20) + "１２㎡的斑马线前，车辆礼让行人；" + strings.Repeat("后面的句子，", 20)},
	}}
	for _, c := range []struct{ line, want string }{
		{"斑马线 礼让", "斑馬線|禮讓|斑马线|礼让"}, {`"斑马线上"`, "斑馬線上"}, {"标题:斑马线", "斑馬線"}, {"正文:斑马线", "斑马线"}, {"作者:凯文", "凯文"},
		{"12m2", "１２㎡"}, {`"斑马线前，车辆"`, "斑马线前，车辆"}, {"-斑马线", ""}, {"日期:2023", ""}, {`"线上 礼让"`, "線上　禮讓"},
	} {
		q, _ := query.Parse(c.line)
		var got []string
		texts := map[paper.Part]string{}
		for _, x := range a.Texts() {
			texts[x.Part] = x.Text
		}
		for _, m := range Marks(q, a) {
			got = append(got, string([]rune(texts[m.Part])[m.Start:m.End]))
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s marks %q, want %q", c.line, got, c.want)
		}
	}
	q, _ := query.Parse("斑马线 礼让")
	ss := Snippets(q, a, 3)
	if len(ss) != 1 {
		t.Fatalf("%d snippets: %+v", len(ss), ss)
	}
	s := []rune(ss[0].Text)
	if got := string(s[ss[0].Marks[0][0]:ss[0].Marks[0][1]]) + string(s[ss[0].Marks[1][0]:ss[0].Marks[1][1]]); got != "斑马线礼让" {
		t.Errorf("marks of %q cover %q", ss[0].Text, got)
	}
	if last := s[len(s)-1]; !isClauseEnd(last) || strings.HasPrefix(ss[0].Text, "…") {
		t.Errorf("snippet %q is not cut at clause ends", ss[0].Text)
	}
	q, _ = query.Parse("标题:斑马线")
	if ss := Snippets(q, a, 3); len(ss) != 1 || ss[0].Text != "开头一句不相干的话。" || len(ss[0].Marks) != 0 {
		t.Errorf("nothing in the body: %+v", ss)
	}
}

// TestSnippetsBegin tells where a snippet that begins inside a block says so.
func TestSnippetsBegin(t *testing.T) {
	cutter(t)
	rest := strings.Repeat("后面的句子，", 20)
	for _, c := range []struct{ before, want string }{
		{"", "溺水"}, {"他说，", "溺水"}, {"他说：“走。”", "溺水"}, {strings.Repeat("长", 40) + "（三）", "…" + strings.Repeat("长", 7) + "（三）溺水"}, {strings.Repeat("，长", 40) + "》", "长》溺水"},
	} {
		a := &paper.Article{Blocks: []paper.Block{{Kind: paper.Paragraph, Text: c.before + "溺水" + rest}}}
		q, _ := query.Parse("溺水")
		if ss := Snippets(q, a, 1); len(ss) != 1 || !strings.HasPrefix(ss[0].Text, c.want) {
			t.Errorf("%s溺水: %+v, want it to begin with %s", c.before, ss, c.want)
		}
	}
}

func TestSnippetMarksStayInside(t *testing.T) {
	cutter(t)
	for _, line := range []string{"凯里", "斑马线 文明", "急救", "m2 除草", "1 2 3"} {
		q, _ := query.Parse(line)
		for _, a := range seedArticles(t) {
			for _, s := range Snippets(q, a, 3) {
				n := len([]rune(s.Text))
				for _, m := range s.Marks {
					if m[0] < 0 || m[0] >= m[1] || m[1] > n {
						t.Errorf("%s: mark %v outside of %q", line, m, s.Text)
					}
				}
				if !slices.IsSortedFunc(s.Marks, func(a, b [2]int) int { return a[0] - b[0] }) {
					t.Errorf("%s: marks %v out of order", line, s.Marks)
				}
			}
		}
	}
}

func TestQueueTakesInOrder(t *testing.T) {
	f := &finder{}
	rnd := rand.New(rand.NewPCG(7, 8))
	for range 200 {
		var all []candidate
		for i := range rnd.IntN(300) {
			all = append(all, candidate{place: place{0, uint32(i)}, score: float32(rnd.IntN(5)), day: uint32(rnd.IntN(4))})
		}
		want := slices.Clone(all)
		slices.SortFunc(want, f.before)
		q := &queue{all: slices.Clone(all), before: f.before}
		var got []candidate
		for len(q.all) > 0 {
			got = append(got, q.take(1+rnd.IntN(60))...)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("of %d candidates in another order", len(all))
		}
	}
}

// TestPages walks through all hits in pages: each article once, in one order.
func TestPages(t *testing.T) {
	var many []*paper.Article
	for i := range 700 {
		many = append(many, &paper.Article{ID: paper.ArticleID(fmt.Sprintf("page%012d", i)), Date: paper.Date{Year: 2020 + i%5, Month: 1, Day: 1 + i%28},
			Blocks: []paper.Block{{Kind: paper.Paragraph, Text: strings.Repeat("蓄水塘", i%7) + "引水工程"}}})
	}
	x := newIndex(t, many)
	for _, line := range []string{"水", "蓄水塘", "水 工程", `"塘引水"`, "-甲"} {
		for _, s := range []Sort{Relevance, Newest, Oldest} {
			all := search(t, x, line, Options{Limit: 1000, Sort: s})
			if all.AtLeast || len(all.Hits) != all.Total || all.Total < 500 {
				t.Fatalf("%s: %d hits of %d", line, len(all.Hits), all.Total)
			}
			var paged []Hit
			for len(paged) < all.Total {
				r := search(t, x, line, Options{Limit: 90, Offset: len(paged), Sort: s})
				if r.Total != all.Total || len(r.Hits) == 0 {
					t.Fatalf("%s from %d: %d hits, total %d of %d", line, len(paged), len(r.Hits), r.Total, all.Total)
				}
				paged = append(paged, r.Hits...)
			}
			if !slices.Equal(paged, all.Hits) {
				t.Errorf("%s, sort %d: the pages are not the whole", line, s)
			}
			if s == Relevance && line != "-甲" && !slices.IsSortedFunc(all.Hits, func(a, b Hit) int { return cmp.Compare(b.Score, a.Score) }) {
				t.Errorf("%s: scores do not fall", line)
			}
		}
	}
}

// TestEnough tells how long a page is filled.
func TestEnough(t *testing.T) {
	const patience = time.Second
	for _, c := range []struct {
		offset, hits int
		took         time.Duration // in patiences
		want         bool
	}{
		{0, 3, 1, false}, {0, 3, 5, true}, {0, 20, 2, true}, {0, 0, 99, false}, {40, 45, 5, false}, {40, 45, 17, true}, {40, 12, 99, false},
	} {
		f := &finder{x: &Index{patience: patience}, options: Options{Offset: c.offset, Limit: 20}, texts: []asked{{text: "水", weight: 1}}}
		if got := f.enough(c.hits, c.took*patience); got != c.want {
			t.Errorf("%+v: enough %v", c, got)
		}
	}
}

func TestApplyReplacesAndDrops(t *testing.T) {
	articles := seedArticles(t)
	x := newIndex(t, articles)
	src := x.source.(memory)
	search(t, x, "潘秀明", Options{}) // so that its text is cached
	changed := *articles[6]
	changed.Headline, changed.Blocks = "河边救人", []paper.Block{{Kind: paper.Paragraph, Text: "改过的文章说的是潜水員。"}}
	src[changed.ID] = &changed
	if err := x.Apply(context.Background(), []*paper.Article{&changed}, []paper.ArticleID{articles[5].ID}, 20); err != nil {
		t.Fatal(err)
	}
	if x.Seq() != 20 || x.Count() != 7 {
		t.Errorf("sequence %d, %d articles", x.Seq(), x.Count())
	}
	for line, want := range map[string]int{"潜水员": 1, "溺水": 0, "潘秀明": 0, "斑马线": 0, "光盘": 1} {
		if r := search(t, x, line, Options{}); r.Total != want && !r.Nearest {
			t.Errorf("%s: %d hits, want %d", line, r.Total, want)
		}
	}
}

func TestSearchWhileApplying(t *testing.T) {
	articles := seedArticles(t)
	x := newIndex(t, articles)
	var wait sync.WaitGroup
	for range 3 {
		wait.Go(func() {
			for range 30 {
				if r := search(t, x, "凯里 OR 溺水 OR 卫生", Options{Facets: true}); r.Total == 0 {
					t.Error("nothing found")
				}
			}
		})
	}
	for i := range 20 {
		if err := x.Apply(context.Background(), articles[i%8:i%8+1], nil, int64(100+i)); err != nil {
			t.Error(err)
		}
	}
	wait.Wait()
}

// TestHugeQueries asks with lines nobody types: they are answered with little work.
func TestHugeQueries(t *testing.T) {
	articles := seedArticles(t)
	x := newIndex(t, articles)
	x.patience = countFor
	var all strings.Builder
	for all.Len() < 100<<10 {
		for _, a := range articles {
			all.WriteString(strings.ReplaceAll(a.Body(), "\n", ""))
		}
	}
	text := all.String()[:100<<10]
	for _, line := range []string{text, `"` + text, strings.ReplaceAll(text, "，", " "), strings.ReplaceAll(text, "，", " OR "), strings.Repeat("(", 50000), strings.Repeat("-", 100000), strings.Repeat("12", 50000),
		strings.Repeat("国", 34000), strings.Repeat("的了在是和", 6800), strings.Repeat("什么", 17000), strings.Repeat("，。！", 11000), `"` + strings.Repeat("国", 34000) + `"`, strings.Repeat("国", 34000) + "~"} {
		q, _ := query.Parse(line)
		v, err := x.view()
		if err != nil {
			t.Fatal(err)
		}
		reader := &counting{memory: x.source.(memory)}
		x.source = reader
		for tier := everything; tier <= quarter; tier++ {
			if _, err := x.search(context.Background(), v, q, Options{Facets: true}, tier); err != nil {
				t.Errorf("%.20s…: %v", line, err)
			}
		}
		if n := testing.AllocsPerRun(1, func() {
			if err := x.explain(context.Background(), v, q, new(Result)); err != nil {
				t.Errorf("%.20s…: %v", line, err)
			}
		}); n > 20000 {
			t.Errorf("%.20s…: %.0f things made to explain it", line, n)
		}
		x.source = reader.memory
		if v.asked() > 10000 || reader.read > 4*len(articles) { // some microseconds each
			t.Errorf("%.20s…: %d bitmaps, %d articles read", line, v.asked(), reader.read)
		}
		v.close()
		if _, err := x.Search(context.Background(), q, Options{Facets: true}); err != nil {
			t.Errorf("%.20s…: %v", line, err)
		}
		if n := len(patterns(q)); n > 2*maxProbes {
			t.Errorf("%.20s…: %d patterns to mark", line, n)
		}
		for _, a := range articles {
			Snippets(q, a, 3)
			Marks(q, a)
		}
	}
}

// counting counts the articles that are read.
type counting struct {
	memory
	read int
}

func (c *counting) Articles(ctx context.Context, ids []paper.ArticleID) ([]*paper.Article, error) {
	c.read += len(ids)
	return c.memory.Articles(ctx, ids)
}
