package pdf

import (
	"math"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// A point of a TrueType contour, in font units, y upward.
type point struct {
	x, y int16
	on   bool // on the curve
}

// tolerance is how far a quadratic curve may lie off the cubic one it stands
// for, in font units: less than a thousandth of the em at any usual resolution.
const tolerance = 0.4

// contours turns an outline, quadratic or cubic, into TrueType contours.
func contours(segments sfnt.Segments) [][]point {
	t := tracer{}
	for _, s := range segments {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			t.close()
			t.to(s.Args[0], true)
		case sfnt.SegmentOpLineTo:
			t.to(s.Args[0], true)
		case sfnt.SegmentOpQuadTo:
			t.to(s.Args[0], false)
			t.to(s.Args[1], true)
		case sfnt.SegmentOpCubeTo:
			t.cubic = true
			t.cube(s.Args)
		}
	}
	t.close()
	if t.cubic { // PostScript fills what its contours leave at the left, TrueType at the right
		for _, c := range t.out {
			for i, j := 1, len(c)-1; i < j; i, j = i+1, j-1 {
				c[i], c[j] = c[j], c[i]
			}
		}
	}
	return t.out
}

type tracer struct {
	out   [][]point
	cur   []point
	x, y  float64 // where the pen is
	cubic bool
}

func (t *tracer) to(p fixed.Point26_6, on bool) {
	x, y := units(p)
	t.add(x, y, on)
	if on {
		t.x, t.y = x, y
	}
}

func (t *tracer) add(x, y float64, on bool) {
	t.cur = append(t.cur, point{int16(math.Round(x)), int16(math.Round(y)), on})
}

func units(p fixed.Point26_6) (x, y float64) {
	return float64(p.X) / 64, -float64(p.Y) / 64
}

// cube cuts a cubic curve into as many equal parts as the tolerance asks for
// (the error of one quadratic is √3/36 · |p3 − 3p2 + 3p1 − p0|) and draws a
// quadratic with the same end tangents for each.
func (t *tracer) cube(args [3]fixed.Point26_6) {
	x0, y0 := t.x, t.y
	x1, y1 := units(args[0])
	x2, y2 := units(args[1])
	x3, y3 := units(args[2])
	e := math.Sqrt(3) / 36 * math.Hypot(x3-3*x2+3*x1-x0, y3-3*y2+3*y1-y0)
	n := max(1, int(math.Ceil(math.Cbrt(e/tolerance))))
	h := 1 / float64(n)
	for i := range n {
		a, b := float64(i)*h, float64(i+1)*h
		t.add(control(x0, x1, x2, x3, a, b), control(y0, y1, y2, y3, a, b), false)
		t.add(bezier(x0, x1, x2, x3, b), bezier(y0, y1, y2, y3, b), true)
	}
	t.x, t.y = x3, y3
}

// control is the control point of the quadratic that stands for a cubic's part from a to b.
func control(p0, p1, p2, p3, a, b float64) float64 {
	pa, pb := bezier(p0, p1, p2, p3, a), bezier(p0, p1, p2, p3, b)
	c1 := pa + slope(p0, p1, p2, p3, a)*(b-a)/3
	c2 := pb - slope(p0, p1, p2, p3, b)*(b-a)/3
	return (3*(c1+c2) - pa - pb) / 4
}

func bezier(p0, p1, p2, p3, t float64) float64 {
	m := 1 - t
	return m*m*m*p0 + 3*m*m*t*p1 + 3*m*t*t*p2 + t*t*t*p3
}

func slope(p0, p1, p2, p3, t float64) float64 {
	m := 1 - t
	return 3*m*m*(p1-p0) + 6*m*t*(p2-p1) + 3*t*t*(p3-p2)
}

// close ends the contour: TrueType contours close by themselves, and a point
// midway between two control points is understood.
func (t *tracer) close() {
	c := t.cur
	if n := len(c); n > 1 && c[0].on && c[n-1] == c[0] {
		c = c[:n-1]
	}
	n := len(c)
	kept := make([]point, 0, n)
	for i, p := range c {
		a, b := c[(i+n-1)%n], c[(i+1)%n]
		if p.on && i > 0 && !a.on && !b.on && midway(a.x, b.x, p.x) && midway(a.y, b.y, p.y) {
			continue
		}
		kept = append(kept, p)
	}
	if len(kept) > 2 {
		t.out = append(t.out, kept)
	}
	t.cur = t.cur[:0]
}

func midway(a, b, p int16) bool {
	d := int(a) + int(b) - 2*int(p)
	return -1 <= d && d <= 1
}
