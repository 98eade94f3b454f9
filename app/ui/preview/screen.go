// Package preview is the print screen: the very sheets that go to paper or into a PDF, and
// beside them what can be chosen about printer, sheet and layout.
//
// Begin with [New]; [Screen.Show] opens it on a [Job]. It stands in the place of the
// window's frame until [Screen.OnClose] is called. UI goroutine only.
package preview

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"baoge/app/export"
	"baoge/app/printer"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// A Screen is the print screen.
type Screen struct {
	OnClose   func()
	OnSave    func(job Job, c Choices)         // the person wants a PDF file
	OnPrinted func(text string, cancel func()) // what became of a print job, in a sentence; cancel takes it out of its queue, nil: too late
	OnFail    func(error)
	OnKeep    func(Choices)      // choices worth keeping
	Explain   func(error) string // says an error in a sentence

	press   *line.Press
	spooler printer.Spooler
	job     Job
	view    *fyne.Container
	desk    *desk
	side    *side    // nil: the screen is closed
	bar     *bar     // with side
	setting *setting // nil: none yet
	stop    func()   // of the counter; nil: nothing is being set
	broken  bool     // the setting cannot go on, and that was told

	extending, asking, listing async.Slot
}

// New makes the screen; spooler is asked for printers each time it is shown.
func New(p *line.Press, spooler printer.Spooler) *Screen {
	s := &Screen{press: p, spooler: spooler, desk: newDesk(p.Painter), view: container.NewStack()}
	s.desk.onTurn = func() { s.bar.show(s.desk) }
	s.desk.onFail = s.broke
	return s
}

// View is what the window shows.
func (s *Screen) View() fyne.CanvasObject { return s.view }

// Shown reports whether the screen is open.
func (s *Screen) Shown() bool { return s.side != nil }

// Show opens the screen on a job with the choices made last.
func (s *Screen) Show(j Job, c Choices) {
	s.job = j
	c.mend()
	s.side = newSide(s.press, j.Bound, c)
	s.side.onChange = s.changed
	s.side.left = s.unfocus
	s.side.save.OnTapped = s.Save
	s.side.print.OnTapped = s.Print
	s.side.print.SetEnabled(false)
	s.bar = newBar(s)
	s.desk.clear()
	centre := container.New(&besideLayout{}, s.desk, container.NewBorder(nil, nil, look.NewHairline(), nil, s.side.view))
	s.view.Objects = []fyne.CanvasObject{look.NewFrame(s.bar.view, nil, centre)}
	s.view.Refresh()
	s.lay()
	s.list()
}

// Close leaves the screen. What is on its way to a printer goes on.
func (s *Screen) Close() {
	if !s.Shown() {
		return
	}
	for _, slot := range []*async.Slot{&s.asking, &s.listing} {
		slot.Cancel()
	}
	s.unfocus()
	s.end()
	s.desk.clear()
	s.side = nil
	s.view.Objects = nil
	s.OnClose()
}

// end gives up what is being set.
func (s *Screen) end() {
	s.counted()
	s.extending.Cancel()
	if s.setting != nil {
		s.setting.cancel()
		s.setting = nil
	}
}

// counted ends the counting of what is being set.
func (s *Screen) counted() {
	if s.stop != nil {
		s.stop()
		s.stop = nil
	}
}

// changed follows a choice.
func (s *Screen) changed(what change) {
	s.OnKeep(s.side.choices)
	switch what {
	case newPages:
		s.lay()
	case newPrinter:
		s.ask()
	}
}

// lay sets the document anew. What was on the desk stays until the new first page is
// there; where no page can be made, all stays as it is.
func (s *Screen) lay() {
	d, err := s.job.set(s.side.choices)
	if err != nil {
		s.fail(err)
		return
	}
	s.end()
	s.side.say(aboutPages, "")
	s.setting, s.broken = d, false
	s.desk.lay(d)
	s.count()
	s.stop = async.Every(time.Second/5, s.count)
	async.Load(&s.extending, func(ctx context.Context) (struct{}, error) { return extend(ctx, d) }, func(struct{}) {
		s.counted()
		s.count()
	}, s.broke)
}

