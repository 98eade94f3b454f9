// Package printer hands documents to printers and follows what becomes of them: CUPS on
// Linux, macOS and FreeBSD, IPP printers by their address, the spooler on Windows, and a
// file in place of a printer. It lays nothing out: choosing pages, several pages on a
// sheet and scaling are done in the document before it comes here, so that what is printed
// is what was exported.
//
// Begin with [System]; [Spooler.Print] queues a document, [Follow] stays with the job to
// its end. That a document was taken means only that it is queued. Errors wrap the
// sentinels of this package; [Error.Sentence] says them in Chinese.
//
// A printer is named as its queue is called, by an address ipp://host[:port]/path, or as
// file:PATH for a file. Every call can wait for a network; make none on a window's thread.
package printer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// A Spooler queues documents on printers. Its methods can be called from any goroutine.
type Spooler interface {
	// List names the printers there are, the default first, else by name. None is no error.
	List(ctx context.Context) ([]Printer, error)
	// Default is the name of the printer that is meant when none is named; [ErrNoPrinter] without one.
	Default(ctx context.Context) (string, error)
	// Caps says what a printer can do and how it is.
	Caps(ctx context.Context, name string) (Caps, error)
	// Print queues a document. A printer that rejects jobs, or cannot do what the options
	// ask for, is an error and gets nothing.
	Print(ctx context.Context, d Document, o Options) (JobID, error)
	// Job says how a queued document is doing.
	Job(ctx context.Context, id JobID) (Job, error)
	// Cancel takes a document out of the queue; [ErrFinished] when it was printed already.
	Cancel(ctx context.Context, id JobID) error
}

// A Printer is one line of a list of printers.
type Printer struct {
	Name      string // for Options.Printer
	Info      string // what people call it; may be empty
	Model     string
	Place     string
	Default   bool
	Status    Status
	Accepting bool // false: takes no documents
	Message   string
}

// A Status is how a printer is.
type Status string

// The states of a printer.
const (
	Idle     Status = "idle"
	Busy     Status = "printing"
	Stopped  Status = "stopped" // by who runs it: documents are kept until it is started again
	Troubled Status = "trouble" // paper, ink, a jam: goes on when that is put right
)

// Caps is what a printer can do.
type Caps struct {
	Printer
	Trouble      Trouble
	Papers       []Sheet // that it can be asked for; empty: unknown
	DefaultPaper string  // the name of one of Papers, or ""
	Sides        []Sides // empty: unknown
	DefaultSides Sides
	Colour       bool // prints in colour
	MaxCopies    int  // 0: unknown
	Qualities    []Quality
	TakesPDF     bool // false: wants Document.Pages

	smallest, largest Sheet // bounds of other sizes it takes; zero: none
}

// A Sheet is a size of paper as the printer calls it.
type Sheet struct {
	Name  string  // iso_a4_210x297mm
	Label string  // A4
	W, H  float32 // points, upright
}

// Sides says how many sides of a sheet are printed. "" leaves it to the printer.
type Sides string

// The ways to use a sheet's sides.
const (
	OneSided  Sides = "one"
	LongEdge  Sides = "long"  // both, turned like a book
	ShortEdge Sides = "short" // both, turned like a pad
)

// A Quality is how finely is printed. "" leaves it to the printer.
type Quality string

// The qualities, as IPP has them.
const (
	Draft  Quality = "draft"
	Normal Quality = "normal"
	High   Quality = "high"
)

// Options say how a document is printed. The zero value prints one copy on the default printer.
type Options struct {
	Printer string  // "": the default one
	Copies  int     // 0 and 1: one
	W, H    float32 // of the sheet the document is laid out for, points, upright; zero: the printer's own
	Sides   Sides
	Grey    bool // no colour although the printer has it
	Quality Quality
}

// A Document is what is printed, in the forms that printers take.
type Document struct {
	Title string        // the job's name
	PDF   io.ReadSeeker // from its beginning
	Pages Pages         // for printers that take no PDF, as Windows' are; nil: not at hand
}

// A JobID names a document in a queue.
type JobID struct {
	Printer string
	Number  int
}

// String writes NAME-7, as CUPS does.
func (id JobID) String() string { return fmt.Sprintf("%s-%d", id.Printer, id.Number) }

// A Job is how a document is doing.
type Job struct {
	ID      JobID
	State   State
	Trouble Trouble // what it waits for, "" for nothing
	Message string  // what the printer says, in its words; may be empty
	Sheets  int     // finished, where the printer counts
}

// A State is where a job is on its way.
type State string

