package archive

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// applicationID marks the database as a library of ours: "BAOG" in its header.
const applicationID = 0x42414f47

// readers is how many connections read at once; more only share the same disk.
const readers = 4

// connect opens an SQLite file. mode is SQLite's: ro, rw, rwc, or immutable for a file
// that nobody can change. Nothing is read yet.
func connect(path, mode string, pragmas ...string) (*sql.DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	abs = filepath.ToSlash(abs)
	if !strings.HasPrefix(abs, "/") {
		abs = "/" + abs // C:/… on Windows
	}
	q := url.Values{"_txlock": {"immediate"}, "mode": {mode}, "_busy_timeout": {"3000"}}
	if mode == "immutable" {
		q.Set("mode", "ro")
		q.Set("immutable", "1")
	}
	if mode == "ro" || mode == "immutable" {
		q.Set("_txlock", "deferred")
	}
	q["_pragma"] = append([]string{"trusted_schema(0)"}, pragmas...)
	u := url.URL{Scheme: "file", Path: abs, RawQuery: q.Encode()}
	return sql.Open("sqlite", u.String())
}

// looksLikeDatabase tells a folder without a library from one with.
func looksLikeDatabase(file string) error {
	st, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &FileError{filepath.Dir(file), ErrNotLibrary, err}
	case errors.Is(err, syscall.ENOTDIR): // the folder is a file; the system names what would be in it
		return &fs.PathError{Op: "open", Path: filepath.Dir(file), Err: syscall.ENOTDIR}
	case err != nil:
		return wrap(file, err)
	case !st.Mode().IsRegular():
		return &FileError{file, ErrNotLibrary, nil}
	}
	return nil
}

func openWriter(dir, file string, fresh bool) (*Archive, error) {
	lock, err := AcquireLock(dir)
	if err != nil {
		return nil, err
	}
	a := &Archive{dir: dir, mode: ReadWrite, lock: lock, writing: make(chan struct{}, 1)}
	if err := a.openBoth(file, fresh); err != nil {
		if a.read != nil {
			a.read.Close()
		}
		if a.write != nil {
			a.write.Close()
		}
		lock.Release()
		return nil, wrap(file, err)
	}
	return a, nil
}

func (a *Archive) openBoth(file string, fresh bool) (err error) {
	// FULL: a commit is on the disk before it is reported.
	a.write, err = connect(file, "rwc", "journal_mode(WAL)", "synchronous(FULL)", "fullfsync(1)", "cache_size(-16384)", "wal_autocheckpoint(2000)")
	if err != nil {
		return err
	}
	a.write.SetMaxOpenConns(1)
	if err := prepare(a.write, fresh); err != nil {
		return err
	}
	if err := endDeadJobs(a.write); err != nil {
		return err
	}
	if fresh {
		if err := errors.Join(syncDir(a.dir), syncDir(filepath.Dir(a.dir))); err != nil {
			return err
		}
	}
	return a.openRead(file, "ro")
}

func (a *Archive) openRead(file, mode string) (err error) {
	a.read, err = connect(file, mode, "query_only(1)", "cache_size(-8192)")
	if err != nil {
		return err
	}
	a.read.SetMaxOpenConns(readers)
	a.read.SetMaxIdleConns(readers)
	if err := a.read.QueryRow("SELECT value FROM meta WHERE key = 'id'").Scan(&a.id); err != nil {
		return err
	}
	return nil
}

