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
			if b.Text == "" || strings.ContainsAny(b.Text, "\n\r") || strings.TrimSpace(b.Text) != b.Text {
				t.Fatalf("block %q", b.Text)
			}
			if (b.Kind == paper.Item) != (b.Level > 0) {
				t.Fatalf("level %d of %s", b.Level, b.Kind)
			}
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
	if !subset(printed(pg), undone(r, pg.Repairs)) {
		t.Fatalf("text has what neither source nor repairs give: %v", printed(pg))
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
