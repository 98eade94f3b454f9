// Package proof is the screen on which a person looks over an imported page 导入校对: the
// page at the left, coloured by article, with its joins in place; what became of it at the
// right; the account of its characters always in view.
//
// Begin with [New]; [Screen.Show] lays a page on it. Nothing is written before
// [Screen.OnSave] is told to. UI goroutine only.
package proof

import (
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
	Name    string // of the file
	Desk    *review.Desk
	Blind   bool // the file cannot be read again: joins and doubts are not known
	Waiting int  // pages to be looked over next

	Original *Original // nil: there is no picture of the printed page
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
	OnNext  func(changed bool)                    // the person wants to leave it for the next page that waits
	OnFacts func(now Facts, done func(now Facts)) // asks for date and page; done is called with what was typed

	press *line.Press
	view  *fyne.Container
	page  Page
	desk  *review.Desk // nil: the screen is closed
	list  *list
	cards *cards
	orig  original

	centre *fyne.Container // text, printed page, cards

	date, number       *look.Button
	account, doubts    *fyne.Container
	save, undo, redo   *look.Button
	leave, next        *look.Button
	saving             bool // the page is being saved: nothing changes meanwhile
	merge, split, kind *look.Button
	hint               *line.Text
}

// New makes the screen.
func New(p *line.Press) *Screen {
	s := &Screen{press: p, view: container.NewStack()}
	s.orig.view = s.newOriginal()
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
	s.page, s.desk, s.saving = p, p.Desk, false
	s.list, s.cards = newList(s.press), newCards(s)
	s.list.tint = s.tint
	s.list.onSelect = s.selected
	s.list.onKey = s.key
	s.list.onRune = s.rune
	s.list.onType = func(r review.Row, text string) { s.change(func() error { return s.desk.Type(r, text) }) }
	s.list.onShift = s.shiftRow
	what := lang.X("proof.source", "原文 · 颜色为所属文章")
	if p.Blind {
		what = lang.X("proof.blind", "原文 · 颜色为所属文章 · 原文件不能重读，看不到接栏与疑点")
	}
	head := line.NewText(s.press, line.Piece{Text: what, Face: typeset.Sans, Size: 12.5, Leading: 22, X: pageSide, Y: 14, Tint: line.Faint})
	s.layOriginal(p.Original)
	over := container.New(layout.NewCustomPaddedLayout(3, 3, 0, pageSide), container.NewBorder(nil, nil, nil, s.orig.button))
	left := container.NewStack(look.NewGround(line.Window), look.NewFrame(container.NewStack(head, over), nil, s.list))
	cards := container.NewStack(look.NewGround(line.List), s.cards.view)
	tools := container.NewStack(look.NewGround(line.List), s.tools())
	s.centre = container.New(&halves{s}, left, look.NewHairline(), cards, tools, look.NewHairline(), s.orig.view)
	s.view.Objects = []fyne.CanvasObject{look.NewFrame(s.bar(), s.bottom(), s.centre)}
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
	s.orig.page = nil
	s.orig.view.Clear()
	s.view.Objects = nil
	s.view.Refresh()
}

const barH = 52 // as in the window's frame

func (s *Screen) bar() fyne.CanvasObject {
	s.date = look.NewButton(nil, "", look.Framed, s.askFacts)
	s.number = look.NewButton(nil, "", look.Framed, s.askFacts)
	name := line.NewText(s.press, line.Piece{Text: lang.X("app.name", "报阁"), Face: typeset.SerifBold, Size: 21, Leading: barH - 1, Tracking: 0.16, Tint: line.Accent})
	title := line.NewText(s.press, line.Piece{Text: lang.X("proof.title", "导入校对"), Face: typeset.SansBold, Size: 15, Leading: barH - 1, Tint: line.Ink})
	file := line.NewCut(s.press, line.Piece{Text: s.page.Name, Face: typeset.Sans, Size: look.TextSize, Leading: barH - 1, Tint: line.Faint}, 24)
	s.account, s.doubts = container.NewStack(), container.NewStack()
	s.undo = look.NewButton(look.Back, "", look.Plain, s.Undo)
	s.redo = look.NewButton(look.Again, "", look.Plain, s.Redo)
	s.next = look.NewButton(nil, lang.X("proof.next", "下一版（余 {{.N}}）", map[string]any{"N": line.Thousands(s.page.Waiting)}), look.Framed, s.Next)
	s.next.Hidden = s.page.Waiting == 0
	s.leave = look.NewButton(nil, lang.X("proof.leave", "放弃"), look.Framed, s.Leave)
	s.save = look.NewButton(nil, "", look.Filled, s.Save)
	row := func(gap float32, o ...fyne.CanvasObject) fyne.CanvasObject {
		return container.NewCenter(container.New(layout.NewCustomPaddedHBoxLayout(gap), o...))
	}
	left := container.New(layout.NewCustomPaddedLayout(0, 0, 16, 12), row(16, name, title))
	right := container.New(layout.NewCustomPaddedLayout(0, 0, 8, 16), row(8, container.NewCenter(s.account), container.NewCenter(s.doubts), s.undo, s.redo, s.next, s.leave, s.save))
	bar := container.NewBorder(nil, nil, left, right, container.New(&named{}, file, row(8, s.date, s.number)))
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
	return lang.X("proof.keys", "↑↓ 选段 · M 并入 · S 拆分 · J 接 · B 断 · P 段落 · H 标题 · T 小标题 · C 图说 · F2 改字 · Shift+↑↓ 移段 · Alt+↑↓ 移篇 · N 下一处 · Enter 确认 · F1 全部")
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

// focus gives the keys to the page; what was being typed is taken.
func (s *Screen) focus() { s.list.focus() }

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
	s.outline()
	it := s.desk.Items()[r.Item]
	s.merge.SetEnabled(it.Article != nil && r.Item > 0)
	s.split.SetEnabled(it.Article != nil && r.Part.Field == paper.FieldBlock)
	s.kind.SetEnabled(len(r.Kinds()) > 0)
}

