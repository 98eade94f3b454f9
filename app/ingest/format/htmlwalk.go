package format

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baoge/app/ingest/page"
	"baoge/app/paper"
)

// A frame says which part of a web page is the article. What is outside main is left over.
type frame struct {
	main *html.Node // nil: all of it
	head *html.Node // a headline outside main
}

// linesOf reads the text under a node as lines, each as the browser would set it apart.
func linesOf(n *html.Node, f *frame) []page.Line {
	if n == nil {
		return nil
	}
	if f == nil {
		f = &frame{}
	}
	w := &htmlWalker{frame: *f, inside: f.main == nil}
	w.walk(n)
	w.flush()
	return sameWords(w.out)
}

// unseen are the elements whose text no reader sees.
var unseen = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Head: true, atom.Svg: true, atom.Iframe: true,
	atom.Object: true, atom.Select: true, atom.Textarea: true, atom.Canvas: true, atom.Math: true}

// blocks are the elements that stand on lines of their own.
var blocks = map[atom.Atom]bool{atom.P: true, atom.Div: true, atom.Section: true, atom.Article: true, atom.Header: true, atom.Footer: true, atom.Nav: true, atom.Aside: true,
	atom.Main: true, atom.Ul: true, atom.Ol: true, atom.Li: true, atom.Dl: true, atom.Dt: true, atom.Dd: true, atom.Blockquote: true, atom.Figure: true, atom.Figcaption: true,
	atom.Table: true, atom.Tr: true, atom.Td: true, atom.Th: true, atom.Caption: true, atom.Center: true, atom.Form: true, atom.Pre: true, atom.Address: true, atom.Body: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true}

// An htmlWalker gathers the lines of a page.
type htmlWalker struct {
	frame
	inside bool
	out    []page.Line
	line   page.Line
	text   []rune
	bold   int
	depth  int    // of lists
	number []int  // of each list: the next number, 0 for bullets
	prefix string // the number before the text of the item being read
}

func (w *htmlWalker) walk(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		w.add(n.Data)
		return
	case html.DocumentNode:
		w.children(n)
		return
	case html.ElementNode:
	default:
		return
	}
	if unseen[n.DataAtom] || hasHidden(n) {
		return
	}
	if n == w.main && !w.inside {
		w.flush()
		w.inside = true
		defer func() { w.flush(); w.inside = false }()
	}
	if t := attr(n, "title"); w.inside && n.DataAtom == atom.Div && (t == "footer" || t == "header") { // of LibreOffice's pages
		w.flush()
		w.inside = false
		defer func() { w.flush(); w.inside = true }()
	}
	if n == w.head && !w.inside {
		w.flush()
		w.inside = true
		defer func() { w.flush(); w.inside = false }()
	}
	w.element(n)
}

func (w *htmlWalker) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c)
	}
}

func (w *htmlWalker) element(n *html.Node) {
	switch n.DataAtom {
	case atom.Br:
		w.flush()
	case atom.Hr:
		w.flush()
		w.put(page.Line{Kind: page.LineBreak})
	case atom.Img:
		w.image(n)
	case atom.B, atom.Strong:
		from := len(w.text)
		w.bold++
		w.children(n)
		if w.bold--; w.bold == 0 && len(w.text) > from {
			w.line.Bold = append(w.line.Bold, paper.Range{Start: from, End: len(w.text)})
		}
	case atom.A:
		from, lines := len(w.text), len(w.out)
		w.children(n)
		if to := len(w.text); to > from && lines == len(w.out) {
			w.line.Links = append(w.line.Links, paper.Link{Range: paper.Range{Start: from, End: to}, URL: attr(n, "href")})
		}
	case atom.Sup, atom.Sub:
		from := len(w.text)
		w.children(n)
		if from > len(w.text) {
			return
		}
		if s, ok := page.Raised(string(w.text[from:]), n.DataAtom == atom.Sub); ok {
			w.text = append(w.text[:from], []rune(s)...)
		}
	case atom.Ul, atom.Ol:
		w.list(n)
	case atom.Table:
		w.table(n)
	default:
		w.block(n)
	}
}

// block reads an element that may stand on lines of its own.
func (w *htmlWalker) block(n *html.Node) {
	if !blocks[n.DataAtom] {
		w.children(n)
		return
	}
	w.flush()
	was := w.line
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		w.line.Kind, w.line.Level = page.LineHeading, int(n.Data[1]-'0')
	case atom.Figcaption, atom.Caption:
		w.line.Kind = page.LineCaption
	case atom.Li:
		w.line.Kind, w.line.Level = page.LineItem, max(w.depth, 1)
		if k := len(w.number); k > 0 && w.number[k-1] > 0 {
			w.prefix = fmt.Sprintf("%d. ", w.number[k-1])
			w.number[k-1]++
		}
	}
	w.children(n)
	w.flush()
	w.line = page.Line{Kind: was.Kind, Level: was.Level}
}

