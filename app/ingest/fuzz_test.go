package ingest

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"baoge/app/ingest/format"
	"baoge/app/paper"
)

// readable holds what is true of any file: it is refused for a reason that is known, or
// each of its characters is accounted for.
func readable(t *testing.T, src []byte, name string) {
	t.Helper()
	f, err := readPage(context.Background(), format.Input{Name: name, Bytes: src}, Options{NoOCR: true})
	if err == nil {
		check(t, f)
		return
	}
	for _, k := range []error{ErrEmpty, ErrBinary, ErrEncoding, ErrUnknownFormat, ErrTooLarge, ErrDamaged, ErrEncrypted, ErrBomb} {
		if errors.Is(err, k) {
			return
		}
	}
	t.Fatal(err)
}

// FuzzReadPage gives any bytes under any name.
func FuzzReadPage(f *testing.F) {
	seed, err := os.ReadFile(seed)
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range [][]byte{[]byte(printed), []byte("\xff\xfe甲"), []byte("\xb1\xbe\xb1\xa8\xd1\xb6"), seed, []byte(made), []byte(enpPage), []byte(altoOf([]string{"#题目在此"}, []string{"　　甲乙", "丙"})),
		docxOf(f, para("1", run("题目"))+para("", run("正文。"))), epubOf(f, "<h1>题目在这里</h1><p>正文。</p>"), picture(1), []byte("%PDF-"), []byte("<?xml version=\"1.0\"?><html><p>甲"), []byte("<!DOCTYPE html><html>"), []byte("PK\x03\x04")} {
		for _, n := range []string{"a.md", "a.html", "2023-07-21_02.txt"} {
			f.Add(s, n)
		}
	}
	f.Fuzz(readable)
}

