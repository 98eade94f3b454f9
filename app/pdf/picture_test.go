package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/image/tiff"

	"baoge/app/typeset"
)

// scene is a picture in which every pixel's place can be told; clear: one corner is.
func scene(w, h int, clear bool) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{uint8(x * 255 / w), uint8(y * 255 / h), 90, 255}
			if clear && x < w/2 && y < h/2 {
				c.A = uint8(x * 255 / w)
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

func encoded(t testing.TB, f func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// chunk is a PNG file's chunk.
func chunk(name string, data []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, name...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// pngOf makes a PNG file of rows that are not filtered.
func pngOf(kind, bits byte, w, h int, rows []byte, more ...[]byte) []byte {
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(w)), uint32(h))
	var z bytes.Buffer
	c := zlib.NewWriter(&z)
	for stride := len(rows) / h; len(rows) > 0; rows = rows[stride:] {
		c.Write([]byte{0})
		c.Write(rows[:stride])
	}
	c.Close()
	out := append([]byte(pngSignature), chunk("IHDR", append(head, bits, kind, 0, 0, 0))...)
	for _, m := range more {
		out = append(out, m...)
	}
	half := z.Len() / 2
	out = append(append(out, chunk("IDAT", z.Bytes()[:half])...), chunk("IDAT", z.Bytes()[half:])...)
	return append(out, chunk("IEND", nil)...)
}

// pictureFiles are pictures of every kind that can be shown.
func pictureFiles(t testing.TB) map[string][]byte {
	t.Helper()
	opaque, clear := scene(64, 48, false), scene(64, 48, true)
	grey := image.NewGray(opaque.Rect)
	draw.Draw(grey, grey.Rect, opaque, image.Point{}, draw.Src)
	deep := image.NewNRGBA64(clear.Rect)
	draw.Draw(deep, deep.Rect, clear, image.Point{}, draw.Src)
	flat := image.NewPaletted(opaque.Rect, color.Palette{color.NRGBA{}, color.NRGBA{200, 30, 30, 255}, color.NRGBA{30, 30, 200, 128}})
	for i := range flat.Pix {
		flat.Pix[i] = uint8(i / 1024 % 3)
	}
	p := func(img image.Image) []byte {
		return encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, img) })
	}
	rows := make([]byte, 48*8)
	for i := range rows {
		rows[i] = byte(0xFF * (i / 128 % 2)) // 16 rows black, 16 white
	}
	return map[string][]byte{
		"jpeg":       encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, opaque, nil) }),
		"jpeg grey":  encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, grey, nil) }),
		"png":        p(opaque),
		"png alpha":  p(clear),
		"png grey":   p(grey),
		"png 16":     p(deep),
		"png flat":   p(flat),
		"png 1 bit":  pngOf(0, 1, 64, 48, rows),
		"png colour": pngOf(2, 8, 4, 4, bytes.Repeat([]byte{10, 200, 90}, 16), chunk("tRNS", []byte{0, 10, 0, 200, 0, 90})),
		"png icc":    pngOf(2, 8, 4, 4, bytes.Repeat([]byte{10, 200, 90}, 16), chunk("iCCP", append([]byte("a\x00\x00"), deflated(srgbProfile())...))),
		"gif":        encoded(t, func(b *bytes.Buffer) error { return gif.Encode(b, opaque, nil) }),
		"tiff":       encoded(t, func(b *bytes.Buffer) error { return tiff.Encode(b, opaque, nil) }),
	}
}

func deflated(b []byte) []byte {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	w.Write(b)
	w.Close()
	return z.Bytes()
}

// picturePage is a page of one picture, in a figure.
func picturePage(media string) *typeset.Page {
	return &typeset.Page{W: 200, H: 160, Label: "1", Elements: []typeset.Element{{ID: 1, Kind: typeset.ElemFigure, Alt: "一张图"}}, Done: 1,
		Pictures: []typeset.Picture{{Rect: typeset.Rect{X: 20, Y: 20, W: 160, H: 120}, Media: media, Elem: 1, Pixels: [2]int{1, 1}}}}
}

// gallery hands pictures out by name.
func gallery(files map[string][]byte) func(string) ([]byte, error) {
	return func(media string) ([]byte, error) {
		if b, ok := files[media]; ok {
			return b, nil
		}
		return nil, errors.New("not there")
	}
}

