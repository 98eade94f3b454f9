package index

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	bleve "github.com/blevesearch/bleve_index_api"
	"github.com/blevesearch/vellum"
	zap "github.com/blevesearch/zapx/v17"
)

// A segmentFile writes a segment in zap's format, version 17: the identities of the articles,
// then field by field the postings of each term and the dictionary of the terms, then
// what fields there are, then the footer (zapx: new.go, write.go, section_inverted_text_index.go).
//
// It leaves out what zap writes for every term and article and nobody here reads: frequencies,
// norms, positions. A term of one article lies in the dictionary itself. Calls come in
// that order: stored, endStored, then for each field, _id first, the others sorted, beginField,
// add and endField, at last finish. The first error stays.
type segmentFile struct {
	w       io.Writer
	buf     []byte // not yet written
	written uint64 // before buf
	sum     uint32 // of what is written
	err     error

	offsets     []uint64 // of the articles
	storedIndex uint64
	fields      []segmentField
	dict        bytes.Buffer
	builder     *vellum.Builder
	bitmap      *roaring.Bitmap
}

type segmentField struct {
	name       string
	addr, dict uint64
}

const (
	idField     = "_id"
	writeAt     = 1 << 16 // bytes that are written at once
	noDocValues = math.MaxUint64
	smallBitmap = 12346 // begins roaring's form of a bitmap without runs
	mostInArray = 4096  // numbers of a container that is an array
	arrayHead   = 16    // bytes before the numbers of a bitmap that is one array
)

// segmentChunk is how zap would part frequencies.
var segmentChunk = zap.DefaultChunkMode

// dictionaryOptions are zap's own.
var dictionaryOptions = &vellum.BuilderOpts{Encoder: 1, RegistryTableSize: 0, RegistryMRUSize: 1}

func newSegmentFile(w io.Writer) *segmentFile {
	return &segmentFile{w: w, buf: make([]byte, 0, writeAt+4096), bitmap: roaring.New()}
}

func (f *segmentFile) at() uint64 { return f.written + uint64(len(f.buf)) }

// flush writes what waits.
func (f *segmentFile) flush() {
	if f.err != nil || len(f.buf) == 0 {
		f.buf = f.buf[:0]
		return
	}
	f.sum = crc32.Update(f.sum, crc32.IEEETable, f.buf)
	f.written += uint64(len(f.buf))
	_, f.err = f.w.Write(f.buf)
	f.buf = f.buf[:0]
}

func (f *segmentFile) bytes(b []byte) {
	f.buf = append(f.buf, b...)
	if len(f.buf) >= writeAt {
		f.flush()
	}
}

func (f *segmentFile) number(n uint64) { f.buf = binary.AppendUvarint(f.buf, n) }
func (f *segmentFile) fixed(n uint64)  { f.buf = binary.BigEndian.AppendUint64(f.buf, n) }

// stored writes the identity of the next article.
func (f *segmentFile) stored(id []byte) {
	f.offsets = append(f.offsets, f.at())
	meta := binary.AppendUvarint(nil, uint64(len(id)))
	f.number(uint64(len(meta)))
	f.number(uint64(len(id) + 1))
	f.bytes(meta)
	f.bytes(id)
	f.bytes([]byte{0}) // no other stored field, as snappy has it
}

func (f *segmentFile) endStored() {
	f.storedIndex = f.at()
	for _, o := range f.offsets {
		f.fixed(o)
		f.bytes(nil)
	}
	f.number(0) // no article inside another
}

func (f *segmentFile) beginField(name string) {
	f.fields = append(f.fields, segmentField{name: name})
	f.dict.Reset()
	if f.err != nil {
		return
	}
	if f.builder == nil {
		f.builder, f.err = vellum.New(&f.dict, dictionaryOptions)
	} else {
		f.err = f.builder.Reset(&f.dict)
	}
}

