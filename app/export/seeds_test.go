package export

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"baoge/app/ingest"
	"baoge/app/paper"
	"baoge/app/typeset"
	"baoge/seeds"
)

var faces = sync.OnceValues(typeset.LoadFaces)

// seedArticles imports the seed page.
func seedArticles(t testing.TB) []*paper.Article {
	t.Helper()
	var out []*paper.Article
	entries, err := seeds.Files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, err := seeds.Files.ReadFile(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		f, err := ingest.ReadPage(b, e.Name(), ingest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, f.Articles...)
	}
	if len(out) != 7 {
		t.Fatalf("%d articles on the seed page", len(out))
	}
	return out
}

// tool skips the test, with a word, where a program is not installed.
func tool(t testing.TB, name string) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed", name)
	}
}

func run(t testing.TB, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// savePDF writes one article to a file.
func savePDF(t testing.TB, a *paper.Article, o Options, more ...*paper.Article) (path string, r Report) {
	t.Helper()
	f, err := faces()
	if err != nil {
		t.Fatal(err)
	}
	o.Faces = f
	path = filepath.Join(t.TempDir(), "a.pdf")
	if r, err = File(context.Background(), append([]*paper.Article{a}, more...), PDF, path, o); err != nil {
		t.Fatal(err)
	}
	return path, r
}

var pageNumber = regexp.MustCompile(`—[0-9ivxlc]+—`)

// squeeze takes white space and page numbers from extracted text.
func squeeze(s string) string {
	return pageNumber.ReplaceAllString(strings.Join(strings.Fields(s), ""), "")
}

// wholeText is what an article's paper should say, but for ornaments before a credit.
func wholeText(a *paper.Article) string {
	want := a.Kicker + a.Headline + a.Subhead
	if a.CreditAt == paper.CreditHead {
		want += strings.TrimLeft(a.CreditLine, "◎□■●▲ ")
	}
	for _, k := range printed(a) {
		want += k.Text
	}
	return want
}

func TestSeedsExtractWholeWithFairLines(t *testing.T) {
	tool(t, "pdftotext")
	lines := 0
	for i, a := range seedArticles(t) {
		papers := []Options{{NoHead: true}, {NoHead: true, Columns: 1}}
		if i == 5 {
			papers = append(papers, Options{NoHead: true, Paper: typeset.A5}, Options{NoHead: true, Paper: typeset.B5})
		}
		for _, o := range papers {
			path, r := savePDF(t, a, o)
			if len(r.Missing) > 0 || r.Pages == 0 {
				t.Errorf("%s: %+v", a.Headline, r)
			}
			for _, mode := range []string{"-raw", "-nopgbrk"} { // in stream order, and in the order a reader would guess
				text := run(t, "pdftotext", mode, path, "-")
				if got, want := squeeze(text), squeeze(wholeText(a)); got != want {
					t.Errorf("%s, %+v, %s: %s", a.Headline, o, mode, firstDifference(got, want))
				}
				lines += lineEdges(t, a.Headline, text)
			}
		}
	}
	if lines < 600 {
		t.Errorf("only %d lines looked at", lines)
	}
}

// What may open no line and close no line (clreq §3.1.3, GB/T 15834 §5).
const (
	notFirst = "、，；：。．！？”’）】》〉」』·…—%％℃,.;:!?)"
	notLast  = "“‘（【《〈「『(¥￥"
)

// lineEdges looks at both ends of every line and returns how many it looked at.
func lineEdges(t *testing.T, headline, text string) (n int) {
	t.Helper()
	for _, l := range badEdges(text) {
		t.Errorf("%s: line %q", headline, l)
	}
	return strings.Count(text, "\n")
}

// badEdges lists the lines that begin or end with what may not.
func badEdges(text string) (bad []string) {
	for l := range strings.Lines(text) {
		l = strings.TrimSpace(l)
		if l == "" || pageNumber.MatchString(strings.ReplaceAll(l, " ", "")) {
			continue
		}
		rs := []rune(l)
		if strings.ContainsRune(notFirst, rs[0]) || strings.ContainsRune(notLast, rs[len(rs)-1]) {
			bad = append(bad, l)
		}
	}
	return bad
}

func firstDifference(got, want string) string {
	g, w := []rune(got), []rune(want)
	i := 0
	for i < len(g) && i < len(w) && g[i] == w[i] {
		i++
	}
	from := max(i-10, 0)
	return fmt.Sprintf("character %d of %d: %q, want %q", i, len(w), string(g[from:min(i+10, len(g))]), string(w[from:min(i+10, len(w))]))
}

func TestSeedsAreSoundPDF(t *testing.T) {
	tool(t, "qpdf")
	tool(t, "pdffonts")
	for _, a := range seedArticles(t) {
		path, _ := savePDF(t, a, Options{Library: "剪报", Time: time.Unix(1690000000, 0)})
		if err := api.ValidateFile(path, model.NewDefaultConfiguration()); err != nil {
			t.Errorf("%s: pdfcpu: %v", a.Headline, err)
		}
		if out := run(t, "qpdf", "--check", path); !strings.Contains(out, "No syntax or stream encoding errors") {
			t.Errorf("%s: %s", a.Headline, out)
		}
		for _, l := range strings.Split(strings.TrimSpace(run(t, "pdffonts", path)), "\n")[2:] {
			if !strings.Contains(l, "yes yes yes") {
				t.Errorf("%s: font %s", a.Headline, l)
			}
		}
		info := run(t, "pdfinfo", path)
		for _, want := range []string{strings.ReplaceAll(a.Headline, "　", "　"), "Tagged:          yes"} {
			if !strings.Contains(info, want) {
				t.Errorf("no %q in\n%s", want, info)
			}
		}
		for _, c := range a.Credits {
			for _, n := range c.Names {
				if !strings.Contains(info, n) {
					t.Errorf("%s: author %s is not named", a.Headline, n)
				}
			}
		}
	}
}

func TestSameInputSameBytes(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "1690000000")
	as := seedArticles(t)[2:5]
	var first []byte
	for i := range 2 {
		var b bytes.Buffer
		if _, err := Write(context.Background(), &b, as, PDF, Options{Time: time.Unix(int64(i), 0)}); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = b.Bytes()
		} else if !bytes.Equal(first, b.Bytes()) {
			t.Error("the same articles gave other bytes")
		}
	}
}

