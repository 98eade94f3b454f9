package search

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"baoge/app/ui/inputmethod"
	"baoge/app/ui/look"
)

// A Box is the search line at the top of the window, with the filters in force at
// its right end.
type Box struct {
	widget.Entry
	OnKey  func(fyne.KeyName) bool // Esc, arrows, page keys and Delete typed in the box; true when used
	OnBlur func()                  // the box lost the keyboard
	OnTap  func()                  // the box was clicked
	OnBack func()                  // Backspace where there is nothing before the caret

	chips   *fyne.Container
	focused bool
	fault   *canvas.Rectangle // under the character a warning is about
	pane    fyne.CanvasObject
}

// blank keeps room for the magnifier, which is painted over the box: Fyne would
// set it at the top of a box higher than a line.
var blank = fyne.NewStaticResource("blank.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"/>`))

func newBox() *Box {
	b := &Box{chips: container.New(layout.NewCustomPaddedHBoxLayout(4)), fault: canvas.NewRectangle(nil)}
	b.fault.Hide()
	b.ExtendBaseWidget(b)
	b.PlaceHolder = b.hint()
	b.Icon = blank
	b.ActionItem = container.New(layout.NewCustomPaddedLayout(4, 4, 4, 4), b.chips)
	inputmethod.Follow(b, &b.OnCursorChanged)
	glass := canvas.NewImageFromResource(look.Search)
	glass.FillMode = canvas.ImageFillContain
	glass.SetMinSize(fyne.NewSquareSize(15))
	over := container.NewHBox(container.New(layout.NewCustomPaddedLayout(0, 0, 4, 0), container.NewCenter(glass)))
	b.pane = container.NewStack(b, over, container.NewWithoutLayout(b.fault))
	return b
}

// Where Fyne sets the text of a box with an icon, in device-independent pixels.
const (
	textLeft = 26
	faultH   = 2
)

// warn underlines the character of the text at a rune, or the room for one behind the
// last; an empty text shows no fault any more. A text longer than the box may be
// scrolled: then there is no telling where it stands.
func (b *Box) warn(text string, at int) {
	runes := []rune(text)
	lead := []rune(b.Text)
	skip := 0 // blanks typed before the text
	for skip < len(lead) && lead[skip] == ' ' {
		skip++
	}
	at = min(at, len(runes))
	width := func(s []rune) float32 {
		return fyne.MeasureText(string(s), theme.TextSize(), fyne.TextStyle{}).Width
	}
	room := b.Size().Width - textLeft - b.chips.MinSize().Width
	if text == "" || width(lead) > room {
		b.fault.Hide()
		return
	}
	wide := width([]rune("国"))
	if at < len(runes) {
		wide = width(runes[at : at+1])
	}
	b.fault.FillColor = look.Current().Accent
	b.fault.Resize(fyne.NewSize(max(wide, 6), faultH))
	b.fault.Move(fyne.NewPos(textLeft+width(lead[:skip])+width(runes[:at]), b.Size().Height-8))
	b.fault.Show()
}

// FocusGained takes the keyboard.
func (b *Box) FocusGained() {
	b.focused = true
	b.Entry.FocusGained()
}

// FocusLost tells OnBlur as well.
func (b *Box) FocusLost() {
	b.focused = false
	b.Entry.FocusLost()
	if b.OnBlur != nil {
		b.OnBlur()
	}
}

// Tapped tells OnTap as well.
func (b *Box) Tapped(e *fyne.PointEvent) {
	b.Entry.Tapped(e)
	if b.OnTap != nil {
		b.OnTap()
	}
}

// hint is what the empty box says, as far as there is room for it.
func (b *Box) hint() string {
	long := lang.X("search.placeholder", "搜索：词语、拼音 kaili、作者:凯文、日期:2023-07")
	switch room := b.Size().Width - textLeft - 2*theme.InnerPadding(); {
	case len(b.chips.Objects) > 0:
		return ""
	case fyne.MeasureText(long, theme.TextSize(), fyne.TextStyle{}).Width > room:
		return lang.X("search.short", "搜索")
	}
	return long
}

// Resize says no more in the empty box than there is room for.
func (b *Box) Resize(s fyne.Size) {
	b.Entry.Resize(s)
	if hint := b.hint(); hint != b.PlaceHolder {
		b.SetPlaceHolder(hint)
	}
}

// show lists the filters; pressing one takes it away.
func (b *Box) show(filters []Filter, remove func(Filter)) {
	b.chips.RemoveAll()
	for _, f := range filters {
		b.chips.Add(newChip(f.name(), func() { remove(f) }))
	}
	b.PlaceHolder = b.hint()
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
	case fyne.KeyDelete:
		if b.OnKey == nil || !b.OnKey(k.Name) {
			b.Entry.TypedKey(k)
		}
	case fyne.KeyBackspace:
		if b.CursorColumn == 0 && b.SelectedText() == "" && b.OnBack != nil {
			b.OnBack()
			return
		}
		b.Entry.TypedKey(k)
	default:
		if look.FunctionKey(k.Name) {
			look.PassKey(b, k)
			return
		}
		b.Entry.TypedKey(k)
	}
}

// TypedShortcut keeps what edits the line; the rest is the window's.
func (b *Box) TypedShortcut(s fyne.Shortcut) {
	if look.EditsLine(s) {
		b.Entry.TypedShortcut(s)
	} else {
		look.PassShortcut(b, s)
	}
}
