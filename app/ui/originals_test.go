package ui

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"baoge/app/library"
	"baoge/app/ui/look"
)

// printedPage is a page as an engine reads it: a headline and two printed lines, in ALTO.
const printedPage = `<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page WIDTH="1000" HEIGHT="1400"><PrintSpace>
<TextBlock><TextLine HPOS="100" VPOS="100" WIDTH="480" HEIGHT="60"><String CONTENT="城东的桥" HPOS="100" VPOS="100" WIDTH="240" HEIGHT="60" WC="0.9"/><String CONTENT="通车了" HPOS="340" VPOS="100" WIDTH="180" HEIGHT="60" WC="0.9"/></TextLine></TextBlock>
<TextBlock><TextLine HPOS="160" VPOS="900" WIDTH="540" HEIGHT="30"><String CONTENT="昨天上午城东" HPOS="160" VPOS="900" WIDTH="180" HEIGHT="30" WC="0.9"/><String CONTENT="的桥通车了,两岸的人" HPOS="340" VPOS="900" WIDTH="300" HEIGHT="30" WC="0.9"/></TextLine>
<TextLine HPOS="100" VPOS="945" WIDTH="300" HEIGHT="30"><String CONTENT="都来看,桥上的人很多。" HPOS="100" VPOS="945" WIDTH="330" HEIGHT="30" WC="0.9"/></TextLine></TextBlock>
</PrintSpace></Page></Layout></alto>`

