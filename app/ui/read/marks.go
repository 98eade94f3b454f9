package read

import (
	"sort"

	"baoge/app/paper"
	"baoge/app/typeset"
)

// marks are places in the text in reading order, one of which is the current one: what
// was searched for in the library, or found in the article.
type marks struct {
	spans []paper.Span
	now   int
}

// step makes the mark after or before the current one the current one, around the ends.
func (m *marks) step(n int) {
	if len(m.spans) > 0 {
		m.now = (m.now + n + len(m.spans)) % len(m.spans)
	}
}

// place is where the current mark begins.
func (m *marks) place() (p typeset.Place, ok bool) {
	if m.now >= len(m.spans) {
		return p, false
	}
	s := m.spans[m.now]
	return typeset.Place{Part: s.Part, Rune: s.Start}, true
}

// within gives the range of the marks any part of which lies between two places.
func (m *marks) within(s *sheet, from, to typeset.Place) (i, j int) {
	i = sort.Search(len(m.spans), func(i int) bool {
		return s.compare(typeset.Place{Part: m.spans[i].Part, Rune: m.spans[i].End}, from) > 0
	})
	j = i + sort.Search(len(m.spans)-i, func(k int) bool {
		return s.compare(typeset.Place{Part: m.spans[i+k].Part, Rune: m.spans[i+k].Start}, to) >= 0
	})
	return i, j
}

// after gives the first mark at or after a place; the first of all where there is none.
func (m *marks) after(s *sheet, p typeset.Place) int {
	i := sort.Search(len(m.spans), func(i int) bool {
		return s.compare(typeset.Place{Part: m.spans[i].Part, Rune: m.spans[i].Start}, p) >= 0
	})
	if i == len(m.spans) {
		return 0
	}
	return i
}
