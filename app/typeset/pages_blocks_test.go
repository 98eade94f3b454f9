package typeset

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"baoge/app/paper"
)

// elements lists all elements of some pages by ID.
func elements(pages []*Page) map[int]Element {
	out := map[int]Element{}
	for _, p := range pages {
		for _, e := range p.Elements {
			out[e.ID] = e
		}
	}
	return out
}

func TestFiguresStandWithTheirCaptions(t *testing.T) {
	pictures := gallery(t)
	for n := 0; n < 1500; n += 130 {
		a := &paper.Article{Headline: "图", Blocks: append(textBlocks(n+60), paper.Block{Kind: paper.Figure, Media: "wide", Text: "一座桥"},
			paper.Block{Kind: paper.Caption, Text: "图为新修的桥，桥长一百二十米。"}, paper.Block{Kind: paper.Figure, Media: "broken"}, paper.Block{Kind: paper.Paragraph, Text: prose(300)})}
		for _, o := range []PageOptions{{Picture: pictures}, {Columns: 1, Paper: A5, Picture: pictures}} {
			ar, err := o.typeArea()
			if err != nil {
				t.Fatal(err)
			}
			pages := pagesOf(t, o, a)
			es, text := elements(pages), elementText(pages)
			var figures []Picture
			for i, p := range pages {
				for _, pic := range p.Pictures {
					figures = append(figures, pic)
					if pic.X < ar.left-0.1 || pic.X+pic.W > ar.left+ar.width()+0.1 || pic.Y < ar.top-0.1 || pic.Bottom() > ar.bottom+0.1 {
						t.Errorf("n %d, page %d: picture at %v leaves the type area", n, i+1, pic.Rect)
					}
					for _, r := range p.Runs {
						if r.Elem != 0 && es[r.Elem].Kind != ElemFigure && r.X+1 > pic.X && r.X < pic.X+pic.W && r.Y-0.7*r.Size < pic.Bottom() && r.Y > pic.Y {
							t.Errorf("n %d, page %d: %q stands in the picture", n, i+1, r.Glyphs[0].Text)
						}
						if e := es[r.Elem]; e.Kind == ElemCaption && e.Parent == pic.Elem && (r.Y < pic.Bottom() || r.Y > pic.Bottom()+3*ar.leading) {
							t.Errorf("n %d, page %d: the caption stands at %g, its picture ends at %g", n, i+1, r.Y, pic.Bottom())
						}
					}
				}
			}
			if len(figures) != 2 || es[figures[0].Elem].Alt != "一座桥" || figures[1].Pixels != [2]int{} || len(figures[1].Instead) == 0 && figures[1].Alt != "" {
				t.Fatalf("n %d: pictures %+v", n, figures)
			}
			captions := 0
			for id, e := range es {
				if e.Kind == ElemCaption {
					captions++
					if e.Parent != figures[0].Elem || text[id] != a.Blocks[2].Text {
						t.Errorf("n %d: caption %q in element %d", n, text[id], e.Parent)
					}
				}
			}
			if captions != 1 {
				t.Errorf("n %d: %d captions", n, captions)
			}
		}
	}
}

// A picture that does not fit into what is left of a column is made smaller, in its own
// proportions, rather than leave much of the column white; else it begins the next one.
func TestPicturesFitWhatIsLeft(t *testing.T) {
	get := gallery(t)
	size, err := PictureSize(must(get("plain")))
	if err != nil {
		t.Fatal(err)
	}
	shape := float32(size[0]) / float32(size[1])
	fitted := 0
	for _, o := range []PageOptions{{Picture: get}, {Columns: 1, Picture: get}, {Columns: 2, Paper: A5, Picture: get}} {
		ar, err := o.typeArea()
		if err != nil {
			t.Fatal(err)
		}
		for n := 0; n < 1600; n += 25 {
			a := &paper.Article{Blocks: append(textBlocks(n+60), paper.Block{Kind: paper.Figure, Media: "plain"},
				paper.Block{Kind: paper.Caption, Text: "图为新修的桥。"}, paper.Block{Kind: paper.Paragraph, Text: prose(2500)})}
			p, white := firstPicture(pagesOf(t, o, a), ar)
			if r := p.W / p.H; r < 0.99*shape || r > 1.01*shape {
				t.Errorf("%d columns, n %d: the picture is %g × %g, of shape %.3f", ar.columns, n, p.W, p.H, shape)
			}
			natural := min(ar.column+ar.size/100, PaperStyle.Pixel*float32(size[0]))
			switch by := p.W / natural; {
			case by < leastPicture-0.001 || by > 1.001:
				t.Errorf("%d columns, n %d: the picture is %.2f of its width", ar.columns, n, by)
			case by < 0.999:
				fitted++
			}
			if most := leastPicture*p.H + 4*ar.leading; white > most {
				t.Errorf("%d columns, n %d: %g points white before the picture of %g", ar.columns, n, white, p.H)
			}
		}
	}
	if fitted < 10 {
		t.Errorf("%d pictures were made smaller: nothing was tested", fitted)
	}
}