// FuzzHTML reads any web page.
func FuzzHTML(f *testing.F) {
	for _, s := range []string{enpPage, "<p>甲<br>乙<b>丙<table><tr><td>丁<td>戊<tr><td>己", "<h1>题</h1><h2>副</h2><p>文<h2>小</h2><p>文", "<ol><li><p>甲</p><ul><li>乙</ol>", "<table><tr><td><table><tr><td>甲</table></table>", "<img src=data:,x alt=甲><figcaption>甲",
		"<!--enpproperty <title>甲</title>/enpproperty--><!--enpcontent--><h1>乙<p>丙<!--/enpcontent-->", "<!--enpproperty <title>甲/enpproperty-->", "<article>" + strings.Repeat("甲", 70) + "</article>乙<h1>丙", "<div style='display: none'>甲</div><p>乙", "<a href='http://a/'>甲<p>乙</p></a><sup>2</sup><sub>n</sub>", "<title>甲乙丙丁_站</title><p>文\u2028字</p><pre>a\n b</pre>", "<b><p>甲</p></b>乙<b></b>", "<table><caption>表</caption><tr><th>\t甲\n</th><th></th></tr><tr><td>乙</td></tr></table>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { readable(t, []byte("<html><meta charset=utf-8>"+s), "a.html") })
}

// FuzzDOCX reads any document part.
func FuzzDOCX(f *testing.F) {
	for _, s := range []string{para("1", run("题")) + para("", run("文。")), "<w:p><w:p>" + run("甲") + "</w:p></w:p>", "<w:tbl><w:tr><w:tc>" + para("", run("甲")) + "<w:tbl><w:tr><w:tc/></w:tr></w:tbl></w:tc></w:tr></w:tbl>", "<w:tr><w:tc>" + para("", run("甲")) + "</w:tc></w:tr>",
		`<w:p><w:hyperlink r:id="r2"><w:r><w:rPr><w:b/></w:rPr><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:hyperlink></w:p>`, `<w:p><w:pPr><w:numPr><w:ilvl w:val="-1"/><w:numId w:val="5"/></w:numPr></w:pPr>` + run("甲") + "</w:p>", `<w:p><w:pPr><w:numPr><w:ilvl w:val="99999999999"/><w:numId w:val="5"/></w:numPr><w:outlineLvl w:val="8"/></w:pPr>` + run("甲") + "</w:p>",
		"</w:p>", "<w:del>", "<w:t>甲", para("cap", `<a:blip r:embed="r1"/><v:imagedata r:id="nothing"/>`)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { readable(t, docxOf(t, s), "a.docx") })
}

// FuzzEPUB reads any chapter.
func FuzzEPUB(f *testing.F) {
	for _, s := range []string{"<h1>题目在这里</h1><p>文。</p>", "<title/><p>甲<p/>乙", `<img src="../img/a.png"/><img src="../../../x"/><img src="%zz"/>`, "</body></html><p>甲"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { readable(t, epubOf(t, s, "<p>另一章。</p>"), "a.epub") })
}

// FuzzALTO reads what an OCR engine could say, true or not.
func FuzzALTO(f *testing.F) {
	f.Add(altoOf([]string{"#题目在此"}, []string{"　　甲乙丙丁", "戊己庚辛", "。"}, []string{"壬癸子丑", "　　寅卯"}))
	for _, s := range []string{`<alto><Page WIDTH="0"><String CONTENT="甲"/>`, `<alto><Page WIDTH="NaN" HEIGHT="-1"><TextLine><String CONTENT="甲" HPOS="1e300" WIDTH="-5" HEIGHT="0"/></TextLine></Page></alto>`, `<alto><Page/><Page><TextBlock><TextLine HEIGHT="9"><String CONTENT=" &#10;甲 乙" HEIGHT="3" WIDTH="3"/><String/></TextLine></TextBlock></Page></alto>`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { readable(t, []byte("<?xml version=\"1.0\"?>"+s), "a.xml") })
}

// FuzzPDF reads any PDF.
func FuzzPDF(f *testing.F) {
	whole := columnsPDF()
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add(bytes.ReplaceAll(whole, []byte("/Count 1"), []byte("/Count 99999")))
	f.Add(bytes.ReplaceAll(whole, []byte("0 0 600 800"), []byte("0 0 0 1e9")))
	f.Add(bytes.ReplaceAll(whole, []byte("UniGB-UCS2-H"), []byte("Identity-H")))
	f.Fuzz(func(t *testing.T, src []byte) { readable(t, append([]byte("%PDF-1.4\n"), src...), "a.pdf") })
}

// FuzzZip walks any archive: each member is given once or refused, under a name that does
// not lead out.
func FuzzZip(f *testing.F) {
	f.Add(zipOf(f, "a.md", pageOne, "../b.md", pageOne, "c.zip", string(zipOf(f, "d.md", pageOne))))
	f.Add(zipOf(f, "x/", "", "x/a.md", pageOne, "x/a.png", string(picture(1)), "x/a.md", "twice"))
	f.Fuzz(func(t *testing.T, src []byte) {
		z, err := format.OpenZip(bytes.NewReader(src), int64(len(src)))
		if err != nil {
			return
		}
		b := &box{Closer: io.NopCloser(nil)}
		b.refs.Store(1)
		seen := map[string]bool{}
		err = walkZip(context.Background(), b, z, "a.zip", 0, func(e *Entry, err error) error {
			if !strings.HasPrefix(e.Path, "a.zip!/") || err == nil && (strings.Contains(e.Path, "!/../") || seen[e.Path]) {
				return fmt.Errorf("path %q", e.Path)
			}
			if err != nil {
				return nil
			}
			seen[e.Path] = true
			if r, err := e.Open(); err == nil {
				n, _ := io.Copy(io.Discard, io.LimitReader(r, 64<<20))
				if n > int64(e.member.UncompressedSize64)+1 {
					return fmt.Errorf("%s gives %d bytes", e.Path, n)
				}
				r.Close()
			}
			return e.Close()
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzMemberName gives archives any name for a member.
func FuzzMemberName(f *testing.F) {
	for _, s := range []string{"a.md", "../a", "/a", `C:\a`, `..\a`, "a/../../b", "\xb5\xda02\xb0\xe6.md", "a\x00b", "./a", "a//b", ".", "", "a/", "…"} {
		f.Add(s, []byte("\x75\x70\x09\x00\x01\x00\x00\x00\x00a.md"))
	}
	f.Fuzz(func(t *testing.T, s string, extra []byte) {
		name, err := format.MemberName(&zip.File{FileHeader: zip.FileHeader{Name: s, NonUTF8: !utf8.ValidString(s), Extra: extra}})
		if err == nil && (strings.HasPrefix(name, "/") || strings.Contains("/"+name+"/", "/../") || strings.Contains(name, `\`) || len(name) > 1 && name[1] == ':') {
			t.Fatalf("%q is let in as %q", s, name)
		}
	})
}

// FuzzRows gives any line of JSON Lines.
func FuzzRows(f *testing.F) {
	for _, s := range []string{`{"text":"甲"}`, `{"_id":1e9,"text":"甲\n\n乙","date":"2023-07-21","byline":"记者 甲"}`, `{"text":null}`, `[1]`, "{\"text\":\"\xff\"}", `{"text":"\ud800"}`, "\xff\xfe{\x00"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		_, err := Rows(t.Context(), bytes.NewReader(src), Options{}, 10, func(rows []Row) error {
			for _, r := range rows {
				if paper.Chars(r.Article.Body()) == 0 || !utf8.ValidString(r.Article.Body()) {
					return fmt.Errorf("row %d: %q", r.Line, r.Article.Body())
				}
			}
			return nil
		})
		if err != nil && !errors.Is(err, ErrEmpty) {
			t.Fatal(err)
		}
	})
}

// FuzzPattern gives any pattern and path: a day that is found is one.
func FuzzPattern(f *testing.F) {
	f.Add("{date}_{page}", "2023-07-21_02.md")
	f.Add("{publication}/{yyyy}/{m}/{d}/{*}{page}", "甲报/2023/7/1/第2")
	f.Fuzz(func(t *testing.T, pattern, path string) {
		p, err := ParsePattern(pattern)
		if err != nil {
			if !errors.Is(err, ErrPattern) {
				t.Fatal(err)
			}
			return
		}
		if o, ok := p.Match(path); ok && o.Date.Known() {
			if d, err := paper.ParseDate(o.Date.String()); err != nil || d != o.Date {
				t.Fatalf("%q on %q: %v", pattern, path, o.Date)
			}
		}
	})
}
