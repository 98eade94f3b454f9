package export

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"baoge/app/cite"
	"baoge/app/paper"
)

// veraPDF returns the validator's class path, or why there is none. Without
// BAOGE_PDFA=1 nothing is fetched: Maven has it already, or it is absent.
func veraPDF(t *testing.T) (classes, absent string) {
	t.Helper()
	for _, program := range []string{"mvn", "java", "javac"} {
		if _, err := exec.LookPath(program); err != nil {
			return "", program + " is not installed"
		}
	}
	list := filepath.Join(t.TempDir(), "classpath")
	args := []string{"-q", "-B", "-f", "testdata/pdfa/pom.xml", "dependency:build-classpath", "-Dmdep.outputFile=" + list}
	if os.Getenv("BAOGE_PDFA") != "1" {
		args = append(args, "-o")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	if out, err := exec.CommandContext(ctx, "mvn", args...).CombinedOutput(); err != nil {
		return "", fmt.Sprintf("mvn: %v\n%.400s", err, out)
	}
	b, err := os.ReadFile(list)
	if err != nil {
		return "", err.Error()
	}
	return strings.TrimSpace(string(b)), ""
}

// validate returns, by flavour and file, the rules broken; a file that was not
// checked at all fails the test.
func validate(t *testing.T, classes, flavours string, files ...string) map[string][]string {
	t.Helper()
	c := exec.Command("java", append([]string{"-cp", classes, "testdata/pdfa/Validate.java", flavours}, files...)...)
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	if err != nil {
		t.Fatalf("veraPDF: %v\n%s", err, said.Bytes())
	}
	broken, checked := map[string][]string{}, 0
	for l := range strings.Lines(string(out)) {
		f := strings.SplitN(strings.TrimSpace(l), "\t", 4)
		if len(f) != 4 {
			continue
		}
		if f[2] == "checked" {
			checked++
		} else {
			broken[f[0]+" "+f[1]] = append(broken[f[0]+" "+f[1]], f[2]+" "+f[3])
		}
	}
	if want := len(files) * len(strings.Split(flavours, ",")); checked != want {
		t.Fatalf("%d of %d checks were made:\n%s%s", checked, want, out, said.Bytes())
	}
	return broken
}

// withCMYK gives a picture in CMYK for the one that is absent, where a program is
// installed that makes one.
func withCMYK(t *testing.T, get func(string) ([]byte, error)) func(string) ([]byte, error) {
	rgb, cmyk := filepath.Join(t.TempDir(), "a.jpg"), filepath.Join(t.TempDir(), "b.jpg")
	if err := os.WriteFile(rgb, shot(t, false), 0o666); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("convert", rgb, "-colorspace", "CMYK", cmyk).CombinedOutput(); err != nil {
		t.Logf("no picture in CMYK: %v %s", err, out)
		return get
	}
	return func(media string) ([]byte, error) {
		if media == "absent" {
			return os.ReadFile(cmyk)
		}
		return get(media)
	}
}

// spoilt is a copy of a file without PDF/A's output intent.
func spoilt(t *testing.T, file string) string {
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "spoilt.pdf")
	if err := os.WriteFile(path, bytes.Replace(b, []byte("/S/GTS_PDFA1"), []byte("/S/GTS_PDFX1"), 1), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// Of seeds, hard texts and whole books with pictures and tables: veraPDF finds nothing
// against PDF/A-2u, which the files claim, and against PDF/A-2a and PDF/UA-1 nothing
// but that they do not claim these; PDFBox Preflight finds nothing against PDF/A-1b but
// what that asks for and PDF/A-2 does not. Which of the two ran is said; with
// BAOGE_PDFA=1 one of them must. Several articles share a file: looking at one takes a
// second, most of it at its fonts.
func TestPDFA(t *testing.T) {
	classes, noVera := veraPDF(t)
	jars, noPreflight := preflight()
	if noVera != "" && noPreflight != "" {
		why := fmt.Sprintf("no PDF/A validator ran. veraPDF: %s; BAOGE_PDFA=1 fetches it. Preflight: %s", noVera, noPreflight)
		if os.Getenv("BAOGE_PDFA") == "1" {
			t.Fatal(why)
		}
		t.Skip(why)
	}
	files := filesToValidate(t)
	bad := spoilt(t, files[0])
	if noVera != "" {
		t.Logf("veraPDF did not run: %s", noVera)
	} else {
		checkVera(t, classes, files, bad)
	}
	if noPreflight != "" {
		t.Logf("Preflight did not run: %s", noPreflight)
	} else {
		checkPreflight(t, jars, files, bad)
	}
}

// filesToValidate exports single articles, several in a file, and books.
func filesToValidate(t *testing.T) []string {
	o := Options{Library: "剪报", Time: time.Unix(1690000000, 0)}
	single, _ := savePDF(t, sample(), o)
	files := []string{single}
	byColumns := map[int][]*paper.Article{1: {sample()}}
	for i, a := range seedArticles(t) {
		byColumns[i%2+1] = append(byColumns[i%2+1], a)
	}
	for name, a := range hardTexts() {
		if name != "paragraph" { // long, and of nothing new
			byColumns[len(name)%2+1] = append(byColumns[len(name)%2+1], a)
		}
	}
	for columns, articles := range byColumns {
		o.Columns = columns
		path, _ := savePDF(t, articles[0], o, articles[1:]...)
		files = append(files, path)
	}
	for _, o := range []BookOptions{{Options: Options{Cite: cite.GBT2025}}, {RunOn: true, Options: Options{Columns: 1}}} {
		b := bookOf(t, append(seedArticles(t), illustrated()))
		b.RunOn, b.Cite, b.Columns = o.RunOn, o.Cite, o.Columns
		b.Picture = withCMYK(t, b.Picture)
		path, _ := saveBook(t, b)
		files = append(files, path)
	}
	return files
}

func checkVera(t *testing.T, classes string, files []string, bad string) {
	claims := map[string]string{"2a": "6.6.4/3 ", "ua1": "5/1 "}
	broken := validate(t, classes, "2u,2a,ua1", append(slices.Clone(files), bad)...)
	if len(broken["2u "+bad]) == 0 {
		t.Error("a file without PDF/A's output intent is found sound")
	}
	for of, rules := range broken {
		flavour, file, _ := strings.Cut(of, " ")
		for _, r := range rules {
			if claim := claims[flavour]; file != bad && (claim == "" || !strings.HasPrefix(r, claim)) {
				t.Errorf("%s: %.300s", of, r)
			}
		}
	}
	t.Logf("veraPDF 1.26.1 ran: %d files", len(files))
}
