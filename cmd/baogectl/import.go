package main

import (
	"bufio"
	"fmt"
	"strings"
	"time"

	"baoge/app/ingest"
	"baoge/app/library"
	"baoge/app/paper"
)

type importCommand struct {
	Paths       []string   `arg:"" name:"path" help:"文件或文件夹；文件夹连同其中的文件夹一起导入。"`
	Date        paper.Date `placeholder:"YYYY-MM-DD" help:"见报日期。"`
	Page        string     `placeholder:"N" help:"版次，如 2、A1。"`
	PageLabel   string     `placeholder:"LABEL" help:"版名，如 要闻。"`
	Publication string     `placeholder:"NAME" help:"报纸名。"`
	Section     string     `placeholder:"NAME" help:"栏目名。"`
	DryRun      bool       `help:"只读入并报告，什么都不写。"`
	Pattern     string     `placeholder:"PATTERN" help:"怎样从路径看出日期和版次，如 '{publication}/{yyyy}-{mm}/{dd}/第{page}版_{label}'。"`
	Renew       bool       `help:"已导入过的文件按新规则重读；人工改过的仍然保留。"`
	Replace     bool       `help:"同一路径的文件内容变了时，以新的代替旧的；不写则两份都留下。"`
}

// importedFile is one file of the JSON document.
type importedFile struct {
	Path     string            `json:"path"`
	Format   string            `json:"format"`
	Status   library.Status    `json:"status"`
	Error    string            `json:"error"`
	Chars    importedChars     `json:"chars"`
	Articles []paper.ArticleID `json:"articles"`
	Labels   []string          `json:"labels"`
	Leftover []string          `json:"leftover"`
	Repairs  []importedRepair  `json:"repairs"`
	Notes    []string          `json:"notes"` // what to know of it though it was read
}

type importedChars struct {
	Total    int `json:"total"`
	Article  int `json:"article"`
	Label    int `json:"label"`
	Leftover int `json:"leftover"`
}

type importedRepair struct {
	Rule  string `json:"rule"`
	Count int    `json:"count"`
}

type importedDocument struct {
	Files    []importedFile `json:"files"`
	Articles int            `json:"articles"`
	Job      int64          `json:"job"` // its number, for jobs and undo; 0 of a dry run
}

// indexNow is the number of changes from which an import waits for the index; fewer are
// left to the next search, which takes them up in passing.
const indexNow = 300

// mostBadRows is how many rows of one file are told of one by one.
const mostBadRows = 1000

// requestOf reads a pattern for paths; "" is none.
func requestOf(pattern string) (library.Request, error) {
	var r library.Request
	if pattern == "" {
		return r, nil
	}
	p, err := ingest.ParsePattern(pattern)
	if err != nil {
		return r, usage("--pattern %s：%s", pattern, strings.TrimSuffix(library.Explain(err), "。"))
	}
	r.Options.Pattern = p
	return r, nil
}

// committed says that a file is safely in the library: one line, whatever its name holds.
func (d *desk) committed(path string) {
	if isTerminal(d.messages) {
		fmt.Fprint(d.messages, "\r\x1b[K") // over the line of progress
	}
	d.say("imported %s", library.PathLine(path))
}

// Run imports.
func (c *importCommand) Run(d *desk) error {
	var p library.Progress
	request, err := requestOf(c.Pattern)
	if err != nil {
		return err
	}
	o := &request.Options
	o.Date, o.Page, o.PageLabel, o.Publication, o.Section = c.Date, c.Page, c.PageLabel, c.Publication, c.Section
	request.Replace, request.Renew, request.Committed = c.Replace, c.Renew, d.committed
	var report *library.Report
	work := func() (err error) {
		if c.DryRun {
			report, err = library.DryRun(d.ctx, d.dir, c.Paths, request, &p)
			return err
		}
		return d.working(library.Options{Create: true}, func(l *library.Library) (err error) {
			if report, err = l.Import(d.ctx, c.Paths, request, &p); err != nil {
				return err
			}
			return c.settle(d, l, report)
		})
	}
	err = d.watch(func() string {
		return fmt.Sprintf("已读 %d / %d 个文件，新存 %d 篇%s  %s", p.Finished.Load(), p.Files.Load(), p.Articles.Load(), remaining(&p), library.PathLine(p.Current()))
	}, work)
	return c.tell(d, report, err)
}

