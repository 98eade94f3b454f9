package pdf

import (
	"bytes"
	"crypto/sha256"
	"math"
	"sort"
	"strconv"
	"strings"
	"unicode"

	"baoge/app/typeset"
)

// A shown glyph is a shape together with the text it stands for. Each pair has a
// code of its own (a CID), so that the text got back from the file is exact also
// where one shape stands for several texts, as 〓 does for every character no
// face holds.
type shown struct {
	shape
	text string
}

// A shape is a glyph with as much of its empty sides cut off as the setting
// squeezed out: a mark next to another is really half as wide in the file, so
// that no program sees two marks one over the other and parts them.
type shape struct {
	glyph       uint16
	left, right uint8 // cut off, in eighths of the em
}

// eighth of an em is the step of cuts: closer than where programs begin to see
// an overlap, and coarse enough that a mark has few shapes.
const eighth = 0.125

// A font is one face's subset, growing until the document ends.
type font struct {
	id    ref
	name  string // in the resources of pages
	face  *typeset.Face
	codes map[shown]uint16
	order []shown // by code; code 0 is .notdef and never written
	width []int   // by code, thousandths of the em
	limit int     // of codes
}

// widthOf is a shape's advance in thousandths of the em.
func widthOf(face *typeset.Face, s shape) int {
	return int(math.Round((float64(face.Advance(s.glyph)) - eighth*float64(s.left+s.right)) * 1000))
}

// maxCodes is how many two-byte codes there are; a face with more pairs gets a second font.
const maxCodes = 1 << 16

// fonts are the document's fonts in order of first use.
type fonts struct {
	all   []*font
	open  map[*typeset.Face]*font
	limit int // codes a font
}

// of is the font that takes a new glyph of the face.
func (fs *fonts) of(f *file, face *typeset.Face) *font {
	t := fs.open[face]
	if t == nil || len(t.order) == fs.limit {
		t = &font{id: f.alloc(), limit: fs.limit, name: "F" + strconv.Itoa(len(fs.all)+1), face: face,
			codes: map[shown]uint16{}, order: make([]shown, 1), width: []int{1000}}
		fs.all = append(fs.all, t)
		if fs.open == nil {
			fs.open = map[*typeset.Face]*font{}
		}
		fs.open[face] = t
	}
	return t
}

// code is the code of a shape that stands for a text; ok is false where all codes are taken.
func (t *font) code(s shape, text string) (code uint16, ok bool) {
	k := shown{s, text}
	if c, ok := t.codes[k]; ok {
		return c, true
	}
	if len(t.order) == t.limit {
		return 0, false
	}
	k.text = strings.Clone(text) // not to hold the article it is a part of
	c := uint16(len(t.order))
	t.codes[k] = c
	t.order = append(t.order, k)
	t.width = append(t.width, widthOf(t.face, s))
	return c, true
}

// embed writes the font's objects (§9.7): a composite font over a TrueType subset.
func (t *font) embed(f *file) error {
	sub, err := newSubset(t.face)
	if err != nil {
		return err
	}
	toGlyph := make([]byte, 2, 2*len(t.order))
	for _, k := range t.order[1:] {
		n, err := sub.add(k.shape)
		if err != nil {
			return err
		}
		toGlyph = append(toGlyph, byte(n>>8), byte(n))
	}
	program := sub.program()
	base := subsetTag(program) + "+" + fontName(t.face.Name)
	file2, cidToGID, toUnicode, descriptor, descendant := f.alloc(), f.alloc(), f.alloc(), f.alloc(), f.alloc()
	f.stream(file2, "/Length1 "+strconv.Itoa(len(program)), program, true)
	f.stream(cidToGID, "", toGlyph, true)
	f.stream(toUnicode, "", t.toUnicode(), true)
	f.put(descriptor, t.descriptor(base, sub, file2))
	f.put(descendant, []byte("<</Type/Font/Subtype/CIDFontType2/BaseFont/"+base+
		"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor "+descriptor.String()+
		"/DW 1000/W["+t.widths()+"]/CIDToGIDMap "+cidToGID.String()+">>"))
	f.put(t.id, []byte("<</Type/Font/Subtype/Type0/BaseFont/"+base+"/Encoding/Identity-H/DescendantFonts["+
		descendant.String()+"]/ToUnicode "+toUnicode.String()+">>"))
	return nil
}

