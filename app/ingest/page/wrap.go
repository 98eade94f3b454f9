package page

import (
	"strings"

	"baoge/app/paper"
)

const (
	fewestWrapped = 3 // lines
	narrowestWrap = 6 // characters
	shortestFull  = 5
	widestWrap    = 80 // beyond it a line is a paragraph of its own
)

// unwrap joins the lines of text that keeps the lines of print, or that a mail
// program cut at a width: line under line, nearly all of one length, most of them
// ending inside a clause. A line that is not full, or an indented one, parts paragraphs.
func (p *parser) unwrap(blocks []block) []block {
	out := blocks[:0]
	for i := 0; i < len(blocks); {
		j := i + 1
		for j < len(blocks) && blocks[i].kind == plain && follows(blocks[j]) {
			j++
		}
		wrapped := isWrapped(blocks[i:j])
		if isVerse(blocks[i:j]) {
			for k := i; k < j; k++ {
				blocks[k].said = saidParagraph
			}
		}
		out = append(out, blocks[i])
		for k := i + 1; k < j; k++ {
			b := blocks[k]
			if !wrapped || !full(blocks[i:j], k-1-i) || b.leading >= indent || signed(b.text) {
				out = append(out, b)
				continue
			}
			t := &out[len(out)-1]
			p.repairs = append(p.repairs, paper.Repair{Rule: "join-line", Offset: t.to, Before: string(p.src[t.to:b.from])})
			t.text, t.at, t.to = append(t.text, b.text...), append(t.at, b.at...), b.to
		}
		i = j
	}
	return out
}

// follows reports whether a plain line stands right under the one before it.
func follows(b block) bool { return b.kind == plain && b.gap == 0 && b.said == saidNothing }

// isWrapped reports whether the lines of a run are those of print.
func isWrapped(run []block) bool {
	if len(run) < fewestWrapped {
		return false
	}
	width := 0
	for _, b := range run {
		width = max(width, len(b.text))
	}
	if width < narrowestWrap || width > widestWrap {
		return false
	}
	filled, inside := 0, 0
	for i, b := range run[:len(run)-1] {
		if full(run, i) {
			filled++
			if opens(b.text) && !strings.ContainsRune("，、,", b.text[len(b.text)-1]) {
				inside++
			}
		}
	}
	return filled*2 >= len(run)-1 && inside*2 >= filled && filled >= 2
}

// full reports whether line i of a run fills its column: two lines near it are as long,
// one where the run has no more. A column may grow narrow beside a picture, so the
// longest line of all does not tell.
func full(run []block, i int) bool {
	const near = 3
	n, like, want := len(run[i].text), 0, min(2, len(run)-2)
	for k := max(0, i-near); k <= min(len(run)-1, i+near); k++ {
		d := len(run[k].text) - n
		if k != i && d >= -1 && d <= 1 {
			like++
		}
	}
	return n >= shortestFull && like >= want
}

// signed reports whether a line begins with a sign that sets off points and short items.
func signed(t []rune) bool {
	return strings.ContainsRune(creditSigns+"▼◘※➤►", t[0])
}

// isVerse reports whether a run is a poem: four short lines or more, all of one
// length, each ending with a mark.
func isVerse(run []block) bool {
	const fewest, longest = 4, 18
	if len(run) < fewest || len(run[0].text) > longest {
		return false
	}
	for _, b := range run {
		if len(b.text) != len(run[0].text) || !strings.ContainsRune("，。；！？,;!?", b.text[len(b.text)-1]) {
			return false
		}
	}
	return true
}
