// Package layout turns what stands where on a printed page into text in reading order:
// columns from left to right, headings by their size, paragraphs by their indents. It
// knows neither PDF nor OCR; package format gives it lines with their places.
//
// Begin with [Order] where nothing is known of the order, then [Compose]. Lengths are in
// any unit, from the top left corner. The package is pure.
package layout

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"baoge/app/hanzi"
	"baoge/app/paper"
)

// A Rect is a place on the page; Top is less than Bottom.
type Rect struct{ Left, Top, Right, Bottom float64 }

func (r Rect) width() float64 { return r.Right - r.Left }

func (r Rect) union(o Rect) Rect {
	return Rect{min(r.Left, o.Left), min(r.Top, o.Top), max(r.Right, o.Right), max(r.Bottom, o.Bottom)}
}

// A Word is text with its place: a word, or one character.
type Word struct {
	Text string
	Rect Rect
	Bold bool
	Gap  bool // the file has a blank before it
}

// A Line is a line of print. One without words is a picture, named by Media.
type Line struct {
	Words []Word
	Rect  Rect
	Size  float64 // of its type; 0 for a picture
	Media string
	Page  int // of the file, from 0

	cells []int // where pieces that wide white sets apart begin: indices in Words, the first left out
}

// A Block is lines that stand under one another in one column.
type Block []Line

func (b Block) rect() Rect {
	r := b[0].Rect
	for _, l := range b[1:] {
		r = r.union(l.Rect)
	}
	return r
}

// A Place is where a word of a composed line stood.
type Place struct {
	Line, Start, End int // index in what Compose gives, runes of its text
	Rect             Rect
	Page             int
}

// chars counts the characters of a line.
func (l Line) chars() int {
	n := 0
	for _, w := range l.Words {
		n += paper.Chars(w.Text)
	}
	return n
}

// BodySize is the size that most characters have.
func BodySize(lines []Line) float64 {
	count := map[float64]int{}
	for _, l := range lines {
		if l.Size > 0 {
			count[math.Round(l.Size*2)/2] += l.chars()
		}
	}
	best, most := 0.0, 0
	for s, n := range count {
		if n > most || n == most && s < best {
			best, most = s, n
		}
	}
	return best
}

// Order puts the lines of one page into blocks in reading order: the page is cut along
// the white between columns, else above and below what spans them, until a column is left.
func Order(lines []Line) []Block {
	size := BodySize(lines)
	if size == 0 {
		size = 10
	}
	var out []Block
	cut(adjoin(lines), size, 0, &out)
	return out
}

// adjoin joins pieces of one line that OCR or a change of font parted: white between them
// is less than between columns, for large type by its own measure.
func adjoin(lines []Line) []Line {
	lines = slices.Clone(lines)
	slices.SortStableFunc(lines, func(a, b Line) int { return cmp.Compare(a.Rect.Left, b.Rect.Left) })
	last := map[int][]int{} // by height in steps: lines of out that end there
	var out []Line
	for _, l := range lines {
		step := int(l.Rect.Bottom / 8)
		joined := false
		for s := step - 1; s <= step+1 && !joined && l.Media == ""; s++ {
			for k := len(last[s]) - 1; k >= 0 && k >= len(last[s])-8; k-- {
				o := &out[last[s][k]]
				white, size := l.Rect.Left-o.Rect.Right, min(l.Size, o.Size)
				if math.Abs(o.Rect.Bottom-l.Rect.Bottom) < 0.3*size && max(l.Size, o.Size) < 1.4*size && white > -0.5*size && white < 0.7*size {
					o.Words = append(slices.Clip(o.Words), l.Words...)
					o.Rect, o.Size = o.Rect.union(l.Rect), max(o.Size, l.Size)
					joined = true
					break
				}
			}
		}
		if !joined {
			out = append(out, l)
			last[step] = append(last[step], len(out)-1)
		}
	}
	return out
}

const deepestCut = 40

func cut(lines []Line, size float64, depth int, out *[]Block) {
	if len(lines) == 0 {
		return
	}
	if depth < deepestCut && len(lines) > 1 {
		for i, parts := range [][][]Line{
			gaps(lines, 0.8*size, func(l Line) (float64, float64) { return l.Rect.Left, l.Rect.Right }),
			spans(lines, size),
			gaps(lines, 1.2*size, func(l Line) (float64, float64) { return l.Rect.Top, l.Rect.Bottom }),
		} {
			if len(parts) > 1 && (i > 0 || columns(parts, size)) {
				for _, p := range parts {
					cut(p, size, depth+1, out)
				}
				return
			}
		}
	}
	slices.SortStableFunc(lines, func(a, b Line) int { return cmp.Compare(a.Rect.Bottom, b.Rect.Bottom) })
	*out = append(*out, rows(lines))
}

