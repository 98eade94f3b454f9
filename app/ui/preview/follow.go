package preview

import (
	"context"
	"errors"

	"fyne.io/fyne/v2/lang"

	"baoge/app/printer"
)

// news is what became of a queued document.
type news struct {
	job   printer.Job
	err   error // why it was not printed
	ended bool  // nothing more comes of it
}

// await waits until a queued document is no longer as it was.
func await(ctx context.Context, sp printer.Spooler, id printer.JobID, was printer.Job) (n news, _ error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	changed := false
	job, err := printer.Follow(ctx, sp, id, printer.Watch{Show: func(j printer.Job) {
		if !j.State.Ended() && (j.State != was.State || j.Trouble != was.Trouble) {
			n.job, changed = j, true
			stop()
		}
	}})
	if changed {
		return n, nil
	}
	return news{job, err, true}, nil
}

// say tells the news in a sentence, and whether they are the last.
func (n *news) say(title string, explain func(error) string) (text string, last bool) {
	data := map[string]any{"Title": title, "State": n.job.Say(), "Printer": printer.Short(n.job.ID.Printer)}
	switch {
	case errors.Is(n.err, printer.ErrCancelled):
		return lang.X("print.cancelled", "《{{.Title}}》的打印已取消", data), true
	case n.err != nil:
		return failed(title, explain(n.err)), true
	}
	return lang.X("print.done", "《{{.Title}}》：{{.State}}（{{.Printer}}）", data), n.ended
}

// failed says why a document was not printed.
func failed(title, why string) string {
	return lang.X("print.failed", "《{{.Title}}》没有打印出来：{{.Error}}", map[string]any{"Title": title, "Error": why})
}
