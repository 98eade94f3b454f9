package index

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"baoge/app/paper"
	"baoge/app/query"
)

// varied is an archive of many more articles than there are: each of them is made of a real
// one, of which every other sentence is that of another, with its figures and its day
// shifted. It is made again whenever it is asked for, so that memory holds the real ones alone.
type varied struct {
	real []*paper.Article
	text [][]string // sentences of each
}

func newVaried(real []*paper.Article) *varied {
	v := &varied{real: real}
	for _, a := range real {
		v.text = append(v.text, strings.SplitAfter(a.Body(), "。"))
	}
	return v
}

func (v *varied) article(n int) *paper.Article {
	i, turn := n%len(v.real), n/len(v.real)
	a := &paper.Article{ID: paper.ArticleID(fmt.Sprintf("%016d", n)), Publication: v.real[i].Publication}
	if d := v.real[i].Date; d.Known() {
		t := time.Date(d.Year, d.Month, d.Day-37*turn, 0, 0, 0, 0, time.UTC)
		a.Date = paper.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
	}
	other := v.text[(i+7919*turn)%len(v.real)]
	var b strings.Builder
	for k, s := range v.text[i] {
		if turn > 0 && k%2 == 1 && k < len(other) {
			s = other[k]
		}
		b.WriteString(s)
	}
	body := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '0' + (r-'0'+rune(turn))%10
		}
		return r
	}, b.String())
	for p := range strings.SplitSeq(body, "\n") {
		a.Blocks = append(a.Blocks, paper.Block{Kind: paper.Paragraph, Text: p})
	}
	return a
}

func (v *varied) Articles(_ context.Context, ids []paper.ArticleID) ([]*paper.Article, error) {
	out := make([]*paper.Article, 0, len(ids))
	for _, id := range ids {
		n := number10(string(id))
		out = append(out, v.article(n))
	}
	return out, nil
}

func number10(s string) (n int) {
	for _, c := range s {
		n = n*10 + int(c-'0')
	}
	return n
}

// TestMany fills an index with BAOGE_MANY articles made of the news, and asks: how long
// opening takes, and searching by plain texts and by lines of every kind. BAOGE_MANY_DIR
// keeps the index for the next run.
func TestMany(t *testing.T) {
	if os.Getenv("BAOGE_MANY") == "" {
		t.Skip("BAOGE_MANY says how many articles; see .ci/bench-search")
	}
	dir := dataDir(t)
	many := number(t, "BAOGE_MANY", 1000000)
	var real []*paper.Article
	for _, f := range []string{"crud", "cctv"} {
		a, _ := readRows(t, filepath.Join(dir, "news", f+".jsonl"), false, math.MaxInt)
		real = append(real, a...)
	}
	src := newVaried(real)
	folder := os.Getenv("BAOGE_MANY_DIR")
	if folder == "" {
		folder = t.TempDir()
	}
	folder = filepath.Join(folder, "index")
	x, err := Open(folder, cutter(t), src)
	if err != nil || x.Count() != many {
		x = fillMany(t, folder, src, many)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if x, err = Open(folder, cutter(t), src); err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	fmt.Printf("opening %d articles: %.0f ms\n", many, float64(time.Since(start).Microseconds())/1000)
	for _, name := range []string{"crud_headline", "cctv_headline"} {
		j := readSet(t, filepath.Join(dir, "ir", name))
		var took []float64
		for i := 0; i < len(j.texts); i += 5 {
			took = append(took, spent(func() error { _, err := x.SearchText(context.Background(), j.texts[i], 100); return err }, t))
		}
		slices.Sort(took)
		fmt.Printf("%-14s p50 %.1f ms, p99 %.1f ms, %d texts\n", name, took[len(took)/2], took[len(took)*99/100], len(took))
	}
	for _, line := range []string{"的", "中国", "贵州 旅游", "台风 福建 渔船", `"的是一个"`, `"高质量发展"`, "正文:贵州", "日期:2023 经济", "guizhou", "gz", "人工智~", "文明*", "习近平 -主席", "甲乙丙丁戊己"} {
		q, _ := query.Parse(line)
		for range 2 {
			took := spent(func() error {
				_, err := x.Search(context.Background(), q, Options{Facets: true})
				return err
			}, t)
			fmt.Printf("%s %.1f ms  ", line, took)
		}
		fmt.Println()
	}
}

func spent(fn func() error, t *testing.T) float64 {
	start := time.Now()
	if err := fn(); err != nil {
		t.Fatal(err)
	}
	return float64(time.Since(start).Microseconds()) / 1000
}

// fillMany makes the index in batches of the library's size, and prints what it took.
func fillMany(t *testing.T, folder string, src *varied, many int) *Index {
	before := resetPeak()
	x, err := Create(folder, cutter(t), src)
	if err != nil {
		t.Fatal(err)
	}
	const batch = 400
	bytes := 0
	start := time.Now()
	for n := 0; n < many; n += batch {
		part := make([]*paper.Article, 0, batch)
		for i := n; i < min(many, n+batch); i++ {
			a := src.article(i)
			bytes += len(a.Body())
			part = append(part, a)
		}
		if err := x.Apply(context.Background(), part, nil, int64(n+len(part))); err != nil {
			t.Fatal(err)
		}
		if n%100000 == 0 {
			fmt.Printf("%d articles, %.0f s, peak %.0f MB\n", n, time.Since(start).Seconds(), peakMemory()-before)
		}
	}
	fmt.Printf("%d articles, %.2f MB/s, peak %.0f MB beside the news, index %.2f × text\n", many, float64(bytes)/1e6/time.Since(start).Seconds(),
		peakMemory()-before, float64(dirSize(t, folder))/float64(bytes))
	return x
}
