package export

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"baoge/app/ingest"
	"baoge/app/paper"
)

// testPicture is a picture of our own drawing with its name.
func testPicture(t testing.TB) (media string, b []byte) {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 120, 80))
	for i := range m.Pix {
		m.Pix[i] = uint8(i * 7)
	}
	m.Set(3, 3, color.White)
	var out bytes.Buffer
	if err := png.Encode(&out, m); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(out.Bytes())
	return hex.EncodeToString(sum[:]), out.Bytes()
}

// rich is an article with everything a block can hold.
func rich(t testing.TB) (*paper.Article, Options) {
	media, b := testPicture(t)
	a := sample()
	a.Section = "民生"
	a.Blocks = []paper.Block{
		{Kind: paper.Paragraph, Text: "开头的话，加粗两字，再看网站。", Bold: []paper.Range{{Start: 5, End: 7}}, Links: []paper.Link{{Range: paper.Range{Start: 12, End: 14}, URL: "https://example.org/a?b=(c)"}}},
		{Kind: paper.Subheading, Text: "怎么走"},
		{Kind: paper.Item, Text: "一、步行*慢", Level: 1},
		{Kind: paper.Item, Text: "1、走左边。", Level: 2, Bold: []paper.Range{{Start: 0, End: 4}}},
		{Kind: paper.Item, Text: "二、骑车", Level: 1},
		{Kind: paper.Table, Text: "路线\t里程\n左[岸]\t3|4\n右岸\t5", Level: 1, Bold: []paper.Range{{Start: 6, End: 7}}},
		{Kind: paper.Paragraph, Text: "全段加粗。", Bold: []paper.Range{{Start: 0, End: 5}}},
		{Kind: paper.Table, Text: "甲\t乙\n丙\t丁"},
		{Kind: paper.Figure, Text: "桥[全景]", Media: media},
		{Kind: paper.Caption, Text: "新桥全景。"},
		{Kind: paper.Paragraph, Text: "结尾 \\ 一段。"},
	}
	return a, Options{Picture: func(name string) ([]byte, error) {
		if name != media {
			return nil, os.ErrNotExist
		}
		return b, nil
	}}
}

// What Markdown holds comes back as the same article, its pictures too.
func TestRichMarkdownComesBack(t *testing.T) {
	a, o := rich(t)
	dir := t.TempDir()
	path := filepath.Join(dir, "一.md")
	if _, err := File(context.Background(), []*paper.Article{a, a}, Markdown, path, o); err != nil {
		t.Fatal(err)
	}
	f, err := ingest.Read(context.Background(), path, ingest.Options{})
	if err != nil || len(f.Articles) != 2 {
		b, _ := os.ReadFile(path)
		t.Fatalf("%+v, %v\n%s", f, err, b)
	}
	for _, got := range f.Articles {
		got.ID = a.ID
		for i, k := range got.Blocks {
			if i < len(a.Blocks) && !same(k, a.Blocks[i]) {
				t.Errorf("block %d\n got %+v\nwant %+v", i, k, a.Blocks[i])
			}
		}
		want := *a
		want.Blocks, got.Blocks = nil, nil
		if !same(*got, want) {
			t.Errorf("\n got %+v\nwant %+v", *got, want)
		}
	}
	if len(f.Media) != 1 {
		t.Errorf("%d pictures", len(f.Media))
	}
	if b, _ := os.ReadFile(path); t.Failed() {
		t.Logf("%s", b)
	}
}

// same compares by what is printed: no list and an empty one are the same.
func same[T any](a, b T) bool { return fmt.Sprintf("%+v", a) == fmt.Sprintf("%+v", b) }

// Paragraphs of any signs, with bold and links anywhere, come back.
func TestRandomMarkdownComesBack(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	words := strings.Split(`甲 乙丙 * [ ] \ | ** 。 # - 1 _ ( ) ! 《 》 ab ~`, " ")
	for n := range 2000 {
		var text strings.Builder
		for range 3 + rng.IntN(12) {
			text.WriteString(words[rng.IntN(len(words))])
		}
		k := paper.Block{Kind: paper.Paragraph, Text: "子" + text.String() + "丑", Bold: []paper.Range{}, Links: []paper.Link{}}
		size := len([]rune(k.Text))
		if i := rng.IntN(size); rng.IntN(2) == 0 {
			k.Bold = append(k.Bold, paper.Range{Start: i, End: i + 1 + rng.IntN(size-i)})
		}
		if i := rng.IntN(size); rng.IntN(3) == 0 {
			k.Links = append(k.Links, paper.Link{Range: paper.Range{Start: i, End: i + 1 + rng.IntN(size-i)}, URL: "https://example.org/"})
		}
		a := &paper.Article{Headline: "题", Blocks: []paper.Block{k}}
		md := write(t, Markdown, Options{}, a)
		f, err := ingest.ReadPage([]byte(md), "a.md", ingest.Options{})
		if err != nil || len(f.Articles) != 1 || len(f.Articles[0].Blocks) != 1 || !same(f.Articles[0].Blocks[0], k) {
			t.Errorf("%d: %+v\n%s came back as", n, k, md)
			if err == nil && len(f.Articles) > 0 {
				t.Errorf("%+v", f.Articles[0].Blocks)
			}
			if n > 20 {
				return
			}
		}
	}
}

// Where and when an article was printed comes back from HTML, as far as all articles of a
// file agree.
func TestHTMLFactsComeBack(t *testing.T) {
	a := &paper.Article{Headline: "河边又添三座桥", Publication: `示例 "周刊"`, Date: paper.Date{Year: 2024, Month: 2, Day: 29}, Page: "A1", PageLabel: "要闻", Section: "民生",
		Blocks: []paper.Block{{Kind: paper.Paragraph, Text: strings.Repeat("三座桥都修好了，过河不再绕路。", 5)}}}
	b := *a
	b.Headline, b.Page = "另一篇", "2"
	for _, articles := range [][]*paper.Article{{a}, {a, &b}} {
		var out bytes.Buffer
		if _, err := Write(context.Background(), &out, articles, HTML, Options{}); err != nil {
			t.Fatal(err)
		}
		f, err := ingest.ReadPage(out.Bytes(), "一.html", ingest.Options{})
		if err != nil || len(f.Articles) == 0 {
			t.Fatalf("%v", err)
		}
		page := a.Page
		if len(articles) > 1 {
			page = ""
		}
		if g := f.Articles[0]; g.Publication != a.Publication || g.Date != a.Date || g.Page != page || g.PageLabel != a.PageLabel || g.Section != a.Section {
			t.Errorf("%d articles: %q %s %q %q %q", len(articles), g.Publication, g.Date, g.Page, g.PageLabel, g.Section)
		}
	}
}
