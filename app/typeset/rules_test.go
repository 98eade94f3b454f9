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
	lines := c.Lines(0, every)
	for i, l := range lines {
		if l.Cell.Columns > 0 { // a cell begins and ends as its own text does
			same := func(k int) bool { return k >= 0 && k < len(lines) && lines[k].Cell == l.Cell }
			l.First, l.Last = !same(i-1), !same(i+1)
		}
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

// dressed is an article whose paragraphs have bold stretches and links, some of
// them list items and subheads, and which ends in a table of its sentences.
func dressed(paragraphs []string) *paper.Article {
	a := article(paragraphs...)
	var table strings.Builder
	for i := range a.Blocks {
		b := &a.Blocks[i]
		n := utf8.RuneCountInString(b.Text)
		b.Bold = []paper.Range{{Start: 0, End: min(6, n)}, {Start: n / 2, End: n/2 + 1}, {Start: n - 3, End: n}}
		b.Links = []paper.Link{{Range: paper.Range{Start: n / 3, End: n/3 + 4}, URL: "https://example.com/"}}
		switch i % 5 {
		case 1:
			b.Kind, b.Level = paper.Item, 1+i%3
		case 3:
			b.Kind = paper.Subheading
		}
		for k, s := range strings.SplitAfter(strings.ReplaceAll(b.Text, "\t", ""), "。") {
			table.WriteString(s + []string{"\t", "\t", "\n"}[k%3])
		}
	}
	a.Blocks = append(a.Blocks, paper.Block{Kind: paper.Table, Level: 1, Text: table.String()})
	return a
}

func TestRulesOnDressedSeeds(t *testing.T) {
	for _, a := range seedArticles(t, true) {
		d := dressed(strings.Split(a.Body(), "\n"))
		for _, size := range []float32{12, 17, 23, 40} {
			for _, w := range widths {
				name := fmt.Sprintf("%s at %v em of %v", a.Headline, w, size)
				c := NewColumn(faces(), d, ColumnOptions{Width: w * size, Size: size})
				checkColumn(t, c, name)
				checkInside(t, c, name)
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
		c := NewColumn(faces(), dressed(strings.Split(s, "\n")), ColumnOptions{Width: w * 16, Size: 16})
		checkColumn(t, c, fmt.Sprintf("dressed text %d at %v em", i, w))
		checkInside(t, c, fmt.Sprintf("dressed text %d at %v em", i, w))
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
			n += checkGaps(t, dressed(strings.Split(a.Body(), "\n")), w)
		}
	}
	if n < 600 {
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

// A paragraph's last line is more than one character, marks aside, where the lines before can spare one.
func TestLastLines(t *testing.T) {
	alone, lines := 0, 0
	for _, a := range seedArticles(t, true) {
		for w := float32(20); w <= 40; w++ {
			c := NewColumn(faces(), a, ColumnOptions{Width: w * 17, Size: 17, Content: Body})
			for _, l := range c.Lines(0, every) {
				if !l.Last || l.First {
					continue
				}
				lines++
				if len([]rune(strings.Trim(shown(&l), neverFirst))) < 2 {
					alone++
				}
			}
		}
	}
	// Broken without regard to it, one in 19 ends this way.
	if alone*100 > lines || lines < 500 {
		t.Errorf("%d of %d last lines are one character", alone, lines)
	}
	t.Logf("%d of %d last lines are one character", alone, lines)
}

// A number is seldom parted from what it counts (2023年, 5名).
func TestNumbersKeepTheirMeasure(t *testing.T) {
	parted, lines := 0, 0
	for _, a := range seedArticles(t, true) {
		for w := float32(18); w <= 40; w++ {
			c := NewColumn(faces(), a, ColumnOptions{Width: w * 17, Size: 17, Content: Body})
			c.layTo(every)
			for i := range c.blocks {
				p := c.blocks[i].para
				for _, s := range p.lines[:len(p.lines)-1] {
					if lines++; isDigit(p.text[s.end-1]) && strings.ContainsRune(measures, p.text[s.end]) {
						parted++
					}
				}
			}
		}
	}
	// Broken without regard to it, one line in 80 ends this way.
	if parted*250 > lines || lines < 4000 {
		t.Errorf("%d of %d lines end between a number and its measure", parted, lines)
	}
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

// Each text is set at many widths; what stands before and after | is never parted.
func TestNeverParted(t *testing.T) {
	for _, c := range []struct{ text, never string }{
		{"资金2.5亿元、3.6 亿元和90%的项目已到位，约¥5或￥5每户，气温在30℃与-5℃之间，占比50％", "2.|5 5|亿 6|亿 6| 亿 9|0 0|% ¥|5 ￥|5 0|℃ -|5 5|℃ 0|％"},
		{"他停下来——又走了……后来呢——没有人知道……也没有人问——大家都睡了……", "来|— —|— 了|… …|…"},
		{"绿化带、草皮共计17914m²，株数为26660株，占地1,398.5亩的园子（又称“大观园”）建成了", "9|1 4|m m|² ，|8 8|. （|又 “|大 园|” ”|）"},
		{"自凯里-贵阳、都匀—兴义、甲/乙两线开通以来，约翰·史密斯先生往返了10～15次", "里|- 匀|— 甲|/ 翰|· 0|～ 1|0 1|5"},
		{"他说:“走吧,(现在)就走;好不好?好!”——真的,真的.再见", "说|: 吧|, (|现 在|) 走|; 好|? 好|! 的|, 的|. ”|— :|“"},
		{"we don’t say Goodbye to newspapers in Kaili，因为it’s printed every day of the year 2024", "n|’ ’|t t|’ ’|s G|o pap|ers 20|24 i|，"},
	} {
		breaks := 0
		for w := float32(7); w < 24; w += 0.5 {
			col := NewColumn(faces(), article(c.text), ColumnOptions{Width: w * 10, Size: 10})
			var got []string
			col.layTo(every)
			p := col.blocks[0].para
			for _, s := range p.lines {
				got = append(got, string(p.text[s.start:s.end]))
			}
			s := strings.Join(got, "|")
			breaks += len(got) - 1
			if strings.ReplaceAll(s, "|", "") != c.text {
				t.Fatalf("text changed: %s", s)
			}
			for _, bad := range strings.Fields(strings.ReplaceAll(c.never, "| ", "|")) {
				if strings.Contains(s, bad) {
					t.Errorf("at %v em %s: %s", w, bad, s)
				}
			}
		}
		if breaks < 50 {
			t.Errorf("%d breaks in all: nothing was tested", breaks)
		}
	}
}

// An address is broken after / . - and only there.
func TestAddresses(t *testing.T) {
	text := "详见http://www.example.com/some/long-path/page.html的说明，或写信到editor@baoge.example询问"
	seen := ""
	for w := float32(9); w < 24; w++ {
		col := NewColumn(faces(), article(text), ColumnOptions{Width: w * 10, Size: 10})
		for _, l := range col.Lines(0, every) {
			s := shown(&l)
			last := s[len(s)-1]
			if last < 0x80 && !strings.HasSuffix(s, "html") && !strings.HasSuffix(s, "example") && !strings.ContainsRune("/.-@", rune(last)) {
				t.Errorf("at %v em a line ends with %q", w, s)
			}
			seen += string(last)
		}
	}
	for _, c := range "/.-" {
		if !strings.ContainsRune(seen, c) {
			t.Errorf("no line was broken after %c", c)
		}
	}
}

// What no line can hold is cut, never set past the measure.
func TestTooLongForALine(t *testing.T) {
	for _, text := range []string{strings.Repeat("。", 40), strings.Repeat("—", 41), strings.Repeat("…", 40), strings.Repeat("a", 300), strings.Repeat("（", 30) + "一", "一" + strings.Repeat("9", 90) + "亿"} {
		for w := float32(3); w < 12; w++ {
			c := NewColumn(faces(), article(text), ColumnOptions{Width: w * 10, Size: 10})
			got := ""
			for _, l := range c.Lines(0, every) {
				got += shown(&l)
				if l.Width > c.width+1 {
					t.Errorf("at %v em a line is %.1f em wide: %s", w, l.Width/10, shown(&l))
				}
			}
			if got != text {
				t.Errorf("text changed: %s", got)
			}
		}
	}
}
