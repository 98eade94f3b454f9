package read

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"baoge/app/paper"
	"baoge/app/ui/look"
)

// The slip takes only the room it needs, grows with a long note up to some lines, and goes
// with the article.
func TestSlip(t *testing.T) {
	r, w := show(t, &paper.Article{ID: "a", Headline: "村里修桥", Blocks: []paper.Block{{Kind: paper.Paragraph, Text: "桥修好了。"}}}, 700, 600)
	pressed := 0
	r.OnSlip = func() { pressed++ }
	if r.slip.Visible() {
		t.Error("there is a slip on nothing")
	}
	r.SetSlip(Slip{Note: "短"})
	one := r.slip.Size().Height
	r.SetSlip(Slip{Note: strings.Repeat("很长的批注，", 400), Tags: []string{"参评"}})
	if long := r.slip.Size().Height; one < slipTags || long != slipTags*(slipLines+1)+2*slipPad {
		t.Errorf("a short note is %v high, a long one with a tag %v", one, long)
	}
	if got := r.slip.sheet.Texts(); len(got) != 2 || got[0] != "参评" {
		t.Errorf("says %q", got)
	}
	w.Resize(fyne.NewSize(500, 600))
	r.slip.Tapped(nil)
	if pressed != 1 {
		t.Error("the slip cannot be pressed")
	}
	r.Clear()
	if r.slip.Visible() {
		t.Error("the slip stays when the article goes")
	}
}

// The star stands in the bar where the window has stars, and is full where one was given.
func TestStar(t *testing.T) {
	r, _ := show(t, &paper.Article{ID: "a", Headline: "村里修桥", Blocks: []paper.Block{{Kind: paper.Paragraph, Text: "桥修好了。"}}}, 900, 600)
	r.SetSlip(Slip{})
	if r.bar.star.Visible() {
		t.Error("there is a star nobody can give")
	}
	pressed := 0
	r.OnStar = func() { pressed++ }
	r.SetSlip(Slip{Starred: true})
	r.bar.star.Tapped(nil)
	if !r.bar.star.Visible() || r.bar.star.Icon != look.StarFull || pressed != 1 || r.slip.Visible() {
		t.Errorf("visible %v, full %v, pressed %d, slip %v", r.bar.star.Visible(), r.bar.star.Icon == look.StarFull, pressed, r.slip.Visible())
	}
	if r.SetSlip(Slip{}); r.bar.star.Icon != look.Star {
		t.Error("the star stays full when it is taken")
	}
}
