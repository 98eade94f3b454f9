package page

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"baoge/app/paper"
)

// hard holds texts that once went wrong or well could.
var hard = []string{
	"", " ", "\n\n", "#", "##", "# \n", "#标题", "#话题# 文字", "####### 七个", "# 标题 ##\n文字。", "-", "- ", "- - -", "---", "***", "****", "**甲**", "*甲*", "* 甲", "\\# 甲",
	"<sup>2</sup>", "<sup>", "</sup>", "<sup>二</sup>", "<sup>2<sup>2</sup></sup>", "<", "<b", "<b>粗</b>体", "<甲>", "<!--", "<!-- 甲 -->", "<!-- caption -->\n甲", "<!-- item 3 -->\n甲", "甲<!--\n-->乙", "<table><tr><td>甲</td><td>乙</td></tr></table>",
	"**甲**乙**丙**", "# 甲\n\n甲**乙**丙,**丁\n\n戊**。", "**", "****", "a**b", "**[甲](http://a.b/c)**", "[甲](https://a.b) [乙](#x) [丙](丁) [", "[甲](http://a(b)c)", "[[甲](/b)](/c)", "\\*甲\\*\\[乙\\]\\", "[](/)", "[甲\\](/b)]", "***甲***", "*甲**乙**丙*",
	"| 甲 | 乙 |\n|---|---|\n| 1 | 2\\|3 |", "|甲|\n|-|", "||\n|-|\n||", "| |\n|-|\n|甲|乙|\n\n|丙", "|\n|-|\n|", "# 甲\n\n<!-- table 2 -->\n|甲|\n|-|\n|**乙**|\n|丙|", "<!-- baoge -->\n# 题\n\n<!-- table 0 -->\n| | |\n|---|---|\n| 甲 | 乙 |",
	"甲<table>乙<tr><th>一</th><th>二</th></tr><tr><td></td><td>m<sup>2</sup></td></tr></table>丙", "<table><table></table>", "<table>甲</table>", "<table><tr><td>甲\n乙\t丙",
	"# 甲\n\n开头的话没有说完\n\n![](a.png)\n\n图说一行\n\n就断在这里了。", "![甲]乙](丙)", "![甲](乙)丙",
	"<!-- subhead -->\n# 甲\n\n乙。", "<!-- kicker -->\n# 甲\n\n<!-- subhead -->\n## 丙\n\n乙。",
	"![]()", "![甲](乙)", "![甲", "# 甲\n\n![图](x.png)\n\n乙。",
	"# 甲\n\n◎ 通讯员 乙丙\n\n正文,被\n\n图\n\n断开。", "# 甲\n\n本报讯(记者 丁竹青 马金)正文。", "# 甲\n\n本报讯(记者 丁竹青", "# 甲\n\n正文。(李明)", "# 甲\n\n(李明)",
	"# 甲\n\n\"直引号\"和\"奇数\"与\"", "# 甲\n\n他说:'好'。it's 5' 6\"", "# ,\n\n,\n\n,", "# 甲\n\n(((\n\n)))", "一、甲\n二、乙\n(一)丙\n1.丁\n①戊",
	"１２３ＡＢＣ，：", "甲\r\n乙\r丙\u2028丁\u0085戊\f己\v庚", "\ufeff# 甲", "甲\x00乙", "甲\n===", "# 甲\n\n乙\n\n---\n\n丙", "# 引题引题引题\n# 标题标题标题标题\n# ——副题\n正文。", "# 栏目\n## 标题标题标题标题\n正文", "2023年7月21日 星期五 第2版 要闻\n# 甲\n乙",
	"<!-- baoge -->\n### 引\n# 题\n## 副\n\n甲,乙\n\n*图*\n\n**小**\n\n  - 条", "标题行\n正文很长的一段话,没有标记。\n　　缩进的一段,\n没有缩进的续行。\n　　又一段。\n续。",
}

// FuzzParse holds the promise: every character ends in one place, and the repairs
// say all that was changed.
func FuzzParse(f *testing.F) {
	seed, err := os.ReadFile("../../../seeds/000_72f2b4a63ce6f29d.txt")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(seed))
	for _, s := range hard {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if !utf8.ValidString(src) {
			t.Skip()
		}
		pg, err := Parse(src)
		if err != nil {
			t.Fatal(err)
		}
		checkPage(t, src, pg)
	})
}

