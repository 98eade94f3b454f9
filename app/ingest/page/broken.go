package page

import (
	"strings"

	"baoge/app/hanzi"
)

// brokenStart reports whether the short line t, which ends no sentence, is the
// beginning of a paragraph that a column break cut and x its continuation; else t
// stands by itself, as a subheading does.
func (p *parser) brokenStart(t, x []rune) bool {
	last, first := t[len(t)-1], x[0]
	switch {
	case framed(t), numbered(t) > 0 && len(t) <= longestSubheading && !strings.ContainsAny(string(t), "，,"):
		return false
	case startsInside(first), strings.ContainsRune("，、,和与的了在及或把被将", last), leftOpen(t):
		return true
	case p.stand(last, first) > 0:
		return true
	case retold(t, x):
		return false
	}
	return strings.ContainsAny(string(t), "，,。")
}

// leftOpen reports whether a quotation or bracket opened in t is not closed in it.
func leftOpen(t []rune) bool {
	depth := 0
	for _, r := range t {
		switch r {
		case '“', '《', '（', '(', '‘':
			depth++
		case '”', '》', '）', ')', '’':
			depth--
		}
	}
	return depth > 0
}

// retold reports whether x begins by telling what t says: at least a third of the
// pairs of Han in t come again in the first sentence or so of x.
func retold(t, x []rune) bool {
	const told = 60
	var in, again int
	head := string(x[:min(told, len(x))])
	for i := 0; i+1 < len(t); i++ {
		if hanzi.IsHan(t[i]) && hanzi.IsHan(t[i+1]) {
			in++
			if strings.Contains(head, string(t[i:i+2])) {
				again++
			}
		}
	}
	return again >= 2 && again*3 >= in
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
