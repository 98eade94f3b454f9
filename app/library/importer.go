package library

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
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
	stored  func()    // the archive changed
	dry     bool      // ask the archive, write nothing
	record  *recorder // nil in a dry run
	report  *Report
	batch   pageBatch
	most    int // pages committed together
}

func newImporter(a *archive.Archive, r Request, p *Progress, stored func()) *importer {
	if p == nil {
		p = &Progress{}
	}
	if r.Options.Engine == nil {
		r.Options.Engine = new(ingest.Engine) // asked once an import: it may be installed before the next one
	}
	return &importer{archive: a, request: r, p: p, stored: stored, report: &Report{}, most: batchPages}
}

// A reading is one file on its way: found, being read, read.
type reading struct {
	path, origin string
	entry        *ingest.Entry // nil where there is none, as in a tree
	kept         string        // SHA-256 of what is in the library already and read from there; else ""
	size         int64         // bytes on the disk
	counted      int64         // of them, in Progress already
	rows         bool
	file         *ingest.File
	err          error
	ready        chan struct{} // closed when file or err is there
}

// files imports files and folders.
func (i *importer) files(ctx context.Context, paths []string) (*Report, error) {
	return i.run(ctx, paths, func(ctx context.Context, found func(*reading) error) error {
		return ingest.Walk(ctx, paths, func(entry *ingest.Entry, err error) error {
			abs, e := filepath.Abs(entry.Path)
			return found(&reading{path: entry.Path, origin: abs, entry: entry, size: bytesOf(entry.Path), err: errors.Join(err, e)})
		})
	}, func(ctx context.Context, r *reading) {
		if r.rows, r.err = r.entry.IsRows(); r.err == nil && !r.rows {
			r.file, r.err = r.entry.Read(ctx, i.request.Options)
		}
	})
}

