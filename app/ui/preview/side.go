package preview

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"baoge/app/cite"
	"baoge/app/printer"
	"baoge/app/typeset"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// A change says what a choice changed.
type change int

const (
	newAsk     change = iota // what the printer is asked for
	newPrinter               // the printer
	newPages                 // the pages themselves
)

// side is the panel at the right: what can be chosen, and the two buttons.
type side struct {
	view     fyne.CanvasObject
	choices  Choices
	current  bool // only the sheets in sight are printed and saved
	onChange func(change)
	left     func() // a field was left: the keys go elsewhere

	printers *look.Select
	names    []string // of printers, in step with the options; the last option is an address
	address  *look.Field
	typing   async.Slot // until a field has the keyboard
	copies   *look.Field
	which    *look.Select // pages
	pages    *look.Field
	sides    *look.Select
	offered  []option[printer.Sides] // in step with the options of sides
	colour   *look.Select
	rows     map[fyne.CanvasObject]*fyne.Container // by control
	trouble  *line.Text
	told     [3]string // by topic
	save     *look.Button
	print    *look.Button
	filling  bool // controls are being set from choices
}

// A topic is what a sentence under the buttons is about.
type topic int

const (
	aboutPages topic = iota
	aboutPrinter
	aboutJob
)

const (
	sideW  = 280
	labelW = 72
	rowH   = 32
	rowGap = 4
)

// An option of a list: what it says and what it stands for.
type option[T comparable] struct {
	label string
	value T
}

// choose is a list of options; set takes the chosen one's value. A value that is none of
// them, chosen elsewhere, is offered too.
func choose[T comparable](s *side, now T, options []option[T], set func(T)) *look.Select {
	at := slices.IndexFunc(options, func(o option[T]) bool { return o.value == now })
	if at < 0 {
		at, options = len(options), append(options, option[T]{fmt.Sprint(now), now})
	}
	w := look.NewSelect(labels(options), nil)
	w.SetSelectedIndex(at)
	w.OnChanged = func(string) {
		if i := w.SelectedIndex(); i >= 0 && !s.filling {
			set(options[i].value)
		}
	}
	return w
}

func labels[T comparable](options []option[T]) []string {
	out := make([]string, len(options))
	for i, o := range options {
		out[i] = o.label
	}
	return out
}

func newSide(p *line.Press, book bool, c Choices) *side {
	s := &side{choices: c, rows: map[fyne.CanvasObject]*fyne.Container{}}
	rows := container.New(layout.NewCustomPaddedVBoxLayout(rowGap))
	add := func(label string, o fyne.CanvasObject) {
		text := line.NewText(p, line.Piece{Text: label, Face: typeset.Sans, Size: 12.5, Leading: rowH, Tint: line.Secondary})
		s.rows[o] = container.New(&labelled{}, text, o)
		rows.Add(s.rows[o])
	}
	s.addPrinter(add)
	s.addSheet(add)
	rows.Add(gap(8))
	s.addLayout(add, book)
	rows.Add(gap(8))

	s.trouble = line.NewText(p, line.Piece{Face: typeset.Sans, Size: 12, Leading: 18, Width: sideW - 32, MaxLines: 8, Tint: line.Accent})
	s.save = look.NewButton(nil, lang.X("print.save", "存为 PDF"), look.Framed, nil)
	s.print = look.NewButton(nil, lang.X("print.print", "打印"), look.Filled, nil)
	foot := container.New(layout.NewCustomPaddedVBoxLayout(rowGap), container.New(&pair{}, s.save, s.print), s.trouble)
	scroll := container.NewVScroll(container.New(layout.NewCustomPaddedLayout(16, 0, 16, 16), rows))
	scroll.SetMinSize(fyne.NewSize(sideW, 100))
	s.view = container.NewStack(look.NewGround(line.Window), container.New(&footed{}, scroll, container.New(layout.NewCustomPaddedLayout(rowGap, 16, 16, 16), foot)))
	return s
}

// addPrinter adds what concerns the printer and which pages it gets.
func (s *side) addPrinter(add func(string, fyne.CanvasObject)) {
	s.printers = look.NewSelect(nil, func(string) { s.takePrinter(s.printers.SelectedIndex()) })
	s.printers.PlaceHolder = lang.X("print.looking", "正在查找…")
	leave := func() { s.left() }
	s.address = look.NewField("", s.takeAddress, leave)
	s.address.SetPlaceHolder(lang.X("print.likeaddress", "如 192.168.1.8"))
	s.copies = look.NewField(strconv.Itoa(s.choices.Copies), s.takeCopies, leave)
	s.pages = look.NewField("", s.takePages, leave)
	s.pages.SetPlaceHolder(lang.X("print.someof", "如 1-3,5,8-"))
	all := lang.X("print.all", "全部")
	s.which = look.NewSelect([]string{all, lang.X("print.current", "当前页"), lang.X("print.some", "指定页…")}, nil)
	s.which.SetSelectedIndex(0)
	s.which.OnChanged = func(string) { s.takeWhich(s.which.SelectedIndex()) }
	add(lang.X("print.printer", "打印机"), s.printers)
	add(lang.X("print.address", "地址"), s.address)
	add(lang.X("print.copies", "份数"), s.copies)
	add(lang.X("print.pages", "页面"), s.which)
	add("", s.pages)
	s.rows[s.address].Hide()
	s.rows[s.pages].Hide()
}

