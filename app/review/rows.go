package review

import (
	"slices"
	"unicode/utf8"

	"baoge/app/paper"
)

// Rows is the page as it stands, row by row; not to be changed.
func (d *Desk) Rows() []Row {
	if d.rows == nil {
		d.rows = d.makeRows()
	}
	return d.rows
}

func (d *Desk) makeRows() []Row {
	out := []Row{}
	for i, it := range d.now.items {
		if it.Article == nil {
			out = append(out, Row{Item: i, Kind: it.Kind, Text: it.Text})
			continue
		}
		out = append(out, d.articleRows(i, it.Article)...)
	}
	return out
}

func (d *Desk) articleRows(item int, a *paper.Article) (out []Row) {
	add := func(f paper.Field, block int, k Kind, lead, text string) {
		if lead+text == "" {
			return
		}
		r := Row{Item: item, Part: paper.Part{Field: f, Block: block}, Kind: k, Text: lead + text, Lead: utf8.RuneCountInString(lead)}
		if o := d.origin[text]; o != nil {
			for _, j := range o.joins {
				r.Joins = append(r.Joins, r.Lead+j)
			}
			for _, q := range o.doubts {
				if !d.now.sure[q.Offset] {
					r.Doubts = append(r.Doubts, Doubt{q})
				}
			}
		}
		out = append(out, r)
	}
	add(paper.FieldKicker, 0, Kicker, "", a.Kicker)
	add(paper.FieldHeadline, 0, Headline, "", a.Headline)
	add(paper.FieldSubhead, 0, Subhead, "", a.Subhead)
	if a.CreditAt == paper.CreditHead {
		add(paper.FieldCredit, 0, Credit, "", a.CreditLine)
	}
	lead := a.Lead()
	for i, b := range a.Blocks {
		if b.Kind == paper.Figure && b.Text == "" {
			out = append(out, Row{Item: item, Part: paper.Part{Field: paper.FieldBlock, Block: i}, Kind: Figure})
			continue
		}
		before := ""
		if b.Kind == paper.Paragraph {
			before, lead = lead, ""
		}
		add(paper.FieldBlock, i, kindOf(b.Kind), before, b.Text)
	}
	if a.CreditAt == paper.CreditEnd {
		add(paper.FieldCredit, 0, Credit, "", a.CreditLine)
	}
	return out
}

// Doubts counts what nobody has looked at yet.
func (d *Desk) Doubts() int {
	n := 0
	for _, r := range d.Rows() {
		n += len(r.Doubts)
	}
	return n
}

// Confirm says that the rules were right about a row.
func (d *Desk) Confirm(r Row) error {
	if len(r.Doubts) == 0 {
		return nil
	}
	return d.step(func(s *state) error {
		for _, q := range r.Doubts {
			s.sure[q.Offset] = true
		}
		return nil
	})
}

var blockKinds = map[Kind]paper.BlockKind{Paragraph: paper.Paragraph, Subheading: paper.Subheading, ListItem: paper.Item,
	Caption: paper.Caption, Figure: paper.Figure, Table: paper.Table}

func kindOf(b paper.BlockKind) Kind {
	for k, v := range blockKinds {
		if v == b {
			return k
		}
	}
	return Paragraph
}

// Kinds are those a row can be given, the one it has left out.
func (r *Row) Kinds() []Kind {
	var out []Kind
	switch {
	case r.Kind == Rubric || r.Kind == Leftover:
		out = []Kind{Headline, Paragraph, Rubric, Leftover}
	case r.Part.Field == paper.FieldBlock && (r.Kind == Figure || r.Kind == Table):
		return nil
	case r.Part.Field == paper.FieldBlock:
		out = []Kind{Paragraph, Subheading, ListItem, Caption, Headline, Kicker, Subhead, Credit, Rubric, Leftover}
	case r.Kind == Headline:
		out = []Kind{Kicker, Subhead, Rubric}
	default:
		out = []Kind{Kicker, Subhead, Credit, Paragraph}
	}
	return slices.DeleteFunc(out, func(k Kind) bool { return k == r.Kind })
}
