package read

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"baoge/app/typeset"
	"baoge/app/ui/async"
)

var (
	_ fyne.Draggable         = (*galley)(nil)
	_ fyne.SecondaryTappable = (*galley)(nil)
	_ desktop.Mouseable      = (*galley)(nil)
	_ desktop.Hoverable      = (*galley)(nil)
	_ desktop.Cursorable     = (*galley)(nil)
)

// A pointer is what is known of mouse and Shift key.
type pointer struct {
	at      fyne.Position
	in      bool
	shift   bool
	link    string // address under the pointer
	picture bool   // a picture is under it
	pressed string // address the button went down on
	pulling func() // stops moving the text while a selection is drawn past an edge; nil while it stands
}

// clickTime is how soon the next click of a double click comes, clickRoom how near.
const (
	clickTime = 450 * time.Millisecond
	clickRoom = 5
)

// MouseDown begins a selection, or takes the scroll bar. With Shift it extends the one there is.
func (g *galley) MouseDown(e *desktop.MouseEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(g); c != nil {
		c.Focus(g)
	}
	if g.sheet == nil || e.Button != desktop.MouseButtonPrimary {
		return
	}
	if g.onBar(e.Position) {
		g.grab(e.Position)
		return
	}
	g.stopGlide()
	now := time.Now()
	if now.Sub(g.sel.clicked) > clickTime || !near(e.Position, g.sel.clickedAt) {
		g.sel.clicks = 0
	}
	g.sel.clicks, g.sel.clicked, g.sel.clickedAt = g.sel.clicks%3+1, now, e.Position
	g.sel.selecting, g.sel.x = g.sel.clicks == 1, 0
	g.hand.pressed = g.linkAt(e.Position)
	x, y := e.Position.X, e.Position.Y+g.offset
	p := g.sheet.at(x, y)
	switch {
	case g.sel.clicks == 2:
		g.chooseSpan(g.sheet.word(g.sheet.charAt(x, y)))
	case g.sel.clicks == 3:
		g.chooseSpan(g.sheet.block(p))
	case e.Modifier&fyne.KeyModifierShift != 0 && g.sel.on:
		g.choose(g.sel.from, p)
	default:
		g.choose(p, p)
	}
}

func near(p, q fyne.Position) bool {
	d := p.Subtract(q)
	return max(d.X, -d.X) <= clickRoom && max(d.Y, -d.Y) <= clickRoom
}

// MouseUp ends what MouseDown began; where that was a click, a link is followed and a picture
// enlarged.
func (g *galley) MouseUp(e *desktop.MouseEvent) {
	link, clicked := g.hand.pressed, g.sheet != nil && g.sel.selecting && !g.sel.some() && near(e.Position, g.sel.clickedAt)
	g.letGo()
	if !clicked {
		return
	}
	if link != "" && g.linkAt(e.Position) == link {
		g.on.open(link)
	} else if pic, ok := g.pictureAt(e.Position); ok {
		g.on.enlarge(pic)
	}
}

// letGo ends what the mouse button held.
func (g *galley) letGo() {
	g.sel.selecting, g.bar.dragging, g.hand.pressed = false, false, ""
	g.stopPulling()
}

// Dragged takes the selection or the scroll bar along; past the edge the text moves.
func (g *galley) Dragged(e *fyne.DragEvent) {
	switch {
	case g.sheet == nil:
	case g.bar.dragging:
		g.pull(e.Position.Y)
	case g.sel.selecting:
		g.hand.at = e.Position
		if y := e.Position.Y; y >= 0 && y <= g.Size().Height {
			g.stopPulling()
		} else if g.hand.pulling == nil {
			g.glide.turned = time.Now() // a screen is not turned because the hand slipped
			g.hand.pulling = async.Every(50*time.Millisecond, g.pullSelection)
		}
		g.pullSelection()
	}
}

// pullRest is how long a selection is held past the edge before a screen is turned.
const pullRest = 600 * time.Millisecond

// pullSelection selects as far as the pointer; past an edge the text moves towards it.
func (g *galley) pullSelection() {
	p, h := g.hand.at, g.Size().Height
	over := min(p.Y, 0) + max(p.Y-h, 0)
	switch {
	case over == 0:
	case g.sheet.two == nil:
		g.leap(g.offset + over/2)
	case time.Since(g.glide.turned) > pullRest:
		g.glide.turned = time.Now()
		g.leap(g.offset + over/max(over, -over)*g.page())
	}
	g.choose(g.sel.from, g.sheet.at(p.X, min(max(p.Y, 0), h-1)+g.offset))
}

func (g *galley) stopPulling() {
	if g.hand.pulling != nil {
		g.hand.pulling()
		g.hand.pulling = nil
	}
}

// DragEnd is as MouseUp, which Fyne does not always send.
func (g *galley) DragEnd() { g.letGo() }

// MouseIn follows the pointer for the cursor's shape.
func (g *galley) MouseIn(e *desktop.MouseEvent) { g.MouseMoved(e) }

// MouseMoved follows MouseIn.
func (g *galley) MouseMoved(e *desktop.MouseEvent) {
	g.hand.at, g.hand.in = e.Position, true
	g.hoverBar(g.onBar(e.Position))
	_, g.hand.picture = g.pictureAt(e.Position)
	g.hoverLink(g.linkAt(e.Position))
}

// MouseOut ends MouseIn.
func (g *galley) MouseOut() {
	g.hand.in = false
	g.hoverBar(false)
	g.hoverLink("")
}

func (g *galley) hoverLink(address string) {
	if g.hand.link != address {
		g.hand.link = address
		g.on.point(address)
	}
}

// linkAt is the address under a point of the widget, "" where there is none.
func (g *galley) linkAt(p fyne.Position) string {
	if g.sheet == nil {
		return ""
	}
	t, x, y := g.sheet.under(p.X, p.Y+g.offset)
	for _, l := range t.col.Links(y, y+1) {
		if x >= l.X && x < l.X+l.W && y >= l.Y && y < l.Y+l.H {
			return l.Address
		}
	}
	return ""
}

// pictureAt is the picture under a point of the widget; not ok where there is none that
// can be shown.
func (g *galley) pictureAt(p fyne.Position) (pic typeset.Picture, ok bool) {
	if g.sheet == nil {
		return pic, false
	}
	t, x, y := g.sheet.under(p.X, p.Y+g.offset)
	for _, q := range t.col.Pictures(y, y+1) {
		if x >= q.X && x < q.X+q.W && y >= q.Y && y < q.Y+q.H && q.Pixels != [2]int{} {
			return q, true
		}
	}
	return pic, false
}

// overText reports whether a point is over a column.
func (g *galley) overText(p fyne.Position) bool {
	t, x, y := g.sheet.under(p.X, p.Y+g.offset)
	at := p.Y + g.offset - t.y // not brought into the column, as y is
	return x >= 0 && x <= t.w && at >= y-lineSlack && at <= t.col.Height()
}

// TappedSecondary opens the menu.
func (g *galley) TappedSecondary(e *fyne.PointEvent) {
	if g.sheet != nil {
		g.on.menu(e.AbsolutePosition)
	}
}
