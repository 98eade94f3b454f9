// Package proof is the screen on which a person looks over an imported page 导入校对: the
// page at the left, coloured by article, with its joins in place; what became of it at the
// right; the account of its characters always in view.
//
// Begin with [New]; [Screen.Show] lays a page on it. Nothing is written before
// [Screen.OnSave] is told to. UI goroutine only.
package proof

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"baoge/app/paper"
	"baoge/app/review"
	"baoge/app/typeset"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// Page is what the screen is opened on.
type Page struct {
	Name string // of the file
	Desk *review.Desk
}

// Facts are what holds for a whole page.
type Facts struct {
	Date                         paper.Date
	Page, PageLabel, Publication string
}

// A Screen is the review screen.
type Screen struct {
	OnSave  func(*review.Desk)                    // the person wants the page kept as it stands
	OnLeave func(changed bool)                    // the person wants to leave it
	OnFacts func(now Facts, done func(now Facts)) // asks for date and page; done is called with what was typed

	press *line.Press
	view  *fyne.Container
	page  Page
	desk  *review.Desk // nil: the screen is closed
	list  *list
	cards *cards

	date, number       *look.Button
	account, doubts    *fyne.Container
	save, undo, redo   *look.Button
	merge, split, kind *look.Button
	hint               *line.Text
}

// New makes the screen.
func New(p *line.Press) *Screen {
	s := &Screen{press: p, view: container.NewStack()}
	return s
}

// View is what the window shows.
func (s *Screen) View() fyne.CanvasObject { return s.view }

// Shown reports whether a page lies on the screen.
func (s *Screen) Shown() bool { return s.desk != nil }

// Desk is the page as it stands.
func (s *Screen) Desk() *review.Desk { return s.desk }

// Show lays a page on the screen, at the first thing that wants a look.
func (s *Screen) Show(p Page) {
	s.page, s.desk = p, p.Desk
	s.list, s.cards = newList(s.press), newCards(s)
	s.list.tint = s.tint
	s.list.onSelect = s.selected
	s.list.onKey = s.key
	s.list.onRune = s.rune
	head := line.NewText(s.press, line.Piece{Text: lang.X("proof.source", "原文 · 颜色为所属文章"), Face: typeset.Sans, Size: 12.5, Leading: 22, X: pageSide, Y: 14, Tint: line.Faint})
	left := container.NewStack(look.NewGround(line.Window), look.NewFrame(head, nil, s.list))
	right := container.NewStack(look.NewGround(line.List), look.NewFrame(nil, s.tools(), s.cards.view))
	centre := container.New(&halves{}, left, look.NewHairline(), right)
	s.view.Objects = []fyne.CanvasObject{look.NewFrame(s.bar(), s.bottom(), centre)}
	s.view.Refresh()
	first := 0
	for i, r := range s.desk.Rows() {
		if len(r.Doubts) > 0 {
			first = i
			break
		}
	}
	s.refresh(first)
	s.focus()
}

// Close clears the screen.
func (s *Screen) Close() {
	s.desk = nil
	s.view.Objects = nil
	s.view.Refresh()
}

const barH = 52 // as in the window's frame

