package page

import (
	"strings"

	"baoge/app/hanzi"
	"baoge/app/paper"
)

// A group is a run of headings with the text under it.
type group struct {
	heads   []block
	content []block
}

// split cuts the blocks of a page where headings stand. The first group has no
// heading when text stands before the first one.
func split(blocks []block) []group {
	var gs []group
	for i := 0; i < len(blocks); {
		var g group
		h := i
		for i < len(blocks) && blocks[i].kind == heading {
			i++
		}
		g.heads = blocks[h:i]
		c := i
		for i < len(blocks) && blocks[i].kind != heading {
			i++
		}
		g.content = blocks[c:i]
		gs = append(gs, g)
	}
	return gs
}

// group makes an article of a group, or labels where nothing stands under the
// headings, or leftover where no heading stands above.
func (p *parser) group(g group) {
	content := g.content
	for len(content) > 0 && content[0].kind == ruler {
		content = content[1:]
	}
	switch {
	case len(g.heads) == 0:
		for _, b := range content {
			if b.kind != ruler && len(b.text) > 0 {
				p.page.Leftover = append(p.page.Leftover, p.settle(b.text, b.at, body))
			}
		}
	case len(content) == 0 && !isDeck(g.heads):
		for _, h := range g.heads {
			p.decide(ChoseRubric, "no-text", h.from, 0.7)
			p.label(h)
		}
	default:
		p.article(p.deck(g.heads), content)
	}
}

// isDeck reports whether the file itself calls one of the headings a headline:
// then they are an article, even with nothing under them.
func isDeck(heads []block) bool {
	for _, h := range heads {
		if h.said == saidHeadline {
			return true
		}
	}
	return false
}

// A deck is the headings of one article: kicker, headline, subhead.
type deck struct {
	kicker, headline, subhead *block
	facts                     []fact // from before any of them
}

// put sets what a fact says. A date that is none says nothing.
func (f fact) put(a *paper.Article) {
	switch f.name {
	case "date":
		if d, err := paper.ParseDate(f.value); err == nil {
			a.Date = d
		}
	case "page":
		a.Page = f.value
	case "label":
		a.PageLabel = f.value
	case "publication":
		a.Publication = f.value
	case "section":
		a.Section = f.value
	}
}

// longestRubric is the length in characters up to which a heading over another is
// taken for a rubric (身边好人, 时政要闻) and not for a kicker, which is a phrase.
const longestRubric = 6

// deck tells the headings over one text apart. What is not of the deck is a label.
func (p *parser) deck(heads []block) deck {
	var d deck
	said := false
	for i := range heads {
		switch heads[i].said {
		case saidKicker:
			d.kicker, said = &heads[i], true
		case saidSubhead:
			d.subhead, said = &heads[i], true
		case saidHeadline:
			d.headline, said = &heads[i], true
		}
	}
	if !said {
		d = guessDeck(heads, p.exact)
		if len(heads) > 1 {
			p.decide(ChoseDeck, "several-headings", heads[0].from, 0.8)
		}
	}
	for i := range heads {
		h := &heads[i]
		d.facts = append(d.facts, h.facts...)
		if h == d.kicker || h == d.headline || h == d.subhead {
			continue
		}
		if d.headline == nil {
			d.headline = h
			continue
		}
		p.label(*h)
	}
	switch { // a heading said to be above or under a headline that is not there is one
	case d.headline == nil && d.subhead != nil:
		d.headline, d.subhead = d.subhead, nil
	case d.headline == nil:
		d.headline, d.kicker = d.kicker, nil
	}
	return d
}

func guessDeck(heads []block, exact bool) deck {
	var d deck
	n := len(heads)
	if n > 1 && !exact && hasDash(heads[n-1]) {
		d.subhead = &heads[n-1]
		n--
	}
	for n > 1 && !exact && isRubric(heads[0]) && heads[1].level >= heads[0].level {
		heads = heads[1:]
		n--
	}
	switch {
	case n == 1:
		d.headline = &heads[0]
	case n >= 3 && d.subhead == nil:
		d.kicker, d.headline, d.subhead = &heads[n-3], &heads[n-2], &heads[n-1]
	case d.subhead != nil, heads[n-1].level < heads[n-2].level, heads[n-1].level == heads[n-2].level && chars(heads[n-2]) <= chars(heads[n-1]):
		d.kicker, d.headline = &heads[n-2], &heads[n-1]
	default:
		d.headline, d.subhead = &heads[n-2], &heads[n-1]
	}
	return d
}

// hasDash reports whether a heading begins as subheads do: ——来自…的报道.
func hasDash(h block) bool { return len(h.text) > 0 && strings.ContainsRune("—─－", h.text[0]) }

func chars(b block) int { return paper.Chars(string(b.text)) }

// isRubric reports whether a heading is a few Han and nothing else.
func isRubric(h block) bool {
	if len(h.text) > longestRubric {
		return false
	}
	for _, r := range h.text {
		if !hanzi.IsHan(r) {
			return false
		}
	}
	return true
}

// article reads the text under a deck.
func (p *parser) article(d deck, content []block) {
	a := &paper.Article{Blocks: []paper.Block{}, Credits: []paper.Credit{}}
	for _, h := range [...]struct {
		line  *block
		field paper.Field
		to    *string
	}{{d.kicker, paper.FieldKicker, &a.Kicker}, {d.headline, paper.FieldHeadline, &a.Headline}, {d.subhead, paper.FieldSubhead, &a.Subhead}} {
		if h.line != nil {
			*h.to = p.settle(h.line.text, h.line.at, title)
			p.place(paper.Part{Field: h.field}, 0)
		}
	}
	for _, f := range d.facts {
		f.put(a)
	}
	content = p.headCredit(a, content)
	parts := p.heal(d.headline.text, content)
	for i := range parts { // the lead is the first text, and only a paragraph has one
		if k := parts[i].is; k == paper.Paragraph {
			p.lead(a, &parts[i])
		} else if k != paper.Item {
			continue
		}
		break
	}
	for _, b := range p.endCredit(a, parts) {
		k := paper.Block{Kind: b.is, Media: b.media}
		if k.Kind == paper.Table {
			k.Text = p.settleTable(b.text, b.at)
		} else {
			k.Text = p.settle(b.text, b.at, b.style())
		}
		if k.Kind == paper.Item || k.Kind == paper.Table {
			k.Level = b.level
		}
		if k.Kind == paper.Table {
			k.Level = min(k.Level, len(k.Rows()))
		}
		p.styles(&k, p.outAt)
		if k.Text != "" || k.Kind == paper.Figure {
			p.place(paper.Part{Field: paper.FieldBlock, Block: len(a.Blocks)}, 0)
			a.Blocks = append(a.Blocks, k)
		}
	}
	p.page.Articles = append(p.page.Articles, a)
}

// style says how the blanks of a block are settled: a subheading is a heading, and a
// line that is a credit (编辑：杜 瑞) keeps its names apart.
func (b part) style() style {
	switch b.is {
	case paper.Subheading:
		return title
	case paper.Figure:
		return body
	}
	if _, ok := creditLine(b.text, false); ok {
		return names
	}
	return body
}
