package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"baoge/app/ui/inputmethod"
)

// A Field is a line to type in beside other things. What was typed counts when the field
// is left or Return is pressed; Esc takes it back. Keys it has no use for are the window's.
type Field struct {
	widget.Entry
	OnTake func(text string) // other text was typed; may be nil
	OnLeft func()            // Return or Esc: the focus is to go elsewhere; may be nil
	OnBlur func()            // the keyboard went elsewhere, and what was typed was taken; may be nil

	was     string
	focused bool
}

// NewField makes a field; take and left may be nil.
func NewField(text string, take func(string), left func()) *Field {
	f := &Field{was: text, OnTake: take, OnLeft: left}
	f.ExtendBaseWidget(f)
	f.Entry.SetText(text)
	f.OnSubmitted = func(string) { f.leave() }
	inputmethod.Follow(f, &f.OnCursorChanged)
	return f
}

// Put shows another text, as known already. What is being typed stays.
func (f *Field) Put(text string) {
	typing := f.focused && f.Text != f.was
	f.was = text
	if !typing && f.Text != text {
		f.Entry.SetText(text)
	}
}

// Focused reports whether the field has the keyboard.
func (f *Field) Focused() bool { return f.focused }

func (f *Field) leave() {
	f.settle()
	if f.OnLeft != nil {
		f.OnLeft()
	}
}

// settle takes what was typed, once.
func (f *Field) settle() {
	if f.Text != f.was {
		f.was = f.Text
		if f.OnTake != nil {
			f.OnTake(f.Text)
		}
	}
}

// FocusGained takes the keyboard.
func (f *Field) FocusGained() {
	f.focused = true
	f.Entry.FocusGained()
}

// FocusLost takes what was typed.
func (f *Field) FocusLost() {
	f.focused = false
	f.Entry.FocusLost()
	f.settle()
	if f.OnBlur != nil {
		f.OnBlur()
	}
}

// TypedKey takes what was typed back on Esc; pages and function keys are the window's.
func (f *Field) TypedKey(k *fyne.KeyEvent) {
	switch {
	case k.Name == fyne.KeyEscape:
		f.SetText(f.was)
		f.leave()
	case f.MultiLine && (k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter):
		f.leave() // a text of several lines is one paragraph
	case k.Name == fyne.KeyPageUp || k.Name == fyne.KeyPageDown || FunctionKey(k.Name):
		PassKey(f, k)
	default:
		f.Entry.TypedKey(k)
	}
}

// TypedShortcut edits the line, or is the window's.
func (f *Field) TypedShortcut(s fyne.Shortcut) {
	if EditsLine(s) {
		f.Entry.TypedShortcut(s)
	} else {
		PassShortcut(f, s)
	}
}

// A Select is a list to choose from, with the edge that fields and buttons have. Keys it
// has no use for are the window's.
type Select struct {
	widget.Select
	edge *canvas.Rectangle
	held bool // the keyboard
}

// NewSelect makes a list of options; changed is called with the chosen one and may be nil.
func NewSelect(options []string, changed func(string)) *Select {
	s := &Select{edge: &canvas.Rectangle{StrokeWidth: 1, CornerRadius: Radius}}
	s.Options, s.OnChanged = options, changed
	s.ExtendBaseWidget(s)
	return s
}

// FocusGained draws the edge in the accent.
func (s *Select) FocusGained() {
	s.held = true
	s.Select.FocusGained()
}

// FocusLost follows FocusGained.
func (s *Select) FocusLost() {
	s.held = false
	s.Select.FocusLost()
}

// TypedKey opens the list on Space and goes through it by arrows.
func (s *Select) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeySpace, fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight:
		if !s.Disabled() {
			s.Select.TypedKey(k)
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		s.Tapped(nil)
	default:
		PassKey(s, k)
	}
}

// TypedRune is the window's.
func (s *Select) TypedRune(r rune) { PassRune(s, r) }

// CreateRenderer is Fyne's.
func (s *Select) CreateRenderer() fyne.WidgetRenderer {
	r := &edged{s.Select.CreateRenderer(), s}
	r.tint()
	return r
}

// edged is a renderer with an edge around it.
type edged struct {
	fyne.WidgetRenderer
	s *Select
}

func (r *edged) tint() {
	p := Current()
	if r.s.edge.StrokeColor = p.Border; r.s.held {
		r.s.edge.StrokeColor = p.Accent
	}
}

func (r *edged) Layout(s fyne.Size) {
	r.WidgetRenderer.Layout(s)
	r.s.edge.Resize(s)
}

func (r *edged) Objects() []fyne.CanvasObject {
	return append(r.WidgetRenderer.Objects()[:len(r.WidgetRenderer.Objects()):len(r.WidgetRenderer.Objects())], r.s.edge)
}

func (r *edged) Refresh() {
	r.tint()
	r.WidgetRenderer.Refresh()
	r.s.edge.Refresh()
}
