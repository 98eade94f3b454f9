package format

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"baoge/app/ingest/page"
	"baoge/app/paper"
)

// maxPart bounds one part of a DOCX or EPUB, in bytes unpacked.
const maxPart = MaxText

// readDOCX reads a Word document (ECMA-376, WordprocessingML): headings by style or
// outline level, paragraphs, lists with their numbers, tables, pictures, captions, links.
// Deleted text is not read, text boxes and foot notes are. The XML is read as a stream of
// elements rather than into a model of the document: of an element that is not known the
// text still comes through, and here no character may go.
func readDOCX(ctx context.Context, z *zip.Reader) (*Document, error) {
	parts := partsOf(z)
	r := &docxReader{ctx: ctx, parts: parts}
	if err := r.styles(); err != nil {
		return nil, err
	}
	if err := r.numbering(); err != nil {
		return nil, err
	}
	if err := r.part("word/document.xml"); err != nil {
		return nil, missing(err)
	}
	body := deeper(sameWords(r.lines))
	r.lines = nil
	for _, name := range []string{"word/footnotes.xml", "word/endnotes.xml"} {
		if err := r.part(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	for _, l := range r.lines {
		if l.Text != "" && l.Kind != page.LineFigure {
			body = append(body, page.Line{Kind: page.LineOutside, Text: l.Text})
		}
	}
	if len(body) == 0 {
		return nil, ErrEmpty
	}
	return &Document{Format: DOCX, Lines: body, Picture: func(name string) ([]byte, error) { return parts.read(name, MaxPicture) }}, nil
}

// A docxReader reads the parts of one document.
type docxReader struct {
	ctx    context.Context
	parts  partFile
	style  map[string]docxStyle
	number map[string]docxList // by numId
	lines  []page.Line

	links map[string]string // of the part being read: relationship → address
}

// A docxStyle is what a paragraph style says of its paragraphs.
type docxStyle struct {
	kind  page.LineKind
	level int
	role  page.Role
	list  docxNumber
	based string
}

// A docxNumber is a place in a list: its id and depth from 0. No id is no list.
type docxNumber struct {
	id    string
	depth int
}

// docxRoles are names of paragraph styles that newsrooms use for the parts of an article.
var docxRoles = map[string]page.Role{"引题": page.RoleKicker, "眉题": page.RoleKicker, "肩题": page.RoleKicker, "副题": page.RoleSubhead, "副标题": page.RoleSubhead,
	"subtitle": page.RoleSubhead, "小标题": page.RoleSubheading, "作者": page.RoleCredit, "署名": page.RoleCredit, "author": page.RoleCredit}

// named reads a style's name: heading 1, 标题 1, Title, caption, 题注.
func (s *docxStyle) named(name string) {
	name = strings.ToLower(strings.TrimSpace(name))
	for _, p := range []string{"heading", "标题"} {
		rest, ok := strings.CutPrefix(name, p)
		if n, err := strconv.Atoi(strings.TrimSpace(rest)); ok && err == nil && n > 0 && n < 10 {
			s.kind, s.level = page.LineHeading, n
			return
		}
	}
	switch name {
	case "title", "标题", "主题", "正题":
		s.kind, s.level = page.LineHeading, 1
	case "caption", "题注", "图说", "图片说明":
		s.kind = page.LineCaption
	}
	if r, ok := docxRoles[name]; ok {
		if s.role = r; r == page.RoleKicker || r == page.RoleSubhead {
			s.kind, s.level = page.LineHeading, max(s.level, 1)
		}
	}
}

// token reads the next token of a part; what goes wrong is damage.
func token(d *xml.Decoder) (xml.Token, error) {
	t, err := d.Token()
	if err != nil && err != io.EOF {
		if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrTooLarge) {
			err = fmt.Errorf("%w: %w", ErrDamaged, err)
		}
	}
	return t, err
}

// open opens a part for reading as XML.
func (r *docxReader) open(name string) (*xml.Decoder, func() error, error) {
	f := r.parts[name]
	if f == nil {
		return nil, nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
	m, err := OpenMember(f, maxPart)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	return xml.NewDecoder(m), m.Close, nil
}

func val(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// on reports whether an element that turns something on does: w:b, but not w:b val="0".
func on(e xml.StartElement) bool {
	v := val(e, "val")
	return v != "0" && v != "false" && v != "none"
}

// styles reads the paragraph styles, each with what the style it is based on says.
func (r *docxReader) styles() error {
	r.style = map[string]docxStyle{}
	d, shut, err := r.open("word/styles.xml")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	defer shut()
	id, s := "", docxStyle{}
	for {
		t, err := token(d)
		if err == io.EOF {
			break
		} else if err != nil {
			return err
		}
		switch e := t.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "style":
				id, s = val(e, "styleId"), docxStyle{}
				if val(e, "type") == "character" {
					id = ""
				}
			case "name":
				s.named(val(e, "val"))
			case "basedOn":
				s.based = val(e, "val")
			case "outlineLvl":
				if n, err := strconv.Atoi(val(e, "val")); err == nil && n < 9 && s.kind == page.LineText {
					s.kind, s.level = page.LineHeading, n+1
				}
			case "numId":
				s.list.id = val(e, "val")
			case "ilvl":
				s.list.depth, _ = strconv.Atoi(val(e, "val"))
			}
		case xml.EndElement:
			if e.Name.Local == "style" && id != "" {
				r.style[id] = s
			}
		}
	}
	return nil
}

// styleOf gives what a style says, by way of those it is based on.
func (r *docxReader) styleOf(id string) docxStyle {
	s := r.style[id]
	for up, n := s.based, 0; up != "" && n < 20; n++ {
		b := r.style[up]
		if s.kind == page.LineText && s.role == "" {
			s.kind, s.level, s.role = b.kind, b.level, b.role
		}
		if s.list.id == "" {
			s.list = b.list
		}
		up = b.based
	}
	return s
}

// relations reads what a part's relationship ids stand for: parts and addresses.
func (r *docxReader) relations(name string) error {
	r.links = map[string]string{}
	dir, file := path.Split(name)
	d, shut, err := r.open(dir + "_rels/" + file + ".rels")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	defer shut()
	for {
		t, err := token(d)
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if e, ok := t.(xml.StartElement); ok && e.Name.Local == "Relationship" {
			to := val(e, "Target")
			if val(e, "TargetMode") != "External" {
				if strings.HasPrefix(to, "/") {
					to = strings.TrimPrefix(to, "/")
				} else {
					to = path.Join(dir, to)
				}
			}
			r.links[val(e, "Id")] = to
		}
	}
}

// part reads the text of one part into lines.
func (r *docxReader) part(name string) error {
	d, shut, err := r.open(name)
	if err != nil {
		return err
	}
	defer shut()
	if err := r.relations(name); err != nil {
		return err
	}
	b := &docxBody{docxReader: r}
	for n := 0; ; n++ {
		if n%4096 == 0 && r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		t, err := token(d)
		if err == io.EOF {
			return nil
		} else if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		switch e := t.(type) {
		case xml.StartElement:
			b.start(e)
			if b.skip {
				b.skip = false
				if err := d.Skip(); err != nil {
					return fmt.Errorf("%s: %w: %w", name, ErrDamaged, err)
				}
			}
		case xml.EndElement:
			b.end(e.Name.Local)
		case xml.CharData:
			if b.inText {
				b.add(string(bytes.ToValidUTF8(e, []byte("\ufffd"))))
			}
		}
	}
}

// shiftedLine cuts a line to its runes i to j.
func shiftedLine(l page.Line, text []rune, i, j int) page.Line {
	l.Text = string(text[i:j])
	l.Bold = shiftBold(append([]paper.Range(nil), l.Bold...), i, j)
	var links []paper.Link
	for _, k := range l.Links {
		if k.Range = shift(k.Range, i, j); k.Start < k.End {
			links = append(links, k)
		}
	}
	l.Links = links
	return l
}
