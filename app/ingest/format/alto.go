package format

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"golang.org/x/net/html/charset"

	"baoge/app/exif"
	"baoge/app/ingest/layout"
	"baoge/app/paper"
)

// isALTO tells ALTO XML (Library of Congress, versions 1 to 4) by its root element.
func isALTO(head []byte) bool {
	return bytes.Contains(head, []byte("<alto")) || bytes.Contains(head, []byte(":alto"))
}

// readALTO reads what an OCR engine saw: words, lines and blocks with their places.
func readALTO(in Input) (*Document, error) {
	pages, err := parseALTO(in.Bytes)
	if err != nil {
		return nil, err
	}
	d := altoDocument(pages)
	d.Format = ALTO
	if len(d.Lines) == 0 {
		return nil, ErrEmpty
	}
	if len(pages) == 1 { // its picture by the name it gives; by its own name ingest looks
		name := pages[0].picture
		if b, err := in.picture(name[strings.LastIndexAny(name, `/\\`)+1:]); err == nil && PictureType(b) != "" {
			d.Scans[0].Picture = b
		}
	}
	return d, nil
}

// An altoPage is one Page element.
type altoPage struct {
	width, height float64
	blocks        []layout.Block
	picture       string
	turn          exif.Orientation // of the picture, which was read upright; 0: it was read as it is stored
	sure, words   float64          // sum of the engine's confidences, and of how many words
}

// altoDocument composes the text of pages and notes where each word stands.
func altoDocument(pages []altoPage) *Document {
	d := &Document{}
	var blocks []layout.Block
	for i, p := range pages {
		for _, b := range p.blocks {
			for k := range b {
				b[k].Page = i
			}
			blocks = append(blocks, b)
		}
		d.Scans = append(d.Scans, PageScan{Page: i + 1})
	}
	lines, places := layout.Compose(blocks)
	d.Lines = lines
	for _, w := range places {
		d.Scans[w.Page].Words = append(d.Scans[w.Page].Words, pages[w.Page].word(w))
	}
	return d
}

// word is a word and its place on the picture as it is stored.
func (p *altoPage) word(w layout.Place) Word {
	l, t := p.turn.Stored(share(w.Rect.Left, p.width), share(w.Rect.Top, p.height))
	r, b := p.turn.Stored(share(w.Rect.Right, p.width), share(w.Rect.Bottom, p.height))
	return Word{w.Line, w.Start, w.End, min(l, r), min(t, b), max(l, r), max(t, b)}
}

func share(v, whole float64) float64 {
	if whole <= 0 {
		return 0
	}
	return min(max(v/whole, 0), 1)
}

// parseALTO reads the pages of an ALTO file.
func parseALTO(src []byte) ([]altoPage, error) {
	d := xml.NewDecoder(bytes.NewReader(bom(src)))
	d.CharsetReader = charset.NewReaderLabel
	var pages []altoPage
	picture, inName := "", false
	for {
		t, err := token(d)
		if err == io.EOF {
			break
		} else if err != nil {
			return nil, err
		}
		switch e := t.(type) {
		case xml.StartElement:
			inName = e.Name.Local == "fileName"
			if e.Name.Local == "Page" {
				pages = append(pages, altoPage{width: number(e, "WIDTH"), height: number(e, "HEIGHT"), picture: strings.TrimSpace(picture)})
			} else if n := len(pages); n > 0 {
				pages[n-1].element(e)
			}
		case xml.CharData:
			if inName {
				picture += string(e)
			}
		case xml.EndElement:
			inName = false
		}
	}
	if len(pages) == 0 {
		return nil, fmt.Errorf("no page: %w", ErrDamaged)
	}
	for i := range pages {
		pages[i].settle()
	}
	return pages, nil
}

func number(e xml.StartElement, name string) float64 {
	f, err := strconv.ParseFloat(val(e, name), 64)
	if err != nil || f != f || f < -1e9 || f > 1e9 {
		return 0
	}
	return f
}

func rectOf(e xml.StartElement) layout.Rect {
	x, y := number(e, "HPOS"), number(e, "VPOS")
	return layout.Rect{Left: x, Top: y, Right: x + max(number(e, "WIDTH"), 0), Bottom: y + max(number(e, "HEIGHT"), 0)}
}

// element reads one element inside a page.
func (p *altoPage) element(e xml.StartElement) {
	switch e.Name.Local {
	case "TextBlock":
		p.blocks = append(p.blocks, nil)
	case "TextLine":
		if len(p.blocks) == 0 {
			p.blocks = append(p.blocks, nil)
		}
		b := &p.blocks[len(p.blocks)-1]
		*b = append(*b, layout.Line{Rect: rectOf(e)})
	case "String":
		if len(p.blocks) == 0 || len(p.blocks[len(p.blocks)-1]) == 0 {
			return
		}
		b := p.blocks[len(p.blocks)-1]
		l := &b[len(b)-1]
		text := strings.Map(func(r rune) rune {
			if r == '\n' || r == '\r' || r == '\t' {
				return ' '
			}
			return r
		}, val(e, "CONTENT"))
		if paper.Chars(text) > 0 {
			p.sure += number(e, "WC")
			p.words++
			l.Words = append(l.Words, layout.Word{Text: strings.TrimSpace(text), Rect: rectOf(e), Bold: strings.Contains(val(e, "STYLE"), "bold")})
		}
	}
}

// settle drops what holds no words and finds the size of each line's type: its height,
// as words that lie askew do not swell it.
func (p *altoPage) settle() {
	var blocks []layout.Block
	for _, b := range p.blocks {
		var lines layout.Block
		for _, l := range b {
			if len(l.Words) == 0 {
				continue
			}
			for _, w := range l.Words {
				l.Size = max(l.Size, min(w.Rect.Bottom-w.Rect.Top, (w.Rect.Right-w.Rect.Left)*1.6))
			}
			if h := l.Rect.Bottom - l.Rect.Top; l.Size <= 0 || h > 0 && h < l.Size {
				l.Size = h
			}
			if l.Size <= 0 {
				l.Size = 1
			}
			lines = append(lines, l)
		}
		if len(lines) > 0 {
			blocks = append(blocks, lines)
		}
	}
	p.blocks = blocks
}
