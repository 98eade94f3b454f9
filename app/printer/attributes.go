package printer

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/OpenPrinting/goipp"
)

// values of an attribute; nil where it is not there.
func values(as goipp.Attributes, name string) goipp.Values {
	for _, a := range as {
		if a.Name == name {
			return a.Values
		}
	}
	return nil
}

// texts are the values of an attribute that are words.
func texts(as goipp.Attributes, name string) []string {
	var out []string
	for _, v := range values(as, name) {
		switch s := v.V.(type) {
		case goipp.String:
			out = append(out, string(s))
		case goipp.TextWithLang:
			out = append(out, s.Text)
		}
	}
	return out
}

func text(as goipp.Attributes, name string) string {
	if s := texts(as, name); len(s) > 0 {
		return s[0]
	}
	return ""
}

func number(as goipp.Attributes, name string) int {
	for _, v := range values(as, name) {
		switch n := v.V.(type) {
		case goipp.Integer:
			return int(n)
		case goipp.Range:
			return n.Upper
		}
	}
	return 0
}

func boolean(as goipp.Attributes, name string) bool {
	for _, v := range values(as, name) {
		if b, ok := v.V.(goipp.Boolean); ok {
			return bool(b)
		}
	}
	return false
}

// printerOf reads a printer's line of the list.
func printerOf(as goipp.Attributes) Printer {
	p := Printer{Name: text(as, "printer-name"), Info: text(as, "printer-info"), Model: text(as, "printer-make-and-model"),
		Place: text(as, "printer-location"), Accepting: boolean(as, "printer-is-accepting-jobs"), Message: text(as, "printer-state-message")}
	t := trouble(as, "printer-state-reasons")
	switch state := number(as, "printer-state"); {
	case state == 5 || t == Paused: // RFC 8011 §5.4.11: 3 idle, 4 processing, 5 stopped
		p.Status = Stopped
		if t != NoTrouble && t != Paused {
			p.Status = Troubled
		}
	case t != NoTrouble:
		p.Status = Troubled
	case state == 4:
		p.Status = Busy
	default:
		p.Status = Idle
	}
	return p
}

// capsOf reads what a printer can do.
func capsOf(as goipp.Attributes) Caps {
	c := Caps{Printer: printerOf(as), Trouble: trouble(as, "printer-state-reasons"), DefaultPaper: text(as, "media-default"),
		Colour: boolean(as, "color-supported"), MaxCopies: number(as, "copies-supported"),
		TakesPDF: slices.Contains(texts(as, "document-format-supported"), "application/pdf")}
	for _, name := range texts(as, "media-supported") {
		s, ok := sheet(name)
		switch {
		case !ok || slices.Contains(c.Papers, s):
		case strings.HasPrefix(name, "custom_min"):
			c.smallest = s
		case strings.HasPrefix(name, "custom_max"):
			c.largest = s
		default:
			c.Papers = append(c.Papers, s)
		}
	}
	for _, s := range texts(as, "sides-supported") {
		if k, ok := sides(s); ok {
			c.Sides = append(c.Sides, k)
		}
	}
	c.DefaultSides, _ = sides(text(as, "sides-default"))
	for _, v := range values(as, "print-quality-supported") {
		if n, ok := v.V.(goipp.Integer); ok {
			for q, k := range qualityNumbers {
				if k == int(n) {
					c.Qualities = append(c.Qualities, q)
				}
			}
		}
	}
	slices.SortFunc(c.Qualities, func(a, b Quality) int { return qualityNumbers[a] - qualityNumbers[b] })
	return c
}

// The names and numbers IPP has for sides (RFC 8011 §5.2.8) and quality (§5.2.13).
var (
	sidesNames     = map[Sides]string{OneSided: "one-sided", LongEdge: "two-sided-long-edge", ShortEdge: "two-sided-short-edge"}
	qualityNumbers = map[Quality]int{Draft: 3, Normal: 4, High: 5}
)

func sides(name string) (Sides, bool) {
	for s, n := range sidesNames {
		if n == name {
			return s, true
		}
	}
	return "", false
}

// papers are the labels of sheets a newsroom knows, by their self-describing names (PWG 5101.1).
var papers = map[string]string{"iso_a3_297x420mm": "A3", "iso_a4_210x297mm": "A4", "iso_a5_148x210mm": "A5", "iso_b5_176x250mm": "B5", "jis_b5_182x257mm": "B5 (JIS)",
	"om_16k_184x260mm": "16K", "na_letter_8.5x11in": "Letter", "na_legal_8.5x14in": "Legal", "jis_b4_257x364mm": "B4 (JIS)"}