func TestMarkdownComesBack(t *testing.T) {
	articles := append(seedArticles(t), sample())
	for _, place := range []paper.CreditAt{paper.CreditHead, paper.CreditEnd} {
		a := sample()
		a.CreditAt, a.Dateline = place, ""
		if place == paper.CreditHead {
			a.CreditLine = "◎ 记者 王小明 通讯员 李华"
			a.Blocks = a.Blocks[:6]
		} else {
			a.CreditLine, a.Credits = "（王小明）", []paper.Credit{{Names: []string{"王小明"}}}
			a.Blocks = a.Blocks[:1]
			a.PageLabel, a.Section = "民　生", "身边好人"
		}
		articles = append(articles, a)
	}
	for _, a := range articles {
		md := write(t, Markdown, Options{}, a)
		f, err := ingest.ReadPage([]byte(md), "a.md", ingest.Options{})
		if err != nil || len(f.Articles) != 1 {
			t.Errorf("%s: %d articles, %v", a.Headline, len(f.Articles), err)
			continue
		}
		got, want := *f.Articles[0], *a
		got.ID, want.ID = "", ""
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s came back as\n%+v\nwas\n%+v\nin\n%s", a.Headline, got, want, md)
		}
	}
}

// TestMarkdownWithoutHeadlines: in one file, articles without headline or date stay apart,
// and what looks like markup in a text stays text.
func TestMarkdownWithoutHeadlines(t *testing.T) {
	var articles []*paper.Article
	for _, text := range []string{"甲段。", "<b>乙</b>与a<sup>2</sup>。", "<!-- page 3 -->", "# 丁", "戊<!-- 段 -->。"} {
		articles = append(articles, &paper.Article{Credits: []paper.Credit{}, Blocks: []paper.Block{{Kind: paper.Paragraph, Text: text}}})
	}
	articles[1].Headline, articles[3].Page = "乙", "3"
	md := write(t, Markdown, Options{}, articles...)
	f, err := ingest.ReadPage([]byte(md), "a.md", ingest.Options{})
	if err != nil || len(f.Articles) != len(articles) {
		t.Fatalf("%d articles came back, %v, of\n%s", len(f.Articles), err, md)
	}
	for i, a := range articles {
		if !reflect.DeepEqual(f.Articles[i], a) {
			t.Errorf("%+v came back as %+v", a, f.Articles[i])
		}
	}
}

