package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"baoge/app/typeset"
	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

var faces = sync.OnceValues(typeset.LoadFaces)

func loadFaces(t testing.TB) *typeset.Faces {
	t.Helper()
	f, err := faces()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// tool returns a program's path; without it the test is skipped with a word.
func tool(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not installed", name)
	}
	return path
}

func run(t testing.TB, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(tool(t, name), args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// glyphs sets text solid, a full em a character.
func glyphs(t testing.TB, face *typeset.Face, text string, size float32) []typeset.Glyph {
	t.Helper()
	var out []typeset.Glyph
	for i, r := range []rune(text) {
		set := loadFaces(t).Set(string(r), typeset.TextOptions{Face: face, Size: size})
		if len(set.Lines) == 0 || len(set.Lines[0].Runs) == 0 || set.Lines[0].Runs[0].Face != face {
			t.Fatalf("no glyph for %q", r)
		}
		out = append(out, typeset.Glyph{ID: set.Lines[0].Runs[0].Glyphs[0].ID, X: float32(i) * size, Text: string(r)})
	}
	return out
}

// two pages with a paragraph over both, a list in a list, a link and an artifact.
func samplePages(t testing.TB) []*typeset.Page {
	f := loadFaces(t)
	row := func(face *typeset.Face, text string, y float32, elem int, ink typeset.Ink) typeset.Run {
		return typeset.Run{Face: face, Size: 12, X: 60, Y: y, Elem: elem, Ink: ink, Glyphs: glyphs(t, face, text, 12)}
	}
	one := &typeset.Page{W: 595.28, H: 841.89, Label: "i",
		Runs: []typeset.Run{
			row(f.Sans, "页眉", 40, 0, typeset.InkSecondary), row(f.SerifBold, "标题（一）", 90, 2, typeset.InkText),
			row(f.Serif, "一段开头", 130, 3, typeset.InkText), row(f.Serif, "https://example.cn/", 150, 4, typeset.InkAccent),
		},
		Rules: []typeset.Rule{{Rect: typeset.Rect{X: 60, Y: 48, W: 475, H: 0.5}, Ink: typeset.InkHairline}},
		Links: []typeset.Link{{Rect: typeset.Rect{X: 60, Y: 138, W: 228, H: 15}, Address: "https://example.cn/(新)", Text: "example", Elem: 4}},
		Elements: []typeset.Element{{ID: 1, Kind: typeset.ElemArticle, Title: "标题（一）"}, {ID: 2, Parent: 1, Kind: typeset.ElemHeadline},
			{ID: 3, Parent: 1, Kind: typeset.ElemText}, {ID: 4, Parent: 3, Kind: typeset.ElemLink}},
		Entries: []typeset.Entry{{Title: "标题（一）", Y: 70}, {Title: "小题", Level: 1, Y: 130}},
		Missing: []rune{'𰻝'},
	}
	two := &typeset.Page{W: 595.28, H: 841.89, Label: "1",
		Runs: []typeset.Run{row(f.Serif, "续完。", 100, 3, typeset.InkText), row(f.Serif, "1、项", 130, 7, typeset.InkText)},
		Elements: []typeset.Element{{ID: 5, Parent: 1, Kind: typeset.ElemList}, {ID: 6, Parent: 5, Kind: typeset.ElemItem},
			{ID: 7, Parent: 6, Kind: typeset.ElemItemText}},
		Entries: []typeset.Entry{{Title: "其二", Y: 70}}, Done: 7,
	}
	return []*typeset.Page{one, two}
}

func sequence(pages ...*typeset.Page) iter.Seq2[*typeset.Page, error] {
	return func(yield func(*typeset.Page, error) bool) {
		for _, p := range pages {
			if !yield(p, nil) {
				return
			}
		}
	}
}

var sampleOptions = Options{Title: "标题 & <一>", Author: "甲、乙", Subject: "《示例日报》", Keywords: []string{"要闻", "桥"},
	Time: time.Date(2023, 7, 21, 8, 0, 0, 0, time.FixedZone("", 8*3600))}

// save writes pages to a file and returns its path.
func save(t testing.TB, o Options, pages ...*typeset.Page) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.pdf")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := Write(f, sequence(pages...), o); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestExtraction(t *testing.T) {
	path := save(t, sampleOptions, samplePages(t)...)
	got := strings.Join(strings.Fields(run(t, "pdftotext", "-raw", path, "-")), "")
	if want := "页眉标题（一）一段开头https://example.cn/续完。1、项"; got != want {
		t.Errorf("text %q, want %q", got, want)
	}
	fonts := strings.Split(strings.TrimSpace(run(t, "pdffonts", path)), "\n")[2:]
	if len(fonts) != 3 {
		t.Errorf("%d fonts", len(fonts))
	}
	for _, l := range fonts {
		if !regexp.MustCompile(`^[A-Z]{6}\+Noto\S+ +CID TrueType +Identity-H +yes yes yes`).MatchString(l) {
			t.Errorf("font %s", l)
		}
	}
}

func TestStructureIsRead(t *testing.T) {
	path := save(t, sampleOptions, samplePages(t)...)
	got := run(t, "pdfinfo", "-struct-text", path)
	for _, want := range []string{
		"Document", "Art", "H1", `"标题（一）"`, `"一段开头"`, `"续完。"`, "L", "LI", "LBody", `"1、项"`, "Link",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("structure has no %s:\n%s", want, got)
		}
	}
	if strings.Contains(got, "页眉") {
		t.Error("an artifact is in the structure")
	}
	if strings.Index(got, "续完") < strings.Index(got, "一段开头") || strings.Count(got, "\n    P") != 1 {
		t.Errorf("the paragraph is not whole:\n%s", got)
	}
}