// folder puts files into a folder of their own.
func folder(t *testing.T, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, b := range files {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func whitePage(t *testing.T) []byte {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 1000, 1400))
	for i := range m.Pix {
		m.Pix[i] = 255
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// labels are those of menu items.
func labels(items []*fyne.MenuItem) string {
	var out []string
	for _, it := range items {
		out = append(out, it.Label)
	}
	return strings.Join(out, "|")
}

// An article that came from a page with a picture offers it; there the article is outlined,
// and what was searched for or found more strongly. Others do not.
func TestPrintedPage(t *testing.T) {
	home(t)
	w := open(t, Start{Dir: filepath.Join(t.TempDir(), "x")})
	w.importPaths([]string{folder(t, map[string][]byte{"2024-05-01_02.xml": []byte(printedPage), "2024-05-01_02.png": whitePage(t),
		"2024-05-01_03.md": []byte("# 夜市开张\n\n　　夜市昨天开张，人来人往。\n"), "2024-05-01_04.md": []byte("# 河边\n\n　　河边种了树。\n"), "2024-05-01_04.png": whitePage(t)})})
	if n := w.browse.Rows().Count(); n != 3 {
		t.Fatalf("%d articles", n)
	}
	w.browse.OpenFirst()
	s := w.originals.screen
	if w.headline() != "城东的桥通车了" || !w.scanned || !strings.Contains(labels(w.reader.Menu()), "看原版") {
		t.Fatalf("%q, scanned %v, menu %s", w.headline(), w.scanned, labels(w.reader.Menu()))
	}
	w.press1(fyne.KeyV)
	if !s.Shown() || w.frame.panes.Visible() || !s.Scan().Ready() {
		t.Fatal("V does not show the printed page")
	}
	if marks := s.Scan().Marks(); len(marks) != 3 || marks[0].Fill != nil || marks[0].Top > 0.08 {
		t.Errorf("outlined: %+v", marks) // a headline and two lines
	}
	percent := s.Scan().Percent()
	w.onOriginalScreen(command{name: "larger"})
	if s.Scan().Percent() <= percent {
		t.Error("Ctrl+＋ does not enlarge it")
	}
	w.press1(fyne.KeyEscape)
	if s.Shown() || !w.frame.panes.Visible() || s.Scan().Sheets() != 0 {
		t.Fatal("Esc does not give the window back")
	}

	if err := w.lib.WaitReady(t.Context()); err != nil {
		t.Fatal(err)
	}
	box, _ := w.search.Box()
	box.SetText("城东")
	if len(w.reader.Marks()) != 2 {
		t.Fatalf("%d hits in the article", len(w.reader.Marks()))
	}
	w.reader.NextMark()
	w.press1(fyne.KeyV)
	strong := 0
	for _, m := range s.Scan().Marks() {
		if m.Fill == nil {
			continue
		}
		if strong++; strong == 2 && (m.Left < 0.279 || m.Right > 0.341 || m.Tint(&look.Day) != look.Day.Fill) {
			t.Errorf("the hit stood on is marked at %+v", m.Box) // the last two of six characters
		}
	}
	if strong != 2 {
		t.Errorf("%d hits are marked on the page, want 2", strong)
	}
	w.press1(fyne.KeyN)
	w.press1(fyne.KeyV)
	w.press1(fyne.KeyEscape)

	for row, want := range []bool{true, false, true} {
		w.browse.Rows().Select(row)
		w.press1(fyne.KeyV)
		if w.scanned != want || s.Shown() != want || strings.Contains(labels(w.reader.Menu()), "看原版") != want {
			t.Errorf("%q: scanned %v, shown %v", w.headline(), w.scanned, s.Shown())
		}
		if row == 2 && (len(s.Scan().Marks()) != 0 || !s.Scan().Ready()) {
			t.Error("a page of which no places are known is not shown alone")
		}
		if s.Shown() {
			w.press1(fyne.KeyV)
		}
	}

	w.browse.OpenFirst()
	w.proofOpen()
	w.proofs.screen.ToggleOriginal()
	if !w.proofs.screen.Beside() {
		t.Error("the page is not beside the text that is looked over")
	}
	w.press1(fyne.KeyEscape)
}

// An engine of recognition that is not there yet: what is kept says what to install, and
// once it is there the pages are read from the window.
func TestScansAreReadLater(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the engine of this test is a shell script")
	}
	home(t)
	programs := t.TempDir()
	t.Setenv("PATH", programs)
	w := open(t, Start{Dir: filepath.Join(t.TempDir(), "x")})
	w.importPaths([]string{folder(t, map[string][]byte{"2024-05-01_02.png": whitePage(t)})})
	if got := w.frame.job.text.String(); !strings.Contains(got, "1 个版面图片还没有文字") {
		t.Fatalf("the strip says %q", got)
	}
	if items := labels(w.menuItems(menuFacts{unread: 1})); !strings.Contains(items, "没有文字的版面图片（1）") {
		t.Errorf("the menu has %s", items)
	}
	w.frame.job.action.Tapped(nil)
	s := w.originals.screen
	if !s.Shown() || !s.Scan().Ready() {
		t.Fatal("the page without text is not shown")
	}
	notice, action := s.Notice()
	if !strings.Contains(notice, "装上 Tesseract 和中文识别包 chi_sim") || action != "" {
		t.Errorf("it says %q and offers %q", notice, action)
	}
	w.press1(fyne.KeyEscape)

	alto := filepath.Join(programs, "page.xml")
	script := fmt.Sprintf("#!/bin/sh\nif [ \"$1\" = --list-langs ]; then echo chi_sim; exit; fi\n/bin/cat > /dev/null\n/bin/cat %s\n", alto)
	doubtful := strings.Replace(printedPage, "</PrintSpace>", `<TextBlock><TextLine HPOS="100" VPOS="1100" WIDTH="180" HEIGHT="30"><String CONTENT="孩子们在桥头" HPOS="100" VPOS="1100" WIDTH="180" HEIGHT="30" WC="0.9"/></TextLine></TextBlock></PrintSpace>`, 1)
	for name, b := range map[string]string{alto: doubtful, filepath.Join(programs, "tesseract"): script} {
		if err := os.WriteFile(name, []byte(b), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	w.showUnread()
	if notice, action = s.Notice(); strings.Contains(notice, "Tesseract") || action != "识别文字" {
		t.Fatalf("with an engine it says %q and offers %q", notice, action)
	}
	w.progress = new(library.Progress) // another import runs: it is waited for
	s.Act()
	if s.Shown() || len(w.waiting) != 1 {
		t.Fatalf("beside an import %d wait, shown %v", len(w.waiting), s.Shown())
	}
	w.imported(nil, nil)
	if w.browse.Rows().Count() != 1 {
		t.Fatalf("read: %d articles, shown %v, %q", w.browse.Rows().Count(), s.Shown(), w.frame.job.text.String())
	}
	w.browse.OpenFirst()
	if a := w.reader.Article(); a.Headline != "城东的桥通车了" || a.Date.String() != "2024-05-01" || !w.scanned {
		t.Errorf("%q of %s, scanned %v", a.Headline, a.Date, w.scanned)
	}
	if unread, err := w.lib.Unread(t.Context()); err != nil || len(unread) != 0 {
		t.Errorf("%d still unread, %v", len(unread), err)
	}
	if err := os.WriteFile(alto, []byte("\t</Layout>\n</alto>\n"), 0o600); err != nil { // as of pictures it does not know
		t.Fatal(err)
	}
	w.importPaths([]string{folder(t, map[string][]byte{"2024-05-01_03.jpg": append([]byte("\xff\xd8\xff"), whitePage(t)...)})})
	if got := w.frame.job.text.String(); !strings.Contains(got, "1 个版面图片还没有文字") {
		t.Errorf("of a picture the engine makes nothing of the strip says %q", got)
	}
	w.openArticle(w.reader.Article().ID, "")
	w.proofOpen()
	if p := w.proofs.page; p == nil || p.Read == nil || len(w.proofs.screen.Desk().Articles()) != 1 || w.proofs.screen.Desk().Doubts() != 1 {
		t.Errorf("a page read by an engine is not looked over with its doubts, without running it again: %+v", p)
	}
}
