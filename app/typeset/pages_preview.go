package typeset

import (
	"fmt"
	"iter"
	"sort"
	"sync"
	"time"
)

// A Preview shows any page of a book, or of plain articles, while the rest of it is
// still being set. Its pages are those [Bind] gives, in the order they are bound:
// front matter first. Safe for concurrent use: a page is waited for while at most one
// other page is being set.
//
// Call [Preview.Extend] until it is done, a few milliseconds at a time, beside
// [Preview.Page] for what is to be seen. Once an article's page is known, any page of
// it is set again when asked for: a preview of any length holds some dozens of pages
// and a line an article. What cannot be known yet is shown as far as it is: a cover
// without its days, contents without their numbers, and, of a page farther on than
// what was set, the page that will stand about there, without its number.
type Preview struct {
	mu     sync.Mutex
	faces  *Faces
	opt    PageOptions
	binder *binder // goes over the book once
	next   func() (*Page, error, bool)
	stop   func()
	count  int     // pages of the body gone over
	front  []*Page // once all is set
	done   bool
	err    error
	kept   map[int]*Page // pages of the body by number
	old    []int         // their numbers, the oldest first
}

// keptPages bounds the pages a preview holds.
const keptPages = 48

// NewPreview readies a book for being looked at; it sets nothing yet. Options that
// cannot be set give an [ErrPageOptions].
func NewPreview(f *Faces, book Book, o PageOptions) (*Preview, error) {
	p := &Preview{faces: f, opt: o, kept: map[int]*Page{}}
	var yield func(*Page, error) bool
	b, err := newBinder(f, book, o, func(page *Page, err error) bool { return yield(page, err) })
	if err != nil {
		return nil, err
	}
	p.binder = b
	p.next, p.stop = iter.Pull2(func(y func(*Page, error) bool) {
		yield = y
		if err := b.bind(0); err != nil {
			y(nil, err)
		}
	})
	return p, nil
}

// Close ends a preview that is not done. A done one needs none.
func (p *Preview) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stop()
}

// Extend sets more of the book for about d, at most a page longer, and reports
// whether all of it is set. An error, of an article that cannot be had, stays.
func (p *Preview) Extend(d time.Duration) (done bool, err error) {
	for end := time.Now().Add(d); ; {
		p.mu.Lock()
		p.step()
		done, err = p.done, p.err
		p.mu.Unlock()
		if done || err != nil || !time.Now().Before(end) {
			return done, err
		}
	}
}

// step goes over one more page.
func (p *Preview) step() {
	if p.done || p.err != nil {
		return
	}
	page, err, ok := p.next()
	switch {
	case !ok:
		p.done = true
	case err != nil:
		p.err = err
	case page.Front:
		p.front = append(p.front, page)
	default:
		p.count++
		p.keep(p.count, page)
	}
}

func (p *Preview) keep(n int, page *Page) {
	if _, ok := p.kept[n]; !ok {
		if p.old = append(p.old, n); len(p.old) > keptPages {
			delete(p.kept, p.old[0])
			p.old = p.old[1:]
		}
	}
	p.kept[n] = page
}

// Pages is how many pages there are and how many of them are front matter: an
// estimate until all are set.
func (p *Preview) Pages() (all, front int, known bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	front = p.frontPages()
	all = front + p.count
	if n := p.set(); !p.done && n > 0 {
		all += int(float64(p.binder.book.Articles-n) * float64(p.count) / float64(n))
	}
	return max(all, 1), front, p.done
}

// set is how many articles were gone over.
func (p *Preview) set() int {
	if n := len(p.binder.spots); n > 0 {
		return min(p.binder.spots[n-1].article+1, p.binder.book.Articles)
	}
	return 0
}

