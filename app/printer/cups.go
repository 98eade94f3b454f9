//go:build !windows

package printer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/OpenPrinting/goipp"
)

// cups is the CUPS scheduler of this computer, or the one CUPS_SERVER names.
type cups struct{}

// sockets are where a scheduler listens: Linux, FreeBSD, macOS (launchd starts it there).
var sockets = []string{"/run/cups/cups.sock", "/var/run/cups/cups.sock", "/private/var/run/cupsd"}

// server is the scheduler. CUPS_SERVER is a socket's path or host[:port][/version=…], as
// CUPS reads it; client.conf is not looked at.
func server() *host {
	named, _, _ := strings.Cut(os.Getenv("CUPS_SERVER"), "/version=")
	switch {
	case strings.HasPrefix(named, "/"):
		return dial("unix", named, false)
	case named != "":
		return dial("tcp", withPort(named), false)
	}
	for _, s := range sockets {
		if _, err := os.Stat(s); err == nil {
			return dial("unix", s, false)
		}
	}
	return dial("tcp", "localhost:631", false)
}

// ask sends a message to the scheduler. What is not reached there is no printer, but the scheduler.
func (cups) ask(ctx context.Context, op, printer, path string, m *goipp.Message, d Document) (*goipp.Message, error) {
	answer, err := server().do(ctx, path, m, d.PDF)
	if errors.Is(err, ErrVanished) {
		err = fmt.Errorf("%w: %w", ErrNoServer, err)
	}
	return answer, about(err, op, printer)
}

func queueURI(name string) string { return "ipp://localhost" + queuePath(name) }

func queuePath(name string) string { return "/printers/" + url.PathEscape(name) }

// listed are the attributes of a line of the list.
var listed = []string{"printer-name", "printer-info", "printer-make-and-model", "printer-location", "printer-state", "printer-state-reasons",
	"printer-state-message", "printer-is-accepting-jobs"}

