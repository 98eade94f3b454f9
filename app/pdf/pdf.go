// Package pdf turns laid-out pages into a PDF file: PDF 1.7 (ISO 32000-1),
// built to PDF/A-2u (ISO 19005-2) with the tags of logical structure. It knows
// glyphs, rules, pictures, links and elements, and nothing of articles or newspapers.
//
// There is one call, [Write]. Pages come from [typeset.Paginate] or [typeset.Bind],
// one at a time; each is written and dropped, so that memory does not grow with the
// length of a book beyond the fonts' subsets and some bytes a page. Front matter
// comes last, when its contents know their page numbers, and stands first.
//
// JPEG files go in as they are, PNG data where they have no alpha channel; each
// picture once. A picture that is damaged, or of a kind nobody can show, leaves the
// frame that the page has for it.
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
	"strings"
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

	Picture func(media string) ([]byte, error) // hands out pictures' bytes; nil: frames stand for them
	Late    func(o *Options)                   // called after the last page, to say what is known only then; may be nil
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

// A section is a row of pages that stand together.
type section struct {
	tree    pageTree
	labels  labels
	entries []entry // of the outline
	pages   []ref
}

// A document is a file being written page by page.
type document struct {
	options   Options
	file      *file
	content   *content
	structure *structure
	catalog   ref
	front     section // covers and contents
	body      section
	count     int
	missing   map[rune]bool
}

func newDocument(w io.Writer, o Options) *document {
	f := newFile(w)
	d := &document{options: o, file: f, catalog: f.alloc(), missing: map[rune]bool{}}
	d.structure = newStructure(f)
	d.content = &content{file: f, fonts: fonts{limit: maxCodes}, structure: d.structure, pictures: pictures{file: f, bytes: o.Picture},
		advances: map[faceGlyph]float32{}, bounds: map[faceGlyph][2]float32{}}
	root := f.alloc()
	d.front.tree, d.body.tree = pageTree{file: f, root: root}, pageTree{file: f, root: root}
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
	in := &d.body
	if p.Front {
		in = &d.front
	}
	id, parent := in.tree.add()
	key, err := d.structure.begin(id, p.Front, p.Elements)
	if err != nil {
		return err
	}
	body := f.alloc()
	f.stream(body, "", d.content.page(p), true)
	links, err := d.links(p)
	if err != nil {
		return err
	}
	size := num(p.W) + " " + num(p.H)
	f.put(id, []byte("<</Type/Page/Parent "+parent.String()+"/MediaBox[0 0 "+size+"]/Contents "+body.String()+
		"/Resources<<"+d.content.resources()+">>"+links+"/Tabs/S/StructParents "+strconv.Itoa(key)+">>"))
	d.structure.end(key, p.Done)
	for _, e := range p.Entries {
		e.Title = strings.Clone(e.Title)
		in.entries = append(in.entries, entry{e, id, p.H - e.Y})
	}
	in.labels.add(p.Label)
	in.pages = append(in.pages, id)
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
func (d *document) links(p *typeset.Page) (string, error) {
	if len(p.Links) == 0 {
		return "", nil
	}
	list := []byte("/Annots[")
	for _, l := range p.Links {
		to := "/A<</S/URI/URI" + literal(asciiURI(l.Address)) + ">>"
		if l.Address == "" {
			if l.Page < 1 || l.Page > len(d.body.pages) {
				return "", fmt.Errorf("a link to page %d of %d", l.Page, len(d.body.pages))
			}
			to = "/Dest[" + d.body.pages[l.Page-1].String() + "/XYZ null " + num(p.H-l.ToY) + " null]"
		}
		id := d.file.alloc()
		key := d.structure.link(l.Elem, id)
		rect := num(l.X) + " " + num(p.H-l.Bottom()) + " " + num(l.X+l.W) + " " + num(p.H-l.Y)
		d.file.put(id, []byte("<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect["+rect+"]/Contents "+textString(clean(l.Text))+
			to+"/StructParent "+strconv.Itoa(key)+">>"))
		list = append(id.append(list), ' ')
	}
	return string(append(list, ']')), nil
}

// finish writes what stands for the document as a whole.
func (d *document) finish() error {
	f := d.file
	if err := d.content.fonts.embed(f); err != nil {
		return err
	}
	if d.options.Late != nil {
		d.options.Late(&d.options)
	}
	d.front.tree.closeNode()
	d.body.tree.closeNode()
	root, total := d.body.tree.root, d.front.tree.total+d.body.tree.total
	f.put(root, []byte("<</Type/Pages/Count "+strconv.Itoa(total)+"/Kids["+string(d.front.tree.nodes)+string(d.body.tree.nodes)+"]>>"))
	d.structure.finish()
	about := d.about()
	info := f.alloc()
	f.plain(info, about.info())
	metadata, profile := f.alloc(), f.alloc()
	f.stream(metadata, "/Type/Metadata/Subtype/XML", about.xmp(), false)
	f.stream(profile, "/N 3", srgbProfile(), true)
	outline := outline{append(d.front.entries, d.body.entries...)}
	catalog := "<</Type/Catalog/Pages " + root.String() + "/Lang" + literal(about.language) +
		"/ViewerPreferences<</DisplayDocTitle true>>/PageLabels<</Nums[" + d.front.labels.nums(0) + d.body.labels.nums(d.front.tree.total) + "]>>" + outline.write(f) +
		"/MarkInfo<</Marked true>>/StructTreeRoot " + d.structure.root.String() + "/Metadata " + metadata.String() +
		"/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)" +
		"/Info(sRGB IEC61966-2.1)/DestOutputProfile " + profile.String() + ">>]>>"
	f.plain(d.catalog, []byte(catalog))
	return f.finish(d.catalog, info)
}
