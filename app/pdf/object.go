package pdf

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"io"
	"strconv"

	"github.com/klauspost/compress/zlib"
)

// A ref is the number of an indirect object, from 1. Numbers are given in order
// of asking, so the same document has the same numbers.
type ref int

// place says where an object stands: at a byte offset of the file, or, when in
// is not 0, as object number index of the object stream in.
type place struct {
	offset int64
	in     ref
	index  int
}

// A file writes objects one after the other and remembers nothing of them but
// where they are. Small objects are gathered into compressed object streams
// (ISO 32000-1 §7.5.7); the cross-reference table is a stream (§7.5.8).
// The first error of the writer below stays and is given by finish.
type file struct {
	w      *bufio.Writer
	sum    hash.Hash // of all bytes written: the file's identifier
	n      int64
	places []place // by ref-1
	zip    *zlib.Writer
	zipped bytes.Buffer

	packing ref // the object stream being filled, or 0
	heads   []byte
	bodies  []byte
	packed  int
}

// packSize closes an object stream: a reader unpacks a whole one to get one object.
const (
	packObjects = 200
	packBytes   = 1 << 16
)

func newFile(w io.Writer) *file {
	f := &file{sum: sha256.New()}
	f.w = bufio.NewWriterSize(io.MultiWriter(w, f.sum), 1<<16)
	f.zip = zlib.NewWriter(&f.zipped)
	// four bytes above 127 tell programs that copy files that this one is binary (§7.5.2)
	f.write([]byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"))
	return f
}

func (f *file) write(b []byte) {
	n, _ := f.w.Write(b) // bufio keeps the error
	f.n += int64(n)
}

func (f *file) text(s string) { f.write([]byte(s)) }

// failed is the first error of the writer below. Buffered bytes may not have reached it.
func (f *file) failed() error {
	_, err := f.w.Write(nil)
	return err
}

// alloc gives the next object number.
func (f *file) alloc() ref {
	f.places = append(f.places, place{})
	return ref(len(f.places))
}

// put writes a small object into an object stream.
func (f *file) put(id ref, body []byte) {
	if f.packing == 0 {
		f.packing = f.alloc()
	}
	f.places[id-1] = place{in: f.packing, index: f.packed}
	f.heads = strconv.AppendInt(f.heads, int64(id), 10)
	f.heads = append(f.heads, ' ')
	f.heads = strconv.AppendInt(f.heads, int64(len(f.bodies)), 10)
	f.heads = append(f.heads, ' ')
	f.bodies = append(append(f.bodies, body...), '\n')
	f.packed++
	if f.packed >= packObjects || len(f.bodies) >= packBytes {
		f.flush()
	}
}

// flush writes the object stream being filled.
func (f *file) flush() {
	if f.packing == 0 {
		return
	}
	dict := "/Type/ObjStm/N " + strconv.Itoa(f.packed) + "/First " + strconv.Itoa(len(f.heads))
	f.stream(f.packing, dict, append(f.heads, f.bodies...), true)
	f.packing, f.packed, f.heads, f.bodies = 0, 0, f.heads[:0], f.bodies[:0]
}

// plain writes an object outside of object streams.
func (f *file) plain(id ref, body []byte) {
	f.begin(id)
	f.write(body)
	f.text("\nendobj\n")
}

// stream writes a stream object; dict is what its dictionary holds besides
// length and filter.
func (f *file) stream(id ref, dict string, data []byte, compress bool) {
	if compress {
		data = f.deflate(data)
		dict += "/Filter/FlateDecode"
	}
	f.begin(id)
	f.text("<<" + dict + "/Length " + strconv.Itoa(len(data)) + ">>\nstream\n")
	f.write(data)
	f.text("\nendstream\nendobj\n")
}

func (f *file) begin(id ref) {
	f.places[id-1] = place{offset: f.n}
	f.text(strconv.Itoa(int(id)) + " 0 obj\n")
}

// deflate compresses data; the result is valid until the next call.
func (f *file) deflate(data []byte) []byte {
	f.zipped.Reset()
	f.zip.Reset(&f.zipped)
	f.zip.Write(data)
	f.zip.Close()
	return f.zipped.Bytes()
}

// finish writes the cross-reference stream and flushes.
func (f *file) finish(root, info ref) error {
	f.flush()
	if err := f.w.Flush(); err != nil { // all bytes so far are in the sum now
		return err
	}
	id := hex.EncodeToString(f.sum.Sum(nil)[:16])
	x := f.alloc()
	start := f.n
	f.places[x-1] = place{offset: start}
	dict := "/Type/XRef/Size " + strconv.Itoa(len(f.places)+1) +
		"/W[1 5 2]/DecodeParms<</Predictor 12/Columns 8>>" +
		"/Root " + root.String() + "/Info " + info.String() + "/ID[<" + id + "><" + id + ">]"
	f.stream(x, dict, f.table(), true)
	f.text("startxref\n" + strconv.FormatInt(start, 10) + "\n%%EOF\n")
	return f.w.Flush()
}

// table is the cross-reference data in rows of type, offset or stream, generation
// or index, each row as its difference from the row above (PNG filter Up).
func (f *file) table() []byte {
	var above, row [8]byte
	out := make([]byte, 0, 9*(len(f.places)+1))
	add := func() {
		out = append(out, 2)
		for i := range row {
			out = append(out, row[i]-above[i])
		}
		above = row
	}
	binary.BigEndian.PutUint16(row[6:], 65535) // object 0 heads the empty list of free objects
	add()
	for _, p := range f.places {
		kind, where, index := uint64(1), uint64(p.offset), 0
		if p.in != 0 {
			kind, where, index = 2, uint64(p.in), p.index
		}
		binary.BigEndian.PutUint64(row[:], kind<<56|where<<16|uint64(index))
		add()
	}
	return out
}

// String writes the reference: 12 0 R.
func (r ref) String() string { return strconv.Itoa(int(r)) + " 0 R" }

func (r ref) append(b []byte) []byte {
	return append(strconv.AppendInt(b, int64(r), 10), " 0 R"...)
}
