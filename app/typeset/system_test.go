package typeset

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-text/typesetting/font/opentype"
	"golang.org/x/image/font/sfnt"

	"baoge/app/paper"
	"baoge/assets"
)

// rareFont is a font file that has one character: r, which looks like a Han
// character of ours. As a collection it has two faces, the second of which has it.
func rareFont(t testing.TB, r rune, like rune, collection bool) []byte {
	t.Helper()
	ld, err := opentype.NewLoader(strings.NewReader(string(assets.SansBold)))
	if err != nil {
		t.Fatal(err)
	}
	file := func(r rune) []byte {
		var ts []opentype.Table
		var sizes []int
		for _, tag := range ld.Tables() {
			c, err := ld.RawTable(tag)
			if err != nil {
				t.Fatal(err)
			}
			switch tag.String() {
			case "cmap":
				c = oneCharacter(r, faces().SansBold.nominal(like).id)
			case "GSUB", "GPOS", "DSIG":
				continue
			}
			sizes = append(sizes, len(c))
			ts = append(ts, opentype.Table{Tag: tag, Content: append(c, make([]byte, -len(c)&3)...)}) // tables begin at multiples of four
		}
		out := opentype.WriteTTF(ts)
		for i, n := range sizes {
			binary.BigEndian.PutUint32(out[12+16*i+12:], uint32(n))
		}
		return out
	}
	if !collection {
		return file(r)
	}
	first, second := file('\U00030001'), file(r)
	const head = 20
	out := append([]byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x02"), make([]byte, 8)...)
	binary.BigEndian.PutUint32(out[12:], head)
	binary.BigEndian.PutUint32(out[16:], uint32(head+len(first)))
	out = append(append(out, first...), second...)
	for _, base := range []int{head, head + len(first)} { // offsets count from the collection's beginning
		for i := range int(binary.BigEndian.Uint16(out[base+4:])) {
			at := out[base+12+16*i+8:]
			binary.BigEndian.PutUint32(at, binary.BigEndian.Uint32(at)+uint32(base))
		}
	}
	return out
}

// oneCharacter is a cmap table, format 12, with one character.
func oneCharacter(r rune, id uint16) []byte {
	var b []byte
	for _, v := range []uint32{1, 3<<16 | 10, 12, 12 << 16, 28, 0, 1, uint32(r), uint32(r), uint32(id)} {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	return b
}

// shelfOf makes faces whose system has the fonts of one folder.
func shelfOf(t testing.TB, files map[string][]byte) *Faces {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f, err := LoadFaces()
	if err != nil {
		t.Fatal(err)
	}
	f.Serif.system.folders = func() []string { return []string{dir, filepath.Join(dir, "absent")} }
	t.Cleanup(func() { // so that the folder can go where open files are held
		for _, s := range f.Serif.system.fonts {
			s.face = nil
		}
	})
	return f
}

// A character of no face of ours comes from a font of the system, through the same path: a
// glyph with an outline and a width, in a face that has a name. What no font has is 〓.
func TestSystemFonts(t *testing.T) {
	const rare = '\U0002B740' // CJK extension D
	whole := rareFont(t, rare, '永', false)
	for name, files := range map[string]map[string][]byte{
		"file":       {"a/rare.ttf": whole},
		"collection": {"rare.TTC": rareFont(t, rare, '永', true)},
		"among wrecks": {"a.ttf": []byte("no font"), "b.otf": whole[:2000], "c.ttc": []byte("ttcf\x00\x01\x00\x00\xff\xff\xff\xff"), "d.ttf": nil,
			"e.txt": whole, "z.ttf": whole},
	} {
		f := shelfOf(t, files)
		if f.Serif.system.listed {
			t.Errorf("%s: the font folders were read before they were needed", name)
		}
		f.Set("人民abc", TextOptions{Face: f.Serif, Size: 10})
		if f.Serif.system.listed {
			t.Errorf("%s: the font folders were read for nothing", name)
		}
		s := f.Set("甲"+string(rare)+"乙", TextOptions{Face: f.SerifBold, Size: 10})
		if len(s.Lines[0].Runs) != 3 {
			t.Fatalf("%s: %d runs", name, len(s.Lines[0].Runs))
		}
		r := s.Lines[0].Runs[1]
		want, _ := f.SansBold.Outline(&sfnt.Buffer{}, f.SansBold.nominal('永').id)
		got, err := r.Face.Outline(&sfnt.Buffer{}, r.Glyphs[0].ID)
		if err != nil || len(got) == 0 || len(got) != len(want) || r.Glyphs[0].Advance != 10 || r.Glyphs[0].Text != string(rare) || !strings.HasPrefix(r.Face.Name, "NotoSans") {
			t.Errorf("%s: %s %v of %d, %v", name, r.Face.Name, r.Glyphs[0], len(got), err)
		}
		for _, bad := range []rune{'\U0002B741', '\uE123', 0x10FFFF} { // in no font; private; no character
			if g := f.Serif.nominal(bad); !g.missing || g.face != f.Serif {
				t.Errorf("%s: %U is shown as %+v", name, bad, g)
			}
		}
	}
}

// The order of the fonts is fixed, whatever the order of their folder.
func TestSystemFontsAreAskedInOrder(t *testing.T) {
	const rare = '\U0002B740'
	f := shelfOf(t, map[string][]byte{"aaa.ttf": rareFont(t, rare, '甲', false), "HanaMinB.ttf": rareFont(t, rare, '永', false), "zzz.ttf": rareFont(t, rare, '乙', false)})
	if n := f.Serif.nominal(rare); n.id != f.SansBold.nominal('永').id {
		t.Error("a font made for rare characters was not asked first")
	}
	if n := f.Sans.nominal(rare); n != f.Serif.nominal(rare) {
		t.Error("two faces give two glyphs")
	}
}

// Of many fonts only those up to the first that has the character are read; one
// that no font has is looked for in all of them, once.
func TestSystemFontsAreReadAsNeeded(t *testing.T) {
	files := map[string][]byte{"HanaMinB.ttf": rareFont(t, 0x2B740, '永', false), "zzz.ttf": rareFont(t, 0x2B741, '甲', false)}
	for i := range 3 * readAtOnce {
		files[fmt.Sprintf("a%02d.ttf", i)] = []byte("no font")
	}
	f := shelfOf(t, files)
	s := f.Serif.system
	if n := f.Serif.nominal(0x2B740); n.missing || len(s.paths) != len(files)-readAtOnce {
		t.Errorf("missing %v, %d of %d fonts not read", n.missing, len(s.paths), len(files))
	}
	if n := f.Serif.nominal(0x2B742); !n.missing || len(s.paths) != 0 {
		t.Errorf("missing %v, %d fonts not read", n.missing, len(s.paths))
	}
	if n := f.Serif.nominal(0x2B741); n.missing {
		t.Error("what the last font has is missing")
	}
}

// No more than a few fonts are ever open.
func TestSystemFontsAreBounded(t *testing.T) {
	files, a := map[string][]byte{}, &paper.Article{}
	for i := range rune(mostOpen + 4) {
		files[string('a'+i)+".ttf"] = rareFont(t, 0x2B740+i, '永', false)
		a.Headline += string(0x2B740 + i)
	}
	f := shelfOf(t, files)
	f.Prepare(a)
	s := f.Serif.system
	if !s.listed || s.open != mostOpen || len(s.fonts) != mostOpen+4 {
		t.Errorf("%d of %d fonts are open", s.open, len(s.fonts))
	}
	if n := f.Serif.nominal(0x2B740); n.missing {
		t.Error("what was found is lost")
	}
	if n := f.Serif.nominal(0x2B740 + mostOpen); !n.missing {
		t.Error("a font was opened beyond the bound")
	}
}

// What this machine's own fonts have beyond ours is set with an outline.
func TestThisMachinesFonts(t *testing.T) {
	f, err := LoadFaces()
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, r := range []rune{0x20000, 0x2A6D6, 0x2A700, 0x2B740, 0x1F600, 0x2318, 0x16A0, 0x0531, 0x05D0} {
		if f.Serif.system.has(r) {
			continue
		}
		n := f.Serif.nominal(r)
		if n.missing {
			continue
		}
		found++
		if segments, err := n.face.Outline(&sfnt.Buffer{}, n.id); err != nil || len(segments) == 0 || n.advance <= 0 {
			t.Errorf("%U of %s: %d segments, advance %v, %v", r, n.face.Name, len(segments), n.advance, err)
		}
		t.Logf("%U %c: %s", r, r, n.face.Name)
	}
	if found == 0 {
		t.Skip("no font of this machine has a character that ours lack")
	}
}

// BenchmarkScan is what the first rare character costs on this machine.
func BenchmarkScan(b *testing.B) {
	f, err := LoadFaces()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		s := &shelf{folders: systemFolders, has: f.Serif.system.has}
		s.ask(0x10FFFE)
		b.ReportMetric(float64(len(s.fonts)), "fonts")
	}
}
