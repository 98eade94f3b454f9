package printer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// filePrefix begins the name of a file that stands for a printer.
const filePrefix = "file:"

// files puts documents into files: the printer that is always there.
type files struct{}

func (files) List(context.Context) ([]Printer, error) { return nil, nil }

func (files) Default(context.Context) (string, error) {
	return "", &Error{Op: "default", Err: ErrNoPrinter}
}

func (files) Caps(_ context.Context, name string) (Caps, error) {
	return Caps{Printer: Printer{Name: name, Status: Idle, Accepting: true}, Colour: true, MaxCopies: 1, TakesPDF: true}, nil
}

// Print writes the PDF whole or not at all; copies and sides are for who prints the file.
func (files) Print(ctx context.Context, d Document, o Options) (JobID, error) {
	path := strings.TrimPrefix(o.Printer, filePrefix)
	if d.PDF == nil {
		return JobID{}, &Error{Op: "print", Printer: o.Printer, Err: ErrDocument}
	}
	if _, err := d.PDF.Seek(0, io.SeekStart); err != nil {
		return JobID{}, fmt.Errorf("print to %s: %w", path, err)
	}
	if err := beside(path, contextReader{ctx, d.PDF}); err != nil {
		return JobID{}, fmt.Errorf("print to file: %w", &fs.PathError{Op: "write", Path: path, Err: cause(err)})
	}
	return JobID{Printer: o.Printer, Number: 1}, nil
}

// beside writes a file under another name and renames it to path.
func beside(path string, r io.Reader) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".*.part")
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// cause is an error without the name of the file beside, which nobody knows.
func cause(err error) error {
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		return p.Err
	}
	if l := (*os.LinkError)(nil); errors.As(err, &l) {
		return l.Err
	}
	return err
}

func (files) Job(_ context.Context, id JobID) (Job, error) { return Job{ID: id, State: Done}, nil }

func (files) Cancel(_ context.Context, id JobID) error {
	return &Error{Op: "cancel", Printer: id.Printer, Err: ErrFinished}
}

// contextReader ends when its context does.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(b)
}
