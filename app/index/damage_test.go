package index

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"baoge/app/paper"
	"baoge/app/query"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
	zap "github.com/blevesearch/zapx/v17"
)

func TestOpenSaysStale(t *testing.T) {
	dir := t.TempDir()
	c := cutter(t)
	open := func(what, dir string) {
		if x, err := Open(dir, c, memory{}); !errors.Is(err, ErrStale) {
			t.Errorf("%s: %v, %v; want ErrStale", what, x, err)
		}
	}
	open("missing folder", filepath.Join(dir, "none"))
	open("empty folder", t.TempDir())
	junk := t.TempDir()
	if err := os.WriteFile(filepath.Join(junk, "root.bolt"), make([]byte, 5000), 0o600); err != nil {
		t.Fatal(err)
	}
	open("junk", junk)
	other := filepath.Join(dir, "other")
	x, err := Create(other, c, memory{})
	if err != nil {
		t.Fatal(err)
	}
	if err := x.store.SetInternal(keyVersion, []byte("0")); err != nil {
		t.Fatal(err)
	}
	x.Close()
	open("other version", other)
	if x, err = Create(other, c, memory{}); err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	start := time.Now()
	for _, f := range []func() (*Index, error){
		func() (*Index, error) { return Open(other, c, memory{}) },
		func() (*Index, error) { return Create(other, c, memory{}) },
	} {
		if y, err := f(); !errors.Is(err, ErrHeld) {
			t.Errorf("a held index: %v, %v; want ErrHeld", y, err)
		}
	}
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("a held index was waited for: %v", took)
	}
	if err := x.Apply(context.Background(), seedArticles(t), nil, 8); err != nil || x.Count() != 8 {
		t.Errorf("after the others failed: %v, %d articles", err, x.Count())
	}
}

// TestDamage cuts, zeroes and flips the files of an index: opening it, asking it and
// changing it must give an answer or an error, never a panic and never a wait, and
// Create must make it whole again.
func TestDamage(t *testing.T) {
	articles := seedArticles(t)
	src := memory{}
	for _, a := range articles {
		src[a.ID] = a
	}
	good := filepath.Join(t.TempDir(), "good")
	x, err := Create(good, cutter(t), src)
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range articles {
		if err := x.Apply(context.Background(), []*paper.Article{a}, nil, int64(i+1)); err != nil {
			t.Fatal(err)
		}
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(3, 4))
	rounds := 60
	if testing.Short() {
		rounds = 10
	}
	for round := range rounds {
		dir := filepath.Join(t.TempDir(), "bad")
		if err := os.CopyFS(dir, os.DirFS(good)); err != nil {
			t.Fatal(err)
		}
		what := damage(t, rnd, dir, round)
		done := make(chan struct{})
		go func() {
			defer close(done)
			useDamaged(t, what, dir, src, articles)
		}()
		select {
		case <-done:
		case <-time.After(30 * time.Second):
			t.Fatalf("%s: waits", what)
		}
	}
}

func useDamaged(t *testing.T, what, dir string, src memory, articles []*paper.Article) {
	x, err := Open(dir, cutter(t), src)
	if err == nil {
		q, _ := query.Parse("凯里 OR 溺水")
		_, _ = x.Search(context.Background(), q, Options{Facets: true})
		_ = x.Apply(context.Background(), articles[:2], nil, 99)
		_, _ = x.SearchText(context.Background(), "斑马线", 10)
		_ = x.Close()
	} else if !errors.Is(err, ErrStale) {
		t.Errorf("%s: open: %v; want ErrStale", what, err)
	}
	x, err = Create(dir, cutter(t), src)
	if err != nil {
		t.Errorf("%s: create: %v", what, err)
		return
	}
	defer x.Close()
	if err := x.Apply(context.Background(), articles, nil, 8); err != nil || x.Count() != len(articles) {
		t.Errorf("%s: made anew: %v, %d articles", what, err, x.Count())
	}
}

// damage does one thing to one file of an index and says what.
func damage(t *testing.T, rnd *rand.Rand, dir string, round int) string {
	var files []string
	_ = filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, p)
		}
		return nil
	})
	p := files[rnd.IntN(len(files))]
	if round%3 == 0 {
		p = filepath.Join(dir, "root.bolt")
	}
	b, err := os.ReadFile(p)
	if err != nil {
		t.Fatal(err)
	}
	at := rnd.IntN(len(b))
	what := filepath.Base(p)
	switch round % 4 {
	case 0:
		b, what = b[:at], what+" cut short"
	case 1:
		clear(b[at:min(len(b), at+1+rnd.IntN(4096))])
		what += " zeroed"
	case 2:
		for range 1 + rnd.IntN(64) {
			b[rnd.IntN(len(b))] ^= byte(1 + rnd.IntN(255))
		}
		what += " flipped"
	case 3:
		if err := os.Remove(p); err != nil {
			t.Fatal(err)
		}
		return what + " gone"
	}
	if err := os.WriteFile(p, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return what
}

