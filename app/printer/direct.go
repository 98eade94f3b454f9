package printer

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/OpenPrinting/goipp"
)

// direct is one printer that is spoken to by its address, ipp:// or ipps://.
type direct struct{ uri string }

// Address makes a printer's name of what people type as its address: a host, with or
// without a port, or an address of IPP, or as a browser shows one. Not ok: it is none.
func Address(typed string) (name string, ok bool) {
	typed = strings.TrimSpace(typed)
	scheme, rest, found := strings.Cut(typed, "://")
	if !found {
		scheme, rest = "ipp", typed
	}
	switch strings.ToLower(scheme) {
	case "ipp", "http":
		scheme = "ipp"
	case "ipps", "https":
		scheme = "ipps"
	default:
		return "", false
	}
	u, err := url.Parse(scheme + "://" + rest)
	if err != nil || u.Hostname() == "" || strings.HasSuffix(u.Host, ":") || strings.ContainsAny(u.Hostname(), " \t") || u.User != nil {
		return "", false
	}
	if strings.Trim(u.Path, "/") == "" {
		u.Path = "/ipp/print" // RFC 7472 §4.2's advice
	}
	u.RawQuery, u.Fragment = "", ""
	return u.String(), true
}

// Short is a printer's name for people to read: an address without what all addresses have.
func Short(name string) string {
	scheme, rest, ok := strings.Cut(name, "://")
	if !ok || scheme != "ipp" && scheme != "ipps" {
		return name
	}
	return strings.TrimSuffix(rest, "/ipp/print")
}

// host and path of the address.
func (p direct) host() (*host, string, error) {
	u, err := url.Parse(p.uri)
	if err != nil || u.Host == "" {
		return nil, "", &Error{Printer: p.uri, Err: ErrUnknown}
	}
	path := u.Path
	if path == "" {
		path = "/ipp/print" // RFC 7472 §4.2's advice
	}
	return dial("tcp", withPort(u.Host), u.Scheme == "ipps"), path, nil
}

func (p direct) ask(ctx context.Context, op string, m *goipp.Message, d Document) (*goipp.Message, error) {
	h, path, err := p.host()
	if err != nil {
		return nil, about(err, op, p.uri)
	}
	answer, err := h.do(ctx, path, m, d.PDF)
	return answer, about(err, op, p.uri)
}

func (p direct) List(ctx context.Context) ([]Printer, error) {
	c, err := p.Caps(ctx, p.uri)
	if err != nil {
		return nil, err
	}
	return []Printer{c.Printer}, nil
}

func (p direct) Default(context.Context) (string, error) { return p.uri, nil }

func (p direct) Caps(ctx context.Context, _ string) (Caps, error) {
	answer, err := p.ask(ctx, "caps", request(goipp.OpGetPrinterAttributes, p.uri), Document{})
	if err != nil {
		return Caps{}, err
	}
	c := capsOf(answer.Printer)
	if c.Info == "" {
		c.Info = c.Name
	}
	c.Name = p.uri
	return c, nil
}

// Print sends the document to the printer itself. A printer takes one at a time: it is
// asked again for a while where it is busy.
func (p direct) Print(ctx context.Context, d Document, o Options) (JobID, error) {
	caps, err := p.Caps(ctx, p.uri)
	switch {
	case err != nil:
		return JobID{}, err
	case d.PDF == nil:
		return JobID{}, &Error{Op: "print", Printer: p.uri, Err: ErrDocument}
	case !caps.TakesPDF:
		return JobID{}, &Error{Op: "print", Printer: p.uri, Message: "它不收 PDF", Err: ErrOptions}
	}
	for until := time.Now().Add(busyPatience); ; {
		m, err := printJob(p.uri, d, o, caps)
		if err != nil {
			return JobID{}, about(err, "print", p.uri)
		}
		answer, err := p.ask(ctx, "print", m, d)
		if err == nil {
			return JobID{p.uri, number(answer.Job, "job-id")}, nil
		}
		if !errors.Is(err, ErrBusy) || time.Now().After(until) {
			return JobID{}, err
		}
		select {
		case <-ctx.Done():
			return JobID{}, ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

// busyPatience is how long a printer that is busy with another document is asked again.
const busyPatience = 30 * time.Second

func (p direct) Job(ctx context.Context, id JobID) (Job, error) {
	answer, err := p.ask(ctx, "job", getJob(p.uri, id.Number), Document{})
	if errors.Is(err, ErrUnknown) {
		return Job{}, &Error{Op: "job", Printer: p.uri, Err: ErrNoJob}
	}
	if err != nil {
		return Job{}, err
	}
	job := jobOf(answer.Job)
	job.ID = id
	if !job.State.Ended() && job.Trouble == NoTrouble { // what it waits for, few printers say of the job
		if c, err := p.Caps(ctx, p.uri); err == nil {
			job.Trouble = c.Trouble
		}
	}
	return job, nil
}

func (p direct) Cancel(ctx context.Context, id JobID) error {
	_, err := p.ask(ctx, "cancel", cancelJob(p.uri, id.Number), Document{})
	if errors.Is(err, ErrUnknown) {
		return &Error{Op: "cancel", Printer: p.uri, Err: ErrNoJob}
	}
	return err
}
