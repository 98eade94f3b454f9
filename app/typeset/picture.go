package typeset

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/gif"  // read by image.Decode
	_ "image/jpeg" // read by image.Decode
	_ "image/png"  // read by image.Decode

	_ "golang.org/x/image/tiff" // read by image.Decode
	_ "golang.org/x/image/webp" // read by image.Decode

	"baoge/app/exif"
)

// ErrPicture is what bytes that hold no picture that can be shown give.
var ErrPicture = errors.New("no picture that can be shown")

// mostPixels bounds what a picture's header may claim: beyond it decoding would
// take more memory than an office PC has to spare.
const mostPixels = 60_000_000

// PictureSize reads width and height in pixels from the header of a JPEG, PNG,
// GIF, TIFF or WebP file, as it is seen upright.
func PictureSize(data []byte) (size [2]int, err error) {
	defer func() {
		if p := recover(); p != nil { // a decoder's own failing must not take the window down
			size, err = [2]int{}, fmt.Errorf("%w: %v", ErrPicture, p)
		}
	}()
	c, _, err := image.DecodeConfig(bytes.NewReader(data))
	switch {
	case err != nil:
		return size, fmt.Errorf("%w: %w", ErrPicture, err)
	case c.Width <= 0 || c.Height <= 0 || c.Width > mostPixels/c.Height:
		return size, fmt.Errorf("%w: %d × %d pixels", ErrPicture, c.Width, c.Height)
	}
	w, h := exif.OrientationOf(data).Size(c.Width, c.Height)
	return [2]int{w, h}, nil
}

// Measures of a figure that cannot be shown, in em of its text.
const (
	frameWide = 16
	frameHigh = 7
	framePad  = 1
)

// noPicture stands in a frame that has no words of its own.
const noPicture = "图片无法显示"

// picture sets a figure: its picture as large as the measure and its own pixels
// allow, or a frame with the alternative text. The block's paragraph becomes one
// line of its height that holds the alternative text without showing it. The
// picture's place is as if the block's top were at 0.
func (c *layout) picture(b *block) *Picture {
	p, st := b.para, c.opt.Style
	out := &Picture{Part: b.parts[0].Part, Media: b.media, Alt: b.parts[0].Text.Text}
	if c.opt.Picture != nil && b.media != "" {
		if data, err := c.opt.Picture(b.media); err == nil {
			out.Pixels, _ = PictureSize(data) // what is no picture gets a frame
		}
	}
	b.across = c.isBroad(b, out.Pixels)
	left, width := c.measure(b)
	tallest := c.opt.Tallest
	if !(tallest > 0) {
		tallest = 1.25 * c.width
	}
	if w, h := float32(out.Pixels[0]), float32(out.Pixels[1]); w > 0 {
		scale := min(st.Pixel, width/w, tallest/h)
		out.W, out.H = max(w*scale, 1), max(h*scale, 1)
	} else {
		out.W, out.H = min(c.width, frameWide*p.size), min(frameHigh*p.size, tallest)
	}
	out.X = left + (width-out.W)/2
	c.instead(b, out)
	n := len(p.text)
	p.lines, p.next, p.done = []setting{{end: int32(n)}}, n, true
	p.leading, p.align, p.figure = out.H, Left, true
	p.left, p.measure, p.first, p.rest = out.X, out.W/p.size, 0, 0
	return out
}

// What makes a picture one to set across the columns: that it is so much wider than it is
// high, the article's first picture less so than others, for one leads a page and many
// would tear it; and that it fills so much of the width.
const (
	broadLead  = 1.4
	broadOther = 2
	broadLeast = 0.8
)

// isBroad reports whether a figure's picture is set across the columns.
func (c *layout) isBroad(b *block, pixels [2]int) bool {
	w, h := float32(pixels[0]), float32(pixels[1])
	if c.opt.Across == 0 || h == 0 || w*c.opt.Style.Pixel < broadLeast*c.opt.Across {
		return false
	}
	for i := range c.blocks {
		if c.blocks[i].role == RoleFigure {
			return w >= broadOther*h || &c.blocks[i] == b && w >= broadLead*h
		}
	}
	return false
}

// instead sets what stands in a picture's frame where it cannot be painted.
func (c *layout) instead(b *block, pic *Picture) {
	size, text := b.para.size, pic.Alt
	if text == "" {
		text = noPicture
	}
	lines := int((pic.H - framePad*size) / (1.4 * size))
	if pic.W < (2*framePad+1)*size || lines < 1 {
		return
	}
	set := c.faces.Set(text, TextOptions{Face: c.faces.Named(b.style.Face), Size: size, Width: pic.W - 2*framePad*size,
		MaxLines: lines, Align: Centred, Ink: b.style.Ink})
	for i := range set.Lines {
		pic.Instead = append(pic.Instead, set.Lines[i].Moved(pic.X+framePad*size, (pic.H-set.Height)/2))
	}
}
