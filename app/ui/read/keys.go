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
func (g *galley) KeyDown(k *fyne.KeyEvent) { look.FollowShift(&g.hand.shift, k, true) }

// KeyUp ends KeyDown.
func (g *galley) KeyUp(k *fyne.KeyEvent) { look.FollowShift(&g.hand.shift, k, false) }

// TypedRune is the window's.
func (g *galley) TypedRune(r rune) {
	if r != ' ' {
		look.PassRune(g, r)
	}
}

// TypedKey scrolls, or with Shift selects; other keys are the window's.
func (g *galley) TypedKey(k *fyne.KeyEvent) {
	if g.hand.shift {
		g.shiftKey(k)
		return
	}
	switch k.Name {
	case fyne.KeyUp, fyne.KeyLeft:
		if k.Name == fyne.KeyUp || g.turns() {
			g.leap(g.offset - g.arrow())
		}
	case fyne.KeyDown, fyne.KeyRight:
		if k.Name == fyne.KeyDown || g.turns() {
			g.leap(g.offset + g.arrow())
		}
	case fyne.KeyPageUp:
		g.leap(g.offset - g.page())
	case fyne.KeyPageDown, fyne.KeySpace:
		g.leap(g.offset + g.page())
	case fyne.KeyHome:
		g.leap(0)
	case fyne.KeyEnd:
		g.leapEnd()
	case desktop.KeyMenu:
		g.keyMenu()
	case fyne.KeyEscape:
		if !g.deselect() {
			look.PassKey(g, k)
		}
	default:
		look.PassKey(g, k)
	}
}

// shiftKey selects; Shift and Space go back a page.
func (g *galley) shiftKey(k *fyne.KeyEvent) {
	if m, ok := motions[k.Name]; ok {
		g.extend(m)
		return
	}
	switch k.Name {
	case fyne.KeyPageUp:
		g.extendPage(-1)
	case fyne.KeyPageDown:
		g.extendPage(1)
	case fyne.KeySpace:
		g.leap(g.offset - g.page())
	case fyne.KeyF10:
		g.keyMenu()
	default:
		look.PassKey(g, k)
	}
}

// keyMenu opens the menu as the keyboard asks for it: at the caret if it is in sight.
func (g *galley) keyMenu() {
	if g.sheet == nil {
		return
	}
	at := fyne.NewPos(g.Size().Width/3, g.Size().Height/3)
	if g.sel.on {
		if c := g.sheet.caret(g.sel.to); c.Y >= g.offset && c.Y < g.offset+g.Size().Height {
			at = fyne.NewPos(c.X, c.Y+c.H-g.offset)
		}
	}
	g.on.menu(fyne.CurrentApp().Driver().AbsolutePositionForObject(g).Add(at))
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
			g.leap(0)
			return
		case m == typeset.TextEnd:
			g.leapEnd()
			return
		}
	}
	look.PassShortcut(g, s)
}
