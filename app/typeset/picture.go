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
)

// ErrPicture is what bytes that hold no picture that can be shown give.
var ErrPicture = errors.New("no picture that can be shown")

// mostPixels bounds what a picture's header may claim: beyond it decoding would
// take more memory than an office PC has to spare.
const mostPixels = 60_000_000

// PictureSize reads width and height in pixels from the header of a JPEG, PNG,
// GIF, TIFF or WebP file.
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
	return [2]int{c.Width, c.Height}, nil
}
