package typeset

// A line as set, with what finding places in it needs.
type setLine struct {
	Line
	stops []caret    // ascending by offset; the last one stands after what is shown
	cells []lineCell // of a line that holds words from right to left, by offset; else nil
	final bool       // nothing can change it any more
}

// A caret is a position in a line: before the rune at offset off of the paragraph's text.
type caret struct {
	off  int32
	x    float32 // left edge of what follows; units, in the column
	over float32 // right edge of what precedes, where a gap parts them
}

// set places the glyphs of line k, its top at the given height.
func (p *paragraph) set(k int, top float32) *setLine {
	s := p.lines[k]
	var ts []token
	if !p.figure {
		ts, _ = p.tokens(nil, int(s.start), int(s.end), int(s.end-s.start))
	}
	out := &setLine{Line: Line{Role: p.role, Level: p.level, Top: top, Height: p.leading, Open: s.open,
		First: k == 0, Last: p.done && k == len(p.lines)-1, Spans: p.spans(int(s.start), int(s.end))}}
	out.Baseline = top + p.baseline()
	out.final = p.done || k < len(p.lines)-1
	indent := p.rest
	if k == 0 {
		indent = p.first
	}
	out.Left, out.Right = p.left+indent*p.size, p.left+p.measure*p.size
	switch {
	case p.figure:
		out.Width = out.Right - out.Left
		out.stops = []caret{{0, out.Left, out.Left}, {s.end, out.Right, out.Right}}
		return out
	case len(ts) == 0:
		out.stops = []caret{{s.start, out.Left, out.Left}}
		return out
	}
	xs, width := p.edges(ts, s, out)
	p.shift(out, &width)
	out.Width = width * p.size
	p.runs(out, ts, xs, width)
	return out
}

// baseline is the distance from a line's top to its baseline: the face's own
// extent centred in the leading.
func (p *paragraph) baseline() float32 {
	return (p.leading-p.size)/2 + squareAbove*p.size
}

// edges returns the left edge of every token in em from the line's left edge,
// and the width of the line.
func (p *paragraph) edges(ts []token, s setting, out *setLine) ([]float32, float32) {
	xs := make([]float32, len(ts))
	var x float32
	if p.policy.Trim {
		x = -ts[0].left
	}
	var lost float32
	for i := range ts {
		if i > 0 {
			g := p.between(&ts[i-1], &ts[i])
			less := g.shrink*min(s.squeeze, 1) + g.deep*max(s.squeeze-1, 0)
			x += g.width + g.open*s.open - less
			lost = max(lost, less)
		}
		xs[i] = x
		x += ts[i].w
	}
	if lost > 0 {
		out.Open = -lost
	}
	if s.trim {
		x -= ts[len(ts)-1].right
	}
	return xs, x
}

// shift moves a line that is not justified to where it stands in its measure.
func (p *paragraph) shift(out *setLine, width *float32) {
	free := out.Right - out.Left - (*width-p.track)*p.size
	switch p.align {
	case Centred:
		out.Left += free / 2
	case Right:
		out.Left += free
	}
}

// runs makes the line's runs and caret stops of its tokens at xs.
func (p *paragraph) runs(out *setLine, ts []token, xs []float32, width float32) {
	var gs []placed
	text := newRuneText(p.text[ts[0].start:ts[len(ts)-1].end])
	all := make([]Glyph, 0, len(ts)+8)
	out.stops = make([]caret, 0, len(ts)+8)
	from, cur, curPiece := 0, Run{}, -1
	x0, y0 := p.axis.onto(out.Left, out.Baseline)
	flush := func() {
		if len(all) > from {
			cur.Glyphs = all[from:len(all):len(all)]
			out.Runs = append(out.Runs, cur)
		}
		from = len(all)
	}
	base := int(ts[0].start)
	rs := p.reversals(ts)
	mirror(rs, ts, xs)
	for i := range ts {
		t := &ts[i]
		gs = p.glyphs(gs[:0], t)
		if rs == nil {
			p.stop(out, ts, xs, i)
		} else if inside(rs, i) { // in a run of its own: what follows stands at its left
			p.turn(gs, t)
			curPiece = -1
		}
		k := p.piece(int(t.start))
		q := &p.pieces[k]
		for _, g := range gs {
			size := p.size * g.scale
			sideways := p.axis == vertical && !g.upright
			if k != curPiece || g.face != cur.Face || size != cur.Size || sideways != cur.sideways {
				flush()
				cur, curPiece = Run{Face: g.face, Size: size, X: x0, Y: y0, Ink: q.ink, Part: q.part, Link: q.link, sideways: sideways}, k
			}
			off := int(t.start + g.start)
			x, y := p.axis.glyph(&g, (xs[i]+g.x)*p.size, p.size)
			gl := Glyph{ID: g.id, X: x, Y: y, Advance: g.advance * p.size, At: int32(off - q.start + q.at)}
			if g.runes > 0 {
				gl.Text = text.slice(off-base, off-base+int(g.runes))
			}
			all = append(all, gl)
		}
		if rs == nil {
			p.inner(out, t, xs[i], gs)
		} else if inside(rs, i) {
			curPiece = -1
		}
	}
	flush()
	end := out.Left + width*p.size
	if rs != nil {
		p.cells(out, ts, xs, rs)
		out.cellStops(ts[len(ts)-1].end, end)
		return
	}
	out.stops = append(out.stops, caret{ts[len(ts)-1].end, end, end})
}

// stop adds the caret stops at a token's left edge and, where a blank stands
// before it, at the blank's.
func (p *paragraph) stop(out *setLine, ts []token, xs []float32, i int) {
	t := &ts[i]
	x := out.Left + max(0, xs[i])*p.size
	if i == 0 {
		out.stops = append(out.stops, caret{t.start, x, x})
		return
	}
	prev := &ts[i-1]
	over := min(x, out.Left+(xs[i-1]+prev.w)*p.size)
	if prev.end < t.start {
		out.stops = append(out.stops, caret{prev.end, over, over})
		over = x
	}
	out.stops = append(out.stops, caret{t.start, x, over})
}

// inner adds the stops inside a token of several characters: a word, ——.
func (p *paragraph) inner(out *setLine, t *token, x float32, gs []placed) {
	if t.end == t.start+1 {
		return
	}
	x = out.Left + x*p.size
	for i := 0; i < len(gs); {
		start, n, w := gs[i].start, gs[i].runes, float32(0)
		for first := i; i < len(gs) && (i == first || gs[i].runes == 0); i++ {
			w += gs[i].advance * p.size
		}
		for k := range n { // a ligature's characters share its width
			if off := start + k; off > 0 && !attaches(p.text[t.start+off]) && p.text[t.start+max(off-1, 0)] != zwj {
				at := x + w*float32(k)/float32(n)
				out.stops = append(out.stops, caret{t.start + off, at, at})
			}
		}
		x += w
	}
}

// runeText is a string cut by runes without copying.
type runeText struct {
	s  string
	at []int32 // byte offsets
}

func newRuneText(rs []rune) runeText {
	t := runeText{s: string(rs), at: make([]int32, len(rs)+1)}
	n := 0
	for i := range t.s {
		t.at[n] = int32(i)
		n++
	}
	t.at[n] = int32(len(t.s))
	return t
}

func (t runeText) slice(a, b int) string { return t.s[t.at[a]:t.at[b]] }
