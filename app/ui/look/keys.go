package look

import "fyne.io/fyne/v2"

// PassKey hands a key that the focused widget o has no use for to the window, so
// that F1 or Esc work wherever the focus is.
func PassKey(o fyne.CanvasObject, k *fyne.KeyEvent) {
	if c := canvasOf(o); c != nil {
		if f := c.OnTypedKey(); f != nil {
			f(k)
		}
	}
}

// PassRune hands a typed rune that the focused widget o has no use for to the window.
func PassRune(o fyne.CanvasObject, r rune) {
	if c := canvasOf(o); c != nil {
		if f := c.OnTypedRune(); f != nil {
			f(r)
		}
	}
}

// PassShortcut hands a shortcut that the focused widget o has no use for to the
// window: Fyne itself offers it to the focused widget alone.
func PassShortcut(o fyne.CanvasObject, s fyne.Shortcut) {
	if c, ok := canvasOf(o).(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}

func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	if a := fyne.CurrentApp(); a != nil {
		return a.Driver().CanvasForObject(o)
	}
	return nil
}
