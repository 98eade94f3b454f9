// Package preview is the print screen: the very sheets that go to paper or into a PDF, and
// beside them what can be chosen about printer, sheet and layout.
//
// Begin with [New]; [Screen.Show] opens it on a [Job]. It stands in the place of the
// window's frame until [Screen.OnClose] is called. UI goroutine only.
package preview

import (
	"context"
	"errors"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"baoge/app/export"
	"baoge/app/printer"
	"baoge/app/typeset"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// A Screen is the print screen.
type Screen struct {
	OnClose   func()
	OnSave    func(job Job, c Choices) // the person wants a PDF file
	OnPrinted func(text string)        // what became of a print job, in a sentence
	OnFail    func(error)
	OnKeep    func(Choices) // choices worth keeping

	press   *line.Press
	spooler printer.Spooler
	job     Job
	view    *fyne.Container
	desk    *desk
	side    *side
	title   *line.Text
	note    *line.Text
	pager   *look.Button
	back    *look.Button
	forward *look.Button
	setting *setting // nil: none yet
	stop    func()   // of the counter

	laying, extending, asking, listing, printing async.Slot
}

// New makes the screen; spooler is asked for printers each time it is shown.
func New(p *line.Press, spooler printer.Spooler) *Screen {
	s := &Screen{press: p, spooler: spooler, desk: newDesk(p.Painter), view: container.NewStack()}
	s.desk.onTurn = s.label
	s.desk.onFail = s.fail
	return s
}

// View is what the window shows.
func (s *Screen) View() fyne.CanvasObject { return s.view }

// Shown reports whether the screen is open.
func (s *Screen) Shown() bool { return s.side != nil }

// Show opens the screen on a job with the choices made last.
func (s *Screen) Show(j Job, c Choices) {
	c.Pages = ""
	s.job = j
	s.side = newSide(s.press, j.Bound, c)
	s.side.onChange = s.changed
	s.side.save.OnTapped = func() { s.OnSave(s.job, s.side.choices) }
	s.side.print.OnTapped = s.print
	s.side.print.SetEnabled(false)
	s.desk.at, s.desk.zoom, s.desk.pan, s.desk.sheets, s.desk.pictured = 1, 0, fyne.Position{}, nil, nil
	centre := container.NewBorder(nil, nil, nil, container.NewHBox(look.NewHairline(), s.side.view), s.desk)
	centre.Layout = &besideLayout{}
	s.view.Objects = []fyne.CanvasObject{look.NewFrame(s.bar(), nil, centre)}
	s.view.Refresh()
	s.lay()
	s.list()
}

// bar is the bar at the top.
func (s *Screen) bar() fyne.CanvasObject {
	text := func(t string, f typeset.FaceName, size float32, tint line.Tint) *line.Text {
		return line.NewText(s.press, line.Piece{Text: t, Face: f, Size: size, Leading: barH - 1, Tint: tint})
	}
	name := text(lang.X("app.name", "报阁"), typeset.SerifBold, 21, line.Accent)
	what := text(lang.X("print.title", "打印与 PDF"), typeset.SansBold, 15, line.Ink)
	s.title = text(s.job.Title, typeset.Sans, look.TextSize, line.Faint)
	s.note = text("", typeset.Sans, look.TextSize, line.Faint)
	s.back = look.NewButton(look.Previous, "", look.Framed, func() { s.desk.turn(-1) })
	s.forward = look.NewButton(look.Next, "", look.Framed, func() { s.desk.turn(1) })
	s.pager = look.NewButton(nil, "", look.Plain, func() { s.desk.magnify(0) })
	two := look.NewButton(look.Columns, "", look.Plain, func() { s.desk.setTwo(!s.desk.two) })
	less := look.NewButton(look.Minus, "", look.Plain, func() { s.desk.magnify(1 / zoomStep) })
	more := look.NewButton(look.Plus, "", look.Plain, func() { s.desk.magnify(zoomStep) })
	leave := look.NewButton(look.Cross, lang.X("action.close", "关闭"), look.Framed, s.Close)
	left := container.New(layout.NewCustomPaddedLayout(0, 0, 16, 0), container.New(layout.NewCustomPaddedHBoxLayout(12), name, what, s.title, s.note))
	buttons := container.New(layout.NewCustomPaddedHBoxLayout(8), less, more, two, s.back, s.pager, s.forward, leave)
	right := container.New(layout.NewCustomPaddedLayout(0, 0, 0, 14), container.NewCenter(buttons))
	row := container.NewBorder(nil, nil, left, right)
	return container.New(layout.NewCustomPaddedVBoxLayout(0), container.NewStack(look.NewGround(line.Window), row), look.NewHairline())
}

const barH = 52 // of the bar, hairline included, as in the window's frame

// Close leaves the screen. What is on its way to a printer goes on.
func (s *Screen) Close() {
	if !s.Shown() {
		return
	}
	for _, slot := range []*async.Slot{&s.laying, &s.extending, &s.asking, &s.listing, &s.desk.ahead} {
		slot.Cancel()
	}
	s.end()
	s.side = nil
	s.view.Objects = nil
	s.OnClose()
}

// end stops counting what is being set.
func (s *Screen) end() {
	if s.stop != nil {
		s.stop()
		s.stop = nil
	}
	s.setting = nil
}

// changed follows a choice.
func (s *Screen) changed(layout bool) {
	s.OnKeep(s.side.choices)
	if layout {
		s.lay()
	} else {
		s.ask()
	}
}

// lay sets the document anew. What was on the desk stays until the new first page is there.
func (s *Screen) lay() {
	c, job := s.side.choices, s.job
	s.extending.Cancel()
	async.Load(&s.laying, func(ctx context.Context) (*setting, error) { return job.set(context.WithoutCancel(ctx), c) }, func(d *setting) {
		s.end()
		s.setting = d
		s.desk.lay(d)
		s.count()
		s.stop = async.Every(time.Second/5, s.count)
		async.Load(&s.extending, func(ctx context.Context) (struct{}, error) { return extend(ctx, d) }, func(struct{}) {
			s.count()
			s.stop()
			s.stop = nil
		}, s.fail)
	}, s.fail)
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
	s.note.SetText(note)
	s.label()
}

// label shows which sheet is in sight.
func (s *Screen) label() {
	text := strconv.Itoa(s.desk.at)
	if s.desk.inSight() == 2 {
		text += "–" + strconv.Itoa(s.desk.at+1)
	}
	if text += " / " + strconv.Itoa(s.desk.count); text != s.pager.Text {
		s.pager.Text = text
		s.pager.Refresh()
	}
	s.back.SetEnabled(s.desk.at > 1)
	s.forward.SetEnabled(s.desk.at+s.desk.step() <= s.desk.count)
}

// list asks what printers there are. Without one the screen still makes PDFs.
func (s *Screen) list() {
	async.Load(&s.listing, s.spooler.List, func(ps []printer.Printer) {
		s.side.offer(ps)
		s.ask()
	}, func(err error) {
		s.side.offer(nil)
		s.side.say(printer.Explain(err))
	})
}

// ask asks what the chosen printer can do.
func (s *Screen) ask() {
	name := s.side.choices.Printer
	if name == "" {
		return
	}
	async.Load(&s.asking, func(ctx context.Context) (printer.Caps, error) { return s.spooler.Caps(ctx, name) },
		s.side.can, func(err error) { s.side.say(printer.Explain(err)) })
}

// print hands the document to the printer and follows it.
func (s *Screen) print() {
	s.side.takePages()
	c, job, spooler, painter := s.side.choices, s.job, s.spooler, s.press.Painter
	s.side.print.SetEnabled(false)
	s.side.say(lang.X("print.sending", "正在送往打印机…"))
	sent := func(say string) {
		if s.Shown() {
			s.side.print.SetEnabled(true)
			s.side.say(say)
		}
	}
	async.Load(&s.printing, func(ctx context.Context) (printer.JobID, error) {
		return send(ctx, spooler, &job, c, painter)
	}, func(id printer.JobID) {
		sent("")
		s.OnPrinted(lang.X("print.queued", "《{{.Title}}》已交给 {{.Printer}} 打印", map[string]any{"Title": job.Title, "Printer": id.Printer}))
		s.follow(job, id)
	}, func(err error) {
		var trouble *printer.Error
		if errors.As(err, &trouble) {
			sent(printer.Explain(err))
			return
		}
		sent("")
		s.fail(err)
	})
}

// follow tells what becomes of a queued document, also when the screen is left.
func (s *Screen) follow(job Job, id printer.JobID) {
	spooler := s.spooler
	async.Wait(new(async.Slot), func(ctx context.Context) (string, error) {
		j, err := printer.Follow(ctx, spooler, id, printer.Watch{})
		data := map[string]any{"Title": job.Title, "State": j.Say(), "Printer": id.Printer}
		if err != nil {
			data["Error"] = printer.Explain(err)
			return lang.X("print.failed", "《{{.Title}}》没有打印出来：{{.Error}}", data), nil
		}
		return lang.X("print.done", "《{{.Title}}》：{{.State}}（{{.Printer}}）", data), nil
	}, s.OnPrinted)
}

// fail tells of an error, unless it is only that something was given up. What cannot be
// set is told beside the choices that led there.
func (s *Screen) fail(err error) {
	switch {
	case err == nil || errors.Is(err, context.Canceled):
	case errors.Is(err, export.ErrTypeArea) && s.Shown():
		s.side.say(lang.X("print.typearea", "这样排不下：换大一些的纸、小一些的字，或者改为单栏。"))
	default:
		s.OnFail(err)
	}
}

// Key handles a key of the window while the screen is shown, and reports whether it was one of its own.
func (s *Screen) Key(k fyne.KeyName) bool {
	switch k {
	case fyne.KeyEscape:
		s.Close()
	case fyne.KeyPageDown, fyne.KeyDown, fyne.KeyRight, fyne.KeySpace, fyne.KeyJ:
		s.desk.turn(1)
	case fyne.KeyPageUp, fyne.KeyUp, fyne.KeyLeft, fyne.KeyK:
		s.desk.turn(-1)
	case fyne.KeyHome:
		s.desk.turnTo(1)
	case fyne.KeyEnd:
		s.desk.turnTo(s.desk.count)
	default:
		return false
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

// Print prints as the button does; Save saves.
func (s *Screen) Print() {
	if s.side.print.Enabled() {
		s.print()
	}
}

// Save asks for a PDF as the button does.
func (s *Screen) Save() { s.side.save.Tapped(nil) }

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
