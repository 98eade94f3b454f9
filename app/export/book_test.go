package export

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"baoge/app/cite"
	"baoge/app/paper"
	"baoge/app/pdf"
	"baoge/app/typeset"
)

// shot is a picture file in a hurry to be printed: JPEG, or PNG with an alpha channel.
func shot(t testing.TB, alpha bool) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 120, 80))
	for y := range 80 {
		for x := range 120 {
			img.SetNRGBA(x, y, color.NRGBA{uint8(2 * x), uint8(3 * y), 120, uint8(255 - x)})
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, img)
	if !alpha {
		b.Reset()
		err = jpeg.Encode(&b, img, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// album hands out the pictures of illustrated.
func album(t testing.TB) func(string) ([]byte, error) {
	deep := image.NewNRGBA64(image.Rect(0, 0, 60, 40))
	for i := range deep.Pix {
		deep.Pix[i] = uint8(i / 9)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, deep); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{"photo": shot(t, false), "drawing": shot(t, true), "deep": b.Bytes(), "broken": []byte("no picture")}
	return func(media string) ([]byte, error) {
		if b, ok := files[media]; ok {
			return b, nil
		}
		return nil, os.ErrNotExist
	}
}

// illustrated has pictures, a table over several columns, links, bold words and
// characters few faces hold.
func illustrated() *paper.Article {
	table := "站名\t首班\t末班\n"
	for i := range 90 {
		table += fmt.Sprintf("第%d站\t6:%02d\t\n", i, i%60)
	}
	return &paper.Article{ID: "illustrated", Headline: "公交线路与时刻", Date: paper.Date{Year: 2024, Month: 2, Day: 29}, Publication: "示例日报", Page: "A1",
		Credits: []paper.Credit{{Role: "记者", Names: []string{"王小明"}}}, CreditLine: "记者 王小明", CreditAt: paper.CreditHead,
		Blocks: []paper.Block{
			{Kind: paper.Paragraph, Text: "新线路全长12.5km，见www.example.cn/line。𰻝𰻝面与𠀀字也要印出来。", Bold: []paper.Range{{Start: 0, End: 3}},
				Links: []paper.Link{{Range: paper.Range{Start: 0, End: 3}, URL: "https://example.cn/新"}}},
			{Kind: paper.Figure, Media: "photo", Text: "站台"}, {Kind: paper.Caption, Text: "图为新站台。"},
			{Kind: paper.Table, Level: 1, Text: table},
			{Kind: paper.Figure, Media: "drawing"}, {Kind: paper.Figure, Media: "deep"}, {Kind: paper.Figure, Media: "broken", Text: "一张坏图"}, {Kind: paper.Figure, Media: "absent"},
			{Kind: paper.Subheading, Text: "怎么换乘"}, {Kind: paper.Item, Level: 1, Text: "1.先到桥头。"}, {Kind: paper.Paragraph, Text: "再走三百米。"},
		}}
}

// bookOf binds articles; each second one has a note.
func bookOf(t testing.TB, articles []*paper.Article) BookOptions {
	t.Helper()
	f, err := faces()
	if err != nil {
		t.Fatal(err)
	}
	o := BookOptions{Options: Options{Title: "报道选辑", Faces: f, Picture: album(t), Time: time.Unix(1690000000, 0)}, Compiler: "新闻部", Unit: "示例日报社", Index: true}
	byID := map[paper.ArticleID]*paper.Article{}
	for i, a := range articles {
		id := paper.ArticleID(fmt.Sprintf("article%09d", i))
		byID[id] = a
		e := BookEntry{ID: id}
		if i%2 == 1 {
			e.Note = "见报后续有报道。"
		}
		o.Entries = append(o.Entries, e)
	}
	o.Article = func(_ context.Context, id paper.ArticleID) (*paper.Article, error) { return byID[id], nil }
	return o
}

// saveBook writes a book to a file.
func saveBook(t testing.TB, o BookOptions) (path string, r Report) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "册.pdf")
	r, err := Book(context.Background(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	return path, r
}

func TestBook(t *testing.T) {
	tool(t, "pdftotext")
	tool(t, "qpdf")
	articles := append(seedArticles(t), illustrated())
	for _, c := range []BookOptions{{}, {RunOn: true, Options: Options{Columns: 1, Cite: cite.GBT2025}}, {Options: Options{Paper: typeset.A5}}} {
		o := bookOf(t, articles)
		o.RunOn, o.Columns, o.Cite, o.Paper = c.RunOn, c.Columns, c.Cite, c.Paper
		path, r := saveBook(t, o)
		if r.Articles != len(articles) || len(r.Gone) != 0 || len(r.Files) != 1 {
			t.Errorf("report %+v", r)
		}
		if err := api.ValidateFile(path, model.NewDefaultConfiguration()); err != nil {
			t.Errorf("pdfcpu: %v", err)
		}
		if out := run(t, "qpdf", "--check", path); !strings.Contains(out, "No syntax or stream encoding errors") {
			t.Errorf("qpdf: %s", out)
		}
		text := squeeze(run(t, "pdftotext", "-raw", path, "-"))
		for _, a := range articles {
			for _, k := range a.Blocks {
				if k.Kind == paper.Table || k.Kind == paper.Figure {
					continue
				}
				rs := []rune(squeeze(k.Text))
				for _, piece := range []string{string(rs[:min(len(rs), 12)]), string(rs[max(0, len(rs)-12):])} { // a page may end between
					if !strings.Contains(text, piece) {
						t.Errorf("%s: no %q", a.Headline, piece)
					}
				}
			}
			if o.Cite != "" && !strings.Contains(text, squeeze(cite.Newspaper(a, o.Cite))) {
				t.Errorf("%s is not cited", a.Headline)
			}
		}
		if !strings.HasPrefix(text, "剪报册报道选辑") || !strings.Contains(text, "作者索引") || !strings.Contains(text, "见报后续有报道。") {
			t.Errorf("cover, index or note is missing: %.60s", text)
		}
	}
}

// What viewers show beside the pages: labels, outline, properties.
func TestBookIsBound(t *testing.T) {
	tool(t, "qpdf")
	path, r := saveBook(t, bookOf(t, append(seedArticles(t), illustrated())))
	var d struct {
		Labels []struct {
			Index int
			Label map[string]any
		} `json:"pagelabels"`
		Outlines []struct {
			Title string
			Page  int `json:"destpageposfrom1"`
		}
	}
	if err := json.Unmarshal([]byte(run(t, "qpdf", "--json", "--json-key=pagelabels", "--json-key=outlines", path)), &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Labels) != 3 || d.Labels[1].Label["/S"] != "/r" || d.Labels[2].Label["/S"] != "/D" || d.Labels[2].Index != 2 {
		t.Errorf("labels %+v", d.Labels)
	}
	if n := len(d.Outlines); n != 11 || !strings.HasSuffix(d.Outlines[1].Title, "目录") || d.Outlines[1].Page != 2 || d.Outlines[2].Page != 3 || d.Outlines[n-1].Page != r.Pages {
		t.Errorf("outline %+v", d.Outlines)
	}
	info := run(t, "pdfinfo", path)
	for _, want := range []string{"Title:           报道选辑", "Author:          新闻部", "示例日报", "Tagged:          yes"} {
		if !strings.Contains(info, want) {
			t.Errorf("no %q in\n%s", want, info)
		}
	}
}

// The pages a preview shows, written to a file, are the book's file byte by byte.
func TestPreviewIsTheBook(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "1690000000")
	for _, runOn := range []bool{false, true} {
		o := bookOf(t, append(seedArticles(t), illustrated()))
		o.RunOn = runOn
		var want, got bytes.Buffer
		if _, err := WriteBook(context.Background(), &want, o); err != nil {
			t.Fatal(err)
		}
		p, err := Preview(context.Background(), o)
		if err != nil {
			t.Fatal(err)
		}
		for done := false; !done; {
			if done, err = p.Extend(time.Millisecond); err != nil {
				t.Fatal(err)
			}
		}
		var late properties
		for i := range o.Entries {
			a, _ := o.Article(context.Background(), o.Entries[i].ID)
			late.add(a)
		}
		about := pdf.Options{Title: o.Title, Time: pdf.Stamp(o.Time), Picture: o.Picture}
		late.tell(&about)
		about.Author = o.Compiler
		if _, err := pdf.Write(&got, asBound(t, p), about); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(want.Bytes(), got.Bytes()) {
			t.Errorf("run on %v: the preview's pages make a file of %d bytes, the book has %d", runOn, got.Len(), want.Len())
		}
	}
}

// asBound gives a preview's pages in the order they are bound: front matter last.
func asBound(t testing.TB, p *typeset.Preview) iter.Seq2[*typeset.Page, error] {
	all, front, _ := p.Pages()
	return func(yield func(*typeset.Page, error) bool) {
		for i := range all {
			n := i + front + 1
			if n > all {
				n -= all
			}
			page, final, err := p.Page(n)
			if err == nil && !final {
				err = fmt.Errorf("page %d is not final", n)
			}
			if !yield(page, err) {
				return
			}
		}
	}
}

// Articles that are gone are left out and told; a book of none leaves no file.
func TestBookWithoutSomeArticles(t *testing.T) {
	o := bookOf(t, []*paper.Article{sample(), nil, sample()})
	path, r := saveBook(t, o)
	if r.Articles != 2 || len(r.Gone) != 1 || r.Gone[0] != o.Entries[1].ID {
		t.Errorf("report %+v", r)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		o    BookOptions
		want error
	}{
		"all gone": {bookOf(t, []*paper.Article{nil, nil}), ErrAllGone},
		"empty":    {bookOf(t, nil), ErrNothing},
		"columns":  {func() BookOptions { o := bookOf(t, []*paper.Article{sample()}); o.Columns = 3; return o }(), ErrTypeArea},
	} {
		if _, err := Book(context.Background(), path, c.o); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	failing := bookOf(t, []*paper.Article{sample(), sample()})
	lost := errors.New("lost")
	good := failing.Article
	failing.Article = func(ctx context.Context, id paper.ArticleID) (*paper.Article, error) {
		if id == failing.Entries[1].ID {
			return nil, lost
		}
		return good(ctx, id)
	}
	if _, err := Book(context.Background(), path, failing); !errors.Is(err, lost) {
		t.Errorf("an article that cannot be read: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	stopped := bookOf(t, []*paper.Article{sample(), sample(), sample()})
	stopped.Done = func(n int) {
		if n == 2 {
			cancel()
		}
	}
	if _, err := Book(ctx, path, stopped); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	after, err := os.ReadFile(path)
	if es, _ := os.ReadDir(filepath.Dir(path)); err != nil || !bytes.Equal(before, after) || len(es) != 1 {
		t.Errorf("the book that was there is another one, among %d files: %v", len(es), err)
	}
}

// Page ranges count the front matter, though it is made last.
func TestPagesOfABook(t *testing.T) {
	tool(t, "pdftotext")
	o := bookOf(t, seedArticles(t))
	o.Impose.Pages = []typeset.PageRange{{From: 2, To: 3}}
	path, r := saveBook(t, o)
	text := run(t, "pdftotext", "-raw", path, "-")
	if r.Pages != 2 || !strings.Contains(text, "目") || !strings.Contains(text, seedArticles(t)[0].Headline[:12]) {
		t.Errorf("%d pages: %.80s", r.Pages, text)
	}
}

// A disk that fills up while a file is written, in truth: a small one of memory.
func TestDiskFillsUp(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=192k", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("no small file system can be made: %v %s", err, bytes.TrimSpace(out))
	}
	t.Cleanup(func() {
		if err := exec.Command("umount", dir).Run(); err != nil {
			t.Error(err)
		}
	})
	path := filepath.Join(dir, "册.pdf")
	if err := os.WriteFile(path, []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	many := bookOf(t, append(seedArticles(t), illustrated()))
	if n, err := WriteBook(context.Background(), io.Discard, many); err != nil || n.Bytes < 200<<10 {
		t.Fatalf("the book has %d bytes only: it would fit: %v", n.Bytes, err)
	}
	if _, err := Book(context.Background(), path, many); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("book: %v", err)
	}
	if _, err := File(context.Background(), append(seedArticles(t), illustrated()), PDF, path, Options{Picture: album(t)}); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("file: %v", err)
	}
	b, err := os.ReadFile(path)
	if es, _ := os.ReadDir(dir); err != nil || string(b) != "old" || len(es) != 1 {
		t.Errorf("what was there is %q, among %d files: %v", b, len(es), err)
	}
}
