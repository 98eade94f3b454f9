package index

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"baoge/app/hanzi"
	"baoge/app/paper"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/lang/cjk"
	_ "modernc.org/sqlite"
)

// A peer is one way to search, built over articles in a folder.
type peer struct {
	name  string
	build func(t *testing.T, dir string, articles []*paper.Article) (search func(text string) []paper.ArticleID, close func() error)
}

var peers = []peer{{"baoge", buildOurs}, {"bleve cjk", buildCJK}, {"FTS5 trigram", buildFTS("full")}, {"FTS5 no detail", buildFTS("none")}}

// TestPeers measures ours beside what is to be had: quality on judged sets, speed, size,
// memory. BAOGE_PEERS is how many news articles to take, 0 for all of them; BAOGE_QUERIES
// how many queries of a set, 300 unless told.
func TestPeers(t *testing.T) {
	if os.Getenv("BAOGE_PEERS") == "" {
		t.Skip("BAOGE_PEERS says how many articles; see .ci/bench-search")
	}
	dir := dataDir(t)
	limit, queries := number(t, "BAOGE_PEERS", 0), number(t, "BAOGE_QUERIES", 300)
	if limit == 0 {
		limit = math.MaxInt
	}
	cutter(t)
	fmt.Printf("%-14s %-14s %8s %7s %7s %7s %7s %7s %7s %7s %6s %8s %6s %8s\n", "set", "engine", "articles", "nDCG@10", "MRR@10", "R@100",
		"p50 ms", "p99 ms", "p50 cpu", "p99 cpu", "MB/s", "MB/cpu s", "× text", "peak MB")
	for _, name := range []string{"rgb_news", "newsbench", "drcd"} {
		articles, bytes := readRows(t, filepath.Join(dir, "ir", name, "corpus.jsonl"), true, limit)
		comparePeers(t, articles, bytes, map[string]judged{name: readSet(t, filepath.Join(dir, "ir", name))}, queries)
	}
	news, bytes := readRows(t, filepath.Join(dir, "news", "cctv.jsonl"), false, limit/4)
	crud, n := readRows(t, filepath.Join(dir, "news", "crud.jsonl"), false, limit-len(news))
	sets := map[string]judged{}
	for _, name := range []string{"crud_headline", "cctv_headline"} {
		sets[name] = readSet(t, filepath.Join(dir, "ir", name))
	}
	comparePeers(t, append(news, crud...), bytes+n, sets, queries)
}

