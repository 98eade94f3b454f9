package library

import (
	"context"
	"errors"
	"path/filepath"

	"baoge/app/ingest"
	"baoge/app/paper"
)

// A PathTold is what a file's path tells of its page.
type PathTold struct {
	Fits                                  bool // the path is of the pattern's form
	Date                                  paper.Date
	Page, PageLabel, Publication, Section string
}

// ErrPattern says that a pattern for paths cannot be used.
var ErrPattern = ingest.ErrPattern

// SetPattern says how paths tell day and page, "" as names commonly do. It fails with
// [ErrPattern], and the request stays as it was.
func (r *Request) SetPattern(text string) error {
	if text == "" {
		r.Options.Pattern = nil
		return nil
	}
	p, err := ingest.ParsePattern(text)
	if err != nil {
		return err
	}
	r.Options.Pattern = p
	return nil
}

// PathTells reads a file's path as an import by this request does: what is given by the
// request itself, or stands in the file, goes before it.
func (r *Request) PathTells(path string) PathTold {
	o, fits := r.Options.PathTells(path)
	return PathTold{Fits: fits, Date: o.Date, Page: o.Page, PageLabel: o.PageLabel, Publication: o.Publication, Section: o.Section}
}

// errEnough ends a walk that found as many files as were asked for.
var errEnough = errors.New("enough files")

// PageFiles lists the files that an import of paths would read, absolute, most of them at
// most, and whether there are more. What cannot be read is left out.
func PageFiles(ctx context.Context, paths []string, most int) (files []string, more bool, err error) {
	err = ingest.Walk(ctx, paths, func(e *ingest.Entry, err error) error {
		if err != nil {
			return nil
		}
		if err := e.Close(); err != nil {
			return err
		}
		if len(files) == most {
			return errEnough
		}
		abs, err := filepath.Abs(e.Path)
		files = append(files, filepath.ToSlash(abs))
		return err
	})
	if errors.Is(err, errEnough) {
		return files, true, nil
	}
	return files, false, err
}
