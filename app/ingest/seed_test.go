package ingest

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"baoge/app/paper"
)

const seed = "../../seeds/000_72f2b4a63ce6f29d.txt"

func readSeed(t testing.TB) *File {
	t.Helper()
	f, err := Read(t.Context(), seed, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestSeed lists every fact of the real page.
func TestSeed(t *testing.T) {
	f := readSeed(t)
	src, err := os.ReadFile(seed)
	if err != nil {
		t.Fatal(err)
	}
	if f.Source.Path != seed || f.Source.Format != "markdown" || f.Source.Rules != RulesVersion || string(f.Source.Bytes) != string(src) ||
		len(f.Source.SHA256) != 64 {
		t.Errorf("source: %s %s %s %s", f.Source.Path, f.Source.Format, f.Source.Rules, f.Source.SHA256)
	}
	want := []struct{ headline, dateline, line, at, credits, kinds string }{
		{"凯里市全面深化全国城市基层党建示范市建设", "", "◎ 通讯员 凯姐", "head", "[{通讯员 [凯姐]}]", "ppppp"},
		{"凯里市：夏季绿植精细化养护　提升城市景观“颜值”", "本报讯", "（通讯员 丁竹青 马金）", "lead", "[{通讯员 [丁竹青 马金]}]", "pppppp"},
		{"凯里市文化馆暑期少儿艺术培训开班", "本报讯", "（通讯员 吴丹丹）", "lead", "[{通讯员 [吴丹丹]}]", "cppppp"},
		{"开展文明餐桌“光盘行动”", "本报讯", "（通讯员 吴铭）", "lead", "[{通讯员 [吴铭]}]", "pppp"},
		{"食品安全小知识", "", "", "", "[]", "11222221222222"},
		{"凯里市：斑马线礼让行人　文明行为蔚然成风", "", "◎ 通讯员 凯文", "head", "[{通讯员 [凯文]}]", "pppppc"},
		{"一名女子不慎溺水　他们合力施救", "", "◎ 通讯员 孙梦华", "head", "[{通讯员 [孙梦华]}]", "pppppppppppppp"},
	}
	if len(f.Articles) != len(want) {
		t.Fatalf("%d articles, want %d", len(f.Articles), len(want))
	}
	for i, w := range want {
		a := f.Articles[i]
		if a.Headline != w.headline || a.Kicker != "" || a.Subhead != "" {
			t.Errorf("%d: deck %q %q %q, want %q", i, a.Kicker, a.Headline, a.Subhead, w.headline)
		}
		if a.Dateline != w.dateline || a.CreditLine != w.line || string(a.CreditAt) != w.at || fmt.Sprint(a.Credits) != w.credits {
			t.Errorf("%d: credit %q %q %q %v, want %q %q %q %s", i, a.Dateline, a.CreditLine, a.CreditAt, a.Credits, w.dateline, w.line, w.at, w.credits)
		}
		if k := kinds(a); k != w.kinds {
			t.Errorf("%d: blocks %s, want %s", i, k, w.kinds)
		}
		if a.Date.Known() || a.Page != "" || a.Publication != "" || a.Section != "" || a.ID != "" {
			t.Errorf("%d: metadata invented: %v %q %q %q", i, a.Date, a.Page, a.Publication, a.Section)
		}
	}
	if !slices.Equal(f.Labels, []string{"身边好人"}) || len(f.Leftover) != 0 {
		t.Errorf("labels %q, leftover %q", f.Labels, f.Leftover)
	}
}

// kinds writes the blocks of an article: p paragraph, c caption, s subheading, a
// figure for the level of an item.
func kinds(a *paper.Article) string {
	var b strings.Builder
	for _, k := range a.Blocks {
		switch k.Kind {
		case paper.Item:
			fmt.Fprint(&b, k.Level)
		default:
			b.WriteByte(k.Kind[0])
		}
	}
	return b.String()
}

// TestSeedText looks at what was repaired.
func TestSeedText(t *testing.T) {
	f := readSeed(t)
	for _, c := range []struct {
		article, block int
		has            string
	}{
		{0, 1, "推动城市基层党建高效开展"}, {0, 2, "为依托、社会慈善资源"}, {0, 3, "邻里互帮互助"}, {0, 1, "“党支部（党小组）+网格员+十户联户”"}, {0, 0, "“1+3”"},
		{1, 0, "夏季植物生长旺盛，是"}, {1, 3, "市园林处按照苗木修剪"}, {1, 2, "除草17914m²、松土1398m²。"}, {1, 5, "1448m²。"},
		{2, 0, "培训现场"}, {2, 1, "7月18日，由凯里市"}, {2, 3, "留守儿童、特困"}, {3, 2, "粮食节约这根弦，把"}, {3, 2, "利用微信、QQ工作群"},
		{4, 0, "一、注意饮用水卫生，"}, {4, 1, "二、讲究食品卫生"}, {4, 8, "1、注意手卫生，平时常洗手，饭前、便后要把手洗净。"},
		{5, 1, "公务用车及公职人员"}, {5, 1, "对私车（含非机动车）行经"}, {5, 2, "“文明交通·安全斑马线”"}, {5, 2, "200余场（次）。"}, {5, 2, "警示教育片300余条（幅）。"}, {5, 4, "持续投入资金2.5亿元，"}, {5, 5, "斑马线文明礼让"},
		{6, 8, "心里无比的高兴。”潘秀刚说"}, {6, 11, "护理专业毕业，"}, {6, 7, "一下、两下、三下……时间"},
	} {
		if s := f.Articles[c.article].Blocks[c.block].Text; !strings.Contains(s, c.has) {
			t.Errorf("article %d block %d has no %q: %s", c.article, c.block, c.has, s)
		}
	}
	for i, a := range f.Articles {
		for _, x := range a.Texts() {
			if strings.ContainsAny(x.Text, ",;?!()<>\n") || strings.Contains(x.Text, "sup") || strings.TrimSpace(x.Text) != x.Text {
				t.Errorf("article %d %v: %q", i, x.Part, x.Text)
			}
		}
	}
}

// TestSeedAccount holds the sums and the repairs.
func TestSeedAccount(t *testing.T) {
	f := readSeed(t)
	if want := (Account{Total: 6714, Article: 6710, Label: 4}); f.Chars != want {
		t.Errorf("chars %+v, want %+v", f.Chars, want)
	}
	n := map[string]int{}
	commas := 0
	src := []rune(string(f.Source.Bytes))
	last := 0
	for _, r := range f.Repairs {
		n[r.Rule]++
		if r.Before == "," {
			commas++
		}
		before := []rune(r.Before)
		if r.Offset+len(before) > len(src) || string(src[r.Offset:r.Offset+len(before)]) != r.Before {
			t.Errorf("repair %+v is not what stands at its place", r)
		}
		if r.Offset < last {
			t.Errorf("repair at %d after one at %d", r.Offset, last)
		}
		last = r.Offset
	}
	if n["join-column"] != 12 || n["superscript"] != 5 || commas != 278 || n["headline-blank"] != 3 || n["drop-blank"] != 1 || n["move-caption"] != 0 {
		t.Errorf("repairs %v, %d commas", n, commas)
	}
}

// TestSeedTwice reads the page twice: the same bytes give the same articles.
func TestSeedTwice(t *testing.T) {
	a, b := readSeed(t), readSeed(t)
	if fmt.Sprintf("%+v", a.Repairs) != fmt.Sprintf("%+v", b.Repairs) {
		t.Error("repairs differ")
	}
	for i := range a.Articles {
		if fmt.Sprintf("%+v", *a.Articles[i]) != fmt.Sprintf("%+v", *b.Articles[i]) {
			t.Errorf("article %d differs", i)
		}
	}
}
