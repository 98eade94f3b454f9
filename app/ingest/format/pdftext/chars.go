package pdftext

import (
	"fmt"
	"math"
	"unicode"

	"github.com/klippa-app/go-pdfium/requests"

	"baoge/app/ingest/layout"
)

// A char is one character with its place.
type char struct {
	r     rune
	x, y  float64 // of its origin on the base line, from the top left
	right float64
	size  float64
	bold  bool
}

// chars reads the characters of a page in the order of the file.
func (r *reader) chars(at requests.Page, height float64) ([]char, error) {
	text, err := r.in.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: at})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	t := text.TextPage
	defer r.in.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: t})
	count, err := r.in.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: t})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if count.Count > mostChars {
		return nil, fmt.Errorf("%d characters: %w", count.Count, ErrPages)
	}
	out := make([]char, 0, count.Count)
	for i := range count.Count {
		u, err := r.in.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: t, Index: i})
		if err != nil || u.Unicode == 0 || u.Unicode > unicode.MaxRune {
			continue
		}
		c := char{r: rune(u.Unicode)}
		if c.r == 2 || c.r == 0xFFFE { // a hyphen at a line's end
			c.r = '-'
		}
		if unicode.IsControl(c.r) || unicode.IsSpace(c.r) || c.r == 0xFEFF {
			continue
		}
		if r.measure(&c, requests.FPDFText_GetCharOrigin{TextPage: t, Index: i}, height) {
			out = append(out, c)
		}
	}
	return out, nil
}

// measure finds a character's place and size.
func (r *reader) measure(c *char, at requests.FPDFText_GetCharOrigin, height float64) bool {
	o, err := r.in.FPDFText_GetCharOrigin(&at)
	if err != nil {
		return false
	}
	box, err := r.in.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: at.TextPage, Index: at.Index})
	if err != nil {
		return false
	}
	c.x, c.y, c.right = o.X, height-o.Y, float64(box.Rect.Right)
	size, err := r.in.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: at.TextPage, Index: at.Index})
	if err == nil {
		c.size = size.FontSize
	}
	if m, err := r.in.FPDFText_GetMatrix(&requests.FPDFText_GetMatrix{TextPage: at.TextPage, Index: at.Index}); err == nil {
		if s := math.Hypot(float64(m.Matrix.C), float64(m.Matrix.D)); s > 0 {
			c.size *= s
		}
	}
	if c.size <= 0 || c.size > 1000 {
		c.size = math.Abs(float64(box.Rect.Top - box.Rect.Bottom))
	}
	if w, err := r.in.FPDFText_GetFontWeight(&requests.FPDFText_GetFontWeight{TextPage: at.TextPage, Index: at.Index}); err == nil {
		c.bold = w.FontWeight >= 600
	}
	return c.size > 0 && !math.IsNaN(c.x+c.y+c.right)
}

// lines gathers characters that stand next to each other on one base line.
func lines(chars []char) []layout.Line {
	var out []layout.Line
	var last char
	for i, c := range chars {
		rect := layout.Rect{Left: c.x, Top: c.y - 0.88*c.size, Right: max(c.right, c.x), Bottom: c.y + 0.12*c.size}
		w := layout.Word{Text: string(c.r), Rect: rect, Bold: c.bold}
		white := c.x - last.right
		if i == 0 || math.Abs(c.y-last.y) > 0.35*max(c.size, last.size) || white > 1.3*c.size || white < -0.6*c.size || math.Abs(c.size-last.size) > 0.5*last.size {
			out = append(out, layout.Line{Rect: rect, Size: c.size})
		}
		l := &out[len(out)-1]
		if n := len(l.Words); n > 0 && repeated(l.Words[n-1], w, c.size) { // bold by printing twice
			continue
		}
		l.Words = append(l.Words, w)
		l.Rect.Left, l.Rect.Right = min(l.Rect.Left, rect.Left), max(l.Rect.Right, rect.Right)
		l.Rect.Top, l.Rect.Bottom = min(l.Rect.Top, rect.Top), max(l.Rect.Bottom, rect.Bottom)
		l.Size = max(l.Size, c.size)
		last = c
	}
	return out
}

func repeated(a, b layout.Word, size float64) bool {
	return a.Text == b.Text && math.Abs(a.Rect.Left-b.Rect.Left) < 0.1*size
}
