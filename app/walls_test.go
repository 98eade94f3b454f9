// Package app_test reads the imports of every package and names those that cross a wall.
package app_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

// The walls: which packages of ours a package may import. A key ending in /... also
// stands for every package below; the longest key that fits counts. A package without
// a line here is a mistake.
var mayImport = map[string][]string{
	"assets/...":         {},
	"seeds":              {},
	"app/paper":          {},
	"app/exif/...":       {},
	"app/hanzi":          {"assets/..."},
	"app/ingest/...":     {"app/ingest/...", "app/exif", "app/hanzi", "app/paper"},
	"app/archive":        {"app/paper"},
	"app/query":          {"app/hanzi", "app/paper"},
	"app/index":          {"app/query", "app/hanzi", "app/paper"},
	"app/review":         {"app/ingest", "app/paper"},
	"app/facsimile":      {"app/paper"},
	"app/library":        {"app/facsimile", "app/ingest", "app/archive", "app/index", "app/query", "app/hanzi", "app/paper"},
	"app/typeset":        {"app/exif", "app/hanzi", "app/paper", "assets"},
	"app/raster":         {"app/exif", "app/typeset", "app/paper"},
	"app/pdf":            {"app/exif", "app/typeset", "app/paper"},
	"app/cite":           {"app/paper"},
	"app/printer/...":    {},
	"app/export":         {"app/pdf", "app/typeset", "app/raster", "app/cite", "app/paper"},
	"app/ui":             {"app/ui/...", "app/facsimile", "app/library", "app/review", "app/export", "app/cite", "app/printer", "app/typeset", "app/raster", "app/hanzi", "app/paper", "assets", "seeds"},
	"app/ui/async":       {},
	"app/ui/inputmethod": {},
	"app/ui/locale":      {},
	"app/ui/uitest":      {},
	"app/ui/look":        {"app/ui/inputmethod", "assets"},
	"app/ui/line":        {"app/ui/look", "app/ui/async", "app/typeset", "app/raster", "app/paper"},
	"app/ui/files":       {"app/ui/look", "app/ui/line", "app/ui/async", "app/ui/inputmethod", "app/typeset"},
	"app/ui/intake":      screen,
	"app/ui/browse":      screen,
	"app/ui/scan":        {"app/ui/look", "app/ui/line", "app/ui/async", "app/facsimile", "app/raster", "app/typeset"},
	"app/ui/proof":       {"app/ui/look", "app/ui/line", "app/ui/scan", "app/facsimile", "app/review", "app/ingest", "app/typeset", "app/paper"},
	"app/ui/original":    {"app/ui/look", "app/ui/line", "app/ui/scan", "app/facsimile", "app/typeset"},
	"app/ui/preview":     {"app/ui/look", "app/ui/line", "app/ui/async", "app/export", "app/printer", "app/cite", "app/raster", "app/typeset", "app/paper"},
	"app/ui/search":      append(slices.Clone(screen), "app/ui/inputmethod"),
	"app/ui/read":        append(slices.Clone(screen), "app/raster", "app/ui/inputmethod"),
	"cmd/baoge":          {"app/ui", "app/ui/inputmethod", "app/library"},
	"cmd/baogectl":       {"app/library", "app/export", "app/cite", "app/printer", "app/typeset", "app/ingest", "app/archive", "app/index", "app/paper"},
}

// A screen imports no other screen.
var screen = []string{"app/ui/look", "app/ui/line", "app/ui/async", "app/library", "app/typeset", "app/hanzi", "app/paper"}

// Modules that one part alone may know, so that it can be replaced there.
var onlyIn = map[string][]string{
	"fyne.io/fyne/v2":                 {"app/ui", "cmd/baoge"},
	"github.com/blevesearch/bleve":    {"app/index"},
	"github.com/blevesearch/vellum":   {"app/index"},
	"github.com/blevesearch/zapx":     {"app/index"},
	"github.com/go-ego/gse":           {"app/hanzi"},
	"modernc.org/sqlite":              {"app/archive"},
	"github.com/fsnotify/fsnotify":    {"app/library"},
	"github.com/go-text/typesetting":  {"app/typeset"},
	"github.com/alecthomas/kong":      {"cmd/baogectl"},
	"github.com/PuerkitoBio/goquery":  {"app/ingest"},
	"github.com/klippa-app/go-pdfium": {"app/ingest"},
	"github.com/tetratelabs/wazero":   {"app/ingest"},
	"github.com/OpenPrinting/goipp":   {"app/printer"},
	"github.com/xuri/excelize":        {"app/export"},
}

func TestWalls(t *testing.T) {
	for dir, imports := range packages(t) {
		allowed, ok := walls(dir)
		if !ok {
			t.Errorf("%s: no line in mayImport says what it may import", dir)
			continue
		}
		for _, imp := range imports {
			if ours, ok := strings.CutPrefix(imp, "baoge/"); ok && !slices.ContainsFunc(allowed, func(p string) bool { return covers(p, ours) }) {
				t.Errorf("%s imports %s: that crosses a wall (docs/architecture.md)", dir, ours)
			}
			for module, places := range onlyIn {
				if strings.HasPrefix(imp, module) && !slices.ContainsFunc(places, func(p string) bool { return covers(p+"/...", dir) }) {
					t.Errorf("%s imports %s: only %s may", dir, imp, strings.Join(places, ", "))
				}
			}
		}
	}
}

// TestWallsHold shows that the rules above can fail.
func TestWallsHold(t *testing.T) {
	for _, c := range []struct {
		pattern, dir string
		want         bool
	}{{"app/ui/...", "app/ui", true}, {"app/ui/...", "app/ui/read", true}, {"app/ui/...", "app/uix", false}, {"app/ui", "app/ui/read", false}} {
		if covers(c.pattern, c.dir) != c.want {
			t.Errorf("covers(%q, %q) = %v", c.pattern, c.dir, !c.want)
		}
	}
	if a, ok := walls("app/archive"); !ok || slices.Contains(a, "app/library") {
		t.Error("archive may not import library")
	}
}

func walls(dir string) ([]string, bool) {
	if w, ok := mayImport[dir]; ok {
		return w, true
	}
	for p := dir; p != "."; p = path.Dir(p) {
		if w, ok := mayImport[p+"/..."]; ok {
			return w, true
		}
	}
	return nil, false
}

func covers(pattern, dir string) bool {
	if p, ok := strings.CutSuffix(pattern, "/..."); ok {
		return dir == p || strings.HasPrefix(dir, p+"/")
	}
	return dir == pattern
}

// packages lists each package's imports outside its tests, by folder below the module.
func packages(t *testing.T) map[string][]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-e", "-json=ImportPath,Imports", "baoge/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	found := map[string][]string{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if dir := strings.TrimPrefix(p.ImportPath, "baoge/"); dir != "app" {
			found[dir] = p.Imports
		}
	}
	if len(found) < 4 {
		t.Fatalf("go list found %d packages", len(found))
	}
	return found
}
