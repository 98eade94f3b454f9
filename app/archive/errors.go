package archive

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"baoge/app/paper"
)

// What a caller may want to decide on; test with errors.Is. ErrPermission and a
// missing file also match fs.ErrPermission and fs.ErrNotExist.
var (
	ErrHeld       = errors.New("library is held by another program")
	ErrNewer      = errors.New("library has a newer format")
	ErrOlder      = errors.New("library has an older format and cannot be brought up to date here")
	ErrDamaged    = errors.New("library is damaged")
	ErrNotLibrary = errors.New("not a library")
	ErrNoSpace    = errors.New("no space left on the disk")
	ErrPermission = errors.New("no permission to write")
	ErrReadOnly   = errors.New("library was opened for reading only")
	ErrNotFound   = errors.New("no such article")
)

// A HeldError says who has the library; it matches [ErrHeld].
type HeldError struct {
	PID  int    // 0 when unknown
	Host string // "" when unknown
}

// Error names the holder.
func (e *HeldError) Error() string {
	if e.PID == 0 {
		return ErrHeld.Error()
	}
	return fmt.Sprintf("%v (process %d on %s)", ErrHeld, e.PID, e.Host)
}

// Is matches ErrHeld.
func (e *HeldError) Is(target error) bool { return target == ErrHeld }

// A MissingError names the article that is not there; it matches [ErrNotFound].
type MissingError struct{ ID paper.ArticleID }

// Error names the article.
func (e *MissingError) Error() string { return fmt.Sprintf("%v: %s", ErrNotFound, e.ID) }

// Is matches ErrNotFound.
func (e *MissingError) Is(target error) bool { return target == ErrNotFound }

// A FileError is a sentinel about one file or folder, with its cause.
type FileError struct {
	Path string
	Kind error // one of the sentinels above
	Err  error // the cause; may be nil
}

// Error names the kind, the file and the cause.
func (e *FileError) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("%s: %v", e.Path, e.Kind)
	}
	return fmt.Sprintf("%s: %v: %v", e.Path, e.Kind, e.Err)
}

// Unwrap gives kind and cause.
func (e *FileError) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Err}
}

// wrap gives an error of SQLite or the system the sentinel it stands for; path names
// what it happened to. Errors that stand for nothing special come back as they are.
func wrap(path string, err error) error {
	var known *FileError
	if err == nil || errors.As(err, &known) {
		return err
	}
	kind := kindOf(err)
	switch {
	case kind == nil:
		return err
	case kind == err:
		return &FileError{path, kind, nil}
	}
	return &FileError{path, kind, err}
}

func kindOf(err error) error {
	for _, kind := range []error{ErrNewer, ErrOlder, ErrNotLibrary} {
		if errors.Is(err, kind) {
			return kind
		}
	}
	var e *sqlite.Error
	switch {
	case errors.As(err, &e):
		return kindOfCode(e.Code())
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return ErrPermission
	case isDiskFull(err):
		return ErrNoSpace
	}
	return nil
}

func kindOfCode(code int) error {
	switch code & 0xff {
	case sqlite3.SQLITE_FULL:
		return ErrNoSpace
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return ErrDamaged
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN:
		return ErrPermission
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return ErrHeld
	case sqlite3.SQLITE_IOERR:
		return kindOfIO(code)
	}
	return nil
}

// kindOfIO: a file that cannot grow (quota, size limit) shows as a failed write,
// a file cut short as a short read.
func kindOfIO(code int) error {
	switch code {
	case sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_TRUNCATE:
		return ErrNoSpace
	case sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS:
		return ErrDamaged
	}
	return nil
}
