package read

import (
	"math"
	"time"

	"fyne.io/fyne/v2"

	"baoge/app/typeset"
	"baoge/app/ui/async"
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

// height of the sheet: an estimate until all is set.
func (g *galley) height() float32 {
	if g.sheet == nil {
		return 0
	}
	return g.sheet.height()
}

// reach is the largest offset.
func (g *galley) reach() float32 { return max(0, g.height()-g.Size().Height) }

// turns reports whether the article stands in two columns, whose screens are turned.
func (g *galley) turns() bool { return g.sheet != nil && g.sheet.two != nil }

// scrollTo shows the sheet from y down, within it; with two columns, the screen y is on.
func (g *galley) scrollTo(y float32) {
	if g.turns() {
		h := g.sheet.pane.Height
		y = float32(math.Floor(float64((y+lineSlack)/h))) * h
	}
	g.offset = min(max(y, 0), g.reach())
	g.Refresh()
}

// scroll is scrollTo as a person does it: what was held is let go. A leap into what is not
// set yet waits for it.
func (g *galley) scroll(y float32) {
	if g.sheet == nil {
		return
	}
	g.hold, g.goal = nil, nil
	if !g.sheet.complete() && y > g.offset+4*g.Size().Height {
		g.goal = func() { g.scroll(y) }
		return
	}
	before := g.screen()
	g.scrollTo(y)
	if g.screen() != before {
		g.on.set()
	}
}

// screen is which screen of two columns is in sight, from 0.
func (g *galley) screen() int {
	if !g.turns() {
		return 0
	}
	return int((g.offset + lineSlack) / g.sheet.pane.Height)
}

// leap scrolls at once, as keys do.
func (g *galley) leap(y float32) {
	g.stopGlide()
	g.scroll(y)
}

// leapEnd goes to the end of the article.
func (g *galley) leapEnd() {
	if g.sheet != nil {
		g.stopGlide()
		g.when(g.sheet.end(), func() { g.scroll(g.height()) })
	}
}

// page is how far Page Down goes: a screen of two columns; in one, two lines stay in sight.
func (g *galley) page() float32 {
	if g.turns() {
		return g.sheet.pane.Height
	}
	return max(g.Size().Height-2*leading(g.em), leading(g.em))
}

// arrow is how far an arrow key goes: a line; with two columns, a screen.
func (g *galley) arrow() float32 {
	if g.turns() {
		return g.page()
	}
	return leading(g.em)
}

// reveal scrolls as little as needed to have a place in sight, not at the very edge.
func (g *galley) reveal(p typeset.Place) {
	c := g.sheet.caret(p)
	if c.H == 0 {
		return
	}
	if g.sheet.two != nil {
		g.scroll(c.Y)
		return
	}
	h := g.Size().Height
	room := min(2*c.H, max(0, (h-c.H)/2))
	switch {
	case c.Y < g.offset+room:
		g.scroll(c.Y - room)
	case c.Y+c.H > g.offset+h-room:
		g.scroll(c.Y + c.H + room - h)
	}
}

// A glide is the text on its way to where the wheel sent it.
type glide struct {
	to     float32 // offset
	stop   func()  // nil: at rest
	turned time.Time
	turn   float32 // wheel not yet spent on a screen
}

// How the wheel moves the text. Fyne gives a notch as 25 units and a touch pad's motion in
// small parts of that.
const (
	notch      = 10  // a larger step is a wheel's notch
	notchLines = 2.5 // that it moves
	glideTick  = 15 * time.Millisecond
	glidePart  = 0.34 // of what is left, each tick
	turnStep   = 20   // wheel units that turn a screen
	turnRest   = 160 * time.Millisecond
)

// Scrolled is the wheel. A notch moves the text softly by some lines, so that the eye can
// follow; a touch pad's motion is followed as it comes. Screens of two columns are turned.
func (g *galley) Scrolled(e *fyne.ScrollEvent) {
	d := e.Scrolled.DY
	switch {
	case g.sheet == nil:
	case g.sheet.two != nil:
		g.turn(d)
	case d < notch && d > -notch:
		g.leap(g.offset - d)
	default:
		g.push(-d / 25 * notchLines * leading(g.em))
	}
}

// push sends the text on its way by d, or further if it is under way.
func (g *galley) push(d float32) {
	from := g.offset
	if g.glide.stop != nil {
		from = g.glide.to
	}
	g.glide.to = min(max(from+d, 0), g.reach())
	if g.glide.stop == nil {
		g.glide.stop = async.Every(glideTick, g.roll)
		g.roll()
	}
}

// roll moves the text nearer to where it is sent.
func (g *galley) roll() {
	left := g.glide.to - g.offset
	if left > -1 && left < 1 {
		to := g.glide.to
		g.stopGlide()
		g.scroll(to)
		return
	}
	before := g.offset
	g.scroll(g.offset + left*glidePart)
	if g.offset == before { // the end of what there is
		g.stopGlide()
	}
}

func (g *galley) stopGlide() {
	if g.glide.stop != nil {
		g.glide.stop()
		g.glide.stop = nil
	}
}

// turn turns a screen for each notch, not faster than can be seen.
func (g *galley) turn(d float32) {
	if d*g.glide.turn < 0 {
		g.glide.turn = 0
	}
	g.glide.turn += d
	if g.glide.turn > -turnStep && g.glide.turn < turnStep || time.Since(g.glide.turned) < turnRest {
		return
	}
	step := g.page()
	if g.glide.turn > 0 {
		step = -step
	}
	g.glide.turn, g.glide.turned = 0, time.Now()
	g.leap(g.offset + step)
}

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
	g.stopGlide()
	g.bar.dragging, g.bar.grip = true, p.Y-t.Y
	if g.bar.grip < 0 || g.bar.grip > t.H {
		g.bar.grip = t.H / 2
		g.pull(p.Y)
	}
}

// pull moves the thumb with the pointer.
func (g *galley) pull(y float32) {
	if t, ok := g.thumb(); ok {
		to := (y - g.bar.grip) / (g.Size().Height - t.H) * g.reach()
		if g.sheet.two != nil {
			to += g.page() / 2 // the nearest screen
		}
		g.scroll(to)
	}
}

// onBar reports whether a point is where the scroll bar can be grabbed.
func (g *galley) onBar(p fyne.Position) bool {
	_, ok := g.thumb()
	return ok && p.X >= g.Size().Width-barZone
}

func (g *galley) hoverBar(on bool) {
	if g.bar.hovered != on {
		g.bar.hovered = on
		g.Refresh()
	}
}
