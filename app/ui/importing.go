package ui

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
)

// jobs are imports and exports under way: one of each kind at a time.
type jobs struct {
	importing async.Slot
	exporting async.Slot
	keeping   async.Slot        // corrections of the library
	progress  *library.Progress // of the running import; nil when there is none
	waiting   []importer        // asked for while an import runs
	stopTick  func()
	reloaded  int64 // articles at the last refresh of the list
}

// An importer does an import; not on the UI goroutine.
type importer func(context.Context, *library.Progress) (*library.Report, error)

// cancel ends whatever runs; what is stored stays.
func (j *jobs) cancel() {
	j.importing.Cancel()
	j.exporting.Cancel()
	j.endTick()
	j.progress, j.waiting = nil, nil
}

func (j *jobs) endTick() {
	if j.stopTick != nil {
		j.stopTick()
		j.stopTick = nil
	}
}

// importURIs imports what was dropped on the window.
func (w *Window) importURIs(items []fyne.URI) {
	var paths []string
	for _, u := range items {
		if u.Scheme() == "file" {
			paths = append(paths, u.Path())
		}
	}
	if len(paths) > 0 {
		w.importPaths(paths)
	}
}

// importPaths imports files and folders as they are, after those being imported.
func (w *Window) importPaths(paths []string) { w.importBy(paths, library.Request{}) }

// importBy imports files and folders as asked, after those being imported.
func (w *Window) importBy(paths []string, request library.Request) {
	l := w.lib
	if l == nil {
		return
	}
	if !l.Writable() {
		w.frame.job.done(lang.X("import.readonly", "这个馆藏是只读打开的，不能导入"), "", nil)
		return
	}
	w.runImport(func(ctx context.Context, p *library.Progress) (*library.Report, error) {
		return l.Import(ctx, paths, request, p)
	})
}

// runImport runs an import behind the window, after those asked for before, and tells what
// came of it.
func (w *Window) runImport(do importer) {
	if w.progress != nil {
		w.waiting = append(w.waiting, do)
		return
	}
	p := new(library.Progress)
	w.progress, w.reloaded = p, 0
	w.showProgress()
	w.stopTick = async.Every(200*time.Millisecond, w.showProgress)
	type outcome struct {
		report *library.Report
		err    error
	}
	// The report comes with the error too, so an error is part of the result.
	async.Load(&w.importing, func(ctx context.Context) (outcome, error) {
		r, err := do(ctx, p)
		return outcome{r, err}, nil
	}, func(o outcome) { w.imported(o.report, o.err) }, nil)
}

// reloadEvery is how many new articles make the list worth reading again meanwhile.
const reloadEvery = 500

// showProgress tells how far the import is; it runs five times a second.
func (w *Window) showProgress() {
	p := w.progress
	if p == nil {
		return
	}
	part := float32(-1)
	if share, ok := p.Share(); ok {
		part = float32(share)
	}
	w.frame.job.running(progressText(p), part, lang.X("action.cancel", "取消"), w.cancelImport)
	w.frame.job.also(pauseLabel(p), func() {
		if p.Paused() {
			p.Resume()
		} else {
			p.Pause()
		}
		w.showProgress()
	})
	if n := p.Articles.Load(); n-w.reloaded >= reloadEvery {
		w.reloaded = n
		w.browse.Reload()
	}
}

func pauseLabel(p *library.Progress) string {
	if p.Paused() {
		return lang.X("import.resume", "继续")
	}
	return lang.X("import.pause", "暂停")
}

// progressText is the line over a running import, with an estimate once there is ground for one.
func progressText(p *library.Progress) string {
	data := map[string]any{"Done": line.Thousands(int(p.Finished.Load())), "Files": line.Thousands(int(p.Files.Load())),
		"Articles": line.Thousands(int(p.Articles.Load())), "Name": filepath.Base(p.Current())}
	if p.Current() == "" {
		return lang.X("import.looking", "正在查找文件…已找到 {{.Files}} 个", data)
	}
	text := lang.X("import.running", "正在导入 {{.Done}}/{{.Files}} · 新增 {{.Articles}} 篇 · {{.Name}}", data)
	if p.Paused() {
		return strings.Join([]string{text, lang.X("import.paused", "已暂停")}, " · ")
	}
	if left, ok := p.Remaining(); ok {
		text = strings.Join([]string{text, duration(left)}, " · ")
	}
	return text
}

func duration(d time.Duration) string {
	if d < time.Minute {
		return lang.X("import.seconds", "约剩 {{.N}} 秒", map[string]any{"N": int(d.Seconds()) + 1})
	}
	return lang.X("import.minutes", "约剩 {{.N}} 分钟", map[string]any{"N": int(d.Minutes()) + 1})
}

