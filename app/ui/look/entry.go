package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"baoge/app/ui/inputmethod"
)

// An Entry is a field in a dialog: Return is the dialog's button (OnSubmitted), Esc leaves
// it. Fyne's own field keeps Esc for itself.
type Entry struct {
	widget.Entry
	Leave func() // Esc; set before it is shown
}

// NewEntry makes a field with a text in it and a hint where it is empty.
func NewEntry(text, hint string) *Entry {
	e := &Entry{}
	e.ExtendBaseWidget(e)
	e.SetPlaceHolder(hint)
	e.SetText(text)
	inputmethod.Follow(e, &e.OnCursorChanged)
	return e
}

// TypedKey leaves the dialog on Esc.
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	if k.Name == fyne.KeyEscape {
		if e.Leave != nil {
			e.Leave()
		}
		return
	}
	e.Entry.TypedKey(k)
}
