package line

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// A Cut is a label of one line that is cut with … to the width it is given.
type Cut struct {
	widget.BaseWidget
	Folds bool // before it is cut it becomes two lines of half the leading

	piece Piece
	sheet *Sheet
	least float32
}

// NewCut returns a label that is least wide at the least; the piece's X and Y are room
// left and above it.
func NewCut(p *Press, c Piece, least float32) *Cut {
	t := &Cut{piece: c, sheet: NewSheet(p), least: least}
	t.ExtendBaseWidget(t)
	return t
}

// SetText changes what the label says.
func (t *Cut) SetText(s string) {
	if s != t.piece.Text {
		t.piece.Text = s
		t.set()
	}
}

// String is what the label says, whole.
func (t *Cut) String() string { return t.piece.Text }

// Whole is how wide the label is uncut.
func (t *Cut) Whole() float32 {
	c := t.piece
	c.Width = 0
	return c.X + t.sheet.press.Measure(c).Width + 1
}

func (t *Cut) set() {
	t.piece.Width = max(t.Size().Width-t.piece.X, 1)
	c := t.piece
	if t.Folds && t.Whole() > t.Size().Width {
		c.Leading, c.MaxLines = c.Leading/2, 2
	}
	t.sheet.Set(nil, []Piece{c})
}

// Resize cuts the text anew.
func (t *Cut) Resize(s fyne.Size) {
	t.BaseWidget.Resize(s)
	t.sheet.Resize(s)
	t.set()
}

// MinSize is as wide as was asked for, and a line high.
func (t *Cut) MinSize() fyne.Size {
	return fyne.NewSize(t.least, t.piece.Y+t.piece.Leading)
}

// CreateRenderer is Fyne's.
func (t *Cut) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.sheet) }
