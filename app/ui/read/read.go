// Package read is the screen an article is read on: a bar of buttons over the article
// set as one column of type, with search marks, selection and copy.
//
// Begin with [New]; put [Reader.View] into the window, set the functions, and [Reader.Show]
// an article. It asks nothing of a library: the window brings articles and marks to it.
//
// Lengths are device-independent pixels. UI goroutine only. Nothing here takes longer than
// a frame: what of a long article is not in sight is set in the background.
package read

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"baoge/app/paper"
	"baoge/app/typeset"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// Sizes of the body text.
const (
	MinSize     = 12
	DefaultSize = 17
	MaxSize     = 40
)

// A Reader is the screen. Its functions may be nil and are set before it is shown.
type Reader struct {
	OnPrevious, OnNext func()           // another article of the list is wanted
	OnExport           func()           // the shown article is wanted as a PDF
	OnStatus           func(string)     // what to say of the article: 1,368 字 · 约 4 分钟; "" for none
	OnSize             func(em float32) // a person changed the text size

	galley *galley
	bar    *bar
	empty  fyne.CanvasObject
	view   fyne.CanvasObject
}

// New returns a reader without an article.
func New(p *line.Press) *Reader {
	r := &Reader{galley: newGalley(p)}
	r.bar = newBar(r, p)
	r.galley.onMarks = r.bar.update
	r.galley.onSize = func(em float32) {
		r.bar.update()
		if r.OnSize != nil {
			r.OnSize(em)
		}
	}
	hint := line.NewText(p, line.Piece{Text: lang.X("read.empty", "从左边选一篇文章来读"), Face: typeset.Sans, Size: 14, Tint: line.Ghost})
	r.empty = container.NewCenter(hint)
	r.view = look.NewFrame(r.bar.view, nil, container.NewStack(r.galley, r.empty))
	r.bar.update()
	return r
}

// View is what to put into the window.
func (r *Reader) View() fyne.CanvasObject { return r.view }

// Keys is what takes the keyboard: arrows, Page Up and Down, Space, Home and End scroll,
// with Shift they select; Ctrl+A and Ctrl+C select all and copy.
func (r *Reader) Keys() fyne.Focusable { return r.galley }

// Article is the shown article, or nil.
func (r *Reader) Article() *paper.Article { return r.galley.art }

// Show shows an article from its beginning, or from its first mark where that is further
// down. Marks are search hits in reading order. The article must not change while it is
// shown. Where it is shown already, it only gets the marks.
func (r *Reader) Show(a *paper.Article, marks []paper.Span) {
	if a == nil {
		r.Clear()
		return
	}
	if old := r.galley.art; old == nil || a != old && !reflect.DeepEqual(a, old) {
		r.galley.show(a)
	}
	r.empty.Hide()
	r.galley.setMarks(marks)
	if r.OnStatus != nil {
		r.OnStatus(Status(a))
	}
}

// Marks are the places marked in the shown article.
func (r *Reader) Marks() []paper.Span { return r.galley.marks }

// Clear shows no article.
func (r *Reader) Clear() {
	r.galley.show(nil)
	r.galley.setMarks(nil)
	r.empty.Show()
	if r.OnStatus != nil {
		r.OnStatus("")
	}
}

// SetNeighbours tells whether the list has an article before and after the shown one.
func (r *Reader) SetNeighbours(previous, next bool) {
	r.bar.previous.SetEnabled(previous)
	r.bar.next.SetEnabled(next)
}

// Size is the size of the body text.
func (r *Reader) Size() float32 { return r.galley.em }

// SetSize changes the size of the body text, within MinSize and MaxSize. What is in sight stays.
func (r *Reader) SetSize(em float32) {
	r.galley.setSize(em)
	r.bar.update()
}

// Larger and Smaller change the text size by a step, as Ctrl+= and Ctrl+- do.
func (r *Reader) Larger() { r.galley.step(1) }

// Smaller undoes Larger.
func (r *Reader) Smaller() { r.galley.step(-1) }

// NextMark and PreviousMark go to the mark after and before the current one, around the ends.
func (r *Reader) NextMark() { r.galley.goMark(1) }

// PreviousMark undoes NextMark.
func (r *Reader) PreviousMark() { r.galley.goMark(-1) }

// Place is the first place in sight, for coming back to it with GoTo; the zero Place
// stands for the beginning.
func (r *Reader) Place() typeset.Place { return r.galley.holding().place }

// GoTo brings a place to the top. A place the article does not have leads to the beginning.
func (r *Reader) GoTo(p typeset.Place) { r.galley.goTo(p) }

// Selected is the selected stored text, blocks parted by newlines; "" when nothing is.
func (r *Reader) Selected() string { return r.galley.selected() }

// Copy puts the selected text on the clipboard and reports whether there was any.
func (r *Reader) Copy() bool { return r.galley.copy() }

// readingSpeed is how many characters a minute a practised reader takes in.
const readingSpeed = 350

// Status says how long an article is: 1,368 字 · 约 4 分钟.
func Status(a *paper.Article) string {
	n := a.Chars()
	return lang.X("read.status", "{{.Chars}} 字 · 约 {{.Minutes}} 分钟",
		map[string]any{"Chars": line.Thousands(n), "Minutes": (n + readingSpeed - 1) / readingSpeed})
}
