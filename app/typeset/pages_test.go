package typeset

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"baoge/app/paper"
)

func pagesOf(t testing.TB, o PageOptions, as ...*paper.Article) []*Page {
	t.Helper()
	var out []*Page
	for p, err := range Paginate(faces(), slices.Values(as), o) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

// words of n characters, no two alike within a hundred.
func prose(n int) string {
	var b strings.Builder
	for i := range n {
		if i%17 == 16 {
			b.WriteRune('，')
		} else {
			b.WriteRune(rune(0x4E00 + i*7%6000))
		}
	}
	return b.String() + "。"
}

func textBlocks(sizes ...int) []paper.Block {
	var out []paper.Block
	for _, n := range sizes {
		out = append(out, paper.Block{Kind: paper.Paragraph, Text: prose(n)})
	}
	return out
}

// elementText gathers the text of every element over all pages, in order.
func elementText(pages []*Page) map[int]string {
	out := map[int]string{}
	for _, p := range pages {
		for i := range p.Runs {
			for k := range p.Runs[i].Glyphs {
				out[p.Runs[i].Elem] += p.Runs[i].Glyphs[k].Text
			}
		}
	}
	return out
}

func TestPagesHoldTheWholeText(t *testing.T) {
	for _, wide := range []bool{false, true} {
		for _, a := range seedArticles(t, wide) {
			for _, o := range []PageOptions{{}, {Columns: 1}, {Paper: A5, NoHead: true}, {Paper: K16, Size: 14, Columns: 1, Leading: 25}} {
				pages := pagesOf(t, o, a)
				texts := elementText(pages)
				var got []string
				for _, p := range pages {
					for _, e := range p.Elements {
						got = append(got, texts[e.ID])
					}
				}
				var want string
				for _, x := range a.Texts() {
					want += strings.TrimLeft(x.Text, "◎ ")
				}
				src := ""
				if !o.NoSourceLine {
					src = SourceLine(a)
				}
				g, w := noBlanks(strings.Join(got, "")), noBlanks(want+src)
				if o.NoHead { // the head says then where the article was printed
					g = strings.TrimPrefix(g, "2版·2023年7月21日")
				}
				if g != w {
					t.Errorf("%s, %+v: %s", a.Headline, o, firstDifference(g, w))
				}
			}
		}
	}
}

// firstDifference shows where two texts part.
func firstDifference(got, want string) string {
	g, w := []rune(got), []rune(want)
	i := 0
	for i < len(g) && i < len(w) && g[i] == w[i] {
		i++
	}
	from := max(i-10, 0)
	return fmt.Sprintf("character %d: %q, want %q", i, string(g[from:min(i+10, len(g))]), string(w[from:min(i+10, len(w))]))
}

func noBlanks(s string) string { return strings.Join(strings.Fields(s), "") }

func TestParagraphIsOneElement(t *testing.T) {
	a := &paper.Article{Headline: "长", Blocks: textBlocks(200, 9000, 200)}
	pages := pagesOf(t, PageOptions{}, a)
	if len(pages) < 4 {
		t.Fatalf("%d pages", len(pages))
	}
	kinds := map[ElementKind]int{}
	for i, p := range pages {
		for _, e := range p.Elements {
			kinds[e.Kind]++
		}
		if last := i == len(pages)-1; (p.Done > 0) != last {
			t.Errorf("page %d: elements up to %d are done", i+1, p.Done)
		}
	}
	if want := (map[ElementKind]int{ElemArticle: 1, ElemHeadline: 1, ElemText: 3}); fmt.Sprint(kinds) != fmt.Sprint(want) {
		t.Errorf("elements %v, want %v", kinds, want)
	}
	if got := elementText(pages)[4]; got != a.Blocks[1].Text {
		t.Errorf("the long paragraph holds %d characters of %d", len([]rune(got)), len([]rune(a.Blocks[1].Text)))
	}
}

func TestLists(t *testing.T) {
	item := func(level int, s string) paper.Block { return paper.Block{Kind: paper.Item, Level: level, Text: s} }
	a := &paper.Article{Headline: "单", Blocks: []paper.Block{item(1, "一、甲"), item(2, "1、乙"), item(2, "2、丙"), item(1, "二、丁"),
		{Kind: paper.Paragraph, Text: "间。"}, item(3, "戊")}}
	var got []string
	for _, p := range pagesOf(t, PageOptions{}, a) {
		for _, e := range p.Elements {
			got = append(got, fmt.Sprintf("%d<%d %s", e.ID, e.Parent, e.Kind))
		}
	}
	want := "1<0 Art, 2<1 H1, 3<1 L, 4<3 LI, 5<4 LBody, 6<5 L, 7<6 LI, 8<7 LBody, 9<6 LI, 10<9 LBody, 11<3 LI, 12<11 LBody, 13<1 P, 14<1 L, 15<14 LI, 16<15 LBody"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

// column lines of a page, by column from left to right, top to bottom.
func columnsOf(p *Page, a area) [][]Run {
	out := make([][]Run, a.columns)
	for _, r := range p.Runs {
		if r.Elem == 0 || r.Size != a.size {
			continue
		}
		c := 0
		if a.columns == 2 && r.X >= a.x(1)-a.size {
			c = 1
		}
		if n := len(out[c]); n > 0 && out[c][n-1].Y == r.Y {
			continue
		}
		out[c] = append(out[c], r)
	}
	return out
}

func TestNoWidowsNorOrphans(t *testing.T) {
	lengths := map[int]int{} // lines of each element
	for n := 60; n < 1200; n += 37 {
		a := &paper.Article{Headline: "题", Blocks: textBlocks(n, 50, 130, n, 70, 90, n/2, 48, 230, n)}
		ar, err := PageOptions{}.typeArea()
		if err != nil {
			t.Fatal(err)
		}
		clear(lengths)
		pages := pagesOf(t, PageOptions{}, a)
		var columns [][]Run
		for _, p := range pages {
			for _, c := range columnsOf(p, ar) {
				for _, r := range c {
					lengths[r.Elem]++
				}
				columns = append(columns, c)
			}
		}
		for i := 1; i < len(columns); i++ {
			before, after := columns[i-1], columns[i]
			if len(before) == 0 || len(after) == 0 || before[len(before)-1].Elem != after[0].Elem {
				continue
			}
			e := after[0].Elem
			ends, begins := 0, 0
			for _, r := range before {
				if r.Elem == e {
					ends++
				}
			}
			for _, r := range after {
				if r.Elem == e {
					begins++
				}
			}
			if ends == 1 && lengths[e] > 1 && len(before) > 1 || begins == 1 {
				t.Errorf("n %d, column %d: %d lines of a paragraph of %d before the break, %d after", n, i, ends, lengths[e], begins)
			}
		}
	}
}

func TestSubheadingKeepsWithText(t *testing.T) {
	for n := 400; n < 2600; n += 61 {
		a := &paper.Article{Headline: "题", Blocks: []paper.Block{{Kind: paper.Paragraph, Text: prose(n)},
			{Kind: paper.Subheading, Text: "小标题"}, {Kind: paper.Paragraph, Text: prose(1500)}}}
		ar, _ := PageOptions{}.typeArea()
		for i, p := range pagesOf(t, PageOptions{}, a) {
			if len(p.Entries) > 2 {
				t.Errorf("page %d has %d outline entries", i+1, len(p.Entries))
			}
			for _, c := range columnsOf(p, ar) {
				if len(c) > 0 && c[len(c)-1].Face == faces().SerifBold {
					t.Errorf("n %d, page %d: a column ends with the subheading", n, i+1)
				}
			}
		}
	}
}

func TestColumnsAreBalancedAndOnOneGrid(t *testing.T) {
	a := &paper.Article{Headline: "题", Blocks: textBlocks(300, 500, 400)}
	ar, _ := PageOptions{}.typeArea()
	for _, p := range pagesOf(t, PageOptions{}, a) {
		cs := columnsOf(p, ar)
		if d := len(cs[0]) - len(cs[1]); d < 0 || d > 2 {
			t.Errorf("columns of %d and %d lines", len(cs[0]), len(cs[1]))
		}
		for i := range min(len(cs[0]), len(cs[1])) {
			if d := cs[0][i].Y - cs[1][i].Y; d > 0.01 || d < -0.01 {
				t.Errorf("line %d stands at %g and %g", i, cs[0][i].Y, cs[1][i].Y)
			}
		}
	}
}

func TestNothingLeavesTheTypeArea(t *testing.T) {
	long := &paper.Article{Headline: strings.Repeat("极长的标题", 400), Kicker: strings.Repeat("引", 300), Publication: strings.Repeat("报", 90),
		Blocks: append(textBlocks(900, 10), paper.Block{Kind: paper.Caption, Text: prose(3000)})}
	for _, o := range []PageOptions{{}, {Columns: 1, Size: 36}, {Paper: A5, Columns: 2, Size: 6}, {Paper: Letter, Library: strings.Repeat("馆", 60)}} {
		ar, err := o.typeArea()
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range pagesOf(t, o, long) {
			for _, r := range p.Runs {
				last := r.Glyphs[len(r.Glyphs)-1]
				if r.X < ar.left-ar.size || r.X+last.X+last.Advance > ar.left+ar.width()+ar.size {
					t.Fatalf("%+v, page %d: a run from %g to %g", o, i+1, r.X, r.X+last.X+last.Advance)
				}
				if r.Elem != 0 && (r.Y < ar.top || r.Y > ar.bottom+ar.leading) {
					t.Fatalf("%+v, page %d: a run at height %g of %g", o, i+1, r.Y, ar.bottom)
				}
			}
		}
	}
}

func TestRunningHead(t *testing.T) {
	known := &paper.Article{Headline: "题", Publication: "示例日报", Date: paper.Date{Year: 2023, Month: 7, Day: 21}, Page: "2", PageLabel: "要闻",
		Section: "身边", Blocks: textBlocks(4000)}
	unknown := &paper.Article{Headline: "无名之题", Blocks: textBlocks(4000)}
	for _, c := range []struct {
		a             *paper.Article
		o             PageOptions
		first, second string
	}{
		{known, PageOptions{Library: "馆"}, "馆示例日报2023年7月21日2版·要闻—1—", "馆示例日报2023年7月21日2版·要闻—2—"},
		{unknown, PageOptions{}, "—1—", "无名之题—2—"},
		{unknown, PageOptions{Library: "馆"}, "馆—1—", "馆无名之题—2—"},
		{known, PageOptions{NoHead: true}, "—1—", "—2—"},
	} {
		pages := pagesOf(t, c.o, c.a)
		for i, want := range []string{c.first, c.second} {
			if got := noBlanks(elementText(pages[i : i+1])[0]); got != want {
				t.Errorf("%s %+v, page %d: %q, want %q", c.a.Headline, c.o, i+1, got, want)
			}
		}
		all := noBlanks(fmt.Sprint(elementText(pages)))
		if said := strings.Contains(all, "身边·要闻·2版"); said != (c.o.NoHead) {
			t.Errorf("%+v: the head says where the article was printed: %v", c.o, said)
		}
		if src := strings.Contains(all, "《示例日报》2023年7月21日2版·要闻"); src != (c.a == known) {
			t.Errorf("%s: source line %v", c.a.Headline, src)
		}
	}
	if all := fmt.Sprint(elementText(pagesOf(t, PageOptions{NoSourceLine: true}, known))); strings.Contains(all, "《示例日报》") {
		t.Error("a source line despite NoSourceLine")
	}
}

func TestLinks(t *testing.T) {
	url := "https://example.cn/a?b=1&c=%E6%96%B0"
	a := &paper.Article{Headline: "网", Blocks: []paper.Block{{Kind: paper.Paragraph,
		Text: "一、" + prose(12) + url + "。又见（www.example.org/x）。" + prose(9) + "https://example.net/" + strings.Repeat("path/", 30) + "end。"}}}
	p := pagesOf(t, PageOptions{}, a)[0]
	texts := elementText([]*Page{p})
	want := map[string]string{url: url, "http://www.example.org/x": "www.example.org/x"}
	pieces := map[int]int{}
	for _, l := range p.Links {
		pieces[l.Elem]++
		if w, ok := want[l.Address]; ok && texts[l.Elem] != w {
			t.Errorf("link to %s reads %q", l.Address, texts[l.Elem])
		}
		if l.W <= 0 || l.H <= 0 {
			t.Errorf("link %+v", l)
		}
	}
	if len(pieces) != 3 {
		t.Errorf("%d link elements", len(pieces))
	}
	for e, n := range pieces {
		if strings.Contains(texts[e], "example.net") && n < 3 {
			t.Errorf("an address of %d characters in %d pieces", len(texts[e]), n)
		}
	}
}

func TestMissing(t *testing.T) {
	a := &paper.Article{Headline: "怪\uE001字", Blocks: []paper.Block{{Kind: paper.Paragraph, Text: "笑\uE000\u200D，〓。"}}}
	p := pagesOf(t, PageOptions{}, a)[0]
	if string(p.Missing) != "\uE001\uE000" {
		t.Errorf("missing %q", string(p.Missing))
	}
	if got := elementText([]*Page{p})[3]; got != "笑\uE000\u200D，〓。" {
		t.Errorf("text %q", got)
	}
}

func TestOddArticles(t *testing.T) {
	for name, a := range map[string]*paper.Article{
		"empty": {}, "headline only": {Headline: "只有标题"}, "empty blocks": {Blocks: []paper.Block{{}, {Kind: paper.Item}, {Kind: paper.Caption}}},
		"one character": {Blocks: []paper.Block{{Kind: paper.Paragraph, Text: "一"}}},
		"controls":      {Headline: "a\x00b\x1b\u202e", Blocks: []paper.Block{{Kind: paper.Paragraph, Text: "\x07行\t内\u2028外\ufeff"}}},
		"not UTF-8":     {Headline: "\xff\xfe", Blocks: []paper.Block{{Kind: paper.Paragraph, Text: "好\xc3坏"}}},
		"only blanks":   {Blocks: []paper.Block{{Kind: paper.Paragraph, Text: "　 　"}}},
	} {
		if n := len(pagesOf(t, PageOptions{}, a)); n != 1 {
			t.Errorf("%s: %d pages", name, n)
		}
	}
}

func TestPageOptions(t *testing.T) {
	for _, o := range []PageOptions{{Columns: 3}, {Columns: -1}, {Size: 5}, {Size: 40}, {Leading: 9}, {Leading: 99}, {Leading: 16, Columns: 2},
		{Paper: A5, Columns: 2, Size: 20}, {Paper: Paper{"x", 10, 10}}} {
		var n int
		for p, err := range Paginate(faces(), slices.Values([]*paper.Article{{}}), o) {
			n++
			if p != nil || !errors.Is(err, ErrPageOptions) {
				t.Errorf("%+v: %v", o, err)
			}
		}
		if n != 1 {
			t.Errorf("%+v: %d results", o, n)
		}
	}
	for _, p := range Papers() {
		if got, err := ParsePaper(strings.ToUpper(p.Name)); got != p || err != nil {
			t.Errorf("%s: %v, %v", p.Name, got, err)
		}
		if n := len(pagesOf(t, PageOptions{Paper: p, Columns: 2}, &paper.Article{Headline: "题", Blocks: textBlocks(100)})); n != 1 {
			t.Errorf("%s: %d pages", p.Name, n)
		}
	}
	if _, err := ParsePaper("a3"); !errors.Is(err, ErrPageOptions) {
		t.Errorf("a3: %v", err)
	}
}

// Pages come one at a time: who stops after one has only that one's articles read.
func TestPagesAreStreamed(t *testing.T) {
	read := 0
	var endless iter.Seq[*paper.Article] = func(yield func(*paper.Article) bool) {
		for yield(&paper.Article{Headline: "题", Blocks: textBlocks(50)}) {
			read++
		}
	}
	n := 0
	for p, err := range Paginate(faces(), endless, PageOptions{}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		if p.Label != fmt.Sprint(n) {
			t.Errorf("page %d is labelled %s", n, p.Label)
		}
		if n == 5 {
			break
		}
	}
	if read != 4 {
		t.Errorf("%d articles read for five pages", read)
	}
}
