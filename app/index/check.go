package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// lockWait is how long a lock of another process is waited for.
const lockWait = 200 * time.Millisecond

// check reads the files of an index before the store maps them: the pages of its
// catalogue and the checksums of its segments. A store that meets damage later does so
// in tasks of its own, where a fault ends the program.
func check(dir string) error {
	path := filepath.Join(dir, "root.bolt")
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrPermission):
		return fmt.Errorf("open index: %w", err)
	case err != nil || !info.Mode().IsRegular() || info.Size() == 0:
		return fmt.Errorf("open index %s: nothing there: %w", dir, ErrStale)
	}
	// Opened so, the library reads the meta pages alone, and holds off writers.
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true, Timeout: lockWait})
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return fmt.Errorf("open index %s: %w", dir, ErrHeld)
	case errors.Is(err, os.ErrPermission):
		return fmt.Errorf("open index: %w", err)
	case err != nil:
		return fmt.Errorf("open index %s: %w: %w", dir, err, ErrStale)
	}
	var segments []string
	b, err := os.ReadFile(path)
	if err == nil {
		segments, err = readCatalogue(b)
	}
	if err := errors.Join(err, db.Close()); err != nil {
		return fmt.Errorf("open index %s: %w: %w", dir, err, ErrStale)
	}
	for _, s := range segments {
		if err := checkSegment(filepath.Join(dir, s)); err != nil {
			return fmt.Errorf("open index %s: %w: %w", dir, err, ErrStale)
		}
	}
	return nil
}

// safely runs fn, and makes an error of a panic or of a fault in mapped memory.
func safely(fn func() error) (err error) {
	old := debug.SetPanicOnFault(true)
	defer debug.SetPanicOnFault(old)
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	return fn()
}

// checkSegment compares a segment file with the checksum at its end.
func checkSegment(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Size() < 8 {
		return fmt.Errorf("segment %s is cut short", path)
	}
	sum := crc32.NewIEEE()
	if _, err := io.CopyBuffer(sum, io.LimitReader(f, info.Size()-4), make([]byte, 1<<20)); err != nil {
		return err
	}
	var end [4]byte
	if _, err := io.ReadFull(f, end[:]); err != nil {
		return err
	}
	if binary.BigEndian.Uint32(end[:]) != sum.Sum32() {
		return fmt.Errorf("segment %s is damaged", path)
	}
	return nil
}
