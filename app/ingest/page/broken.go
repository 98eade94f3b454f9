package page

import (
	"strings"
	"unicode"

	"baoge/app/hanzi"
)

// Evidence for and against a column break between two lines. Each rule is worth
// what it is because a stronger one may speak against it; only sums count.
const (
	certain = 5 // print is hardly ever otherwise
	likely  = 2
)

// brokenStart reports whether the short line t, which ends no sentence, is the
// beginning of a paragraph that a column break cut and x its continuation; else t
// stands by itself, as a subheading does.
func (p *parser) brokenStart(t, x block) bool { return p.link(t, x) > 0 }

// link weighs whether the open line t goes on in x.
func (p *parser) link(t, x block) int {
	if leadAlone(t.text) {
		return certain
	}
	n := p.grid.says(t)
	t.text = t.tail() // what is farther back says nothing
	if standsAlone(t.text) || opensArticle(x.text) || dashed(x.text) {
		n -= certain
	}
	last, first := t.text[len(t.text)-1], x.text[0]
	switch {
	case startsInside(first), strings.ContainsRune("，、,", last), leftOpen(t.text), goesOn(x.text):
		n += certain
	case unicode.IsDigit(last), endsInTime(t.text), strings.ContainsRune(rarelyLast, last), strings.ContainsRune(rarelyFirst, first):
		n += likely
	}
	if beginsText(t.text) || dayInside(t.text) {
		n += likely
	}
	if p.stand(last, first) > 0 {
		n += likely
	}
	if strings.ContainsAny(string(t.text), "，,。") { // subheadings have a blank for a comma
		n += certain
	}
	if len(x.text) <= longestRemainder && !opens(x.text) && !strings.ContainsAny(string(x.text), "，,") {
		n += likely
	}
	if retold(t.text, x.text) {
		n -= likely
	}
	if blankInside(t.text) {
		n -= likely
	}
	return n
}

// tail is the end of a text, as much as the rules look at.
func (b block) tail() []rune {
	const enough = 120
	return b.text[max(0, len(b.text)-enough):]
}

// Characters that hardly ever end a subheading, and that hardly ever begin a paragraph.
const (
	rarelyLast  = "的和与了在或把被将等从以对向第各每该其于很更最也还已两约超让给"
	rarelyFirst = "们了吗呢级率性员者尔"
)

// openers begin sentences of running text, seldom subheadings.
var openers = strings.Fields(`据 根据 随着 目前 近日 日前 连日来 近年来 今年 去年 同日 当日 当天 此外 另外 为了 记者 截至 此次 其中 对于 他 她 我 在 作为 由于`)

func beginsText(t []rune) bool {
	s := string(t[:min(3, len(t))])
	for _, k := range openers {
		if strings.HasPrefix(s, k) {
			return true
		}
	}
	return false
}

// longestRemainder is the length up to which a line that ends a sentence is rather
// the rest of a broken one than a paragraph of its own.
const longestRemainder = 8

// standsAlone tells lines that are set by themselves: 【…】, a numbered head, a
// dateline with a title (新华社北京8月20日电 题：…).
func standsAlone(t []rune) bool {
	return framed(t) || numbered(t) > 0 && !strings.ContainsAny(string(t), "，,。") || titled(t)
}

// opensArticle reports whether a line begins as the text of an article does.
func opensArticle(x []rune) bool { return datelineLength(x) > 0 }

// leadAlone reports whether a line is a dateline, with its credit or without, and no
// text: 本报讯（记者 甲）.
func leadAlone(t []rune) bool {
	n := datelineLength(t)
	if n == 0 || n == len(t) {
		return n > 0
	}
	for n < len(t) && isSpace(t[n]) {
		n++
	}
	return (t[n] == '(' || t[n] == '（') && shuts(t, n) == len(t)
}

// titled reports whether a line is a dateline followed by a title, no text.
func titled(t []rune) bool {
	n := datelineLength(t)
	return n > 0 && n < len(t) && !strings.ContainsAny(string(t[n:]), "，,。")
}

// alike reports whether both lines begin with a label, as the lines of a list of
// teams or offices do: 后卫：…, or with a dash, as the points of a list do.
func alike(t, x []rune) bool { return labelled(t) && labelled(x) || dashed(t) && dashed(x) }

func dashed(t []rune) bool { return len(t) > 2 && t[0] == '—' && t[1] == '—' }

// labelled reports whether a line begins with a few Han and a colon.
func labelled(t []rune) bool {
	const longestLabel = 6
	for i := 0; i < len(t) && i <= longestLabel; i++ {
		switch {
		case t[i] == '：' || t[i] == ':':
			return i > 1
		case !hanzi.IsHan(t[i]):
			return false
		}
	}
	return false
}

