package read

import (
	"context"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"baoge/app/paper"
	"baoge/app/typeset"
	"baoge/app/ui/async"
	"baoge/app/ui/inputmethod"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// A finder is the bar that finds in the shown article. It stands in the place of the bar of
// buttons, so that the text does not move when it opens.
type finder struct {
	g        *galley
	entry    *findEntry
	count    *line.Text
	up, down *look.Button
	view     *fyne.Container
	before   fyne.Focusable // had the keyboard when the bar opened
	slot     async.Slot
	text     folded // of the shown article; nil until something was looked for
}

// Size of the box.
const findWidth, findHeight = 300, 34

func newFinder(g *galley, p *line.Press) *finder {
	f := &finder{g: g}
	f.entry = newFindEntry(f)
	f.count = line.NewText(p, line.Piece{Text: " ", Face: typeset.Sans, Size: look.TextSize, Leading: 30, X: 6, Tint: line.Faint})
	f.up = look.NewButton(look.Up, "", look.Plain, func() { f.step(-1) })
	f.down = look.NewButton(look.Down, "", look.Plain, func() { f.step(1) })
	shut := look.NewButton(look.Cross, "", look.Plain, f.close)
	entry := container.NewGridWrap(fyne.NewSize(findWidth, findHeight), f.entry)
	row := container.New(layout.NewCustomPaddedHBoxLayout(4), entry, f.count, f.up, f.down)
	padded := container.New(layout.NewCustomPaddedLayout(4, 5, 14, 14), container.NewBorder(nil, nil, row, container.NewCenter(shut)))
	f.view = container.NewStack(look.NewGround(line.Paper), look.NewFrame(nil, look.NewHairline(), padded))
	f.view.Hide()
	f.tell()
	return f
}

// opened reports whether the bar is shown.
func (f *finder) opened() bool { return f.view.Visible() }

// open shows the bar and gives it the keyboard; a short selection is looked for.
func (f *finder) open() {
	c := fyne.CurrentApp().Driver().CanvasForObject(f.g)
	if f.g.sheet == nil || c == nil {
		return
	}
	if !f.opened() {
		f.before = c.Focused()
		f.view.Show()
	}
	if s := f.g.selected(); s != "" && utf8.RuneCountInString(s) <= longestFind && !strings.Contains(s, "\n") {
		f.entry.SetText(s)
	}
	c.Focus(f.entry)
	f.entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	f.find(f.entry.Text)
}

// longestFind is how much of a selection is taken for something to look for, in runes.
const longestFind = 40

// close takes the bar and its marks away and gives the keyboard back. The place one stood
// on is selected, to go on from.
func (f *finder) close() {
	if !f.opened() {
		return
	}
	f.slot.Cancel()
	m := f.g.found
	f.g.found, f.text = marks{}, nil
	f.view.Hide()
	if m.now < len(m.spans) {
		f.g.chooseSpan(m.spans[m.now])
	}
	f.g.Refresh()
	if c := fyne.CurrentApp().Driver().CanvasForObject(f.g); c != nil {
		if f.before == nil {
			f.before = f.g
		}
		c.Focus(f.before)
	}
	f.before = nil
}

// shown is told that another article is shown: what is looked for is looked for there.
func (f *finder) shown() {
	f.slot.Cancel()
	f.text = nil
	switch {
	case f.opened() && f.g.art != nil:
		f.find(f.entry.Text)
	case f.opened():
		f.close()
	}
}

// find looks for a text in the background, and stands on the first place from what is in
// sight on.
func (f *finder) find(text string) {
	type answer struct {
		text  folded
		spans []paper.Span
	}
	art, known := f.g.art, f.text
	async.Load(&f.slot, func(ctx context.Context) (a answer, err error) {
		if a.text = known; a.text == nil {
			a.text = fold(ctx, art)
		}
		a.spans = a.text.find(text)
		return a, ctx.Err()
	}, func(a answer) {
		f.text = a.text
		f.g.found = marks{spans: a.spans}
		if s := f.g.sheet; s != nil {
			f.g.found.now = f.g.found.after(s, f.g.firstInSight())
		}
		f.g.showMark(&f.g.found)
		f.tell()
	}, nil)
}

func (f *finder) step(n int) {
	f.g.goMark(&f.g.found, n)
	f.tell()
}

// tell shows how many places there are and on which one stands.
func (f *finder) tell() {
	n := len(f.g.found.spans)
	f.up.SetEnabled(n > 0)
	f.down.SetEnabled(n > 0)
	switch {
	case n > 0:
		f.count.SetText(placeOf(&f.g.found))
	case f.entry.Text != "":
		f.count.SetText(lang.X("find.none", "没有找到"))
	default:
		f.count.SetText(" ")
	}
	f.view.Refresh()
}

// placeOf says on which of the marks one stands: 第 3/12 处.
func placeOf(m *marks) string {
	return lang.X("read.place", "第 {{.Now}}/{{.All}} 处",
		map[string]any{"Now": line.Thousands(m.now + 1), "All": line.Thousands(len(m.spans))})
}

// A findEntry is the box one types in.
type findEntry struct {
	widget.Entry
	f     *finder
	shift bool
}

func newFindEntry(f *finder) *findEntry {
	e := &findEntry{f: f}
	e.ExtendBaseWidget(e)
	e.PlaceHolder = lang.X("find.placeholder", "在文中查找")
	e.OnChanged = f.find
	inputmethod.Follow(e, &e.OnCursorChanged)
	return e
}

// KeyDown follows the Shift key.
func (e *findEntry) KeyDown(k *fyne.KeyEvent) {
	look.FollowShift(&e.shift, k, true)
	e.Entry.KeyDown(k)
}

// KeyUp ends KeyDown.
func (e *findEntry) KeyUp(k *fyne.KeyEvent) {
	look.FollowShift(&e.shift, k, false)
	e.Entry.KeyUp(k)
}

// FocusLost forgets the Shift key.
func (e *findEntry) FocusLost() {
	e.shift = false
	e.Entry.FocusLost()
}

// TypedKey goes from place to place, closes the bar, scrolls the article; the rest edits.
func (e *findEntry) TypedKey(k *fyne.KeyEvent) {
	step := 1
	if e.shift {
		step = -1
	}
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyF3:
		e.f.step(step)
	case fyne.KeyDown:
		e.f.step(1)
	case fyne.KeyUp:
		e.f.step(-1)
	case fyne.KeyEscape:
		e.f.close()
	case fyne.KeyPageUp, fyne.KeyPageDown:
		e.f.g.TypedKey(k)
	default:
		if look.FunctionKey(k.Name) {
			look.PassKey(e, k)
			return
		}
		e.Entry.TypedKey(k)
	}
}

// TypedShortcut keeps what edits the line; the rest is the window's.
func (e *findEntry) TypedShortcut(s fyne.Shortcut) {
	if !look.EditsLine(s) {
		look.PassShortcut(e, s)
		return
	}
	e.Entry.TypedShortcut(s)
}