// takeWhich follows the choice of all pages, the current one, or some.
func (s *side) takeWhich(i int) {
	s.current = i == 1
	some := i == 2
	s.rows[s.pages].Hidden = !some
	s.view.Refresh()
	now := ""
	if some {
		now = s.pages.Text
		s.typeIn(s.pages)
	}
	if now != s.choices.Pages {
		s.takePages(now)
	}
}

// takeCopies reads how many copies are wanted.
func (s *side) takeCopies(text string) {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err == nil && n >= 1 && n <= mostCopies {
		s.choices.Copies = n
		s.say(aboutJob, "")
		s.onChange(newAsk)
	} else {
		s.say(aboutJob, lang.X("print.badcopies", "份数要写 1 到 999 之间的数。"))
	}
	s.copies.Put(strconv.Itoa(s.choices.Copies))
}

// mostCopies is the most copies that are taken for no slip of the finger.
const mostCopies = 999

// addSheet adds what concerns the sheet of paper.
func (s *side) addSheet(add func(string, fyne.CanvasObject)) {
	c := &s.choices
	var papers []option[string]
	for _, p := range typeset.Papers() {
		papers = append(papers, option[string]{paperName(p.Name), p.Name})
	}
	add(lang.X("print.paper", "纸张"), choose(s, c.Paper, papers, func(v string) { c.Paper = v; s.onChange(newPages) }))
	s.sides = look.NewSelect(nil, func(string) {
		if i := s.sides.SelectedIndex(); i >= 0 && !s.filling {
			s.choices.Sides = s.offered[i].value
			s.onChange(newAsk)
		}
	})
	s.offerSides(nil)
	add(lang.X("print.sides", "双面"), s.sides)
	s.colour = choose(s, c.Grey, []option[bool]{{lang.X("print.colour.yes", "彩色"), false}, {lang.X("print.colour.no", "黑白"), true}},
		func(v bool) { c.Grey = v; s.onChange(newAsk) })
	add(lang.X("print.colour", "颜色"), s.colour)
	add(lang.X("print.up", "每张"), choose(s, c.Up, []option[int]{
		{lang.X("print.up.one", "1 页"), 1}, {lang.X("print.up.two", "2 页"), 2}, {lang.X("print.up.four", "4 页"), 4}},
		func(v int) { c.Up = v; s.onChange(newPages) }))
	var scales []option[int]
	for _, v := range []int{70, 80, 90, 95, 100, 105, 110} {
		scales = append(scales, option[int]{strconv.Itoa(v) + "%", v})
	}
	add(lang.X("print.scale", "缩放"), choose(s, c.Scale, scales, func(v int) { c.Scale = v; s.onChange(newPages) }))
}

// addLayout adds what concerns how the pages are set.
func (s *side) addLayout(add func(string, fyne.CanvasObject), book bool) {
	c := &s.choices
	add(lang.X("print.columns", "版式"), choose(s, c.Columns, []option[int]{
		{lang.X("print.auto", "自动"), 0}, {lang.X("print.columns.one", "单栏"), 1}, {lang.X("print.columns.two", "双栏"), 2}},
		func(v int) { c.Columns = v; s.onChange(newPages) }))
	add(lang.X("print.size", "字号"), choose(s, c.Size, []option[float32]{
		{lang.X("print.auto", "自动"), 0}, {lang.X("print.size.9", "小五"), 9}, {lang.X("print.size.10.5", "五号"), 10.5},
		{lang.X("print.size.12", "小四"), 12}, {lang.X("print.size.14", "四号"), 14}, {lang.X("print.size.15", "小三"), 15}, {lang.X("print.size.16", "三号"), 16}},
		func(v float32) { c.Size = v; s.onChange(newPages) }))
	onOff := func(label string, no *bool) {
		add(label, choose(s, *no, []option[bool]{{lang.X("print.with", "有"), false}, {lang.X("print.without", "无"), true}},
			func(v bool) { *no = v; s.onChange(newPages) }))
	}
	if book {
		onOff(lang.X("print.cover", "封面目录"), &c.NoCover)
		add(lang.X("print.runon", "排法"), choose(s, c.RunOn, []option[bool]{
			{lang.X("print.runon.no", "每篇另起页"), false}, {lang.X("print.runon.yes", "各篇接排"), true}},
			func(v bool) { c.RunOn = v; s.onChange(newPages) }))
	}
	onOff(lang.X("print.head", "眉题"), &c.NoHead)
	onOff(lang.X("print.pictures", "图片"), &c.NoPictures)
	onOff(lang.X("print.source", "来源行"), &c.NoSource)
	styles := []option[cite.Style]{{lang.X("print.cite.none", "无"), ""}}
	for _, v := range cite.Styles() {
		styles = append(styles, option[cite.Style]{"GB/T 7714—" + strings.TrimPrefix(string(v), "gbt7714-"), v})
	}
	add(lang.X("print.cite", "引文"), choose(s, c.Cite, styles, func(v cite.Style) { c.Cite = v; s.onChange(newPages) }))
}

