package line

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"baoge/app/ui/look"
)

var (
	_ fyne.Scrollable        = (*Rows)(nil)
	_ fyne.Draggable         = (*Rows)(nil)
	_ fyne.Focusable         = (*Rows)(nil)
	_ fyne.Shortcutable      = (*Rows)(nil)
	_ fyne.SecondaryTappable = (*Rows)(nil)
	_ desktop.Hoverable      = (*Rows)(nil)
	_ desktop.Mouseable      = (*Rows)(nil)
	_ desktop.Keyable        = (*Rows)(nil)
)

// rowAt is the row under a height in the widget, or -1.
func (r *Rows) rowAt(y float32) int {
	i := int((r.offset + float64(y)) / float64(r.RowH))
	if y < 0 || i >= r.count {
		return -1
	}
	return i
}

// Tapped chooses a row and takes the keyboard; on the scroll bar's track it brings the
// bar there.
func (r *Rows) Tapped(e *fyne.PointEvent) {
	r.takeFocus()
	if size := r.Size(); !r.bar.Hidden && e.Position.X >= size.Width-barZone {
		h := r.barHeight(size)
		r.ScrollTo(float64((e.Position.Y-h/2)/(size.Height-h)) * r.reach())
		return
	}
	i := r.rowAt(e.Position.Y)
	switch {
	case i < 0:
	case r.hand.modifier&fyne.KeyModifierShift != 0:
		r.pickTo(i)
	case r.hand.modifier&fyne.KeyModifierShortcutDefault != 0:
		r.togglePick(i)
	default:
		r.click(i)
	}
}

// doubleClick is how long after a click another one is its second. Fyne's own double
// click would make each single one wait for it.
const doubleClick = 400 * time.Millisecond

// click chooses a row, or opens the one that was clicked a moment before.
func (r *Rows) click(i int) {
	twice := i == r.selected && time.Since(r.hand.clicked) < doubleClick
	r.hand.clicked = time.Now()
	switch {
	case r.OnOpen == nil || !twice:
		r.Select(i)
	default:
		r.hand.clicked = time.Time{}
		r.OnOpen(i)
	}
}

// TappedSecondary chooses a row and asks for its menu.
func (r *Rows) TappedSecondary(e *fyne.PointEvent) {
	i := r.rowAt(e.Position.Y)
	if i < 0 {
		return
	}
	r.takeFocus()
	if i != r.selected && !r.picks.has(i) {
		r.Select(i)
	}
	if r.OnMenu != nil {
		r.OnMenu(i, e.AbsolutePosition)
	}
}

func (r *Rows) takeFocus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(r); c != nil {
		c.Focus(r)
	}
}

// Scrolled moves the list under the wheel.
func (r *Rows) Scrolled(e *fyne.ScrollEvent) {
	r.ScrollTo(r.offset - float64(e.Scrolled.DY))
	r.hover(e.Position.Y)
}

// Dragged pulls the scroll bar, or where rows can be moved the row it began on.
func (r *Rows) Dragged(e *fyne.DragEvent) {
	size := r.Size()
	if !r.dragging && (r.hand.row >= 0 || e.Position.X-e.Dragged.DX < size.Width-barZone) {
		r.carry(e)
		return
	}
	r.dragging = true
	if room := size.Height - r.barHeight(size); room > 0 {
		r.ScrollTo(r.offset + float64(e.Dragged.DY)/float64(room)*r.reach())
	}
}

// DragEnd lets the scroll bar or the row go.
func (r *Rows) DragEnd() {
	r.dragging = false
	r.letGo()
}

// MouseIn lights, with MouseMoved and MouseOut, the row under the pointer.
func (r *Rows) MouseIn(e *desktop.MouseEvent) { r.hover(e.Position.Y) }

// MouseMoved follows the pointer.
func (r *Rows) MouseMoved(e *desktop.MouseEvent) { r.hover(e.Position.Y) }

// MouseOut follows MouseIn.
func (r *Rows) MouseOut() { r.hover(-1) }

func (r *Rows) hover(y float32) {
	i := r.rowAt(y)
	if i == r.hovered {
		return
	}
	old := r.hovered
	r.hovered = i
	r.RedrawRow(old)
	r.RedrawRow(i)
}

// FocusGained and FocusLost need no mark: the chosen row is one. A Shift key may be down already.
func (r *Rows) FocusGained() { r.hand.shift = look.ShiftDown() }

// FocusLost follows FocusGained.
func (r *Rows) FocusLost() { r.hand.shift = false }

// TypedRune is the window's, which walks with J and K wherever the focus is, or OnRune's.
func (r *Rows) TypedRune(c rune) {
	if r.OnRune != nil {
		r.OnRune(c)
		return
	}
	look.PassRune(r, c)
}

// TypedShortcut picks all rows; other shortcuts are the window's.
func (r *Rows) TypedShortcut(s fyne.Shortcut) {
	if _, all := s.(*fyne.ShortcutSelectAll); all {
		r.PickAll()
		return
	}
	look.PassShortcut(r, s)
}

// TypedKey walks through the list; other keys are the window's.
func (r *Rows) TypedKey(k *fyne.KeyEvent) {
	page := max(1, int(r.Size().Height/r.RowH)-1)
	if r.pickByKey(k.Name, page) {
		return
	}
	switch k.Name {
	case fyne.KeyDown:
		r.Step(1)
	case fyne.KeyUp:
		r.Step(-1)
	case fyne.KeyPageDown:
		r.Step(page)
	case fyne.KeyPageUp:
		r.Step(-page)
	case fyne.KeyHome:
		r.Step(-r.count)
	case fyne.KeyEnd:
		r.Step(r.count)
	case fyne.KeyReturn, fyne.KeyEnter:
		if r.OnOpen != nil && r.selected >= 0 {
			r.OnOpen(r.selected)
			return
		}
		look.PassKey(r, k)
	default:
		if r.OnKey == nil || !r.OnKey(k.Name) {
			look.PassKey(r, k)
		}
	}
}
