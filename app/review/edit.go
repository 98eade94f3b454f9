package review

import (
	"slices"
	"strings"

	"baoge/app/ingest"
	"baoge/app/paper"
)

// An Edit is what a person types over an article; nil fields stay.
type Edit struct {
	Headline, Credit, Section, Publication, Page, PageLabel *string
	Date                                                    *paper.Date
}

// Edit changes what stands over the article of an item, or with all over every one. What
// changes nothing is no step.
func (d *Desk) Edit(item int, all bool, e Edit) error {
	changed, typed := false, 0
	s := state{items: slices.Clone(d.now.items)}
	for i := range s.items {
		if s.items[i].Article == nil || !all && i != item {
			continue
		}
		a, err := s.article(i)
		if err != nil {
			return err
		}
		before := *a
		changed = e.apply(a) || changed
		typed += difference(before.Headline, a.Headline).typed() + difference(before.CreditLine, a.CreditLine).typed()
	}
	if !changed {
		return nil
	}
	return d.step(func(now *state) error {
		now.items = s.items
		now.typed += typed
		return nil
	})
}

func (e *Edit) apply(a *paper.Article) (changed bool) {
	set := func(to, from *string) {
		if from != nil && *to != strings.TrimSpace(*from) {
			*to, changed = strings.TrimSpace(*from), true
		}
	}
	set(&a.Headline, e.Headline)
	set(&a.Section, e.Section)
	set(&a.Publication, e.Publication)
	set(&a.Page, e.Page)
	set(&a.PageLabel, e.PageLabel)
	if e.Date != nil && a.Date != *e.Date {
		a.Date, changed = *e.Date, true
	}
	if e.Credit != nil && a.CreditLine != strings.TrimSpace(*e.Credit) {
		a.CreditLine, changed = strings.TrimSpace(*e.Credit), true
		a.Credits = ingest.Credits(a.CreditLine)
		switch {
		case a.CreditLine == "":
			a.CreditAt = ""
		case a.CreditAt == "":
			a.CreditAt = paper.CreditHead
		}
	}
	return changed
}

// Section makes a rubric the section of the article before it (by -1) or after it (by 1).
// The rubric stays on the page.
func (d *Desk) Section(item, by int) error {
	if item < 0 || item >= len(d.now.items) || d.now.items[item].Kind != Rubric {
		return ErrNotThere
	}
	to := d.SectionOf(item, by)
	if to < 0 {
		return ErrNotThere
	}
	return d.Edit(to, false, Edit{Section: &d.now.items[item].Text})
}

// Type puts another text in the place of a row's own, without what leads it: a slip of the
// OCR, mostly. What is bold or a link outside of what was changed stays so.
func (d *Desk) Type(r Row, text string) error {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\n", ""))
	old := r.Own()
	switch {
	case text == old:
		return nil
	case r.Kind == Figure || r.Kind == Table:
		return ErrKind
	case text == "":
		return ErrNoBody
	}
	c := difference(old, text)
	return d.step(func(s *state) error {
		s.typed += c.typed()
		d.retyped(c)
		if r.Item >= len(s.items) {
			return ErrNotThere
		}
		if s.items[r.Item].Article == nil {
			s.items[r.Item].Text = text
			return nil
		}
		a, err := s.article(r.Item)
		if err != nil {
			return err
		}
		switch r.Kind {
		case Kicker:
			a.Kicker = text
		case Headline:
			a.Headline = text
		case Subhead:
			a.Subhead = text
		case Credit:
			a.CreditLine, a.Credits = text, ingest.Credits(text)
		default:
			if r.Part.Block >= len(a.Blocks) {
				return ErrNotThere
			}
			c.retype(&a.Blocks[r.Part.Block])
		}
		return nil
	})
}

// Own is the row's text without what leads it: what [Desk.Type] changes.
func (r *Row) Own() string { return string([]rune(r.Text)[r.Lead:]) }

