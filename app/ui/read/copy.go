package read

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"baoge/app/paper"
	"baoge/app/ui/line"
)

// Selected is the selected stored text, blocks parted by newlines; "" when nothing is.
func (r *Reader) Selected() string { return r.galley.selected() }

// Copy puts the selected text on the clipboard and reports whether there was any.
func (r *Reader) Copy() bool { return r.galley.copy() }

func (g *galley) copy() bool {
	s := g.selected()
	if s != "" {
		fyne.CurrentApp().Clipboard().SetContent(s)
	}
	return s != ""
}

// CopyWithSource is Copy with a line under the text that says where it was printed.
func (r *Reader) CopyWithSource() bool {
	s := r.galley.selected()
	if s == "" {
		return false
	}
	if from := SourceLine(r.Article()); from != "" {
		s += "\n" + from
	}
	fyne.CurrentApp().Clipboard().SetContent(s)
	return true
}

// SourceLine says where an article was printed: headline, publication, date and page, as
// far as they are known; "" where nothing is.
func SourceLine(a *paper.Article) string {
	var paperAndDay, parts []string
	if h := strings.Join(strings.Fields(a.Headline), " "); h != "" {
		parts = append(parts, title(h))
	}
	if a.Publication != "" {
		paperAndDay = append(paperAndDay, title(a.Publication))
	}
	if a.Date.Known() {
		paperAndDay = append(paperAndDay, lang.X("date.long", "{{.Year}}年{{.Month}}月{{.Day}}日",
			map[string]any{"Year": a.Date.Year, "Month": int(a.Date.Month), "Day": a.Date.Day}))
	}
	if len(paperAndDay) > 0 {
		parts = append(parts, strings.Join(paperAndDay, ""))
	}
	if a.Page != "" || a.PageLabel != "" {
		parts = append(parts, line.PageName(a.Page, a.PageLabel))
	}
	if len(parts) == 0 {
		return ""
	}
	return lang.X("read.source", "——{{.Source}}", map[string]any{"Source": strings.Join(parts, lang.X("text.comma", "，"))})
}

// title puts title marks around a name; marks inside become single ones (GB/T 15834 §4.15.3.3).
func title(s string) string {
	return "《" + strings.NewReplacer("《", "〈", "》", "〉").Replace(s) + "》"
}
