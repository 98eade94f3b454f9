package page

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"baoge/app/paper"
)

var update = flag.Bool("update", false, "write what the grammar gives into the golden files")

// TestGolden reads each page of testdata and compares what became of it.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no golden files", err)
	}
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) {
			ar, err := txtar.ParseFile(f)
			if err != nil || len(ar.Files)%2 != 0 {
				t.Fatal("want pairs of page and result", err)
			}
			for i := 0; i < len(ar.Files); i += 2 {
				in, want := &ar.Files[i], &ar.Files[i+1]
				pg, err := Parse(string(in.Data))
				if err != nil {
					t.Errorf("%s: %v", in.Name, err)
					continue
				}
				checkPage(t, string(in.Data), pg)
				got := written(pg)
				if *update {
					want.Data = []byte(got)
				} else if got != string(want.Data) {
					t.Errorf("%s:\n%s\nwant:\n%s", in.Name, got, want.Data)
				}
			}
			if *update {
				if err := os.WriteFile(f, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// written sets out a page for reading.
func written(pg *Page) string {
	var b strings.Builder
	line := func(name, s string) {
		if s != "" {
			fmt.Fprintf(&b, "%s: %s\n", name, s)
		}
	}
	for _, a := range pg.Articles {
		line("kicker", a.Kicker)
		fmt.Fprintf(&b, "HEADLINE: %s\n", a.Headline)
		line("subhead", a.Subhead)
		if a.CreditLine != "" {
			fmt.Fprintf(&b, "credit %s: %s %v\n", a.CreditAt, a.CreditLine, a.Credits)
		}
		line("dateline", a.Dateline)
		for _, k := range a.Blocks {
			name := string(k.Kind)
			if k.Level > 0 {
				name = fmt.Sprint(name, " ", k.Level)
			}
			if k.Media != "" {
				name += " " + k.Media
			}
			for _, r := range k.Bold {
				name += fmt.Sprintf(" bold %d-%d", r.Start, r.End)
			}
			for _, l := range k.Links {
				name += fmt.Sprintf(" link %d-%d %s", l.Start, l.End, l.URL)
			}
			if k.Kind == paper.Figure {
				k.Text += " "
			}
			line(name, strings.NewReplacer("\t", " | ", "\n", " ⏎ ").Replace(k.Text))
		}
	}
	for _, l := range pg.Labels {
		line("LABEL", l)
	}
	for _, l := range pg.Leftover {
		line("LEFTOVER", l)
	}
	if f := pg.Folio; f != (Folio{}) {
		fmt.Fprintf(&b, "folio: %s|%s|%s|%s\n", f.Date, f.Page, f.PageLabel, f.Publication)
	}
	return b.String()
}
