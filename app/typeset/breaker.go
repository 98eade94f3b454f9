package typeset

import (
	"math"
	"sync"
)

// Costs of a line. A line opened to the limit costs 100, one squeezed to the last
// 60: squeeze first, push out next. Dearer is a line squeezed deeper than the eye
// likes. Above all stands a line opened beyond the limit, so that one is chosen
// only where no setting without it exists.
const (
	costOpen    = 100
	costSqueeze = 60
	costDeep    = 300
	costUntrim  = 20  // the last mark keeps its empty half
	costOrphan  = 1e4 // a last line of one character
	costOver    = 1e6
	costForced  = 1e9 // a line broken where nothing may
)

// chunk is how many tokens are composed together. A longer paragraph is composed
// a chunk at a time, the last lines of each again with the next, so that time and
// memory stay linear and the first lines never wait for the last.
const (
	chunk  = 3000
	redone = 6 // lines composed again with the next chunk
)

// A breaker finds the breaks of a row of tokens that together cost least
// (Knuth and Plass, Breaking Paragraphs into Lines, 1981).
type breaker struct {
	p     *paragraph
	ts    []token
	gaps  []gap
	at    []float64 // left edge of each token on one endless line
	open  []float64 // sums of the gaps' weights before each token
	slack []float64 // sums of what the gaps can lose
	deep  []float64 // sums of what they can lose beyond that
	least []float64 // right edge of each token when all before it is squeezed and its empty half cut
	sums  []float64 // holds the five above
	nodes []node
	begun bool // the row does not start the paragraph
	final bool // the row ends the paragraph
}

// breakers are kept for their memory: a column composes hundreds of paragraphs.
var breakers = sync.Pool{New: func() any { return new(breaker) }}

type node struct {
	cost float64
	prev int
	set  setting
}

// compose breaks the next chunk of the paragraph into lines.
func (p *paragraph) compose() {
	for n := chunk; !p.done; n *= 2 {
		b := breakers.Get().(*breaker)
		ts, end := p.tokens(b.ts[:0], p.next, len(p.text), n)
		b.p, b.ts, b.begun, b.final = p, ts, len(p.lines) > 0, end >= len(p.text)
		lines := b.lines()
		b.p = nil
		breakers.Put(b)
		if end < len(p.text) {
			if len(lines) <= redone {
				continue // the measure is so long that the chunk does not fill the lines
			}
			lines = lines[:len(lines)-redone]
		}
		for _, l := range lines {
			l.start = int32(p.next)
			p.next = int(l.end)
			p.lines = append(p.lines, l)
		}
		p.done = end >= len(p.text)
		return
	}
}

// lines returns the cheapest setting; of a row that is not final, up to the best
// break near its end.
func (b *breaker) lines() []setting {
	if len(b.ts) == 0 {
		if b.begun {
			return nil
		}
		return []setting{{end: int32(len(b.p.text))}}
	}
	b.measure()
	if b.p.align != Justified {
		return b.ragged()
	}
	for i := range b.ts {
		if !math.IsInf(b.nodes[i].cost, 1) {
			b.from(i)
		}
	}
	return b.path(b.last())
}

func (b *breaker) measure() {
	n := len(b.ts)
	if cap(b.gaps) < n {
		b.gaps, b.nodes, b.sums = make([]gap, n+n/4), make([]node, n+n/4+1), make([]float64, 5*(n+n/4))
	}
	b.gaps, b.nodes = b.gaps[:n], b.nodes[:n+1]
	b.at, b.open, b.slack, b.deep, b.least = b.sums[:n], b.sums[n:2*n], b.sums[2*n:3*n], b.sums[3*n:4*n], b.sums[4*n:5*n]
	b.gaps[0], b.at[0], b.open[0], b.slack[0], b.deep[0] = gap{}, 0, 0, 0, 0
	for i := range b.nodes {
		b.nodes[i].cost = math.Inf(1)
	}
	b.nodes[0].cost = 0
	b.least[0] = float64(b.ts[0].w - b.ts[0].right)
	for i := 1; i < n; i++ {
		g := b.p.between(&b.ts[i-1], &b.ts[i])
		b.gaps[i] = g
		b.at[i] = b.at[i-1] + float64(b.ts[i-1].w) + float64(g.width)
		b.open[i] = b.open[i-1] + float64(g.open)
		b.slack[i] = b.slack[i-1] + float64(g.shrink)
		b.deep[i] = b.deep[i-1] + float64(g.deep)
		b.least[i] = b.at[i] + float64(b.ts[i].w-b.ts[i].right) - b.slack[i] - b.deep[i]
	}
}

// room is the measure of the line that starts with token i.
func (b *breaker) room(i int) float64 {
	if i == 0 && !b.begun {
		return float64(b.p.measure - b.p.first)
	}
	return float64(b.p.measure - b.p.rest)
}

// natural is the width of tokens i to j-1 with the last mark whole.
func (b *breaker) natural(i, j int) float64 {
	w := b.at[j-1] + float64(b.ts[j-1].w) - b.at[i]
	if b.p.policy.Trim {
		w -= float64(b.ts[i].left)
	}
	return w
}

// from tries every line that starts with token i.
func (b *breaker) from(i int) {
	room := b.room(i)
	reach := max(2.5, 0.08*room)
	n, found, end := len(b.ts), false, len(b.ts)+1
	most := b.most(i, room)
	for j := b.skip(i, room-reach); j <= n; j++ {
		if b.least[j-1] > most {
			end = j
			break
		}
		if (j < n && b.gaps[j].breaks || j == n && b.final) && b.try(i, j, room) {
			found = true
		}
	}
	if !found && (end <= n || b.final) {
		b.force(i, end-1, room)
	}
}

