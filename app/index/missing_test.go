package index

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"baoge/app/paper"
	"baoge/app/query"
)

// TestMissing asks what no article of the page has whole.
func TestMissing(t *testing.T) {
	x := newIndex(t, seedArticles(t))
	for _, c := range []struct{ line, missing, try string }{
		{"斑马线 航天飞机", "[航天飞机]", ""}, {"航天飞机", "[航天飞机]", ""}, {"溺水 斑马线", "[]", ""},
		{"斑马线 礼让 -曝光", "[斑马线 礼让]", "斑马线 礼让"}, {"溺水 -急救", "[溺水]", "溺水"}, {"溺水 航天飞机 -急救", "[溺水 航天飞机]", ""},
		{"班马线 礼让", "[班马线]", "斑马线 礼让"}, {"标题:班马线", "[标题:班马线]", "标题:斑马线"}, {"开文 斑马线", "[开文]", "凯文 斑马线"},
		{"溺水 日期:1999", "[溺水]", ""}, {`"礼让斑马线的航天飞机"`, `["礼让斑马线的航天飞机"]`, ""}, {"溺水", "[]", ""}, {"蛳", "[]", ""},
	} {
		r := search(t, x, c.line, Options{})
		if fmt.Sprint(r.Missing) != c.missing || r.Suggestion != c.try {
			t.Errorf("%s: missing %v, suggestion %q; want %s, %q", c.line, r.Missing, r.Suggestion, c.missing, c.try)
		}
		if r.Suggestion != "" {
			if again := search(t, x, r.Suggestion, Options{}); again.Nearest || again.Total == 0 {
				t.Errorf("%s: what is suggested finds nothing: %+v", c.line, again)
			}
		}
	}
}

func TestPinyin(t *testing.T) {
	x := newIndex(t, seedArticles(t))
	cutter(t)
	for _, c := range []struct{ line, want, marked string }{
		{"banmaxian", "凯里市:斑", "斑马线"}, {"bmx", "凯里市:斑 凯里市文化", "斑马线"}, {"BanMaXian", "凯里市:斑", "斑马线"}, {"nishui", "一名女子不", "溺水"}, {"ni水", "一名女子不", "溺水"},
		{"标题:nishui", "一名女子不", ""}, {"作者:kaiwen", "凯里市:斑", ""}, {"panxiuming", "一名女子不", "潘秀明"}, {"banmaxian 礼让", "凯里市:斑", "斑马线"}, {"qq", "开展文明餐", "QQ"},
		{"banmaxiang", "", ""}, {"-bmx 标题:斑马线", "", ""}, {"溺氺~", "一名女子不", "溺水"}, {"心脏复苏~", "一名女子不", "心肺复苏"}, {"标题:斑马钱~", "凯里市:斑", ""},
	} {
		r := search(t, x, c.line, Options{})
		got := headlines(x, r)
		if r.Nearest {
			got = ""
		}
		if got != c.want {
			t.Errorf("%s → %q of %d, want %q", c.line, got, r.Total, c.want)
			continue
		}
		if c.marked == "" {
			continue
		}
		a := x.source.(memory)[r.Hits[0].ID]
		q, _ := query.Parse(c.line)
		texts := map[paper.Part]string{}
		for _, p := range a.Texts() {
			texts[p.Part] = p.Text
		}
		marked := map[string]bool{}
		for _, m := range Marks(q, a) {
			marked[string([]rune(texts[m.Part])[m.Start:m.End])] = true
		}
		if !marked[c.marked] {
			t.Errorf("%s marks %v, want %s", c.line, marked, c.marked)
		}
	}
}

// TestStandsAlone: another spelling is no piece of a longer word.
func TestStandsAlone(t *testing.T) {
	x := newIndex(t, seedArticles(t))
	for _, c := range []struct {
		text, piece string
		want        bool
	}{
		{"在博览会主办地", "博览会", true}, {"在博览会主办地", "览会主", false}, {"在博览会主办地", "会主", false}, {"住在普舍寨村里", "普舍寨", true}, {"溺水", "溺水", true}, {"，溺水。", "溺水", true},
		{strings.Repeat("长", 40) + "。溺水。" + strings.Repeat("长", 40), "溺水", true},
	} {
		i := strings.Index(c.text, c.piece)
		if got := x.standsAlone(c.text, i, i+len(c.piece)); got != c.want {
			t.Errorf("%s in %s stands alone: %v", c.piece, c.text, got)
		}
	}
}

