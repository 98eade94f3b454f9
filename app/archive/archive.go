// Package archive is the library on disk, the truth of the program: one SQLite
// file that holds articles, the source files they came from byte for byte, what
// the importer changed, and a sequence of changes an index can follow. It reads
// no source format and searches nothing.
//
// A library is a folder:
//
//	DIR/library.sqlite  everything below, in WAL mode, synced at every commit
//	DIR/media/<sha256>  pictures, each on the disk before the row that names it
//	DIR/lock            who writes: a line "pid host", empty when nobody does
//	DIR/index/          derived, not ours
//
// Begin with [Open]. One program at a time has a library open for writing; any
// number read beside it. What a call reported as saved survives a killed program
// and a power cut.
//
// What is a person's own (reading position, history, settings) is not in the
// library but in a [User] database, so that a library can be shared and read-only.
//
// All methods are safe for concurrent use.
package archive

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Mode says what an archive is opened for.
type Mode int

// The modes. ReadOnly takes no lock, works beside a writer and on a folder that
// cannot be written to, and never changes what the library says.
const (
	ReadWrite Mode = iota
	ReadOnly
)

// FileName is the database inside a library's folder.
const FileName = "library.sqlite"

// An Archive is an open library. Close it.
type Archive struct {
	dir     string
	id      string
	mode    Mode
	lock    *Lock         // nil when read-only
	write   *sql.DB       // one connection; nil when read-only
	writing chan struct{} // holds one value while a change is under way
	read    *sql.DB       // a few connections that cannot write
	scratch string        // a private copy to remove at Close; "" mostly
}

// Open opens the library in dir. ReadWrite takes the writer's lock at once or fails
// with [ErrHeld], and brings an older format up to date. Other errors: [ErrNotLibrary]
// (nothing of ours there), [ErrNewer], [ErrDamaged], [ErrPermission], [ErrNoSpace].
func Open(dir string, mode Mode) (*Archive, error) {
	a, err := open(dir, mode)
	if err != nil {
		return nil, fmt.Errorf("open library %s: %w", dir, err)
	}
	return a, nil
}

// Create makes a new, empty library in dir, which may exist, and opens it for
// writing. Where a library is already, it is opened as [Open] does.
func Create(dir string) (*Archive, error) {
	a, err := create(dir)
	if err != nil {
		return nil, fmt.Errorf("create library %s: %w", dir, err)
	}
	return a, nil
}

func open(dir string, mode Mode) (*Archive, error) {
	file := filepath.Join(dir, FileName)
	if err := looksLikeDatabase(file); err != nil {
		return nil, err
	}
	if mode == ReadOnly {
		return openReader(dir, file)
	}
	return openWriter(dir, file, false)
}

func create(dir string) (*Archive, error) {
	file := filepath.Join(dir, FileName)
	err := looksLikeDatabase(file)
	if err == nil {
		return openWriter(dir, file, true)
	}
	if !errors.Is(err, ErrNotLibrary) || !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, wrap(dir, err)
	}
	return openWriter(dir, file, true)
}

// ID names the library for ever: 32 hex digits made at its creation.
func (a *Archive) ID() string { return a.id }

// Dir is the library's folder as it was opened.
func (a *Archive) Dir() string { return a.dir }

// Mode is what the archive was opened for.
func (a *Archive) Mode() Mode { return a.mode }

// Close releases the library and its lock. The archive must not be used after.
func (a *Archive) Close() error {
	err := a.read.Close()
	if a.write != nil {
		// Whoever closes last folds the log into the database: a library at rest is one file.
		if e := a.write.Close(); e != nil && err == nil {
			err = e
		}
	}
	if a.lock != nil {
		if e := a.lock.Release(); e != nil && err == nil {
			err = e
		}
	}
	if a.scratch != "" {
		if e := os.RemoveAll(a.scratch); e != nil && err == nil {
			err = e
		}
	}
	if err != nil {
		return fmt.Errorf("close library %s: %w", a.dir, wrap(a.dir, err))
	}
	return nil
}
