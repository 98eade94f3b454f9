package export

import (
	"fmt"
	"slices"
	"strings"
)

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const docxSpaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ` +
	`xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" ` +
	`xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"`

const officeRelation = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`

const docxRootRelations = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="d1" Type="` + officeRelation + `officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="c1" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

// relations name what the text leads to.
func (d *docxWriter) relations() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	add := func(id, kind, target, mode string) {
		fmt.Fprintf(&b, `<Relationship Id="%s" Type="%s%s" Target="%s"%s/>`, id, officeRelation, kind, escapeXML(target), mode)
	}
	add("s1", "styles", "styles.xml", "")
	add("s2", "settings", "settings.xml", "")
	add("h1", "header", "header1.xml", "")
	add("f1", "footer", "footer1.xml", "")
	for i, l := range d.links {
		add(fmt.Sprintf("l%d", i+1), "hyperlink", l, ` TargetMode="External"`)
	}
	for i, p := range d.pictures {
		add(fmt.Sprintf("p%d", i+1), "image", fmt.Sprintf("media/p%d%s", i+1, p.suffix()), "")
	}
	b.WriteString(`</Relationships>`)
	return b.String()
}

// core are the properties of the document.
func (d *docxWriter) core(title, author, subject string) string {
	at := d.at.Format("2006-01-02T15:04:05Z")
	return xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" ` +
		`xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>` + escapeXML(title) + `</dc:title><dc:subject>` + escapeXML(subject) +
		`</dc:subject><dc:creator>` + escapeXML(author) + `</dc:creator><dc:language>zh-CN</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">` + at +
		`</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + at + `</dcterms:modified></cp:coreProperties>`
}

// docxTypes says what each part is.
func docxTypes(pictures map[string]bool) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>`)
	var kinds []string
	for k := range pictures {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	for _, k := range kinds {
		mime := k
		if k == "jpg" {
			mime = "jpeg"
		}
		fmt.Fprintf(&b, `<Default Extension="%s" ContentType="image/%s"/>`, k, mime)
	}
	for _, p := range [][2]string{{"document", "document.main"}, {"styles", "styles"}, {"settings", "settings"}, {"header1", "header"}, {"footer1", "footer"}} {
		fmt.Fprintf(&b, `<Override PartName="/word/%s.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.%s+xml"/>`, p[0], p[1])
	}
	b.WriteString(`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`)
	return b.String()
}

// docxStyles are Word's built-in styles under their names, which Word shows as 标题 1 and
// so on, with what a newspaper has besides. Sizes are half points: 21 is 五号.
func docxStyles() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:styles ` + docxSpaces + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="宋体"/>` +
		`<w:kern w:val="2"/><w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>`)
	style := func(id, name, based, paragraph, run string) {
		kind := ""
		if id == "Normal" {
			kind = ` w:default="1"`
		}
		fmt.Fprintf(&b, `<w:style w:type="paragraph"%s w:styleId="%s"><w:name w:val="%s"/>`, kind, id, name)
		if based != "" {
			fmt.Fprintf(&b, `<w:basedOn w:val="%s"/>`, based)
		}
		fmt.Fprintf(&b, `<w:qFormat/><w:pPr>%s</w:pPr><w:rPr>%s</w:rPr></w:style>`, paragraph, run)
	}
	const centre, black = `<w:jc w:val="center"/>`, `<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="黑体"/>`
	style("Normal", "Normal", "", `<w:widowControl w:val="0"/><w:jc w:val="both"/>`, "")
	style("BodyText", "Body Text", "Normal", `<w:spacing w:line="360" w:lineRule="auto"/><w:ind w:firstLineChars="200" w:firstLine="480"/>`, "")
	style("Heading1", "heading 1", "Normal", `<w:keepNext/><w:keepLines/><w:spacing w:before="120" w:after="120"/><w:jc w:val="center"/><w:outlineLvl w:val="0"/>`, black+`<w:b/><w:sz w:val="36"/><w:szCs w:val="36"/>`)
	style("Heading2", "heading 2", "Normal", `<w:keepNext/><w:keepLines/><w:spacing w:before="160" w:after="80"/><w:outlineLvl w:val="1"/>`, black+`<w:b/>`)
	style("Kicker", "引题", "Normal", `<w:keepNext/>`+centre, `<w:sz w:val="28"/>`)
	style("Subhead", "副题", "Normal", `<w:keepNext/><w:spacing w:after="120"/>`+centre, `<w:sz w:val="28"/>`)
	style("Credit", "署名", "Normal", `<w:spacing w:after="160"/>`+centre, `<w:rFonts w:eastAsia="楷体"/>`)
	style("Note", "编者按", "Normal", `<w:pBdr><w:left w:val="single" w:sz="12" w:space="8" w:color="999999"/></w:pBdr><w:spacing w:before="80" w:after="160"/><w:ind w:left="420"/>`, `<w:rFonts w:eastAsia="楷体"/>`)
	style("ListParagraph", "List Paragraph", "Normal", `<w:spacing w:line="360" w:lineRule="auto"/>`, "")
	style("Figure", "图片", "Normal", `<w:keepNext/><w:spacing w:before="160"/>`+centre, "")
	style("Caption", "caption", "Normal", `<w:spacing w:before="80" w:after="160"/>`+centre, `<w:rFonts w:eastAsia="楷体"/><w:sz w:val="21"/>`)
	style("TableText", "表格文字", "Normal", `<w:jc w:val="left"/>`, `<w:sz w:val="21"/>`)
	style("TableHead", "表头", "TableText", centre, `<w:b/>`)
	style("Source", "出处", "Normal", `<w:spacing w:before="240"/><w:jc w:val="right"/>`, `<w:sz w:val="21"/>`)
	style("Cite", "引文", "Normal", `<w:spacing w:before="80"/>`, `<w:sz w:val="21"/>`)
	style("Title", "Title", "Normal", `<w:spacing w:before="3600" w:after="480"/>`+centre, black+`<w:b/><w:sz w:val="52"/><w:szCs w:val="52"/>`)
	style("Subtitle", "Subtitle", "Normal", `<w:spacing w:before="160"/>`+centre, `<w:sz w:val="28"/>`)
	style("TOCHeading", "TOC Heading", "Normal", `<w:pageBreakBefore/><w:spacing w:after="240"/>`+centre, black+`<w:b/><w:sz w:val="32"/>`)
	style("TOC1", "toc 1", "Normal", fmt.Sprintf(`<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="%d"/></w:tabs><w:spacing w:line="360" w:lineRule="auto"/>`, docxWidth), "")
	style("Header", "header", "Normal", `<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="999999"/></w:pBdr>`+centre, `<w:sz w:val="18"/>`)
	style("Footer", "footer", "Normal", centre, `<w:sz w:val="18"/>`)
	b.WriteString(`<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr></w:style>` +
		`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblCellMar><w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>` +
		`<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		b.WriteString(`<w:` + side + ` w:val="single" w:sz="4" w:space="0" w:color="auto"/>`)
	}
	b.WriteString(`</w:tblBorders></w:tblPr></w:style></w:styles>`)
	return b.String()
}
