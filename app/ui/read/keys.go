package read

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"baoge/app/typeset"
	"baoge/app/ui/look"
)

var (
	_ fyne.Focusable    = (*galley)(nil)
	_ fyne.Shortcutable = (*galley)(nil)
	_ desktop.Keyable   = (*galley)(nil)
)

// Keys that move the caret while Shift is down, and with Ctrl as well.
var (
	motions = map[fyne.KeyName]typeset.Motion{
		fyne.KeyLeft: typeset.CharLeft, fyne.KeyRight: typeset.CharRight, fyne.KeyUp: typeset.LineUp, fyne.KeyDown: typeset.LineDown,
		fyne.KeyHome: typeset.LineStart, fyne.KeyEnd: typeset.LineEnd,
	}
	controlMotions = map[fyne.KeyName]typeset.Motion{
		fyne.KeyLeft: typeset.WordLeft, fyne.KeyRight: typeset.WordRight, fyne.KeyHome: typeset.TextStart, fyne.KeyEnd: typeset.TextEnd,
	}
)

// FocusGained takes the keyboard; nothing is drawn for it.
func (g *galley) FocusGained() {}

// FocusLost gives it back. The selection stays.
func (g *galley) FocusLost() { g.hand.shift = false }

// KeyDown follows the Shift key, of which TypedKey is not told.
func (g *galley) KeyDown(k *fyne.KeyEvent) { g.holdShift(k, true) }

// KeyUp ends KeyDown.
func (g *galley) KeyUp(k *fyne.KeyEvent) { g.holdShift(k, false) }

func (g *galley) holdShift(k *fyne.KeyEvent, on bool) {
	if k.Name == desktop.KeyShiftLeft || k.Name == desktop.KeyShiftRight {
		g.hand.shift = on
	}
}

// TypedRune is the window's.
func (g *galley) TypedRune(r rune) {
	if r != ' ' {
		look.PassRune(g, r)
	}
}

// TypedKey scrolls, or with Shift selects; other keys are the window's.
func (g *galley) TypedKey(k *fyne.KeyEvent) {
	if m, ok := motions[k.Name]; ok && g.hand.shift {
		g.extend(m)
		return
	}
	page := g.page()
	if g.hand.shift {
		page = -page
	}
	switch k.Name {
	case fyne.KeyUp:
		g.scroll(g.offset - g.lineHeight())
	case fyne.KeyDown:
		g.scroll(g.offset + g.lineHeight())
	case fyne.KeyPageUp:
		g.scroll(g.offset - g.page())
	case fyne.KeyPageDown:
		g.scroll(g.offset + g.page())
	case fyne.KeySpace:
		g.scroll(g.offset + page)
	case fyne.KeyHome:
		g.scroll(0)
	case fyne.KeyEnd:
		g.scrollEnd()
	case fyne.KeyEscape:
		if !g.deselect() {
			look.PassKey(g, k)
		}
	default:
		look.PassKey(g, k)
	}
}

// TypedShortcut selects all, copies, and moves the caret by words; others are the window's.
func (g *galley) TypedShortcut(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutSelectAll:
		g.chooseAll()
		return
	case *fyne.ShortcutCopy:
		g.copy()
		return
	case *desktop.CustomShortcut:
		m, ok := controlMotions[s.KeyName]
		switch {
		case !ok || s.Modifier&fyne.KeyModifierShortcutDefault == 0:
		case s.Modifier&fyne.KeyModifierShift != 0:
			g.extend(m)
			return
		case m == typeset.TextStart:
			g.scroll(0)
			return
		case m == typeset.TextEnd:
			g.scrollEnd()
			return
		}
	}
	look.PassShortcut(g, s)
}
