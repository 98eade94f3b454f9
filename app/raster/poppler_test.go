package raster

import (
	"image"
	"image/draw"
	"image/png"
	"iter"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"baoge/app/ingest"
	"baoge/app/paper"
	"baoge/app/pdf"
	"baoge/app/typeset"
	"baoge/seeds"
)

const (
	popplerScale = 2 // pixels a point: 144 dpi
	// Poppler puts glyphs on the pixel row their baseline is in, we on the nearest
	// one: its picture stands half a pixel higher.
	popplerRise = 0.5 / popplerScale
	// A picture differs from another by the differences of squares of cell × cell
	// pixels, as a part of the ink. What is left is how the edges of strokes are
	// drawn; a page a quarter of a point off differs by twice the bound.
	cell           = 4
	popplerBound   = 0.08
	popplerHeavier = 0.1
)

// The picture of a page, seen here and in its PDF file through poppler, is the same.
func TestPopplerSeesTheSamePage(t *testing.T) {
	program, err := exec.LookPath("pdftoppm")
	if err != nil {
		t.Skip("pdftoppm is not installed")
	}
	p := NewPainter(0)
	articles := seedArticles(t)
	for _, c := range []struct{ article, columns int }{{1, 2}, {4, 2}, {6, 1}} { // bold lead-ins, a list, a head with credit
		a := articles[c.article]
		o := typeset.PageOptions{Columns: c.columns, Library: "剪报"}
		pages := paginate(t, a, o)
		theirs := popplerPage(t, program, pages[0])
		b := theirs.Bounds()
		ours := func(dx float32) *image.Gray {
			img := sheet(b.Dx(), b.Dy(), white)
			p.Page(img, pages[0], View{dx, -popplerRise, popplerScale}, &Printed)
			return grey(img)
		}
		same, heavier := difference(ours(0), theirs)
		off, _ := difference(ours(0.25), theirs)
		t.Logf("%s: differs by %.3f, a quarter of a point off by %.3f, ink %+.1f %%", a.Headline, same, off, 100*heavier)
		if same > popplerBound || heavier < 0 || heavier > popplerHeavier {
			t.Errorf("%s: our picture and poppler's differ by %.3f, in ink by %+.3f", a.Headline, same, heavier)
		}
		if off < 2*popplerBound {
			t.Errorf("%s: a quarter of a point off differs by %.3f only: nothing was tested", a.Headline, off)
		}
	}
}

func seedArticles(t *testing.T) []*paper.Article {
	t.Helper()
	entries, err := seeds.Files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var out []*paper.Article
	for _, e := range entries {
		b, err := seeds.Files.ReadFile(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		f, err := ingest.ReadPage(b, e.Name(), ingest.Options{Date: paper.Date{Year: 2023, Month: 7, Day: 21}, Page: "2"})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, f.Articles...)
	}
	if len(out) != 7 {
		t.Fatalf("%d seed articles", len(out))
	}
	return out
}

func paginate(t *testing.T, a *paper.Article, o typeset.PageOptions) []*typeset.Page {
	t.Helper()
	var out []*typeset.Page
	for p, err := range typeset.Paginate(faces(), one(a), o) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

func one[T any](v T) iter.Seq[T] { return func(yield func(T) bool) { yield(v) } }

// popplerPage is poppler's picture of a page.
func popplerPage(t *testing.T, program string, page *typeset.Page) *image.Gray {
	t.Helper()
	return popplerPicture(t, program, page, pdf.Options{})
}

// popplerPicture is the same with what the file is to hold besides.
func popplerPicture(t *testing.T, program string, page *typeset.Page, o pdf.Options) *image.Gray {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.pdf")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := pdf.Write(f, func(yield func(*typeset.Page, error) bool) { yield(page, nil) }, o); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(program, "-r", "144", "-singlefile", "-png", file, file).CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm: %v\n%s", err, out)
	}
	g, err := os.Open(file + ".png")
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	img, err := png.Decode(g)
	if err != nil {
		t.Fatal(err)
	}
	out := image.NewRGBA(img.Bounds())
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Src)
	return grey(out)
}

// difference of two pictures of one size, as a part of their ink, and how much
// more ink the first one has.
func difference(a, b *image.Gray) (apart, heavier float64) {
	as, inkA := darkness(a)
	bs, inkB := darkness(b)
	for i := range as {
		apart += math.Abs(as[i]/inkA - bs[i]/inkB)
	}
	return apart, inkA/inkB - 1
}

// darkness is the ink of each cell, and of all.
func darkness(img *image.Gray) (cells []float64, sum float64) {
	w := (img.Rect.Dx() + cell - 1) / cell
	cells = make([]float64, w*((img.Rect.Dy()+cell-1)/cell))
	for y := range img.Rect.Dy() {
		for x, v := range img.Pix[y*img.Stride : y*img.Stride+img.Rect.Dx()] {
			cells[y/cell*w+x/cell] += float64(255 - v)
			sum += float64(255 - v)
		}
	}
	return cells, sum
}

// grey is a picture without its colours.
func grey(img *image.RGBA) *image.Gray {
	out := image.NewGray(img.Rect)
	for i := range out.Pix {
		p := img.Pix[4*i : 4*i+3]
		out.Pix[i] = uint8((299*int(p[0]) + 587*int(p[1]) + 114*int(p[2]) + 500) / 1000)
	}
	return out
}
