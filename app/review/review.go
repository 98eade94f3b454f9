// Package review is what a person does to an imported page: merge and split its articles,
// put them in order, say what a block is, edit what stands over an article, and take any
// of it back. It holds no window and writes nothing: it begins with a page as the library
// keeps it and ends with one to be saved.
//
// Begin with [New]; [Desk.Rows] is the page as it stands, [Desk.Items] its articles and
// what belongs to none. Every change is one step that [Desk.Undo] takes back. A change that
// makes no sense where it is asked for is refused with an error of this package and leaves
// all as it was.
//
// A Desk is for one goroutine.
package review

import (
	"errors"
	"maps"
	"slices"

	"baoge/app/ingest"
	"baoge/app/paper"
)

// Errors of changes that make no sense where they are asked for.
var (
	ErrNoPrevious = errors.New("nothing stands before it")
	ErrNotThere   = errors.New("no such place on the page")
	ErrKind       = errors.New("it cannot be that")
	ErrNoBody     = errors.New("an article must have text")
)

// A Source is the page to begin with.
type Source struct {
	Articles         []*paper.Article // as the library has them, in printed order; not changed
	Labels, Leftover []string
	Read             *ingest.File // the file as the rules read it, for joins and doubts; nil: not known
	Total            int          // characters of the decoded source; 0: not known
}

// An Item is one thing on the page, in printed order: an article, or text that belongs
// to none.
type Item struct {
	Article *paper.Article // nil: a label or leftover; not to be changed
	Kind    Kind           // Rubric or Leftover, else ""
	Text    string         // of those
}

// A Kind says what a row of the page is.
type Kind string

// The kinds, as a person names them.
const (
	Kicker     Kind = "kicker"
	Headline   Kind = "headline"
	Subhead    Kind = "subhead"
	Credit     Kind = "credit"
	Paragraph  Kind = "paragraph"
	Subheading Kind = "subheading"
	ListItem   Kind = "item"
	Caption    Kind = "caption"
	Figure     Kind = "figure"
	Table      Kind = "table"
	Rubric     Kind = "rubric"
	Leftover   Kind = "leftover"
)

// A Row is one row of the page.
type Row struct {
	Item   int        // index in Items
	Part   paper.Part // of the article
	Kind   Kind
	Text   string
	Lead   int   // runes of Text before the part's own: dateline and credit set back in front
	Joins  []int // runes of Text at which a break of the page was joined
	Doubts []Doubt
}

// A Doubt is a decision of the import rules that deserves a look.
type Doubt struct {
	ingest.Decision
}

// state is the page between two changes. What it holds is never changed: a change copies.
type state struct {
	items []Item
	sure  map[int]bool // decisions confirmed, by offset in the source
	typed int          // characters put in place of others, in or out by hand
}

// A Desk is a page being looked over.
type Desk struct {
	now          state
	past, future []state
	total        int
	origin       map[string]*origin // by text: what the rules did there
	rows         []Row              // of now; nil: not made yet
	account      *Account           // of now; nil: not counted yet
}

// New lays a page on the desk.
func New(s Source) *Desk {
	d := &Desk{total: s.Total, origin: origins(s.Read)}
	for _, a := range s.Articles {
		d.now.items = append(d.now.items, Item{Article: a})
	}
	for _, t := range s.Labels {
		d.now.items = append(d.now.items, Item{Kind: Rubric, Text: t})
	}
	for _, t := range s.Leftover {
		d.now.items = append(d.now.items, Item{Kind: Leftover, Text: t})
	}
	if s.Read != nil {
		// Articles keep their order; what belongs to none goes where it stands in the file.
		d.now.items = weave(d.now.items, len(s.Articles), d.places(s.Read))
	}
	d.now.sure = map[int]bool{}
	return d
}

// Items are the articles and what belongs to none, in printed order.
func (d *Desk) Items() []Item { return d.now.items }

// Articles are those of the page, in printed order.
func (d *Desk) Articles() []*paper.Article {
	var out []*paper.Article
	for _, it := range d.now.items {
		if it.Article != nil {
			out = append(out, it.Article)
		}
	}
	return out
}

// Texts are the page's labels and leftover.
func (d *Desk) Texts() (labels, leftover []string) {
	for _, it := range d.now.items {
		switch it.Kind {
		case Rubric:
			labels = append(labels, it.Text)
		case Leftover:
			leftover = append(leftover, it.Text)
		}
	}
	return labels, leftover
}

// An Account tells where the page's characters are: [paper.Chars] of each.
type Account struct {
	Total                    int // of the source; without one, of what is here
	Article, Label, Leftover int
	Edited                   int // how many more characters there are by hand (above 0), or fewer (below)
	Typed                    int // characters that were put in place of others, in or out by hand
}

// Account counts the page as it stands.
func (d *Desk) Account() Account {
	if d.account == nil {
		c := d.count()
		d.account = &c
	}
	return *d.account
}

func (d *Desk) count() Account {
	c := Account{Typed: d.now.typed}
	for _, it := range d.now.items {
		switch {
		case it.Article != nil:
			c.Article += it.Article.Chars()
		case it.Kind == Rubric:
			c.Label += paper.Chars(it.Text)
		default:
			c.Leftover += paper.Chars(it.Text)
		}
	}
	c.Total = c.Article + c.Label + c.Leftover
	if d.total > 0 {
		c.Edited, c.Total = c.Total-d.total, d.total
	}
	return c
}

// Changed reports whether anything is other than it began.
func (d *Desk) Changed() bool { return len(d.past) > 0 }

// Undo takes the last change back and reports whether there was one.
func (d *Desk) Undo() bool { return d.travel(&d.past, &d.future) }

// Redo makes the change taken back last once more, and reports whether there was one.
func (d *Desk) Redo() bool { return d.travel(&d.future, &d.past) }

// CanUndo and CanRedo report whether there is a change to take back or to make again.
func (d *Desk) CanUndo() bool { return len(d.past) > 0 }

// CanRedo follows CanUndo.
func (d *Desk) CanRedo() bool { return len(d.future) > 0 }

func (d *Desk) travel(from, to *[]state) bool {
	n := len(*from)
	if n == 0 {
		return false
	}
	*to = append(*to, d.now)
	d.now, *from = (*from)[n-1], (*from)[:n-1]
	d.rows, d.account = nil, nil
	return true
}

// step makes the state that fn makes of a copy of the present one the present one.
func (d *Desk) step(fn func(s *state) error) error {
	s := state{slices.Clone(d.now.items), maps.Clone(d.now.sure), d.now.typed}
	if err := fn(&s); err != nil {
		return err
	}
	d.past, d.future, d.now = append(d.past, d.now), nil, s
	d.rows, d.account = nil, nil
	return nil
}

// article gives a copy of an item's article to change.
func (s *state) article(i int) (*paper.Article, error) {
	if i < 0 || i >= len(s.items) || s.items[i].Article == nil {
		return nil, ErrNotThere
	}
	a := copyOf(s.items[i].Article)
	s.items[i].Article = a
	return a, nil
}

// copyOf is an article whose blocks can be changed.
func copyOf(a *paper.Article) *paper.Article {
	c := *a
	c.Blocks = slices.Clone(a.Blocks)
	return &c
}
