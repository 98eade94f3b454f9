package index

import (
	"cmp"
	"context"
	"encoding/binary"
	"slices"
	"unicode/utf8"

	"baoge/app/hanzi"
	"baoge/app/paper"

	bleve "github.com/blevesearch/bleve_index_api"
)

// A vocabulary numbers the terms of a piece: the dictionary's words, the characters, the pairs
// of common characters, each in a range of its own, so that most of a text becomes numbers
// without a string being made; and what else there is as it comes.
type vocabulary struct {
	cutter *hanzi.Cutter
	chars  uint32            // the number of the first character
	pairs  uint32            // of the first pair
	others uint32            // of the first of the others
	number map[string]uint32 // of the others
	other  []string
	isWord []bool // by pair: the dictionary has it, so it has a number already
}

const inPlane = 1 << 16 // characters that have a number of their own

func newVocabulary(c *hanzi.Cutter) *vocabulary {
	v := &vocabulary{cutter: c, chars: uint32(c.Size()), number: map[string]uint32{}}
	v.pairs = v.chars + inPlane
	v.isWord = make([]bool, commonCount*commonCount)
	v.others = v.pairs + uint32(len(v.isWord))
	for n := range c.Size() {
		if w := c.Word(n); len(w) == 2*len("的") {
			r, size := utf8.DecodeRuneInString(w)
			q, _ := utf8.DecodeRuneInString(w[size:])
			if a, b := common(r), common(q); a >= 0 && b >= 0 {
				v.isWord[a*commonCount+b] = true
			}
		}
	}
	return v
}

func (v *vocabulary) char(r rune) uint32 {
	if r < inPlane {
		return v.chars + uint32(r)
	}
	return v.string(string(r))
}

// pair is the number of two common characters by their places among them; ok is false where
// they are a word.
func (v *vocabulary) pair(a, b int) (n uint32, ok bool) {
	at := a*commonCount + b
	return v.pairs + uint32(at), !v.isWord[at]
}

func (v *vocabulary) string(s string) uint32 {
	n, ok := v.number[s]
	if !ok {
		n = v.others + uint32(len(v.other))
		v.number[s] = n
		v.other = append(v.other, s)
	}
	return n
}

// text is the term of a number.
func (v *vocabulary) text(n uint32) string {
	switch {
	case n < v.chars:
		return v.cutter.Word(int(n))
	case n < v.pairs:
		return string(rune(n - v.chars))
	case n < v.others:
		n -= v.pairs
		return string([]rune{commonOnes[n/uint32(commonCount)], commonOnes[n%uint32(commonCount)]})
	}
	return v.other[n-v.others]
}

// size is how many numbers are in use.
func (v *vocabulary) size() int { return int(v.others) + len(v.other) }

// A piece is some articles on their way into the index: what they are called, and for each field
// which terms which of them has. It is written as one segment.
type piece struct {
	words  *vocabulary
	ids    []string
	fields map[string]*pairs
}

// pairs are the terms of one field, article after article.
type pairs struct {
	terms []uint32
	ends  []end
}

// An end is where the terms of an article end.
type end struct{ article, at uint32 }

func newPiece(c *hanzi.Cutter) *piece {
	return &piece{words: newVocabulary(c), fields: map[string]*pairs{}}
}

// add takes the terms of a field of the article at hand, each once.
func (p *piece) add(field string, terms []uint32) {
	if len(terms) == 0 {
		return
	}
	x := p.fields[field]
	if x == nil {
		x = new(pairs)
		p.fields[field] = x
	}
	x.terms = append(x.terms, terms...)
	article := uint32(len(p.ids) - 1)
	if n := len(x.ends); n == 0 || x.ends[n-1].article != article {
		x.ends = append(x.ends, end{article: article})
	}
	x.ends[len(x.ends)-1].at = uint32(len(x.terms))
}

// batch is the piece as the store takes it.
func (p *piece) batch() *bleve.Batch {
	b := bleve.NewBatch()
	for _, id := range p.ids {
		b.Update(&member{p, id})
	}
	return b
}

