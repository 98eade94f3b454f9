package printer

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	gdi32 = windows.NewLazySystemDLL("gdi32.dll")

	createDC          = gdi32.NewProc("CreateDCW")
	deleteDC          = gdi32.NewProc("DeleteDC")
	getDeviceCaps     = gdi32.NewProc("GetDeviceCaps")
	startDoc          = gdi32.NewProc("StartDocW")
	endDoc            = gdi32.NewProc("EndDoc")
	abortDoc          = gdi32.NewProc("AbortDoc")
	startPage         = gdi32.NewProc("StartPage")
	endPage           = gdi32.NewProc("EndPage")
	setStretchBltMode = gdi32.NewProc("SetStretchBltMode")
	stretchDIBits     = gdi32.NewProc("StretchDIBits")
)

// A devmode is DEVMODEW with what the driver has behind it; its fields lie at these bytes.
type devmode []byte

const (
	dmFields      = 72
	dmOrientation = 76
	dmPaperSize   = 78
	dmPaperLength = 80
	dmPaperWidth  = 82
	dmCopies      = 86
	dmColor       = 92
	dmDuplex      = 94

	hasOrientation = 0x1
	hasPaperSize   = 0x2
	hasPaperLength = 0x4
	hasPaperWidth  = 0x8
	hasCopies      = 0x100
	hasColor       = 0x800
	hasDuplex      = 0x1000
)

func (d devmode) fields() uint32 { return *(*uint32)(unsafe.Pointer(&d[dmFields])) }

func (d devmode) set(at int, bit uint32, value int) {
	*(*int16)(unsafe.Pointer(&d[at])) = int16(value)
	*(*uint32)(unsafe.Pointer(&d[dmFields])) |= bit
}

// settings asks the driver for its settings with the options put in. copies is how many
// times the document has to be sent where the driver makes no copies.
func settings(name string, o Options, c Caps) (mode devmode, copies int, err error) {
	const out, in = 2, 8
	err = withPrinter("print", name, func(handle uintptr, name16 *uint16) error {
		n, _, err := documentProperties.Call(0, handle, uintptr(unsafe.Pointer(name16)), 0, 0, 0)
		if int32(n) < dmDuplex+2 {
			return &Error{Op: "print", Printer: name, Message: err.Error(), Err: ErrVanished}
		}
		mode = make(devmode, n)
		at := uintptr(unsafe.Pointer(&mode[0]))
		if r, _, err := documentProperties.Call(0, handle, uintptr(unsafe.Pointer(name16)), at, 0, out); int32(r) < 0 {
			return &Error{Op: "print", Printer: name, Message: err.Error(), Err: ErrVanished}
		}
		copies = 1
		if o.Copies > 1 && mode.fields()&hasCopies != 0 && o.Copies <= max(c.MaxCopies, 1) {
			mode.set(dmCopies, hasCopies, o.Copies)
		} else {
			copies = o.Copies
		}
		if err := mode.put(o, c); err != nil {
			return &Error{Op: "print", Printer: name, Message: err.Error(), Err: ErrOptions}
		}
		if r, _, err := documentProperties.Call(0, handle, uintptr(unsafe.Pointer(name16)), at, at, in|out); int32(r) < 0 {
			return &Error{Op: "print", Printer: name, Message: err.Error(), Err: ErrOptions}
		}
		return nil
	})
	return mode, copies, err
}

// put sets paper, sides and colour, by the numbers of DEVMODEW.
func (d devmode) put(o Options, c Caps) error {
	if o.W > 0 {
		fits := func(s Sheet) bool { return near(s.W, o.W) && near(s.H, o.H) }
		if len(c.Papers) > 0 && !slices.ContainsFunc(c.Papers, fits) {
			return fmt.Errorf("没有 %d×%d 毫米的纸", mm(o.W), mm(o.H))
		}
		d.set(dmOrientation, hasOrientation, 1)
		if id := paperIDs[mm(o.W)]; id != 0 && mm(o.H) == paperHeights[id] {
			d.set(dmPaperSize, hasPaperSize, id)
		} else { // by its size in tenths of a millimetre
			d.set(dmPaperSize, hasPaperSize, 0)
			d.set(dmPaperLength, hasPaperLength, mm(o.H)*10)
			d.set(dmPaperWidth, hasPaperWidth, mm(o.W)*10)
		}
	}
	switch o.Sides {
	case OneSided:
		d.set(dmDuplex, hasDuplex, 1)
	case LongEdge, ShortEdge:
		if !slices.Contains(c.Sides, o.Sides) {
			return fmt.Errorf("不能双面打印")
		}
		d.set(dmDuplex, hasDuplex, map[Sides]int{LongEdge: 2, ShortEdge: 3}[o.Sides])
	}
	if o.Grey {
		d.set(dmColor, hasColor, 1)
	}
	return nil
}

