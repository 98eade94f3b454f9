package printer

import (
	"cmp"
	"context"
	"errors"
	"runtime"
	"slices"
	"unsafe"

	"golang.org/x/sys/windows"
)

// spooler is Windows' own. Its printers take no PDF: pages are drawn by this program and
// put down as pictures, which every driver can, and no other program is needed for it.
type spooler struct{}

func system() Spooler { return spooler{} }

var (
	winspool = windows.NewLazySystemDLL("winspool.drv")

	enumPrinters       = winspool.NewProc("EnumPrintersW")
	getDefaultPrinter  = winspool.NewProc("GetDefaultPrinterW")
	openPrinter        = winspool.NewProc("OpenPrinterW")
	closePrinter       = winspool.NewProc("ClosePrinter")
	getPrinter         = winspool.NewProc("GetPrinterW")
	documentProperties = winspool.NewProc("DocumentPropertiesW")
	deviceCapabilities = winspool.NewProc("DeviceCapabilitiesW")
	getJobInfo         = winspool.NewProc("GetJobW")
	setJob             = winspool.NewProc("SetJobW")
)

// printerInfo is PRINTER_INFO_2W.
type printerInfo struct {
	server, name, share, port, driver, comment, place *uint16
	devmode                                           uintptr
	separator, processor, datatype, parameters        *uint16
	security                                          uintptr
	attributes, priority, defaultPriority             uint32
	start, until, status, jobs, pagesAMinute          uint32
}

// jobInfo is JOB_INFO_1W.
type jobInfo struct {
	id                                                  uint32
	printer, machine, user, document, datatype, message *uint16
	status, priority, position, pages, printed          uint32
	submitted                                           windows.Systemtime
}

// The bits of PRINTER_INFO_2W.Status and of JOB_INFO_1W.Status that tell something.
const (
	printerPaused  = 0x1
	printerJam     = 0x8
	printerNoPaper = 0x10 | 0x40 | 0x10000
	printerOffline = 0x80 | 0x1000
	printerBusy    = 0x200 | 0x400 | 0x4000
	printerNoInk   = 0x40000
	printerPerson  = 0x2 | 0x100000 | 0x800
	printerOpen    = 0x400000

	jobPaused   = 0x1
	jobError    = 0x2
	jobDeleting = 0x4
	jobPrinting = 0x10
	jobOffline  = 0x20
	jobNoPaper  = 0x40
	jobPrinted  = 0x80 | 0x1000
	jobDeleted  = 0x100
	jobBlocked  = 0x200
	jobPerson   = 0x400
)

func text16(p *uint16) string { return windows.UTF16PtrToString(p) }

func (spooler) List(context.Context) ([]Printer, error) {
	const localAndConnected = 2 | 4
	var need, n uint32
	enumPrinters.Call(localAndConnected, 0, 2, 0, 0, uintptr(unsafe.Pointer(&need)), uintptr(unsafe.Pointer(&n)))
	if need == 0 {
		return nil, nil
	}
	buf := make([]uint64, (need+7)/8) // of words, so that the structures lie even
	ok, _, err := enumPrinters.Call(localAndConnected, 0, 2, uintptr(unsafe.Pointer(&buf[0])), uintptr(need), uintptr(unsafe.Pointer(&need)), uintptr(unsafe.Pointer(&n)))
	if ok == 0 {
		return nil, &Error{Op: "list", Message: err.Error(), Err: ErrNoServer}
	}
	first := defaultName()
	var all []Printer
	for _, i := range unsafe.Slice((*printerInfo)(unsafe.Pointer(&buf[0])), n) {
		p := printerOfInfo(&i)
		p.Default = p.Name == first
		all = append(all, p)
	}
	runtime.KeepAlive(buf)
	slices.SortStableFunc(all, func(a, b Printer) int {
		if a.Default != b.Default {
			return map[bool]int{true: -1, false: 1}[a.Default]
		}
		return cmp.Compare(a.Name, b.Name)
	})
	return all, nil
}

func printerOfInfo(i *printerInfo) Printer {
	p := Printer{Name: text16(i.name), Info: text16(i.comment), Model: text16(i.driver), Place: text16(i.place), Accepting: true, Status: Idle}
	switch t := printerTrouble(i.status); {
	case t == Paused:
		p.Status = Stopped
	case t != NoTrouble:
		p.Status = Troubled
	case i.status&printerBusy != 0:
		p.Status = Busy
	}
	return p
}

func printerTrouble(status uint32) Trouble {
	for _, t := range []struct {
		bits    uint32
		trouble Trouble
	}{{printerPaused, Paused}, {printerOffline, Offline}, {printerJam, Jam}, {printerNoPaper, NoPaper}, {printerOpen, Open}, {printerNoInk, NoInk}, {printerPerson, Attention}} {
		if status&t.bits != 0 {
			return t.trouble
		}
	}
	return NoTrouble
}

func defaultName() string {
	var name [512]uint16
	size := uint32(len(name))
	if ok, _, _ := getDefaultPrinter.Call(uintptr(unsafe.Pointer(&name[0])), uintptr(unsafe.Pointer(&size))); ok == 0 {
		return ""
	}
	return windows.UTF16ToString(name[:])
}

func (spooler) Default(context.Context) (string, error) {
	if name := defaultName(); name != "" {
		return name, nil
	}
	return "", &Error{Op: "default", Err: ErrNoPrinter}
}

