package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"baoge/app/typeset"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// Sizes of the frame, in device-independent pixels.
const (
	topH    = 52 // the bar at the top, hairline included
	statusH = 26 // the line at the bottom, hairline included
	boxMaxW = 408
	boxH    = 34
)

// frame is what stands around the panes: the bar at the top, the strip of a job
// under way, the line at the bottom.
type frame struct {
	content fyne.CanvasObject
	top     fyne.CanvasObject
	bottom  fyne.CanvasObject
	panes   *panes
	cover   *fyne.Container // a screen that takes the place of bar and panes: printing, reviewing
	theme   *look.Button
	books   *look.Button
	more    *look.Button
	job     *strip
	left    *line.Text
	right   *line.Text
}

func newFrame(w *Window) *frame {
	f := &frame{job: newStrip(w.press)}
	name := line.NewText(w.press, line.Piece{Text: lang.X("app.name", "报阁"), Face: typeset.SerifBold, Size: 21, Leading: topH - 1, X: 16, Tracking: 0.16, Tint: line.Accent})
	_, box := w.search.Box()
	load := look.NewButton(look.Import, lang.X("action.import", "导入"), look.Framed, w.chooseFiles)
	f.books = look.NewButton(look.Book, lang.X("book.books", "剪报册"), look.Framed, w.booksMenu)
	f.theme = look.NewButton(look.Moon, "", look.Plain, w.nextTheme)
	f.more = look.NewButton(look.More, "", look.Plain, w.showMenu)
	f.panes = newPanes(
		container.NewStack(w.browse.Sidebar(), w.search.Sidebar()),
		container.NewStack(w.browse.List(), w.search.List()),
		w.reader.View())
	bar := container.New(&topLayout{f.panes, look.Labels{load: load.Text, f.books: f.books.Text}}, name, box, w.search.SaveButton(), load, f.books, f.theme, f.more)
	f.top = container.New(layout.NewCustomPaddedVBoxLayout(0), container.NewStack(look.NewGround(line.Window), bar), look.NewHairline())

	note := func(t line.Tint) *line.Text {
		return line.NewText(w.press, line.Piece{Face: typeset.Sans, Size: 12, Leading: statusH - 1, X: 14, Tint: t})
	}
	f.left, f.right = note(line.Secondary), note(line.Secondary)
	status := container.NewBorder(nil, nil, f.left, container.New(layout.NewCustomPaddedLayout(0, 0, 0, 14), f.right))
	f.bottom = container.New(layout.NewCustomPaddedVBoxLayout(0), f.job.pane, look.NewHairline(), container.NewStack(look.NewGround(line.Window), status))
	f.cover = container.NewStack()
	f.cover.Hide()
	f.content = look.NewFrame(f.top, f.bottom, container.NewStack(f.panes, f.cover))
	return f
}

// show puts a screen in the place of bar and panes; nil puts these back.
func (f *frame) show(screen fyne.CanvasObject) {
	if screen == nil {
		f.cover.Hide()
		f.cover.RemoveAll()
		f.top.Show()
		f.panes.Show()
	} else {
		f.top.Hide()
		f.panes.Hide()
		f.cover.Add(screen)
		f.cover.Show()
	}
	f.content.Refresh()
}

// alone hides the frame and the lists for reading in full screen.
func (f *frame) alone(on bool) {
	if on {
		f.top.Hide()
		f.bottom.Hide()
	} else {
		f.top.Show()
		f.bottom.Show()
	}
	f.panes.alone(on)
	f.content.Refresh()
}

// topLayout sets the bar at the top: the search box over the list, the buttons at
// the right. They do without their labels before the box gets short.
type topLayout struct {
	panes  *panes
	labels look.Labels
}

const (
	boxMinW = 200 // with labels
	topGap  = 12
)

func (l *topLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(480, topH-1) }

func (l *topLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	name, box, save, buttons := o[0], o[1], o[2], o[3:]
	name.Resize(name.MinSize())
	name.Move(fyne.NewPos(0, (s.Height-name.MinSize().Height)/2))
	left := max(l.panes.sidebarW+4, name.MinSize().Width+16)
	m := save.MinSize()
	// The box is as wide whether there is something to save or not.
	room := func() float32 {
		w := s.Width - 14 - left - m.Width - topGap
		for _, b := range buttons {
			w -= b.MinSize().Width + topGap
		}
		return w
	}
	l.labels.Show(true)
	if room() < boxMinW {
		l.labels.Show(false)
	}
	w := max(min(boxMaxW, room()), 0)
	box.Resize(fyne.NewSize(w, boxH))
	box.Move(fyne.NewPos(left, (s.Height-boxH)/2))
	save.Resize(m)
	save.Move(fyne.NewPos(left+w+topGap, (s.Height-m.Height)/2))
	x := s.Width - 14
	for i := len(buttons) - 1; i >= 0; i-- {
		b := buttons[i].MinSize()
		x -= b.Width
		buttons[i].Resize(b)
		buttons[i].Move(fyne.NewPos(x, (s.Height-b.Height)/2))
		x -= topGap
	}
}
