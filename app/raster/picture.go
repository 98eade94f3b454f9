package raster

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"sync"

	scale "golang.org/x/image/draw"

	"baoge/app/exif"
	"baoge/app/typeset"
)

// pictureCache bounds the pixels of the pictures a painter keeps, in bytes: some
// screens full. What the last painting showed or waited for is kept all the same,
// or two pictures larger than the bound would push each other out without end.
const pictureCache = 24 << 20

// Ready decodes a picture, whose bytes are data, and scales it to what a view of
// this scale needs, so that the next [Painter.Pictures] paints it. Bytes that
// cannot be had (err), or are no picture, ready the frame that stands for it.
// It takes as long as that does: half a second for a photograph of twelve megapixels.
// Call it on any goroutine but the one that paints the window.
func (p *Painter) Ready(pic *typeset.Picture, viewScale float32, data []byte, err error) {
	k := keyOf(pic, viewScale)
	var img *image.RGBA
	if err == nil && k.w > 0 && k.h > 0 {
		img, _ = decoded(data, k.w, k.h) // what cannot be decoded has its frame
	}
	p.pictures.put(k, img)
}

// decoded is a picture at a size in pixels, on white where it is transparent.
func decoded(data []byte, w, h int) (out *image.RGBA, err error) {
	defer func() {
		if p := recover(); p != nil { // a decoder's own failing must not take the window down
			out, err = nil, fmt.Errorf("%w: %v", typeset.ErrPicture, p)
		}
	}()
	if _, err := typeset.PictureSize(data); err != nil { // it bounds what a header may claim
		return nil, err
	}
	src, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("decode picture: %w", err)
	}
	turn := exif.OrientationOf(data)
	w, h = turn.Size(w, h) // as it is stored
	out = image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	scale.CatmullRom.Scale(out, out.Bounds(), src, src.Bounds(), draw.Over, nil)
	return upright(out, turn), nil
}

// upright is a picture as it is seen when its stored rows stand so.
func upright(src *image.RGBA, o exif.Orientation) *image.RGBA {
	if o == 1 {
		return src
	}
	w, h := o.Size(src.Rect.Dx(), src.Rect.Dy())
	return &image.RGBA{Pix: o.Turn(src.Pix, src.Rect.Dx(), src.Rect.Dy(), src.Stride, 4), Stride: 4 * w, Rect: image.Rect(0, 0, w, h)}
}

// Pictures paints the pictures that fall into dst, and a frame for what is no
// picture. Those not readied yet at this scale are painted flat and returned:
// give each to [Painter.Ready], then paint again.
func (p *Painter) Pictures(dst *image.RGBA, pics []typeset.Picture, v View, pal *Palette) (waiting []typeset.Picture) {
	p.pictures.begin()
	for i := range pics {
		pic := &pics[i]
		at := pixelsOf(pic.Rect, v).Add(dst.Bounds().Min)
		if !at.Overlaps(dst.Bounds()) {
			continue
		}
		if pic.Pixels == [2]int{} {
			p.frame(dst, pic, v, pal)
			continue
		}
		img, ok := p.pictures.get(keyOf(pic, v.Scale))
		switch {
		case !ok:
			fill(dst, at, pal[typeset.InkHairline])
			waiting = append(waiting, *pic)
		case img == nil:
			p.frame(dst, pic, v, pal)
		default:
			draw.Draw(dst, img.Bounds().Add(at.Min), img, image.Point{}, draw.Src)
		}
	}
	return waiting
}

// frame paints what stands for a picture that cannot be shown.
func (p *Painter) frame(dst *image.RGBA, pic *typeset.Picture, v View, pal *Palette) {
	r, px := pic.Rect, 1/v.Scale
	p.Rules(dst, []typeset.Rule{
		{Rect: typeset.Rect{X: r.X, Y: r.Y, W: r.W, H: px}, Ink: typeset.InkHairline},
		{Rect: typeset.Rect{X: r.X, Y: r.Bottom() - px, W: r.W, H: px}, Ink: typeset.InkHairline},
		{Rect: typeset.Rect{X: r.X, Y: r.Y, W: px, H: r.H}, Ink: typeset.InkHairline},
		{Rect: typeset.Rect{X: r.X + r.W - px, Y: r.Y, W: px, H: r.H}, Ink: typeset.InkHairline},
	}, v, pal)
	p.Lines(dst, pic.Instead, v, pal)
}

func fill(dst *image.RGBA, r image.Rectangle, c color.NRGBA) {
	draw.Draw(dst, r, image.NewUniform(c), image.Point{}, draw.Src)
}

// pixelsOf is where a rectangle lies in pixels from the picture's corner.
func pixelsOf(r typeset.Rect, v View) image.Rectangle {
	w, h := size(r, v.Scale)
	x, y := round((r.X+v.X)*v.Scale), round((r.Y+v.Y)*v.Scale)
	return image.Rect(x, y, x+w, y+h)
}

func size(r typeset.Rect, scale float32) (w, h int) {
	return round(min(r.W*scale, maxSide)), round(min(r.H*scale, maxSide))
}

// maxSide bounds the side of what is painted, in pixels.
const maxSide = 8192

type pictureKey struct {
	media string
	w, h  int // pixels
}

func keyOf(pic *typeset.Picture, scale float32) pictureKey {
	w, h := size(pic.Rect, scale)
	return pictureKey{pic.Media, w, h}
}

// A gallery keeps readied pictures; nil stands for one that cannot be decoded.
// What was shown longest ago goes first.
type gallery struct {
	mu       sync.Mutex
	hung     map[pictureKey]*hanging
	bytes    int
	painting int // counts paintings
}

type hanging struct {
	img  *image.RGBA
	seen int // the painting that showed it last, or waited for it
}

// begin begins a painting.
func (g *gallery) begin() {
	g.mu.Lock()
	g.painting++
	g.mu.Unlock()
}

func (g *gallery) get(k pictureKey) (*image.RGBA, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	h, ok := g.hung[k]
	if !ok {
		return nil, false
	}
	h.seen = g.painting
	return h.img, true
}

func (g *gallery) put(k pictureKey, img *image.RGBA) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.hung == nil {
		g.hung = map[pictureKey]*hanging{}
	}
	g.remove(k)
	g.hung[k] = &hanging{img, g.painting}
	g.bytes += weight(img)
	for g.bytes > pictureCache {
		oldest := k
		for other, h := range g.hung {
			if h.seen < g.hung[oldest].seen {
				oldest = other
			}
		}
		if g.hung[oldest].seen == g.painting {
			return
		}
		g.remove(oldest)
	}
}

func (g *gallery) remove(k pictureKey) {
	if h, ok := g.hung[k]; ok {
		g.bytes -= weight(h.img)
		delete(g.hung, k)
	}
}

// weight is what a picture costs in bytes, its entry included.
func weight(img *image.RGBA) int {
	if img == nil {
		return maskOverhead
	}
	return len(img.Pix) + maskOverhead
}
