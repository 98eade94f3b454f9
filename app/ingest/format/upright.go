package format

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"

	"baoge/app/exif"
)

// mostTurned bounds the pixels of a photograph that is turned, as showing does: it takes
// six bytes of memory for each.
const mostTurned = 60_000_000

// upright is a picture as the engine is to get it, and how each page that the engine sees
// upright then is stored. A photograph is turned, without compression (PNM), for the engine
// pays no heed to what a camera says of how it was held; to what a TIFF file says it does.
// A photograph that cannot be turned is given as it is, and read so.
func upright(picture []byte) (seen []byte, turns []exif.Orientation) {
	turns = exif.Pages(picture)
	if PictureType(picture) == "image/tiff" || turns[0] == 1 {
		return picture, turns
	}
	if seen = turned(picture, turns[0]); seen == nil {
		return picture, nil
	}
	return seen, turns
}

// turned gives nil for what cannot be decoded.
func turned(picture []byte, turn exif.Orientation) (seen []byte) {
	defer func() {
		if recover() != nil { // a decoder's own failing must not end the import
			seen = nil
		}
	}()
	c, err := jpeg.DecodeConfig(bytes.NewReader(picture))
	if err != nil || c.Width <= 0 || c.Height <= 0 || c.Width > mostTurned/c.Height {
		return nil
	}
	img, err := jpeg.Decode(bytes.NewReader(picture))
	if err != nil {
		return nil
	}
	w, h := turn.Size(c.Width, c.Height)
	if grey, ok := img.(*image.Gray); ok {
		return append(fmt.Appendf(nil, "P5 %d %d 255\n", w, h), turn.Turn(grey.Pix, c.Width, c.Height, grey.Stride, 1)...)
	}
	return append(fmt.Appendf(nil, "P6 %d %d 255\n", w, h), turn.Turn(colours(img), c.Width, c.Height, 3*c.Width, 3)...)
}

// colours are the pixels of a picture, red, green and blue of each.
func colours(img image.Image) []byte {
	r := img.Bounds()
	out := make([]byte, 0, 3*r.Dx()*r.Dy())
	row := image.NewRGBA(image.Rect(0, 0, r.Dx(), 1))
	for y := r.Min.Y; y < r.Max.Y; y++ {
		draw.Draw(row, row.Rect, img, image.Pt(r.Min.X, y), draw.Src)
		for p := row.Pix; len(p) > 0; p = p[4:] {
			out = append(out, p[:3]...)
		}
	}
	return out
}
