package format

import (
	"bytes"
	"image"
	_ "image/gif" // sizes of pictures
	_ "image/jpeg"
	_ "image/png"
	"regexp"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baoge/app/ingest/page"
	"baoge/app/paper"
)

// E-papers of 翔宇 set an article's pictures beside its text, in tables between the
// headline and the text or after it, each with its caption under it. They belong to the
// article; the rest of the frame does not: menus, the map of the page, ornaments.

// contentMark stands in the frame where the text was taken out.
const contentMark = "baoge-content"

// longestCaption is the length in characters beyond which text beside a picture is none of it.
const longestCaption = 300

// smallPicture is the side in pixels below which a picture without a caption is an ornament.
const smallPicture = 100

// pictureName is a link to the picture itself, as those have that can be enlarged.
var pictureName = regexp.MustCompile(`(?i)\.(?:jpe?g|png|gif|webp)(?:[?#]|$)|^javascript:|^#`)

// framePictures takes the pictures of an article out of its frame, with their captions:
// those above the text and those below it.
func (d *Document) framePictures(doc *goquery.Document, title string) (above, below []page.Line) {
	mark := doc.Find(contentMark).First()
	if mark.Length() == 0 {
		return nil, nil
	}
	cell := articleCell(mark, title)
	if cell == nil {
		return nil, nil
	}
	isAbove := true
	var boxes []*html.Node
	lines := map[*html.Node]*[]page.Line{}
	var visit func(n *html.Node)
	visit = func(n *html.Node) {
		switch {
		case n == mark.Get(0):
			isAbove = false
		case n.DataAtom == atom.Img && !ofTheFrame(n):
			box := pictureBox(n, cell, mark.Get(0), title)
			if slices.Contains(boxes, box) {
				return
			}
			boxes = append(boxes, box)
			if lines[box] = &below; isAbove {
				lines[box] = &above
			}
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			visit(c)
		}
	}
	visit(cell)
	for _, box := range boxes {
		if got := d.pictureLines(box); got != nil {
			*lines[box] = append(*lines[box], got...)
			box.Parent.RemoveChild(box)
		}
	}
	return above, below
}

// articleCell is the smallest part of the frame that has the article's headline and the
// place of its text; nil where the frame does not show the headline.
func articleCell(mark *goquery.Selection, title string) *html.Node {
	if zoom := mark.Closest("#ozoom"); zoom.Length() > 0 {
		return zoom.Get(0)
	}
	for n := mark.Get(0).Parent; n != nil && n.DataAtom != atom.Body; n = n.Parent {
		if strings.Contains(bare(n), withoutBlanks(title)) {
			return n
		}
	}
	return nil
}

// ofTheFrame reports whether a picture is the map of a page, or leads to another page.
func ofTheFrame(img *html.Node) bool {
	if attr(img, "usemap") != "" {
		return true
	}
	for n := img.Parent; n != nil; n = n.Parent {
		if n.DataAtom == atom.A {
			href := attr(n, "href")
			return href != "" && !pictureName.MatchString(href)
		}
	}
	return false
}

// pictureBox is the largest part of the cell around a picture that has nothing in it but
// pictures and what may be their captions.
func pictureBox(img, cell, mark *html.Node, title string) *html.Node {
	box := img
	for n := img.Parent; n != nil && n != cell; n = n.Parent {
		in := goquery.NewDocumentFromNode(n)
		text := bare(n)
		switch {
		case within(mark, n), paper.Chars(text) > longestCaption, strings.Contains(text, withoutBlanks(title)),
			in.Find("img[usemap]").Length() > 0, withoutBlanks(in.Find("a").Text()) != "":
			return box
		}
		box = n
	}
	return box
}

// pictureLines are the figures of a box, each with its captions; nil for an ornament.
func (d *Document) pictureLines(box *html.Node) []page.Line {
	lines := linesOf(box, nil)
	figures, captions := false, false
	for i := range lines {
		switch l := &lines[i]; {
		case l.Kind == page.LineFigure:
			figures = figures || d.isPhoto(l.Media)
		case l.Kind == page.LineBreak:
		default:
			captions = true
			*l = page.Line{Kind: page.LineCaption, Text: l.Text, Bold: l.Bold, Gap: l.Gap, Whole: l.Whole}
		}
	}
	if !figures && !captions {
		return nil
	}
	return lines
}

// isPhoto reports whether a picture is at hand and larger than an ornament.
func (d *Document) isPhoto(address string) bool {
	b, err := d.Picture(address)
	if err != nil {
		return false
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(b))
	return err == nil && min(c.Width, c.Height) >= smallPicture
}

func within(n, above *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == above {
			return true
		}
	}
	return false
}

// bare is the text under a node without its blanks.
func bare(n *html.Node) string { return withoutBlanks(goquery.NewDocumentFromNode(n).Text()) }

func withoutBlanks(s string) string { return strings.Join(strings.Fields(s), "") }
