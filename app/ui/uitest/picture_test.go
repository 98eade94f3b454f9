//go:build linux

package uitest

import (
	"image"
	"image/color"
	"testing"
)

func TestPictures(t *testing.T) {
	ppm := func(pix ...byte) *image.NRGBA { return readPPM(append([]byte("P6\n2 2\n255\n"), pix...)) }
	a := ppm(0, 0, 0, 10, 20, 30, 12, 20, 30, 255, 255, 255)
	b := ppm(0, 0, 0, 10, 20, 30, 12, 20, 30, 255, 255, 254)
	all := image.Rect(0, 0, 2, 2)
	if a.Bounds() != all || a.NRGBAAt(1, 0) != (color.NRGBA{10, 20, 30, 255}) {
		t.Fatalf("read %v, %v", a.Bounds(), a.NRGBAAt(1, 0))
	}
	if !ppm(0, 0, 0).Bounds().Empty() || !readPPM([]byte("P5\n2 2\n255\n")).Bounds().Empty() || !readPPM(nil).Bounds().Empty() {
		t.Error("half a picture is read as a whole one")
	}
	for _, c := range []struct {
		tolerance, want int
		r               image.Rectangle
	}{{0, 1, all}, {2, 2, all}, {1, 1, all}, {2, 1, image.Rect(1, 0, 2, 2)}, {255, 4, image.Rect(-5, -5, 9, 9)}} {
		if n := Count(a, c.r, color.NRGBA{10, 20, 30, 255}, c.tolerance); n != c.want {
			t.Errorf("tolerance %d in %v: %d pixels, want %d", c.tolerance, c.r, n, c.want)
		}
	}
	if n := Differ(a, b, all); n != 1 {
		t.Errorf("%d pixels differ, want 1", n)
	}
	if n := Differ(a, b, image.Rect(0, 0, 2, 1)); n != 0 {
		t.Errorf("%d pixels differ in the upper row, want 0", n)
	}
	if n := Differ(a, ppm(), all); n != 4 {
		t.Errorf("pictures of unlike size differ in %d pixels, want all", n)
	}
	if n := colours(a); n != 4 {
		t.Errorf("%d colours, want 4", n)
	}
}

// What one starts ends with the test, and its children with it.
func TestNothingStays(t *testing.T) {
	var p *process
	var d *Desktop
	t.Run("desk", func(t *testing.T) {
		d = Start(t, Options{Width: 320, Height: 200})
		p = d.start(t, "sh", "-c", "sleep 1000 & echo $!; wait")
		d.Until(t, "the child runs", func() bool { return p.output() != "" })
	})
	if p.alive() {
		t.Error("a program outlives its desktop")
	}
	if _, err := d.Output("xprop", "-root"); err == nil {
		t.Error("the display outlives the test")
	}
}
