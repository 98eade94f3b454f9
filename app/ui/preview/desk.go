package preview

import (
	"context"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"baoge/app/raster"
	"baoge/app/typeset"
	"baoge/app/ui/async"
	"baoge/app/ui/look"
)

// desk is what the sheets lie on: one of them, or two side by side, as large as they
// fit or at a size of their own. Sheets are painted away from the UI goroutine; what
// was painted last stays in sight until the next picture is there.
type desk struct {
	widget.BaseWidget
	painter *raster.Painter
	doc     *setting      // nil: nothing to show
	count   int           // sheets known so far
	at      int           // first sheet in sight, from 1
	two     bool          // side by side
	zoom    float32       // units a point; 0: as large as fits
	pan     fyne.Position // of the sheets, from where they would be in the middle

	onTurn func()
	onFail func(error)

	ahead    async.Slot // the picture being painted
	raster   *canvas.Raster
	pixels   image.Point     // the desk's size on the screen
	view     view            // of the picture at hand
	sheets   []*typeset.Page // in it
	pictured *image.RGBA
}

// A view is what a picture of the desk shows.
type view struct {
	at, available int // the first sheet, and how many of those in sight there are
	final         bool
	two           bool
	zoom          float32
	pan           fyne.Position
	pixels        image.Point
	scale         float32 // pixels a unit
	pal           *look.Palette
}

const (
	deskRoom = 22 // around the sheets
	deskGap  = 16 // between two
	zoomStep = 1.25
	zoomMin  = 0.3
	zoomMax  = 4
)

func newDesk(p *raster.Painter) *desk {
	d := &desk{painter: p, at: 1}
	d.ExtendBaseWidget(d)
	return d
}

// clear takes everything off the desk.
func (d *desk) clear() {
	d.ahead.Cancel()
	d.doc, d.count, d.at, d.zoom, d.pan = nil, 0, 1, 0, fyne.Position{}
	d.view, d.sheets, d.pictured = view{}, nil, nil
}

// lay puts a document on the desk; the number of the sheet in sight stays.
func (d *desk) lay(doc *setting) {
	d.ahead.Cancel()
	d.doc, d.count, d.view.available, d.view.final = doc, 0, 0, false
}

// know tells how many sheets there are by now: an estimate until it is known. An
// estimate that fell short of the sheet in sight does not take that away.
func (d *desk) know(count int, known bool) {
	if d.count = count; !known {
		d.count = max(count, d.at)
	}
	switch {
	case known && d.at > max(count, 1):
		d.turnTo(count)
	case d.view.available < d.inSight() || !d.view.final && !d.ahead.Busy():
		d.repaint()
	case known && count == 0 && d.view.available > 0:
		d.repaint()
	}
}

// step is how many sheets are in sight at most.
func (d *desk) step() int {
	if d.two {
		return 2
	}
	return 1
}

// inSight is how many of the known sheets are in sight.
func (d *desk) inSight() int { return max(0, min(d.step(), d.count-d.at+1)) }

// turnTo shows another sheet.
func (d *desk) turnTo(n int) {
	n = max(1, min(n, d.count))
	if d.two {
		n -= (n - 1) % 2
	}
	d.at, d.pan.Y = n, 0
	d.repaint()
	if d.onTurn != nil {
		d.onTurn()
	}
}

func (d *desk) turn(by int) {
	if n := d.at + by*d.step(); n >= 1 && n <= d.count {
		d.turnTo(n)
	}
}

// further goes down (1) or up (-1) most of the desk's height on sheets that are higher,
// and where they end to the next or previous one.
func (d *desk) further(by float32) {
	_, y := d.room()
	switch at := d.at; {
	case by > 0 && d.pan.Y > -y+1, by < 0 && d.pan.Y < y-1:
		d.panBy(0, -by*d.Size().Height*0.9)
	default:
		if d.turn(int(by)); d.at != at && y > 0 {
			d.panBy(0, by*2*y)
		}
	}
}

// setTwo shows two sheets side by side, or one.
func (d *desk) setTwo(on bool) {
	d.two = on
	d.turnTo(d.at)
}

