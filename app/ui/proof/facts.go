package proof

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"baoge/app/paper"
	"baoge/app/review"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// label tells the account, what is in doubt, and what the buttons do.
func (s *Screen) label() {
	c := s.desk.Account()
	data := map[string]any{"N": line.Thousands(c.Total), "Edited": c.Edited, "Left": c.Leftover}
	text := lang.X("proof.account", "{{.N}} 字全部有着落", data)
	ground, ink := line.Good, line.GoodInk
	switch {
	case c.Edited > 0:
		text = lang.X("proof.account.more", "{{.N}} 字全部有着落，添了 {{.Edited}} 字", data)
	case c.Edited < 0:
		data["Edited"] = -c.Edited
		text = lang.X("proof.account.less", "{{.N}} 字中删了 {{.Edited}} 字", data)
		ground, ink = line.Doubt, line.DoubtInk
	case c.Typed > 0:
		data["Typed"] = c.Typed
		text = lang.X("proof.account.typed", "{{.N}} 字全部有着落，改了 {{.Typed}} 字", data)
	case c.Leftover > 0:
		text = lang.X("proof.account.left", "{{.N}} 字全部有着落，文外 {{.Left}} 字", data)
	}
	s.account.Objects = []fyne.CanvasObject{newChip(s.press, text, ground, ink, nil)}
	s.account.Refresh()
	s.doubts.Objects = nil
	if n := s.desk.Doubts(); n > 0 {
		s.doubts.Objects = []fyne.CanvasObject{newChip(s.press, lang.X("proof.doubts", "{{.N}} 处待确认", map[string]any{"N": n}), line.Doubt, line.DoubtInk, s.nextDoubt)}
	}
	s.doubts.Refresh()
	f := s.facts()
	s.date.Text, s.number.Text = dateName(f.Date), pageName(f.Page, f.PageLabel)
	s.save.Text = lang.X("proof.save", "存入馆藏（{{.N}} 篇）", map[string]any{"N": len(s.desk.Articles())})
	s.undo.SetEnabled(s.desk.CanUndo() && !s.saving)
	s.redo.SetEnabled(s.desk.CanRedo() && !s.saving)
	for _, b := range []*look.Button{s.date, s.number, s.save} {
		b.Refresh()
	}
	s.view.Refresh()
}

// facts are what all articles of the page agree on.
func (s *Screen) facts() (f Facts) {
	for i, a := range s.desk.Articles() {
		now := Facts{a.Date, a.Page, a.PageLabel, a.Publication}
		if i == 0 {
			f = now
			continue
		}
		if f.Date != now.Date {
			f.Date = paper.Date{}
		}
		for _, p := range []struct{ all, one *string }{{&f.Page, &now.Page}, {&f.PageLabel, &now.PageLabel}, {&f.Publication, &now.Publication}} {
			if *p.all != *p.one {
				*p.all = ""
			}
		}
	}
	return f
}

func (s *Screen) askFacts() {
	before := s.facts()
	s.OnFacts(before, func(f Facts) {
		var e review.Edit
		if f.Date != before.Date {
			e.Date = &f.Date
		}
		for _, p := range []struct {
			was, is string
			set     **string
		}{{before.Page, f.Page, &e.Page}, {before.PageLabel, f.PageLabel, &e.PageLabel}, {before.Publication, f.Publication, &e.Publication}} {
			if p.was != p.is {
				*p.set = &p.is
			}
		}
		s.do(func() error { return s.desk.Edit(0, true, e) })
	})
}
