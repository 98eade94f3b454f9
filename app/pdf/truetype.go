package pdf

import (
	"encoding/binary"
	"math"
	"math/bits"

	"golang.org/x/image/font/sfnt"

	"baoge/app/typeset"
)

// A subset is a TrueType font program being made of single glyphs' outlines:
// one way for every kind of font a face may come from. Glyph 0 is .notdef and
// is never shown. It has the tables a CIDFontType2 needs and no others
// (ISO 32000-1 §9.9): no hints, no names, no character map.
type subset struct {
	face             *typeset.Face
	buf              sfnt.Buffer
	index            map[shape]uint16 // shape → glyph of the subset
	glyf, loca, hmtx []byte
	box              bounds // of all glyphs
	points, parts    int    // most of any glyph
	widest           int
}

type bounds struct{ x0, y0, x1, y1 int }

var noBounds = bounds{math.MaxInt16, math.MaxInt16, math.MinInt16, math.MinInt16}

func (b *bounds) add(x0, y0, x1, y1 int) {
	b.x0, b.y0, b.x1, b.y1 = min(b.x0, x0), min(b.y0, y0), max(b.x1, x1), max(b.y1, y1)
}

func newSubset(face *typeset.Face) (*subset, error) {
	s := &subset{face: face, index: map[shape]uint16{}, box: noBounds}
	_, err := s.add(shape{})
	return s, err
}

// add takes a shape into the subset and returns its number there.
func (s *subset) add(k shape) (uint16, error) {
	if n, ok := s.index[k]; ok {
		return n, nil
	}
	segments, err := s.face.Outline(&s.buf, k.glyph)
	if err != nil {
		return 0, err
	}
	n := uint16(len(s.index))
	s.index[k] = n
	s.loca = binary.BigEndian.AppendUint32(s.loca, uint32(len(s.glyf)))
	cs := contours(segments)
	if cut := int16(int(k.left) * s.face.UnitsPerEm / 8); cut != 0 {
		for _, c := range cs {
			for i := range c {
				c[i].x -= cut
			}
		}
	}
	left := s.glyph(cs)
	width := int(math.Round(float64(widthOf(s.face, k)) * float64(s.face.UnitsPerEm) / 1000))
	s.widest = max(s.widest, width)
	s.hmtx = appendInts(s.hmtx, width, left)
	return n, nil
}

// glyph appends a simple glyph description and returns the glyph's left edge.
func (s *subset) glyph(cs [][]point) int {
	if len(cs) == 0 {
		return 0
	}
	box, n := noBounds, 0
	for _, c := range cs {
		for _, p := range c {
			box.add(int(p.x), int(p.y), int(p.x), int(p.y))
		}
		n += len(c)
	}
	s.box.add(box.x0, box.y0, box.x1, box.y1)
	s.points, s.parts = max(s.points, n), max(s.parts, len(cs))
	s.glyf = appendInts(s.glyf, len(cs), box.x0, box.y0, box.x1, box.y1)
	end := -1
	for _, c := range cs {
		end += len(c)
		s.glyf = appendInts(s.glyf, end)
	}
	s.glyf = appendInts(s.glyf, 0) // no instructions
	s.glyf = appendPoints(s.glyf, cs)
	for len(s.glyf)%4 != 0 {
		s.glyf = append(s.glyf, 0)
	}
	return box.x0
}

// Flags of a point in a simple glyph (OpenType glyf table).
const (
	onCurve   = 1
	shortX    = 2
	shortY    = 4
	repeat    = 8
	sameX     = 16 // with shortX: positive
	sameY     = 32 // with shortY: positive
	maxRepeat = 255
)

