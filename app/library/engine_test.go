package library

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"baoge/app/archive"
	"baoge/app/ingest"
)

// A recogniser is a program in the place of Tesseract that knows some languages, reads one
// text from every picture, and notes what it is asked.
type recogniser struct {
	t     *testing.T
	dir   string
	asked string // a file of a line for each call
}

func installRecogniser(t *testing.T) recogniser {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the engine of this test is a shell script")
	}
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	return recogniser{t, dir, filepath.Join(dir, "asked")}
}

// knows installs the program anew; alto is what it reads.
func (r recogniser) knows(languages, alto string) {
	r.t.Helper()
	script := fmt.Sprintf("#!/bin/sh\necho $1 >> %s\nif [ \"$1\" = --list-langs ]; then echo %s; exit; fi\n/bin/cat > /dev/null\n/bin/cat %s\n", r.asked, languages, filepath.Join(r.dir, "page.xml"))
	if err := errors.Join(os.WriteFile(filepath.Join(r.dir, "page.xml"), []byte(alto), 0o600), os.WriteFile(filepath.Join(r.dir, "tesseract"), []byte(script), 0o700)); err != nil {
		r.t.Fatal(err)
	}
}

// askedFor counts the calls since it was last asked, by their first argument.
func (r recogniser) askedFor(what string) int {
	r.t.Helper()
	b, err := os.ReadFile(r.asked)
	if err != nil {
		r.t.Fatal(err)
	}
	n := 0
	for _, l := range strings.Split(string(b), "\n") {
		if l == what {
			n++
		}
	}
	return n
}

func (r recogniser) forget() {
	r.t.Helper()
	if err := os.Remove(r.asked); err != nil {
		r.t.Fatal(err)
	}
}

// scanOf is a picture of a page, another for each shade.
func scanOf(t *testing.T, shade uint8) string {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 10, 14))
	m.SetGray(0, 0, color.Gray{shade})
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// printedLine is a line of ALTO.
func printedLine(x, y, high int, text string) string {
	at := fmt.Sprintf(`HPOS="%d" VPOS="%d" WIDTH="%d" HEIGHT="%d"`, x, y, high*len([]rune(text)), high)
	return fmt.Sprintf(`<TextLine %s><String CONTENT="%s" %s WC="0.9"/></TextLine>`, at, text, at)
}

// bridge is a page as an engine reads it. Whether the short line in the middle is a caption
// the rules cannot be sure of.
var bridge = `<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page WIDTH="1000" HEIGHT="1400"><PrintSpace>
<TextBlock>` + printedLine(100, 100, 60, "城东的桥通车了") + `</TextBlock>
<TextBlock>` + printedLine(160, 300, 30, "昨天上午城东的桥通车了，") + printedLine(100, 345, 30, "两岸的人都来看，桥上的人很多") + `</TextBlock>
<TextBlock>` + printedLine(100, 500, 30, "孩子们在桥头") + `</TextBlock>
<TextBlock>` + printedLine(160, 640, 30, "桥长三百米，修了两年。") + `</TextBlock></PrintSpace></Page></Layout></alto>`

// An import asks the engine what it can read once, whatever it answers; the next one asks
// again, so that what was installed meanwhile is used.
func TestEngineIsAskedOncePerImport(t *testing.T) {
	l := open(t, t.TempDir())
	r := installRecogniser(t)
	r.knows("eng", "")
	folder := dropped(t, map[string]string{"2024-05-01_02.png": scanOf(t, 2), "2024-05-01_03.png": scanOf(t, 3), "2024-05-01_04.png": scanOf(t, 4)})
	read := func() *Report {
		t.Helper()
		report, err := l.Import(t.Context(), []string{folder}, Request{}, nil)
		if err != nil || len(report.Files) != 3 {
			t.Fatalf("%v, %+v", err, report)
		}
		return report
	}
	for _, f := range read().Files {
		if len(f.Notes) != 1 || !errors.Is(f.Notes[0], ingest.ErrNoOCR) {
			t.Errorf("%s without an engine: %v", f.Path, f.Notes)
		}
	}
	if n := r.askedFor("--list-langs"); n != 1 {
		t.Errorf("without Chinese it was asked %d times for three scans", n)
	}
	r.forget()
	r.knows("chi_sim", bridge)
	if report := read(); report.Articles != 3 || r.askedFor("--list-langs") != 1 || r.askedFor("stdin") != 3 {
		t.Errorf("with Chinese: %d articles, asked %d times, read %d times", report.Articles, r.askedFor("--list-langs"), r.askedFor("stdin"))
	}
}

