package pdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"strconv"

	"baoge/app/exif"
	"baoge/app/typeset"
)

var errPicture = errors.New("picture")

// An xobject is a picture as an image XObject (§8.9.5) holds it.
type xobject struct {
	w, h, bits int
	space      string // colour space
	more       string // further entries of the dictionary: Decode, Mask
	filter     string // with its parameters; "": the data are still to be compressed
	data       []byte
	alpha      *xobject // soft mask, or nil
}

// pictures writes each picture of a document once. A JPEG file goes in as it is,
// a PNG file's data too where it has no alpha channel; what is decoded is
// compressed again without loss.
type pictures struct {
	file     *file
	bytes    func(media string) ([]byte, error)
	seen     map[string]drawn // by the name of their bytes
	profiles map[[sha256.Size]byte]ref
	cmyk     ref // the profile of CMYK without one
}

// A drawn picture is in the file; id 0: it cannot be shown.
type drawn struct {
	id   ref
	turn exif.Orientation
}

// of returns the object of a picture; ok is false where there is none to show.
func (p *pictures) of(media string) (d drawn, ok bool) {
	if d, ok := p.seen[media]; ok {
		return d, d.id != 0
	}
	if p.seen == nil {
		p.seen = map[string]drawn{}
	}
	if p.bytes != nil && media != "" {
		if b, err := p.bytes(media); err == nil {
			if x, err := p.read(b); err == nil {
				d = drawn{p.write(x), exif.OrientationOf(b)}
			}
		}
	}
	p.seen[media] = d
	return d, d.id != 0
}

// matrix maps the unit square, on which a picture's object is painted (§8.9.5), onto
// a rectangle whose corner below at the left is x, y, so that the picture is upright.
func matrix(o exif.Orientation, x, y, w, h float32) [6]float32 {
	swap, mirror, flip := o.Turns()
	m := [6]float32{w, 0, 0, h, x, y}
	if swap { // across runs what ran from top to bottom, the square's second axis reversed
		m = [6]float32{0, -h, -w, 0, x + w, y + h}
	}
	turn := func(i int, side float32) { // of the coordinate i, within a side of the rectangle
		m[i], m[i+2] = -m[i], -m[i+2]
		m[i+4] = 2*[2]float32{x, y}[i] + side - m[i+4]
	}
	if mirror {
		turn(0, w)
	}
	if flip {
		turn(1, h)
	}
	return m
}

// read makes an object of a file's bytes; what it returns may share them.
func (p *pictures) read(b []byte) (x *xobject, err error) {
	defer func() {
		if e := recover(); e != nil { // a decoder's own failing must not take the program down
			err = fmt.Errorf("%w: %v", errPicture, e)
		}
	}()
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xd8")):
		return p.jpeg(b)
	case bytes.HasPrefix(b, []byte(pngSignature)):
		return p.png(b)
	}
	return decoded(b)
}

func (p *pictures) write(x *xobject) ref {
	id := p.file.alloc()
	dict := "/Type/XObject/Subtype/Image/Width " + strconv.Itoa(x.w) + "/Height " + strconv.Itoa(x.h) +
		"/BitsPerComponent " + strconv.Itoa(x.bits) + "/ColorSpace" + x.space + x.more + x.filter
	if x.alpha != nil {
		dict += "/SMask " + p.write(x.alpha).String()
	}
	p.file.stream(id, dict, x.data, x.filter == "")
	return id
}

// device is the colour space of n components: what has no profile of its own is
// sRGB, as the document's output intent, or the grey of it. PDF/A has no CMYK
// without a profile.
func (p *pictures) device(n int) string {
	switch n {
	case 1:
		return "/DeviceGray"
	case 3:
		return "/DeviceRGB"
	}
	if p.cmyk == 0 {
		p.cmyk = p.profile(offsetProfile(), 4)
	}
	return "[/ICCBased " + p.cmyk.String() + "]"
}

// space is the colour space of a picture with n components and perhaps a profile.
func (p *pictures) space(n int, profile []byte) string {
	if !soundProfile(profile, n) {
		return p.device(n)
	}
	key := sha256.Sum256(profile)
	id, ok := p.profiles[key]
	if !ok {
		id = p.profile(profile, n)
		if p.profiles == nil {
			p.profiles = map[[sha256.Size]byte]ref{}
		}
		p.profiles[key] = id
	}
	return "[/ICCBased " + id.String() + "]"
}

func (p *pictures) profile(b []byte, n int) ref {
	id := p.file.alloc()
	p.file.stream(id, "/N "+strconv.Itoa(n), b, true)
	return id
}

// jpeg is a JPEG file as it is. Programs of Adobe's write CMYK inverted.
func (p *pictures) jpeg(b []byte) (*xobject, error) {
	j, err := readJPEG(b)
	if err != nil {
		return nil, err
	}
	if !j.whole { // what viewers would make of it differs
		if _, err := jpeg.Decode(bytes.NewReader(b)); err != nil {
			return nil, fmt.Errorf("%w: %w", errPicture, err)
		}
	}
	x := &xobject{w: j.w, h: j.h, bits: 8, space: p.space(j.components, j.profile), filter: "/Filter/DCTDecode", data: b[:j.end]}
	if j.components == 4 && j.adobe {
		x.more = "/Decode[1 0 1 0 1 0 1 0]"
	}
	return x, nil
}

// decoded is a picture of any other kind, as colours and, where some of it is not
// opaque, an alpha channel.
func decoded(b []byte) (*xobject, error) {
	if _, err := typeset.PictureSize(b); err != nil { // it bounds what a header may claim
		return nil, err
	}
	img, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errPicture, err)
	}
	return planes(img), nil
}

// planes parts a picture into colours and alpha.
func planes(img image.Image) *xobject {
	r := img.Bounds()
	colours, alpha := newPlane(r.Dx(), 3, 1), newPlane(r.Dx(), 1, 1)
	opaque := true
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row, clear := make([]byte, 0, 3*r.Dx()), make([]byte, 0, r.Dx())
		for x := r.Min.X; x < r.Max.X; x++ {
			c := nrgba(img, x, y)
			row, clear = append(row, c.R, c.G, c.B), append(clear, c.A)
			opaque = opaque && c.A == 255
		}
		colours.add(row)
		alpha.add(clear)
	}
	x := &xobject{w: r.Dx(), h: r.Dy(), bits: 8, space: "/DeviceRGB", filter: colours.filter(), data: colours.bytes()}
	if !opaque {
		x.alpha = &xobject{w: x.w, h: x.h, bits: 8, space: "/DeviceGray", filter: alpha.filter(), data: alpha.bytes()}
	}
	return x
}
