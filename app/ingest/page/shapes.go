package page

import (
	"strings"
)

// startsInside tells the marks no line of print begins with: what begins with one
// goes on with what stands before it.
func startsInside(r rune) bool {
	return strings.ContainsRune("，。、；：？！”’）》〉」』】％,;:?!)%", r)
}

// closesOf reports whether x closes a quotation or bracket that t leaves open.
func closesOf(t, x []rune) bool {
	return closesFirst(t, x, '“', '”') || closesFirst(t, x, '《', '》') || closesFirst(t, x, '（', '）') || closesFirst(t, x, '(', ')') || closesFirst(t, x, '【', '】')
}

// longestQuotation bounds the look back for what a mark closes, in characters.
const longestQuotation = 600

func closesFirst(t, x []rune, open, shut rune) bool {
	depth := 0
	for i := len(t) - 1; i >= max(0, len(t)-longestQuotation); i-- {
		if t[i] == shut {
			return false
		}
		if t[i] == open {
			depth = 1
			break
		}
	}
	if depth == 0 {
		return false
	}
	for _, r := range x {
		if r == open {
			return false
		}
		if r == shut {
			return true
		}
	}
	return false
}

// framed reports whether a line is set in 【 】 or the like as a whole.
func framed(t []rune) bool {
	n := len(t)
	if n < 3 || t[n-1] != '】' && t[n-1] != '］' {
		return false
	}
	return t[0] == '【' || t[0] == '［' || labelled(t)
}

// toldCaption reports whether a line says that it is a caption: 图为…, or the
// photographer's name after it. It may end a sentence.
func toldCaption(t []rune) bool {
	if len(t) > longestToldByMark {
		return false
	}
	s := string(t[:min(4, len(t))])
	for _, k := range []string{"图为", "图①", "图②", "图③", "图④", "图一：", "图二：", "上图", "下图", "左图", "右图", "资料图", "图片说明", "图说：", "图说:", "题图"} {
		if strings.HasPrefix(s, k) {
			return true
		}
	}
	tail := string(t[max(0, len(t)-3):])
	return strings.HasSuffix(tail, "摄") || strings.HasSuffix(tail, "摄）") || strings.HasSuffix(tail, "摄)")
}

// setIndented reports whether the lines are those of print, one under another, with
// the first line of each paragraph set in: some lines are indented, the ones after
// them follow without a blank line and are not.
func setIndented(content []block) bool {
	in, under := 0, 0
	for i, b := range content {
		switch {
		case b.kind != plain:
		case b.leading >= indent:
			in++
		case i > 0 && b.gap == 0 && content[i-1].kind == plain:
			under++
		}
	}
	return in > 0 && under > 1 && in*20 > under
}
