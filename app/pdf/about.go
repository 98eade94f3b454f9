package pdf

import (
	"bytes"
	"encoding/xml"
	"strings"
	"time"
)

// The program's name in a file it makes.
const program = "报阁 Baoge"

// about is what a file says of itself, twice and in the same words: in the
// information dictionary (§14.3.3) and in XMP (ISO 16684-1).
type about struct {
	title, author, subject, keywords string
	language                         string
	stamp                            time.Time
}

func (d *document) about() about {
	o := d.options
	a := about{title: clean(o.Title), author: clean(o.Author), subject: clean(o.Subject), language: o.Language}
	if a.language == "" {
		a.language = "zh-CN"
	}
	var words []string
	for _, k := range o.Keywords {
		if k = clean(k); k != "" {
			words = append(words, k)
		}
	}
	a.keywords = strings.Join(words, ", ")
	if !o.Time.IsZero() {
		a.stamp = o.Time.UTC().Truncate(time.Second)
	}
	return a
}

func (a about) info() []byte {
	var b bytes.Buffer
	b.WriteString("<<")
	for _, f := range []struct{ key, text string }{
		{"Title", a.title}, {"Author", a.author}, {"Subject", a.subject}, {"Keywords", a.keywords},
		{"Creator", program}, {"Producer", program},
	} {
		if f.text != "" {
			b.WriteString("/" + f.key + textString(f.text))
		}
	}
	if !a.stamp.IsZero() {
		date := literal(a.stamp.Format("D:20060102150405Z"))
		b.WriteString("/CreationDate" + date + "/ModDate" + date)
	}
	b.WriteString(">>")
	return b.Bytes()
}

// xmp is the metadata stream. It claims PDF/A-2u (§6.6.4 of ISO 19005-2).
func (a about) xmp() []byte {
	var b bytes.Buffer
	b.WriteString("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` + "\n" +
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" ` +
		`xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">` + "\n")
	field := func(name, before, text, after string) {
		if text == "" {
			return
		}
		b.WriteString("<" + name + ">" + before)
		xml.EscapeText(&b, []byte(text))
		b.WriteString(after + "</" + name + ">\n")
	}
	const alt, endAlt = `<rdf:Alt><rdf:li xml:lang="x-default">`, "</rdf:li></rdf:Alt>"
	field("dc:format", "", "application/pdf", "")
	field("dc:title", alt, a.title, endAlt)
	field("dc:creator", "<rdf:Seq><rdf:li>", a.author, "</rdf:li></rdf:Seq>")
	field("dc:description", alt, a.subject, endAlt)
	field("dc:language", "<rdf:Bag><rdf:li>", a.language, "</rdf:li></rdf:Bag>")
	field("pdf:Keywords", "", a.keywords, "")
	field("pdf:Producer", "", program, "")
	field("xmp:CreatorTool", "", program, "")
	if !a.stamp.IsZero() {
		date := a.stamp.Format("2006-01-02T15:04:05Z")
		for _, name := range []string{"xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"} {
			field(name, "", date, "")
		}
	}
	field("pdfaid:part", "", "2", "")
	field("pdfaid:conformance", "", "U", "")
	b.WriteString("</rdf:Description>\n</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>")
	return b.Bytes()
}
