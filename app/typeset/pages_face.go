package typeset

import "github.com/go-text/typesetting/font"

// Advance is the natural width of a glyph in em, as the font file has it.
func (f *Face) Advance(id uint16) float32 { return f.advanceOf(font.GID(id)) }