// openReader opens without a lock. Where the folder can be written to, SQLite is let
// open the file for writing too, so that it tidies its log files away again; no
// statement of ours may write (query_only). Elsewhere SQLite wants its log files to be
// there already; where there are none nobody has the library open, and it can be read
// as a file that never changes. So it can on a full disk, which has no room for them.
func openReader(dir, file string) (*Archive, error) {
	a := &Archive{dir: dir, mode: ReadOnly}
	writable := canWrite(dir)
	err := error(ErrPermission)
	if writable {
		err = a.tryRead(file, "rw")
	}
	if errors.Is(err, ErrOlder) && writable {
		if err = migrateBeside(dir, file); err == nil {
			err = a.tryRead(file, "rw")
		}
	}
	if errors.Is(err, ErrPermission) {
		err = a.tryRead(file, "ro")
	}
	if errors.Is(err, ErrPermission) && !writable || errors.Is(err, ErrNoSpace) {
		log, e := os.Stat(file + "-wal")
		if e == nil && log.Size() > 0 {
			err = a.readCopy(file)
		} else {
			err = a.tryRead(file, "immutable")
		}
	}
	if err != nil {
		return nil, err
	}
	return a, nil
}

func (a *Archive) tryRead(file, mode string) error {
	db, err := connect(file, mode)
	if err != nil {
		return wrap(file, err)
	}
	err = checkVersion(db)
	if err == nil {
		err = a.openRead(file, mode)
	}
	db.Close()
	if err != nil && a.read != nil {
		a.read.Close()
		a.read = nil
	}
	return wrap(file, err)
}

// readCopy reads a library that was left by a killed program on a disk that cannot be
// written to: what is only in its log can be had from a copy alone.
func (a *Archive) readCopy(file string) error {
	scratch, err := os.MkdirTemp("", "baoge-*")
	if err != nil {
		return err
	}
	for _, suffix := range []string{"", "-wal"} {
		if err := copyFile(filepath.Join(scratch, FileName+suffix), file+suffix); err != nil {
			os.RemoveAll(scratch)
			return wrap(file, err)
		}
	}
	if err := a.tryRead(filepath.Join(scratch, FileName), "ro"); err != nil {
		os.RemoveAll(scratch)
		return err
	}
	a.scratch = scratch
	return nil
}

func copyFile(to, from string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	_, err = io.Copy(out, in)
	return err
}

func migrateBeside(dir, file string) error {
	a, err := openWriter(dir, file, false)
	if err != nil {
		return err
	}
	return a.Close()
}

// prepare brings an older library up to date, and where fresh allows it makes the tables of a new one.
func prepare(db *sql.DB, fresh bool) error {
	err := checkVersion(db)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errBlank) && fresh: // new, or killed before its first commit
		return migrate(db, 0)
	case errors.Is(err, ErrOlder):
		var v int
		if err := db.QueryRow("PRAGMA user_version").Scan(&v); err != nil {
			return err
		}
		return migrate(db, v)
	}
	return err
}

var errBlank = fmt.Errorf("%w: it is empty", ErrNotLibrary)

func checkVersion(db *sql.DB) error {
	var version, app, tables int
	for query, into := range map[string]*int{"PRAGMA user_version": &version, "PRAGMA application_id": &app, "SELECT count(*) FROM sqlite_schema": &tables} {
		if err := db.QueryRow(query).Scan(into); err != nil {
			return err
		}
	}
	switch {
	case tables == 0 && version == 0:
		return errBlank
	case app != applicationID:
		return ErrNotLibrary
	case version > len(migrations):
		return ErrNewer
	case version < len(migrations):
		return ErrOlder
	}
	return nil
}

// migrate runs the steps after version from, all or none of them.
func migrate(db *sql.DB, from int) error {
	tx, err := db.BeginTx(context.Background(), nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // no effect after Commit
	for v := from; v < len(migrations); v++ {
		if _, err := tx.Exec(migrations[v]); err != nil {
			return fmt.Errorf("to format %d: %w", v+1, err)
		}
	}
	if from == 0 {
		var id [16]byte
		rand.Read(id[:]) // never fails
		if _, err := tx.Exec("INSERT INTO meta VALUES('id', ?), ('seq', 0)", hex.EncodeToString(id[:])); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(fmt.Sprintf("PRAGMA user_version = %d; PRAGMA application_id = %d", len(migrations), applicationID)); err != nil {
		return err
	}
	return tx.Commit()
}
