package page

import (
	"strings"

	"baoge/app/hanzi"
	"baoge/app/paper"
)

// Lengths in characters that part a line set by itself from text.
const (
	longestCaption    = 40 // a caption without a stop
	longestSubheading = 40
	longestToldByMark = 160 // a caption that says 图为
)

// A part is a block with what it turned out to be.
type part struct {
	block
	is   paper.BlockKind
	open bool // the text does not end a sentence
}

// heal joins the lines of one article that a column or page break cut, and tells
// paragraphs, list items, captions and subheadings apart.
func (p *parser) heal(headline []rune, content []block) []part {
	h := healer{p: p, headline: headline, in: content, text: -1, indented: setIndented(content)}
	for i := range content {
		if content[i].kind != ruler {
			h.next(i)
		}
	}
	return h.finish()
}

// A healer goes through the lines of an article once.
type healer struct {
	p        *parser
	in       []block
	headline []rune
	out      []part
	behind   int  // captions before this one are behind joined text
	indented bool // paragraphs are told by their indent
	text     int  // index in out of the text a continuation would belong to, -1 for none
}

// next places line i.
func (h *healer) next(i int) {
	x := part{block: h.in[i], is: paper.Paragraph, open: opens(h.in[i].text)}
	switch {
	case x.kind == figure:
		x.is, x.open = paper.Figure, false
		h.out = append(h.out, x)
		return
	case x.kind == table:
		x.is, x.open = paper.Table, false
		h.out = append(h.out, x)
		h.text = -1
		return
	case x.said != saidNothing || x.kind == caption:
		h.asSaid(x)
		return
	}
	if x.kind == item {
		x.is = paper.Item
	}
	join, rule, sure := h.continues(i, x)
	if join {
		h.p.decide(ChoseJoin, rule, x.from, sure)
		h.join(x)
		return
	}
	if rule != "" {
		h.p.decide(ChosePart, rule, x.from, sure)
	}
	if rule, sure := h.isCaption(i, x); rule != "" {
		h.p.decide(ChoseCaption, rule, x.from, sure)
		x.is = paper.Caption
		h.out = append(h.out, x)
		return
	}
	h.out = append(h.out, x)
	h.text = len(h.out) - 1
}

// asSaid places a line whose kind the file gives.
func (h *healer) asSaid(x part) {
	switch x.said {
	case saidCaption:
		x.is = paper.Caption
	case saidSubheading:
		x.is = paper.Subheading
	case saidItem:
		x.is = paper.Item
	}
	if x.kind == caption {
		x.is = paper.Caption
	}
	h.out = append(h.out, x)
	if x.is != paper.Caption {
		h.text = -1
	}
}

// continues reports whether line i goes on with the text before it, by which rule, and
// how sure that is. No rule is named where nothing speaks for a break.
func (h *healer) continues(i int, x part) (joins bool, rule string, sure float64) {
	if h.text < 0 {
		return false, "", 1
	}
	t := h.out[h.text]
	first := x.text[0]
	if i > 0 && h.in[i-1].kind == ruler && !t.open || t.whole && x.whole {
		return false, "", 1
	}
	if x.flow == FlowContinues && !toldCaption(x.text) {
		return true, "layout", 0.9
	}
	if startsInside(first) {
		return t.is != paper.Item || x.kind == item || first != '"', "mark-first", 0.99
	}
	if closesOf(t.text, x.text) {
		return true, "closes-quotation", 0.97
	}
	if h.indented && x.kind == plain && t.is == paper.Paragraph && !toldCaption(x.text) {
		if x.leading >= indent {
			return false, "", 1
		}
		if x.gap == 0 {
			return true, "not-indented", 0.97
		}
	}
	if x.flow == FlowStarts && !t.short() {
		return false, "layout", 0.9
	}
	if !t.open || numbered(x.text) > 0 || signed(x.text) || toldCaption(x.text) {
		return false, "", 1
	}
	switch {
	case x.kind == item && t.kind != item, alike(t.text, x.text):
		return false, "list-head", 0.9
	case x.kind == item:
		return numbered(t.text) > 0 && x.level >= t.level, "item-open", 0.85
	case x.short() && x.open:
		v, sure := h.between(i, x)
		return v == goesOnHere, "short-between", sure
	case t.kind == item:
		return true, "item-open", 0.8
	case !t.short():
		return true, "long-open", 0.95
	}
	n := h.p.link(t.block, x.block)
	return n > 0, "short-open", weigh(n)
}

