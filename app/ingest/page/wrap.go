package page

import (
	"strings"

	"baoge/app/paper"
)

const (
	fewestWrapped = 3  // lines
	narrowestWrap = 6  // characters
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
		width := wrapWidth(blocks[i:j])
		if isVerse(blocks[i:j]) {
			for k := i; k < j; k++ {
				blocks[k].said = saidParagraph
			}
		}
		out = append(out, blocks[i])
		for k := i + 1; k < j; k++ {
			b := blocks[k]
			if width == 0 || len(blocks[k-1].text) < width-1 || b.leading >= indent {
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

// wrapWidth gives the length of the full lines of a run, 0 where the run is not wrapped.
func wrapWidth(run []block) int {
	if len(run) < fewestWrapped {
		return 0
	}
	width := 0
	for _, b := range run {
		width = max(width, len(b.text))
	}
	if width < narrowestWrap || width > widestWrap {
		return 0
	}
	full, inside := 0, 0
	for _, b := range run[:len(run)-1] {
		if len(b.text) >= width-1 {
			full++
			if opens(b.text) && !strings.ContainsRune("，、,", b.text[len(b.text)-1]) {
				inside++
			}
		}
	}
	if full*2 < len(run)-1 || inside*2 < full || full < 2 {
		return 0
	}
	return width
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
