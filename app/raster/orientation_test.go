package raster

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"os/exec"
	"testing"

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
	exif := []byte("Exif\x00\x00MM\x00*")
	if order == binary.LittleEndian {
		exif = []byte("Exif\x00\x00II*\x00")
	}
	add16 := func(v uint16) { exif = append(exif, 0, 0); order.PutUint16(exif[len(exif)-2:], v) }
	add32 := func(v uint32) { exif = append(exif, 0, 0, 0, 0); order.PutUint32(exif[len(exif)-4:], v) }
	add32(8)
	add16(2) // entries: width, orientation
	for _, e := range [][2]uint16{{0x0100, 320}, {0x0112, orientation}} {
		add16(e[0])
		add16(3)
		add32(1)
		add16(e[1])
		add16(0)
	}
	add32(0)
	out := binary.BigEndian.AppendUint16([]byte{0xFF, 0xD8, 0xFF, 0xE1}, uint16(2+len(exif)))
	return append(append(out, exif...), file.Bytes()[2:]...)
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

// What is cut short or lies about its lengths is upright, as is what is no JPEG file.
func TestOddOrientations(t *testing.T) {
	whole := photograph(t, binary.LittleEndian, 6)
	if o := typeset.OrientationOf(whole); o != 6 {
		t.Fatalf("orientation %d", o)
	}
	const told = 4 + 2 + 6 + 8 + 2 + 12 + 12 // the end of the tag's entry
	for n := range told {
		if o := typeset.OrientationOf(whole[:n]); o != 1 {
			t.Errorf("%d bytes: orientation %d", n, o)
		}
	}
	for i := range told {
		for _, v := range []byte{0, 0x7F, 0xFF} {
			odd := bytes.Clone(whole)
			odd[i] = v
			if o := typeset.OrientationOf(odd); o < 1 || o > 8 {
				t.Errorf("byte %d as %X: orientation %d", i, v, o)
			}
		}
	}
	if o := typeset.OrientationOf([]byte(fmt.Sprint("\x89PNG", string(whole)))); o != 1 {
		t.Errorf("no JPEG file: orientation %d", o)
	}
}
