package export

import (
	"archive/zip"
	"bufio"
	"crypto/sha256"
	"fmt"
	"html"
	"io"
	"strings"
	"time"

	"baoge/app/paper"
	"baoge/app/pdf"
)

// An epubWriter writes an EPUB 3 book: the container and package of W3C's EPUB 3.3, a
// file an article, its pictures beside. It is written in one pass, and equal articles
// give equal bytes.
type epubWriter struct {
	zip      *zip.Writer
	at       time.Time
	pictures map[string]string // by SHA-256, the name in the book
	manifest []string
}

// epubFile writes the articles as one book.
func epubFile(w io.Writer, articles []*paper.Article, o *Options, next func(i int) error) error {
	e := &epubWriter{zip: zip.NewWriter(w), at: stampOr(o.Time), pictures: map[string]string{}}
	name := title(articles, *o)
	if err := e.container(); err != nil {
		return err
	}
	if err := e.file("EPUB/page.css", pageStyle); err != nil {
		return err
	}
	for i, a := range articles {
		if err := e.chapter(i, a, o); err != nil {
			return err
		}
		if err := next(i); err != nil {
			return err
		}
	}
	if err := e.file("EPUB/nav.xhtml", epubNav(name, articles)); err != nil {
		return err
	}
	if err := e.file("EPUB/package.opf", e.packageFile(name, articles)); err != nil {
		return err
	}
	return e.zip.Close()
}

// stampOr is when a document says it was made; where nothing tells, a day that is no
// one's, so that equal articles give equal bytes.
func stampOr(t time.Time) time.Time {
	if s := pdf.Stamp(t); !s.IsZero() {
		return s.UTC()
	}
	return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
}

// container writes what every EPUB begins with: its type, not compressed, and where the
// package is.
func (e *epubWriter) container() error {
	w, err := e.zip.CreateHeader(&zip.FileHeader{Name: "mimetype", Method: zip.Store})
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, "application/epub+zip"); err != nil {
		return err
	}
	return e.file("META-INF/container.xml", `<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
`)
}

func (e *epubWriter) create(name string, method uint16) (io.Writer, error) {
	return e.zip.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: e.at})
}

func (e *epubWriter) file(name, text string) error {
	w, err := e.create(name, zip.Deflate)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, text)
	return err
}

func epubHead(title string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="zh" xml:lang="zh">
<head><title>` + html.EscapeString(xmlText(title)) + `</title><link rel="stylesheet" type="text/css" href="page.css"/></head>
`
}

func chapterName(i int) string { return fmt.Sprintf("a%04d.xhtml", i+1) }

// chapter writes one article, after the pictures in it.
func (e *epubWriter) chapter(i int, a *paper.Article, o *Options) error {
	var text strings.Builder
	h := &htmlWriter{Writer: bufio.NewWriter(&text), o: o, picture: e.picture}
	h.WriteString(epubHead(headline(a)) + "<body><article>\n")
	h.article(a)
	h.WriteString("</article></body>\n</html>\n")
	if err := h.Flush(); err != nil {
		return err
	}
	if h.err != nil {
		return h.err
	}
	e.manifest = append(e.manifest, fmt.Sprintf(`<item id="a%d" href="%s" media-type="application/xhtml+xml"/>`, i+1, chapterName(i)))
	return e.file("EPUB/"+chapterName(i), text.String())
}

// picture puts a picture into the book, once.
func (e *epubWriter) picture(p picture) (string, error) {
	if name := e.pictures[p.media]; name != "" {
		return name, nil
	}
	name := fmt.Sprintf("p%04d%s", len(e.pictures)+1, p.suffix())
	e.pictures[p.media] = name
	e.manifest = append(e.manifest, fmt.Sprintf(`<item id="p%d" href="%s" media-type="%s"/>`, len(e.pictures), name, p.kind))
	w, err := e.create("EPUB/"+name, zip.Store)
	if err != nil {
		return "", err
	}
	_, err = w.Write(p.bytes)
	return name, err
}

func epubNav(name string, articles []*paper.Article) string {
	var b strings.Builder
	b.WriteString(epubHead(name) + "<body><nav epub:type=\"toc\" class=\"contents\"><h1>目录</h1>\n<ol>\n")
	for i, a := range articles {
		fmt.Fprintf(&b, "<li><a href=\"%s\">%s</a></li>\n", chapterName(i), html.EscapeString(xmlText(headline(a))))
	}
	b.WriteString("</ol></nav></body>\n</html>\n")
	return b.String()
}

// packageFile names the book's parts and their order.
func (e *epubWriter) packageFile(name string, articles []*paper.Article) string {
	var b strings.Builder
	about := about(articles, Options{})
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="zh">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">%s</dc:identifier>
<dc:title>%s</dc:title>
<dc:language>zh</dc:language>
<meta property="dcterms:modified">%s</meta>
`, bookID(articles), html.EscapeString(xmlText(name)), e.at.Format("2006-01-02T15:04:05Z"))
	for _, f := range [][2]string{{"creator", about.Author}, {"source", about.Subject}} {
		if f[1] != "" {
			fmt.Fprintf(&b, "<dc:%s>%s</dc:%[1]s>\n", f[0], html.EscapeString(xmlText(f[1])))
		}
	}
	b.WriteString("</metadata>\n<manifest>\n<item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n" +
		"<item id=\"css\" href=\"page.css\" media-type=\"text/css\"/>\n" + strings.Join(e.manifest, "\n") + "\n</manifest>\n<spine page-progression-direction=\"ltr\">\n")
	if len(articles) > 1 {
		b.WriteString("<itemref idref=\"nav\"/>\n")
	}
	for i := range articles {
		fmt.Fprintf(&b, "<itemref idref=\"a%d\"/>\n", i+1)
	}
	b.WriteString("</spine>\n</package>\n")
	return b.String()
}

// bookID names a book after what is in it, as a UUID of RFC 9562's free version 8.
func bookID(articles []*paper.Article) string {
	hash := sha256.New()
	for _, a := range articles {
		fmt.Fprintf(hash, "%q%q", a.ID, a.Headline)
	}
	u := hash.Sum(nil)
	u[6], u[8] = u[6]&0x0F|0x80, u[8]&0x3F|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:16])
}
