package search

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/typeset"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// view is the pane of hits: a head with their number, a notice when there is
// something to say about them, and the rows.
type view struct {
	s       *Screen
	pane    fyne.CanvasObject
	rows    *line.Rows
	head    *line.Text
	sort    *look.Button
	notice  *line.Text
	suggest *look.Button
	notes   *fyne.Container
	empty   *line.Text
}

func newView(s *Screen) *view {
	v := &view{s: s}
	v.rows = line.NewRows(s.press, line.ArticleH, v.drawRow)
	v.rows.OnSelect = s.selected
	v.rows.OnSight = func(first, last int) {
		if s.found != nil {
			s.found.pages.Want(first, last)
		}
	}
	v.rows.OnPick = func(n int) {
		if s.found == nil {
			return
		}
		v.count(s.found)
		if n > 1 {
			v.head.SetText(v.head.String() + lang.X("browse.picked", " · 已选 {{.N}} 篇", map[string]any{"N": line.Thousands(n)}))
		}
	}
	v.rows.OnMenu = func(i int, at fyne.Position) {
		if s.found == nil || s.OnMenu == nil {
			return
		}
		if h, ok := s.found.pages.At(i); ok {
			s.OnMenu(h.Summary, at)
		}
	}
	text := func(leading float32, t line.Tint) line.Piece {
		return line.Piece{Face: typeset.Sans, Size: look.TextSize, Leading: leading, X: 14, Tint: t}
	}
	v.head = line.NewText(s.press, text(look.HeadH-1, line.Secondary))
	v.sort = look.NewButton(nil, "", look.Plain, v.sortMenu)
	v.sort.Trailing = look.Drop
	v.labelSort()
	notice := text(20, line.Accent)
	notice.Width, notice.MaxLines, notice.Y = 400, 2, 4
	v.notice = line.NewText(s.press, notice)
	v.suggest = look.NewButton(nil, "", look.Plain, nil)
	v.notes = container.New(layout.NewCustomPaddedVBoxLayout(4), v.notice, container.NewHBox(v.suggest), look.NewHairline())
	v.notes.Hide()
	empty := text(22, line.Faint)
	empty.X, empty.Width, empty.MaxLines, empty.Align = 0, 280, 4, typeset.Centred
	v.empty = line.NewText(s.press, empty)
	v.empty.Hide()

	bar := container.NewBorder(nil, nil, v.head, container.New(layout.NewCustomPaddedLayout(3, 3, 0, 6), v.sort))
	top := container.New(layout.NewCustomPaddedVBoxLayout(0), bar, look.NewHairline(), v.notes)
	v.pane = container.NewStack(look.NewGround(line.List), look.NewFrame(top, nil, container.NewStack(v.rows, container.NewCenter(v.empty))))
	return v
}

func sortName(o library.Sort) string {
	switch o {
	case library.Newest:
		return lang.X("search.bynewest", "从新到旧")
	case library.Oldest:
		return lang.X("search.byoldest", "从旧到新")
	}
	return lang.X("search.byrelevance", "按相关度")
}

func (v *view) labelSort() {
	v.sort.Text = sortName(v.s.order)
	v.sort.Refresh()
}

