package read

import (
	"time"

	"fyne.io/fyne/v2"

	"baoge/app/paper"
	"baoge/app/typeset"
)

// A selection runs from where it began to the caret, in either direction.
type selection struct {
	on        bool // there is a caret
	from, to  typeset.Place
	x         float32 // position in the caret's column that up and down aim at; 0: the caret's
	selecting bool    // the mouse button is down
	clicks    int
	clicked   time.Time
	clickedAt fyne.Position
}

// some reports whether anything is selected.
func (s *selection) some() bool { return s.on && s.from != s.to }

// ends are where the selection begins and ends in the text.
func (g *galley) ends() (from, to typeset.Place) {
	if g.sheet.compare(g.sel.from, g.sel.to) > 0 {
		return g.sel.to, g.sel.from
	}
	return g.sel.from, g.sel.to
}

func (g *galley) selected() string {
	if !g.sel.some() || g.sheet == nil {
		return ""
	}
	return g.sheet.text(g.sel.from, g.sel.to)
}

// choose selects from one place to another.
func (g *galley) choose(from, to typeset.Place) {
	g.sel.on, g.sel.from, g.sel.to = true, from, to
	g.Refresh()
}

func (g *galley) chooseAll() {
	if g.sheet != nil {
		g.choose(g.sheet.start(), g.sheet.end())
	}
}

func (g *galley) chooseSpan(s paper.Span) {
	g.choose(typeset.Place{Part: s.Part, Rune: s.Start}, typeset.Place{Part: s.Part, Rune: s.End})
}

// deselect reports whether there was a selection to drop.
func (g *galley) deselect() bool {
	had := g.sel.some()
	g.sel.on = false
	if had {
		g.Refresh()
	}
	return had
}

// caret begins a selection at the first line in sight where there is none.
func (g *galley) caret() typeset.Place {
	if !g.sel.on {
		p := g.sheet.at(0, g.offset+leading(g.em))
		g.sel = selection{on: true, from: p, to: p}
	}
	return g.sel.to
}

// extend moves the caret, with the selection after it.
func (g *galley) extend(m typeset.Motion) {
	if g.sheet == nil {
		return
	}
	p := g.caret()
	if m != typeset.LineUp && m != typeset.LineDown {
		g.sel.x = 0
	} else if g.sel.x == 0 {
		g.sel.x = g.sheet.cols[g.sheet.of(p.Part)].Caret(p).X
	}
	g.extendTo(g.sheet.move(p, m, g.sel.x))
}

// extendPage moves the caret by pages, up where n is below 0.
func (g *galley) extendPage(n float32) {
	if g.sheet == nil {
		return
	}
	p := g.caret()
	c := g.sheet.caret(p)
	y := c.Y + c.H/2 + n*g.page()
	switch {
	case y < 0:
		g.extendTo(g.sheet.start())
	case y > g.height() && g.sheet.complete():
		g.extendTo(g.sheet.end())
	default:
		g.extendTo(g.sheet.at(c.X, y))
	}
}

func (g *galley) extendTo(to typeset.Place) {
	g.choose(g.sel.from, to)
	g.stopGlide()
	g.when(to, func() { g.reveal(to) })
}
