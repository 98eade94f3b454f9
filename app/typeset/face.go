package typeset

import (
	"bytes"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"baoge/assets"
)

// geta 〓 stands on the page for a character no face has, nor any font of the system.
const geta = '〓'

// Faces are the program's four faces. Behind them stand the system's fonts, for
// what they lack. Safe for concurrent use.
type Faces struct {
	Serif, SerifBold, Sans, SansBold *Face
}

// A Face is one loaded font. Safe for concurrent use.
type Face struct {
	Name       string  // PostScript name
	UnitsPerEm int     // font units in one em
	Ascent     float32 // em above the baseline a line of this face needs
	Descent    float32 // em below the baseline, positive

	font     *font.Font // without outlines, for shaping
	outlines *sfnt.Font
	fallback *Face
	system   *shelf                                           // asked last; nil of a face that is itself from there
	shapers  sync.Pool                                        // *shaper
	runes    [0x30000 >> 8]atomic.Pointer[[256]atomic.Uint32] // packed nominals; 0 is not looked up yet
	words    wordCache
}

// nominal is the glyph of one character shaped by itself.
type nominal struct {
	face    *Face // itself, a fallback, or a font of the system
	id      uint16
	missing bool    // 〓 stands here
	advance float32 // em
}

// LoadFaces opens the embedded fonts. The font files stay where the program's
// binary is mapped: only metrics and layout tables, about a megabyte, are copied.
func LoadFaces() (*Faces, error) {
	f := &Faces{
		Serif:     &Face{Name: "NotoSerifSC-Regular"},
		SerifBold: &Face{Name: "NotoSerifSC-Bold"},
		Sans:      &Face{Name: "NotoSansSC-Regular"},
		SansBold:  &Face{Name: "NotoSansSC-Bold"},
	}
	files := [][]byte{assets.SerifRegular, assets.SerifBold, assets.SansRegular, assets.SansBold}
	f.SerifBold.fallback, f.Sans.fallback, f.SansBold.fallback = f.Serif, f.Serif, f.Sans
	all := []*Face{f.Serif, f.SerifBold, f.Sans, f.SansBold}
	system := &shelf{folders: systemFolders}
	system.has = func(r rune) bool { _, ok := f.Serif.font.NominalGlyph(r); return ok }
	errs := make([]error, len(all))
	var wg sync.WaitGroup
	for i, face := range all {
		face.system = system
		wg.Go(func() { errs[i] = face.load(files[i]) })
	}
	wg.Wait()
	for i, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("load face %s: %w", all[i].Name, err)
		}
	}
	return f, nil
}

// load opens a face of the program's own.
func (f *Face) load(file []byte) error {
	ld, err := opentype.NewLoader(bytes.NewReader(file))
	if err != nil {
		return err
	}
	if err := f.shapeWith(ld); err != nil {
		return err
	}
	if f.outlines, err = sfnt.Parse(file); err != nil {
		return fmt.Errorf("outlines: %w", err)
	}
	if id, ok := f.font.NominalGlyph(geta); !ok || id == 0 {
		return fmt.Errorf("no glyph for %c", geta)
	}
	return nil
}

// shapeWith parses the face without its outlines for shaping: the library would
// parse all 30,000 of them, half a second and 50 MB, where a page needs some hundreds.
func (f *Face) shapeWith(ld *opentype.Loader) error {
	var thin []opentype.Table
	for _, tag := range ld.Tables() {
		switch tag.String() {
		case "glyf", "loca", "CFF ", "CFF2", "DSIG", "vmtx", "vhea", "VORG", "STAT", "prep", "fpgm", "cvt ", "gasp", "hdmx", "gvar",
			"CBDT", "CBLC", "EBDT", "EBLC", "SVG ", "sbix", "COLR", "CPAL":
			continue
		}
		c, err := ld.RawTable(tag)
		if err != nil {
			return fmt.Errorf("table %s: %w", tag, err)
		}
		thin = append(thin, opentype.Table{Tag: tag, Content: c})
	}
	face, err := font.ParseTTF(bytes.NewReader(opentype.WriteTTF(thin)))
	if err != nil {
		return err
	}
	f.font, f.UnitsPerEm = face.Font, int(face.Upem())
	if e, ok := face.FontHExtents(); ok {
		f.Ascent, f.Descent = e.Ascender/float32(f.UnitsPerEm), -e.Descender/float32(f.UnitsPerEm)
	}
	f.shapers.New = func() any { return &shaper{face: font.NewFace(f.font)} }
	return nil
}

// Outline returns the shape of a glyph in font units (26.6 fixed point, y
// downward), valid until b is used again. Give each goroutine its own b.
func (f *Face) Outline(b *sfnt.Buffer, id uint16) (sfnt.Segments, error) {
	s, err := f.outlines.LoadGlyph(b, sfnt.GlyphIndex(id), fixed.I(f.UnitsPerEm), nil)
	if err != nil {
		return nil, fmt.Errorf("outline of glyph %d of %s: %w", id, f.Name, err)
	}
	return s, nil
}

// Has reports whether the face itself has a glyph for r.
func (f *Face) Has(r rune) bool {
	n := f.nominal(r)
	return n.face == f && !n.missing
}

