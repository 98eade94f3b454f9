//go:build linux

package main

import (
	"fmt"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"baoge/app/ui/uitest"
)

var (
	dayFoundNow = color.NRGBA{0x86, 0xCB, 0xAA, 0xFF}
	gutter      = image.Rect(906, 240, 926, 720) // between the columns, of the first article under its head
)

// The reader by keyboard and mouse: finding, copying with its source, selecting, two
// columns that are kept, the place read that is kept.
func TestReader(t *testing.T) {
	k := sit(t, uitest.Options{})
	k.reads(t, "凯里市全面深化")
	k.w.Key(t, "Home")

	k.w.Key(t, "ctrl+g")
	k.w.Type(t, "1+3")
	k.Until(t, "what is found is marked", func() bool {
		img := k.w.Shot(t)
		return uitest.Count(img, paper, dayFoundNow, 0) > 100 && uitest.Count(img, paper, hit, 0) == 0
	})
	k.w.Key(t, "Return", "shift+Return", "Escape")
	if got := k.copies(t, func() { k.w.Key(t, "ctrl+c") }); got != "1+3" {
		t.Errorf("after Esc %q is copied, want the place one stood on", got)
	}
	if got := k.copies(t, func() { k.w.Key(t, "ctrl+shift+c") }); got != "1+3\n——《凯里市全面深化全国城市基层党建示范市建设》" {
		t.Errorf("with its source %q is copied", got)
	}
	k.w.Key(t, "shift+Right", "shift+Right")
	if got := k.copies(t, func() { k.w.Key(t, "ctrl+c") }); !strings.HasPrefix(got, "1+3") || len([]rune(got)) != 5 {
		t.Errorf("Shift and arrows select %q", got)
	}
	k.w.Key(t, "Escape")

	blank := func(r image.Rectangle) bool {
		return uitest.Count(k.w.Shot(t), r, dayPaper, 0) == r.Dx()*r.Dy()
	}
	if blank(gutter) {
		t.Error("one column leaves its middle blank")
	}
	k.w.Key(t, "ctrl+l")
	k.Until(t, "there are two columns", func() bool { return blank(gutter) })
	top := k.w.Still(t, paper)
	uitest.Save(t, k.w.Shot(t), "window-columns")
	k.w.Key(t, "Next")
	k.Until(t, "the screen is turned", func() bool { return uitest.Differ(top, k.w.Shot(t), paper) > 5000 })
	k.w.Move(t, 900, 400)
	k.w.Wheel(t, -1)
	k.Until(t, "the wheel turns it back", func() bool { return uitest.Differ(top, k.w.Shot(t), paper) == 0 })
	k.w.Drag(t, 700, 280, 1100, 600)
	k.Until(t, "the selection goes over both columns", func() bool {
		img := k.w.Shot(t)
		return uitest.Count(img, paper.Intersect(image.Rect(0, 0, 900, 800)), selections[0], 0) > 5000 && uitest.Count(img, image.Rect(930, 230, 1240, 580), selections[0], 0) > 5000
	})
	k.w.Key(t, "Escape", "Next")
	second := k.w.Still(t, paper)

	// Another article and back: the screen read is shown again. So it is at the next start.
	k.w.Key(t, "j")
	k.reads(t, "凯里市：夏季绿植")
	k.w.Key(t, "k")
	k.Until(t, "the screen read is shown again", func() bool { return uitest.Differ(second, k.w.Shot(t), paper) == 0 })
	k.end(t)
	k.start(t)
	k.Until(t, "columns and place come back", func() bool { return uitest.Differ(second, k.w.Shot(t), paper) == 0 })
}

// What an open article adds to the window's resident memory: the window of an empty library
// beside the one that shows an article of a hundred thousand characters, after it was
// scrolled through. Both are starts of the same program in one run.
func TestReaderMemory(t *testing.T) {
	most := 40 << 10 // KB
	if uitest.Race {
		most *= 3
	}
	empty := sit(t, uitest.Options{})
	dir := filepath.Join(empty.Home, "library")
	ctl := uitest.Build(t, "baoge/cmd/baogectl")
	measure := func(files ...string) (kb int) {
		for _, f := range files {
			if out, err := empty.Output(ctl, "--library", dir, "import", f); err != nil {
				t.Fatal(out, err)
			}
		}
		p := empty.Run(t, uitest.Build(t, "baoge/cmd/baoge"), "--library", dir)
		w := p.Window(t)
		w.Still(t, paper)
		if len(files) > 0 {
			w.Move(t, 900, 400)
			for range 12 {
				w.Wheel(t, 10)
				w.Key(t, "Next", "Next")
			}
			w.Key(t, "End", "Home")
		}
		w.Still(t, paper)
		kb = settled(t, empty, p.PID())
		w.Close(t)
		p.Wait(t)
		return kb
	}
	empty.end(t)
	without := measure()
	var text strings.Builder
	text.WriteString("# 一篇长文\n\n")
	for i := range 1150 {
		fmt.Fprintf(&text, "第%d段说的是城里的路：早上有人扫，晚上有人巡，路口的灯按车流亮。“礼让行人”四个字写在斑马线前，也写进了司机的习惯里；到了雨天，志愿者撑着伞陪老人过街，一来一回，总要走上几十趟。\n\n", i)
	}
	file := filepath.Join(empty.Home, "long.md")
	if err := os.WriteFile(file, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	with := measure(file)
	t.Logf("resident: %d KB without an article, %d KB with one of 100,000 characters: the reader adds %d KB", without, with, with-without)
	if with-without > most {
		t.Errorf("the reader adds %d KB, want at most %d", with-without, most)
	}
}

// settled is the resident memory of a process once it no longer changes, in KB.
func settled(t *testing.T, k *desk, pid int) (kb int) {
	t.Helper()
	last, same := 0, 0
	k.Until(t, "memory comes to rest", func() bool {
		kb = resident(t, pid)
		if d := kb - last; d > 300 || d < -300 {
			last, same = kb, 0
		} else {
			same++
		}
		time.Sleep(100 * time.Millisecond)
		return same >= 15
	})
	return kb
}

func resident(t *testing.T, pid int) int {
	t.Helper()
	status, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if v, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, err := strconv.Atoi(strings.Fields(v)[0])
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	t.Fatal("no VmRSS")
	return 0
}