// List lists the queues, the default first. Printers in the network that have no queue
// here are not among them: they are named by their address.
func (c cups) List(ctx context.Context) ([]Printer, error) {
	m := request(goipp.OpCupsGetPrinters, "")
	asUser(m)
	wanted(m, listed...)
	answer, err := c.ask(ctx, "list", "", "/", m, Document{})
	if errors.Is(err, ErrUnknown) { // CUPS says so where there are none
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	first, err := c.Default(ctx)
	if err != nil && !errors.Is(err, ErrNoPrinter) {
		return nil, err
	}
	var all []Printer
	for _, g := range answer.Groups {
		if g.Tag == goipp.TagPrinterGroup {
			p := printerOf(g.Attrs)
			p.Default = p.Name == first
			all = append(all, p)
		}
	}
	slices.SortStableFunc(all, func(a, b Printer) int {
		if a.Default != b.Default {
			return map[bool]int{true: -1, false: 1}[a.Default]
		}
		return cmp.Compare(a.Name, b.Name)
	})
	return all, nil
}

// Default asks the scheduler; a person's own default in lpoptions is not looked at.
func (c cups) Default(ctx context.Context) (string, error) {
	m := request(goipp.OpCupsGetDefault, "")
	asUser(m)
	wanted(m, "printer-name")
	answer, err := c.ask(ctx, "default", "", "/", m, Document{})
	if errors.Is(err, ErrUnknown) {
		return "", about(&Error{Err: ErrNoPrinter}, "default", "")
	}
	if err != nil {
		return "", err
	}
	return text(answer.Printer, "printer-name"), nil
}

func (c cups) Caps(ctx context.Context, name string) (Caps, error) {
	m := request(goipp.OpGetPrinterAttributes, queueURI(name))
	asUser(m)
	answer, err := c.ask(ctx, "caps", name, queuePath(name), m, Document{})
	if err != nil {
		return Caps{}, err
	}
	caps := capsOf(answer.Printer)
	caps.Name, caps.TakesPDF = name, true // CUPS makes of PDF what the printer takes
	return caps, nil
}

func (c cups) Print(ctx context.Context, d Document, o Options) (JobID, error) {
	if d.PDF == nil {
		return JobID{}, &Error{Op: "print", Printer: o.Printer, Err: ErrDocument}
	}
	caps, err := c.Caps(ctx, o.Printer)
	if errors.Is(err, ErrDenied) {
		return lp(ctx, d, o, err)
	}
	if err != nil {
		return JobID{}, err
	}
	m, err := printJob(queueURI(o.Printer), d, o, caps)
	if err != nil {
		return JobID{}, about(err, "print", o.Printer)
	}
	answer, err := c.ask(ctx, "print", o.Printer, queuePath(o.Printer), m, d)
	if errors.Is(err, ErrDenied) {
		return lp(ctx, d, o, err)
	}
	if err != nil {
		return JobID{}, err
	}
	return JobID{o.Printer, number(answer.Job, "job-id")}, nil
}

func (c cups) Job(ctx context.Context, id JobID) (Job, error) {
	m := getJob(queueURI(id.Printer), id.Number)
	answer, err := c.ask(ctx, "job", id.Printer, queuePath(id.Printer), m, Document{})
	if errors.Is(err, ErrUnknown) {
		return Job{}, &Error{Op: "job", Printer: id.Printer, Err: ErrNoJob}
	}
	if err != nil {
		return Job{}, err
	}
	job := jobOf(answer.Job)
	job.ID = id
	if !job.State.Ended() {
		if err := c.withPrinter(ctx, &job); err != nil {
			return Job{}, err
		}
	}
	if job.State == Refused { // it would stay in the queue for ever
		return job, ignore(c.Cancel(ctx, id), ErrFinished, ErrDenied)
	}
	return job, nil
}

// withPrinter adds to a job what its printer waits for: a stopped queue says so there alone.
func (c cups) withPrinter(ctx context.Context, job *Job) error {
	m := request(goipp.OpGetPrinterAttributes, queueURI(job.ID.Printer))
	wanted(m, listed...)
	answer, err := c.ask(ctx, "job", job.ID.Printer, queuePath(job.ID.Printer), m, Document{})
	if err != nil {
		return err
	}
	if t := trouble(answer.Printer, "printer-state-reasons"); t != NoTrouble && (job.Trouble == NoTrouble || t == Paused) {
		job.Trouble = t
	}
	if job.Trouble == NoTrouble && slices.ContainsFunc(unreachable, func(s string) bool { return strings.Contains(job.Message, s) }) {
		job.Trouble = Offline
	}
	if job.Trouble != NoTrouble && job.Message == "" {
		job.Message = text(answer.Printer, "printer-state-message")
	}
	return nil
}

// unreachable are what CUPS' backends say, in Chinese or where it has no Chinese in
// English, of a printer that is off or away: the queue's state does not tell.
var unreachable = []string{"不存在", "不可用", "无响应", "未连接", "离线", "无法访问", "正在寻找打印机", "正在连接到打印机",
	"may not exist", "unavailable", "not respond", "not connected", "offline", "unreachable", "Looking for printer", "Connecting to printer"}

// ignore drops errors that mean nothing here.
func ignore(err error, kinds ...error) error {
	for _, k := range kinds {
		if errors.Is(err, k) {
			return nil
		}
	}
	return err
}

func (c cups) Cancel(ctx context.Context, id JobID) error {
	m := cancelJob(queueURI(id.Printer), id.Number)
	_, err := c.ask(ctx, "cancel", id.Printer, "/jobs/", m, Document{})
	if errors.Is(err, ErrUnknown) {
		return &Error{Op: "cancel", Printer: id.Printer, Err: ErrNoJob}
	}
	return err
}

// lp hands the document to CUPS' own program, which can ask for a password and reads
// client.conf: where the scheduler let us not in. refused is what it said.
func lp(ctx context.Context, d Document, o Options, refused error) (JobID, error) {
	program, err := exec.LookPath("lp")
	if err != nil {
		return JobID{}, refused
	}
	if _, err := d.PDF.Seek(0, 0); err != nil {
		return JobID{}, err
	}
	cmd := exec.CommandContext(ctx, program, lpArguments(d, o)...)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "LANGUAGE=en")
	cmd.Stdin = d.PDF
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		if ctx.Err() != nil {
			return JobID{}, ctx.Err()
		}
		return JobID{}, &Error{Op: "print", Printer: o.Printer, Message: strings.TrimSpace(said.String()), Err: ErrDenied}
	}
	return lpJob(string(out), o.Printer), nil
}
