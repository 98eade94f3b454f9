package pdftext

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"baoge/app/ingest/layout"
)

// Pictures smaller than this share of the page's width or height only adorn it; larger
// than the other, they are its ground.
const (
	leastSide = 0.03
	mostArea  = 0.9
)

// pictures finds the pictures of page i, each as a line in its place; ground says that
// one covers the page, as a scan under its text does.
func (r *reader) pictures(at requests.Page, i int, p Page) (out []layout.Line, ground bool) {
	count, err := r.in.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: at})
	if err != nil {
		return nil, false
	}
	for k := range min(count.Count, mostObjects) {
		o, err := r.in.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: at, Index: k})
		if err != nil {
			continue
		}
		kind, err := r.in.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: o.PageObject})
		if err != nil || kind.Type != enums.FPDF_PAGEOBJ_IMAGE {
			continue
		}
		b, err := r.in.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: o.PageObject})
		if err != nil {
			continue
		}
		rect := layout.Rect{Left: float64(b.Left), Top: p.Height - float64(b.Top), Right: float64(b.Right), Bottom: p.Height - float64(b.Bottom)}
		w, h := rect.Right-rect.Left, rect.Bottom-rect.Top
		if w < leastSide*p.Width || h < leastSide*p.Height {
			continue
		}
		if w*h > mostArea*p.Width*p.Height {
			ground = true
			continue
		}
		if bytes := r.picture(o.PageObject, at); bytes != nil {
			name := fmt.Sprintf("page%d-%d", i+1, k+1)
			r.file.Pictures[name] = bytes
			out = append(out, layout.Line{Rect: rect, Media: name})
		}
	}
	return out, ground
}

// picture gives the bytes of a picture: a JPEG as it is, any other painted anew as PNG.
func (r *reader) picture(o references.FPDF_PAGEOBJECT, at requests.Page) []byte {
	n, err := r.in.FPDFImageObj_GetImageFilterCount(&requests.FPDFImageObj_GetImageFilterCount{ImageObject: o})
	if err == nil && n.Count == 1 {
		f, err := r.in.FPDFImageObj_GetImageFilter(&requests.FPDFImageObj_GetImageFilter{ImageObject: o, Index: 0})
		if err == nil && f.ImageFilter == "DCTDecode" {
			if raw, err := r.in.FPDFImageObj_GetImageDataRaw(&requests.FPDFImageObj_GetImageDataRaw{ImageObject: o}); err == nil && len(raw.Data) > 0 {
				return bytes.Clone(raw.Data)
			}
		}
	}
	size, err := r.in.FPDFImageObj_GetImagePixelSize(&requests.FPDFImageObj_GetImagePixelSize{ImageObject: o})
	if err != nil || float64(size.Width)*float64(size.Height) > mostPixels {
		return nil
	}
	bitmap, err := r.in.FPDFImageObj_GetRenderedBitmap(&requests.FPDFImageObj_GetRenderedBitmap{Document: r.doc, Page: at, ImageObject: o})
	if err != nil {
		return nil
	}
	defer r.in.FPDFBitmap_Destroy(&requests.FPDFBitmap_Destroy{Bitmap: bitmap.Bitmap})
	img := r.image(bitmap.Bitmap)
	if img == nil {
		return nil
	}
	var b bytes.Buffer
	if png.Encode(&b, img) != nil {
		return nil
	}
	return b.Bytes()
}

// image copies a bitmap of PDFium's into one of ours, nil where it cannot.
func (r *reader) image(b references.FPDF_BITMAP) image.Image {
	width, err1 := r.in.FPDFBitmap_GetWidth(&requests.FPDFBitmap_GetWidth{Bitmap: b})
	height, err2 := r.in.FPDFBitmap_GetHeight(&requests.FPDFBitmap_GetHeight{Bitmap: b})
	stride, err3 := r.in.FPDFBitmap_GetStride(&requests.FPDFBitmap_GetStride{Bitmap: b})
	format, err4 := r.in.FPDFBitmap_GetFormat(&requests.FPDFBitmap_GetFormat{Bitmap: b})
	buffer, err5 := r.in.FPDFBitmap_GetBuffer(&requests.FPDFBitmap_GetBuffer{Bitmap: b})
	if errors.Join(err1, err2, err3, err4, err5) != nil {
		return nil
	}
	step := map[enums.FPDF_BITMAP_FORMAT]int{enums.FPDF_BITMAP_FORMAT_GRAY: 1, enums.FPDF_BITMAP_FORMAT_BGR: 3, enums.FPDF_BITMAP_FORMAT_BGRX: 4, enums.FPDF_BITMAP_FORMAT_BGRA: 4}[format.Format]
	w, h := width.Width, height.Height
	if step == 0 || w <= 0 || h <= 0 || stride.Stride < w*step || len(buffer.Buffer) < stride.Stride*(h-1)+w*step {
		return nil
	}
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		row, to := buffer.Buffer[y*stride.Stride:], img.Pix[y*img.Stride:]
		for x := range w {
			p, q := row[x*step:x*step+step], to[x*4:x*4+4]
			q[3] = 255
			switch step {
			case 1:
				q[0], q[1], q[2] = p[0], p[0], p[0]
			default:
				q[0], q[1], q[2] = p[2], p[1], p[0]
			}
			if format.Format == enums.FPDF_BITMAP_FORMAT_BGRA {
				q[3] = p[3]
			}
		}
	}
	return img
}
