package typeset

import "encoding/binary"

// An Orientation says how a photograph's stored rows stand when it is seen upright:
// Exif's tag of that name (CIPA DC-008 §4.6.4), 1 to 8. 1 is upright.
type Orientation uint8

// Turns is what makes the stored picture upright: first its rows become columns
// (swap), then left and right change places (mirror), then top and bottom (flip).
func (o Orientation) Turns() (swap, mirror, flip bool) {
	return o >= 5, o == 2 || o == 3 || o == 6 || o == 7, o == 3 || o == 4 || o == 7 || o == 8
}

// OrientationOf reads the orientation that a camera wrote into a JPEG file. A file
// of another kind, or one that does not say, is upright.
func OrientationOf(data []byte) Orientation {
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
			return orientationTag(segment[len(exif):])
		}
		at += n
	}
	return 1
}

// orientationTag looks for the tag in the first directory of a TIFF structure (TIFF 6.0 §2).
func orientationTag(b []byte) Orientation {
	if len(b) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if string(b[:2]) == "II" {
		order = binary.LittleEndian
	}
	const tag, short, entry = 0x0112, 3, 12
	at := uint64(order.Uint32(b[4:]))
	if at+2 > uint64(len(b)) {
		return 1
	}
	for e, n := b[at+2:], order.Uint16(b[at:]); n > 0 && len(e) >= entry; e, n = e[entry:], n-1 {
		if order.Uint16(e) == tag && order.Uint16(e[2:]) == short {
			if o := order.Uint16(e[8:]); o >= 1 && o <= 8 {
				return Orientation(o)
			}
		}
	}
	return 1
}
