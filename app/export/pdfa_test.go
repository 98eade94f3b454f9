package export

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"baoge/app/cite"
	"baoge/app/paper"
)

// validator returns veraPDF's class path. Without BAOGE_PDFA=1 nothing is fetched:
// the test is skipped, with a word, where Maven has not got it already.
func validator(t *testing.T) string {
	t.Helper()
	must := os.Getenv("BAOGE_PDFA") == "1"
	absent := func(why string) {
		if must {
			t.Fatalf("PDF/A validator: %s", why)
		}
		t.Skipf("no PDF/A validator ran: %s; BAOGE_PDFA=1 fetches veraPDF", why)
	}
	for _, program := range []string{"mvn", "java", "javac"} {
		if _, err := exec.LookPath(program); err != nil {
			absent(program + " is not installed")
		}
	}
	list := filepath.Join(t.TempDir(), "classpath")
	args := []string{"-q", "-B", "-f", "testdata/pdfa/pom.xml", "dependency:build-classpath", "-Dmdep.outputFile=" + list}
	if !must {
		args = append(args, "-o")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	if out, err := exec.CommandContext(ctx, "mvn", args...).CombinedOutput(); err != nil {
		absent(fmt.Sprintf("mvn: %v\n%.400s", err, out))
	}
	b, err := os.ReadFile(list)
	if err != nil {
		absent(err.Error())
	}
	return strings.TrimSpace(string(b))
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
// against PDF/A-2u, which the files claim, and against
// PDF/A-2a and PDF/UA-1 nothing but that they do not claim these. Several articles
// share a file: looking at one takes a second, most of it at its fonts.
func TestPDFA(t *testing.T) {
	classes := validator(t)
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
	bad := spoilt(t, single)
	claims := map[string]string{"2a": "6.6.4/3 ", "ua1": "5/1 "}
	broken := validate(t, classes, "2u,2a,ua1", append(files, bad)...)
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
	t.Logf("veraPDF 1.26.1: %d files", len(files))
}
