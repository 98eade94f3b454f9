package library

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"

	"baoge/app/archive"
)

// PathLine is a path that stays on its line: one with control characters is quoted as Go quotes.
func PathLine(path string) string {
	if strings.ContainsFunc(path, unicode.IsControl) {
		return strconv.Quote(path)
	}
	return path
}

// A ReportFormat is a form an import report can be written in.
type ReportFormat string

// The forms of a report. CSV begins with a byte order mark, without which office programs
// take UTF-8 for something else.
const (
	ReportText ReportFormat = "text"
	ReportCSV  ReportFormat = "csv"
	ReportJSON ReportFormat = "json"
)

var stateWords = map[archive.JobState]string{
	JobRunning: "进行中", JobDone: "完成", JobCancelled: "已取消", JobFailed: "中途出错", JobInterrupted: "中途断了", JobUndone: "已撤销",
}

// StateWord is the Chinese word for how a job stands.
func StateWord(s archive.JobState) string { return stateWords[s] }

var statusWords = map[Status]string{Imported: "已导入", Updated: "已更新", Unchanged: "无变化", Failed: "没导入"}

// StatusWord is the Chinese word for what became of a file.
func StatusWord(s Status) string { return statusWords[s] }

// WriteReport writes what became of every file of a job. Memory does not grow with their number.
func (l *Library) WriteReport(ctx context.Context, w io.Writer, n int64, f ReportFormat) error {
	j, err := l.Job(ctx, n)
	if err != nil {
		return err
	}
	b := bufio.NewWriter(w)
	write := map[ReportFormat]func(context.Context, io.Writer, Job) error{ReportText: l.textReport, ReportCSV: l.csvReport, ReportJSON: l.jsonReport}[f]
	if err := write(ctx, b, j); err != nil {
		return fmt.Errorf("report of import %d: %w", n, err)
	}
	return b.Flush()
}

// JobSummary is one line about a job.
func JobSummary(j Job) string {
	s := fmt.Sprintf("第 %d 次导入  %s  %s  %s：%d 个文件，新增 %d 篇", j.N, j.Began.Format(time.DateTime), j.Who, StateWord(j.State), j.Files, j.Articles)
	if j.Failed > 0 {
		s += fmt.Sprintf("，%d 个文件有问题", j.Failed)
	}
	return s
}

func (l *Library) textReport(ctx context.Context, w io.Writer, j Job) error {
	asked, err := RequestOf(j)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%s\n来自：%s\n", JobSummary(j), strings.Join(asked.Paths, "、"))
	if j.Error != "" {
		fmt.Fprintf(w, "中断原因：%s\n", j.Error)
	}
	return l.JobFiles(ctx, j.N, func(f FileRecord) error {
		_, err := fmt.Fprintf(w, "\n%s  %s\n", StatusWord(f.Status), PathLine(f.Path))
		if f.Status != Failed {
			fmt.Fprintf(w, "    %d 篇；%d 字：文章 %d、栏目与版头 %d、未归入文章 %d\n", f.Count, f.Chars.Total, f.Chars.Article, f.Chars.Label, f.Chars.Leftover)
		}
		lines := append([]string{f.Error}, f.Notes...)
		for _, r := range f.BadRows {
			lines = append(lines, fmt.Sprintf("第 %d 行：%s", r.Line, r.Error))
		}
		for _, s := range f.Labels {
			lines = append(lines, "栏目与版头："+s)
		}
		for _, s := range f.Leftover {
			lines = append(lines, "未归入文章："+s)
		}
		if s := repairsText(f.Repairs); s != "" {
			lines = append(lines, "修复："+s)
		}
		for _, s := range lines {
			if s != "" {
				fmt.Fprintf(w, "    %s\n", strings.ReplaceAll(s, "\n", " "))
			}
		}
		return err
	})
}

func repairsText(repairs []RuleCount) string {
	parts := make([]string, len(repairs))
	for i, r := range repairs {
		parts[i] = fmt.Sprintf("%s %d", r.Rule, r.Count)
	}
	return strings.Join(parts, "，")
}

func (l *Library) csvReport(ctx context.Context, w io.Writer, j Job) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	c.Write([]string{"文件", "格式", "结果", "篇数", "总字数", "文章字数", "栏目与版头字数", "未归入字数", "修复", "问题", "说明"})
	err := l.JobFiles(ctx, j.N, func(f FileRecord) error {
		problem := f.Error
		for _, r := range f.BadRows {
			problem += fmt.Sprintf(" 第 %d 行：%s", r.Line, r.Error)
		}
		n := strconv.Itoa
		return c.Write([]string{harmless(f.Path), f.Format, StatusWord(f.Status), n(f.Count), n(f.Chars.Total), n(f.Chars.Article), n(f.Chars.Label), n(f.Chars.Leftover),
			repairsText(f.Repairs), strings.TrimSpace(problem), strings.Join(f.Notes, " ")})
	})
	c.Flush()
	if err == nil {
		err = c.Error()
	}
	return err
}

// harmless keeps a spreadsheet from taking a file's name for a formula.
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// A JobDocument is a job in JSON; its files follow in a report.
type JobDocument struct {
	Job      int64            `json:"job"`
	State    archive.JobState `json:"state"`
	Began    string           `json:"began"` // RFC 3339
	Ended    string           `json:"ended"` // "" while it is under way
	Who      string           `json:"who"`
	Asked    JobRequest       `json:"asked"`
	Error    string           `json:"error"`
	Count    int              `json:"count"` // of files
	Failed   int              `json:"failed"`
	Articles int              `json:"articles"` // new ones
}

// DocumentOf makes the JSON document of a job.
func DocumentOf(j Job) (JobDocument, error) {
	asked, err := RequestOf(j)
	d := JobDocument{Job: j.N, State: j.State, Began: j.Began.Format(time.RFC3339), Who: j.Who, Asked: asked, Error: j.Error, Count: j.Files, Failed: j.Failed, Articles: j.Articles}
	if !j.Ended.IsZero() {
		d.Ended = j.Ended.Format(time.RFC3339)
	}
	return d, err
}

func (l *Library) jsonReport(ctx context.Context, w io.Writer, j Job) error {
	d, err := DocumentOf(j)
	if err != nil {
		return err
	}
	head, err := json.Marshal(d)
	if err != nil {
		return err
	}
	w.Write(append(head[:len(head)-1], `,"files":[`...)) // b's Flush tells of errors
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	comma := ""
	err = l.JobFiles(ctx, j.N, func(f FileRecord) error {
		io.WriteString(w, comma)
		comma = ","
		return e.Encode(f)
	})
	if err == nil {
		_, err = io.WriteString(w, "]}\n")
	}
	return err
}
