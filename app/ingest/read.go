package ingest

import (
	"context"
	"fmt"
	"io"

	"baoge/app/paper"
)

// A Row is one line of JSON Lines read into an article.
type Row struct {
	Line    int    // from 1
	Raw     []byte // the row's own bytes without the line end; valid after the call
	Article *paper.Article
}

// A RowError is one row that was refused.
type RowError struct {
	Line int // from 1
	Err  error
}

// Error names the line and the reason.
func (e RowError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap gives the reason.
func (e RowError) Unwrap() error { return e.Err }

// Walk calls fn for every file under paths: the files of a folder in the order of
// their names, folders entered where they stand, hidden files and folders skipped,
// links followed. Where a path cannot be read, or a link leads back into a folder
// being walked (ErrLinkLoop), fn is called with the error instead; when fn returns
// nil the walk goes on. A non-nil error of fn ends the walk and is returned.
func Walk(ctx context.Context, paths []string, fn func(path string, err error) error) error {
	return walk(ctx, paths, fn)
}

// IsRows reports whether the file is JSON Lines, by its first bytes and then its
// extension. Errors are those of opening the file.
func IsRows(path string) (bool, error) { return isRows(path) }

// Read reads one page file. The path is used as it is given, also for Source.Path.
func Read(ctx context.Context, path string, o Options) (*File, error) { return read(ctx, path, o) }

// ReadPage reads the bytes of one page file; name is its path, which tells the
// extension and may tell date and page number.
func ReadPage(src []byte, name string, o Options) (*File, error) { return readPage(src, name, o) }

// Rows reads JSON Lines from r and calls fn with up to batch rows at a time, in
// order; the slice is fn's to keep. Bad rows are left out and returned, each with
// its line. The error is that of r, of ctx, or of fn, which ends the reading.
// Memory is bounded by the batch and MaxRow.
func Rows(ctx context.Context, r io.Reader, o Options, batch int, fn func([]Row) error) ([]RowError, error) {
	return rows(ctx, r, o, batch, fn)
}
