package library

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"baoge/app/archive"
	"baoge/app/ingest"
	"baoge/app/paper"
)

// rowsBatch is how many rows of JSON Lines are stored in one step.
const rowsBatch = 1000

// An importer is one import under way. Pages are read on all cores and stored in
// order by the caller's goroutine.
type importer struct {
	archive *archive.Archive
	request Request
	p       *Progress
	stored  func() // the archive changed
	dry     bool   // ask the archive, write nothing
	job     int64  // the import's number in the archive; 0 in a dry run
	report  *Report
}

func newImporter(a *archive.Archive, r Request, p *Progress, stored func()) *importer {
	if p == nil {
		p = &Progress{}
	}
	return &importer{archive: a, request: r, p: p, stored: stored, report: &Report{}}
}

// A reading is one file on its way: found, being read, read.
type reading struct {
	path, origin string
	entry        *ingest.Entry // nil where there is none, as in a tree
	rows         bool
	file         *ingest.File
	err          error
	ready        chan struct{} // closed when file or err is there
}

// files imports files and folders.
func (i *importer) files(ctx context.Context, paths []string) (*Report, error) {
	return i.run(ctx, func(ctx context.Context, found func(*reading) error) error {
		return ingest.Walk(ctx, paths, func(entry *ingest.Entry, err error) error {
			abs, e := filepath.Abs(entry.Path)
			return found(&reading{path: entry.Path, origin: abs, entry: entry, err: errors.Join(err, e)})
		})
	}, func(ctx context.Context, r *reading) {
		if r.rows, r.err = r.entry.IsRows(); r.err == nil && !r.rows {
			r.file, r.err = r.entry.Read(ctx, i.request.Options)
		}
	})
}

// tree imports the page files of a file system.
func (i *importer) tree(ctx context.Context, files fs.FS, prefix string) (*Report, error) {
	return i.run(ctx, func(ctx context.Context, found func(*reading) error) error {
		return fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() {
				return ctx.Err()
			}
			return found(&reading{path: name, err: err})
		})
	}, func(_ context.Context, r *reading) {
		var src []byte
		if src, r.err = fs.ReadFile(files, r.path); r.err == nil {
			r.path = path.Join(prefix, r.path)
			r.file, r.err = ingest.ReadPage(src, r.path, i.request.Options)
		}
	})
}

// run finds files with walk, reads them with read on all cores, and stores them in the
// order they were found.
func (i *importer) run(ctx context.Context, walk func(context.Context, func(*reading) error) error, read func(context.Context, *reading)) (*Report, error) {
	cores := runtime.GOMAXPROCS(0)
	g, gctx := errgroup.WithContext(ctx)
	inOrder := make(chan *reading, 2*cores) // bounds the files in memory
	toRead := make(chan *reading)
	g.Go(func() error {
		defer close(inOrder)
		defer close(toRead)
		defer i.p.Walked.Store(true)
		return walk(gctx, func(r *reading) error {
			r.ready = make(chan struct{})
			i.p.Files.Add(1)
			return hand(gctx, r, inOrder, toRead)
		})
	})
	for range cores {
		g.Go(func() error {
			for r := range toRead {
				if r.err == nil {
					read(gctx, r)
				}
				close(r.ready)
			}
			return nil
		})
	}
	g.Go(func() error {
		for r := range inOrder {
			<-r.ready
			if err := i.take(gctx, r); err != nil {
				return err
			}
		}
		return nil
	})
	err := g.Wait()
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return i.report, fmt.Errorf("import: %w", err)
	}
	return i.report, nil
}

