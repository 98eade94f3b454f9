package typeset

import (
	"iter"
	"slices"
	"strings"

	"baoge/app/paper"
)

// A Book is a clipping book 剪报册: what is bound and what stands around it.
type Book struct {
	Title, Compiler, Unit string     // of the cover; what is "" is left out
	From, To              paper.Date // of the cover; both unknown: of the articles
	Articles              int        // how many there are
	// Article hands out one of them, counted from 0, with what the compiler says of it.
	// nil without an error is an article that is gone: the book does without it. It is
	// called in order, once or, by a [Preview], several times.
	Article func(i int) (a *paper.Article, note string, err error)

	RunOn      bool // articles follow each other on a page; else each begins a page
	NoCover    bool
	NoContents bool
	Index      bool // of contributors, at the end
}

// Bind sets a book: first its articles, as [Paginate] does, and the index; then the
// front matter, cover and contents, which knows by then on which page each article
// begins. The articles are numbered from 1, the contents in Roman numerals from i.
// Of the articles one at a time is held, of the others a line for the contents.
func Bind(f *Faces, book Book, o PageOptions) iter.Seq2[*Page, error] {
	return func(yield func(*Page, error) bool) {
		b, err := newBinder(f, book, o, yield)
		if err == nil {
			err = b.bind(0)
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

// A clipping is what contents and index hold of an article.
type clipping struct {
	known bool // it was looked at
	gone  bool
	title string
	date  paper.Date
	names []string
	page  int // from 1; 0: not known yet
	y     float32
}

// A binder makes a book.
type binder struct {
	*maker
	book      Book
	clippings []clipping
	spots     []spot // where articles begin, and last the index
	at        int    // the article being set
}

func newBinder(f *Faces, book Book, o PageOptions, yield func(*Page, error) bool) (*binder, error) {
	if book.Title != "" {
		o.Library = book.Title
	}
	m, err := newMaker(f, o, yield)
	if err != nil {
		return nil, err
	}
	m.runOn = book.RunOn
	b := &binder{maker: m, book: book, clippings: make([]clipping, book.Articles)}
	m.begun = b.begin
	return b, nil
}

// begin notes where the article being set begins, before its first page is handed out.
func (b *binder) begin(s spot) {
	s.article = b.at
	b.spots = append(b.spots, s)
	c := &b.clippings[b.at]
	c.page, c.y = s.page, s.y
}

// bind makes all pages from an article on.
func (b *binder) bind(from int) error {
	for i := from; i < b.book.Articles; i++ {
		gone, a, note, err := b.look(i)
		if err != nil {
			return err
		}
		if gone {
			continue
		}
		b.at = i
		if !b.article(a, note) {
			return nil
		}
	}
	if !b.close() {
		return nil
	}
	b.spots = append(b.spots, spot{article: b.book.Articles, page: b.number + 1, alone: true, elements: b.elements})
	if b.index() {
		b.frontMatter()
	}
	return nil
}

// look gets an article and notes what the contents will say of it.
func (b *binder) look(i int) (gone bool, a *paper.Article, note string, err error) {
	a, note, err = b.book.Article(i)
	if err != nil {
		return false, nil, "", err
	}
	if c := &b.clippings[i]; !c.known {
		c.known = true
		if c.gone = a == nil; !c.gone {
			c.title, c.date = strings.Clone(Title(a)), a.Date
			for _, credit := range a.Credits {
				for _, name := range credit.Names {
					if name = strings.TrimSpace(name); name != "" && !slices.Contains(c.names, name) {
						c.names = append(c.names, strings.Clone(name))
					}
				}
			}
		}
	}
	return a == nil, a, note, nil
}

// frontMatter makes cover and contents.
func (b *binder) frontMatter() bool {
	m := b.maker
	m.front, m.art, m.number = true, nil, 0
	m.structure.begin()
	if !b.book.NoCover && !b.cover() {
		return false
	}
	m.number = 0 // the cover has none
	return b.book.NoContents || b.contents(0)
}

// days are those of the cover.
func (b *binder) days() string {
	if b.book.From.Known() || b.book.To.Known() {
		return ChineseDates(b.book.From, b.book.To)
	}
	var ds []paper.Date
	for i := range b.clippings {
		ds = append(ds, b.clippings[i].date)
	}
	return days(ds)
}

// bound is how many articles the book has as far as is known.
func (b *binder) bound() int {
	n := 0
	for i := range b.clippings {
		if !b.clippings[i].gone {
			n++
		}
	}
	return n
}