// write writes all but the footer of the piece's segment.
func (p *piece) write(f *segmentFile) {
	order := make([]uint32, len(p.ids))
	for i, id := range p.ids {
		f.stored([]byte(id))
		order[i] = uint32(i)
	}
	f.endStored()
	slices.SortFunc(order, func(a, b uint32) int { return cmp.Compare(p.ids[a], p.ids[b]) })
	f.beginField(idField)
	for _, n := range order {
		f.add([]byte(p.ids[n]), []uint32{n})
	}
	f.endField()
	names := make([]string, 0, len(p.fields))
	for name := range p.fields {
		names = append(names, name)
	}
	slices.Sort(names)
	at := make([]uint32, p.words.size())
	for _, name := range names {
		f.beginField(name)
		p.writeField(f, p.fields[name], at)
		f.endField()
	}
}

// writeField writes the terms of a field, sorted, each with its articles. at has a number for
// each term, all of them 0, and is left so.
func (p *piece) writeField(f *segmentFile, x *pairs, at []uint32) {
	type sorting struct {
		key  uint64 // the first eight bytes
		term uint32
	}
	var terms []sorting
	for _, t := range x.terms {
		if at[t] == 0 {
			terms = append(terms, sorting{firstBytes(p.words.text(t)), t})
		}
		at[t]++
	}
	slices.SortFunc(terms, func(a, b sorting) int {
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		return cmp.Compare(p.words.text(a.term), p.words.text(b.term))
	})
	next := uint32(0)
	for _, t := range terms {
		at[t.term], next = next, next+at[t.term]
	}
	articles := make([]uint32, len(x.terms))
	next = 0
	for _, e := range x.ends {
		for _, t := range x.terms[next:e.at] {
			articles[at[t]] = e.article
			at[t]++
		}
		next = e.at
	}
	from := uint32(0)
	for _, t := range terms {
		f.add([]byte(p.words.text(t.term)), articles[from:at[t.term]])
		from = at[t.term]
		at[t.term] = 0
	}
}

// firstBytes orders strings as they do themselves, as far as they differ in eight bytes.
func firstBytes(s string) uint64 {
	var b [8]byte
	copy(b[:], s)
	return binary.BigEndian.Uint64(b[:])
}

// A member is an article of a piece as the store sees it: by name alone.
type member struct {
	piece *piece
	id    string
}

func (m *member) ID() string                                 { return m.id }
func (m *member) Size() int                                  { return len(m.id) }
func (m *member) VisitFields(bleve.FieldVisitor)             {}
func (m *member) VisitComposite(bleve.CompositeFieldVisitor) {}
func (m *member) HasComposite() bool                         { return false }
func (m *member) NumPlainTextBytes() uint64                  { return 0 }
func (m *member) AddIDField()                                {}
func (m *member) StoredFieldsBytes() uint64                  { return 0 }
func (m *member) Indexed() bool                              { return true }

// A counter counts the terms of one text of an article.
type counter struct {
	n    []uint16 // by term
	have []uint32 // the terms counted, as they came
}

const mostCounted = 1 << 15

func (c *counter) add(term uint32) {
	if int(term) >= len(c.n) {
		c.n = append(c.n, make([]uint16, int(term)+1024-len(c.n))...)
	}
	switch c.n[term] {
	case 0:
		c.have = append(c.have, term)
	case mostCounted:
		return
	}
	c.n[term]++
}

func (c *counter) has(term uint32) bool { return int(term) < len(c.n) && c.n[term] > 0 }

func (c *counter) clear() {
	for _, t := range c.have {
		c.n[t] = 0
	}
	c.have = c.have[:0]
}

// all makes a piece of articles; where one is there twice the last one counts.
func (z *analyser) all(ctx context.Context, articles []*paper.Article) (*piece, error) {
	z.piece = newPiece(z.cutter)
	last := make(map[paper.ArticleID]int, len(articles))
	for i, a := range articles {
		last[a.ID] = i
	}
	for i, a := range articles {
		if last[a.ID] == i {
			z.article(a)
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	p := z.piece
	z.piece = nil
	return p, nil
}
