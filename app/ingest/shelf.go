package ingest

import (
	"io"
	"net/url"
	"path"
	"regexp"
	"strings"
)

// A shelf is a folder or an archive, as far as its names and pages tell which of its
// files are no pages. Names are slash-separated paths.
type shelf struct {
	stems   map[string]bool // files that hold a page's text, without their extensions
	figures map[string]bool // pictures that a page beside them names
}

// programSource are the extensions of files that hold text but no newspaper: they lie
// beside pages in a folder of this program's own, or of a web site that was saved.
var programSource = map[string]bool{
	".go": true, ".py": true, ".js": true, ".mjs": true, ".ts": true, ".css": true, ".sh": true, ".bat": true, ".c": true, ".h": true,
	".cpp": true, ".java": true, ".rs": true, ".rb": true, ".php": true, ".pl": true,
}

// pictureExt are the extensions of pictures, pageExt those of files that hold a page's
// text, and of them markupExt those whose text may name pictures.
var (
	pictureExt = map[string]bool{".jpg": true, ".jpeg": true, ".png": true, ".tif": true, ".tiff": true, ".gif": true, ".webp": true}
	pageExt    = map[string]bool{".md": true, ".markdown": true, ".txt": true, ".html": true, ".htm": true, ".xml": true, ".alto": true, ".docx": true}
	markupExt  = map[string]bool{".md": true, ".markdown": true, ".html": true, ".htm": true}
)

// shelve looks at the files of these names; open is asked for pages only where a picture
// lies beside them that could be one of their figures.
func shelve(names []string, open func(name string) (io.ReadCloser, error)) shelf {
	s := shelf{map[string]bool{}, map[string]bool{}}
	for _, n := range names {
		if pageExt[extOf(n)] {
			s.stems[stemOf(n)] = true
		}
	}
	loose := map[string]bool{} // folders with pictures that would be taken for pages
	for _, n := range names {
		if pictureExt[extOf(n)] && !s.passesOver(n) {
			loose[path.Dir(n)] = true
		}
	}
	for _, n := range names {
		if markupExt[extOf(n)] && loose[path.Dir(n)] {
			s.figuresOf(n, open)
		}
	}
	return s
}

// mostMarkup bounds what is read of a page to find the pictures it names, in bytes.
const mostMarkup = 4 << 20

// pictureName finds the names of files as links and tags give them.
var pictureName = regexp.MustCompile(`(?i)[^\s"'()<>=/\\][^"'()<>=/\\\n]*\.(?:jpe?g|png|tiff?|gif|webp)`)

// figuresOf adds the pictures that a page names. What is wrong with the page its own
// reading tells.
func (s shelf) figuresOf(page string, open func(name string) (io.ReadCloser, error)) {
	f, err := open(page)
	if err != nil {
		return
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, mostMarkup))
	if err != nil {
		return
	}
	for _, n := range pictureName.FindAllString(string(text), -1) {
		if plain, err := url.PathUnescape(n); err == nil {
			n = plain
		}
		s.figures[path.Join(path.Dir(page), n)] = true
	}
}

// passesOver reports whether a file is no page by its name and what lies beside it.
func (s shelf) passesOver(name string) bool {
	base, ext := path.Base(name), extOf(name)
	if strings.HasPrefix(base, ".") || programSource[ext] || base == "Thumbs.db" || base == "desktop.ini" {
		return true
	}
	return pictureExt[ext] && (inPictureFolder(name) || s.stems[stemOf(name)] || s.figures[name])
}

// inPictureFolder reports whether a file lies in a folder of the pictures of pages.
func inPictureFolder(name string) bool {
	dir := strings.ToLower(path.Base(path.Dir(name)))
	switch dir {
	case "media", "images", "image", "img", "pictures", "assets":
		return true
	}
	return strings.HasSuffix(dir, "_files") || strings.HasSuffix(dir, ".files") || strings.HasSuffix(dir, "_media")
}

func extOf(name string) string { return strings.ToLower(path.Ext(name)) }

func stemOf(name string) string { return strings.TrimSuffix(name, path.Ext(name)) }
