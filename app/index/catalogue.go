package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"path/filepath"
	"strings"
)

// A catalogue is the store's root.bolt as bytes. Its format has no checksums but for
// two meta pages, and the library that reads it trusts the rest: a damaged page makes
// it fault or go round for ever. So every page that it will reach is looked at first,
// by the layout of bbolt 1.4 (internal/common: page.go, meta.go, bucket.go).
type catalogue struct {
	b        []byte
	pageSize int
	pages    uint64 // in use at most so many
	seen     map[uint64]bool
	segments []string // segment files named in it
}

const (
	boltMagic    = 0xED0CDAED
	pageHead     = 16
	branchFlag   = 0x01
	leafFlag     = 0x02
	freeFlag     = 0x10
	bucketLeaf   = 0x01
	noFreelist   = 1<<64 - 1
	maxPageDepth = 32
)

var errCatalogue = errors.New("catalogue is damaged")

var order = binary.NativeEndian

// readCatalogue looks through the bytes of a catalogue and returns the segment files
// it names.
func readCatalogue(b []byte) (segments []string, err error) {
	c := &catalogue{b: b, seen: map[uint64]bool{}}
	root, free, err := c.meta()
	if err != nil {
		return nil, err
	}
	if err := c.tree(root, 0); err != nil {
		return nil, err
	}
	if free != noFreelist {
		if err := c.freelist(free); err != nil {
			return nil, err
		}
	}
	return c.segments, nil
}

// meta finds the newer valid meta page.
func (c *catalogue) meta() (root, free uint64, err error) {
	found, last := false, uint64(0)
	for _, size := range []int{4096, 8192, 16384, 32768, 65536} {
		for page := range 2 {
			at := page*size + pageHead
			if at+64 > len(c.b) {
				continue
			}
			m := c.b[at : at+64]
			sum := fnv.New64a()
			sum.Write(m[:56])
			if order.Uint32(m) != boltMagic || order.Uint32(m[4:]) != 2 || order.Uint32(m[8:]) != uint32(size) || order.Uint64(m[56:]) != sum.Sum64() {
				continue
			}
			if tx := order.Uint64(m[48:]); !found || tx > last {
				found, last = true, tx
				root, free, c.pages, c.pageSize = order.Uint64(m[16:]), order.Uint64(m[32:]), order.Uint64(m[40:]), size
			}
		}
		if found {
			return root, free, nil
		}
	}
	return 0, 0, fmt.Errorf("%w: no meta page", errCatalogue)
}

// page returns the bytes of a page not seen before, with what overflows it.
func (c *catalogue) page(id uint64) ([]byte, error) {
	if id < 2 || id >= c.pages || id >= uint64(len(c.b)/c.pageSize) || c.seen[id] {
		return nil, fmt.Errorf("%w: page %d", errCatalogue, id)
	}
	at := int(id) * c.pageSize
	more := uint64(order.Uint32(c.b[at+12:]))
	if order.Uint64(c.b[at:]) != id || id+more >= c.pages || (int(id)+int(more)+1)*c.pageSize > len(c.b) {
		return nil, fmt.Errorf("%w: page %d", errCatalogue, id)
	}
	for i := id; i <= id+more; i++ {
		if c.seen[i] {
			return nil, fmt.Errorf("%w: page %d is used twice", errCatalogue, i)
		}
		c.seen[i] = true
	}
	return c.b[at : at+int(more+1)*c.pageSize], nil
}

// tree looks through a tree of pages.
func (c *catalogue) tree(id uint64, depth int) error {
	p, err := c.page(id)
	if err != nil {
		return err
	}
	if depth > maxPageDepth {
		return fmt.Errorf("%w: too deep", errCatalogue)
	}
	if order.Uint16(p[8:]) == branchFlag {
		return c.branch(p, depth)
	}
	return c.leaf(p, depth)
}

func (c *catalogue) branch(p []byte, depth int) error {
	n := int(order.Uint16(p[10:]))
	if n == 0 || pageHead+16*n > len(p) {
		return fmt.Errorf("%w: branch", errCatalogue)
	}
	for i := range n {
		e := p[pageHead+16*i:]
		if start, end := uint64(order.Uint32(e)), uint64(order.Uint32(e))+uint64(order.Uint32(e[4:])); end > uint64(len(e)) || start < 16 {
			return fmt.Errorf("%w: key of a branch", errCatalogue)
		}
		if err := c.tree(order.Uint64(e[8:]), depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (c *catalogue) leaf(p []byte, depth int) error {
	n := int(order.Uint16(p[10:]))
	if order.Uint16(p[8:]) != leafFlag || pageHead+16*n > len(p) {
		return fmt.Errorf("%w: leaf", errCatalogue)
	}
	for i := range n {
		e := p[pageHead+16*i:]
		flags, pos, ksize, vsize := order.Uint32(e), uint64(order.Uint32(e[4:])), uint64(order.Uint32(e[8:])), uint64(order.Uint32(e[12:]))
		if flags > bucketLeaf || pos < 16 || pos+ksize+vsize > uint64(len(e)) {
			return fmt.Errorf("%w: entry of a leaf", errCatalogue)
		}
		if err := c.value(flags, e[pos+ksize:pos+ksize+vsize], depth); err != nil {
			return err
		}
	}
	return nil
}

// value looks at what a leaf holds: a bucket, in place or of its own pages, or bytes.
func (c *catalogue) value(flags uint32, v []byte, depth int) error {
	if flags != bucketLeaf {
		if s := string(v); strings.HasSuffix(s, ".zap") && filepath.Base(s) == s {
			c.segments = append(c.segments, s)
		}
		return nil
	}
	if len(v) < 16 || depth > maxPageDepth {
		return fmt.Errorf("%w: bucket", errCatalogue)
	}
	if root := order.Uint64(v); root != 0 {
		return c.tree(root, depth+1)
	}
	if len(v) < 16+pageHead {
		return fmt.Errorf("%w: bucket", errCatalogue)
	}
	return c.leaf(v[16:], depth+1)
}

// freelist looks at the list of free pages: none of them is in use.
func (c *catalogue) freelist(id uint64) error {
	p, err := c.page(id)
	if err != nil {
		return err
	}
	n, at := uint64(order.Uint16(p[10:])), pageHead
	if n == 0xFFFF {
		n, at = order.Uint64(p[pageHead:]), pageHead+8
	}
	if order.Uint16(p[8:]) != freeFlag || n > uint64(len(p)-at)/8 {
		return fmt.Errorf("%w: list of free pages", errCatalogue)
	}
	for i := range int(n) {
		free := order.Uint64(p[at+8*i:])
		if free < 2 || free >= c.pages || c.seen[free] {
			return fmt.Errorf("%w: page %d is free and in use", errCatalogue, free)
		}
		c.seen[free] = true
	}
	return nil
}
