// Package pdf turns laid-out pages into a PDF file: PDF 1.7 (ISO 32000-1),
// built to PDF/A-2u (ISO 19005-2) with the tags of logical structure. It knows
// glyphs, rules, links and elements, and nothing of articles or newspapers.
//
// There is one call, [Write]. Pages come from [typeset.Paginate], one at a time;
// each is written and dropped, so that memory does not grow with the length of a
// book beyond the fonts' subsets and some bytes a page.
//
// The text that programs get back from the file is the text the glyphs stand
// for, character for character. The same pages give the same bytes.
package pdf

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strconv"
	"time"

	"baoge/app/typeset"
)

// Options say what a document is.
type Options struct {
	Title    string
	Author   string // as one string: several are parted by the caller
	Subject  string
	Keywords []string
	Language string    // RFC 3066; "": zh-CN
	Time     time.Time // when its content last changed; zero: the file bears no date
}

// A Result says what was written.
type Result struct {
	Pages   int
	Missing []rune // characters no face holds, drawn as 〓; sorted
}

// ErrNoPages is what a document without a page gives: PDF has no such thing.
var ErrNoPages = errors.New("pdf: no pages")

// Stamp is the time a document written now should bear: SOURCE_DATE_EPOCH
// (https://reproducible-builds.org/specs/source-date-epoch) when set, else t.
func Stamp(t time.Time) time.Time {
	if s, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64); err == nil && s >= 0 {
		return time.Unix(s, 0).UTC()
	}
	return t
}

// Write writes the pages to w as one document. It stops at the first error,
// of pages or of w; what was written until then is no PDF file.
func Write(w io.Writer, pages iter.Seq2[*typeset.Page, error], o Options) (Result, error) {
	d := newDocument(w, o)
	for p, err := range pages {
		if err == nil {
			err = d.page(p)
		}
		if err != nil {
			return d.result(), fmt.Errorf("pdf: page %d: %w", d.count+1, err)
		}
	}
	if d.count == 0 {
		return Result{}, ErrNoPages
	}
	if err := d.finish(); err != nil {
		return d.result(), fmt.Errorf("pdf: %w", err)
	}
	return d.result(), nil
}

// A document is a file being written page by page.
type document struct {
	options   Options
	file      *file
	content   *content
	structure *structure
	catalog   ref
	tree      pageTree
	labels    labels
	outline   outline
	count     int
	missing   map[rune]bool
}

func newDocument(w io.Writer, o Options) *document {
	f := newFile(w)
	d := &document{options: o, file: f, catalog: f.alloc(), missing: map[rune]bool{}}
	d.structure = newStructure(f)
	d.content = &content{file: f, fonts: fonts{limit: maxCodes}, mark: d.structure.mark, advances: map[faceGlyph]float32{}, bounds: map[faceGlyph][2]float32{}}
	d.tree = pageTree{file: f, root: f.alloc()}
	return d
}

func (d *document) result() Result {
	r := Result{Pages: d.count}
	for c := range d.missing {
		r.Missing = append(r.Missing, c)
	}
	slices.Sort(r.Missing)
	return r
}

// page writes one page and all that it finishes.
func (d *document) page(p *typeset.Page) error {
	f := d.file
	id, parent := d.tree.add()
	key, err := d.structure.begin(id, p.Elements)
	if err != nil {
		return err
	}
	body := f.alloc()
	f.stream(body, "", d.content.page(p), true)
	links := d.links(p)
	size := num(p.W) + " " + num(p.H)
	f.put(id, []byte("<</Type/Page/Parent "+parent.String()+"/MediaBox[0 0 "+size+"]/Contents "+body.String()+
		"/Resources<</Font<<"+resources(d.content.used)+">>>>"+links+"/Tabs/S/StructParents "+strconv.Itoa(key)+">>"))
	d.structure.end(key, p.Done)
	for _, e := range p.Entries {
		d.outline.add(e, id, p.H)
	}
	d.labels.add(p.Label)
	for _, r := range p.Missing {
		d.missing[r] = true
	}
	d.count++
	if d.structure.err != nil {
		return d.structure.err
	}
	return f.failed()
}

// links writes a page's link annotations (§12.5.6.5) and returns the page's entry.
// PDF/A wants them printable, which is flag 4.
func (d *document) links(p *typeset.Page) string {
	if len(p.Links) == 0 {
		return ""
	}
	list := []byte("/Annots[")
	for _, l := range p.Links {
		id := d.file.alloc()
		key := d.structure.link(l.Elem, id)
		rect := num(l.X) + " " + num(p.H-l.Bottom()) + " " + num(l.X+l.W) + " " + num(p.H-l.Y)
		d.file.put(id, []byte("<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect["+rect+"]/Contents "+textString(clean(l.Text))+
			"/A<</S/URI/URI"+literal(asciiURI(l.Address))+">>/StructParent "+strconv.Itoa(key)+">>"))
		list = append(id.append(list), ' ')
	}
	return string(append(list, ']'))
}

// finish writes what stands for the document as a whole.
func (d *document) finish() error {
	f := d.file
	if err := d.content.fonts.embed(f); err != nil {
		return err
	}
	d.tree.finish()
	d.structure.finish()
	about := d.about()
	info := f.alloc()
	f.plain(info, about.info())
	metadata, profile := f.alloc(), f.alloc()
	f.stream(metadata, "/Type/Metadata/Subtype/XML", about.xmp(), false)
	f.stream(profile, "/N 3", srgbProfile(), true)
	catalog := "<</Type/Catalog/Pages " + d.tree.root.String() + "/Lang" + literal(about.language) +
		"/ViewerPreferences<</DisplayDocTitle true>>/PageLabels<</Nums[" + d.labels.nums() + "]>>" + d.outline.write(f) +
		"/MarkInfo<</Marked true>>/StructTreeRoot " + d.structure.root.String() + "/Metadata " + metadata.String() +
		"/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)" +
		"/Info(sRGB IEC61966-2.1)/DestOutputProfile " + profile.String() + ">>]>>"
	f.plain(d.catalog, []byte(catalog))
	return f.finish(d.catalog, info)
}
