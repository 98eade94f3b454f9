package library

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"baoge/app/archive"
	"baoge/seeds"
)

// BenchmarkImport times import alone and import with index: the seeds' page many
// times over, each with other words in it, and the same articles as JSON Lines.
// BAOGE_DATA names a folder whose news/cctv.jsonl is imported as well.
func BenchmarkImport(b *testing.B) {
	dir := b.TempDir()
	pages, rows := variedSeeds(b, dir, 400)
	b.Run("pages", func(b *testing.B) { benchImport(b, pages) })
	b.Run("rows", func(b *testing.B) { benchImport(b, rows) })
	b.Run("news", func(b *testing.B) {
		news := filepath.Join(os.Getenv("BAOGE_DATA"), "news", "cctv.jsonl")
		if _, err := os.Stat(news); os.Getenv("BAOGE_DATA") == "" || err != nil {
			b.Skip("BAOGE_DATA names no folder with news/cctv.jsonl")
		}
		benchImport(b, news)
	})
}

// BenchmarkImportSmall times the import of 10,000 files of a paragraph each, committed one by
// one and together.
func BenchmarkImportSmall(b *testing.B) {
	dir := b.TempDir()
	const files = 10_000
	for i := range files {
		text := fmt.Sprintf("# 第%d号通知\n\n第%d号通知的正文，请各处照办。\n", i, i)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%05d.md", i)), []byte(text), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	for name, most := range map[string]int{"alone": 1, "together": batchPages} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				a, err := archive.Create(b.TempDir())
				if err != nil {
					b.Fatal(err)
				}
				i := newImporter(a, Request{}, nil, func() {})
				i.most = most
				r, err := i.files(b.Context(), []string{dir})
				if err != nil || r.Articles != files {
					b.Fatal(r.Articles, err)
				}
				if err := a.Close(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(files*float64(b.N)/b.Elapsed().Seconds(), "files/s")
		})
	}
}

func benchImport(b *testing.B, path string) {
	bytes := sizeOf(b, path)
	var imported, indexed time.Duration
	var index int64
	for b.Loop() {
		dir := filepath.Join(b.TempDir(), "library")
		l, err := Open(b.Context(), dir, Options{Create: true})
		if err != nil {
			b.Fatal(err)
		}
		if err := l.WaitReady(b.Context()); err != nil { // the dictionary is not what is measured
			b.Fatal(err)
		}
		start := time.Now()
		r, err := l.Import(b.Context(), []string{path}, Request{}, nil)
		if err != nil || r.Failed() > 0 {
			b.Fatalf("import: %v, %d failed", err, r.Failed())
		}
		imported += time.Since(start)
		if err := l.WaitReady(b.Context()); err != nil {
			b.Fatal(err)
		}
		indexed += time.Since(start)
		if err := l.Close(); err != nil {
			b.Fatal(err)
		}
		index += sizeOf(b, filepath.Join(dir, "index"))
	}
	mb := float64(bytes) * float64(b.N) / 1e6
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(mb/imported.Seconds(), "import-MB/s")
	b.ReportMetric(mb/indexed.Seconds(), "import+index-MB/s")
	b.ReportMetric(float64(index)/float64(b.N)/float64(bytes), "index/text")
}

// variedSeeds writes the seeds' page n times as page files and its articles as rows.
// Copies differ as pages do: in every one, other words give way to made-up ones.
func variedSeeds(b *testing.B, dir string, n int) (pages, rows string) {
	names, err := fs.Glob(seeds.Files, "*.txt")
	if err != nil || len(names) == 0 {
		b.Fatal("no seeds")
	}
	page, err := fs.ReadFile(seeds.Files, names[0])
	if err != nil {
		b.Fatal(err)
	}
	pages, rows = filepath.Join(dir, "pages"), filepath.Join(dir, "rows.jsonl")
	if err := os.Mkdir(pages, 0o777); err != nil {
		b.Fatal(err)
	}
	words := []string{"社区", "街道", "服务", "文明", "治理", "培训", "食品", "急救", "苗木", "党员"}
	var lines bytes.Buffer
	for i := range n {
		text := string(page)
		for k, w := range words {
			text = strings.ReplaceAll(text, w, string([]rune{rune(0x4e00 + (i*37+k*911)%6000), rune(0x4e00 + (i*53+k*577)%6000)}))
		}
		day := time.Date(2020, 1, 1+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		if err := os.WriteFile(filepath.Join(pages, fmt.Sprintf("%s_%02d.txt", day, i%8+1)), []byte(text), 0o666); err != nil {
			b.Fatal(err)
		}
		row, err := json.Marshal(map[string]string{"id": fmt.Sprint(i), "date": day, "text": text})
		if err != nil {
			b.Fatal(err)
		}
		lines.Write(append(row, '\n'))
	}
	if err := os.WriteFile(rows, lines.Bytes(), 0o666); err != nil {
		b.Fatal(err)
	}
	return pages, rows
}

// sizeOf sums the bytes of a file or of all files in a folder.
func sizeOf(b *testing.B, path string) int64 {
	var n int64
	err := filepath.WalkDir(path, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		i, err := e.Info()
		n += i.Size()
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return n
}
