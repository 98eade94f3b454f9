//go:build linux

package uitest

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Shot is the window as it looks now. While it is being remapped the picture is empty.
func (w *Window) Shot(t testing.TB) *image.NRGBA {
	t.Helper()
	return w.d.shot(w.ID)
}

// Screen is the whole screen as it looks now, with candidate windows and frames.
func (d *Desktop) Screen() *image.NRGBA { return d.shot("root") }

func (d *Desktop) shot(window string) *image.NRGBA {
	b, err := d.bytes(nil, "import", "-silent", "-window", window, "-depth", "8", "ppm:-")
	if err != nil {
		return image.NewNRGBA(image.Rectangle{})
	}
	return readPPM(b)
}

// readPPM reads a binary PPM: it needs no packing, so pictures come quickly. What is not
// one gives an empty picture.
func readPPM(b []byte) *image.NRGBA {
	var w, h, top int
	r := bytes.NewReader(b)
	if n, err := fmt.Fscanf(r, "P6\n%d %d\n%d\n", &w, &h, &top); n != 3 || err != nil || top != 255 || r.Len() != 3*w*h {
		return image.NewNRGBA(image.Rectangle{})
	}
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i, p := 0, b[len(b)-3*w*h:]; i < w*h; i++ {
		copy(img.Pix[4*i:], p[3*i:3*i+3])
		img.Pix[4*i+3] = 0xFF
	}
	return img
}

// Save writes a picture as PNG into the folder BAOGE_SHOTS names, and nowhere when it is unset.
func Save(t testing.TB, img image.Image, name string) {
	t.Helper()
	dir := os.Getenv("BAOGE_SHOTS")
	if dir == "" || img.Bounds().Empty() {
		return
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}

// report keeps what a failed condition looked like, and tells what the programs said last.
func (d *Desktop) report(t testing.TB) {
	t.Helper()
	if os.Getenv("BAOGE_SHOTS") != "" {
		Save(t, d.Screen(), strings.ReplaceAll(t.Name(), "/", "-")+"-failed")
	}
	logs, _ := filepath.Glob(filepath.Join(d.Home, "*.log"))
	for _, name := range logs {
		if b, _ := os.ReadFile(name); len(b) > 0 {
			t.Logf("%s:\n%s", filepath.Base(name), b[max(0, len(b)-2000):])
		}
	}
}

// Count counts the pixels of a region that are of a colour, each channel within tolerance.
func Count(img *image.NRGBA, r image.Rectangle, c color.NRGBA, tolerance int) int {
	n := 0
	near := func(a, b uint8) bool { return max(a, b)-min(a, b) <= uint8(tolerance) }
	r = r.Intersect(img.Bounds())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			p := img.NRGBAAt(x, y)
			if near(p.R, c.R) && near(p.G, c.G) && near(p.B, c.B) {
				n++
			}
		}
	}
	return n
}

// Differ counts the pixels in which two pictures differ within a region; pictures of
// unlike size differ everywhere.
func Differ(a, b *image.NRGBA, r image.Rectangle) int {
	if a.Bounds() != b.Bounds() {
		return r.Dx() * r.Dy()
	}
	n := 0
	r = r.Intersect(a.Bounds())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if a.NRGBAAt(x, y) != b.NRGBAAt(x, y) {
				n++
			}
		}
	}
	return n
}

// Still waits until two looks at a region of the window, a moment apart, are the same, and
// returns the last. Leave out a focused text field: its caret blinks.
func (w *Window) Still(t testing.TB, region image.Rectangle) *image.NRGBA {
	t.Helper()
	before := w.Shot(t)
	w.d.Until(t, "the window comes to rest", func() bool {
		time.Sleep(60 * time.Millisecond)
		now := w.Shot(t)
		same := !now.Bounds().Empty() && Differ(before, now, region) == 0
		before = now
		return same
	})
	return before
}

// colours counts the colours of a picture, up to 256.
func colours(img *image.NRGBA) int {
	seen := map[color.NRGBA]bool{}
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y && len(seen) < 256; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			seen[img.NRGBAAt(x, y)] = true
		}
	}
	return len(seen)
}