// Texts that look like Markdown come back as the texts they are, line breaks as blanks.
func TestHostileMarkdownComesBack(t *testing.T) {
	for _, text := range []string{"# 题", "- 项", "+ 项", "**粗**", "*斜*", "***", "---", "===", "___", "![图](a.jpg)", `\反`, `\- 反`, "1. 项", "> 引", "| 表 |", "```",
		"<!-- credit -->", "<!-- baoge -->", "<b>粗</b>", "&amp;", "（记者 甲）文", "◎ 甲", "甲\n# 乙", "甲\r\n乙"} {
		want := strings.NewReplacer("\r\n", " ", "\n", " ").Replace(text)
		a := &paper.Article{Headline: "题", Blocks: []paper.Block{{Kind: paper.Paragraph, Text: "前。"}, {Kind: paper.Paragraph, Text: text},
			{Kind: paper.Item, Level: 1, Text: text}, {Kind: paper.Item, Level: 2, Text: text}, {Kind: paper.Paragraph, Text: "后。"}}}
		f, err := ingest.ReadPage([]byte(write(t, Markdown, Options{}, a)), "a.md", ingest.Options{})
		if err != nil || len(f.Articles) != 1 || len(f.Articles[0].Blocks) != len(a.Blocks) {
			t.Errorf("%q: %+v, %v", text, f, err)
			continue
		}
		for i, k := range f.Articles[0].Blocks {
			w := a.Blocks[i]
			if i > 0 && i < 4 {
				w.Text = want
			}
			if !reflect.DeepEqual(k, w) {
				t.Errorf("%q came back as %+v", text, k)
			}
		}
	}
}

// hardTexts are articles of what faces, line breaking or PDF find hard.
func hardTexts() map[string]*paper.Article {
	long := strings.Repeat("这是一段十万字的正文，没有分段。", 100_000/16)
	of := func(headline, text string) *paper.Article {
		return &paper.Article{Headline: headline, Blocks: []paper.Block{{Kind: paper.Paragraph, Text: text}}}
	}
	return map[string]*paper.Article{
		"empty":     {},
		"emoji":     of("笑脸😀与👨\u200d👩\u200d👧", "一张😂，两张👍🏽。"),
		"rare":      of("𰻝𰻝面", "㐂、𠀀、𪚥、\U00031350皆生僻。"),
		"marks":     of("e\u0301 与 ﬁ", "V́ýa Ελλάδα Привет 한국 かな。"),
		"paragraph": of("长", long),
		"bidi":      of("שלום与سلم", "他用希伯来语说שלום עולם טוב一句，又用阿拉伯语说مرحبا بكم في مدينتنا一句，全场鼓掌abc שלום三次。"+strings.Repeat("街道工作人员说שלום עולם二字。", 12)),
		"symbols":   of("H₂O·m²·℃", "10⁻³kg、½、①②、Ⅻ、㎡、×÷±、→。"),
	}
}

// embeddings are the signs by which pdftotext says that words run from right to left.
var embeddings = regexp.MustCompile("[\u202a-\u202c]")

func TestHardTexts(t *testing.T) {
	tool(t, "pdftotext")
	tool(t, "qpdf")
	for name, a := range hardTexts() {
		path, _ := savePDF(t, a, Options{NoHead: true})
		run(t, "qpdf", "--check", path)
		got, want := squeeze(run(t, "pdftotext", "-raw", path, "-")), squeeze(wholeText(a))
		got = embeddings.ReplaceAllString(got, "")
		if got != want {
			t.Errorf("%s: %s", name, firstDifference(got, want))
		}
	}
}

// Control characters are not drawn; what stands around them is.
func TestControlCharacters(t *testing.T) {
	tool(t, "pdftotext")
	a := &paper.Article{Headline: "题\x00目\x1b", CreditLine: "\x07甲", CreditAt: paper.CreditHead,
		Blocks: []paper.Block{{Kind: paper.Paragraph, Text: "前\x01后\u202e左\ufeff右\u2028完。"}}}
	path, _ := savePDF(t, a, Options{NoHead: true})
	run(t, "qpdf", "--check", path)
	got := squeeze(run(t, "pdftotext", "-raw", path, "-"))
	for _, want := range []string{"题", "目", "甲", "前", "后", "左", "右", "完。"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
}

func TestBookFileIsOne(t *testing.T) {
	tool(t, "pdfinfo")
	dir := t.TempDir()
	out := filepath.Join(dir, "全.pdf")
	done := 0
	r, err := File(context.Background(), seedArticles(t), PDF, out, Options{Done: func(n int) { done = n }})
	if err != nil || r.Articles != 7 || done != 7 || len(r.Files) != 1 {
		t.Fatalf("%+v, %d done, %v", r, done, err)
	}
	st, err := os.Stat(out)
	if err != nil || st.Size() != r.Bytes {
		t.Errorf("size %v, %v", st, err)
	}
	info := run(t, "pdfinfo", out)
	for _, want := range []string{"凯里市全面深化全国城市基层党建示范市建设 等 7 篇", fmt.Sprintf("Pages:           %d\n", r.Pages)} {
		if !strings.Contains(info, want) {
			t.Errorf("no %q in\n%s", want, info)
		}
	}
}