// tree imports the page files of a file system.
func (i *importer) tree(ctx context.Context, files fs.FS, prefix string) (*Report, error) {
	return i.run(ctx, []string{prefix}, func(ctx context.Context, found func(*reading) error) error {
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

// A walker finds files and hands each to found, in order.
type walker func(ctx context.Context, found func(*reading) error) error

// run does the import and keeps its report in the library.
func (i *importer) run(ctx context.Context, paths []string, walk walker, read func(context.Context, *reading)) (*Report, error) {
	i.p.begin()
	if i.request.Who == "" {
		i.request.Who = me()
	}
	if !i.dry {
		record, err := record(ctx, i.archive, i.request, paths)
		if err != nil {
			return i.report, fmt.Errorf("import: %w", err)
		}
		i.record, i.report.Job = record, record.job.N
	}
	err := i.flow(ctx, walk, read)
	if err == nil {
		err = ctx.Err()
	}
	if i.record != nil {
		if e := i.record.end(ctx, err); err == nil {
			err = e
		}
	}
	if err != nil {
		return i.report, fmt.Errorf("import: %w", err)
	}
	return i.report, nil
}

// flow finds files with walk, reads them with read on all cores, and stores them in the
// order they were found.
func (i *importer) flow(ctx context.Context, walk walker, read func(context.Context, *reading)) error {
	cores := runtime.GOMAXPROCS(0)
	g, gctx := errgroup.WithContext(ctx)
	inOrder := make(chan *reading, 2*cores) // bounds the files in memory
	toRead := make(chan *reading)
	g.Go(func() error { return i.count(gctx, walk) })
	g.Go(func() error {
		defer close(inOrder)
		defer close(toRead)
		return walk(gctx, func(r *reading) error {
			r.ready = make(chan struct{})
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
		return i.store(gctx, inOrder)
	})
	return g.Wait()
}

// count walks ahead of those who read, so that the import knows how much there is to do.
func (i *importer) count(ctx context.Context, walk walker) error {
	err := walk(ctx, func(r *reading) error {
		i.p.Files.Add(1)
		i.p.Size.Add(r.size)
		if r.entry != nil && r.err == nil {
			return r.entry.Close()
		}
		return nil
	})
	i.p.Walked.Store(err == nil)
	return err
}

func bytesOf(path string) int64 {
	st, err := os.Stat(path)
	if err != nil { // a member of an archive, or a file whose own reading tells what is wrong
		return 0
	}
	return st.Size()
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
	return i.finish(ctx, r, func(report *FileReport) error {
		switch {
		case r.err != nil:
			report.Status, report.Err = Failed, r.err
			return nil
		case r.rows:
			return i.takeRows(ctx, r, report)
		}
		return i.takePage(ctx, r, report)
	})
}

// finish reports one file after store stored it. The error is one that ends the import.
func (i *importer) finish(ctx context.Context, r *reading, store func(*FileReport) error) error {
	if r.entry != nil && r.err == nil {
		defer r.entry.Close()
	}
	i.p.current.Store(&r.path)
	report := FileReport{Path: r.path}
	fatal := store(&report)
	if fatal != nil && report.Err == nil {
		report.Status, report.Err = Failed, fatal
	}
	if report.Err != nil {
		i.p.Failed.Add(1)
	}
	i.p.Finished.Add(1)
	i.p.over.Add(r.size - r.counted)
	i.report.Files = append(i.report.Files, report)
	if i.request.Done != nil {
		i.request.Done(report)
	}
	if i.record != nil && fatal == nil {
		fatal = i.record.file(ctx, report, i.report.Articles)
	}
	return fatal
}

func (i *importer) takePage(ctx context.Context, r *reading, report *FileReport) error {
	add := i.archive.AddPage
	if i.dry {
		add = i.archive.ProbePage
	}
	i.describe(r.file, report)
	how := i.how()
	if len(r.file.Articles) == 0 && report.Unread() || isWithoutOCR(r.file) {
		how.Renew = false // what an engine read once stays where none reads it now
	}
	added, err := add(ctx, pageOf(r.file, r.origin, i.request.Options), how)
	if err != nil {
		return err
	}
	i.tellPage(r, report, added)
	return nil
}

// isWithoutOCR reports whether pages of a file were not read, as there is no engine.
func isWithoutOCR(f *ingest.File) bool {
	return slices.ContainsFunc(f.Notes, func(n error) bool { return errors.Is(n, ingest.ErrNoOCR) })
}

// describe says in the report what was read of a page.
func (i *importer) describe(f *ingest.File, report *FileReport) {
	report.Format, report.Chars, report.Labels, report.Leftover, report.Repairs = f.Source.Format, f.Chars, f.Labels, f.Leftover, countRules(f.Repairs)
	report.Notes = f.Notes
	i.p.Bytes.Add(int64(len(f.Source.Bytes)))
}

// tellPage says in the report what a page that was stored came to.
func (i *importer) tellPage(r *reading, report *FileReport, added archive.Added) {
	report.Status, report.Articles, report.Other, report.Replaced = added.Status, added.IDs, added.Other, added.Replaced
	report.Same, report.Older, report.Arranged, report.Lost = added.Same, added.Older, added.Arranged, added.Lost
	i.committed(r.path, added)
}

// pageOf hands a file that was read to the archive.
func pageOf(f *ingest.File, origin string, o ingest.Options) archive.Page {
	return archive.Page{
		Source: f.Source, Origin: origin, Articles: f.Articles,
		Given:  archive.Metadata{Date: o.Date, Page: o.Page, PageLabel: o.PageLabel, Publication: o.Publication, Section: o.Section},
		Labels: f.Labels, Leftover: f.Leftover, Repairs: f.Repairs, Chars: archive.Account(f.Chars),
		Media: f.Media, Scans: scansOf(f), Reading: f.Reading,
	}
}

func scansOf(f *ingest.File) []archive.Scan {
	var out []archive.Scan
	texts := textsOf(f)
	for _, s := range f.Scans {
		to := archive.Scan{Medium: s.Medium, Page: s.Page}
		for _, w := range s.Words {
			to.Words = append(to.Words, archive.ScanWord{
				Index: w.Article, Part: w.Part, Start: w.Start, End: w.End, Text: texts.of(w),
				Box: [4]float32{float32(w.Box.Left), float32(w.Box.Top), float32(w.Box.Right), float32(w.Box.Bottom)},
			})
		}
		out = append(out, to)
	}
	return out
}

// texts are those of a file's articles, in runes.
type texts map[textOf][]rune

type textOf struct {
	article int
	part    paper.Part
}

func textsOf(f *ingest.File) texts {
	out := texts{}
	if len(f.Scans) == 0 {
		return out
	}
	for i, a := range f.Articles {
		for _, t := range a.Texts() {
			out[textOf{i, t.Part}] = []rune(t.Text)
		}
	}
	return out
}

// of is the text of a word on a scan.
func (t texts) of(w ingest.Word) string {
	all := t[textOf{w.Article, w.Part}]
	if w.Start < 0 || w.End > len(all) || w.Start > w.End {
		return ""
	}
	return string(all[w.Start:w.End])
}

func (i *importer) how() archive.How {
	h := archive.How{Who: i.request.Who, Replace: i.request.Replace, Renew: i.request.Renew}
	if i.record != nil {
		h.Job = i.record.job.N
	}
	return h
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