// add writes a term of the field with the articles that have it, ascending, at least one. Terms
// come sorted.
func (f *segmentFile) add(term []byte, articles []uint32) {
	if f.err != nil {
		return
	}
	if len(articles) == 1 {
		f.err = f.builder.Insert(term, zap.FSTValEncode1Hit(uint64(articles[0]), zap.NormBits1Hit))
		return
	}
	at := f.at()
	f.number(0) // no frequencies
	f.number(0) // no positions
	if n := len(articles); n <= mostInArray && articles[n-1] < 1<<16 {
		f.number(uint64(arrayHead + 2*n))
		f.buf = binary.LittleEndian.AppendUint32(f.buf, smallBitmap)
		f.buf = binary.LittleEndian.AppendUint32(f.buf, 1)
		f.buf = binary.LittleEndian.AppendUint16(f.buf, 0)
		f.buf = binary.LittleEndian.AppendUint16(f.buf, uint16(n-1))
		f.buf = binary.LittleEndian.AppendUint32(f.buf, arrayHead)
		for _, a := range articles {
			f.buf = binary.LittleEndian.AppendUint16(f.buf, uint16(a))
		}
		f.bytes(nil)
	} else {
		f.bitmap.Clear()
		f.bitmap.AddMany(articles)
		f.number(f.bitmap.GetSerializedSizeInBytes())
		b, err := f.bitmap.ToBytes()
		if err != nil {
			f.err = err
			return
		}
		f.bytes(b)
	}
	f.err = f.builder.Insert(term, at)
}

func (f *segmentFile) endField() {
	if f.err != nil {
		return
	}
	if f.err = f.builder.Close(); f.err != nil {
		return
	}
	last := &f.fields[len(f.fields)-1]
	last.dict = f.at()
	f.number(uint64(f.dict.Len()))
	f.bytes(f.dict.Bytes())
	last.addr = f.at()
	f.number(noDocValues)
	f.number(noDocValues)
	f.number(last.dict)
}

// finish writes what fields there are, and returns where.
func (f *segmentFile) finish() (fieldsIndex uint64, err error) {
	starts := make([]uint64, len(f.fields))
	for i, x := range f.fields {
		starts[i] = f.at()
		options := bleve.IndexField | bleve.SkipFreqNorm
		if x.name == idField {
			options = bleve.IndexField | bleve.StoreField
		}
		f.number(uint64(len(x.name)))
		f.bytes([]byte(x.name))
		f.number(uint64(options))
		f.number(1) // one section
		f.buf = binary.BigEndian.AppendUint16(f.buf, zap.SectionInvertedTextIndex)
		f.fixed(x.addr)
	}
	fieldsIndex = f.at()
	f.number(uint64(len(starts)))
	for _, s := range starts {
		f.fixed(s)
	}
	f.flush()
	return fieldsIndex, f.err
}

// footer ends a file.
func (f *segmentFile) footer(fieldsIndex uint64) error {
	f.buf = binary.BigEndian.AppendUint32(f.buf, 0) // written by no filter
	f.fixed(uint64(len(f.offsets)))
	f.fixed(f.storedIndex)
	f.fixed(fieldsIndex)
	f.buf = binary.BigEndian.AppendUint32(f.buf, segmentChunk)
	f.buf = binary.BigEndian.AppendUint32(f.buf, zap.Version)
	f.flush()
	if f.err != nil {
		return f.err
	}
	_, err := f.w.Write(binary.BigEndian.AppendUint32(nil, f.sum))
	return err
}

// readPostings appends to out the articles of a dictionary's value in a segment's bytes.
func readPostings(data []byte, value uint64, out []uint32) ([]uint32, error) {
	if value&zap.FSTValEncodingMask == zap.FSTValEncoding1Hit {
		article, _ := zap.FSTValDecode1Hit(value)
		return append(out, uint32(article)), nil
	}
	b, ok := data[min(value, uint64(len(data))):], false
	for range 2 { // where frequencies and positions would be
		_, n := binary.Uvarint(b)
		b = b[max(n, 0):]
	}
	if b, ok = prefixed(b); !ok {
		return out, fmt.Errorf("postings at %d are cut short", value)
	}
	if len(b) >= arrayHead && binary.LittleEndian.Uint32(b) == smallBitmap && binary.LittleEndian.Uint32(b[4:]) == 1 && binary.LittleEndian.Uint16(b[8:]) == 0 {
		if n := int(binary.LittleEndian.Uint16(b[10:])) + 1; n <= mostInArray && len(b) == arrayHead+2*n {
			out = slices.Grow(out, n)
			for b = b[arrayHead:]; len(b) > 0; b = b[2:] {
				out = append(out, uint32(binary.LittleEndian.Uint16(b)))
			}
			return out, nil
		}
	}
	bitmap := roaring.New()
	if _, err := bitmap.FromBuffer(b); err != nil {
		return out, fmt.Errorf("postings at %d: %w", value, err)
	}
	eachNumber(bitmap, func(n uint32) { out = append(out, n) })
	return out, nil
}

// prefixed returns the bytes that stand after their number.
func prefixed(b []byte) ([]byte, bool) {
	n, read := binary.Uvarint(b)
	if read <= 0 || n > uint64(len(b)-read) {
		return nil, false
	}
	return b[read : read+int(n)], true
}
