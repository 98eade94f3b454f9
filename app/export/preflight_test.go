package export

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// preflight returns the class path of PDFBox Preflight as Debian installs it (libpdfbox2-java,
// libactivation-java, libjaxb-api-java), or why there is none. Preflight knows PDF/A-1b alone.
func preflight() (jars, absent string) {
	for _, program := range []string{"java", "qpdf"} {
		if _, err := exec.LookPath(program); err != nil {
			return "", program + " is not installed"
		}
	}
	var all []string
	for _, jar := range []string{"preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "javax.activation", "jaxb-api"} {
		path := filepath.Join("/usr/share/java", jar+".jar")
		if _, err := os.Stat(path); err != nil {
			return "", err.Error()
		}
		all = append(all, path)
	}
	return strings.Join(all, string(filepath.ListSeparator)), ""
}

// asPDFA1b is a copy of a file as near to PDF/A-1b as one can come without touching its
// pages: PDF 1.4 without object streams, claiming to be 1b.
func asPDFA1b(t *testing.T, file string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), filepath.Base(file))
	if out, err := exec.Command("qpdf", "--object-streams=disable", "--newline-before-endstream", "--force-version=1.4", file, path).CombinedOutput(); err != nil {
		t.Fatalf("qpdf: %v\n%s", err, out)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range [][2]string{{"<pdfaid:part>2<", "<pdfaid:part>1<"}, {"<pdfaid:conformance>U<", "<pdfaid:conformance>B<"}} {
		if !bytes.Contains(b, []byte(r[0])) {
			t.Fatalf("%s: no %s", file, r[0])
		}
		b = bytes.Replace(b, []byte(r[0]), []byte(r[1]), 1)
	}
	if err := os.WriteFile(path, b, 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// preflightError is a line of Preflight's report.
var preflightError = regexp.MustCompile(`(?m)^\d+(\.\d+)* : .*$`)

// preflightRules lists what Preflight finds against PDF/A-1b in a file that claims it.
func preflightRules(t *testing.T, jars, file string) []string {
	t.Helper()
	out, err := exec.Command("java", "-cp", jars, "org.apache.pdfbox.preflight.Validator_A1b", file).CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	rules := preflightError.FindAllString(string(out), -1)
	if sound := bytes.Contains(out, []byte("is a valid PDF/A-1b file")); sound == (len(rules) > 0) {
		t.Fatalf("Preflight did not come to an end: %v\n%.2000s", err, out)
	}
	return rules
}

// only1b are the rules of PDF/A-1b that PDF/A-2 has given up: every subset lists its
// characters (ISO 19005-2 §6.2.11.4.2 lets it be), and no picture lets what is behind it through.
var only1b = regexp.MustCompile(`^3\.1\.11 : .* The CIDSet entry is missing|^2\.2\.2 : .* Soft Mask must be`)

func checkPreflight(t *testing.T, jars string, files []string, bad string) {
	other := func(file string) (out []string) {
		for _, r := range preflightRules(t, jars, asPDFA1b(t, file)) {
			if !only1b.MatchString(r) {
				out = append(out, r)
			}
		}
		return out
	}
	if len(other(bad)) == 0 {
		t.Error("Preflight finds a file without PDF/A's output intent sound")
	}
	for _, f := range files {
		for _, r := range other(f) {
			t.Errorf("Preflight: %s: %.300s", filepath.Base(f), r)
		}
	}
	t.Logf("PDFBox Preflight ran, on copies made PDF/A-1b: %d files", len(files))
}
