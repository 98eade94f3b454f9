package library

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"baoge/app/archive"
	"baoge/app/ingest"
)

// smallPages writes n files of a paragraph each.
func smallPages(t *testing.T, n int) string {
	t.Helper()
	dir := t.TempDir()
	for i := range n {
		text := fmt.Sprintf("# 第%d号通知\n\n第%d号通知的正文，请各处照办。\n", i, i)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%05d.md", i)), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// padPages makes pages too large to wait for others.
func padPages(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		_, err = f.WriteString("\n" + strings.Repeat("请各处照办。", smallPage/len("请各处照办。")+1) + "\n")
		if err := errors.Join(err, f.Close()); err != nil {
			t.Fatal(err)
		}
	}
}

// Small pages are committed together and told of one by one, in their order, after their
// commit: what is told of is there for a second reader of the library.
func TestSmallPagesAreCommittedTogether(t *testing.T) {
	const files = 3*batchPages + 7
	dir := smallPages(t, files)
	for name, text := range map[string]string{"00010b.md": "\x00\x01", "00011b.md": "# 第11号通知\n\n第11号通知的正文，请各处照办。\n", "00012b.md": strings.Repeat("很长的一版。\n\n", smallPage/10)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	home := t.TempDir()
	l, err := Open(t.Context(), home, Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	other, err := archive.Open(home, archive.ReadOnly)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	var told, steps []int
	report, err := l.Import(t.Context(), []string{dir}, Request{Committed: func(string) {
		c, err := other.Counts(t.Context())
		if err != nil {
			t.Error(err)
		}
		told = append(told, c.Sources)
		if n := len(steps); n == 0 || steps[n-1] != c.Sources {
			steps = append(steps, c.Sources)
		}
	}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, sources := range told {
		if sources < i+1 {
			t.Fatalf("file %d is told of when the library has %d", i+1, sources)
		}
	}
	if len(told) != files+1 || len(steps) > files/4 {
		t.Errorf("%d files told of after %d commits, want %d after few", len(told), len(steps), files+1)
	}
	if len(report.Files) != files+3 || report.Failed() != 1 || report.Articles != files+1 {
		t.Errorf("%d files, %d failed, %d articles", len(report.Files), report.Failed(), report.Articles)
	}
	for i := 1; i < len(report.Files); i++ {
		if report.Files[i-1].Path >= report.Files[i].Path {
			t.Errorf("%s is reported before %s", report.Files[i-1].Path, report.Files[i].Path)
		}
	}
	for _, f := range report.Files {
		switch filepath.Base(f.Path) {
		case "00010b.md":
			if f.Status != Failed || f.Err == nil {
				t.Errorf("noise: %+v", f)
			}
		case "00011b.md": // the same bytes, in the same batch
			if f.Status != Unchanged || filepath.Base(f.Same) != "00011.md" {
				t.Errorf("the same file again: %+v", f)
			}
		default:
			if f.Status != Imported || len(f.Articles) != 1 || f.Chars.Total == 0 {
				t.Errorf("%+v", f)
			}
		}
	}
	kept := 0
	if err := l.JobFiles(t.Context(), report.Job, func(FileRecord) error { kept++; return nil }); err != nil || kept != files+3 {
		t.Errorf("the record has %d files, %v", kept, err)
	}
}

// Cancelled, what is told of is what is stored, and the import can be resumed.
func TestCancelledBatch(t *testing.T) {
	const files = 3 * batchPages
	dir := smallPages(t, files)
	l, err := Open(t.Context(), t.TempDir(), Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	told := 0
	r, err := l.Import(ctx, []string{dir}, Request{Committed: func(string) {
		if told++; told == batchPages/2 {
			cancel()
		}
	}}, nil)
	c, e := l.Counts(t.Context())
	if !errors.Is(err, context.Canceled) || e != nil || told < batchPages/2 || told > batchPages || c.Articles != told || r.Articles != told || len(r.Files) != told {
		t.Fatalf("cancelled: told of %d, %d stored, %d reported, %v", told, c.Articles, len(r.Files), err)
	}
	kept := 0
	if err := l.JobFiles(t.Context(), r.Job, func(FileRecord) error { kept++; return nil }); err != nil || kept != told {
		t.Errorf("the record has %d files, %v", kept, err)
	}
	if r, err = l.Import(t.Context(), []string{dir}, Request{}, nil); err != nil || r.Articles != files-told || r.Files[0].Status != Unchanged {
		t.Errorf("resumed: %d new, %v", r.Articles, err)
	}
}

// readPages reads n small pages as an import does.
func readPages(t *testing.T, n int) (all []*reading) {
	t.Helper()
	dir := smallPages(t, n)
	for k := range n {
		path := filepath.Join(dir, fmt.Sprintf("%05d.md", k))
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		f, err := ingest.ReadPage(src, path, ingest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, &reading{path: path, origin: path, file: f, ready: make(chan struct{})})
	}
	return all
}

// A page that was read before a pause is stored, be it the only one.
func TestPausedBatch(t *testing.T) {
	a, err := archive.Create(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	stored := make(chan struct{}, 2)
	var p Progress
	i := newImporter(a, Request{}, &p, func() { stored <- struct{}{} })
	pages, inOrder, ended := readPages(t, 2), make(chan *reading), make(chan error, 1)
	go func() { ended <- i.store(t.Context(), inOrder) }()
	close(pages[0].ready)
	inOrder <- pages[0]
	inOrder <- pages[1] // the first waits for its commit now
	p.Pause()
	close(pages[1].ready)
	close(inOrder)
	select {
	case <-stored:
	case <-time.After(time.Minute):
		t.Error("a page that was read waits for the end of the pause")
	}
	p.Resume()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if c, err := a.Counts(t.Context()); err != nil || c.Sources != 2 {
		t.Errorf("%d sources, %v", c.Sources, err)
	}
}

// What became of files is in the record also when it could not be kept before the end.
func TestRecordAfterCancel(t *testing.T) {
	a, err := archive.Create(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	rec, err := record(t.Context(), a, Request{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if err := rec.file(ctx, FileReport{Path: "a.md", Status: Imported}, 1); err != nil {
		t.Fatal(err)
	}
	rec.kept = time.Time{} // so that the next is kept at once
	cancel()
	if err := rec.file(ctx, FileReport{Path: "b.md", Status: Imported}, 2); !errors.Is(err, context.Canceled) {
		t.Fatalf("cancelled: %v", err)
	}
	if err := rec.end(ctx, ctx.Err()); err != nil {
		t.Fatal(err)
	}
	var paths []string
	err = a.JobFiles(t.Context(), rec.job.N, func(f archive.JobFile) error { paths = append(paths, f.Path); return nil })
	if j, e := a.Job(t.Context(), rec.job.N); err != nil || e != nil || strings.Join(paths, " ") != "a.md b.md" || j.Files != 2 {
		t.Errorf("the record has %q, %+v, %v, %v", paths, j, err, e)
	}
}

// When some of a batch cannot be stored, its pages are stored one by one up to that.
func TestBatchAtFault(t *testing.T) {
	a, err := archive.Create(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	i := newImporter(a, Request{}, nil, func() {})
	for k, r := range readPages(t, 5) {
		if k == 3 {
			r.file.Articles[0].Blocks[0].Kind = "no kind"
		}
		i.batch.add(r)
	}
	err = i.flush(t.Context())
	if c, e := a.Counts(t.Context()); err == nil || e != nil || c.Sources != 3 {
		t.Errorf("%d of 3 good pages are stored, %v, %v", c.Sources, err, e)
	}
	if n := len(i.report.Files); n != 4 || i.report.Files[2].Err != nil || i.report.Files[3].Err == nil {
		t.Errorf("%d files are reported", n)
	}
}
