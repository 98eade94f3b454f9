package index

import (
	"slices"
	"sort"
	"unicode/utf8"

	"baoge/app/hanzi"
	"baoge/app/paper"
	"baoge/app/query"
)

// A pattern is one thing to mark.
type pattern struct {
	scope                query.Field
	text                 string // folded
	boundStart, boundEnd bool
	parts                []string      // the words in it, marked where the whole is nowhere
	sounds               []hanzi.Sound // how it sounds, marked where it is nowhere else
}

// maxMarks bounds the marks of one article; nobody walks through more.
const maxMarks = 5000

// A Marker marks what one query asks for in article after article. It is made once a query
// and never changed.
type Marker struct{ patterns []pattern }

// NewMarker prepares the marks of q.
func NewMarker(q query.Query) *Marker { return &Marker{patterns(q)} }

// Marks returns where a's texts have what the query asks for, in reading order, without
// overlaps, in runes of the stored text. Words that are to be absent, and fields that
// are not text, mark nothing.
func (m *Marker) Marks(a *paper.Article) []paper.Span {
	var out []paper.Span
	for _, x := range findMarks(m.patterns, a) {
		out = append(out, x.Span)
	}
	return out
}

// Marks are the marks of one query in one article; see [Marker.Marks].
func Marks(q query.Query, a *paper.Article) []paper.Span { return NewMarker(q).Marks(a) }

// patterns lists what q asks for. Until the dictionary is up a run of words is one pattern.
func patterns(q query.Query) (out []pattern) {
	c := hanzi.Loaded()
	add := func(p pattern) {
		if p.text == "" || len(out) >= 2*maxProbes || slices.ContainsFunc(out, func(x pattern) bool { return x.text == p.text && x.scope == p.scope }) {
			return
		}
		out = append(out, p)
	}
	q.Walk(func(n query.Node, field query.Field, asked bool) {
		if !asked {
			return
		}
		switch n := n.(type) {
		case query.Phrase:
			add(pattern{scope: field, text: fold(string(n)), parts: words(c, fold(string(n)))})
		case query.Prefix:
			add(pattern{scope: field, text: fold(string(n)), boundStart: true})
		case query.Near:
			t := fold(string(n))
			add(pattern{scope: field, text: t, sounds: hanzi.OneOff(t)})
		case query.Words:
			t := fold(string(n))
			t = t[:runePrefix(t, maxWords)]
			if s := hanzi.Sounds(t); s != nil {
				add(pattern{field, t, true, true, nil, s})
				return
			}
			t, _ = question(t)
			if c == nil || field == query.Author {
				add(pattern{scope: field, text: t})
				return
			}
			if t == "" {
				return
			}
			for _, u := range units(c, t) {
				add(pattern{field, u, true, true, words(c, u), nil})
			}
		}
	})
	return out
}

// words lists the words in a folded text that are more than one character.
func words(c *hanzi.Cutter, t string) (out []string) {
	if c == nil {
		return nil
	}
	for _, k := range tokens(c, t) {
		if s := t[k.start:k.end]; !k.single && s != t {
			out = append(out, s)
		}
	}
	return out
}

// A mark is a place with the number of the pattern found there.
type mark struct {
	paper.Span
	pattern int
}

// findMarks finds the patterns in an article.
func findMarks(ps []pattern, a *paper.Article) []mark {
	var out []mark
	texts := a.Texts()
	folded := make([]*mapped, len(texts))
	for i, t := range texts {
		folded[i] = fold2(t.Text)
	}
	for i, p := range ps {
		before := len(out)
		for k, t := range texts {
			if inScope(p.scope, t.Part.Field) {
				out = folded[k].find(out, t.Part, p.text, p.boundStart, p.boundEnd, i)
			}
		}
		if len(out) > before {
			continue
		}
		for k, t := range texts {
			if inScope(p.scope, t.Part.Field) {
				out = folded[k].findSounds(out, t.Part, p.sounds, i)
			}
		}
		for _, w := range p.parts {
			for k, t := range texts {
				if inScope(p.scope, t.Part.Field) {
					out = folded[k].find(out, t.Part, w, true, true, i)
				}
			}
		}
	}
	return inOrder(out, texts)
}

// inOrder sorts marks as the texts are read and joins those that overlap.
func inOrder(ms []mark, texts []paper.Text) []mark {
	place := map[paper.Part]int{}
	for i, t := range texts {
		place[t.Part] = i
	}
	sort.SliceStable(ms, func(i, j int) bool {
		a, b := ms[i], ms[j]
		if a.Part != b.Part {
			return place[a.Part] < place[b.Part]
		}
		if a.Start != b.Start {
			return a.Start < b.Start
		}
		return a.End > b.End
	})
	out := ms[:0]
	for _, m := range ms {
		if last := len(out) - 1; last >= 0 && out[last].Part == m.Part && m.Start < out[last].End {
			out[last].End = max(out[last].End, m.End)
			continue
		}
		out = append(out, m)
	}
	return out
}

func inScope(scope query.Field, f paper.Field) bool {
	title := f == paper.FieldHeadline || f == paper.FieldKicker || f == paper.FieldSubhead
	switch scope {
	case "":
		return true
	case query.Title:
		return title
	case query.Author:
		return f == paper.FieldCredit
	case query.Body:
		return !title && f != paper.FieldCredit
	}
	return false
}

// mapped is a folded text, its runs of blanks made one, with the way back by bytes.
type mapped struct {
	text  string
	runes []int32 // for each byte the number of its folded character
	fold  hanzi.Folded
}

func fold2(s string) *mapped {
	m := &mapped{fold: hanzi.Fold(s)}
	b := make([]byte, 0, len(s))
	for i, r := range m.fold.Text {
		if r == ' ' && len(b) > 0 && b[len(b)-1] == ' ' {
			continue
		}
		from := len(b)
		b = utf8.AppendRune(b, r)
		for range len(b) - from {
			m.runes = append(m.runes, int32(i))
		}
	}
	m.text = string(b)
	return m
}

// find appends a mark for every occurrence of a folded text.
func (m *mapped) find(out []mark, part paper.Part, t string, boundStart, boundEnd bool, pattern int) []mark {
	for _, at := range findText(m.text, t, boundStart, boundEnd, maxMarks) {
		out = m.mark(out, part, at, at+len(t), pattern)
	}
	return out
}

// findSounds appends a mark for every text that sounds so.
func (m *mapped) findSounds(out []mark, part paper.Part, sounds []hanzi.Sound, pattern int) []mark {
	for _, s := range sounds {
		for at := 0; at < len(m.text) && len(out) < maxMarks; {
			i, j := s.Find(m.text, at)
			if i < 0 {
				break
			}
			out = m.mark(out, part, i, j, pattern)
			at = j
		}
	}
	return out
}

// mark appends the mark of bytes from to to of the folded text.
func (m *mapped) mark(out []mark, part paper.Part, from, to, pattern int) []mark {
	if len(out) >= maxMarks {
		return out
	}
	start, end := m.fold.Span(int(m.runes[from]), int(m.runes[to-1])+1)
	return append(out, mark{paper.Span{Part: part, Start: start, End: end}, pattern})
}
