package index

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"baoge/app/paper"
	"baoge/app/query"
)

// Sizes of a snippet, in characters: two lines of a list.
const (
	snippetLength = 72
	snippetLead   = 20 // at most so many before the first mark
	snippetShort  = 88 // a block no longer than this is taken whole
)

// A Snippet is a piece of an article's text around words that were found.
type Snippet struct {
	Text  string
	Marks [][2]int // half-open ranges of runes of Text
}

// Snippets are those of one query in one article; see [Marker.Snippets].
func Snippets(q query.Query, a *paper.Article, n int) []Snippet {
	out, _ := NewMarker(q).Snippets(a, n)
	return out
}

// Snippets returns at most n pieces of a's body around the places found, in reading
// order, cut at clause ends where there are any near, else with an ellipsis; and how many
// places the whole article has. An article whose body has none of them gives its opening,
// without marks.
func (m *Marker) Snippets(a *paper.Article, n int) (pieces []Snippet, places int) {
	found := findMarks(m.patterns, a)
	if n <= 0 {
		return nil, len(found)
	}
	return snippets(found, a, n), len(found)
}

func snippets(found []mark, a *paper.Article, n int) []Snippet {
	byBlock := map[int][]mark{}
	var blocks []int
	for _, m := range found {
		if m.Part.Field != paper.FieldBlock {
			continue
		}
		if byBlock[m.Part.Block] == nil {
			blocks = append(blocks, m.Part.Block)
		}
		byBlock[m.Part.Block] = append(byBlock[m.Part.Block], m)
	}
	var ws []window
	for _, b := range blocks {
		ws = append(ws, windows([]rune(a.Blocks[b].Text), byBlock[b], b)...)
	}
	ws = best(ws, n)
	if len(ws) == 0 {
		return opening(a)
	}
	out := make([]Snippet, 0, len(ws))
	for _, w := range ws {
		out = append(out, w.snippet())
	}
	return out
}

// A window is a piece of one block.
type window struct {
	text       []rune // of the block
	block      int
	start, end int // runes
	marks      []mark
}

// windows lays a window over every group of marks in a block.
func windows(text []rune, ms []mark, block int) (out []window) {
	for i := 0; i < len(ms); {
		start, end := 0, len(text)
		if len(text) > snippetShort {
			start = clauseStart(text, ms[i].Start)
			end = clauseEnd(text, start, max(ms[i].End, min(len(text), start+snippetLength)), ms[i].End)
		}
		w := window{text: text, block: block, start: start, end: end}
		for i < len(ms) && (ms[i].End <= end || len(w.marks) == 0) {
			w.end = max(w.end, min(ms[i].End, len(text)))
			w.marks = append(w.marks, ms[i])
			i++
		}
		out = append(out, w)
	}
	return out
}

func isClauseEnd(r rune) bool { return strings.ContainsRune("，。；！？：,;!?:…\n", r) }

// clauseStart is where the clause of a rune begins, or a point not too far before it.
func clauseStart(text []rune, at int) int {
	for i := at; i > 0 && i > at-snippetLead; i-- {
		if isClauseEnd(text[i-1]) {
			return skipClosers(text, i, at)
		}
	}
	if at <= snippetLead {
		return 0
	}
	return at - snippetLead/2
}

// skipClosers moves past closing quotes after a clause end.
func skipClosers(text []rune, i, at int) int {
	for i < at && isCloser(text[i]) {
		i++
	}
	return i
}

func isCloser(r rune) bool { return strings.ContainsRune("”’」』）)】》 \u3000", r) }

// afterClause reports whether a text is at the end of a clause, closing quotes left aside.
func afterClause(text []rune) bool {
	for len(text) > 0 && isCloser(text[len(text)-1]) {
		text = text[:len(text)-1]
	}
	return len(text) == 0 || isClauseEnd(text[len(text)-1])
}

// clauseEnd is the last end of a clause in (from, to] that leaves enough before it, or to.
func clauseEnd(text []rune, start, to, from int) int {
	if to >= len(text) {
		return len(text)
	}
	for i := to; i > from && i > start+snippetLength/2; i-- {
		if isClauseEnd(text[i-1]) {
			return i
		}
	}
	return to
}

// worth of a window: how many different things it shows, then how many places.
func (w window) worth() int {
	seen := map[int]int{}
	for _, m := range w.marks {
		seen[m.pattern] = max(seen[m.pattern], m.End-m.Start)
	}
	n := 0
	for _, length := range seen {
		n += 100 + 10*min(length, 9)
	}
	return n + min(len(w.marks), 9)
}

// best picks the n windows that show most, in reading order; windows that show
// something no better one showed come first.
func best(ws []window, n int) []window {
	slices.SortStableFunc(ws, func(a, b window) int { return cmp.Compare(b.worth(), a.worth()) })
	ws = ws[:min(len(ws), n)]
	slices.SortStableFunc(ws, func(a, b window) int {
		return cmp.Or(cmp.Compare(a.block, b.block), cmp.Compare(a.start, b.start))
	})
	return ws
}

func (w window) snippet() Snippet {
	lead, tail := "", ""
	if !afterClause(w.text[:w.start]) {
		lead = "…"
	}
	if w.end < len(w.text) && !isClauseEnd(w.text[w.end-1]) {
		tail = "…"
	}
	s := Snippet{Text: lead + string(w.text[w.start:w.end]) + tail, Marks: [][2]int{}}
	shift := utf8.RuneCountInString(lead) - w.start
	for _, m := range w.marks {
		s.Marks = append(s.Marks, [2]int{m.Start + shift, m.End + shift})
	}
	return s
}

// opening is the first text of the body.
func opening(a *paper.Article) []Snippet {
	for _, b := range a.Blocks {
		if b.Kind == paper.Paragraph && strings.TrimSpace(b.Text) != "" {
			text := []rune(b.Text)
			end := len(text)
			if end > snippetShort {
				end = clauseEnd(text, 0, snippetLength, 0)
			}
			return []Snippet{window{text: text, end: end}.snippet()}
		}
	}
	return nil
}
