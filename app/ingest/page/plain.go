package page

import (
	"strings"

	"baoge/app/paper"
)

// Lengths in characters of what may be a headline in a text that marks none.
const (
	shortestHeadline = 2
	longestHeadline  = 40
	mostDeckLines    = 3
	shortRubric      = 4 // a line up to here over a headline may be a rubric: 要闻
)

// inferHeadings finds the headings of a text that marks none with #: the short lines
// at its head, and further down a short line after closed text that stands apart by
// two blank lines, or has a credit or a dateline under it.
func inferHeadings(blocks []block) []block {
	var last []rune // the text above
	for i, seen := 0, 0; i < len(blocks); {
		for ; seen < i; seen++ {
			if k := blocks[seen].kind; k != ruler && k != figure && k != table {
				last = blocks[seen].text
			}
		}
		n := 0
		if i == 0 || startsArticle(blocks, i, last) {
			n = deckLines(blocks[i:])
		}
		for k := range n {
			blocks[i+k].kind, blocks[i+k].level = heading, 1
		}
		if n == 2 && blocks[i+1].gap == 0 && chars(blocks[i]) > shortRubric { // two lines of one headline, whatever their length
			first, second := saidHeadline, saidSubhead
			if chars(blocks[i]) <= chars(blocks[i+1]) && !hasDash(blocks[i+1]) {
				first, second = saidKicker, saidHeadline
			}
			blocks[i].said, blocks[i+1].said = first, second
		}
		i += max(n, 1)
	}
	return blocks
}

// deckLines counts the headline-like lines that stand at the head of blocks with text after them.
func deckLines(blocks []block) int {
	n := 0
	for n < len(blocks) && n < mostDeckLines && headlineLike(blocks[n]) && !(n+1 < len(blocks) && hangs(blocks[n], blocks[n+1])) {
		n++
	}
	if n == len(blocks) || n == 0 {
		return 0
	}
	if n == mostDeckLines && headlineLike(blocks[n]) { // a run of short lines: a list or a poem
		return 1
	}
	return n
}

// hangs reports whether a is the indented first line of a paragraph and b its second.
func hangs(a, b block) bool { return a.leading >= indent && b.gap == 0 && b.leading < indent }

// headlineLike reports whether a line can be a headline: short, without a stop, and
// neither a credit nor a list's nor a picture's.
func headlineLike(b block) bool {
	n := paper.Chars(string(b.text))
	if b.kind != plain || b.said != saidNothing || n < shortestHeadline || n > longestHeadline || strings.ContainsAny(string(b.text), "。；;") {
		return false
	}
	last := b.text[len(b.text)-1]
	if strings.ContainsRune("，、：,:", last) || numbered(b.text) > 0 || toldCaption(b.text) || datelineLength(b.text) > 0 {
		return false
	}
	_, credit := creditLine(b.text, false)
	return !credit
}

// startsArticle reports whether line i, further down, opens another article; last is the
// text above it.
func startsArticle(blocks []block, i int, last []rune) bool {
	if opens(last) || !headlineLike(blocks[i]) {
		return false
	}
	n := deckLines(blocks[i:])
	if n == 0 {
		return false
	}
	next := blocks[i+n]
	_, credit := creditLine(next.text, false)
	return credit || datelineLength(next.text) > 0 || blocks[i].gap >= 2
}

// longHeadlines joins to a heading the line under it that goes on with it: without a
// blank line between, set in, and no text, credit or dateline itself.
func (p *parser) longHeadlines(blocks []block) []block {
	out := blocks[:0]
	for _, b := range blocks {
		if n := len(out); n > 0 && out[n-1].kind == heading && b.gap == 0 && b.leading >= indent && headlineLike(b) {
			h := &out[n-1]
			p.repairs = append(p.repairs, paper.Repair{Rule: "join-headline", Offset: h.to, Before: string(p.src[h.to:b.from]), After: "\u3000"})
			h.text = append(append(h.text, '\u3000'), b.text...)
			h.at = append(append(h.at, int32(h.to)), b.at...)
			h.to = b.to
			continue
		}
		out = append(out, b)
	}
	return out
}
