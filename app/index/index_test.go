package index

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

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

func TestSeeds(t *testing.T) {
	x := newIndex(t, seedArticles(t))
	for _, c := range []struct{ line, want string }{
		{"溺水", "一名女子不"}, {`"心肺复苏"`, "一名女子不"}, {"“文明礼让”", "凯里市:斑"}, {"标题:斑马线", "凯里市:斑"}, {"作者:凯文", "凯里市:斑"},
		{"斑马线 礼让 -溺水", "凯里市:斑"}, {"斑马线 礼让 -曝光", ""}, {"潘秀明", "一名女子不"}, {"潘秀刚 OR 光盘", "一名女子不 开展文明餐"},
		{"m2", "凯里市:夏"}, {"m²", "凯里市:夏"}, {"244230m²", "凯里市:夏"}, {"Ｍ２", "凯里市:夏"}, {"625个", "凯里市全面"}, {"1+3", "凯里市全面"}, {`"“1+3”"`, "凯里市全面"},
		{"25个", ""}, {`"25个"`, "凯里市全面"}, {"蛳", "食品安全小"}, {"螺螄", "食品安全小"}, {"餐飲浪費", "开展文明餐"}, {"qq", "开展文明餐"},
		{"日期:2023-07-12", "凯里市文化"}, {"日期:2023 蝴蝶谷", "凯里市:斑"}, {"栏目:城 溺水", "一名女子不"}, {"版:2 溺水", "一名女子不"}, {"版:12 溺水", ""}, {"版:民生 溺水", "一名女子不"},
		{"报纸:凯里 溺水", "一名女子不"}, {"正文:不慎溺水", ""}, {"标题:不慎溺水", "一名女子不"}, {"正文:溺水", "一名女子不"}, {"作者:溺水", ""}, {"清水*", "一名女子不"}, {"q*", "开展文明餐"},
		{`"他们合力施救"`, "一名女子不"}, {`"溺水 他们"`, "一名女子不"}, {"(溺水 或 光盘) -餐桌", "一名女子不"}, {"-凯里 光盘", "开展文明餐"},
	} {
		r := search(t, x, c.line, Options{})
		got := headlines(x, r)
		if r.Nearest {
			got = ""
		}
		if got != c.want || !r.Nearest && r.Total != len(r.Hits) {
			t.Errorf("%s → %q of %d, want %q", c.line, got, r.Total, c.want)
		}
	}
	if r := search(t, x, "溺水 斑马线", Options{}); !r.Nearest || r.Total != 2 {
		t.Errorf("溺水 斑马线: %+v, want the nearest 2", r)
	}
	if r := search(t, x, "溺水 -急救", Options{}); r.Total != 0 {
		t.Errorf("溺水 -急救: %+v, want nothing, not even near", r)
	}
	if r := search(t, x, "", Options{Sort: Oldest}); r.Total != 8 || headlines(x, &Result{Hits: r.Hits[7:]}) != "凯里市全面" {
		t.Errorf("everything, oldest first: %d, %s", r.Total, headlines(x, r))
	}
	hits, err := x.SearchText(context.Background(), "谁在江里救了落水的女子？(AND -", 3)
	if err != nil || len(hits) == 0 || hits[0].ID != "seed000000000006" {
		t.Errorf("plain text: %v, %v", hits, err)
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
