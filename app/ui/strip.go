package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"baoge/app/typeset"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// strip stands over the bottom line while a job is under way, and tells afterwards
// what came of it.
type strip struct {
	pane   *fyne.Container
	text   *line.Cut
	bar    *gauge
	action *look.Button
	second *look.Button // beside the action, while a job runs
	close  *look.Button
}

func newStrip(p *line.Press) *strip {
	s := &strip{bar: newGauge()}
	s.text = line.NewCut(p, line.Piece{Face: typeset.Sans, Size: look.TextSize, Leading: 34, X: 14, Tint: line.Ink}, 200)
	s.text.Folds = true // what to do next stands at the end of what went wrong
	s.action = look.NewButton(nil, "", look.Framed, nil)
	s.second = look.NewButton(nil, "", look.Framed, nil)
	s.second.Hide()
	s.close = look.NewButton(look.Cross, "", look.Plain, s.hide)
	buttons := container.New(layout.NewCustomPaddedLayout(2, 2, 0, 8), container.New(layout.NewCustomPaddedHBoxLayout(6), s.second, s.action, s.close))
	row := container.NewBorder(nil, nil, nil, buttons, s.text)
	s.pane = container.New(layout.NewCustomPaddedVBoxLayout(0), look.NewHairline(), s.bar, container.NewStack(look.NewGround(line.List), row))
	s.pane.Hide()
	return s
}

// running shows a job: part of 1 done, or less than 0 when that is unknown, and a
// button that ends it.
func (s *strip) running(text string, part float32, cancel string, do func()) {
	s.show(text, part, cancel, do)
	s.close.Hide()
}

// also offers a second thing to do with the running job.
func (s *strip) also(label string, do func()) {
	s.second.Text, s.second.OnTapped = label, do
	s.second.Show()
	s.second.Refresh()
	s.pane.Refresh()
}

// done shows what came of a job, with a button for what one may want next; an empty
// label shows none.
func (s *strip) done(text, label string, do func()) {
	s.show(text, 1, label, do)
	s.bar.Hide()
	s.close.Show()
}

func (s *strip) show(text string, part float32, label string, do func()) {
	s.text.SetText(text)
	s.second.Hide()
	s.bar.set(part)
	s.bar.Show()
	s.action.Text, s.action.OnTapped, s.action.Hidden = label, do, label == ""
	s.action.Refresh()
	s.pane.Show()
	s.pane.Refresh()
}

func (s *strip) hide() { s.pane.Hide() }

// gauge is a thin line that fills from the left.
type gauge struct {
	widget.BaseWidget
	part float32
	rect *canvas.Rectangle
}

func newGauge() *gauge {
	g := &gauge{rect: canvas.NewRectangle(nil)}
	g.ExtendBaseWidget(g)
	return g
}

const gaugeH = 2

func (g *gauge) set(part float32) {
	g.part = part
	g.Refresh()
}

// MinSize is two units high.
func (g *gauge) MinSize() fyne.Size { return fyne.NewSize(10, gaugeH) }

// Resize keeps the part filled.
func (g *gauge) Resize(s fyne.Size) {
	g.BaseWidget.Resize(s)
	g.Refresh()
}

// Refresh draws the part; an unknown one as a third of the line.
func (g *gauge) Refresh() {
	part := min(g.part, 1)
	if part < 0 {
		part = 1.0 / 3
	}
	g.rect.FillColor = theme.Color(theme.ColorNamePrimary)
	g.rect.Resize(fyne.NewSize(g.Size().Width*part, gaugeH))
	g.rect.Refresh()
}

// CreateRenderer is Fyne's. The rectangle is no child of a layout: its width is the part done.
func (g *gauge) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout(g.rect))
}
