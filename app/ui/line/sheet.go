// Package line paints the text that Fyne's own text cannot: serif headlines,
// snippets with marks, bold labels, cut with an ellipsis. Text is set by typeset
// and painted by raster at device pixels, so that a list row looks like the page.
//
// Begin with a [Press], which the whole window shares. [Text] is a label, [Rows] a
// list of any length, [Entry] a row of the sidebar; all are made of a [Sheet], one
// picture with any number of texts and coloured boxes on it.
//
// Lengths are device-independent pixels. UI goroutine only.
package line

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"baoge/app/raster"
	"baoge/app/typeset"
	"baoge/app/ui/look"
)

// A Press is what text is set and painted with.
type Press struct {
	Faces   *typeset.Faces
	Painter *raster.Painter
}

// A Tint picks a colour of the palette in force.
type Tint func(*look.Palette) color.NRGBA

// The tints of text and of grounds, by the names of the palette.
var (
	Ink       Tint = func(p *look.Palette) color.NRGBA { return p.Ink }
	Prose     Tint = func(p *look.Palette) color.NRGBA { return p.Prose }
	Secondary Tint = func(p *look.Palette) color.NRGBA { return p.Secondary }
	Faint     Tint = func(p *look.Palette) color.NRGBA { return p.Faint }
	Ghost     Tint = func(p *look.Palette) color.NRGBA { return p.Ghost }
	Accent    Tint = func(p *look.Palette) color.NRGBA { return p.Accent }
	Fill      Tint = func(p *look.Palette) color.NRGBA { return p.Fill }
	OnFill    Tint = func(p *look.Palette) color.NRGBA { return p.OnFill }
	RowLine   Tint = func(p *look.Palette) color.NRGBA { return p.RowLine }
	Selection Tint = func(p *look.Palette) color.NRGBA { return p.Selection }
	Chosen    Tint = func(p *look.Palette) color.NRGBA { return p.Chosen }
	Hover     Tint = func(p *look.Palette) color.NRGBA { return p.Hover }
	Window    Tint = func(p *look.Palette) color.NRGBA { return p.Window }
	Sidebar   Tint = func(p *look.Palette) color.NRGBA { return p.Sidebar }
	List      Tint = func(p *look.Palette) color.NRGBA { return p.List }
	Paper     Tint = func(p *look.Palette) color.NRGBA { return p.Paper }
	Bar       Tint = func(p *look.Palette) color.NRGBA { return p.Bar }
	Good      Tint = func(p *look.Palette) color.NRGBA { return p.Good }
	GoodInk   Tint = func(p *look.Palette) color.NRGBA { return p.GoodInk }
	Doubt     Tint = func(p *look.Palette) color.NRGBA { return p.Doubt }
	DoubtInk  Tint = func(p *look.Palette) color.NRGBA { return p.DoubtInk }
	Joined    Tint = func(p *look.Palette) color.NRGBA { return p.Joined }
)

// Series is the colour of the n-th of things that stand side by side, from 0.
func Series(n int) Tint {
	return func(p *look.Palette) color.NRGBA { return p.Series[n%len(p.Series)] }
}

// A Piece is one text on a sheet. Text, Size and Tint are needed.
type Piece struct {
	Text     string
	Face     typeset.FaceName
	Size     float32 // em
	Leading  float32 // baseline distance; 0 stands for 1.4 em
	X, Y     float32 // top left corner of the first line's strip
	Width    float32 // text is cut with … or broken here; 0 stands for endless
	MaxLines int     // 0 stands for one
	Align    typeset.Align
	Tracking float32 // em added after each character
	Tint     Tint
	Marks    [][2]int // half-open ranges of runes with the ground of a search hit
	MarkTint Tint     // another ground for them; nil: that one
}

// set lays the piece out; its lines start at 0, 0.
func (p *Press) set(c *Piece) typeset.Short {
	o := typeset.TextOptions{Face: p.Faces.Named(c.Face), Size: c.Size, Leading: c.Leading, Width: c.Width,
		MaxLines: max(c.MaxLines, 1), Align: c.Align, Tracking: c.Tracking, Marks: c.Marks}
	if o.Align == typeset.Justified {
		o.Align = typeset.Left // the zero Align; rows are ragged
	}
	return p.Faces.Set(c.Text, o)
}

// Measure returns the width and height of a piece as set.
func (p *Press) Measure(c Piece) fyne.Size {
	s := p.set(&c)
	return fyne.NewSize(s.Width, s.Height)
}

// A Box is a filled rectangle under the texts of a sheet, its corners rounded by Radius.
type Box struct {
	X, Y, W, H float32
	Radius     float32
	Tint       Tint
}

// A Sheet is a picture of boxes and texts, transparent elsewhere.
type Sheet struct {
	widget.BaseWidget
	press  *Press
	boxes  []Box
	pieces []Piece
	shorts []typeset.Short // pieces as set, in step with them
	pixels *image.RGBA
}

// NewSheet returns an empty sheet.
func NewSheet(p *Press) *Sheet {
	s := &Sheet{press: p}
	s.ExtendBaseWidget(s)
	return s
}

// Set puts other boxes and texts on the sheet, and nothing else stays on it.
func (s *Sheet) Set(boxes []Box, pieces []Piece) {
	s.boxes, s.pieces = boxes, pieces
	s.shorts = s.shorts[:0]
	for i := range pieces {
		s.shorts = append(s.shorts, s.press.set(&pieces[i]))
	}
	s.Refresh()
}

// Texts lists what stands on the sheet, for tests and for reading aloud.
func (s *Sheet) Texts() []string {
	out := make([]string, len(s.pieces))
	for i, p := range s.pieces {
		out[i] = p.Text
	}
	return out
}

// MinSize is that of the owner's layout: nothing.
func (s *Sheet) MinSize() fyne.Size { return fyne.NewSize(1, 1) }

// CreateRenderer is Fyne's.
func (s *Sheet) CreateRenderer() fyne.WidgetRenderer {
	r := canvas.NewRaster(s.paint)
	r.ScaleMode = canvas.ImageScalePixels // one texel is one pixel
	return widget.NewSimpleRenderer(r)
}

// paint draws the sheet at w by h pixels. The picture is reused: Fyne uploads it at once.
func (s *Sheet) paint(w, h int) image.Image {
	if s.pixels == nil || s.pixels.Rect.Dx() != w || s.pixels.Rect.Dy() != h {
		s.pixels = image.NewRGBA(image.Rect(0, 0, w, h))
	} else {
		clear(s.pixels.Pix)
	}
	size := s.Size()
	if size.Width <= 0 || w <= 0 || h <= 0 {
		return s.pixels
	}
	scale, pal := float32(w)/size.Width, look.Current()
	for _, b := range s.boxes {
		s.press.Painter.Boxes(s.pixels, []typeset.Rect{{X: b.X, Y: b.Y, W: b.W, H: b.H}}, raster.View{Scale: scale}, b.Tint(pal), b.Radius)
	}
	for i := range s.pieces {
		p, set := &s.pieces[i], &s.shorts[i]
		v := raster.View{X: p.X, Y: p.Y, Scale: scale}
		ground := pal.Hit
		if p.MarkTint != nil {
			ground = p.MarkTint(pal)
		}
		s.press.Painter.Boxes(s.pixels, set.Marks, v, ground, markRadius)
		ink := p.Tint(pal)
		s.press.Painter.Lines(s.pixels, set.Lines, v, &raster.Palette{ink, ink, ink, ink})
	}
	return s.pixels
}

const markRadius = 2
