package read

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"baoge/app/paper"
	"baoge/app/typeset"
	"baoge/app/ui/async"
)

var (
	_ fyne.Draggable     = (*galley)(nil)
	_ desktop.Mouseable  = (*galley)(nil)
	_ desktop.Hoverable  = (*galley)(nil)
	_ desktop.Cursorable = (*galley)(nil)
)

// A selection runs from where it began to the caret, in either direction.
type selection struct {
	on        bool // there is a caret
	from, to  typeset.Place
	x         float32 // column position that up and down aim at; 0: the caret's
	selecting bool    // the mouse button is down
	clicks    int
	clicked   time.Time
	clickedAt fyne.Position
}

// A pointer is what is known of mouse and Shift key.
type pointer struct {
	at    fyne.Position
	in    bool
	shift bool
	// stops moving the text while a selection is drawn past an edge; nil while it stands
	pulling func()
}

// clickTime is how soon the next click of a double click comes, clickRoom how near.
const (
	clickTime = 450 * time.Millisecond
	clickRoom = 5
)

// at is the place under a point of the widget.
func (g *galley) at(p fyne.Position) typeset.Place {
	return g.col.At(p.X-g.left, max(0, p.Y+g.offset-topRoom))
}

// spans is what is selected, part by part.
func (g *galley) spans() []paper.Span {
	if !g.sel.on || g.col == nil || g.sel.from == g.sel.to {
		return nil
	}
	return g.col.Spans(g.sel.from, g.sel.to)
}

func (g *galley) selected() string {
	if !g.sel.on || g.col == nil || g.sel.from == g.sel.to {
		return ""
	}
	return g.col.Text(g.sel.from, g.sel.to)
}

func (g *galley) copy() bool {
	s := g.selected()
	if s != "" {
		fyne.CurrentApp().Clipboard().SetContent(s)
	}
	return s != ""
}

// choose selects from one place to another.
func (g *galley) choose(from, to typeset.Place) {
	g.sel.on, g.sel.from, g.sel.to = true, from, to
	g.Refresh()
}

func (g *galley) chooseAll() {
	if g.col != nil {
		g.choose(g.col.Start(), g.col.End())
	}
}

func (g *galley) chooseSpan(s paper.Span) {
	g.choose(typeset.Place{Part: s.Part, Rune: s.Start}, typeset.Place{Part: s.Part, Rune: s.End})
}

// deselect reports whether there was a selection to drop.
func (g *galley) deselect() bool {
	had := len(g.spans()) > 0
	g.sel.on = false
	if had {
		g.Refresh()
	}
	return had
}

// extend moves the caret, with the selection after it.
func (g *galley) extend(m typeset.Motion) {
	if g.col == nil {
		return
	}
	if !g.sel.on {
		p := g.col.At(0, max(0, g.offset-topRoom+g.lineHeight()))
		g.sel = selection{on: true, from: p, to: p}
	}
	if m != typeset.LineUp && m != typeset.LineDown {
		g.sel.x = 0
	} else if g.sel.x == 0 {
		g.sel.x = g.col.Caret(g.sel.to).X
	}
	to := g.col.Move(g.sel.to, m, g.sel.x)
	g.choose(g.sel.from, to)
	g.when(to, func() { g.reveal(to) })
}

