package library

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

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

// bridge is a page as an engine reads it.
const bridge = `<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page WIDTH="1000" HEIGHT="1400"><PrintSpace>
<TextBlock><TextLine HPOS="100" VPOS="100" WIDTH="420" HEIGHT="60"><String CONTENT="城东的桥通车了" HPOS="100" VPOS="100" WIDTH="420" HEIGHT="60" WC="0.9"/></TextLine></TextBlock>
<TextBlock><TextLine HPOS="160" VPOS="900" WIDTH="480" HEIGHT="30"><String CONTENT="昨天上午城东的桥通车了,两岸的人" HPOS="160" VPOS="900" WIDTH="480" HEIGHT="30" WC="0.9"/></TextLine>
<TextLine HPOS="100" VPOS="945" WIDTH="330" HEIGHT="30"><String CONTENT="都来看,桥上的人很多。" HPOS="100" VPOS="945" WIDTH="330" HEIGHT="30" WC="0.9"/></TextLine></TextBlock>
</PrintSpace></Page></Layout></alto>`

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
