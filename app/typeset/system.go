package typeset

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/font/opentype/tables"
	"github.com/go-text/typesetting/fontscan"
	"golang.org/x/image/font/sfnt"

	"baoge/app/paper"
)

// A shelf is the system's fonts, for characters the program's own faces lack. The
// font folders are listed when the first such character is met; of the fonts only
// so many are read as it takes to find it, and one is opened when a character is
// taken from it. The order in which fonts are asked is fixed, so that on one
// machine the same text always gets the same glyphs.
type shelf struct {
	folders func() []string
	has     func(rune) bool // what need not be looked for

	mu     sync.Mutex
	listed bool
	paths  []string   // of fonts not read yet, in the order they are asked
	fonts  []*shelved // read, in the same order
	open   int
	known  map[rune]nominal // answers given; missing where no font has the character
}

// Bounds of what is read of a system's fonts.
const (
	mostFonts   = 4000
	mostFont    = 512 << 20 // bytes of a file
	mostOpen    = 24        // faces, a megabyte or two each
	mostAnswers = 20_000    // characters
	readAtOnce  = 8         // fonts, on goroutines of their own
)

// A shelved font is one face of a font file, with the characters it has beyond ours.
type shelved struct {
	path   string
	index  int
	ranges [][2]rune // first and last, ascending
	face   *Face
	broken bool // or not to be opened beyond mostOpen
}

// Prepare looks for the characters of an article that the program's faces lack in
// the system's fonts. Setting does so itself, but a character no font has costs a
// look at every font of the system, once: a window calls Prepare beforehand, on a
// goroutine of its own.
func (f *Faces) Prepare(a *paper.Article) {
	for _, t := range a.Texts() {
		for _, r := range t.Text {
			if r >= 0x80 && classOf(r) != ignored {
				f.Serif.nominal(r)
			}
		}
	}
}

// find returns the glyph of a character from the first font that has it.
func (s *shelf) find(r rune) (nominal, bool) {
	if s == nil || r < 0x80 || !unicode.IsGraphic(r) || unicode.Is(unicode.Co, r) || classOf(r) == ignored || attaches(r) {
		return nominal{}, false // what fonts have in the private area means nothing elsewhere
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	n, ok := s.known[r]
	if !ok {
		n = s.ask(r)
		if s.known == nil || len(s.known) >= mostAnswers {
			s.known = map[rune]nominal{}
		}
		s.known[r] = n
	}
	return n, !n.missing
}

func (s *shelf) ask(r rune) nominal {
	for i := 0; ; i++ {
		for i == len(s.fonts) {
			if !s.more() {
				return nominal{missing: true}
			}
		}
		f := s.fonts[i]
		if !f.covers(r) || !s.opened(f) {
			continue
		}
		id, ok := f.face.font.NominalGlyph(r)
		var b sfnt.Buffer
		if segments, err := f.face.Outline(&b, uint16(id)); !ok || id == 0 || err != nil || len(segments) == 0 && unicode.IsPrint(r) {
			continue // a picture in place of an outline: no printer's type
		}
		return nominal{face: f.face, id: uint16(id), advance: f.face.advanceOf(id)}
	}
}

func (s *shelf) opened(f *shelved) bool {
	if f.face == nil && !f.broken {
		f.broken = s.open >= mostOpen
		if !f.broken {
			face, err := openFace(f.path, f.index)
			if f.broken = err != nil; !f.broken {
				f.face, s.open = face, s.open+1
			}
		}
	}
	return f.face != nil
}

func (f *shelved) covers(r rune) bool {
	i, _ := slices.BinarySearchFunc(f.ranges, r, func(a [2]rune, r rune) int { return cmp.Compare(a[1], r) })
	return i < len(f.ranges) && f.ranges[i][0] <= r
}

// systemFolders are the platform's font folders.
func systemFolders() []string {
	dirs, err := fontscan.DefaultFontDirectories(log.New(io.Discard, "", 0))
	if err != nil {
		return nil // no folder: no fonts
	}
	return dirs
}

// list finds the font files, once.
func (s *shelf) list() {
	if s.listed {
		return
	}
	s.listed = true
	for _, dir := range s.folders() {
		_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil, len(s.paths) >= mostFonts:
				return nil // what cannot be read has no fonts
			case slices.Contains([]string{".ttf", ".otf", ".ttc", ".otc"}, strings.ToLower(filepath.Ext(path))):
				s.paths = append(s.paths, path)
			}
			return nil
		})
	}
	slices.SortFunc(s.paths, func(a, b string) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b)) })
	s.paths = slices.Compact(s.paths)
}

