package typeset

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"baoge/app/paper"
	"baoge/seeds"
)

var faces = sync.OnceValue(func() *Faces {
	f, err := LoadFaces()
	if err != nil {
		panic(err)
	}
	return f
})

var widen = strings.NewReplacer(",", "，", ":", "：", ";", "；", "?", "？", "!", "！", "(", "（", ")", "）", "<sup>2</sup>", "²")

// seedArticles cuts the seed page at its headings, plainly: what the importer
// makes of it is its own matter, the text is the same. With marks as the file
// has them (ASCII) or widened.
func seedArticles(t testing.TB, wide bool) []*paper.Article {
	t.Helper()
	var out []*paper.Article
	var a *paper.Article
	entries, err := seeds.Files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, err := seeds.Files.ReadFile(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		for l := range strings.Lines(string(b)) {
			if l = strings.TrimSpace(l); wide {
				l = widen.Replace(l)
			}
			switch {
			case strings.HasPrefix(l, "#"):
				h := strings.ReplaceAll(strings.TrimSpace(strings.TrimLeft(l, "#")), " ", "　")
				a = &paper.Article{Headline: h, Page: "2", Date: paper.Date{Year: 2023, Month: 7, Day: 21}}
				out = append(out, a)
			case a == nil || l == "":
			case strings.HasPrefix(l, "◎"):
				a.CreditLine, a.CreditAt = l, paper.CreditHead
			case strings.HasPrefix(l, "本报讯（"):
				k := strings.Index(l, "）") + len("）")
				a.Dateline, a.CreditLine, a.CreditAt = "本报讯", l[len("本报讯"):k], paper.CreditLead
				a.Blocks = append(a.Blocks, paper.Block{Kind: paper.Paragraph, Text: l[k:]})
			default:
				a.Blocks = append(a.Blocks, paper.Block{Kind: paper.Paragraph, Text: l})
			}
		}
	}
	if len(out) < 5 {
		t.Fatalf("%d seed articles", len(out))
	}
	return out
}

// newsTexts returns up to n texts of the measuring corpus, none where it is absent.
func newsTexts(t testing.TB, n int) []string {
	dir := os.Getenv("BAOGE_DATA")
	if dir == "" {
		t.Skip("BAOGE_DATA names no folder of news text")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "news", "*.jsonl"))
	var out []string
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		sc := bufio.NewScanner(f)
		sc.Buffer(nil, 1<<24)
		for sc.Scan() && len(out) < n {
			var row struct{ Text string }
			if json.Unmarshal(sc.Bytes(), &row) == nil && row.Text != "" {
				out = append(out, row.Text)
			}
		}
		f.Close()
	}
	if len(out) == 0 {
		t.Skipf("no news text in %s", dir)
	}
	return out
}

// article makes an article of plain paragraphs.
func article(paragraphs ...string) *paper.Article {
	a := &paper.Article{}
	for _, s := range paragraphs {
		a.Blocks = append(a.Blocks, paper.Block{Kind: paper.Paragraph, Text: s})
	}
	return a
}

// every is a height beyond any column's.
const every = 1e9

// shown returns the stored text of a line's glyphs, blanks at its edges not among them.
func shown(l *Line) string {
	var b strings.Builder
	for _, r := range l.Runs {
		for _, g := range r.Glyphs {
			b.WriteString(g.Text)
		}
	}
	return b.String()
}
