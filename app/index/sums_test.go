package index

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"baoge/app/paper"
	"baoge/app/query"

	"github.com/blevesearch/bleve/v2/util"
	"go.etcd.io/bbolt"
)

// mixed makes articles of the seeds' paragraphs in other orders.
func mixed(t *testing.T, n int) (out []*paper.Article) {
	seeds := seedArticles(t)
	rnd := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		a := *seeds[i%len(seeds)]
		a.ID = paper.ArticleID(fmt.Sprintf("mixed%011d", i))
		a.Date = paper.Date{Year: 2000 + i%20, Month: time.Month(1 + i%12), Day: 1 + i%28}
		a.Blocks = nil
		for range 1 + rnd.IntN(6) {
			from := seeds[rnd.IntN(len(seeds))].Blocks
			if len(from) > 0 {
				a.Blocks = append(a.Blocks, from[rnd.IntN(len(from))])
			}
		}
		out = append(out, &a)
	}
	return out
}

// fillMixed makes an index of several segments, closed.
func fillMixed(t *testing.T) (dir string, src memory) {
	articles := mixed(t, 1200)
	x := newIndex(t, nil)
	src = memory{}
	for i := 0; i < len(articles); i += 300 {
		for _, a := range articles[i : i+300] {
			src[a.ID] = a
		}
		if err := x.Apply(context.Background(), articles[i:i+300], nil, int64(i+300)); err != nil {
			t.Fatal(err)
		}
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	return x.dir, src
}

// searched names the segment files that opening an index will search: those of the newest
// snapshot in its catalogue. Others may still lie beside them.
func searched(t *testing.T, dir string) (files []string) {
	t.Helper()
	db, err := bbolt.Open(filepath.Join(dir, "root.bolt"), 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.View(func(tx *bbolt.Tx) error {
		snapshots := tx.Bucket(util.BoltSnapshotsBucket)
		newest, _ := snapshots.Cursor().Last()
		in := snapshots.Bucket(newest)
		return in.ForEachBucket(func(k []byte) error {
			if p := in.Bucket(k).Get(util.BoltPathKey); p != nil {
				files = append(files, string(p))
			}
			return nil
		})
	})
	if err != nil || len(files) == 0 {
		t.Fatal("no segments: ", err)
	}
	return files
}

// spoil writes other bytes over some of a segment file of a copy, and names the copy; the
// more rounds, the more of them, up to all.
func spoil(t *testing.T, rnd *rand.Rand, from string, round int) string {
	dir := filepath.Join(t.TempDir(), "bad")
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	files := searched(t, dir)
	path := filepath.Join(dir, files[rnd.IntN(len(files))])
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	good := bytes.Clone(b)
	for range 1 + rnd.IntN(1<<(round%12)) {
		switch at := rnd.IntN(len(b) - 100); round % 3 {
		case 0:
			b[at] ^= byte(1 + rnd.IntN(255))
		case 1:
			clear(b[at : at+1+rnd.IntN(64)])
		case 2:
			copy(b[at:at+1+rnd.IntN(64)], bytes.Repeat([]byte{0xFF}, 64))
		}
	}
	if bytes.Equal(good, b) {
		b[0] ^= 1
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestSearchOfBadBytes searches segments with bad bytes whose sums nobody has compared yet: what
// is asked is answered or fails by an error, soon.
func TestSearchOfBadBytes(t *testing.T) {
	good, src := fillMixed(t)
	rnd := rand.New(rand.NewPCG(7, 8))
	rounds, opened := 120, 0
	if testing.Short() {
		rounds = 24
	}
	for round := range rounds {
		dir := spoil(t, rnd, good, round)
		if err := check(dir); errors.Is(err, ErrStale) {
			continue // what opening trusts was hit
		} else if err != nil {
			t.Fatal(err)
		}
		x, err := open(dir, cutter(t), src)
		if err != nil {
			t.Errorf("round %d: %v", round, err)
			continue
		}
		opened++
		done := make(chan struct{})
		go func() {
			defer close(done)
			for _, line := range []string{"的", "斑马线 礼让", `"的是一个"`, "作者:杨", "版:2 文明", "日期:2005..2011", "kaili", "bmx", "文明*", "礼让~", "甲乙丙", "栏目:城事", "-文明", ""} {
				q, _ := query.Parse(line)
				_, _ = x.Search(context.Background(), q, Options{Facets: true})
				_, _ = x.Suggest(context.Background(), line, 10)
			}
			_, _ = x.SearchText(context.Background(), "凯里市民在斑马线前礼让", 50)
			_, _ = x.Roster(context.Background())
			_, _ = x.Unsettled()
			x.Count()
		}()
		select {
		case <-done:
		case <-time.After(time.Minute):
			t.Fatalf("round %d: waits", round)
		}
		if err := x.Close(); err != nil {
			t.Errorf("round %d: %v", round, err)
		}
	}
	if opened < rounds/2 {
		t.Errorf("%d of %d damaged indexes opened: this test searches too few", opened, rounds)
	}
}

// TestSumsTell spoils segments: either Open notices, or Stale soon tells, and nothing can be
// written and so no bad byte be merged.
func TestSumsTell(t *testing.T) {
	good, src := fillMixed(t)
	rnd := rand.New(rand.NewPCG(9, 10))
	for round := range 24 {
		dir := spoil(t, rnd, good, round)
		x, err := Open(dir, cutter(t), src)
		if errors.Is(err, ErrStale) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := x.Apply(context.Background(), mixed(t, 3), nil, 5000); !errors.Is(err, ErrStale) || x.Seq() != 1200 {
			t.Errorf("round %d: a change of a damaged index: %v, sequence %d", round, err, x.Seq())
		}
		if err := x.Settle(context.Background()); !errors.Is(err, ErrStale) {
			t.Errorf("round %d: settling a damaged index: %v", round, err)
		}
		select {
		case <-x.Stale():
		case <-time.After(time.Minute):
			t.Fatalf("round %d: nobody tells of the damage", round)
		}
		if err := x.Close(); err != nil {
			t.Errorf("round %d: %v", round, err)
		}
	}
	x, err := Open(good, cutter(t), src)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if err := x.Apply(context.Background(), mixed(t, 3), nil, 5000); err != nil {
		t.Errorf("a change of a good index: %v", err)
	}
	select {
	case <-x.Stale():
		t.Error("a good index is said to be damaged")
	default:
	}
}
