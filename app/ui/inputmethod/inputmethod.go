// Package inputmethod makes Chinese input methods behave in a Fyne window.
//
// Call [PrepareEnvironment] before app.New, and [Follow] once for each text field:
//
//	inputmethod.PrepareEnvironment()
//	a := app.NewWithID(id)
//	…
//	inputmethod.Follow(box, &box.OnCursorChanged)
//
// On Linux (X11, with cgo) importing the package is itself the repair: it defines the
// few Xlib functions through which GLFW 3.3 speaks to an input method, the linker takes
// them for GLFW's references, and they pass on to libX11. What that mends:
//
//   - GLFW reports a key even where the input method consumed it, so BackSpace while
//     composing deletes text, and Return submits (fyne-io/fyne#5757). Here a consumed
//     key press never reaches GLFW.
//   - GLFW never says where the caret is, so candidates stand below the window's corner.
//     [Follow] and [SetSpot] put them at the caret.
//   - When the input method's server dies, libX11 frees its contexts while GLFW still
//     holds them. Here GLFW holds stand-ins: typing goes on without the server, and when
//     a server comes (back), windows are joined to it at the next key, no restart needed.
//
// Elsewhere, and without cgo, everything here is harmless and does nothing. The package
// is not an input method and draws nothing.
package inputmethod

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// A Field is a text field with a caret: a *widget.Entry, or a widget that embeds one.
type Field interface {
	fyne.CanvasObject
	// CursorPosition is the caret's top left corner within the field.
	CursorPosition() fyne.Position
}

// Follow keeps the candidate window at the field's caret. changed is the field's
// OnCursorChanged, which is kept and called first. The input method is told at most once
// a caret movement, and only while the field has the focus. Call on the Fyne goroutine.
func Follow(f Field, changed *func()) {
	before := *changed
	*changed = func() {
		if before != nil {
			before()
		}
		if x, y, ok := spot(f); ok && Active() {
			SetSpot(x, y)
		}
	}
}

// spot is the point under the caret in pixels of the window, not ok while the field is
// on no canvas or has no focus.
func spot(f Field) (x, y int, ok bool) {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(f)
	if c == nil || fyne.CanvasObject(focused(c)) != fyne.CanvasObject(f) {
		return 0, 0, false
	}
	caret := f.CursorPosition()
	// A long line scrolls inside the field, which the caret's position leaves out.
	caret.X = min(max(caret.X, 0), f.Size().Width)
	line := fyne.MeasureText("国", theme.TextSize(), fyne.TextStyle{}).Height
	caret.Y = min(max(caret.Y, 0)+line, f.Size().Height)
	p := driver.AbsolutePositionForObject(f).Add(caret)
	return int(p.X * c.Scale()), int(p.Y * c.Scale()), true
}

// focused is the canvas's focused object, or nil.
func focused(c fyne.Canvas) fyne.CanvasObject {
	o, _ := c.Focused().(fyne.CanvasObject)
	return o
}
