package index

import (
	"fmt"
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
