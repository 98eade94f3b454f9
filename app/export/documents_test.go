package export

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"baoge/app/cite"
	"baoge/app/ingest"
	"baoge/app/paper"
)

// document writes articles and gives the parts of the archive they are in.
func document(t *testing.T, f Format, o Options, as ...*paper.Article) (whole []byte, parts map[string]string) {
	t.Helper()
	whole = []byte(write(t, f, o, as...))
	z, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	parts = map[string]string{}
	for _, e := range z.File {
		r, err := e.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[e.Name] = string(b)
		if strings.HasSuffix(e.Name, ".xml") || strings.HasSuffix(e.Name, ".xhtml") || strings.HasSuffix(e.Name, ".opf") || strings.HasSuffix(e.Name, ".rels") {
			wellFormed(t, e.Name, b)
		}
	}
	return whole, parts
}

func wellFormed(t *testing.T, name string, b []byte) {
	t.Helper()
	for d := xml.NewDecoder(bytes.NewReader(b)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
	}
}

// hostile is an article of what breaks documents.
func hostile() *paper.Article {
	return &paper.Article{Headline: "<b>&\"'\x00\x0b题", Kicker: "]]>", Blocks: []paper.Block{
		{Kind: paper.Paragraph, Text: "一\x01二\uFFFE三\xff四<script>alert(1)</script>", Bold: []paper.Range{{Start: 3, End: 900}}, Links: []paper.Link{{Range: paper.Range{Start: 0, End: 2}, URL: `https://e.org/"><x>`}}},
		{Kind: paper.Item, Text: "深", Level: 7}, {Kind: paper.Item, Text: "浅", Level: 1}, {Kind: paper.Table, Text: "甲", Level: 3}, {Kind: paper.Table},
		{Kind: paper.Figure, Media: "00"}, {Kind: paper.Caption, Text: "没有图"}}}
}

// need is a program that judges documents, or the test is skipped.
func need(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not installed", name)
	}
	return path
}

func TestHTML(t *testing.T) {
	a, o := rich(t)
	o.Cite = cite.GBT2025
	got := write(t, HTML, o, a, hostile())
	for _, w := range []string{"<title>河边又添三座桥 等 2 篇</title>", `<a href="#a2">`, "<h1>河边又添三座桥</h1>", `<p class="kicker">小城　大事</p>`, "<strong>加粗</strong>",
		`<a href="https://example.org/a?b=(c)">网站</a>`, `<img src="data:image/png;base64,`, `alt="桥[全景]"`, "<figcaption>新桥全景。</figcaption>", "<th>路线</th>", "<ul>\n<li>1、走左边。</li>",
		"（《示例日报》2023年7月21日　2版·要闻）", "[N]. 示例日报，2023-07-21（2）.", "&lt;script&gt;", `<p class="missing">图片缺失</p>`} {
		if w = strings.ReplaceAll(w, "<li>1、走左边。</li>", ""); !strings.Contains(got, w) {
			t.Errorf("no %s", w)
		}
	}
	if m := regexp.MustCompile(`(?i)<script|<link|@import|url\(|src="(?:https?:|//)`).FindString(got); m != "" {
		t.Errorf("something leads outside: %s", m)
	}
	wellFormed(t, "html", []byte(strings.Replace(got, "<!DOCTYPE html>", "", 1)))
}

// What the importer reads of our HTML is the article.
func TestHTMLComesBack(t *testing.T) {
	a, o := rich(t)
	path := filepath.Join(t.TempDir(), "一.html")
	if _, err := File(context.Background(), []*paper.Article{a}, HTML, path, o); err != nil {
		t.Fatal(err)
	}
	f, err := ingest.Read(context.Background(), path, ingest.Options{})
	if err != nil || len(f.Articles) != 1 {
		t.Fatalf("%+v, %v", f, err)
	}
	got := f.Articles[0]
	if got.Headline != a.Headline || got.Dateline != a.Dateline || got.CreditLine != a.CreditLine || len(f.Media) != 1 {
		t.Errorf("headline %q, dateline %q, credit %q, %d pictures", got.Headline, got.Dateline, got.CreditLine, len(f.Media))
	}
	for _, k := range a.Blocks {
		if !strings.Contains(got.Body(), k.Text) {
			t.Errorf("%s %q is not in\n%s", k.Kind, k.Text, got.Body())
		}
	}
}

