package pdftext

import (
	"fmt"
	"math"
	"strings"
	"unicode"

	"github.com/klippa-app/go-pdfium/requests"

	"baoge/app/ingest/layout"
	"baoge/app/ingest/page"
)

// A char is one character with its place.
type char struct {
	r     rune
	x, y  float64 // of its origin on the base line, from the top left
	right float64
	size  float64
	bold  bool
	gap   bool // a blank stands before it in the file
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
	gap := false
	for i := range count.Count {
		u, err := r.in.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: t, Index: i})
		if err != nil || u.Unicode > unicode.MaxRune {
			continue
		}
		c := char{r: rune(u.Unicode)}
		if c.r == 0 { // a glyph whose character the font does not tell
			c.r = '〓'
		}
		if c.r == 2 || c.r == 0xFFFE { // a hyphen at a line's end
			c.r = '-'
		}
		if unicode.IsSpace(c.r) && c.r != '\n' && c.r != '\r' {
			gap = true // as the file has it, or PDFium tells by the white
		}
		if unicode.IsControl(c.r) || unicode.IsSpace(c.r) || c.r == 0xFEFF {
			continue
		}
		c.gap, gap = gap, false
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
	if f, err := r.in.FPDFText_GetFontInfo(&requests.FPDFText_GetFontInfo{TextPage: at.TextPage, Index: at.Index}); err == nil && !c.bold {
		name := strings.ToLower(f.FontName)
		c.bold = strings.Contains(name, "bold") || strings.Contains(name, "heavy") || strings.Contains(name, "simhei")
	}
	return c.size > 0 && !math.IsNaN(c.x+c.y+c.right)
}

// lines gathers characters that stand next to each other on one base line. A small one
// raised or lowered beside them is a superscript or subscript.
func lines(chars []char) []layout.Line {
	var out []layout.Line
	var base, last char // the line's largest character, the one before
	for i, c := range chars {
		white := c.x - last.right
		near := i > 0 && white <= 1.3*max(c.size, base.size) && white >= -0.6*c.size
		small := near && c.size < 0.8*base.size && c.y > base.y-0.8*base.size && c.y < base.y+0.35*base.size
		same := near && math.Abs(c.y-base.y) <= 0.35*max(c.size, base.size) && c.size > 0.5*base.size && c.size < 2*base.size
		if small && math.Abs(c.y-base.y) > 0.12*base.size {
			if s, ok := page.Raised(string(c.r), c.y > base.y); ok {
				c.r = []rune(s)[0]
			}
		}
		rect := layout.Rect{Left: c.x, Top: c.y - 0.88*c.size, Right: max(c.right, c.x), Bottom: c.y + 0.12*c.size}
		if !small && !same {
			out = append(out, layout.Line{Rect: rect, Size: c.size})
			base = c
		}
		l := &out[len(out)-1]
		w := layout.Word{Text: string(c.r), Rect: rect, Bold: c.bold, Gap: c.gap}
		if n := len(l.Words); n > 0 && repeated(l.Words[n-1], w, c.size) { // bold by printing twice
			continue
		}
		l.Words = append(l.Words, w)
		l.Rect.Left, l.Rect.Right = min(l.Rect.Left, rect.Left), max(l.Rect.Right, rect.Right)
		if !small {
			l.Rect.Top, l.Rect.Bottom = min(l.Rect.Top, rect.Top), max(l.Rect.Bottom, rect.Bottom)
			l.Size = max(l.Size, c.size)
		}
		last = c
	}
	return out
}

func repeated(a, b layout.Word, size float64) bool {
	return a.Text == b.Text && math.Abs(a.Rect.Left-b.Rect.Left) < 0.1*size
}
