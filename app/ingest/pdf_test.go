package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// pdfOf makes a PDF as typesetting systems for Chinese do: fonts named and not embedded,
// text in the codes of UniGB-UCS2-H. Each line is x, y (points from the bottom), size, text.
func pdfOf(lines ...[4]any) []byte {
	var content, out bytes.Buffer
	for _, l := range lines {
		hex := ""
		for _, r := range l[3].(string) {
			hex += fmt.Sprintf("%04X", r)
		}
		fmt.Fprintf(&content, "BT /F1 %v Tf 1 0 0 1 %v %v Tm <%s> Tj ET\n", l[2], l[0], l[1], hex)
	}
	var at []int
	object := func(s string) {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", len(at), s)
	}
	out.WriteString("%PDF-1.4\n")
	object("<</Type/Catalog/Pages 2 0 R>>")
	object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
	object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>")
	object(fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", content.Len(), content.String()))
	object("<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>")
	object("<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/FontDescriptor 7 0 R>>")
	object("<</Type/FontDescriptor/FontName/SimSun/Flags 4/FontBBox[0 -140 1000 860]/ItalicAngle 0/Ascent 860/Descent -140/CapHeight 700/StemV 80>>")
	xref := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, a := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&out, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, xref)
	return out.Bytes()
}

// columnsPDF is a page of a headline over two columns, drawn row by row as some systems do.
func columnsPDF() []byte {
	left := []string{"　　昨天上午城东的桥通了", "车，两岸的人都来看热闹，", "桥上挤得走不动。", "　　桥长一百二十米，修了", "两年才修好，花了不少的钱"}
	right := []string{"，县里出一半。", "　　修桥的人说，明年还要", "在城西再修一座，比这一座", "还要长，还要宽。", "　　孩子们最高兴。"}
	lines := [][4]any{{60, 740, 24, "城东的桥昨天通车了"}, {60, 700, 12, "通讯员"}, {102, 700, 12, "凯文"}}
	for i := range left {
		for c, s := range [2]string{left[i], right[i]} {
			x := 60 + 170*c
			for strings.HasPrefix(s, "　") {
				s, x = strings.TrimPrefix(s, "　"), x+12
			}
			lines = append(lines, [4]any{x, 670 - 18*i, 12, s})
		}
	}
	return pdfOf(lines...)
}

func TestPDF(t *testing.T) {
	f, err := ReadPage(columnsPDF(), "a.pdf", Options{})
	if err != nil {
		t.Fatal(err)
	}
	check(t, f)
	want := `# |城东的桥昨天通车了|
head: 通讯员 凯文 [{通讯员 [凯文]}]
paragraph: 昨天上午城东的桥通了车，两岸的人都来看热闹，桥上挤得走不动。
paragraph: 桥长一百二十米，修了两年才修好，花了不少的钱，县里出一半。
paragraph: 修桥的人说，明年还要在城西再修一座，比这一座还要长，还要宽。
paragraph: 孩子们最高兴。
`
	if s := written(f); s != want {
		t.Errorf("%s\nwant\n%s", s, want)
	}
}

// TestPDFSigns reads the signs of credit lines in a font that is named and not embedded.
func TestPDFSigns(t *testing.T) {
	f, err := ReadPage(pdfOf([4]any{60, 740, 24, "城东的桥昨天通车了"}, [4]any{60, 700, 12, "◎ 通讯员 凯文"}, [4]any{60, 670, 12, "桥头的牌子上写着□和◎，没有人认得。"}), "a.pdf", Options{})
	if err != nil {
		t.Fatal(err)
	}
	check(t, f)
	if s, want := written(f), "# |城东的桥昨天通车了|\nhead: ◎ 通讯员 凯文 [{通讯员 [凯文]}]\nparagraph: 桥头的牌子上写着□和◎，没有人认得。\n"; s != want {
		t.Errorf("%s\nwant\n%s", s, want)
	}
}

// TestScannedPDF keeps a page that is only a picture as a scan, once.
func TestScannedPDF(t *testing.T) {
	var src bytes.Buffer
	if err := api.ImportImages(nil, &src, []io.Reader{bytes.NewReader(picture(5))}, nil, nil); err != nil {
		t.Fatal(err)
	}
	f, err := ReadPage(src.Bytes(), "2023-07-21_02.pdf", Options{})
	if err != nil {
		t.Fatal(err)
	}
	check(t, f)
	if len(f.Scans) != 1 || f.Scans[0].Page != 1 || len(f.Media) != 1 || f.Media[0].Type != "image/jpeg" || f.Source.Format != "pdf" {
		t.Errorf("%d scans, %d media", len(f.Scans), len(f.Media))
	}
	if !hasOCR() && (len(f.Notes) != 1 || !errors.Is(f.Notes[0], ErrNoOCR)) {
		t.Errorf("notes %v", f.Notes)
	}
}

// TestEncryptedPDF tells a PDF that wants a password.
func TestEncryptedPDF(t *testing.T) {
	var out bytes.Buffer
	c := model.NewAESConfiguration("secret", "owner", 256)
	if err := api.Encrypt(bytes.NewReader(columnsPDF()), &out, c); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadPage(out.Bytes(), "a.pdf", Options{}); !errors.Is(err, ErrEncrypted) {
		t.Errorf("%v", err)
	}
}
