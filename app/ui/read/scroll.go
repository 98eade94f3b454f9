package read

import (
	"fyne.io/fyne/v2"

	"baoge/app/typeset"
)

var _ fyne.Scrollable = (*galley)(nil)

// Sizes of the scroll bar.
const (
	barW    = 4
	barGap  = 3  // to the widget's right edge
	barZone = 14 // where it can be grabbed
	barMin  = 36
)

// A scrollBar is how the bar at the right is held.
type scrollBar struct {
	dragging bool
	hovered  bool
	grip     float32 // where in the thumb it was grabbed
}

// height of the sheet: an estimate until the whole column is set.
func (g *galley) height() float32 {
	if g.col == nil {
		return 0
	}
	return topRoom + g.col.Height() + bottomRoom
}

// reach is the largest offset.
func (g *galley) reach() float32 { return max(0, g.height()-g.Size().Height) }

// scrollTo shows the sheet from y down, within it.
func (g *galley) scrollTo(y float32) {
	g.offset = min(max(y, 0), g.reach())
	g.Refresh()
}

// scroll is scrollTo as a person does it: what was held is let go. A leap into what is not
// set yet waits for it.
func (g *galley) scroll(y float32) {
	if g.col == nil {
		return
	}
	g.hold, g.goal = nil, nil
	if !g.col.Complete() && y > g.offset+4*g.Size().Height {
		g.goal = func() { g.scroll(y) }
		return
	}
	g.scrollTo(y)
}

// scrollEnd goes to the end of the article.
func (g *galley) scrollEnd() {
	if g.col != nil {
		g.when(g.col.End(), func() { g.scroll(g.height()) })
	}
}

// page is how far Page Down goes: two lines stay in sight.
func (g *galley) page() float32 { return max(g.Size().Height-2*g.lineHeight(), g.lineHeight()) }

// lineHeight is how far an arrow goes.
func (g *galley) lineHeight() float32 { return 1.85 * g.em }

// Scrolled is the wheel.
func (g *galley) Scrolled(e *fyne.ScrollEvent) { g.scroll(g.offset - e.Scrolled.DY) }

// thumb is the scroll bar's rectangle in the widget; not ok where all is in sight.
func (g *galley) thumb() (r typeset.Rect, ok bool) {
	size, reach := g.Size(), g.reach()
	if reach == 0 || size.Height < 2*barMin {
		return r, false
	}
	h := max(barMin, size.Height*size.Height/g.height())
	return typeset.Rect{X: size.Width - barW - barGap, Y: g.offset / reach * (size.Height - h), W: barW, H: h}, true
}

// grab takes the thumb at a point, or brings it there.
func (g *galley) grab(p fyne.Position) {
	t, ok := g.thumb()
	if !ok {
		return
	}
	g.bar.dragging, g.bar.grip = true, p.Y-t.Y
	if g.bar.grip < 0 || g.bar.grip > t.H {
		g.bar.grip = t.H / 2
		g.pull(p.Y)
	}
}

// pull moves the thumb with the pointer.
func (g *galley) pull(y float32) {
	if t, ok := g.thumb(); ok {
		g.scroll((y - g.bar.grip) / (g.Size().Height - t.H) * g.reach())
	}
}
