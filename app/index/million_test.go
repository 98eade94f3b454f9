package index

import (
	"context"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"baoge/app/hanzi"
	"baoge/app/paper"
	"baoge/app/query"
)

// varied is an archive of many more articles than there are: each of them is made of a real
// one, of which every other sentence is that of another, with its figures and its day
// shifted. The real ones lie in a file and each is made again whenever it is asked for, so that
// what the process holds is the index's.
type varied struct {
	file *os.File
	real []realArticle
}

type realArticle struct {
	at, size    int64 // of its text in the file
	publication string
	day         paper.Date
}

// newVaried keeps the texts of JSON Lines files in a file of its own.
func newVaried(t *testing.T, paths ...string) *varied {
	f, err := os.Create(filepath.Join(t.TempDir(), "texts"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	v, at, known := &varied{file: f}, int64(0), map[string]string{}
	for _, path := range paths {
		articles, _ := readRows(t, path, false, math.MaxInt)
		for _, a := range articles {
			n, err := f.WriteString(a.Body())
			if err != nil {
				t.Fatal(err)
			}
			if _, ok := known[a.Publication]; !ok { // a string of its own, not a part of the row
				known[a.Publication] = strings.Clone(a.Publication)
			}
			v.real = append(v.real, realArticle{at, int64(n), known[a.Publication], a.Date})
			at += int64(n)
		}
	}
	return v
}

// text reads a real article.
func (v *varied) text(i int) string {
	b := make([]byte, v.real[i].size)
	if _, err := v.file.ReadAt(b, v.real[i].at); err != nil {
		panic(err)
	}
	return string(b)
}

func (v *varied) article(n int) *paper.Article {
	i, turn := n%len(v.real), n/len(v.real)
	a := &paper.Article{ID: variedID(n), Publication: v.real[i].publication}
	if d := v.real[i].day; d.Known() {
		t := time.Date(d.Year, d.Month, d.Day-37*turn, 0, 0, 0, 0, time.UTC)
		a.Date = paper.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
	}
	body := v.text(i)
	if turn > 0 {
		body = vary(body, v.text((i+7919*turn)%len(v.real)), turn)
	}
	for p := range strings.SplitSeq(body, "\n") {
		a.Blocks = append(a.Blocks, paper.Block{Kind: paper.Paragraph, Text: p})
	}
	return a
}

// vary takes every other sentence from another text and shifts the digits.
func vary(text, other string, turn int) string {
	from := strings.SplitAfter(other, "。")
	var b strings.Builder
	for k, s := range strings.SplitAfter(text, "。") {
		if k%2 == 1 && k < len(from) {
			s = from[k]
		}
		b.WriteString(s)
	}
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '0' + (r-'0'+rune(turn))%10
		}
		return r
	}, b.String())
}

// Identities are spread as those of a library are, so that the index's list of them is as
// large and as slow as there: the number times an odd one, and the same again in part.
const (
	spread   = 0x9E3779B97F4A7C15
	together = 0xF1DE83E19937733D // spread × together is 1, in 64 bits
)

var identity = base32.NewEncoding("0123456789abcdefghijklmnopqrstuv")

func variedID(n int) paper.ArticleID {
	b := binary.BigEndian.AppendUint64(nil, uint64(n)*spread)
	return paper.ArticleID(identity.EncodeToString(append(b, b[5], b[3])))
}

func variedNumber(id paper.ArticleID) int {
	b, err := identity.DecodeString(string(id))
	if err != nil {
		panic(err)
	}
	return int(binary.BigEndian.Uint64(b) * together)
}

func (v *varied) Articles(_ context.Context, ids []paper.ArticleID) ([]*paper.Article, error) {
	out := make([]*paper.Article, 0, len(ids))
	for _, id := range ids {
		out = append(out, v.article(variedNumber(id)))
	}
	return out, nil
}

// TestMany fills an index with BAOGE_MANY articles made of the news, and asks at a quarter, a
// half and all of them: how long opening takes, and searching by plain texts and by lines of
// every kind. BAOGE_INDEX names a folder that keeps the index, from which a later run goes on.
func TestMany(t *testing.T) {
	if os.Getenv("BAOGE_MANY") == "" {
		t.Skip("BAOGE_MANY says how many articles; see .ci/bench-search")
	}
	dir := dataDir(t)
	many := number(t, "BAOGE_MANY", 1000000)
	f := &filling{src: newVaried(t, filepath.Join(dir, "news", "crud.jsonl"), filepath.Join(dir, "news", "cctv.jsonl")), dir: os.Getenv("BAOGE_INDEX")}
	if f.dir == "" {
		f.dir = filepath.Join(t.TempDir(), "index")
	}
	c := cutter(t)
	debug.FreeOSMemory()
	x, err := Open(f.dir, c, f.src)
	if errors.Is(err, ErrStale) {
		x, err = Create(f.dir, c, f.src)
	}
	if err == nil {
		f.from = int(x.Seq())
		f.n = f.from
	}
	for _, n := range []int{many / 4, many / 2, many} {
		if err != nil {
			t.Fatal(err)
		}
		if f.from > n {
			continue
		}
		f.fill(t, x, n)
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
		f.ask(t, dir, c)
		x, err = Open(f.dir, c, f.src) // what was asked stays in memory no longer
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
}

// ask opens the index and prints how long that and searching takes.
func (f *filling) ask(t *testing.T, dir string, c *hanzi.Cutter) {
	r := watchResidence()
	start, busy := time.Now(), cpu()
	x, err := Open(f.dir, c, f.src)
	if err != nil {
		t.Fatal(err)
	}
	took, worked := time.Since(start), cpu()-busy
	if _, err := x.SearchText(context.Background(), "台风", 20); err != nil {
		t.Fatal(err)
	}
	first := time.Since(start)
	if err := x.sums.wait(context.Background()); err != nil {
		t.Fatal(err)
	}
	fmt.Printf("opened in %.1f ms, of the processors %.1f; the first search answered after %.0f, all sums compared after %.0f\n", ms(took), ms(worked), ms(first), ms(time.Since(start)))
	askMany(t, x, dir)
	fmt.Println("asking: peak", r.end())
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
}

// A filling is an index that is being filled with varied news.
type filling struct {
	src    *varied
	dir    string
	n      int
	from   int // articles that were there
	bytes  int // of text since
	spent  time.Duration
	worked time.Duration // of the processors
}

// fill goes on to n articles in batches of a thousand and prints what it took so far.
func (f *filling) fill(t *testing.T, x *Index, n int) {
	r := watchResidence()
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
	if f.spent += time.Since(start); f.bytes > 0 {
		f.worked += cpu() - busy
		fmt.Printf("%d articles, %.2f MB/s, %.2f MB a second of the processors, index %.2f × text, peak %v\n", f.n, float64(f.bytes)/1e6/f.spent.Seconds(), float64(f.bytes)/1e6/f.worked.Seconds(),
			float64(dirSize(t, f.dir))/float64(f.bytes)*float64(f.n-f.from)/float64(f.n), r.end())
	}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

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
