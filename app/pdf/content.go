package pdf

import (
	"math"
	"strconv"
	"unicode/utf8"

	"baoge/app/typeset"
)

// inks are the colours of print, as operators of the content stream: black
// text, grey for what is beside it, the vermilion of the screen's accent.
var inks = map[typeset.Ink]string{
	typeset.InkText:      "0 g\n",
	typeset.InkSecondary: "0.32 g\n",
	typeset.InkAccent:    "0.702 0.149 0.118 rg\n",
	typeset.InkHairline:  "0.6 g\n",
}

// A content builds the content stream of one page after the other.
type content struct {
	file   *file
	fonts  fonts
	b      []byte
	height float32
	used   map[*font]bool
	mark   func(elem int) (kind string, mcid int) // tells the structure of a piece of an element

	ink   typeset.Ink
	inked bool
	font  *font
	size  float32
	elem  int // of the open marked content; -1 none is open
}

// page returns the content stream, valid until the next call.
func (c *content) page(p *typeset.Page) []byte {
	c.b, c.height = c.b[:0], p.H
	c.used = map[*font]bool{}
	c.inked, c.font, c.size, c.elem = false, nil, 0, -1
	if len(p.Rules) > 0 {
		c.open(0)
		for _, r := range p.Rules {
			c.setInk(r.Ink)
			for _, v := range []float32{r.X, p.H - r.Bottom(), r.W, r.H} {
				c.b = append(appendNum(c.b, v), ' ')
			}
			c.b = append(c.b, "re f\n"...)
		}
	}
	for i := range p.Runs {
		if len(p.Runs[i].Glyphs) > 0 {
			c.run(&p.Runs[i])
		}
	}
	c.close()
	return c.b
}

// open begins the marked content of an element, unless it is the open one.
// Element 0 is an artifact (§14.8.2.2): no part of the text.
func (c *content) open(elem int) {
	if elem == c.elem {
		return
	}
	c.close()
	c.elem = elem
	if elem == 0 {
		c.b = append(c.b, "/Artifact<</Type/Pagination>>BDC\n"...)
		return
	}
	kind, mcid := c.mark(elem)
	c.b = append(c.b, '/')
	c.b = append(append(c.b, kind...), "<</MCID "...)
	c.b = append(strconv.AppendInt(c.b, int64(mcid), 10), ">>BDC\n"...)
}

func (c *content) close() {
	if c.elem >= 0 {
		c.b = append(c.b, "EMC\n"...)
	}
	c.elem = -1
}

func (c *content) setInk(ink typeset.Ink) {
	if c.inked && ink == c.ink {
		return
	}
	c.ink, c.inked = ink, true
	c.b = append(c.b, inks[ink]...)
}

// run writes one run of glyphs as a text object.
func (c *content) run(r *typeset.Run) {
	c.open(r.Elem)
	c.setInk(r.Ink)
	c.b = append(c.b, "BT\n"...)
	s := strip{content: c, run: r}
	c.setFont(c.fonts.of(c.file, r.Face), r.Size)
	c.b = append(appendNum(c.b, r.X), ' ')
	c.b = append(appendNum(c.b, c.height-r.Y), " Td"...)
	for from := 0; from < len(r.Glyphs); {
		to := from + 1
		for to < len(r.Glyphs) && r.Glyphs[to].Text == "" {
			to++
		}
		s.cluster(r.Glyphs[from:to])
		from = to
	}
	s.end()
	c.b = append(c.b, "ET\n"...)
}

func (c *content) setFont(t *font, size float32) {
	c.used[t] = true
	if t == c.font && size == c.size {
		return
	}
	c.font, c.size = t, size
	c.b = append(append(c.b, '/'), t.name...)
	c.b = append(appendNum(append(c.b, ' '), size), " Tf\n"...)
}

// A strip is the row of show operators of one run: codes, and between them
// corrections wherever the next glyph is not where the viewer's pen stands.
type strip struct {
	*content
	run   *typeset.Run
	pen   float64 // where the viewer's pen is, points from the run's X
	rise  float32
	array bool // an operand array is open
	hex   bool // a string in it is open
}

// cluster shows the glyphs that together stand for one text. With as many
// characters as glyphs each glyph takes its own; else the text is said beside
// the glyphs (§14.9.4), as several codes cannot share one.
func (s *strip) cluster(gs []typeset.Glyph) {
	text := gs[0].Text
	if len(gs) == 1 && text != "" {
		s.glyph(&gs[0], text)
		return
	}
	beside := utf8.RuneCountInString(text) < len(gs)
	if beside {
		s.end()
		s.b = append(s.b, "/Span<</ActualText"+textString(mapped(text, 0))+">>BDC"...)
	}
	for i := range gs {
		piece := text
		if i < len(gs)-1 {
			_, n := utf8.DecodeRuneInString(text)
			piece = text[:n]
		}
		text = text[len(piece):]
		s.glyph(&gs[i], piece)
	}
	if beside {
		s.end()
		s.b = append(s.b, "EMC\n"...)
	}
}

// glyph shows one glyph.
func (s *strip) glyph(g *typeset.Glyph, text string) {
	code, ok := s.font.code(g.ID, text)
	if !ok { // all codes of the font are taken: go on in the face's next one
		s.end()
		s.setFont(s.fonts.of(s.file, s.run.Face), s.run.Size)
		code, _ = s.font.code(g.ID, text)
	}
	if g.Y != s.rise {
		s.end()
		s.b = append(appendNum(append(s.b, ' '), -g.Y), " Ts"...)
		s.rise = g.Y
	}
	if !s.array {
		s.b = append(s.b, '[')
		s.array = true
	}
	em := float64(s.run.Size) / 1000
	if move := math.Round((s.pen - float64(g.X)) / em); move != 0 {
		s.endHex()
		s.b = strconv.AppendInt(s.b, int64(move), 10)
		s.pen -= move * em
	}
	if !s.hex {
		s.b = append(s.b, '<')
		s.hex = true
	}
	s.b = appendHex16(s.b, code)
	s.pen += float64(s.font.width[code]) * em
}

func (s *strip) endHex() {
	if s.hex {
		s.b = append(s.b, '>')
	}
	s.hex = false
}

// end closes the operand array and shows it; the next glyph opens another.
func (s *strip) end() {
	s.endHex()
	if s.array {
		s.b = append(s.b, "]TJ\n"...)
	}
	s.array = false
	if s.rise != 0 {
		s.b = append(s.b, "0 Ts\n"...)
		s.rise = 0
	}
}
