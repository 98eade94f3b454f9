package typeset

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"baoge/app/paper"
)

// The characters no line may begin or end with, written out for themselves: the
// engine's own tables are what is being tested.
const (
	neverFirst = "、，；：。．！？”’）】》〉」』·‧％℃…—～"
	neverLast  = "“‘（【《〈「『￥"
)

// widths are column widths in em.
var widths = []float32{8, 10, 11, 13, 16, 18, 22, 22.5, 27, 34, 40}

func checkEdges(t *testing.T, l *Line, name string) {
	t.Helper()
	s := shown(l)
	if s == "" {
		return
	}
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	if !l.First && strings.ContainsRune(neverFirst, first) {
		t.Errorf("%s: line begins with %c: %s", name, first, s)
	}
	if !l.Last && strings.ContainsRune(neverLast, last) {
		t.Errorf("%s: line ends with %c: %s", name, last, s)
	}
}

// checkColumn checks what holds for every article at every width: no forbidden
// edge, nothing outside the measure, no text lost or set twice.
func checkColumn(t *testing.T, c *Column, name string) {
	t.Helper()
	var spans []paper.Span
	for _, l := range c.Lines(0, every) {
		checkEdges(t, &l, name)
		if l.Width > c.width+0.02*c.opt.Size {
			t.Errorf("%s: line %.2f wide in a measure of %.2f: %s", name, l.Width, c.width, shown(&l))
		}
		for _, s := range l.Spans {
			if n := len(spans); n > 0 && spans[n-1].Part == s.Part && spans[n-1].End == s.Start {
				spans[n-1].End = s.End
				continue
			}
			spans = append(spans, s)
		}
	}
	var want []paper.Span
	for _, x := range c.art.Texts() {
		if !strings.HasPrefix(string(x.Part.Field), "block") && c.opt.Content == Body && x.Part.Field != paper.FieldDateline && x.Part.Field != paper.FieldCredit {
			continue
		}
		want = append(want, paper.Span{Part: x.Part, End: utf8.RuneCountInString(x.Text)})
	}
	// A caption may stand before the lead paragraph, whose dateline comes first in Texts.
	order := func(a, b paper.Span) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) }
	slices.SortFunc(spans, order)
	slices.SortFunc(want, order)
	if !slices.Equal(spans, want) {
		t.Errorf("%s: lines hold %v, want %v", name, spans, want)
	}
}

func TestRulesOnSeeds(t *testing.T) {
	for _, wide := range []bool{true, false} {
		for _, a := range seedArticles(t, wide) {
			for _, w := range widths {
				c := NewColumn(faces(), a, ColumnOptions{Width: w * 17, Size: 17})
				checkColumn(t, c, fmt.Sprintf("%s at %v em", a.Headline, w))
			}
		}
	}
}

func TestRulesOnNews(t *testing.T) {
	if testing.Short() {
		t.Skip("many texts")
	}
	for i, s := range newsTexts(t, 400) {
		a := article(strings.Split(s, "\n")...)
		w := widths[i%len(widths)]
		checkColumn(t, NewColumn(faces(), a, ColumnOptions{Width: w * 16, Size: 16}), fmt.Sprintf("text %d at %v em", i, w))
	}
}

// feasible reports whether some setting of the paragraph opens no gap beyond the
// limit: a plain search over all breaks, without costs.
func feasible(p *paragraph) bool {
	ts, _ := p.tokens(nil, 0, len(p.text), len(p.text))
	limit := p.policy.Limit + 1e-4
	reach := make([]bool, len(ts)+1)
	reach[0] = true
	for i := range ts {
		if !reach[i] {
			continue
		}
		room := p.measure - p.rest
		if i == 0 {
			room = p.measure - p.first
		}
		w := -ts[i].left
		var open, shrink float32
		for j := i + 1; j <= len(ts); j++ {
			if j > i+1 {
				g := p.between(&ts[j-2], &ts[j-1])
				w, open, shrink = w+g.width, open+g.open, shrink+g.shrink+g.deep
			}
			w += ts[j-1].w
			if j < len(ts) && !p.between(&ts[j-1], &ts[j]).breaks {
				continue
			}
			for _, trim := range []float32{0, ts[j-1].right} {
				d := room - w + trim
				if d >= -shrink-1e-4 && (j == len(ts) || d <= open*limit) {
					reach[j] = true
				}
			}
		}
	}
	return reach[len(ts)]
}

