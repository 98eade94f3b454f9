package review

import (
	"slices"

	"baoge/app/ingest"
	"baoge/app/paper"
)

// Merge makes an article part of the article before it: its headline becomes a 小标题 there,
// its credit a line of its own. The rubrics between the two stay.
func (d *Desk) Merge(item int) error {
	return d.step(func(s *state) error {
		a, err := s.article(item)
		if err != nil {
			return err
		}
		to := item - 1
		for to >= 0 && s.items[to].Article == nil {
			to--
		}
		if to < 0 {
			return ErrNoPrevious
		}
		into, err := s.article(to)
		if err != nil {
			return err
		}
		for _, t := range []string{a.Kicker, a.Headline, a.Subhead} {
			if t != "" {
				into.Blocks = append(into.Blocks, paper.Block{Kind: paper.Subheading, Text: t})
			}
		}
		into.Blocks = append(into.Blocks, withLead(a)...)
		s.items = slices.Delete(s.items, item, item+1)
		return nil
	})
}

// withLead are an article's blocks with dateline and credit as text among them.
func withLead(a *paper.Article) []paper.Block {
	out := slices.Clone(a.Blocks)
	line := paper.Block{Kind: paper.Paragraph, Text: a.CreditLine}
	if lead := a.Lead(); lead != "" {
		i := slices.IndexFunc(out, func(b paper.Block) bool { return b.Kind == paper.Paragraph })
		if i < 0 {
			out = slices.Insert(out, 0, paper.Block{Kind: paper.Paragraph, Text: lead})
		} else {
			out[i] = shifted(out[i], lead)
		}
	}
	switch {
	case a.CreditLine == "":
	case a.CreditAt == paper.CreditHead:
		out = slices.Insert(out, 0, line)
	case a.CreditAt == paper.CreditEnd:
		out = append(out, line)
	}
	return out
}

// shifted is a block with text in front; what is bold or leads elsewhere stays so.
func shifted(b paper.Block, front string) paper.Block {
	return joined(paper.Block{Kind: b.Kind, Text: front, Level: b.Level}, b)
}

// joined is two blocks as one.
func joined(a, b paper.Block) paper.Block {
	n := len([]rune(a.Text))
	a.Text += b.Text
	a.Bold, a.Links = slices.Clone(a.Bold), slices.Clone(a.Links)
	for _, r := range b.Bold {
		a.Bold = append(a.Bold, paper.Range{Start: r.Start + n, End: r.End + n})
	}
	for _, l := range b.Links {
		l.Start, l.End = l.Start+n, l.End+n
		a.Links = append(a.Links, l)
	}
	return a
}

// Split begins a new article at a block, which becomes its headline. A block with nothing
// before or after it cannot.
func (d *Desk) Split(item, block int) error {
	return d.step(func(s *state) error { return s.split(item, block) })
}

func (s *state) split(item, block int) error {
	a, err := s.article(item)
	if err != nil {
		return err
	}
	if block < 0 || block >= len(a.Blocks) {
		return ErrNotThere
	}
	if b := a.Blocks[block]; b.Text == "" || b.Kind == paper.Table || block == 0 || block == len(a.Blocks)-1 {
		return ErrNoBody
	}
	next := &paper.Article{Headline: a.Blocks[block].Text, Blocks: slices.Clone(a.Blocks[block+1:]), Credits: []paper.Credit{},
		Section: a.Section, Publication: a.Publication, Date: a.Date, Page: a.Page, PageLabel: a.PageLabel}
	a.Blocks = slices.Clip(a.Blocks[:block])
	if a.CreditAt == paper.CreditEnd { // it stands after the last sentence
		next.Credits, next.CreditLine, next.CreditAt = a.Credits, a.CreditLine, a.CreditAt
		a.Credits, a.CreditLine, a.CreditAt = []paper.Credit{}, "", ""
	}
	s.items = slices.Insert(s.items, item+1, Item{Article: next})
	return nil
}

// Move puts an article by places further down (above 0) or up among the articles.
func (d *Desk) Move(item, by int) error {
	return d.step(func(s *state) error {
		if _, err := s.article(item); err != nil {
			return err
		}
		to := item + by
		if by == 0 || to < 0 || to >= len(s.items) {
			return ErrNotThere
		}
		it := s.items[item]
		s.items = slices.Insert(slices.Delete(s.items, item, item+1), to, it)
		return nil
	})
}

// Join makes a block the continuation of the block before it.
func (d *Desk) Join(item, block int) error {
	return d.step(func(s *state) error {
		a, err := s.article(item)
		if err != nil {
			return err
		}
		if block < 1 || block >= len(a.Blocks) {
			return ErrNoPrevious
		}
		one, two := a.Blocks[block-1], a.Blocks[block]
		if !plain(one) || !plain(two) {
			return ErrKind
		}
		a.Blocks[block-1] = joined(one, two)
		a.Blocks = slices.Delete(a.Blocks, block, block+1)
		d.joined(one.Text, two.Text)
		return nil
	})
}

// joined keeps what the rules did to two texts that are now one.
func (d *Desk) joined(one, two string) {
	n := len([]rune(one))
	o := &origin{joins: []int{n}}
	for _, part := range []struct {
		text string
		by   int
	}{{one, 0}, {two, n}} {
		if was := d.origin[part.text]; was != nil {
			for _, j := range was.joins {
				o.joins = append(o.joins, j+part.by)
			}
			o.doubts = append(o.doubts, was.doubts...)
		}
	}
	slices.Sort(o.joins)
	d.origin[one+two] = o
}

// plain reports whether a block is text that can go on in another.
func plain(b paper.Block) bool { return b.Kind != paper.Figure && b.Kind != paper.Table }

