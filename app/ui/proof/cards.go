package proof

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"baoge/app/review"
	"baoge/app/typeset"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// field is a line to type in: what was typed counts when it is left or Return is pressed,
// Esc takes it back.
type field struct {
	widget.Entry
	was  string
	take func(text string)
	left func() // the focus goes back
}

func newField(text string, take func(string), left func()) *field {
	f := &field{was: text, take: take, left: left}
	f.ExtendBaseWidget(f)
	f.SetText(text)
	f.OnSubmitted = func(string) { f.left() }
	return f
}

// FocusLost takes what was typed.
func (f *field) FocusLost() {
	f.Entry.FocusLost()
	if f.Text != f.was {
		f.was = f.Text
		f.take(f.Text)
	}
}

// TypedKey takes what was typed back on Esc.
func (f *field) TypedKey(k *fyne.KeyEvent) {
	if k.Name == fyne.KeyEscape {
		f.SetText(f.was)
		f.left()
		return
	}
	f.Entry.TypedKey(k)
}

// cards are the articles at the right, those around the selected one.
type cards struct {
	screen *Screen
	view   *container.Scroll
	box    *fyne.Container
	tops   map[int]fyne.CanvasObject // card by item
}

// nearCards is how many cards stand before and after the selected one at most: a page has
// a dozen, a broken file may have thousands.
const nearCards = 20

const cardsW = 470

func newCards(s *Screen) *cards {
	c := &cards{screen: s, box: container.New(layout.NewCustomPaddedVBoxLayout(10))}
	c.view = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(14, 16, 16, 16), c.box))
	return c
}

// show makes the cards anew.
func (c *cards) show(selected int) {
	d := c.screen.desk
	items, rows := d.Items(), d.Rows()
	c.box.Objects, c.tops = nil, map[int]fyne.CanvasObject{}
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
	c.box.Add(line.NewText(c.screen.press, line.Piece{Text: head, Face: typeset.Sans, Size: 12.5, Leading: 22, Tint: line.Faint}))
	for i, it := range items {
		if i < selected-nearCards || i > selected+nearCards {
			continue
		}
		var mine []review.Row
		for _, r := range rows {
			if r.Item == i {
				mine = append(mine, r)
			}
		}
		card := c.card(i, it, mine, i == selected)
		c.tops[i] = card
		c.box.Add(card)
	}
	c.box.Refresh()
	c.view.Refresh()
	c.bring(selected)
}

// bring scrolls to a card.
func (c *cards) bring(item int) {
	if o := c.tops[item]; o != nil {
		top, h := o.Position().Y, o.Size().Height
		at := c.view.Offset.Y
		if top < at || top+h > at+c.view.Size().Height {
			c.view.ScrollToOffset(fyne.NewPos(0, max(0, top-20)))
		}
	}
}

// card is one article, or a rubric or leftover.
func (c *cards) card(i int, it review.Item, rows []review.Row, selected bool) fyne.CanvasObject {
	s := c.screen
	body := container.New(layout.NewCustomPaddedVBoxLayout(6))
	add := func(label, text string, take func(string)) {
		t := line.NewText(s.press, line.Piece{Text: label, Face: typeset.Sans, Size: 12, Leading: 30, Tint: line.Faint})
		body.Add(container.New(&labelled{}, t, newField(text, take, s.focus)))
	}
	if a := it.Article; a != nil {
		edit := func(set func(e *review.Edit, text *string)) func(string) {
			return func(text string) {
				var e review.Edit
				set(&e, &text)
				s.do(func() error { return s.desk.Edit(i, false, e) })
			}
		}
		add(lang.X("proof.headline", "标题"), a.Headline, edit(func(e *review.Edit, t *string) { e.Headline = t }))
		add(lang.X("proof.author", "作者"), a.CreditLine, edit(func(e *review.Edit, t *string) { e.Credit = t }))
		add(lang.X("proof.section", "栏目"), a.Section, edit(func(e *review.Edit, t *string) { e.Section = t }))
	} else {
		t := line.NewText(s.press, line.Piece{Text: kindName(it.Kind), Face: typeset.Sans, Size: 12, Leading: 30, Tint: line.Faint})
		words := line.NewText(s.press, line.Piece{Text: it.Text, Face: typeset.Serif, Size: 14, Leading: 30, Width: cardsW - 150, Tint: line.Ink})
		body.Add(container.New(&labelled{}, t, words))
	}
	if chips := c.chips(i, it, rows); len(chips) > 0 {
		body.Add(container.New(&flow{gap: 6}, chips...))
	}
	ground := look.NewGround(line.Paper)
	if selected {
		ground = look.NewGround(line.Selection)
	}
	bar := look.NewGround(s.tint(i))
	inner := container.New(layout.NewCustomPaddedLayout(10, 10, 16, 14), body)
	return container.New(&carded{}, ground, bar, inner)
}

// chips are what is asked and told under a card.
func (c *cards) chips(i int, it review.Item, rows []review.Row) (out []fyne.CanvasObject) {
	s := c.screen
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
		items := s.desk.Items()
		for _, n := range []struct {
			by    int
			label string
		}{{-1, lang.X("proof.sectionof.previous", "归为上一篇的栏目")}, {1, lang.X("proof.sectionof.next", "归为下一篇的栏目")}} {
			if j := i + n.by; j >= 0 && j < len(items) && items[j].Article != nil && items[j].Article.Section != it.Text {
				out = append(out, newChip(s.press, n.label, line.Doubt, line.DoubtInk, func() { s.do(func() error { return s.desk.Section(i, n.by) }) }))
			}
		}
	}
	return out
}

// chip is a short text on a coloured ground; with tap it can be pressed.
type chip struct {
	widget.BaseWidget
	ground *look.Ground
	text   *line.Text
	tap    func()
}

func newChip(p *line.Press, text string, ground, ink line.Tint, tap func()) *chip {
	c := &chip{ground: look.NewGround(ground), tap: tap,
		text: line.NewText(p, line.Piece{Text: text, Face: typeset.Sans, Size: 12, Leading: 24, X: 8, Tint: ink})}
	c.ExtendBaseWidget(c)
	return c
}

// Tapped does what the chip is for.
func (c *chip) Tapped(*fyne.PointEvent) {
	if c.tap != nil {
		c.tap()
	}
}

// MinSize is the text's with room around it.
func (c *chip) MinSize() fyne.Size { return c.text.MinSize().AddWidthHeight(8, 0) }

// CreateRenderer is Fyne's.
func (c *chip) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(c.ground, c.text))
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