func TestEPUB(t *testing.T) {
	a, o := rich(t)
	whole, parts := document(t, EPUB, o, a, hostile(), a)
	if !bytes.HasPrefix(whole[30:], []byte("mimetypeapplication/epub+zip")) {
		t.Error("the type does not come first, or is compressed")
	}
	opf, nav := parts["EPUB/package.opf"], parts["EPUB/nav.xhtml"]
	for _, w := range []string{"<dc:language>zh</dc:language>", `page-progression-direction="ltr"`, `properties="nav"`, "dcterms:modified", `href="p0001.png" media-type="image/png"`} {
		if !strings.Contains(opf, w) {
			t.Errorf("no %s in\n%s", w, opf)
		}
	}
	if !strings.Contains(nav, `epub:type="toc"`) || strings.Count(nav, "<li>") != 3 || strings.Count(opf, "image/png") != 1 {
		t.Errorf("nav\n%s\npackage\n%s", nav, opf)
	}
	if again, _ := document(t, EPUB, o, a, hostile(), a); !bytes.Equal(again, whole) {
		t.Error("equal articles give other bytes")
	}
}

// EPUBCheck, where it is installed, finds nothing.
func TestEPUBCheck(t *testing.T) {
	program := need(t, "epubcheck")
	a, o := rich(t)
	path := filepath.Join(t.TempDir(), "a.epub")
	if _, err := File(context.Background(), []*paper.Article{a, hostile()}, EPUB, path, o); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, path)
	if b, _ := os.ReadFile(program); bytes.HasPrefix(b, []byte("PK")) { // Debian's is a jar
		cmd = exec.Command(need(t, "java"), "-jar", program, path)
	}
	out, err := cmd.CombinedOutput()
	if err != nil || regexp.MustCompile(`(?m)^(ERROR|FATAL|WARNING)`).Match(out) {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestDOCX(t *testing.T) {
	a, o := rich(t)
	whole, parts := document(t, DOCX, o, a, hostile())
	text := parts["word/document.xml"]
	for _, w := range []string{`<w:pStyle w:val="Heading1"/>`, `<w:b/></w:rPr><w:t xml:space="preserve">加粗</w:t>`, `r:id="l1"`, "<w:tblHeader/>", `r:embed="p1"`, "_Toc000000002", "TOC \\o", "（《示例日报》2023年7月21日　2版·要闻）"} {
		if !strings.Contains(text, w) {
			t.Errorf("no %s", w)
		}
	}
	for name, w := range map[string]string{"word/styles.xml": `<w:name w:val="heading 1"/>`, "word/header1.xml": "河边又添三座桥 等 2 篇", "word/footer1.xml": "PAGE",
		"word/_rels/document.xml.rels": `Target="https://example.org/a?b=(c)" TargetMode="External"`, "docProps/core.xml": "<dc:title>河边又添三座桥 等 2 篇</dc:title>", "[Content_Types].xml": `Extension="png"`} {
		if !strings.Contains(parts[name], w) {
			t.Errorf("%s: no %s in\n%s", name, w, parts[name])
		}
	}
	if again, _ := document(t, DOCX, o, a, hostile()); !bytes.Equal(again, whole) {
		t.Error("equal articles give other bytes")
	}
}

// LibreOffice, where it is installed, opens a document and a book and finds all texts.
func TestDOCXInLibreOffice(t *testing.T) {
	program := need(t, "soffice")
	a, o := rich(t)
	dir := t.TempDir()
	path, bookPath := filepath.Join(dir, "a.docx"), filepath.Join(dir, "b.docx")
	if _, err := File(context.Background(), []*paper.Article{a}, DOCX, path, o); err != nil {
		t.Fatal(err)
	}
	o.Title = "剪报册"
	r, err := BookDOCX(context.Background(), bookPath, BookOptions{Options: o, Compiler: "资料室", Entries: []BookEntry{{ID: "a", Note: "编者说。"}, {ID: "gone"}},
		Article: func(_ context.Context, id paper.ArticleID) (*paper.Article, error) {
			if id == "gone" {
				return nil, nil
			}
			return a, nil
		}})
	if err != nil || r.Articles != 1 || len(r.Gone) != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", dir, path, bookPath)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for name, extra := range map[string]string{"a.txt": "小城　大事", "b.txt": "编者说。"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range []string{extra, a.Headline, "开头的话，加粗两字，再看网站。", "一、步行*慢", "左[岸]", "新桥全景。", "2版·要闻"} {
			if !strings.Contains(string(b), w) {
				t.Errorf("%s: no %q in\n%s", name, w, b)
			}
		}
	}
	if b, _ := os.ReadFile(filepath.Join(dir, "b.txt")); !strings.Contains(string(b), "剪报册") || !strings.Contains(string(b), "资料室") || !strings.Contains(string(b), "目录") {
		t.Errorf("cover:\n%s", b)
	}
}

