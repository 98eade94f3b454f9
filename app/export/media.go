package export

import (
	"bytes"
	"image"
	_ "image/gif" // pictures are looked at for their size, and made PNG where a format cannot hold them
	_ "image/jpeg"
	"image/png"
	"io"
	"net/http"
	"os"
	"path/filepath"

	_ "golang.org/x/image/tiff"
	_ "golang.org/x/image/webp"

	"baoge/app/paper"
)

// A picture is a Figure's bytes as a document can hold them.
type picture struct {
	media string // its name in the archive, SHA-256 in hex
	kind  string // image/jpeg, image/png, image/gif; as it came also image/tiff and image/webp
	bytes []byte
	w, h  int // pixels; 0 where they are not known
}

// suffix is that of a file of the picture, with its dot.
func (p *picture) suffix() string {
	switch p.kind {
	case "image/jpeg":
		return ".jpg"
	case "image/png", "image/gif", "image/webp", "image/tiff":
		return "." + p.kind[len("image/"):]
	}
	return ""
}

// original is a picture as it came; false where it is not at hand.
func (o *Options) original(media string) (picture, bool) {
	if o.Picture == nil || media == "" {
		return picture{}, false
	}
	b, err := o.Picture(media)
	if err != nil || len(b) == 0 {
		return picture{}, false
	}
	p := picture{media: media, kind: http.DetectContentType(b), bytes: b}
	if bytes.HasPrefix(b, []byte("II*\x00")) || bytes.HasPrefix(b, []byte("MM\x00*")) {
		p.kind = "image/tiff"
	}
	if c, _, err := image.DecodeConfig(bytes.NewReader(b)); err == nil {
		p.w, p.h = c.Width, c.Height
	}
	return p, p.suffix() != ""
}

// mostPixels bounds a picture that is decoded: a page's scan at 600 dpi has half as many.
const mostPixels = 80 << 20

// shown is a picture as every reader of documents can show it: TIFF and WebP become PNG.
// false where it is not at hand or cannot be shown.
func (o *Options) shown(media string) (picture, bool) {
	p, ok := o.original(media)
	if !ok || p.w == 0 || p.kind != "image/tiff" && p.kind != "image/webp" {
		return p, ok && p.w > 0
	}
	if p.w*p.h > mostPixels {
		return p, false
	}
	m, _, err := image.Decode(bytes.NewReader(p.bytes))
	if err != nil {
		return p, false
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		return p, false
	}
	p.kind, p.bytes = "image/png", b.Bytes()
	return p, true
}

// mediaBeside writes the pictures a Markdown file names into the folder beside it. What
// is there already is kept: its name is its content. undo removes what was made.
func (o *Options) mediaBeside(out string, articles []*paper.Article) (undo func(), err error) {
	var made []string
	undo = func() {
		for _, f := range made {
			os.Remove(f)
		}
		os.Remove(filepath.Join(filepath.Dir(out), mediaFolder)) // where nothing else is in it
	}
	if st, err := os.Stat(out); err == nil && !st.Mode().IsRegular() {
		return func() {}, nil // a pipe or a device: nothing is beside it
	}
	for _, a := range articles {
		for _, k := range a.Blocks {
			p, ok := o.original(k.Media)
			if k.Kind != paper.Figure || !ok {
				continue
			}
			path := filepath.Join(filepath.Dir(out), filepath.FromSlash(o.mediaPath(k.Media)))
			if _, err := os.Stat(path); err == nil {
				continue
			}
			if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
				return undo, err
			}
			err := Beside(path, func(w io.Writer) error {
				_, err := w.Write(p.bytes)
				return err
			})
			if err != nil {
				return undo, err
			}
			made = append(made, path)
		}
	}
	return undo, nil
}