// Part takes a join back: the text from that rune of the block on becomes a block of its own.
func (d *Desk) Part(item, block, at int) error {
	return d.step(func(s *state) error {
		a, err := s.article(item)
		if err != nil {
			return err
		}
		if block < 0 || block >= len(a.Blocks) || !plain(a.Blocks[block]) {
			return ErrNotThere
		}
		b := a.Blocks[block]
		text := []rune(b.Text)
		if at <= 0 || at >= len(text) {
			return ErrNotThere
		}
		one, two := b, b
		one.Text, two.Text = string(text[:at]), string(text[at:])
		one.Bold, two.Bold = parted(b.Bold, at)
		one.Links, two.Links = nil, nil
		for _, l := range b.Links {
			if l.End <= at {
				one.Links = append(one.Links, l)
			} else if l.Start >= at {
				l.Start, l.End = l.Start-at, l.End-at
				two.Links = append(two.Links, l)
			}
		}
		a.Blocks[block] = one
		a.Blocks = slices.Insert(a.Blocks, block+1, two)
		return nil
	})
}

// parted cuts ranges at a rune.
func parted(rs []paper.Range, at int) (one, two []paper.Range) {
	for _, r := range rs {
		if r.Start < at {
			one = append(one, paper.Range{Start: r.Start, End: min(r.End, at)})
		}
		if r.End > at {
			two = append(two, paper.Range{Start: max(r.Start, at) - at, End: r.End - at})
		}
	}
	return one, two
}

// Set gives a row another kind. What becomes a headline opens a new article; a rubric or
// leftover that becomes one opens it with what follows of the article before.
func (d *Desk) Set(r Row, k Kind) error {
	if !slices.Contains(r.Kinds(), k) {
		return ErrKind
	}
	return d.step(func(s *state) error {
		switch {
		case s.items[r.Item].Article == nil:
			return s.setText(r, k)
		case r.Part.Field == paper.FieldBlock:
			return s.setBlock(r, k)
		}
		return s.setField(r, k)
	})
}

// setText gives a rubric or leftover another kind.
func (s *state) setText(r Row, k Kind) error {
	switch k {
	case Rubric, Leftover:
		s.items[r.Item].Kind = k
		return nil
	case Paragraph: // of the article before it
		to := r.Item - 1
		for to >= 0 && s.items[to].Article == nil {
			to--
		}
		if to < 0 {
			return ErrNoPrevious
		}
		a, err := s.article(to)
		if err != nil {
			return err
		}
		a.Blocks = append(a.Blocks, paper.Block{Kind: paper.Paragraph, Text: r.Text})
		s.items = slices.Delete(s.items, r.Item, r.Item+1)
		return nil
	}
	// Over the article after it, which had no headline of its own or keeps it as a subhead.
	to := r.Item + 1
	a, err := s.article(to)
	if err != nil {
		return ErrNoBody
	}
	switch {
	case a.Headline == "":
	case a.Subhead == "":
		a.Subhead = a.Headline
	case a.Kicker == "":
		a.Kicker = a.Headline
	default:
		return ErrKind
	}
	a.Headline = r.Text
	s.items = slices.Delete(s.items, r.Item, r.Item+1)
	return nil
}

// setBlock gives a block of an article another kind.
func (s *state) setBlock(r Row, k Kind) error {
	if k == Headline {
		return s.split(r.Item, r.Part.Block)
	}
	a, err := s.article(r.Item)
	if err != nil {
		return err
	}
	if r.Part.Block >= len(a.Blocks) {
		return ErrNotThere
	}
	b := &a.Blocks[r.Part.Block]
	if kind, ok := blockKinds[k]; ok {
		b.Kind, b.Level = kind, 0
		if kind == paper.Item {
			b.Level = 1
		}
		return nil
	}
	text := b.Text
	if len(a.Blocks) == 1 {
		return ErrNoBody
	}
	a.Blocks = slices.Delete(a.Blocks, r.Part.Block, r.Part.Block+1)
	switch k {
	case Kicker, Subhead:
		over := map[Kind]*string{Kicker: &a.Kicker, Subhead: &a.Subhead}[k]
		if *over != "" {
			return ErrKind
		}
		*over = text
	case Credit:
		if a.CreditLine != "" {
			return ErrKind
		}
		a.CreditLine, a.Credits, a.CreditAt = text, ingest.Credits(text), paper.CreditHead
		if r.Part.Block > 0 && r.Part.Block == len(a.Blocks) {
			a.CreditAt = paper.CreditEnd
		}
	case Rubric, Leftover:
		s.items = slices.Insert(s.items, r.Item+1, Item{Kind: k, Text: text})
	}
	return nil
}

// setField gives what stands over an article another kind.
func (s *state) setField(r Row, k Kind) error {
	a, err := s.article(r.Item)
	if err != nil {
		return err
	}
	from := map[Kind]*string{Kicker: &a.Kicker, Headline: &a.Headline, Subhead: &a.Subhead, Credit: &a.CreditLine}
	text := *from[r.Kind]
	*from[r.Kind] = ""
	if r.Kind == Credit {
		a.Credits, a.CreditAt = []paper.Credit{}, ""
	}
	switch k {
	case Rubric:
		s.items = slices.Insert(s.items, r.Item, Item{Kind: Rubric, Text: text})
	case Paragraph:
		a.Blocks = slices.Insert(a.Blocks, 0, paper.Block{Kind: paper.Paragraph, Text: text})
	case Credit:
		if a.CreditLine != "" {
			return ErrKind
		}
		a.CreditLine, a.Credits, a.CreditAt = text, ingest.Credits(text), paper.CreditHead
	default:
		to := from[k]
		if r.Kind == Headline { // the two change places
			a.Headline = *to
		} else if *to != "" {
			return ErrKind
		}
		*to = text
	}
	return nil
}
