package proof

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"baoge/app/review"
	"baoge/app/typeset"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// cards are the articles at the right, those around the selected one. A card stays what
// it is and shows another item: the field one types in is not taken away by what the
// typing changes.
type cards struct {
	screen *Screen
	view   *container.Scroll
	head   *line.Text
	box    *fyne.Container
	pool   []*card // those in use first
	first  int     // item of the first card
}

// nearCards is how many cards stand before and after the selected one at most: a page has
// a dozen, a broken file may have thousands.
const nearCards = 8

const cardsW = 470

func newCards(s *Screen) *cards {
	c := &cards{screen: s, box: container.New(layout.NewCustomPaddedVBoxLayout(10))}
	c.head = line.NewText(s.press, line.Piece{Face: typeset.Sans, Size: 12.5, Leading: 22, Tint: line.Faint})
	c.view = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(14, 16, 16, 16), c.box))
	return c
}

// show puts the articles around the selected one on the cards.
func (c *cards) show(selected int) {
	d := c.screen.desk
	items := d.Items()
	c.tell(items)
	c.first = max(selected-nearCards, 0)
	last := min(c.first+2*nearCards+1, len(items))
	rows := map[int][]review.Row{}
	for _, r := range d.Rows() {
		if r.Item >= c.first && r.Item < last {
			rows[r.Item] = append(rows[r.Item], r)
		}
	}
	objects := []fyne.CanvasObject{c.head}
	for i := c.first; i < last; i++ {
		if len(c.pool) <= i-c.first {
			c.pool = append(c.pool, newCard(c.screen))
		}
		k := c.pool[i-c.first]
		k.show(i, items[i], rows[i], i == selected)
		objects = append(objects, k.view)
	}
	c.box.Objects = objects
	c.box.Refresh()
	c.view.Refresh()
	c.bring(selected)
}

// tell counts what the page became.
func (c *cards) tell(items []review.Item) {
	articles, rubrics := 0, 0
	for _, it := range items {
		if it.Article != nil {
			articles++
		} else if it.Kind == review.Rubric {
			rubrics++
		}
	}
	data := map[string]any{"N": articles, "Rubrics": rubrics}
	head := lang.X("proof.made", "拆出 {{.N}} 篇", data)
	if rubrics > 0 {
		head = lang.X("proof.madeboth", "拆出 {{.N}} 篇 · {{.Rubrics}} 个栏题", data)
	}
	c.head.SetText(head)
}

// bring scrolls to a card.
func (c *cards) bring(item int) {
	o := c.pool[item-c.first].view
	top, h := o.Position().Y, o.Size().Height
	if at := c.view.Offset.Y; top < at || top+h > at+c.view.Size().Height {
		c.view.ScrollToOffset(fyne.NewPos(0, max(0, top-20)))
	}
}

// of is the card of an item; nil: it is not near.
func (c *cards) of(item int) *card {
	if i := item - c.first; i >= 0 && i < len(c.pool) && i+1 < len(c.box.Objects) {
		return c.pool[i]
	}
	return nil
}

// card is one article, or a rubric or leftover.
type card struct {
	screen                    *Screen
	view                      *fyne.Container
	ground, bar               *look.Ground
	item                      int
	selected                  bool
	tint                      line.Tint
	fields                    *fyne.Container // of an article
	headline, author, section *look.Field
	words                     *fyne.Container // of what is none
	kind, text                *line.Text
	chips                     *fyne.Container
}

func newCard(s *Screen) *card {
	k := &card{screen: s, tint: line.Ghost}
	edit := func(set func(e *review.Edit, text *string)) *look.Field {
		return look.NewField("", func(text string) {
			var e review.Edit
			set(&e, &text)
			s.change(func() error { return s.desk.Edit(k.item, false, e) })
		}, s.focus)
	}
	label := func(text string) *line.Text {
		return line.NewText(s.press, line.Piece{Text: text, Face: typeset.Sans, Size: 12, Leading: 30, Tint: line.Faint})
	}
	k.headline = edit(func(e *review.Edit, t *string) { e.Headline = t })
	k.author = edit(func(e *review.Edit, t *string) { e.Credit = t })
	k.section = edit(func(e *review.Edit, t *string) { e.Section = t })
	k.fields = container.New(layout.NewCustomPaddedVBoxLayout(5))
	for _, f := range []struct {
		label string
		field *look.Field
	}{{lang.X("proof.headline", "标题"), k.headline}, {lang.X("proof.author", "作者"), k.author}, {lang.X("proof.section", "栏目"), k.section}} {
		k.fields.Add(container.New(&labelled{}, label(f.label), f.field))
	}
	k.kind = label("")
	k.text = line.NewText(s.press, line.Piece{Face: typeset.Serif, Size: 14, Leading: 30, Width: cardsW - 150, Tint: line.Ink})
	k.words = container.New(&labelled{}, k.kind, k.text)
	k.chips = container.New(&flow{gap: 6})
	k.ground = look.NewGround(func(p *look.Palette) color.NRGBA {
		if k.selected {
			return p.Selection
		}
		return p.Paper
	})
	k.bar = look.NewGround(func(p *look.Palette) color.NRGBA { return k.tint(p) })
	body := container.New(layout.NewCustomPaddedVBoxLayout(6), k.fields, k.words, k.chips)
	k.view = container.New(&carded{}, k.ground, k.bar, container.New(layout.NewCustomPaddedLayout(10, 10, 16, 14), body))
	return k
}

