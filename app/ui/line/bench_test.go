package line

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"baoge/app/raster"
	"baoge/app/typeset"
)

// BenchmarkRow sets and paints one row of an article list, as each step of the wheel
// does for the rows that come into sight:
//
//	go test -run '^$' -bench Row ./app/ui/line
func BenchmarkRow(b *testing.B) {
	test.NewApp()
	f, err := typeset.LoadFaces()
	if err != nil {
		b.Fatal(err)
	}
	s := NewSheet(&Press{Faces: f, Painter: raster.NewPainter(0)})
	s.Resize(fyne.NewSize(340, ArticleH))
	row := Article{Meta: "2023-07-21 · 2 版 · 通讯员 凯文 · 1,368 字 · 图 1", HeadlineMarks: [][2]int{{4, 9}},
		Prose: "近年来，街道积极开展礼让斑马线文明交通创建活动，持续巩固文明成果，车让人、人让车蔚然成风，成为一张名片。"}
	for i := 0; b.Loop(); i++ {
		row.Headline = fmt.Sprintf("斑马线礼让行人　文明行为蔚然成风 %d", i%500)
		s.Set(row.Row(340, RowState{}))
		s.paint(340, ArticleH)
	}
}
