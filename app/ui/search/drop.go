package search

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"baoge/app/typeset"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// A drop hangs under the box and lists what may be meant. It is a plain object over the
// window's content and no pop-up of Fyne's: those take the keyboard, and an input method
// with it. The box keeps the focus and hands arrows, Esc, Return and Delete on.
type drop struct {
	widget.BaseWidget
	onPick, onErase func(item)

	anchor fyne.CanvasObject // what it hangs under, as wide as it is
	layer  *fyne.Container   // holds it where it is put
	ground *canvas.Rectangle
	sheet  *line.Sheet
	items  []item
	chosen int // -1: none
	over   int // under the pointer, -1: none
	held   bool
}

// An item is one line of a drop.
type item struct {
	text, note string
	line       string // what it puts into the box
	past       bool   // a past search, which can be erased
	do         func() // what it does instead of searching; nil for a line
}

const (
	itemH    = 28
	dropPad  = 4
	dropGap  = 3  // under the box
	eraseW   = 30 // where a past search is erased
	textSide = 26 // as the text in the box
)

var (
	_ fyne.Tappable     = (*drop)(nil)
	_ desktop.Mouseable = (*drop)(nil)
	_ desktop.Hoverable = (*drop)(nil)
)

func newDrop(p *line.Press, anchor fyne.CanvasObject) *drop {
	d := &drop{anchor: anchor, sheet: line.NewSheet(p), ground: canvas.NewRectangle(nil), chosen: -1, over: -1}
	d.ExtendBaseWidget(d)
	d.layer = container.NewWithoutLayout(d)
	d.Hide()
	return d
}

// show lists items in place of those before; none hide it.
func (d *drop) show(items []item) {
	d.items, d.chosen, d.over, d.held = items, -1, -1, false
	if len(items) == 0 {
		d.Hide()
		return
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(d.anchor)
	size := d.anchor.Size()
	d.Resize(fyne.NewSize(size.Width, float32(len(items))*itemH+2*dropPad))
	d.Move(fyne.NewPos(at.X, at.Y+size.Height+dropGap))
	d.draw()
	d.Show()
}

// blur hides it when the box lost the keyboard, unless by a press on the drop itself.
func (d *drop) blur() {
	if !d.held {
		d.show(nil)
	}
}

// key uses a key typed in the box; false when it is the box's own.
func (d *drop) key(k fyne.KeyName) bool {
	if !d.Visible() {
		return false
	}
	switch k {
	case fyne.KeyDown:
		d.choose(min(d.chosen+1, len(d.items)-1))
	case fyne.KeyUp:
		d.choose(max(d.chosen-1, -1))
	case fyne.KeyEscape:
		d.show(nil)
	case fyne.KeyDelete:
		if d.chosen < 0 || !d.items[d.chosen].past {
			return false
		}
		d.erase(d.chosen)
	default:
		d.show(nil)
		return false
	}
	return true
}

func (d *drop) choose(i int) {
	d.chosen = i
	d.draw()
}

// erase takes a past search out of the list.
func (d *drop) erase(i int) {
	gone := d.items[i]
	var rest []item
	for j, it := range d.items {
		if j != i {
			rest = append(rest, it)
		}
	}
	if !slices.ContainsFunc(rest, func(it item) bool { return it.past }) {
		rest = nil
	}
	d.show(rest)
	if len(rest) > 0 {
		d.choose(min(i, len(rest)-1))
	}
	d.onErase(gone)
}

func (d *drop) draw() {
	w := d.Size().Width
	boxes := make([]line.Box, 0, 2)
	pieces := make([]line.Piece, 0, 2*len(d.items))
	for i, it := range d.items {
		y := dropPad + float32(i)*itemH
		switch i {
		case d.chosen:
			boxes = append(boxes, line.Box{X: dropPad, Y: y, W: w - 2*dropPad, H: itemH, Radius: 4, Tint: line.Chosen})
		case d.over:
			boxes = append(boxes, line.Box{X: dropPad, Y: y, W: w - 2*dropPad, H: itemH, Radius: 4, Tint: line.Hover})
		}
		note := line.Piece{Text: it.note, Face: typeset.Sans, Size: 12, Leading: itemH, Y: y, Width: 120, Align: typeset.Right, X: w - 120 - 12, Tint: line.Faint}
		if it.past && (i == d.chosen || i == d.over) {
			note.Text = "×"
		}
		tint := line.Ink
		if it.do != nil {
			tint = line.Faint
		}
		pieces = append(pieces, note, line.Piece{Text: it.text, Face: typeset.Sans, Size: look.TextSize, Leading: itemH, X: textSide, Y: y,
			Width: max(w-textSide-110, 1), Tint: tint})
	}
	d.sheet.Set(boxes, pieces)
}

// at is the item under a point, or -1.
func (d *drop) at(p fyne.Position) int {
	if i := int((p.Y - dropPad) / itemH); p.Y >= dropPad && i < len(d.items) {
		return i
	}
	return -1
}

// MouseDown keeps the drop open while Fyne takes the focus from the box.
func (d *drop) MouseDown(*desktop.MouseEvent) { d.held = true }

// MouseUp ends MouseDown.
func (d *drop) MouseUp(*desktop.MouseEvent) { d.held = false }

// Tapped takes an item, or erases a past search at its end.
func (d *drop) Tapped(e *fyne.PointEvent) {
	i := d.at(e.Position)
	switch {
	case i < 0:
	case d.items[i].past && e.Position.X > d.Size().Width-eraseW:
		d.erase(i)
	default:
		d.onPick(d.items[i])
	}
}

// MouseIn lights, with MouseMoved and MouseOut, the item under the pointer.
func (d *drop) MouseIn(e *desktop.MouseEvent) { d.MouseMoved(e) }

// MouseMoved follows the pointer.
func (d *drop) MouseMoved(e *desktop.MouseEvent) {
	if i := d.at(e.Position); i != d.over {
		d.over = i
		d.draw()
	}
}

// MouseOut follows MouseIn.
func (d *drop) MouseOut() { d.over = -1; d.draw() }

// Cursor is the pointer over what lies below.
func (d *drop) Cursor() desktop.Cursor { return desktop.DefaultCursor }

// Refresh takes the colours of the theme.
func (d *drop) Refresh() {
	p := look.Current()
	d.ground.FillColor, d.ground.StrokeColor, d.ground.StrokeWidth, d.ground.CornerRadius = p.Box, p.Border, 1, look.Radius
	d.ground.Refresh()
	d.sheet.Refresh()
}

// CreateRenderer is Fyne's.
func (d *drop) CreateRenderer() fyne.WidgetRenderer {
	d.Refresh()
	return widget.NewSimpleRenderer(container.NewStack(d.ground, d.sheet))
}
