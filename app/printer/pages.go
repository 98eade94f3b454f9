package printer

import (
	"image"
)

// Pages draws the pages of a document for printers that take pictures alone. Its methods
// are called one after another.
type Pages interface {
	// Len is the number of pages.
	Len() int
	// Size is a page's size in points.
	Size(page int) (w, h float32, err error)
	// Draw paints the strip of a page that begins top pixels below its upper edge and is
	// as large as dst, at scale pixels a point. dst comes white.
	Draw(page int, dst *image.RGBA, scale float32, top int) error
}
