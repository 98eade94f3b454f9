package typeset

import (
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"baoge/app/paper"
)

// Paginate sets articles on paper, each beginning on a fresh page, its head
// across the columns. A page is handed out as soon as it is full and not kept:
// of a book no more than one article is ever held. Options that cannot be set
// give one [ErrPageOptions] and no page.
func Paginate(f *Faces, articles iter.Seq[*paper.Article], o PageOptions) iter.Seq2[*Page, error] {
	return func(yield func(*Page, error) bool) {
		a, err := o.typeArea()
		if err != nil {
			yield(nil, err)
			return
		}
		m := &maker{faces: f, options: o, area: a, yield: yield}
		for art := range articles {
			if !m.article(art) {
				return
			}
		}
	}
}

// A maker makes the pages of a document one by one.
type maker struct {
	faces   *Faces
	options PageOptions
	area    area
	yield   func(*Page, error) bool

	page   *Page
	number int // of the page, from 1
	art    *paper.Article
	first  bool // the page is the article's first
	refs   references
	structure
}

// article sets one article; it reports whether the reader wants more pages.
func (m *maker) article(a *paper.Article) bool {
	m.art, m.first = a, true
	m.structure.begin()
	m.refs = references{}
	m.newPage()
	title := a.Headline
	if title == "" {
		title = firstWords(a)
	}
	m.element(ElemArticle, 0, title)
	m.structure.article = m.elements
	m.page.Entries = append(m.page.Entries, Entry{Title: title, Y: m.area.top})
	top, ok := m.head()
	if !ok {
		return false
	}
	if !m.body(top) {
		return false
	}
	m.page.Done = m.elements
	return m.finish()
}

// firstWords stands for the headline an article has not.
func firstWords(a *paper.Article) string {
	for _, b := range a.Blocks {
		if rs := []rune(b.Text); len(rs) > 16 {
			return string(rs[:16]) + "…"
		} else if len(rs) > 0 {
			return b.Text
		}
	}
	return "无题"
}

// head sets folio, kicker, headline, subhead and credit across the columns and
// returns where the body may begin.
func (m *maker) head() (bottom float32, ok bool) {
	a := &m.area
	column := NewColumn(m.faces, m.headArticle(), ColumnOptions{Width: a.width() + a.size/100, Size: a.size,
		Leading: a.leading, Content: Head, Style: &PaperStyle})
	y := a.top
	if len(m.page.Rules) > 0 { // below a running head
		y += deckBefore * a.size
	}
	bottom = a.top
	shift, from := y, float32(0)
	for first := true; ; from += window {
		for _, l := range column.Lines(from, from+window) {
			if l.Top < from {
				continue
			}
			if l.Top+l.Height+shift > a.bottom && !first {
				if !m.nextPage() {
					return 0, false
				}
				shift = a.top - l.Top
			}
			first = false
			m.place(l.Moved(a.left, shift), m.headElement(&l))
			bottom = l.Top + l.Height + shift
		}
		if column.Complete() && column.Height() <= from+window {
			break
		}
	}
	if bottom > a.top {
		bottom += deckAfter * a.size
	}
	return bottom, true
}

// headArticle is the article without what its page's running head says already.
func (m *maker) headArticle() *paper.Article {
	if m.options.NoHead {
		return m.art
	}
	a := *m.art
	a.Date, a.Page, a.PageLabel, a.Publication = paper.Date{}, "", "", ""
	return &a
}

// headElement is the structure element of a head line.
func (m *maker) headElement(l *Line) int {
	if l.First {
		kind := ElemText
		if l.Role == RoleHeadline {
			kind = ElemHeadline
		}
		m.current = m.element(kind, m.structure.article, "")
	}
	return m.current
}

// body sets the blocks in columns below top, on the grid of lines.
func (m *maker) body(top float32) bool {
	a := &m.area
	q := &queue{column: NewColumn(m.faces, m.art, ColumnOptions{Width: a.column + a.size/100, Size: a.size,
		Leading: a.leading, Content: Body, Style: &PaperStyle}), tail: m.sourceLine()}
	grid := a.lines(a.top)
	row := int((top-a.top)/a.leading + 0.999)
	if row > grid-2 && row > 0 { // no room for a body worth the name: the head keeps its page
		q.fill(1)
		if len(q.buf) == 0 {
			return true
		}
		if !m.nextPage() {
			return false
		}
		row = 0
	}
	for {
		height := grid - row
		q.fill(a.columns*height + 2)
		if len(q.buf) == 0 {
			return true
		}
		if q.ended {
			if least, ok := balance(q.buf, a.columns, height); ok {
				height = least
			}
		}
		for c := 0; c < a.columns && len(q.buf) > 0; c++ {
			n, at, _ := cutColumn(q.buf, height, q.ended)
			m.fillColumn(q.buf[:n], at, a.x(c), a.top+float32(row)*a.leading)
			q.buf = q.buf[n:]
		}
		if len(q.buf) == 0 && q.ended {
			return true
		}
		if !m.nextPage() {
			return false
		}
		row = 0
	}
}

