package read

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"baoge/app/hanzi"
	"baoge/app/typeset"
)

// An article that is opened before the dictionary is there is set anew when it comes: its
// headline no longer breaks inside a word, and what is read stays where it is.
func TestWordsComeLater(t *testing.T) {
	if hanzi.Loaded() != nil {
		t.Skip("the dictionary is loaded already: this is not the first run in this process")
	}
	a := sample(40)
	a.Headline = "凯里市全面深化全国城市基层党建示范市建设工作推进会议在人民广场召开"
	words := []string{"城市", "基层", "示范", "建设", "工作", "推进", "会议", "人民", "广场", "召开", "全面", "深化", "全国"}
	r, w := show(t, a, 728, 722)
	g := r.galley
	torn := func() (out string) {
		var rows []string
		for _, l := range g.sheet.cols[0].Lines(0, 400) {
			if l.Role == typeset.RoleHeadline {
				rows = append(rows, lineText(&l))
			}
		}
		for i := 1; i < len(rows); i++ {
			before, after := []rune(rows[i-1]), []rune(rows[i])
			for _, word := range words {
				if w := []rune(word); before[len(before)-1] == w[0] && after[0] == w[1] {
					out += word
				}
			}
		}
		return out
	}
	var widths []float32
	for width := float32(300); width < 728; width += 11 {
		if w.Resize(fyne.NewSize(width, 722)); torn() != "" {
			widths = append(widths, width)
		}
	}
	if len(widths) == 0 {
		t.Fatal("no width tears a word without the dictionary: the test cannot fail")
	}
	if _, err := hanzi.Load(context.Background()); err != nil {
		t.Fatal(err)
	}
	for _, width := range widths {
		w.Resize(fyne.NewSize(width, 722))
		g.wordsCame(nil)
		if s := torn(); s != "" {
			t.Errorf("width %v: %s is torn", width, s)
		}
	}
	g.scroll(800)
	p := r.galley.firstInSight()
	at := g.point(p)
	g.wordsCame(nil)
	if now := g.point(p); now.Y < at.Y-1 || now.Y > at.Y+1 || !strings.Contains(a.Blocks[p.Part.Block].Text, "段落") {
		t.Errorf("the text moves from %v to %v", at, now)
	}
}