// nominal looks the rune up, in the fallbacks where the face lacks it, at last 〓.
func (f *Face) nominal(r rune) nominal {
	if r < 0 || int(r>>8) >= len(f.runes) {
		return f.nominalSlow(r)
	}
	page := f.runes[r>>8].Load()
	if page == nil {
		f.runes[r>>8].CompareAndSwap(nil, new([256]atomic.Uint32))
		page = f.runes[r>>8].Load()
	}
	switch v := page[r&0xFF].Load(); v {
	case 0:
	case packedSystem:
		return f.nominalSlow(r)
	default:
		return f.unpack(v)
	}
	n := f.nominalSlow(r)
	page[r&0xFF].Store(f.pack(n))
	return n
}

// A packed nominal is the glyph in 16 bits, its advance in 13 (font units), how far
// down the fallbacks its face is in 2, and a bit that says it was looked up.
const (
	packedKnown   = 1 << 31
	packedMissing = 3               // in place of the fallback's distance
	packedSystem  = packedKnown | 1 // the system's fonts have it: no glyph of ours is 1 with no width
)

func (f *Face) pack(n nominal) uint32 {
	if n.face.system == nil {
		return packedSystem
	}
	depth := uint32(0)
	for g := f; g != n.face; g = g.fallback {
		depth++
	}
	if n.missing {
		depth = packedMissing
	}
	units := uint32(n.advance*float32(n.face.UnitsPerEm) + 0.5)
	return packedKnown | depth<<29 | min(units, 1<<13-1)<<16 | uint32(n.id)
}

func (f *Face) unpack(v uint32) nominal {
	n := nominal{face: f, id: uint16(v), missing: v>>29&3 == packedMissing}
	if !n.missing {
		for range v >> 29 & 3 {
			n.face = n.face.fallback
		}
	}
	n.advance = float32(v>>16&(1<<13-1)) / float32(n.face.UnitsPerEm)
	return n
}

func (f *Face) nominalSlow(r rune) nominal {
	for g := f; g != nil; g = g.fallback {
		if id, ok := g.font.NominalGlyph(r); ok && id != 0 {
			return nominal{g, uint16(id), false, g.advanceOf(id)}
		}
	}
	if n, ok := f.system.find(r); ok {
		return n
	}
	id, _ := f.font.NominalGlyph(geta)
	return nominal{f, uint16(id), true, f.advanceOf(id)}
}

// Advance is the natural width of a glyph in em, as the font file has it.
func (f *Face) Advance(id uint16) float32 { return f.advanceOf(font.GID(id)) }

func (f *Face) advanceOf(id font.GID) float32 {
	s := f.shapers.Get().(*shaper)
	defer f.shapers.Put(s)
	return s.face.HorizontalAdvance(id) / float32(f.UnitsPerEm)
}

// shaper is what one goroutine shapes with; the library's are not to be shared.
type shaper struct {
	face *font.Face
	hb   shaping.HarfbuzzShaper
}

// shaped is one glyph of a shaped word, in em.
type shaped struct {
	id           uint16
	x, y         float32 // offset from the pen; y downward
	advance      float32
	start, runes int32 // the cluster's runes in the word; runes is 0 after the cluster's first glyph, from the left
}

const shapeSize = 1024 // pixels an em while shaping, so that 26.6 loses nothing visible

// shape runs one word, all of whose characters the face itself has, through
// HarfBuzz. The faces' ’ is a Chinese mark, an em wide: between letters, as in
// "don’t", it is drawn as the straight apostrophe.
func (f *Face) shape(word []rune) []shaped {
	s := f.shapers.Get().(*shaper)
	defer f.shapers.Put(s)
	script := language.Latin
	for _, r := range word {
		if c := language.LookupScript(r); c != language.Common && c != language.Inherited {
			script = c
			break
		}
	}
	text := word
	if i := slices.Index(word, '’'); i >= 0 && len(word) > 1 {
		text = slices.Clone(word)
		for k := range text {
			if text[k] == '’' {
				text[k] = '\''
			}
		}
	}
	in := shaping.Input{Text: text, RunEnd: len(word), Direction: di.DirectionLTR, Face: s.face,
		Size: fixed.I(shapeSize), Script: script, Language: "zh-hans"}
	if rightToLeft(word[0]) {
		in.Direction = di.DirectionRTL
	}
	out := s.hb.Shape(in)
	gs := make([]shaped, len(out.Glyphs))
	const k = 1.0 / (64 * shapeSize)
	for i, g := range out.Glyphs {
		gs[i] = shaped{id: uint16(g.GlyphID), x: float32(g.XOffset) * k, y: -float32(g.YOffset) * k,
			advance: float32(g.Advance) * k, start: int32(g.TextIndex())}
		if i == 0 || out.Glyphs[i-1].TextIndex() != g.TextIndex() {
			gs[i].runes = int32(g.RunesCount())
		}
	}
	return gs
}

// wordCache remembers shaped words: years, numbers and names come again and again.
type wordCache struct {
	sync.Mutex
	m      map[string][]shaped
	glyphs int // in m
}

// wordCacheSize bounds the cache in glyphs, some 4 MB: a novel in English has
// fewer in its different words.
const wordCacheSize = 120_000

func (f *Face) shapeCached(word []rune) []shaped {
	c := &f.words
	key := string(word)
	c.Lock()
	gs, ok := c.m[key]
	c.Unlock()
	if ok {
		return gs
	}
	gs = f.shape(word)
	c.Lock()
	if c.m == nil || c.glyphs+len(gs) > wordCacheSize {
		c.m, c.glyphs = make(map[string][]shaped), 0
	}
	c.m[key] = gs
	c.glyphs += len(gs)
	c.Unlock()
	return gs
}