// A typing is what lies between a text and what was typed in its place.
type typing struct {
	old, now     []rune
	front, after int // runes that both have at their beginning, and at their end
}

func difference(old, now string) typing {
	c := typing{old: []rune(old), now: []rune(now)}
	least := min(len(c.old), len(c.now))
	for c.front < least && c.old[c.front] == c.now[c.front] {
		c.front++
	}
	for c.after < least-c.front && c.old[len(c.old)-1-c.after] == c.now[len(c.now)-1-c.after] {
		c.after++
	}
	return c
}

// typed is how many characters are others: those taken out or those put in, whichever are more.
func (c typing) typed() int {
	return max(paper.Chars(string(c.old[c.front:len(c.old)-c.after])), paper.Chars(string(c.now[c.front:len(c.now)-c.after])))
}

// moved is where a rune's edge of the old text is in the new one; one within what was
// changed is at its beginning, or its end.
func (c typing) moved(at int, end bool) int {
	switch {
	case at >= len(c.old)-c.after && (end || at > c.front):
		return at + len(c.now) - len(c.old)
	case at <= c.front:
		return at
	case end:
		return len(c.now) - c.after
	}
	return c.front
}

// retype changes a block's text.
func (c typing) retype(b *paper.Block) {
	b.Text = string(c.now)
	var bold []paper.Range
	for _, r := range b.Bold {
		if r = (paper.Range{Start: c.moved(r.Start, false), End: c.moved(r.End, true)}); r.Start < r.End {
			bold = append(bold, r)
		}
	}
	var links []paper.Link
	for _, l := range b.Links {
		if l.Start, l.End = c.moved(l.Start, false), c.moved(l.End, true); l.Start < l.End {
			links = append(links, l)
		}
	}
	b.Bold, b.Links = bold, links
}

// retyped keeps the joins of a text that was changed. Its doubts are gone: a person has
// looked at it.
func (d *Desk) retyped(c typing) {
	was := d.origin[string(c.old)]
	if was == nil {
		return
	}
	o := &origin{at: was.at}
	for _, j := range was.joins {
		if j <= c.front || j >= len(c.old)-c.after {
			o.joins = append(o.joins, c.moved(j, true))
		}
	}
	d.origin[string(c.now)] = o
}

// Shift puts a block one place further down (by 1) or up (by -1), over the edge of its
// article into the next one or the one before. It tells where the block is then.
func (d *Desk) Shift(item, block, by int) (toItem, toBlock int, err error) {
	toItem, toBlock = item, block+by
	err = d.step(func(s *state) error {
		a, err := s.article(item)
		if err != nil {
			return err
		}
		if block < 0 || block >= len(a.Blocks) {
			return ErrNotThere
		}
		if toBlock >= 0 && toBlock < len(a.Blocks) {
			a.Blocks[block], a.Blocks[toBlock] = a.Blocks[toBlock], a.Blocks[block]
			return nil
		}
		for toItem += by; toItem >= 0 && toItem < len(s.items) && s.items[toItem].Article == nil; {
			toItem += by
		}
		if toItem < 0 || toItem >= len(s.items) {
			return ErrNotThere
		}
		if len(a.Blocks) == 1 {
			return ErrNoBody
		}
		into, err := s.article(toItem)
		if err != nil {
			return err
		}
		if toBlock = 0; by < 0 {
			toBlock = len(into.Blocks)
		}
		into.Blocks = slices.Insert(into.Blocks, toBlock, a.Blocks[block])
		a.Blocks = slices.Delete(a.Blocks, block, block+1)
		return nil
	})
	return toItem, toBlock, err
}

// SectionOf tells which article a rubric would be the section of: the nearest before it
// (by -1) or after it (by 1); below 0: none.
func (d *Desk) SectionOf(item, by int) int {
	for item += by; item >= 0 && item < len(d.now.items); item += by {
		if d.now.items[item].Article != nil {
			return item
		}
	}
	return -1
}
