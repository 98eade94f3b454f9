package format

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"
)

// An Engine is Tesseract as it is installed. It is looked for once, when something is to
// be read: one Engine serves an import, and the next one finds what was installed since.
// The zero Engine is ready; nil reads nothing. It is safe for concurrent use.
type Engine struct {
	look      sync.Once
	path      string
	languages []string // chi_sim, chi_tra: those it has
}

// Reads reports whether there is an engine that reads Chinese; one that does not would give noise.
func (e *Engine) Reads() bool {
	if e == nil {
		return false
	}
	e.look.Do(e.find)
	return len(e.languages) > 0
}

func (e *Engine) find() {
	path, err := exec.LookPath("tesseract")
	if err != nil {
		return
	}
	out, err := exec.Command(path, "--list-langs").CombinedOutput()
	if err != nil {
		return
	}
	e.path = path
	installed := strings.Fields(string(out))
	for _, l := range []string{"chi_sim", "chi_tra"} {
		if slices.Contains(installed, l) {
			e.languages = append(e.languages, l)
		}
	}
}

// longestOCR bounds the time one page may take.
const longestOCR = 5 * time.Minute

// read gives the ALTO of a picture.
func (e *Engine) read(ctx context.Context, picture []byte, language string) ([]byte, error) {
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
