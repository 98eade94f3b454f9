package ui

import (
	"cmp"
	"context"
	"strings"

	"fyne.io/fyne/v2/lang"

	"baoge/app/cite"
	"baoge/app/paper"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// addReaderButtons puts what the window can do with an article over it.
func (w *Window) addReaderButtons() {
	w.reader.AddButtons(
		look.NewButton(look.Add, lang.X("read.clip", "剪报"), look.Plain, w.clip),
		look.NewButton(look.Quote, lang.X("read.cite", "引用"), look.Plain, w.cite),
		look.NewButton(look.Printer, lang.X("read.print", "打印"), look.Plain, w.printPicked))
}

// cite copies the citation of what is picked, one a line, in the style chosen for print
// or else the newest.
func (w *Window) cite() {
	l, read := w.lib, w.picked()
	if l == nil || read == nil {
		return
	}
	style := cmp.Or(w.choices().Cite, cite.GBT2025)
	async.Load(&w.citing, func(ctx context.Context) ([]string, error) {
		ids, err := read(ctx)
		if err != nil {
			return nil, err
		}
		articles, err := l.Articles(ctx, ids)
		return cited(articles, style), err
	}, func(all []string) {
		w.app.Clipboard().SetContent(strings.Join(all, "\n"))
		text := lang.X("cite.several", "已复制 {{.N}} 条引用", map[string]any{"N": line.Thousands(len(all))})
		if len(all) == 1 {
			text = lang.X("cite.one", "已复制引用：{{.Text}}", map[string]any{"Text": all[0]})
		}
		w.frame.job.done(text, "", nil)
	}, w.fail)
}

// cited cites one article as it stands in a text, several as the numbered list at its end.
func cited(articles []*paper.Article, style cite.Style) []string {
	if len(articles) == 1 {
		return []string{cite.Newspaper(articles[0], style)}
	}
	return cite.List(articles, style)
}
