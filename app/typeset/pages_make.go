package typeset

import (
	"iter"
	"slices"
	"unicode/utf8"

	"baoge/app/paper"
)

// Paginate sets articles on paper, each beginning on a fresh page, its head
// across the columns. A page is handed out as soon as it is full and not kept:
// of many articles no more than one is ever held. Options that cannot be set
// give one [ErrPageOptions] and no page.
func Paginate(f *Faces, articles iter.Seq[*paper.Article], o PageOptions) iter.Seq2[*Page, error] {
	return func(yield func(*Page, error) bool) {
		m, err := newMaker(f, o, yield)
		if err != nil {
			yield(nil, err)
			return
		}
		for art := range articles {
			if !m.article(art, "") {
				return
			}
		}
		m.close()
	}
}

// A maker makes the pages of a document one by one.
type maker struct {
	faces   *Faces
	options PageOptions
	area    area
	yield   func(*Page, error) bool

	front bool             // front matter is being made
	runOn bool             // articles follow each other on a page
	begun func(begin spot) // told where each article begins; may be nil

	page    *Page
	number  int // of the page, from 1
	used    float32
	art     *paper.Article
	first   bool         // the page is the article's first
	dates   []paper.Date // known days of the articles on the page
	unnamed bool         // the page's number is not known yet

	crossings []crossing // of the page's body, not yet placed
	read      int        // slugs of its text placed
	structure
}

// A spot is where an article begins, and all that its setting depends on of what
// comes before.
type spot struct {
	article  int     // which
	page     int     // from 1
	y        float32 // top of its head
	used     float32 // bottom of what stands above it on the page
	alone    bool    // nothing does
	elements int     // numbered before it
}

func newMaker(f *Faces, o PageOptions, yield func(*Page, error) bool) (*maker, error) {
	a, err := o.typeArea()
	if err != nil {
		return nil, err
	}
	return &maker{faces: f, options: o, area: a, yield: yield}, nil
}

// leastBody is how many lines of its body an article must begin with below another.
const leastBody = 4

// article sets one article with its note; it reports whether the reader wants more
// pages. Where articles run on its last page is left open: the next article, or
// close, hands it out.
func (m *maker) article(a *paper.Article, note string) bool {
	m.art, m.first = a, true
	m.structure.begin()
	head := m.headColumn()
	top := m.area.top
	if m.page != nil {
		top = m.used + articleGap*m.area.leading
		if rest := m.area.bottom - top; rest < head.Height()+leastBody*m.area.leading && !m.close() {
			return false
		}
	}
	alone := m.page == nil
	if alone {
		m.newPage()
		top = m.area.top
	} else {
		m.parting(top)
		m.dates = append(m.dates, a.Date)
	}
	if m.begun != nil {
		m.begun(spot{page: m.number, y: top, used: m.used, alone: alone, elements: m.elements})
	}
	title := Title(a)
	m.structure.article = m.element(ElemArticle, 0, title)
	m.page.Entries = append(m.page.Entries, Entry{Title: title, Y: top})
	top, ok := m.head(head, top, alone)
	if ok && note != "" {
		top, ok = m.note(note, top)
	}
	if !ok || !m.body(top) {
		return false
	}
	m.done = m.elements
	return m.runOn || m.close()
}

// close hands out the open page, if any.
func (m *maker) close() bool { return m.page == nil || m.finish() }

// Title is an article's headline, or the first words of one that has none.
func Title(a *paper.Article) string {
	if a.Headline != "" {
		return a.Headline
	}
	for _, b := range a.Blocks {
		if b.Kind == paper.Table {
			continue
		}
		if rs := []rune(b.Text); len(rs) > 16 {
			return string(rs[:16]) + "…"
		} else if len(rs) > 0 {
			return b.Text
		}
	}
	return "无题"
}

// headColumn is the article's folio, kicker, headline, subhead and credit, to be
// set across the columns.
func (m *maker) headColumn() *Column {
	a := &m.area
	c := NewColumn(m.faces, m.headArticle(), ColumnOptions{Width: a.width() + a.size/100, Size: a.size,
		Leading: a.leading, Content: Head, Style: &PaperStyle})
	if m.runOn {
		c.Lines(0, a.bottom-a.top)
	}
	return c
}

// head sets the head from top on and returns where the body may begin.
func (m *maker) head(column *Column, top float32, alone bool) (bottom float32, ok bool) {
	a := &m.area
	shift, from := top, float32(0)
	if alone && !m.options.NoHead { // below a running head
		shift += deckBefore * a.size
	}
	bottom = top
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
	if bottom > top {
		bottom += deckAfter * a.size
	}
	return bottom, true
}

// headArticle is the article without what its page's running head says already.
func (m *maker) headArticle() *paper.Article {
	if m.options.NoHead || m.runOn {
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

// place puts a line on the page. Each stretch of it that leads to an address is a link,
// all neighbouring stretches of one address in a block one element.
func (m *maker) place(l Line, elem int) {
	m.page.Missing = m.missing(m.page.Missing, l.Runs)
	for _, r := range l.Runs {
		r.Elem = elem
		r.Glyphs = withBlanks(&r)
		if r.Link != "" && elem != 0 && len(r.Glyphs) > 0 {
			if m.link.Address != r.Link || m.linkIn != elem {
				m.link, m.linkIn = Link{Address: r.Link, Text: r.Link, Elem: m.element(ElemLink, elem, "")}, elem
			}
			r.Elem = m.link.Elem
			first, last := &r.Glyphs[0], &r.Glyphs[len(r.Glyphs)-1]
			at := m.link
			at.Rect = Rect{r.X + first.X, l.Top, last.X + last.Advance - first.X, l.Height}
			m.page.Links = append(m.page.Links, at)
		}
		m.page.Runs = append(m.page.Runs, r)
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

// missingIn notes what 〓 stands for in lines that are no runs of the page.
func (m *maker) missingIn(lines []Line) {
	for i := range lines {
		m.page.Missing = m.missing(m.page.Missing, lines[i].Runs)
	}
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
					if classOf(c) != ignored && !slices.Contains(to, c) { // a joiner inside of it has no shape anyway
						to = append(to, c)
					}
				}
			}
		}
	}
	return to
}
