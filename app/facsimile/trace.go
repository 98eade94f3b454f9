package facsimile

import (
	"slices"
	"unicode"

	"baoge/app/paper"
)

// nowhere is what Trace gives for a character that is not on the sheets.
const nowhere = -1

// Trace finds a text on the sheets: for each of its runes the number of a character there,
// or a negative number. The text is that of a part of an article as it is today: what is
// as it was imported is found by its place; what was moved to another part or article, split,
// joined or corrected, by the characters that stayed. White space is nowhere.
func (p *Page) Trace(id paper.ArticleID, part paper.Part, text string) []int {
	runes := []rune(text)
	out := slices.Repeat([]int{nowhere}, len(runes))
	for _, first := range p.words[where{id, part}] {
		w := p.wordOf(first)
		if w.Start < 0 || w.End > len(runes) || w.Text != "" && string(runes[w.Start:w.End]) != w.Text {
			continue
		}
		for k := w.Start; k < w.End; k++ {
			out[k] = first + k - w.Start
		}
	}
	t := tracing{page: p, out: out}
	for i, r := range runes {
		if out[i] == nowhere && unicode.IsSpace(r) {
			continue
		}
		t.runes, t.at = append(t.runes, r), append(t.at, i)
	}
	t.follow()
	return out
}

// A tracing is a text without its white space, being followed.
type tracing struct {
	page  *Page
	runes []rune
	at    []int // of each, its rune in the text
	out   []int
}

// sureRun is how many characters in a row say by themselves that a text comes from there,
// as half of it does; nearRun is how far behind what was found before a shorter run may stand.
const sureRun, nearRun = 8, 24

// follow finds what is not found yet.
func (t *tracing) follow() {
	p := t.page
	if n := len(t.runes); n > 0 && n < gram && t.missing(0) {
		t.short()
		return
	}
	last := nowhere // the character found last, in reading order
	for i := 0; i < len(t.runes); i++ {
		if !t.missing(i) {
			last = t.out[t.at[i]]
			continue
		}
		q, ok := t.begin(i)
		if !ok {
			continue
		}
		from, to := i, i+1
		for from > 0 && q-(i-from)-1 >= 0 && t.missing(from-1) && p.chars[q-(i-from)-1].r == t.runes[from-1] {
			from--
		}
		for to < len(t.runes) && q+to-i < len(p.chars) && t.missing(to) && p.chars[q+to-i].r == t.runes[to] {
			to++
		}
		near := last >= 0 && q-(i-from) > last && q-(i-from) <= last+nearRun
		if n := to - from; n < sureRun && 2*n < len(t.runes) && !near {
			continue
		}
		for k := from; k < to; k++ {
			t.out[t.at[k]] = q + k - i
		}
		i, last = to-1, q+to-1-i
	}
}

func (t *tracing) missing(i int) bool { return t.out[t.at[i]] == nowhere }

// begin is where the text from rune i on stands, if at one place.
func (t *tracing) begin(i int) (char int, ok bool) {
	if i+gram > len(t.runes) {
		return 0, false
	}
	q, ok := t.page.grams[[gram]rune(t.runes[i:i+gram])]
	return q, ok && q != many
}

// short finds a text of few characters, if it stands at one place.
func (t *tracing) short() {
	found := nowhere
	for i := 0; i+len(t.runes) <= len(t.page.chars); i++ {
		same := true
		for k, r := range t.runes {
			same = same && t.page.chars[i+k].r == r
		}
		if same && found != nowhere {
			return
		} else if same {
			found = i
		}
	}
	for k := range t.runes {
		if found != nowhere && t.missing(k) {
			t.out[t.at[k]] = found + k
		}
	}
}
