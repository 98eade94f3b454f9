package preview

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"baoge/app/cite"
	"baoge/app/printer"
	"baoge/app/typeset"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// Choices is what a person chose for the paper; it is kept as JSON. The zero value is
// what is offered first.
type Choices struct {
	Printer string // "": the system's default
	Copies  int    // 0: one
	Pages   string // as typeset.ParsePageRanges reads it; not kept
	Paper   string
	Sides   printer.Sides
	Grey    bool
	Up      int // pages on a sheet
	Scale   int // percent; 0: 100

	Columns    int     // 0: what suits the paper
	Size       float32 // points; 0: what suits the columns
	NoHead     bool
	NoPictures bool
	NoSource   bool
	NoCover    bool // of a book: neither cover nor contents
	RunOn      bool // of a book: articles follow each other on a page
	Cite       cite.Style
}

// side is the panel at the right: what can be chosen, and the two buttons.
type side struct {
	view     fyne.CanvasObject
	choices  Choices
	onChange func(layout bool) // layout: the pages are no longer the same

	printers *widget.Select
	names    []string // of printers, in step with the options
	copies   *widget.Entry
	pages    *widget.Entry
	sides    *widget.Select
	colour   *widget.Select
	rows     map[fyne.CanvasObject]*fyne.Container // by control
	trouble  *line.Text
	save     *look.Button
	print    *look.Button
	filling  bool // controls are being set from choices
}

const (
	sideW  = 280
	labelW = 72
	rowGap = 6
)

// An option of a list: what it says and what it stands for.
type option[T comparable] struct {
	label string
	value T
}

// choose is a list of options; set takes the chosen one's value.
func choose[T comparable](s *side, now T, options []option[T], set func(T)) *widget.Select {
	labels := make([]string, len(options))
	at := 0
	for i, o := range options {
		labels[i] = o.label
		if o.value == now {
			at = i
		}
	}
	w := widget.NewSelect(labels, nil)
	w.SetSelectedIndex(at)
	w.OnChanged = func(string) {
		if i := w.SelectedIndex(); i >= 0 && !s.filling {
			set(options[i].value)
		}
	}
	return w
}

func newSide(p *line.Press, book bool, c Choices) *side {
	s := &side{choices: c, rows: map[fyne.CanvasObject]*fyne.Container{}}
	s.printers = widget.NewSelect(nil, func(string) {
		if i := s.printers.SelectedIndex(); i >= 0 && i < len(s.names) && !s.filling {
			s.choices.Printer = s.names[i]
			s.onChange(false)
		}
	})
	s.printers.PlaceHolder = lang.X("print.looking", "正在查找…")
	s.copies = widget.NewEntry()
	s.copies.SetText(strconv.Itoa(max(c.Copies, 1)))
	s.copies.OnChanged = func(t string) {
		if n, err := strconv.Atoi(strings.TrimSpace(t)); err == nil && n > 0 {
			s.choices.Copies = n
			s.onChange(false)
		}
	}
	s.pages = widget.NewEntry()
	s.pages.SetPlaceHolder(lang.X("print.all", "全部；如 1-3,5"))
	s.pages.OnSubmitted = func(string) { s.takePages() }
	s.trouble = line.NewText(p, line.Piece{Face: typeset.Sans, Size: 12, Leading: 18, Width: sideW - 32, MaxLines: 4, Tint: line.Accent})

	rows := container.New(layout.NewCustomPaddedVBoxLayout(rowGap))
	add := func(label string, o fyne.CanvasObject) {
		text := line.NewText(p, line.Piece{Text: label, Face: typeset.Sans, Size: 12.5, Leading: 30, Tint: line.Secondary})
		row := container.New(&labelled{}, text, o)
		s.rows[o] = row
		rows.Add(row)
	}
	add(lang.X("print.printer", "打印机"), s.printers)
	add(lang.X("print.copies", "份数"), s.copies)
	add(lang.X("print.pages", "页面"), s.pages)
	s.addSheet(add)
	rows.Add(gap(8))
	s.addLayout(add, book)
	rows.Add(gap(8))

	s.save = look.NewButton(nil, lang.X("print.save", "存为 PDF"), look.Framed, nil)
	s.print = look.NewButton(nil, lang.X("print.print", "打印"), look.Filled, nil)
	rows.Add(container.New(layout.NewGridLayoutWithColumns(2), s.save, s.print))
	rows.Add(s.trouble)
	pad := container.New(layout.NewCustomPaddedLayout(16, 16, 16, 16), rows)
	scroll := container.NewVScroll(pad)
	scroll.SetMinSize(fyne.NewSize(sideW, 100))
	s.view = container.NewStack(look.NewGround(line.Window), scroll)
	return s
}

