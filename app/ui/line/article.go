package line

import (
	"fyne.io/fyne/v2/lang"

	"baoge/app/paper"
	"baoge/app/typeset"
)

// ArticleH is the height of an article's row, its hairline included.
const ArticleH = 102

const (
	rowSide   = 14 // left and right of a row's text
	rowBarW   = 3  // width of the bar at the chosen row
	headSize  = 15
	metaSize  = 12
	proseSize = 12.5
)

// An Article is what a row tells of an article.
type Article struct {
	Headline      string
	HeadlineMarks [][2]int
	Meta          string
	Prose         string // opening or snippet, two lines
	ProseMarks    [][2]int
}

// Row lays out an article's row: for [Rows.Draw].
func (a *Article) Row(width float32, st RowState) ([]Box, []Piece) {
	boxes := rowGround(width, st)
	w := max(width-2*rowSide, 1)
	return boxes, []Piece{
		{Text: a.Headline, Face: typeset.SerifBold, Size: headSize, Leading: 22, X: rowSide, Y: 10, Width: w, Tint: Ink, Marks: a.HeadlineMarks},
		{Text: a.Meta, Face: typeset.Sans, Size: metaSize, Leading: 18, X: rowSide, Y: 31, Width: w, Tint: Faint},
		{Text: a.Prose, Face: typeset.Sans, Size: proseSize, Leading: 19.5, X: rowSide, Y: 52, Width: w, MaxLines: 2, Tint: Prose, Marks: a.ProseMarks},
	}
}

// Blank lays out the row of an article that is still being read.
func Blank(width float32, st RowState) ([]Box, []Piece) {
	w := max(width-2*rowSide, 1)
	return append(rowGround(width, st),
		Box{rowSide, 16, w * 0.6, 12, 3, RowLine},
		Box{rowSide, 36, w * 0.4, 8, 3, RowLine},
		Box{rowSide, 58, w, 8, 3, RowLine},
		Box{rowSide, 77, w * 0.8, 8, 3, RowLine}), nil
}

func rowGround(width float32, st RowState) []Box {
	boxes := make([]Box, 0, 8)
	switch {
	case st.Selected:
		boxes = append(boxes, Box{0, 0, width, ArticleH - 1, 0, Selection}, Box{0, 0, rowBarW, ArticleH - 1, 0, Fill})
	case st.Picked:
		boxes = append(boxes, Box{0, 0, width, ArticleH - 1, 0, Selection})
	case st.Hovered:
		boxes = append(boxes, Box{0, 0, width, ArticleH - 1, 0, Hover})
	}
	return append(boxes, Box{0, ArticleH - 1, width, 1, 0, RowLine})
}

// Headline is the article's headline, or what stands for a missing one.
func Headline(s *paper.Summary) string {
	if s.Headline == "" {
		return lang.X("article.untitled", "（无题）")
	}
	return s.Headline
}

// PageName writes a page as people do: 2 版 要闻. The page may be unknown.
func PageName(page, label string) string {
	data := map[string]any{"Page": page, "Label": label}
	switch {
	case page == "" && label == "":
		return lang.X("page.unknown", "版面不详")
	case page == "":
		return label
	case label == "":
		return lang.X("page.number", "{{.Page}} 版", data)
	}
	return lang.X("page.named", "{{.Page}} 版 {{.Label}}", data)
}
