package proof

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"baoge/app/facsimile"
	"baoge/app/paper"
	"baoge/app/review"
	"baoge/app/ui/look"
	"baoge/app/ui/scan"
)

// An Original is the printed page: its pictures with their words, and how to get their
// bytes by their SHA-256, off the UI goroutine.
type Original struct {
	*facsimile.Page
	Picture func(ctx context.Context, medium string) ([]byte, error)
	Explain func(error) string
}

// original is the printed page beside the text.
type original struct {
	page   *Original // nil: there is no picture of it
	view   *scan.View
	button *look.Button
	shown  bool // the person wants it beside the text
}

// newOriginal makes what shows the printed page.
func (s *Screen) newOriginal() *scan.View {
	v := scan.New(s.press)
	v.OnPick = s.pickPrinted
	v.OnTurn = s.labelOriginal
	return v
}

// layOriginal takes another page's pictures.
func (s *Screen) layOriginal(o *Original) {
	if o != nil && (o.Page == nil || len(o.Sheets) == 0) {
		o = nil
	}
	s.orig.page = o
	s.orig.view.Clear()
	s.orig.button = look.NewButton(look.Page, lang.X("proof.original", "原版"), look.Framed, s.ToggleOriginal)
	s.orig.button.Hidden = o == nil
	if o != nil {
		s.orig.view.Explain = o.Explain
	}
	s.showOriginal()
}

// ToggleOriginal shows the printed page beside the text, or takes it away.
func (s *Screen) ToggleOriginal() {
	if s.orig.page == nil {
		return
	}
	s.orig.shown = !s.orig.shown
	s.showOriginal()
	s.outline()
	s.focus()
}

// Beside reports whether the printed page is beside the text.
func (s *Screen) Beside() bool { return s.orig.shown && s.orig.page != nil }

// showOriginal puts the printed page where it is wanted. Its picture is held only while it
// is shown.
func (s *Screen) showOriginal() {
	o := &s.orig
	switch on := s.Beside(); {
	case on && o.view.Sheets() == 0:
		o.view.Open(o.page.Sheets, o.page.Picture)
	case !on:
		o.view.Clear()
	}
	o.button.Style = look.Framed
	if s.Beside() {
		o.button.Style = look.Filled
	}
	o.button.Refresh()
	s.labelOriginal()
	if s.centre != nil {
		s.centre.Refresh()
	}
}

// labelOriginal tells which of several pictures is in sight.
func (s *Screen) labelOriginal() {
	o := &s.orig
	text := lang.X("proof.original", "原版")
	if n := o.view.Sheets(); s.Beside() && n > 1 {
		text = lang.X("proof.originalof", "原版 {{.At}}/{{.N}}", map[string]any{"At": o.view.Sheet() + 1, "N": n})
	}
	if o.button != nil && o.button.Text != text {
		o.button.Text = text
		o.button.Refresh()
		s.view.Refresh()
	}
}

// outline outlines the selected row on the printed page and brings it into sight.
func (s *Screen) outline() {
	r := s.list.row()
	if !s.Beside() || r == nil {
		return
	}
	places := s.orig.page.Places(s.trace(r))
	marks := make([]scan.Mark, len(places))
	for i, p := range places {
		marks[i] = scan.Mark{Place: p, Tint: s.tint(r.Item)}
	}
	s.orig.view.Mark(marks)
	if len(places) > 0 {
		s.orig.view.Reveal(places[0])
	}
}

// trace follows a row's text to the printed page: dateline and credit too where they are
// set back in front of it.
func (s *Screen) trace(r *review.Row) []int {
	p, a := s.orig.page, s.desk.Items()[r.Item].Article
	if a == nil {
		return p.Trace("", r.Part, r.Text)
	}
	var out []int
	if r.Lead > 0 {
		out = append(out, p.Trace(a.ID, paper.Part{Field: paper.FieldDateline}, a.Dateline)...)
		if a.CreditAt == paper.CreditLead {
			out = append(out, p.Trace(a.ID, paper.Part{Field: paper.FieldCredit}, a.CreditLine)...)
		}
	}
	return append(out, p.Trace(a.ID, r.Part, string([]rune(r.Text)[r.Lead:]))...)
}

// pickPrinted selects the row whose words lie at a point of the printed page.
func (s *Screen) pickPrinted(sheet int, x, y float32) {
	s.focus()
	first, last, ok := s.orig.page.At(sheet, x, y)
	if !ok {
		return
	}
	for i := range s.list.rows {
		for _, c := range s.trace(&s.list.rows[i]) {
			if c >= first && c <= last {
				s.list.choose(i)
				return
			}
		}
	}
}

// Zoom makes the printed page larger (1) or smaller (-1); by 0 it is as wide as there is room.
func (s *Screen) Zoom(steps int) {
	if s.Beside() {
		s.orig.view.Zoom(steps)
	}
}

// cardsHidden reports whether the printed page lies over the cards.
func (s *Screen) cardsHidden() bool { return s.Beside() && s.centre.Size().Width < threeW }

// halves gives the right side its width and the page the rest. With the printed page there
// are three where the window is wide; else it lies over the cards.
type halves struct{ s *Screen }

const (
	threeW = 1500 // of a window with text, printed page and cards side by side
	leastW = 640
)

func (*halves) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(leastW, 200) }

func (h *halves) Layout(o []fyne.CanvasObject, size fyne.Size) {
	put := func(c fyne.CanvasObject, x, y, w, h float32) {
		c.Move(fyne.NewPos(x, y))
		c.Resize(fyne.NewSize(w, h))
	}
	left, line, cards, tools, between, printed := o[0], o[1], o[2], o[3], o[4], o[5]
	beside := h.s.Beside()
	both := !beside || size.Width >= threeW // as cardsHidden
	for c, on := range map[fyne.CanvasObject]bool{between: beside, printed: beside, cards: both, line: both} {
		if on {
			c.Show()
		} else {
			c.Hide()
		}
	}
	low := tools.MinSize().Height
	at, high := size.Width, size.Height-low
	if both {
		w := min(cardsW, size.Width*0.45)
		at -= w + 1
		put(cards, at+1, 0, w, high)
		put(tools, at+1, high, w, low)
		put(line, at, 0, 1, size.Height)
	}
	if beside {
		wide := float32(int(at * 0.52))
		at -= wide + 1
		if put(printed, at+1, 0, wide, size.Height); !both {
			printed.Resize(fyne.NewSize(wide, high))
			put(tools, at+1, high, wide, low)
		}
		put(between, at, 0, 1, size.Height)
	}
	put(left, 0, 0, at, size.Height)
}
