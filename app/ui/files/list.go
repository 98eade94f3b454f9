package files

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"baoge/app/typeset"
	"baoge/app/ui/line"
	"baoge/app/ui/look"
)

// An entry is a file or folder.
type entry struct {
	name   string
	folder bool
	size   int64 // bytes
	time   time.Time
}

// read lists a folder: folders first, by name with numbers as numbers, hidden ones left
// out. Runs off the UI goroutine.
func read(ctx context.Context, dir string) ([]entry, error) {
	names, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	out := make([]entry, 0, len(names))
	for _, n := range names {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if strings.HasPrefix(n.Name(), ".") {
			continue
		}
		st, err := n.Info()
		if err == nil && st.Mode()&fs.ModeSymlink != 0 {
			st, err = os.Stat(filepath.Join(dir, n.Name()))
		}
		if err != nil || hidden(st) || !st.IsDir() && !st.Mode().IsRegular() {
			continue // gone since, a link to nothing, no file
		}
		out = append(out, entry{n.Name(), st.IsDir(), st.Size(), st.ModTime()})
	}
	slices.SortFunc(out, func(a, b entry) int {
		if a.folder != b.folder {
			if a.folder {
				return -1
			}
			return 1
		}
		return natural(a.name, b.name)
	})
	return out, nil
}

// natural compares names with the numbers in them as numbers: 2版 before 10版. Names that
// differ in capitals or leading zeros alone keep an order of their own.
func natural(a, b string) int {
	x, y := strings.ToLower(a), strings.ToLower(b)
	for x != "" && y != "" {
		m, n := digits(x), digits(y)
		if m > 0 && n > 0 {
			p, q := strings.TrimLeft(x[:m], "0"), strings.TrimLeft(y[:n], "0")
			if len(p) != len(q) {
				return len(p) - len(q)
			}
			if c := strings.Compare(p, q); c != 0 {
				return c
			}
			x, y = x[m:], y[n:]
			continue
		}
		r, i := utf8.DecodeRuneInString(x)
		s, j := utf8.DecodeRuneInString(y)
		if r != s {
			return int(r) - int(s)
		}
		x, y = x[i:], y[j:]
	}
	if c := len(x) - len(y); c != 0 {
		return c
	}
	return strings.Compare(a, b)
}

// digits is how many digits a text begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// Where things stand in the row of an entry, in device-independent pixels.
const (
	rowH     = 28
	nameLeft = 38
	dateW    = 126 // with the room right of it
	sizeW    = 84
	datesMin = 340 // narrower rows show names alone
	rowBarW  = 3
)

// draw lays out the row of an entry.
func (d *Dialog) draw(i int, w float32, st line.RowState) ([]line.Box, []line.Piece) {
	e := d.shown[i]
	var boxes []line.Box
	switch {
	case st.Selected:
		boxes = append(boxes, line.Box{W: w, H: rowH, Tint: line.Selection}, line.Box{W: rowBarW, H: rowH, Tint: line.Fill})
	case st.Picked:
		boxes = append(boxes, line.Box{W: w, H: rowH, Tint: line.Selection})
	case st.Hovered:
		boxes = append(boxes, line.Box{W: w, H: rowH, Tint: line.Hover})
	}
	ink := line.Ink
	if e.folder {
		boxes = append(boxes, line.Box{X: 14, Y: 8, W: 7, H: 5, Radius: 1.5, Tint: line.Faint}, line.Box{X: 14, Y: 10, W: 16, H: 11, Radius: 1.5, Tint: line.Faint})
	} else {
		boxes = append(boxes, line.Box{X: 16.5, Y: 7, W: 11, H: 14, Radius: 1.5, Tint: line.Bar})
		if d.ask.Kind == Folder {
			ink = line.Ghost
		}
	}
	piece := line.Piece{Face: typeset.Sans, Size: look.TextSize, Leading: rowH, X: nameLeft, Tint: ink, Text: e.name}
	if w < datesMin {
		piece.Width = max(w-nameLeft-14, 1)
		return boxes, []line.Piece{piece}
	}
	piece.Width = w - nameLeft - dateW - sizeW
	pieces := []line.Piece{piece}
	piece.Width, piece.Size, piece.Tint = 0, 12, line.Faint
	piece.Text, piece.X = e.time.Format("2006-01-02 15:04"), w-dateW+8
	pieces = append(pieces, piece)
	if !e.folder {
		piece.Text = bytes(e.size)
		piece.X = w - dateW - 8 - d.press.Measure(piece).Width
		pieces = append(pieces, piece)
	}
	return boxes, pieces
}

// bytes writes a size: 812 B, 14 KB, 3.4 MB.
func bytes(n int64) string {
	if n < 1024 {
		return strconv.FormatInt(n, 10) + " B"
	}
	f, unit := float64(n)/1024, 0
	for f >= 1024 && unit < 3 {
		f, unit = f/1024, unit+1
	}
	decimals := 1
	if f >= 100 || unit == 0 {
		decimals = 0
	}
	return strconv.FormatFloat(f, 'f', decimals, 64) + " " + []string{"KB", "MB", "GB", "TB"}[unit]
}
