package read

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"baoge/app/typeset"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// A bar is the row of buttons over the article. Where it is narrow, buttons with an icon
// leave their labels out.
type bar struct {
	r                *Reader
	previous, next   *look.Button
	smaller, larger  *look.Button
	columns, find    *look.Button
	star             *look.Button
	up, down, export *look.Button
	place            *line.Text // 第 2/9 处
	places, right    *fyne.Container
	row              *fyne.Container
	labels           look.Labels
	view             fyne.CanvasObject
}

func newBar(r *Reader, p *line.Press) *bar {
	b := &bar{r: r}
	call := func(f *func()) func() {
		return func() {
			if *f != nil {
				(*f)()
			}
		}
	}
	b.previous = look.NewButton(look.Previous, "", look.Plain, call(&r.OnPrevious))
	b.next = look.NewButton(look.Next, "", look.Plain, call(&r.OnNext))
	b.smaller = look.NewButton(nil, lang.X("read.smaller", "字小"), look.Plain, r.Smaller)
	b.larger = look.NewButton(nil, lang.X("read.larger", "字大"), look.Plain, r.Larger)
	b.columns = look.NewButton(look.Columns, lang.X("read.columns", "分栏"), look.Plain, r.ToggleColumns)
	b.find = look.NewButton(look.Search, lang.X("read.finding", "文内"), look.Plain, r.Find)
	b.star = look.NewButton(look.Star, "", look.Plain, call(&r.OnStar))
	b.up = look.NewButton(look.Up, "", look.Plain, func() { r.galley.goMark(&r.galley.hits, -1) })
	b.down = look.NewButton(look.Down, "", look.Plain, func() { r.galley.goMark(&r.galley.hits, 1) })
	b.export = look.NewButton(look.Export, lang.X("read.pdf", "PDF"), look.Filled, call(&r.OnExport))
	b.place = line.NewText(p, line.Piece{Text: " ", Face: typeset.Sans, Size: look.TextSize, Leading: 30, X: 8, Tint: line.Faint})
	b.places = container.New(layout.NewCustomPaddedHBoxLayout(4), b.place, b.up, b.down)
	left := container.New(layout.NewCustomPaddedHBoxLayout(4), b.previous, b.next, b.places)
	middle := container.New(layout.NewCustomPaddedHBoxLayout(8), b.smaller, b.larger, b.columns, b.find, b.star)
	b.right = container.New(layout.NewCustomPaddedHBoxLayout(4), b.export)
	b.row = container.New(&spread{b}, left, middle, b.right)
	b.labels = look.Labels{b.columns: b.columns.Text, b.find: b.find.Text, b.export: b.export.Text}
	padded := container.New(layout.NewCustomPaddedLayout(6, 7, 14, 14), b.row)
	b.view = container.NewStack(look.NewGround(line.Paper), look.NewFrame(nil, look.NewHairline(), padded))
	b.previous.SetEnabled(false)
	b.next.SetEnabled(false)
	return b
}

// add puts buttons before the last one.
func (b *bar) add(buttons []*look.Button) {
	for i := len(buttons) - 1; i >= 0; i-- {
		b.labels[buttons[i]] = buttons[i].Text
		b.right.Objects = append([]fyne.CanvasObject{buttons[i]}, b.right.Objects...)
	}
	b.row.Refresh()
}

// update shows what there is to be pressed.
func (b *bar) update() {
	g := b.r.galley
	b.smaller.SetEnabled(g.art != nil && g.em > MinSize)
	b.larger.SetEnabled(g.art != nil && g.em < MaxSize)
	for _, o := range b.right.Objects {
		o.(*look.Button).SetEnabled(g.art != nil)
	}
	b.find.SetEnabled(g.art != nil)
	b.star.Hidden = b.r.OnStar == nil
	if b.star.Icon = look.Star; b.r.slip.shown.Starred {
		b.star.Icon = look.StarFull
	}
	b.star.SetEnabled(g.art != nil)
	b.star.Refresh()
	if b.columns.Style = look.Plain; g.two {
		b.columns.Style = look.Framed
	}
	b.columns.Refresh()
	if len(g.hits.spans) == 0 {
		b.places.Hide()
	} else {
		b.place.SetText(placeOf(&g.hits))
		b.places.Show()
	}
	b.row.Refresh()
}

// A spread puts three objects to the left, into the middle and to the right. The middle
// one keeps clear of the others, and goes where there is no room for it even without labels;
// so does the number of the place then.
type spread struct{ b *bar }

const spreadGap = 12

// MinSize is that of the left and right without labels.
func (s *spread) MinSize(o []fyne.CanvasObject) fyne.Size {
	l, r := o[0].MinSize(), o[2].MinSize()
	icons := float32(len(s.b.right.Objects))
	return fyne.NewSize(l.Width+icons*r.Height+(icons-1)*4, fyne.Max(l.Height, r.Height))
}

func (s *spread) Layout(o []fyne.CanvasObject, size fyne.Size) {
	s.b.labels.Show(true)
	s.b.place.Show()
	widths := func() (l, m, r float32) { return o[0].MinSize().Width, o[1].MinSize().Width, o[2].MinSize().Width }
	l, m, r := widths()
	if l+m+r+2*spreadGap > size.Width {
		s.b.labels.Show(false)
		l, m, r = widths()
	}
	if l+r+spreadGap > size.Width {
		s.b.place.Hide()
		l, m, r = widths()
	}
	o[0].Resize(fyne.NewSize(l, size.Height))
	o[0].Move(fyne.NewPos(0, 0))
	o[2].Resize(fyne.NewSize(r, size.Height))
	o[2].Move(fyne.NewPos(size.Width-r, 0))
	from, to := l+spreadGap, size.Width-r-spreadGap
	if to-from < m {
		o[1].Hide()
		return
	}
	o[1].Show()
	o[1].Resize(fyne.NewSize(m, size.Height))
	o[1].Move(fyne.NewPos(min(max((size.Width-m)/2, from), to-m), 0))
}
