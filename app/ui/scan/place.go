package scan

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"baoge/app/facsimile"
	"baoge/app/typeset"
	"baoge/app/ui/look"
)

const (
	side     = 8 // around the picture
	zoomStep = 1.25
	zoomMax  = 3 // units a pixel
	wheel    = 3 // of what Fyne tells
)

// unit is how many units a pixel of the picture is shown at.
func (v *View) unit() float32 {
	if v.zoom > 0 {
		return v.zoom
	}
	return v.fit()
}

// fit is unit where the picture is as wide as there is room.
func (v *View) fit() float32 {
	if v.scan == nil {
		return 1
	}
	return max(v.Size().Width-2*side, 1) / float32(v.scan.Size().X)
}

// extent is the picture's size as it is shown.
func (v *View) extent() (w, h float32) {
	if v.scan == nil {
		return 0, 0
	}
	k, s := v.unit(), v.scan.Size()
	return float32(s.X) * k, float32(s.Y) * k
}

// origin is where the picture's corner lies: in the middle where it is narrower than the view.
func (v *View) origin() fyne.Position {
	w, _ := v.extent()
	return fyne.NewPos(max(side, (v.Size().Width-w)/2)-v.off.X, side-v.off.Y)
}

// far is how far the picture can be scrolled.
func (v *View) far() (x, y float32) {
	w, h := v.extent()
	return max(0, w+2*side-v.Size().Width), max(0, h+2*side-v.Size().Height)
}

func (v *View) scrollTo(p fyne.Position) {
	if v.scan != nil {
		x, y := v.far()
		p = fyne.NewPos(max(0, min(x, p.X)), max(0, min(y, p.Y)))
	}
	v.off = p
	v.repaint()
}

// Scroll moves the picture by parts of the view's height: 0.9 is a screen on. Where it ends
// already, the next picture comes, or the end of the one before.
func (v *View) Scroll(by float32) {
	_, far := v.far()
	switch {
	case by > 0 && v.off.Y >= far-1 && v.at+1 < len(v.sheets):
		v.Turn(1)
	case by < 0 && v.off.Y <= 1 && v.at > 0:
		v.Turn(-1)
	default:
		v.scrollTo(v.off.AddXY(0, by*v.Size().Height))
	}
}

// Shift moves the picture sideways by parts of the view's width.
func (v *View) Shift(by float32) { v.scrollTo(v.off.AddXY(by*v.Size().Width, 0)) }

// End goes to the top or to the bottom of the picture.
func (v *View) End(bottom bool) {
	y := float32(0)
	if bottom {
		_, y = v.far()
	}
	v.scrollTo(fyne.NewPos(v.off.X, y))
}

// Zoom makes the picture larger (1) or smaller (-1) by steps, around the middle of the
// view; by 0 it is as wide as there is room.
func (v *View) Zoom(steps int) {
	s := v.Size()
	v.zoomAt(steps, fyne.NewPos(s.Width/2, s.Height/2))
}

// zoomAt is Zoom around a point of the view, which stays where it is.
func (v *View) zoomAt(steps int, at fyne.Position) {
	if v.scan == nil {
		return
	}
	o, k := v.origin(), v.unit()
	x, y := (at.X-o.X)/k, (at.Y-o.Y)/k // the point, in the picture's pixels
	fit := v.fit()
	least := min(fit, (v.Size().Height-2*side)/float32(v.scan.Size().Y)) // all of it in sight
	if to := max(least, min(max(zoomMax, fit), k*float32(math.Pow(zoomStep, float64(steps))))); steps == 0 || to == fit {
		v.zoom = 0
	} else {
		v.zoom = to
	}
	v.off = fyne.Position{}
	o, k = v.origin(), v.unit()
	v.scrollTo(fyne.NewPos(o.X+x*k-at.X, o.Y+y*k-at.Y))
	v.turned()
}

// Percent is how large the picture is shown, of its own pixels.
func (v *View) Percent() int { return int(v.unit()*v.scale*100 + 0.5) }

// onView is where a box of the picture lies on the view.
func (v *View) onView(b facsimile.Box) typeset.Rect {
	l, t, r, bottom := v.scan.Upright(b.Left, b.Top, b.Right, b.Bottom)
	o := v.origin()
	w, h := v.extent()
	return typeset.Rect{X: o.X + l*w, Y: o.Y + t*h, W: (r - l) * w, H: (bottom - t) * h}
}

// Tapped tells which point of the picture was clicked.
func (v *View) Tapped(e *fyne.PointEvent) {
	if v.scan == nil || v.OnPick == nil {
		return
	}
	o := v.origin()
	w, h := v.extent()
	if x, y := (e.Position.X-o.X)/w, (e.Position.Y-o.Y)/h; x >= 0 && x <= 1 && y >= 0 && y <= 1 {
		x, y = v.scan.Stored(x, y)
		v.OnPick(v.at, x, y)
	}
}

// Scrolled moves the picture; with Ctrl it makes it larger or smaller.
func (v *View) Scrolled(e *fyne.ScrollEvent) {
	switch {
	case !look.ControlDown():
		v.scrollTo(v.off.AddXY(-e.Scrolled.DX*wheel, -e.Scrolled.DY*wheel))
	case e.Scrolled.DY > 0:
		v.zoomAt(1, e.Position)
	case e.Scrolled.DY < 0:
		v.zoomAt(-1, e.Position)
	}
}

// Dragged moves the picture.
func (v *View) Dragged(e *fyne.DragEvent) {
	v.scrollTo(v.off.AddXY(-e.Dragged.DX, -e.Dragged.DY))
}

// DragEnd is not used.
func (v *View) DragEnd() {}

// Cursor is a hand where the picture can be moved.
func (v *View) Cursor() desktop.Cursor {
	if x, y := v.far(); v.scan != nil && (x > 0 || y > 0) {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}
