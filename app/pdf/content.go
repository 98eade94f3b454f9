package pdf

import (
	"math"
	"slices"
	"strconv"
	"unicode/utf8"

	"golang.org/x/image/font/sfnt"

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
	file      *file
	fonts     fonts
	b         []byte
	height    float32
	used      map[*font]bool
	shown     []ref // pictures on the page
	structure *structure
	pictures  pictures

	advances map[faceGlyph]float32
	bounds   map[faceGlyph][2]float32
	buf      sfnt.Buffer

	ink   typeset.Ink
	inked bool
	font  *font
	size  float32
	elem  int // of the open marked content; -1 none is open
}

// page returns the content stream, valid until the next call.
func (c *content) page(p *typeset.Page) []byte {
	c.b, c.height = c.b[:0], p.H
	c.used, c.shown = map[*font]bool{}, c.shown[:0]
	c.inked, c.font, c.size, c.elem = false, nil, 0, -1
	if len(p.Rules) > 0 {
		c.open(0)
		for i := range p.Rules {
			c.fill(p.Rules[i].Rect, p.Rules[i].Ink)
		}
	}
	pics := p.Pictures
	for i := range p.Runs {
		r := &p.Runs[i]
		for len(pics) > 0 && r.Elem > pics[0].Elem { // where it is read
			c.picture(&pics[0])
			pics = pics[1:]
		}
		if len(r.Glyphs) > 0 {
			c.run(r)
		}
	}
	for i := range pics {
		c.picture(&pics[i])
	}
	c.close()
	return c.b
}

// fill paints a rectangle.
func (c *content) fill(r typeset.Rect, ink typeset.Ink) {
	c.setInk(ink)
	c.rect(r.X, c.height-r.Bottom(), r.W, r.H)
	c.b = append(c.b, "re f\n"...)
}

func (c *content) rect(vs ...float32) {
	for _, v := range vs {
		c.b = append(appendNum(c.b, v), ' ')
	}
}

// frame is how thick the lines are around a picture that cannot be shown, points.
const frame = 0.5

// picture paints a picture, or what stands for it.
func (c *content) picture(p *typeset.Picture) {
	c.open(p.Elem)
	c.structure.box(p.Elem, "/BBox["+num(p.X)+" "+num(c.height-p.Bottom())+" "+num(p.X+p.W)+" "+num(c.height-p.Y)+"]")
	if p.Pixels != [2]int{} { // else the rectangle is a frame's, not the picture's
		if d, ok := c.pictures.of(p.Media); ok {
			c.b = append(c.b, "q "...)
			m := matrix(d.turn, p.X, c.height-p.Bottom(), p.W, p.H)
			c.rect(m[:]...)
			c.b = append(c.b, "cm /X"+strconv.Itoa(int(d.id))+" Do Q\n"...)
			if !slices.Contains(c.shown, d.id) {
				c.shown = append(c.shown, d.id)
			}
			return
		}
	}
	c.fill(typeset.Rect{X: p.X, Y: p.Y, W: p.W, H: frame}, typeset.InkHairline)
	c.fill(typeset.Rect{X: p.X, Y: p.Bottom() - frame, W: p.W, H: frame}, typeset.InkHairline)
	c.fill(typeset.Rect{X: p.X, Y: p.Y, W: frame, H: p.H}, typeset.InkHairline)
	c.fill(typeset.Rect{X: p.X + p.W - frame, Y: p.Y, W: frame, H: p.H}, typeset.InkHairline)
	for i := range p.Instead {
		for _, r := range p.Instead[i].Runs {
			r.Elem = p.Elem
			c.run(&r)
		}
	}
}

