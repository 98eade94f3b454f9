package facsimile

import "baoge/app/paper"

// A Place is a box on a sheet.
type Place struct {
	Sheet int // index in Page.Sheets
	Box
}

// Places gives where traced characters stand, those of one printed line in one box, in
// reading order. Numbers below 0 are passed over.
func (p *Page) Places(trace []int) []Place {
	var out []Place
	for i := 0; i < len(trace); {
		if trace[i] < 0 || trace[i] >= len(p.chars) {
			i++
			continue
		}
		j := i + 1
		for j < len(trace) && trace[j] == trace[j-1]+1 && trace[j] < len(p.chars) && p.chars[trace[j]].nth > 0 {
			j++
		}
		out = grow(out, Place{p.chars[trace[i]].sheet, p.stretch(trace[i], trace[j-1])})
		i = j
	}
	return out
}

// grow adds a place, to the last one where both stand on one line.
func grow(out []Place, b Place) []Place {
	if n := len(out); n > 0 && out[n-1].Sheet == b.Sheet && together(out[n-1].Box, b.Box) {
		out[n-1].Box = union(out[n-1].Box, b.Box)
		return out
	}
	return append(out, b)
}

// stretch is the box of the characters first to last of one word. A word's characters share
// its box by their width, along its longer side: vertical words are set downwards.
func (p *Page) stretch(first, last int) Box {
	w := p.wordOf(first)
	from, to := p.chars[first].nth, p.chars[last].nth+1
	n := w.End - w.Start
	if from == 0 && to == n {
		return w.Box
	}
	before, whole, within := float32(0), float32(0), float32(0)
	for k := range n {
		r := p.chars[first-from+k].r
		s := float32(1)
		if r != 0 && r < 0x2000 { // Latin letters and figures are half as wide
			s = 0.5
		}
		switch {
		case k < from:
			before += s
		case k < to:
			within += s
		}
		whole += s
	}
	b := w.Box
	if upright := b.Bottom-b.Top > 1.5*(b.Right-b.Left) && n > 1; upright {
		h := b.Bottom - b.Top
		b.Top, b.Bottom = b.Top+h*before/whole, b.Top+h*(before+within)/whole
	} else {
		wide := b.Right - b.Left
		b.Left, b.Right = b.Left+wide*before/whole, b.Left+wide*(before+within)/whole
	}
	return b
}

// together reports whether two boxes are neighbours on one line: most of the lower one's
// height is common, as a comma's, and they are about a character apart at most.
func together(a, b Box) bool {
	low, high := min(a.Bottom-a.Top, b.Bottom-b.Top), max(a.Bottom-a.Top, b.Bottom-b.Top)
	common := min(a.Bottom, b.Bottom) - max(a.Top, b.Top)
	apart := max(a.Left, b.Left) - min(a.Right, b.Right)
	return common > 0.6*low && apart < 1.5*high
}

func union(a, b Box) Box {
	return Box{min(a.Left, b.Left), min(a.Top, b.Top), max(a.Right, b.Right), max(a.Bottom, b.Bottom)}
}

// near is how far from a word a point still means it, in shares of the sheet.
const near = 0.012

// At gives the characters of the word under a point of a sheet, or of the one nearest by;
// not ok where there is none.
func (p *Page) At(sheet int, x, y float32) (first, last int, ok bool) {
	nearest := float32(near)
	for i := 0; i < len(p.chars); i++ {
		c := p.chars[i]
		if c.nth != 0 || c.sheet != sheet {
			continue
		}
		w := p.wordOf(i)
		d := max(w.Box.Left-x, x-w.Box.Right, w.Box.Top-y, y-w.Box.Bottom, 0)
		if d < nearest || d == 0 {
			first, last, ok, nearest = i, i+w.End-w.Start-1, true, d
		}
		if d == 0 {
			return first, last, ok
		}
	}
	return first, last, ok
}

// Article traces all texts of an article, in its reading order: their places together, and
// those of the spans, some runes of its parts, by themselves.
func (p *Page) Article(a *paper.Article, spans []paper.Span) (text []Place, marked [][]Place) {
	traces := map[paper.Part][]int{}
	var all []int
	for _, t := range a.Texts() {
		traces[t.Part] = p.Trace(a.ID, t.Part, t.Text)
		all = append(append(all, traces[t.Part]...), nowhere)
	}
	for _, s := range spans {
		trace := traces[s.Part]
		from := max(0, min(s.Start, len(trace)))
		marked = append(marked, p.Places(trace[from:max(from, min(s.End, len(trace)))]))
	}
	return p.Places(all), marked
}
