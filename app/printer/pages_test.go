package printer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"os"
	"os/exec"
	"strings"
	"testing"

	"baoge/app/export"
	"baoge/app/paper"
)

// canvas is a device that is a picture, as GDI would fill it.
type canvas struct {
	g     geometry
	page  *image.Gray
	pages []*image.Gray
	next  int // the row the next strip must begin at
	fail  int // the strip that cannot be put
	puts  int
}

func (c *canvas) geometry() geometry { return c.g }

func (c *canvas) startPage() error {
	c.page = image.NewGray(image.Rect(0, 0, c.g.w, c.g.h))
	for i := range c.page.Pix {
		c.page.Pix[i] = 7 // no strip came here
	}
	c.next = -c.g.top
	return nil
}

func (c *canvas) put(d dib, left, width, from, to int) error {
	c.puts++
	if c.puts == c.fail {
		return errors.New("no paper")
	}
	if from != c.next {
		return fmt.Errorf("a strip begins at row %d, the last ended at %d", from, c.next)
	}
	c.next = to
	for y := from; y < to; y++ {
		row := d.bytes[(y-from)*d.h/(to-from)*d.stride:]
		for x := range width {
			k := x * d.w / width
			v := row[min(k, d.w-1)]
			if !d.grey {
				v = color.GrayModel.Convert(color.RGBA{R: row[3*k+2], G: row[3*k+1], B: row[3*k], A: 255}).(color.Gray).Y
			}
			if at := (image.Point{X: x + left + c.g.left, Y: y + c.g.top}); at.In(c.page.Rect) {
				c.page.Pix[c.page.PixOffset(at.X, at.Y)] = v
			}
		}
	}
	return nil
}

func (c *canvas) endPage() error {
	c.pages = append(c.pages, c.page)
	return nil
}

// newCanvas is as high as A4 and as wide as is said, in points.
func newCanvas(width, dpi float32) *canvas {
	return &canvas{g: geometry{w: int(width*dpi/72) + 1, h: int(841.89*dpi/72) + 1, left: 20, top: 30, scaleX: dpi / 72, scaleY: dpi / 72}}
}

// printed is an article of two pages.
func printed() []*paper.Article {
	a := &paper.Article{Headline: "河边又添三座桥", Dateline: "本报讯", Publication: "示例日报", Date: paper.Date{Year: 2023, Month: 7, Day: 21}, Page: "2"}
	for i := range 60 {
		a.Blocks = append(a.Blocks, paper.Block{Kind: paper.Paragraph, Text: fmt.Sprintf("第%d段。", i) + strings.Repeat("三座桥共铺路面一千二百平方米，过河不再绕路。", 3)})
	}
	return []*paper.Article{a}
}

