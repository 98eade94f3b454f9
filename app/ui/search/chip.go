package search

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"baoge/app/ui/look"
)

// A chip is a filter in the box. Pressing it takes the filter away; so do Return, Space,
// Delete and Backspace where the keyboard is on it.
type chip struct {
	widget.BaseWidget
	text    string
	tap     func()
	focused bool
}

func newChip(text string, tap func()) *chip {
	c := &chip{text: text, tap: tap}
	c.ExtendBaseWidget(c)
	return c
}

// Tapped takes the filter away.
func (c *chip) Tapped(*fyne.PointEvent) { c.tap() }

// Cursor shows that the chip can be pressed, over the box's text cursor.
func (c *chip) Cursor() desktop.Cursor { return desktop.PointerCursor }

// FocusGained and FocusLost draw and remove the focus edge.
func (c *chip) FocusGained() { c.focused = true; c.Refresh() }

// FocusLost follows FocusGained.
func (c *chip) FocusLost() { c.focused = false; c.Refresh() }

// TypedRune is the window's.
func (c *chip) TypedRune(r rune) { look.PassRune(c, r) }

// TypedShortcut is the window's.
func (c *chip) TypedShortcut(s fyne.Shortcut) { look.PassShortcut(c, s) }

// TypedKey takes the filter away.
func (c *chip) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyDelete, fyne.KeyBackspace:
		c.tap()
	default:
		look.PassKey(c, k)
	}
}

// CreateRenderer is Fyne's.
func (c *chip) CreateRenderer() fyne.WidgetRenderer {
	r := &chipRenderer{c: c, ground: canvas.NewRectangle(nil), text: canvas.NewText("", nil), cross: canvas.NewImageFromResource(look.Cross)}
	r.cross.FillMode = canvas.ImageFillContain
	r.Refresh()
	return r
}

type chipRenderer struct {
	c      *chip
	ground *canvas.Rectangle
	text   *canvas.Text
	cross  *canvas.Image
}

const (
	crossSize = 12
	chipRunes = 12 // of a long name
)

func (r *chipRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.text.MinSize().Width+crossSize+18, 22)
}

func (r *chipRenderer) Layout(s fyne.Size) {
	r.ground.Resize(s)
	m := r.text.MinSize()
	r.text.Resize(m)
	r.text.Move(fyne.NewPos(8, (s.Height-m.Height)/2))
	r.cross.Resize(fyne.NewSquareSize(crossSize))
	r.cross.Move(fyne.NewPos(8+m.Width+4, (s.Height-crossSize)/2))
}

func (r *chipRenderer) Refresh() {
	p := look.Current()
	r.ground.FillColor, r.ground.CornerRadius = p.Tag, 4
	r.ground.StrokeWidth, r.ground.StrokeColor = 0, p.Accent
	if r.c.focused {
		r.ground.StrokeWidth = 1
	}
	text := []rune(r.c.text)
	if len(text) > chipRunes {
		text = append(text[:chipRunes-1:chipRunes-1], '…')
	}
	r.text.Text, r.text.TextSize, r.text.Color = string(text), 12, p.Accent
	r.cross.Resource = look.On(look.Cross, "primary")
	r.Layout(r.c.Size())
	canvas.Refresh(r.c)
}

func (r *chipRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.text, r.cross}
}
func (r *chipRenderer) Destroy() {}
