package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"io"
	"strconv"
)

const pngSignature = "\x89PNG\r\n\x1a\n"

// A pngFile is a PNG file's chunks (ISO/IEC 15948 §11).
type pngFile struct {
	w, h, bits int
	kind       byte // colour type: 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha
	interlaced bool
	palette    []byte
	clear      []byte // tRNS: alpha of the palette's colours, or the one colour that is clear
	profile    []byte // ICC, or nil
	data       []byte // the compressed rows
}

func (f *pngFile) channels() int { return [...]int{1, 0, 3, 1, 2, 0, 4}[f.kind] }

// stride is the bytes of a row, without the one that says how it is filtered.
func (f *pngFile) stride() int { return (f.w*f.channels()*f.bits + 7) / 8 }

// readPNG takes a file apart. Each chunk that is used must have the right sum.
func readPNG(b []byte) (*pngFile, error) {
	p := &pngFile{}
	bad := func(what string) (*pngFile, error) { return nil, fmt.Errorf("%w: PNG: %s", errPicture, what) }
	for at := len(pngSignature); ; {
		if at+12 > len(b) {
			return bad("cut short")
		}
		n, name := int(binary.BigEndian.Uint32(b[at:])), string(b[at+4:at+8])
		if n < 0 || n > len(b)-at-12 {
			return bad("cut short in " + name)
		}
		chunk, sum := b[at+8:at+8+n], binary.BigEndian.Uint32(b[at+8+n:])
		if crc32.ChecksumIEEE(b[at+4:at+8+n]) != sum {
			return bad("damaged in " + name)
		}
		at += 12 + n
		switch name {
		case "IHDR":
			if !p.header(chunk) {
				return bad("header")
			}
		case "PLTE":
			p.palette = chunk
		case "tRNS":
			p.clear = chunk
		case "iCCP":
			if i := bytes.IndexByte(chunk, 0); i >= 0 && i+2 <= len(chunk) {
				p.profile = inflated(chunk[i+2:])
			}
		case "IDAT":
			p.data = append(p.data, chunk...)
		case "IEND":
			if p.w == 0 || p.kind == 3 && (len(p.palette) == 0 || len(p.palette)%3 != 0 || len(p.palette) > 768) {
				return bad("header or palette")
			}
			return p, nil
		}
	}
}

func (f *pngFile) header(b []byte) bool {
	if len(b) != 13 || f.w != 0 {
		return false
	}
	w, h := binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:])
	f.w, f.h, f.bits, f.kind, f.interlaced = int(w), int(h), int(b[8]), b[9], b[12] == 1
	depths := map[byte]string{0: "\x01\x02\x04\x08\x10", 2: "\x08\x10", 3: "\x01\x02\x04\x08", 4: "\x08\x10", 6: "\x08\x10"}[f.kind]
	return w >= 1 && h >= 1 && w < 1<<20 && h < 1<<20 && bytes.IndexByte([]byte(depths), b[8]) >= 0 && b[10] == 0 && b[11] == 0 && b[12] <= 1
}

// mostProfile bounds what a compressed profile may become.
const mostProfile = 4 << 20

func inflated(b []byte) []byte {
	z, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil
	}
	out, err := io.ReadAll(io.LimitReader(z, mostProfile))
	if err != nil {
		return nil
	}
	return out
}

// png is a PNG file: its data as they are where they hold colours alone, its alpha
// as a soft mask.
func (p *pictures) png(b []byte) (*xobject, error) {
	f, err := readPNG(b)
	if err != nil {
		return nil, err
	}
	if f.interlaced {
		return decoded(b)
	}
	n := f.channels()
	x := &xobject{w: f.w, h: f.h, bits: f.bits}
	if f.kind == 4 || f.kind == 6 {
		n--
		if err := f.part(x); err != nil {
			return nil, err
		}
	} else {
		x.data, x.filter = f.data, predictor(n, f.bits, f.w)
		if err := f.mask(x); err != nil {
			return nil, err
		}
	}
	x.space = p.space(n, f.profile)
	if f.kind == 3 {
		colours := min(len(f.palette)/3, 1<<f.bits)
		x.space = "[/Indexed" + " " + p.space(3, f.profile) + " " + strconv.Itoa(colours-1) + "<" + fmt.Sprintf("%X", f.palette[:3*colours]) + ">]"
	}
	return x, nil
}

// part fills the picture with the colours and the alpha of rows that hold both.
func (f *pngFile) part(x *xobject) error {
	size := f.bits / 8
	n := f.channels()
	colours, alpha := newPlane(f.w, n-1, size), newPlane(f.w, 1, size)
	row, clear := make([]byte, 0, f.stride()), make([]byte, 0, f.w*size)
	err := f.eachRow(func(b []byte) {
		row, clear = row[:0], clear[:0]
		for i := 0; i < len(b); i += n * size {
			row, clear = append(row, b[i:i+(n-1)*size]...), append(clear, b[i+(n-1)*size:i+n*size]...)
		}
		colours.add(row)
		alpha.add(clear)
	})
	x.data, x.filter = colours.bytes(), colours.filter()
	x.alpha = &xobject{w: f.w, h: f.h, bits: f.bits, space: "/DeviceGray", filter: alpha.filter(), data: alpha.bytes()}
	return err
}