func (s *Screen) bar() fyne.CanvasObject {
	text := func(t string, f typeset.FaceName, size float32, tint line.Tint) *line.Text {
		return line.NewText(s.press, line.Piece{Text: t, Face: f, Size: size, Leading: barH - 1, Tint: tint})
	}
	s.date = look.NewButton(nil, "", look.Framed, s.askFacts)
	s.number = look.NewButton(nil, "", look.Framed, s.askFacts)
	name := line.NewText(s.press, line.Piece{Text: s.page.Name, Face: typeset.Sans, Size: look.TextSize, Leading: barH - 1, Width: 260, Tint: line.Faint})
	s.account, s.doubts = container.NewStack(), container.NewStack()
	s.undo = look.NewButton(look.Back, "", look.Plain, s.Undo)
	s.redo = look.NewButton(look.Again, "", look.Plain, s.Redo)
	leave := look.NewButton(nil, lang.X("proof.leave", "放弃"), look.Framed, s.Leave)
	s.save = look.NewButton(nil, "", look.Filled, s.Save)
	row := func(gap float32, o ...fyne.CanvasObject) fyne.CanvasObject {
		return container.NewCenter(container.New(layout.NewCustomPaddedHBoxLayout(gap), o...))
	}
	left := container.New(layout.NewCustomPaddedLayout(0, 0, 16, 0), row(12, text(lang.X("app.name", "报阁"), typeset.SerifBold, 21, line.Accent),
		text(lang.X("proof.title", "导入校对"), typeset.SansBold, 15, line.Ink), name, container.NewCenter(s.date), container.NewCenter(s.number)))
	right := container.New(layout.NewCustomPaddedLayout(0, 0, 0, 16), row(10, container.NewCenter(s.account), container.NewCenter(s.doubts), s.undo, s.redo, leave, s.save))
	bar := container.NewBorder(nil, nil, left, right)
	return container.New(layout.NewCustomPaddedVBoxLayout(0), container.NewStack(look.NewGround(line.Window), bar), look.NewHairline())
}

// tools are the buttons under the cards.
func (s *Screen) tools() fyne.CanvasObject {
	s.merge = look.NewButton(nil, lang.X("proof.merge", "并入上一篇"), look.Framed, s.mergeRow)
	s.split = look.NewButton(nil, lang.X("proof.split", "从此处拆分"), look.Framed, s.splitRow)
	s.kind = look.NewButton(nil, lang.X("proof.change", "改为…"), look.Framed, s.kinds)
	s.kind.Trailing = look.Drop
	up := look.NewButton(look.Up, "", look.Framed, func() { s.Move(-1) })
	down := look.NewButton(look.Down, "", look.Framed, func() { s.Move(1) })
	row := container.New(layout.NewCustomPaddedHBoxLayout(8), s.merge, s.split, s.kind, up, down)
	return container.New(layout.NewCustomPaddedVBoxLayout(0), look.NewHairline(), container.New(layout.NewCustomPaddedLayout(8, 8, 16, 16), row))
}

// bottom tells the keys.
func (s *Screen) bottom() fyne.CanvasObject {
	s.hint = line.NewText(s.press, line.Piece{Text: keysHint(), Face: typeset.Sans, Size: 12, Leading: 25, X: 16, Tint: line.Secondary})
	return container.New(layout.NewCustomPaddedVBoxLayout(0), look.NewHairline(), container.NewStack(look.NewGround(line.Window), s.hint))
}

func keysHint() string {
	return lang.X("proof.keys", "↑↓选段 · M 并入 · S 拆分 · J 接上段 · B 断开 · P 段落 · H 标题 · T 小标题 · C 图说 · I 列表 · Alt+↑↓ 移篇 · N 下一处 · Enter 确认 · Ctrl+Z 撤销 · Ctrl+S 存入")
}

// halves gives the cards their width and the page the rest.
type halves struct{}

func (*halves) MinSize(o []fyne.CanvasObject) fyne.Size { return fyne.NewSize(640, 200) }

func (*halves) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := min(cardsW, s.Width*0.45)
	put := func(c fyne.CanvasObject, x, w float32) {
		c.Move(fyne.NewPos(x, 0))
		c.Resize(fyne.NewSize(w, s.Height))
	}
	put(o[0], 0, s.Width-w-1)
	put(o[1], s.Width-w-1, 1)
	put(o[2], s.Width-w, w)
}

// tint is the colour of an item; what belongs to no article is grey.
func (s *Screen) tint(item int) line.Tint {
	items := s.desk.Items()
	if item >= len(items) || items[item].Article == nil {
		return line.Ghost
	}
	n := 0
	for _, it := range items[:item] {
		if it.Article != nil {
			n++
		}
	}
	return line.Series(n)
}

// focus gives the keys to the page.
func (s *Screen) focus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(s.list); c != nil {
		c.Focus(s.list)
	}
}

