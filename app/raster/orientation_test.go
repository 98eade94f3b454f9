package raster

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"os/exec"
	"testing"

	"baoge/app/exif/exiftest"
	"baoge/app/paper"
	"baoge/app/pdf"
	"baoge/app/typeset"
)

// photograph is a JPEG file with an orientation, stored with its first corner black,
// the next one of its first row grey, and white below.
func photograph(t *testing.T, order binary.ByteOrder, orientation uint16) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 320, 160))
	for y := range 160 {
		for x := range 320 {
			c := color.Gray{255}
			if y < 80 && x < 160 {
				c.Y = 0
			} else if y < 80 {
				c.Y = 128
			}
			img.SetGray(x, y, c)
		}
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return exiftest.Photograph(file.Bytes(), order, orientation)
}

// A photograph stands upright, here and in a PDF file, however the camera was held.
func TestOrientations(t *testing.T) {
	program, err := exec.LookPath("pdftoppm")
	if err != nil {
		t.Skip("pdftoppm is not installed")
	}
	const topLeft, topRight, bottomLeft, bottomRight = 0, 1, 2, 3
	for o, corner := range map[uint16]struct{ black, grey int }{ // the first row and first column's sides, CIPA DC-008 §4.6.4
		0: {topLeft, topRight}, 1: {topLeft, topRight}, 2: {topRight, topLeft}, 3: {bottomRight, bottomLeft}, 4: {bottomLeft, bottomRight},
		5: {topLeft, bottomLeft}, 6: {topRight, bottomRight}, 7: {bottomRight, topRight}, 8: {bottomLeft, topLeft}, 9: {topLeft, topRight},
	} {
		order := []binary.ByteOrder{binary.BigEndian, binary.LittleEndian}[o%2]
		data := photograph(t, order, o)
		size := [2]int{320, 160}
		if o >= 5 && o <= 8 {
			size = [2]int{160, 320}
		}
		if got, err := typeset.PictureSize(data); err != nil || got != size {
			t.Errorf("orientation %d: %v, %v", o, got, err)
		}
		get := func(string) ([]byte, error) { return data, nil }
		a := &paper.Article{Blocks: []paper.Block{{Kind: paper.Figure, Media: "m"}}}
		page := paginate(t, a, typeset.PageOptions{Picture: get})[0]
		theirs := popplerPicture(t, program, page, pdf.Options{Picture: get})
		p := NewPainter(0)
		p.Ready(&page.Pictures[0], popplerScale, data, nil)
		img := sheet(theirs.Rect.Dx(), theirs.Rect.Dy(), white)
		p.Page(img, page, View{0, 0, popplerScale}, &Printed)
		for name, seen := range map[string]*image.Gray{"ours": grey(img), "poppler's": theirs} {
			want := [4]uint8{255, 255, 255, 255}
			want[corner.black], want[corner.grey] = 0, 128
			for i, w := range want {
				at := page.Pictures[0].Rect
				x, y := at.X+at.W*(0.25+0.5*float32(i%2)), at.Y+at.H*(0.25+0.5*float32(i/2))
				if got := seen.GrayAt(int(x*popplerScale), int(y*popplerScale)).Y; max(got, w)-min(got, w) > 12 {
					t.Errorf("orientation %d, %s: quarter %d is %d, want %d", o, name, i, got, w)
				}
			}
		}
	}
}