// checkPage holds what is true of every page.
func checkPage(t *testing.T, src string, pg *Page) {
	t.Helper()
	if c := pg.Chars; c.Total != c.Article+c.Label+c.Leftover || c.Total > paper.Chars(src) {
		t.Fatalf("account %+v of %d", c, paper.Chars(src))
	}
	for _, a := range pg.Articles {
		for _, b := range a.Blocks {
			checkBlock(t, b)
		}
		if (a.CreditLine == "") != (a.CreditAt == "") {
			t.Fatalf("credit %q at %q", a.CreditLine, a.CreditAt)
		}
	}
	r := []rune(src)
	for _, x := range pg.Repairs {
		n := utf8.RuneCountInString(x.Before)
		if x.Offset < 0 || x.Offset+n > len(r) || string(r[x.Offset:x.Offset+n]) != x.Before {
			t.Fatalf("repair %+v does not stand there", x)
		}
	}
	checkPlaces(t, r, pg)
	if !subset(printed(pg), undone(r, pg.Repairs)) {
		t.Fatalf("text has what neither source nor repairs give: %v", printed(pg))
	}
}

// checkBlock holds what is true of every block.
func checkBlock(t *testing.T, b paper.Block) {
	t.Helper()
	switch b.Kind {
	case paper.Table:
		if paper.Chars(b.Text) == 0 || strings.Contains(b.Text, "\r") || b.Level < 0 || b.Level > len(b.Rows()) {
			t.Fatalf("table of %d heading rows %q", b.Level, b.Text)
		}
	case paper.Figure:
		if strings.ContainsAny(b.Text, "\n\r") || b.Level != 0 {
			t.Fatalf("figure %q", b.Text)
		}
	default:
		if b.Text == "" || strings.ContainsAny(b.Text, "\n\r") || strings.TrimSpace(b.Text) != b.Text || (b.Kind == paper.Item) != (b.Level > 0) {
			t.Fatalf("%s of level %d: %q", b.Kind, b.Level, b.Text)
		}
	}
	last := 0
	ranges := slices.Clone(b.Bold)
	for _, k := range b.Links {
		ranges = append(ranges, k.Range)
	}
	for i, r := range ranges {
		if i == len(b.Bold) {
			last = 0
		}
		if r.Start < last || r.End <= r.Start || r.End > utf8.RuneCountInString(b.Text) {
			t.Fatalf("range %v of %q", r, b.Text)
		}
		last = r.End
	}
}

// checkPlaces holds that places name stretches of source and text of equal length, that
// differ only where a repair says so, and that no character came from two places.
func checkPlaces(t *testing.T, src []rune, pg *Page) {
	t.Helper()
	texts := map[int]map[paper.Part][]rune{}
	for i, a := range pg.Articles {
		texts[i] = map[paper.Part][]rune{}
		for _, x := range a.Texts() {
			texts[i][x.Part] = []rune(x.Text)
		}
	}
	repaired := map[int]bool{}
	for _, r := range pg.Repairs {
		for i := range max(1, utf8.RuneCountInString(r.Before)) {
			repaired[r.Offset+i] = true
		}
	}
	covered := 0
	for _, p := range pg.Places {
		text := texts[p.Article][p.Part]
		if p.From < 0 || p.To <= p.From || p.To > len(src) || p.Start < 0 || p.Start+p.To-p.From > len(text) {
			t.Fatalf("place %+v of %d and %d runes", p, len(src), len(text))
		}
		for i := range p.To - p.From {
			a, b := src[p.From+i], text[p.Start+i]
			if a != b && !repaired[p.From+i] && !unicode.IsSpace(a) && b != '\t' && b != '\n' {
				t.Fatalf("place %+v: %q is not %q", p, a, b)
			}
			if !unicode.IsSpace(b) {
				covered++
			}
		}
	}
	if covered != pg.Chars.Article {
		t.Fatalf("places cover %d characters of %d", covered, pg.Chars.Article)
	}
}

// undone counts the characters of the source with its repairs made.
func undone(src []rune, repairs []paper.Repair) map[rune]int {
	n := map[rune]int{}
	count := func(s string, by int) {
		for _, r := range s {
			if !unicode.IsSpace(r) {
				n[r] += by
			}
		}
	}
	count(string(src), 1)
	for _, r := range repairs {
		if r.Rule == "move-caption" || strings.HasPrefix(r.Rule, "join-") {
			continue // these move text and change none
		}
		count(r.Before, -1)
		count(r.After, 1)
	}
	return n
}

// printed counts the characters that came out.
func printed(pg *Page) map[rune]int {
	n := map[rune]int{}
	all := slices.Concat(pg.Labels, pg.Leftover)
	for _, a := range pg.Articles {
		for _, t := range a.Texts() {
			all = append(all, t.Text)
		}
	}
	for _, s := range all {
		for _, r := range s {
			if !unicode.IsSpace(r) {
				n[r]++
			}
		}
	}
	return n
}

// subset reports whether each character of a is in b as often: b has markup besides.
func subset(a, b map[rune]int) bool {
	for r, n := range a {
		if b[r] < n {
			return false
		}
	}
	return true
}

func TestIsSpace(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if isSpace(r) != unicode.IsSpace(r) {
			t.Errorf("%U", r)
		}
	}
}