// widest returns the widest opened gap of each block, by block of the column.
func widest(c *Column) []float32 {
	out := make([]float32, len(c.blocks))
	for i := range c.blocks {
		for _, s := range c.blocks[i].para.lines {
			out[i] = max(out[i], s.open)
		}
	}
	return out
}

func TestGapsStayWithinLimit(t *testing.T) {
	n := 0
	for _, a := range seedArticles(t, true) {
		for _, w := range widths {
			n += checkGaps(t, a, w)
		}
	}
	if n < 300 {
		t.Errorf("only %d paragraphs were set", n)
	}
}

func TestGapsOnNews(t *testing.T) {
	if testing.Short() {
		t.Skip("many texts")
	}
	for i, s := range newsTexts(t, 300) {
		checkGaps(t, article(strings.Split(s, "\n")...), widths[i%len(widths)])
	}
}

// checkGaps sets the body and returns how many paragraphs it checked.
func checkGaps(t *testing.T, a *paper.Article, w float32) int {
	t.Helper()
	c := NewColumn(faces(), a, ColumnOptions{Width: w * 17, Size: 17, Content: Body})
	c.Lines(0, every)
	n, wide := 0, 0
	for i, open := range widest(c) {
		if c.blocks[i].para.align != Justified {
			continue
		}
		n++
		if open <= DefaultPolicy.Limit+1e-4 {
			continue
		}
		if wide++; feasible(c.blocks[i].para) {
			t.Errorf("%s, block %d at %v em: a gap of %.3f em, yet a setting without exists", a.Headline, i, w, open)
		}
	}
	if w >= 22 && wide > 0 && testing.Verbose() {
		t.Logf("%s at %v em: %d of %d paragraphs have no setting within the limit", a.Headline, w, wide, n)
	}
	return n
}

// A justified line's last character ends at the measure, its first begins at it.
func TestLinesFillTheMeasure(t *testing.T) {
	for _, a := range seedArticles(t, true) {
		c := NewColumn(faces(), a, ColumnOptions{Width: 22 * 17, Size: 17, Content: Body})
		for _, l := range c.Lines(0, every) {
			if l.Last || l.Role != RoleParagraph || l.Open > DefaultPolicy.Ragged {
				continue
			}
			short := l.Right - l.Left - l.Width
			if last, _ := utf8.DecodeLastRuneInString(shown(&l)); strings.ContainsRune("，。、；：！？”）》", last) && short < -1 {
				short += 17 / 2 // the mark was left whole
			}
			if short > 0.01*17 || short < -0.01*17 {
				t.Errorf("line of %.2f in %.2f (open %.3f): %s", l.Width, l.Right-l.Left, l.Open, shown(&l))
			}
		}
	}
}

func TestLineBreaks(t *testing.T) {
	for _, c := range []struct {
		text    string
		em      float32
		want    string // lines parted by |
		comment string
	}{
		{"一二三四五六七八，九十", 8, "二三四五六七八，|九十", "first line has one em indent"},
		{"甲乙丙丁戊己庚——辛壬癸", 9, "", "—— never opens a line"},
		{"目前共有1234567.5亿元资金到位了", 8, "", "a number with its unit"},
		{"见http://www.example.com/some/long/path.html的说明文字", 10, "", "an address breaks at / and ."},
		{"他说：“你好。”（完）《书》", 6, "", "marks that meet"},
		{"。。。。。。。。。。。。。。。。。。。。", 6, "", "a row of marks longer than a line"},
		{"——————————————————————————", 6, "", "a row of dashes longer than a line"},
		{strings.Repeat("a", 300), 10, "", "a word longer than lines"},
	} {
		col := NewColumn(faces(), article(c.text), ColumnOptions{Width: c.em * 10, Size: 10})
		var got []string
		for _, l := range col.Lines(0, every) {
			got = append(got, shown(&l))
			if l.Width > col.width+0.6*10 {
				t.Errorf("%s: line %.1f em wide: %s", c.comment, l.Width/10, shown(&l))
			}
		}
		s := strings.Join(got, "|")
		if strings.ReplaceAll(s, "|", "") != c.text {
			t.Errorf("%s: text changed: %s", c.comment, s)
		}
		for _, bad := range []string{"|—", "|，", "—|—", "7.|5", "5|亿", "：|“", "“|", "（|", "《|", "|》"} {
			if strings.Contains(s, bad) && len(col.blocks[0].para.lines) > 1 && !strings.Contains(c.comment, "row of") {
				t.Errorf("%s: %s", c.comment, s)
			}
		}
		t.Logf("%s: %s", c.comment, s)
	}
}
