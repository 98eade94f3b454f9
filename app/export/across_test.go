package export

import (
	"bytes"
	"image"
	"image/jpeg"
	"regexp"
	"slices"
	"strings"
	"testing"

	"baoge/app/paper"
	"baoge/app/typeset"
)

// structText is a piece of text in poppler's account of a file's structure.
var structText = regexp.MustCompile(`(?m)^ *"(.*)"$`)

// A wide picture and a wide table stand across the columns wherever they fall; poppler reads
// the file's structure, and finds the text whole and in its stored order.
func TestAcrossColumnsAreReadInOrder(t *testing.T) {
	tool(t, "pdfinfo")
	tool(t, "qpdf")
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 900, 500)), nil); err != nil {
		t.Fatal(err)
	}
	heads := strings.TrimSuffix(strings.Repeat("完成情况\t", 9), "\t")
	seed := seedArticles(t)[0]
	overtaken := 0
	for at := 0; at < len(seed.Blocks); at += 3 {
		a := *seed
		a.Blocks = slices.Insert(slices.Clone(a.Blocks), at, paper.Block{Kind: paper.Figure, Media: "photo"}, paper.Block{Kind: paper.Caption, Text: "图为街区一角。"},
			paper.Block{Kind: paper.Table, Level: 1, Text: heads + "\n" + strings.Repeat(strings.ReplaceAll(heads, "完成情况", "1,200")+"\n", 7)})
		for _, o := range []Options{{NoHead: true}, {NoHead: true, Paper: typeset.A5, Columns: 2, Size: 9}}[at/3%2 : at/3%2+1] {
			o.Picture = func(string) ([]byte, error) { return photo.Bytes(), nil }
			path, _ := savePDF(t, &a, o)
			run(t, "qpdf", "--check", path)
			var got strings.Builder
			for _, m := range structText.FindAllStringSubmatch(run(t, "pdfinfo", "-struct-text", path), -1) {
				got.WriteString(m[1])
			}
			if got, want := squeeze(got.String()), squeeze(wholeText(&a)); got != want {
				t.Errorf("before block %d: %s", at, firstDifference(got, want))
			}
			if squeeze(run(t, "pdftotext", "-raw", path, "-")) != squeeze(wholeText(&a)) {
				overtaken++
			}
		}
	}
	if overtaken == 0 {
		t.Error("nothing stands on a later page than it is read on: nothing was tested")
	}
}
