package preview

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"io"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"baoge/app/export"
	"baoge/app/library"
	"baoge/app/paper"
	"baoge/app/printer"
	"baoge/app/raster"
	"baoge/app/typeset"
	"baoge/app/ui/async"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// queue is a spooler that keeps what it is given.
type queue struct {
	printers []printer.Printer
	caps     printer.Caps
	fail     error
	options  []printer.Options
	bodies   []string
	pages    []printer.Pages
	before   func() // called when something is to be printed; may be nil
}

func (q *queue) List(context.Context) ([]printer.Printer, error)    { return q.printers, q.fail }
func (q *queue) Default(context.Context) (string, error)            { return "", printer.ErrNoPrinter }
func (q *queue) Caps(context.Context, string) (printer.Caps, error) { return q.caps, q.fail }
func (q *queue) Print(_ context.Context, d printer.Document, o printer.Options) (printer.JobID, error) {
	if q.before != nil {
		q.before()
	}
	if q.fail != nil {
		return printer.JobID{}, q.fail
	}
	q.options = append(q.options, o)
	if d.Pages != nil {
		q.pages = append(q.pages, d.Pages)
	} else {
		b, err := io.ReadAll(d.PDF)
		if err != nil {
			return printer.JobID{}, err
		}
		q.bodies = append(q.bodies, string(b))
	}
	return printer.JobID{Printer: o.Printer, Number: 7}, nil
}
func (q *queue) Job(_ context.Context, id printer.JobID) (printer.Job, error) {
	return printer.Job{ID: id, State: printer.Done}, nil
}
func (q *queue) Cancel(context.Context, printer.JobID) error { return nil }

type stage struct {
	*Screen
	queue   *queue
	gone    bool // articles are
	kept    []Choices
	printed []string
	cancels []func()
	failed  []error
	closed  int
	win     fyne.Window
	saved   []Choices
}

// enter types into a field and presses Return.
func (st *stage) enter(f *look.Field, text string) {
	st.win.Canvas().Focus(f)
	f.SetText(text)
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
}

func open(t *testing.T, bound bool, articles int) *stage {
	t.Helper()
	a := test.NewTempApp(t)
	look.Apply(a, look.ChooseDay)
	async.InPlace(t)
	faces, err := typeset.LoadFaces()
	if err != nil {
		t.Fatal(err)
	}
	st := &stage{queue: &queue{printers: []printer.Printer{{Name: "two", Info: "二楼"}, {Name: "desk", Info: "编辑部", Default: true}},
		caps: printer.Caps{Printer: printer.Printer{Accepting: true, Status: printer.Idle}, Colour: true, TakesPDF: true}}}
	st.Screen = New(&line.Press{Faces: faces, Painter: raster.NewPainter(0)}, st.queue)
	st.Explain = library.Explain
	st.OnClose = func() { st.closed++ }
	st.OnKeep = func(c Choices) { st.kept = append(st.kept, c) }
	st.OnPrinted = func(s string, cancel func()) {
		st.printed, st.cancels = append(st.printed, s), append(st.cancels, cancel)
	}
	st.OnFail = func(err error) { st.failed = append(st.failed, err) }
	st.OnSave = func(_ Job, c Choices) { st.saved = append(st.saved, c) }
	win := test.NewTempWindow(t, st.View())
	st.win = win
	win.SetPadded(false)
	win.Resize(fyne.NewSize(1280, 800))
	j := Job{Title: "礼让斑马线", Note: "剪报册", Bound: bound}
	j.Base.Faces, j.Base.Title = faces, "礼让斑马线"
	for i := range articles {
		j.Base.Entries = append(j.Base.Entries, export.BookEntry{ID: paper.ArticleID(fmt.Sprint(i))})
	}
	j.Base.Article = func(_ context.Context, id paper.ArticleID) (*paper.Article, error) {
		if st.gone {
			return nil, nil
		}
		return &paper.Article{ID: id, Headline: "礼让斑马线", Blocks: []paper.Block{{Kind: paper.Paragraph, Text: strings.Repeat("车让人，人让车。", 700)}}}, nil
	}
	st.Show(j, Choices{})
	st.paint()
	return st
}

// paint has the desk draw itself as the window would.
func (st *stage) paint() image.Image {
	st.desk.shown(800, 700)
	return st.desk.shown(800, 700)
}