// addSheet adds what concerns the sheet of paper.
func (s *side) addSheet(add func(string, fyne.CanvasObject)) {
	c := &s.choices
	var papers []option[string]
	for _, p := range typeset.Papers() {
		papers = append(papers, option[string]{paperName(p.Name), p.Name})
	}
	if c.Paper == "" {
		c.Paper = typeset.A4.Name
	}
	add(lang.X("print.paper", "纸张"), choose(s, c.Paper, papers, func(v string) { c.Paper = v; s.onChange(true) }))
	s.sides = choose(s, c.Sides, []option[printer.Sides]{
		{lang.X("print.sides.printer", "按打印机设置"), ""},
		{lang.X("print.sides.one", "单面"), printer.OneSided},
		{lang.X("print.sides.long", "双面，长边翻页"), printer.LongEdge},
		{lang.X("print.sides.short", "双面，短边翻页"), printer.ShortEdge},
	}, func(v printer.Sides) { c.Sides = v; s.onChange(false) })
	add(lang.X("print.sides", "双面"), s.sides)
	s.colour = choose(s, c.Grey, []option[bool]{{lang.X("print.colour.yes", "彩色"), false}, {lang.X("print.colour.no", "黑白"), true}},
		func(v bool) { c.Grey = v; s.onChange(false) })
	add(lang.X("print.colour", "颜色"), s.colour)
	add(lang.X("print.up", "每张"), choose(s, max(c.Up, 1), []option[int]{
		{lang.X("print.up.one", "1 页"), 1}, {lang.X("print.up.two", "2 页"), 2}, {lang.X("print.up.four", "4 页"), 4}},
		func(v int) { c.Up = v; s.onChange(true) }))
	var scales []option[int]
	for _, v := range []int{70, 80, 90, 95, 100, 105, 110} {
		scales = append(scales, option[int]{strconv.Itoa(v) + "%", v})
	}
	if c.Scale == 0 {
		c.Scale = 100
	}
	add(lang.X("print.scale", "缩放"), choose(s, c.Scale, scales, func(v int) { c.Scale = v; s.onChange(true) }))
}

// addLayout adds what concerns how the pages are set.
func (s *side) addLayout(add func(string, fyne.CanvasObject), book bool) {
	c := &s.choices
	add(lang.X("print.columns", "版式"), choose(s, c.Columns, []option[int]{
		{lang.X("print.auto", "自动"), 0}, {lang.X("print.columns.one", "单栏"), 1}, {lang.X("print.columns.two", "双栏"), 2}},
		func(v int) { c.Columns = v; s.onChange(true) }))
	add(lang.X("print.size", "字号"), choose(s, c.Size, []option[float32]{
		{lang.X("print.auto", "自动"), 0}, {lang.X("print.size.9", "小五"), 9}, {lang.X("print.size.10.5", "五号"), 10.5},
		{lang.X("print.size.12", "小四"), 12}, {lang.X("print.size.14", "四号"), 14}, {lang.X("print.size.15", "小三"), 15}, {lang.X("print.size.16", "三号"), 16}},
		func(v float32) { c.Size = v; s.onChange(true) }))
	onOff := func(label string, no *bool) {
		add(label, choose(s, *no, []option[bool]{{lang.X("print.with", "有"), false}, {lang.X("print.without", "无"), true}},
			func(v bool) { *no = v; s.onChange(true) }))
	}
	if book {
		onOff(lang.X("print.cover", "封面目录"), &c.NoCover)
		add(lang.X("print.runon", "排法"), choose(s, c.RunOn, []option[bool]{
			{lang.X("print.runon.no", "每篇另起页"), false}, {lang.X("print.runon.yes", "各篇接排"), true}},
			func(v bool) { c.RunOn = v; s.onChange(true) }))
	}
	onOff(lang.X("print.head", "眉题"), &c.NoHead)
	onOff(lang.X("print.pictures", "图片"), &c.NoPictures)
	onOff(lang.X("print.source", "来源行"), &c.NoSource)
	styles := []option[cite.Style]{{lang.X("print.cite.none", "无"), ""}}
	for _, v := range cite.Styles() {
		styles = append(styles, option[cite.Style]{"GB/T 7714—" + strings.TrimPrefix(string(v), "gbt7714-"), v})
	}
	add(lang.X("print.cite", "引文"), choose(s, c.Cite, styles, func(v cite.Style) { c.Cite = v; s.onChange(true) }))
}