// sheet reads the size out of a self-describing name: iso_a4_210x297mm.
func sheet(name string) (Sheet, bool) {
	i := strings.LastIndexByte(name, '_')
	if i < 0 {
		return Sheet{}, false
	}
	unit, size := float32(72/25.4), strings.TrimSuffix(name[i+1:], "mm")
	if s, ok := strings.CutSuffix(size, "in"); ok {
		unit, size = 72, s
	}
	var w, h float32
	if n, err := fmt.Sscanf(size, "%gx%g", &w, &h); n != 2 || err != nil || w <= 0 || h <= 0 {
		return Sheet{}, false
	}
	label := papers[name]
	if label == "" {
		label = strings.ToUpper(strings.TrimPrefix(strings.TrimPrefix(name[:i], "iso_"), "na_"))
	}
	return Sheet{Name: name, Label: label, W: w * unit, H: h * unit}, true
}

// paperName finds the printer's name for a paper: the sheet of that size (within a
// millimetre), else a custom size. "" where the printer has neither. With no sheets known
// the standard name of the size is given.
func paperName(w, h float32, known []Sheet) string {
	same := func(s Sheet) bool { return near(s.W, w) && near(s.H, h) }
	if i := slices.IndexFunc(known, same); i >= 0 {
		return known[i].Name
	}
	if len(known) > 0 {
		return ""
	}
	for name := range papers {
		if s, _ := sheet(name); same(s) {
			return name
		}
	}
	return fmt.Sprintf("custom_%dx%dmm_%[1]dx%[2]dmm", mm(w), mm(h))
}

func mm(points float32) int { return int(math.Round(float64(points) / 72 * 25.4)) }

func near(a, b float32) bool { return math.Abs(float64(a-b)) < 2.9 }

// trouble reads state reasons (RFC 8011 §5.4.12, PWG 5100.9): the word before -report,
// -warning or -error; of several the gravest. Warnings (little paper left) are none.
func trouble(as goipp.Attributes, name string) Trouble {
	worst, rank := NoTrouble, len(troubleWords)
	for _, reason := range texts(as, name) {
		if strings.HasSuffix(reason, "-warning") || strings.HasSuffix(reason, "-report") && !strings.HasPrefix(reason, "offline") {
			continue
		}
		for i, t := range troubleWords {
			if i < rank && strings.HasPrefix(reason, t.word) {
				worst, rank = t.trouble, i
			}
		}
	}
	return worst
}

// troubleWords are the beginnings of reasons, the gravest first.
var troubleWords = []struct {
	word    string
	trouble Trouble
}{
	{"paused", Paused}, {"moving-to-paused", Paused}, {"printer-stopped", Paused}, {"shutdown", Offline}, {"offline", Offline},
	{"connecting-to-device", Offline}, {"timed-out", Offline}, {"media-jam", Jam}, {"media-empty", NoPaper}, {"media-needed", NoPaper},
	{"input-tray-missing", NoPaper}, {"output-area-full", Attention}, {"door-open", Open}, {"cover-open", Open}, {"interlock-open", Open},
	{"toner-empty", NoInk}, {"marker-supply-empty", NoInk}, {"spool-area-full", Attention}, {"stopped-partly", Attention}, {"other", Attention},
}