// more reads which characters the next fonts have; false where there are none left.
func (s *shelf) more() bool {
	s.list()
	n := min(len(s.paths), readAtOnce)
	found := make([][]*shelved, n)
	var wg sync.WaitGroup
	for i, path := range s.paths[:n] {
		wg.Go(func() { found[i], _ = s.readFont(path) }) // a font that cannot be read is none
	}
	wg.Wait()
	s.paths = s.paths[n:]
	for _, fonts := range found {
		s.fonts = append(s.fonts, fonts...)
	}
	return n > 0
}

// Fonts are asked in this order, by how their files' names begin; all others follow by path.
var preferred = []string{"notoserifcjk", "sourcehanserif", "notoserif", "simsun", "mingliub", "hanamin", "jigmo", "plangothic", "babelstonehan",
	"songti", "stsong", "notosanscjk", "sourcehansans", "notosans", "msyh", "pingfang", "hiragino", "wqy", "droidsansfallback", "arialuni",
	"seguisym", "seguiemj", "symbola", "notoemoji", "dejavusans.", "dejavuserif."}

func rank(path string) int {
	name := strings.ToLower(filepath.Base(path))
	if i := slices.IndexFunc(preferred, func(p string) bool { return strings.HasPrefix(name, p) }); i >= 0 {
		return i
	}
	return len(preferred)
}

// readFont lists the characters of a font file's faces that are not the program's own.
func (s *shelf) readFont(path string) (out []*shelved, err error) {
	defer recovered(path, &err)
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() || info.Size() > mostFont {
		return nil, fmt.Errorf("font %s: no file of a font's size", path)
	}
	loaders, err := opentype.NewLoaders(f)
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", path, err)
	}
	for i, ld := range loaders {
		cmap, err := cmapOf(ld)
		if err != nil || !embeddable(ld) {
			continue
		}
		if ranges := s.beyond(cmap); len(ranges) > 0 {
			out = append(out, &shelved{path: path, index: i, ranges: ranges})
		}
	}
	return out, nil
}

func cmapOf(ld *opentype.Loader) (font.Cmap, error) {
	raw, err := ld.RawTable(opentype.MustNewTag("cmap"))
	if err != nil {
		return nil, err
	}
	table, _, err := tables.ParseCmap(raw)
	if err != nil {
		return nil, err
	}
	cmap, _, err := font.ProcessCmap(table, tables.FPNone)
	return cmap, err
}

// embeddable reports whether a font's maker lets it be put into a document (OS/2 fsType).
func embeddable(ld *opentype.Loader) bool {
	os2, err := ld.RawTable(opentype.MustNewTag("OS/2"))
	return err != nil || len(os2) < 10 || os2[9]&0xF != 2
}

// beyond are the characters of a font that the program's faces lack.
func (s *shelf) beyond(cmap font.Cmap) (out [][2]rune) {
	for it := cmap.Iter(); it.Next(); {
		r, id := it.Char()
		if id == 0 || r < 0x80 || s.has(r) {
			continue
		}
		if n := len(out); n > 0 && out[n-1][1] == r-1 {
			out[n-1][1] = r
			continue
		}
		out = append(out, [2]rune{r, r})
	}
	slices.SortFunc(out, func(a, b [2]rune) int { return cmp.Compare(a[0], b[0]) })
	return out
}

// openFace opens a face of a font file. The file stays open: outlines are read from it.
func openFace(path string, index int) (face *Face, err error) {
	defer recovered(path, &err)
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	loaders, err := opentype.NewLoaders(f)
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", path, err)
	}
	if index >= len(loaders) {
		return nil, fmt.Errorf("font %s: no face %d", path, index)
	}
	face = &Face{Name: postScriptName(loaders[index], path)}
	if err := face.shapeWith(loaders[index]); err != nil {
		return nil, fmt.Errorf("font %s: %w", path, err)
	}
	all, err := sfnt.ParseCollectionReaderAt(f)
	if err != nil {
		return nil, fmt.Errorf("font %s: outlines: %w", path, err)
	}
	if face.outlines, err = all.Font(index); err != nil {
		return nil, fmt.Errorf("font %s: outlines: %w", path, err)
	}
	return face, nil
}

// errFont is what a font file that breaks its reader gives.
var errFont = errors.New("font file is damaged")

// recovered turns a reader's panic into an error: the fonts of a system are no one's care.
func recovered(path string, err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%w: %s: %v", errFont, path, p)
	}
}

// postScriptName is the face's name in letters, digits and hyphens.
func postScriptName(ld *opentype.Loader, path string) string {
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	if raw, err := ld.RawTable(opentype.MustNewTag("name")); err == nil {
		if t, _, err := tables.ParseName(raw); err == nil && t.Name(6) != "" {
			name = t.Name(6)
		}
	}
	clean := bytes.Map(func(r rune) rune {
		if r == '-' || r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return -1
	}, []byte(name))
	if len(clean) == 0 {
		return "Font"
	}
	return string(clean[:min(len(clean), 60)])
}
