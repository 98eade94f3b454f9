package format

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"time"
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

// recognised reads the words of a picture by OCR, as those of page i of its file.
// ErrNoOCR where no engine is installed. Of a TIFF of several pages all are read.
func recognised(ctx context.Context, picture []byte, i int) (altoPage, error) {
	out, err := tesseract(ctx, picture)
	if err != nil {
		return altoPage{}, err
	}
	pages, err := parseALTO(out)
	if err != nil {
		return altoPage{}, err
	}
	for _, p := range pages[1:] {
		pages[0].blocks = append(pages[0].blocks, p.blocks...)
	}
	for _, b := range pages[0].blocks {
		for k := range b {
			b[k].Page = i
		}
	}
	return pages[0], nil
}

// longestOCR bounds the time one page may take.
const longestOCR = 5 * time.Minute

// An ocrEngine is Tesseract as it is installed, looked for once.
type ocrEngine struct {
	path      string
	languages string // chi_sim+chi_tra
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
	var has []string
	for _, l := range []string{"chi_sim", "chi_tra"} {
		for _, line := range strings.Fields(string(out)) {
			if line == l {
				has = append(has, l)
			}
		}
	}
	if len(has) == 0 { // an engine that knows no Chinese would give noise
		return nil
	}
	return &ocrEngine{path, strings.Join(has, "+")}
})

// tesseract gives the ALTO of a picture.
func tesseract(ctx context.Context, picture []byte) ([]byte, error) {
	e := engine()
	if e == nil {
		return nil, ErrNoOCR
	}
	ctx, cancel := context.WithTimeout(ctx, longestOCR)
	defer cancel()
	cmd := exec.CommandContext(ctx, e.path, "stdin", "stdout", "-l", e.languages, "--psm", "3", "-c", "preserve_interword_spaces=1", "alto")
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