func TestFirstSheetIsOnTheDesk(t *testing.T) {
	st := open(t, false, 1)
	if st.desk.count < 3 {
		t.Fatalf("%d sheets", st.desk.count)
	}
	m := st.paint()
	if r, g, b, _ := m.At(400, 60).RGBA(); r>>8 != 255 || g>>8 != 255 || b>>8 != 255 {
		t.Errorf("the sheet is not white: %d %d %d", r>>8, g>>8, b>>8)
	}
	dark := 0
	for y := range 700 {
		for x := range 800 {
			if c := color.GrayModel.Convert(m.At(x, y)).(color.Gray); c.Y < 60 {
				dark++
			}
		}
	}
	if dark < 1000 {
		t.Errorf("%d dark pixels: nothing is printed on the sheet", dark)
	}
	if at, of := st.bar.at.Text, st.bar.of.String(); at != "1" || of != fmt.Sprintf("/ %d", st.desk.count) {
		t.Errorf("pager %q %q", at, of)
	}
	if !strings.Contains(st.bar.note.String(), "剪报册") {
		t.Errorf("note %q", st.bar.note.String())
	}
}

func TestTurning(t *testing.T) {
	st := open(t, false, 1)
	st.Key(fyne.KeyPageUp)
	if st.desk.at != 1 {
		t.Errorf("before the first: %d", st.desk.at)
	}
	st.Key(fyne.KeyPageDown)
	st.Key(fyne.KeyPageDown)
	if st.desk.at != 3 {
		t.Errorf("turned twice: %d", st.desk.at)
	}
	st.desk.setTwo(true)
	if st.desk.at != 3 || st.desk.inSight() != min(2, st.desk.count-2) {
		t.Errorf("two from %d: %d in sight", st.desk.at, st.desk.inSight())
	}
	st.Key(fyne.KeyEnd)
	if st.desk.at%2 != 1 || st.desk.at+1 < st.desk.count {
		t.Errorf("last pair begins at %d of %d", st.desk.at, st.desk.count)
	}
	st.Key(fyne.KeyHome)
	if st.desk.at != 1 || !st.bar.forward.Enabled() || st.bar.back.Enabled() {
		t.Errorf("home: %d", st.desk.at)
	}
}

// A document that is still being set shows what there is, as far as that is known, and
// the same sheet as it will be once it is.
func TestSheetsOfAnUnfinishedBook(t *testing.T) {
	st := open(t, true, 40)
	whole := st.desk.count
	set, err := st.job.set(st.side.choices)
	if err != nil {
		t.Fatal(err)
	}
	st.desk.lay(set)
	st.desk.know(set.count())
	st.desk.turnTo(2)
	if n, known := set.count(); known || st.desk.view.final || len(st.desk.sheets) != 1 {
		t.Errorf("%d sheets, known %v, final %v, in sight %d", n, known, st.desk.view.final, len(st.desk.sheets))
	}
	early := st.paint()
	if _, err := extend(t.Context(), set); err != nil {
		t.Fatal(err)
	}
	st.desk.know(set.count())
	if !st.desk.view.final || st.desk.count != whole {
		t.Errorf("final %v, %d sheets of %d", st.desk.view.final, st.desk.count, whole)
	}
	if late := st.paint(); bytes.Equal(early.(*image.RGBA).Pix, late.(*image.RGBA).Pix) {
		t.Error("the contents did not get their page numbers")
	}
}

func TestChoicesSetThePagesAnew(t *testing.T) {
	st := open(t, true, 2)
	before := st.desk.count
	st.desk.turnTo(2)
	for o := range st.side.rows {
		if s, ok := o.(*look.Select); ok && slices.Contains(s.Options, "A5") {
			s.SetSelected("A5")
		}
	}
	if st.desk.count <= before || st.desk.at != 2 || st.desk.sheets[0].W != typeset.A5.W {
		t.Fatalf("%d sheets after %d, at %d", st.desk.count, before, st.desk.at)
	}
	if k := st.kept[len(st.kept)-1]; k.Paper != "a5" {
		t.Errorf("kept %+v", k)
	}
	st.side.which.SetSelectedIndex(2)
	st.enter(st.side.pages, "2-3")
	if st.desk.count != 2 || st.desk.at != 2 {
		t.Errorf("%d sheets of two, at %d", st.desk.count, st.desk.at)
	}
	st.enter(st.side.pages, "3-2")
	if st.desk.count != 2 || st.side.trouble.String() == "" {
		t.Errorf("bad pages were taken: %q", st.side.trouble.String())
	}
	if st.Print(); len(st.queue.options) != 0 {
		t.Error("printed while the pages cannot be read")
	}
	st.enter(st.side.pages, "900-")
	if st.desk.count != 0 || st.side.trouble.String() == "" {
		t.Errorf("pages that are not there: %d, %q", st.desk.count, st.side.trouble.String())
	}
	if st.Print(); len(st.queue.options) != 0 {
		t.Error("nothing was printed")
	}
	st.side.which.SetSelectedIndex(0)
	if st.side.choices.Pages != "" || st.desk.count <= before || st.side.trouble.String() != "" {
		t.Errorf("all pages again: %d sheets, %q", st.desk.count, st.side.trouble.String())
	}
	st.side.choices.Columns, st.side.choices.Size = 2, 36
	st.changed(newPages)
	if st.side.trouble.String() == "" || len(st.failed) > 0 {
		t.Errorf("no page can be made: %q, %v", st.side.trouble.String(), st.failed)
	}
}