// takePages reads the page ranges.
func (s *side) takePages(text string) {
	text = strings.TrimSpace(text)
	if _, err := typeset.ParsePageRanges(text); err != nil {
		s.say(aboutPages, lang.X("print.badpages", "页面要写成 1-3,5,8- 这样。"))
		return
	}
	if text != s.choices.Pages {
		s.choices.Pages = text
		s.onChange(newPages)
	}
}

// unread tells of page ranges that are typed and cannot be read.
func (s *side) unread() bool {
	if s.rows[s.pages].Visible() && strings.TrimSpace(s.pages.Text) != s.choices.Pages {
		s.takePages(s.pages.Text)
		return true
	}
	return false
}

// offerSides offers what the printer can do with a sheet's sides, or everything while
// that is not known. What was chosen stays chosen for printers that can do it.
func (s *side) offerSides(able []printer.Sides) {
	was := s.filling
	s.filling = true
	defer func() { s.filling = was }()
	s.offered = []option[printer.Sides]{
		{lang.X("print.sides.printer", "按打印机设置"), ""},
		{lang.X("print.sides.one", "单面"), printer.OneSided},
		{lang.X("print.sides.long", "双面，长边翻页"), printer.LongEdge},
		{lang.X("print.sides.short", "双面，短边翻页"), printer.ShortEdge},
	}
	if len(able) > 0 {
		s.offered = slices.DeleteFunc(s.offered, func(o option[printer.Sides]) bool { return o.value != "" && !slices.Contains(able, o.value) })
	}
	at := slices.IndexFunc(s.offered, func(o option[printer.Sides]) bool { return o.value == s.choices.Sides })
	s.sides.Options = labels(s.offered)
	s.sides.SetSelectedIndex(max(at, 0))
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
	show(s.copies, c.MaxCopies != 1)
	s.offerSides(c.Sides)
	say := ""
	if !c.Accepting || c.Status == printer.Stopped || c.Status == printer.Troubled {
		say = lang.X("print.printeris", "打印机{{.State}}。", map[string]any{"State": c.Say()})
	}
	s.say(aboutPrinter, say)
}

// say shows what is wrong, under the buttons; "" takes back what was said of the topic.
func (s *side) say(about topic, t string) {
	if s.told[about] == t {
		return
	}
	s.told[about] = t
	s.trouble.SetText(strings.Join(slices.DeleteFunc(slices.Clone(s.told[:]), func(t string) bool { return t == "" }), "\n"))
	s.view.Refresh()
}

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
	return container.New(&sized{1, h}, look.NewGround(line.Window))
}

// footed lays what scrolls above its foot, which is in sight however low the window is.
type footed struct{}

func (*footed) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(max(a.Width, b.Width), a.Height+b.Height)
}

func (*footed) Layout(o []fyne.CanvasObject, s fyne.Size) {
	foot := o[1].MinSize().Height
	h := max(min(o[0].(*container.Scroll).Content.MinSize().Height, s.Height-foot), 0)
	o[0].Resize(fyne.NewSize(s.Width, h))
	o[1].Resize(fyne.NewSize(s.Width, foot))
	o[1].Move(fyne.NewPos(0, h))
}

// pair lays two buttons of equal width side by side.
type pair struct{}

func (*pair) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(2*max(a.Width, b.Width)+8, max(a.Height, b.Height))
}

func (*pair) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := (s.Width - 8) / 2
	for i, b := range o {
		b.Resize(fyne.NewSize(w, s.Height))
		b.Move(fyne.NewPos(float32(i)*(w+8), 0))
	}
}

// labelled lays a label at the left and a control beside it.
type labelled struct{}

func (*labelled) MinSize(o []fyne.CanvasObject) fyne.Size {
	m := o[1].MinSize()
	return fyne.NewSize(labelW+min(m.Width, 80), rowH)
}

func (*labelled) Layout(o []fyne.CanvasObject, s fyne.Size) {
	m := o[0].MinSize()
	o[0].Resize(m)
	o[0].Move(fyne.NewPos(0, (s.Height-m.Height)/2))
	o[1].Resize(fyne.NewSize(s.Width-labelW, s.Height))
	o[1].Move(fyne.NewPos(labelW, 0))
}
