// Package intake asks how a newsroom's files are to be taken in: what holds for all of
// them, and how their paths tell day and page, which is tried on the files themselves while
// one types ([Form]); and it shows the folders that are watched ([Folders]). It reads and
// imports nothing by itself but the names of files.
//
// UI goroutine only; disks are read off it.
package intake

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// Choices are what a person says of files to be taken in. Empty ones are unknown.
type Choices struct {
	Date                          paper.Date
	Publication, Section, Pattern string
	Replace, Renew                bool
}

// Request is what an import is asked for. It fails with library.ErrPattern.
func (c Choices) Request() (library.Request, error) {
	r := library.Request{Replace: c.Replace, Renew: c.Renew}
	r.Options.Date, r.Options.Publication, r.Options.Section = c.Date, c.Publication, c.Section
	return r, r.SetPattern(c.Pattern)
}

// An Ask says what a form is for.
type Ask struct {
	Paths   []string           // what is taken in: the pattern is tried on the files there
	Watch   bool               // a folder to be watched: it has no day, and nothing is read anew
	Given   Choices            // what stands in the form first
	Explain func(error) string // makes an error a sentence
	Valid   func(bool)         // the choices became such as can be used, or not
	Done    func()             // Return
	Leave   func()             // Esc
}

// A Form asks for choices. What is in it is read with [Form.Choices].
type Form struct {
	ask                                 Ask
	date, publication, section, pattern *look.Entry
	replace, renew                      *look.Check
	trial                               *trial
	view                                fyne.CanvasObject
	looking                             async.Slot
	valid                               bool
}

// NewForm makes a form, and looks for the files the pattern is tried on.
func NewForm(p *line.Press, ask Ask) *Form {
	f := &Form{ask: ask, trial: newTrial(p), valid: true}
	field := func(text, hint string) *look.Entry {
		e := look.NewEntry(text, hint)
		e.Leave, e.OnChanged = ask.Leave, func(string) { f.changed() }
		e.OnSubmitted = func(string) { ask.Done() }
		return e
	}
	unknown := lang.X("intake.unknown", "不写则看文件")
	g := ask.Given
	f.publication, f.section = field(g.Publication, unknown), field(g.Section, unknown)
	f.pattern = field(g.Pattern, lang.X("intake.patternhint", "例如 {date}_{page}；不写则按一般写法"))
	f.replace = look.NewCheck(lang.X("intake.replace", "同一路径的文件变了，以新代旧"), g.Replace)
	form := widget.NewForm(widget.NewFormItem(lang.X("proof.publication", "报纸"), f.publication), widget.NewFormItem(lang.X("proof.section", "栏目"), f.section))
	if !ask.Watch {
		f.date = field(g.Date.String(), unknown)
		form.AppendItem(widget.NewFormItem(lang.X("proof.day", "日期"), f.date))
		f.renew = look.NewCheck(lang.X("intake.renew", "早已在馆藏里的，按新规则重读"), false)
	}
	form.AppendItem(widget.NewFormItem(lang.X("intake.pattern", "路径样式"), container.New(layout.NewCustomPaddedVBoxLayout(4), f.pattern, f.words())))
	form.AppendItem(widget.NewFormItem("", f.replace))
	if f.renew != nil {
		form.AppendItem(widget.NewFormItem("", f.renew))
	}
	f.view = look.NewFrame(form, nil, f.trial.view)
	f.look()
	return f
}

// View is what to put into a dialog.
func (f *Form) View() fyne.CanvasObject { return f.view }

// Focus is the field that gets the keyboard first.
func (f *Form) Focus() fyne.Focusable { return f.pattern }

// Close ends the looking for files.
func (f *Form) Close() { f.looking.Cancel() }

// Choices are what stands in the form; an error says what cannot be used.
func (f *Form) Choices() (Choices, error) {
	text := func(e *look.Entry) string { return strings.TrimSpace(e.Text) }
	c := Choices{Publication: text(f.publication), Section: text(f.section), Pattern: text(f.pattern), Replace: f.replace.Checked}
	if f.renew != nil {
		c.Renew = f.renew.Checked
		var err error
		if c.Date, err = paper.ParseDate(text(f.date)); err != nil {
			return c, err
		}
	}
	_, err := c.Request()
	return c, err
}

// patternWords are the words in braces, in the order they are offered.
var patternWords = []string{"{date}", "{yyyy}", "{mm}", "{dd}", "{page}", "{label}", "{publication}", "{section}", "{*}"}

// words offers the words of a pattern; pressed, one goes where the cursor is.
func (f *Form) words() fyne.CanvasObject {
	row := container.New(layout.NewCustomPaddedHBoxLayout(2))
	for _, word := range patternWords {
		row.Add(look.NewButton(nil, word, look.Plain, func() { f.insert(word) }))
	}
	return container.NewHScroll(row)
}

// insert writes a word where the cursor is.
func (f *Form) insert(word string) {
	runes := []rune(f.pattern.Text)
	at := min(f.pattern.CursorColumn, len(runes))
	f.pattern.SetText(string(runes[:at]) + word + string(runes[at:]))
	f.pattern.CursorColumn = at + len([]rune(word))
	f.pattern.Refresh()
	if c := fyne.CurrentApp().Driver().CanvasForObject(f.pattern); c != nil {
		c.Focus(f.pattern)
	}
}

// filesTried is how many files a pattern is tried on.
const filesTried = 200

// look lists the files the pattern is tried on.
func (f *Form) look() {
	type found struct {
		files []string
		more  bool
	}
	paths := f.ask.Paths
	async.Load(&f.looking, func(ctx context.Context) (x found, err error) {
		x.files, x.more, err = library.PageFiles(ctx, paths, filesTried)
		return x, err
	}, func(x found) {
		f.trial.files, f.trial.more, f.trial.looked = x.files, x.more, true
		f.changed()
	}, func(err error) {
		f.trial.looked = true // it does not look any more
		f.trial.complain(f.ask.Explain(err))
	})
	f.changed()
}

// changed tries the pattern as it stands now.
func (f *Form) changed() {
	if f.pattern == nil || f.replace == nil || f.trial == nil { // still being made
		return
	}
	c, err := f.Choices()
	if valid := err == nil; valid != f.valid {
		f.valid = valid
		f.ask.Valid(valid)
	}
	if err != nil {
		f.trial.complain(f.ask.Explain(err))
		return
	}
	f.trial.show(c)
}
