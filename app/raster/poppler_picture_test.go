package raster

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os/exec"
	"strings"
	"testing"

	"baoge/app/paper"
	"baoge/app/pdf"
	"baoge/app/typeset"
)

// A page with a picture, one without it and a table, seen here and through poppler; the
// same for contents with their leaders.
func TestPopplerSeesTheSamePictures(t *testing.T) {
	program, err := exec.LookPath("pdftoppm")
	if err != nil {
		t.Skip("pdftoppm is not installed")
	}
	img := image.NewNRGBA(image.Rect(0, 0, 300, 200))
	for y := range 200 {
		for x := range 300 {
			img.SetNRGBA(x, y, color.NRGBA{uint8(x * 4 / 5), uint8(y), 90, uint8(255 - x/2)})
		}
	}
	var file bytes.Buffer
	if err := png.Encode(&file, img); err != nil {
		t.Fatal(err)
	}
	get := func(media string) ([]byte, error) { return file.Bytes(), nil }
	a := &paper.Article{Headline: "公交时刻", Blocks: []paper.Block{{Kind: paper.Paragraph, Text: strings.Repeat("车到站了。", 60)},
		{Kind: paper.Figure, Media: "a", Text: "站台"}, {Kind: paper.Caption, Text: "图为站台。"},
		{Kind: paper.Table, Level: 1, Text: "站名\t首班\n" + strings.Repeat("桥头站\t6:30\n", 20)}}}
	book := typeset.Book{Title: "报道选辑", Compiler: "新闻部", Articles: 12, Article: func(int) (*paper.Article, string, error) { return a, "附记。", nil }}
	pages := paginate(t, a, typeset.PageOptions{Picture: get})[:1]
	for p, err := range typeset.Bind(faces(), book, typeset.PageOptions{Picture: get}) {
		if err != nil {
			t.Fatal(err)
		}
		if p.Front && len(p.Links) > 0 { // the contents; a cover is mostly rules, which stand on whole pixels here
			p.Links = nil // the pages they lead to are not in the file
			pages = append(pages, p)
		}
	}
	for i, page := range pages {
		theirs := popplerPicture(t, program, page, pdf.Options{Picture: get})
		ours := func(p *Painter) *image.Gray {
			img := sheet(theirs.Rect.Dx(), theirs.Rect.Dy(), white)
			p.Page(img, page, View{0, -popplerRise, popplerScale}, &Printed)
			return grey(img)
		}
		p := NewPainter(0)
		without := ours(p)
		for k := range page.Pictures {
			p.Ready(&page.Pictures[k], popplerScale, file.Bytes(), nil)
		}
		same, heavier := difference(ours(p), theirs)
		t.Logf("page %d: differs by %.3f, ink %+.1f %%", i+1, same, 100*heavier)
		if same > popplerBound || heavier < -0.02 || heavier > popplerHeavier {
			t.Errorf("page %d: our picture and poppler's differ by %.3f, in ink by %+.3f", i+1, same, heavier)
		}
		if bare, _ := difference(without, theirs); len(page.Pictures) > 0 && bare < 3*popplerBound {
			t.Errorf("page %d: without its picture it differs by %.3f only: nothing was tested", i+1, bare)
		}
	}
	if len(pages) != 2 || len(pages[0].Pictures) != 1 {
		t.Errorf("%d pages, %d pictures", len(pages), len(pages[0].Pictures))
	}
}
