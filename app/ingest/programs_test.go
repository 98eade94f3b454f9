package ingest

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// hasOCR reports whether Tesseract with Chinese is installed.
func hasOCR() bool {
	out, err := exec.Command("tesseract", "--list-langs").CombinedOutput()
	return err == nil && strings.Contains(string(out), "chi_sim")
}

// made is a text in Markdown that other programs turn into files.
const made = `# 暑期培训昨天开班

![舞蹈课](pic.png)

图为孩子们在练习。

本报讯（通讯员 龙海）昨天上午，**培训班**开课，参加的有三十多名孩子，详见[公告](https://example.com/a)。

## 课程安排

课程分两部分，上午练基本功，下午排节目。

1. 舞蹈
2. 合唱

| 课程 | 人数 |
|------|------|
| 舞蹈 | 12   |
| 合唱 | 20   |

# 三处公园昨天开放

◎ 通讯员 石小兰

三处公园昨天开放，占地12m^2^，市民多了去处，孩子们在草地上奔跑。
`

// wanted is what every format must give of it, blanks and pictures apart.
const wanted = `# |暑期培训昨天开班|
lead: 本报讯（通讯员 龙海） [{通讯员 [龙海]}]
figure:
caption: 图为孩子们在练习。
paragraph: 昨天上午，培训班开课，参加的有三十多名孩子，详见公告。
subheading: 课程安排
paragraph: 课程分两部分，上午练基本功，下午排节目。
item 1: 1. 舞蹈
item 1: 2. 合唱
table 1: 课程 | 人数 / 舞蹈 | 12 / 合唱 | 20
# |三处公园昨天开放|
head: ◎ 通讯员 石小兰 [{通讯员 [石小兰]}]
paragraph: 三处公园昨天开放，占地12m²，市民多了去处，孩子们在草地上奔跑。
`

// plainWritten is written without what formats keep and lose differently: bold, links,
// and the words of the picture.
func plainWritten(f *File) string {
	for _, a := range f.Articles {
		for i := range a.Blocks {
			a.Blocks[i].Bold, a.Blocks[i].Links = nil, nil
			if a.Blocks[i].Media != "" {
				a.Blocks[i].Media, a.Blocks[i].Text = "", ""
			}
		}
	}
	var out []string
	for _, l := range strings.Split(written(f), "\n") {
		if l = strings.TrimSpace(l); l != "" && l != "caption: 舞蹈课" && !strings.HasPrefix(l, "LEFT ") {
			out = append(out, strings.ReplaceAll(l, "占地 12", "占地12"))
		}
	}
	return strings.Join(out, "\n") + "\n"
}