// resources lists what the page's content names.
func (c *content) resources() string {
	out := "/Font<<" + fontResources(c.used) + ">>"
	if len(c.shown) > 0 {
		out += "/XObject<<"
		for _, id := range c.shown {
			out += "/X" + strconv.Itoa(int(id)) + " " + id.String()
		}
		out += ">>"
	}
	return out
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
	kind, mcid := c.structure.mark(elem)
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
	reversed := r.Reversed()
	if reversed { // §14.8.2.3.3
		c.b = append(c.b, "/ReversedChars BMC\n"...)
	}
	c.b = append(c.b, "BT\n"...)
	s := strip{content: c, run: r}
	c.setFont(c.fonts.of(c.file, r.Face), r.Size)
	c.b = append(appendNum(c.b, r.X), ' ')
	c.b = append(appendNum(c.b, c.height-r.Y), " Td"...)
	s.cuts = c.squeezed(r)
	for from := 0; from < len(r.Glyphs); {
		to := from + 1
		for to < len(r.Glyphs) && r.Glyphs[to].Text == "" {
			to++
		}
		s.cluster(from, to)
		from = to
	}
	s.end()
	c.b = append(c.b, "ET\n"...)
	if reversed {
		c.b = append(c.b, "EMC\n"...)
	}
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

// squeezed finds the glyphs that reach over the next one's place with an empty
// side, and what is to be cut off: by index in the run, nil where there are none.
func (c *content) squeezed(r *typeset.Run) map[int]shape {
	var cuts map[int]shape
	for i := 0; i+1 < len(r.Glyphs); i++ {
		g, next := &r.Glyphs[i], &r.Glyphs[i+1]
		natural := c.advance(r.Face, g.ID)
		over := natural - (next.X-g.X)/r.Size
		n := uint8(math.Round(float64(over / eighth)))
		if over < eighth/2 || n == 0 || n > 7 {
			continue
		}
		if cuts == nil {
			cuts = map[int]shape{}
		}
		const slack = 0.02 // em
		if ink := c.inkOf(r.Face, g.ID); ink[1] <= natural-float32(n)*eighth+slack {
			k := cuts[i]
			k.right = n
			cuts[i] = k
		} else if ink := c.inkOf(r.Face, next.ID); ink[0] >= float32(n)*eighth-slack {
			cuts[i+1] = shape{left: n}
		}
	}
	return cuts
}

// A faceGlyph is a glyph of a face.
type faceGlyph struct {
	face *typeset.Face
	id   uint16
}

// advance is a glyph's natural width in em.
func (c *content) advance(face *typeset.Face, id uint16) float32 {
	k := faceGlyph{face, id}
	v, ok := c.advances[k]
	if !ok {
		v = face.Advance(id)
		c.advances[k] = v
	}
	return v
}

// inkOf is where a glyph's ink begins and ends, in em from its origin.
func (c *content) inkOf(face *typeset.Face, id uint16) [2]float32 {
	k := faceGlyph{face, id}
	v, ok := c.bounds[k]
	if !ok {
		if segments, err := face.Outline(&c.buf, id); err == nil {
			b := noBounds
			for _, contour := range contours(segments) {
				for _, p := range contour {
					b.add(int(p.x), int(p.y), int(p.x), int(p.y))
				}
			}
			if b != noBounds {
				em := float32(face.UnitsPerEm)
				v = [2]float32{float32(b.x0) / em, float32(b.x1) / em}
			}
		}
		c.bounds[k] = v
	}
	return v
}

// A strip is the row of show operators of one run: codes, and between them
// corrections wherever the next glyph is not where the viewer's pen stands.
type strip struct {
	*content
	run   *typeset.Run
	pen   float64 // where the viewer's pen is, points from the run's X
	rise  float32
	cuts  map[int]shape
	array bool // an operand array is open
	hex   bool // a string in it is open
}

// cluster shows the glyphs that together stand for one text. With as many
// characters as glyphs each glyph takes its own; else the text is said beside
// the glyphs (§14.9.4), as several codes cannot share one.
func (s *strip) cluster(from, to int) {
	gs := s.run.Glyphs[from:to]
	text := gs[0].Text
	if len(gs) == 1 && text != "" {
		s.glyph(&gs[0], s.cuts[from], text)
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
		s.glyph(&gs[i], s.cuts[from+i], piece)
	}
	if beside {
		s.end()
		s.b = append(s.b, "EMC\n"...)
	}
}

// glyph shows one glyph with its sides cut.
func (s *strip) glyph(g *typeset.Glyph, cut shape, text string) {
	cut.glyph = g.ID
	code, ok := s.font.code(cut, text)
	if !ok { // all codes of the font are taken: go on in the face's next one
		s.end()
		s.setFont(s.fonts.of(s.file, s.run.Face), s.run.Size)
		code, _ = s.font.code(cut, text)
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
	x := float64(g.X) + eighth*float64(cut.left)*float64(s.run.Size)
	if move := math.Round((s.pen - x) / em); move != 0 {
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
