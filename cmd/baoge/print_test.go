//go:build linux

package main

import (
	"bytes"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"baoge/app/printer/printertest"
	"baoge/app/ui/uitest"
)

// Where things are on the print screen of a printer without colours.
var (
	sheet   = image.Rect(300, 120, 680, 680)
	choices = image.Rect(1010, 60, 1270, 590)
	told    = image.Rect(1010, 594, 1275, 740) // under the buttons
	strip   = image.Rect(640, 714, 900, 748)   // where only long sentences reach, of what went wrong
	accent  = color.NRGBA{0xB3, 0x26, 0x1E, 0xFF}
)

// An article goes to a real printer from the print screen: the printer is chosen by mouse
// and its address typed, and what it receives is the PDF that is saved with the same
// choices, byte for byte. A printer that gives a document up, and one that is gone, are
// told of where the person looks.
func TestPrintsToAPrinter(t *testing.T) {
	v := printertest.New(t)
	t.Cleanup(v.Stop)
	k := sit(t, uitest.Options{Env: []string{"CUPS_SERVER=" + filepath.Join(v.Dir, "none")}}) // no scheduler
	k.reads(t, "凯里市全面深化")
	k.w.Key(t, "ctrl+p")
	white, black := color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF}, color.NRGBA{0, 0, 0, 0xFF}
	k.Until(t, "a printed sheet is shown", func() bool {
		img := k.w.Shot(t)
		return uitest.Count(img, sheet, white, 0) > sheet.Dx()*sheet.Dy()/2 && uitest.Count(img, sheet, black, 60) > 2000
	})
	warned := func() bool { return uitest.Count(k.w.Shot(t), told, accent, 90) > 300 }
	k.Until(t, "it is told that there is no print service", warned)

	address, _ := strings.CutPrefix(strings.TrimSuffix(v.URI, "/ipp/print"), "ipp://")
	menu := k.w.Still(t, choices)
	k.w.Click(t, 1160, 84)
	k.Until(t, "the list of printers opens", func() bool { return uitest.Differ(menu, k.w.Shot(t), choices) > 500 })
	k.w.Click(t, 1160, 115)
	k.Until(t, "the address is asked for", func() bool { return !warned() })
	k.w.Type(t, address)
	k.w.Key(t, "Return")
	able := func() bool {
		return uitest.Count(k.w.Shot(t), image.Rect(1150, 564, 1255, 588), accent, 40) > 1200
	}
	k.Until(t, "it can be printed", able)
	uitest.Save(t, k.w.Still(t, choices), "window-print-address")

	k.w.Click(t, 1200, 576)
	k.samePDF(t, v, "by the button")
	uitest.Save(t, k.w.Shot(t), "window-printed")
	k.Until(t, "it can be printed again", able)

	// Two pages on a sheet, and then by keyboard.
	before := k.w.Still(t, sheet)
	k.w.Click(t, 1160, 264)
	k.w.Still(t, choices)
	k.w.Click(t, 1160, 328)
	k.Until(t, "two pages stand on the sheet", func() bool { return uitest.Differ(before, k.w.Shot(t), sheet) > 5000 })
	k.Until(t, "the screen has the keyboard", func() bool {
		v.Clear(t)
		k.w.Key(t, "ctrl+p")
		return k.Within(3e9, func() bool { return len(v.Received(t)) > 0 })
	})
	k.samePDF(t, v, "two on a sheet")

	k.Until(t, "it can be printed once more", able)
	v.Set(t, "abort", true)
	k.w.Key(t, "ctrl+p")
	k.Until(t, "the printer's giving up is told", func() bool { return uitest.Count(k.w.Shot(t), strip, dayInk, 60) > 100 })
	uitest.Save(t, k.w.Shot(t), "window-print-aborted")

	v.Stop()
	k.Until(t, "it can be printed after that", able)
	k.w.Key(t, "ctrl+p")
	k.Until(t, "it is told that the printer is gone", warned)
	uitest.Save(t, k.w.Still(t, told), "window-print-gone")
	k.w.Key(t, "Escape")
	k.end(t)
}

// samePDF waits for what the printer receives and compares it with the PDF the screen saves.
func (k *desk) samePDF(t *testing.T, v *printertest.Virtual, what string) {
	t.Helper()
	k.Until(t, "the printer has the document: "+what, func() bool {
		_, err := os.Stat(filepath.Join(v.Dir, "attributes")) // written once all is received
		return err == nil && len(v.Received(t)) == 1
	})
	got, err := os.ReadFile(v.Received(t)[0])
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(k.Home, "凯里市全面深化全国城市基层党建示范市建设.pdf")
	written := func() bool { st, err := os.Stat(file); return err == nil && st.Size() > 0 }
	k.w.Key(t, "ctrl+e")
	k.Until(t, "the PDF is saved: "+what, func() bool {
		k.w.Key(t, "Return") // the dialog's own button, once it is there
		return k.Within(1e9, written)
	})
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) || !bytes.HasPrefix(got, []byte("%PDF-")) {
		t.Errorf("%s: %d bytes were printed, and %d saved", what, len(got), len(want))
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	v.Clear(t)
}
