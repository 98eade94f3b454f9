package library

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"

	"baoge/app/archive"
	"baoge/app/ingest"
	"baoge/app/paper"
)

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
	rows := &rowsTaker{importer: i, reading: r, report: report, sha256: src.SHA256, seen: map[paper.ArticleID]bool{}}
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
	case rows.into != nil && rows.into.Err() != nil:
		return rows.into.Err()
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
	into *archive.RowImport // nil in a dry run
	*reading
	report *FileReport
	sha256 string // of the file
	seen   map[paper.ArticleID]bool
	fatal  error // of the archive
}

func (t *rowsTaker) take(ctx context.Context, batch []ingest.Row) error {
	if err := t.pass(ctx); err != nil {
		return err
	}
	var rows archive.Rows
	for _, r := range batch {
		rows.Articles, rows.Raw, rows.Lines = append(rows.Articles, r.Article), append(rows.Raw, r.Raw), append(rows.Lines, r.Line)
		n := r.Article.Chars()
		t.report.Chars.Total += n
		t.report.Chars.Article += n
		t.p.Bytes.Add(int64(len(r.Raw)))
		more := min(int64(len(r.Raw))+1, t.size-t.counted)
		t.counted += more
		t.p.over.Add(more)
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
	if t.report.Same, t.report.Older = t.into.Before(); t.report.Same == t.path {
		t.report.Same = ""
	}
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
