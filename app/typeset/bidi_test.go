package typeset

import (
	"slices"
	"strings"
	"testing"

	"baoge/app/paper"
)

// needs skips a test, with a word, where no font of the system has a text's characters.
func needs(t *testing.T, text string) {
	t.Helper()
	for _, r := range text {
		if classOf(r) != blank && classOf(r) != ignored && faces().Serif.nominal(r).missing {
			t.Skipf("no font of this system has %c", r)
		}
	}
}

// seen is a line's text as it stands, from the left, without blanks.
func seen(l *Line) string {
	type at struct {
		x    float32
		text string
	}
	var all []at
	for _, r := range l.Runs {
		for _, g := range r.Glyphs {
			all = append(all, at{r.X + g.X, g.Text})
		}
	}
	slices.SortStableFunc(all, func(a, b at) int { return sign(int((a.x - b.x) * 64)) })
	var out strings.Builder
	for _, a := range all {
		out.WriteString(a.text)
	}
	return out.String()
}

func bidiColumn(em float32, text string) *Column {
	return NewColumn(faces(), &paper.Article{Blocks: []paper.Block{{Kind: paper.Paragraph, Text: text}}}, ColumnOptions{Width: em * 16, Size: 16})
}

func TestRightToLeft(t *testing.T) {
	for _, c := range [][2]string{
		{"他说שלום עולם，再见。", "他说םלועםולש，再见。"},
		{"他说שלום 12 עולם 3次。", "他说םלוע12םולש3次。"},
		{"(שלום) abc עולם", "(םולש)abcםלוע"},
		{"שלום (עולם) טוב", "בוט)םלוע(םולש"},
		{"צה\"ל与מ-1", "ל\"הצ与מ-1"},
	} {
		needs(t, c[0])
		l := bidiColumn(40, c[0]).Lines(0, every)
		if len(l) != 1 || seen(&l[0]) != c[1] {
			t.Errorf("%s stands as %s, want %s", c[0], seen(&l[0]), c[1])
		}
	}
}

func TestArabicIsJoined(t *testing.T) {
	const word = "سلام"
	needs(t, word)
	l := bidiColumn(40, "和平"+word+"。").Lines(0, every)[0]
	joined := 0
	for _, r := range l.Runs {
		for _, g := range r.Glyphs {
			if n := []rune(g.Text); len(n) == 1 && rightToLeft(n[0]) && r.Face.nominal(n[0]).id != g.ID || len(n) > 1 {
				joined++
			}
		}
	}
	if joined < 2 {
		t.Errorf("%d glyphs of %s are joined", joined, word)
	}
	if got := bidiColumn(40, "和平\u202e"+word+"\u202c。").Lines(0, every)[0]; seen(&got) != seen(&l) {
		t.Errorf("controls change %s to %s", seen(&l), seen(&got))
	}
}

// At every width: no text is lost, nothing leaves the measure, and each place is found again where its
// caret stands; what is selected has a box, as wide as its glyphs.
func TestRightToLeftPlaces(t *testing.T) {
	text := strings.Repeat("会上，代表用希伯来语说שלום עולם טוב，又用阿拉伯语说السلام عليكم 12 ورحمة الله，全场鼓掌abc שלום。", 3)
	needs(t, text)
	part := paper.Part{Field: paper.FieldBlock}
	runes := []rune(text)
	for em := float32(6); em < 40; em += 3.5 {
		c := bidiColumn(em, text)
		checkInside(t, c, "bidi")
		var spans strings.Builder
		for _, l := range c.Lines(0, every) {
			for _, s := range l.Spans {
				spans.WriteString(string(runes[s.Start:s.End]))
			}
		}
		if spans.String() != text {
			t.Fatalf("%v em: the lines' spans are %s", em, spans.String())
		}
		for i, r := range runes {
			boxes := c.Boxes(paper.Span{Part: part, Start: i, End: i + 1})
			if classOf(r) == blank {
				continue
			}
			if len(boxes) != 1 {
				t.Fatalf("%v em: %d boxes for %c at %d", em, len(boxes), r, i)
			}
			b := boxes[0]
			if got := c.Under(b.X+b.W/2, b.Y+b.H/2); got.Rune != i {
				t.Errorf("%v em: under %c at %d is %d", em, r, i, got.Rune)
			}
			p := c.Caret(Place{part, i})
			if p.X < b.X-0.6 || p.X > b.X+b.W+0.6 {
				t.Errorf("%v em: the caret before %c at %g, its box %v", em, r, p.X, b)
			}
		}
		if got := c.Text(c.Start(), c.End()); got != text {
			t.Errorf("%v em: all is %s", em, got)
		}
	}
}