// mask looks at every row, for a damaged one, and makes what is clear so: of a
// palette by a soft mask, of one colour by naming it (§8.9.6.4).
func (f *pngFile) mask(x *xobject) error {
	if f.kind != 3 || len(f.clear) == 0 {
		if n := f.channels(); f.kind != 3 && len(f.clear) == 2*n {
			x.more = "/Mask["
			for i := range n {
				v := strconv.Itoa(int(binary.BigEndian.Uint16(f.clear[2*i:])) & (1<<f.bits - 1))
				x.more += v + " " + v + " "
			}
			x.more += "]"
		}
		return f.eachRow(func([]byte) {})
	}
	alpha := newPlane(f.w, 1, 1)
	row := make([]byte, f.w)
	err := f.eachRow(func(b []byte) {
		for i := range row {
			bit := i * f.bits
			c := int(b[bit/8]>>(8-f.bits-bit%8)) & (1<<f.bits - 1)
			if row[i] = 255; c < len(f.clear) {
				row[i] = f.clear[c]
			}
		}
		alpha.add(row)
	})
	x.alpha = &xobject{w: f.w, h: f.h, bits: 8, space: "/DeviceGray", filter: alpha.filter(), data: alpha.bytes()}
	return err
}

// eachRow hands out the rows, unfiltered (§9), each valid until the next.
func (f *pngFile) eachRow(fn func([]byte)) error {
	z, err := zlib.NewReader(bytes.NewReader(f.data))
	if err != nil {
		return fmt.Errorf("%w: PNG: %w", errPicture, err)
	}
	stride, step := f.stride(), max(1, f.channels()*f.bits/8)
	above, row := make([]byte, stride), make([]byte, 1+stride)
	for y := range f.h {
		if _, err := io.ReadFull(z, row); err != nil {
			return fmt.Errorf("%w: PNG: row %d: %w", errPicture, y, err)
		}
		if !unfilter(row[0], row[1:], above, step) {
			return fmt.Errorf("%w: PNG: row %d: filter %d", errPicture, y, row[0])
		}
		fn(row[1:])
		copy(above, row[1:])
	}
	return nil
}

// unfilter adds to each byte what the filter took from it.
func unfilter(filter byte, row, above []byte, step int) bool {
	for i := range row {
		var left, corner byte
		if i >= step {
			left, corner = row[i-step], above[i-step]
		}
		switch filter {
		case 0:
			return true
		case 1:
			row[i] += left
		case 2:
			row[i] += above[i]
		case 3:
			row[i] += byte((int(left) + int(above[i])) / 2)
		case 4:
			row[i] += paeth(left, above[i], corner)
		default:
			return false
		}
	}
	return true
}

// paeth is the neighbour nearest to left + above − corner.
func paeth(left, above, corner byte) byte {
	a, b, c := int(left), int(above), int(corner)
	near := func(v int) int { return max(a+b-c-v, v-a-b+c) }
	switch pa, pb, pc := near(a), near(b), near(c); {
	case pa <= pb && pa <= pc:
		return left
	case pb <= pc:
		return above
	}
	return corner
}

// A plane is rows of samples being compressed, each filtered as in a PNG file.
type plane struct {
	w, channels, size int // size: bytes a sample
	zip               *zlib.Writer
	zipped            bytes.Buffer
	above, row        []byte
}

func newPlane(w, channels, size int) *plane {
	p := &plane{w: w, channels: channels, size: size, above: make([]byte, w*channels*size), row: make([]byte, 1+w*channels*size)}
	p.zip = zlib.NewWriter(&p.zipped)
	return p
}

func (p *plane) add(row []byte) {
	step := p.channels * p.size
	p.row[0] = 4
	for i, v := range row {
		var left, corner byte
		if i >= step {
			left, corner = row[i-step], p.above[i-step]
		}
		p.row[1+i] = v - paeth(left, p.above[i], corner)
	}
	p.zip.Write(p.row) // to memory: no error
	copy(p.above, row)
}

func (p *plane) bytes() []byte {
	p.zip.Close()
	return p.zipped.Bytes()
}

func (p *plane) filter() string { return predictor(p.channels, 8*p.size, p.w) }

// predictor is the filter of rows compressed as in a PNG file (§7.4.4.4).
func predictor(channels, bits, w int) string {
	return "/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors " + strconv.Itoa(channels) +
		"/BitsPerComponent " + strconv.Itoa(bits) + "/Columns " + strconv.Itoa(w) + ">>"
}

// nrgba is a pixel without its alpha multiplied in.
func nrgba(img image.Image, x, y int) color.NRGBA {
	return color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
}
