package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	zap "github.com/blevesearch/zapx/v17"
)

// A segmentShape reads where the parts of a segment file lie, and keeps within it. What it passes
// zap opens and reads without leaving the file, whatever the parts hold.
type segmentShape struct {
	r    io.ReaderAt
	size uint64
	body uint64 // bytes before the footer
	err  error  // the first
}

const (
	mostFields     = 64
	mostFieldNames = 1 << 16 // bytes that the descriptions of all fields take, at most
	fstEnd         = 16      // bytes at the end of a dictionary, and at its beginning
	fstVersion     = 1
)

var errShape = errors.New("parts of a segment lie outside it")

// checkSegment tells whether the parts of a segment file lie where they can.
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
	s := &segmentShape{r: f, size: uint64(info.Size())}
	s.check()
	if s.err != nil {
		return fmt.Errorf("segment %s: %w", path, s.err)
	}
	return nil
}

// bytes reads n bytes; where that fails they are zero.
func (s *segmentShape) bytes(at, n uint64) []byte {
	b := make([]byte, n)
	if at > s.size || n > s.size-at {
		s.fail()
		return b
	}
	if _, err := s.r.ReadAt(b, int64(at)); err != nil && s.err == nil {
		s.err = err
	}
	return b
}

func (s *segmentShape) fail() {
	if s.err == nil {
		s.err = errShape
	}
}

// need fails unless ok.
func (s *segmentShape) need(ok bool) {
	if !ok {
		s.fail()
	}
}

// number takes a number off the front of b.
func (s *segmentShape) number(b *[]byte) uint64 {
	n, size := binary.Uvarint(*b)
	if size <= 0 {
		s.fail()
		return 0
	}
	*b = (*b)[size:]
	return n
}

func (s *segmentShape) check() {
	if s.size < zap.FooterSize {
		s.fail()
		return
	}
	s.body = s.size - zap.FooterSize
	foot := s.bytes(s.body, zap.FooterSize)
	articles, stored, fields := binary.BigEndian.Uint64(foot[4:]), binary.BigEndian.Uint64(foot[12:]), binary.BigEndian.Uint64(foot[20:])
	s.need(binary.BigEndian.Uint32(foot) == 0 && binary.BigEndian.Uint32(foot[28:]) == segmentChunk && binary.BigEndian.Uint32(foot[32:]) == zap.Version)
	s.need(articles > 0 && articles < 1<<32 && stored < s.body && articles <= (s.body-stored)/8)
	if s.err != nil {
		return
	}
	s.need(s.bytes(stored+8*articles, 1)[0] == 0) // no article inside another
	s.fields(fields, stored+8*articles)
}

// fields looks at the list of fields, which stands at a place and comes after another.
func (s *segmentShape) fields(at, after uint64) {
	if at <= after || at >= s.body {
		s.fail()
		return
	}
	list := s.bytes(at, min(s.body-at, binary.MaxVarintLen64+8*mostFields))
	n := s.number(&list)
	if n == 0 || n > mostFields || uint64(len(list)) != 8*n {
		s.fail()
		return
	}
	first := binary.BigEndian.Uint64(list)
	if first <= after || first >= at || at-first > mostFieldNames {
		s.fail()
		return
	}
	described := s.bytes(first, at-first)
	for ; len(list) > 0 && s.err == nil; list = list[8:] {
		if binary.BigEndian.Uint64(list) != at-uint64(len(described)) {
			s.fail()
			return
		}
		described = s.field(described, after, first)
	}
	s.need(len(described) == 0)
}

// field looks at the description in front of b, of a field between two places, and returns what
// follows it.
func (s *segmentShape) field(b []byte, from, to uint64) []byte {
	name := s.number(&b)
	if name == 0 || name > uint64(len(b)) {
		s.fail()
		return nil
	}
	b = b[name:]
	s.number(&b) // options
	s.need(s.number(&b) == 1)
	if len(b) < 10 {
		s.fail()
		return nil
	}
	s.need(binary.BigEndian.Uint16(b) == zap.SectionInvertedTextIndex)
	at := binary.BigEndian.Uint64(b[2:])
	b = b[10:]
	if at <= from || at >= to {
		s.fail()
		return nil
	}
	head := s.bytes(at, min(3*binary.MaxVarintLen64, to-at))
	for range 2 { // from and to
		s.need(s.number(&head) == noDocValues)
	}
	s.dictionary(s.number(&head), from, at)
	return b
}

// dictionary looks at a dictionary that begins at a place and ends at another.
func (s *segmentShape) dictionary(at, from, end uint64) {
	if at <= from || at >= end {
		s.fail()
		return
	}
	head := s.bytes(at, min(binary.MaxVarintLen64+fstEnd, end-at))
	whole := len(head)
	n := s.number(&head)
	at += uint64(whole - len(head))
	if at > end || n != end-at || n < 2*fstEnd {
		s.fail()
		return
	}
	s.need(binary.LittleEndian.Uint64(head) == fstVersion)
	root := binary.LittleEndian.Uint64(s.bytes(end-8, 8))
	s.need(root < n-fstEnd)
}
