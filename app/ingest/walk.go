package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"baoge/app/ingest/format"
)

// ErrLinkLoop says that a link leads back into a folder that is being walked.
var ErrLinkLoop = errors.New("link leads back to a folder above it")

// Walk calls fn for every file under paths: the files of a folder in the order of
// their names, folders entered where they stand, links followed, and the members of a
// ZIP one by one, those of a ZIP inside it too; nothing deeper (ErrNested). In a folder
// or archive, hidden files and folders and program source (.go, .py, …: text, but never
// a page) are passed over, and pictures that belong to a page: those in folders named
// as such (media, images, page_files), those beside a page that names them as its figures,
// and a page's scan beside it (2.md, 2.jpg), which Read gives with its page. Where a path cannot be read, or a link leads back into a
// folder being walked (ErrLinkLoop), fn is called with the error instead, and Entry has
// nothing but the Path; when fn returns nil the walk goes on. A non-nil error of fn ends
// the walk and is returned. A path that is given itself is walked whatever its name.
//
// fn may keep the entry and read it later, on any goroutine; each that came without an
// error is to be closed once. Walk holds no member's content.
func Walk(ctx context.Context, paths []string, fn func(e *Entry, err error) error) error {
	for _, p := range paths {
		if err := walk(ctx, p, nil, fn); err != nil {
			return err
		}
	}
	return nil
}

// walk goes through one path; above holds the folders it lies in.
func walk(ctx context.Context, name string, above []fs.FileInfo, fn func(*Entry, error) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	fail := func(err error) error { return fn(&Entry{Path: name}, err) }
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, syscall.ELOOP): // a link to itself, or a ring of links
		return fail(fmt.Errorf("read %s: %w", name, ErrLinkLoop))
	case err != nil:
		return fail(fmt.Errorf("read %w", err))
	case info.Mode().IsRegular():
		return walkFile(ctx, name, fn)
	case !info.IsDir():
		return fail(fmt.Errorf("read %s: not a file or folder: %w", name, ErrUnknownFormat))
	case slices.ContainsFunc(above, func(a fs.FileInfo) bool { return os.SameFile(a, info) }):
		return fail(fmt.Errorf("read %s: %w", name, ErrLinkLoop))
	}
	entries, err := os.ReadDir(name) // sorted
	if err != nil {
		return fail(fmt.Errorf("read %w", err))
	}
	above = append(slices.Clip(above), info)
	names := make([]string, len(entries))
	for i, n := range entries {
		names[i] = filepath.ToSlash(filepath.Join(name, n.Name()))
	}
	beside := shelve(names, func(name string) (io.ReadCloser, error) { return os.Open(filepath.FromSlash(name)) })
	for i, n := range entries {
		if strings.HasPrefix(n.Name(), ".") || !n.IsDir() && beside.passesOver(names[i]) {
			continue
		}
		if err := walk(ctx, filepath.Join(name, n.Name()), above, fn); err != nil {
			return err
		}
	}
	return nil
}

// walkFile gives one file, or the members of it where it is an archive of files.
func walkFile(ctx context.Context, name string, fn func(*Entry, error) error) error {
	f, err := os.Open(name)
	if err != nil {
		return fn(&Entry{Path: name}, fmt.Errorf("read %w", err))
	}
	var head [4]byte
	if n, _ := io.ReadFull(f, head[:]); !format.IsZip(head[:n]) {
		f.Close()
		return fn(&Entry{Path: name}, nil)
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return fn(&Entry{Path: name}, fmt.Errorf("read %w", err))
	}
	b := &box{Closer: f}
	b.refs.Store(1)
	defer b.close()
	z, err := format.OpenZip(f, info.Size())
	switch {
	case err != nil:
		return fn(&Entry{Path: name}, fmt.Errorf("read %s: %w", name, err))
	case format.ZipKind(z) != "":
		return fn(&Entry{Path: name}, nil)
	}
	return walkZip(ctx, b, z, name, 0, fn)
}
