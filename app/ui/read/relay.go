package read

import (
	"context"
	"time"

	"baoge/app/hanzi"
	"baoge/app/typeset"
	"baoge/app/ui/async"
)

// nearRunes is how much text from the article's beginning is set at once, within a frame.
// What lies behind it waits for the background.
const nearRunes = 8000

// A hold is a place kept at a height below the widget's upper edge while size, width and
// columns change. The zero place holds the beginning.
type hold struct {
	place typeset.Place
	below float32 // its line's top, in lines' heights
}

// holding is what the present offset stands for. Once taken it stays the same until a
// person scrolls: else each change of width would move the text by part of a line.
func (g *galley) holding() hold {
	if g.hold == nil {
		g.hold = &hold{}
		if s := g.sheet; s != nil && g.offset > 0 {
			p := s.at(0, g.offset+topRoom)
			if s.two == nil {
				p = s.at(0, g.offset)
			}
			if c := s.caret(p); c.H > 0 {
				*g.hold = hold{p, (c.Y - g.offset) / c.H}
			}
		}
	}
	return *g.hold
}

// relay sets the text for the present size, keeping h where it is.
func (g *galley) relay(h hold) {
	switch done := g.front(h); {
	case !done: // the old sheet stays till the new one reaches h
		g.layWhole(func() { g.settle(h) })
	case g.sheet != nil && !g.sheet.complete():
		g.layWhole(func() { g.scrollTo(g.offset) })
	default:
		g.whole.Cancel() // what it sets is for another size
	}
	g.on.set()
}

// front is the part of relay that the UI goroutine does, within a frame. Where setting
// the text as far as h takes longer, it does nothing and is not done.
func (g *galley) front(h hold) (done bool) {
	g.hold = &h
	g.stopGlide()
	if size := g.Size(); g.art == nil || size.Width <= 0 || size.Height <= 0 {
		g.sheet, g.offset = nil, 0
		g.Refresh()
		return true
	}
	if g.sheet != nil && !g.near(h.place) {
		g.sheet.centre(g.Size().Width)
		g.Refresh()
		return false
	}
	first := g.sheet == nil
	g.sheet = g.begin()
	g.settle(h)
	if first && len(g.hits.spans) > 0 {
		g.showMark(&g.hits)
	}
	g.sheet.extend(2 * time.Millisecond)
	return true
}

// begin begins a sheet as everything is now chosen. With what it shares with the present
// one it is there at once, of a long article too.
func (g *galley) begin() *sheet {
	size := g.Size()
	o := typeset.ColumnOptions{Size: g.em, Picture: g.plates.head, Tallest: max(size.Height-topRoom-bottomRoom-4*leading(g.em), 4*g.em)}
	return newSheet(g.press.Faces, g.art, o, size, g.two, g.sheet)
}

// layWhole sets the whole text in the background and puts it in the place of what is
// shown, of which it is the continuation; then comes then, and what waited for it.
func (g *galley) layWhole(then func()) {
	s := g.begin()
	async.Load(&g.whole, func(ctx context.Context) (*sheet, error) {
		for !s.extend(10 * time.Millisecond) {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
		}
		return s, nil
	}, func(s *sheet) {
		g.sheet = s
		then()
		g.scrollTo(g.offset)
		if f := g.goal; f != nil {
			g.goal = nil
			f()
		}
		g.on.set()
	}, nil)
}

// settle scrolls so that h is where it was.
func (g *galley) settle(h hold) {
	y := float32(0)
	if c := g.sheet.caret(h.place); h.place != (typeset.Place{}) && c.H > 0 {
		if y = c.Y; g.sheet.two == nil {
			y -= h.below * c.H
		}
	}
	g.scrollTo(y)
}

// near reports whether a place lies so near to the beginning that setting the text as far
// as there fits into a frame.
func (g *galley) near(p typeset.Place) bool {
	n := 0
	for _, t := range g.art.Texts() {
		if t.Part == p.Part {
			return n+p.Rune <= nearRunes
		}
		if n += len(t.Text) / 3; n > nearRunes {
			return p == (typeset.Place{})
		}
	}
	return true
}

// when calls f now if the text is set as far as p, or soon can be; else once the
// background has set it. A newer wish replaces an older one.
func (g *galley) when(p typeset.Place, f func()) {
	g.goal = nil
	if g.sheet.complete() || g.near(p) {
		f()
		return
	}
	g.goal = f
}

// goTo brings a place to the top, and holds it from now on, be it set or not.
func (g *galley) goTo(p typeset.Place) {
	if g.sheet == nil {
		return
	}
	h := hold{place: p}
	g.stopGlide()
	g.hold = &h
	g.when(p, func() { g.settle(h) })
}

// awaitWords sets the text anew once the dictionary is there, if it is not yet: without
// it a headline may break inside a word.
func (g *galley) awaitWords() {
	if g.art == nil || hanzi.Loaded() != nil {
		return
	}
	async.Wait(&g.words, hanzi.Load, g.wordsCame)
}

func (g *galley) wordsCame(*hanzi.Cutter) { g.relay(g.holding()) }
