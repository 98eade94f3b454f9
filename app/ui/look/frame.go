package look

import "fyne.io/fyne/v2"

// NewFrame puts top and bottom above and below the centre, edge to edge: Fyne's own
// border layout leaves its padding between them. Each but the centre may be nil.
func NewFrame(top, bottom, centre fyne.CanvasObject) *fyne.Container {
	f := &frame{top, bottom, centre}
	var objects []fyne.CanvasObject
	for _, o := range []fyne.CanvasObject{centre, top, bottom} {
		if o != nil {
			objects = append(objects, o)
		}
	}
	return &fyne.Container{Layout: f, Objects: objects}
}

type frame struct{ top, bottom, centre fyne.CanvasObject }

func (f *frame) height(o fyne.CanvasObject) float32 {
	if o == nil || !o.Visible() {
		return 0
	}
	return o.MinSize().Height
}

func (f *frame) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	t, b := f.height(f.top), f.height(f.bottom)
	put := func(o fyne.CanvasObject, y, h float32) {
		if o != nil {
			o.Move(fyne.NewPos(0, y))
			o.Resize(fyne.NewSize(s.Width, max(h, 0)))
		}
	}
	put(f.top, 0, t)
	put(f.centre, t, s.Height-t-b)
	put(f.bottom, s.Height-b, b)
}

func (f *frame) MinSize([]fyne.CanvasObject) fyne.Size {
	m := f.centre.MinSize()
	m.Height += f.height(f.top) + f.height(f.bottom)
	for _, o := range []fyne.CanvasObject{f.top, f.bottom} {
		if o != nil && o.Visible() {
			m.Width = max(m.Width, o.MinSize().Width)
		}
	}
	return m
}
