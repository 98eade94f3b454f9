package index

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
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

// TestMany fills an index with BAOGE_MANY articles made of the news, and asks at a quarter, a
// half and all of them: how long opening takes, and searching by plain texts and by lines of
// every kind.
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
	defer debug.SetGCPercent(debug.SetGCPercent(30)) // the news held in memory are not to count double
	f := &filling{src: newVaried(real), dir: filepath.Join(t.TempDir(), "index"), before: resetPeak()}
	x, err := Create(f.dir, cutter(t), f.src)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{many / 4, many / 2, many} {
		f.fill(t, x, n)
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if x, err = Open(f.dir, cutter(t), f.src); err != nil {
			t.Fatal(err)
		}
		fmt.Printf("opened in %.0f ms\n", float64(time.Since(start).Microseconds())/1000)
		askMany(t, x, dir)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
}

// A filling is an index that is being filled with varied news.
type filling struct {
	src    *varied
	dir    string
	n      int
	bytes  int
	spent  time.Duration
	worked time.Duration // of the processors
	before float64       // MB of the process
}

// fill goes on to n articles in batches of a thousand and prints what it took so far.
func (f *filling) fill(t *testing.T, x *Index, n int) {
	start, busy := time.Now(), cpu()
	for f.n < n {
		part := make([]*paper.Article, 0, 1000)
		for ; len(part) < cap(part) && f.n < n; f.n++ {
			a := f.src.article(f.n)
			f.bytes += len(a.Body())
			part = append(part, a)
		}
		if err := x.Apply(context.Background(), part, nil, int64(f.n)); err != nil {
			t.Fatal(err)
		}
	}
	f.spent += time.Since(start)
	f.worked += cpu() - busy
	fmt.Printf("%d articles, %.2f MB/s, %.2f MB a second of the processors, peak %.0f MB beside the news, index %.2f × text\n", f.n, float64(f.bytes)/1e6/f.spent.Seconds(), float64(f.bytes)/1e6/f.worked.Seconds(),
		peakMemory()-f.before, float64(dirSize(t, f.dir))/float64(f.bytes))
}

// askMany prints how long searching takes.
func askMany(t *testing.T, x *Index, dir string) {
	for _, name := range []string{"crud_headline", "cctv_headline"} {
		j := readSet(t, filepath.Join(dir, "ir", name))
		var wall, busy times
		for i := 0; i < len(j.texts); i += 5 {
			spend(t, &wall, &busy, func() error { _, err := x.SearchText(context.Background(), j.texts[i], 100); return err })
		}
		fmt.Printf("%-14s p50 %.1f p99 %.1f ms, of the processors %.1f and %.1f; %d texts\n", name, wall.at(50), wall.at(99), busy.at(50), busy.at(99), len(wall))
	}
	for _, line := range []string{"的", "中国", "贵州 旅游", "台风 福建 渔船", `"的是一个"`, `"高质量发展"`, "正文:贵州", "日期:2023 经济", "guizhou", "gz", "人工智~", "文明*", "习近平 -主席", "甲乙丙丁戊己"} {
		q, _ := query.Parse(line)
		var wall, busy times
		spend(t, &wall, &busy, func() error { _, err := x.Search(context.Background(), q, Options{Facets: true}); return err })
		fmt.Printf("%s %.1f (%.1f) ms  ", line, wall[0], busy[0])
	}
	fmt.Println()
}

// spend adds the time that fn takes.
func spend(t *testing.T, wall, busy *times, fn func() error) {
	start, before := time.Now(), cpu()
	if err := fn(); err != nil {
		t.Fatal(err)
	}
	busy.add(cpu() - before)
	wall.add(time.Since(start))
}
