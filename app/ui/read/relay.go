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
	switch fresh := g.front(h); {
	case fresh != nil: // the old sheet stays till the new one reaches h
		g.layWhole(fresh, func() { g.settle(h) })
	case g.sheet != nil && !g.sheet.complete():
		g.layWhole(g.newSheet(), func() {
			if g.sheet.two != nil { // until now the number of screens was a guess
				g.scrollTo(g.offset)
			}
		})
	}
	g.on.set()
}

// front is the part of relay that the UI goroutine does, within a frame. Where setting
// the text as far as h takes longer, it returns the sheet to set elsewhere.
func (g *galley) front(h hold) *sheet {
	g.hold = &h
	g.stopGlide()
	if size := g.Size(); g.art == nil || size.Width <= 0 || size.Height <= 0 {
		g.sheet, g.offset = nil, 0
		g.Refresh()
		return nil
	}
	fresh := g.newSheet()
	if g.sheet != nil && !g.near(h.place) {
		return fresh
	}
	first := g.sheet == nil
	g.sheet = fresh
	g.settle(h)
	if first && len(g.hits.spans) > 0 {
		g.showMark(&g.hits)
	}
	fresh.extend(2 * time.Millisecond)
	return nil
}

func (g *galley) newSheet() *sheet {
	o := typeset.ColumnOptions{Size: g.em, Picture: g.plates.head, Tallest: max(g.Size().Height-topRoom-bottomRoom-4*leading(g.em), 4*g.em)}
	return newSheet(g.press.Faces, g.art, o, g.Size(), g.two)
}

// layWhole sets a sheet to its end in the background and puts it in the place of the
// shown one, of which it is the continuation; then comes then, and what waited for it.
func (g *galley) layWhole(s *sheet, then func()) {
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
	async.Wait(&g.words, hanzi.Load, func(*hanzi.Cutter) { g.relay(g.holding()) })
}
