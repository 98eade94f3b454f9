package typeset

import (
	"fmt"
	"iter"
	"sort"
	"sync"
	"sync/atomic"
	"time"
)

// A Preview shows any page of a book, or of plain articles, while the rest of it is
// still being set. Its pages are those [Bind] gives, in the order they are bound:
// front matter first. Safe for concurrent use: a page is set beside the rest, and waits
// for nothing.
//
// Call [Preview.Extend] until it is done, a few milliseconds at a time, beside
// [Preview.Page] for what is to be seen. Once an article's page is known, any page of
// it is set again when asked for: a preview of any length holds some dozens of pages
// and a line an article. What cannot be known yet is shown as far as it is: a cover
// without its days, contents without their numbers, and, of a page farther on than
// what was set, the page that will stand about there, without its number.
type Preview struct {
	faces *Faces
	opt   PageOptions
	book  Book
	area  area

	setter sync.Mutex // of who goes over the book, once
	binder *binder
	next   func() (*Page, error, bool)
	stop   func()

	extent atomic.Pointer[extent]

	mu        sync.Mutex // of what is known so far; never held while a page is set
	count     int        // pages of the body gone over
	front     []*Page    // once all is set
	done      bool
	err       error
	spots     []spot        // of articles gone over or begun, and last the index
	clippings []clipping    // of the same articles
	kept      map[int]*Page // pages of the body by number
	old       []int         // their numbers, the oldest first
}

// An extent is how many pages there are, and how many of them are front matter: an
// estimate until known.
type extent struct {
	all, front int
	known      bool
}

// keptPages bounds the pages a preview holds.
const keptPages = 48

// NewPreview readies a book for being looked at; it sets nothing yet. Options that
// cannot be set give an [ErrPageOptions].
func NewPreview(f *Faces, book Book, o PageOptions) (*Preview, error) {
	p := &Preview{faces: f, opt: o, book: book, clippings: make([]clipping, book.Articles), kept: map[int]*Page{}}
	var yield func(*Page, error) bool
	b, err := newBinder(f, book, o, func(page *Page, err error) bool { return yield(page, err) })
	if err != nil {
		return nil, err
	}
	p.binder, p.area = b, b.area
	p.next, p.stop = iter.Pull2(func(y func(*Page, error) bool) {
		yield = y
		if err := b.bind(0); err != nil {
			y(nil, err)
		}
	})
	p.tell()
	return p, nil
}

// Close ends a preview that is not done. A done one needs none.
func (p *Preview) Close() {
	p.setter.Lock()
	defer p.setter.Unlock()
	p.stop()
}

// Extend sets more of the book for about d, at most a page longer, and reports
// whether all of it is set. An error, of an article that cannot be had, stays.
func (p *Preview) Extend(d time.Duration) (done bool, err error) {
	for end := time.Now().Add(d); ; {
		if done, err = p.step(); done || err != nil || !time.Now().Before(end) {
			return done, err
		}
	}
}