// firstPicture is the first picture of some pages and, where it begins a column, how much
// of the column before it on its page, or of the page before, is left white.
func firstPicture(pages []*Page, ar area) (pic Picture, white float32) {
	for i, p := range pages {
		if len(p.Pictures) == 0 {
			continue
		}
		pic = p.Pictures[0]
		if pic.Y > ar.top+ar.leading {
			return pic, 0
		}
		column := int((pic.X - ar.left) / (ar.column + ar.gutter))
		if column--; column < 0 {
			if column = ar.columns - 1; i == 0 {
				return pic, 0
			}
			p = pages[i-1]
		}
		last := ar.top
		for _, r := range p.Runs {
			if r.Elem != 0 && int((r.X-ar.left)/(ar.column+ar.gutter)) == column {
				last = max(last, r.Y)
			}
		}
		return pic, ar.bottom - last
	}
	return pic, 0
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}

// schedule is a table of n rows below one of headings.
func schedule(n int) paper.Block {
	s := "站名\t首班\t末班\n"
	for i := range n {
		s += fmt.Sprintf("第%d站\t6:%02d\t\n", i, i%60)
	}
	return paper.Block{Kind: paper.Table, Level: 1, Text: s}
}

func TestTablesAreTaggedAndTheirHeadingsSetAgain(t *testing.T) {
	for _, o := range []PageOptions{{}, {Columns: 1}, {Paper: A5, Columns: 1}} {
		a := &paper.Article{Headline: "表", Blocks: append(textBlocks(200), schedule(150), paper.Block{Kind: paper.Paragraph, Text: prose(80)})}
		ar, _ := o.typeArea()
		pages := pagesOf(t, o, a)
		es, text := elements(pages), elementText(pages)
		var cells []string
		kinds := map[ElementKind]int{}
		ids := make([]int, 0, len(es))
		for id, e := range es {
			kinds[e.Kind]++
			if e.Kind == ElemCell || e.Kind == ElemHeading {
				ids = append(ids, id)
				if es[e.Parent].Kind != ElemRow || es[es[e.Parent].Parent].Kind != ElemTable {
					t.Fatalf("cell %d is in a %s", id, es[e.Parent].Kind)
				}
			}
		}
		slices.Sort(ids)
		for _, id := range ids {
			cells = append(cells, text[id])
		}
		if want := strings.FieldsFunc(a.Blocks[1].Text, func(r rune) bool { return r == '\n' }); strings.Join(cells, "") != strings.ReplaceAll(strings.Join(want, ""), "\t", "") {
			t.Errorf("%+v: cells %q", o, cells[:9])
		}
		if kinds[ElemTable] != 1 || kinds[ElemRow] != 151 || kinds[ElemHeading] != 3 || kinds[ElemCell] != 450 {
			t.Errorf("%+v: elements %v", o, kinds)
		}
		again := 0
		for _, p := range pages {
			tops := map[int]string{} // the first text of each column
			for _, r := range p.Runs {
				s := ""
				for _, g := range r.Glyphs {
					s += g.Text
				}
				if r.Y > ar.bottom || r.Y < ar.top {
					continue
				}
				if s == "站名" && r.Elem == 0 {
					again++
				}
				c := int((r.X - ar.left) / (ar.column + ar.gutter))
				if _, ok := tops[c]; !ok && r.Y < ar.top+2*ar.leading {
					tops[c] = s
				}
			}
			for _, s := range tops {
				if strings.HasPrefix(s, "第") {
					t.Errorf("%+v: a column begins with %s", o, s)
				}
			}
		}
		if again == 0 {
			t.Errorf("%+v: no heading is set again", o)
		}
	}
}

// A row higher than a column is parted, and a heading that would fill half a column
// is not set again: every text ends on some page.
func TestGiantRowsEnd(t *testing.T) {
	for _, k := range []paper.Block{
		{Kind: paper.Table, Text: prose(3000) + "\t乙\n丙\t" + prose(2500) + "\n"},
		{Kind: paper.Table, Level: 1, Text: prose(1500) + "\t乙\n" + strings.Repeat("丙\t丁\n", 60)},
		{Kind: paper.Table, Level: 90, Text: strings.Repeat("丙\t丁\n", 90)},
	} {
		a := &paper.Article{Headline: "表", Blocks: []paper.Block{k, {Kind: paper.Paragraph, Text: "完。"}}}
		for _, o := range []PageOptions{{}, {Paper: A5, Size: 14}} {
			ar, _ := o.typeArea()
			pages := pagesOf(t, o, a)
			got := ""
			for _, p := range pages {
				for _, r := range p.Runs {
					if r.Elem == 0 {
						continue
					}
					if r.Y > ar.bottom+1 {
						t.Errorf("text at %g, below the type area's %g", r.Y, ar.bottom)
					}
					for _, g := range r.Glyphs {
						got += g.Text
					}
				}
			}
			count := func(s string) int { return paper.Chars(s) }
			if want := count("表" + k.Text + "完。"); count(got) != want {
				t.Errorf("%d characters of %d on %d pages", count(got), want, len(pages))
			}
		}
	}
}

func TestCitationEndsTheArticle(t *testing.T) {
	a := &paper.Article{Headline: "题", Date: paper.Date{Year: 2023, Month: 7, Day: 21}, Blocks: textBlocks(300)}
	pages := pagesOf(t, PageOptions{Citation: func(a *paper.Article) string { return "引：" + a.Headline }}, a)
	text, last := elementText(pages), 0
	for id := range text {
		last = max(last, id)
	}
	if text[last] != "引：题" || text[last-1] != "2023年7月21日" {
		t.Errorf("the article ends in %q, %q", text[last-1], text[last])
	}
}
