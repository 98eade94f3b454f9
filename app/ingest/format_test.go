package ingest

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"baoge/app/ingest/format"
	"baoge/app/paper"
)

// written sets out what became of a file, for comparing.
func written(f *File) string {
	var b strings.Builder
	media := map[string]string{}
	for i, m := range f.Media {
		media[m.SHA256] = fmt.Sprintf("%s#%d", m.Type, i)
	}
	for _, a := range f.Articles {
		fmt.Fprintf(&b, "# %s\n", strings.Join([]string{a.Kicker, a.Headline, a.Subhead}, "|"))
		if l := a.Dateline + a.CreditLine; l != "" {
			fmt.Fprintf(&b, "%s: %s %v\n", a.CreditAt, l, a.Credits)
		}
		for _, k := range a.Blocks {
			fmt.Fprintf(&b, "%s", k.Kind)
			if k.Level > 0 {
				fmt.Fprintf(&b, " %d", k.Level)
			}
			if k.Media != "" {
				fmt.Fprintf(&b, " %s", media[k.Media])
			}
			for _, r := range k.Bold {
				fmt.Fprintf(&b, " bold %q", string([]rune(k.Text)[r.Start:r.End]))
			}
			for _, l := range k.Links {
				fmt.Fprintf(&b, " link %q %s", string([]rune(k.Text)[l.Start:l.End]), l.URL)
			}
			fmt.Fprintf(&b, ": %s\n", strings.NewReplacer("\t", " | ", "\n", " / ").Replace(k.Text))
		}
	}
	for _, l := range f.Labels {
		fmt.Fprintf(&b, "LABEL %s\n", l)
	}
	for _, l := range f.Leftover {
		fmt.Fprintf(&b, "LEFT %s\n", l)
	}
	return b.String()
}

// check holds what is true of every file: the account, and that places say what stands there.
func check(t testing.TB, f *File) {
	t.Helper()
	if c := f.Chars; c.Total != c.Article+c.Label+c.Leftover {
		t.Fatalf("%s: %+v", f.Source.Path, c)
	}
	named := map[string]bool{}
	for _, m := range f.Media {
		if named[m.SHA256] || len(m.SHA256) != 64 || len(m.Bytes) == 0 || !strings.HasPrefix(m.Type, "image/") {
			t.Fatalf("%s: medium %s %s of %d bytes", f.Source.Path, m.SHA256, m.Type, len(m.Bytes))
		}
		named[m.SHA256] = true
	}
	src := []rune(f.Text)
	for _, a := range f.Articles {
		for _, k := range a.Blocks {
			if (k.Kind == paper.Figure) != (k.Media != "") || k.Media != "" && !named[k.Media] {
				t.Fatalf("%s: %s names %q", f.Source.Path, k.Kind, k.Media)
			}
		}
	}
	texts := func(article int, p paper.Part) []rune {
		for _, x := range f.Articles[article].Texts() {
			if x.Part == p {
				return []rune(x.Text)
			}
		}
		return nil
	}
	for _, p := range f.Places {
		if n := len(texts(p.Article, p.Part)); p.To > len(src) || p.Start+p.To-p.From > n {
			t.Fatalf("%s: place %+v in %d runes", f.Source.Path, p, n)
		}
	}
	for _, s := range f.Scans {
		if !named[s.Medium] {
			t.Fatalf("%s: scan %q", f.Source.Path, s.Medium)
		}
		for _, w := range s.Words {
			if n := len(texts(w.Article, w.Part)); w.Start < 0 || w.End > n || w.Start >= w.End || w.Box.Left < 0 || w.Box.Right > 1 || w.Box.Bottom > 1 {
				t.Fatalf("%s: word %+v of %d runes", f.Source.Path, w, n)
			}
		}
	}
}

