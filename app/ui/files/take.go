package files

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2/lang"
	"github.com/adrg/xdg"

	"baoge/app/ui/async"
)

// enter is Return in the line: it opens what is chosen, makes the folder, saves.
func (d *Dialog) enter() {
	i := d.rows.Selected()
	switch {
	case d.making || d.ask.Kind == Save || isPath(d.field.Text):
		d.take()
	case i >= 0:
		d.open(i)
	}
}

// take answers with what is chosen.
func (d *Dialog) take() {
	d.also = false
	d.answer()
}

// takeAlso answers the second button with it.
func (d *Dialog) takeAlso() {
	d.also = true
	d.answer()
}

func (d *Dialog) answer() {
	typed := strings.TrimSpace(d.field.Text)
	switch {
	case d.reading.Busy() || d.doing.Busy():
	case d.making:
		d.makeFolder(typed)
	case isPath(typed):
		d.takePath(d.expand(typed))
	case d.ask.Kind == Save:
		if typed != "" {
			d.takePath(d.expand(typed))
		}
	case d.ask.Kind == Folder:
		d.done(d.folder())
	default:
		d.takePicked()
	}
}

// takePicked answers Open with the picked entries; a folder alone is gone into.
func (d *Dialog) takePicked() {
	var paths []string
	folder := false
	for _, r := range d.rows.Picked() {
		for _, e := range d.shown[r[0]:r[1]] {
			paths = append(paths, filepath.Join(d.dir, e.name))
			folder = e.folder
		}
	}
	switch {
	case len(paths) == 0:
		d.complain(lang.X("files.pick", "请先选文件"))
	case len(paths) == 1 && folder:
		d.goTo(paths[0], "")
	default:
		d.done(paths...)
	}
}

// takePath answers with a typed path: a folder is gone to, a name that is taken is asked about.
func (d *Dialog) takePath(path string) {
	file := path
	if d.ask.Kind == Save && !strings.EqualFold(filepath.Ext(path), d.ask.Suffix) {
		file += d.ask.Suffix
	}
	type facts struct{ folder, there bool }
	async.Load(&d.doing, func(context.Context) (f facts, err error) {
		st, err := os.Stat(path)
		if f.folder = err == nil && st.IsDir(); f.folder || d.ask.Kind != Save {
			f.there = err == nil
			return f, err
		}
		if _, err = os.Stat(filepath.Dir(file)); err != nil {
			return f, err
		}
		_, err = os.Lstat(file)
		f.there = err == nil
		return f, nil
	}, func(f facts) {
		switch {
		case f.folder:
			d.field.put("")
			d.goTo(path, "")
		case d.ask.Kind == Folder:
			d.complain(lang.X("files.nofolder", "这不是文件夹"))
		case d.ask.Kind == Save && f.there && d.taken != file:
			d.tell()
			d.taken = file
			d.label(lang.X("files.replace", "替换"))
			d.complain(lang.X("files.taken", "“{{.Name}}”已经有了。再按一次就替换它。", map[string]any{"Name": filepath.Base(file)}))
		default:
			d.done(file)
		}
	}, d.warn)
}

func (d *Dialog) done(paths ...string) {
	d.Hide()
	if d.also {
		d.ask.AlsoDone(paths)
		return
	}
	d.ask.Done(paths)
}

// folder is what Folder answers: the chosen folder, else the one shown.
func (d *Dialog) folder() string {
	if i := d.rows.Selected(); i >= 0 && d.shown[i].folder {
		return filepath.Join(d.dir, d.shown[i].name)
	}
	return d.dir
}

// beginMaking lets the line take the name of a new folder; Esc leaves that.
func (d *Dialog) beginMaking() {
	if !d.making {
		d.making, d.kept = true, d.field.Text
		d.field.ask("", lang.X("files.newname", "新文件夹的名称"))
	}
	d.tell()
	d.canvas.Focus(d.field)
}

func (d *Dialog) endMaking() {
	d.making = false
	d.field.ask(d.kept, d.hint())
	d.tell()
}

// makeFolder makes a folder in the one shown and goes into it.
func (d *Dialog) makeFolder(name string) {
	if name == "" {
		return
	}
	path := filepath.Join(d.dir, name)
	async.Load(&d.doing, func(context.Context) (struct{}, error) { return struct{}{}, os.Mkdir(path, 0o777) }, func(struct{}) {
		d.endMaking()
		d.goTo(path, "")
	}, d.warn)
}

// isPath reports whether what is typed is a path rather than a name.
func isPath(typed string) bool {
	return typed == ".." || strings.HasPrefix(typed, "~") || strings.ContainsRune(typed, filepath.Separator) || filepath.VolumeName(typed) != ""
}

// expand makes a typed path or name absolute.
func (d *Dialog) expand(typed string) string {
	if rest, ok := strings.CutPrefix(typed, "~"); ok && (rest == "" || os.IsPathSeparator(rest[0])) {
		return filepath.Join(xdg.Home, rest)
	}
	if filepath.VolumeName(typed) == typed && typed != "" { // C: is the folder one was in last there
		typed += string(filepath.Separator)
	}
	if filepath.IsAbs(typed) {
		return filepath.Clean(typed)
	}
	return filepath.Join(d.dir, typed)
}
