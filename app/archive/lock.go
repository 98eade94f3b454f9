package archive

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// LockName is the lock file inside a library's folder.
const LockName = "lock"

// A Lock is the right to write in a folder. It is a lock of the operating system on
// the file DIR/lock, so it goes with the process however that ends; the file's text,
// "pid host", only tells others who has it.
type Lock struct{ f *os.File }

// AcquireLock takes the lock of a folder at once, or fails with a [HeldError].
func AcquireLock(dir string) (*Lock, error) {
	path := filepath.Join(dir, LockName)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, wrap(dir, err)
	}
	if err := lockFile(f); err != nil {
		held := errors.Is(err, errLocked)
		holder := holderOf(f)
		f.Close()
		if held {
			return nil, holder
		}
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	host, _ := os.Hostname() // a lock without a name is still a lock
	if err := f.Truncate(0); err != nil {
		f.Close()
		return nil, wrap(dir, err)
	}
	if _, err := f.WriteAt(fmt.Appendf(nil, "%d %s\n", os.Getpid(), host), 0); err != nil {
		f.Close()
		return nil, wrap(dir, err)
	}
	return &Lock{f}, nil
}

// Release gives the lock back. The empty file stays: removing it would race with the next holder.
func (l *Lock) Release() error {
	err := l.f.Truncate(0)
	return errors.Join(err, l.f.Close())
}

func holderOf(f *os.File) *HeldError {
	var h HeldError
	text, _ := io.ReadAll(io.NewSectionReader(f, 0, 300)) // unreadable: holder unknown
	if n, _ := fmt.Sscanf(string(text), "%d %s", &h.PID, &h.Host); n < 2 {
		return &HeldError{}
	}
	return &h
}
