// Package read is the screen an article is read on: a bar of buttons over the article
// set as type, in one column or two, with search marks, finding, selection and copy.
//
// Begin with [New]; put [Reader.View] into the window, set the functions, and [Reader.Show]
// an article. It asks nothing of a library: the window brings articles, marks and pictures
// to it ([LoadPlates]).
//
// Lengths are device-independent pixels. UI goroutine only. Nothing here takes longer than
// a frame: what of a long article is not in sight is set in the background, and pictures
// are decoded there.
package read

import (
	"context"
	"net/url"
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"baoge/app/paper"
	"baoge/app/typeset"
	"baoge/app/ui/async"
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
	OnPrevious, OnNext func()                  // another article of the list is wanted
	OnExport           func()                  // the shown article is wanted as a PDF
	OnStar             func()                  // the star of the shown article is to be given or taken; nil: there are none
	OnStatus           func(string)            // what to say of the article: 1,368 字 · 约 4 分钟; or the address under the pointer; "" for none
	OnSize             func(em float32)        // a person changed the text size
	OnColumns          func(two bool)          // a person chose one column or two
	OnSearch           func(text string)       // a selected text is to be searched for in the library
	OnSlip             func()                  // the note over the article was pressed
	OnLink             func(*url.URL)          // a link was clicked: http, https or mailto
	Menu               func() []*fyne.MenuItem // more entries for the end of the text's menu

	galley *galley
	finder *finder
	bar    *bar
	slip   *slip
	length string // of the article, once it is counted
	count  async.Slot
	empty  fyne.CanvasObject
	view   fyne.CanvasObject
}

// New returns a reader without an article.
func New(p *line.Press) *Reader {
	r := &Reader{galley: newGalley(p)}
	r.finder = newFinder(r.galley, p)
	r.bar = newBar(r, p)
	r.galley.on = events{marks: r.bar.update, size: r.sized, set: r.tell, point: r.point, open: r.follow, menu: r.showMenu, enlarge: r.enlarge}
	hint := line.NewText(p, line.Piece{Text: lang.X("read.empty", "从左边选一篇文章来读"), Face: typeset.Sans, Size: 14, Tint: line.Ghost})
	r.empty = container.NewCenter(hint)
	r.slip = newSlip(p, func() {
		if r.OnSlip != nil {
			r.OnSlip()
		}
	})
	r.view = look.NewFrame(container.NewStack(r.bar.view, r.finder.view), nil,
		look.NewFrame(r.slip, nil, container.NewStack(r.galley, r.empty)))
	r.slip.resized = r.view.Refresh
	r.bar.update()
	return r
}

// View is what to put into the window.
func (r *Reader) View() fyne.CanvasObject { return r.view }

// Keys is what takes the keyboard: arrows, Page Up and Down, Space, Home and End scroll,
// with Shift they select; Ctrl+A and Ctrl+C select all and copy.
func (r *Reader) Keys() fyne.Focusable { return r.galley }

// AddButtons puts more buttons into the bar, before the one for PDF.
func (r *Reader) AddButtons(buttons ...*look.Button) { r.bar.add(buttons) }

// Article is the shown article, or nil.
func (r *Reader) Article() *paper.Article { return r.galley.art }

// Show shows an article from its beginning, or from its first mark where that is further
// down. Marks are search hits in reading order; plates are its pictures, nil where it has
// none. The article must not change while it is shown. Where it is shown already, it only
// gets the marks.
func (r *Reader) Show(a *paper.Article, marks []paper.Span, plates *Plates) {
	if a == nil {
		r.Clear()
		return
	}
	if old := r.galley.art; old == nil || a != old && (a.ID != old.ID || !reflect.DeepEqual(a, old)) {
		r.length = ""
		r.galley.show(a, plates)
		r.finder.shown()
		async.Load(&r.count, func(context.Context) (string, error) { return Status(a), nil }, func(s string) {
			r.length = s
			r.tell()
		}, nil)
	}
	r.empty.Hide()
	r.SetMarks(marks)
}

// SetMarks marks other places of the shown article.
func (r *Reader) SetMarks(marks []paper.Span) {
	r.galley.setHits(marks)
	r.tell()
}

// Marks are the places marked in the shown article.
func (r *Reader) Marks() []paper.Span { return r.galley.hits.spans }

