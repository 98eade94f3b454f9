package page

import (
	"strings"

	"baoge/app/hanzi"
	"baoge/app/paper"
)

// A numbering is the way a list item is numbered.
type numbering uint8

const (
	unnumbered    numbering = iota
	hanComma                // 一、
	hanBracket              // （一）
	figureMark              // 1、 1. 1．
	figureBracket           // （1） 1)
	circled                 // ①
)

const hanFigures = "一二三四五六七八九十百零〇"

// numberOf tells the numbering a line begins with and its length in runes.
func numberOf(t []rune) (n numbering, size int) {
	if len(t) < 2 {
		return unnumbered, 0
	}
	if t[0] >= '①' && t[0] <= '⑳' {
		return circled, 1
	}
	i, bracket := 0, false
	if t[0] == '(' || t[0] == '（' {
		i, bracket = 1, true
	}
	han, figures := i, i
	for han < len(t) && han < i+4 && strings.ContainsRune(hanFigures, t[han]) {
		han++
	}
	for figures < len(t) && figures < i+3 && (t[figures] >= '0' && t[figures] <= '9' || t[figures] >= '０' && t[figures] <= '９') {
		figures++
	}
	j := max(han, figures)
	if j == i || j >= len(t) {
		return unnumbered, 0
	}
	shut := t[j] == ')' || t[j] == '）'
	switch {
	case bracket && shut && han > i:
		return hanBracket, j + 1
	case bracket && shut, !bracket && shut && figures > i:
		return figureBracket, j + 1
	case bracket:
		return unnumbered, 0
	case t[j] == '、' && han > i:
		return hanComma, j + 1
	case t[j] == '、' && figures > i, figures > i && (t[j] == '.' || t[j] == '．') && j+1 < len(t) && hanzi.IsHan(t[j+1]):
		return figureMark, j + 1
	case figures > i && t[j] == '.' && j+1 < len(t) && isBlank(t[j+1]):
		return figureMark, j + 1
	}
	return unnumbered, 0
}

// numbered gives the length of the number a line begins with, 0 for none.
func numbered(t []rune) int {
	_, n := numberOf(t)
	return n
}

// depths makes items of numbered paragraphs, where two or more of one numbering
// stand in an article, and gives each item its depth from 1: by indent where the
// bullets are indented, else by the order in which the numberings appear.
func depths(parts []part) {
	var count [circled + 1]int
	for _, x := range parts {
		if x.is == paper.Paragraph || x.is == paper.Item {
			n, _ := numberOf(x.text)
			count[n]++
		}
	}
	var open []step
	for i := range parts {
		x := &parts[i]
		n, _ := numberOf(x.text)
		if x.is == paper.Paragraph && x.said == saidNothing && n != unnumbered && count[n] > 1 {
			x.is = paper.Item
			x.level = x.leading
		}
		if x.is != paper.Item {
			if x.is == paper.Subheading {
				open = open[:0]
			}
			continue
		}
		if x.said == saidItem {
			continue
		}
		open = enter(open, step{x.level, n})
		x.level = len(open)
	}
}

// A step is one level of a list: its indent and its numbering.
type step struct {
	indent int
	number numbering
}

// enter opens the level an item is on: back to one like it, or one deeper.
func enter(open []step, s step) []step {
	for k := len(open) - 1; k >= 0; k-- {
		if open[k] == s || open[k].indent == s.indent && (s.number == unnumbered || open[k].number == unnumbered) {
			return open[:k+1]
		}
		if open[k].indent < s.indent {
			return append(open[:k+1], s)
		}
	}
	for k := range open {
		if open[k].indent > s.indent { // out of all that was deeper
			return append(open[:k], s)
		}
	}
	return append(open, s)
}
