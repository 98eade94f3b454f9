package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// A Ground is a plain rectangle in a colour of the palette; it follows the theme.
type Ground struct {
	widget.BaseWidget
	tint func(*Palette) color.NRGBA
	min  fyne.Size
	rect *canvas.Rectangle
}

// NewGround returns a ground of any size.
func NewGround(tint func(*Palette) color.NRGBA) *Ground {
	g := &Ground{tint: tint, rect: canvas.NewRectangle(color.Transparent)}
	g.ExtendBaseWidget(g)
	return g
}

// NewHairline returns a line one unit thick, to lie over or beside something.
func NewHairline() *Ground {
	g := NewGround(func(p *Palette) color.NRGBA { return p.Hairline })
	g.min = fyne.NewSize(1, 1)
	return g
}

// MinSize is nothing, or a hairline's thickness.
func (g *Ground) MinSize() fyne.Size { return g.min }

// Refresh takes the colour of the theme.
func (g *Ground) Refresh() {
	g.rect.FillColor = g.tint(Current())
	g.rect.Refresh()
}

// CreateRenderer is Fyne's.
func (g *Ground) CreateRenderer() fyne.WidgetRenderer {
	g.rect.FillColor = g.tint(Current())
	return widget.NewSimpleRenderer(g.rect)
}