func TestInfo(t *testing.T) {
	path := save(t, sampleOptions, samplePages(t)...)
	got := run(t, "pdfinfo", "-rawdates", path)
	for _, want := range []string{
		"Title:           标题 & <一>\n", "Author:          甲、乙\n", "Subject:         《示例日报》\n", "Keywords:        要闻, 桥\n",
		"CreationDate:    D:20230721000000Z\n", "Tagged:          yes\n", "Pages:           2\n", "PDF version:     1.7\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	meta := run(t, "pdfinfo", "-meta", path)
	for _, want := range []string{"标题 &amp; &lt;一&gt;", "<pdfaid:conformance>U<", "2023-07-21T00:00:00Z"} {
		if !strings.Contains(meta, want) {
			t.Errorf("no %q in\n%s", want, meta)
		}
	}
}

func TestChecks(t *testing.T) {
	path := save(t, sampleOptions, samplePages(t)...)
	if err := api.ValidateFile(path, model.NewDefaultConfiguration()); err != nil {
		t.Errorf("pdfcpu: %v", err)
	}
	if out := run(t, "qpdf", "--check", path); !strings.Contains(out, "No syntax or stream encoding errors") {
		t.Errorf("qpdf: %s", out)
	}
	plain := filepath.Join(t.TempDir(), "q.pdf")
	run(t, "qpdf", "--qdf", "--object-streams=disable", path, plain)
	b, err := os.ReadFile(plain)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"/Lang (zh-CN)", "/PageMode /UseOutlines", "/S /GTS_PDFA1", "(https://example.cn/\\(%E6%96%B0\\))", "/St 1"} {
		if !bytes.Contains(b, []byte(want)) {
			t.Errorf("no %s", want)
		}
	}
}

