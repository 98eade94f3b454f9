package files

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"github.com/adrg/xdg"

	"baoge/app/ui/async"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// places are the folders one begins at: the person's own, and the disks.
type places struct {
	d       *Dialog
	pane    fyne.CanvasObject
	column  *fyne.Container
	entries map[string]*line.Entry // by folder
	loading async.Slot
}

// A place is a folder with a name of its own.
type place struct{ name, dir string }

// own are the person's folders; there may be some that are not there.
func own() []place {
	return []place{
		{lang.X("files.home", "主目录"), xdg.Home},
		{lang.X("files.desktop", "桌面"), xdg.UserDirs.Desktop},
		{lang.X("files.documents", "文档"), xdg.UserDirs.Documents},
		{lang.X("files.downloads", "下载"), xdg.UserDirs.Download},
	}
}

func newPlaces(d *Dialog) *places {
	p := &places{d: d, column: container.New(layout.NewCustomPaddedVBoxLayout(0)), entries: map[string]*line.Entry{}}
	p.pane = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(8, 8, 8, 8), p.column))
	type found struct{ own, disks []place }
	all := own()
	async.Load(&p.loading, func(context.Context) (f found, err error) {
		for _, at := range all {
			if st, err := os.Stat(at.dir); err == nil && st.IsDir() {
				f.own = append(f.own, at)
			}
		}
		for _, dir := range disks() {
			name := filepath.Base(dir)
			if name == string(filepath.Separator) {
				name = dir
			}
			f.disks = append(f.disks, place{name, dir})
		}
		return f, nil
	}, func(f found) {
		p.add(f.own)
		p.column.Add(line.NewHeading(d.press, lang.X("files.disks", "磁盘")))
		p.add(f.disks)
		p.choose(d.dir)
		p.column.Refresh()
	}, nil)
	return p
}

func (p *places) add(all []place) {
	for _, at := range all {
		if p.entries[at.dir] == nil { // without folders of their own all are the home folder
			p.entries[at.dir] = line.NewEntry(p.d.press, at.name, -1, func() { p.d.goTo(at.dir, "") })
			p.column.Add(p.entries[at.dir])
		}
	}
}

// choose marks the place that is shown.
func (p *places) choose(dir string) {
	for at, e := range p.entries {
		e.Choose(at == dir)
	}
}

// showTrail writes the folder as buttons, from the home folder or the disk on.
func (d *Dialog) showTrail() {
	d.trail.RemoveAll()
	steps := trail(d.dir)
	for i, s := range steps {
		b := look.NewButton(nil, short(s.name), look.Plain, func() { d.goTo(s.dir, "") })
		if i > 0 {
			b.Icon = look.Next
		}
		d.trail.Add(b)
	}
	d.trail.Refresh()
}

// trail is the folder with those above it, from the home folder on where it is in there.
func trail(dir string) []place {
	var out []place
	for at := dir; ; at = filepath.Dir(at) {
		if at == xdg.Home {
			out = append(out, place{lang.X("files.home", "主目录"), at})
			break
		}
		if filepath.Dir(at) == at {
			out = append(out, place{strings.TrimSuffix(at, `\`), at})
			break
		}
		out = append(out, place{filepath.Base(at), at})
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// crumbRunes is how long a name of the trail may be.
const crumbRunes = 20

func short(name string) string {
	if r := []rune(name); len(r) > crumbRunes {
		return string(r[:crumbRunes-1]) + "…"
	}
	return name
}

// trailLayout sets as many of the last buttons as there is room for.
type trailLayout struct{}

func (*trailLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(60, 30) }

func (*trailLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	first, w := len(o), float32(0)
	for first > 0 && (first == len(o) || w+o[first-1].MinSize().Width <= s.Width) {
		first--
		w += o[first].MinSize().Width
	}
	x := float32(0)
	for i, b := range o {
		if i < first {
			b.Hide()
			continue
		}
		b.Show()
		m := b.MinSize()
		b.Resize(m)
		b.Move(fyne.NewPos(x, 0))
		x += m.Width
	}
}

// columns sets the places beside the entries.
type columns struct{}

const placesW = 168

func (*columns) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(placesW+160, 120) }

func (*columns) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Resize(fyne.NewSize(placesW, s.Height))
	o[0].Move(fyne.NewPos(0, 0))
	o[1].Resize(fyne.NewSize(s.Width-placesW, s.Height))
	o[1].Move(fyne.NewPos(placesW, 0))
}
