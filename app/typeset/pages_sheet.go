package typeset

import (
	"slices"
	"strconv"
	"strings"

	"baoge/app/paper"
)

// tail is what stands at an article's end: where it was printed, and how it is cited.
func (m *maker) tail() []slug {
	a := &m.area
	var out []slug
	size := max(smallest, headSize*a.size)
	o := TextOptions{Face: m.faces.Sans, Size: size, Leading: smallLeading * size, Width: a.column, Align: Right, Ink: InkSecondary}
	add := func(texts ...string) {
		n := len(out)
		for _, text := range texts {
			for _, l := range m.faces.Set(text, o).Lines {
				l.First = len(out) == n
				out = append(out, slug{lines: []Line{l}, top: l.Top, rows: l.Height / a.leading, group: -1, index: len(out), spaced: true, keep: true})
			}
		}
	}
	if !m.options.NoSourceLine {
		line := SourceLine(m.art)
		if len(m.faces.Set(line, o).Lines) > 1 { // rather at its blank than before its last character
			add(strings.Split(line, "　")...)
		} else {
			add(line)
		}
	}
	if m.options.Citation != nil {
		o.Align = Left
		add(m.options.Citation(m.art))
	}
	if n := len(out); n > 0 {
		out[n-1].keep = false
	}
	return out
}

// newPage begins a page.
func (m *maker) newPage() {
	m.number++
	m.page = &Page{W: m.area.paper.W, H: m.area.paper.H, Label: strconv.Itoa(m.number), Front: m.front}
	if m.front {
		m.page.Label = Roman(m.number)
	}
	m.dates = m.dates[:0]
	if m.art != nil {
		m.dates = append(m.dates, m.art.Date)
	}
	if m.unnamed {
		m.page.Label = ""
	}
	if !m.options.NoHead && !m.runOn {
		m.runningHead(m.origin())
	}
	m.pageNumber()
}

// nextPage hands the page out and begins another of the same article.
func (m *maker) nextPage() bool {
	if !m.finish() {
		return false
	}
	m.first = false
	m.newPage()
	return true
}

// finish hands the page out.
func (m *maker) finish() bool {
	if m.runOn && !m.options.NoHead { // which articles stand on the page is known only now
		runs := m.page.Runs
		m.page.Runs = nil
		m.runningHead(days(m.dates))
		m.page.Runs = append(m.page.Runs, runs...)
	}
	p := m.page
	p.Elements, p.Done = m.structure.take(), m.done
	m.page = nil
	return m.yield(p, nil)
}

// origin is publication, date and page of the article. Where nothing is known of
// them its further pages bear its headline.
func (m *maker) origin() string {
	if m.art == nil {
		return ""
	}
	var left []string
	for _, s := range []string{strings.Trim(m.art.Publication, "《》 "), ChineseDate(m.art.Date), ChinesePage(m.art)} {
		if s != "" {
			left = append(left, s)
		}
	}
	if len(left) == 0 && !m.first {
		return m.art.Headline
	}
	return strings.Join(left, "　")
}

// days is the first and the last of some days, as far as they are known.
func days(ds []paper.Date) string {
	ds = slices.DeleteFunc(slices.Clone(ds), func(d paper.Date) bool { return !d.Known() })
	if len(ds) == 0 {
		return ""
	}
	first, last := ds[0], ds[0]
	for _, d := range ds {
		if d.Before(first) {
			first = d
		}
		if last.Before(d) {
			last = d
		}
	}
	return ChineseDates(first, last)
}

// runningHead sets what a page holds at the left, the library's name at the right,
// and a rule below.
func (m *maker) runningHead(text string) {
	a := &m.area
	if text == "" && m.options.Library == "" {
		return
	}
	m.short(m.options.Library, a.head, Right, a.width()*0.35)
	m.short(text, a.head, Left, a.width()*0.62)
	m.page.Rules = append(m.page.Rules, Rule{Rect{a.left, a.head + 6, a.width(), 0.5}, InkHairline})
}

// pageNumber sets the page's number at the foot, in the middle of the type area.
// With its dashes it is wider than the gutter: programs that take text from the
// paper take the columns above it for one block, and read them before it.
func (m *maker) pageNumber() {
	a := &m.area
	if m.page.Label == "" {
		return
	}
	set := m.faces.Set(footBefore+m.page.Label+footAfter, TextOptions{Face: m.faces.Sans, Size: max(smallest, footSize*a.size), Ink: InkSecondary})
	x := a.left + (a.width()-set.Width)/2
	for i := range set.Lines {
		m.place(set.Lines[i].Moved(x, a.foot-set.Lines[i].Baseline), 0)
	}
}

// short sets one small line beside the text with its baseline at y; it is no part of the structure.
func (m *maker) short(text string, y float32, align Align, width float32) {
	if text == "" {
		return
	}
	a := &m.area
	set := m.faces.Set(text, TextOptions{Face: m.faces.Sans, Size: max(smallest, headSize*a.size),
		Width: width, MaxLines: 1, Align: align, Ink: InkSecondary})
	x := a.left
	if align == Right {
		x += a.width() - width
	}
	for i := range set.Lines {
		l := set.Lines[i].Moved(x, y-set.Lines[i].Baseline)
		m.place(l, 0)
	}
}

// parting draws the line between two articles on a page, in the middle of their gap.
func (m *maker) parting(top float32) {
	a := &m.area
	w := a.width() / 3
	m.page.Rules = append(m.page.Rules, Rule{Rect{a.left + (a.width()-w)/2, top - articleGap*a.leading/2, w, 0.5}, InkHairline})
}

// note sets what a book's compiler says of an article, under its head: a paragraph in
// Hei, with a line of the accent's colour at its left.
func (m *maker) note(text string, top float32) (bottom float32, ok bool) {
	a := &m.area
	indent := 2 * a.size
	size := max(smallest, noteSize*a.size)
	set := m.faces.Set(text, TextOptions{Face: m.faces.Sans, Size: size, Leading: 1.6 * size, Width: a.width() - 2*indent,
		Align: Justified, Ink: InkSecondary})
	elem := m.element(ElemText, m.structure.article, "")
	y, from := top, top
	bar := func() {
		m.page.Rules = append(m.page.Rules, Rule{Rect{a.left + indent - 0.9*a.size, from + 0.3*size, 1.5, y - from - 0.6*size}, InkAccent})
	}
	for i := range set.Lines {
		l := &set.Lines[i]
		if y+l.Height > a.bottom && i > 0 {
			bar()
			if !m.nextPage() {
				return 0, false
			}
			y, from = a.top, a.top
		}
		m.place(l.Moved(a.left+indent, y-l.Top), elem)
		y += l.Height
	}
	bar()
	return y + deckAfter*a.size, true
}
