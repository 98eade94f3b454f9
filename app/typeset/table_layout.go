package typeset

import (
	"math"

	"baoge/app/paper"
)

// openTable notes where a table's blocks begin and sets the widths of its columns.
func (c *layout) openTable(first int) {
	b := &c.blocks[first]
	t := b.table
	t.first = first
	if t.natural == nil {
		c.measureColumns(t)
	}
	ts := b.style
	em := c.opt.Size * ts.Size
	if t.choose(c.width / em); c.opt.Across > 0 && t.isCramped() {
		t.broad = true
		t.choose(c.opt.Across / em)
	}
	left, width := c.measure(b)
	t.place(left, width, em*t.scale)
	lead := c.leading(ts) * t.scale
	t.rowHeight = float32(t.bands)*lead*(1+bandGap) + 2*rowPad*lead
	for i := range t.columns {
		k := &t.columns[i]
		k.right = k.filled > 0 && 5*k.numbers >= 4*k.filled
	}
}

// measureColumns takes the measure of the first rows and of some of the others.
func (c *layout) measureColumns(t *table) {
	t.natural, t.least = make([]float32, len(t.columns)), make([]float32, len(t.columns))
	for i := range t.columns {
		t.natural[i], t.least[i] = leastCell, leastCell
	}
	stride := 1 + t.cells/measuredCells
	for i := range t.cells {
		s := &c.blocks[t.first+i].source
		if i%stride == 0 || s.cell.row < measuredRows && i < measuredCells {
			c.measureCell(t, s)
		}
	}
}

func (c *layout) measureCell(t *table, s *source) {
	q := s.parts[0]
	m := &matter{measure: math.MaxFloat32, policy: c.opt.Policy}
	m.add([]rune(q.Text.Text), piece{face: c.faces.Named(q.face), part: paper.Part{}})
	k := &t.columns[s.cell.column]
	ts, _ := m.tokens(nil, 0, len(m.text), measuredWidth)
	if len(ts) == 0 {
		return
	}
	var w, word float32
	for i := range ts {
		if i > 0 {
			w += m.between(&ts[i-1], &ts[i]).width
		}
		w += ts[i].w
		word = max(word, ts[i].w)
	}
	n := s.cell.column
	t.natural[n] = min(max(t.natural[n], w+0.05), widestCell)
	t.least[n] = min(max(t.least[n], word+0.05, min(w+0.05, shortCell)), wordCell)
	if s.cell.row >= t.headings {
		if k.filled++; isNumber(q.Text.Text) {
			k.numbers++
		}
	}
}

// choose sets how much smaller the text is, how near its cells stand and into how
// many bands a row is folded, for a measure in em of the full size.
func (t *table) choose(measure float32) {
	n := float32(len(t.columns))
	t.bands, t.measure = 1, measure
	for _, c := range []struct{ scale, pad float32 }{{1, cellPad}, {0.92, cellPad}, {tableSmall, cellPad / 2}} {
		if t.scale, t.pad = c.scale, c.pad; (sum(t.natural)+2*c.pad*n)*c.scale <= measure {
			return
		}
	}
	for t.bands < len(t.columns) {
		natural, least := t.positions()
		if (sum(least)+2*t.pad*float32(len(natural)))*t.scale <= measure {
			return
		}
		t.bands++
	}
}

// manyColumns is from how many columns on a table is rather set across the page's
// columns than with cells that wrap.
const manyColumns = 5

// isCramped reports whether the measure last chosen for is too narrow for the table:
// its rows are folded, or many columns wrap.
func (t *table) isCramped() bool {
	wraps := t.scale == tableSmall && (sum(t.natural)+2*t.pad*float32(len(t.columns)))*t.scale > t.measure
	return t.bands > 1 || wraps && len(t.columns) >= manyColumns
}

func sum(ws []float32) (all float32) {
	for _, w := range ws {
		all += w
	}
	return all
}

// across is how many columns of a folded table stand side by side.
func (t *table) across() int { return (len(t.columns) + t.bands - 1) / t.bands }

