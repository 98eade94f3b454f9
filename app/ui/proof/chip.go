package proof

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"baoge/app/typeset"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// chip is a short text on a coloured ground; with tap it can be pressed.
type chip struct {
	widget.BaseWidget
	ground *look.Ground
	text   *line.Text
	tap    func()
}

func newChip(p *line.Press, text string, ground, ink line.Tint, tap func()) *chip {
	c := &chip{ground: look.NewGround(ground), tap: tap,
		text: line.NewText(p, line.Piece{Text: text, Face: typeset.Sans, Size: 12, Leading: 24, X: 8, Tint: ink})}
	c.ExtendBaseWidget(c)
	return c
}

// Tapped does what the chip is for.
func (c *chip) Tapped(*fyne.PointEvent) {
	if c.tap != nil {
		c.tap()
	}
}

// MinSize is the text's with room around it.
func (c *chip) MinSize() fyne.Size { return c.text.MinSize().AddWidthHeight(8, 0) }

// CreateRenderer is Fyne's.
func (c *chip) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(c.ground, c.text))
}