// TestNearestReadsNothing: the nearest to what no article has are told by terms.
func TestNearestReadsNothing(t *testing.T) {
	x := newIndex(t, seedArticles(t))
	reader := &counting{memory: x.source.(memory)}
	x.source = reader
	for _, line := range []string{"文明礼让的航天飞机*", "文明礼航天飞让~", `"文明礼让的航天飞机"`} {
		q, _ := query.Parse(line)
		v, err := x.view()
		if err != nil {
			t.Fatal(err)
		}
		for tier := half; tier <= quarter; tier++ {
			f, err := x.plan(context.Background(), v, q, Options{}, tier)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.match(context.Background()); err != nil || f.unsure > 0 {
				t.Errorf("%s: %d articles to read, %v", line, f.unsure, err)
			}
		}
		if r := search(t, x, line, Options{}); !r.Nearest || len(r.Missing) != 1 {
			t.Errorf("%s: nearest %v, missing %q", line, r.Nearest, r.Missing)
		}
		v.close()
	}
}

// TestLongRuns looks for runs of letters and digits, shorter and longer than terms are.
func TestLongRuns(t *testing.T) {
	var all []*paper.Article
	for i, n := range []int{7, 130, 200, 255, 256, 257, 258, 300, 600} {
		all = append(all, &paper.Article{ID: paper.ArticleID(fmt.Sprintf("runs%012d", i)), Blocks: []paper.Block{{Kind: paper.Paragraph, Text: "编号" + strings.Repeat("1", n) + "号，" + strings.Repeat("x", n) + "。"}}})
	}
	x := newIndex(t, all)
	reader := &counting{memory: x.source.(memory)}
	x.source = reader
	for _, n := range []int{6, 7, 129, 130, 200, 255, 256, 257, 258, 299, 300, 600, 601, 5000} {
		for _, unit := range []string{"1", "x"} {
			run := strings.Repeat(unit, n)
			whole, within := 0, 0
			for _, m := range []int{7, 130, 200, 255, 256, 257, 258, 300, 600} {
				if m >= n {
					within++
				}
				if m == n {
					whole++
				}
			}
			if r := search(t, x, `"`+run+`"`, Options{}); r.Total != within && !(r.Nearest && within == 0) {
				t.Errorf("a run of %d %s is in %d articles, not %d", n, unit, within, r.Total)
			}
			if r := search(t, x, run, Options{}); n <= 400 && r.Total != whole && !(r.Nearest && whole == 0) { // a run of words is cut at 400 bytes
				t.Errorf("%d %s alone are in %d articles, not %d", n, unit, whole, r.Total)
			}
		}
	}
	reader.read = 0
	if search(t, x, `"`+strings.Repeat("1", 5000)+`"`, Options{}); reader.read > 0 {
		t.Errorf("%d articles read, all of them shorter than what is looked for", reader.read)
	}
}

// TestInitialBesideCharacter: in a large library, too, a character narrows down what an initial
// beside it may stand for.
func TestInitialBesideCharacter(t *testing.T) {
	var all []*paper.Article
	for i := range soundArticles + 100 {
		text := "天气晴，路上没有人。"
		if i%700 == 0 {
			text = "瞿塘镇天气晴。"
		}
		all = append(all, &paper.Article{ID: paper.ArticleID(fmt.Sprintf("town%012d", i)), Blocks: []paper.Block{{Kind: paper.Paragraph, Text: text}}})
	}
	x := newIndex(t, all)
	for line, want := range map[string]int{"瞿tz": 3, "瞿t": 3, "瞿m": 0, "tangz镇": 0} {
		if r := search(t, x, line, Options{}); r.Total != want && !(r.Nearest && want == 0) || r.Nearest && want > 0 {
			t.Errorf("%s finds %d, want %d", line, r.Total, want)
		}
	}
}
