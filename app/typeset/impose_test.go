package typeset

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"

	"baoge/app/paper"
)

func TestParsePageRanges(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []PageRange
		ok   bool
	}{
		{"", nil, true}, {"3", []PageRange{{3, 3}}, true}, {"1-3,5,8-", []PageRange{{1, 3}, {5, 5}, {8, 0}}, true},
		{"１－３、５", []PageRange{{1, 3}, {5, 5}}, true}, {"-4", []PageRange{{1, 4}}, true},
		{"0", nil, false}, {"3-2", nil, false}, {"-", nil, false}, {"x", nil, false}, {"1-x", nil, false}, {"1--3", nil, false},
	} {
		got, err := ParsePageRanges(c.in)
		if (err == nil) != c.ok || c.ok && !slices.Equal(got, c.want) || err != nil && !errors.Is(err, ErrPageOptions) {
			t.Errorf("%q: %v, %v; want %v", c.in, got, err, c.want)
		}
	}
}

// together makes a stream of pages.
func together(pages []*Page) iter.Seq2[*Page, error] {
	return func(yield func(*Page, error) bool) {
		for _, p := range pages {
			c := *p
			c.Elements = slices.Clone(p.Elements)
			if !yield(&c, nil) {
				return
			}
		}
	}
}

func imposed(t *testing.T, pages []*Page, o Imposition) []*Page {
	t.Helper()
	var out []*Page
	for p, err := range Impose(together(pages), o) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

// pageText is all that stands on a page, in the order it is read.
func pageText(p *Page) (s string) {
	for i := range p.Runs {
		for k := range p.Runs[i].Glyphs {
			s += p.Runs[i].Glyphs[k].Text
		}
	}
	return s
}

func TestImposeChoosesPages(t *testing.T) {
	pages := pagesOf(t, PageOptions{}, &paper.Article{Headline: "题", Blocks: textBlocks(9000, 300)})
	if len(pages) < 4 {
		t.Fatalf("%d pages", len(pages))
	}
	got := imposed(t, pages, Imposition{Pages: []PageRange{{2, 2}, {4, 0}}})
	if len(got) != len(pages)-2 || pageText(got[0]) != pageText(pages[1]) || pageText(got[1]) != pageText(pages[3]) {
		t.Fatalf("%d sheets of %d pages", len(got), len(pages))
	}
	// The paragraph began on a page that was left out; its element comes with what is left.
	known := map[int]bool{0: true}
	for _, p := range got {
		for _, e := range p.Elements {
			if !known[e.Parent] || known[e.ID] {
				t.Errorf("element %d of %d", e.ID, e.Parent)
			}
			known[e.ID] = true
		}
		for _, r := range p.Runs {
			if !known[r.Elem] {
				t.Errorf("element %d was not announced", r.Elem)
			}
		}
	}
	if got := imposed(t, pages, Imposition{Pages: []PageRange{{999, 0}}}); len(got) != 0 {
		t.Errorf("%d sheets of pages that are not there", len(got))
	}
}

func TestImposeCountsFrontMatterFirst(t *testing.T) {
	var pages []*Page
	for i := range 3 {
		pages = append(pages, &Page{W: 300, H: 400, Label: fmt.Sprint(i + 1)})
	}
	pages = append(pages, &Page{W: 300, H: 400, Label: "i", Front: true}, &Page{W: 300, H: 400, Label: "ii", Front: true})
	var labels []string
	for _, p := range imposed(t, pages, Imposition{Pages: []PageRange{{2, 3}}, Front: 2}) {
		labels = append(labels, p.Label)
	}
	if !slices.Equal(labels, []string{"1", "ii"}) {
		t.Errorf("pages 2-3 of i ii 1 2 3: %v", labels)
	}
}

func TestImposeSeveralOnASheet(t *testing.T) {
	pages := pagesOf(t, PageOptions{}, &paper.Article{Headline: "题", Blocks: textBlocks(9000)})
	for _, up := range []int{2, 4} {
		got := imposed(t, pages, Imposition{Up: up})
		if want := (len(pages) + up - 1) / up; len(got) != want {
			t.Fatalf("%d up: %d sheets of %d pages, want %d", up, len(got), len(pages), want)
		}
		var all, want string
		for _, p := range got {
			all += pageText(p)
			if (p.W > p.H) != (up == 2) {
				t.Errorf("%d up: sheet of %g × %g", up, p.W, p.H)
			}
			for _, r := range p.Runs {
				last := r.Glyphs[len(r.Glyphs)-1]
				if r.X < 0 || r.X+last.X+last.Advance > p.W || r.Y < 0 || r.Y > p.H {
					t.Errorf("%d up: a run at %g, %g leaves the sheet", up, r.X, r.Y)
				}
			}
		}
		for _, p := range pages {
			want += pageText(p)
		}
		if all != want {
			t.Errorf("%d up: the text is not the same", up)
		}
	}
}

func TestImposeScales(t *testing.T) {
	pages := pagesOf(t, PageOptions{}, &paper.Article{Headline: "题", Blocks: textBlocks(300)})
	got := imposed(t, pages, Imposition{Scale: 0.5})[0]
	was, is := &pages[0].Runs[0], &got.Runs[0]
	if is.Size != was.Size/2 || got.W != pages[0].W {
		t.Errorf("size %g of %g", is.Size, was.Size)
	}
	if x := got.W/2 + (was.X-got.W/2)/2; is.X < x-0.01 || is.X > x+0.01 {
		t.Errorf("x %g, want %g", is.X, x)
	}
	for _, o := range []Imposition{{Scale: 9}, {Scale: -1}, {Up: 3}} {
		for _, err := range Impose(together(pages), o) {
			if !errors.Is(err, ErrPageOptions) {
				t.Errorf("%+v: %v", o, err)
			}
		}
	}
}
