package typeset

import (
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
)

// An Imposition says which pages of a document go to paper, and how. The zero value
// leaves the document as it is.
type Imposition struct {
	Pages []PageRange // that are printed; none: all
	Up    int         // pages on a sheet: 1, 2 or 4; 0 is 1
	Scale float32     // of the pages, about the middle of their sheet; 0 is 1
	Front int         // how many pages of the document are front matter, when Pages counts them
}

// A PageRange is pages From to To, counted from 1 as they lie in the document, front
// matter first. To 0 is the last page.
type PageRange struct{ From, To int }

// The limits of Imposition.Scale.
const (
	MinPageScale = 0.25
	MaxPageScale = 2
)

// ParsePageRanges reads 1-3,5,8- (also with full-width signs). "" is all pages.
// Anything else is an ErrPageOptions that shows the wrong part.
func ParsePageRanges(s string) ([]PageRange, error) {
	var out []PageRange
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",，、; ；　", r) })
	for _, part := range parts {
		from, to, ranged := strings.Cut(rangeSigns.Replace(part), "-")
		r := PageRange{From: 1}
		var err error
		if from != "" {
			r.From, err = strconv.Atoi(from)
		}
		if err == nil && to != "" {
			r.To, err = strconv.Atoi(to)
		}
		if !ranged {
			r.To = r.From
		}
		if err != nil || r.From < 1 || r.To < 0 || r.To != 0 && r.To < r.From || from == "" && to == "" {
			return nil, fmt.Errorf("%w: pages %q: as 1-3,5,8-", ErrPageOptions, part)
		}
		out = append(out, r)
	}
	return out, nil
}

var rangeSigns = strings.NewReplacer("－", "-", "—", "-", "–", "-", "~", "-", "～", "-",
	"０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9")

// Has reports whether page n, counted from 1, is to be printed.
func (o *Imposition) Has(n int) bool {
	return len(o.Pages) == 0 || slices.ContainsFunc(o.Pages, func(r PageRange) bool {
		return n >= r.From && (r.To == 0 || n <= r.To)
	})
}

// Plain reports whether every page stays as it is.
func (o *Imposition) Plain() bool {
	return len(o.Pages) == 0 && o.Up <= 1 && (o.Scale == 0 || o.Scale == 1)
}

// check finds what cannot be done.
func (o *Imposition) check() error {
	switch {
	case o.Up != 0 && o.Up != 1 && o.Up != 2 && o.Up != 4:
		return fmt.Errorf("%w: %d pages on a sheet: 1, 2 or 4", ErrPageOptions, o.Up)
	case o.Scale != 0 && !(o.Scale >= MinPageScale && o.Scale <= MaxPageScale):
		return fmt.Errorf("%w: scale %g: %g to %d", ErrPageOptions, o.Scale, MinPageScale, MaxPageScale)
	}
	return nil
}

// Impose chooses among a document's pages, in the order [Paginate] gives them, and puts
// them on sheets. Front matter and body begin a sheet each. A page keeps its place in the
// document's structure and outline; links between pages go, as what they lead to may not
// be there. Links to addresses stay. The pages themselves are not changed.
func Impose(pages iter.Seq2[*Page, error], o Imposition) iter.Seq2[*Page, error] {
	if o.Plain() {
		return pages
	}
	return func(yield func(*Page, error) bool) {
		if err := o.check(); err != nil {
			yield(nil, err)
			return
		}
		o.Up = max(o.Up, 1)
		if o.Scale == 0 {
			o.Scale = 1
		}
		m := &imposer{Imposition: o}
		for p, err := range pages {
			if err != nil {
				yield(nil, err)
				return
			}
			if s := m.take(p); s != nil && !yield(s, nil) {
				return
			}
		}
		if m.sheet != nil {
			yield(m.sheet, nil)
		}
	}
}

// imposer fills one sheet after the other.
type imposer struct {
	Imposition
	sheet  *Page     // being filled; nil: none
	filled int       // places of it
	seen   [2]int    // pages that came: of the body, of the front matter
	carry  []Element // of pages left out, which may go on further down
}

