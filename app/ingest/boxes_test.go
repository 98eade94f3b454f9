package ingest

import (
	"fmt"
	"html"
	"math/rand/v2"
	"strings"
	"testing"

	"baoge/app/ingest/format"
	"baoge/app/paper"
)

// A printedPage writes an ALTO page word by word; no Han character stands on it twice, so
// that an outline that is off by one shows.
type printedPage struct {
	rnd  *rand.Rand
	han  rune
	x, y int
	out  strings.Builder
	said map[[2]int]string // of the word that begins there
}

const printedW, printedH = 4000, 60000

// word writes a word of a height at the next place of the line.
func (p *printedPage) word(text string, high int) {
	wide := max(high*len([]rune(text)), 1)
	fmt.Fprintf(&p.out, `<String CONTENT="%s" HPOS="%d" VPOS="%d" WIDTH="%d" HEIGHT="%d" WC="0.9"/>`, html.EscapeString(text), p.x, p.y, wide, high)
	p.said[[2]int{p.x, p.y}] = text
	p.x += wide
}

// text is some Han characters with marks as OCR leaves them among them.
func (p *printedPage) text(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteRune(p.han)
		p.han++
		switch r := p.rnd.IntN(24); {
		case i == n-1 || i == 0:
		case r < 2:
			b.WriteString(",")
		case r == 2:
			b.WriteString("。")
		case r == 3:
			b.WriteString(";")
		case r == 4:
			b.WriteString(`"`)
		case r == 5:
			b.WriteString("１２")
		case r == 6:
			b.WriteString("(")
		}
	}
	return b.String()
}

// line writes text in words of one to five characters; some begin with a dropped blank.
func (p *printedPage) line(x, high int, text string) {
	p.x = x
	fmt.Fprintf(&p.out, `<TextLine HPOS="%d" VPOS="%d" WIDTH="%d" HEIGHT="%d">`, x, p.y, high*len([]rune(text)), high)
	for r := []rune(text); len(r) > 0; {
		n := min(1+p.rnd.IntN(5), len(r))
		p.word(string(r[:n]), high)
		if p.rnd.IntN(6) == 0 {
			p.out.WriteString("<SP/>")
			p.x += high / 3
		}
		r = r[n:]
	}
	p.out.WriteString("</TextLine>\n")
	p.y += high * 3 / 2
}

// article writes a heading over one line or two, a credit and paragraphs of printed lines.
func (p *printedPage) article() {
	p.out.WriteString("<TextBlock>")
	for range 1 + p.rnd.IntN(2) {
		p.line(100, 90, p.text(6+p.rnd.IntN(8)))
	}
	p.out.WriteString("</TextBlock>\n<TextBlock>")
	p.y += 60
	if p.rnd.IntN(2) == 0 {
		p.line(180, 40, "◎ 通讯员 "+p.text(3))
	}
	for range 1 + p.rnd.IntN(4) {
		rest := []rune(p.text(20 + p.rnd.IntN(160)))
		rest = append(rest, '。')
		for x := 180; len(rest) > 0; x = 100 {
			n := min((1300-x)/40, len(rest))
			p.line(x, 40, string(rest[:n]))
			rest = rest[n:]
		}
	}
	p.out.WriteString("</TextBlock>\n")
	p.y += 120
}

func printOut(seed uint64) (alto string, said map[[2]int]string) {
	p := &printedPage{rnd: rand.New(rand.NewPCG(seed, 7)), han: 0x4E00, y: 100, said: map[[2]int]string{}}
	for range 1 + p.rnd.IntN(4) {
		p.article()
	}
	return fmt.Sprintf(`<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page WIDTH="%d" HEIGHT="%d"><PrintSpace>%s</PrintSpace></Page></Layout></alto>`, printedW, printedH, p.out.String()), p.said
}

// sameSign reports whether a repair may have made a character of another.
func sameSign(stored, printed rune) bool {
	if stored == printed || stored >= '!' && stored <= '~' && stored+0xFEE0 == printed || printed >= '!' && printed <= '~' && printed+0xFEE0 == stored {
		return true
	}
	return stored == '\u3000' && printed == ' ' || printed == '"' && (stored == '“' || stored == '”') || printed == '-' && stored == '－'
}

// Each character of an article that was printed in a box is outlined by that box, and by no
// other, whatever was joined, widened or dropped; see File.Scans.
func TestBoxesHoldTheirCharacters(t *testing.T) {
	joined, widened, dropped := 0, 0, 0
	for seed := range uint64(150) {
		alto, said := printOut(seed)
		f, err := readPage(t.Context(), format.Input{Name: "02.xml", Bytes: []byte(alto), Beside: func(string) ([]byte, error) { return picture(9), nil }}, Options{})
		if err != nil || len(f.Scans) != 1 {
			t.Fatalf("%v, %d scans", err, len(f.Scans))
		}
		for _, r := range f.Repairs {
			joined += count(r.Rule, "join-headline", "join-line", "join-column")
			widened += count(r.Rule, "widen-mark", "pair-quote", "narrow-letter")
			dropped += count(r.Rule, "drop-blank", "headline-blank")
		}
		holdTheirCharacters(t, f, said, seed)
	}
	if joined == 0 || widened < 500 {
		t.Errorf("the pages needed too few repairs: %d joins, %d signs, %d blanks", joined, widened, dropped)
	}
}

func count(rule string, rules ...string) (n int) {
	for _, r := range rules {
		if r == rule {
			n++
		}
	}
	return n
}

func holdTheirCharacters(t *testing.T, f *File, said map[[2]int]string, seed uint64) {
	t.Helper()
	type at struct {
		article int
		part    paper.Part
		rune    int
	}
	texts, covered := map[at]rune{}, map[at]int{}
	for i, a := range f.Articles {
		for _, x := range a.Texts() {
			for k, r := range []rune(x.Text) {
				texts[at{i, x.Part, k}] = r
			}
		}
	}
	used := map[[2]int]int{}
	for _, w := range f.Scans[0].Words {
		key := [2]int{int(w.Box.Left*printedW + 0.5), int(w.Box.Top*printedH + 0.5)}
		text, ok := said[key]
		if !ok {
			t.Fatalf("seed %d: no word was printed at %v", seed, key)
		}
		said := []rune(text)
		for k := w.Start; k < w.End; k++ {
			here := at{w.Article, w.Part, k}
			covered[here]++
			for used[key] < len(said) && !sameSign(texts[here], said[used[key]]) {
				used[key]++ // what of the word is in no article
			}
			if used[key]++; used[key] > len(said) {
				t.Fatalf("seed %d: %q of %v is outlined by the box of %q", seed, texts[here], here, text)
			}
		}
	}
	for here, r := range texts {
		if r == ' ' || r == '\u3000' {
			continue
		}
		if covered[here] != 1 {
			t.Fatalf("seed %d: %q of %v is outlined %d times", seed, r, here, covered[here])
		}
	}
}
