package format

import (
	"bytes"
	"encoding/base64"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strings"
)

// MaxPicture is the size in bytes beyond which a picture is not kept.
const MaxPicture = 64 << 20

// PictureType gives the type of a picture that is kept, "" for bytes that are none.
func PictureType(b []byte) string {
	if bytes.HasPrefix(b, []byte("II*\x00")) || bytes.HasPrefix(b, []byte("MM\x00*")) {
		return "image/tiff"
	}
	switch t := http.DetectContentType(b[:min(len(b), 512)]); t {
	case "image/jpeg", "image/png", "image/webp", "image/gif":
		return t
	}
	return ""
}

// localAddress gives the path of a picture that lies beside the file that names it:
// relative, and without a way out of the folder it is in.
func localAddress(address string) (string, bool) {
	if i := strings.IndexAny(address, "?#"); i > 0 {
		address = address[:i]
	}
	if plain, err := url.PathUnescape(address); err == nil {
		address = plain
	}
	address = strings.ReplaceAll(address, `\`, "/")
	if address == "" || strings.ContainsAny(address, ":\x00") || strings.HasPrefix(address, "/") {
		return "", false
	}
	address = path.Clean(address)
	return address, address != ".." && !strings.HasPrefix(address, "../")
}

// dataPicture reads a data: address.
func dataPicture(address string) ([]byte, error) {
	head, body, ok := strings.Cut(strings.TrimPrefix(address, "data:"), ",")
	if !ok || len(body) > MaxPicture*4/3 {
		return nil, fs.ErrNotExist
	}
	if !strings.HasSuffix(head, ";base64") {
		s, err := url.PathUnescape(body)
		return []byte(s), err
	}
	body = strings.Map(func(r rune) rune {
		if r == ' ' || r == '\n' || r == '\r' || r == '\t' {
			return -1
		}
		return r
	}, body)
	if s, err := url.PathUnescape(body); err == nil {
		body = s
	}
	return base64.RawStdEncoding.DecodeString(strings.TrimRight(body, "="))
}