// fillColumn places lines in a column whose first row's top is at y.
func (m *maker) fillColumn(ss []slug, at []float32, x, y float32) {
	for i := range ss {
		s := &ss[i]
		top := y + at[i]*m.area.leading
		if i == 0 {
			top -= riseAtTop * (m.area.size - s.size())
		}
		if s.title != "" && s.index == 0 {
			m.page.Entries = append(m.page.Entries, Entry{Title: s.title, Level: 1, Y: top})
		}
		m.place(s.line.Moved(x, top-s.line.Top), m.bodyElement(s))
	}
}

// place puts a line on the page.
func (m *maker) place(l Line, elem int) {
	m.page.Missing = m.missing(m.page.Missing, l.Runs)
	for _, r := range l.Runs {
		r.Elem = elem
		r.Glyphs = withBlanks(&r)
		m.linked(r, &l)
	}
}

// withBlanks puts a glyph where a stored blank was set a whole em wide, as in a
// headline of two clauses or between a role and a name: who takes the text from
// the paper then reads one line there, not two columns.
func withBlanks(r *Run) []Glyph {
	var out []Glyph
	for i := range r.Glyphs {
		g := &r.Glyphs[i]
		if i > 0 {
			before := &r.Glyphs[i-1]
			x := before.X + before.Advance
			gap, at := (g.X-x)/r.Size, before.At+int32(utf8.RuneCountInString(before.Text))
			if gap > 0.9 && gap < 1.1 && at < g.At {
				if out == nil {
					out = append(make([]Glyph, 0, len(r.Glyphs)+1), r.Glyphs[:i]...)
				}
				out = append(out, Glyph{ID: r.Face.nominal('　').id, X: x, Advance: r.Size, At: at, Text: "　"})
			}
		}
		if out != nil {
			out = append(out, *g)
		}
	}
	if out == nil {
		return r.Glyphs
	}
	return out
}

// missing adds the characters that 〓 stands for.
func (m *maker) missing(to []rune, runs []Run) []rune {
	for i := range runs {
		r := &runs[i]
		sign := r.Face.nominal(geta).id
		for k := range r.Glyphs {
			g := &r.Glyphs[k]
			if g.ID == sign && g.Text != string(geta) {
				for _, c := range g.Text {
					if !slices.Contains(to, c) {
						to = append(to, c)
					}
				}
			}
		}
	}
	return to
}

// sourceLine is the line at an article's end that says where it was printed.
func (m *maker) sourceLine() []slug {
	text := SourceLine(m.art)
	if text == "" || m.options.NoSourceLine {
		return nil
	}
	a := &m.area
	set := m.faces.Set(text, TextOptions{Face: m.faces.Sans, Size: max(smallest, headSize*a.size), Leading: a.leading,
		Width: a.column, Align: Right, Ink: InkSecondary})
	var out []slug
	for i, l := range set.Lines {
		out = append(out, slug{line: l, block: -1, index: i, spaced: true, keep: i+1 < len(set.Lines)})
	}
	return out
}

// newPage begins a page.
func (m *maker) newPage() {
	m.number++
	m.page = &Page{W: m.area.paper.W, H: m.area.paper.H, Label: strconv.Itoa(m.number)}
	if !m.options.NoHead {
		m.runningHead()
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
	p := m.page
	p.Elements = m.structure.take()
	m.page = nil
	return m.yield(p, nil)
}

// runningHead sets publication, date and page at the left, the library's name at
// the right, and a rule below. Where nothing is known of the paper an article's
// further pages bear its headline.
func (m *maker) runningHead() {
	a := &m.area
	var left []string
	for _, s := range []string{strings.Trim(m.art.Publication, "《》 "), ChineseDate(m.art.Date), ChinesePage(m.art)} {
		if s != "" {
			left = append(left, s)
		}
	}
	text := strings.Join(left, "　")
	if text == "" && !m.first {
		text = m.art.Headline
	}
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
