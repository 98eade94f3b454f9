package pdf

import (
	"encoding/binary"
	"math"
	"slices"
)

// soundProfile reports whether an ICC profile is one that a picture of n
// components may have: PDF/A-2 (ISO 19005-2 §6.2.4.2) takes input, display,
// output and colour space profiles up to version 4.
func soundProfile(b []byte, n int) bool {
	if len(b) < 132 || string(b[36:40]) != "acsp" || int(binary.BigEndian.Uint32(b)) != len(b) || b[8] < 2 || b[8] > 4 {
		return false
	}
	if !slices.Contains([]string{"scnr", "mntr", "prtr", "spac"}, string(b[12:16])) || string(b[16:20]) != map[int]string{1: "GRAY", 3: "RGB ", 4: "CMYK"}[n] {
		return false
	}
	tags := int(binary.BigEndian.Uint32(b[128:]))
	if tags < 1 || tags > 1000 || 132+12*tags > len(b) {
		return false
	}
	for i := range tags {
		t := b[132+12*i:]
		if at, n := binary.BigEndian.Uint32(t[4:]), binary.BigEndian.Uint32(t[8:]); uint64(at)+uint64(n) > uint64(len(b)) {
			return false
		}
	}
	return true
}

// The solids of offset printing on coated paper in CIELAB (ISO 12647-2, rounded;
// relative to the paper): by what is printed, bit 0 cyan, 1 magenta, 2 yellow, 3 black.
var solids = [16][3]float64{
	{100, 0, 0}, {57, -37, -49}, {50, 75, -3}, {26, 20, -45}, {93, -5, 93}, {52, -67, 27}, {49, 69, 49}, {24, 0, 0},
	{17, 0, 0}, {11, -3, -4}, {11, 5, 0}, {7, 2, -4}, {13, -1, 5}, {9, -4, 2}, {9, 4, 3}, {5, 0, 0},
}

const (
	gridPoints = 7    // of each ink in the profile's table
	dotGain    = 0.16 // by how much a tone of a half prints fuller
)

// offsetProfile makes a profile for CMYK that came without one: Neugebauer's mix
// of the solids, each covering what its printed dots do. An input profile needs
// no way back from colour to inks.
func offsetProfile() []byte {
	be := binary.BigEndian
	lut := append([]byte("mft1\x00\x00\x00\x00"), 4, 3, gridPoints, 0) // lut8Type, ICC.1 §10.9
	for i := range 9 {
		lut = be.AppendUint32(lut, map[bool]uint32{true: 0x10000}[i%4 == 0]) // the unit matrix
	}
	for range 4 {
		for i := range 256 {
			t := float64(i) / 255
			lut = append(lut, byte(math.Round(255*(t+4*dotGain*t*(1-t)))))
		}
	}
	for i := range gridPoints * gridPoints * gridPoints * gridPoints {
		var inks [4]float64
		for k := 3; k >= 0; k-- {
			inks[k] = float64(i%gridPoints) / (gridPoints - 1)
			i /= gridPoints
		}
		lut = append(lut, neugebauer(inks)...)
	}
	for range 3 {
		for i := range 256 {
			lut = append(lut, byte(i))
		}
	}
	return profileOf("scnrCMYKLab ", []profileTag{{"desc", profileText("CMYK, offset, coated paper")}, {"cprt", copyFree}, {"wtpt", xyz(0.9642, 1, 0.8249)}, {"A2B0", lut}})
}

// neugebauer mixes the light of the solids by the paper each covers (Demichel) and
// returns the colour as the table's Lab bytes.
func neugebauer(inks [4]float64) []byte {
	var light [3]float64
	for s, lab := range solids {
		part := 1.0
		for k, a := range inks {
			if s>>k&1 == 0 {
				a = 1 - a
			}
			part *= a
		}
		y := (lab[0] + 16) / 116
		for i, v := range []float64{y + lab[1]/500, y, y - lab[2]/200} {
			light[i] += part * unlab(v)
		}
	}
	x, y, z := lab(light[0]), lab(light[1]), lab(light[2])
	return []byte{clip((116*y - 16) * 2.55), clip(500*(x-y) + 128), clip(200*(y-z) + 128)}
}

// lab and unlab are CIELAB's curve and its inverse (ISO 11664-4).
func lab(t float64) float64 {
	if t > 216.0/24389 {
		return math.Cbrt(t)
	}
	return (24389.0/27*t + 16) / 116
}

func unlab(t float64) float64 {
	if t > 6.0/29 {
		return t * t * t
	}
	return (116*t - 16) * 27 / 24389
}

func clip(v float64) byte { return byte(math.Round(min(max(v, 0), 255))) }
