package preview

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"baoge/app/printer"
	"baoge/app/raster"
	"baoge/app/typeset"
)

// What comes out of a printer, here a file in the place of one, is byte for byte what is
// saved as a PDF with the same choices.
func TestPrintedIsWhatIsSaved(t *testing.T) {
	faces, err := typeset.LoadFaces()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []Choices{{}, {Paper: "a5", Up: 2, Pages: "2-4", Copies: 1}, {NoCover: true, RunOn: true, Scale: 90, Sides: printer.LongEdge}} {
		pages := c.Pages
		c.mend()
		c.Pages = pages
		out := filepath.Join(t.TempDir(), "报.pdf")
		c.Printer = "file:" + out
		j := bookOf(faces, 4)
		id, err := send(t.Context(), printer.System(), j, c, raster.NewPainter(0))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := printer.Follow(t.Context(), printer.System(), id, printer.Watch{}); err != nil {
			t.Errorf("%+v: %v", c, err)
		}
		printed, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		var saved bytes.Buffer
		if _, err := j.Write(t.Context(), &saved, c); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(printed, saved.Bytes()) {
			t.Errorf("%+v: printed %d bytes, saved %d", c, len(printed), saved.Len())
		}
	}
}