// MouseDown begins a selection, or takes the scroll bar. With Shift it extends the one there is.
func (g *galley) MouseDown(e *desktop.MouseEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(g); c != nil {
		c.Focus(g)
	}
	if g.col == nil || e.Button != desktop.MouseButtonPrimary {
		return
	}
	if g.onBar(e.Position) {
		g.grab(e.Position)
		return
	}
	now, d := time.Now(), e.Position.Subtract(g.sel.clickedAt)
	if now.Sub(g.sel.clicked) > clickTime || max(d.X, -d.X) > clickRoom || max(d.Y, -d.Y) > clickRoom {
		g.sel.clicks = 0
	}
	g.sel.clicks, g.sel.clicked, g.sel.clickedAt = g.sel.clicks%3+1, now, e.Position
	g.sel.selecting, g.sel.x = g.sel.clicks == 1, 0
	p := g.at(e.Position)
	switch {
	case g.sel.clicks == 2:
		g.chooseSpan(g.col.Word(g.col.Under(e.Position.X-g.left, e.Position.Y+g.offset-topRoom)))
	case g.sel.clicks == 3:
		g.chooseSpan(g.col.Block(p))
	case e.Modifier&fyne.KeyModifierShift != 0 && g.sel.on:
		g.choose(g.sel.from, p)
	default:
		g.choose(p, p)
	}
}

// MouseUp ends what MouseDown began.
func (g *galley) MouseUp(*desktop.MouseEvent) {
	g.sel.selecting, g.bar.dragging = false, false
	g.stopPulling()
}

// Dragged takes the selection or the scroll bar along; past the edge the text moves.
func (g *galley) Dragged(e *fyne.DragEvent) {
	switch {
	case g.col == nil:
	case g.bar.dragging:
		g.pull(e.Position.Y)
	case g.sel.selecting:
		g.hand.at = e.Position
		g.pullSelection()
		if y := e.Position.Y; y >= 0 && y <= g.Size().Height {
			g.stopPulling()
		} else if g.hand.pulling == nil {
			g.hand.pulling = async.Every(50*time.Millisecond, g.pullSelection)
		}
	}
}

// pullSelection selects as far as the pointer; past an edge the text moves towards it.
func (g *galley) pullSelection() {
	p, h := g.hand.at, g.Size().Height
	if p.Y < 0 {
		g.scroll(g.offset + p.Y/2)
	} else if p.Y > h {
		g.scroll(g.offset + (p.Y-h)/2)
	}
	p.Y = min(max(p.Y, 0), h)
	g.choose(g.sel.from, g.at(p))
}

func (g *galley) stopPulling() {
	if g.hand.pulling != nil {
		g.hand.pulling()
		g.hand.pulling = nil
	}
}

// DragEnd is as MouseUp.
func (g *galley) DragEnd() { g.MouseUp(nil) }

// MouseIn follows the pointer for the cursor's shape.
func (g *galley) MouseIn(e *desktop.MouseEvent) { g.MouseMoved(e) }

// MouseMoved follows MouseIn.
func (g *galley) MouseMoved(e *desktop.MouseEvent) {
	g.hand.at, g.hand.in = e.Position, true
	g.hoverBar(g.onBar(e.Position))
}

// MouseOut ends MouseIn.
func (g *galley) MouseOut() {
	g.hand.in = false
	g.hoverBar(false)
}

func (g *galley) hoverBar(on bool) {
	if g.bar.hovered != on {
		g.bar.hovered = on
		g.Refresh()
	}
}

// onBar reports whether a point is where the scroll bar can be grabbed.
func (g *galley) onBar(p fyne.Position) bool {
	_, ok := g.thumb()
	return ok && p.X >= g.Size().Width-barZone
}

// overText reports whether the pointer is over the column.
func (g *galley) overText() bool {
	x, y := g.hand.at.X-g.left, g.hand.at.Y+g.offset-topRoom
	return g.col != nil && g.hand.in && x >= 0 && x <= g.width && y >= 0 && y <= g.col.Height()
}

// TappedSecondary offers to copy.
func (g *galley) TappedSecondary(e *fyne.PointEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(g)
	if g.col == nil || c == nil {
		return
	}
	copyItem := fyne.NewMenuItem(lang.X("read.copy", "复制"), func() { g.copy() })
	copyItem.Disabled = len(g.spans()) == 0
	all := fyne.NewMenuItem(lang.X("read.selectAll", "全选"), g.chooseAll)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", copyItem, all), c, e.AbsolutePosition)
}
