//go:build linux

package main

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"baoge/app/ui/uitest"
)

// A printed page is opened with V from the article that stands on it, outlined, enlarged,
// and left again; in review it stands beside the text.
func TestPrintedPage(t *testing.T) {
	const alto = `<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page WIDTH="1000" HEIGHT="1400"><PrintSpace>
<TextBlock><TextLine HPOS="100" VPOS="60" WIDTH="480" HEIGHT="60"><String CONTENT="城东的桥通车了" HPOS="100" VPOS="60" WIDTH="420" HEIGHT="60" WC="0.9"/></TextLine></TextBlock>
<TextBlock><TextLine HPOS="160" VPOS="200" WIDTH="540" HEIGHT="30"><String CONTENT="昨天上午城东的桥通车了，桥上的人很多。" HPOS="160" VPOS="200" WIDTH="570" HEIGHT="30" WC="0.9"/></TextLine></TextBlock>
</PrintSpace></Page></Layout></alto>`
	page := image.NewNRGBA(image.Rect(0, 0, 1000, 1400))
	ground := color.NRGBA{0xEE, 0xEE, 0xF8, 0xFF} // of no theme
	for i := range 1000 * 1400 {
		page.SetNRGBA(i%1000, i/1000, ground)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, page); err != nil {
		t.Fatal(err)
	}
	dir, lib := t.TempDir(), filepath.Join(t.TempDir(), "lib")
	for name, data := range map[string][]byte{"2024-05-01_02.xml": []byte(alto), "2024-05-01_02.png": b.Bytes()} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	k := &desk{Desktop: uitest.Start(t, uitest.Options{})}
	if out, err := k.Output(uitest.Build(t, "baoge/cmd/baogectl"), "--library", lib, "import", dir); err != nil {
		t.Fatal(out, err)
	}
	k.start(t, "--library", lib)
	k.reads(t, "城东的桥通车了\n")

	glaze := func(part float64) color.NRGBA { // of the outline's tint over the page
		tint := color.NRGBA{0x3C, 0x6E, 0x9F, 0xFF}
		c := func(ground, tint uint8) uint8 { return uint8(float64(ground) * (255 - (255-float64(tint))*part) / 255) }
		return color.NRGBA{c(ground.R, tint.R), c(ground.G, tint.G), c(ground.B, tint.B), 0xFF}
	}
	all := image.Rect(0, 60, 1260, 740)
	outlined := func() (page, line int) {
		img := k.w.Shot(t)
		if !all.In(img.Bounds()) {
			return 0, 0
		}
		return uitest.Count(img, all, ground, 3), uitest.Count(img, all, glaze(0.10), 4)
	}
	k.w.Key(t, "v")
	small := 0
	k.Until(t, "the printed page is shown, the article outlined", func() bool {
		page, line := outlined()
		small = line
		return page > all.Dx()*all.Dy()*7/10 && line > 50_000
	})
	uitest.Save(t, k.w.Shot(t), "window-printed-page")
	k.w.Key(t, "ctrl+equal", "ctrl+equal")
	k.Until(t, "it grows", func() bool { _, line := outlined(); return line > small })
	k.w.Key(t, "Escape")
	k.reads(t, "城东的桥通车了\n")

	k.w.Key(t, "ctrl+r")
	k.Until(t, "the page is looked over", func() bool { page, _ := outlined(); return page == 0 && !k.reading(t) })
	k.w.Key(t, "v")
	k.Until(t, "the printed page is beside the text", func() bool {
		img := k.w.Shot(t)
		return all.In(img.Bounds()) && uitest.Count(img, image.Rect(640, 60, 1260, 700), ground, 3) > 200_000 && uitest.Count(img, image.Rect(0, 60, 600, 700), ground, 3) == 0
	})
	uitest.Save(t, k.w.Shot(t), "window-printed-page-review")
	k.w.Key(t, "Escape")
	k.end(t)
}

// reading reports whether the reader's paper is what is in the window.
func (k *desk) reading(t *testing.T) bool {
	img := k.w.Shot(t)
	return paper.In(img.Bounds()) && uitest.Count(img, paper, dayPaper, 0) > paper.Dx()*paper.Dy()*7/10
}
