package typeset

import "strings"

// A gap is the room between two tokens, in em.
type gap struct {
	width  float32 // negative where two marks close up
	open   float32 // weight when the line is opened: 0 never, 1 as between Han characters
	shrink float32 // what it can lose unnoticed
	deep   float32 // what it can lose beyond that, where the line would else be opened too far
	breaks bool    // a line may end here
	cost   float32 // added for ending one here
}

// Widths of a blank between Latin words, in em, and what breaking at a poor place costs
// (a line at the opening limit costs 100).
const (
	wordBlank       = 0.26
	wordBlankShrink = 0.08
	cutCost         = 60
	measureCost     = 100
)

// between is the gap before b.
func (m *matter) between(a, b *token) gap {
	if b.ems > 0 { // a blank of the headline, of a name
		return gap{width: float32(b.ems), breaks: !m.unbroken(a, b)}
	}
	g := gap{breaks: true, open: 1}
	if m.unbroken(a, b) {
		g.breaks, g.open = false, 0
	}
	switch {
	case fullMark(a) || fullMark(b):
		m.marks(a, b, &g)
	case a.class == latin && b.class == latin, a.class == latin && b.class == asciiClosing,
		a.class == asciiOpening && b.class == latin, a.class == latin && b.class == asciiOpening,
		a.class == asciiClosing && b.class == asciiClosing, a.class == asciiClosing && b.class == latin,
		a.class == asciiOpening && b.class == asciiOpening, a.class == asciiClosing && b.class == asciiOpening:
		m.words(a, b, &g)
	case m.spaced(a, b):
		g.width, g.shrink, g.open = m.policy.Autospace, m.policy.Autospace-m.policy.AutospaceMin, g.open*m.policy.AutospaceOpen
		if !g.breaks && a.class == asciiOpening || b.class == asciiClosing || a.class == asciiOpening {
			g.width, g.shrink = 0, 0
		}
	case b.blank && m.wide:
		g.width = 1
	case b.blank:
		g.width, g.shrink = m.policy.Blank, m.policy.Blank/2
	}
	if int(b.start) >= m.marker && int(a.start) < m.marker {
		g.open, g.shrink, g.deep = 0, 0, 0
	}
	if g.breaks && a.class == latin && b.class == han && isDigit(m.text[a.end-1]) && strings.ContainsRune(measures, m.text[b.start]) {
		g.cost = measureCost
	}
	return g
}

// unbroken holds the line-edge rules of the policy's level (what never opens a
// line, what never ends one), and what never parts.
func (m *matter) unbroken(a, b *token) bool {
	level := m.policy.Level
	switch b.class {
	case closing, stop, postfix, asciiClosing:
		return true
	case middle:
		return level >= GB || !isSolidus(m.text[b.start]) || m.edge(a)
	case pair:
		return (level >= Strict || a.class == pair || m.edge(a)) && !(a.class == pair && a.cut)
	}
	switch {
	case m.edge(a), level >= GB && m.solidus(a) && !b.blank && !latinish(b):
		return true
	case a.class == latin:
		return b.class == han && isDigit(m.text[a.end-1]) && strings.ContainsRune(counts, m.text[b.start])
	}
	return b.class == latin && !b.blank && m.connects(b) && (level >= GB || !m.solidus(b))
}

// edge reports whether a token never ends a line, at any level.
func (m *matter) edge(t *token) bool {
	return t.class == opening || t.class == asciiOpening || t.class == prefix
}

// solidus reports whether a token is a solidus alone: 甲/乙.
func (m *matter) solidus(t *token) bool { return t.end == t.start+1 && isSolidus(m.text[t.start]) }

func isSolidus(r rune) bool { return r == '/' || r == '／' }

// connects reports whether a word is or begins with a sign that ties it to what
// precedes it: 凯里-贵阳, 50% (but not the minus of -5℃).
func (m *matter) connects(t *token) bool {
	alone := t.end == t.start+1 || !isDigit(m.text[t.start+1])
	return strings.ContainsRune("-–/~%‰°", m.text[t.start]) && alone
}

func fullMark(t *token) bool { return t.left > 0 || t.right > 0 }

// marks squeezes full-width marks: two that meet take one and a half em (clreq
// §3.1.6), a blank beside one is its own empty half, and a line in need takes more.
func (m *matter) marks(a, b *token, g *gap) {
	switch {
	case a.right > 0 && b.left > 0:
		g.width, g.shrink = -b.left, a.right
	case a.right > 0 && b.right > 0:
		g.width = -a.right
	case a.left > 0 && b.left > 0:
		g.width = -b.left
	case a.right > 0, b.left > 0 && a.class != opening:
		g.shrink, g.deep = m.policy.MarkSqueeze, m.policy.MarkDeep
	}
}

// words parts two Latin tokens: by a blank if one is stored, else not at all.
func (m *matter) words(a, b *token, g *gap) {
	if b.blank {
		g.width, g.open, g.shrink = wordBlank, m.policy.WordOpen, wordBlankShrink
		if !g.breaks {
			g.open = 0
		}
		return
	}
	g.open, g.cost = 0, cutCost
	g.breaks = g.breaks && (a.cut || b.class == asciiOpening || a.class == asciiClosing && b.start > 0 && m.text[b.start-1] != '.')
}

// spaced reports whether a quarter em parts Han and Latin; a stored blank there is the same quarter.
func (m *matter) spaced(a, b *token) bool {
	al, bl := latinish(a), latinish(b)
	switch {
	case al == bl, a.class == postfix || b.class == postfix, a.class == prefix || a.class == middle || b.class == middle:
		return false
	case b.blank:
		return true
	case al:
		return wantsSpace(m.text[a.end-1]) || a.class == asciiClosing
	}
	return wantsSpace(m.text[b.start]) || b.class == asciiOpening
}

func latinish(t *token) bool {
	return t.class == latin || t.class == asciiOpening || t.class == asciiClosing
}