// hand gives a file to the readers and, in order, to the one who stores.
func hand(ctx context.Context, r *reading, inOrder, toRead chan<- *reading) error {
	select {
	case toRead <- r:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case inOrder <- r:
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

// take stores one file and reports it. The error is one that ends the import.
func (i *importer) take(ctx context.Context, r *reading) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if r.entry != nil {
		defer r.entry.Close()
	}
	i.p.current.Store(&r.path)
	report := FileReport{Path: r.path}
	var fatal error
	switch {
	case r.err != nil:
		if ctx.Err() != nil {
			return ctx.Err()
		}
		report.Status, report.Err = Failed, r.err
	case r.rows:
		fatal = i.takeRows(ctx, r, &report)
	default:
		fatal = i.takePage(ctx, r, &report)
	}
	if fatal != nil && report.Err == nil {
		report.Status, report.Err = Failed, fatal
	}
	if report.Err != nil {
		i.p.Failed.Add(1)
	}
	i.p.Finished.Add(1)
	i.report.Files = append(i.report.Files, report)
	if i.request.Done != nil {
		i.request.Done(report)
	}
	return fatal
}

func (i *importer) takePage(ctx context.Context, r *reading, report *FileReport) error {
	f := r.file
	report.Format, report.Chars, report.Labels, report.Leftover, report.Repairs = f.Source.Format, f.Chars, f.Labels, f.Leftover, countRules(f.Repairs)
	i.p.Bytes.Add(int64(len(f.Source.Bytes)))
	add := i.archive.AddPage
	if i.dry {
		add = i.archive.ProbePage
	}
	added, err := add(ctx, pageOf(f, r.origin, i.request.Options), i.how())
	if err != nil {
		return err
	}
	report.Status, report.Articles, report.Other, report.Replaced = added.Status, added.IDs, added.Other, added.Replaced
	report.Same, report.Older, report.Arranged, report.Lost = added.Same, added.Older, added.Arranged, added.Lost
	i.committed(r.path, added)
	return nil
}

// pageOf hands a file that was read to the archive.
func pageOf(f *ingest.File, origin string, o ingest.Options) archive.Page {
	return archive.Page{
		Source: f.Source, Origin: origin, Articles: f.Articles,
		Given:  archive.Metadata{Date: o.Date, Page: o.Page, PageLabel: o.PageLabel, Publication: o.Publication, Section: o.Section},
		Labels: f.Labels, Leftover: f.Leftover, Repairs: f.Repairs, Chars: archive.Account(f.Chars),
		Media: f.Media, Scans: scansOf(f.Scans),
	}
}

func scansOf(scans []ingest.Scan) []archive.Scan {
	var out []archive.Scan
	for _, s := range scans {
		to := archive.Scan{Medium: s.Medium, Page: s.Page}
		for _, w := range s.Words {
			to.Words = append(to.Words, archive.ScanWord{
				Index: w.Article, Part: w.Part, Start: w.Start, End: w.End,
				Box: [4]float32{float32(w.Box.Left), float32(w.Box.Top), float32(w.Box.Right), float32(w.Box.Bottom)},
			})
		}
		out = append(out, to)
	}
	return out
}

func (i *importer) how() archive.How {
	return archive.How{Job: i.job, Who: i.request.Who, Replace: i.request.Replace, Renew: i.request.Renew}
}

// committed tells of what has just been stored.
func (i *importer) committed(path string, added archive.Added) {
	i.report.Articles += added.New
	i.p.Articles.Add(int64(added.New))
	if i.dry || added.Status == Unchanged {
		return
	}
	i.stored()
	if i.request.Committed != nil {
		i.request.Committed(path)
	}
}

// takeRows reads a JSON Lines file twice: for its SHA-256, which names the source, and
// for its rows.
func (i *importer) takeRows(ctx context.Context, r *reading, report *FileReport) error {
	report.Format = "jsonl"
	src := paper.Source{Path: r.path, Format: "jsonl", Rules: ingest.RulesVersion}
	var err error
	if src.SHA256, err = sumOf(ctx, r.entry); err != nil {
		report.Status, report.Err = Failed, err
		return ctx.Err()
	}
	file, err := r.entry.Open()
	if err != nil {
		report.Status, report.Err = Failed, err
		return nil
	}
	defer file.Close()
	rows := &rowsTaker{importer: i, report: report, path: r.path, sha256: src.SHA256, seen: map[paper.ArticleID]bool{}}
	sum := sha256.New()
	var bytes io.Reader = io.TeeReader(file, sum)
	if !i.dry {
		if rows.into, err = i.archive.BeginRows(ctx, src, r.origin, i.how()); err != nil {
			return err
		}
		bytes = io.TeeReader(bytes, rows.into)
	}
	report.Status = Unchanged
	report.BadRows, err = ingest.Rows(ctx, bytes, i.request.Options, rowsBatch, func(batch []ingest.Row) error { return rows.take(ctx, batch) })
	switch {
	case rows.fatal != nil:
		return rows.fatal
	case ctx.Err() != nil:
		return ctx.Err()
	case err == nil && hex.EncodeToString(sum.Sum(nil)) != src.SHA256:
		err = ErrFileChanged
	}
	if err == nil && !i.dry {
		if err := rows.finish(ctx); err != nil {
			return err
		}
	}
	rows.judge(err)
	return nil
}

// ErrFileChanged says that a file was written to while it was being imported.
var ErrFileChanged = errors.New("file changed while it was read")

// ErrBadRows says that some rows of a JSON Lines file were refused; FileReport.BadRows has them.
var ErrBadRows = errors.New("some rows were refused")

// A rowsTaker stores the batches of one JSON Lines file and sums up what they came to.
type rowsTaker struct {
	*importer
	into   *archive.RowImport // nil in a dry run
	report *FileReport
	path   string
	sha256 string // of the file
	seen   map[paper.ArticleID]bool
	fatal  error // of the archive
}

func (t *rowsTaker) take(ctx context.Context, batch []ingest.Row) error {
	var rows archive.Rows
	for _, r := range batch {
		rows.Articles, rows.Raw, rows.Lines = append(rows.Articles, r.Article), append(rows.Raw, r.Raw), append(rows.Lines, r.Line)
		n := r.Article.Chars()
		t.report.Chars.Total += n
		t.report.Chars.Article += n
		t.p.Bytes.Add(int64(len(r.Raw)))
	}
	var added archive.Added
	if t.into == nil {
		added, t.fatal = t.archive.ProbeRows(ctx, t.sha256, rows, t.how())
	} else {
		added, t.fatal = t.into.Add(ctx, rows)
	}
	if t.fatal != nil {
		return t.fatal
	}
	t.report.Lost = append(t.report.Lost, added.Lost...)
	for _, id := range added.IDs {
		if !t.seen[id] {
			t.seen[id] = true
			t.report.Articles = append(t.report.Articles, id)
		}
	}
	t.better(added.Status)
	t.committed(t.path, added)
	return nil
}

// better raises the file's status: one new row makes it imported, one changed updated.
func (t *rowsTaker) better(s Status) {
	if s == Imported || s == Updated && t.report.Status == Unchanged {
		t.report.Status = s
	}
}

func (t *rowsTaker) finish(ctx context.Context) error {
	done, err := t.into.Finish(ctx)
	if err != nil {
		return err
	}
	t.report.Other, t.report.Replaced = done.Other, done.Replaced
	t.better(done.Status)
	t.stored()
	return nil
}

// judge decides what the file as a whole came to.
func (t *rowsTaker) judge(err error) {
	if err == nil && len(t.report.BadRows) > 0 {
		err = ErrBadRows
	}
	t.report.Err = err
	if err != nil && len(t.report.Articles) == 0 {
		t.report.Status = Failed
	}
}

func sumOf(ctx context.Context, entry *ingest.Entry) (string, error) {
	file, err := entry.Open()
	if err != nil {
		return "", err
	}
	defer file.Close()
	h := sha256.New()
	for {
		_, err := io.CopyN(h, file, 8<<20)
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// countRules sums repairs up by rule, in the order of their names.
func countRules(repairs []paper.Repair) []RuleCount {
	counts := map[string]int{}
	for _, r := range repairs {
		counts[r.Rule]++
	}
	var out []RuleCount
	for rule, n := range counts {
		out = append(out, RuleCount{rule, n})
	}
	slices.SortFunc(out, func(a, b RuleCount) int { return strings.Compare(a.Rule, b.Rule) })
	return out
}
