package export

import (
	"context"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"baoge/app/paper"
)

// What the test program prints, and where to, when it is run as a printer: a
// process of its own, so that its memory and its start count as others' do.
const (
	printWhat = "BAOGE_PRINT"
	printTo   = "BAOGE_PRINT_TO"
)

func TestMain(m *testing.M) {
	if what := os.Getenv(printWhat); what != "" {
		if err := printOurs(what, os.Getenv(printTo)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// printOurs is what this program does as a printer.
func printOurs(what, out string) error {
	t := &testing.B{}
	switch what {
	case "bound", "thousands":
		next, n := someBook(t), 500
		if what == "thousands" {
			n = 5000
		}
		o := BookOptions{Options: Options{Title: bookTitle}, Entries: make([]BookEntry, n), Index: true,
			Article: func(context.Context, paper.ArticleID) (*paper.Article, error) { return next(), nil }}
		_, err := Book(context.Background(), out, o)
		return err
	}
	_, err := File(context.Background(), matter(t, what), PDF, out, Options{})
	return err
}

// bookTitle is the title of the bound book.
const bookTitle = "报道选辑"

// matter is what is printed: the seed's longest article, or a book.
func matter(t testing.TB, what string) []*paper.Article {
	if what == "article" {
		return seedArticles(t)[:1]
	}
	return book(t)
}

// A printer is a program that makes a PDF file of articles.
type printer struct {
	name   string
	source func(articles []*paper.Article, fonts string, bound bool) string // what it reads; nil: nothing
	suffix string                                                           // of the source
	// command makes out of the source; nil where the program is not installed.
	command func(source, fonts, out string) *exec.Cmd
}

var printers = []printer{
	{name: "baoge", command: func(_, _, out string) *exec.Cmd {
		c := exec.Command(os.Args[0])
		c.Env = append(os.Environ(), printTo+"="+out)
		return c
	}},
	{name: "typst", source: typstSource, suffix: ".typ", command: func(source, fonts, out string) *exec.Cmd {
		program := installed(os.Getenv("BAOGE_TYPST"), "typst")
		if program == "" {
			return nil
		}
		return exec.Command(program, "compile", "--root", "/", "--font-path", fonts, source, out)
	}},
	{name: "chromium", source: htmlSource, suffix: ".html", command: func(source, _, out string) *exec.Cmd {
		program := installed(os.Getenv("BAOGE_CHROMIUM"), "chromium", "chromium-headless-shell", "chromium-browser", "google-chrome")
		if program == "" {
			return nil
		}
		return exec.Command(program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--print-to-pdf="+out, source)
	}},
}

// installed is the first program that is there, or "".
func installed(names ...string) string {
	for _, n := range names {
		if n == "" {
			continue
		}
		if path, err := exec.LookPath(n); err == nil {
			return path
		}
	}
	return ""
}

// BenchmarkPrinters makes one article, 500 in a file, and a book of 500 with cover and
// contents (ours with an index, too), A4 in two columns, with this program and with
// others on the same text and the same fonts; and a book of 5,000 with this program
// alone. CPU and memory are of the process and those it waited for.
func BenchmarkPrinters(b *testing.B) {
	fonts, err := filepath.Abs("../../assets/fonts")
	if err != nil {
		b.Fatal(err)
	}
	for _, what := range []string{"article", "book", "bound"} {
		for _, p := range printers {
			b.Run(what+"/"+p.name, func(b *testing.B) { p.bench(b, what, fonts) })
		}
	}
	b.Run("thousands/"+printers[0].name, func(b *testing.B) { printers[0].bench(b, "thousands", fonts) })
}

func (p *printer) bench(b *testing.B, what, fonts string) {
	b.Setenv(printWhat, what)
	dir := b.TempDir()
	source, out := filepath.Join(dir, "a"+p.suffix), filepath.Join(dir, "a.pdf")
	if p.source != nil {
		if err := os.WriteFile(source, []byte(p.source(matter(b, what), fonts, what == "bound")), 0o666); err != nil {
			b.Fatal(err)
		}
	}
	if p.command(source, fonts, out) == nil {
		b.Skipf("%s is not installed", p.name)
	}
	var cpu time.Duration
	var most int64
	for b.Loop() {
		c := p.command(source, fonts, out)
		if said, err := c.CombinedOutput(); err != nil {
			b.Fatalf("%s: %v\n%s", p.name, err, said)
		}
		cpu += c.ProcessState.UserTime() + c.ProcessState.SystemTime()
		if u, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
			most = max(most, u.Maxrss)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()*1000/float64(b.N), "ms-wall")
	b.ReportMetric(cpu.Seconds()*1000/float64(b.N), "ms-CPU")
	b.ReportMetric(float64(most)/1024, "MB-peak")
	b.ReportMetric(0, "ns/op")
	look(b, out)
}

var pages = regexp.MustCompile(`Pages: +(\d+)`)

// look measures the paper itself: size, pages, and of the first 200 of these widest gap
// and forbidden line edges.
func look(b *testing.B, path string) {
	st, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(st.Size())/1e6, "MB-file")
	if installed("pdftotext") == "" {
		return
	}
	n, _ := strconv.Atoi(pages.FindStringSubmatch(run(b, "pdfinfo", path))[1])
	b.ReportMetric(float64(n), "pages")
	b.ReportMetric(float64(len(badEdges(run(b, "pdftotext", "-l", "200", "-nopgbrk", path, "-")))), "bad-edges")
	b.ReportMetric(widestGap(run(b, "pdftotext", "-l", "200", "-bbox", path, "-")), "em-widest-gap")
}

var box = regexp.MustCompile(`<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="[\d.]+">(\p{Han}{5,})</word>`)

// widestGap is by how much the gaps of a line were opened at most, in em: of a
// row of Han characters alone, how much wider it is than its characters. A row
// whose gaps open beyond a tenth of an em is two words to the program that
// measures, and not seen.
func widestGap(words string) float64 {
	const size = 10.5
	most := 0.0
	for _, m := range box.FindAllStringSubmatch(words, -1) {
		x0, _ := strconv.ParseFloat(m[1], 64)
		x1, _ := strconv.ParseFloat(m[2], 64)
		n := float64(utf8.RuneCountInString(m[3]))
		if gap := ((x1-x0)/size - n) / (n - 1); gap < 0.5 { // else it is a headline's row
			most = max(most, gap)
		}
	}
	return most
}

// typstSource sets the articles in typst's language, each on fresh pages; bound: with
// a cover and contents before them.
func typstSource(articles []*paper.Article, _ string, bound bool) string {
	quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`)
	var s strings.Builder
	s.WriteString(`#set page(paper: "a4", margin: (x: 53.5pt, y: 78pt), numbering: "— 1 —")
#set text(font: "Noto Serif SC", size: 10.5pt, lang: "zh", region: "cn")
#set par(justify: true, first-line-indent: 2em, leading: 0.6em)
#show par: set block(spacing: 0.6em)
`)
	if bound {
		s.WriteString(`#show heading: it => align(center, text(size: 21pt, it.body))
#set page(numbering: "i")
#align(center + horizon, text(size: 40pt, "` + bookTitle + `"))
#pagebreak()
#outline(title: "目录")
#set page(numbering: "— 1 —")
#counter(page).update(1)
`)
	}
	for i, a := range articles {
		if i > 0 {
			s.WriteString("#pagebreak()\n")
		}
		head := `#align(center, text(size: 21pt, weight: "bold", "` + quoted.Replace(a.Headline) + `"))`
		if bound {
			head = `#heading("` + quoted.Replace(a.Headline) + `")`
		}
		s.WriteString(head + "\n#columns(2, gutter: 2.5em)[\n")
		for _, k := range printed(a) {
			s.WriteString(`#"` + quoted.Replace(k.Text) + "\"\n\n")
		}
		s.WriteString("]\n")
	}
	return s.String()
}

// htmlSource sets the articles for a browser, each on fresh pages; bound: with a cover
// and contents before them, whose page numbers a browser does not know.
func htmlSource(articles []*paper.Article, fonts string, bound bool) string {
	var s strings.Builder
	s.WriteString(`<!doctype html><html lang="zh-CN"><meta charset="utf-8"><style>
@font-face { font-family: S; src: url("file://` + fonts + `/NotoSerifSC-Regular.ttf") }
@font-face { font-family: S; font-weight: bold; src: url("file://` + fonts + `/NotoSerifSC-Bold.ttf") }
@page { size: A4; margin: 78pt 53.5pt }
body { margin: 0; font: 10.5pt/1.48 S; text-align: justify; line-break: strict }
article { columns: 2; column-gap: 2.5em; break-after: page }
h1 { column-span: all; text-align: center; font-size: 21pt }
p { margin: 0; text-indent: 2em }
</style>`)
	if bound {
		s.WriteString(`<h1 style="break-after: page">` + bookTitle + `</h1><ol style="break-after: page">`)
		for i, a := range articles {
			s.WriteString(`<li><a href="#a` + strconv.Itoa(i) + `">` + html.EscapeString(a.Headline) + "</a></li>\n")
		}
		s.WriteString("</ol>")
	}
	for i, a := range articles {
		s.WriteString(`<article id="a` + strconv.Itoa(i) + `"><h1>` + html.EscapeString(a.Headline) + "</h1>\n")
		for _, k := range printed(a) {
			s.WriteString("<p>" + html.EscapeString(k.Text) + "</p>\n")
		}
		s.WriteString("</article>\n")
	}
	return s.String()
}
