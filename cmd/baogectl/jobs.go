package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"baoge/app/archive"
	"baoge/app/export"
	"baoge/app/library"
	"baoge/app/paper"
)

type jobsCommand struct {
	Job    int64  `arg:"" optional:"" help:"看这一次导入的详细报告；不写则列出全部。"`
	Limit  int    `default:"-1" placeholder:"N" help:"最多列几次；不写则全列。"`
	Format string `default:"text" enum:"text,csv,json" help:"报告的格式：text、csv、json。"`
	Out    string `placeholder:"FILE" help:"写到文件；不写则写到标准输出。"`
}

type jobsDocument struct {
	Jobs []library.JobDocument `json:"jobs"`
}

// Run lists imports, or writes the report of one.
func (c *jobsCommand) Run(d *desk) error {
	return d.reading(func(l *library.Library) error {
		if c.Job != 0 {
			return c.report(d, l)
		}
		jobs, err := l.Jobs(d.ctx, c.Limit)
		if err != nil {
			return err
		}
		doc := jobsDocument{Jobs: []library.JobDocument{}}
		for _, j := range jobs {
			one, err := library.DocumentOf(j)
			if err != nil {
				return err
			}
			doc.Jobs = append(doc.Jobs, one)
		}
		if d.json {
			return d.document(doc)
		}
		return d.print(func(w *bufio.Writer) {
			for _, j := range jobs {
				fmt.Fprintln(w, library.JobSummary(j))
			}
			fmt.Fprintf(w, "共 %d 次\n", len(jobs))
		})
	})
}

func (c *jobsCommand) report(d *desk, l *library.Library) error {
	format := library.ReportFormat(c.Format)
	if d.json {
		format = library.ReportJSON
	}
	write := func(w io.Writer) error { return l.WriteReport(d.ctx, w, c.Job, format) }
	if c.Out != "" {
		return export.Beside(c.Out, write)
	}
	return write(d.out)
}

type undoCommand struct {
	N    int64 `arg:"" help:"第几次导入，见 jobs；加 --edit 时是改动的编号，见 history。"`
	Edit bool  `help:"撤销一次改动，而不是一次导入。"`
	All  bool  `help:"连同导入之后人工改过的文章一起撤去。"`
}

// undoneDocument is what the undoing of an import did.
type undoneDocument struct {
	Job      int64             `json:"job"`
	Removed  int               `json:"removed"`
	Restored int               `json:"restored"`
	Kept     []paper.ArticleID `json:"kept"`
}

// Run takes back an import or an edit.
func (c *undoCommand) Run(d *desk) error {
	return d.working(library.Options{}, func(l *library.Library) error {
		if c.Edit {
			return turned(d, c.N, "已撤销", l.Undo)
		}
		u, err := l.UndoJob(d.ctx, c.N, c.All)
		if err != nil {
			return err
		}
		if d.json {
			return d.document(undoneDocument{c.N, u.Removed, u.Restored, list(u.Kept)})
		}
		return d.print(func(w *bufio.Writer) {
			fmt.Fprintf(w, "第 %d 次导入已撤销：移去 %d 篇，复原 %d 篇\n", c.N, u.Removed, u.Restored)
			for _, id := range u.Kept {
				fmt.Fprintf(w, "后来又改动过，留着：%s\n", id)
			}
		})
	})
}

type redoCommand struct {
	N int64 `arg:"" help:"改动的编号，见 history。"`
}

// Run does an undone edit again.
func (c *redoCommand) Run(d *desk) error {
	return d.working(library.Options{}, func(l *library.Library) error { return turned(d, c.N, "已重做", l.Redo) })
}

func turned(d *desk, n int64, done string, turn func(context.Context, int64) error) error {
	if err := turn(d.ctx, n); err != nil {
		return err
	}
	if d.json {
		return d.document(struct {
			Edit int64 `json:"edit"`
		}{n})
	}
	return d.print(func(w *bufio.Writer) { fmt.Fprintf(w, "%s改动 %d\n", done, n) })
}

type historyCommand struct {
	ID    paper.ArticleID `arg:"" optional:"" help:"文章编号；不写则列出全馆的改动。"`
	Limit int             `default:"-1" placeholder:"N" help:"最多列几次；不写则全列。"`
}

type historyField struct {
	Name   string `json:"name"`
	Before string `json:"before"`
	After  string `json:"after"`
}

type historyEdit struct {
	Edit     int64             `json:"edit"`
	At       string            `json:"at"` // RFC 3339
	Who      string            `json:"who"`
	What     archive.EditKind  `json:"what"`
	Note     string            `json:"note"`
	Job      int64             `json:"job"`
	Undone   bool              `json:"undone"`
	Articles []paper.ArticleID `json:"articles"`
	Fields   []historyField    `json:"fields"`
}

type historyDocument struct {
	Edits []historyEdit `json:"edits"`
}

var editWords = map[archive.EditKind]string{
	archive.Corrected: "改", archive.Arranged: "整理版面", archive.Withdrew: "撤稿", archive.Restored: "恢复", archive.Renewed: "导入",
}

// Run lists what was changed, newest first.
func (c *historyCommand) Run(d *desk) error {
	return d.reading(func(l *library.Library) error {
		var edits []library.Edit
		var err error
		if c.ID != "" {
			if _, err = l.Article(d.ctx, c.ID); err == nil {
				edits, err = l.History(d.ctx, c.ID)
			}
		} else {
			edits, err = l.Edits(d.ctx, c.Limit)
		}
		if err != nil {
			return err
		}
		if c.Limit >= 0 && len(edits) > c.Limit {
			edits = edits[:c.Limit]
		}
		if d.json {
			return d.document(historyOf(edits))
		}
		return d.print(func(w *bufio.Writer) {
			for _, e := range edits {
				printEdit(w, e)
			}
			fmt.Fprintf(w, "共 %d 次改动\n", len(edits))
		})
	})
}

func historyOf(edits []library.Edit) historyDocument {
	doc := historyDocument{Edits: []historyEdit{}}
	for _, e := range edits {
		one := historyEdit{e.N, e.At.Format(time.RFC3339), e.Who, e.What, e.Note, e.Job, e.Undone, list(e.Articles), []historyField{}}
		for _, f := range e.Fields {
			one.Fields = append(one.Fields, historyField(f))
		}
		doc.Edits = append(doc.Edits, one)
	}
	return doc
}

func printEdit(w *bufio.Writer, e library.Edit) {
	fmt.Fprintf(w, "改动 %d  %s  %s  %s", e.N, e.At.Format(time.DateTime), e.Who, editWords[e.What])
	if e.Fields == nil {
		fmt.Fprintf(w, "  %d 篇", len(e.Articles))
	}
	if e.Note != "" {
		fmt.Fprintf(w, "  %s", e.Note)
	}
	if e.Undone {
		fmt.Fprint(w, "（已撤销）")
	}
	fmt.Fprintln(w)
	for _, f := range e.Fields {
		fmt.Fprintf(w, "    %s：%s → %s\n", library.FieldWord(f.Name), orUnknown(oneLine(f.Before)), orUnknown(oneLine(f.After)))
	}
}

// oneLine shows a long text by its first characters.
func oneLine(s string) string {
	const most = 60
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
