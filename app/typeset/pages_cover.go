package typeset

import (
	"strconv"
	"strings"
)

// CoverLabel is the page label of a cover, which bears no number.
const CoverLabel = "封面"

// The cover's measures, in parts of the sheet's height or width.
const (
	coverTop, coverBottom = 0.115, 0.885 // outer edges of the double lines
	coverKind             = 0.165        // baseline of what kind of book it is
	coverTitle            = 0.36         // middle of the title
	coverMaker            = 0.80         // top of who made it
	coverBase             = 595          // points: on a sheet so wide sizes are as given
)

// cover makes the title page: between the double lines, one strong and one fine,
// that newspapers set their mastheads under, the title, the days it covers, and who made it.
func (b *binder) cover() bool {
	m, a, p := b.maker, &b.area, b.area.paper
	m.page = &Page{W: p.W, H: p.H, Label: CoverLabel, Front: true}
	m.page.Entries = append(m.page.Entries, Entry{Title: CoverLabel})
	art := m.element(ElemArticle, 0, CoverLabel)
	k := a.paper.W / coverBase
	double := func(y, inward float32) {
		m.page.Rules = append(m.page.Rules, Rule{Rect{a.left, y - 1.2*k, a.width(), 2.4 * k}, InkText},
			Rule{Rect{a.left, y + inward*4.2*k - 0.3*k, a.width(), 0.6 * k}, InkText})
	}
	double(coverTop*p.H, 1)
	double(coverBottom*p.H, -1)

	b.centred("剪报册", art, ElemText, TextOptions{Face: m.faces.Sans, Size: 11 * k, Tracking: 0.9, Ink: InkAccent}, coverKind*p.H)
	y := b.coverTitle(art, k)
	m.page.Rules = append(m.page.Rules, Rule{Rect{p.W/2 - 15*k, y + 16*k, 30 * k, 2.2 * k}, InkAccent})
	y = b.centred(b.days(), art, ElemText, TextOptions{Face: m.faces.Serif, Size: 14 * k}, y+46*k)
	b.centred("共 "+strconv.Itoa(b.bound())+" 篇", art, ElemText, TextOptions{Face: m.faces.Sans, Size: 10.5 * k, Ink: InkSecondary}, y)

	y = coverMaker * p.H
	if b.book.Compiler != "" {
		y = b.centred(b.book.Compiler+"　编", art, ElemText, TextOptions{Face: m.faces.Serif, Size: 14 * k}, y)
	}
	b.centred(b.book.Unit, art, ElemText, TextOptions{Face: m.faces.Serif, Size: 13 * k, Ink: InkSecondary}, y)
	m.done = m.elements
	return m.finishPlain()
}

// coverTitle sets the title about its middle and returns where it ends: as large as it
// goes in one line, or with each of its clauses in one; else in lines of nearly one length.
func (b *binder) coverTitle(art int, k float32) (bottom float32) {
	p := b.area.paper
	middle := coverTitle * p.H
	if strings.TrimSpace(b.book.Title) == "" {
		return middle
	}
	lines := b.titleLines(k)
	var height float32
	for i := range lines {
		height += lines[i].Height
	}
	elem := b.element(ElemHeadline, art, "")
	y := middle - height/2
	for i := range lines {
		l := &lines[i]
		b.place(l.Moved((p.W-l.Width)/2-l.Left, y-l.Top), elem)
		y += l.Height
	}
	return y
}

// titleLines are the lines of the cover's title.
func (b *binder) titleLines(k float32) []Line {
	width := b.area.width() * 0.94
	o := TextOptions{Face: b.faces.SerifBold, Tracking: 0.04}
	clauses := strings.Fields(b.book.Title)
	for _, text := range [][]string{{strings.Join(clauses, "　")}, clauses} {
		for _, size := range []float32{40, 36, 32, 28, 25} {
			o.Size = size * k
			var lines []Line
			for _, t := range text {
				if set := b.faces.Set(t, o); len(set.Lines) == 1 && set.Width <= width {
					lines = append(lines, set.Lines...)
				}
			}
			if len(lines) == len(text) && len(lines) <= 4 && (len(clauses) == 1 || len(text) > 1 || size >= 32) {
				return lines
			}
			if len(text) == 1 && size <= 32 {
				break // rather two lines than so small a one
			}
		}
	}
	o.Align, o.Width = Centred, width
	for o.Size = 36 * k; ; o.Size *= 0.86 {
		set := b.faces.Set(b.book.Title, o)
		if n := len(set.Lines); n <= 3 || o.Size < 14*k {
			return b.even(set, o, n)
		}
	}
}

// even sets a text as narrow as it goes without another line.
func (b *binder) even(set Short, o TextOptions, n int) []Line {
	for n > 1 {
		o.Width -= o.Size / 2
		s := b.faces.Set(b.book.Title, o)
		if len(s.Lines) != n || s.Width > o.Width {
			break
		}
		set = s
	}
	return set.Lines
}

// centred sets a text in the middle of the page with its first baseline at y; it
// returns where the next one's may be.
func (b *binder) centred(text string, parent int, kind ElementKind, o TextOptions, y float32) float32 {
	if text == "" {
		return y
	}
	o.Width, o.Align, o.Leading = b.area.width(), Centred, 1.7*o.Size
	set := b.faces.Set(text, o)
	elem := b.element(kind, parent, "")
	first := set.Lines[0].Baseline
	for i := range set.Lines {
		b.place(set.Lines[i].Moved(b.area.left, y-first), elem)
	}
	return y + set.Height
}

// finishPlain hands the page out without a running head.
func (m *maker) finishPlain() bool {
	p := m.page
	p.Elements, p.Done = m.structure.take(), m.done
	m.page = nil
	return m.yield(p, nil)
}