// TestOtherPrograms reads files that pandoc and LibreOffice make of one text.
func TestOtherPrograms(t *testing.T) {
	pandoc, err := exec.LookPath("pandoc")
	if err != nil {
		t.Skip("pandoc is not installed")
	}
	dir := t.TempDir()
	write := func(name string, b []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("a.md", []byte(made))
	write("pic.png", picture(7))
	run := func(program string, args ...string) {
		cmd := exec.Command(program, args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v %s", program, err, out)
		}
	}
	files := []string{"p.docx", "p.epub", "p.html"}
	for _, f := range append(files, "p.odt") {
		run(pandoc, "a.md", "--standalone", "--metadata", "title=", "-o", f)
	}
	if office, err := exec.LookPath("soffice"); err == nil {
		for _, to := range []string{"docx:MS Word 2007 XML", "html", "pdf"} {
			run(office, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--convert-to", to, "--outdir", filepath.Join(dir, "office"), "p.odt")
		}
		files = append(files, "office/p.docx", "office/p.html", "office/p.pdf")
	} else {
		t.Log("LibreOffice is not installed")
	}
	for _, name := range files {
		f, err := Read(t.Context(), filepath.Join(dir, name), Options{})
		if err != nil {
			t.Error(err)
			continue
		}
		check(t, f)
		if len(f.Media) != 1 || len(f.Notes) != 0 {
			t.Errorf("%s: %d media, %v", name, len(f.Media), f.Notes)
		}
		if got := plainWritten(f); got != wanted {
			if name == "office/p.pdf" && !strings.Contains(f.Text, "培训") {
				t.Log("no Chinese font is installed for LibreOffice")
				continue
			}
			t.Errorf("%s:\n%s", name, got)
		}
	}
}

// TestScan keeps a picture of a page; where Tesseract is installed its words are read.
func TestScan(t *testing.T) {
	f, err := ReadPage(picture(1), "2023-07-21_02.png", Options{})
	if err != nil || len(f.Scans) != 1 || len(f.Media) != 1 || len(f.Articles) != 0 {
		t.Fatalf("%v %+v", err, f)
	}
	check(t, f)
	if !hasOCR() {
		if len(f.Notes) != 1 || !errors.Is(f.Notes[0], ErrNoOCR) {
			t.Errorf("notes %v", f.Notes)
		}
		t.Skip("Tesseract with chi_sim is not installed")
	}
	paint, err := exec.LookPath("convert")
	if err != nil {
		t.Skip("ImageMagick is not installed")
	}
	face, err := filepath.Abs("../../assets/fonts/NotoSerifSC-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "scan.png")
	if b, err := exec.Command(paint, "-size", "1500x800", "xc:white", "-font", face, "-fill", "black", "-pointsize", "80", "-annotate", "+60+120", "城东的桥通车了", "-pointsize", "50",
		"-annotate", "+160+260", "昨天上午城东的桥通车了，两岸的人都来看", "-annotate", "+60+350", "桥上的人很多。", out).CombinedOutput(); err != nil {
		t.Skipf("convert: %v %s", err, b)
	}
	begin := time.Now()
	f, err = Read(t.Context(), out, Options{})
	if err != nil {
		t.Fatal(err)
	}
	check(t, f)
	t.Logf("%s, %d words in %s", written(f), len(f.Scans[0].Words), time.Since(begin))
	if len(f.Articles) != 1 || !strings.Contains(f.Articles[0].Headline, "通车了") || !strings.Contains(f.Articles[0].Body(), "城东的桥") {
		t.Fatalf("read as %s", written(f))
	}
	body := []rune(f.Articles[0].Blocks[0].Text)
	for _, w := range f.Scans[0].Words {
		if w.Part.Field == "block" && w.Part.Block == 0 && string(body[w.Start:w.End]) == "昨" && (w.Box.Left < 0.09 || w.Box.Left > 0.13 || w.Box.Top < 0.24 || w.Box.Bottom > 0.36) {
			t.Errorf("the first word stands at %+v", w.Box)
		}
	}
}

// Each page of a TIFF file is a scan of its own, with its own words; nothing of one lies on
// another.
func TestScanOfSeveralPages(t *testing.T) {
	two := []byte("II*\x00\x08\x00\x00\x00" + "\x00\x00\x0e\x00\x00\x00" + "\x00\x00\x00\x00\x00\x00")
	circle := []byte("II*\x00\x08\x00\x00\x00" + "\x00\x00\x0e\x00\x00\x00" + "\x00\x00\x08\x00\x00\x00")
	for _, b := range [][]byte{two, circle} {
		f, err := ReadPage(b, "a.tif", Options{NoOCR: true})
		if err != nil || len(f.Scans) != 2 || f.Scans[0].Page != 1 || f.Scans[1].Page != 2 || len(f.Media) != 1 || len(f.Notes) != 0 {
			t.Errorf("%v %+v", err, f)
		}
	}
	paint, err := exec.LookPath("convert")
	if !hasOCR() || err != nil {
		t.Skip("Tesseract with chi_sim or ImageMagick is not installed")
	}
	face, err := filepath.Abs("../../assets/fonts/NotoSerifSC-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "scan.tif")
	page := func(head, body string) []string {
		return []string{"(", "-size", "1500x800", "xc:white", "-font", face, "-fill", "black", "-pointsize", "80", "-annotate", "+60+120", head, "-pointsize", "50", "-annotate", "+160+560", body, ")"}
	}
	args := append(page("城东的桥通车了", "昨天上午城东的桥通车了，两岸的人都来看。"), page("河边种了树", "河边昨天种了许多树，孩子们都来浇水。")...)
	if b, err := exec.Command(paint, append(args, "-depth", "8", "-compress", "LZW", out)...).CombinedOutput(); err != nil {
		t.Skipf("convert: %v %s", err, b)
	}
	f, err := Read(t.Context(), out, Options{})
	if err != nil {
		t.Fatal(err)
	}
	check(t, f)
	if len(f.Scans) != 2 || len(f.Articles) != 2 {
		t.Fatalf("%d scans, read as %s", len(f.Scans), written(f))
	}
	for i, s := range f.Scans {
		if len(s.Words) == 0 {
			t.Errorf("page %d has no words", i+1)
		}
		for _, w := range s.Words {
			if w.Article != i {
				t.Errorf("a word of article %d lies on page %d", w.Article, i+1)
			}
		}
	}
}