// withPrinter opens a printer.
func withPrinter(op, name string, do func(handle uintptr, name *uint16) error) error {
	name16, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return &Error{Op: op, Printer: name, Err: ErrUnknown}
	}
	var handle uintptr
	if ok, _, err := openPrinter.Call(uintptr(unsafe.Pointer(name16)), uintptr(unsafe.Pointer(&handle)), 0); ok == 0 {
		why := ErrUnknown
		if errors.Is(err, windows.ERROR_ACCESS_DENIED) {
			why = ErrDenied
		}
		return &Error{Op: op, Printer: name, Message: err.Error(), Err: why}
	}
	defer closePrinter.Call(handle)
	return do(handle, name16)
}

func (spooler) Caps(_ context.Context, name string) (caps Caps, err error) {
	err = withPrinter("caps", name, func(handle uintptr, name16 *uint16) error {
		var need uint32
		getPrinter.Call(handle, 2, 0, 0, uintptr(unsafe.Pointer(&need)))
		if need == 0 {
			return &Error{Op: "caps", Printer: name, Err: ErrVanished}
		}
		buf := make([]uint64, (need+7)/8)
		if ok, _, err := getPrinter.Call(handle, 2, uintptr(unsafe.Pointer(&buf[0])), uintptr(need), uintptr(unsafe.Pointer(&need))); ok == 0 {
			return &Error{Op: "caps", Printer: name, Message: err.Error(), Err: ErrVanished}
		}
		info := (*printerInfo)(unsafe.Pointer(&buf[0]))
		caps.Printer = printerOfInfo(info)
		caps.Trouble = printerTrouble(info.status)
		caps.Name, caps.Default = name, name == defaultName()
		caps.capabilities(name16, info.port)
		runtime.KeepAlive(buf)
		return nil
	})
	return caps, err
}

// capabilities asks the driver, by the numbers of DeviceCapabilities.
func (c *Caps) capabilities(name, port *uint16) {
	ask := func(what uintptr, out unsafe.Pointer) int {
		n, _, _ := deviceCapabilities.Call(uintptr(unsafe.Pointer(name)), uintptr(unsafe.Pointer(port)), what, uintptr(out), 0)
		return int(int32(n))
	}
	const paperSize, duplex, paperNames, copies, colour = 3, 7, 16, 18, 32
	c.MaxCopies = max(ask(copies, nil), 0)
	c.Colour = ask(colour, nil) == 1
	c.Sides = []Sides{OneSided}
	if ask(duplex, nil) == 1 {
		c.Sides = append(c.Sides, LongEdge, ShortEdge)
	}
	n := ask(paperSize, nil)
	if n <= 0 || ask(paperNames, nil) != n {
		return
	}
	sizes, names := make([][2]int32, n), make([][64]uint16, n) // sizes in tenths of a millimetre
	if ask(paperSize, unsafe.Pointer(&sizes[0])) != n || ask(paperNames, unsafe.Pointer(&names[0])) != n {
		return
	}
	for i, s := range sizes {
		label := windows.UTF16ToString(names[i][:])
		c.Papers = append(c.Papers, Sheet{Name: label, Label: label, W: float32(s[0]) * 72 / 254, H: float32(s[1]) * 72 / 254})
	}
}

func (s spooler) Job(ctx context.Context, id JobID) (job Job, err error) {
	job = Job{ID: id, State: Waiting}
	err = withPrinter("job", id.Printer, func(handle uintptr, _ *uint16) error {
		var need uint32
		getJobInfo.Call(handle, uintptr(id.Number), 1, 0, 0, uintptr(unsafe.Pointer(&need)))
		if need == 0 { // Windows forgets a job when it is printed
			job.State = Done
			return nil
		}
		buf := make([]uint64, (need+7)/8)
		if ok, _, _ := getJobInfo.Call(handle, uintptr(id.Number), 1, uintptr(unsafe.Pointer(&buf[0])), uintptr(need), uintptr(unsafe.Pointer(&need))); ok == 0 {
			job.State = Done
			return nil
		}
		info := (*jobInfo)(unsafe.Pointer(&buf[0]))
		job.Message, job.Sheets = text16(info.message), int(info.printed)
		job.State, job.Trouble = jobState(info.status)
		runtime.KeepAlive(buf)
		return nil
	})
	if err == nil && !job.State.Ended() && job.Trouble == NoTrouble {
		caps, err := s.Caps(ctx, id.Printer)
		if err != nil {
			return job, err
		}
		job.Trouble = caps.Trouble
	}
	return job, err
}

func jobState(status uint32) (State, Trouble) {
	switch {
	case status&jobPrinted != 0:
		return Done, NoTrouble
	case status&(jobDeleted|jobDeleting) != 0:
		return Cancelled, NoTrouble
	case status&(jobError|jobBlocked) != 0:
		return Printing, Attention
	}
	state := Waiting
	if status&jobPrinting != 0 {
		state = Printing
	}
	switch {
	case status&jobPaused != 0:
		return state, Paused
	case status&jobNoPaper != 0:
		return state, NoPaper
	case status&jobOffline != 0:
		return state, Offline
	case status&jobPerson != 0:
		return state, Attention
	}
	return state, NoTrouble
}

func (spooler) Cancel(_ context.Context, id JobID) error {
	const deleteJob = 5
	return withPrinter("cancel", id.Printer, func(handle uintptr, _ *uint16) error {
		if ok, _, err := setJob.Call(handle, uintptr(id.Number), 0, 0, deleteJob); ok == 0 {
			return &Error{Op: "cancel", Printer: id.Printer, Message: err.Error(), Err: ErrNoJob}
		}
		return nil
	})
}
