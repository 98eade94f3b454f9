package typeset

import (
	"math"
	"strings"
	"testing"
)

// on sets a paragraph of our own on an axis.
func on(a axis, text string, em float32) *paragraph {
	p := &paragraph{matter: matter{measure: em, first: 2, policy: &DefaultPolicy, axis: a}, role: RoleParagraph, size: 20, leading: 34}
	p.add([]rune(text), piece{part: shortText, face: faces().Serif})
	for !p.done {
		p.compose()
	}
	return p
}

// digits are left out where the two axes set them in different widths.
var noDigits = strings.NewReplacer("0", "", "1", "", "2", "", "3", "", "4", "", "5", "", "6", "", "7", "", "8", "", "9", "")

// Breaking and justifying know nothing of the page's x and y: a vertical line
// breaks where the horizontal one of its length does, and is opened as far.
func TestTheAxesBreakAlike(t *testing.T) {
	lines := 0
	for _, a := range seedArticles(t, true) {
		for _, b := range a.Blocks {
			text := noDigits.Replace(b.Text) + "——见PDF与Kaili……"
			for _, em := range []float32{9, 16, 22.5, 34} {
				h, v := on(horizontal, text, em), on(vertical, text, em)
				if len(h.lines) != len(v.lines) {
					t.Fatalf("%d lines across, %d down: %s", len(h.lines), len(v.lines), text)
				}
				for k := range h.lines {
					lines++
					if d := h.lines[k].open - v.lines[k].open; h.lines[k].end != v.lines[k].end || math.Abs(float64(d)) > 1e-4 {
						t.Fatalf("line %d: %+v across, %+v down: %s", k, h.lines[k], v.lines[k], text)
					}
				}
			}
		}
	}
	if lines < 1000 {
		t.Errorf("only %d lines", lines)
	}
}

// The vertical forms the faces have under numbers of their own.
var verticalOf = map[rune]rune{'（': '︵', '，': '︐', '）': '︶', '—': '︱'}

// In a vertical line Han stands upright in squares one below the other, marks in
// their vertical form, Latin on its side, a number of two digits in one square.
func TestVerticalLine(t *testing.T) {
	p := on(vertical, "（凯里，贵州）Kaili于24日——晴", 40)
	l := p.set(0, 0)
	where, turned := map[string]Glyph{}, map[string]bool{}
	origin := map[string][2]float32{}
	down := float32(-1)
	for _, r := range l.Runs {
		for _, g := range r.Glyphs {
			where[g.Text], turned[g.Text], origin[g.Text] = g, r.sideways, [2]float32{r.X + g.X, r.Y + g.Y}
			if y := r.Y + g.Y; y < down && g.Text != "4" && !r.sideways && !turned["i"] {
				t.Errorf("%s stands at %v, above what it follows", g.Text, y)
			} else {
				down = y
			}
		}
	}
	for _, s := range []string{"（", "，", "）", "—"} {
		r := []rune(s)[0]
		if got := where[s].ID; got == faces().Serif.nominal(r).id || got != faces().Serif.nominal(verticalOf[r]).id {
			t.Errorf("%s has glyph %d, its horizontal one is %d", s, got, faces().Serif.nominal(r).id)
		}
	}
	// The line's baseline is 0.12 em from its squares' edge on the side of the next line.
	edge := -l.Baseline - squareBelow*p.size
	first := l.Left - p.size/2 // the empty half of （ is cut
	for i, s := range []string{"（", "凯", "里"} {
		want := [2]float32{edge, first + (float32(i)+squareAbove)*p.size}
		if got := origin[s]; math.Abs(float64(got[0]-want[0])) > 0.01 || math.Abs(float64(got[1]-want[1])) > 0.01 {
			t.Errorf("%s stands at %v, want %v", s, got, want)
		}
	}
	if !turned["K"] || !turned["i"] || turned["凯"] || turned["2"] || turned["—"] {
		t.Errorf("on their side: %v", turned)
	}
	if origin["K"][0] != -l.Baseline || origin["K"][1] >= origin["a"][1] {
		t.Errorf("K at %v, a at %v", origin["K"], origin["a"])
	}
	two, four := origin["2"], origin["4"]
	if two[1] != four[1] || two[0] >= four[0] || two[0] < edge-0.01 || four[0] > edge+p.size {
		t.Errorf("2 at %v and 4 at %v do not share the square from %v", two, four, edge)
	}
	next := on(vertical, "凯里于24日", 40).set(0, 0)
	if w := next.Width; math.Abs(float64(w-5.5*p.size)) > 0.01 { // 凯里于 ¼ 24 ¼ 日
		t.Errorf("five squares and two quarters are %v em", w/p.size)
	}
}
