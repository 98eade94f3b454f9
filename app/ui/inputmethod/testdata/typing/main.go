// Typing opens a window with two text fields and prints what reaches the first one.
package main

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"baoge/app/ui/inputmethod"
)

type field struct{ widget.Entry }

func (f *field) TypedKey(k *fyne.KeyEvent) {
	fmt.Printf("key %s\n", k.Name)
	f.Entry.TypedKey(k)
}

func newField() *field {
	f := &field{}
	f.ExtendBaseWidget(f)
	f.OnChanged = func(s string) { fmt.Printf("text %q\n", s) }
	f.OnSubmitted = func(s string) { fmt.Printf("submitted %q\n", s) }
	inputmethod.Follow(f, &f.OnCursorChanged)
	return f
}

func main() {
	inputmethod.PrepareEnvironment()
	a := app.NewWithID("org.baoge.test.typing")
	w := a.NewWindow("typing")
	first, second := newField(), newField()
	w.SetContent(container.NewVBox(widget.NewLabel(""), first, widget.NewLabel(""), widget.NewLabel(""), second))
	w.Resize(fyne.NewSize(600, 400))
	a.Lifecycle().SetOnStarted(func() {
		fmt.Printf("active %v\n", inputmethod.Active())
		w.Canvas().Focus(first)
	})
	w.ShowAndRun()
}
