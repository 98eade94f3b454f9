package typeset

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// oracle answers for itself, by trying every way to break, whether text of Han, ，
// and 。 can be set with no gap opened beyond the limit. What it knows: every
// character is one em wide; a mark's right half is empty, and is cut at the line's
// end or not; inside the line a mark gives up to 0.25 em, or 0.4 where it must; two
// marks take one and a half em; gaps open but before marks, which begin no line;
// the last line need not be full.
type oracle struct {
	text    []rune
	measure float64
	near    float64 // what counts as equal, em: above 0 gives the benefit of the doubt, below 0 takes it
	known   map[int]bool
}

func mark(r rune) bool { return strings.ContainsRune("，。", r) }

// rest reports whether what begins at character i can be set.
func (o *oracle) rest(i int) bool {
	if i == len(o.text) {
		return true
	}
	if ok, seen := o.known[i]; seen {
		return ok
	}
	room, ok := o.measure, false
	if i == 0 {
		room -= 2
	}
	var width, give float64
	gaps := 0
	for j := i; j < len(o.text) && !ok; j++ {
		if width++; j > i {
			switch before, here := mark(o.text[j-1]), mark(o.text[j]); {
			case before && here:
				width -= 0.5
			case before:
				give += 0.4
				gaps++
			case !here:
				gaps++
			}
		}
		last := j+1 == len(o.text)
		if !last && mark(o.text[j+1]) {
			continue // it would begin a line
		}
		whole := []float64{width}
		if mark(o.text[j]) {
			whole = append(whole, width-0.5)
		}
		for _, w := range whole {
			short := room - w
			fits := short >= -give-o.near && (last || short <= 0.05*float64(gaps)+o.near)
			ok = ok || fits && o.rest(j+1)
		}
	}
	o.known[i] = ok
	return ok
}

// Where the oracle finds a setting the engine opens no gap beyond the limit; where
// it finds none, the engine opens one.
func TestBreakerAgainstOracle(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	can, cannot := 0, 0
	for range 6000 {
		var text []rune
		for n := 20 + rng.IntN(60); len(text) < n; {
			switch k := rng.IntN(12); {
			case k == 0 && len(text) > 0:
				text = append(text, '，')
			case k == 1 && len(text) > 0:
				text = append(text, '。')
			default:
				text = append(text, []rune("春眠不觉晓处处闻啼鸟")[rng.IntN(10)])
			}
		}
		measure := 6 + rng.Float64()*20
		ask := func(near float64) bool {
			return (&oracle{text: text, measure: measure, near: near, known: map[int]bool{}}).rest(0)
		}
		want, doubt := ask(-1e-3), ask(1e-3)
		if want != doubt {
			continue // it turns on a thousandth of an em
		}
		var open float32
		for _, l := range on(horizontal, string(text), float32(measure)).lines {
			open = max(open, l.open)
		}
		ragged := false // a line so loose that it is left as it is
		p := on(horizontal, string(text), float32(measure))
		for k, l := range p.lines[:len(p.lines)-1] {
			set := p.set(k, 0)
			ragged = ragged || l.open == 0 && l.squeeze == 0 && set.Right-set.Left-set.Width > 0.05*p.size
		}
		if got := open <= DefaultPolicy.Limit+1e-4 && !ragged; got != want {
			t.Errorf("%.2f em: opened by %.3f, ragged %v; the oracle finds a setting: %v: %s", measure, open, ragged, want, string(text))
		}
		if want {
			can++
		} else {
			cannot++
		}
	}
	if can < 300 || cannot < 300 {
		t.Errorf("%d texts can be set, %d cannot: one side was not tested", can, cannot)
	}
	t.Logf("%d texts can be set, %d cannot", can, cannot)
}
