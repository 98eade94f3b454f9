// Package exif reads from a photograph how the camera was held, or from a scan how it lay, and turns a picture and the
// places on it so that it stands upright. It decodes no picture.
//
// Begin with [OrientationOf].
package exif

import (
	"bytes"
	"encoding/binary"
)

// An Orientation says how a photograph's stored rows stand when it is seen upright:
// Exif's tag of that name (CIPA DC-008 §4.6.4), 1 to 8. 1 is upright.
type Orientation uint8

// Turns is what makes the stored picture upright: first its rows become columns
// (swap), then left and right change places (mirror), then top and bottom (flip).
func (o Orientation) Turns() (swap, mirror, flip bool) {
	return o >= 5, o == 2 || o == 3 || o == 6 || o == 7, o == 3 || o == 4 || o == 7 || o == 8
}

// Size is width and height as it is seen upright, of those that are stored, or the other way round.
func (o Orientation) Size(w, h int) (int, int) {
	if swap, _, _ := o.Turns(); swap {
		return h, w
	}
	return w, h
}

// Upright is where a point of the stored picture lies when that is seen upright, in
// shares of its width and height.
func (o Orientation) Upright(x, y float64) (float64, float64) {
	swap, mirror, flip := o.Turns()
	if swap {
		x, y = y, x
	}
	if mirror {
		x = 1 - x
	}
	if flip {
		y = 1 - y
	}
	return x, y
}

// Stored is Upright taken back.
func (o Orientation) Stored(x, y float64) (float64, float64) {
	swap, mirror, flip := o.Turns()
	if mirror {
		x = 1 - x
	}
	if flip {
		y = 1 - y
	}
	if swap {
		x, y = y, x
	}
	return x, y
}

// Turn gives the pixels of a stored picture as it is seen upright, row after row: each is
// size bytes, w of them are a row and stride bytes lie from one of the h rows to the next.
func (o Orientation) Turn(pix []byte, w, h, stride, size int) []byte {
	swap, mirror, flip := o.Turns()
	across, down := size, stride // in pix, from one pixel that is seen to the next
	if swap {
		across, down = down, across
	}
	w, h = o.Size(w, h)
	row := 0 // in pix, where the row that is seen begins
	if mirror {
		row, across = row+(w-1)*across, -across
	}
	if flip {
		row, down = row+(h-1)*down, -down
	}
	out := make([]byte, w*h*size)
	for to := 0; to < len(out); row += down {
		for from, end := row, to+w*size; to < end; from += across {
			for k := range size {
				out[to+k] = pix[from+k]
			}
			to += size
		}
	}
	return out
}

// OrientationOf reads the orientation that a camera wrote into a JPEG file, or that of the
// first page of a TIFF file. A file of another kind, or one that does not say, is upright.
func OrientationOf(data []byte) Orientation { return Pages(data)[0] }

// Pages reads the orientation of each page of a file: a TIFF file may have several, of any
// other kind there is one.
func Pages(data []byte) []Orientation {
	if isTIFF(data) {
		if pages := directories(data); len(pages) > 0 {
			return pages
		}
	}
	return []Orientation{ofJPEG(data)}
}

func isTIFF(b []byte) bool {
	return bytes.HasPrefix(b, []byte("II*\x00")) || bytes.HasPrefix(b, []byte("MM\x00*"))
}

func ofJPEG(data []byte) Orientation {
	const start, scan, app1, exif = 0xD8, 0xDA, 0xE1, "Exif\x00\x00"
	if len(data) < 4 || data[0] != 0xFF || data[1] != start {
		return 1
	}
	for at := 2; at+4 <= len(data) && data[at] == 0xFF && data[at+1] != scan; {
		if data[at+1] == 0xFF { // a filler
			at++
			continue
		}
		n := 2 + int(binary.BigEndian.Uint16(data[at+2:]))
		if n < 4 || at+n > len(data) {
			break
		}
		segment := data[at+4 : at+n]
		if data[at+1] == app1 && len(segment) > len(exif) && string(segment[:len(exif)]) == exif {
			if d := directories(segment[len(exif):]); len(d) > 0 {
				return d[0]
			}
			return 1
		}
		at += n
	}
	return 1
}

// directories gives the orientation that each directory of a TIFF structure says (TIFF 6.0
// §2: each names the next).
func directories(b []byte) (out []Orientation) {
	var order binary.ByteOrder = binary.BigEndian
	if bytes.HasPrefix(b, []byte("II")) {
		order = binary.LittleEndian
	}
	const tag, short, entry = 0x0112, 3, 12
	seen := map[uint64]bool{} // links may run in a circle
	for link := uint64(4); link+4 <= uint64(len(b)); {
		at := uint64(order.Uint32(b[link:]))
		if at == 0 || at+2 > uint64(len(b)) || seen[at] {
			break
		}
		seen[at] = true
		says := Orientation(1)
		n := order.Uint16(b[at:])
		link = at + 2 + entry*uint64(n)
		for e := b[at+2:]; n > 0 && len(e) >= entry; e, n = e[entry:], n-1 {
			if o := order.Uint16(e[8:]); order.Uint16(e) == tag && order.Uint16(e[2:]) == short && o >= 1 && o <= 8 {
				says = Orientation(o)
				break
			}
		}
		out = append(out, says)
	}
	return out
}
