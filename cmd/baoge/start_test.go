//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"baoge/app/ui/uitest"
)

// BenchmarkStart times exec → first painted frame of the program and of an empty
// Fyne window in turn, and compares their resident memory once both are at rest:
// with the seeds in the default library, and with a library of 100,000 articles.
//
//	go test -run '^$' -bench Start -benchtime 5x ./cmd/baoge
func BenchmarkStart(b *testing.B) {
	dir := b.TempDir()
	bin := map[string]string{"baoge": ".", "baogectl": "../baogectl", "empty": "./testdata/empty"}
	for name, pkg := range bin {
		bin[name] = filepath.Join(dir, name)
		if msg, err := exec.Command("go", "build", "-o", bin[name], pkg).CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, msg)
		}
	}
	b.Run("seeds", func(b *testing.B) { benchStart(b, bin["baoge"], bin["empty"]) })
	b.Run("hundred-thousand", func(b *testing.B) {
		library := filepath.Join(dir, "library")
		if _, err := os.Stat(library); err != nil {
			rows := hundredThousandRows(b, filepath.Join(dir, "rows.jsonl"))
			if msg, err := exec.Command(bin["baogectl"], "--library", library, "import", rows).CombinedOutput(); err != nil {
				b.Fatalf("%v: %s", err, msg)
			}
		}
		benchStart(b, bin["baoge"], bin["empty"], "--library", library)
	})
}

func benchStart(b *testing.B, ours, empty string, args ...string) {
	d := uitest.Start(b, uitest.Options{})
	open(b, d, ours, args...) // the very first start imports the seeds, and warms the disk cache
	open(b, d, empty)

	var a, z opened
	for b.Loop() {
		z.add(open(b, d, empty))
		a.add(open(b, d, ours, args...))
	}
	n := float64(b.N)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(a.painted.Milliseconds())/n, "window-ms")
	b.ReportMetric(float64(z.painted.Milliseconds())/n, "empty-ms")
	b.ReportMetric(float64(a.painted)/float64(z.painted), "times-empty")
	b.ReportMetric(float64(a.resident)/n, "resident-MB")
	b.ReportMetric(float64(a.resident-z.resident)/n, "MB-over-empty")
}

// hundredThousandRows writes short articles of made-up news over twenty years.
func hundredThousandRows(b *testing.B, path string) string {
	b.Helper()
	var out strings.Builder
	first := time.Date(2004, 1, 1, 0, 0, 0, 0, time.UTC)
	for n := range 100_000 {
		fmt.Fprintf(&out, `{"id":"%d","title":"第%d号公告","date":"%s","page":"%d","byline":"通讯员 某某","text":"今日发布第%d号公告，河段水位%d厘米，道路畅通。\n明日多云，最高气温%d度，出行请注意安全。"}`+"\n",
			n, n, first.AddDate(0, 0, n/14).Format(time.DateOnly), n%8+1, n, n%700, n%38)
	}
	if err := os.WriteFile(path, []byte(out.String()), 0o666); err != nil {
		b.Fatal(err)
	}
	return path
}

// opened is how a start went: time until the first frame, megabytes at rest.
type opened struct {
	painted  time.Duration
	resident int
}

func (o *opened) add(p opened) {
	o.painted += p.painted
	o.resident += p.resident
}

func open(b *testing.B, d *uitest.Desktop, binary string, args ...string) opened {
	b.Helper()
	start := time.Now()
	p := d.Run(b, binary, args...)
	var o opened
	d.Until(b, "the first frame", func() bool {
		o.painted = time.Since(start)
		return painted(d, p.PID())
	})
	// At rest: dictionary and index have come up behind the window, nothing grows any more.
	last, steady := 0, 0
	d.Until(b, "memory at rest", func() bool {
		o.resident = residentMB(b, p.PID())
		if o.resident == last {
			steady++
		} else {
			last, steady = o.resident, 0
		}
		return steady > 40 // of 25 ms
	})
	p.Interrupt()
	p.Wait(b)
	return o
}

// painted reports whether a window of the process is on the screen with a frame in
// it: X shows black until the program has drawn.
func painted(d *uitest.Desktop, pid int) bool {
	id, err := d.Output("xdotool", "search", "--onlyvisible", "--pid", strconv.Itoa(pid), "--name", ".")
	if err != nil || id == "" {
		return false
	}
	id, _, _ = strings.Cut(id, "\n")
	px, err := d.Output("import", "-silent", "-window", id, "-crop", "1x1+400+400", "-depth", "8", "txt:-")
	return err == nil && !strings.Contains(px, "#000000")
}

func residentMB(b *testing.B, pid int) int {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	kb, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		b.Fatal(err)
	}
	return kb / 1024
}
