package intake

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"baoge/app/library"
	"baoge/app/typeset"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// A Watched is a folder of the list as it stands now.
type Watched struct {
	library.WatchedFolder
	Running bool
	Err     error        // why it cannot be read now, or is not watched any more; nil: all is well
	Last    *library.Job // what came last; nil: nothing yet
}

// Folders lists the folders that are watched.
type Folders struct {
	OnAdd      func()
	OnChange   func(library.WatchedFolder) // other choices for a folder are wanted
	OnSwitch   func(library.WatchedFolder) // it is to be watched, or not any more
	OnRemove   func(library.WatchedFolder) // off the list; what came from it stays
	OnFailures func(job int64)             // what was wrong with files of an import

	press   *line.Press
	explain func(error) string
	rows    *fyne.Container
	view    fyne.CanvasObject
}

// NewFolders makes an empty list; explain makes an error a sentence.
func NewFolders(p *line.Press, explain func(error) string) *Folders {
	f := &Folders{press: p, explain: explain, rows: container.New(layout.NewCustomPaddedVBoxLayout(0))}
	add := look.NewButton(look.Add, lang.X("watch.add", "添加文件夹…"), look.Framed, func() { f.OnAdd() })
	what := f.text(lang.X("watch.what", "放进这些文件夹的文件会自动导入，窗口开着就一直看守。"), line.Secondary)
	top := container.New(layout.NewCustomPaddedVBoxLayout(0), container.New(layout.NewCustomPaddedLayout(0, 6, 0, 0), container.NewBorder(nil, nil, what, add)), look.NewHairline())
	f.view = look.NewFrame(top, nil, container.NewVScroll(f.rows))
	return f
}

// View is what to put into a dialog.
func (f *Folders) View() fyne.CanvasObject { return f.view }

const folderW = 420 // of the text of a row

func (f *Folders) text(s string, t line.Tint) *line.Text {
	return line.NewText(f.press, line.Piece{Text: s, Face: typeset.Sans, Size: look.TextSize, Leading: 22, X: 4, Width: folderW, MaxLines: 2, Tint: t})
}

// Show lists folders as they stand.
func (f *Folders) Show(all []Watched) {
	f.rows.RemoveAll()
	for _, w := range all {
		f.rows.Add(f.row(w))
		f.rows.Add(look.NewHairline())
	}
	if len(all) == 0 {
		f.rows.Add(container.New(layout.NewCustomPaddedLayout(24, 0, 0, 0), container.NewCenter(f.text(lang.X("watch.none", "还没有看守的文件夹"), line.Faint))))
	}
	f.rows.Refresh()
}

func (f *Folders) row(w Watched) fyne.CanvasObject {
	name := line.NewText(f.press, line.Piece{Text: w.Dir, Face: typeset.SansBold, Size: look.TextSize, Leading: 22, X: 4, Width: folderW, MaxLines: 1, Tint: line.Ink})
	lines := []fyne.CanvasObject{name}
	if facts := Facts(w.WatchedFolder); facts != "" {
		lines = append(lines, f.text(facts, line.Secondary))
	}
	tint := line.Secondary
	if w.Err != nil {
		tint = line.Accent
	}
	lines = append(lines, f.text(f.State(w), tint))
	label := lang.X("watch.stop", "停止看守")
	if w.Off || !w.Running {
		label = lang.X("watch.start", "开始看守")
	}
	buttons := container.New(layout.NewCustomPaddedHBoxLayout(6))
	if w.Last != nil && w.Last.Failed > 0 {
		buttons.Add(look.NewButton(nil, lang.X("watch.problems", "看问题…"), look.Framed, func() { f.OnFailures(w.Last.N) }))
	}
	for _, b := range []fyne.CanvasObject{
		look.NewButton(nil, label, look.Framed, func() { f.OnSwitch(w.WatchedFolder) }),
		look.NewButton(nil, lang.X("watch.options", "选项…"), look.Framed, func() { f.OnChange(w.WatchedFolder) }),
		look.NewButton(look.Cross, "", look.Plain, func() { f.OnRemove(w.WatchedFolder) }),
	} {
		buttons.Add(b)
	}
	row := container.NewBorder(nil, nil, container.New(layout.NewCustomPaddedVBoxLayout(0), lines...), container.NewCenter(buttons))
	return container.New(layout.NewCustomPaddedLayout(8, 8, 0, 0), row)
}

// Facts are the choices made for a folder, in a line: 县报 · 路径样式 {date}_{page}.
func Facts(w library.WatchedFolder) string {
	var parts []string
	for _, s := range []string{w.Publication, w.Section} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if w.Pattern != "" {
		parts = append(parts, lang.X("watch.pattern", "路径样式 {{.Pattern}}", map[string]any{"Pattern": w.Pattern}))
	}
	if w.Replace {
		parts = append(parts, lang.X("watch.replace", "以新代旧"))
	}
	return strings.Join(parts, " · ")
}

// State says how it stands with a folder and what came last.
func (f *Folders) State(w Watched) string {
	var state string
	switch {
	case w.Err != nil && w.Running:
		state = lang.X("watch.waiting", "暂时读不了：{{.Why}}", map[string]any{"Why": f.why(w.Err)})
	case w.Err != nil:
		state = lang.X("watch.failed", "停了：{{.Why}}", map[string]any{"Why": f.why(w.Err)})
	case w.Running:
		state = lang.X("watch.running", "正在看守")
	default:
		state = lang.X("watch.off", "没有看守")
	}
	if w.Last == nil {
		return strings.Join([]string{state, lang.X("watch.nothing", "还没有来过文件")}, " · ")
	}
	data := map[string]any{"When": w.Last.Began.Local().Format("2006-01-02 15:04"), "Files": line.Thousands(w.Last.Files), "Articles": line.Thousands(w.Last.Articles), "Failed": line.Thousands(w.Last.Failed)}
	last := lang.X("watch.last", "{{.When}} 来了 {{.Files}} 个文件，新增 {{.Articles}} 篇", data)
	if w.Last.Failed > 0 {
		last = lang.X("watch.lastfailed", "{{.When}} 来了 {{.Files}} 个文件，新增 {{.Articles}} 篇，{{.Failed}} 个有问题", data)
	}
	return strings.Join([]string{state, last}, " · ")
}

func (f *Folders) why(err error) string { return strings.TrimSuffix(f.explain(err), "。") }
