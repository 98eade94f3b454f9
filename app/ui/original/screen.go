// Package original is the screen that shows the printed page 原版 an article came from, the
// article outlined on it and what was searched for in it more strongly; and the page scans
// of which no text was read.
//
// Begin with [New]; [Screen.Show] puts a page on it. UI goroutine only; pictures are read
// and painted by package scan, away from it.
package original

import (
	"context"
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"baoge/app/facsimile"
	"baoge/app/typeset"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
	"baoge/app/ui/scan"
)

// A Job is what the screen is opened on.
type Job struct {
	Title, Note string   // the article; or nothing, where each sheet has its own
	Names       []string // of the sheets, where they are of several files
	Page        *facsimile.Page
	Picture     func(ctx context.Context, medium string) ([]byte, error) // a picture's bytes by its SHA-256; not on the UI goroutine

	Text  []facsimile.Place   // where the article stands
	Marks [][]facsimile.Place // where each thing searched for in it stands
	Now   int                 // which of them to begin with

	Notice string // what is to be said of the pictures; "" nothing
	Action string // what can be done about it; "" nothing
	Do     func()
}

// A Screen is the screen. Its functions are set before it is shown.
type Screen struct {
	OnClose func()             // the person has seen enough; the screen is closed already
	Explain func(error) string // says why a picture cannot be shown

	press *line.Press
	view  *fyne.Container
	scan  *scan.View
	job   *Job // nil: the screen is closed
	mark  int  // of job.Marks, the one stood on

	title          *line.Cut
	percent, place *line.Text
	places, pager  *fyne.Container
	back, forward  *look.Button
	of             *line.Text
}

// New makes the screen.
func New(p *line.Press) *Screen {
	s := &Screen{press: p, view: container.NewStack(), scan: scan.New(p)}
	s.scan.OnTurn = s.tell
	s.scan.Explain = func(err error) string { return s.Explain(err) }
	return s
}

// View is what the window shows.
func (s *Screen) View() fyne.CanvasObject { return s.view }

// Shown reports whether a page is on the screen.
func (s *Screen) Shown() bool { return s.job != nil }

// Scan is the picture on the screen.
func (s *Screen) Scan() *scan.View { return s.scan }

// Notice is what is said of the pictures, and what can be done about it.
func (s *Screen) Notice() (text, action string) { return s.job.Notice, s.job.Action }

// Act does what can be done about it.
func (s *Screen) Act() {
	if s.job != nil && s.job.Do != nil {
		s.job.Do()
	}
}

// Show puts a page on the screen, at what was searched for or else where the article begins.
func (s *Screen) Show(j Job) {
	s.job, s.mark = &j, max(0, min(j.Now, len(j.Marks)-1))
	var notice fyne.CanvasObject
	if j.Notice != "" {
		notice = s.notice()
	}
	s.view.Objects = []fyne.CanvasObject{look.NewFrame(s.bar(), notice, s.scan)}
	s.scan.Open(j.Page.Sheets, j.Picture)
	s.view.Refresh()
	s.outline()
	switch {
	case s.reveal():
	case len(j.Text) > 0:
		s.scan.Reveal(j.Text[0])
	}
	s.tell()
}

// Close clears the screen.
func (s *Screen) Close() {
	if s.job == nil {
		return
	}
	s.job = nil
	s.scan.Clear()
	s.view.Objects = nil
	s.view.Refresh()
	s.OnClose()
}

const barH = 52 // as in the window's frame

