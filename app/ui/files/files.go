// Package files asks a person for files, for a folder or for the name of a file to be
// written: the folder as a trail of buttons, the places one begins at, the entries of the
// folder, and one line to type in.
//
// That line has the keyboard from the start. What is typed there narrows the entries, or
// is the name to be saved under; a path typed there is gone to. Arrows lead from it into
// the entries, Backspace in the empty line leads to the folder above, Return opens, Ctrl
// with Return takes what is chosen, Esc closes. Nothing is written here: a name that is
// taken is asked about, no more.
//
// Begin with [New], then Show and [Dialog.Focus]. UI goroutine only; disks are read off it.
package files

import (
	"context"
	"image/color"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"baoge/app/typeset"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// A Kind is what is asked for.
type Kind int

// The kinds.
const (
	Open   Kind = iota // files that are there, and folders picked together with them
	Folder             // one folder that is there
	Save               // the name of one file
)

// An Ask says what is asked for.
type Ask struct {
	Kind           Kind
	Title, Confirm string
	Dir            string               // shown first; what cannot be read gives way to the folder above it
	Name           string               // offered by Save
	Suffix         string               // what the name gets in Save, with its dot
	Explain        func(error) string   // makes an error a sentence
	Done           func(paths []string) // the answer, absolute; of Folder and Save there is one
	Also           string               // what a second button says, that answers with the same; "" for none
	AlsoDone       func(paths []string) // its answer
}

// A Dialog asks.
type Dialog struct {
	dialog.Dialog
	ask    Ask
	press  *line.Press
	canvas fyne.Canvas

	dir    string
	all    []entry // in the folder
	shown  []entry // as far as they fit what is typed
	making bool    // the line takes the name of a new folder
	kept   string  // what stood in the line meanwhile
	taken  string  // the file one was asked about replacing
	bad    bool    // the note tells of something that went wrong

	rows    *line.Rows
	field   *field
	trail   *fyne.Container
	places  *places
	empty   *line.Text
	note    *line.Text
	also    bool // the second button was pressed
	confirm *look.Button
	reading async.Slot
	doing   async.Slot
}

// accept takes what is chosen from wherever the keyboard is.
var accept = &desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault}

// New makes a dialog over a window; it is not shown yet.
func New(p *line.Press, win fyne.Window, ask Ask) *Dialog {
	d := &Dialog{ask: ask, press: p, canvas: win.Canvas()}
	d.Dialog = dialog.NewCustomWithoutButtons(ask.Title, d.build(), win)
	d.canvas.AddShortcut(accept, func(fyne.Shortcut) { d.take() })
	d.SetOnClosed(func() {
		d.canvas.RemoveShortcut(accept)
		d.reading.Cancel()
		d.doing.Cancel()
	})
	d.begin()
	return d
}

// Size is how large the dialog wishes to be in a window.
func Size(window fyne.Size) fyne.Size {
	return fyne.NewSize(min(window.Width-40, 820), min(window.Height-40, 580))
}

// Focus gives the keyboard to the line one types in, its name chosen up to the suffix.
func (d *Dialog) Focus() {
	d.canvas.Focus(d.field)
	d.field.chooseStem(d.ask.Suffix)
}

// build lays the dialog out.
func (d *Dialog) build() fyne.CanvasObject {
	d.rows = line.NewRows(d.press, rowH, d.draw)
	d.rows.OnSelect = d.selected
	d.rows.OnOpen = d.open
	d.rows.OnPick = func(int) { d.tell() }
	d.rows.OnKey = d.rowKey
	d.rows.OnRune = func(r rune) { // typing goes on where it belongs
		d.canvas.Focus(d.field)
		d.field.TypedRune(r)
	}
	d.field = newField(d)
	d.trail = container.New(&trailLayout{})
	d.places = newPlaces(d)
	text := line.Piece{Face: typeset.Sans, Size: look.TextSize, Leading: 18, Width: 420, MaxLines: 2, Tint: d.noteTint}
	d.note = line.NewText(d.press, text)
	text.Width, text.Align, text.Tint = 280, typeset.Centred, line.Faint
	d.empty = line.NewText(d.press, text)
	d.empty.Hide()

	cancel := look.NewButton(nil, lang.X("action.cancel", "取消"), look.Framed, func() { d.Hide() })
	d.confirm = look.NewButton(nil, d.ask.Confirm, look.Filled, d.take)
	var create fyne.CanvasObject
	if d.ask.Kind != Open {
		create = look.NewButton(look.Add, lang.X("files.create", "新建文件夹"), look.Plain, d.beginMaking)
	}
	top := container.New(layout.NewCustomPaddedLayout(0, 6, 0, 0), container.NewBorder(nil, nil, nil, create, d.trail))
	list := container.NewStack(look.NewGround(line.List), d.rows, container.NewCenter(d.empty))
	middle := container.New(&columns{}, container.NewStack(look.NewGround(line.Sidebar), d.places.pane), list)
	buttons := container.NewHBox(cancel, d.confirm)
	if d.ask.Also != "" {
		buttons.Objects = append([]fyne.CanvasObject{look.NewButton(nil, d.ask.Also, look.Framed, d.takeAlso)}, buttons.Objects...)
	}
	foot := container.NewBorder(nil, nil, nil, buttons, container.NewVBox(layout.NewSpacer(), d.note, layout.NewSpacer()))
	bottom := container.New(layout.NewCustomPaddedLayout(8, 0, 0, 0), container.New(layout.NewCustomPaddedVBoxLayout(8), d.field, foot))
	return look.NewFrame(top, bottom, middle)
}

