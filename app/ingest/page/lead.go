package page

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"baoge/app/paper"
)

// datelines as papers print them: 本报讯, 本报凯里7月18日讯, 新华社贵阳7月1日电, 新华社北京9月5日体育专电.
var datelines = regexp.MustCompile(`^(?:本[报刊台网社]讯|本[报刊台网社][\p{Han}]{0,8}\d{1,2}月\d{1,2}日[讯电]|本报\p{Han}{1,3}[^\P{Han}通资简短快电]讯|据?(?:新华社|新华网|中新社|中新网|中国新闻社|人民网|央视网|光明网|法新社|路透社|塔斯社|\p{Han}{2,6}[日晚时]报)[\p{Han}·]{0,14}?\d{1,2}月\d{1,2}日\p{Han}{0,4}?电)`)

// datelineLength gives the length in runes of the dateline a text begins with.
func datelineLength(t []rune) int {
	return utf8.RuneCountInString(datelines.FindString(string(t[:min(len(t), longestLead)])))
}

// longestLead bounds dateline and credit together, in characters.
const longestLead = 90

// lead takes dateline and credit off the first paragraph of an article.
func (p *parser) lead(a *paper.Article, b *part) {
	t := b.text[:min(len(b.text), longestLead)]
	n := datelineLength(t)
	rest := n
	for rest < len(t) && isBlank(t[rest]) {
		rest++
	}
	end := 0
	if a.CreditLine == "" && rest < len(t) && (t[rest] == '(' || t[rest] == '（') {
		end = shuts(t, rest)
	}
	if end == 0 && a.CreditLine == "" {
		end = p.reported(a, b, rest, n > 0)
	} else if end > 0 {
		read := readSureCredit // after a dateline nothing else stands in brackets
		if n == 0 {
			read = func(t []rune) ([]paper.Credit, bool) { return readCredit(t, false) }
		}
		if cs, ok := read(t[rest+1 : end-1]); ok && end < len(b.text) {
			a.Credits, a.CreditAt = cs, paper.CreditLead
			a.CreditLine = p.settle(b.text[rest:end], b.at[rest:end], names)
			p.place(paper.Part{Field: paper.FieldCredit}, 0)
		} else {
			end = 0
		}
	}
	if n == len(b.text) || n == 0 && end == 0 {
		return
	}
	a.Dateline = p.settle(b.text[:n], b.at[:n], body)
	p.place(paper.Part{Field: paper.FieldDateline}, 0)
	b.cut(max(n, end), len(b.text))
}

// reported takes a credit without brackets off the lead: 记者李明报道：, 本报记者 李明 通讯员
// 王芳 报道，. It gives the offset after it, 0 for none. Without a dateline before it, it
// must name the paper.
func (p *parser) reported(a *paper.Article, b *part, from int, dated bool) (end int) {
	const longest = 40
	t := b.text[from:min(len(b.text), from+longest)]
	s := string(t)
	if !dated && !strings.HasPrefix(s, "本报") {
		return 0
	}
	people, _, ok := strings.Cut(s, "报道")
	if !ok || strings.ContainsAny(people, "，。,（(") || !strings.Contains(people, "记者") && !strings.Contains(people, "通讯员") {
		return 0
	}
	cs, ok := readSureCredit([]rune(people))
	if !ok {
		return 0
	}
	end = from + runes(people) + 2
	if end+1 >= len(b.text) || !strings.ContainsRune("：:，,", b.text[end]) {
		return 0
	}
	end++
	a.Credits, a.CreditAt = cs, paper.CreditLead
	a.CreditLine = p.settle(b.text[from:end], b.at[from:end], names)
	p.place(paper.Part{Field: paper.FieldCredit}, 0)
	p.decide(ChoseCredit, "reported-credit", int(b.at[from]), 0.9)
	return end
}

// shuts gives the offset after the bracket that closes the one at i, 0 for none.
func shuts(t []rune, i int) int {
	depth := 0
	for ; i < len(t); i++ {
		switch t[i] {
		case '(', '（':
			depth++
		case ')', '）':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}
