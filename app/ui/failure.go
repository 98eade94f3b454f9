package ui

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"baoge/app/library"
	"baoge/app/ui/look"
)

// fail is the one place where an error is shown: what happened and what to do next,
// in the person's language, with the details for whoever is asked for help. What was
// cancelled is no error. While one error is shown, others wait for nobody.
func (w *Window) fail(err error) { w.failWith(err) }

// A wayOut is what one may do about an error, beside reading it.
type wayOut struct {
	label string
	do    func()
}

// failWith is fail with buttons for what can be done.
func (w *Window) failWith(err error, ways ...wayOut) {
	if err == nil || errors.Is(err, context.Canceled) || w.failing {
		return
	}
	w.failing = true
	said := widget.NewLabel(library.Explain(err))
	said.Wrapping = fyne.TextWrapWord
	w.tell(lang.X("error.title", "没有完成"), said, fyne.NewSize(440, 190), details(err), func() { w.failing = false }, ways...)
}

// tell shows a dialog with something to read, the button that copies the details, and
// what can be done; closed is called when it goes and may be nil.
func (w *Window) tell(title string, body fyne.CanvasObject, size fyne.Size, details string, closed func(), ways ...wayOut) {
	var d dialog.Dialog
	copied := look.NewButton(nil, lang.X("error.copy", "复制详情"), look.Framed, nil)
	copied.OnTapped = func() {
		w.app.Clipboard().SetContent(details)
		copied.Text = lang.X("error.copied", "已复制")
		copied.Refresh()
	}
	buttons := container.NewHBox(layout.NewSpacer(), copied)
	for _, way := range ways {
		buttons.Add(look.NewButton(nil, way.label, look.Framed, func() {
			d.Hide()
			way.do()
		}))
	}
	buttons.Add(look.NewButton(nil, lang.X("action.close", "关闭"), look.Filled, func() { d.Hide() }))
	d = dialog.NewCustomWithoutButtons(title, container.NewBorder(nil, buttons, nil, nil, body), w.win)
	d.SetOnClosed(func() {
		if closed != nil {
			closed()
		}
	})
	w.present(d, size)
}

// details is what "copy details" copies: enough to tell someone who was not there.
func details(err error) string {
	return fmt.Sprintf("%s\n\n%v\n\nBaoge %s, %s/%s", library.Explain(err), err, Version, runtime.GOOS, runtime.GOARCH)
}