// step goes over one more page.
func (p *Preview) step() (done bool, _ error) {
	p.setter.Lock()
	defer p.setter.Unlock()
	if p.done || p.err != nil { // who holds setter alone changes them
		return p.done, p.err
	}
	page, err, ok := p.next()
	p.mu.Lock()
	defer p.mu.Unlock()
	was := p.set()
	p.spots = append(p.spots, p.binder.spots[len(p.spots):]...)
	copy(p.clippings[was:p.set()], p.binder.clippings[was:])
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
	p.tell()
	return p.done, p.err
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
// estimate until all are set. It waits for nothing.
func (p *Preview) Pages() (all, front int, known bool) {
	e := p.extent.Load()
	return e.all, e.front, e.known
}

// tell notes how many pages there are by now.
func (p *Preview) tell() {
	front := p.frontPages()
	all := front + p.count
	if n := p.set(); !p.done && n > 0 {
		all += int(float64(p.book.Articles-n) * float64(p.count) / float64(n))
	}
	p.extent.Store(&extent{max(all, 1), front, p.done})
}

// set is how many articles were gone over or begun.
func (p *Preview) set() int {
	if n := len(p.spots); n > 0 {
		return min(p.spots[n-1].article+1, p.book.Articles)
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
	if !p.book.NoCover {
		n++
	}
	if !p.book.NoContents {
		first, further := p.area.contentsRoom()
		n += 1 + (max(p.book.Articles-first, 0)+further-1)/further
	}
	return n
}

// Page is page n, from 1, as the book is bound. final: it will not change; a page that
// is not final is worth asking for again when more is set. It belongs to the preview
// and must not be changed. A page that is not there is an [ErrNoPage].
func (p *Preview) Page(n int) (page *Page, final bool, err error) {
	p.mu.Lock()
	front := p.frontPages()
	k, count, done := n-front, p.count, p.done
	switch err = p.err; {
	case err != nil:
	case n < 1 || done && k > count:
		err = fmt.Errorf("%w: %d of %d", ErrNoPage, n, front+count)
	case k < 1 && done:
		page = p.front[n-1]
	default:
		page = p.kept[k]
	}
	p.mu.Unlock()
	switch {
	case err != nil:
		return nil, false, err
	case page != nil:
		return page, true, nil
	case k < 1:
		page, err = p.early(n)
		return page, false, err
	case k > count:
		page, err = p.about(k)
		return page, false, err
	}
	page, err = p.again(k)
	return page, err == nil, err
}

// pick makes pages anew with a binder of their own, and returns the one that want counts
// down to; seen, which may be nil, is told of those before it, too. begin says from where.
func (p *Preview) pick(want int, seen func(*Page), begin func(b *binder) error) (*Page, error) {
	var found *Page
	b, err := newBinder(p.faces, p.book, p.opt, func(page *Page, err error) bool {
		if seen != nil {
			seen(page)
		}
		if want--; want == 0 {
			found = page
		}
		return want > 0
	})
	if err != nil {
		return nil, err
	}
	if err = begin(b); err == nil && found == nil {
		err = ErrNoPage
	}
	return found, err
}

// again sets page k of the body, which was gone over before. The pages of the same
// article that are set on the way are kept, too.
func (p *Preview) again(k int) (*Page, error) {
	p.mu.Lock()
	spots := p.spots
	p.mu.Unlock()
	i := sort.Search(len(spots), func(i int) bool { return spots[i].page > k || spots[i].page == k && !spots[i].alone }) - 1
	if i < 0 {
		return nil, fmt.Errorf("%w: %d", ErrNoPage, k)
	}
	s := spots[i]
	n := s.page - 1
	return p.pick(k-n, func(page *Page) {
		if n++; n > s.page || s.alone { // else what stands above the article is not on it
			p.mu.Lock()
			p.keep(n, page)
			p.mu.Unlock()
		}
	}, func(b *binder) error {
		if s.article == b.book.Articles {
			b.clippings = p.clippings // the index, which comes when they are all known
		}
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
	p.mu.Lock()
	set, count, articles := p.set(), p.count, p.book.Articles
	p.mu.Unlock()
	if set == articles {
		return nil, fmt.Errorf("%w: %d", ErrNoPage, k)
	}
	i := set
	if count > 0 {
		i += int(float64(k-count-1) * float64(set) / float64(count))
	} else {
		i += k - 1
	}
	return p.pick(1, nil, func(b *binder) error {
		b.unnamed = true
		return b.bind(min(i, articles-1))
	})
}

// early makes page n of the front matter as far as it is known. Of the contents only the
// articles are looked at that will stand on the page or about there.
func (p *Preview) early(n int) (*Page, error) {
	return p.pick(1, nil, func(b *binder) error {
		p.mu.Lock()
		copy(b.clippings, p.clippings)
		p.mu.Unlock()
		if !b.book.NoCover {
			if n--; n == 0 {
				b.frontMatter()
				return nil
			}
		}
		first, further := b.area.contentsRoom()
		from, to := 0, first
		if n > 1 {
			from = first + (n-2)*further
			to = from + further
		}
		for i := from; i < min(to, len(b.clippings)); i++ {
			if b.clippings[i].known {
				continue
			}
			if _, _, _, err := b.look(i); err != nil {
				return err
			}
		}
		b.front, b.number = true, n-1
		b.structure.begin()
		b.contents(from)
		return nil
	})
}
