package format

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// Bounds of an archive.
const (
	MaxMembers = 200_000 // members of one archive
	mostRatio  = 200     // how many bytes one byte may unpack to; text comes to about 20
	freeSize   = 1 << 20 // up to here a member may unpack to anything
)

// OpenZip opens a ZIP and holds its bounds: ErrDamaged, ErrBomb.
func OpenZip(r io.ReaderAt, size int64) (*zip.Reader, error) {
	z, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if len(z.File) > MaxMembers {
		return nil, fmt.Errorf("%d members: %w", len(z.File), ErrBomb)
	}
	packed := uint64(0)
	for _, f := range z.File {
		if packed += f.CompressedSize64; packed > uint64(size) { // members lie over one another
			return nil, fmt.Errorf("members overlap: %w", ErrBomb)
		}
	}
	return z, nil
}

// OpenMember opens a member of up to limit bytes. Errors: ErrEncrypted, ErrBomb,
// ErrTooLarge, ErrUnknownFormat for a way of packing that is not known, ErrDamaged.
// What is read goes no farther than limit.
func OpenMember(f *zip.File, limit int64) (io.ReadCloser, error) {
	switch {
	case f.Flags&1 != 0:
		return nil, ErrEncrypted
	case f.UncompressedSize64 > freeSize && f.UncompressedSize64/mostRatio > f.CompressedSize64:
		return nil, ErrBomb
	case f.UncompressedSize64 > uint64(limit):
		return nil, ErrTooLarge
	}
	r, err := f.Open()
	switch {
	case errors.Is(err, zip.ErrAlgorithm):
		return nil, &KindError{fmt.Sprintf("ZIP %d", f.Method)}
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return &member{r, io.LimitReader(r, limit+1)}, nil
}

// A member is a part of an archive being read; what goes wrong then is damage.
type member struct {
	io.Closer
	r io.Reader
}

// Read reads on. A read error of the disk stays one.
func (m *member) Read(b []byte) (int, error) {
	n, err := m.r.Read(b)
	var disk *fs.PathError
	if err != nil && err != io.EOF && !errors.As(err, &disk) {
		err = fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return n, err
}

// ReadMember reads a member of up to limit bytes whole.
func ReadMember(f *zip.File, limit int64) ([]byte, error) {
	r, err := OpenMember(f, limit)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err == nil && int64(len(b)) > limit {
		err = ErrTooLarge
	}
	return b, err
}

// MemberName gives a member's name in UTF-8 with forward slashes: as it says, by the
// Unicode name some programs add, or as GBK or Big5. The error is ErrMemberName for a
// name that leads out of the archive, and for a link.
func MemberName(f *zip.File) (string, error) {
	name := f.Name
	if s := unicodeName(f.Extra); s != "" {
		name = s
	} else if f.NonUTF8 {
		if c := likeliestName(f.Name); c != "" {
			name = c
		}
	}
	name = strings.ReplaceAll(name, `\`, "/")
	if f.Mode()&fs.ModeSymlink != 0 {
		return name, fmt.Errorf("link: %w", ErrMemberName)
	}
	clean := path.Clean("/" + name)[1:]
	if strings.HasPrefix(name, "/") || strings.ContainsAny(name, "\x00") || len(name) > 1 && name[1] == ':' || clean != strings.TrimSuffix(strings.TrimPrefix(name, "./"), "/") {
		return name, ErrMemberName
	}
	return name, nil
}

// unicodeName reads the Info-ZIP Unicode path field (0x7075): id, size, version, CRC, name.
func unicodeName(extra []byte) string {
	for len(extra) >= 4 {
		id, n := int(extra[0])|int(extra[1])<<8, int(extra[2])|int(extra[3])<<8
		if len(extra) < 4+n {
			return ""
		}
		if id == 0x7075 && n > 5 {
			return string(extra[9 : 4+n])
		}
		extra = extra[4+n:]
	}
	return ""
}

// likeliestName decodes a name that is not UTF-8.
func likeliestName(s string) string {
	for _, r := range s {
		if r >= 0x80 {
			c := likeliest([]byte(s), []candidate{{simplifiedchinese.GB18030, "gb18030"}, {traditionalchinese.Big5, "big5"}})
			enc := candidate{simplifiedchinese.GB18030, "gb18030"} // rare characters alone: the commoner of the two
			if c != nil {
				enc = *c
			}
			if t, err := enc.enc.NewDecoder().String(s); err == nil {
				return t
			}
			return ""
		}
	}
	return s
}

// IsZip reports whether bytes begin a ZIP.
func IsZip(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06"))
}

// ZipKind tells what a ZIP holds: DOCX, EPUB, a kind that is not read (XLSX, ODT …), or
// "" for an archive of files.
func ZipKind(z *zip.Reader) string {
	for _, f := range z.File {
		switch {
		case f.Name == "mimetype" && f.UncompressedSize64 < 200:
			b, err := ReadMember(f, 200)
			switch mime := strings.TrimSpace(string(b)); {
			case err == nil && mime == "application/epub+zip":
				return "EPUB"
			case err == nil && strings.HasPrefix(mime, "application/vnd.oasis.opendocument"):
				return "ODF"
			}
		case f.Name == "word/document.xml":
			return "DOCX"
		case f.Name == "xl/workbook.xml":
			return "XLSX"
		case f.Name == "ppt/presentation.xml":
			return "PPTX"
		case f.Name == "META-INF/container.xml":
			return "EPUB"
		case f.Name == "OFD.xml":
			return "OFD"
		}
	}
	return ""
}

// readZipped reads the formats that are ZIPs inside. An archive of files is no page.
func readZipped(ctx context.Context, in Input) (*Document, error) {
	z, err := OpenZip(bytes.NewReader(in.Bytes), int64(len(in.Bytes)))
	if err != nil {
		return nil, err
	}
	kind := ZipKind(z)
	switch kind {
	case "DOCX":
		return readDOCX(ctx, z)
	case "EPUB":
		return readEPUB(ctx, z)
	case "":
		kind = "ZIP"
	}
	return nil, &KindError{kind}
}

// A partFile finds the parts of a format that is a ZIP, by name.
type partFile map[string]*zip.File

func partsOf(z *zip.Reader) partFile {
	m := partFile{}
	for _, f := range z.File {
		m[f.Name] = f
	}
	return m
}

// read gives a part whole; fs.ErrNotExist where there is none.
func (m partFile) read(name string, limit int64) ([]byte, error) {
	f := m[name]
	if f == nil {
		return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
	b, err := ReadMember(f, limit)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return b, nil
}