// positions are the widths of the columns as the widest of those below each other needs them.
func (t *table) positions() (natural, least []float32) {
	n := t.across()
	natural, least = make([]float32, n), make([]float32, n)
	for i := range t.columns {
		natural[i%n], least[i%n] = max(natural[i%n], t.natural[i]), max(least[i%n], t.least[i])
	}
	return natural, least
}

// place gives every column its width and left edge; em is of the table's text.
func (t *table) place(left, measure, em float32) {
	natural, least := t.positions()
	n := len(natural)
	ws := share(natural, least, max(measure/em-2*t.pad*float32(n), 1))
	t.width = min(measure, (sum(ws)+2*t.pad*float32(n))*em)
	t.left = left + (measure-t.width)/2
	x := t.left
	for k, w := range ws {
		for i := k; i < len(t.columns); i += n {
			t.columns[i].left, t.columns[i].width, t.columns[i].band = x+t.pad*em, w*em, i/n
		}
		x += (w + 2*t.pad) * em
	}
}

// share parts room among columns: each its natural width and a little more where
// there is room, else the wide ones an equal share, none less than its least.
func share(natural, least []float32, room float32) []float32 {
	out := make([]float32, len(natural))
	if all := sum(natural); all <= room {
		more := min(spread, (room-all)/float32(len(natural)))
		for i, w := range natural {
			out[i] = w + more
		}
		return out
	}
	widths := func(most float32) float32 {
		for i := range natural {
			out[i] = min(natural[i], max(most, least[i]))
		}
		return sum(out)
	}
	lo, hi := float32(0), room
	for range 40 {
		if mid := (lo + hi) / 2; widths(mid) > room {
			hi = mid
		} else {
			lo = mid
		}
	}
	if all := widths(lo); all > room { // not even the least fit
		for i := range out {
			out[i] *= room / all
		}
	}
	return out
}

// stepRow composes cells of the row begun, as much as a chunk of a paragraph is,
// and after the last one places the row.
func (c *layout) stepRow() {
	t, row := c.blocks[c.laid].table, c.blocks[c.laid].cell.row
	end, work := c.laid, 0
	for ; end < t.first+t.cells && c.blocks[end].cell.row == row; end++ {
		for p := c.para(end); !p.done; {
			if work > chunk {
				return
			}
			before := p.next
			p.compose()
			work += p.next - before
		}
	}
	c.guess -= c.estimate(&c.blocks[c.laid].source)
	c.placeRow(t, c.laid, end)
	c.laid = end
}

// placeRow stands the cells of blocks from to end-1 side by side, band under band.
func (c *layout) placeRow(t *table, from, end int) {
	s := strip{top: c.bottom + c.space(from)}
	lead := c.leading(c.blocks[from].style) * t.scale
	y := s.top + c.opt.Style.Hairline + rowPad*lead
	for i := from; i < end; {
		band, lines, k := t.columns[c.blocks[i].cell.column].band, 1, i
		for ; k < end && t.columns[c.blocks[k].cell.column].band == band; k++ {
			c.blocks[k].begun, c.blocks[k].top = true, y
			lines = max(lines, len(c.blocks[k].para.lines))
		}
		y += float32(lines) * lead
		if k < end {
			y += bandGap * lead
		}
		for ; i < k; i++ {
			c.blocks[i].end = y
		}
	}
	y += rowPad * lead
	if c.blocks[from].cell.row == t.rows-1 {
		y += c.opt.Style.Hairline // the last row's rule lies in its own strip
	}
	s.height = y - s.top
	t.strips = append(t.strips, s)
	c.blocks[end-1].end, c.bottom = y, y
}

// rules lists a row's hairlines: above every row, and below the last.
func (t *table) rules(row int, thick float32) []Rule {
	s := t.strips[row]
	out := []Rule{{Rect{t.left, s.top, t.width, thick}, InkHairline}}
	if row == 0 || row == t.headings {
		out[0].Ink = InkSecondary
	}
	if row == t.rows-1 {
		out = append(out, Rule{Rect{t.left, s.top + s.height - thick, t.width, thick}, InkSecondary})
	}
	return out
}
