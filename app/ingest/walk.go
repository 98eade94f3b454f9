package ingest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// ErrLinkLoop says that a link leads back into a folder that is being walked.
var ErrLinkLoop = errors.New("link leads back to a folder above it")

// Walk calls fn for every file under paths: the files of a folder in the order of
// their names, folders entered where they stand, hidden files and folders skipped,
// links followed. Where a path cannot be read, or a link leads back into a folder
// being walked (ErrLinkLoop), fn is called with the error instead; when fn returns
// nil the walk goes on. A non-nil error of fn ends the walk and is returned.
// A path that is given is walked even when its name is hidden.
func Walk(ctx context.Context, paths []string, fn func(path string, err error) error) error {
	for _, p := range paths {
		if err := walk(ctx, p, nil, fn); err != nil {
			return err
		}
	}
	return nil
}

// walk goes through one path; above holds the folders it lies in.
func walk(ctx context.Context, path string, above []fs.FileInfo, fn func(string, error) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return fn(path, fmt.Errorf("read %w", err))
	case info.Mode().IsRegular():
		return fn(path, nil)
	case !info.IsDir():
		return fn(path, fmt.Errorf("read %s: not a file or folder: %w", path, ErrUnknownFormat))
	case slices.ContainsFunc(above, func(a fs.FileInfo) bool { return os.SameFile(a, info) }):
		return fn(path, fmt.Errorf("read %s: %w", path, ErrLinkLoop))
	}
	names, err := os.ReadDir(path) // sorted
	if err != nil {
		return fn(path, fmt.Errorf("read %w", err))
	}
	above = append(slices.Clip(above), info)
	for _, n := range names {
		if strings.HasPrefix(n.Name(), ".") {
			continue
		}
		if err := walk(ctx, filepath.Join(path, n.Name()), above, fn); err != nil {
			return err
		}
	}
	return nil
}
