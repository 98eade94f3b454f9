package ingest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/image/tiff"

	"baoge/app/exif"
	"baoge/app/exif/exiftest"
)

// paintedPage paints a page of two columns; without what that takes the test is skipped.
func paintedPage(t *testing.T) *image.Gray {
	t.Helper()
	paint, err := exec.LookPath("convert")
	if !hasOCR() || err != nil {
		t.Skip("Tesseract with chi_sim or ImageMagick is not installed")
	}
	face, err := filepath.Abs("../../assets/fonts/NotoSerifSC-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "page.png")
	args := []string{"-size", "1600x1008", "xc:white", "-font", face, "-fill", "black", "-pointsize", "80", "-annotate", "+60+120", "城东的桥通车了", "-pointsize", "40"}
	for i, line := range []string{"昨天上午城东的桥通车了", "两岸的人都来看桥上的人", "很多，孩子们在桥边唱歌。", "桥长三百米，修了两年，"} {
		args = append(args, "-annotate", fmt.Sprintf("+60+%d", 260+70*i), line)
	}
	for i, line := range []string{"宽十二米，车辆可以并行。", "从前过河要坐船，如今走路", "只要五分钟，老人说方便。"} {
		args = append(args, "-annotate", fmt.Sprintf("+900+%d", 260+70*i), line)
	}
	if b, err := exec.Command(paint, append(args, "-depth", "8", out)...).CombinedOutput(); err != nil {
		t.Skipf("convert: %v %s", err, b)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	page := image.NewGray(img.Bounds())
	draw.Draw(page, page.Rect, img, img.Bounds().Min, draw.Src)
	return page
}

// photographed is a page as a camera stores it that was held so.
func photographed(t *testing.T, page *image.Gray, o exif.Orientation, colour bool) []byte {
	t.Helper()
	var img image.Image = exiftest.Stored(page, int(o))
	if colour {
		rgba := image.NewRGBA(img.Bounds())
		draw.Draw(rgba, rgba.Rect, img, image.Point{}, draw.Src)
		img = rgba
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 98}); err != nil {
		t.Fatal(err)
	}
	return exiftest.Photograph(b.Bytes(), binary.BigEndian, uint16(o))
}

// scanned is a page as a scanner stores it in which it lay so.
func scanned(t *testing.T, page *image.Gray, o exif.Orientation) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := tiff.Encode(&b, exiftest.Stored(page, int(o)), nil); err != nil {
		t.Fatal(err)
	}
	return exiftest.Scan(b.Bytes(), uint16(o))
}

// However a camera was held when it took a page, or the page lay in a scanner, the same
// words are read, and their boxes hold where they are seen.
func TestBoxesHoldOnTurnedPhotographs(t *testing.T) {
	page := paintedPage(t)
	boxesHold(t, "02.jpg", func(o exif.Orientation) []byte { return photographed(t, page, o, o%2 == 0) })
	boxesHold(t, "02.tif", func(o exif.Orientation) []byte { return scanned(t, page, o) })
}

func boxesHold(t *testing.T, name string, file func(exif.Orientation) []byte) {
	t.Helper()
	var upright []Word
	for o := exif.Orientation(1); o <= 8; o++ {
		f, err := ReadPage(file(o), name, Options{})
		if err != nil || len(f.Scans) != 1 {
			t.Fatalf("%s, orientation %d: %v, %d scans", name, o, err, len(f.Scans))
		}
		check(t, f)
		words := f.Scans[0].Words
		for i, w := range words {
			words[i].Box = seen(o, w.Box)
		}
		if o == 1 {
			if upright = words; len(words) < 40 {
				t.Fatalf("%d words, read as %s", len(words), written(f))
			}
			continue
		}
		if len(words) != len(upright) {
			t.Fatalf("%s, orientation %d: %d words, want %d, read as %s", name, o, len(words), len(upright), written(f))
		}
		for i, w := range words {
			is, want := w, upright[i]
			is.Box, want.Box = Box{}, Box{}
			if is != want || !near(w.Box, upright[i].Box) {
				t.Errorf("%s, orientation %d: word %d is %+v, want %+v", name, o, i, w, upright[i])
			}
		}
	}
}

// seen is where a box lies on the picture as it is seen.
func seen(o exif.Orientation, b Box) Box {
	x, y := o.Upright(b.Left, b.Top)
	u, v := o.Upright(b.Right, b.Bottom)
	return Box{min(x, u), min(y, v), max(x, u), max(y, v)}
}

// near allows for a few pixels, as the engine's edges depend on the noise of JPEG.
func near(a, b Box) bool {
	const far = 0.005
	return max(math.Abs(a.Left-b.Left), math.Abs(a.Top-b.Top), math.Abs(a.Right-b.Right), math.Abs(a.Bottom-b.Bottom)) < far
}
