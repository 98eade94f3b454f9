// Typing opens a window with two text fields, with the argument "two" another such
// window, and prints what reaches the fields.
package main

import (
	"fmt"
	"os"

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
	w := newWindow(a, "typing")
	a.Lifecycle().SetOnStarted(func() { fmt.Printf("active %v\n", inputmethod.Active()) })
	if len(os.Args) > 1 && os.Args[1] == "two" {
		newWindow(a, "another").Show()
	}
	w.ShowAndRun()
}

func newWindow(a fyne.App, title string) fyne.Window {
	w := a.NewWindow(title)
	w.SetContent(container.NewVBox(widget.NewLabel(""), newField(), widget.NewLabel(""), widget.NewLabel(""), newField()))
	w.Resize(fyne.NewSize(600, 400))
	return w
}
