package ui

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"baoge/app/export"
	"baoge/app/library"
	"baoge/app/paper"
)

// What is picked is corrected at once, withdrawn, and comes back; an import is taken back whole.
func TestKeeping(t *testing.T) {
	home(t)
	w := open(t, Start{Dir: library.DefaultDir(), Own: true})
	ctx := context.Background()
	w.browse.OpenFirst()
	w.browse.Rows().PickAll()
	w.askMetadata()
	if w.win.Canvas().Overlays().Top() == nil {
		t.Fatal("nothing is asked")
	}
	w.press1(fyne.KeyEscape)

	var ids []paper.ArticleID
	rows, _, err := w.lib.List(ctx, library.Filter{}, -1, 0)
	if err != nil || len(rows) != 7 {
		t.Fatal(len(rows), err)
	}
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	day, page := paper.Date{Year: 2023, Month: 7, Day: 21}, "2"
	w.keep(func(ctx context.Context) (int64, error) {
		return w.lib.Set(ctx, ids, library.Hand{}, library.Metadata{Date: &day, Page: &page})
	}, "改好了")
	if a, err := w.lib.Article(ctx, ids[6]); err != nil || a.Date != day || a.Page != "2" {
		t.Errorf("%+v, %v", a, err)
	}
	w.frame.job.action.Tapped(nil)
	if a, err := w.lib.Article(ctx, ids[6]); err != nil || a.Date.Known() {
		t.Errorf("not taken back: %v, %v", a.Date, err)
	}

	w.keep(func(ctx context.Context) (int64, error) {
		return w.lib.Withdraw(ctx, ids[:1], library.Hand{}, "重了")
	}, "撤下了")
	if n := w.browse.Rows().Count(); n != 6 {
		t.Errorf("%d rows after a withdrawal", n)
	}
	if a := w.reader.Article(); a == nil || a.ID == ids[0] {
		t.Errorf("the reader shows what was withdrawn, or nothing: %v", a)
	}
	w.frame.job.action.Tapped(nil)
	if n := w.browse.Rows().Count(); n != 7 {
		t.Errorf("%d rows after it was taken back", n)
	}

	jobs, err := w.lib.Jobs(ctx, -1)
	if err != nil || len(jobs) != 1 {
		t.Fatal(jobs, err)
	}
	if got := recordText(&jobs[0]); !strings.HasSuffix(got, " · 1 个文件 · 新增 7 篇") {
		t.Errorf("the import is told as %q", got)
	}
	w.showRecords()
	if w.win.Canvas().Overlays().Top() == nil {
		t.Error("the imports are not listed")
	}
	w.press1(fyne.KeyEscape)
	w.saveReport(jobs[0])
	name := w.win.Canvas().Focused()
	path := filepath.Join(t.TempDir(), "report")
	for _, r := range path {
		name.TypedRune(r)
	}
	name.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if b, err := os.ReadFile(path + ".csv"); err != nil || !strings.Contains(string(b), "已导入") {
		t.Errorf("the report is %q, %v", b, err)
	}
}

func TestGiven(t *testing.T) {
	if given(" ") != nil || *given("-") != "" || *given(" 2 ") != "2" {
		t.Error("what a line means")
	}
	if d, err := metadataDate("-"); err != nil || d == nil || d.Known() {
		t.Errorf("a dash is the unknown day: %v, %v", d, err)
	}
	if d, err := metadataDate("2023-02-30"); err == nil {
		t.Errorf("no such day: %v", d)
	}
}

// What is picked goes into one file of any format, or into a table.
func TestExportFormats(t *testing.T) {
	home(t)
	w := open(t, Start{Dir: library.DefaultDir(), Own: true})
	w.browse.OpenFirst()
	w.browse.Rows().PickAll()
	if n := len(w.exportItem().ChildMenu.Items); n < 8 {
		t.Errorf("%d formats are offered", n)
	}
	dir := t.TempDir()
	l := w.lib
	rows, _, err := l.List(context.Background(), library.Filter{}, -1, 0)
	if err != nil {
		t.Fatal(err)
	}
	var got []paper.ArticleID
	w.withPickedRows(func(ids []paper.ArticleID, first string) {
		got = ids
		if first != rows[0].Headline {
			t.Errorf("named after %q", first)
		}
	})
	if len(got) != 7 {
		t.Fatalf("%d articles picked", len(got))
	}
	for _, f := range []export.Format{export.DOCX, export.EPUB, export.HTML, export.Text} {
		path := filepath.Join(dir, "a"+f.Suffix())
		w.runExport(path, func(ctx context.Context) (export.Report, error) {
			articles, err := l.Articles(ctx, got)
			if err != nil {
				return export.Report{}, err
			}
			return export.File(ctx, articles, f, path, w.printBase(l).Options)
		})
		if st, err := os.Stat(path); err != nil || st.Size() < 5000 {
			t.Errorf("%s: %v", f, err)
		}
	}
}
