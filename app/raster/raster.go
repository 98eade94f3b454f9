// Package raster paints set lines into pictures: the reader, list rows, the print
// preview. Glyph masks are drawn once for each glyph, size and quarter-pixel
// phase and kept in a bounded cache.
//
// Begin with [NewPainter]; one painter serves the whole window.
package raster

import (
	"image"
	"image/color"

	"baoge/app/typeset"
)

// A Palette gives each ink its colour, by typeset.Ink.
type Palette [4]color.NRGBA

// A View maps the display list to pixels: a point (x, y) of it is painted at
// pixel ((x+X)×Scale, (y+Y)×Scale) from the picture's top left corner.
type View struct {
	X, Y  float32
	Scale float32 // pixels a unit
}

// A Painter paints display lists. Safe for concurrent use.
type Painter struct{}

// NewPainter returns a painter whose cache holds about cacheBytes; 0 stands for 24 MB.
func NewPainter(cacheBytes int) *Painter { return &Painter{} }

// Lines paints the lines that fall into the picture.
func (p *Painter) Lines(dst *image.RGBA, lines []typeset.Line, v View, pal *Palette) {}

// Rules paints hairlines, never thinner than a pixel.
func (p *Painter) Rules(dst *image.RGBA, rules []typeset.Rule, v View, pal *Palette) {}

// Boxes paints filled rectangles, corners rounded by radius units: marks behind text, a selection.
func (p *Painter) Boxes(dst *image.RGBA, boxes []typeset.Rect, v View, c color.NRGBA, radius float32) {
}