// What is painted in strips for Windows looks like the PDF, page for page.
func TestPagesLikePDF(t *testing.T) {
	ctx := context.Background()
	var pdf bytes.Buffer
	r, err := export.Write(ctx, &pdf, printed(), export.PDF, export.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c := newCanvas(595.28, 200)
	if err := paint(ctx, c, export.Draw(ctx, printed(), export.Options{}), true); err != nil {
		t.Fatal(err)
	}
	if len(c.pages) != r.Pages || r.Pages < 2 {
		t.Fatalf("%d pages, want %d", len(c.pages), r.Pages)
	}
	for i, want := range poppler(t, pdf.Bytes(), 200) {
		off, ink := 0, 0
		for y := 0; y+4 <= min(want.Rect.Dy(), c.g.h); y += 4 {
			for x := 0; x+4 <= min(want.Rect.Dx(), c.g.w); x += 4 {
				a, b := block(c.pages[i], x, y), block(want, x, y)
				if b < 192 {
					ink++
				}
				if a-b > 80 || b-a > 80 {
					off++
				}
			}
		}
		if ink < 1000 || off*50 > ink {
			t.Errorf("page %d: %d blocks are off, %d have ink", i+1, off, ink)
		}
	}
}

// block is how light four by four pixels are: glyphs may stand a part of a pixel aside.
func block(m *image.Gray, x, y int) int {
	sum := 0
	for dy := range 4 {
		for dx := range 4 {
			sum += int(m.GrayAt(x+dx, y+dy).Y)
		}
	}
	return sum / 16
}

// poppler's pictures of a document, in grey.
func poppler(t *testing.T, pdf []byte, dpi int) []*image.Gray {
	t.Helper()
	program, err := exec.LookPath("pdftoppm")
	if err != nil {
		t.Skip("pdftoppm is not installed")
	}
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/a.pdf", pdf, 0o666); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(program, "-gray", "-r", fmt.Sprint(dpi), dir+"/a.pdf", dir+"/p").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var all []*image.Gray
	for i := 1; ; i++ {
		b, err := os.ReadFile(fmt.Sprintf("%s/p-%d.pgm", dir, i))
		if err != nil {
			return all
		}
		var w, h, most int
		if _, err := fmt.Fscanf(bytes.NewReader(b), "P5\n%d %d\n%d\n", &w, &h, &most); err != nil {
			t.Fatal(err)
		}
		all = append(all, &image.Gray{Pix: b[len(b)-w*h:], Stride: w, Rect: image.Rect(0, 0, w, h)})
	}
}

// A device finer than is worth drawing gets strips that are stretched, whole rows each, in
// colour and in grey alike, down to the sheet's last row.
func TestStripsMeet(t *testing.T) {
	ctx := context.Background()
	for _, dpi := range []float32{72, 203, 600, 1200} {
		c := newCanvas(boxPage, dpi)
		if err := paint(ctx, c, oneBox{}, dpi == 600); err != nil {
			t.Errorf("%g dpi: %v", dpi, err)
			continue
		}
		if got := c.page.GrayAt(c.g.w/2, c.g.h/2).Y; got > 2 {
			t.Errorf("%g dpi: the box is %d", dpi, got)
		}
		for y := c.g.h / 4; y < c.g.h*3/4; y++ {
			if v := c.page.GrayAt(c.g.w/2, y).Y; v > 2 {
				t.Fatalf("%g dpi: row %d of the box is %d", dpi, y, v)
			}
		}
		if v := c.page.GrayAt(c.g.w/2, c.g.h-3).Y; v != 255 {
			t.Errorf("%g dpi: the last rows are %d", dpi, v)
		}
	}
}

// oneBox is one page with a black box in the middle half: a strip of A4 from top to foot,
// for a whole page of 1,200 dpi is 139 million pixels.
type oneBox struct{}

const boxPage = 24 // points wide

func (oneBox) Len() int                           { return 1 }
func (oneBox) Size(int) (w, h float32, err error) { return boxPage, 841.89, nil }
func (oneBox) Draw(_ int, dst *image.RGBA, scale float32, top int) error {
	for y := range dst.Rect.Dy() {
		at := float32(y+top) / scale / 841.89
		for x := range dst.Rect.Dx() {
			if across := float32(x) / scale / boxPage; at > 0.2 && at < 0.8 && across > 0.25 && across < 0.75 {
				dst.SetRGBA(x, y, color.RGBA{A: 255})
			}
		}
	}
	return nil
}

func TestPaintStops(t *testing.T) {
	c := newCanvas(boxPage, 72)
	c.fail = 2
	if err := paint(context.Background(), c, oneBox{}, true); err == nil || len(c.pages) != 0 {
		t.Errorf("%d pages, %v", len(c.pages), err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := paint(ctx, newCanvas(boxPage, 72), oneBox{}, true); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// Windows' part compiles, and its names of structures and calls are right as far as vet knows.
func TestWindowsBuilds(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a while")
	}
	cmd := exec.Command("go", "vet", ".")
	cmd.Env = append(os.Environ(), "GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
