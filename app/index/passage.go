package index

import (
	"encoding/binary"
	"os"
)

// A passage reads a segment file on its way from beginning to end, as merging does. Through the
// mapped file all of it would be counted as the process's memory until the segment is gone: as
// much as the index is large.
type passage struct {
	file *os.File
	at   uint64 // of window in the file
	buf  []byte
	have int // bytes of buf that are read
}

const passageBytes = 1 << 18 // bytes that are read at once

// newPassage opens a file; nil where it is no more, while its segment still is.
func newPassage(path string) *passage {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	return &passage{file: f, buf: make([]byte, passageBytes)}
}

func (p *passage) close() {
	if p != nil {
		_ = p.file.Close() // read only
	}
}

// postings returns the bytes from a place on, as many as the postings there take, until the next
// call; fewer, where the file ends or cannot be read.
func (p *passage) postings(at uint64) []byte {
	const head = 3 * binary.MaxVarintLen64
	b := p.bytes(at, head)
	rest, size := b, uint64(0)
	for range 3 {
		n, read := binary.Uvarint(rest)
		if read <= 0 {
			return nil
		}
		rest, size = rest[read:], n
	}
	if before := len(b) - len(rest); size < 1<<28 {
		return p.bytes(at, before+int(size))
	}
	return nil
}

// bytes returns n bytes from a place on, or what there is.
func (p *passage) bytes(at uint64, n int) []byte {
	if at < p.at || at+uint64(n) > p.at+uint64(p.have) {
		if n > len(p.buf) {
			p.buf = make([]byte, n+n/4)
		}
		p.at = at
		p.have, _ = p.file.ReadAt(p.buf, int64(at)) // what was not read is missed
	}
	from := int(at - p.at)
	return p.buf[min(from, p.have):min(from+n, p.have)]
}
