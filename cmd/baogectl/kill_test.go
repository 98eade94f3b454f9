package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"baoge/app/library"
)

// kills is how often each import is killed.
const kills = 25

// A victim is an import that is killed again and again on one library.
type victim struct {
	t        *testing.T
	program  string
	random   *rand.Rand
	dir      string
	from     string
	reported []string // paths that standard error said were imported, since the library was made
	most     int      // lines of standard error waited for, at most, before the kill
	linger   time.Duration
}

// strike starts the import and kills it at a random moment. It reports whether the kill
// came before the import ended.
func (v *victim) strike() bool {
	v.t.Helper()
	cmd := exec.Command(v.program, "--library", v.dir, "import", v.from)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		v.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		v.t.Fatal(err)
	}
	wait := v.random.IntN(v.most + 1)
	linger := time.Duration(v.random.Int64N(int64(v.linger)))
	lines := bufio.NewScanner(stderr)
	var killer *time.Timer
	kill := func() { killer = time.AfterFunc(linger, func() { cmd.Process.Kill() }) }
	if wait == 0 {
		kill()
	}
	for n := 1; lines.Scan(); n++ {
		if path, ok := strings.CutPrefix(lines.Text(), "imported "); ok {
			v.reported = append(v.reported, path)
		}
		if n == wait {
			kill()
		}
	}
	cmd.Wait()
	if killer != nil {
		killer.Stop()
	}
	status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
	if killed := ok && status.Signaled(); killed || cmd.ProcessState.Success() {
		return killed
	}
	v.t.Fatalf("import failed: %v", cmd.ProcessState)
	return false
}

// whole opens the library a kill left behind, checks it against itself and hands it to check.
func (v *victim) whole(check func(l *library.Library)) {
	v.t.Helper()
	if _, err := os.Stat(filepath.Join(v.dir, "library.sqlite")); err != nil && len(v.reported) == 0 {
		return // killed before there was a library
	}
	l, err := library.OpenReadOnly(v.t.Context(), v.dir, nil)
	if err != nil {
		if len(v.reported) == 0 && strings.Contains(err.Error(), "not a library") {
			return // killed before the library's first commit
		}
		v.t.Fatalf("after %d reported: %v", len(v.reported), err)
	}
	defer l.Close()
	if out, err := exec.Command(v.program, "--library", v.dir, "verify").CombinedOutput(); err != nil {
		v.t.Fatalf("after %d reported: verify: %v\n%s", len(v.reported), err, out)
	}
	check(l)
}

// finish runs the import to its end and searches what it left.
func (v *victim) finish(articles int) {
	v.t.Helper()
	if out, err := exec.Command(v.program, "--library", v.dir, "import", v.from).CombinedOutput(); err != nil {
		v.t.Fatalf("resumed import: %v\n%s", err, out)
	}
	v.whole(func(l *library.Library) {
		if c, err := l.Counts(v.t.Context()); err != nil || c.Articles != articles {
			v.t.Errorf("resumed import: %d articles of %d, %v", c.Articles, articles, err)
		}
	})
	out, err := exec.Command(v.program, "--library", v.dir, "search", "--json", "标题:第7号通知").Output()
	if err != nil || !strings.Contains(string(out), `"headline":"第7号通知"`) {
		v.t.Errorf("search after it: %s, %v", out, err)
	}
}

func (v *victim) anew() {
	v.dir, v.reported = v.t.TempDir(), nil
}

func newVictim(t *testing.T, from string, most int, linger time.Duration) *victim {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	v := &victim{t: t, program: build(t), random: rand.New(rand.NewPCG(seed, 1)), from: from, most: most, linger: linger}
	v.anew()
	return v
}

// build makes the program as it is released: the test's own binary may carry the race
// detector, with which fifty starts take minutes.
func build(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "baogectl")
	cmd := exec.Command("go", "build", "-o", program, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return program
}

// TestKilledAmongPages: of each page that was reported all articles are there, and their pictures.
func TestKilledAmongPages(t *testing.T) {
	const pages, perPage = 400, 3
	from := t.TempDir()
	if err := os.Mkdir(filepath.Join(from, "images"), 0o777); err != nil {
		t.Fatal(err)
	}
	for i := range 7 {
		picture := image.NewGray(image.Rect(0, 0, 40+i, 30))
		var b bytes.Buffer
		if err := errors.Join(png.Encode(&b, picture), os.WriteFile(filepath.Join(from, "images", fmt.Sprint(i, ".png")), b.Bytes(), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	for i := range pages {
		var b strings.Builder
		for k := range perPage {
			n := i*perPage + k
			fmt.Fprintf(&b, "# 第%d号通知\n\n◎ 通讯员 甲乙\n\n第%d号通知的正文，请各处照办，编号是%d。\n\n![布告](images/%d.png)\n\n", n, n, n*7, n%7)
		}
		if err := os.WriteFile(filepath.Join(from, fmt.Sprintf("%03d.txt", i)), []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	v := newVictim(t, from, 30, 10*time.Millisecond)
	for killed := 0; killed < kills; {
		if !v.strike() {
			v.anew()
			continue
		}
		killed++
		v.whole(func(l *library.Library) { v.checkPages(l, perPage) })
	}
	v.finish(pages * perPage)
}

func (v *victim) checkPages(l *library.Library, perPage int) {
	sources, err := l.Sources(v.t.Context())
	if err != nil {
		v.t.Fatal(err)
	}
	articles := map[string]int{}
	for _, s := range sources {
		if articles[s.Path] = s.Articles; s.Articles != perPage {
			v.t.Errorf("%s has %d articles of %d", s.Path, s.Articles, perPage)
		}
	}
	for _, path := range v.reported {
		if articles[path] == 0 {
			v.t.Errorf("%s was reported as imported and is not there", path)
		}
	}
	v.checkPictures(l)
}

// checkPictures reads the picture of some of the articles; verify has read every picture itself.
func (v *victim) checkPictures(l *library.Library) {
	rows, _, err := l.List(v.t.Context(), library.Filter{}, -1, 0)
	if err != nil {
		v.t.Fatal(err)
	}
	for i := 0; i < len(rows); i += 20 {
		r := rows[i]
		a, err := l.Article(v.t.Context(), r.ID)
		if err != nil {
			v.t.Fatal(err)
		}
		last := a.Blocks[len(a.Blocks)-1]
		if m, err := l.Medium(v.t.Context(), last.Media); err != nil || m.Type != "image/png" || len(m.Bytes) == 0 {
			v.t.Errorf("%s: picture of %+v: %v", r.Headline, last, err)
			return
		}
	}
}

// TestKilledAmongRows: rows come by the thousand, and each thousand reported is there.
func TestKilledAmongRows(t *testing.T) {
	const rows = 12000
	from := filepath.Join(t.TempDir(), "rows.jsonl")
	if err := os.WriteFile(from, rowsText(rows), 0o666); err != nil {
		t.Fatal(err)
	}
	v := newVictim(t, from, 2, 40*time.Millisecond)
	for killed := 0; killed < kills; {
		if !v.strike() {
			v.anew()
			continue
		}
		killed++
		v.whole(func(l *library.Library) {
			c, err := l.Counts(t.Context())
			if err != nil || c.Articles < 1000*len(v.reported) || c.Articles%1000 != 0 {
				t.Errorf("%d articles after %d thousand were reported, %v", c.Articles, len(v.reported), err)
			}
		})
		if killed < kills && len(v.reported) > rows/1000-3 { // too near its end to be killed in the middle
			v.anew()
		}
	}
	v.finish(rows)
}