// broke tells once that the document cannot be set to its end, or a sheet not be shown.
func (s *Screen) broke(err error) {
	s.counted()
	if !s.broken && s.Shown() {
		s.broken = true
		s.fail(err)
	}
}

// count looks how far the setting has come.
func (s *Screen) count() {
	if s.setting == nil {
		return
	}
	n, known := s.setting.count()
	s.desk.know(n, known)
	data := map[string]any{"Count": n}
	note := lang.X("print.sheets", "{{.Count}} 页", data)
	if !known {
		note = lang.X("print.setting", "约 {{.Count}} 页，正在排版…", data)
	}
	if s.job.Note != "" {
		note = s.job.Note + " · " + note
	}
	if note != s.bar.note.String() {
		s.bar.note.SetText(note)
		s.bar.view.Refresh()
	}
	if known && n == 0 {
		s.side.say(aboutPages, lang.X("print.nopages", "没有这样的页面。"))
	}
	s.bar.show(s.desk)
}

// list asks what printers there are. Without one the screen still makes PDFs.
func (s *Screen) list() {
	async.Load(&s.listing, s.spooler.List, func(ps []printer.Printer) {
		s.side.offer(ps)
		s.ask()
	}, func(err error) {
		s.side.offer(nil)
		s.side.say(aboutPrinter, s.Explain(err))
	})
}

// ask asks what the chosen printer can do.
func (s *Screen) ask() {
	name := s.side.choices.Printer
	if name == "" {
		return
	}
	async.Load(&s.asking, func(ctx context.Context) (printer.Caps, error) { return s.spooler.Caps(ctx, name) },
		s.side.can, func(err error) { s.side.say(aboutPrinter, s.Explain(err)) })
}

// chosen are the choices with the pages that are meant now; not ok: they cannot be
// told, and the person was.
func (s *Screen) chosen() (c Choices, ok bool) {
	s.unfocus() // what is being typed counts
	c = s.side.choices
	switch n, known := s.setting.count(); {
	case s.side.unread():
		return c, false
	case known && n == 0:
		return c, false
	case s.side.current && !s.desk.view.final:
		s.side.say(aboutJob, lang.X("print.wait", "这一页还没有排定，请稍等。"))
		return c, false
	case s.side.current:
		c.Pages = s.setting.pages(s.desk.at, s.desk.inSight())
	}
	return c, true
}

// Print hands the document to the printer and follows it.
func (s *Screen) Print() {
	if !s.side.print.Enabled() || s.setting == nil {
		return
	}
	c, ok := s.chosen()
	if !ok {
		return
	}
	job, side, spooler, painter := s.job, s.side, s.spooler, s.press.Painter
	side.print.SetEnabled(false)
	side.say(aboutJob, lang.X("print.sending", "正在送往打印机…"))
	// A slot of its own: another document may be sent before this one is.
	async.Load(new(async.Slot), func(ctx context.Context) (printer.JobID, error) {
		return send(ctx, spooler, &job, c, painter)
	}, func(id printer.JobID) {
		side.sent("")
		s.follow(job, id)
	}, func(err error) {
		side.sent("")
		var trouble *printer.Error
		switch told := errors.As(err, &trouble); {
		case told && s.side == side:
			side.say(aboutJob, s.Explain(err))
		case told:
			s.OnPrinted(failed(job.Title, s.Explain(err)), nil)
		default:
			s.fail(err)
		}
	})
}