// cancelImport ends the import after the file in hand; what is stored stays.
func (w *Window) cancelImport() {
	articles := w.progress.Articles.Load()
	w.jobs.cancel()
	w.browse.Reload()
	w.frame.job.done(lang.X("import.cancelled", "导入已取消，已存入 {{.N}} 篇", map[string]any{"N": line.Thousands(int(articles))}), "", nil)
}

// imported tells what came of an import and starts the next one.
func (w *Window) imported(r *library.Report, err error) {
	w.endTick()
	w.progress = nil
	w.browse.Reload()
	if r != nil {
		w.tellImport(r)
	}
	w.fail(err)
	if len(w.waiting) > 0 {
		next := w.waiting[0]
		w.waiting = w.waiting[1:]
		w.runImport(next)
	}
}

func (w *Window) tellImport(r *library.Report) {
	known := 0
	for _, f := range r.Files {
		if f.Status == library.Unchanged {
			known++
		}
	}
	data := map[string]any{"Files": line.Thousands(len(r.Files)), "Articles": line.Thousands(r.Articles), "Known": line.Thousands(known), "Failed": line.Thousands(r.Failed())}
	switch {
	case r.Failed() > 0:
		w.frame.job.done(lang.X("import.somefailed", "导入完成：{{.Files}} 个文件，新增 {{.Articles}} 篇，{{.Failed}} 个有问题", data),
			lang.X("import.details", "查看"), func() { w.showFailures(r) })
		w.showFailures(r)
	case unread(r) > 0:
		data["Unread"] = line.Thousands(unread(r))
		w.frame.job.done(lang.X("import.unread", "导入完成：{{.Files}} 个文件，新增 {{.Articles}} 篇；{{.Unread}} 个版面图片还没有文字", data),
			lang.X("import.details", "查看"), func() {
				w.frame.job.hide()
				w.showUnread()
			})
	case known > 0:
		w.frame.job.done(lang.X("import.doneknown", "导入完成：{{.Files}} 个文件，新增 {{.Articles}} 篇，{{.Known}} 个早已在馆藏里", data), "", nil)
	default:
		w.frame.job.done(lang.X("import.done", "导入完成：{{.Files}} 个文件，新增 {{.Articles}} 篇", data), lang.X("import.proof", "校对"), func() {
			w.frame.job.hide()
			w.proofImported(firstArticles(r))
		})
	}
}

// unread counts the page scans that were kept and not read.
func unread(r *library.Report) (n int) {
	for _, f := range r.Files {
		if f.Unread() {
			n++
		}
	}
	return n
}

// failuresShown is how many lines of failures the window lists; the copied list has all.
const failuresShown = 200

// showFailures lists the files that failed, each with a sentence, the rows of a file that
// were refused, and the page scans that were not read.
func (w *Window) showFailures(r *library.Report) { w.listFailures(failures(r)) }

func (w *Window) listFailures(lines []string) {
	list := widget.NewLabel(strings.Join(lines[:min(len(lines), failuresShown)], "\n"))
	list.Wrapping = fyne.TextWrapBreak
	w.tell(lang.X("import.failures", "有问题的文件"), container.NewVScroll(list), fyne.NewSize(640, 420), strings.Join(lines, "\n"), nil)
}

// showJobFailures lists the files that failed in an earlier import.
func (w *Window) showJobFailures(n int64) {
	l := w.lib
	async.Load(&w.keeping, func(ctx context.Context) (lines []string, err error) {
		err = l.JobFiles(ctx, n, func(f library.FileRecord) error {
			if f.Error == "" {
				return nil
			}
			lines = append(lines, f.Path, "    "+f.Error)
			for _, row := range f.BadRows {
				lines = append(lines, "    "+rowFailure(row.Line, row.Error))
			}
			return nil
		})
		return lines, err
	}, w.listFailures, w.fail)
}

func rowFailure(n int, why string) string {
	return lang.X("import.row", "第 {{.Line}} 行：{{.Why}}", map[string]any{"Line": n, "Why": why})
}

func failures(r *library.Report) []string {
	var out []string
	for _, f := range r.Files {
		if f.Err == nil {
			if f.Unread() {
				out = append(out, f.Path, "    "+strings.Join(library.Notes(f), " "))
			}
			continue
		}
		out = append(out, f.Path, "    "+library.Explain(f.Err))
		for _, row := range f.BadRows {
			out = append(out, "    "+rowFailure(row.Line, library.Explain(row.Err)))
		}
	}
	return out
}

// firstArticles are one article of each imported page file, for looking over the pages.
func firstArticles(r *library.Report) (out []paper.ArticleID) {
	for _, f := range r.Files {
		if f.Status == library.Imported && f.Format != rowsFormat && len(f.Articles) > 0 {
			out = append(out, f.Articles[0])
		}
	}
	return out
}

// rowsFormat is the format of files that hold articles, not pages.
const rowsFormat = "jsonl"
