//go:build linux

package main

import (
	"image"
	"image/color"
	"testing"

	"baoge/app/ui/uitest"
)

// The print screen and the review screen by keyboard, and what each gives back.
func TestPrintAndReview(t *testing.T) {
	k := sit(t, uitest.Options{})
	k.reads(t, "凯里市全面深化")
	before := k.w.Shot(t)

	white, black := color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF}, color.NRGBA{0, 0, 0, 0xFF}
	// A white sheet with text on it lies in the middle of a darker desk.
	k.w.Key(t, "ctrl+p")
	sheet := image.Rect(300, 120, 680, 680)
	k.Until(t, "a printed sheet is shown", func() bool {
		img := k.w.Shot(t)
		return uitest.Count(img, sheet, white, 0) > sheet.Dx()*sheet.Dy()/2 && uitest.Count(img, sheet, black, 60) > 2000
	})
	first := k.w.Still(t, sheet)
	uitest.Save(t, k.w.Shot(t), "window-print")
	k.w.Key(t, "Next")
	k.Until(t, "the sheet is turned", func() bool { return uitest.Differ(first, k.w.Shot(t), sheet) > 5000 })
	k.w.Key(t, "Escape")
	k.Until(t, "the window is given back", func() bool { return uitest.Differ(before, k.w.Shot(t), paper) < 500 })

	k.w.Key(t, "ctrl+r")
	page := image.Rect(20, 120, 780, 680)
	k.Until(t, "the page is laid out", func() bool { return uitest.Differ(before, k.w.Shot(t), page) > 50000 })
	uitest.Save(t, k.w.Still(t, page), "window-review")
	k.w.Key(t, "Escape")
	k.Until(t, "the window is given back", func() bool { return uitest.Differ(before, k.w.Shot(t), paper) < 500 })
	k.end(t)
}
