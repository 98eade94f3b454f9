package line

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"baoge/app/typeset"
)

// A Text is a label of one piece, as large as its text.
type Text struct {
	widget.BaseWidget
	piece Piece
	sheet *Sheet
	size  fyne.Size // of the piece as set
}

// NewText returns a label; the piece's X and Y are room left and above it.
func NewText(p *Press, c Piece) *Text {
	t := &Text{piece: c, sheet: NewSheet(p)}
	t.ExtendBaseWidget(t)
	t.set()
	return t
}

// SetText changes what the label says.
func (t *Text) SetText(s string) {
	if s != t.piece.Text {
		t.piece.Text = s
		t.set()
	}
}

// String is what the label says.
func (t *Text) String() string { return t.piece.Text }

func (t *Text) set() {
	t.sheet.Set(nil, []Piece{t.piece})
	short := &t.sheet.shorts[0]
	width := short.Width
	if t.piece.Align == typeset.Centred {
		width = max(width, t.piece.Width) // its lines stand in the middle of that
	}
	t.size = fyne.NewSize(t.piece.X+width, t.piece.Y+short.Height)
	t.Refresh()
}

// MinSize is the text's.
func (t *Text) MinSize() fyne.Size { return t.size }

// CreateRenderer is Fyne's.
func (t *Text) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.sheet) }