func (d *Dialog) noteTint(p *look.Palette) color.NRGBA {
	if d.bad {
		return p.Accent
	}
	return p.Secondary
}

// begin shows the first folder: the one asked for, or the nearest one above it that can be read.
func (d *Dialog) begin() {
	type found struct {
		dir string
		all []entry
	}
	dir := d.ask.Dir
	async.Load(&d.reading, func(ctx context.Context) (f found, err error) {
		for f.dir = dir; ; f.dir = filepath.Dir(f.dir) {
			if f.all, err = read(ctx, f.dir); err == nil || f.dir == filepath.Dir(f.dir) {
				return f, err
			}
		}
	}, func(f found) { d.show(f.dir, f.all, "") }, d.warn)
}

// goTo shows another folder, an entry of it marked; one that cannot be read is told of,
// and the folder shown stays.
func (d *Dialog) goTo(dir, mark string) {
	async.Load(&d.reading, func(ctx context.Context) ([]entry, error) { return read(ctx, dir) },
		func(all []entry) { d.show(dir, all, mark) }, d.warn)
}

func (d *Dialog) show(dir string, all []entry, mark string) {
	d.dir, d.all = dir, all
	if d.ask.Kind != Save && !d.making {
		d.field.put("")
	}
	d.showTrail()
	d.places.choose(dir)
	d.narrow()
	for i, e := range d.shown {
		if e.name == mark {
			d.rows.Mark(i)
			d.rows.Bring(i)
		}
	}
	d.tell()
}

// up shows the folder above.
func (d *Dialog) up() {
	if above := filepath.Dir(d.dir); above != d.dir {
		d.goTo(above, filepath.Base(d.dir))
	}
}

// narrow lists the entries that fit: what is typed, and in Save the suffix.
func (d *Dialog) narrow() {
	typed := ""
	if d.ask.Kind != Save && !d.making && !isPath(d.field.Text) {
		typed = strings.ToLower(strings.TrimSpace(d.field.Text))
	}
	d.shown = d.shown[:0:0]
	for _, e := range d.all {
		fits := e.folder || d.ask.Kind != Save || strings.EqualFold(filepath.Ext(e.name), d.ask.Suffix)
		if fits && strings.Contains(strings.ToLower(e.name), typed) {
			d.shown = append(d.shown, e)
		}
	}
	d.rows.Reset(len(d.shown))
	if typed != "" && len(d.shown) > 0 {
		d.rows.Mark(0)
	}
	d.empty.Hidden = len(d.shown) > 0
	d.empty.SetText(lang.X("files.empty", "这个文件夹是空的"))
	if len(d.all) > 0 {
		d.empty.SetText(lang.X("files.none", "这里没有符合的文件"))
	}
	d.tell()
}

// typed follows the line.
func (d *Dialog) typed() {
	if d.ask.Kind == Save || d.making {
		d.tell()
		return
	}
	d.narrow()
}

// selected follows the chosen entry: in Save a file's name is offered.
func (d *Dialog) selected(i int) {
	if e := d.shown[i]; d.ask.Kind == Save && !e.folder && !d.making {
		d.field.put(e.name)
	}
	d.tell()
}

// open goes into a folder, or takes a file and what is picked with it.
func (d *Dialog) open(i int) {
	switch e := d.shown[i]; {
	case e.folder:
		d.goTo(filepath.Join(d.dir, e.name), "")
	case d.ask.Kind != Folder:
		d.take()
	}
}

// rowKey is what the entries have no use for themselves.
func (d *Dialog) rowKey(k fyne.KeyName) bool {
	if k != fyne.KeyBackspace {
		return false
	}
	d.up()
	return true
}

// tell writes under the line what would be taken now.
func (d *Dialog) tell() {
	d.taken, d.bad = "", false
	d.label(d.ask.Confirm)
	n, data := 0, map[string]any{"N": line.Thousands(len(d.shown))}
	for _, r := range d.rows.Picked() {
		n += r[1] - r[0]
	}
	text := lang.X("files.count", "{{.N}} 项", data)
	switch {
	case d.making:
		text = lang.X("files.making", "在这里新建一个文件夹")
	case d.ask.Kind == Folder:
		text = lang.X("files.chosen", "选定文件夹：{{.Name}}", map[string]any{"Name": filepath.Base(d.folder())})
	case n > 1:
		text = lang.X("files.picked", "已选 {{.N}} 项", map[string]any{"N": line.Thousands(n)})
	}
	d.note.SetText(text)
}

// warn tells of an error in its place.
func (d *Dialog) warn(err error) { d.complain(d.ask.Explain(err)) }

func (d *Dialog) complain(text string) {
	d.bad = true
	d.note.SetText(text)
	d.note.Refresh()
}

func (d *Dialog) label(text string) {
	if d.confirm.Text != text {
		d.confirm.Text = text
		d.confirm.Refresh()
	}
}
