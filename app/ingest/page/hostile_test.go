package page

import (
	"strings"
	"testing"
	"time"
)

// TestHostile reads texts made to be slow, each at two sizes: time may grow with the
// length, not with its square.
func TestHostile(t *testing.T) {
	for _, c := range []struct{ name, head, unit string }{
		{"headings", "", "# 标题\n"}, {"headings without blank", "", "#甲\n"}, {"one line", "", "甲,乙。"}, {"one open line", "", "甲乙丙"}, {"brackets", "", "("}, {"closing brackets", "", ")"},
		{"tags opened", "", "<"}, {"tags", "", "<b>"}, {"superscripts", "", "<sup>2"}, {"comments opened", "", "<!--"}, {"comments", "", "<!---->"}, {"quotes", "", `"`}, {"apostrophes", "", "'甲"},
		{"short lines", "# 题\n\n", "短行\n\n"}, {"open lines", "# 题\n\n", strings.Repeat("文", 50) + "\n\n"}, {"one paragraph of many columns", "# 题\n\n", strings.Repeat("文", 45) + ",\n\n"}, {"open quotes", "# 题\n\n", "“" + strings.Repeat("文", 50) + "\n\n"},
		{"captions in a break", "# 题\n\n" + strings.Repeat("文", 50) + "\n\n", "图为甲\n\n"}, {"items", "# 题\n\n", "- 1、甲\n"}, {"deeper items", "# 题\n\n", "- 甲\n  - 乙\n    - 1、丙\n"}, {"blanks", "# 题\n\n甲", " "}, {"blank lines", "# 题\n\n甲", "\n"}, {"names", "# 题\n\n", "张三 李四 "},
		{"credits", "# 题\n\n", "记者 李明\n"}, {"rulers", "# 题\n\n", "---\n"}, {"plain titles", "", "标题行\n\n\n"}, {"tables opened", "", "<table>"}, {"tables", "", "<table><tr><td>甲</td></tr>"}, {"pipes", "", "|a|\n|-|\n"}, {"bold", "", "**甲**"}, {"bold opened", "", "**a"}, {"links opened", "", "[a]("}, {"pictures", "", "![](a)\n"}, {"captions told", "# 题\n\n甲乙\n\n", "图为\n\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			const small, large = 20_000, 200_000
			fast, slow := parseTime(t, c.head, c.unit, small), parseTime(t, c.head, c.unit, large)
			for range 3 { // a busy machine may hold one up
				if slow <= 40*fast {
					break
				}
				slow = min(slow, parseTime(t, c.head, c.unit, large))
			}
			if slow > 40*fast && slow > time.Second {
				t.Errorf("%d bytes %v, %d bytes %v", small, fast, large, slow)
			}
			t.Logf("%v %v", fast, slow)
		})
	}
}

func parseTime(t *testing.T, head, unit string, size int) time.Duration {
	text := head + strings.Repeat(unit, size/len(unit))
	start := time.Now()
	pg, err := Parse(text)
	d := time.Since(start)
	if err != nil {
		t.Fatal(err)
	}
	if c := pg.Chars; c.Total != c.Article+c.Label+c.Leftover {
		t.Fatalf("%+v", c)
	}
	return d
}