// show puts an item on the card.
func (k *card) show(i int, it review.Item, rows []review.Row, selected bool) {
	k.item, k.selected, k.tint = i, selected, k.screen.tint(i)
	k.fields.Hidden, k.words.Hidden = it.Article == nil, it.Article != nil
	if a := it.Article; a != nil {
		k.headline.Put(a.Headline)
		k.author.Put(a.CreditLine)
		k.section.Put(a.Section)
	} else {
		k.kind.SetText(kindName(it.Kind))
		k.text.SetText(it.Text)
	}
	k.chips.Objects = k.screen.chips(i, it, rows)
	k.chips.Hidden = len(k.chips.Objects) == 0
	k.ground.Refresh()
	k.bar.Refresh()
}

// chips are what is asked and told under a card.
func (s *Screen) chips(i int, it review.Item, rows []review.Row) (out []fyne.CanvasObject) {
	joins := 0
	for _, r := range rows {
		joins += len(r.Joins)
		if q := question(&r); q != "" && it.Kind != review.Rubric {
			out = append(out, newChip(s.press, q, line.Doubt, line.DoubtInk, func() { s.confirm(r) }))
		}
	}
	if joins > 0 {
		out = append(out, newChip(s.press, lang.X("proof.joins", "接栏 {{.N}} 处", map[string]any{"N": joins}), line.Good, line.GoodInk, nil))
	}
	if it.Kind == review.Rubric {
		for _, n := range []struct {
			by    int
			label string
		}{{-1, lang.X("proof.sectionof.previous", "归为上一篇的栏目")}, {1, lang.X("proof.sectionof.next", "归为下一篇的栏目")}} {
			if j := s.desk.SectionOf(i, n.by); j >= 0 && s.desk.Items()[j].Article.Section != it.Text {
				out = append(out, newChip(s.press, n.label, line.Doubt, line.DoubtInk, func() { s.do(func() error { return s.desk.Section(i, n.by) }) }))
			}
		}
	}
	return out
}

// labelled lays a label at the left and what it is for beside it.
type labelled struct{}

const labelW = 62

func (*labelled) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(labelW+100, max(o[0].MinSize().Height, o[1].MinSize().Height))
}

func (*labelled) Layout(o []fyne.CanvasObject, s fyne.Size) {
	m := o[0].MinSize()
	o[0].Resize(m)
	o[0].Move(fyne.NewPos(0, (s.Height-m.Height)/2))
	o[1].Resize(fyne.NewSize(s.Width-labelW, s.Height))
	o[1].Move(fyne.NewPos(labelW, 0))
}

// carded lays a card's ground, the bar at its left and what stands on it.
type carded struct{}

func (*carded) MinSize(o []fyne.CanvasObject) fyne.Size { return o[2].MinSize() }

func (*carded) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Resize(s)
	o[1].Resize(fyne.NewSize(rowBar, s.Height))
	o[2].Resize(s)
}

// flow lays objects side by side, and in another line where there is no more room.
type flow struct {
	gap   float32
	width float32 // of the last layout
}

func (f *flow) place(o []fyne.CanvasObject, width float32, put func(fyne.CanvasObject, fyne.Position)) float32 {
	x, y, h := float32(0), float32(0), float32(0)
	for _, c := range o {
		m := c.MinSize()
		if x > 0 && x+m.Width > width {
			x, y, h = 0, y+h+f.gap, 0
		}
		if put != nil {
			put(c, fyne.NewPos(x, y))
		}
		x, h = x+m.Width+f.gap, max(h, m.Height)
	}
	return y + h
}

func (f *flow) MinSize(o []fyne.CanvasObject) fyne.Size {
	width := f.width
	if width == 0 {
		width = cardsW - 80
	}
	return fyne.NewSize(100, f.place(o, width, nil))
}

func (f *flow) Layout(o []fyne.CanvasObject, s fyne.Size) {
	f.width = s.Width
	f.place(o, s.Width, func(c fyne.CanvasObject, at fyne.Position) {
		c.Resize(c.MinSize())
		c.Move(at)
	})
}
