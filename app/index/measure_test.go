package index

import (
	"bufio"
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"baoge/app/hanzi"
	"baoge/app/paper"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/lang/cjk"
)

// dataDir is the folder of measuring data, or the test is skipped.
func dataDir(t testing.TB) string {
	dir := os.Getenv("BAOGE_DATA")
	if dir == "" {
		t.Skip("BAOGE_DATA names no folder of measuring data")
	}
	return dir
}

// memory is an archive in memory.
type memory map[paper.ArticleID]*paper.Article

func (m memory) Articles(_ context.Context, ids []paper.ArticleID) ([]*paper.Article, error) {
	out := make([]*paper.Article, 0, len(ids))
	for _, id := range ids {
		out = append(out, m[id])
	}
	return out, nil
}

// readRows reads up to limit articles of a JSON Lines file, with or without headlines.
func readRows(t testing.TB, path string, titles bool, limit int) (out []*paper.Article, bytes int64) {
	f, err := os.Open(path)
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 64<<20)
	for sc.Scan() && len(out) < limit {
		var row struct {
			ID          string `json:"_id"`
			Title, Text string
			Date        string
			Publication string
		}
		if err := json.Unmarshal(sc.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		a := &paper.Article{ID: paper.ArticleID(row.ID), Publication: row.Publication}
		a.Date, _ = paper.ParseDate(row.Date)
		if titles {
			a.Headline = row.Title
			bytes += int64(len(row.Title))
		}
		bytes += int64(len(row.Text))
		for p := range strings.SplitSeq(row.Text, "\n") {
			a.Blocks = append(a.Blocks, paper.Block{Kind: paper.Paragraph, Text: p})
		}
		out = append(out, a)
	}
	return out, bytes
}

func cutter(t testing.TB) *hanzi.Cutter {
	c, err := hanzi.Load(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func dirSize(t testing.TB, dir string) (n int64) {
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if i, err := d.Info(); err == nil && !d.IsDir() {
			n += i.Size()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// build indexes articles in a folder and tells how fast and how large.
func build(t testing.TB, dir string, articles []*paper.Article, bytes int64) *Index {
	src := memory{}
	for _, a := range articles {
		src[a.ID] = a
	}
	c := cutter(t)
	start := time.Now()
	x, err := Create(dir, c, src)
	if err != nil {
		t.Fatal(err)
	}
	const batch = 2000
	for i := 0; i < len(articles); i += batch {
		part := articles[i:min(len(articles), i+batch)]
		if err := x.Apply(context.Background(), part, nil, int64(i+len(part))); err != nil {
			t.Fatal(err)
		}
	}
	settle(t, x)
	took := time.Since(start)
	t.Logf("indexed %d articles, %.1f MB in %.1f s: %.2f MB/s; index %.2f × text", len(articles), float64(bytes)/1e6, took.Seconds(),
		float64(bytes)/1e6/took.Seconds(), float64(dirSize(t, dir))/float64(bytes))
	return x
}

// settle makes one segment, as a library does when it has time, and waits until the files of
// those before are gone.
func settle(t testing.TB, x *Index) {
	if err := x.Settle(context.Background()); err != nil {
		t.Fatal(err)
	}
	for range 100 {
		files, err := filepath.Glob(filepath.Join(x.dir, "*.zap"))
		if err != nil {
			t.Fatal(err)
		}
		if len(files) < 2 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// TestBuildCost compares speed and size with bleve's stock cjk analyser on the same
// articles in the same run.
func TestBuildCost(t *testing.T) {
	articles, bytes := readRows(t, filepath.Join(dataDir(t), "news/crud.jsonl"), true, 6000)
	cutter(t)
	start := time.Now()
	dir := t.TempDir()
	x := build(t, dir, articles, bytes)
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	ours, size := time.Since(start), dirSize(t, dir)

	m := bleve.NewIndexMapping()
	m.DefaultAnalyzer, m.StoreDynamic, m.DocValuesDynamic = cjk.AnalyzerName, false, false
	start = time.Now()
	dir = t.TempDir()
	stock, err := bleve.New(filepath.Join(dir, "cjk"), m)
	if err != nil {
		t.Fatal(err)
	}
	for part := range slices.Chunk(articles, 2000) {
		b := stock.NewBatch()
		for _, a := range part {
			if err := b.Index(string(a.ID), map[string]string{"title": a.Headline, "body": a.Body()}); err != nil {
				t.Fatal(err)
			}
		}
		if err := stock.Batch(b); err != nil {
			t.Fatal(err)
		}
	}
	if err := stock.Close(); err != nil {
		t.Fatal(err)
	}
	theirs, theirSize := time.Since(start), dirSize(t, dir)
	t.Logf("stock cjk: %.2f MB/s, index %.2f × text; ours is %.1f × as fast, %.2f of the size", float64(bytes)/1e6/theirs.Seconds(),
		float64(theirSize)/float64(bytes), theirs.Seconds()/ours.Seconds(), float64(size)/float64(theirSize))
	if ours > theirs/2 {
		t.Errorf("indexing takes %v, stock cjk %v: want at most half", ours, theirs)
	}
	if size > theirSize {
		t.Errorf("index of %d bytes, stock cjk %d", size, theirSize)
	}
}
