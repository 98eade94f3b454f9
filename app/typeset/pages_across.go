package typeset

import "slices"

// What may stand across the columns of a page, in lines.
const (
	acrossGap   = 0.7  // at the least between it and the columns
	acrossMost  = 0.67 // of the page's lines, all together
	acrossLeast = 4    // lines of text besides it in each column
)

// A crossing is what is read between two slugs of a page's text and stands across its
// columns, or on a later page.
type crossing struct {
	before int // slugs of the text before it
	slugs  []slug
	at     []float32
	row    float32 // from the page's first, of its top
	foot   bool    // it follows the columns, else they follow it
	cut    bool    // its table goes on on the next page
	later  bool    // it stands on a later page; here it is only noted as read
}

// An arrangement finds what stands across the columns of a page. A landscape picture
// with its caption, or a wide table, stands at the head of the columns its text begins
// in, where that is the first one, else at their foot; where the text it belongs to
// would then no longer be on the page, it waits for the head of the next one, and the
// text flows on. In the document's structure it keeps its place in the text.
type arrangement struct {
	queue     *queue
	area      *area
	top       int    // the page's first row
	from, to  int    // rows of the columns
	foot      int    // row after what stands at their foot
	text      []slug // that the columns are filled with: the queue's, without what crosses on a later page
	hold      int    // slugs of the text the page ends with; -1: as many as it takes
	crossings []crossing
}

func (p *arrangement) arrange() {
	q, columns := p.queue, p.area.columns
	p.takeWaiting()
	p.holdPictures()
	for p.to > p.from {
		q.fill(columns*(p.to-p.from) + 2)
		k, end := q.crossing()
		if p.text = q.buf; k < 0 {
			return
		}
		q.fill(columns*(p.to-p.from) + 2 + end - k)
		group := slices.Clone(q.buf[k:end])
		text := slices.Delete(slices.Clone(q.buf), k, end)
		if k == 0 && len(q.waiting) == 0 {
			q.buf, q.waiting = text, append(q.waiting, group)
			p.takeWaiting()
			p.holdPictures()
			continue
		}
		if _, reach := reached(p.pour(text, p.to-p.from)); reach < k || 0 <= p.hold && p.hold < k {
			p.text = text
			return // it belongs to a later page
		}
		q.buf = text
		if p.hold > k { // what holds the text up stands that much nearer
			p.hold = max(k, p.hold-(end-k))
		}
		p.cross(group, k)
	}
}

// holdPictures ends the page's text before the picture that would overtake what waits.
func (p *arrangement) holdPictures() {
	if q := p.queue; p.hold < 0 && len(q.waiting) > 0 && p.to > p.from {
		q.fill(p.area.columns*(p.to-p.from) + 2)
		p.hold = slices.IndexFunc(q.buf, func(s slug) bool { return s.role() == RoleFigure && !s.across() })
	}
}

// pour fills columns of so many rows for a trial. On a page that holds something besides
// them, what no column takes well is left to the next.
func (p *arrangement) pour(text []slug, height int) []poured {
	return pour(text, p.area, height, height == p.foot, p.queue.ended)
}

// cross finds the place of a group that is read before the text's slug k. A picture is
// rather made smaller than that it stands alone behind the article's end or that another
// overtakes it; if that is not enough, what must not come before it waits with it.
func (p *arrangement) cross(group []slug, k int) {
	q := p.queue
	alone := len(q.waiting) == 0
	if alone && p.stand(group, k) {
		return
	}
	_, reach := reached(p.pour(q.buf, p.to-p.from))
	hold := slices.IndexFunc(q.buf[k:reach], func(s slug) bool { return s.role() == RoleFigure }) + k
	if q.ended && reach == len(q.buf) {
		hold = k
	}
	if p.hold < 0 && hold >= k {
		for _, by := range smaller {
			if alone && p.stand(shrunk(group, by, p.area.leading), k) {
				return
			}
		}
		p.hold = hold
	}
	q.waiting = append(q.waiting, group)
	p.crossings = append(p.crossings, crossing{before: k, slugs: group, later: true})
}

// stand finds a group a place on the page where its text stays on it.
func (p *arrangement) stand(group []slug, k int) bool {
	q := p.queue
	c := crossing{before: k, slugs: group, at: rows(group, endless)}
	bottom := c.at[len(c.at)-1] + group[len(group)-1].rows
	need := int(ceil(bottom + acrossGap))
	height := p.to - p.from - need
	if height < acrossLeast || p.foot-p.top-height > int(acrossMost*float32(p.foot)) {
		return false
	}
	first, reach := reached(p.pour(q.buf, height))
	switch {
	case reach < k:
		return false
	case first >= k && p.foot == p.to:
		c.row = float32(p.from)
		p.from += need
	default:
		c.foot, c.row = true, float32(p.to)-bottom
		p.to -= need
	}
	p.crossings = append(p.crossings, c)
	return true
}

// smaller is what a picture is made of its height where that keeps it on its page.
var smaller = []float32{0.85, 0.7}

// shrunk is a picture and its caption with the picture made smaller; other groups stay.
func shrunk(group []slug, by, leading float32) []slug {
	out := slices.Clone(group)
	if s := &out[0]; len(s.pictures) == 1 {
		q := s.pictures[0].Moved(0, 0)
		s.rows -= q.H * (1 - by) / leading
		q.X += q.W * (1 - by) / 2
		q.W, q.H = q.W*by, q.H*by
		s.pictures = []Picture{q}
	}
	return out
}

// takeWaiting stands what waits at the head of the page. What is higher than the page, a
// long table, is parted between its rows.
func (p *arrangement) takeWaiting() {
	q := p.queue
	for len(q.waiting) > 0 && p.to > p.from {
		room := p.to - p.from
		ss := headed(q.waiting[0], room)
		n, at, clean := cutColumn(ss, room, true)
		if p.from > 0 && (!clean || n == 0 || n < len(ss) && p.from > p.foot/3) {
			p.crossings = append(p.crossings, crossing{slugs: ss, later: true})
			return
		}
		p.crossings = append(p.crossings, crossing{slugs: ss[:n], at: at, row: float32(p.from), cut: n < len(ss)})
		p.from += int(ceil(at[n-1] + ss[n-1].rows + acrossGap))
		if n < len(ss) {
			q.waiting[0], p.from = ss[n:], p.to
			return
		}
		q.waiting = q.waiting[1:]
		if p.to-p.from < acrossLeast {
			p.from = p.to
		}
	}
}

// reached is how much of a text stands in the first column and in all.
func reached(columns []poured) (first, all int) {
	for i, c := range columns {
		if all += c.took; i == 0 {
			first = all
		}
	}
	return first, all
}

// cross places, or only notes as read, what stands across the columns and is read
// before the text's slug number read of the page.
func (m *maker) cross(read int) {
	for len(m.crossings) > 0 && m.crossings[0].before <= read {
		c := m.crossings[0]
		m.crossings = m.crossings[1:]
		if !c.later {
			m.fillColumn(c.slugs, c.at, m.area.left, m.area.top+c.row*m.area.leading, c.cut)
			continue
		}
		for i := range c.slugs {
			if s := &c.slugs[i]; s.elems == nil && !s.again {
				s.elems = m.elementsOf(s)
			}
		}
	}
}
