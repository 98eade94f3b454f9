package files

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"baoge/app/ui/inputmethod"
	"baoge/app/ui/look"
)

// field is the line one types in.
type field struct {
	widget.Entry
	d *Dialog
}

func newField(d *Dialog) *field {
	f := &field{d: d}
	f.ExtendBaseWidget(f)
	f.ask(d.ask.Name, d.hint())
	f.OnChanged = func(string) { d.typed() }
	f.OnSubmitted = func(string) { d.enter() }
	inputmethod.Follow(f, &f.OnCursorChanged)
	return f
}

// hint is what the empty line says.
func (d *Dialog) hint() string {
	switch d.ask.Kind {
	case Save:
		return lang.X("files.savehint", "文件名")
	case Folder:
		return lang.X("files.folderhint", "筛选，或输入路径；Ctrl+回车选定文件夹")
	}
	return lang.X("files.openhint", "筛选，或输入路径")
}

// put changes what stands in the line, as if it had not been typed.
func (f *field) put(text string) {
	changed := f.OnChanged
	f.OnChanged = nil
	if f.SelectedText() != "" { // it would stay selected, of another text
		f.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	}
	f.SetText(text)
	f.CursorColumn = len([]rune(text))
	f.Refresh()
	f.OnChanged = changed
}

// ask makes the line ask for something else.
func (f *field) ask(text, hint string) {
	f.SetPlaceHolder(hint)
	f.put(text)
}

// chooseStem selects a name up to its suffix, so that typing replaces it.
func (f *field) chooseStem(suffix string) {
	stem := strings.TrimSuffix(f.Text, suffix)
	if f.Text == "" {
		return
	}
	f.CursorColumn = 0
	f.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	for range []rune(stem) {
		f.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
	f.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
}

// TypedKey edits the line; arrows lead into the entries, Backspace in the empty line to
// the folder above, Esc out of what one is at.
func (f *field) TypedKey(k *fyne.KeyEvent) {
	d := f.d
	switch k.Name {
	case fyne.KeyEscape:
		if d.making {
			d.endMaking()
			return
		}
		look.PassKey(f, k)
	case fyne.KeyDown, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyPageUp:
		if d.rows.Count() > 0 && !d.making {
			d.canvas.Focus(d.rows)
			d.rows.TypedKey(k)
		}
	case fyne.KeyBackspace:
		if f.Text == "" && !d.making {
			d.up()
			return
		}
		f.Entry.TypedKey(k)
	default:
		if look.FunctionKey(k.Name) {
			look.PassKey(f, k)
			return
		}
		f.Entry.TypedKey(k)
	}
}

// TypedShortcut edits the line, or is the window's.
func (f *field) TypedShortcut(s fyne.Shortcut) {
	if look.EditsLine(s) {
		f.Entry.TypedShortcut(s)
	} else {
		look.PassShortcut(f, s)
	}
}
