package library

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"baoge/app/archive"
	"baoge/app/paper"
)

// How a job stands; see the archive.
const (
	JobRunning     = archive.JobRunning
	JobDone        = archive.JobDone
	JobCancelled   = archive.JobCancelled
	JobFailed      = archive.JobFailed
	JobInterrupted = archive.JobInterrupted
	JobUndone      = archive.JobUndone
)

// Jobs lists the imports, newest first; a limit below 0 is none.
func (l *Library) Jobs(ctx context.Context, limit int) ([]Job, error) {
	return l.archive.Jobs(ctx, limit)
}

// Job gives one import, or fails with archive.ErrNoJob.
func (l *Library) Job(ctx context.Context, n int64) (Job, error) { return l.archive.Job(ctx, n) }

// UndoJob takes a whole import back: what it brought goes, what it changed says again what
// it said before. Articles that a person or a later import changed since stay and are
// told; with all, those a person changed go too.
func (l *Library) UndoJob(ctx context.Context, n int64, all bool) (Undone, error) {
	defer l.nudge()
	return l.archive.UndoJob(ctx, n, all)
}

// A JobRequest is what was asked of an import, as Job.What has it in JSON.
type JobRequest struct {
	Paths       []string   `json:"paths"`
	Date        paper.Date `json:"date"`
	Page        string     `json:"page"`
	PageLabel   string     `json:"page_label"`
	Publication string     `json:"publication"`
	Section     string     `json:"section"`
	Pattern     string     `json:"pattern"`
	Replace     bool       `json:"replace"`
	Renew       bool       `json:"renew"`
	Watched     string     `json:"watched"` // the watched folder that the files came into; "" where a person asked
}

// RequestOf reads what was asked of a job.
func RequestOf(j Job) (JobRequest, error) {
	var r JobRequest
	if err := json.Unmarshal([]byte(j.What), &r); err != nil {
		return r, fmt.Errorf("import %d: what was asked: %w", j.N, err)
	}
	return r, nil
}

// A FileRecord is what stays of one file of a job. Lists are never nil.
type FileRecord struct {
	Path     string            `json:"path"`
	Format   string            `json:"format"`
	Status   Status            `json:"status"`
	Error    string            `json:"error"` // a sentence; "" when all went well
	Chars    Account           `json:"chars"`
	Count    int               `json:"count"`    // of its articles
	Articles []paper.ArticleID `json:"articles"` // their IDs; none of a file with more than mostRecorded
	Labels   []string          `json:"labels"`
	Leftover []string          `json:"leftover"`
	Repairs  []RuleCount       `json:"repairs"`
	BadRows  []BadRow          `json:"bad_rows"` // the first mostRecorded
	Notes    []string          `json:"notes"`    // sentences: what a person should know though the file was read
}

// A BadRow is a row of JSON Lines that was refused.
type BadRow struct {
	Line  int    `json:"line"`
	Error string `json:"error"`
}

// mostRecorded bounds what is kept of a file of very many articles or bad rows.
const mostRecorded = 1000

func recordOf(f FileReport) FileRecord {
	r := FileRecord{
		Path: f.Path, Format: f.Format, Status: f.Status, Error: ExplainFile(f), Chars: Account(f.Chars), Count: len(f.Articles),
		Articles: []paper.ArticleID{}, Labels: filled(f.Labels), Leftover: filled(f.Leftover), Repairs: filled(f.Repairs), BadRows: []BadRow{}, Notes: filled(Notes(f)),
	}
	if len(f.Articles) <= mostRecorded {
		r.Articles = filled(f.Articles)
	}
	for _, b := range f.BadRows[:min(len(f.BadRows), mostRecorded)] {
		r.BadRows = append(r.BadRows, BadRow{b.Line, Explain(b.Err)})
	}
	return r
}