func (s *Screen) bar() fyne.CanvasObject {
	text := func(t string, f typeset.FaceName, size float32, tint line.Tint) *line.Text {
		return line.NewText(s.press, line.Piece{Text: t, Face: f, Size: size, Leading: barH - 1, Tint: tint})
	}
	small := func() *line.Text {
		return line.NewText(s.press, line.Piece{Text: " ", Face: typeset.Sans, Size: look.TextSize, Leading: 30, Tint: line.Secondary})
	}
	name := line.NewText(s.press, line.Piece{Text: lang.X("app.name", "报阁"), Face: typeset.SerifBold, Size: 21, Leading: barH - 1, Tracking: 0.16, Tint: line.Accent})
	what := text(lang.X("original.title", "原版"), typeset.SansBold, 15, line.Ink)
	s.title = line.NewCut(s.press, line.Piece{Text: s.job.Title, Face: typeset.Sans, Size: look.TextSize, Leading: barH - 1, Tint: line.Secondary}, 40)
	s.percent, s.place, s.of = small(), small(), small()
	row := func(gap float32, o ...fyne.CanvasObject) *fyne.Container {
		return container.New(layout.NewCustomPaddedHBoxLayout(gap), o...)
	}
	button := func(icon fyne.Resource, style look.Style, do func()) *look.Button {
		return look.NewButton(icon, "", style, do)
	}
	s.places = row(4, s.place, button(look.Up, look.Plain, func() { s.Step(-1) }), button(look.Down, look.Plain, func() { s.Step(1) }))
	s.back = button(look.Previous, look.Framed, func() { s.scan.Turn(-1) })
	s.forward = button(look.Next, look.Framed, func() { s.scan.Turn(1) })
	s.pager = row(6, s.back, s.of, s.forward)
	zoom := row(2, button(look.Minus, look.Plain, func() { s.Zoom(-1) }), s.percent, button(look.Plus, look.Plain, func() { s.Zoom(1) }))
	leave := look.NewButton(look.Cross, lang.X("action.close", "关闭"), look.Framed, s.Close)
	left := container.New(layout.NewCustomPaddedLayout(0, 0, 16, 12), row(16, name, what))
	right := container.New(layout.NewCustomPaddedLayout(0, 0, 12, 14), container.NewCenter(row(12, s.places, zoom, s.pager, leave)))
	bar := container.NewBorder(nil, nil, left, right, s.title)
	return container.New(layout.NewCustomPaddedVBoxLayout(0), container.NewStack(look.NewGround(line.Window), bar), look.NewHairline())
}

// notice says below what is to be said of the pictures.
func (s *Screen) notice() fyne.CanvasObject {
	text := &wrapped{press: s.press, text: s.job.Notice}
	text.ExtendBaseWidget(text)
	var do fyne.CanvasObject
	if s.job.Action != "" {
		do = container.New(layout.NewCustomPaddedLayout(8, 8, 12, 16), container.NewCenter(look.NewButton(nil, s.job.Action, look.Filled, s.Act)))
	}
	return container.New(layout.NewCustomPaddedVBoxLayout(0), look.NewHairline(), container.NewStack(look.NewGround(line.Doubt), container.NewBorder(nil, nil, nil, do, text)))
}

// Zoom makes the picture larger (1) or smaller (-1); by 0 it is as wide as there is room.
func (s *Screen) Zoom(steps int) { s.scan.Zoom(steps) }

// Step goes to the next thing searched for (1) or to the one before (-1), around the ends.
func (s *Screen) Step(by int) {
	if n := len(s.job.Marks); n > 0 {
		s.mark = (s.mark + by + n) % n
		s.outline()
		s.reveal()
		s.tell()
	}
}

// reveal brings what one stands on into sight, if it is on the page.
func (s *Screen) reveal() bool {
	if s.mark >= len(s.job.Marks) || len(s.job.Marks[s.mark]) == 0 {
		return false
	}
	s.scan.Reveal(s.job.Marks[s.mark][0])
	return true
}

// outline outlines the article, and what was searched for over it.
func (s *Screen) outline() {
	var marks []scan.Mark
	for _, p := range s.job.Text {
		marks = append(marks, scan.Mark{Place: p, Tint: line.Series(1)})
	}
	for i, m := range s.job.Marks {
		edge, fill := hitNow, hit
		if i == s.mark {
			edge, fill = line.Fill, hitNow
		}
		for _, p := range m {
			marks = append(marks, scan.Mark{Place: p, Tint: edge, Fill: fill})
		}
	}
	s.scan.Mark(marks)
}

var (
	hit    line.Tint = func(p *look.Palette) color.NRGBA { return p.Hit }
	hitNow line.Tint = func(p *look.Palette) color.NRGBA { return p.HitNow }
)

// tell shows how large the picture is, which it is, and which mark one stands on.
func (s *Screen) tell() {
	if s.job == nil {
		return
	}
	v := s.scan
	if s.percent.SetText(" "); v.Ready() {
		s.percent.SetText(strconv.Itoa(v.Percent()) + "%")
	}
	s.of.SetText(strconv.Itoa(v.Sheet()+1) + " / " + strconv.Itoa(v.Sheets()))
	s.back.SetEnabled(v.Sheet() > 0)
	s.forward.SetEnabled(v.Sheet()+1 < v.Sheets())
	s.pager.Hidden = v.Sheets() < 2
	if s.places.Hidden = len(s.job.Marks) == 0; !s.places.Hidden {
		s.place.SetText(lang.X("read.place", "第 {{.Now}}/{{.All}} 处", map[string]any{"Now": line.Thousands(s.mark + 1), "All": line.Thousands(len(s.job.Marks))}))
	}
	title := s.job.Title
	if v.Sheet() < len(s.job.Names) {
		title = s.job.Names[v.Sheet()]
	}
	if s.job.Note != "" {
		title += "　" + s.job.Note
	}
	s.title.SetText(title)
	s.view.Refresh()
}
