package ingest

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"baoge/app/ingest/format"
)

// MaxNested is the size in bytes up to which an archive inside an archive is opened: it
// is held in memory while its members are read.
const MaxNested = 256 << 20

// An Entry is a file that Walk found: on the disk, or a member of an archive, whose Path
// is that of the archive, "!/" and its name: a.zip!/b.md. Its methods may be used from any
// goroutine, one at a time.
type Entry struct {
	Path string

	in     *box
	member *zip.File
	dir    *zipDir
}

// A box is an open archive; the entries in it and the walk hold it open together.
type box struct {
	io.Closer
	refs atomic.Int32
}

func (b *box) close() error {
	if b.refs.Add(-1) == 0 {
		return b.Closer.Close()
	}
	return nil
}

// A zipDir finds the members of an archive by their names.
type zipDir struct {
	prefix string // a.zip!/
	files  map[string]*zip.File
}

// Close lets go of the archive an entry lies in.
func (e *Entry) Close() error {
	if e.in == nil {
		return nil
	}
	return e.in.close()
}

// Open opens the file from its beginning. Of a member, no more than the size its
// archive gives is read, and one that would unpack to far too much is refused.
func (e *Entry) Open() (io.ReadCloser, error) {
	if e.member == nil {
		f, err := os.Open(e.Path)
		if err != nil {
			return nil, fmt.Errorf("read %w", err) // the os names the file
		}
		return f, nil
	}
	r, err := format.OpenMember(e.member, int64(min(e.member.UncompressedSize64, 1<<40)))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", e.Path, err)
	}
	return r, nil
}

// IsRows reports whether the file is JSON Lines, by its first bytes and then its extension.
func (e *Entry) IsRows() (bool, error) {
	f, err := e.Open()
	if err != nil {
		return false, err
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, 1<<16))
	if err != nil {
		return false, fmt.Errorf("read %s: %w", e.Path, err)
	}
	return format.IsRows(head, e.Path), nil
}

// Read reads one page file.
func (e *Entry) Read(ctx context.Context, o Options) (*File, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f, err := e.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	src, err := readFile(f)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", e.Path, err)
	}
	return readPage(ctx, format.Input{Name: e.Path, Bytes: src, Beside: e.beside}, o)
}

// readFile reads a file up to what is refused: text has a lower bound than pictures and
// office documents.
func readFile(f io.Reader) ([]byte, error) {
	head := make([]byte, 512)
	n, err := io.ReadFull(f, head)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return head[:n], nil
	}
	if err != nil {
		return nil, err
	}
	limit := int64(MaxFile)
	if format.IsText(head) {
		limit = MaxPage
	}
	rest, err := io.ReadAll(io.LimitReader(f, limit-int64(n)+1))
	return append(head, rest...), err
}

// beside gives a file that lies beside the entry, by its relative path.
func (e *Entry) beside(name string) ([]byte, error) {
	if e.dir != nil {
		f := e.dir.files[path.Join(path.Dir(strings.TrimPrefix(e.Path, e.dir.prefix)), name)]
		if f == nil {
			return nil, fs.ErrNotExist
		}
		return format.ReadMember(f, format.MaxPicture)
	}
	f, err := os.Open(filepath.Join(filepath.Dir(e.Path), filepath.FromSlash(name)))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, format.MaxPicture+1))
	if err == nil && len(b) > format.MaxPicture {
		err = ErrTooLarge
	}
	return b, err
}

// walkZip gives the members of an archive in the order of their names; depth counts
// the archives it lies in.
func walkZip(ctx context.Context, b *box, z *zip.Reader, name string, depth int, fn func(*Entry, error) error) error {
	dir := &zipDir{prefix: name + "!/", files: make(map[string]*zip.File, len(z.File))}
	var names []string
	for _, f := range z.File {
		n, err := format.MemberName(f)
		if err != nil {
			if err := fn(&Entry{Path: dir.prefix + n}, fmt.Errorf("read %s: %w", dir.prefix+n, err)); err != nil {
				return err
			}
			continue
		}
		if !strings.HasSuffix(n, "/") {
			if dir.files[n] == nil {
				names = append(names, n)
			}
			dir.files[n] = f
		}
	}
	slices.Sort(names)
	beside := shelve(names, func(name string) (io.ReadCloser, error) {
		return format.OpenMember(dir.files[name], mostMarkup)
	})
	for _, n := range names {
		if err := ctx.Err(); err != nil {
			return err
		}
		if hiddenMember(n) || beside.passesOver(n) {
			continue
		}
		if err := walkMember(ctx, b, dir, n, depth, fn); err != nil {
			return err
		}
	}
	return nil
}

// hiddenMember reports whether a member lies in a hidden folder, or one macOS adds.
func hiddenMember(name string) bool {
	return strings.HasPrefix(name, ".") || strings.Contains(name, "/.") || strings.HasPrefix(name, "__MACOSX/")
}

// walkMember gives one member, or the members of it where it is an archive of files.
func walkMember(ctx context.Context, b *box, dir *zipDir, n string, depth int, fn func(*Entry, error) error) error {
	e := &Entry{Path: dir.prefix + n, in: b, member: dir.files[n], dir: dir}
	fail := func(err error) error { return fn(&Entry{Path: e.Path}, fmt.Errorf("read %s: %w", e.Path, err)) }
	switch isZip, err := e.isZip(); {
	case errors.Is(err, format.ErrTooLarge), err == nil && !isZip:
		b.refs.Add(1)
		return fn(e, nil)
	case err != nil:
		return fn(&Entry{Path: e.Path}, err)
	}
	inner, err := format.ReadMember(e.member, MaxNested)
	if err != nil {
		return fail(err)
	}
	z, err := format.OpenZip(bytes.NewReader(inner), int64(len(inner)))
	switch {
	case err != nil:
		return fail(err)
	case format.ZipKind(z) != "":
		b.refs.Add(1)
		return fn(e, nil)
	case depth > 0:
		return fail(ErrNested)
	}
	nested := &box{Closer: io.NopCloser(nil)}
	nested.refs.Store(1)
	return walkZip(ctx, nested, z, e.Path, depth+1, fn)
}

func (e *Entry) isZip() (bool, error) {
	f, err := e.Open()
	if err != nil {
		return false, err
	}
	defer f.Close()
	var head [4]byte
	n, err := io.ReadFull(f, head[:])
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return false, fmt.Errorf("read %s: %w", e.Path, err)
	}
	return format.IsZip(head[:n]), nil
}