// appendPoints writes flags, then all x, then all y, as differences.
func appendPoints(b []byte, cs [][]point) []byte {
	var flags, xs, ys []byte
	var x, y int
	again := false // the last byte of flags counts repetitions
	for _, c := range cs {
		for _, p := range c {
			var f byte
			if p.on {
				f = onCurve
			}
			var fx, fy byte
			xs, fx = appendDelta(xs, int(p.x)-x, shortX, sameX)
			ys, fy = appendDelta(ys, int(p.y)-y, shortY, sameY)
			x, y = int(p.x), int(p.y)
			f |= fx | fy
			switch n := len(flags); {
			case again && flags[n-2]&^repeat == f && flags[n-1] < maxRepeat:
				flags[n-1]++
			case !again && n > 0 && flags[n-1] == f:
				flags[n-1] |= repeat
				flags = append(flags, 1)
				again = true
			default:
				flags = append(flags, f)
				again = false
			}
		}
	}
	return append(append(append(b, flags...), xs...), ys...)
}

// appendDelta writes one coordinate's difference in the shortest form and gives its flags.
func appendDelta(b []byte, d int, short, same byte) ([]byte, byte) {
	switch {
	case d == 0:
		return b, same
	case 0 < d && d < 256:
		return append(b, byte(d)), short | same
	case -256 < d && d < 0:
		return append(b, byte(-d)), short
	}
	return appendInts(b, d), 0
}

// program returns the font file.
func (s *subset) program() []byte {
	be := binary.BigEndian
	n := len(s.index)
	loca := be.AppendUint32(s.loca, uint32(len(s.glyf)))
	if s.box == noBounds {
		s.box = bounds{}
	}
	head := make([]byte, 54)
	be.PutUint32(head, 0x00010000)
	be.PutUint32(head[12:], 0x5F0F3CF5)
	be.PutUint16(head[16:], 3) // baseline at y 0, left side bearing at x 0
	be.PutUint16(head[18:], uint16(s.face.UnitsPerEm))
	copy(head[36:], appendInts(nil, s.box.x0, s.box.y0, s.box.x1, s.box.y1))
	be.PutUint16(head[46:], 6) // smallest readable size, pixels
	be.PutUint16(head[48:], 2)
	be.PutUint16(head[50:], 1) // long offsets in loca
	hhea := make([]byte, 36)
	be.PutUint32(hhea, 0x00010000)
	em := float32(s.face.UnitsPerEm)
	copy(hhea[4:], appendInts(nil, int(s.face.Ascent*em), -int(s.face.Descent*em), 0, s.widest))
	be.PutUint16(hhea[34:], uint16(n))
	maxp := make([]byte, 32)
	be.PutUint32(maxp, 0x00010000)
	copy(maxp[4:], appendInts(nil, n, s.points, s.parts))
	be.PutUint16(maxp[14:], 1) // one zone: there are no instructions
	return sfntFile([]table{{"glyf", s.glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", s.hmtx}, {"loca", loca}, {"maxp", maxp}})
}

type table struct {
	tag  string
	data []byte
}

// sfntFile lays tables, sorted by tag, out as a TrueType file. The table head
// gets the checksum of the whole (OpenType, "Calculating checksums").
func sfntFile(tables []table) []byte {
	be := binary.BigEndian
	log := bits.Len(uint(len(tables))) - 1
	out := be.AppendUint32(nil, 0x00010000)
	out = appendInts(out, len(tables), 16<<log, log, 16*len(tables)-16<<log)
	out = append(out, make([]byte, 16*len(tables))...)
	head := 0
	for i, t := range tables {
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
		if t.tag == "head" {
			head = len(out)
		}
		r := out[12+16*i:]
		copy(r, t.tag)
		be.PutUint32(r[4:], checksum(t.data))
		be.PutUint32(r[8:], uint32(len(out)))
		be.PutUint32(r[12:], uint32(len(t.data)))
		out = append(out, t.data...)
	}
	be.PutUint32(out[head+8:], 0xB1B0AFBA-checksum(out))
	return out
}

// checksum adds up big-endian words, the last one filled with zeros.
func checksum(b []byte) uint32 {
	var sum uint32
	for ; len(b) >= 4; b = b[4:] {
		sum += binary.BigEndian.Uint32(b)
	}
	var last [4]byte
	copy(last[:], b)
	return sum + binary.BigEndian.Uint32(last[:])
}

// appendInts writes 16-bit big-endian numbers.
func appendInts(b []byte, vs ...int) []byte {
	for _, v := range vs {
		b = binary.BigEndian.AppendUint16(b, uint16(v))
	}
	return b
}
