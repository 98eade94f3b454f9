package pdf

import (
	"encoding/binary"
	"math"
)

// srgbProfile makes a display profile of sRGB (IEC 61966-2-1): ICC version 2.1,
// three primaries adapted to D50 and one tone curve of 1,024 points for all.
func srgbProfile() []byte {
	curve := toneCurve(1024)
	return profileOf("mntrRGB XYZ ", []profileTag{
		{"desc", profileText("sRGB IEC61966-2.1")},
		{"cprt", copyFree},
		{"wtpt", xyz(0.9642, 1, 0.8249)},
		{"rXYZ", xyz(0.43607, 0.22249, 0.01392)},
		{"gXYZ", xyz(0.38515, 0.71687, 0.09708)},
		{"bXYZ", xyz(0.14307, 0.06061, 0.71410)},
		{"rTRC", curve}, {"gTRC", curve}, {"bTRC", curve},
	})
}

// A profileTag is a named element of a profile.
type profileTag struct {
	name string
	data []byte
}

var copyFree = append([]byte("text\x00\x00\x00\x00"), "No copyright, use freely\x00"...)

// profileOf puts a profile of version 2.1 together; kind is its class, colour
// space and connection space. Neighbours of the same data share them.
func profileOf(kind string, tags []profileTag) []byte {
	be := binary.BigEndian
	table := be.AppendUint32(nil, uint32(len(tags)))
	start := 128 + 4 + 12*len(tags)
	var body []byte
	at := 0 // of the tag's data
	for i, t := range tags {
		if i == 0 || &t.data[0] != &tags[i-1].data[0] {
			at = start + len(body)
			body = append(body, t.data...)
			for len(body)%4 != 0 {
				body = append(body, 0)
			}
		}
		table = append(table, t.name...)
		table = be.AppendUint32(be.AppendUint32(table, uint32(at)), uint32(len(t.data)))
	}
	head := make([]byte, 128)
	be.PutUint32(head, uint32(start+len(body)))
	be.PutUint32(head[8:], 0x02100000)
	copy(head[12:], kind)
	for i, v := range []uint16{2026, 1, 1} { // the date the profile was drawn up
		be.PutUint16(head[24+2*i:], v)
	}
	copy(head[36:], "acsp")
	copy(head[68:], xyz(0.9642, 1, 0.8249)[8:])
	return append(append(head, table...), body...)
}

// xyz is an XYZType element of one colour.
func xyz(v ...float64) []byte {
	b := []byte("XYZ \x00\x00\x00\x00")
	for _, c := range v {
		b = binary.BigEndian.AppendUint32(b, uint32(int32(math.Round(c*65536))))
	}
	return b
}

// profileText is a textDescriptionType element with its empty Unicode and Macintosh parts.
func profileText(s string) []byte {
	b := binary.BigEndian.AppendUint32([]byte("desc\x00\x00\x00\x00"), uint32(len(s)+1))
	b = append(append(b, s...), 0)
	return append(b, make([]byte, 4+4+2+1+67)...)
}

// toneCurve is a curveType element of n points from device value to light.
func toneCurve(n int) []byte {
	b := binary.BigEndian.AppendUint32([]byte("curv\x00\x00\x00\x00"), uint32(n))
	for i := range n {
		v := float64(i) / float64(n-1)
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		b = binary.BigEndian.AppendUint16(b, uint16(math.Round(v*65535)))
	}
	return b
}
