package async

import "context"

// Pages is a list too long to read at once: rows are fetched in pages around what
// is in sight, and forgotten again when far from it. Set the functions, then Reset.
type Pages[T any] struct {
	Fetch  func(ctx context.Context, limit, offset int) (rows []T, total int, err error) // off the UI goroutine
	Total  func(n int)                                                                   // the number of rows came or changed
	Filled func(first, last int)                                                         // rows first to last (exclusive) can be had from At
	Fail   func(error)

	slot        Slot
	total       int
	known       bool // total was told
	pages       map[int][]T
	first, last int  // rows last wanted
	failed      bool // a fetch failed: wait for Reset instead of trying for ever
}

const (
	pageRows  = 64 // rows of a page
	pagesKept = 16
)

// Reset forgets every row and fetches those last wanted anew, at least the first page.
// Total is told again when it comes.
func (p *Pages[T]) Reset() {
	p.slot.Cancel()
	p.pages, p.known, p.failed = map[int][]T{}, false, false
	p.next()
}

// Rewind is Reset for another list: nothing of the old one is wanted any more.
func (p *Pages[T]) Rewind() {
	p.first, p.last = 0, 0
	p.Reset()
}

// Cancel drops the fetch under way.
func (p *Pages[T]) Cancel() { p.slot.Cancel() }

// At gives row i if it is at hand.
func (p *Pages[T]) At(i int) (row T, ok bool) {
	page := p.pages[i/pageRows]
	if i < 0 || i%pageRows >= len(page) {
		return row, false
	}
	return page[i%pageRows], true
}

// Find gives the index of the first row at hand that is asked for, or -1.
func (p *Pages[T]) Find(is func(T) bool) int {
	best := -1
	for n, page := range p.pages {
		for i, row := range page {
			if at := n*pageRows + i; (best < 0 || at < best) && is(row) {
				best = at
			}
		}
	}
	return best
}

// Among reads the rows of some half-open ranges, in order: what is returned may run on
// any goroutine. Rows at hand are not fetched again, others by fetch.
func (p *Pages[T]) Among(ranges [][2]int, fetch func(ctx context.Context, limit, offset int) ([]T, int, error)) func(context.Context) ([]T, error) {
	type stretch struct {
		rows          []T // at hand; nil: to be fetched
		limit, offset int
	}
	var all []stretch
	for _, r := range ranges {
		s := stretch{limit: r[1] - r[0], offset: r[0]}
		for i := r[0]; i < r[1]; i++ {
			row, ok := p.At(i)
			if !ok {
				s.rows = nil
				break
			}
			s.rows = append(s.rows, row)
		}
		all = append(all, s)
	}
	return func(ctx context.Context) ([]T, error) {
		var out []T
		for _, s := range all {
			rows := s.rows
			if rows == nil {
				var err error
				if rows, _, err = fetch(ctx, s.limit, s.offset); err != nil {
					return nil, err
				}
			}
			out = append(out, rows...)
		}
		return out, nil
	}
}

// Want says which rows are in sight; those not at hand are fetched, and a fetch of
// rows that went out of sight meanwhile is dropped.
func (p *Pages[T]) Want(first, last int) {
	if p.pages == nil || first == p.first && last == p.last {
		return
	}
	p.first, p.last = first, last
	p.next()
}

// next fetches the first page in sight that is missing, then the next one.
func (p *Pages[T]) next() {
	n, missing := p.missing()
	if !missing || p.failed {
		return
	}
	type answer struct {
		rows  []T
		total int
	}
	Load(&p.slot, func(ctx context.Context) (answer, error) {
		rows, total, err := p.Fetch(ctx, pageRows, n*pageRows)
		return answer{rows, total}, err
	}, func(a answer) {
		p.forget()
		p.pages[n] = a.rows
		if a.rows == nil {
			p.pages[n] = []T{}
		}
		if !p.known || a.total != p.total {
			p.known, p.total = true, a.total
			p.Total(a.total)
		}
		p.Filled(n*pageRows, n*pageRows+len(a.rows))
		p.next()
	}, func(err error) {
		p.failed = true
		p.Fail(err)
	})
}

func (p *Pages[T]) missing() (page int, missing bool) {
	last := max(p.last, p.first+1)
	for n := p.first / pageRows; n*pageRows < last; n++ {
		if _, ok := p.pages[n]; !ok && (!p.known || n*pageRows < p.total) {
			return n, true
		}
	}
	return 0, false
}

// forget drops the page farthest from sight once there are too many.
func (p *Pages[T]) forget() {
	for len(p.pages) >= pagesKept {
		here, far, dist := p.first/pageRows, -1, -1
		for n := range p.pages {
			if d := max(n-here, here-n); d > dist {
				far, dist = n, d
			}
		}
		delete(p.pages, far)
	}
}