// follow tells what becomes of a queued document, also when the screen is left.
func (s *Screen) follow(job Job, id printer.JobID) {
	spooler := s.spooler
	cancel := func() {
		async.Load(new(async.Slot), func(ctx context.Context) (struct{}, error) { return struct{}{}, spooler.Cancel(ctx, id) },
			func(struct{}) {}, func(err error) { s.OnPrinted(s.Explain(err), nil) })
	}
	data := map[string]any{"Title": job.Title, "Printer": printer.Short(id.Printer)}
	s.OnPrinted(lang.X("print.queued", "《{{.Title}}》已交给 {{.Printer}} 打印", data), cancel)
	var wait func(now printer.Job)
	wait = func(now printer.Job) {
		async.Wait(new(async.Slot), func(ctx context.Context) (news, error) { return await(ctx, spooler, id, now) }, func(n news) {
			if text, ended := n.say(job.Title, s.Explain); ended {
				s.OnPrinted(text, nil)
			} else {
				s.OnPrinted(text, cancel)
				wait(n.job)
			}
		})
	}
	wait(printer.Job{ID: id, State: printer.Waiting})
}

// fail tells of an error, unless it is only that something was given up. What cannot be
// set is told beside the choices that led there.
func (s *Screen) fail(err error) {
	switch {
	case err == nil || errors.Is(err, context.Canceled):
	case errors.Is(err, export.ErrTypeArea) && s.Shown():
		s.side.say(aboutPages, lang.X("print.typearea", "这样排不下：换大一些的纸、小一些的字，或者改为单栏。"))
	default:
		s.OnFail(err)
	}
}

// goTo shows the sheet whose number was typed.
func (s *Screen) goTo(text string) {
	if n, ok := number(text); ok {
		s.desk.turnTo(n)
	}
	s.bar.show(s.desk)
}

// unfocus gives the keys back to the sheets.
func (s *Screen) unfocus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(s.view); c != nil {
		c.Unfocus()
	}
}

// Key handles a key of the window while the screen is shown, and reports whether it was one of its own.
func (s *Screen) Key(k fyne.KeyName) bool {
	switch k {
	case fyne.KeyEscape:
		s.Close()
	case fyne.KeyPageDown, fyne.KeyDown, fyne.KeySpace:
		s.desk.further(1)
	case fyne.KeyPageUp, fyne.KeyUp:
		s.desk.further(-1)
	case fyne.KeyRight, fyne.KeyJ:
		s.desk.turn(1)
	case fyne.KeyLeft, fyne.KeyK:
		s.desk.turn(-1)
	case fyne.KeyHome:
		s.desk.turnTo(1)
	case fyne.KeyEnd:
		s.desk.turnTo(s.desk.count)
	default:
		if len(k) != 1 || k[0] < '0' || k[0] > '9' {
			return false
		}
		if c := fyne.CurrentApp().Driver().CanvasForObject(s.view); c != nil {
			c.Focus(s.bar.at) // the digit itself comes to it next
			s.bar.at.TypedShortcut(&fyne.ShortcutSelectAll{})
		}
	}
	return true
}

// Zoom makes the sheets larger (1) or smaller (-1), or fits them (0).
func (s *Screen) Zoom(by int) {
	switch {
	case by > 0:
		s.desk.magnify(zoomStep)
	case by < 0:
		s.desk.magnify(1 / zoomStep)
	default:
		s.desk.magnify(0)
	}
}

// Two shows two sheets side by side, or one again.
func (s *Screen) Two() { s.desk.setTwo(!s.desk.two) }

// Save asks for a PDF as the button does.
func (s *Screen) Save() {
	if s.setting == nil {
		return
	}
	if c, ok := s.chosen(); ok {
		s.OnSave(s.job, c)
	}
}

// besideLayout gives the panel its width and the desk the rest.
type besideLayout struct{}

func (*besideLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	m := o[0].MinSize()
	p := o[1].MinSize()
	return fyne.NewSize(m.Width+p.Width, max(m.Height, p.Height))
}

func (*besideLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := float32(sideW + 1)
	o[0].Resize(fyne.NewSize(max(0, s.Width-w), s.Height))
	o[1].Resize(fyne.NewSize(w, s.Height))
	o[1].Move(fyne.NewPos(s.Width-w, 0))
}
