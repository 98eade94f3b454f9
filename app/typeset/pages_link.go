package typeset

import (
	"regexp"
	"sort"
	"strings"
	"unicode/utf8"

	"baoge/app/paper"
)

// address is a web address as it stands in a newspaper's text (RFC 3986 §2,
// without brackets and quotes, which stand around addresses more often than in them).
var address = regexp.MustCompile(`(?i)(?:https?://|www\.)[a-z0-9\-._~:/?#@!$&*+,;=%]*[a-z0-9\-_~/#&=%]`)

// A reference is an address in a block: its runes and its element, 0 until it is set.
type reference struct {
	start, end int32
	address    string
	elem       int
}

// references are the addresses of the block being placed.
type references struct {
	part paper.Part
	list []reference
}

// find looks for addresses in the text of a block.
func (r *references) find(part paper.Part, text string) {
	if r.part == part {
		return
	}
	r.part, r.list = part, nil
	if !strings.Contains(text, "://") && !strings.Contains(text, "www.") {
		return
	}
	at, end := 0, int32(0) // behind the address before, in bytes and runes
	for _, m := range address.FindAllStringIndex(text, -1) {
		start := end + int32(utf8.RuneCountInString(text[at:m[0]]))
		url := text[m[0]:m[1]]
		at, end = m[1], start+int32(utf8.RuneCountInString(url))
		ref := reference{start: start, end: end, address: url}
		if !strings.Contains(url, "://") {
			ref.address = "http://" + url
		}
		r.list = append(r.list, ref)
	}
}

// at is the reference the rune at an offset is in, or nil.
func (r *references) at(rune int32) *reference {
	i := sort.Search(len(r.list), func(i int) bool { return r.list[i].end > rune })
	if i < len(r.list) && r.list[i].start <= rune {
		return &r.list[i]
	}
	return nil
}

// linked puts a body run on the page, cut where addresses begin and end; each
// piece of an address is a link, all pieces one element.
func (m *maker) linked(r Run, l *Line) {
	if r.Part.Field != paper.FieldBlock {
		m.page.Runs = append(m.page.Runs, r)
		return
	}
	m.refs.find(r.Part, m.art.Blocks[r.Part.Block].Text)
	if len(m.refs.list) == 0 {
		m.page.Runs = append(m.page.Runs, r)
		return
	}
	for from := 0; from < len(r.Glyphs); {
		ref := m.refs.at(r.Glyphs[from].At)
		to := from + 1
		for to < len(r.Glyphs) && m.refs.at(r.Glyphs[to].At) == ref {
			to++
		}
		piece := r
		piece.Glyphs = r.Glyphs[from:to]
		if ref != nil {
			piece.Elem = m.link(ref, &piece, l)
		}
		m.page.Runs = append(m.page.Runs, piece)
		from = to
	}
}

// link makes a piece of an address a link and returns its element.
func (m *maker) link(ref *reference, piece *Run, l *Line) int {
	if ref.elem == 0 {
		ref.elem = m.element(ElemLink, piece.Elem, "")
	}
	first, last := piece.Glyphs[0], piece.Glyphs[len(piece.Glyphs)-1]
	box := Rect{piece.X + first.X, l.Top, last.X + last.Advance - first.X, l.Height}
	m.page.Links = append(m.page.Links, Link{Rect: box, Address: ref.address, Text: ref.address, Elem: ref.elem})
	return ref.elem
}