// refresh shows the page as it stands, with a row selected.
func (s *Screen) refresh(at int) {
	s.list.show(s.desk.Rows(), at)
	s.selected()
	s.label()
}

// selected follows the selection.
func (s *Screen) selected() {
	r := s.list.row()
	if r == nil {
		return
	}
	s.cards.show(r.Item)
	it := s.desk.Items()[r.Item]
	s.merge.SetEnabled(it.Article != nil && r.Item > 0)
	s.split.SetEnabled(it.Article != nil && r.Part.Field == paper.FieldBlock)
	s.kind.SetEnabled(len(r.Kinds()) > 0)
}

// label tells the account, what is in doubt, and what the buttons do.
func (s *Screen) label() {
	c := s.desk.Account()
	data := map[string]any{"N": line.Thousands(c.Total), "Edited": c.Edited, "Left": c.Leftover}
	text := lang.X("proof.account", "{{.N}} 字全部有着落", data)
	ground, ink := line.Good, line.GoodInk
	switch {
	case c.Edited > 0:
		text = lang.X("proof.account.more", "{{.N}} 字全部有着落，添了 {{.Edited}} 字", data)
	case c.Edited < 0:
		data["Edited"] = -c.Edited
		text = lang.X("proof.account.less", "{{.N}} 字中删了 {{.Edited}} 字", data)
		ground, ink = line.Doubt, line.DoubtInk
	case c.Leftover > 0:
		text = lang.X("proof.account.left", "{{.N}} 字全部有着落，文外 {{.Left}} 字", data)
	}
	s.account.Objects = []fyne.CanvasObject{newChip(s.press, text, ground, ink, nil)}
	s.account.Refresh()
	s.doubts.Objects = nil
	if n := s.desk.Doubts(); n > 0 {
		s.doubts.Objects = []fyne.CanvasObject{newChip(s.press, lang.X("proof.doubts", "{{.N}} 处待确认", map[string]any{"N": n}), line.Doubt, line.DoubtInk, s.nextDoubt)}
	}
	s.doubts.Refresh()
	f := s.facts()
	s.date.Text, s.number.Text = dateName(f.Date), pageName(f.Page, f.PageLabel)
	s.save.Text = lang.X("proof.save", "存入馆藏（{{.N}} 篇）", map[string]any{"N": len(s.desk.Articles())})
	s.undo.SetEnabled(s.desk.CanUndo())
	s.redo.SetEnabled(s.desk.CanRedo())
	for _, b := range []*look.Button{s.date, s.number, s.save} {
		b.Refresh()
	}
	s.view.Refresh()
}

// facts are what all articles of the page agree on.
func (s *Screen) facts() (f Facts) {
	for i, a := range s.desk.Articles() {
		now := Facts{a.Date, a.Page, a.PageLabel, a.Publication}
		if i == 0 {
			f = now
			continue
		}
		if f.Date != now.Date {
			f.Date = paper.Date{}
		}
		for _, p := range []struct{ all, one *string }{{&f.Page, &now.Page}, {&f.PageLabel, &now.PageLabel}, {&f.Publication, &now.Publication}} {
			if *p.all != *p.one {
				*p.all = ""
			}
		}
	}
	return f
}

func (s *Screen) askFacts() {
	before := s.facts()
	s.OnFacts(before, func(f Facts) {
		var e review.Edit
		if f.Date != before.Date {
			e.Date = &f.Date
		}
		for _, p := range []struct {
			was, is string
			set     **string
		}{{before.Page, f.Page, &e.Page}, {before.PageLabel, f.PageLabel, &e.PageLabel}, {before.Publication, f.Publication, &e.Publication}} {
			if p.was != p.is {
				*p.set = &p.is
			}
		}
		s.do(func() error { return s.desk.Edit(0, true, e) })
	})
}

// do makes a change and shows what came of it; one that makes no sense is told below.
func (s *Screen) do(change func() error) {
	at := s.list.selected
	if err := change(); err != nil {
		s.hint.SetText(refusal(err))
		return
	}
	s.hint.SetText(keysHint())
	s.refresh(at)
}

