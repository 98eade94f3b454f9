package search

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"baoge/app/library"
	"baoge/app/ui/line"
)

// busy is what a common word finds in a large library: every facet full.
func busy() *finder {
	facets := map[string][]library.Count{"field": {{Value: "title", Count: 900}, {Value: "body", Count: 100000}}}
	for i := range 50 {
		facets["year"] = append(facets["year"], library.Count{Value: fmt.Sprint(1975 + i), Count: 100 * i})
		for _, g := range []string{"author", "label", "section"} {
			facets[g] = append(facets[g], library.Count{Value: fmt.Sprintf("名字%d", i), Count: 5000 - i})
		}
	}
	f := &finder{hits: 100000, result: library.SearchResult{Facets: facets}}
	for i := range 20 {
		f.suggestions = append(f.suggestions, library.Suggestion{Text: fmt.Sprintf("礼让斑马线之%d", i), Line: fmt.Sprintf("标题:\"礼让%d\"", i), Kind: library.SuggestHeadline})
	}
	return f
}

// BenchmarkKeystroke is everything a letter typed costs the UI goroutine, the hits of
// 100,000 shown included, and none of what runs elsewhere: the limit is a frame, 16 ms.
func BenchmarkKeystroke(b *testing.B) {
	s, _ := screen(b, busy())
	fyne.CurrentApp().Driver().CanvasForObject(s.box).Focus(s.box)
	for i := 0; b.Loop(); i++ {
		s.box.SetText("礼让"[:3+3*(i%2)])
	}
}

// BenchmarkScrollHits is a turn of the wheel far down in 100,000 hits, with a page of them
// read and drawn each time.
func BenchmarkScrollHits(b *testing.B) {
	s, _ := screen(b, busy())
	s.box.SetText("礼让")
	for i := 0; b.Loop(); i++ {
		s.view.rows.ScrollTo(float64(i%1400) * 64 * line.ArticleH)
	}
}