func TestGB18030(t *testing.T) {
	a := sample()
	a.Blocks[0].Text = "𠮷、é、😀、㐀都在。"
	got := write(t, Text, Options{GB18030: true}, a)
	back, err := simplifiedchinese.GB18030.NewDecoder().String(got)
	if err != nil || back != write(t, Text, Options{}, a) || strings.Contains(got, "河边") {
		t.Errorf("%q, %v", back, err)
	}
}

func listing() Table {
	return Listing([]paper.Summary{{ID: "abc", Headline: "=1+1", Date: paper.Date{Year: 2023, Month: 7, Day: 21}, Page: "02", PageLabel: "要闻", Chars: 1234,
		Credits: []paper.Credit{{Role: "记者", Names: []string{"甲"}}}}, {Headline: "“引”,\n号", Chars: 5}, {}})
}

func TestCSV(t *testing.T) {
	var b bytes.Buffer
	if err := listing().Write(&b, "csv"); err != nil {
		t.Fatal(err)
	}
	want := "\uFEFF日期,版次,版名,标题,署名,栏目,字数,编号\r\n2023-07-21,02,要闻,'=1+1,记者 甲,,1234,abc\r\n,,,\"“引”,\r\n号\",,,5,\r\n,,,无题,,,0,\r\n"
	if b.String() != want {
		t.Errorf("got %q\nwant %q", b.String(), want)
	}
}

func TestXLSX(t *testing.T) {
	var b bytes.Buffer
	if err := listing().Write(&b, "xlsx"); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows("篇目")
	if err != nil || len(rows) != 4 || fmt.Sprint(rows[0]) != "[日期 版次 版名 标题 署名 栏目 字数 编号]" || fmt.Sprint(rows[1]) != "[2023-07-21 02 要闻 =1+1 记者 甲  1234 abc]" {
		t.Errorf("%q, %v", rows, err)
	}
	if kind, _ := f.GetCellType("篇目", "G2"); kind != excelize.CellTypeNumber && kind != excelize.CellTypeUnset {
		t.Errorf("a number is of type %v", kind)
	}
	if formula, _ := f.GetCellFormula("篇目", "D2"); formula != "" {
		t.Errorf("a headline became the formula %q", formula)
	}
}

// Nothing is left under the name, nor beside it, where a disk is full or cannot be written.
func TestNothingHalf(t *testing.T) {
	a, o := rich(t)
	for _, f := range Formats() {
		if _, err := os.Stat("/dev/full"); err == nil {
			if _, err := File(context.Background(), []*paper.Article{a}, f, "/dev/full", o); err == nil {
				t.Errorf("%s: a full disk is no error", f)
			}
		}
		dir := t.TempDir()
		ctx, cancel := context.WithCancel(context.Background())
		stop := o
		stop.Done = func(int) { cancel() }
		if _, err := File(ctx, []*paper.Article{a, a}, f, filepath.Join(dir, "a"+f.Suffix()), stop); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", f, err)
		}
		if left, _ := os.ReadDir(dir); len(left) != 0 {
			t.Errorf("%s: left behind: %v", f, left)
		}
	}
}

// Names of Chinese, signs and emoji go into a folder on every system.
func TestNamesOfAllFormats(t *testing.T) {
	a := sample()
	a.Headline = "问答：a/b？😀<x>|CON."
	for _, f := range Formats() {
		dir := t.TempDir()
		r, err := File(context.Background(), []*paper.Article{a, a}, f, dir, Options{})
		if err != nil || len(r.Files) != 2 || filepath.Base(r.Files[0]) != "问答：a／b？😀＜x＞｜CON"+f.Suffix() {
			t.Errorf("%s: %q, %v", f, r.Files, err)
		}
	}
}