// magnify makes the sheets larger or smaller; by 0 they are as large as fits.
func (d *desk) magnify(by float32) {
	if by == 0 {
		d.zoom, d.pan = 0, fyne.Position{}
	} else {
		d.zoom = max(zoomMin, min(zoomMax, d.scale()*by))
	}
	d.panBy(0, 0)
	d.repaint()
}

// scale is units a point.
func (d *desk) scale() float32 {
	if d.zoom > 0 {
		return d.zoom
	}
	w, h := together(d.sheets, d.two)
	s := d.Size()
	return fit(w, h, float32(d.step()-1)*deskGap, s.Width, s.Height)
}

// fit is the scale at which sheets of w by h points, gap units apart, fit a desk.
func fit(w, h, gap, deskW, deskH float32) float32 {
	return max(0.05, min((deskW-2*deskRoom-gap)/w, (deskH-2*deskRoom)/h))
}

// together is the size of the sheets side by side, in points.
func together(sheets []*typeset.Page, two bool) (w, h float32) {
	for _, p := range sheets {
		w, h = w+p.W, max(h, p.H)
	}
	switch {
	case w == 0:
		return typeset.A4.W, typeset.A4.H
	case two && len(sheets) == 1:
		w *= 2 // the last of an odd number keeps its place
	}
	return w, h
}

// room is how far the sheets reach beyond the desk on each side, in units.
func (d *desk) room() (x, y float32) {
	w, h := together(d.sheets, d.two)
	k, s := d.scale(), d.Size()
	return max(0, (w*k+2*deskRoom-s.Width)/2), max(0, (h*k+2*deskRoom-s.Height)/2)
}

func (d *desk) panBy(dx, dy float32) {
	x, y := d.room()
	p := fyne.NewPos(max(-x, min(x, d.pan.X+dx)), max(-y, min(y, d.pan.Y+dy)))
	if p != d.pan {
		d.pan = p
		d.repaint()
	}
}

// Scrolled moves the sheets, and turns them where they end.
func (d *desk) Scrolled(e *fyne.ScrollEvent) {
	_, y := d.room()
	switch {
	case look.ControlDown():
		d.magnify(float32(math.Pow(zoomStep, float64(sign(e.Scrolled.DY)))))
	case e.Scrolled.DY < 0 && d.pan.Y <= -y+1, e.Scrolled.DY > 0 && d.pan.Y >= y-1:
		d.further(-float32(sign(e.Scrolled.DY)))
	default:
		d.panBy(e.Scrolled.DX, e.Scrolled.DY*3)
	}
}

