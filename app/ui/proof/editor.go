package proof

import (
	"fyne.io/fyne/v2"

	"baoge/app/review"
	"baoge/app/ui/look"
)

// edit opens a field over the selected row, with its text to be put right. It reports
// whether the row's text can be.
func (l *list) edit() bool {
	r := l.row()
	if r == nil || r.Kind == review.Figure || r.Kind == review.Table || len([]rune(r.Text)) > mostRunes {
		return false
	}
	l.bring()
	row := *r
	f := look.NewField(row.Own(), func(text string) { l.onType(row, text) }, l.focus)
	f.MultiLine, f.Wrapping = true, fyne.TextWrapBreak
	f.OnBlur = l.endEdit
	l.editor, l.editing = f, l.selected
	l.over.Objects = []fyne.CanvasObject{f}
	l.placeEditor()
	l.over.Refresh()
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
		c.Focus(f)
		f.CursorRow, f.CursorColumn = 0, 0
		f.Refresh()
	}
	return true
}

// placeEditor keeps the field over its row, and in sight.
func (l *list) placeEditor() {
	if i := l.editing; l.editor != nil && i+1 < len(l.tops) {
		h := min(max(l.tops[i+1]-l.tops[i]-rowGap-4, 2*textLead+8), l.Size().Height)
		l.editor.Move(fyne.NewPos(pageSide+rowBar+4, max(0, min(l.tops[i]-l.offset+2, l.Size().Height-h))))
		l.editor.Resize(fyne.NewSize(l.textWidth()+2*rowSide, h))
	}
}

// endEdit takes the field away.
func (l *list) endEdit() {
	l.editor = nil
	l.over.Objects = nil
	l.over.Refresh()
}

// focus gives the keys to the list.
func (l *list) focus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
		c.Focus(l)
	}
}
