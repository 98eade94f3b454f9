package preview

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"baoge/app/export"
	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/printer"
	"baoge/app/typeset"
	"baoge/app/ui/look"
)

// A digit goes to the field with the sheet's number; what is typed there leads to it, and
// Esc leaves the field before it leaves the screen.
func TestGoingToASheet(t *testing.T) {
	st := open(t, false, 3)
	c := st.win.Canvas()
	if !st.Key(fyne.Key4) || c.Focused() != fyne.Focusable(st.bar.at) {
		t.Fatalf("4 was not for the number: %v", c.Focused())
	}
	st.bar.at.TypedRune('4')
	st.bar.at.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if st.desk.at != 4 || c.Focused() != nil {
		t.Errorf("at %d, focus %v", st.desk.at, c.Focused())
	}
	st.enter(st.bar.at, "999")
	if st.desk.at != st.desk.count {
		t.Errorf("beyond the last: %d of %d", st.desk.at, st.desk.count)
	}
	st.enter(st.bar.at, "x")
	if st.bar.at.Text != fmt.Sprint(st.desk.count) || st.desk.at != st.desk.count {
		t.Errorf("no number: %q", st.bar.at.Text)
	}
	c.Focus(st.bar.at)
	st.bar.at.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if !st.Shown() || c.Focused() != nil {
		t.Error("Esc in the field left the screen")
	}
}

// A list that has the keyboard hands on what it does not use: pages are turned and the
// screen left as without it.
func TestKeysWhileAListHasTheFocus(t *testing.T) {
	st := open(t, false, 1)
	c := st.win.Canvas()
	c.SetOnTypedKey(func(e *fyne.KeyEvent) { st.Key(e.Name) })
	for o := range st.side.rows {
		if s, ok := o.(*look.Select); ok {
			c.Focus(s)
			break
		}
	}
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
	if st.desk.at != 2 {
		t.Errorf("at %d", st.desk.at)
	}
	c.Focus(st.side.copies)
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
	if st.desk.at != 3 {
		t.Errorf("from a field: at %d", st.desk.at)
	}
	c.Focus(st.side.sides)
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if st.Shown() {
		t.Error("Esc did not leave the screen")
	}
}

func TestCurrentPage(t *testing.T) {
	st := open(t, true, 4)
	st.desk.turnTo(3)
	all := st.desk.count
	st.side.which.SetSelectedIndex(1)
	if st.desk.count != all {
		t.Errorf("the others are gone from sight: %d", st.desk.count)
	}
	st.desk.turnTo(4)
	st.Save()
	st.desk.setTwo(true)
	st.Save()
	if len(st.saved) != 2 || st.saved[0].Pages != "4" || st.saved[1].Pages != "3,4" {
		t.Errorf("saved %+v", st.saved)
	}
}

func TestWrongCopies(t *testing.T) {
	st := open(t, false, 1)
	for _, bad := range []string{"0", "x", "-2", "5000"} {
		st.enter(st.side.copies, bad)
		if st.side.choices.Copies != 1 || st.side.copies.Text != "1" || st.side.told[aboutJob] == "" {
			t.Errorf("%q: %d copies, %q", bad, st.side.choices.Copies, st.side.copies.Text)
		}
	}
	st.enter(st.side.copies, "12")
	if st.side.choices.Copies != 12 || st.side.told[aboutJob] != "" {
		t.Errorf("%d copies, %q", st.side.choices.Copies, st.side.told)
	}
}

// What a printer cannot do is neither offered nor asked of it, and stays chosen for
// printers that can.
func TestWhatThePrinterCannot(t *testing.T) {
	st := open(t, false, 1)
	st.side.choices.Sides, st.side.choices.Copies = printer.LongEdge, 40
	st.queue.caps.Sides, st.queue.caps.MaxCopies, st.queue.caps.Colour = []printer.Sides{printer.OneSided}, 1, false
	st.ask()
	for _, o := range []fyne.CanvasObject{st.side.sides, st.side.copies, st.side.colour} {
		if st.side.rows[o].Visible() {
			t.Errorf("%T is offered", o)
		}
	}
	st.Print()
	if o := st.queue.options[0]; o.Sides != "" || o.Copies != 1 {
		t.Errorf("asked for %+v", o)
	}
	if st.side.choices.Sides != printer.LongEdge || st.side.choices.Copies != 40 {
		t.Errorf("%+v", st.side.choices)
	}
}

// Choices kept by another version, or written by hand, open the screen all the same.
func TestChoicesThatCannotBe(t *testing.T) {
	st := open(t, false, 1)
	st.Show(st.job, Choices{Paper: "a17", Up: 3, Scale: 4000, Columns: 9, Cite: "x", Copies: -1, Size: 11})
	st.paint()
	if c := st.side.choices; c.Paper != typeset.A4.Name || c.Up != 1 || c.Scale != 100 || c.Columns != 0 || c.Cite != "" || c.Copies != 1 || c.Size != 11 {
		t.Errorf("%+v", c)
	}
	if len(st.failed) > 0 || len(st.desk.sheets) == 0 {
		t.Errorf("failed %v", st.failed)
	}
}

