// Package exiftest makes photographs as cameras that are held askew write them, for tests.
package exiftest

import (
	"encoding/binary"
	"image"
)

// Photograph is a JPEG file with an orientation written into it, whatever that is worth.
func Photograph(jpeg []byte, order binary.ByteOrder, orientation uint16) []byte {
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
	return append(append(out, exif...), jpeg[2:]...)
}

// Scan is a TIFF file of one page, as x/image/tiff writes it (II, its directory last), with
// an orientation written into it.
func Scan(tiff []byte, orientation uint16) []byte {
	order := binary.LittleEndian
	at := order.Uint32(tiff[4:])
	n := order.Uint16(tiff[at:])
	out := append([]byte{}, tiff...)
	order.PutUint32(out[4:], uint32(len(tiff))) // a directory of its own, behind
	out = order.AppendUint16(out, n+1)
	told := false
	for e := tiff[at+2 : at+2+12*uint32(n)]; len(e) > 0; e = e[12:] {
		if order.Uint16(e) > 0x0112 && !told { // entries stand in order
			out, told = order.AppendUint16(order.AppendUint16(out, 0x0112), 3), true
			out = order.AppendUint16(order.AppendUint16(order.AppendUint32(out, 1), orientation), 0)
		}
		out = append(out, e[:12]...)
	}
	return order.AppendUint32(out, 0)
}

// Stored is a picture as a camera stores it that is held so that the picture is seen as
// seen when the file says orientation, 1 to 8 (CIPA DC-008 §4.6.4: which side of what is
// seen the first stored row and the first stored column are).
func Stored(seen *image.Gray, orientation int) *image.Gray {
	w, h := seen.Rect.Dx(), seen.Rect.Dy()
	size := image.Rect(0, 0, w, h)
	if orientation >= 5 { // rows are what is seen as columns
		size = image.Rect(0, 0, h, w)
	}
	out := image.NewGray(size)
	for row := range size.Dy() {
		for column := range size.Dx() {
			var x, y int
			switch orientation {
			case 1: // top, left
				x, y = column, row
			case 2: // top, right
				x, y = w-1-column, row
			case 3: // bottom, right
				x, y = w-1-column, h-1-row
			case 4: // bottom, left
				x, y = column, h-1-row
			case 5: // left, top
				x, y = row, column
			case 6: // right, top
				x, y = w-1-row, column
			case 7: // right, bottom
				x, y = w-1-row, h-1-column
			case 8: // left, bottom
				x, y = row, h-1-column
			}
			out.SetGray(column, row, seen.GrayAt(x, y))
		}
	}
	return out
}