// most is how far the least of a line's last token may reach when it starts with token i.
func (b *breaker) most(i int, room float64) float64 {
	m := room + b.at[i] - b.slack[i] - b.deep[i] + 1e-4
	if b.p.policy.Trim {
		m += float64(b.ts[i].left)
	}
	return m
}

// force makes a line from token i where none is good: the longest that ends at a
// break, else the longest of all.
func (b *breaker) force(i, j int, room float64) {
	for j > i+1 && b.least[j-1] > b.most(i, room) {
		j--
	}
	for k := j; k > i; k-- {
		if (k == len(b.ts) || b.gaps[k].breaks) && b.try(i, k, room) {
			return
		}
	}
	j = max(j, i+1)
	d := room - b.natural(i, j)
	if b.p.policy.Trim {
		d += float64(b.ts[j-1].right)
	}
	_, s, _ := b.rate(d, b.elastic(i, j), true)
	s.trim = b.p.policy.Trim
	b.keep(i, j, costForced, s)
}

// skip returns the first token after i where a line of about width w could end.
func (b *breaker) skip(i int, w float64) int {
	lo, hi := i+1, len(b.ts)
	for lo < hi {
		mid := (lo + hi) / 2
		if b.at[mid]-b.at[i] < w {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// try rates the line of tokens i to j-1, with its last mark trimmed and whole.
func (b *breaker) try(i, j int, room float64) bool {
	w := b.natural(i, j)
	e := b.elastic(i, j)
	last := b.final && j == len(b.ts)
	extra := 0.0
	if j < len(b.ts) {
		extra = float64(b.gaps[j].cost)
	}
	if last && w <= 3 && (i > 0 || b.begun) && visible(b.ts[i:j]) < 2 {
		extra += costOrphan
	}
	ok := false
	if right := float64(b.ts[j-1].right); right > 0 && b.p.policy.Trim {
		if cost, s, fit := b.rate(room-w+right, e, last); fit {
			s.trim, ok = true, true
			b.keep(i, j, cost+extra, s)
		}
		extra += costUntrim
	}
	if cost, s, fit := b.rate(room-w, e, last); fit {
		ok = true
		b.keep(i, j, cost+extra, s)
	}
	return ok
}

// visible counts the tokens that are not marks.
func visible(ts []token) int {
	n := 0
	for i := range ts {
		if !fullMark(&ts[i]) {
			n++
		}
	}
	return n
}

// elastic is how a line can be opened and squeezed.
type elastic struct{ open, slack, deep float64 }

func (b *breaker) elastic(i, j int) elastic {
	return elastic{b.open[j-1] - b.open[i], b.slack[j-1] - b.slack[i], b.deep[j-1] - b.deep[i]}
}

// rate returns the cost of a line that is d short of its measure (or, negative, too long).
func (b *breaker) rate(d float64, e elastic, last bool) (float64, setting, bool) {
	limit := float64(b.p.policy.Limit)
	switch {
	case d < -1e-4 && -d <= e.slack:
		s := -d / e.slack
		return costSqueeze * s * s, setting{squeeze: float32(s)}, true
	case d < -1e-4:
		over := max(0, -d-e.slack)
		if over > e.deep+1e-4 || e.slack+e.deep <= 0 {
			return 0, setting{}, false
		}
		s := 1.0
		if e.deep > 0 {
			s += min(1, over/e.deep)
		}
		return costDeep * s, setting{squeeze: float32(s)}, true
	case last || d < 1e-4:
		return 0, setting{}, true
	case e.open <= 0:
		return costOver * (2 + d/limit), setting{}, true
	}
	x := d / e.open
	if x <= limit+1e-6 {
		return costOpen * (x / limit) * (x / limit), setting{open: float32(x)}, true
	}
	cost := costOver * (1 + min(500, (x-limit)/limit))
	if x > float64(b.p.policy.Ragged) {
		return cost, setting{}, true
	}
	return cost, setting{open: float32(x)}, true
}

func (b *breaker) keep(i, j int, cost float64, s setting) {
	cost += b.nodes[i].cost
	if cost < b.nodes[j].cost {
		b.nodes[j] = node{cost, i, s}
	}
}

// last is the break the path ends with: the row's end, or of a row that is not
// final the cheapest of the last line's.
func (b *breaker) last() int {
	n := len(b.ts)
	if b.final {
		return n
	}
	best := 0
	for j := n - 1; j > 0; j-- {
		if b.at[n-1]-b.at[j] > float64(b.p.measure) && best > 0 {
			break
		}
		if c := b.nodes[j].cost; !math.IsInf(c, 1) && (best == 0 || c < b.nodes[best].cost) {
			best = j
		}
	}
	return best
}

// path lists the lines that lead to a break.
func (b *breaker) path(j int) []setting {
	var out []setting
	for ; j > 0; j = b.nodes[j].prev {
		s := b.nodes[j].set
		s.end = int32(len(b.p.text))
		if j < len(b.ts) {
			s.end = b.ts[j].start
		} else if !b.final {
			s.end = b.ts[j-1].end
		}
		out = append(out, s)
	}
	for a, z := 0, len(out)-1; a < z; a, z = a+1, z-1 {
		out[a], out[z] = out[z], out[a]
	}
	return out
}
