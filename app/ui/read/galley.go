package read

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"baoge/app/paper"
	"baoge/app/typeset"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
)

// A galley is one article as set type, painted as far as it is in sight: offset is the
// sheet height at the widget's upper edge. With two columns the offset is that of a screen.
type galley struct {
	widget.BaseWidget
	press  *line.Press
	art    *paper.Article // nil: nothing shown
	plates *Plates        // its pictures; may be nil
	em     float32
	two    bool   // two columns where there is room
	sheet  *sheet // nil until there is something to show

	offset float32
	hold   *hold      // what the offset stands for; nil once a person scrolled
	whole  async.Slot // setting of the whole sheet
	words  async.Slot // waiting for the dictionary
	goal   func()     // what waits for the whole sheet

	hits, found marks

	sel   selection
	hand  pointer
	bar   scrollBar
	glide glide

	raster     *canvas.Raster
	pixels     *image.RGBA
	developing async.Slot // pictures in sight are being decoded

	on events
}

// events are what a galley tells; all are set.
type events struct {
	marks func()               // marks or the current one changed
	size  func(em float32)     // a person changed the size
	set   func()               // the text was set anew
	point func(address string) // the pointer is on a link, or no longer: ""
	open  func(address string) // a link was clicked
	menu  func(fyne.Position)  // the menu is wanted, at a position of the canvas

	enlarge func(typeset.Picture) // a picture was clicked
}

func newGalley(p *line.Press) *galley {
	g := &galley{press: p, em: DefaultSize, hold: &hold{}}
	g.raster = canvas.NewRaster(g.paint)
	g.raster.ScaleMode = canvas.ImageScalePixels // one texel is one pixel
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer is Fyne's.
func (g *galley) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(g.raster) }

// MinSize is that of the pane it fills: small.
func (g *galley) MinSize() fyne.Size { return fyne.NewSize(240, 120) }

// Refresh paints anew, in the colours of the theme.
func (g *galley) Refresh() { canvas.Refresh(g.raster) }

// Resize sets the text for the new size; what is in sight stays.
func (g *galley) Resize(s fyne.Size) {
	if s == g.Size() {
		return
	}
	h := g.holding()
	g.BaseWidget.Resize(s)
	g.relay(h)
}

func (g *galley) show(a *paper.Article, p *Plates) {
	g.take(a, p)
	g.relay(hold{})
	g.awaitWords()
}

func (g *galley) take(a *paper.Article, p *Plates) {
	g.whole.Cancel()
	g.developing.Cancel()
	g.stopGlide()
	g.art, g.plates, g.sheet, g.goal = a, p, nil, nil
	g.sel, g.hits, g.found = selection{}, marks{}, marks{}
}

// firstInSight is the first place in sight.
func (g *galley) firstInSight() typeset.Place { return g.sheet.at(0, g.offset+leading(g.em)/2) }

func (g *galley) setSize(em float32) {
	if em = min(max(em, MinSize), MaxSize); em != g.em {
		h := g.holding()
		g.em = em
		g.relay(h)
	}
}

func (g *galley) setTwo(two bool) {
	if two != g.two {
		h := g.holding()
		g.two = two
		g.relay(h)
	}
}

// step changes the size as a button does.
func (g *galley) step(n float32) {
	before := g.em
	g.setSize(g.em + n)
	if g.em != before {
		g.on.size(g.em)
	}
}

// setHits takes search marks, the first of which is the current one.
func (g *galley) setHits(spans []paper.Span) {
	g.hits = marks{spans: spans}
	g.showMark(&g.hits)
}

func (g *galley) goMark(m *marks, step int) {
	m.step(step)
	g.showMark(m)
}

// showMark brings the current mark into sight, in the upper third where it has to move.
func (g *galley) showMark(m *marks) {
	g.Refresh()
	g.on.marks()
	p, ok := m.place()
	if !ok || g.sheet == nil {
		return
	}
	g.when(p, func() {
		c := g.sheet.caret(p)
		if h := g.Size().Height; c.H > 0 && (c.Y < g.offset || c.Y+2*c.H > g.offset+h) {
			g.scroll(c.Y - h/3)
		}
	})
}

// Cursor is a hand over a link or a picture, an I over the text and an arrow elsewhere.
func (g *galley) Cursor() desktop.Cursor {
	switch {
	case g.sheet == nil || !g.hand.in || g.onBar(g.hand.at):
	case g.hand.link != "" || g.hand.picture:
		return desktop.PointerCursor
	case g.overText(g.hand.at):
		return desktop.TextCursor
	}
	return desktop.DefaultCursor
}
