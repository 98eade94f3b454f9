package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"baoge/app/export"
	"baoge/app/library"
)

type backupCommand struct {
	File string `arg:"" help:"备份写到哪个文件（ZIP）；已有同名文件则以新代旧。"`
}

// Run writes a backup, beside whoever uses the library.
func (c *backupCommand) Run(d *desk) error {
	return d.reading(func(l *library.Library) error {
		err := d.watch(func() string { return "正在备份…" }, func() error {
			return export.Beside(c.File, func(w io.Writer) error { return l.Backup(d.ctx, w, filepath.Dir(c.File)) })
		})
		if err != nil {
			return err
		}
		return d.tellHealth(nil, fmt.Sprintf("已备份到 %s。", c.File))
	})
}

type restoreCommand struct {
	File string `arg:"" help:"backup 写的备份文件。"`
}

// Run makes a library from a backup, in the folder that --library names. A damaged backup
// is an answer too.
func (c *restoreCommand) Run(d *desk) error {
	err := d.watch(func() string { return "正在恢复…" }, func() error { return library.RestoreBackup(d.ctx, c.File, d.dir) })
	if errors.Is(err, library.ErrBadBackup) || errors.Is(err, library.ErrNoBackup) {
		text := library.Explain(err)
		d.say("%s", text)
		if d.json {
			if e := d.document(health{false, []string{text}}); e != nil {
				return e
			}
		}
		return errReported
	}
	if err != nil {
		return err
	}
	return d.tellHealth(nil, fmt.Sprintf("已恢复到 %s。", d.dir))
}

type watchCommand struct {
	Folders     []string      `arg:"" name:"folder" help:"要看守的文件夹，连同其中的文件夹。"`
	Pattern     string        `placeholder:"PATTERN" help:"怎样从路径看出日期和版次，见 import --pattern。"`
	Publication string        `placeholder:"NAME" help:"报纸名。"`
	Section     string        `placeholder:"NAME" help:"栏目名。"`
	Replace     bool          `help:"同一路径的文件内容变了时，以新的代替旧的。"`
	Settle      time.Duration `default:"2s" placeholder:"TIME" help:"文件多久没有变动才导入。"`
	For         time.Duration `placeholder:"TIME" help:"看守多久，如 8h；不写则一直到按 Ctrl+C。"`
}

// Run watches folders until it is interrupted.
func (c *watchCommand) Run(d *desk) error {
	request, err := requestOf(c.Pattern)
	if err != nil {
		return err
	}
	request.Options.Publication, request.Options.Section = c.Publication, c.Section
	request.Replace = c.Replace
	request.Committed = d.committed
	ctx := d.ctx
	if c.For > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, c.For)
		defer stop()
	}
	var files, articles int
	err = d.working(library.Options{Create: true}, func(l *library.Library) error {
		d.say("正在看守 %d 个文件夹，按 Ctrl+C 结束。", len(c.Folders))
		return l.Watch(ctx, c.Folders, library.Watching{Request: request, Settle: c.Settle, Told: func(r *library.Report, err error) {
			if r != nil {
				files, articles = files+len(r.Files), articles+r.Articles
				d.tellFiles(r)
			}
			if err != nil && ctx.Err() == nil {
				d.say("%s", library.Explain(err))
			}
		}})
	})
	if err != nil && ctx.Err() == nil {
		return err
	}
	if d.json {
		return d.document(struct {
			Files    int `json:"files"`
			Articles int `json:"articles"`
		}{files, articles})
	}
	return d.print(func(w *bufio.Writer) {
		fmt.Fprintf(w, "看守结束：%d 个文件，新增 %d 篇\n", files, articles)
	})
}