// beginnings of a line that no paragraph begins with.
var midSentence = strings.Fields(`表示 指出 强调 认为 宣布 透露 坦言 呼吁 说， 说： 说, 说: 称， 称, 称： 称: 了 们 及 等 就 又 被 把 着 得 的 已 将 是 和 以及 并 或 至`)

// paragraphs may begin so, although midSentence says not.
var atStart = strings.Fields(`的士 及时 及至 等到 等待 就在 就像 就此 就是 又一 又是 又到 把握 被告 着力 着眼 得知 得益 已故 已经 已是 将来 将军 和平 和田 和谐 和美 并非 并不 或许 或者 至此 至于 至今 是的 是啊 是否 了解 就业 就医 等级`)

// goesOn reports whether a line begins as only the inside of a sentence does.
func goesOn(x []rune) bool {
	if len(x) > 1 && strings.ContainsRune("，、；。”》）,;)", x[1]) && hanzi.IsHan(x[0]) && !strings.ContainsRune(hanFigures, x[0]) {
		return true
	}
	s := string(x[:min(6, len(x))])
	for _, k := range atStart {
		if strings.HasPrefix(s, k) {
			return false
		}
	}
	for _, k := range midSentence {
		if strings.HasPrefix(s, k) {
			return true
		}
	}
	return saidOnDay(x)
}

// saidOnDay tells 20日称, 7日表示: the predicate of a sentence that began before.
func saidOnDay(x []rune) bool {
	i := 0
	for i < len(x) && i < 2 && unicode.IsDigit(x[i]) {
		i++
	}
	if i == 0 || i+1 >= len(x) || x[i] != '日' {
		return false
	}
	return strings.ContainsRune("称说表宣发公指透", x[i+1])
}

// endsInTime tells a line that ends with a day, month, year or hour.
func endsInTime(t []rune) bool {
	n := len(t)
	return n > 1 && strings.ContainsRune("日月年时分", t[n-1]) && unicode.IsDigit(t[n-2])
}

// dayInside tells a line with a day in it, 警方10日还在…, as the lead of a paragraph has.
func dayInside(t []rune) bool {
	for i := 2; i+1 < len(t); i++ {
		if t[i] == '日' && unicode.IsDigit(t[i-1]) && !unicode.IsDigit(t[i+1]) && i > 3 {
			return true
		}
	}
	return false
}

// leftOpen reports whether a quotation or bracket opened in t is not closed in it.
func leftOpen(t []rune) bool {
	depth := 0
	for _, r := range t {
		switch r {
		case '“', '《', '（', '(', '‘', '【':
			depth++
		case '”', '》', '）', ')', '’', '】':
			depth--
		}
	}
	return depth > 0
}

// blankInside reports whether a blank stands between two Han of t, as between the
// two halves of a subheading.
func blankInside(t []rune) bool {
	for i := 1; i+1 < len(t); i++ {
		if isSpace(t[i]) && hanzi.IsHan(t[i-1]) && hanzi.IsHan(t[i+1]) {
			return true
		}
	}
	return false
}

// retold reports whether x begins by telling what t says: at least a third of the
// pairs of Han in t come again in the first sentence or so of x.
func retold(t, x []rune) bool {
	again, in := pairsOf(t, x)
	return again >= 2 && again*3 >= in
}

// repeats reports whether the line t says again what the headline says.
func repeats(t, headline []rune) bool {
	again, in := pairsOf(t, headline)
	return again >= 3 && again*2 >= in
}

// pairsOf counts the pairs of Han side by side in t, and those that come again in
// the beginning of x.
func pairsOf(t, x []rune) (again, in int) {
	const told = 60
	head := string(x[:min(told, len(x))])
	for i := 0; i+1 < len(t); i++ {
		if hanzi.IsHan(t[i]) && hanzi.IsHan(t[i+1]) {
			in++
			if strings.Contains(head, string(t[i:i+2])) {
				again++
			}
		}
	}
	return again, in
}

// stand counts how often a and b stand side by side within a line of the page: the
// page's own evidence that a break between them cut a word. Only Han count.
func (p *parser) stand(a, b rune) int {
	if !hanzi.IsHan(a) || !hanzi.IsHan(b) {
		return 0
	}
	if p.pairs == nil {
		p.pairs = make(map[uint64]int32, len(p.src)/2)
		for i := 0; i+1 < len(p.src); i++ {
			if hanzi.IsHan(p.src[i]) && hanzi.IsHan(p.src[i+1]) {
				p.pairs[uint64(p.src[i])<<32|uint64(p.src[i+1])]++
			}
		}
	}
	return int(p.pairs[uint64(a)<<32|uint64(b)])
}
