// Command empty opens an empty Fyne window of the program's size: the yardstick
// for how long Fyne itself takes to open one and how much memory it keeps.
package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
)

func main() {
	w := app.NewWithID("cn.baoge.empty").NewWindow("empty")
	w.Resize(fyne.NewSize(1280, 800))
	w.ShowAndRun()
}
