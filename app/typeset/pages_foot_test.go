package typeset

import (
	"math"
	"slices"
	"testing"

	"baoge/app/paper"
)

// The page's number stands in the middle, and reaches over the gutter, which
// keeps the columns together for who takes the text from the paper.
func TestPageNumberIsCentred(t *testing.T) {
	for _, o := range []PageOptions{{}, {Columns: 1}, {Paper: A5, Columns: 2, Size: 9}, {Paper: Letter, Size: 14, Columns: 2}, {Size: 6}} {
		ar, err := o.typeArea()
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range pagesOf(t, o, &paper.Article{Headline: "题", Blocks: textBlocks(9000)}) {
			foot := p.Runs[0]
			for _, r := range p.Runs {
				if r.Y > foot.Y {
					foot = r
				}
			}
			first, last := foot.Glyphs[0], foot.Glyphs[len(foot.Glyphs)-1]
			left, right := foot.X+first.X, foot.X+last.X+last.Advance
			if d := (left+right)/2 - p.W/2; math.Abs(float64(d)) > 0.01 {
				t.Errorf("%+v: number %s stands %.2f points off the middle", o, p.Label, d)
			}
			if right-left < ar.gutter {
				t.Errorf("%+v: number %s is %.1f wide, the gutter %.1f", o, p.Label, right-left, ar.gutter)
			}
		}
	}
}

// A source line too long for its column is parted at its blank, and the lines of
// captions and source lines stand close together.
func TestSmallLines(t *testing.T) {
	a := &paper.Article{Publication: "示例日报", Date: paper.Date{Year: 2023, Month: 7, Day: 21}, Page: "2", PageLabel: "要闻",
		Blocks: append(textBlocks(900), paper.Block{Kind: paper.Caption, Text: "图说" + prose(60)})}
	o := PageOptions{Paper: A5, Columns: 2, NoHead: true, Citation: func(*paper.Article) string { return prose(70) }}
	var lines []string
	var at []float32
	size := float32(0)
	for _, p := range pagesOf(t, o, a) {
		for i := range p.Runs {
			r := &p.Runs[i]
			if r.Face != faces().Sans || r.Elem == 0 || len(r.Glyphs) == 0 {
				continue
			}
			if n := len(at); n > 0 && at[n-1] == r.Y {
				lines[n-1] += shown(&Line{Runs: []Run{*r}})
				continue
			}
			lines, at, size = append(lines, shown(&Line{Runs: []Run{*r}})), append(at, r.Y), r.Size
		}
	}
	k := slices.Index(lines, "《示例日报》2023年7月21日")
	if k < 0 || lines[k+1] != "2版·要闻" {
		t.Fatalf("lines %q", lines)
	}
	close := 0
	for i := 1; i < len(at); i++ {
		if d := at[i] - at[i-1]; d > 0 && d < 1.5*size {
			close++
		}
	}
	if close < len(at)-3 { // the caption, then the source line and the citation
		t.Errorf("%d of %d small lines stand close to the one before: %v", close, len(at), at)
	}
}

// A caption at the top of a column stands a line off the text, which stays on the grid.
func TestCaptionAtTheTop(t *testing.T) {
	a := &paper.Article{Headline: "题", Blocks: append([]paper.Block{{Kind: paper.Caption, Text: "图说"}}, textBlocks(200, 300)...)}
	p := pagesOf(t, PageOptions{}, a)[0]
	ar, _ := PageOptions{}.typeArea()
	cs := columnsOf(p, ar)
	caption := float32(0)
	for _, r := range p.Runs {
		if r.Face == faces().Sans && r.Elem != 0 && caption == 0 {
			caption = r.Y
		}
	}
	if d := (cs[0][0].Y - caption) / ar.leading; d < 1.9 || d > 2.3 {
		t.Errorf("the text begins %.2f lines below the caption", d)
	}
	if d := (cs[0][0].Y - cs[1][2].Y) / ar.leading; math.Abs(float64(d)) > 0.01 {
		t.Errorf("the text is %.2f lines off the next column's", d)
	}
}
