// Package page is the grammar of a printed page: it takes the text of one page,
// as OCR or a typist left it, and gives back the articles that were printed on it.
// It heals column breaks, widens the marks OCR narrowed, tells headlines, credits,
// captions, subheadings and lists apart, and accounts for every character.
//
// Begin with [Parse]. The package is pure: the same text gives the same page.
// Time and memory are linear in the length of the text, whatever it holds.
//
// The grammar works on lines. A Markdown parser would not do: it reads indented
// lines of OCR as code, swallows * and _ and printed numbers, turns a line above
// --- into a heading, and does not say where in the source a character stood.
package page

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"baoge/app/paper"
)

// ErrAccount says that characters were lost or doubled: a defect of the rules,
// never of the file. Nothing of such a page may be saved.
var ErrAccount = errors.New("characters unaccounted for")

// An Account counts the characters of the decoded source that are neither white
// space nor format markup (heading and list signs, tags, comments).
// Total is counted on the source, the other three on what came out;
// they agree: Total = Article + Label + Leftover.
type Account struct {
	Total    int `json:"total"`
	Article  int `json:"article"`
	Label    int `json:"label"`
	Leftover int `json:"leftover"`
}

// A Page is what one page's text became.
type Page struct {
	Articles []*paper.Article // in printed order, without IDs
	Labels   []string         // rubrics without an article, folio lines
	Leftover []string         // text that belongs to no article
	Repairs  []paper.Repair   // in order of Offset
	Chars    Account
	Folio    Folio

	Text      string     // the source that all offsets count runes of
	Places    []Place    // in order of From
	Decisions []Decision // in order of Offset
}

// A parser holds one page while it is read.
type parser struct {
	src     []rune
	page    Page
	repairs []paper.Repair
	marks   []mark
	exact   bool
	outAt   []int32 // where each rune of the text settled last stands in src
	grid    grid
	wide    []rune           // scratch of wideMarks
	pairs   map[uint64]int32 // how often two characters stand side by side; made when first asked for
}

// Parse reads the text of one page. The only error is ErrAccount.
//
// Text whose first line is <!-- baoge --> was exported from a library and is read as
// it stands: nothing is joined or repaired, each line is what its signs say. Date,
// page, label, publication and section of an article are set where a comment before its
// headings says them; of other texts they stay unknown.
func Parse(text string) (*Page, error) {
	return parse(scan([]rune(text)), text)
}

// parse reads the blocks of a page.
func parse(s *scanner, text string) (*Page, error) {
	p := &parser{src: s.src, repairs: s.repairs, marks: s.marks, exact: s.exact}
	p.page.Text = text
	for _, b := range s.outside {
		p.page.Leftover = append(p.page.Leftover, p.settle(b.text, b.at, body))
	}
	blocks := p.folio(s.blocks)
	if !p.exact {
		blocks = p.longHeadlines(p.unwrap(blocks))
		p.grid = measureGrid(blocks)
	}
	if !slices.ContainsFunc(blocks, func(b block) bool { return b.kind == heading }) {
		blocks = inferHeadings(blocks)
		for _, b := range blocks {
			if b.kind == heading {
				p.decide(ChoseHeadline, "unmarked-headline", b.from, 0.7)
			}
		}
	}
	gs := split(blocks)
	for _, g := range gs {
		if len(gs) == 1 && len(g.heads) == 0 { // no headline anywhere: one article without
			g.heads = []block{{kind: heading, said: saidHeadline}}
		}
		p.group(g)
	}
	slices.SortStableFunc(p.repairs, func(a, b paper.Repair) int { return cmp.Compare(a.Offset, b.Offset) })
	p.page.Repairs = p.repairs
	slices.SortStableFunc(p.page.Places, func(a, b Place) int { return cmp.Compare(a.From, b.From) })
	slices.SortStableFunc(p.page.Decisions, func(a, b Decision) int { return cmp.Compare(a.Offset, b.Offset) })
	return &p.page, p.account(s.total)
}

// account sums what came out and holds it against what went in.
func (p *parser) account(total int) error {
	c := Account{Total: total}
	for _, a := range p.page.Articles {
		c.Article += a.Chars()
	}
	for _, l := range p.page.Labels {
		c.Label += paper.Chars(l)
	}
	for _, l := range p.page.Leftover {
		c.Leftover += paper.Chars(l)
	}
	p.page.Chars = c
	if c.Article+c.Label+c.Leftover != c.Total {
		return fmt.Errorf("%d of %d: %w", c.Article+c.Label+c.Leftover, c.Total, ErrAccount)
	}
	return nil
}

func (p *parser) label(b block) {
	if len(b.text) == 0 {
		return
	}
	p.page.Labels = append(p.page.Labels, p.settle(b.text, b.at, title))
}