// columns reports whether parts side by side are columns of text, and not the cells of a
// table or a label and its figure.
func columns(parts [][]Line, size float64) bool {
	const narrowest = 5
	for _, p := range parts {
		if r := Block(p).rect(); r.width() < narrowest*size && p[0].Media == "" {
			return false
		}
	}
	return true
}

// gaps parts lines where nothing covers a stretch of an axis at least as wide as least.
func gaps(lines []Line, least float64, side func(Line) (float64, float64)) [][]Line {
	lines = slices.Clone(lines)
	slices.SortStableFunc(lines, func(a, b Line) int {
		x, _ := side(a)
		y, _ := side(b)
		return cmp.Compare(x, y)
	})
	var parts [][]Line
	from, end := 0, math.Inf(-1)
	for i, l := range lines {
		a, b := side(l)
		if i > from && a-end >= least {
			parts = append(parts, lines[from:i:i])
			from = i
		}
		end = max(end, b)
	}
	return append(parts, lines[from:])
}

// spans parts lines above and below those that reach across the white between columns,
// as the headline of several columns does. Nil where none does.
func spans(lines []Line, size float64) [][]Line {
	var widths []float64
	for _, l := range lines {
		if l.Media == "" && l.Size < 1.2*size {
			widths = append(widths, l.Rect.width())
		}
	}
	if len(widths) < 4 {
		return nil
	}
	slices.Sort(widths)
	usual := widths[len(widths)/2]
	var narrow []Line
	for _, l := range lines {
		if l.Size < 1.2*size && l.Rect.width() <= 1.25*usual {
			narrow = append(narrow, l)
		}
	}
	cols := gaps(narrow, 0.8*size, func(l Line) (float64, float64) { return l.Rect.Left, l.Rect.Right })
	if len(cols) < 2 || !columns(cols, size) {
		return nil
	}
	var white [][2]float64 // between columns
	for i := 1; i < len(cols); i++ {
		white = append(white, [2]float64{Block(cols[i-1]).rect().Right, Block(cols[i]).rect().Left})
	}
	across := func(l Line) bool {
		return slices.ContainsFunc(white, func(w [2]float64) bool { return l.Rect.Left < w[0]-size && l.Rect.Right > w[1]+size })
	}
	lines = slices.Clone(lines)
	slices.SortStableFunc(lines, func(a, b Line) int { return cmp.Compare(a.Rect.Bottom, b.Rect.Bottom) })
	var parts [][]Line
	from := 0
	for i := 1; i < len(lines); i++ {
		if across(lines[i]) != across(lines[i-1]) {
			parts = append(parts, lines[from:i:i])
			from = i
		}
	}
	return append(parts, lines[from:])
}

// rows joins pieces of one column that stand on one line.
func rows(lines []Line) Block {
	var out Block
	for _, l := range lines {
		if n := len(out); n > 0 && l.Media == "" && out[n-1].Media == "" && math.Abs(out[n-1].Rect.Bottom-l.Rect.Bottom) < 0.35*min(l.Size, out[n-1].Size) {
			a, b := out[n-1], l
			if b.Rect.Left < a.Rect.Left {
				a, b = b, a
			}
			a.cells = append(slices.Clip(a.cells), len(a.Words))
			a.Words = append(slices.Clip(a.Words), b.Words...)
			a.Rect, a.Size = a.Rect.union(b.Rect), max(a.Size, b.Size)
			out[n-1] = a
			continue
		}
		out = append(out, l)
	}
	return out
}

// text joins the words of a line; a blank stands between them only beside Latin.
func (l Line) text() string {
	var b strings.Builder
	for i, w := range l.Words {
		if i > 0 && l.blank(i) {
			b.WriteByte(' ')
		}
		b.WriteString(w.Text)
	}
	return b.String()
}

// blank reports whether a blank stands before word i: white beside Latin, wide white
// between Han.
func (l Line) blank(i int) bool {
	a, b := l.Words[i-1], l.Words[i]
	last, first := lastRune(a.Text), firstRune(b.Text)
	white := b.Rect.Left - a.Rect.Right
	if b.Gap {
		return true
	}
	if isWide(last) || isWide(first) {
		return white > 0.75*l.Size
	}
	return white > 0.18*l.Size
}

func isWide(r rune) bool {
	return hanzi.IsHan(r) || r >= 0x3000 && r <= 0x303F || r >= 0xFF01 && r <= 0xFF60
}

func lastRune(s string) rune {
	r := []rune(s)
	if len(r) == 0 {
		return ' '
	}
	return r[len(r)-1]
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return ' '
}
