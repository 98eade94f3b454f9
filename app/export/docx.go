package export

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"

	"baoge/app/cite"
	"baoge/app/paper"
	"baoge/app/typeset"
)

// A docxWriter writes a Word document (ISO/IEC 29500 WordprocessingML) in one pass: the
// text as it goes, the parts it speaks of behind it. Its styles are Word's own — 标题 1,
// 标题 2, 题注, 目录 — so that contents and outline work, and can be changed in one place.
type docxWriter struct {
	zip      *zip.Writer
	at       time.Time
	o        *Options
	out      *bufio.Writer // word/document.xml
	links    []string      // their relationships are l1, l2 …
	linkAt   map[string]int
	pictures []picture // without their bytes; their relationships are p1, p2 …
	picAt    map[string]int
	mark     int // the last bookmark
}

// docxFile writes the articles, each on a fresh page.
func docxFile(w io.Writer, articles []*paper.Article, o *Options, next func(i int) error) error {
	d, err := newDocx(w, o)
	if err != nil {
		return err
	}
	head := typeset.SourceLine(articles[0])
	if len(articles) > 1 {
		head = title(articles, *o)
		d.contents("", articles)
	}
	for i, a := range articles {
		d.article(a, "", i > 0 || len(articles) > 1)
		if err := next(i); err != nil {
			return err
		}
	}
	p := about(articles, *o)
	return d.close(title(articles, *o), p.Author, p.Subject, head)
}

func newDocx(w io.Writer, o *Options) (*docxWriter, error) {
	d := &docxWriter{zip: zip.NewWriter(w), at: stampOr(o.Time), o: o, linkAt: map[string]int{}, picAt: map[string]int{}}
	part, err := d.create("word/document.xml")
	if err != nil {
		return nil, err
	}
	d.out = bufio.NewWriter(part)
	d.out.WriteString(xmlHead + `<w:document ` + docxSpaces + `><w:body>`)
	return d, nil
}

func (d *docxWriter) create(name string) (io.Writer, error) {
	method := zip.Deflate
	if strings.HasPrefix(name, "word/media/") {
		method = zip.Store
	}
	return d.zip.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: d.at})
}

// paragraph writes one in a style; inside is its runs.
func (d *docxWriter) paragraph(style, properties, inside string) {
	d.out.WriteString(`<w:p><w:pPr><w:pStyle w:val="` + style + `"/>` + properties + `</w:pPr>` + inside + `</w:p>`)
}

// line writes a paragraph of plain text, where there is text.
func (d *docxWriter) line(style, text string) {
	if text != "" {
		d.paragraph(style, "", textRun(text, ""))
	}
}

// textRun is a stretch of text with its properties.
func textRun(text, properties string) string {
	if properties != "" {
		properties = "<w:rPr>" + properties + "</w:rPr>"
	}
	return `<w:r>` + properties + `<w:t xml:space="preserve">` + escapeXML(text) + `</w:t></w:r>`
}

func escapeXML(s string) string { return xmlSigns.Replace(xmlText(s)) }

var xmlSigns = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// runs are a text with its bold and links.
func (d *docxWriter) runs(all []segment) string {
	var b strings.Builder
	for _, s := range all {
		properties := ""
		if s.bold {
			properties = "<w:b/>"
		}
		to := address(s.url)
		if to == "" {
			b.WriteString(textRun(s.text, properties))
			continue
		}
		n, ok := d.linkAt[to]
		if !ok {
			d.links = append(d.links, to)
			n = len(d.links)
			d.linkAt[to] = n
		}
		fmt.Fprintf(&b, `<w:hyperlink r:id="l%d">%s</w:hyperlink>`, n, textRun(s.text, `<w:rStyle w:val="Hyperlink"/>`+properties))
	}
	return b.String()
}

// article writes one; fresh begins a page with it, note is set under its head.
func (d *docxWriter) article(a *paper.Article, note string, fresh bool) {
	d.mark++
	properties := ""
	if fresh {
		properties = "<w:pageBreakBefore/>"
	}
	if a.Kicker != "" {
		d.paragraph("Kicker", properties, textRun(a.Kicker, ""))
		properties = ""
	}
	d.paragraph("Heading1", properties, fmt.Sprintf(`<w:bookmarkStart w:id="%d" w:name="%s"/>%s<w:bookmarkEnd w:id="%[1]d"/>`, d.mark, bookmark(d.mark), textRun(headline(a), "")))
	d.line("Subhead", a.Subhead)
	if a.CreditAt == paper.CreditHead {
		d.line("Credit", a.CreditLine)
	}
	d.line("Note", note)
	for _, k := range printed(a) {
		d.block(k)
	}
	if src := typeset.SourceLine(a); src != "" && !d.o.NoSourceLine {
		d.line("Source", "（"+src+"）")
	}
	if d.o.Cite != "" {
		d.line("Cite", cite.Newspaper(a, d.o.Cite))
	}
}

func bookmark(n int) string { return fmt.Sprintf("_Toc%09d", n) }

func (d *docxWriter) block(k paper.Block) {
	switch k.Kind {
	case paper.Subheading:
		d.paragraph("Heading2", "", d.runs(segments(paper.Block{Text: k.Text, Links: k.Links})))
	case paper.Caption:
		d.paragraph("Caption", "", d.runs(segments(k)))
	case paper.Figure:
		d.figure(k)
	case paper.Table:
		d.table(k)
	case paper.Item:
		d.paragraph("ListParagraph", fmt.Sprintf(`<w:ind w:left="%d" w:hanging="420"/>`, 420*min(max(k.Level, 1), 12)+420), d.runs(segments(k)))
	default:
		d.paragraph("BodyText", "", d.runs(segments(k)))
	}
}

