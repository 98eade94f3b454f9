package search

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"baoge/app/ui/inputmethod"
	"baoge/app/ui/look"
)

// A Box is the search line at the top of the window, with the filters in force at
// its right end.
type Box struct {
	widget.Entry
	OnKey func(fyne.KeyName) bool // Esc, arrows and page keys typed in the box; true when used

	chips *fyne.Container
	pane  fyne.CanvasObject
}

// blank keeps room for the magnifier, which is painted over the box: Fyne would
// set it at the top of a box higher than a line.
var blank = fyne.NewStaticResource("blank.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"/>`))

func newBox() *Box {
	b := &Box{chips: container.New(layout.NewCustomPaddedHBoxLayout(4))}
	b.ExtendBaseWidget(b)
	b.PlaceHolder = lang.X("search.placeholder", "搜索：词语、作者:凯文、日期:2023-07")
	b.Icon = blank
	b.ActionItem = container.New(layout.NewCustomPaddedLayout(4, 4, 4, 4), b.chips)
	inputmethod.Follow(b, &b.OnCursorChanged)
	glass := canvas.NewImageFromResource(look.Search)
	glass.FillMode = canvas.ImageFillContain
	glass.SetMinSize(fyne.NewSquareSize(15))
	over := container.NewHBox(container.New(layout.NewCustomPaddedLayout(0, 0, 4, 0), container.NewCenter(glass)))
	b.pane = container.NewStack(b, over)
	return b
}

// show lists the filters; pressing one takes it away.
func (b *Box) show(filters []Filter, remove func(Filter)) {
	b.chips.RemoveAll()
	for _, f := range filters {
		b.chips.Add(newChip(f.name(), func() { remove(f) }))
	}
	b.chips.Refresh()
	b.Refresh()
}

// TypedKey keeps what edits the line and offers the rest to OnKey and the window.
func (b *Box) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyEscape, fyne.KeyDown, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyPageUp:
		if b.OnKey == nil || !b.OnKey(k.Name) {
			look.PassKey(b, k)
		}
	case fyne.KeyF1, fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF5, fyne.KeyF6,
		fyne.KeyF7, fyne.KeyF8, fyne.KeyF9, fyne.KeyF10, fyne.KeyF11, fyne.KeyF12:
		look.PassKey(b, k)
	default:
		b.Entry.TypedKey(k)
	}
}

// TypedShortcut keeps what edits the line; the rest is the window's.
func (b *Box) TypedShortcut(s fyne.Shortcut) {
	if c, ok := s.(*desktop.CustomShortcut); ok {
		switch c.KeyName {
		case fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd, fyne.KeyBackspace, fyne.KeyDelete:
		default:
			look.PassShortcut(b, s)
			return
		}
	}
	b.Entry.TypedShortcut(s)
}

// A chip is a filter in the box.
type chip struct {
	widget.BaseWidget
	text string
	tap  func()
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

const crossSize = 12

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
	r.text.Text, r.text.TextSize, r.text.Color = r.c.text, 12, p.Accent
	r.cross.Resource = look.On(look.Cross, "primary")
	r.Layout(r.c.Size())
	canvas.Refresh(r.c)
}

func (r *chipRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.text, r.cross}
}
func (r *chipRenderer) Destroy() {}