// Every sheet in sight is the page of the PDF: the same number of them, and the text of each.
func TestSheetsAreThoseOfThePDF(t *testing.T) {
	for _, c := range []Choices{{}, {Up: 2}, {Pages: "2-4"}, {NoCover: true, RunOn: true, Scale: 90}} {
		st := open(t, true, 5)
		set, err := st.job.set(c)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := extend(t.Context(), set); err != nil {
			t.Fatal(err)
		}
		r, err := st.job.Write(t.Context(), io.Discard, c)
		if err != nil {
			t.Fatal(err)
		}
		if n, known := set.count(); !known || n != r.Pages {
			t.Errorf("%+v: %d sheets shown, %d written", c, n, r.Pages)
		}
	}
}

func TestPrinting(t *testing.T) {
	st := open(t, false, 1)
	if st.side.choices.Printer != "desk" {
		t.Fatalf("printer %q: the default one was expected", st.side.choices.Printer)
	}
	st.win.Canvas().Focus(st.side.copies)
	st.side.copies.SetText("3") // neither Return nor leaving the field: it counts all the same
	st.Print()
	if len(st.queue.options) != 1 || st.queue.options[0].Copies != 3 || st.queue.options[0].Printer != "desk" || st.queue.options[0].W != typeset.A4.W {
		t.Fatalf("%+v", st.queue.options)
	}
	var want bytes.Buffer
	if _, err := st.job.Write(t.Context(), &want, st.side.choices); err != nil {
		t.Fatal(err)
	}
	if st.queue.bodies[0] != want.String() || !strings.HasPrefix(want.String(), "%PDF") {
		t.Errorf("printed %d bytes, exported %d", len(st.queue.bodies[0]), want.Len())
	}
	if len(st.printed) == 0 || !strings.Contains(st.printed[0], "礼让斑马线") {
		t.Errorf("told %q", st.printed)
	}
}

// A printer that takes no PDF gets the sheets as pictures.
func TestPrintingPictures(t *testing.T) {
	st := open(t, false, 1)
	st.queue.caps.TakesPDF = false
	st.Print()
	if len(st.queue.pages) != 1 || st.queue.pages[0].Len() != st.desk.count {
		t.Fatalf("%+v", st.queue.pages)
	}
	pages := st.queue.pages[0]
	// The strips of a page are one picture.
	whole := image.NewRGBA(image.Rect(0, 0, 596, 842))
	strips := image.NewRGBA(whole.Rect)
	for _, m := range []*image.RGBA{whole, strips} {
		for i := range m.Pix {
			m.Pix[i] = 255
		}
	}
	if err := pages.Draw(0, whole, 1, 0); err != nil {
		t.Fatal(err)
	}
	for top := 0; top < 842; top += 100 {
		band := image.NewRGBA(image.Rect(0, 0, 596, min(100, 842-top)))
		for i := range band.Pix {
			band.Pix[i] = 255
		}
		if err := pages.Draw(0, band, 1, top); err != nil {
			t.Fatal(err)
		}
		copy(strips.Pix[top*strips.Stride:], band.Pix)
	}
	if !bytes.Equal(whole.Pix, strips.Pix) {
		t.Error("strips do not make the page")
	}
}

func TestPrinterTroubles(t *testing.T) {
	st := open(t, false, 1)
	st.queue.fail = &printer.Error{Op: "list", Err: printer.ErrNoServer}
	st.list()
	if st.side.print.Enabled() || st.side.trouble.String() != st.Explain(st.queue.fail) {
		t.Errorf("print can be pressed: %v; %q", st.side.print.Enabled(), st.side.trouble.String())
	}
	if !st.side.save.Enabled() {
		t.Error("without a printer a PDF can still be made")
	}
	st.queue.fail = nil
	st.queue.caps.Status, st.queue.caps.Accepting = printer.Stopped, true
	st.list()
	if got := st.side.trouble.String(); !strings.Contains(got, "停用") {
		t.Errorf("a stopped printer: %q", got)
	}
}

func TestClosing(t *testing.T) {
	st := open(t, false, 1)
	if !st.Key(fyne.KeyEscape) || st.closed != 1 || st.Shown() {
		t.Errorf("closed %d times, shown %v", st.closed, st.Shown())
	}
	st.Close()
	if st.closed != 1 {
		t.Error("closed twice")
	}
}

// A document nothing is left of is told, and the screen stays.
func TestArticlesThatAreGone(t *testing.T) {
	st := open(t, true, 2)
	st.gone = true
	st.Print()
	if len(st.failed) != 1 || !errors.Is(st.failed[0], export.ErrAllGone) || len(st.queue.bodies) > 0 || !st.Shown() {
		t.Errorf("failed %v, printed %d", st.failed, len(st.queue.bodies))
	}
}