// frontPages is how many pages cover and contents take; as long as not all headlines
// are known, with one line for each that is not.
func (p *Preview) frontPages() int {
	if p.done {
		return len(p.front)
	}
	n := 0
	if !p.binder.book.NoCover {
		n++
	}
	if !p.binder.book.NoContents {
		a := &p.binder.area
		entry := (contentsLine + contentsGap) * a.size
		first := int((a.bottom - a.top - (contentsRest-contentsGap)*a.size) / entry)
		n++
		if rest := p.binder.book.Articles - first; rest > 0 {
			page := max(int((a.bottom-a.top+contentsGap*a.size)/entry), 1)
			n += (rest + page - 1) / page
		}
	}
	return n
}

// Page is page n, from 1, as the book is bound. final: it will not change; a page that
// is not final is worth asking for again when more is set. It belongs to the preview
// and must not be changed. A page that is not there is an [ErrNoPage].
func (p *Preview) Page(n int) (page *Page, final bool, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err != nil {
		return nil, false, p.err
	}
	front := p.frontPages()
	switch k := n - front; {
	case n < 1:
		return nil, false, fmt.Errorf("%w: %d", ErrNoPage, n)
	case k < 1 && p.done:
		return p.front[n-1], true, nil
	case k < 1:
		page, err = p.early(n)
		return page, false, err
	case k <= p.count:
		if page = p.kept[k]; page == nil {
			if page, err = p.again(k); page != nil {
				p.keep(k, page)
			}
		}
		return page, true, err
	case p.done:
		return nil, false, fmt.Errorf("%w: %d of %d", ErrNoPage, n, front+p.count)
	default:
		page, err = p.about(k)
		return page, false, err
	}
}

// pick binds again, from where a binder stands, and returns the page that want counts
// down to, or nil where there is none.
func (p *Preview) pick(want int, begin func(b *binder) error) (*Page, error) {
	var found *Page
	b, err := newBinder(p.faces, p.binder.book, p.opt, func(page *Page, err error) bool {
		if want--; want == 0 {
			found = page
		}
		return want > 0
	})
	if err != nil {
		return nil, err
	}
	err = begin(b)
	return found, err
}

// again sets page k of the body, which was gone over before.
func (p *Preview) again(k int) (*Page, error) {
	spots := p.binder.spots
	i := sort.Search(len(spots), func(i int) bool { return spots[i].page > k || spots[i].page == k && !spots[i].alone }) - 1
	if i < 0 {
		return nil, fmt.Errorf("%w: %d", ErrNoPage, k)
	}
	s := spots[i]
	return p.pick(k-s.page+1, func(b *binder) error {
		b.clippings = p.binder.clippings
		b.number, b.elements, b.done = s.page-1, s.elements, s.elements
		if !s.alone {
			b.newPage()
			b.used = s.used
		}
		return b.bind(s.article)
	})
}

// about sets the page that will stand about where page k of the body will be.
func (p *Preview) about(k int) (*Page, error) {
	set, articles := p.set(), p.binder.book.Articles
	if set == articles {
		return nil, fmt.Errorf("%w: %d", ErrNoPage, k)
	}
	i := set
	if p.count > 0 {
		i += int(float64(k-p.count-1) * float64(set) / float64(p.count))
	} else {
		i += k - 1
	}
	return p.pick(1, func(b *binder) error {
		b.unnamed = true
		return b.bind(min(i, articles-1))
	})
}

// early makes page n of the front matter as far as it is known: of the contents as
// many articles are looked at as it takes.
func (p *Preview) early(n int) (*Page, error) {
	return p.pick(n, func(b *binder) error {
		b.clippings = p.binder.clippings
		if n > 1 || b.book.NoCover {
			most := int((b.area.bottom-b.area.top)/(contentsLine*b.area.size)) * n
			for i := 0; i < min(most, len(b.clippings)); i++ {
				if b.clippings[i].known {
					continue
				}
				if _, _, _, err := b.look(i); err != nil {
					return err
				}
			}
		}
		b.frontMatter()
		return nil
	})
}
