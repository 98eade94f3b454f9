package read

import (
	"context"
	"image"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"baoge/app/paper"
	"baoge/app/typeset"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
)

// Measures of the sheet the column stands on.
const (
	measureEms = 34 // width of the column at most
	sideRoom   = 48 // left and right of the column at least
	topRoom    = 24
	bottomRoom = 64
)

// nearRunes is how much text from the article's beginning is set at once, within a frame.
// What lies behind it waits for the background.
const nearRunes = 8000

// A galley is one article as a long column of type, painted as far as it is in sight.
//
// Two heights are spoken of: sheet heights count from the top of the sheet, column
// heights from the top of the column, topRoom below. offset is the sheet height at the
// widget's upper edge.
type galley struct {
	widget.BaseWidget
	press *line.Press
	art   *paper.Article // nil: nothing shown
	em    float32
	col   *typeset.Column
	width float32 // of the column as set, or being set
	left  float32 // of the column in the widget

	offset float32
	hold   *hold      // what the offset stands for; nil once a person scrolled
	whole  async.Slot // setting of the whole column
	goal   func()     // what waits for it

	marks []paper.Span
	now   int // the current mark

	sel  selection
	hand pointer
	bar  scrollBar

	raster *canvas.Raster
	pixels *image.RGBA

	onMarks func()           // marks or the current one changed
	onSize  func(em float32) // a person changed the size
}