// do makes a change, after what was being typed, and shows what came of it.
func (s *Screen) do(change func() error) bool {
	s.focus()
	return s.change(change)
}

// change makes a change; one that makes no sense is told below.
func (s *Screen) change(change func() error) bool {
	if s.saving {
		return false
	}
	at := s.list.selected
	if err := change(); err != nil {
		s.hint.SetText(refusal(err))
		return false
	}
	s.hint.SetText(keysHint())
	s.refresh(at)
	return true
}

// Undo takes the last change back; that may be what is being typed.
func (s *Screen) Undo() { s.travel((*review.Desk).Undo) }

// Redo makes it again.
func (s *Screen) Redo() { s.travel((*review.Desk).Redo) }

func (s *Screen) travel(step func(*review.Desk) bool) {
	if s.focus(); !s.saving && step(s.desk) {
		s.refresh(s.list.selected)
	}
}

// Save keeps the page as it stands. Nothing changes from then on until [Screen.Unsaved] or
// [Screen.Close].
func (s *Screen) Save() {
	if s.focus(); s.saving { // what is being typed counts
		return
	}
	s.hold(true)
	s.hint.SetText(lang.X("proof.saving", "正在存入馆藏…"))
	s.OnSave(s.desk)
}

// Unsaved tells that the page could not be kept: it can be changed again.
func (s *Screen) Unsaved() {
	s.hint.SetText(keysHint())
	s.hold(false)
}

// hold stops changes, or lets them go on.
func (s *Screen) hold(on bool) {
	s.saving = on
	for _, b := range []*look.Button{s.save, s.leave, s.next} {
		b.SetEnabled(!on)
	}
	s.undo.SetEnabled(s.desk.CanUndo() && !on)
	s.redo.SetEnabled(s.desk.CanRedo() && !on)
}

// Next leaves the page as it was for the next one that waits.
func (s *Screen) Next() {
	if s.focus(); !s.saving && s.page.Waiting > 0 {
		s.OnNext(s.desk.Changed())
	}
}

// Leave leaves the page as it was.
func (s *Screen) Leave() {
	if s.focus(); !s.saving {
		s.OnLeave(s.desk.Changed())
	}
}

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
	if r := s.list.row(); r != nil && s.do(func() error { return s.desk.Move(r.Item, by) }) {
		s.pick(func(now *review.Row) bool { return now.Item == r.Item+by })
	}
}

// shiftRow puts the selected block up or down, the selection with it.
func (s *Screen) shiftRow(by int) {
	r := s.list.row()
	if r == nil {
		return
	}
	var item, block int
	if s.do(func() (err error) {
		if r.Part.Field != paper.FieldBlock {
			return review.ErrNotThere
		}
		item, block, err = s.desk.Shift(r.Item, r.Part.Block, by)
		return err
	}) {
		s.pick(func(now *review.Row) bool {
			return now.Item == item && now.Part == paper.Part{Field: paper.FieldBlock, Block: block}
		})
	}
}

// pick selects the first row that is meant.
func (s *Screen) pick(meant func(*review.Row) bool) {
	for i := range s.list.rows {
		if meant(&s.list.rows[i]) {
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
