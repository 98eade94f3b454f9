package exif_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/jpeg"
	"slices"
	"testing"

	"golang.org/x/image/tiff"

	"baoge/app/exif"
	"baoge/app/exif/exiftest"
)

// What a camera stored, however it was held, is turned into what it saw, pixels of one
// byte and of several alike, and so are places on it; there and back.
func TestTurned(t *testing.T) {
	seen := image.NewGray(image.Rect(0, 0, 5, 3))
	for i := range seen.Pix {
		seen.Pix[i] = uint8(i)
	}
	for o := exif.Orientation(1); o <= 8; o++ {
		stored := exiftest.Stored(seen, int(o))
		w, h := stored.Rect.Dx(), stored.Rect.Dy()
		if a, b := o.Size(w, h); a != 5 || b != 3 {
			t.Errorf("orientation %d: %d × %d", o, a, b)
		}
		var wide []byte // each row, and three bytes that are no part of it
		for y := range h {
			for x := range w {
				wide = append(wide, stored.GrayAt(x, y).Y, 100+stored.GrayAt(x, y).Y)
			}
			wide = append(wide, 0xEE, 0xEE, 0xEE)
		}
		var want []byte
		for _, v := range seen.Pix {
			want = append(want, v, 100+v)
		}
		if got := o.Turn(stored.Pix, w, h, stored.Stride, 1); !bytes.Equal(got, seen.Pix) {
			t.Errorf("orientation %d: pixels %v", o, got)
		}
		if got := o.Turn(wide, w, h, 2*w+3, 2); !bytes.Equal(got, want) {
			t.Errorf("orientation %d: pixels of two bytes %v", o, got)
		}
		for y := range h {
			for x := range w {
				sx, sy := (float64(x)+0.5)/float64(w), (float64(y)+0.5)/float64(h)
				ux, uy := o.Upright(sx, sy)
				if got := seen.GrayAt(int(ux*5), int(uy*3)); got != stored.GrayAt(x, y) {
					t.Errorf("orientation %d: %d, %d goes to %v, %v", o, x, y, ux, uy)
				}
				if bx, by := o.Stored(ux, uy); bx-sx > 1e-9 || sx-bx > 1e-9 || by-sy > 1e-9 || sy-by > 1e-9 {
					t.Errorf("orientation %d: %v, %v comes back to %v, %v", o, sx, sy, bx, by)
				}
			}
		}
	}
}

// Every page of a TIFF file says how it lies; links that run in a circle end.
func TestPages(t *testing.T) {
	var file bytes.Buffer
	if err := tiff.Encode(&file, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	for o := range uint16(10) {
		want := exif.Orientation(o)
		if o == 0 || o == 9 {
			want = 1
		}
		one := exiftest.Scan(file.Bytes(), o)
		if got := exif.OrientationOf(one); got != want {
			t.Errorf("orientation %d: %d", o, got)
		}
		plain := binary.LittleEndian.Uint32(file.Bytes()[4:]) // the directory that was there before
		two := bytes.Clone(one)
		binary.LittleEndian.PutUint32(two[len(two)-4:], plain)
		circle := bytes.Clone(one)
		copy(circle[len(circle)-4:], one[4:8])
		for name, c := range map[string]struct {
			file []byte
			want []exif.Orientation
		}{"two": {two, []exif.Orientation{want, 1}}, "circle": {circle, []exif.Orientation{want}}} {
			if got := exif.Pages(c.file); !slices.Equal(got, c.want) {
				t.Errorf("orientation %d, %s: %v", o, name, got)
			}
		}
	}
}

// What is cut short or lies about its lengths is upright, as is what is no JPEG file.
func TestOddOrientations(t *testing.T) {
	var file bytes.Buffer
	if err := jpeg.Encode(&file, image.NewGray(image.Rect(0, 0, 16, 16)), nil); err != nil {
		t.Fatal(err)
	}
	whole := exiftest.Photograph(file.Bytes(), binary.LittleEndian, 6)
	if o := exif.OrientationOf(whole); o != 6 {
		t.Fatalf("orientation %d", o)
	}
	const told = 4 + 2 + 6 + 8 + 2 + 12 + 12 // the end of the tag's entry
	for n := range told {
		if o := exif.OrientationOf(whole[:n]); o != 1 {
			t.Errorf("%d bytes: orientation %d", n, o)
		}
	}
	for i := range told {
		for _, v := range []byte{0, 0x7F, 0xFF} {
			odd := bytes.Clone(whole)
			odd[i] = v
			if o := exif.OrientationOf(odd); o < 1 || o > 8 {
				t.Errorf("byte %d as %X: orientation %d", i, v, o)
			}
		}
	}
	if o := exif.OrientationOf([]byte(fmt.Sprint("\x89PNG", string(whole)))); o != 1 {
		t.Errorf("no JPEG file: orientation %d", o)
	}
}
