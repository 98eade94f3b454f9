package typeset

import (
	"math"

	"baoge/app/paper"
)

// openTable notes where a table's blocks begin and sets the widths of its columns.
func (c *layout) openTable(first int) {
	b := &c.blocks[first]
	t := b.table
	if t.cells == 0 || t.first == first && t.scale > 0 {
		return
	}
	t.first = first
	c.measureColumns(t)
	ts := b.style
	em := c.opt.Size * ts.Size
	t.choose(c.width / em)
	em *= t.scale
	t.pad = cellPad * em
	t.place(c.left, c.width, em)
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
	t.natural[n] = min(max(t.natural[n], w+0.1), widestCell)
	t.least[n] = min(max(t.least[n], word), wordCell)
	if s.cell.row >= t.headings {
		if k.filled++; isNumber(q.Text.Text) {
			k.numbers++
		}
	}
}

// choose sets how much smaller the text is and into how many bands a row is
// folded, for a measure in em of the full size.
func (t *table) choose(measure float32) {
	var natural, least float32
	for i := range t.natural {
		natural, least = natural+t.natural[i]+2*cellPad, least+t.least[i]+2*cellPad
	}
	t.scale, t.bands = 1, 1
	for _, s := range []float32{1, 0.92, tableSmall} {
		if t.scale = s; natural*s <= measure {
			return
		}
	}
	measure /= t.scale
	if least <= measure {
		return
	}
	room := measure
	for i := range t.columns {
		w := min(t.least[i]+2*cellPad, measure)
		if room -= w; room < 0 && i > 0 {
			t.bands++
			room = measure - w
		}
		t.columns[i].band = t.bands - 1
	}
}

// place gives every column of every band its width and left edge.
func (t *table) place(left, measure, em float32) {
	t.left, t.width = left, measure
	for band, from := 0, 0; band < t.bands; band++ {
		to := from
		for to < len(t.columns) && t.columns[to].band == band {
			to++
		}
		room := measure/em - 2*cellPad*float32(to-from)
		ws := share(t.natural[from:to], t.least[from:to], max(room, 1))
		var all float32
		for _, w := range ws {
			all += w
		}
		x := left
		if t.bands == 1 {
			t.width = min(measure, (all+2*cellPad*float32(to-from))*em)
			t.left = left + (measure-t.width)/2
			x = t.left
		}
		for i, w := range ws {
			t.columns[from+i].left, t.columns[from+i].width = x+cellPad*em, w*em
			x += (w + 2*cellPad) * em
		}
		from = to
	}
}

// share parts room among columns: each its natural width and a little more where
// there is room, else the wide ones an equal share, none less than its least.
func share(natural, least []float32, room float32) []float32 {
	out := make([]float32, len(natural))
	var sum float32
	for _, w := range natural {
		sum += w
	}
	if sum <= room {
		more := min(spread, (room-sum)/float32(len(natural)))
		for i, w := range natural {
			out[i] = w + more
		}
		return out
	}
	widths := func(cap float32) (all float32) {
		for i := range natural {
			out[i] = min(natural[i], max(cap, least[i]))
			all += out[i]
		}
		return all
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