func remaining(p *library.Progress) string {
	left, ok := p.Remaining()
	switch {
	case !ok:
		return ""
	case left < time.Minute:
		return fmt.Sprintf("，约剩 %d 秒", int(left.Seconds())+1)
	}
	return fmt.Sprintf("，约剩 %d 分钟", int(left.Minutes())+1)
}

// settle lets the index catch up with a large import. What it could not do waits for the next search.
func (c *importCommand) settle(d *desk, l *library.Library, r *library.Report) error {
	touched := 0
	for _, f := range r.Files {
		if f.Status != library.Unchanged {
			touched += len(f.Articles)
		}
	}
	if touched < indexNow {
		return nil
	}
	if err := l.WaitReady(d.ctx); err != nil && d.ctx.Err() == nil {
		d.say("文章都已存好，索引没有跟上，下次搜索时会补上：%s", library.Explain(err))
	}
	return nil
}

// tell reports every file, and err where the import ended early.
func (c *importCommand) tell(d *desk, r *library.Report, err error) error {
	if r == nil {
		return err
	}
	d.tellFiles(r)
	if err != nil {
		d.say("导入没有做完：%s", library.Explain(err))
	}
	if d.json {
		if e := d.document(importDocument(r)); e != nil {
			return e
		}
	} else if e := c.print(d, r); e != nil {
		return e
	}
	if err != nil || r.Failed() > 0 {
		return errReported
	}
	return nil
}

// tellFiles says what went wrong with files, and what to know of them though they were read.
func (d *desk) tellFiles(r *library.Report) {
	for _, f := range r.Files {
		if f.Err != nil {
			d.say("%s：%s", library.PathLine(f.Path), library.ExplainFile(f))
		}
		for i, row := range f.BadRows {
			if i == mostBadRows {
				d.say("%s 还有 %d 行没有读入。", library.PathLine(f.Path), len(f.BadRows)-i)
				break
			}
			d.say("%s %s", library.PathLine(f.Path), library.ExplainRow(row))
		}
		for _, n := range library.Notes(f) {
			d.say("%s：%s", library.PathLine(f.Path), n)
		}
	}
}

func importDocument(r *library.Report) importedDocument {
	doc := importedDocument{Files: []importedFile{}, Articles: r.Articles, Job: r.Job}
	for _, f := range r.Files {
		j := importedFile{
			Path: f.Path, Format: f.Format, Status: f.Status, Error: library.ExplainFile(f),
			Chars:    importedChars{f.Chars.Total, f.Chars.Article, f.Chars.Label, f.Chars.Leftover},
			Articles: list(f.Articles), Labels: list(f.Labels), Leftover: list(f.Leftover), Repairs: []importedRepair{}, Notes: list(library.Notes(f)),
		}
		for _, r := range f.Repairs {
			j.Repairs = append(j.Repairs, importedRepair{r.Rule, r.Count})
		}
		doc.Files = append(doc.Files, j)
	}
	return doc
}

func (c *importCommand) print(d *desk, r *library.Report) error {
	return d.print(func(w *bufio.Writer) {
		for _, f := range r.Files {
			fmt.Fprintf(w, "%s  %s", library.StatusWord(f.Status), library.PathLine(f.Path))
			if f.Status != library.Failed {
				fmt.Fprintf(w, "  %d 篇 %d 字", len(f.Articles), f.Chars.Article)
			}
			if f.Chars.Label+f.Chars.Leftover > 0 {
				fmt.Fprintf(w, "，另有栏目与版头 %d 字、未归入文章 %d 字", f.Chars.Label, f.Chars.Leftover)
			}
			fmt.Fprintln(w)
			for _, l := range f.Labels {
				fmt.Fprintf(w, "        栏目与版头：%s\n", l)
			}
			for _, l := range f.Leftover {
				fmt.Fprintf(w, "        未归入文章：%s\n", strings.ReplaceAll(l, "\n", " "))
			}
		}
		would := ""
		if c.DryRun {
			would = "（只是试读，什么都没有写）"
		}
		fmt.Fprintf(w, "%d 个文件，新增 %d 篇，%d 个文件有问题%s\n", len(r.Files), r.Articles, r.Failed(), would)
	})
}