// The type area of the page the document is set up for, in twentieths of a point: A4 less its margins.
const (
	docxWidth  = 11906 - 2*1440
	docxHeight = 16838 - 2*1440
)

const emuPerTwip = 635

// figure writes a picture as wide as the type area at most; one that is not at hand is told.
func (d *docxWriter) figure(k paper.Block) {
	n := d.picAt[k.Media]
	if n == 0 {
		p, ok := d.o.shown(k.Media)
		if !ok {
			d.line("Caption", "［"+orElse(k.Text, "图片缺失")+"］")
			return
		}
		p.bytes = nil // a book's pictures are too many to be held: close asks for each again
		d.pictures = append(d.pictures, p)
		n = len(d.pictures)
		d.picAt[k.Media] = n
	}
	p := d.pictures[n-1]
	w, h := p.w*9525, p.h*9525 // 96 pixels an inch
	if most := docxWidth * emuPerTwip; w > most {
		w, h = most, int(int64(h)*int64(most)/int64(w))
	}
	if most := docxHeight * emuPerTwip * 4 / 5; h > most {
		w, h = int(int64(w)*int64(most)/int64(h)), most
	}
	d.paragraph("Figure", "", fmt.Sprintf(`<w:r><w:drawing><wp:inline><wp:extent cx="%[1]d" cy="%[2]d"/><wp:docPr id="%[3]d" name="图 %[3]d" descr="%[4]s"/>`+
		`<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="%[3]d" name="p%[3]d"/><pic:cNvPicPr/></pic:nvPicPr>`+
		`<pic:blipFill><a:blip r:embed="p%[3]d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`+
		`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[1]d" cy="%[2]d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>`+
		`</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`, max(w, 1), max(h, 1), n, escapeXML(k.Text)))
}

func (d *docxWriter) table(k paper.Block) {
	rows := cellSegments(k)
	n := columns(rows)
	d.out.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/></w:tblPr><w:tblGrid>`)
	for range n {
		fmt.Fprintf(d.out, `<w:gridCol w:w="%d"/>`, docxWidth/n)
	}
	d.out.WriteString(`</w:tblGrid>`)
	for i, row := range rows {
		heading := i < k.Level
		d.out.WriteString(`<w:tr>`)
		if heading {
			d.out.WriteString(`<w:trPr><w:tblHeader/></w:trPr>`)
		}
		for c := range n {
			d.out.WriteString(`<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr>`)
			var spans []segment
			if c < len(row) {
				spans = row[c]
			}
			style := "TableText"
			if heading {
				style = "TableHead"
			}
			d.paragraph(style, "", d.runs(spans))
			d.out.WriteString(`</w:tc>`)
		}
		d.out.WriteString(`</w:tr>`)
	}
	d.out.WriteString(`</w:tbl>`)
}

// contents writes a table of contents: a field that Word fills with page numbers, holding
// until then the headlines as links.
func (d *docxWriter) contents(heading string, articles []*paper.Article) {
	d.line("TOCHeading", orElse(heading, "目录"))
	for i, a := range articles {
		begin, end := "", ""
		if i == 0 {
			begin = `<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \o "1-1" \h \z \u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>`
		}
		if i == len(articles)-1 {
			end = `<w:r><w:fldChar w:fldCharType="end"/></w:r>`
		}
		d.paragraph("TOC1", "", begin+fmt.Sprintf(`<w:hyperlink w:anchor="%s" w:history="1">%s</w:hyperlink>`, bookmark(i+1), textRun(headline(a), ""))+end)
	}
}

// close writes what stands behind the text.
func (d *docxWriter) close(title, author, subject, head string) error {
	d.out.WriteString(`<w:sectPr><w:headerReference w:type="default" r:id="h1"/><w:footerReference w:type="default" r:id="f1"/>` +
		`<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="851" w:footer="850" w:gutter="0"/>` +
		`</w:sectPr></w:body></w:document>`)
	if err := d.out.Flush(); err != nil {
		return err
	}
	kinds := map[string]bool{}
	for i := range d.pictures {
		p, ok := d.o.shown(d.pictures[i].media)
		if !ok {
			return fmt.Errorf("picture %s is no longer at hand", d.pictures[i].media)
		}
		w, err := d.create(fmt.Sprintf("word/media/p%d%s", i+1, p.suffix()))
		if err != nil {
			return err
		}
		if _, err := w.Write(p.bytes); err != nil {
			return err
		}
		kinds[p.suffix()[1:]] = true
	}
	for _, f := range [][2]string{
		{"word/_rels/document.xml.rels", d.relations()},
		{"word/styles.xml", docxStyles()},
		{"word/settings.xml", xmlHead + `<w:settings ` + docxSpaces + `><w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="compressPunctuation"/><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>`},
		{"word/header1.xml", xmlHead + `<w:hdr ` + docxSpaces + `><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>` + textRun(head, "") + `</w:p></w:hdr>`},
		{"word/footer1.xml", xmlHead + `<w:ftr ` + docxSpaces + `><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>` + textRun("— ", "") + `<w:fldSimple w:instr=" PAGE ">` + textRun("1", "") + `</w:fldSimple>` + textRun(" —", "") + `</w:p></w:ftr>`},
		{"docProps/core.xml", d.core(title, author, subject)},
		{"_rels/.rels", docxRootRelations},
		{"[Content_Types].xml", docxTypes(kinds)},
	} {
		w, err := d.create(f[0])
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, f[1]); err != nil {
			return err
		}
	}
	return d.zip.Close()
}