// A hold is a place kept at a height below the widget's upper edge while size and width
// change. The zero place holds the beginning.
type hold struct {
	place typeset.Place
	below float32 // its line's top, in lines' heights
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

// Resize sets the column to the new width; what is in sight stays.
func (g *galley) Resize(s fyne.Size) {
	if s == g.Size() {
		return
	}
	h := g.holding()
	g.BaseWidget.Resize(s)
	g.relay(h)
}

func (g *galley) show(a *paper.Article) {
	g.take(a)
	g.relay(hold{})
}

func (g *galley) take(a *paper.Article) {
	g.whole.Cancel()
	g.art, g.col, g.goal, g.sel, g.marks, g.now = a, nil, nil, selection{}, nil, 0
}

func (g *galley) setSize(em float32) {
	em = min(max(em, MinSize), MaxSize)
	if em == g.em {
		return
	}
	h := g.holding()
	g.em = em
	g.relay(h)
}

// step changes the size as a button does.
func (g *galley) step(n float32) {
	before := g.em
	g.setSize(g.em + n)
	if g.em != before && g.onSize != nil {
		g.onSize(g.em)
	}
}

// holding is what the present offset stands for. Once taken it stays the same until a
// person scrolls: else each change of width would move the text by part of a line.
func (g *galley) holding() hold {
	if g.hold == nil {
		g.hold = &hold{}
		if y := g.offset - topRoom; g.col != nil && y > 0 {
			p := g.col.At(0, y)
			c := g.col.Caret(p)
			if c.H > 0 {
				*g.hold = hold{p, (c.Y - y) / c.H}
			}
		}
	}
	return *g.hold
}

// relay sets the column for the present width and size, keeping h where it is.
func (g *galley) relay(h hold) {
	switch fresh := g.front(h); {
	case fresh != nil: // the old column stays till the new one reaches h
		g.layWhole(fresh, func() { g.settle(h) })
	case g.col != nil && !g.col.Complete():
		g.layWhole(g.newColumn(), nil)
	}
}

// front is the part of relay that the UI goroutine does, within a frame. Where setting
// the text as far as h takes longer, it returns the column to set elsewhere.
func (g *galley) front(h hold) *typeset.Column {
	size := g.Size()
	g.hold = &h
	if g.art == nil || size.Width <= 0 {
		g.col, g.offset = nil, 0
		g.Refresh()
		return nil
	}
	g.width = max(min(measureEms*g.em, size.Width-2*sideRoom), 8*g.em)
	fresh := g.newColumn()
	if g.col != nil && !g.near(h.place) {
		return fresh
	}
	first := g.col == nil
	g.col = fresh
	g.left = (size.Width - g.width) / 2
	g.settle(h)
	if first && len(g.marks) > 0 {
		g.showMark()
	}
	g.col.Extend(2 * time.Millisecond)
	return nil
}

func (g *galley) newColumn() *typeset.Column {
	return typeset.NewColumn(g.press.Faces, g.art, typeset.ColumnOptions{Width: g.width, Size: g.em})
}

// layWhole sets a column to its end in the background and puts it in the place of the
// shown one, of which it is the continuation; then comes then, and what waited for it.
func (g *galley) layWhole(c *typeset.Column, then func()) {
	width := g.width
	async.Load(&g.whole, func(ctx context.Context) (*typeset.Column, error) {
		for !c.Extend(10 * time.Millisecond) {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
		}
		return c, nil
	}, func(c *typeset.Column) {
		g.col, g.left = c, (g.Size().Width-width)/2
		if then != nil {
			then()
		}
		g.scrollTo(g.offset)
		if f := g.goal; f != nil {
			g.goal = nil
			f()
		}
	}, nil)
}

// settle scrolls so that h is where it was.
func (g *galley) settle(h hold) {
	g.offset = 0
	if c := g.col.Caret(h.place); h.place != (typeset.Place{}) && c.H > 0 {
		g.offset = topRoom + c.Y - h.below*c.H
	}
	g.scrollTo(g.offset)
}

// near reports whether a place lies so near to the beginning that setting the text as far
// as there fits into a frame.
func (g *galley) near(p typeset.Place) bool {
	n := 0
	for _, t := range g.art.Texts() {
		if t.Part == p.Part {
			return n+p.Rune <= nearRunes
		}
		n += len(t.Text) / 3
	}
	return true
}

// when calls f now if the text is set as far as p, or soon can be; else once the
// background has set it. A newer wish replaces an older one.
func (g *galley) when(p typeset.Place, f func()) {
	g.goal = nil
	if g.col.Complete() || g.near(p) {
		f()
		return
	}
	g.goal = f
}

func (g *galley) goTo(p typeset.Place) {
	if g.col == nil {
		return
	}
	g.when(p, func() { g.settle(hold{place: p}) })
}

// reveal scrolls as little as needed to have a place in sight, not at the very edge.
func (g *galley) reveal(p typeset.Place) {
	c := g.col.Caret(p)
	if c.H == 0 {
		return
	}
	top, h := topRoom+c.Y, g.Size().Height
	room := min(2*c.H, max(0, (h-c.H)/2))
	switch {
	case top < g.offset+room:
		g.scroll(top - room)
	case top+c.H > g.offset+h-room:
		g.scroll(top + c.H + room - h)
	}
}

// setMarks takes search marks, the first of which is the current one.
func (g *galley) setMarks(marks []paper.Span) {
	g.marks, g.now = marks, 0
	g.Refresh()
	if len(marks) > 0 {
		g.showMark()
	}
	if g.onMarks != nil {
		g.onMarks()
	}
}

func (g *galley) goMark(step int) {
	if len(g.marks) == 0 {
		return
	}
	g.now = (g.now + step + len(g.marks)) % len(g.marks)
	g.showMark()
	g.Refresh()
	g.onMarks()
}

// showMark brings the current mark into sight, in the upper third where it has to move.
func (g *galley) showMark() {
	if g.col == nil {
		return
	}
	m := g.marks[g.now]
	p := typeset.Place{Part: m.Part, Rune: m.Start}
	g.when(p, func() {
		c := g.col.Caret(p)
		top, h := topRoom+c.Y, g.Size().Height
		if c.H > 0 && (top < g.offset || top+2*c.H > g.offset+h) {
			g.scroll(top - h/3)
		}
	})
}

// Cursor is an I over the text and an arrow elsewhere.
func (g *galley) Cursor() desktop.Cursor {
	if g.overText() {
		return desktop.TextCursor
	}
	return desktop.DefaultCursor
}
