package format

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"

	"baoge/app/ingest/layout"
)

// readScan reads a picture of a page: it is kept, and its words are read where an OCR
// engine is installed; else a note says so.
func readScan(ctx context.Context, in Input) (*Document, error) {
	if len(in.Bytes) > MaxPicture {
		return nil, ErrTooLarge
	}
	if PictureType(in.Bytes) == "" {
		return nil, ErrDamaged
	}
	d := &Document{Format: Scan, Scans: []PageScan{{Picture: in.Bytes, Page: 1}}}
	if in.NoOCR {
		return d, nil
	}
	page, err := recognised(ctx, in.Bytes, 0)
	if errors.Is(err, ErrNoOCR) {
		d.Notes = append(d.Notes, err)
		return d, nil
	} else if err != nil {
		return nil, err
	}
	read := altoDocument([]altoPage{page})
	d.Lines, d.Scans[0].Words = read.Lines, read.Scans[0].Words
	return d, nil
}

// sureOCR is the mean confidence below which a page is read in the other script as well.
const sureOCR = 0.8

// recognised reads the words of a picture by OCR, as those of page i of its file: in
// Simplified, and where that goes badly in Traditional, whichever goes better.
// ErrNoOCR where no engine is installed. Of a TIFF of several pages all are read.
func recognised(ctx context.Context, picture []byte, i int) (best altoPage, err error) {
	e := engine()
	if e == nil {
		return altoPage{}, ErrNoOCR
	}
	for _, language := range e.languages {
		out, err := e.read(ctx, picture, language)
		if err != nil {
			return altoPage{}, err
		}
		pages, err := parseALTO(out)
		if err != nil {
			return altoPage{}, err
		}
		for _, p := range pages[1:] {
			pages[0].blocks = append(pages[0].blocks, p.blocks...)
			pages[0].sure, pages[0].words = pages[0].sure+p.sure, pages[0].words+p.words
		}
		if p := pages[0]; best.words == 0 || p.sure*best.words > best.sure*p.words {
			best = p
		}
		if best.sure >= sureOCR*best.words {
			break
		}
	}
	var lines []layout.Line
	for _, b := range best.blocks {
		lines = append(lines, b...)
	}
	for k := range lines {
		lines[k].Page = i
	}
	best.blocks = layout.Order(lines) // the engine's own order loses its way among columns
	return best, nil
}

// longestOCR bounds the time one page may take.
const longestOCR = 5 * time.Minute

// An ocrEngine is Tesseract as it is installed, looked for once.
type ocrEngine struct {
	path      string
	languages []string // chi_sim, chi_tra: those it has
}

var engine = sync.OnceValue(func() *ocrEngine {
	path, err := exec.LookPath("tesseract")
	if err != nil {
		return nil
	}
	out, err := exec.Command(path, "--list-langs").CombinedOutput()
	if err != nil {
		return nil
	}
	e := &ocrEngine{path: path}
	installed := strings.Fields(string(out))
	for _, l := range []string{"chi_sim", "chi_tra"} {
		if slices.Contains(installed, l) {
			e.languages = append(e.languages, l)
		}
	}
	if len(e.languages) == 0 { // an engine that knows no Chinese would give noise
		return nil
	}
	return e
})

// read gives the ALTO of a picture.
func (e *ocrEngine) read(ctx context.Context, picture []byte, language string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, longestOCR)
	defer cancel()
	cmd := exec.CommandContext(ctx, e.path, "stdin", "stdout", "-l", language, "--psm", "3", "alto")
	cmd.Env = append(cmd.Environ(), "OMP_THREAD_LIMIT=1") // pages are read side by side already
	cmd.Stdin = bytes.NewReader(picture)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("%w: OCR: %w: %.200s", ErrDamaged, err, said.String())
	}
	return out.Bytes(), nil
}
