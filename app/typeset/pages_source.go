package typeset

import (
	"strconv"
	"strings"

	"baoge/app/paper"
)

// ChineseDate writes a known day as a masthead does, 2023年7月21日, and "" for an unknown one.
func ChineseDate(d paper.Date) string {
	if !d.Known() {
		return ""
	}
	return strconv.Itoa(d.Year) + "年" + strconv.Itoa(int(d.Month)) + "月" + strconv.Itoa(d.Day) + "日"
}

// ChineseDates writes the days from first to last, what they share once:
// 2023年7月21日—28日. Equal days are one, of unknown ones the other stands alone.
func ChineseDates(first, last paper.Date) string {
	switch {
	case !first.Known() || first == last:
		return ChineseDate(last)
	case !last.Known():
		return ChineseDate(first)
	}
	to := ChineseDate(last)
	if first.Year == last.Year {
		to = strings.TrimPrefix(to, strconv.Itoa(last.Year)+"年")
		if first.Month == last.Month {
			to = strings.TrimPrefix(to, strconv.Itoa(int(last.Month))+"月")
		}
	}
	return ChineseDate(first) + "—" + to
}

// ChinesePage writes where in an issue a page is: 2版, 2版·要闻, 要闻版, or "" where
// neither number nor label is known.
func ChinesePage(a *paper.Article) string {
	switch {
	case a.Page == "" && a.PageLabel == "":
		return ""
	case a.Page == "":
		return numberedPage(a.PageLabel)
	case a.PageLabel == "":
		return numberedPage(a.Page)
	}
	return numberedPage(a.Page) + "·" + a.PageLabel
}

// numberedPage writes a page's number or label as one says it: 2版, 要闻版.
func numberedPage(s string) string { return strings.TrimSuffix(s, "版") + "版" }

// SourceLine says where an article was printed, for the end of its text:
// 《示例日报》2023年7月21日　2版·要闻. What is unknown is left out; where
// nothing is known the line is "".
func SourceLine(a *paper.Article) string {
	line := ""
	if p := strings.Trim(a.Publication, "《》 "); p != "" {
		line = "《" + p + "》"
	}
	line += ChineseDate(a.Date)
	if page := ChinesePage(a); page != "" {
		if a.Date.Known() {
			line += "　"
		}
		line += page
	}
	return line
}
