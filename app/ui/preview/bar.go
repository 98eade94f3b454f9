package preview

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"baoge/app/typeset"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// bar is what stands over the sheets: what is printed, how large it is shown, which
// sheet is in sight.
type bar struct {
	view          fyne.CanvasObject
	title         *line.Cut
	note          *line.Text
	back, forward *look.Button
	at            *look.Field // the sheet in sight; another number typed in leads there
	of            *line.Text
	two           *look.Button
}

const (
	barH = 52 // of the bar, hairline included, as in the window's frame
	atW  = 58 // of the field with the number of the sheet
)

func newBar(s *Screen) *bar {
	text := func(t string, f typeset.FaceName, size float32, tint line.Tint) *line.Text {
		return line.NewText(s.press, line.Piece{Text: t, Face: f, Size: size, Leading: barH - 1, Tint: tint})
	}
	b := &bar{}
	name := line.NewText(s.press, line.Piece{Text: lang.X("app.name", "报阁"), Face: typeset.SerifBold, Size: 21, Leading: barH - 1, Tracking: 0.16, Tint: line.Accent})
	what := text(lang.X("print.title", "打印与 PDF"), typeset.SansBold, 15, line.Ink)
	b.title = line.NewCut(s.press, line.Piece{Text: s.job.Title, Face: typeset.Sans, Size: look.TextSize, Leading: barH - 1, Tint: line.Faint}, 40)
	b.note = text("", typeset.Sans, look.TextSize, line.Faint)
	b.back = look.NewButton(look.Previous, "", look.Framed, func() { s.desk.turn(-1) })
	b.forward = look.NewButton(look.Next, "", look.Framed, func() { s.desk.turn(1) })
	b.at = look.NewField("", s.goTo, s.unfocus)
	b.of = line.NewText(s.press, line.Piece{Face: typeset.Sans, Size: look.TextSize, Leading: rowH, Tint: line.Ink})
	b.two = look.NewButton(look.Columns, "", look.Plain, func() { s.desk.setTwo(!s.desk.two) })
	less := look.NewButton(look.Minus, "", look.Plain, func() { s.desk.magnify(1 / zoomStep) })
	more := look.NewButton(look.Plus, "", look.Plain, func() { s.desk.magnify(zoomStep) })
	leave := look.NewButton(look.Cross, lang.X("action.close", "关闭"), look.Framed, s.Close)
	left := container.New(layout.NewCustomPaddedLayout(0, 0, 16, 12), container.New(layout.NewCustomPaddedHBoxLayout(16), name, what))
	pager := container.New(layout.NewCustomPaddedHBoxLayout(6), b.back, container.New(&sized{atW, rowH}, b.at), b.of, b.forward)
	buttons := container.New(layout.NewCustomPaddedHBoxLayout(8), less, more, b.two, pager, leave)
	right := container.New(layout.NewCustomPaddedLayout(0, 0, 12, 14), container.NewCenter(buttons))
	row := container.NewBorder(nil, nil, left, right, container.New(&beforeNote{}, b.title, b.note))
	b.view = container.New(layout.NewCustomPaddedVBoxLayout(0), container.NewStack(look.NewGround(line.Window), row), look.NewHairline())
	return b
}

// show tells which sheets are in sight.
func (b *bar) show(d *desk) {
	text := strconv.Itoa(d.at)
	if d.inSight() == 2 {
		text += "–" + strconv.Itoa(d.at+1)
	}
	b.at.Put(text)
	if of := "/ " + strconv.Itoa(d.count); of != b.of.String() {
		b.of.SetText(of)
		b.view.Refresh()
	}
	b.back.SetEnabled(d.at > 1)
	b.forward.SetEnabled(d.at+d.step() <= d.count)
}

// number reads what was typed as the number of a sheet.
func number(t string) (int, bool) {
	t, _, _ = strings.Cut(strings.TrimSpace(t), "–")
	n, err := strconv.Atoi(t)
	return n, err == nil
}

// beforeNote lays a title that is cut to its room, and behind it what is not.
type beforeNote struct{}

func (*beforeNote) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(o[0].MinSize().Width, barH-1)
}

func (*beforeNote) Layout(o []fyne.CanvasObject, s fyne.Size) {
	title, note := o[0].(*line.Cut), o[1]
	m := note.MinSize()
	w := max(min(title.Whole(), s.Width-m.Width-12), 0)
	title.Resize(fyne.NewSize(w, s.Height))
	note.Resize(fyne.NewSize(min(m.Width, max(s.Width, 0)), s.Height))
	note.Move(fyne.NewPos(w+12, 0))
}

// sized gives its content a size.
type sized struct{ w, h float32 }

func (t *sized) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(t.w, t.h) }

func (t *sized) Layout(o []fyne.CanvasObject, s fyne.Size) {
	for _, c := range o {
		c.Resize(s)
	}
}
