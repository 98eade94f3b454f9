package line

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"baoge/app/typeset"
	"baoge/app/ui/look"
)

// Sizes of the sidebar.
const (
	EntryH    = 28 // height of an entry
	entrySide = 8  // between the ground's edge and the text
)

// An Entry is a row of the sidebar: a label and a count at the right. Focusable,
// so that Tab and Space reach it.
type Entry struct {
	widget.BaseWidget
	press    *Press
	sheet    *Sheet
	label    string
	count    int // below 0: none shown
	chosen   bool
	hovered  bool
	focused  bool
	OnTapped func()
	OnMenu   func(at fyne.Position)  // its menu is asked for, at in the canvas; may be nil
	OnKey    func(fyne.KeyName) bool // a key typed on it, true when used; may be nil
}

// NewEntry returns an entry; a count below 0 is not shown.
func NewEntry(p *Press, label string, count int, tap func()) *Entry {
	e := &Entry{press: p, sheet: NewSheet(p), label: label, count: count, OnTapped: tap}
	e.ExtendBaseWidget(e)
	return e
}

// Set changes label, count and whether the entry is the chosen one.
func (e *Entry) Set(label string, count int, chosen bool) {
	if e.label != label || e.count != count || e.chosen != chosen {
		e.label, e.count, e.chosen = label, count, chosen
		e.draw()
	}
}

// Choose marks the entry as the chosen one, or not.
func (e *Entry) Choose(on bool) { e.Set(e.label, e.count, on) }

// SetCount changes the count.
func (e *Entry) SetCount(n int) { e.Set(e.label, n, e.chosen) }

// Label is what the entry says.
func (e *Entry) Label() string { return e.label }

// Count is the number shown; below 0 none is.
func (e *Entry) Count() int { return e.count }

// Chosen reports whether it is the chosen entry.
func (e *Entry) Chosen() bool { return e.chosen }

func (e *Entry) draw() {
	w := e.Size().Width
	var boxes []Box
	face := typeset.Sans
	if e.chosen {
		boxes = append(boxes, Box{0, 0, w, EntryH, 5, Chosen})
		face = typeset.SansBold
	} else if e.hovered {
		boxes = append(boxes, Box{0, 0, w, EntryH, 5, Hover})
	}
	if e.focused {
		boxes = append(boxes, Box{0, 6, 2, EntryH - 12, 1, Accent})
	}
	var pieces []Piece
	room := w - 2*entrySide
	if e.count >= 0 {
		n := Piece{Text: Thousands(e.count), Size: look.TextSize, Face: typeset.Sans, Leading: EntryH, Tint: Faint}
		nw := e.press.Measure(n).Width
		n.X = w - entrySide - nw
		pieces = append(pieces, n)
		room -= nw + entrySide
	}
	pieces = append(pieces, Piece{Text: e.label, Face: face, Size: look.TextSize, Leading: EntryH, X: entrySide, Width: max(room, 1), Tint: Ink})
	e.sheet.Set(boxes, pieces)
}

// Resize sets the text anew for the width.
func (e *Entry) Resize(s fyne.Size) {
	e.BaseWidget.Resize(s)
	e.draw()
}

// MinSize is one row high.
func (e *Entry) MinSize() fyne.Size { return fyne.NewSize(60, EntryH) }

// Tapped chooses the entry.
func (e *Entry) Tapped(*fyne.PointEvent) {
	if e.OnTapped != nil {
		e.OnTapped()
	}
}

// TappedSecondary asks for the entry's menu.
func (e *Entry) TappedSecondary(at *fyne.PointEvent) {
	if e.OnMenu != nil {
		e.OnMenu(at.AbsolutePosition)
	}
}

// MouseIn and MouseOut follow the pointer.
func (e *Entry) MouseIn(*desktop.MouseEvent) { e.hovered = true; e.draw() }

// MouseMoved is not used.
func (e *Entry) MouseMoved(*desktop.MouseEvent) {}

// MouseOut follows MouseIn.
func (e *Entry) MouseOut() { e.hovered = false; e.draw() }

// FocusGained and FocusLost draw and remove the focus mark.
func (e *Entry) FocusGained() { e.focused = true; e.draw() }

// FocusLost follows FocusGained.
func (e *Entry) FocusLost() { e.focused = false; e.draw() }

// TypedRune is the window's.
func (e *Entry) TypedRune(r rune) { look.PassRune(e, r) }

// TypedShortcut is the window's.
func (e *Entry) TypedShortcut(s fyne.Shortcut) { look.PassShortcut(e, s) }

// TypedKey chooses the entry on Space and Return.
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		e.Tapped(nil)
	default:
		if e.OnKey == nil || !e.OnKey(k.Name) {
			look.PassKey(e, k)
		}
	}
}

// CreateRenderer is Fyne's.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(e.sheet) }

// NewHeading returns the small heading over a group of entries.
func NewHeading(p *Press, text string) *Text {
	return NewText(p, Piece{Text: text, Face: typeset.SansBold, Size: 11, Leading: 24, X: entrySide, Y: 11, Tracking: 0.09, Tint: Faint})
}

// Thousands writes a number with commas: 12,846.
func Thousands(n int) string {
	s := strconv.Itoa(n)
	var b strings.Builder
	for i, r := range s {
		if i > 0 && (len(s)-i)%3 == 0 && s[i-1] != '-' {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	return b.String()
}