// Undo takes the last change back.
func (s *Screen) Undo() {
	if s.desk.Undo() {
		s.refresh(s.list.selected)
	}
}

// Redo makes it again.
func (s *Screen) Redo() {
	if s.desk.Redo() {
		s.refresh(s.list.selected)
	}
}

// Save keeps the page as it stands.
func (s *Screen) Save() {
	s.focus() // what is being typed counts
	s.OnSave(s.desk)
}

// Leave leaves the page as it was.
func (s *Screen) Leave() { s.OnLeave(s.desk.Changed()) }

func (s *Screen) confirm(r review.Row) { s.do(func() error { return s.desk.Confirm(r) }) }

// with does something about the selected row.
func (s *Screen) with(change func(r review.Row) error) {
	if r := s.list.row(); r != nil {
		s.do(func() error { return change(*r) })
	}
}

func (s *Screen) mergeRow() {
	s.with(func(r review.Row) error { return s.desk.Merge(r.Item) })
}

func (s *Screen) splitRow() {
	s.with(func(r review.Row) error {
		if r.Part.Field != paper.FieldBlock {
			return review.ErrNotThere
		}
		return s.desk.Split(r.Item, r.Part.Block)
	})
}

func (s *Screen) set(k review.Kind) {
	s.with(func(r review.Row) error { return s.desk.Set(r, k) })
}

// kinds offers what the selected row can be.
func (s *Screen) kinds() {
	r := s.list.row()
	if r == nil {
		return
	}
	var items []*fyne.MenuItem
	for _, k := range r.Kinds() {
		items = append(items, fyne.NewMenuItem(kindName(k), func() {
			s.set(k)
			s.focus()
		}))
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(s.kind); c != nil && len(items) > 0 {
		m := widget.NewPopUpMenu(fyne.NewMenu("", items...), c)
		m.ShowAtRelativePosition(fyne.NewPos(0, -m.MinSize().Height-4), s.kind)
	}
}

// Move puts the article of the selected row up or down, the selection with it.
func (s *Screen) Move(by int) {
	r := s.list.row()
	if r == nil {
		return
	}
	to := r.Item + by
	s.do(func() error { return s.desk.Move(r.Item, by) })
	for i, now := range s.list.rows {
		if now.Item == to {
			s.list.choose(i)
			return
		}
	}
}

// nextDoubt goes to the next row that wants a look.
func (s *Screen) nextDoubt() {
	n := len(s.list.rows)
	for k := 1; k <= n; k++ {
		if i := (s.list.selected + k) % n; len(s.list.rows[i].Doubts) > 0 {
			s.list.choose(i)
			s.focus()
			return
		}
	}
}

// key handles a key the list has no use for.
func (s *Screen) key(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if r := s.list.row(); r != nil {
			s.confirm(*r)
			s.nextDoubt()
		}
	case fyne.KeyEscape:
		s.Leave()
	default:
		look.PassKey(s.list, k)
	}
}

// rune does what a letter stands for.
func (s *Screen) rune(r rune) {
	switch unicode.ToUpper(r) {
	case 'M':
		s.mergeRow()
	case 'S':
		s.splitRow()
	case 'J':
		s.with(func(r review.Row) error {
			if r.Part.Field != paper.FieldBlock {
				return review.ErrNoPrevious
			}
			return s.desk.Join(r.Item, r.Part.Block)
		})
	case 'B':
		s.with(func(r review.Row) error {
			if len(r.Joins) == 0 || r.Part.Field != paper.FieldBlock {
				return review.ErrNotThere
			}
			return s.desk.Part(r.Item, r.Part.Block, r.Joins[0]-r.Lead)
		})
	case 'P':
		s.set(review.Paragraph)
	case 'H':
		s.set(review.Headline)
	case 'T':
		s.set(review.Subheading)
	case 'C':
		s.set(review.Caption)
	case 'I':
		s.set(review.ListItem)
	case 'N':
		s.nextDoubt()
	}
}
