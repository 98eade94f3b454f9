// Package pdftext reads the text of PDF files with the place of every character, and the
// pictures on their pages, by PDFium: it knows the fonts and encodings of Chinese
// typesetting systems as a browser does. PDFium runs as WebAssembly inside this process,
// so there is no cgo, and a hostile file can do no more than fail.
//
// The machine code is made from the WebAssembly once, which takes seconds, and kept in the
// user's cache folder; later files start in a tenth of a second.
//
// Begin with [Read]. Safe for concurrent use: each call has an instance of its own.
package pdftext

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/jpeg"
	"os"
	"path/filepath"
	"time"

	pdfium "github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"baoge/app/ingest/layout"
)

// The reasons a file is refused.
var (
	ErrDamaged   = errors.New("damaged PDF")
	ErrEncrypted = errors.New("encrypted PDF")
	ErrPages     = errors.New("too many pages")
)

// Bounds of one file.
const (
	MaxPages    = 500
	mostChars   = 400_000 // of one page
	mostObjects = 20_000  // of one page, looked through for pictures
	scanDPI     = 200     // of a page that is a picture
	mostPixels  = 50e6    // of one picture
)

// A Page is one page: its lines of print and pictures in the order of the file, or its
// picture where it has no text.
type Page struct {
	Width, Height float64 // points
	Lines         []layout.Line
	Scan          []byte // JPEG, of a page that is a picture, with text laid over it or without
}

// A File is what Read found.
type File struct {
	Pages    []Page
	Pictures map[string][]byte // by the names that lines give: JPEG or PNG
}

// Read reads a PDF. Errors: ErrDamaged, ErrEncrypted, ErrPages, that of ctx.
func Read(ctx context.Context, src []byte) (file *File, err error) {
	in, shut, err := open(ctx)
	if err != nil {
		return nil, err
	}
	defer shut()
	defer func() { // a trap in the WebAssembly
		if r := recover(); r != nil {
			file, err = nil, fmt.Errorf("%w: %v", ErrDamaged, r)
		}
	}()
	doc, err := in.OpenDocument(&requests.OpenDocument{File: &src})
	switch {
	case errors.Is(err, pdferrors.ErrPassword), errors.Is(err, pdferrors.ErrSecurity):
		return nil, ErrEncrypted
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	count, err := in.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	case count.PageCount > MaxPages:
		return nil, fmt.Errorf("%d: %w", count.PageCount, ErrPages)
	case count.PageCount == 0:
		return nil, ErrDamaged
	}
	r := reader{in: in, doc: doc.Document, file: &File{Pictures: map[string][]byte{}}}
	for i := range count.PageCount {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := r.page(i); err != nil {
			return nil, fmt.Errorf("page %d: %w", i+1, err)
		}
	}
	return r.file, nil
}

// open starts PDFium.
func open(ctx context.Context) (pdfium.Pdfium, func(), error) {
	config := wazero.NewRuntimeConfig().WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling)
	if dir, err := os.UserCacheDir(); err == nil {
		if cache, err := wazero.NewCompilationCacheWithDir(filepath.Join(dir, "baoge", "pdfium")); err == nil {
			config = config.WithCompilationCache(cache)
			defer cache.Close(ctx)
		}
	}
	pool, err := webassembly.Init(webassembly.Config{MaxIdle: 1, MaxTotal: 1, RuntimeConfig: config})
	if err != nil {
		return nil, nil, fmt.Errorf("start PDFium: %w", err)
	}
	in, err := pool.GetInstance(time.Minute)
	if err != nil {
		pool.Close()
		return nil, nil, fmt.Errorf("start PDFium: %w", err)
	}
	return in, func() { in.Close(); pool.Close() }, nil
}

// A reader reads the pages of one file.
type reader struct {
	in   pdfium.Pdfium
	doc  references.FPDF_DOCUMENT
	file *File
}

func (r *reader) page(i int) error {
	loaded, err := r.in.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: r.doc, Index: i})
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	defer r.in.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page})
	size, err := r.in.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: r.doc, Index: i})
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	p := Page{Width: size.Width, Height: size.Height}
	at := requests.Page{ByReference: &loaded.Page}
	chars, err := r.chars(at, p.Height)
	if err != nil {
		return err
	}
	pictures, ground := r.pictures(at, i, p)
	if ground || len(chars) == 0 && len(pictures) > 0 {
		if p.Scan, err = r.render(i, p); err != nil {
			return err
		}
	}
	if p.Lines = lines(chars); len(chars) > 0 {
		p.Lines = append(p.Lines, pictures...)
	}
	for k := range p.Lines {
		p.Lines[k].Page = i
	}
	r.file.Pages = append(r.file.Pages, p)
	return nil
}

// render paints a page that is a picture.
func (r *reader) render(i int, p Page) ([]byte, error) {
	dpi := scanDPI
	for dpi > 20 && p.Width/72*float64(dpi)*p.Height/72*float64(dpi) > mostPixels {
		dpi -= 10
	}
	out, err := r.in.RenderPageInDPI(&requests.RenderPageInDPI{DPI: dpi, Page: requests.Page{ByIndex: &requests.PageByIndex{Document: r.doc, Index: i}}})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	defer out.Cleanup()
	var b bytes.Buffer
	err = jpeg.Encode(&b, out.Result.RenderedImage, &jpeg.Options{Quality: 88})
	return b.Bytes(), err
}
