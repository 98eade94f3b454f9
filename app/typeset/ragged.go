package typeset

import "math"

// balanced is the most tokens a text set line by line of even length may have; a
// longer one is filled line by line.
const balanced = 160

// What breaking a headline elsewhere than at its blank costs, and within a word;
// a line that leaves a third of its measure empty costs a ninth.
const (
	costNoBlank = 0.1
	costInWord  = 0.15
)

// ragged breaks text that is not justified. Centred text (a headline) is set in
// as few lines as hold it, their lengths as even as can be, at a U+3000 rather
// than elsewhere; other text is filled line by line.
func (b *breaker) ragged() []setting {
	n := len(b.ts)
	if b.p.align == Centred && b.final && n <= balanced {
		return b.even()
	}
	for i := 0; i < n; {
		room, best, fits := b.room(i), 0, i+1
		for j := i + 1; j <= n && b.trimmed(i, j) <= room+1e-4; j++ {
			fits = j
			if j == n || b.gaps[j].breaks {
				best = j
			}
		}
		if best == 0 {
			best = fits
		}
		if best == n && !b.final {
			return b.path(i)
		}
		b.keep(i, best, 0, setting{trim: b.p.policy.Trim})
		i = best
	}
	return b.path(n)
}

// trimmed is the width of tokens i to j-1 with the last mark's empty half cut.
func (b *breaker) trimmed(i, j int) float64 {
	w := b.natural(i, j)
	if b.p.policy.Trim {
		w -= float64(b.ts[j-1].right)
	}
	return w
}

// even finds the fewest lines and, among their settings, the most even one that
// breaks at blanks and between words.
func (b *breaker) even() []setting {
	n := len(b.ts)
	count := make([]int, n+1) // fewest lines to here
	for j := 1; j <= n; j++ {
		count[j] = math.MaxInt32
		b.nodes[j].cost = math.Inf(1)
	}
	for i := range b.ts {
		if count[i] == math.MaxInt32 {
			continue
		}
		room, fits, found := b.room(i), i+1, false
		for j := i + 1; j <= n; j++ {
			w := b.trimmed(i, j)
			if w > room+1e-4 {
				break
			}
			fits = j
			if j == n || b.gaps[j].breaks {
				found = true
				b.relax(count, i, j, (room-w)/room)
			}
		}
		if !found {
			b.relax(count, i, fits, 1)
		}
	}
	return b.path(n)
}

// relax offers the line of tokens i to j-1, that leaves a part free of its measure empty.
func (b *breaker) relax(count []int, i, j int, free float64) {
	cost := b.nodes[i].cost + free*free
	if j < len(b.ts) && b.ts[j].ems == 0 {
		cost += costNoBlank + float64(b.gaps[j].cost)/costOpen
		if at := int(b.ts[j].start); at < len(b.p.inWord) && b.p.inWord[at] {
			cost += costInWord
		}
	}
	if c := count[i] + 1; c < count[j] || c == count[j] && cost < b.nodes[j].cost {
		count[j] = c
		b.nodes[j] = node{cost, i, setting{trim: b.p.policy.Trim}}
	}
}
