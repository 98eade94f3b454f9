package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// A Check is a box to tick in a dialog: keys it has no use for are the window's, so that
// Esc leaves the dialog from it too. Fyne's own keeps them all.
type Check struct{ widget.Check }

// NewCheck makes a box that is ticked or not.
func NewCheck(text string, ticked bool) *Check {
	c := &Check{widget.Check{Text: text, Checked: ticked}}
	c.ExtendBaseWidget(c)
	return c
}

// TypedKey hands on every key; Space, which ticks it, comes as a rune.
func (c *Check) TypedKey(k *fyne.KeyEvent) { PassKey(c, k) }
