package pdf

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// A jpegFile is what a PDF must know of a JPEG file (ITU-T T.81 annex B).
type jpegFile struct {
	w, h, components int
	adobe            bool   // it has Adobe's marker
	profile          []byte // ICC, or nil
	end              int    // of the file; what follows is not looked at by anyone
	whole            bool   // it has an end
}

// The markers that matter (T.81 table B.1).
const (
	markStart, markEnd, markScan = 0xD8, 0xD9, 0xDA
	markBaseline, markLast       = 0xC0, 0xC2 // baseline, extended and progressive frames of Huffman's code
	markICC, markAdobe           = 0xE2, 0xEE
)

// readJPEG walks over a file's segments. A kind of JPEG that PDF has not (§7.4.8),
// lossless or with arithmetic code, and one of more than 8 bits, is an error.
func readJPEG(b []byte) (jpegFile, error) {
	var j jpegFile
	var parts map[byte][]byte
	at, scans := 2, 0
	for at+4 <= len(b) {
		if b[at] != 0xFF {
			return j, fmt.Errorf("%w: JPEG: no marker at %d", errPicture, at)
		}
		m := b[at+1]
		if m == 0xFF || m == 0x01 || m >= 0xD0 && m <= markStart { // a filler, or a marker without a segment
			at++
			if m != 0xFF {
				at++
			}
			continue
		}
		if m == markEnd {
			break
		}
		n := int(binary.BigEndian.Uint16(b[at+2:]))
		if n < 2 || at+2+n > len(b) {
			break
		}
		segment := b[at+4 : at+2+n]
		at += 2 + n
		switch {
		case m >= markBaseline && m <= 0xCF && m != 0xC4 && m != 0xC8 && m != 0xCC:
			if m > markLast || len(segment) < 6 || segment[0] != 8 || j.components != 0 {
				return j, fmt.Errorf("%w: JPEG: frame of kind %X", errPicture, m)
			}
			j.h, j.w, j.components = int(binary.BigEndian.Uint16(segment[1:])), int(binary.BigEndian.Uint16(segment[3:])), int(segment[5])
		case m == markICC && bytes.HasPrefix(segment, []byte("ICC_PROFILE\x00")) && len(segment) > 14:
			if parts == nil {
				parts = map[byte][]byte{}
			}
			parts[segment[12]] = segment[14:]
		case m == markAdobe && bytes.HasPrefix(segment, []byte("Adobe")):
			j.adobe = true
		case m == markScan:
			scans++
			at = skipScan(b, at)
		}
	}
	if j.w < 1 || j.h < 1 || j.components != 1 && j.components != 3 && j.components != 4 || scans == 0 {
		return j, fmt.Errorf("%w: JPEG of %d × %d, %d components", errPicture, j.w, j.h, j.components)
	}
	for i := 1; i <= len(parts); i++ { // the profile's parts are numbered from 1 (ICC.1 annex B.4)
		j.profile = append(j.profile, parts[byte(i)]...)
	}
	j.end = len(b)
	if at+2 <= len(b) && b[at] == 0xFF && b[at+1] == markEnd {
		j.end, j.whole = at+2, true
	}
	return j, nil
}

// skipScan finds the end of a scan's coded data: a marker other than a restart.
func skipScan(b []byte, at int) int {
	for {
		i := bytes.IndexByte(b[at:], 0xFF)
		if i < 0 || at+i+1 >= len(b) {
			return len(b)
		}
		at += i
		if m := b[at+1]; m != 0 && (m < 0xD0 || m > 0xD7) && m != 0xFF {
			return at
		}
		at++
		if b[at] != 0xFF {
			at++
		}
	}
}