// The numbers of DMPAPER by width, and the heights they go with, in millimetres.
var (
	paperIDs     = map[int]int{210: 9, 148: 11, 297: 8, 216: 1}
	paperHeights = map[int]int{9: 297, 11: 210, 8: 420, 1: 279}
)

// docInfo is DOCINFOW.
type docInfo struct {
	size                   int32
	name, output, datatype *uint16
	kind                   uint32
}

// bitmapHeader is BITMAPINFOHEADER, with the grey palette behind it.
type bitmapHeader struct {
	size               int32
	w, h               int32
	planes, bits       uint16
	compression, bytes uint32
	xPerMetre, yPer    int32
	used, important    uint32
	palette            [256]uint32
}

// Print draws the pages and puts them into the queue. A driver's thread must stay its
// thread, so the goroutine keeps it.
func (s spooler) Print(ctx context.Context, d Document, o Options) (JobID, error) {
	if d.Pages == nil {
		return JobID{}, &Error{Op: "print", Printer: o.Printer, Err: ErrPictures}
	}
	caps, err := s.Caps(ctx, o.Printer)
	if err != nil {
		return JobID{}, err
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	mode, copies, err := settings(o.Printer, o, caps)
	if err != nil {
		return JobID{}, err
	}
	var id JobID
	for range max(copies, 1) {
		if id, err = printOnce(ctx, d, o, mode); err != nil {
			return id, about(err, "print", o.Printer)
		}
	}
	return id, nil
}

func printOnce(ctx context.Context, d Document, o Options, mode devmode) (JobID, error) {
	driver, _ := windows.UTF16PtrFromString("WINSPOOL")
	name, err := windows.UTF16PtrFromString(o.Printer)
	if err != nil {
		return JobID{}, &Error{Err: ErrUnknown}
	}
	dc, _, why := createDC.Call(uintptr(unsafe.Pointer(driver)), uintptr(unsafe.Pointer(name)), 0, uintptr(unsafe.Pointer(&mode[0])))
	if dc == 0 {
		return JobID{}, &Error{Message: why.Error(), Err: ErrUnknown}
	}
	defer deleteDC.Call(dc)
	title, err := windows.UTF16PtrFromString(jobName(d.Title))
	if err != nil {
		return JobID{}, &Error{Err: ErrDocument}
	}
	info := docInfo{size: int32(unsafe.Sizeof(docInfo{})), name: title}
	job, _, why := startDoc.Call(dc, uintptr(unsafe.Pointer(&info)))
	if int32(job) <= 0 {
		return JobID{}, &Error{Message: why.Error(), Err: ErrRejecting}
	}
	if err := paint(ctx, gdi(dc), d.Pages, o.Grey); err != nil {
		abortDoc.Call(dc)
		return JobID{}, err
	}
	if r, _, why := endDoc.Call(dc); int32(r) <= 0 { // so says a queue that takes nothing
		return JobID{}, &Error{Message: why.Error(), Err: ErrRejecting}
	}
	return JobID{o.Printer, int(int32(job))}, nil
}

// gdi is a device context of GDI.
type gdi uintptr

func (c gdi) caps(index uintptr) int {
	n, _, _ := getDeviceCaps.Call(uintptr(c), index)
	return int(int32(n))
}

// geometry, by the numbers of GetDeviceCaps.
func (c gdi) geometry() geometry {
	const dpiX, dpiY, width, height, offsetX, offsetY = 88, 90, 110, 111, 112, 113
	return geometry{w: c.caps(width), h: c.caps(height), left: c.caps(offsetX), top: c.caps(offsetY),
		scaleX: float32(c.caps(dpiX)) / 72, scaleY: float32(c.caps(dpiY)) / 72}
}

func (c gdi) startPage() error {
	if r, _, err := startPage.Call(uintptr(c)); int32(r) <= 0 {
		return &Error{Message: err.Error(), Err: ErrAborted}
	}
	const halftone = 4 // StartPage sets the mode back
	setStretchBltMode.Call(uintptr(c), halftone)
	return nil
}

func (c gdi) endPage() error {
	if r, _, err := endPage.Call(uintptr(c)); int32(r) <= 0 {
		return &Error{Message: err.Error(), Err: ErrAborted}
	}
	return nil
}

func (c gdi) put(strip dib, left, width, from, to int) error {
	const copyPixels = 0x00CC0020
	head := bitmapHeader{size: 40, w: int32(strip.w), h: -int32(strip.h), planes: 1, bits: 24}
	if strip.grey {
		head.bits, head.used = 8, 256
		for i := range head.palette {
			head.palette[i] = uint32(i) * 0x010101
		}
	}
	r, _, err := stretchDIBits.Call(uintptr(c), uintptr(left), uintptr(from), uintptr(width), uintptr(to-from), 0, 0, uintptr(strip.w), uintptr(strip.h),
		uintptr(unsafe.Pointer(&strip.bytes[0])), uintptr(unsafe.Pointer(&head)), 0, copyPixels)
	if int32(r) <= 0 {
		return &Error{Message: err.Error(), Err: ErrAborted}
	}
	return nil
}
