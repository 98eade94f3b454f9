package read

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"baoge/app/raster"
	"baoge/app/typeset"
	"baoge/app/ui/async"
	"baoge/app/ui/look"
)

// A viewer shows one picture as large as the window, over everything else. A click or a key
// takes it away.
type viewer struct {
	widget.BaseWidget
	painter    *raster.Painter
	plates     *Plates
	picture    typeset.Picture
	shut       func()
	raster     *canvas.Raster
	pixels     *image.RGBA
	developing async.Slot
}

// viewerSide is the room around the picture.
const viewerSide = 24

// shade lies over the window around the picture.
var shade = color.NRGBA{A: 0xD8}

// enlarge shows a picture of the article over the window.
func (r *Reader) enlarge(pic typeset.Picture) {
	c := fyne.CurrentApp().Driver().CanvasForObject(r.galley)
	if c == nil {
		return
	}
	v := &viewer{painter: r.galley.press.Painter, plates: r.galley.plates, picture: pic}
	v.raster = canvas.NewRaster(v.paint)
	v.raster.ScaleMode = canvas.ImageScalePixels
	v.ExtendBaseWidget(v)
	v.shut = func() {
		v.developing.Cancel()
		c.Overlays().Remove(v)
	}
	c.Overlays().Add(v)
	v.Resize(c.Size())
	c.Focus(v)
}

// place is where the picture stands: as large as there is room for, but not so large that
// its own pixels show.
func (v *viewer) place(scale float32) typeset.Rect {
	size := v.Size()
	w, h := float32(v.picture.Pixels[0])/scale, float32(v.picture.Pixels[1])/scale
	k := min((size.Width-2*viewerSide)/w, (size.Height-2*viewerSide)/h, 2)
	w, h = max(w*k, 1), max(h*k, 1)
	return typeset.Rect{X: (size.Width - w) / 2, Y: (size.Height - h) / 2, W: w, H: h}
}

func (v *viewer) paint(w, h int) image.Image {
	if v.pixels == nil || v.pixels.Rect.Dx() != w || v.pixels.Rect.Dy() != h {
		v.pixels = image.NewRGBA(image.Rect(0, 0, w, h))
	}
	fill(v.pixels, shade)
	if v.Size().Width <= 0 || w == 0 {
		return v.pixels
	}
	scale := pixelScale(v, float32(w)/v.Size().Width)
	pic := v.picture
	pic.Rect, pic.Instead = v.place(scale), nil
	inks := inksOf(look.Current())
	waiting := v.painter.Pictures(v.pixels, []typeset.Picture{pic}, raster.View{Scale: scale}, &inks)
	v.plates.develop(&v.developing, v.painter, waiting, scale, v.Refresh)
	return v.pixels
}

// Refresh paints anew.
func (v *viewer) Refresh() { canvas.Refresh(v.raster) }

// CreateRenderer is Fyne's.
func (v *viewer) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(v.raster) }

// Tapped takes the picture away.
func (v *viewer) Tapped(*fyne.PointEvent) { v.shut() }

// Cursor is a hand: a click does something.
func (v *viewer) Cursor() desktop.Cursor { return desktop.PointerCursor }

// FocusGained and FocusLost draw nothing.
func (v *viewer) FocusGained() {}

// FocusLost follows FocusGained.
func (v *viewer) FocusLost() {}

// TypedRune does nothing: the key has done it.
func (v *viewer) TypedRune(rune) {}

// TypedKey takes the picture away.
func (v *viewer) TypedKey(*fyne.KeyEvent) { v.shut() }
