package index

import (
	"baoge/app/hanzi"
	"baoge/app/query"

	"github.com/RoaringBitmap/roaring/v2"
)

// A wantNear asks for a text with one of its characters exchanged for another. What stands
// before that character and what stands behind it narrow the articles down.
type wantNear struct {
	*wantSound
	sides [][2]*wantText // of each character
}

// newNear makes the want of a folded text with one character off; nil for one character, or
// too many.
func newNear(c *hanzi.Cutter, scope query.Field, t string) *wantNear {
	sounds := hanzi.OneOff(t)
	if sounds == nil {
		return nil
	}
	runes := []rune(t)
	half := len(runes) / 2 // one of the two is as it is
	w := &wantNear{wantSound: &wantSound{scope: scope, sounds: sounds, halves: []string{string(runes[:half]), string(runes[half:])}}}
	for i := range runes {
		w.sides = append(w.sides, [2]*wantText{
			newText(c, scope, string(runes[:i]), false, false), newText(c, scope, string(runes[i+1:]), false, false),
		})
	}
	return w
}

func (w *wantNear) within(s *segView) (sure, maybe *roaring.Bitmap, err error) {
	maybe = none
	for _, side := range w.sides {
		_, before, err := side[0].within(s)
		if err != nil {
			return none, none, err
		}
		_, behind, err := side[1].within(s)
		if err != nil {
			return none, none, err
		}
		maybe = roaring.Or(maybe, and(before, behind))
	}
	return none, maybe, nil
}

// near makes the want of a text that may be one character off.
func (p *planner) near(raw string, scope query.Field, rank bool) want {
	return p.like(raw, scope, rank, func(t string) want {
		exact := newText(p.cutter, scope, t, false, false)
		if off := newNear(p.cutter, scope, t); off != nil {
			return wantAny{exact, off}
		}
		return exact
	})
}
