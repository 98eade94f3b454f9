package export

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"baoge/app/paper"
)

// peak is the most memory the process ever had resident, in MB; 0 where the system does not say.
func peak() float64 {
	b, _ := os.ReadFile("/proc/self/status")
	for l := range bytes.Lines(b) {
		if f := bytes.Fields(l); len(f) > 1 && string(f[0]) == "VmHWM:" {
			kb, _ := strconv.ParseFloat(string(f[1]), 64)
			return kb / 1024
		}
	}
	return 0
}

// BenchmarkPDF writes the seed's longest article.
func BenchmarkPDF(b *testing.B) {
	f, err := faces()
	if err != nil {
		b.Fatal(err)
	}
	a := seedArticles(b)[:1]
	for b.Loop() {
		if _, err := Write(context.Background(), io.Discard, a, PDF, Options{Faces: f}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(peak(), "MB-peak")
}

// someBook hands out articles of the longest one's length with, in all, some 3,500
// different characters, as a year of a paper has.
func someBook(t testing.TB) func() *paper.Article {
	rng := rand.New(rand.NewPCG(1, 2))
	long := seedArticles(t)[0]
	return func() *paper.Article {
		a := *long
		a.Blocks = nil
		for _, k := range long.Blocks {
			rs := []rune(k.Text)
			for i, r := range rs {
				if r >= 0x4E00 && r < 0x9FA6 && rng.IntN(20) == 0 {
					rs[i] = rune(0x4E00 + rng.IntN(3500))
				}
			}
			k.Text = string(rs)
			a.Blocks = append(a.Blocks, k)
		}
		return &a
	}
}

// book is 500 such articles.
func book(t testing.TB) []*paper.Article {
	next := someBook(t)
	var out []*paper.Article
	for range 500 {
		out = append(out, next())
	}
	return out
}

// BenchmarkBook writes 500 articles.
func BenchmarkBook(b *testing.B) {
	f, err := faces()
	if err != nil {
		b.Fatal(err)
	}
	articles := book(b)
	b.ResetTimer()
	var r Report
	for b.Loop() {
		if r, err = Write(context.Background(), io.Discard, articles, PDF, Options{Faces: f}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(r.Pages), "pages")
	b.ReportMetric(float64(r.Bytes)/1e6, "MB-file")
	b.ReportMetric(peak(), "MB-peak")
}
