package original

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"baoge/app/typeset"
	"baoge/app/ui/line"
)

// Key handles a key and reports whether it was for the picture.
func (s *Screen) Key(k fyne.KeyName) bool {
	v := s.scan
	switch k {
	case fyne.KeyEscape, fyne.KeyV:
		s.Close()
	case fyne.KeyUp:
		v.Scroll(-0.15)
	case fyne.KeyDown:
		v.Scroll(0.15)
	case fyne.KeyLeft:
		v.Shift(-0.15)
	case fyne.KeyRight:
		v.Shift(0.15)
	case fyne.KeyPageUp:
		v.Scroll(-0.9)
	case fyne.KeyPageDown, fyne.KeySpace:
		v.Scroll(0.9)
	case fyne.KeyHome:
		v.End(false)
	case fyne.KeyEnd:
		v.End(true)
	case fyne.KeyJ, fyne.KeyRightBracket:
		v.Turn(1)
	case fyne.KeyK, fyne.KeyLeftBracket:
		v.Turn(-1)
	case fyne.KeyN, fyne.KeyF3:
		s.Step(1)
	case fyne.KeyP:
		s.Step(-1)
	default:
		return false
	}
	return true
}

// A Key is a key of this screen and what it does, for the sheet behind F1.
type Key struct{ Typed, Means string }

// Keys lists the keys.
func Keys() []Key {
	return []Key{
		{"↑ ↓ ← →", lang.X("original.key.move", "移动；也可拖动、滚动")},
		{"PgUp PgDn  Home End", lang.X("original.key.page", "翻一屏，到头接下一张；到顶、到底")},
		{"Ctrl+＋  Ctrl+−  Ctrl+0", lang.X("original.key.zoom", "放大、缩小、满宽；也可按住 Ctrl 滚动")},
		{"J  K", lang.X("original.key.turn", "下一张、上一张版面图片")},
		{"N  P", lang.X("original.key.step", "下一处、上一处检索到的字")},
		{"V  Esc", lang.X("original.key.leave", "回到文章")},
	}
}

// A wrapped is a text that breaks at the width it is given.
type wrapped struct {
	widget.BaseWidget
	press *line.Press
	text  string
	sheet *line.Sheet
	width float32
}

const noticeSide, noticeTop = 16, 8

func (t *wrapped) piece(width float32) line.Piece {
	return line.Piece{Text: t.text, Face: typeset.Sans, Size: 13, Leading: 21, X: noticeSide, Y: noticeTop, Width: max(width-2*noticeSide, 1), MaxLines: 4, Tint: line.DoubtInk}
}

// MinSize is as high as the text at the width it has.
func (t *wrapped) MinSize() fyne.Size {
	width := t.width
	if width == 0 {
		width = 900
	}
	return fyne.NewSize(200, t.press.Measure(t.piece(width)).Height+2*noticeTop)
}

// Resize breaks the text anew.
func (t *wrapped) Resize(s fyne.Size) {
	t.BaseWidget.Resize(s)
	t.width = s.Width
	if t.sheet != nil {
		t.sheet.Resize(s)
		t.sheet.Set(nil, []line.Piece{t.piece(s.Width)})
	}
}

// CreateRenderer is Fyne's.
func (t *wrapped) CreateRenderer() fyne.WidgetRenderer {
	t.sheet = line.NewSheet(t.press)
	t.sheet.Set(nil, []line.Piece{t.piece(max(t.width, 900))})
	return widget.NewSimpleRenderer(t.sheet)
}