// subsetTag is the six letters that tell one subset of a face from another (§9.6.4).
func subsetTag(program []byte) string {
	sum := sha256.Sum256(program)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}

// fontName is a PostScript name without what a PDF name must not hold (§7.3.5); a
// font of the system may call itself anything.
func fontName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r == '.' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, name)
	if name == "" {
		return "Font"
	}
	return name
}

// descriptor is the font descriptor (§9.8). Symbolic: the codes are of no
// standard character set. The stem width and capital height, which only a
// substitute for a missing font would need, follow the weight.
func (t *font) descriptor(base string, sub *subset, program ref) []byte {
	flags, stem := 4, 80
	if strings.Contains(t.face.Name, "Serif") {
		flags |= 2
	}
	if strings.Contains(t.face.Name, "Bold") {
		stem = 140
	}
	k := func(v int) string { return strconv.Itoa(v * 1000 / t.face.UnitsPerEm) }
	asc, desc := int(t.face.Ascent*1000), -int(t.face.Descent*1000)
	return []byte("<</Type/FontDescriptor/FontName/" + base + "/Flags " + strconv.Itoa(flags) +
		"/FontBBox[" + k(sub.box.x0) + " " + k(sub.box.y0) + " " + k(sub.box.x1) + " " + k(sub.box.y1) + "]" +
		"/ItalicAngle 0/Ascent " + strconv.Itoa(asc) + "/Descent " + strconv.Itoa(desc) +
		"/CapHeight 730/StemV " + strconv.Itoa(stem) + "/FontFile2 " + program.String() + ">>")
}

// widths is the W array (§9.7.4.3), which leaves out full-width glyphs.
func (t *font) widths() string {
	var b []byte
	open := false
	for c, w := range t.width {
		switch {
		case w == 1000:
			if open {
				b = append(b, ']')
			}
			open = false
			continue
		case !open:
			b = append(strconv.AppendInt(b, int64(c), 10), '[')
			open = true
		default:
			b = append(b, ' ')
		}
		b = strconv.AppendInt(b, int64(w), 10)
	}
	if open {
		b = append(b, ']')
	}
	return string(b)
}

// toUnicode is the CMap from codes to text (§9.10.3), in blocks of a hundred
// as Adobe Technical Note 5411 has it.
func (t *font) toUnicode() []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit/ProcSet findresource begin 12 dict begin begincmap" +
		"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n" +
		"1 begincodespacerange<0000><FFFF>endcodespacerange\n")
	for from := 1; from < len(t.order); from += 100 {
		to := min(from+100, len(t.order))
		b.WriteString(strconv.Itoa(to-from) + " beginbfchar\n")
		line := make([]byte, 0, 64)
		for c := from; c < to; c++ {
			line = append(appendHex16(append(line[:0], '<'), uint16(c)), "><"...)
			line = append(appendUTF16(line, mapped(t.order[c].text, t.width[c])), ">\n"...)
			b.Write(line)
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap CMapName currentdict/CMap defineresource pop end end\n")
	return b.Bytes()
}

// mapped is a glyph's text as a code may be mapped to it: PDF/A-2u (ISO 19005-2
// §6.2.11.7.2) wants text for every code and forbids U+0000, U+FEFF and U+FFFE.
// A wide blank is two: one would end a word, and programs that look for columns
// take words so far apart for two columns.
func mapped(s string, width int) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == 0 || r == 0xFEFF || r == 0xFFFE:
			return -1
		case unicode.IsControl(r):
			return ' '
		}
		return r
	}, s)
	switch {
	case s == "":
		return string(zeroWidth)
	case width > 700 && strings.TrimSpace(s) == "":
		return "  "
	}
	return s
}

// zeroWidth is the text of a glyph that stands for none of its own.
const zeroWidth = '\u200B'

// embedFonts writes all fonts in order of first use.
func (fs *fonts) embed(f *file) error {
	for _, t := range fs.all {
		if err := t.embed(f); err != nil {
			return err
		}
	}
	return nil
}

// fontResources lists the fonts of a page.
func fontResources(used map[*font]bool) string {
	all := make([]*font, 0, len(used))
	for t := range used {
		all = append(all, t)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].id < all[j].id })
	var b strings.Builder
	for _, t := range all {
		b.WriteString("/" + t.name + " " + t.id.String())
	}
	return b.String()
}
