package pdf

import (
	"math"
	"testing"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

func TestSubsetKeepsShapes(t *testing.T) {
	f := loadFaces(t)
	sub, err := newSubset(f.Serif)
	if err != nil {
		t.Fatal(err)
	}
	var source []uint16
	for _, g := range glyphs(t, f.Serif, "永，報ég2²。", 1) {
		n, err := sub.add(shape{glyph: g.ID})
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := sub.add(shape{glyph: g.ID}); again != n {
			t.Error("a glyph was taken twice")
		}
		source = append(source, g.ID)
	}
	program := sub.program()
	if got := checksum(program); got != 0xB1B0AFBA {
		t.Errorf("checksum of the file %08X", got)
	}
	font, err := sfnt.Parse(withNames(program))
	if err != nil {
		t.Fatal(err)
	}
	var buf, buf2 sfnt.Buffer
	for i, id := range source {
		want, err := f.Serif.Outline(&buf, id)
		if err != nil {
			t.Fatal(err)
		}
		got, err := font.LoadGlyph(&buf2, sfnt.GlyphIndex(sub.index[shape{glyph: id}]), fixed.I(f.Serif.UnitsPerEm), nil)
		if err != nil {
			t.Fatalf("glyph %d: %v", i, err)
		}
		a, b := area(want), area(got)
		if math.Abs(a-b) > 0.002*math.Abs(a)+20 || (a == 0) != (b == 0) {
			t.Errorf("glyph %d: area %g, was %g", i, b, a)
		}
	}
}

// withNames adds the tables a general reader asks for: a character map and names.
func withNames(program []byte) []byte {
	var ts []table
	n := int(program[5])
	cmap := appendInts(nil, 0, 1, 3, 1, 0, 12, 4, 24, 0, 2, 2, 0, 0, 0xFFFF, 0, 0xFFFF, 1, 0)
	ts = append(ts, table{"cmap", cmap})
	for i := range n {
		r := program[12+16*i:]
		at := int(r[8])<<24 | int(r[9])<<16 | int(r[10])<<8 | int(r[11])
		size := int(r[12])<<24 | int(r[13])<<16 | int(r[14])<<8 | int(r[15])
		ts = append(ts, table{string(r[:4]), program[at : at+size]})
	}
	ts = append(ts, table{"name", appendInts(nil, 0, 0, 6)}, table{"post", append([]byte{0, 3, 0, 0}, make([]byte, 28)...)})
	return sfntFile(ts)
}

// area inside an outline, in square units; clockwise is positive.
func area(s sfnt.Segments) float64 {
	var sum, x, y, x0, y0 float64
	line := func(x1, y1 float64) {
		sum += x*y1 - x1*y
		x, y = x1, y1
	}
	for _, g := range s {
		p := func(i int) (float64, float64) { return units(g.Args[i]) }
		switch g.Op {
		case sfnt.SegmentOpMoveTo:
			line(x0, y0)
			x0, y0 = p(0)
			x, y = x0, y0
		case sfnt.SegmentOpLineTo:
			line(p(0))
		case sfnt.SegmentOpQuadTo:
			ax, ay := x, y
			bx, by := p(0)
			cx, cy := p(1)
			for i := 1; i <= 8; i++ {
				t := float64(i) / 8
				m := 1 - t
				line(m*m*ax+2*m*t*bx+t*t*cx, m*m*ay+2*m*t*by+t*t*cy)
			}
		}
	}
	line(x0, y0)
	return sum / 2
}

func TestCubicsBecomeQuadratics(t *testing.T) {
	k := fixed.I(1)
	pt := func(x, y int) fixed.Point26_6 {
		return fixed.Point26_6{X: fixed.Int26_6(x) * k, Y: fixed.Int26_6(-y) * k}
	}
	const c = 276 // 500 × 0.5523: a circle of radius 500 around (500, 0)
	circle := sfnt.Segments{
		{Op: sfnt.SegmentOpMoveTo, Args: [3]fixed.Point26_6{pt(0, 0)}},
		{Op: sfnt.SegmentOpCubeTo, Args: [3]fixed.Point26_6{pt(0, c), pt(500-c, 500), pt(500, 500)}},
		{Op: sfnt.SegmentOpCubeTo, Args: [3]fixed.Point26_6{pt(500+c, 500), pt(1000, c), pt(1000, 0)}},
		{Op: sfnt.SegmentOpCubeTo, Args: [3]fixed.Point26_6{pt(1000, -c), pt(500+c, -500), pt(500, -500)}},
		{Op: sfnt.SegmentOpCubeTo, Args: [3]fixed.Point26_6{pt(500-c, -500), pt(0, -c), pt(0, 0)}},
	}
	cs := contours(circle)
	if len(cs) != 1 {
		t.Fatalf("%d contours", len(cs))
	}
	n := len(cs[0])
	for i, p := range cs[0] {
		if !p.on { // a point midway between two off the curve lies on it
			q := cs[0][(i+1)%n]
			if q.on {
				continue
			}
			p = point{(p.x + q.x) / 2, (p.y + q.y) / 2, true}
		}
		if r := math.Hypot(float64(p.x)-500, float64(p.y)); math.Abs(r-500) > 1.5 {
			t.Errorf("point %v lies %g from the centre", p, r)
		}
	}
}