// printJob makes the message that sends a document. What the printer cannot do is an
// [ErrOptions]: a scheduler would take it and give the job up later.
func printJob(uri string, d Document, o Options, c Caps) (*goipp.Message, error) {
	if !c.Accepting {
		return nil, &Error{Message: c.Message, Err: ErrRejecting}
	}
	m := request(goipp.OpPrintJob, uri)
	asUser(m)
	m.Operation.Add(goipp.MakeAttribute("job-name", goipp.TagName, goipp.String(jobName(d.Title))))
	m.Operation.Add(goipp.MakeAttribute("document-format", goipp.TagMimeType, goipp.String("application/pdf")))
	add := func(name string, tag goipp.Tag, v goipp.Value) { m.Job.Add(goipp.MakeAttribute(name, tag, v)) }
	switch {
	case c.MaxCopies > 0 && o.Copies > c.MaxCopies:
		return nil, &Error{Message: fmt.Sprintf("最多 %d 份", c.MaxCopies), Err: ErrOptions}
	case o.Copies > 1:
		add("copies", goipp.TagInteger, goipp.Integer(o.Copies))
	}
	if o.Sides != "" {
		if len(c.Sides) > 0 && !slices.Contains(c.Sides, o.Sides) {
			return nil, &Error{Message: "不能双面打印", Err: ErrOptions}
		}
		add("sides", goipp.TagKeyword, goipp.String(sidesNames[o.Sides]))
	}
	if o.W > 0 {
		name := paperName(o.W, o.H, c.Papers)
		if name == "" && o.W >= c.smallest.W && o.H >= c.smallest.H && o.W <= c.largest.W && o.H <= c.largest.H {
			name = paperName(o.W, o.H, nil)
		}
		if name == "" {
			return nil, &Error{Message: fmt.Sprintf("没有 %d×%d 毫米的纸", mm(o.W), mm(o.H)), Err: ErrOptions}
		}
		add("media", goipp.TagKeyword, goipp.String(name))
	}
	if o.Grey && c.Colour {
		add("print-color-mode", goipp.TagKeyword, goipp.String("monochrome"))
	}
	if q := qualityNumbers[o.Quality]; q != 0 && slices.Contains(c.Qualities, o.Quality) {
		add("print-quality", goipp.TagEnum, goipp.Integer(q))
	}
	return m, nil
}

// jobName is a title as IPP's names are: at most 255 bytes (RFC 8011 §5.1.3), no control characters.
func jobName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F || r == utf8.RuneError {
			return ' '
		}
		return r
	}, s)
	for len(s) > 255 {
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
	}
	return s
}

func getJob(uri string, n int) *goipp.Message {
	m := request(goipp.OpGetJobAttributes, uri)
	m.Operation.Add(goipp.MakeAttribute("job-id", goipp.TagInteger, goipp.Integer(n)))
	asUser(m)
	wanted(m, "job-id", "job-state", "job-state-reasons", "job-state-message", "job-printer-state-message", "job-printer-state-reasons", "job-impressions-completed",
		"job-media-sheets-completed")
	return m
}

func cancelJob(uri string, n int) *goipp.Message {
	m := request(goipp.OpCancelJob, uri)
	m.Operation.Add(goipp.MakeAttribute("job-id", goipp.TagInteger, goipp.Integer(n)))
	asUser(m)
	return m
}

// givenUp are what CUPS says, in Chinese or where it has no Chinese in English, of a job
// that nobody cancelled though it is called so.
var givenUp = []string{"打印机端被取消", "无法使用所提供的选项打印", "canceled at printer", "unable to print with the options"}

// jobOf reads how a job is doing (RFC 8011 §5.3.7). CUPS shows a document that its filters
// cannot read as stopped, one the printer gave up as cancelled with the printer's words.
func jobOf(as goipp.Attributes) Job {
	j := Job{Message: text(as, "job-printer-state-message"), Sheets: number(as, "job-media-sheets-completed")}
	if j.Message == "" {
		j.Message = text(as, "job-state-message")
	}
	if j.Sheets == 0 {
		j.Sheets = number(as, "job-impressions-completed")
	}
	reasons := texts(as, "job-state-reasons")
	switch number(as, "job-state") {
	case 5:
		j.State = Printing
	case 6:
		j.State = Printing
		if slices.Contains(reasons, "job-completed-with-errors") || slices.Contains(reasons, "job-stopped") {
			j.State = Refused
		}
	case 7:
		j.State = Cancelled
		if slices.ContainsFunc(givenUp, func(s string) bool { return strings.Contains(j.Message, s) }) {
			j.State = Aborted
		}
	case 8:
		j.State = Aborted
		if slices.ContainsFunc(reasons, func(r string) bool { return strings.HasPrefix(r, "document-") || r == "unsupported-document-format" }) {
			j.State = Refused
		}
	case 9:
		j.State, j.Message = Done, "" // a trouble that passed leaves its words behind
	default:
		j.State = Waiting
		if slices.Contains(reasons, "printer-stopped") {
			j.Trouble = Paused
		}
	}
	if !j.State.Ended() && j.Trouble == NoTrouble {
		j.Trouble = trouble(as, "job-printer-state-reasons")
		if j.Trouble == NoTrouble {
			j.Trouble = trouble(as, "job-state-reasons")
		}
	}
	return j
}
