package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"baoge/app/ui/look"
)

// panes lays sidebar, list and reader side by side, with hairlines between them
// that can be dragged. The reader takes what the other two leave.
type panes struct {
	widget.BaseWidget
	sidebar, list, reader fyne.CanvasObject
	sidebarW, listW       float32 // wished for, hairline included
	onMoved               func()  // a hairline was let go
	onSized               func()  // the window has another size

	lines  [2]*look.Ground
	grips  [2]*grip
	hidden bool // full screen reading: the reader alone
}

// The limits of the panes.
const (
	sidebarMin, sidebarMax = 160, 360
	listMin, listMax       = 240, 720
	readerMin              = 320
	gripW                  = 7 // of the zone where a hairline can be caught
	gripLeft               = 2 // of that, left of the hairline: a scroll bar is near
)

func newPanes(sidebar, list, reader fyne.CanvasObject) *panes {
	p := &panes{sidebar: sidebar, list: list, reader: reader, sidebarW: 212, listW: 340}
	for i := range p.lines {
		p.lines[i] = look.NewHairline()
		p.grips[i] = newGrip(p, i)
	}
	p.ExtendBaseWidget(p)
	return p
}

// set gives the panes other widths.
func (p *panes) set(sidebarW, listW float32) {
	p.sidebarW = min(max(sidebarW, sidebarMin), sidebarMax)
	p.listW = min(max(listW, listMin), listMax)
	p.place()
}

// alone shows the reader alone, or all three.
func (p *panes) alone(on bool) {
	p.hidden = on
	for _, o := range []fyne.CanvasObject{p.sidebar, p.list, p.lines[0], p.lines[1], p.grips[0], p.grips[1]} {
		if on {
			o.Hide()
		} else {
			o.Show()
		}
	}
	p.place()
}

// widths are the panes' real widths in a window of width w.
func (p *panes) widths(w float32) (sidebar, list float32) {
	sidebar, list = p.sidebarW, p.listW
	if over := sidebar + list + readerMin - w; over > 0 {
		cut := min(over, max(0, list-listMin))
		list -= cut
		sidebar = max(sidebarMin, sidebar-(over-cut))
	}
	return sidebar, list
}

func (p *panes) place() {
	s := p.Size()
	if p.hidden {
		p.reader.Move(fyne.NewPos(0, 0))
		p.reader.Resize(s)
		return
	}
	a, b := p.widths(s.Width)
	put := func(o fyne.CanvasObject, x, w float32) {
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(max(w, 0), s.Height))
	}
	put(p.sidebar, 0, a-1)
	put(p.lines[0], a-1, 1)
	put(p.list, a, b-1)
	put(p.lines[1], a+b-1, 1)
	put(p.reader, a+b, s.Width-a-b)
	put(p.grips[0], a-1-gripLeft, gripW)
	put(p.grips[1], a+b-1-gripLeft, gripW)
}

func (p *panes) drag(i int, dx float32) {
	if i == 0 {
		p.set(p.sidebarW+dx, p.listW)
	} else {
		p.set(p.sidebarW, p.listW+dx)
	}
}

// Resize places the panes in the new size.
func (p *panes) Resize(s fyne.Size) {
	p.BaseWidget.Resize(s)
	p.place()
	if p.onSized != nil {
		p.onSized()
	}
}

// MinSize is the least the three can be.
func (p *panes) MinSize() fyne.Size {
	return fyne.NewSize(sidebarMin+listMin+readerMin, 320)
}

// CreateRenderer is Fyne's.
func (p *panes) CreateRenderer() fyne.WidgetRenderer { return &panesRenderer{p} }

type panesRenderer struct{ p *panes }

func (r *panesRenderer) Layout(fyne.Size)   { r.p.place() }
func (r *panesRenderer) MinSize() fyne.Size { return r.p.MinSize() }
func (r *panesRenderer) Refresh()           { r.p.place() }
func (r *panesRenderer) Destroy()           {}
func (r *panesRenderer) Objects() []fyne.CanvasObject {
	p := r.p
	return []fyne.CanvasObject{p.sidebar, p.list, p.reader, p.lines[0], p.lines[1], p.grips[0], p.grips[1]}
}

// grip is the zone around a hairline where it can be caught.
type grip struct {
	widget.BaseWidget
	p *panes
	i int
}

func newGrip(p *panes, i int) *grip {
	g := &grip{p: p, i: i}
	g.ExtendBaseWidget(g)
	return g
}

// Dragged moves the hairline.
func (g *grip) Dragged(e *fyne.DragEvent) { g.p.drag(g.i, e.Dragged.DX) }

// DragEnd keeps the widths.
func (g *grip) DragEnd() {
	if g.p.onMoved != nil {
		g.p.onMoved()
	}
}

// Cursor says that the hairline can be moved.
func (g *grip) Cursor() desktop.Cursor { return desktop.HResizeCursor }

// CreateRenderer is Fyne's: there is nothing to see.
func (g *grip) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(&fyne.Container{})
}
