package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"

	"baoge/app/ingest/format"
	"baoge/app/paper"
)

// media gathers the pictures of a file.
type media struct {
	file *File
	doc  *format.Document
	seen map[string]bool // by SHA-256
}

// keep adds a picture to the file, once, and gives its name; "" for bytes that are none.
func (m *media) keep(b []byte) string {
	kind := format.PictureType(b)
	if kind == "" || len(b) > format.MaxPicture {
		return ""
	}
	sum := sha256.Sum256(b)
	name := hex.EncodeToString(sum[:])
	if !m.seen[name] {
		m.seen[name] = true
		m.file.Media = append(m.file.Media, paper.Medium{SHA256: name, Type: kind, Bytes: b})
	}
	return name
}

// figures finds the pictures that figures name. One that is not there leaves its words
// as a caption, and a note.
func (m *media) figures() {
	for i, a := range m.file.Articles {
		gone := map[int]bool{}
		for k := range a.Blocks {
			b := &a.Blocks[k]
			if b.Kind != paper.Figure {
				continue
			}
			name := ""
			if bytes, err := m.picture(b.Media); err == nil {
				name = m.keep(bytes)
			}
			if name == "" {
				m.file.Notes = append(m.file.Notes, fmt.Errorf("%s: %w", shortAddress(b.Media), ErrNoPicture))
				b.Kind = paper.Caption
				gone[k] = b.Text == ""
			}
			b.Media = name
		}
		m.drop(i, gone)
	}
}

func (m *media) picture(address string) ([]byte, error) {
	if m.doc.Picture == nil {
		return nil, ErrNoPicture
	}
	return m.doc.Picture(address)
}

// drop takes blocks without text or picture out of article i.
func (m *media) drop(i int, gone map[int]bool) {
	a := m.file.Articles[i]
	moved := make([]int, len(a.Blocks)) // where each block comes to stand
	n := 0
	for k, b := range a.Blocks {
		moved[k] = n
		if !gone[k] {
			a.Blocks[n] = b
			n++
		}
	}
	if n == len(a.Blocks) {
		return
	}
	a.Blocks = a.Blocks[:n]
	for k := range m.file.Places {
		if p := &m.file.Places[k]; p.Article == i && p.Part.Field == paper.FieldBlock {
			p.Part.Block = moved[p.Part.Block]
		}
	}
}

func shortAddress(s string) string {
	const most = 80
	if len(s) > most {
		return s[:most] + "…"
	}
	return s
}

// scans keeps the pictures of the page: those of the document, or one beside the file
// that has its name.
func (m *media) scans(in format.Input) {
	scans := m.doc.Scans
	if len(scans) == 0 || len(scans) == 1 && scans[0].Picture == nil {
		if b := scanBeside(in); b != nil {
			if len(scans) == 0 {
				scans = make([]format.PageScan, 1)
			}
			scans[0].Picture = b
		}
	}
	if len(scans) == 0 {
		return
	}
	starts := m.lineStarts()
	for i, s := range scans {
		name := m.keep(s.Picture)
		if name == "" {
			continue
		}
		out := Scan{Medium: name, Page: max(s.Page, i+1)}
		for _, w := range s.Words {
			box := Box{w.Left, w.Top, w.Right, w.Bottom}
			out.Words = m.words(out.Words, starts[w.Line]+w.Start, starts[w.Line]+w.End, box)
		}
		m.file.Scans = append(m.file.Scans, out)
	}
}

// lineStarts gives the offset of each line of the document in the source.
func (m *media) lineStarts() []int {
	starts := make([]int, len(m.doc.Lines))
	at := 0
	for i, l := range m.doc.Lines {
		starts[i] = at
		at += len([]rune(l.Text)) + 1
	}
	return starts
}

// words adds where the runes from to to of the source stand in the articles.
func (m *media) words(out []Word, from, to int, box Box) []Word {
	places := m.file.Places // in order of From, and apart
	i, _ := slices.BinarySearchFunc(places, from, func(p Place, from int) int { return p.To - 1 - from })
	for ; i < len(places) && places[i].From < to; i++ {
		p := places[i]
		a, b := max(from, p.From), min(to, p.To)
		if a < b {
			out = append(out, Word{Article: p.Article, Part: p.Part, Start: p.Start + a - p.From, End: p.Start + b - p.From, Box: box})
		}
	}
	return out
}

// scanBeside is the picture beside a page file that has its name: 2.md and 2.jpg.
func scanBeside(in format.Input) []byte {
	ext := strings.ToLower(path.Ext(in.Name))
	if in.Beside == nil || !pageExt[ext] {
		return nil
	}
	base := in.Name[strings.LastIndexAny(in.Name, `/\\`)+1:]
	stem := strings.TrimSuffix(base, path.Ext(base))
	for _, e := range [...]string{".jpg", ".jpeg", ".png", ".tif", ".tiff"} {
		if b, err := in.Beside(stem + e); err == nil {
			return b
		}
	}
	return nil
}