func TestSameBytes(t *testing.T) {
	var a, b bytes.Buffer
	for _, w := range []*bytes.Buffer{&a, &b} {
		r, err := Write(w, sequence(samplePages(t)...), sampleOptions)
		if err != nil || r.Pages != 2 || string(r.Missing) != "𰻝" {
			t.Fatalf("%+v, %v", r, err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("two writings differ")
	}
}

func TestStamp(t *testing.T) {
	now := time.Unix(1000, 0)
	t.Setenv("SOURCE_DATE_EPOCH", "86400")
	if got := Stamp(now); got.Unix() != 86400 {
		t.Errorf("with SOURCE_DATE_EPOCH %v", got)
	}
	t.Setenv("SOURCE_DATE_EPOCH", "")
	if got := Stamp(now); !got.Equal(now) {
		t.Errorf("without %v", got)
	}
}

// failing writes n bytes, then fails.
type failing struct{ n int }

var errFull = errors.New("no space")

func (f *failing) Write(b []byte) (int, error) {
	if f.n -= len(b); f.n < 0 {
		return 0, errFull
	}
	return len(b), nil
}

func TestErrors(t *testing.T) {
	for _, n := range []int{0, 4 << 10, 12 << 10} {
		if _, err := Write(&failing{n}, sequence(samplePages(t)...), Options{}); !errors.Is(err, errFull) {
			t.Errorf("full after %d bytes: %v", n, err)
		}
	}
	if _, err := Write(&bytes.Buffer{}, sequence(), Options{}); !errors.Is(err, ErrNoPages) {
		t.Errorf("no pages: %v", err)
	}
	bad := samplePages(t)
	bad[0].Done = 3 // and page two goes on with it
	if _, err := Write(&bytes.Buffer{}, sequence(bad...), Options{}); err == nil {
		t.Error("content of a finished element was taken")
	}
}

func TestClusters(t *testing.T) {
	f := loadFaces(t)
	gs := glyphs(t, f.Serif, "甲乙丙丁戊己", 12)
	gs[0].Text, gs[1].Text = "ab", ""           // two glyphs, two characters: one each
	gs[2].Text, gs[3].Text = "㍿", ""            // two glyphs for one character
	gs[4].Text = "\U00030EDD"                   // one shape for another text
	gs[5].Text, gs[5].Y = "\u0301", float32(-3) // raised
	p := &typeset.Page{W: 200, H: 200, Runs: []typeset.Run{{Face: f.Serif, Size: 12, X: 20, Y: 50, Glyphs: gs}}}
	got := strings.TrimSpace(run(t, "pdftotext", "-raw", save(t, Options{}, p), "-"))
	if want := "ab㍿\U00030EDD\u0301"; strings.ReplaceAll(got, " ", "") != want {
		t.Errorf("text %q, want %q", got, want)
	}
}

// Marks set one half over the other are read in one line, and their shapes stay where they were.
func TestSqueezedMarks(t *testing.T) {
	f := loadFaces(t)
	gs := glyphs(t, f.Serif, "字”，（“字”。", 12)
	for i, x := range []float32{0, 12, 18, 24, 30, 42, 54, 60} {
		gs[i].X = x
	}
	r := typeset.Run{Face: f.Serif, Size: 12, X: 20, Y: 50, Glyphs: gs}
	path := save(t, Options{}, &typeset.Page{W: 200, H: 100, Runs: []typeset.Run{r}})
	if got := strings.TrimSpace(run(t, "pdftotext", "-raw", path, "-")); got != "字”，（“字”。" {
		t.Errorf("text %q", got)
	}
	c := content{advances: map[faceGlyph]float32{}, bounds: map[faceGlyph][2]float32{}}
	want := map[int]shape{1: {right: 4}, 2: {right: 4}, 4: {left: 4}, 6: {right: 4}}
	if got := c.squeezed(&r); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("cut off %v, want %v", got, want)
	}
	sub, err := newSubset(f.Serif)
	if err != nil {
		t.Fatal(err)
	}
	for _, cut := range []shape{{glyph: gs[4].ID}, {glyph: gs[4].ID, left: 4}} {
		if _, err := sub.add(cut); err != nil {
			t.Fatal(err)
		}
	}
	left := func(n int) int { return int(int16(uint16(sub.hmtx[4*n+2])<<8 | uint16(sub.hmtx[4*n+3]))) }
	if d := left(1) - left(2); d != f.Serif.UnitsPerEm/2 {
		t.Errorf("the cut mark is shifted by %d units", d)
	}
}

// A face with more pairs of glyph and text than there are codes goes on in a
// second font, in the middle of a run.
func TestMoreThanAllCodes(t *testing.T) {
	f := loadFaces(t)
	var out bytes.Buffer
	d := newDocument(&out, Options{})
	d.content.fonts.limit = 5
	text := "甲乙丙丁戊己庚辛壬癸"
	p := &typeset.Page{W: 300, H: 100, Runs: []typeset.Run{{Face: f.Serif, Size: 12, X: 20, Y: 50, Glyphs: glyphs(t, f.Serif, text, 12)}}}
	if err := d.page(p); err != nil {
		t.Fatal(err)
	}
	if err := d.finish(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(path, out.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(run(t, "pdftotext", "-raw", path, "-")); got != text {
		t.Errorf("text %q, want %q", got, text)
	}
	if n := len(d.content.fonts.all); n != 3 {
		t.Errorf("%d fonts of four codes each for ten characters", n)
	}
}

func TestLabels(t *testing.T) {
	for _, c := range []struct {
		in   []string
		want string
	}{
		{[]string{"1", "2", "3"}, "3<</S/D/St 1>> "},
		{[]string{"封", "i", "ii", "1", "2"}, "3<</P <FEFF5C01>>> 4<</S/r/St 1>> 6<</S/D/St 1>> "},
		{[]string{"5", "6", "9"}, "3<</S/D/St 5>> 5<</S/D/St 9>> "},
		{[]string{"01"}, "3<</P <FEFF00300031>>> "},
	} {
		var l labels
		for _, s := range c.in {
			l.add(s)
		}
		if got := l.nums(3); got != c.want {
			t.Errorf("%q: %s, want %s", c.in, got, c.want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		v    float32
		want string
	}{{0, "0"}, {1, "1"}, {-0.004, "0"}, {-0.5, "-0.5"}, {595.28, "595.28"}, {0.05, "0.05"}, {100.999, "101"}} {
		if got := num(c.v); got != c.want {
			t.Errorf("num(%g) = %s, want %s", c.v, got, c.want)
		}
	}
}

// What is finished is forgotten; what is not costs nothing on the pages it does not end on.
func TestStructureForgets(t *testing.T) {
	s := newStructure(newFile(&bytes.Buffer{}))
	for i, done := range []int{0, 0, 2, 2, 5} {
		key, err := s.begin(1, false, []typeset.Element{{ID: i + 1, Kind: typeset.ElemText}})
		if err != nil {
			t.Fatal(err)
		}
		s.mark(i + 1)
		s.end(key, done)
		if want := i + 1 - done; len(s.live) != want || len(s.order) != want {
			t.Errorf("page %d: %d elements are live, %d in order, want %d", i+1, len(s.live), len(s.order), want)
		}
	}
}

func TestManyPages(t *testing.T) {
	f := loadFaces(t)
	gs := glyphs(t, f.Serif, "页", 12)
	var pages []*typeset.Page
	for i := range 150 {
		pages = append(pages, &typeset.Page{W: 100, H: 100, Label: fmt.Sprint(i + 1),
			Runs:     []typeset.Run{{Face: f.Serif, Size: 12, X: 20, Y: 50, Glyphs: gs, Elem: i + 1}},
			Elements: []typeset.Element{{ID: i + 1, Kind: typeset.ElemText}}, Done: i + 1})
	}
	path := save(t, Options{}, pages...)
	run(t, "qpdf", "--check", path)
	if got := run(t, "pdfinfo", path); !strings.Contains(got, "Pages:           150\n") {
		t.Errorf("%s", got)
	}
	if strings.Contains(run(t, "pdfinfo", path), "CreationDate") {
		t.Error("a document without a time bears a date")
	}
}