func TestCancelled(t *testing.T) {
	x := newIndex(t, seedArticles(t))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	q, _ := query.Parse("凯里")
	if r, err := x.Search(ctx, q, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled search: %v, %v", r, err)
	}
	if err := x.Apply(ctx, seedArticles(t), nil, 100); !errors.Is(err, context.Canceled) || x.Seq() != 8 {
		t.Errorf("a cancelled change: %v, sequence %d", err, x.Seq())
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := x.Search(context.Background(), q, Options{}); !errors.Is(err, ErrClosed) {
		t.Errorf("a search after Close: %v", err)
	}
	if err := x.Apply(context.Background(), nil, nil, 9); !errors.Is(err, ErrClosed) || x.Close() != nil {
		t.Errorf("a change after Close: %v", err)
	}
}

// TestKilled copies the files of an index that is open, as a process that was killed
// leaves them: the copy opens, with all that was applied.
func TestKilled(t *testing.T) {
	articles := seedArticles(t)
	x := newIndex(t, nil)
	for i, a := range articles {
		if err := x.Apply(context.Background(), []*paper.Article{a}, nil, int64(i+1)); err != nil {
			t.Fatal(err)
		}
		dir := filepath.Join(t.TempDir(), "copy")
		for { // a process dies at one moment: segments merged away while they are copied spoil the copy
			before := catalogueOf(t, x.dir)
			err := os.CopyFS(dir, os.DirFS(x.dir))
			if err == nil && bytes.Equal(before, catalogueOf(t, x.dir)) {
				break
			}
			if err != nil && !errors.Is(err, fs.ErrNotExist) || os.RemoveAll(dir) != nil {
				t.Fatal(err)
			}
		}
		y, err := Open(dir, x.cutter, x.source)
		if err != nil {
			t.Errorf("after %d articles: %v", i+1, err)
			continue
		}
		if y.Seq() != int64(i+1) || y.Count() != i+1 {
			t.Errorf("after %d articles: sequence %d, %d articles", i+1, y.Seq(), y.Count())
		}
		if err := y.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func catalogueOf(t *testing.T, dir string) []byte {
	b, err := os.ReadFile(filepath.Join(dir, "root.bolt"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A stopper is an archive during whose first answer the person goes away.
type stopper struct {
	memory
	cancel context.CancelFunc
	asked  int
}

func (s *stopper) Articles(ctx context.Context, ids []paper.ArticleID) ([]*paper.Article, error) {
	s.asked++
	s.cancel()
	return s.memory.Articles(ctx, ids)
}

// TestStops cancels a search that would read every article: it reads no more of them.
func TestStops(t *testing.T) {
	var many []*paper.Article
	for i := range 2000 {
		many = append(many, &paper.Article{ID: paper.ArticleID(fmt.Sprintf("many%012d", i)), Blocks: []paper.Block{{Kind: paper.Paragraph, Text: "塘水引到田里，引水塘修好了"}}})
	}
	for _, line := range []string{`"水塘引"`, `"引水塘"`, "引水塘 -甲", "yinshuitang", "塘引水~", "引水 日期:2023", "甲乙 引水"} {
		x := newIndex(t, many)
		ctx, cancel := context.WithCancel(context.Background())
		s := &stopper{memory: x.source.(memory), cancel: cancel}
		x.source = s
		q, _ := query.Parse(line)
		_, err := x.Search(ctx, q, Options{Facets: true})
		if s.asked > 1 || s.asked == 1 && !errors.Is(err, context.Canceled) || s.asked == 0 && err != nil {
			t.Errorf("%s: asked the archive %d times, %v", line, s.asked, err)
		}
	}
}

// TestCutWhileOpen cuts the segment files of an open index short, as a stick that is pulled out
// does: merging panics, which the store tells of, searching fails, and somebody is told to make
// the index anew. The program goes on.
func TestCutWhileOpen(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a mapped file cannot be cut there")
	}
	dir, src := fillMixed(t)
	x, err := Open(dir, cutter(t), src)
	if err != nil {
		t.Fatal(err)
	}
	if err := x.sums.wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	r, err := x.store.Reader()
	if err != nil {
		t.Fatal(err)
	}
	all := r.(*scorch.IndexSnapshot).Segments()
	for _, s := range all {
		if err := os.Truncate(s.Segment().(*zap.Segment).Path(), 0); err != nil {
			t.Fatal(err)
		}
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("what is no more there was merged")
			}
		}()
		_, _, err := (segments{}).Merge([]segment.Segment{all[0].Segment()}, []*roaring.Bitmap{nil}, filepath.Join(t.TempDir(), "merged.zap"), nil, nil)
		t.Log(err)
	}()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	q, _ := query.Parse("斑马线")
	if r, err := x.Search(t.Context(), q, Options{}); !errors.Is(err, ErrStale) {
		t.Errorf("found %+v, %v", r, err)
	}
	select {
	case <-x.Stale():
	default:
		t.Error("nobody tells of it")
	}
	if err := x.Close(); err != nil {
		t.Error(err)
	}
}
