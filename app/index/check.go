package index

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// lockWait is how long a lock of another process is waited for.
const lockWait = 200 * time.Millisecond

// check reads, before the store maps the files of an index, what opening them trusts: the pages
// of its catalogue and where the parts of its segments lie. What lies there, most of the bytes,
// is a matter of their sums, which take long to compare where there is much (see sums).
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