// A page that an engine read is looked over as any other, with what the rules were unsure of,
// and no engine reads it again for that. One read before readings were kept has none until
// it is renewed.
func TestReviewOfScan(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	r := installRecogniser(t)
	r.knows("chi_sim", bridge)
	folder := dropped(t, map[string]string{"2024-05-01_02.png": scanOf(t, 2)})
	imported := func(q Request) (sha string) {
		t.Helper()
		report, err := l.Import(t.Context(), []string{folder}, q, nil)
		if err != nil || len(report.Files) != 1 || len(report.Files[0].Articles) != 1 {
			t.Fatalf("%v, %+v", err, report)
		}
		src, err := l.Source(t.Context(), report.Files[0].Articles[0])
		if err != nil {
			t.Fatal(err)
		}
		return src.SHA256
	}
	sha := imported(Request{})
	then, err := ingest.Read(t.Context(), filepath.Join(folder, "2024-05-01_02.png"), ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r.forget()
	p, err := l.SavedPage(t.Context(), sha)
	if err != nil || p.ReadErr != nil {
		t.Fatalf("%v, %v", err, p.ReadErr)
	}
	if !reflect.DeepEqual(p.Read.Decisions, then.Decisions) || !reflect.DeepEqual(p.Read.Places, then.Places) || p.Read.Text != then.Text || p.Read.Chars != then.Chars {
		t.Errorf("looked over as %+v, read as %+v", p.Read, then)
	}
	if got := doubted(p.Read); !slices.Equal(got, []string{"孩子们在桥头"}) {
		t.Errorf("doubted: %q", got)
	}
	if _, err := os.Stat(r.asked); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the engine was asked once more: %v", err)
	}

	db, err := sql.Open("sqlite", filepath.Join(dir, archive.FileName))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("DELETE FROM readings"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if p, err := l.SavedPage(t.Context(), sha); err != nil || p.Read != nil || !errors.Is(p.ReadErr, ErrScan) {
		t.Errorf("of a page whose reading was not kept: %+v, %v", p, err)
	}
	imported(Request{Renew: true})
	if p, err := l.SavedPage(t.Context(), sha); err != nil || p.ReadErr != nil || len(doubted(p.Read)) != 1 {
		t.Errorf("of a page that was renewed: %+v, %v", p, err)
	}
}

// Renewing pages where there is no engine, or one that makes nothing of them now, takes
// nothing of what was read from them.
func TestRenewingWithoutEngine(t *testing.T) {
	l := open(t, t.TempDir())
	r := installRecogniser(t)
	r.knows("chi_sim", bridge)
	folder := dropped(t, map[string]string{"2024-05-01_02.png": scanOf(t, 2)})
	var sha string
	for _, c := range []struct {
		name, languages, alto string
		status                Status
	}{{"read", "chi_sim", bridge, Imported}, {"no Chinese", "eng", "", Unchanged}, {"nothing made of it", "chi_sim", "</alto>", Unchanged}} {
		r.knows(c.languages, c.alto)
		report, err := l.Import(t.Context(), []string{folder}, Request{Renew: true}, nil)
		if err != nil || len(report.Files) != 1 || report.Files[0].Status != c.status {
			t.Fatalf("%s: %v, %+v", c.name, err, report)
		}
		if sha == "" {
			src, err := l.Source(t.Context(), report.Files[0].Articles[0])
			if err != nil {
				t.Fatal(err)
			}
			sha = src.SHA256
		}
		p, err := l.SavedPage(t.Context(), sha)
		if err != nil || len(p.Articles) != 1 || p.Read == nil || len(doubted(p.Read)) != 1 || p.Print == nil || len(p.Print.Sheets[0].Words) == 0 {
			t.Errorf("%s: %+v, %v", c.name, p, err)
		}
	}
}

// doubted are the texts of a page of which a person should look at a decision.
func doubted(f *ingest.File) (texts []string) {
	source := []rune(f.Text)
	for _, d := range f.Decisions {
		for _, p := range f.Places {
			if text := string(source[p.From:p.To]); d.Confidence < ingest.Doubtful && d.Offset >= p.From && d.Offset < p.To && !slices.Contains(texts, text) {
				texts = append(texts, text)
			}
		}
	}
	return texts
}
