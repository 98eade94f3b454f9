package typeset

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"baoge/app/paper"
)

// grid is a table of so many rows and columns.
func gridTable(rows, columns int) string {
	var s strings.Builder
	for r := range rows {
		for c := range columns {
			if r == 0 {
				fmt.Fprintf(&s, "指标名称%d", c+1)
			} else {
				fmt.Fprintf(&s, "%d,%03d.%d", r, 37*c%1000, c%10)
			}
			if c < columns-1 {
				s.WriteByte('\t')
			}
		}
		s.WriteByte('\n')
	}
	return s.String()
}

// acrossArticle has n characters before a wide picture, and m between it and a wide table.
func acrossArticle(n, m, rows int) *paper.Article {
	return &paper.Article{Headline: "横跨两栏", Date: paper.Date{Year: 2024, Month: 3, Day: 5}, Blocks: slices.Concat(textBlocks(n, n/3+5),
		[]paper.Block{{Kind: paper.Figure, Media: "wide", Text: "一座桥"}, {Kind: paper.Caption, Text: "图为新修的桥，桥长一百二十米。"}},
		textBlocks(m), []paper.Block{{Kind: paper.Subheading, Text: "各县数字"}, {Kind: paper.Table, Level: 1, Text: gridTable(rows, 9)}, {Kind: paper.Figure, Media: "plain"}}, textBlocks(m/2+40))}
}

// orderedText is the text of all elements in the order of the structure.
func orderedText(pages []*Page) string {
	text := elementText(pages)
	ids := make([]int, 0, len(text))
	for id := range text {
		if id == 0 { // heads, numbers, rows set again
			continue
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	var out strings.Builder
	for _, id := range ids {
		out.WriteString(text[id])
	}
	return out.String()
}

// Wherever a wide picture and a wide table fall on their pages: they stand across both
// columns or are what the column holds, on nothing else, within the type area; the elements are in
// the order of the text, and none of it is lost.
func TestAcrossColumns(t *testing.T) {
	pictures, broad, tables := gallery(t), 0, 0
	for n := 30; n < 3200; n += 157 {
		for _, o := range []PageOptions{{Picture: pictures}, {Picture: pictures, Columns: 2, Paper: A5, Size: 8}, {Picture: pictures, Paper: K16, Library: "示例"}} {
			ar, err := o.typeArea()
			if err != nil {
				t.Fatal(err)
			}
			a := acrossArticle(n, n%700+20, 4+n%90)
			pages := pagesOf(t, o, a)
			want := "横跨两栏"
			for _, b := range a.Blocks {
				if b.Kind != paper.Figure {
					want += b.Text
				}
			}
			want += SourceLine(a)
			if got := orderedText(pages); noBlanks(got) != noBlanks(want) {
				t.Fatalf("n %d, %s: %s", n, o.Paper.Name, firstDifference(noBlanks(got), noBlanks(want)))
			}
			last, es := 0, elements(pages)
			for i, p := range pages {
				if len(p.Runs) < 3 && len(p.Pictures) == 0 {
					t.Errorf("n %d, %s: page %d is empty", n, o.Paper.Name, i+1)
				}
				for _, pic := range p.Pictures {
					if pic.Elem < last {
						t.Errorf("n %d, %s: a picture overtakes another", n, o.Paper.Name)
					}
					if last = pic.Elem; pic.W > ar.column+1 {
						broad++
					}
				}
				apart(t, p, ar, fmt.Sprintf("n %d, %s, page %d", n, o.Paper.Name, i+1))
				for _, r := range p.Rules {
					if r.W > ar.column+1 && r.Ink == InkSecondary {
						tables++
					}
				}
			}
			figures := 0
			for _, e := range es {
				if e.Kind == ElemFigure {
					figures++
				}
			}
			if figures != 2 {
				t.Errorf("n %d: %d figures", n, figures)
			}
		}
	}
	if broad < 40 || tables < 60 {
		t.Errorf("%d pictures and %d rules of tables stand across: too little was tested", broad, tables)
	}
}

// Pictures and tables of all kinds follow each other in every order: all text is there,
// once and in order, and no picture overtakes another.
func TestPicturesInAnyOrder(t *testing.T) {
	others, panorama := gallery(t), photo(t, "jpeg", 1000, 450)
	pictures := func(media string) ([]byte, error) {
		if media == "panorama" {
			return panorama, nil
		}
		return others(media)
	}
	kinds := []string{"wide", "plain", "panorama", "table", "text", "text"}
	for seed := range 300 {
		a := &paper.Article{Headline: "图片新闻"}
		want := a.Headline
		figures := 0
		add := func(bs ...paper.Block) {
			a.Blocks = append(a.Blocks, bs...)
			for _, b := range bs {
				if b.Kind != paper.Figure {
					want += b.Text
				} else {
					figures++
				}
			}
		}
		for k, s := 0, seed*7919+13; k < 9; k++ {
			s = (s*1103515245 + 12345) & 0x7fffffff
			switch kind := kinds[s>>8%len(kinds)]; kind {
			case "wide", "plain", "panorama":
				add(paper.Block{Kind: paper.Figure, Media: kind})
			case "table":
				add(paper.Block{Kind: paper.Table, Level: 1, Text: gridTable(4+s>>12%14, 9)})
			default:
				add(textBlocks(20 + s>>12%300)...)
			}
		}
		for _, o := range []PageOptions{{Picture: pictures}, {Picture: pictures, Columns: 2, Paper: A5, Size: 8}} {
			pages := pagesOf(t, o, a)
			name := fmt.Sprintf("seed %d, %s", seed, o.Paper.Name)
			if got := orderedText(pages); noBlanks(got) != noBlanks(want+SourceLine(a)) {
				t.Fatalf("%s: %s", name, firstDifference(noBlanks(got), noBlanks(want+SourceLine(a))))
			}
			var elems []int
			for _, p := range pages {
				for _, pic := range p.Pictures {
					elems = append(elems, pic.Elem)
				}
			}
			if !slices.IsSorted(elems) || len(elems) != figures {
				t.Errorf("%s: of %d pictures the order is %v", name, figures, elems)
			}
		}
	}
}

// apart checks that the lines and pictures of a page stand inside of its type area and on nothing else.
func apart(t *testing.T, p *Page, ar area, name string) {
	t.Helper()
	var boxes []Rect
	var what []string
	for _, r := range p.Runs {
		if r.Elem == 0 {
			continue
		}
		first, last := r.Glyphs[0], r.Glyphs[len(r.Glyphs)-1]
		boxes = append(boxes, Rect{r.X + first.X, r.Y - 0.7*r.Size, last.X - first.X, 0.7 * r.Size})
		what = append(what, first.Text)
	}
	for _, pic := range p.Pictures {
		boxes, what = append(boxes, pic.Rect), append(what, "picture")
	}
	for i, b := range boxes {
		if b.X < ar.left-ar.size || b.X+b.W > ar.left+ar.width()+ar.size || b.Y < ar.top-1 || b.Bottom() > ar.bottom+1 {
			t.Errorf("%s: %q at %v leaves the type area", name, what[i], b)
		}
		for k := range i {
			if c := boxes[k]; b.X < c.X+c.W-0.5 && c.X < b.X+b.W-0.5 && b.Y < c.Bottom()-0.5 && c.Y < b.Bottom()-0.5 {
				t.Errorf("%s: %q at %v stands on %q at %v", name, what[i], b, what[k], c)
			}
		}
	}
}