func (v *view) sortMenu() {
	v.s.hideDrop()
	var items []*fyne.MenuItem
	for _, o := range []library.Sort{library.Relevance, library.Newest, library.Oldest} {
		it := fyne.NewMenuItem(sortName(o), func() {
			v.s.sortBy(o)
			v.labelSort()
		})
		it.Checked = v.s.order == o
		items = append(items, it)
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(v.sort); c != nil {
		widget.NewPopUpMenu(fyne.NewMenu("", items...), c).ShowAtRelativePosition(fyne.NewPos(0, v.sort.Size().Height), v.sort)
	}
}

func (v *view) clear() {
	v.rows.Reset(0)
	v.head.SetText("")
	v.notes.Hide()
	v.empty.Hide()
}

// preparing says that the search waits for the index.
func (v *view) preparing() {
	v.head.SetText(lang.X("search.preparing", "索引准备中，稍候自动检索…"))
}

// without says that this library cannot be searched.
func (v *view) without() {
	v.say(lang.X("search.none", "这个馆藏是只读打开的，可以浏览和阅读，不能检索。"))
}

// say puts a sentence into the middle of the pane, where no hits are.
func (v *view) say(text string) {
	v.empty.SetText(text)
	v.empty.Show()
}

func (v *view) failed() {
	v.head.SetText(lang.X("search.failed", "检索没有完成"))
}

// describe says how many hits there are and what is to be known about them.
func (v *view) describe(f *finding) {
	r := f.result
	v.sort.Hidden = f.like != nil
	v.count(f)
	v.notice.SetText(strings.Join(notices(f), " "))
	v.suggest.Hidden = r.Suggestion == ""
	if r.Suggestion != "" {
		v.suggest.Text = lang.X("search.suggestion", "要找的是“{{.Line}}”吗？", map[string]any{"Line": r.Suggestion})
		v.suggest.OnTapped = func() { v.s.take(r.Suggestion) }
	}
	v.suggest.Refresh()
	v.notes.Hidden = v.notice.String() == "" && v.suggest.Hidden
	v.notes.Refresh()
	v.empty.Hidden = r.Total > 0
	if r.Total == 0 {
		v.say(nothing(f, len(v.s.filters) > 0))
	}
	v.pane.Refresh()
}

// count writes how many hits there are.
func (v *view) count(f *finding) {
	r := f.result
	data := map[string]any{"N": line.Thousands(r.Total), "MS": Milliseconds(r.TookMS)}
	switch {
	case f.like != nil:
		v.head.SetText(lang.X("search.headlike", "类似的文章 {{.N}} 篇", data))
	case r.AtLeast:
		v.head.SetText(lang.X("search.headmore", "{{.N}} 篇以上 · {{.MS}} 毫秒", data))
	default:
		v.head.SetText(lang.X("search.head", "{{.N}} 篇 · {{.MS}} 毫秒", data))
	}
}

// notices are the sentences over the hits.
func notices(f *finding) []string {
	var out []string
	r := f.result
	if r.Warning != nil {
		at := max(r.Warning.At-f.shift, 0) + 1
		out = append(out, lang.X("search.warning", "第 {{.At}} 字：{{.Text}}", map[string]any{"At": at, "Text": r.Warning.Text}))
	}
	if len(r.Missing) > 0 {
		out = append(out, lang.X("search.missing", "没有找到{{.Words}}。", map[string]any{"Words": missingWords(r.Missing)}))
	}
	if r.Nearest && r.Total > 0 {
		out = append(out, lang.X("search.nearest", "没有全部符合的文章，以下是最接近的。"))
	}
	if r.Partial {
		out = append(out, lang.X("search.partial", "索引还在建立，结果可能不全，完成后自动更新。"))
	}
	return out
}

// nothing says that there is no hit, and what one may try.
func nothing(f *finding, narrowed bool) string {
	data := map[string]any{"Line": f.typed}
	switch {
	case f.like != nil:
		return lang.X("search.emptylike", "馆藏里没有与它类似的文章。")
	case narrowed:
		return lang.X("search.emptynarrow", "在所选范围内没有找到“{{.Line}}”。点搜索框里的筛选条件可取消它。", data)
	}
	return lang.X("search.empty", "没有找到“{{.Line}}”。试试更短的词，或去掉引号和条件。", data)
}

// Milliseconds writes a time: 2.7 below ten, 12 above.
func Milliseconds(ms float64) string {
	if ms < 10 {
		return strconv.FormatFloat(ms, 'f', 1, 64)
	}
	return strconv.FormatFloat(ms, 'f', 0, 64)
}

func (v *view) drawRow(i int, width float32, st line.RowState) ([]line.Box, []line.Piece) {
	if v.s.found == nil {
		return line.Blank(width, st)
	}
	h, ok := v.s.found.pages.At(i)
	if !ok {
		return line.Blank(width, st)
	}
	row := line.Article{Headline: line.Headline(&h.Summary), HeadlineMarks: h.marks, Meta: meta(&h.Hit), Prose: h.Summary.Opening}
	if len(h.Snippets) > 0 {
		row.Prose, row.ProseMarks = h.Snippets[0].Text, h.Snippets[0].Marks
	}
	return row.Row(width, st)
}

// meta is the line under the headline: 2023-07-21 · 2 版 · 通讯员 凯文 · 9 处.
func meta(h *library.Hit) string {
	a := &h.Summary
	var parts []string
	if a.Date.Known() {
		parts = append(parts, a.Date.String())
	}
	if a.Page != "" {
		parts = append(parts, line.PageName(a.Page, ""))
	}
	if by := paper.Byline(a.Credits); by != "" {
		parts = append(parts, by)
	}
	if h.Places > 0 {
		parts = append(parts, lang.X("search.places", "{{.N}} 处", map[string]any{"N": h.Places}))
	}
	return strings.Join(parts, " · ")
}