// picture makes a small PNG; each shade is another one.
func picture(shade byte) []byte {
	img := image.NewGray(image.Rect(0, 0, 60, 40))
	for i := range img.Pix {
		img.Pix[i] = shade
	}
	img.SetGray(1, 1, color.Gray{Y: 255 - shade})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// zipOf packs files, names and contents by turns.
func zipOf(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const enpPage = `<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>黔城日报数字报</title><style>p{}</style></head><body>
<div class="nav"><a href="node_2.htm">返回目录</a> <a href="#">放大</a></div>
<!--enpproperty <articleid>778</articleid><date>2023-07-21 00:00:00.0</date><author>石小兰</author><title>城区新添三处公园</title><keyword>公园</keyword><subtitle>市民推窗见绿</subtitle><introtitle>&#8220;口袋公园&#8221;进社区</introtitle><siteid>2</siteid><nodeid>11</nodeid><nodename>第02版：民生</nodename><nodesearchname></nodesearchname><picurl></picurl>/enpproperty-->
<h1>城区新添三处公园</h1><script>var a = "不算";</script>
<!--enpcontent--><p>　　本报讯（记者 龙海）三处公园昨天开放，占地120m<sup>2</sup>，市民多了去处。</p><p><img src="data:image/png;base64,%s"></p><p>孩子们在草地上</p><p>　　<strong>管护。</strong>园林部门说，&ldquo;谁来都行&rdquo;，<a href="https://example.com/park">办法在这里</a>。<br>　　欢迎来玩。</p>
<table><tr><th>公园</th><th>面积</th></tr><tr><td>东山</td><td>40</td></tr></table><!--/enpcontent-->
<div>黔城日报社版权所有</div></body></html>`

func TestEnpPage(t *testing.T) {
	src, err := simplifiedchinese.GB18030.NewEncoder().String(fmt.Sprintf(enpPage, base64.StdEncoding.EncodeToString(picture(9))))
	if err != nil {
		t.Fatal(err)
	}
	f, err := ReadPage([]byte(src), "content_778.htm", Options{})
	if err != nil {
		t.Fatal(err)
	}
	check(t, f)
	want := `# “口袋公园”进社区|城区新添三处公园|市民推窗见绿
lead: 本报讯（记者 龙海） [{记者 [龙海]}]
paragraph: 三处公园昨天开放，占地120m²，市民多了去处。
figure image/png#0: 
caption: 孩子们在草地上
paragraph bold "管护。" link "办法在这里" https://example.com/park: 管护。园林部门说，“谁来都行”，办法在这里。
paragraph: 欢迎来玩。
table 1: 公园 | 面积 / 东山 | 40
LEFT 返回目录 放大
LEFT 黔城日报社版权所有
`
	if s := written(f); s != want {
		t.Errorf("%s\nwant\n%s", s, want)
	}
	if a := f.Articles[0]; a.Date.String() != "2023-07-21" || a.Page != "2" || a.PageLabel != "民生" || f.Source.Format != "html" {
		t.Errorf("facts: %s %q %q %s", a.Date, a.Page, a.PageLabel, f.Source.Format)
	}
}

// TestWebPage reads a page that says nothing of itself: the article is found in its frame.
func TestWebPage(t *testing.T) {
	text := strings.Repeat("河边的步道修好了，傍晚散步的人多了起来，卖菜的也来了。", 3)
	src := `<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="publishdate" content="2023-07-21"><title>河边步道修好了_黔城网</title></head><body>
<nav><ul><li>首页</li><li>要闻</li></ul></nav><h1>河边步道修好了</h1><div class="info">来源：黔城网</div>
<div class="article"><p>` + text + `</p><figure><img src="a.png" alt="步道"><figcaption>步道</figcaption></figure><h2>谁来管</h2><p>社区说，每天有人扫。</p><ol><li>扫地</li><li>浇花</li></ol></div><footer>版权所有</footer></body></html>`
	pics := map[string][]byte{"a.png": picture(1)}
	f, err := readPage(t.Context(), format.Input{Name: "x.html", Bytes: []byte(src), Beside: func(n string) ([]byte, error) {
		if b := pics[n]; b != nil {
			return b, nil
		}
		return nil, fs.ErrNotExist
	}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	check(t, f)
	want := "# |河边步道修好了|\nparagraph: " + text + "\nfigure image/png#0: \ncaption: 步道\nsubheading: 谁来管\nparagraph: 社区说，每天有人扫。\nitem 1: 1. 扫地\nitem 1: 2. 浇花\nLEFT 首页\nLEFT 要闻\nLEFT 来源：黔城网\nLEFT 版权所有\n"
	if s := written(f); s != want {
		t.Errorf("%s\nwant\n%s", s, want)
	}
	if f.Articles[0].Date.String() != "2023-07-21" {
		t.Errorf("date %s", f.Articles[0].Date)
	}
	delete(pics, "a.png")
	f, err = ReadPage([]byte(src), "x.html", Options{})
	if err != nil || len(f.Media) != 0 || len(f.Notes) != 1 || !errors.Is(f.Notes[0], ErrNoPicture) || !strings.Contains(f.Notes[0].Error(), "a.png") {
		t.Errorf("a picture that is not there: %v %v", err, f.Notes)
	}
	check(t, f)
}

const docxStyles = `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="标题 2"/></w:style><w:style w:type="paragraph" w:styleId="big"><w:name w:val="大字"/><w:basedOn w:val="1"/></w:style><w:style w:type="paragraph" w:styleId="cap"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="sub"><w:name w:val="副标题"/></w:style></w:styles>`

const docxNumbers = `<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num></w:numbering>`

const docxRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Target="media/image1.png" Type="image"/><Relationship Id="r2" Target="https://example.com/a" TargetMode="External" Type="hyperlink"/></Relationships>`

// docxOf packs a document of paragraphs.
func docxOf(t testing.TB, body string) []byte {
	return zipOf(t, "[Content_Types].xml", "<Types/>", "word/styles.xml", docxStyles, "word/numbering.xml", docxNumbers, "word/_rels/document.xml.rels", docxRels, "word/media/image1.png", string(picture(2)),
		"word/document.xml", `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><w:body>`+body+`</w:body></w:document>`,
		"word/footnotes.xml", `<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote><w:p><w:r><w:t>注一</w:t></w:r></w:p></w:footnote></w:footnotes>`)
}

func para(style, runs string) string {
	if style != "" {
		style = `<w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>`
	}
	return "<w:p>" + style + runs + "</w:p>"
}

func run(text string) string { return `<w:r><w:t xml:space="preserve">` + text + `</w:t></w:r>` }

func TestDOCX(t *testing.T) {
	item := func(depth int, text string) string {
		return fmt.Sprintf(`<w:p><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="5"/></w:numPr></w:pPr>%s</w:p>`, depth, run(text))
	}
	row := func(head string, cells ...string) string {
		s := "<w:tr><w:trPr>" + head + "</w:trPr>"
		for _, c := range cells {
			s += "<w:tc>" + para("", run(c)) + "</w:tc>"
		}
		return s + "</w:tr>"
	}
	src := docxOf(t, para("big", run("桥")+run("通车了"))+para("sub", run("两岸近了"))+para("", run("◎ 通讯员 凯文"))+
		para("", run("昨天，")+`<w:r><w:rPr><w:b/></w:rPr><w:t>城东的桥</w:t></w:r>`+run("通车了，长120m")+`<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>`+`<w:del><w:r><w:delText>删去的字</w:delText></w:r></w:del>`+run("。办法见")+`<w:hyperlink r:id="r2">`+run("公告")+`</w:hyperlink>`+run("。"))+
		para("", `<w:r><w:drawing><wp:inline><wp:docPr id="1" descr="桥上的人"/><a:blip r:embed="r1"/></wp:inline></w:drawing></w:r>`)+para("cap", run("通车那天"))+
		para("a3", run("谁修的"))+para("", run("修桥的人说，修了两年。"))+item(0, "先打桩")+item(1, "打得深")+item(0, "再铺面")+
		"<w:tbl>"+row("<w:tblHeader/>", "年", "米")+row("", "一", "60")+"</w:tbl>"+para("1", run("公园开放了"))+para("", run("公园昨天开放。")))
	f, err := ReadPage(src, "a.docx", Options{})
	if err != nil {
		t.Fatal(err)
	}
	check(t, f)
	want := `# |桥通车了|两岸近了
head: ◎ 通讯员 凯文 [{通讯员 [凯文]}]
paragraph bold "城东的桥" link "公告" https://example.com/a: 昨天，城东的桥通车了，长120m²。办法见公告。
figure image/png#0: 桥上的人
caption: 通车那天
subheading: 谁修的
paragraph: 修桥的人说，修了两年。
item 1: 一、先打桩
item 2: （1）打得深
item 1: 二、再铺面
table 1: 年 | 米 / 一 | 60
# |公园开放了|
paragraph: 公园昨天开放。
LEFT 注一
`
	if s := written(f); s != want {
		t.Errorf("%s\nwant\n%s", s, want)
	}
}

func epubOf(t testing.TB, chapters ...string) []byte {
	items, refs := "", ""
	files := []string{"mimetype", "application/epub+zip", "META-INF/container.xml", `<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/c.opf"/></rootfiles></container>`, "OEBPS/img/a.png", string(picture(3))}
	for i, c := range chapters {
		items = fmt.Sprintf(`<item id="c%d" href="text/%d%%20.xhtml" media-type="application/xhtml+xml"/>`, i, i) + items
		refs += fmt.Sprintf(`<itemref idref="c%d"/>`, i)
		files = append(files, fmt.Sprintf("OEBPS/text/%d .xhtml", i), `<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>`+c+`</body></html>`)
	}
	return zipOf(t, append(files, "OEBPS/c.opf", `<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>`+items+`</manifest><spine><itemref idref="nav"/>`+refs+`</spine></package>`)...)
}

func TestEPUB(t *testing.T) {
	f, err := ReadPage(epubOf(t, `<h1>第一篇</h1><p>河水涨了。</p><img src="../img/a.png" alt=""/><p>图为河边。</p>`, `<h1>城东的桥修好了</h1><h2>副题在这里</h2><p>桥修好了。</p><h2>小标题</h2><p>人多了。</p>`), "a.epub", Options{})
	if err != nil {
		t.Fatal(err)
	}
	check(t, f)
	want := "# |第一篇|\nparagraph: 河水涨了。\nfigure image/png#0: \ncaption: 图为河边。\n# |城东的桥修好了|副题在这里\nparagraph: 桥修好了。\nsubheading: 小标题\nparagraph: 人多了。\n"
	if s := written(f); s != want {
		t.Errorf("%s\nwant\n%s", s, want)
	}
}

// altoOf sets lines of print as an OCR engine reports them: columns of lines, each
// character a word of 20 pixels.
func altoOf(blocks ...[]string) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Description><sourceImageInformation><fileName>scan/p2.png</fileName></sourceImageInformation></Description><Layout><Page WIDTH="1000" HEIGHT="1000"><PrintSpace>`)
	for c, lines := range blocks {
		b.WriteString("<TextBlock>")
		for i, l := range lines {
			size := 20
			if strings.HasPrefix(l, "#") {
				l, size = l[1:], 40
			}
			in := 0
			for strings.HasPrefix(l, "　") {
				l, in = strings.TrimPrefix(l, "　"), in+size
			}
			x, y := 50+c*300+in, 100+i*50
			fmt.Fprintf(&b, `<TextLine HPOS="%d" VPOS="%d" WIDTH="%d" HEIGHT="%d">`, x, y, size*len([]rune(l)), size)
			for _, r := range l {
				fmt.Fprintf(&b, `<String CONTENT="%c" HPOS="%d" VPOS="%d" WIDTH="%d" HEIGHT="%d"/><SP/>`, r, x, y, size, size)
				x += size
			}
			b.WriteString("</TextLine>")
		}
		b.WriteString("</TextBlock>")
	}
	return b.String() + "</PrintSpace></Page></Layout></alto>"
}

func TestALTO(t *testing.T) {
	src := altoOf([]string{"#桥通车了"}, []string{"　　昨天城东的桥通", "车了，两岸的人都来", "看热闹。", "　　桥长一百二十米", "修了两年才修好的，"},
		[]string{"花了不少钱。", "　　修桥的人说，明", "年还要修一座更大的", "桥。"})
	pics := map[string][]byte{"p2.png": picture(4)}
	f, err := readPage(t.Context(), format.Input{Name: "2.xml", Bytes: []byte(src), Beside: func(n string) ([]byte, error) {
		if b := pics[n]; b != nil {
			return b, nil
		}
		return nil, fs.ErrNotExist
	}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	check(t, f)
	want := "# |桥通车了|\nparagraph: 昨天城东的桥通车了，两岸的人都来看热闹。\nparagraph: 桥长一百二十米修了两年才修好的，花了不少钱。\nparagraph: 修桥的人说，明年还要修一座更大的桥。\n"
	if s := written(f); s != want {
		t.Errorf("%s\nwant\n%s", s, want)
	}
	if len(f.Scans) != 1 || len(f.Scans[0].Words) != 4+20+21+18+1 && len(f.Scans[0].Words) != f.Chars.Total {
		t.Fatalf("%d scans, words of %d characters", len(f.Scans), f.Chars.Total)
	}
	for _, w := range f.Scans[0].Words { // the word 二 of 一百二十 stands on the fourth line, sixth cell
		if w.Part.Block == 1 && w.Start == 4 && (w.Box != Box{0.47, 0.25, 0.49, 0.27}) {
			t.Errorf("box %v", w.Box)
		}
	}
}