// The states of a job.
const (
	Waiting   State = "waiting"
	Printing  State = "printing"
	Done      State = "done"
	Cancelled State = "cancelled"
	Aborted   State = "aborted" // given up by the printer or the spooler
	Refused   State = "refused" // the document could not be read
)

// Ended reports whether nothing more comes of the job.
func (s State) Ended() bool { return s != Waiting && s != Printing }

// A Trouble is what keeps a printer from printing; it goes on when that is put right.
type Trouble string

// The troubles.
const (
	NoTrouble Trouble = ""
	Paused    Trouble = "paused"  // stopped by who runs it
	NoPaper   Trouble = "paper"   // out of paper, or the tray is missing
	Jam       Trouble = "jam"     // paper is stuck
	NoInk     Trouble = "ink"     // ink or toner is out
	Open      Trouble = "open"    // a door or cover is open
	Offline   Trouble = "offline" // off, or not reached
	Attention Trouble = "other"   // something else that needs a person
)

// System is the spooler of this computer, with addresses and files beside it.
func System() Spooler { return everywhere{system()} }

// everywhere sends each call to where the printer's name leads.
type everywhere struct{ system Spooler }

// at is who serves a printer.
func (e everywhere) at(name string) Spooler {
	switch {
	case strings.HasPrefix(name, "ipp://"), strings.HasPrefix(name, "ipps://"):
		return direct{name}
	case strings.HasPrefix(name, filePrefix):
		return files{}
	}
	return e.system
}

func (e everywhere) List(ctx context.Context) ([]Printer, error) { return e.system.List(ctx) }

func (e everywhere) Default(ctx context.Context) (string, error) { return e.system.Default(ctx) }

func (e everywhere) Caps(ctx context.Context, name string) (Caps, error) {
	return e.at(name).Caps(ctx, name)
}

func (e everywhere) Job(ctx context.Context, id JobID) (Job, error) {
	return e.at(id.Printer).Job(ctx, id)
}

func (e everywhere) Cancel(ctx context.Context, id JobID) error {
	return e.at(id.Printer).Cancel(ctx, id)
}

// Print names the default printer where none is named, and looks at what all spoolers
// want alike.
func (e everywhere) Print(ctx context.Context, d Document, o Options) (JobID, error) {
	if o.Copies < 0 || o.Copies > mostCopies {
		return JobID{}, &Error{Op: "print", Printer: o.Printer, Err: ErrOptions}
	}
	o.Copies = max(o.Copies, 1)
	if d.PDF == nil && d.Pages == nil {
		return JobID{}, &Error{Op: "print", Printer: o.Printer, Err: ErrDocument}
	}
	if o.Printer == "" {
		name, err := e.Default(ctx)
		if err != nil {
			return JobID{}, err
		}
		o.Printer = name
	}
	return e.at(o.Printer).Print(ctx, d, o)
}

// mostCopies is the most copies IPP printers commonly take; more is a slip of the finger.
const mostCopies = 999

// Errors a caller decides on; they come in an [Error].
var (
	ErrNoServer  = errors.New("no print server")
	ErrNoPrinter = errors.New("no printer")
	ErrUnknown   = errors.New("no such printer")
	ErrStopped   = errors.New("printer is stopped")
	ErrRejecting = errors.New("printer takes no documents")
	ErrBusy      = errors.New("printer is busy with other documents")
	ErrOptions   = errors.New("printer cannot do what was asked for")
	ErrDenied    = errors.New("not allowed to print there")
	ErrVanished  = errors.New("printer no longer answers")
	ErrAborted   = errors.New("printer gave the job up")
	ErrCancelled = errors.New("job was cancelled")
	ErrDocument  = errors.New("document cannot be printed")
	ErrPictures  = errors.New("printer takes no PDF and the document's pages are not at hand")
	ErrNoJob     = errors.New("no such job")
	ErrFinished  = errors.New("job is finished")
	ErrAnswer    = errors.New("answer of a print server is not understood")
)

// An Error is what went wrong with a printer, with the server's own words.
type Error struct {
	Op      string // list, caps, print, job, cancel, follow
	Printer string // may be empty
	Message string // what the server or the printer said, for people to read; may be empty
	Err     error  // one of the sentinels, or with one below it
}

// Error names the operation, the printer and the cause.
func (e *Error) Error() string {
	s := e.Op
	if e.Printer != "" {
		s += " " + e.Printer
	}
	s += ": " + e.Err.Error()
	if e.Message != "" {
		s += ": " + e.Message
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }
