package typeset

import (
	"strconv"

	"baoge/app/paper"
)

// The contents' measures, in em of the body.
const (
	contentsHead  = 1.9 // size of the word above them
	contentsRest  = 5.4 // from the type area's top to the first entry
	contentsLine  = 1.5 // leading in an entry
	contentsGap   = 0.5 // between entries
	contentsDay   = 5.4 // width of the days' column
	contentsPage  = 2.6 // of the page numbers'
	contentsShort = 2   // of a leader, at least
	leaderStep    = 0.5 // from dot to dot
)

// contents sets where in the book each article begins: its day, headline, and the
// page's number after a leader of dots. Each entry leads there. From another article than
// the first one on they are a further page of it.
func (b *binder) contents(from int) bool {
	m, a := b.maker, &b.area
	m.newPage()
	y := a.top
	if from == 0 {
		y = b.heading("目　录", "目录")
	}
	toc := m.element(ElemContents, 0, "")
	dated := b.dated()
	for i := from; i < len(b.clippings); i++ {
		c := &b.clippings[i]
		if c.gone || !c.known {
			continue
		}
		set := b.entry(c, dated)
		height := set.Height + contentsGap*a.size
		if y+height > a.bottom+contentsGap*a.size {
			if !m.nextPage() {
				return false
			}
			y = a.top
		}
		b.placeEntry(c, set, toc, dated, y)
		y += height
	}
	m.done = m.elements
	return m.finish()
}

// contentsRoom is how many entries of one line the contents' first page holds, and each
// further one.
func (a *area) contentsRoom() (first, further int) {
	entry := (contentsLine + contentsGap) * a.size
	first = int((a.bottom - a.top - (contentsRest-contentsGap)*a.size) / entry)
	return max(first, 1), max(int((a.bottom-a.top+contentsGap*a.size)/entry), 1)
}

// heading sets the word above contents or index and returns where they begin.
func (b *binder) heading(text, title string) float32 {
	m, a := b.maker, &b.area
	elem := m.element(ElemHeadline, m.element(ElemArticle, 0, title), "")
	m.page.Entries = append(m.page.Entries, Entry{Title: title, Y: a.top})
	size := contentsHead * a.size
	set := m.faces.Set(text, TextOptions{Face: m.faces.SerifBold, Size: size, Width: a.width(), Align: Centred})
	for i := range set.Lines {
		m.place(set.Lines[i].Moved(a.left, a.top+deckBefore*a.size), elem)
	}
	return a.top + contentsRest*a.size
}

// dated reports whether any article's day is known.
func (b *binder) dated() bool {
	for i := range b.clippings {
		if b.clippings[i].date.Known() {
			return true
		}
	}
	return false
}

// entry sets a headline for the contents.
func (b *binder) entry(c *clipping, dated bool) Short {
	a := &b.area
	o := TextOptions{Face: b.faces.Serif, Size: a.size, Leading: contentsLine * a.size, Align: Left,
		Width: a.width() - (contentsPage+contentsShort)*a.size}
	if dated {
		o.Width -= contentsDay * a.size
	}
	wide := o
	wide.Width += (contentsShort - leaderStep) * a.size
	if set := b.faces.Set(c.title, wide); len(set.Lines) == 1 { // rather hardly a leader than a line of two characters
		return set
	}
	return b.faces.Set(c.title, o)
}

// placeEntry places an entry with its day, leader and page number.
func (b *binder) placeEntry(c *clipping, set Short, toc int, dated bool, y float32) {
	m, a := b.maker, &b.area
	elem := m.element(ElemPointer, m.element(ElemEntry, toc, ""), "")
	if c.page > 0 {
		elem = m.element(ElemLink, elem, "")
		m.page.Links = append(m.page.Links, Link{Rect: Rect{a.left, y, a.width(), set.Height}, Page: c.page, ToY: c.y,
			Text: c.title + "　" + strconv.Itoa(c.page), Elem: elem})
	}
	x := a.left
	first, last := &set.Lines[0], &set.Lines[len(set.Lines)-1]
	if dated {
		day := m.faces.Set(dotted(c.date), TextOptions{Face: m.faces.Sans, Size: max(smallest, headSize*a.size), Ink: InkSecondary})
		for i := range day.Lines {
			m.place(day.Lines[i].Moved(x, y+first.Baseline-day.Lines[i].Baseline), elem)
		}
		x += contentsDay * a.size
	}
	for i := range set.Lines {
		m.place(set.Lines[i].Moved(x, y), elem)
	}
	right := a.left + a.width()
	if c.page > 0 {
		number := m.faces.Set(strconv.Itoa(c.page), TextOptions{Face: m.faces.Serif, Size: a.size})
		right -= number.Width
		for i := range number.Lines {
			m.place(number.Lines[i].Moved(right, y+last.Baseline-number.Lines[i].Baseline), elem)
		}
	}
	b.leader(x+last.Left+last.Width, right, y+last.Baseline)
}

// leader sets dots between two places, all leaders' dots one under the other.
func (b *binder) leader(from, to, baseline float32) {
	a := &b.area
	dot := b.faces.Serif.nominal('‧')
	step, origin := leaderStep*a.size, a.left+a.width()
	r := Run{Face: dot.face, Size: a.size, Y: baseline, Ink: InkSecondary, X: origin}
	for n := int((origin-from)/step) - 1; n > 0; n-- {
		x := -float32(n) * step
		if origin+x+step > to-step/2 {
			break
		}
		r.Glyphs = append(r.Glyphs, Glyph{ID: dot.id, X: x, Advance: dot.advance * a.size, Text: "·"})
	}
	if len(r.Glyphs) > 0 {
		b.page.Runs = append(b.page.Runs, r)
	}
}

// dotted writes a day in figures, 2023.7.21; "" for an unknown one.
func dotted(d paper.Date) string {
	if !d.Known() {
		return ""
	}
	return strconv.Itoa(d.Year) + "." + strconv.Itoa(int(d.Month)) + "." + strconv.Itoa(d.Day)
}