// SetSlip shows what a person put on the article shown; the zero Slip is nothing.
func (r *Reader) SetSlip(s Slip) {
	r.slip.show(s)
	r.bar.update()
}

// Standing are the places one goes through in the shown article, and which of them one
// stands on: what the bar for finding found while that is open, else the marks.
func (r *Reader) Standing() (spans []paper.Span, now int) {
	m := &r.galley.hits
	if r.finder.opened() && len(r.galley.found.spans) > 0 {
		m = &r.galley.found
	}
	return m.spans, m.now
}

// Clear shows no article.
func (r *Reader) Clear() {
	r.SetSlip(Slip{})
	r.count.Cancel()
	r.length = ""
	r.galley.show(nil, nil)
	r.finder.shown()
	r.SetMarks(nil)
	r.empty.Show()
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

func (r *Reader) sized(em float32) {
	r.bar.update()
	if r.OnSize != nil {
		r.OnSize(em)
	}
}

// Columns reports whether two columns are chosen. A pane too narrow for them has one all
// the same.
func (r *Reader) Columns() bool { return r.galley.two }

// SetColumns chooses one column or two. What is in sight stays.
func (r *Reader) SetColumns(two bool) {
	r.galley.setTwo(two)
	r.bar.update()
}

// ToggleColumns chooses the other, as its button does.
func (r *Reader) ToggleColumns() {
	r.SetColumns(!r.Columns())
	if r.OnColumns != nil {
		r.OnColumns(r.Columns())
	}
}

// NextMark and PreviousMark go to the mark after and before the current one, around the
// ends; while the bar for finding is open, to the place found there.
func (r *Reader) NextMark() { r.goMark(1) }

// PreviousMark undoes NextMark.
func (r *Reader) PreviousMark() { r.goMark(-1) }

func (r *Reader) goMark(step int) {
	if r.finder.opened() {
		r.finder.step(step)
		return
	}
	r.galley.goMark(&r.galley.hits, step)
}

// Find opens the bar that finds in the article.
func (r *Reader) Find() { r.finder.open() }

// SearchSelection asks for a search of the library for what is selected.
func (r *Reader) SearchSelection() {
	if s := r.Selected(); s != "" && r.OnSearch != nil {
		r.OnSearch(s)
	}
}

// Place is the first place in sight, for coming back to it with GoTo; the zero Place
// stands for the beginning.
func (r *Reader) Place() typeset.Place { return r.galley.holding().place }

// GoTo brings a place to the top. A place the article does not have leads to the beginning.
func (r *Reader) GoTo(p typeset.Place) { r.galley.goTo(p) }

// point shows the address under the pointer in the place of the article's length.
func (r *Reader) point(address string) {
	if address != "" && r.OnStatus != nil {
		r.OnStatus(address)
		return
	}
	r.tell()
}

// follow opens a link; those that could start anything else are no links.
func (r *Reader) follow(address string) {
	u, err := url.Parse(address)
	if err != nil || r.OnLink == nil {
		return
	}
	switch u.Scheme {
	case "http", "https", "mailto":
		r.OnLink(u)
	}
}

// tell says how long the article is and which of its screens is in sight.
func (r *Reader) tell() {
	if r.OnStatus == nil {
		return
	}
	s := r.length
	if g := r.galley; s != "" && g.turns() {
		s = lang.X("read.screen", "第 {{.Now}}/{{.All}} 屏 · {{.Status}}", map[string]any{"Now": g.screen() + 1, "All": g.sheet.screens(), "Status": s})
	}
	r.OnStatus(s)
}

// readingSpeed is how many characters a minute a practised reader takes in.
const readingSpeed = 350

// Status says how long an article is: 1,368 字 · 约 4 分钟.
func Status(a *paper.Article) string {
	n := a.Chars()
	minutes := (n + readingSpeed - 1) / readingSpeed
	data := map[string]any{"Chars": line.Thousands(n), "Minutes": minutes, "Hours": line.Thousands((minutes + 30) / 60)}
	if minutes >= 90 {
		return lang.X("read.statushours", "{{.Chars}} 字 · 约 {{.Hours}} 小时", data)
	}
	return lang.X("read.status", "{{.Chars}} 字 · 约 {{.Minutes}} 分钟", data)
}