// weigh turns a sum of evidence into a confidence.
func weigh(n int) float64 {
	if n < 0 {
		n = -n
	}
	return min(0.6+0.05*float64(n), 0.98)
}

// A verdict says what a short open line is that follows an open text.
type verdict uint8

const (
	byItself   verdict = iota // neither: the text before it only lacks its stop
	goesOnHere                // the text goes on in it
	goesOnNext                // the text goes on after it: it is a caption
)

// between weighs whether the open text before line i goes on in line i or after it, and
// how sure that is.
func (h *healer) between(i int, x part) (verdict, float64) {
	t := h.out[h.text]
	if t.kind == item {
		return byItself, 0.9
	}
	here := h.p.link(t.block, x.block)
	comma := strings.ContainsAny(string(x.text), "，,")
	after := i + 1
	for after < len(h.in) && (h.in[after].kind == figure || h.in[after].kind == plain && toldCaption(h.in[after].text)) {
		after++
	}
	if after >= len(h.in) || h.in[after].kind != plain || h.in[after].said != saidNothing {
		if here > 0 && (!t.short() || comma || h.p.stand(t.text[len(t.text)-1], x.text[0]) > 0) {
			return goesOnHere, weigh(here)
		}
		return byItself, 0.7
	}
	next := h.p.link(t.block, h.in[after])
	running := !t.short() || strings.ContainsAny(string(t.tail()), "，,")
	if running { // surely cut
		here, next = here+certain, next+certain
	}
	switch {
	case here > 0 && (here > next && (!running || comma) || comma && here == next || here >= next+certain):
		return goesOnHere, weigh(here - next)
	case next > 0:
		return goesOnNext, weigh(next - here)
	}
	return byItself, weigh(next)
}

// isCaption names the rule by which the short line i, which goes on with nothing,
// belongs to a picture: it says so, it follows one, or it stands before the lead or
// inside a broken paragraph. "" where it does not.
func (h *healer) isCaption(i int, x part) (rule string, sure float64) {
	if x.kind == item {
		return "", 1
	}
	if toldCaption(x.text) {
		return "told-caption", 0.98
	}
	if !x.open || !x.short() || listed(x.text) {
		return "", 1
	}
	if i > 0 && h.in[i-1].kind == figure {
		return "under-figure", 0.85
	}
	if h.text < 0 {
		if h.beforeLead(i, x) {
			return "before-lead", 0.8
		}
		return "", 1
	}
	if h.out[h.text].open {
		if v, sure := h.between(i, x); v == goesOnNext {
			return "inside-break", sure
		}
	}
	return "", 1
}

// listed tells the lines that are short and open but never a picture's.
func listed(t []rune) bool { return standsAlone(t) || labelled(t) || dashed(t) || isOrdinal(t) }

// isOrdinal tells the lines that number the parts of a text and say nothing else: 一, （二）, 3.
func isOrdinal(t []rune) bool {
	const longest = 3
	if bracketed(t) {
		t = t[1 : len(t)-1]
	}
	for _, r := range t {
		if !strings.ContainsRune("一二三四五六七八九十0123456789０１２３４５６７８９ⅠⅡⅢⅣⅤ", r) {
			return false
		}
	}
	return len(t) > 0 && len(t) <= longest
}

