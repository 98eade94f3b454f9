package index

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"sync"
)

// Sums are the checksums of the segment files that an index was opened with. Comparing them
// takes as long as reading all of the files, so it goes on behind, while searches read bytes
// of which only the places are known to be right (see checkSegment): they answer, or fail by
// an error. What changes the index waits for it, so that no damage is merged into new files.
type sums struct {
	stopping chan struct{}
	once     sync.Once
	running  sync.WaitGroup
	ended    chan struct{} // closed when all are compared, or one is wrong
	stale    chan struct{} // closed when one is wrong, or cannot be read any more
	told     sync.Once
	err      error // what is wrong; set before ended is closed
}

// sumsKey is where the store's configuration of segments has its sums.
const sumsKey = "baoge.sums"

func newSums() *sums {
	return &sums{stopping: make(chan struct{}), ended: make(chan struct{}), stale: make(chan struct{})}
}

// start begins to compare the files, then calls last, once.
func (s *sums) start(files []string, last func() error) {
	s.running.Go(func() { s.compare(files, last) })
}

func (s *sums) compare(files []string, last func() error) {
	defer close(s.ended)
	for _, f := range files {
		if s.err = s.file(f); s.err != nil {
			break
		}
	}
	if s.err == nil {
		s.err = last()
	}
	if s.err != nil && !errors.Is(s.err, ErrClosed) {
		s.err = fmt.Errorf("%w: %w", s.err, ErrStale)
		s.tell()
	}
}

// tell says that the index is to be made anew.
func (s *sums) tell() { s.told.Do(func() { close(s.stale) }) }

// stop ends comparing early, by ErrClosed, and waits for that.
func (s *sums) stop() {
	s.once.Do(func() { close(s.stopping) })
	s.running.Wait()
}

// wait waits until all is compared and tells what is wrong; it fails with ctx, and by ErrClosed
// when it is not compared any more.
func (s *sums) wait(ctx context.Context) error {
	select {
	case <-s.ended:
		return s.err
	case <-s.stopping:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

// file compares one file with the sum at its end.
func (s *sums) file(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	sum, buf := uint32(0), make([]byte, 1<<18)
	for left := info.Size() - 4; left > 0; left -= int64(len(buf)) {
		select {
		case <-s.stopping:
			return ErrClosed
		default:
		}
		buf = buf[:min(int64(len(buf)), left)]
		if _, err := io.ReadFull(f, buf); err != nil {
			return err
		}
		sum = crc32.Update(sum, crc32.IEEETable, buf)
	}
	var end [4]byte
	if _, err := io.ReadFull(f, end[:]); err != nil {
		return err
	}
	if binary.BigEndian.Uint32(end[:]) != sum {
		return fmt.Errorf("segment %s is damaged", path)
	}
	return nil
}

// Intact waits until the bytes that Open found are known to be right, and fails by ErrStale where they
// are not, with ctx, and by ErrClosed when they are not compared any more.
func (x *Index) Intact(ctx context.Context) error { return x.sums.wait(ctx) }

// Stale is closed when the index turns out to be damaged, some time after Open, or its files are
// cut short while it is open: searches may fail or miss articles then, and it is to be made anew.
func (x *Index) Stale() <-chan struct{} { return x.sums.stale }