// A document of nothing but articles that are gone is told once, however often its pages
// are asked for.
func TestNothingToShow(t *testing.T) {
	st := open(t, false, 1)
	st.gone = true
	st.Show(st.job, Choices{})
	st.count()
	st.count()
	if len(st.failed) != 1 || !errors.Is(st.failed[0], export.ErrAllGone) {
		t.Errorf("%v", st.failed)
	}
	broken := errors.New("disk")
	st.job.Base.Article = func(context.Context, paper.ArticleID) (*paper.Article, error) { return nil, broken }
	st.failed = nil
	st.Show(st.job, Choices{})
	for range 3 {
		st.count()
	}
	if len(st.failed) != 1 || !errors.Is(st.failed[0], broken) {
		t.Errorf("%v", st.failed)
	}
}

// What becomes of a document whose screen was left while it was sent is told, and does not
// touch the screen that is open by then.
func TestClosedWhileSending(t *testing.T) {
	st := open(t, false, 1)
	another := func() {
		st.Close()
		st.Show(st.job, Choices{})
		st.side.say(aboutJob, "还在")
		st.side.print.SetEnabled(false)
	}
	st.queue.before = another
	st.Print()
	if len(st.printed) != 1 || st.side.told[aboutJob] != "还在" || st.side.print.Enabled() {
		t.Errorf("printed %q, beside %q", st.printed, st.side.told)
	}
	st.side.print.SetEnabled(true)
	st.queue.before = func() {
		another()
		st.queue.fail = &printer.Error{Op: "print", Printer: "desk", Err: printer.ErrVanished}
	}
	st.Print()
	if len(st.printed) != 2 || st.cancels[1] != nil || st.side.told[aboutJob] != "还在" {
		t.Errorf("printed %q, beside %q", st.printed, st.side.told)
	}
}

func TestNews(t *testing.T) {
	id := printer.JobID{Printer: "desk", Number: 7}
	for _, c := range []struct {
		news news
		text string
		last bool
	}{
		{news{job: printer.Job{ID: id, State: printer.Printing, Trouble: printer.NoPaper}}, "《甲》：正在打印，缺纸（desk）", false},
		{news{job: printer.Job{ID: id, State: printer.Done}, ended: true}, "《甲》：已打印（desk）", true},
		{news{job: printer.Job{ID: id}, err: &printer.Error{Printer: "desk", Err: printer.ErrAborted}, ended: true},
			"《甲》没有打印出来：打印机“desk”中止了打印，请看看打印机上的提示再试。", true},
		{news{job: printer.Job{ID: id, State: printer.Cancelled}, err: printer.ErrCancelled, ended: true}, "《甲》的打印已取消", true},
	} {
		if text, last := c.news.say("甲", library.Explain); text != c.text || last != c.last {
			t.Errorf("%q, last %v", text, last)
		}
	}
}

// stages is a queue whose job goes through states.
type stages struct {
	queue
	states []printer.Job
}

func (q *stages) Job(_ context.Context, id printer.JobID) (printer.Job, error) {
	j := q.states[0]
	if len(q.states) > 1 {
		q.states = q.states[1:]
	}
	j.ID = id
	return j, nil
}

func TestAwait(t *testing.T) {
	id := printer.JobID{Printer: "desk", Number: 7}
	q := &stages{states: []printer.Job{{State: printer.Printing, Trouble: printer.NoPaper}, {State: printer.Done}}}
	n, err := await(t.Context(), q, id, printer.Job{ID: id, State: printer.Waiting})
	if err != nil || n.ended || n.job.Trouble != printer.NoPaper {
		t.Fatalf("%+v, %v", n, err)
	}
	if n, err = await(t.Context(), q, id, n.job); err != nil || !n.ended || n.job.State != printer.Done {
		t.Errorf("%+v, %v", n, err)
	}
}

// A printer that no list has is chosen by its address, which is offered the next time.
func TestPrinterByAddress(t *testing.T) {
	st := open(t, false, 1)
	s := st.side
	s.printers.SetSelectedIndex(len(s.printers.Options) - 1)
	if s.rows[s.address].Hidden || st.win.Canvas().Focused() != s.address || s.print.Enabled() {
		t.Fatalf("no address is asked for: hidden %v, can print %v", s.rows[s.address].Hidden, s.print.Enabled())
	}
	st.enter(s.address, "ftp://desk")
	if !strings.Contains(s.trouble.String(), "地址") || s.print.Enabled() {
		t.Errorf("of no address: %q", s.trouble.String())
	}
	st.enter(s.address, "192.168.1.8")
	if s.trouble.String() != "" || !s.rows[s.address].Hidden || s.printers.Selected != "192.168.1.8" {
		t.Errorf("chosen is %q, said %q", s.printers.Selected, s.trouble.String())
	}
	st.Print()
	if n := len(st.queue.options); n != 1 || st.queue.options[0].Printer != "ipp://192.168.1.8/ipp/print" {
		t.Fatalf("printed %d: %+v", n, st.queue.options)
	}
	job, kept := st.job, st.kept[len(st.kept)-1]
	st.Close()
	st.Show(job, kept)
	if st.side.choices.Printer != "ipp://192.168.1.8/ipp/print" || st.side.printers.Selected != "192.168.1.8" {
		t.Errorf("next time %q is offered", st.side.printers.Selected)
	}
	st.side.printers.SetSelectedIndex(0)
	if st.side.choices.Printer != "two" {
		t.Errorf("chosen is %q", st.side.choices.Printer)
	}
}
