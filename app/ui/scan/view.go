// Package scan shows the pictures of a printed page: as wide as there is room for or at a
// size of their own, moved by dragging and the wheel, with words outlined on them. It is a
// widget for screens, not a screen.
//
// Begin with [New], put it somewhere, and [View.Open] pictures on it.
//
// Pictures are read, decoded, scaled and painted away from the UI goroutine; one at a time
// is held decoded. All else here is for the UI goroutine. Lengths are device-independent
// pixels; places on a picture are shares of its width and height.
package scan

import (
	"context"
	"errors"
	"image"
	"runtime/debug"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"baoge/app/facsimile"
	"baoge/app/raster"
	"baoge/app/typeset"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
)

// A View shows one of the pictures of a page. Its functions may be nil and are set before
// it is shown.
type View struct {
	OnPick  func(sheet int, x, y float32) // a point of a picture was clicked
	OnTurn  func()                        // another picture is in sight, or has another size
	Explain func(error) string            // says why a picture cannot be shown, in a sentence

	widget.BaseWidget
	fetch  func(ctx context.Context, medium string) ([]byte, error)
	sheets []facsimile.Sheet
	at     int          // index of the sheet in sight
	scan   *raster.Scan // of that sheet; nil: not decoded yet, or broken
	marks  []Mark
	zoom   float32       // units a pixel of the picture; 0: as wide as there is room
	off    fyne.Position // how far the picture is scrolled
	goal   *facsimile.Place

	opening, painting async.Slot
	freeing           async.Slot
	stale             bool        // what is being painted is not what is to be seen any more
	scale             float32     // device pixels a unit
	front, back, work *image.RGBA // what is seen; what is painted next; what is seen moved meanwhile
	seen              frame       // of front
	raster            *canvas.Raster
	note              *line.Text // stands where there is no picture
	centre            *fyne.Container
}

// New makes a view without pictures.
func New(p *line.Press) *View {
	v := &View{scale: 1}
	v.note = line.NewText(p, line.Piece{Face: typeset.Sans, Size: 14, Leading: 24, Width: noteW, MaxLines: 6, Align: typeset.Centred, Tint: line.Secondary})
	v.centre = container.NewCenter(v.note)
	v.raster = canvas.NewRaster(v.draw)
	v.raster.ScaleMode = canvas.ImageScalePixels // one texel is one pixel
	v.ExtendBaseWidget(v)
	return v
}

const noteW = 300

// Open puts the pictures of another page on the view, the first one in sight and as wide as
// there is room. fetch gives a picture's bytes by its SHA-256; it is called on other
// goroutines.
func (v *View) Open(sheets []facsimile.Sheet, fetch func(ctx context.Context, medium string) ([]byte, error)) {
	v.Clear()
	v.sheets, v.fetch = sheets, fetch
	if len(sheets) > 0 {
		v.load(0)
	}
}

// Clear takes the pictures off and gives their memory back to the system: a picture is a
// hundred times what else changes in the window, and Go would not look for it soon.
func (v *View) Clear() {
	v.opening.Cancel()
	v.painting.Cancel()
	held := v.scan != nil
	v.sheets, v.scan, v.marks, v.goal, v.at, v.zoom, v.off, v.stale = nil, nil, nil, nil, 0, 0, fyne.Position{}, false
	v.front, v.back, v.work, v.seen = nil, nil, nil, frame{}
	v.say("")
	if held {
		async.Load(&v.freeing, func(context.Context) (struct{}, error) {
			debug.FreeOSMemory()
			return struct{}{}, nil
		}, func(struct{}) {}, nil)
	}
}

// Sheets is how many pictures there are; Sheet is which of them is in sight, from 0.
func (v *View) Sheets() int { return len(v.sheets) }

// Sheet follows Sheets.
func (v *View) Sheet() int { return v.at }

// Turn shows another picture from its top, by steps; beyond the ends nothing happens.
func (v *View) Turn(by int) {
	if n := v.at + by; n >= 0 && n < len(v.sheets) && by != 0 {
		v.off.Y = 0
		v.load(n)
	}
}

// load reads and decodes a picture; until it is there the view says so.
func (v *View) load(n int) {
	v.at, v.scan, v.front, v.seen = n, nil, nil, frame{}
	v.painting.Cancel()
	v.say(lang.X("scan.opening", "正在打开版面图片…"))
	sheet, fetch := v.sheets[n], v.fetch
	async.Load(&v.opening, func(ctx context.Context) (*raster.Scan, error) {
		data, err := fetch(ctx, sheet.Medium)
		if err != nil {
			return nil, err
		}
		s, err := raster.OpenScan(data, sheet.Number)
		debug.FreeOSMemory() // of the file, of what decoding left, of the picture before
		return s, err
	}, func(s *raster.Scan) {
		v.scan = s
		v.say("")
		if g := v.goal; g != nil {
			v.goal = nil
			v.Reveal(*g)
		}
		v.scrollTo(v.off)
		v.turned()
	}, v.broken)
	v.turned()
}

func (v *View) broken(err error) {
	why := err.Error()
	switch {
	case errors.Is(err, typeset.ErrPicture):
		why = lang.X("scan.damaged", "文件已损坏，或是不能显示的格式，请重新取一份原图再导入。")
	case v.Explain != nil:
		why = v.Explain(err)
	}
	v.say(lang.X("scan.broken", "这张版面图片不能显示。{{.Why}}", map[string]any{"Why": why}))
}

func (v *View) turned() {
	if v.OnTurn != nil {
		v.OnTurn()
	}
}

// say shows a text in the picture's place; "" shows the picture.
func (v *View) say(text string) {
	v.note.SetText(text)
	v.centre.Refresh()
	v.repaint()
	canvas.Refresh(v.raster)
}

// Said is the text in the picture's place.
func (v *View) Said() string { return v.note.String() }

// Ready reports whether the picture in sight is decoded.
func (v *View) Ready() bool { return v.scan != nil }

// Mark outlines places instead of those outlined before.
func (v *View) Mark(marks []Mark) {
	v.marks = marks
	v.repaint()
}

// Marks are the places outlined.
func (v *View) Marks() []Mark { return v.marks }

// Reveal brings a place into sight, on its sheet.
func (v *View) Reveal(p facsimile.Place) {
	if p.Sheet < 0 || p.Sheet >= len(v.sheets) {
		return
	}
	if p.Sheet != v.at {
		v.goal = &p
		v.load(p.Sheet)
		return
	}
	if v.scan == nil {
		v.goal = &p
		return
	}
	r := v.onView(p.Box)
	size := v.Size()
	const room = 40
	to := v.off
	if r.Y < room || r.Y+r.H > size.Height-room {
		to.Y += r.Y + min(r.H, size.Height)/2 - size.Height*0.4
	}
	if r.X < 0 || r.X+r.W > size.Width {
		to.X += r.X + min(r.W, size.Width)/2 - size.Width/2
	}
	v.scrollTo(to)
}

// CreateRenderer is Fyne's.
func (v *View) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(v.raster, v.centre))
}

// MinSize is small: the view takes what is left.
func (v *View) MinSize() fyne.Size { return fyne.NewSize(200, 120) }

// Resize keeps the picture's top in sight.
func (v *View) Resize(s fyne.Size) {
	if s == v.Size() {
		return
	}
	v.BaseWidget.Resize(s)
	v.scrollTo(v.off)
	v.turned()
}

// Refresh takes the theme's colours.
func (v *View) Refresh() {
	v.repaint()
	v.BaseWidget.Refresh()
}
