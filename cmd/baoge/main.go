// Command baoge is the window of 报阁, a newspaper's own reading room.
//
//	baoge [--library DIR] [FILE…]
//
// Without --library it opens the person's own library. Files and folders named are
// imported. Where a window has the library open already, that window comes to the
// front and gets the files.
package main

import (
	"flag"
	"fmt"
	"os"

	"fyne.io/fyne/v2/app"

	"baoge/app/library"
	"baoge/app/ui"
	"baoge/app/ui/inputmethod"
)

func main() {
	dir := flag.String("library", os.Getenv("BAOGE_LIBRARY"), "open the library in this `folder`, a new one where there is none")
	version := flag.Bool("version", false, "print the version and exit")
	flag.Parse()
	if *version {
		fmt.Println("baoge", ui.Version)
		return
	}
	if err := run(*dir, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "baoge:", library.Explain(err))
		os.Exit(1)
	}
}

func run(dir string, files []string) error {
	own := dir == ""
	if own {
		dir = library.DefaultDir()
	}
	if ui.Raise(dir, files) {
		return nil
	}
	inputmethod.PrepareEnvironment()
	w, err := ui.New(app.NewWithID(ui.ID), ui.Start{Dir: dir, Own: own, Files: files})
	if err != nil {
		return err
	}
	w.Run()
	return nil
}
