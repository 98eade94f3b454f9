package intake

import (
	"cmp"
	"image/color"
	"path"
	"slices"
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

// A trial shows what a pattern makes of the paths of files: those that are not of its
// form come first, as they are what a person has to see.
type trial struct {
	files  []string // absolute, with /
	more   bool     // there are more
	looked bool     // files are there

	read []reading
	rows *line.Rows
	head *line.Text
	bad  bool // head tells what cannot be used
	view fyne.CanvasObject
}

// A reading is one path and what it tells.
type reading struct {
	path string // as much of it as is shown
	told library.PathTold
}

const trialRowH = 24

func newTrial(p *line.Press) *trial {
	t := &trial{}
	t.rows = line.NewRows(p, trialRowH, t.draw)
	t.head = line.NewText(p, line.Piece{Text: " ", Face: typeset.Sans, Size: look.TextSize, Leading: 26, X: 8, Width: 600, Tint: t.tint})
	box := container.NewStack(look.NewGround(line.List), t.rows)
	t.view = container.New(layout.NewCustomPaddedLayout(4, 4, 0, 0), look.NewFrame(container.New(layout.NewCustomPaddedVBoxLayout(0), t.head, look.NewHairline()), nil, box))
	return t
}

func (t *trial) tint(p *look.Palette) color.NRGBA {
	if t.bad {
		return p.Accent
	}
	return p.Secondary
}

// complain says why there is nothing to try.
func (t *trial) complain(text string) {
	t.bad = true
	t.head.SetText(text)
	t.head.Refresh()
}

// show tries choices on the files.
func (t *trial) show(c Choices) {
	t.bad = false
	r, err := c.Request()
	if err != nil {
		return // the form told of it
	}
	t.read = t.read[:0]
	fits := 0
	for _, file := range t.files {
		told := r.PathTells(file)
		told.Publication, told.Section = cmp.Or(c.Publication, told.Publication), cmp.Or(c.Section, told.Section)
		if c.Date.Known() {
			told.Date = c.Date
		}
		if told.Fits {
			fits++
		}
		t.read = append(t.read, reading{tail(file), told})
	}
	if c.Pattern != "" {
		slices.SortStableFunc(t.read, func(a, b reading) int { return order(a.told.Fits) - order(b.told.Fits) })
	}
	t.head.SetText(t.said(c.Pattern != "", fits))
	t.head.Refresh()
	t.rows.Reset(len(t.read))
}

func order(fits bool) int {
	if fits {
		return 1
	}
	return 0
}

// said sums up what came of the trial.
func (t *trial) said(pattern bool, fits int) string {
	data := map[string]any{"N": line.Thousands(len(t.files)), "Fits": line.Thousands(fits), "Not": line.Thousands(len(t.files) - fits)}
	switch {
	case !t.looked:
		return lang.X("intake.looking", "正在看有哪些文件…")
	case len(t.files) == 0:
		return lang.X("intake.none", "这里还没有文件可试")
	case !pattern && t.more:
		return lang.X("intake.plainmore", "没有路径样式，按一般写法看出（前 {{.N}} 个文件）", data)
	case !pattern:
		return lang.X("intake.plain", "没有路径样式，按一般写法看出（{{.N}} 个文件）", data)
	case fits == len(t.files):
		return lang.X("intake.allfit", "试了 {{.N}} 个文件，都合这个样式", data)
	}
	return lang.X("intake.somefit", "试了 {{.N}} 个文件：{{.Fits}} 个合这个样式，{{.Not}} 个不合，仍按一般写法看", data)
}

// shownParts is how many parts of a path are shown: a pattern is matched against its end.
const shownParts = 4

func tail(file string) string {
	parts := strings.Split(file, "/")
	return path.Join(parts[max(len(parts)-shownParts, 0):]...)
}

func (t *trial) draw(i int, width float32, st line.RowState) ([]line.Box, []line.Piece) {
	r := t.read[i]
	half := width * 0.5
	name, tint := line.Secondary, line.Ink
	if !r.told.Fits && slices.ContainsFunc(t.read, func(x reading) bool { return x.told.Fits }) {
		name = line.Accent
	}
	text := told(r.told)
	if text == "" {
		text, tint = lang.X("intake.nothing", "看不出日期和版次"), line.Faint
	}
	var boxes []line.Box
	if st.Hovered {
		boxes = append(boxes, line.Box{X: 0, Y: 0, W: width, H: trialRowH, Tint: line.Hover})
	}
	return boxes, []line.Piece{
		{Text: r.path, Face: typeset.Sans, Size: 12, Leading: trialRowH, X: 8, Width: half - 12, Tint: name},
		{Text: text, Face: typeset.Sans, Size: 12, Leading: trialRowH, X: half, Width: half - 8, Tint: tint},
	}
}

// told writes what a path tells: 2023-07-21 · 2 版 要闻 · 县报.
func told(o library.PathTold) string {
	var parts []string
	if o.Date.Known() {
		parts = append(parts, o.Date.String())
	}
	if o.Page != "" || o.PageLabel != "" {
		parts = append(parts, line.PageName(o.Page, o.PageLabel))
	}
	for _, s := range []string{o.Publication, o.Section} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " · ")
}
