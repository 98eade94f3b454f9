package read

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"baoge/app/typeset"
	"baoge/app/ui/line"
)

// A Slip is what a person put on an article: a star, which the bar shows, and tags and a note,
// which stand over the article and are no part of it.
type Slip struct {
	Starred bool
	Tags    []string
	Note    string
}

// slip shows a Slip; pressed, it asks for the note.
type slip struct {
	widget.BaseWidget
	press   *line.Press
	sheet   *line.Sheet
	shown   Slip
	height  float32
	hovered bool
	tapped  func()
	resized func() // its height became another one
}

const (
	slipSide  = 18
	slipPad   = 7
	slipLines = 6 // of a note; the rest is read where it is written
	slipTags  = 20
)

func newSlip(p *line.Press, tapped func()) *slip {
	s := &slip{press: p, sheet: line.NewSheet(p), tapped: tapped}
	s.ExtendBaseWidget(s)
	s.Hide()
	return s
}

func (s *slip) show(what Slip) {
	s.shown = what
	s.Hidden = len(what.Tags) == 0 && what.Note == ""
	s.draw()
	if s.resized != nil {
		s.resized()
	}
}

func (s *slip) draw() {
	w := s.Size().Width
	if w <= 0 || s.Hidden {
		return
	}
	var pieces []line.Piece
	y := float32(slipPad)
	if len(s.shown.Tags) > 0 {
		pieces = append(pieces, line.Piece{Text: strings.Join(s.shown.Tags, "　"), Face: typeset.SansBold, Size: 12, Leading: slipTags, X: slipSide, Y: y, Width: w - 2*slipSide, Tint: line.DoubtInk})
		y += slipTags
	}
	if s.shown.Note != "" {
		text := lang.X("note.said", "批注：{{.Note}}", map[string]any{"Note": strings.Join(strings.Fields(s.shown.Note), " ")})
		p := line.Piece{Text: text, Face: typeset.Sans, Size: 13, Leading: slipTags, X: slipSide, Y: y, Width: w - 2*slipSide, MaxLines: slipLines, Tint: line.DoubtInk}
		pieces = append(pieces, p)
		y += s.press.Measure(p).Height
	}
	height := y + slipPad
	tint := line.Doubt
	if s.hovered {
		tint = line.Hover
	}
	s.sheet.Set([]line.Box{{X: 0, Y: 0, W: w, H: height, Tint: tint}}, pieces)
	if s.height != height {
		s.height = height
		if s.resized != nil {
			s.resized()
		}
	}
}

// Resize sets the text anew for the width.
func (s *slip) Resize(size fyne.Size) {
	was := s.Size().Width
	s.BaseWidget.Resize(size)
	if was != size.Width {
		s.draw()
	}
}

// MinSize is as high as tags and note are.
func (s *slip) MinSize() fyne.Size { return fyne.NewSize(60, s.height) }

// Tapped asks for the note.
func (s *slip) Tapped(*fyne.PointEvent) { s.tapped() }

// MouseIn and MouseOut follow the pointer.
func (s *slip) MouseIn(*desktop.MouseEvent) { s.hovered = true; s.draw() }

// MouseMoved is not used.
func (s *slip) MouseMoved(*desktop.MouseEvent) {}

// MouseOut follows MouseIn.
func (s *slip) MouseOut() { s.hovered = false; s.draw() }

// CreateRenderer is Fyne's.
func (s *slip) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(s.sheet) }