func filled[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// JobFiles calls fn with what became of each file of a job, in the order they came.
func (l *Library) JobFiles(ctx context.Context, n int64, fn func(FileRecord) error) error {
	return l.archive.JobFiles(ctx, n, func(f archive.JobFile) error {
		var r FileRecord
		if err := json.Unmarshal([]byte(f.Report), &r); err != nil {
			return fmt.Errorf("import %d: report of %s: %w", n, f.Path, err)
		}
		return fn(r)
	})
}

// A recorder keeps the report of an import in the library while it runs.
type recorder struct {
	archive *archive.Archive
	job     archive.Job
	pending []archive.JobFile
	kept    time.Time // when files were last kept
}

// Report lines are kept together: what is in the library itself is never behind.
const (
	keepFiles = 200
	keepEvery = time.Second
)

func record(ctx context.Context, a *archive.Archive, r Request, paths []string) (*recorder, error) {
	o := r.Options
	asked := JobRequest{Paths: filled(paths), Date: o.Date, Page: o.Page, PageLabel: o.PageLabel, Publication: o.Publication, Section: o.Section, Replace: r.Replace, Renew: r.Renew, Watched: r.Watched}
	if o.Pattern != nil {
		asked.Pattern = o.Pattern.String()
	}
	what, err := json.Marshal(asked)
	if err != nil {
		return nil, fmt.Errorf("begin import: %w", err)
	}
	n, err := a.BeginJob(ctx, r.Who, string(what))
	if err != nil {
		return nil, err
	}
	return &recorder{archive: a, job: archive.Job{N: n}, kept: time.Now()}, nil
}

// file keeps what became of a file, now or with the next ones; newArticles is the sum so far.
func (r *recorder) file(ctx context.Context, f FileReport, newArticles int) error {
	report, err := json.Marshal(recordOf(f))
	if err != nil {
		return fmt.Errorf("keep import report: %w", err)
	}
	r.job.Files++
	if r.job.Articles = newArticles; f.Err != nil {
		r.job.Failed++
	}
	r.pending = append(r.pending, archive.JobFile{Path: f.Path, Status: f.Status, Error: ExplainFile(f), Report: string(report)})
	if len(r.pending) < keepFiles && time.Since(r.kept) < keepEvery {
		return nil
	}
	return r.keep(ctx)
}

// keep writes the lines that are pending; where it fails they stay so, for end.
func (r *recorder) keep(ctx context.Context) error {
	if err := r.archive.AddJobFiles(ctx, r.job, r.pending); err != nil {
		return err
	}
	r.pending, r.kept = nil, time.Now()
	return nil
}

// end says how the import ended; it does so also when ctx was what ended it.
func (r *recorder) end(ctx context.Context, why error) error {
	state, text := archive.JobDone, ""
	switch {
	case errors.Is(why, context.Canceled):
		state = archive.JobCancelled
	case why != nil:
		state, text = archive.JobFailed, Explain(why)
	}
	ctx = context.WithoutCancel(ctx)
	return errors.Join(r.keep(ctx), r.archive.EndJob(ctx, r.job.N, state, text))
}

// Notes says in sentences what a person should know of a file though it was read: the
// same bytes came before, newer rules could read it anew, what was set by hand was lost,
// pictures or an OCR engine that are missing.
func Notes(f FileReport) []string {
	var out []string
	if f.Same != "" {
		out = append(out, fmt.Sprintf("与先前导入的“%s”内容完全相同，没有重复存入。", f.Same))
	}
	if f.Other != "" {
		out = append(out, "这个路径先前导入过不同的内容，两份都已保留；要以新代旧，请选“代替”（--replace）。")
	}
	if f.Older && f.Status != Updated {
		out = append(out, "这个文件是用旧规则读入的；要按新规则重读，请选“重读”（--renew）。")
	}
	if f.Arranged {
		out = append(out, "这一版是人工整理过的，没有重读。")
	}
	for _, x := range f.Lost {
		out = append(out, explainLost(x))
	}
	for _, n := range f.Notes {
		out = append(out, Explain(n))
	}
	return out
}

var fieldWords = map[string]string{
	"kicker": "引题", "headline": "标题", "subhead": "副题", "dateline": "电头", "credits": "作者", "credit_line": "署名", "credit_at": "署名位置",
	"blocks": "正文", "date": "日期", "page": "版次", "page_label": "版名", "publication": "报纸", "section": "栏目", "arranged": "拆分合并",
	"withdrawn": "撤稿", "reason": "撤稿原因", "place": "次序", "external_id": "外部编号",
}

// FieldWord is the Chinese word for a field of an article's history.
func FieldWord(name string) string {
	if w := fieldWords[name]; w != "" {
		return w
	}
	return name
}

func explainLost(x Lost) string {
	words := ""
	for _, f := range x.Fields {
		if words != "" {
			words += "、"
		}
		words += FieldWord(f)
	}
	if x.Gone {
		return fmt.Sprintf("新文件里没有“%s”，它人工改过的%s也随之移去（可撤销这次导入找回）。", x.Headline, words)
	}
	return fmt.Sprintf("“%s”人工改过的%s与新文件不同，以新文件为准（旧的在历史里）。", x.Headline, words)
}