func sign(v float32) int {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

// Dragged moves sheets that are larger than the desk.
func (d *desk) Dragged(e *fyne.DragEvent) {
	d.panBy(e.Dragged.DX, e.Dragged.DY)
}

// DragEnd is not used.
func (d *desk) DragEnd() {}

// DoubleTapped goes from the whole sheet to its own size, and back.
func (d *desk) DoubleTapped(*fyne.PointEvent) {
	if d.zoom == 0 {
		d.magnify(1.4 / d.scale())
	} else {
		d.magnify(0)
	}
}

// Cursor is a hand where sheets can be moved.
func (d *desk) Cursor() desktop.Cursor {
	if x, y := d.room(); x > 0 || y > 0 {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// Resize fits the sheets into the new size.
func (d *desk) Resize(s fyne.Size) {
	if s != d.Size() {
		d.BaseWidget.Resize(s)
		d.panBy(0, 0)
	}
}

// MinSize is small: the desk takes what is left.
func (d *desk) MinSize() fyne.Size { return fyne.NewSize(200, 200) }

// repaint paints the desk anew, away from the UI goroutine.
func (d *desk) repaint() {
	if d.pixels.X <= 0 || d.Size().Width <= 0 || d.doc == nil {
		return
	}
	v := view{at: d.at, two: d.two, zoom: d.zoom, pan: d.pan, pal: look.Current(), pixels: d.pixels,
		scale: float32(d.pixels.X) / d.Size().Width, available: d.inSight()}
	doc, painter := d.doc, d.painter
	async.Load(&d.ahead, func(ctx context.Context) (picture, error) {
		if ctx.Err() != nil {
			return picture{}, ctx.Err()
		}
		return doc.show(painter, &v)
	}, func(p picture) {
		v.final = p.final
		d.view, d.sheets, d.pictured = v, p.sheets, p.image
		canvas.Refresh(d.raster)
	}, d.failed)
}

// failed passes an error on; a sheet that is no longer there, as an estimate was too
// high, is none.
func (d *desk) failed(err error) {
	if !errors.Is(err, typeset.ErrNoPage) {
		d.onFail(err)
	}
}

// A picture is a painted desk.
type picture struct {
	sheets []*typeset.Page
	final  bool // none of them will change
	image  *image.RGBA
}

// paint draws the sheets on the desk, white whatever the theme is.
func (p *picture) paint(painter *raster.Painter, doc *setting, v *view) {
	p.image = image.NewRGBA(image.Rectangle{Max: v.pixels})
	fill(p.image, p.image.Rect, v.pal.Desk)
	if len(p.sheets) == 0 {
		return
	}
	w, h := together(p.sheets, v.two)
	gap := float32(0)
	if v.two {
		gap = deskGap
	}
	dw, dh := float32(v.pixels.X)/v.scale, float32(v.pixels.Y)/v.scale
	zoom := v.zoom
	if zoom == 0 {
		zoom = fit(w, h, gap, dw, dh)
	}
	k := zoom * v.scale // pixels a point
	x, y := ((dw-w*zoom-gap)/2+v.pan.X)*v.scale, ((dh-h*zoom)/2+v.pan.Y)*v.scale
	for _, s := range p.sheets {
		r := image.Rect(int(x), int(y), int(x+s.W*k), int(y+s.H*k))
		fill(p.image, r.Inset(-1), v.pal.Border)
		fill(p.image, r, color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF})
		if clip := r.Intersect(p.image.Rect); !clip.Empty() {
			at := raster.View{X: float32(r.Min.X-clip.Min.X) / k, Y: float32(r.Min.Y-clip.Min.Y) / k, Scale: k}
			doc.print(painter, s, p.image.SubImage(clip).(*image.RGBA), at)
		}
		x += s.W*k + gap*v.scale
	}
}

// fill paints a rectangle of the picture in one opaque colour.
func fill(m *image.RGBA, r image.Rectangle, c color.NRGBA) {
	r = r.Intersect(m.Rect)
	if r.Empty() {
		return
	}
	first := m.Pix[m.PixOffset(r.Min.X, r.Min.Y):m.PixOffset(r.Max.X, r.Min.Y)]
	for i := 0; i < len(first); i += 4 {
		first[i], first[i+1], first[i+2], first[i+3] = c.R, c.G, c.B, c.A
	}
	for y := r.Min.Y + 1; y < r.Max.Y; y++ {
		copy(m.Pix[m.PixOffset(r.Min.X, y):], first)
	}
}

// CreateRenderer is Fyne's.
func (d *desk) CreateRenderer() fyne.WidgetRenderer {
	d.raster = canvas.NewRaster(d.shown)
	d.raster.ScaleMode = canvas.ImageScalePixels // one texel is one pixel
	return widget.NewSimpleRenderer(d.raster)
}

// shown is the picture at hand. Where it is none, or of another size, the next is begun,
// and until it is there what there is stands in the middle.
func (d *desk) shown(w, h int) image.Image {
	if d.pixels != (image.Point{w, h}) {
		d.pixels = image.Pt(w, h)
		d.repaint()
	}
	if d.pictured != nil && d.pictured.Rect.Size() == d.pixels {
		return d.pictured
	}
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	fill(m, m.Rect, look.Current().Desk)
	if d.pictured != nil {
		b := d.pictured.Rect
		draw.Draw(m, b.Add(image.Pt((w-b.Dx())/2, (h-b.Dy())/2)), d.pictured, image.Point{}, draw.Src)
	}
	return m
}

// Refresh takes the theme's colours.
func (d *desk) Refresh() {
	if d.view.pal != look.Current() {
		d.repaint()
	}
	d.BaseWidget.Refresh()
}