func (w *htmlWalker) list(n *html.Node) {
	w.flush()
	was := w.line
	w.depth++
	first := 0
	if n.DataAtom == atom.Ol && (attr(n, "type") == "" || attr(n, "type") == "1") && !strings.Contains(attr(n, "style"), "list-style-type") {
		first = 1
		if k, err := strconv.Atoi(attr(n, "start")); err == nil && k > 0 && k < 10000 {
			first = k
		}
	}
	w.number = append(w.number, first)
	w.line = page.Line{}
	w.children(n)
	w.flush()
	w.number = w.number[:len(w.number)-1]
	w.depth--
	w.line = page.Line{Kind: was.Kind, Level: was.Level}
}

// image puts a picture where it stands, but not the small ones that only adorn.
func (w *htmlWalker) image(n *html.Node) {
	const icon = 32 // pixels
	for _, side := range []string{"width", "height"} {
		if v, err := strconv.Atoi(strings.TrimSuffix(attr(n, side), "px")); err == nil && v <= icon {
			return
		}
	}
	src := attr(n, "src")
	for _, lazy := range []string{"data-src", "data-original", "data-lazy-src"} {
		if s := attr(n, lazy); s != "" && (src == "" || strings.HasPrefix(src, "data:image/gif")) {
			src = s
		}
	}
	if src == "" || !w.inside {
		return
	}
	kind, level := w.line.Kind, w.line.Level
	w.flush()
	w.put(page.Line{Kind: page.LineFigure, Text: strings.Join(strings.Fields(attr(n, "alt")), " "), Media: src})
	w.line.Kind, w.line.Level = kind, level
}

// add adds text, its blanks run together as a browser does.
func (w *htmlWalker) add(s string) {
	for _, r := range s {
		if r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\f' {
			if n := len(w.text); n == 0 || w.text[n-1] == ' ' {
				continue
			}
			r = ' '
		}
		w.text = append(w.text, r)
	}
}

// flush ends the line being gathered.
func (w *htmlWalker) flush() {
	l := w.line
	w.line = page.Line{Kind: l.Kind, Level: l.Level}
	text := w.text
	w.text = w.text[:0]
	if w.bold > 0 && len(text) > 0 {
		l.Bold = append(l.Bold, paper.Range{End: len(text)})
	}
	i, j := 0, len(text)
	for i < j && unicode.IsSpace(text[i]) {
		i++
	}
	for j > i && unicode.IsSpace(text[j-1]) {
		j--
	}
	if i == j {
		return
	}
	l.Text = string(text[i:j])
	l.Bold = shiftBold(l.Bold, i, j)
	links := l.Links[:0]
	for _, k := range l.Links {
		k.Range = shift(k.Range, i, j)
		if k.Start < k.End {
			links = append(links, k)
		}
	}
	l.Links = links
	l = prefixed(l, w.prefix)
	w.prefix = ""
	w.put(l)
}

// prefixed puts text before a line.
func prefixed(l page.Line, prefix string) page.Line {
	n := len([]rune(prefix))
	l.Text = prefix + l.Text
	for k := range l.Bold {
		l.Bold[k].Start, l.Bold[k].End = l.Bold[k].Start+n, l.Bold[k].End+n
	}
	for k := range l.Links {
		l.Links[k].Start, l.Links[k].End = l.Links[k].Start+n, l.Links[k].End+n
	}
	return l
}

// sameWords takes off the words that stand for a picture where its caption says the same.
func sameWords(lines []page.Line) []page.Line {
	for i := 1; i < len(lines); i++ {
		if f := &lines[i-1]; f.Kind == page.LineFigure && f.Text != "" && lines[i].Text == f.Text {
			f.Text = ""
		}
	}
	return lines
}

func shift(r paper.Range, i, j int) paper.Range {
	return paper.Range{Start: max(r.Start, i) - i, End: min(r.End, j) - i}
}

func shiftBold(all []paper.Range, i, j int) []paper.Range {
	out := all[:0]
	for _, r := range all {
		if r = shift(r, i, j); r.Start < r.End {
			out = append(out, r)
		}
	}
	return out
}

// put adds a line; outside the article it is left over.
func (w *htmlWalker) put(l page.Line) {
	l.Gap, l.Whole = 1, true
	if !w.inside {
		if l.Text == "" {
			return
		}
		l = page.Line{Kind: page.LineOutside, Text: l.Text}
	}
	w.out = append(w.out, l)
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

// hasHidden tells an element that is not shown.
func hasHidden(n *html.Node) bool {
	style := strings.ReplaceAll(strings.ToLower(attr(n, "style")), " ", "")
	return strings.Contains(style, "display:none")
}