func number(t *testing.T, name string, otherwise int) int {
	s := os.Getenv(name)
	if s == "" {
		return otherwise
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// comparePeers builds every peer over the articles, asks it the queries that they can
// answer, and prints a line a set.
func comparePeers(t *testing.T, articles []*paper.Article, bytes int64, sets map[string]judged, queries int) {
	here := map[string]bool{}
	for _, a := range articles {
		here[string(a.ID)] = true
	}
	ours := map[string]float64{}
	for _, p := range peers {
		dir := t.TempDir()
		before := resetPeak()
		start, busy := time.Now(), cpu()
		search, closing := p.build(t, dir, articles)
		took, worked := time.Since(start), cpu()-busy
		peak := peakMemory() - before
		size := dirSize(t, dir)
		for _, name := range []string{"rgb_news", "newsbench", "drcd", "crud_headline", "cctv_headline"} {
			j, ok := sets[name]
			if !ok {
				continue
			}
			s := ask(search, j, here, queries)
			fmt.Printf("%-14s %-14s %8d %7.3f %7.3f %7.3f %7.1f %7.1f %7.1f %7.1f %6.2f %8.2f %6.2f %8.0f\n", name, p.name, len(articles), s.ndcg, s.mrr, s.recall,
				s.wall.at(50), s.wall.at(99), s.cpu.at(50), s.cpu.at(99), float64(bytes)/1e6/took.Seconds(), float64(bytes)/1e6/worked.Seconds(),
				float64(size)/float64(bytes), peak)
			if p.name == peers[0].name {
				ours[name] = s.ndcg
			} else if s.ndcg > ours[name]+0.02 && len(s.wall) >= 100 { // fewer queries say little
				t.Errorf("%s: %s ranks better", name, p.name)
			}
		}
		if err := closing(); err != nil {
			t.Error(err)
		}
	}
}

// A score is what a peer reached on a set.
type score struct {
	ndcg, mrr, recall float64
	wall, cpu         times
}

// times are milliseconds, by the clock or of the processors.
type times []float64

func (t *times) add(d time.Duration) { *t = append(*t, float64(d.Microseconds())/1000) }

// at is a percentile.
func (t times) at(percent int) float64 {
	if len(t) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(t))
	return s[min(len(s)-1, len(s)*percent/100)]
}

// judge adds what one ranking reached, and returns its nDCG@10; there are so many right ones.
func (s *score) judge(hits []paper.ArticleID, right map[string]bool, many int) float64 {
	dcg, ideal, first, found := 0.0, 0.0, 0.0, 0
	for n := range min(10, many) {
		ideal += 1 / math.Log2(float64(n)+2)
	}
	for n, id := range hits {
		if !right[string(id)] {
			continue
		}
		found++
		if n < 10 {
			dcg += 1 / math.Log2(float64(n)+2)
			first = max(first, 1/float64(n+1))
		}
	}
	s.ndcg, s.mrr, s.recall = s.ndcg+dcg/ideal, s.mrr+first, s.recall+float64(found)/float64(many)
	return dcg / ideal
}

// ask asks the queries that any of the articles answers.
func ask(search func(string) []paper.ArticleID, j judged, here map[string]bool, limit int) (s score) {
	var answered []int // queries that these articles answer
	many := map[int]int{}
	for i, q := range j.ids {
		for id := range j.right[q] {
			many[i] += boolInt(here[id])
		}
		if many[i] > 0 {
			answered = append(answered, i)
		}
	}
	step := max(1, len(answered)/limit)
	for n := 0; n < len(answered) && len(s.wall) < limit; n += step {
		i := answered[n]
		start, busy := time.Now(), cpu()
		hits := search(j.texts[i])
		s.cpu.add(cpu() - busy)
		s.wall.add(time.Since(start))
		s.judge(hits, j.right[j.ids[i]], many[i])
	}
	n := max(1, float64(len(s.wall)))
	s.ndcg, s.mrr, s.recall = s.ndcg/n, s.mrr/n, s.recall/n
	return s
}

// resetPeak forgets the most memory the process had (Linux), and tells what it has now, in MB.
func resetPeak() float64 {
	debug.FreeOSMemory()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
	return peakMemory()
}

// peakMemory is the most memory the process had, in MB; 0 where the system does not tell.
func peakMemory() float64 {
	b, err := os.ReadFile("/proc/self/status")
	if err != nil || runtime.GOOS != "linux" {
		return 0
	}
	_, line, _ := strings.Cut(string(b), "VmHWM:")
	kb, _ := strconv.ParseFloat(strings.Fields(line)[0], 64)
	return kb / 1000
}

func buildOurs(t *testing.T, dir string, articles []*paper.Article) (func(string) []paper.ArticleID, func() error) {
	src := memory{}
	for _, a := range articles {
		src[a.ID] = a
	}
	x, err := Create(dir, cutter(t), src)
	if err != nil {
		t.Fatal(err)
	}
	done := 0
	for part := range slices.Chunk(articles, 1000) {
		done += len(part)
		if err := x.Apply(context.Background(), part, nil, int64(done)); err != nil {
			t.Fatal(err)
		}
	}
	settle(t, x)
	return func(text string) (ids []paper.ArticleID) {
		hits, err := x.SearchText(context.Background(), text, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range hits {
			ids = append(ids, h.ID)
		}
		return ids
	}, x.Close
}

// buildCJK is bleve as its documentation sets it up for Chinese.
func buildCJK(t *testing.T, dir string, articles []*paper.Article) (func(string) []paper.ArticleID, func() error) {
	m := bleve.NewIndexMapping()
	m.DefaultAnalyzer, m.StoreDynamic, m.DocValuesDynamic = cjk.AnalyzerName, false, false
	x, err := bleve.New(filepath.Join(dir, "cjk"), m)
	if err != nil {
		t.Fatal(err)
	}
	for part := range slices.Chunk(articles, 1000) {
		b := x.NewBatch()
		for _, a := range part {
			if err := b.Index(string(a.ID), map[string]string{"title": a.Headline, "body": a.Body()}); err != nil {
				t.Fatal(err)
			}
		}
		if err := x.Batch(b); err != nil {
			t.Fatal(err)
		}
	}
	return func(text string) (ids []paper.ArticleID) {
		r, err := x.Search(bleve.NewSearchRequestOptions(bleve.NewMatchQuery(text), 100, 0, false))
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range r.Hits {
			ids = append(ids, paper.ArticleID(h.ID))
		}
		return ids
	}, x.Close
}

// buildFTS is SQLite's trigram table without the text. Without detail it is at its smallest
// and quickest, and cannot rank: it knows no frequencies. A query is any of its trigrams.
func buildFTS(detail string) func(*testing.T, string, []*paper.Article) (func(string) []paper.ArticleID, func() error) {
	return func(t *testing.T, dir string, articles []*paper.Article) (func(string) []paper.ArticleID, func() error) {
		return fillFTS(t, dir, articles, detail)
	}
}

func fillFTS(t *testing.T, dir string, articles []*paper.Article, detail string) (func(string) []paper.ArticleID, func() error) {
	db, err := sql.Open("sqlite", filepath.Join(dir, "fts.sqlite")+"?_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`CREATE VIRTUAL TABLE f USING fts5(title, body, content='', detail='` + detail + `', tokenize='trigram')`); err != nil {
		t.Fatal(err)
	}
	at := 0
	for part := range slices.Chunk(articles, 1000) {
		tx, err := db.Begin()
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range part {
			if _, err := tx.Exec(`INSERT INTO f(rowid, title, body) VALUES (?, ?, ?)`, at, a.Headline, a.Body()); err != nil {
				t.Fatal(err)
			}
			at++
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	return func(text string) (ids []paper.ArticleID) {
		var any []string
		r := []rune(text)
		for i := 0; i+3 <= len(r) && i < maxWords; i++ {
			if g := string(r[i : i+3]); !strings.ContainsFunc(g, func(r rune) bool { return !hanzi.IsHan(r) && !isAlnum(r) }) {
				any = append(any, `"`+g+`"`)
			}
		}
		if len(any) == 0 {
			return nil
		}
		rows, err := db.Query(`SELECT rowid FROM f WHERE f MATCH ? ORDER BY rank LIMIT 100`, strings.Join(any, " OR "))
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var n int
			if err := rows.Scan(&n); err != nil {
				t.Fatal(err)
			}
			ids = append(ids, articles[n].ID)
		}
		return ids
	}, db.Close
}