// beforeLead reports whether a short line between headline and text is a caption:
// it does not begin the text, and it is no line of the headline's deck.
func (h *healer) beforeLead(i int, x part) bool {
	if i+1 < len(h.in) && h.in[i+1].kind == ruler {
		return true
	}
	return i+1 < len(h.in) && h.in[i+1].said == saidNothing && len(h.in[i+1].text) > 0 && !blankInside(x.text) && !repeats(x.text, h.headline) && !h.p.brokenStart(x.block, h.in[i+1])
}

// join adds line x to the open text.
func (h *healer) join(x part) {
	t := &h.out[h.text]
	gapFrom, gapTo := t.to, x.from
	if x.kind == item && len(x.at) > 0 && int(x.at[0]) > x.from {
		gapTo++ // its bullet
	}
	for k := max(h.text+1, h.behind); k < len(h.out); k++ {
		c := h.out[k]
		gapTo = min(gapTo, c.from)
		h.p.repairs = append(h.p.repairs, paper.Repair{Rule: "move-caption", Offset: c.from, Before: string(h.p.src[c.from:c.to])})
	}
	h.p.repairs = append(h.p.repairs, paper.Repair{Rule: "join-column", Offset: gapFrom, Before: string(h.p.src[gapFrom:gapTo])})
	h.behind = len(h.out)
	t.joined = len(t.text)
	t.text = append(t.text, x.text...)
	t.at = append(t.at, x.at...)
	t.to, t.open = x.to, x.open
}

// finish tells the subheadings among the short lines and gives list items their depth.
func (h *healer) finish() []part {
	for i := range h.out {
		x := &h.out[i]
		if x.is != paper.Paragraph || x.said != saidNothing {
			continue
		}
		if (x.open || framed(x.text)) && x.short() && !isRoll(x.text) && !h.inList(i) && !h.signsOff(i) {
			switch {
			case i+1 < len(h.out) && h.follows(i+1):
				x.is = paper.Subheading
				h.p.decide(ChoseSubheading, "short-line", x.from, map[bool]float64{true: 0.95, false: 0.85}[framed(x.text)])
			case i > 0 && i == len(h.out)-1 && x.open && !listed(x.text):
				x.is = paper.Caption
				h.p.decide(ChoseCaption, "last-line", x.from, 0.7)
			}
		}
	}
	depths(h.out)
	return h.out
}

// signsOff reports whether line i is at the end and says who wrote the text, and maybe
// when: （作者单位：…）, 责任编辑：…, or an office over the day of its notice.
func (h *healer) signsOff(i int) bool {
	t := h.out[i].text
	switch {
	case i+2 == len(h.out):
		return isDay(h.out[i+1].text)
	case i+1 < len(h.out):
		return false
	case isDay(t), bracketed(t):
		return true
	}
	_, credit := creditLine(t, false)
	return credit
}

func bracketed(t []rune) bool {
	n := len(t)
	return n > 2 && (t[0] == '（' || t[0] == '(') && (t[n-1] == '）' || t[n-1] == ')')
}

// inList reports whether line i is numbered in the way of the line right before or after
// it: points of a list, for a subheading has text under it.
func (h *healer) inList(i int) bool {
	n, _ := numberOf(h.out[i].text)
	if n == unnumbered {
		return false
	}
	for _, k := range [2]int{i - 1, i + 1} {
		if k >= 0 && k < len(h.out) && h.out[k].is == paper.Paragraph {
			if m, _ := numberOf(h.out[k].text); m == n {
				return true
			}
		}
	}
	return false
}

// follows reports whether text stands at i or after captions that stand there.
func (h *healer) follows(i int) bool {
	for ; i < len(h.out); i++ {
		if h.out[i].is != paper.Caption && h.out[i].is != paper.Figure {
			return true
		}
	}
	return false
}

func (b part) short() bool {
	return len(b.text) <= longestCaption && !strings.ContainsAny(string(b.text), "。")
}

// opens reports whether a text does not end where a block may.
func opens(t []rune) bool {
	const tail = 64
	return !hanzi.EndsBlock(string(t[max(0, len(t)-tail):]))
}