// What poppler shows is the picture's colours on white, at its four corners.
func TestPicturesAreShown(t *testing.T) {
	for name, file := range pictureFiles(t) {
		path := save(t, Options{Picture: gallery(map[string][]byte{"a": file})}, picturePage("a"))
		if out := run(t, "qpdf", "--check", path); !strings.Contains(out, "No syntax or stream encoding errors") {
			t.Errorf("%s: %s", name, out)
		}
		want, _, err := image.Decode(bytes.NewReader(file))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got := seen(t, path)
		for _, at := range [][2]float64{{0.1, 0.1}, {0.9, 0.1}, {0.1, 0.9}, {0.9, 0.9}, {0.5, 0.5}} {
			b := want.Bounds()
			r, g, bl, a := want.At(b.Min.X+int(at[0]*float64(b.Dx())), b.Min.Y+int(at[1]*float64(b.Dy()))).RGBA()
			white := 0xFFFF - a
			if name == "png colour" { // the one colour is clear; our decoder knows it, too
				r, g, bl, white = 0xFFFF, 0xFFFF, 0xFFFF, 0
			}
			x, y := int(20+at[0]*160), int(20+at[1]*120)
			gr, gg, gb, _ := got.At(x, y).RGBA()
			for i, d := range [][2]uint32{{gr, r + white}, {gg, g + white}, {gb, bl + white}} {
				if math.Abs(float64(d[0]>>8)-float64(d[1]>>8)) > apart(name) {
					t.Errorf("%s at %v: component %d is %d, want %d", name, at, i, d[0]>>8, d[1]>>8)
				}
			}
		}
	}
}

// apart is how far a component may be off: poppler smooths, and what is dithered is
// another colour at every place.
func apart(name string) float64 {
	switch name {
	case "gif":
		return 60
	}
	return 14
}