// take puts a page on the sheet, and returns the sheet before it when that is full.
func (m *imposer) take(page *Page) (full *Page) {
	c := *page
	p, n := &c, &m.seen[0]
	if p.Front {
		n = &m.seen[1]
	}
	*n++
	at := *n
	if !p.Front {
		at += m.Front
	}
	m.carry = append(m.carry, p.Elements...)
	if !m.Has(at) {
		m.carry = slices.DeleteFunc(m.carry, func(e Element) bool { return e.ID <= p.Done })
		return nil
	}
	p.Elements, m.carry = m.carry, nil
	if m.sheet != nil && (m.filled == m.Up || m.sheet.Front != p.Front) {
		full, m.sheet = m.sheet, nil
	}
	if m.sheet == nil {
		m.sheet, m.filled = m.blank(p), 0
	}
	m.place(p)
	m.filled++
	return full
}

// blank is a sheet for pages of p's size: two of them stand side by side on a sheet that
// is turned.
func (m *imposer) blank(p *Page) *Page {
	s := &Page{W: p.W, H: p.H, Label: p.Label, Front: p.Front}
	if m.Up == 2 {
		s.W, s.H = p.H, p.W
	}
	return s
}

// place draws a page in the next place of the sheet.
func (m *imposer) place(p *Page) {
	s, across := m.sheet, 1
	if m.Up > 1 {
		across = 2
	}
	w, h := s.W/float32(across), s.H/float32(m.Up/across)
	scale := min(w/p.W, h/p.H) * m.Scale
	x := float32(m.filled%across)*w + (w-p.W*scale)/2
	y := float32(m.filled/across)*h + (h-p.H*scale)/2
	t := scaling{scale, x, y}
	for i := range p.Runs {
		s.Runs = append(s.Runs, t.run(&p.Runs[i]))
	}
	for _, r := range p.Rules {
		r.Rect = t.rect(r.Rect)
		s.Rules = append(s.Rules, r)
	}
	for _, c := range p.Pictures {
		c.Rect = t.rect(c.Rect)
		c.Instead = slices.Clone(c.Instead)
		for i := range c.Instead {
			c.Instead[i] = t.line(&c.Instead[i])
		}
		s.Pictures = append(s.Pictures, c)
	}
	for _, l := range p.Links {
		if l.Address != "" {
			l.Rect = t.rect(l.Rect)
			s.Links = append(s.Links, l)
		}
	}
	for _, e := range p.Entries {
		e.Y = e.Y*scale + y
		s.Entries = append(s.Entries, e)
	}
	s.Elements = append(s.Elements, p.Elements...)
	s.Missing = append(s.Missing, p.Missing...)
	s.Done = max(s.Done, p.Done)
}

// scaling makes what is on a page smaller or larger and moves it.
type scaling struct{ by, dx, dy float32 }

func (t scaling) rect(r Rect) Rect {
	return Rect{r.X*t.by + t.dx, r.Y*t.by + t.dy, r.W * t.by, r.H * t.by}
}

func (t scaling) run(r *Run) Run {
	c := *r
	c.X, c.Y, c.Size = r.X*t.by+t.dx, r.Y*t.by+t.dy, r.Size*t.by
	c.Glyphs = slices.Clone(r.Glyphs)
	for i := range c.Glyphs {
		g := &c.Glyphs[i]
		g.X, g.Y, g.Advance = g.X*t.by, g.Y*t.by, g.Advance*t.by
	}
	return c
}

func (t scaling) line(l *Line) Line {
	c := *l
	c.Top, c.Baseline = l.Top*t.by+t.dy, l.Baseline*t.by+t.dy
	c.Left, c.Right = l.Left*t.by+t.dx, l.Right*t.by+t.dx
	c.Height, c.Width = l.Height*t.by, l.Width*t.by
	c.Runs = make([]Run, len(l.Runs))
	for i := range l.Runs {
		c.Runs[i] = t.run(&l.Runs[i])
	}
	return c
}
