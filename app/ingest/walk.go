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
	"syscall"
)

// ErrLinkLoop says that a link leads back into a folder that is being walked.
var ErrLinkLoop = errors.New("link leads back to a folder above it")

// Walk calls fn for every file under paths: the files of a folder in the order of
// their names, folders entered where they stand, links followed. In a folder, hidden
// files and folders and program source (.go, .py, …: text, but never a page) are
// passed over. Where a path cannot be read, or a link leads back into a folder
// being walked (ErrLinkLoop), fn is called with the error instead; when fn returns
// nil the walk goes on. A non-nil error of fn ends the walk and is returned.
// A path that is given itself is walked whatever its name.
func Walk(ctx context.Context, paths []string, fn func(path string, err error) error) error {
	for _, p := range paths {
		if err := walk(ctx, p, nil, fn); err != nil {
			return err
		}
	}
	return nil
}

// programSource are the extensions of files that hold text but no newspaper: they lie
// beside pages in a folder of this program's own, or of a web site that was saved.
var programSource = map[string]bool{
	".go": true, ".py": true, ".js": true, ".mjs": true, ".ts": true, ".css": true, ".sh": true, ".bat": true, ".c": true, ".h": true,
	".cpp": true, ".java": true, ".rs": true, ".rb": true, ".php": true, ".pl": true,
}

// walk goes through one path; above holds the folders it lies in.
func walk(ctx context.Context, path string, above []fs.FileInfo, fn func(string, error) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, syscall.ELOOP): // a link to itself, or a ring of links
		return fn(path, fmt.Errorf("read %s: %w", path, ErrLinkLoop))
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
		if strings.HasPrefix(n.Name(), ".") || !n.IsDir() && programSource[strings.ToLower(filepath.Ext(n.Name()))] {
			continue
		}
		if err := walk(ctx, filepath.Join(path, n.Name()), above, fn); err != nil {
			return err
		}
	}
	return nil
}