// seen is poppler's picture of a page, a pixel a point.
func seen(t testing.TB, path string) image.Image {
	t.Helper()
	run(t, "pdftoppm", "-r", "72", "-singlefile", "-png", path, path)
	b, err := os.ReadFile(path + ".png")
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// A JPEG file's bytes go in as they are, and once.
func TestJPEGIsPassedThrough(t *testing.T) {
	file := pictureFiles(t)["jpeg"]
	two := picturePage("a")
	two.Elements[0].ID, two.Pictures[0].Elem, two.Done = 2, 2, 2
	path := save(t, Options{Picture: gallery(map[string][]byte{"a": append(file, "nothing to see"...)})}, picturePage("a"), two)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(whole, file); n != 1 {
		t.Errorf("the file's bytes stand %d times in the document", n)
	}
	if bytes.Contains(whole, []byte("nothing to see")) {
		t.Error("what follows a JPEG file is in the document")
	}
	if list := run(t, "pdfimages", "-list", path); strings.Count(list, "jpeg") != 2 {
		t.Errorf("%s", list)
	}
}

var alternative = regexp.MustCompile(`/Alt[ <(]`)

func TestFiguresAreTagged(t *testing.T) {
	path := save(t, Options{Picture: gallery(pictureFiles(t))}, picturePage("png alpha"))
	plain := filepath.Join(t.TempDir(), "q.pdf")
	run(t, "qpdf", "--qdf", "--object-streams=disable", path, plain)
	b, err := os.ReadFile(plain)
	if err != nil {
		t.Fatal(err)
	}
	if !alternative.Match(b) || !bytes.Contains(b, []byte("/S /Figure")) || !bytes.Contains(b, []byte("/BBox [")) || !bytes.Contains(b, []byte("/SMask")) {
		t.Error("the figure has no alternative text, place or mask")
	}
	if got := run(t, "pdfinfo", "-struct", path); !strings.Contains(got, "Figure") {
		t.Errorf("%s", got)
	}
}

// A picture cut short, of nothing, or absent leaves its frame with what stands in it.
func TestBrokenPicturesLeaveTheirFrame(t *testing.T) {
	files := map[string][]byte{}
	for name, f := range pictureFiles(t) {
		files[name+" cut"] = f[:len(f)/2]
	}
	good := pictureFiles(t)
	files["empty"], files["words"] = []byte{}, []byte("no picture")
	damaged := bytes.Clone(good["png"])
	damaged[len(damaged)/2] ^= 0xFF
	files["damaged"] = damaged
	files["bomb"] = append([]byte(pngSignature), chunk("IHDR", []byte{0, 15, 255, 255, 0, 15, 255, 255, 8, 6, 0, 0, 0})...)
	files["lying jpeg"] = []byte("\xff\xd8\xff\xc0\x00\x0b\x08\x00\x10\x00\x10\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00")
	files["12 bits"] = bytes.Replace(good["jpeg"], []byte("\xff\xc0\x00\x11\x08"), []byte("\xff\xc0\x00\x11\x0c"), 1)
	files["absent"] = nil
	f := loadFaces(t)
	for name := range files {
		p := picturePage(name)
		p.Pictures[0].Instead = []typeset.Line{{Runs: []typeset.Run{{Face: f.Sans, Size: 10, X: 60, Y: 80, Glyphs: glyphs(t, f.Sans, "见报时的图", 10)}}}}
		get := gallery(files)
		if name == "absent" {
			get = nil
		}
		path := save(t, Options{Picture: get}, p)
		if got := strings.TrimSpace(run(t, "pdftotext", "-raw", path, "-")); got != "见报时的图" {
			t.Errorf("%s: %q stands in its place", name, got)
		}
		img := seen(t, path)
		if r, _, _, _ := img.At(100, 20).RGBA(); r>>8 > 0xE8 {
			t.Errorf("%s: no frame", name)
		}
	}
}

// What only another program makes: CMYK, progressive and restarted JPEG, interlaced PNG.
func TestPicturesOfAnotherProgram(t *testing.T) {
	convert := tool(t, "convert")
	dir := t.TempDir()
	source := filepath.Join(dir, "a.png")
	if err := os.WriteFile(source, encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, scene(64, 48, false)) }), 0o666); err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{
		"cmyk.jpg": {"-colorspace", "CMYK"}, "progressive.jpg": {"-interlace", "JPEG"}, "restart.jpg": {"-define", "jpeg:restart-interval=2"},
		"interlaced.png": {"-interlace", "PNG"}, "grey16.png": {"-colorspace", "Gray", "-depth", "16"}, "a.webp": {},
	} {
		out := filepath.Join(dir, name)
		if said, err := exec.Command(convert, append(append([]string{source}, args...), out)...).CombinedOutput(); err != nil {
			t.Logf("%s: not made: %s", name, said)
			continue
		}
		b, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		path := save(t, Options{Picture: gallery(map[string][]byte{"a": b})}, picturePage("a"))
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, ".jpg") && !bytes.Contains(whole, b) {
			t.Errorf("%s: its bytes are not in the document", name)
		}
		img := seen(t, path)
		r, g, _, _ := img.At(170, 30).RGBA() // right above: much red, little green
		if grey := name == "grey16.png"; !grey && (r>>8 < 150 || g>>8 > 110) || grey && r != g {
			t.Errorf("%s: red %d, green %d", name, r>>8, g>>8)
		}
		if name == "cmyk.jpg" && !strings.Contains(run(t, "pdfimages", "-list", path), "icc") {
			t.Error("CMYK without a profile")
		}
	}
}

func TestProfiles(t *testing.T) {
	if !soundProfile(srgbProfile(), 3) || !soundProfile(offsetProfile(), 4) {
		t.Error("our own profiles are not sound")
	}
	for name, b := range map[string][]byte{"empty": nil, "for others": offsetProfile(), "cut": srgbProfile()[:300], "noise": bytes.Repeat([]byte{7}, 400)} {
		if soundProfile(b, 3) {
			t.Errorf("%s: taken for a profile of three components", name)
		}
	}
	paper, black := neugebauer([4]float64{}), neugebauer([4]float64{0, 0, 0, 1})
	if fmt.Sprint(paper) != "[255 128 128]" || black[0] > 50 {
		t.Errorf("paper %v, black %v", paper, black)
	}
}

func FuzzPicture(f *testing.F) {
	for _, b := range pictureFiles(f) {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if c, _, err := image.DecodeConfig(bytes.NewReader(b)); err == nil && c.Width*c.Height > 1<<20 {
			t.Skip("large")
		}
		p := pictures{file: newFile(&bytes.Buffer{}), bytes: func(string) ([]byte, error) { return b, nil }}
		p.of("a")
	})
}
