package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A Style tells a button's ground.
type Style int

// The styles: nothing until the pointer is on it; a box with a hairline edge;
// filled with the accent.
const (
	Plain Style = iota
	Framed
	Filled
)

// A Button is a flat button of 30 pixels' height, with an icon, a text or both.
// Change its fields and Refresh.
type Button struct {
	widget.BaseWidget
	Icon     fyne.Resource // may be nil
	Text     string        // may be ""
	Trailing fyne.Resource // small icon after the text, as of a menu; may be nil
	Style    Style
	OnTapped func()

	disabled, hovered, focused bool
}

// NewButton makes a button; tap may be nil until it is set.
func NewButton(icon fyne.Resource, text string, style Style, tap func()) *Button {
	b := &Button{Icon: icon, Text: text, Style: style, OnTapped: tap}
	b.ExtendBaseWidget(b)
	return b
}

// SetEnabled greys the button out, or brings it back.
func (b *Button) SetEnabled(on bool) {
	if b.disabled == !on {
		return
	}
	b.disabled = !on
	b.Refresh()
}

// Enabled reports whether the button can be pressed.
func (b *Button) Enabled() bool { return !b.disabled }

// Tapped presses the button.
func (b *Button) Tapped(*fyne.PointEvent) {
	if !b.disabled && b.OnTapped != nil {
		b.OnTapped()
	}
}

// Labels are the texts of buttons with an icon, which do without where there is no room.
type Labels map[*Button]string

// Show writes the labels, or leaves them out.
func (l Labels) Show(on bool) {
	for b, text := range l {
		if !on {
			text = ""
		}
		if b.Text != text {
			b.Text = text
			b.Refresh()
		}
	}
}

// MouseIn and MouseOut follow the pointer.
func (b *Button) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.Refresh() }

// MouseMoved is not used.
func (b *Button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut follows MouseIn.
func (b *Button) MouseOut() { b.hovered = false; b.Refresh() }

// FocusGained and FocusLost draw and remove the focus ring.
func (b *Button) FocusGained() { b.focused = true; b.Refresh() }

// FocusLost follows FocusGained.
func (b *Button) FocusLost() { b.focused = false; b.Refresh() }

// TypedRune is the window's.
func (b *Button) TypedRune(r rune) { PassRune(b, r) }

// TypedKey presses the focused button on Space and Return.
func (b *Button) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	default:
		PassKey(b, k)
	}
}

// TypedShortcut is the window's.
func (b *Button) TypedShortcut(s fyne.Shortcut) { PassShortcut(b, s) }

// CreateRenderer is Fyne's.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{b: b, ground: canvas.NewRectangle(color.Transparent), shade: canvas.NewRectangle(color.Transparent),
		text: canvas.NewText("", color.Transparent), icon: &canvas.Image{FillMode: canvas.ImageFillContain},
		tail: &canvas.Image{FillMode: canvas.ImageFillContain}}
	r.objects = []fyne.CanvasObject{r.ground, r.shade, r.icon, r.text, r.tail}
	r.Refresh()
	return r
}

const (
	buttonH    = 30
	buttonSide = 10 // left and right of the content
	buttonGap  = 4  // between icon and text
	buttonIcon = 16
	buttonTail = 12
)

type buttonRenderer struct {
	b             *Button
	ground, shade *canvas.Rectangle
	text          *canvas.Text
	icon, tail    *canvas.Image
	objects       []fyne.CanvasObject
}

func (r *buttonRenderer) content() float32 {
	var w float32
	if r.b.Icon != nil {
		w += buttonIcon
	}
	if r.b.Text != "" {
		if w > 0 {
			w += buttonGap
		}
		w += r.text.MinSize().Width
	}
	if r.b.Trailing != nil {
		w += buttonTail
	}
	return w
}

func (r *buttonRenderer) MinSize() fyne.Size {
	side := float32(buttonSide)
	if r.b.Text == "" {
		side = (buttonH - buttonIcon) / 2
	}
	return fyne.NewSize(r.content()+2*side, buttonH)
}

func (r *buttonRenderer) Layout(s fyne.Size) {
	r.ground.Resize(s)
	r.shade.Resize(s)
	x := (s.Width - r.content()) / 2
	if r.b.Icon != nil {
		r.icon.Resize(fyne.NewSquareSize(buttonIcon))
		r.icon.Move(fyne.NewPos(x, (s.Height-buttonIcon)/2))
		x += buttonIcon + buttonGap
	}
	m := r.text.MinSize()
	r.text.Resize(m)
	r.text.Move(fyne.NewPos(x, (s.Height-m.Height)/2))
	r.tail.Resize(fyne.NewSquareSize(buttonTail))
	r.tail.Move(fyne.NewPos(x+m.Width+2, (s.Height-buttonTail)/2))
}

func (r *buttonRenderer) Refresh() {
	p, b := Current(), r.b
	ink, tint := color.Color(p.Ink), theme.ColorNameForeground
	r.ground.CornerRadius, r.shade.CornerRadius = Radius, Radius
	r.ground.FillColor, r.ground.StrokeColor, r.ground.StrokeWidth = color.Transparent, color.Transparent, 0
	switch b.Style {
	case Framed:
		r.ground.FillColor, r.ground.StrokeColor, r.ground.StrokeWidth = p.Box, p.Border, 1
	case Filled:
		r.ground.FillColor = p.Fill
		ink, tint = p.OnFill, theme.ColorNameForegroundOnPrimary
	}
	if b.disabled {
		ink, tint = p.Ghost, theme.ColorNameDisabled
		if b.Style == Filled {
			r.ground.FillColor = p.Hairline
		}
	}
	if b.focused {
		r.ground.StrokeColor, r.ground.StrokeWidth = p.Accent, 1
	}
	r.shade.FillColor = color.Transparent
	if b.hovered && !b.disabled {
		r.shade.FillColor = p.Hover
	}
	r.text.Text, r.text.TextSize, r.text.Color = b.Text, TextSize, ink
	setImage(r.icon, b.Icon, tint)
	setImage(r.tail, b.Trailing, tint)
	r.Layout(b.Size())
	canvas.Refresh(b)
}

// setImage shows an icon in a colour, or nothing. An image is drawn anew only when
// icon or colour changed: that is slow beside the rest of a button.
func setImage(m *canvas.Image, icon fyne.Resource, tint fyne.ThemeColorName) {
	m.Hidden = icon == nil
	if icon == nil {
		return
	}
	icon = On(icon, tint)
	if d, ok := icon.(*drawing); ok {
		icon = fyne.NewStaticResource(d.Name(), d.Content())
	}
	if m.Resource == nil || m.Resource.Name() != icon.Name() {
		m.Resource = icon
		m.Refresh()
	}
}

func (r *buttonRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *buttonRenderer) Destroy()                     {}
