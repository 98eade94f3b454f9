package ui

import (
	"fyne.io/fyne/v2/lang"

	"baoge/app/paper"
	"baoge/app/ui/search"
)

// savedSearch says in the strip that a search was saved or deleted, with the way back.
func (w *Window) savedSearch(e search.SavedEvent) {
	data := map[string]any{"Name": e.Search.Name}
	text := lang.X("search.savedit", "已存检索“{{.Name}}”，在左栏“已存检索”里", data)
	if e.Gone {
		text = lang.X("search.deletedit", "已删除已存检索“{{.Name}}”", data)
	}
	w.frame.job.done(text, lang.X("action.undo", "撤销"), func() {
		w.frame.job.hide()
		e.Undo()
	})
}

// likeOpen shows the articles that are like the one in the reader.
func (w *Window) likeOpen() {
	if a := w.reader.Article(); a != nil && w.lib != nil {
		w.search.Like(paper.Summary{ID: a.ID, Headline: a.Headline})
	}
}