// takePages reads the page ranges.
func (s *side) takePages() {
	text := strings.TrimSpace(s.pages.Text)
	if text == s.choices.Pages {
		return
	}
	if _, err := typeset.ParsePageRanges(text); err != nil {
		s.say(lang.X("print.badpages", "页面要写成 1-3,5,8- 这样。"))
		return
	}
	s.say("")
	s.choices.Pages = text
	s.onChange(true)
}

// offer lists the printers; the chosen one is the one chosen last, else the default.
func (s *side) offer(list []printer.Printer) {
	s.filling = true
	defer func() { s.filling = false }()
	s.names = s.names[:0]
	var labels []string
	at := -1
	for i, p := range list {
		label := p.Info
		if label == "" {
			label = p.Name
		}
		s.names = append(s.names, p.Name)
		labels = append(labels, label)
		if p.Name == s.choices.Printer || at < 0 && p.Default {
			at = i
		}
	}
	if at < 0 && len(list) > 0 {
		at = 0
	}
	s.printers.Options = labels
	s.printers.PlaceHolder = lang.X("print.none", "没有打印机")
	if at >= 0 {
		s.choices.Printer = s.names[at]
		s.printers.SetSelectedIndex(at)
	} else {
		s.choices.Printer = ""
		s.printers.ClearSelected()
	}
	s.print.SetEnabled(at >= 0)
	s.printers.Refresh()
}

// can shows only what the printer can do.
func (s *side) can(c printer.Caps) {
	show := func(o fyne.CanvasObject, on bool) {
		if row := s.rows[o]; row.Visible() != on {
			row.Hidden = !on
			s.view.Refresh()
		}
	}
	show(s.sides, len(c.Sides) != 1)
	show(s.colour, c.Colour)
	s.say("")
	if !c.Accepting || c.Status == printer.Stopped || c.Status == printer.Troubled {
		s.say(c.Say())
	}
}

// say shows what is wrong, under the buttons.
func (s *side) say(t string) { s.trouble.SetText(t) }

func paperName(name string) string {
	switch name {
	case typeset.K16.Name:
		return lang.X("print.16k", "16 开")
	case typeset.Letter.Name:
		return lang.X("print.letter", "信纸 Letter")
	}
	return strings.ToUpper(name)
}

func gap(h float32) fyne.CanvasObject {
	g := look.NewGround(line.Window)
	return container.New(&tall{h}, g)
}

// tall gives its content a height.
type tall struct{ h float32 }

func (t *tall) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, t.h) }
func (t *tall) Layout(o []fyne.CanvasObject, s fyne.Size) {
	for _, c := range o {
		c.Resize(s)
	}
}

// labelled lays a label at the left and a control beside it.
type labelled struct{}

func (*labelled) MinSize(o []fyne.CanvasObject) fyne.Size {
	m := o[1].MinSize()
	return fyne.NewSize(labelW+min(m.Width, 80), max(m.Height, o[0].MinSize().Height))
}

func (*labelled) Layout(o []fyne.CanvasObject, s fyne.Size) {
	m := o[0].MinSize()
	o[0].Resize(m)
	o[0].Move(fyne.NewPos(0, (s.Height-m.Height)/2))
	o[1].Resize(fyne.NewSize(s.Width-labelW, s.Height))
	o[1].Move(fyne.NewPos(labelW, 0))
}
