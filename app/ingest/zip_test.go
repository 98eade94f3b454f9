package ingest

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// walked lists what Walk gives of a file written to a folder: path, articles or the reason.
func walked(t *testing.T, name string, src []byte) []string {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, src, 0o644); err != nil {
		t.Fatal(err)
	}
	var got []string
	reasons := []error{ErrBomb, ErrEncrypted, ErrMemberName, ErrNested, ErrDamaged, ErrTooLarge, ErrBinary, ErrEmpty, ErrUnknownFormat}
	err := Walk(t.Context(), []string{path}, func(e *Entry, err error) error {
		line := strings.TrimPrefix(filepath.ToSlash(e.Path), filepath.ToSlash(dir)+"/")
		var f *File
		if err == nil {
			defer e.Close()
			f, err = e.Read(t.Context(), Options{})
		}
		switch i := slices.IndexFunc(reasons, func(r error) bool { return errors.Is(err, r) }); {
		case i >= 0:
			line += ": " + reasons[i].Error()
			if !strings.Contains(err.Error(), e.Path) {
				t.Errorf("%v does not name %s", err, e.Path)
			}
		case err != nil:
			t.Errorf("%s: %v", e.Path, err)
		default:
			check(t, f)
			line += fmt.Sprintf(": %d in %s, %s p%s, %d media, %d scans", len(f.Articles), f.Source.Format, f.Articles[0].Date, f.Articles[0].Page, len(f.Media), len(f.Scans))
		}
		got = append(got, line)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

const pageOne = "# 桥通车了\n\n昨天城东的桥通车了。\n"

func TestZip(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("黔城日报/2023-07-21/第02版.md")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	put := func(h *zip.FileHeader, content []byte) {
		w, err := z.CreateHeader(h)
		if err == nil {
			_, err = w.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	store := func(name string, content []byte) { put(&zip.FileHeader{Name: name}, content) }
	put(&zip.FileHeader{Name: gbk, NonUTF8: true}, []byte(pageOne))
	store("../up.md", []byte(pageOne))
	store("/etc/x.md", []byte(pageOne))
	store(`C:\x.md`, []byte(pageOne))
	link := &zip.FileHeader{Name: "link.md"}
	link.SetMode(os.ModeSymlink | 0o777)
	put(link, []byte("../../secret"))
	store("__MACOSX/._a.md", []byte("x"))
	store(".hidden/a.md", []byte("x"))
	store("exported/a.md", []byte("# 桥\n\n![桥](media/1.png)\n\n桥通车了。\n"))
	store("exported/media/1.png", picture(1))
	store("scans/03.md", []byte(pageOne))
	store("scans/03.png", picture(2))
	store("noise.md", []byte{0, 1, 2, 3, 0, 5})
	store("docs/a.docx", docxOf(t, para("1", run("公园开放了"))+para("", run("公园昨天开放。"))))
	store("inner.zip", zipOf(t, "n.md", pageOne, "deep.zip", string(zipOf(t, "x.md", pageOne))))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"a.zip!/../up.md: unsafe name in archive", "a.zip!//etc/x.md: unsafe name in archive", "a.zip!/C:/x.md: unsafe name in archive", "a.zip!/link.md: unsafe name in archive",
		"a.zip!/docs/a.docx: 1 in docx,  p, 0 media, 0 scans",
		"a.zip!/exported/a.md: 1 in markdown,  p, 1 media, 0 scans",
		"a.zip!/inner.zip!/deep.zip: archive nested too deep", "a.zip!/inner.zip!/n.md: 1 in markdown,  p, 0 media, 0 scans",
		"a.zip!/noise.md: not text",
		"a.zip!/scans/03.md: 1 in markdown,  p, 1 media, 1 scans",
		"a.zip!/黔城日报/2023-07-21/第02版.md: 1 in markdown, 2023-07-21 p2, 0 media, 0 scans",
	}
	if got := walked(t, "a.zip", b.Bytes()); !slices.Equal(got, want) {
		t.Errorf("%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// bomb packs a member of zeros.
func bomb(t *testing.T, size int64) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("big.md")
	if err == nil {
		_, err = io.CopyN(w, zeros{}, size)
	}
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// liar packs 8 MB of zeros and says that they are 10 bytes.
func liar(t *testing.T) []byte {
	var packed bytes.Buffer
	w, _ := flate.NewWriter(&packed, 9)
	if _, err := io.CopyN(w, zeros{}, 8<<20); err != nil {
		t.Fatal(err)
	}
	w.Close()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	raw, err := z.CreateRaw(&zip.FileHeader{Name: "a.md", Method: zip.Deflate, CompressedSize64: uint64(packed.Len()), UncompressedSize64: 10, CRC32: crc32.ChecksumIEEE(nil)})
	if err == nil {
		_, err = raw.Write(packed.Bytes())
	}
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// overlapping says of two members that they are the same bytes.
func overlapping(t *testing.T) []byte {
	src := zipOf(t, "a.md", strings.Repeat(pageOne, 100))
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range 50 {
		raw, err := z.CreateRaw(&zip.FileHeader{Name: fmt.Sprintf("%d.md", i), Method: zip.Store, CompressedSize64: uint64(len(src)), UncompressedSize64: uint64(len(src))})
		if err == nil && i == 0 {
			_, err = raw.Write(src)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	_ = z.Close()
	return b.Bytes()
}

func TestHostileZips(t *testing.T) {
	good := zipOf(t, "a.md", pageOne)
	locked := bytes.Clone(good)
	for _, sign := range []string{"PK\x03\x04", "PK\x01\x02"} { // the flag in the member's head and in the directory
		i := bytes.Index(locked, []byte(sign))
		locked[i+map[string]int{"PK\x03\x04": 6, "PK\x01\x02": 8}[sign]] |= 1
	}
	method := bytes.Clone(good)
	method[bytes.Index(method, []byte("PK\x03\x04"))+8], method[bytes.Index(method, []byte("PK\x01\x02"))+10] = 99, 99
	broken := bytes.Clone(good)
	broken[40] ^= 0xff
	for _, c := range []struct {
		name string
		src  []byte
		want string
	}{
		{"bomb.zip", bomb(t, 300<<20), "bomb.zip!/big.md: unpacks to too much"},
		{"liar.zip", liar(t), "liar.zip!/a.md: damaged"},
		{"over.zip", overlapping(t), "over.zip: unpacks to too much"},
		{"locked.zip", locked, "locked.zip!/a.md: encrypted"},
		{"method.zip", method, "method.zip!/a.md: format not read"},
		{"broken.zip", broken, "broken.zip!/a.md: damaged"},
		{"cut.zip", good[:len(good)-30], "cut.zip: damaged"},
		{"xlsx.zip", zipOf(t, "xl/workbook.xml", "<x/>"), "xlsx.zip: format not read"},
		{"cut.docx", docxOf(t, para("", run("字")))[:700], "cut.docx: damaged"},
		{"nodoc.epub", zipOf(t, "mimetype", "application/epub+zip"), "nodoc.epub: damaged"},
		{"entity.docx", zipOf(t, "word/document.xml", `<!DOCTYPE x [<!ENTITY a "1234567890"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:document>`), "entity.docx: damaged"},
		{"docx bomb.docx", func() []byte {
			var b bytes.Buffer
			z := zip.NewWriter(&b)
			w, _ := z.Create("word/document.xml")
			io.WriteString(w, `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">`)
			io.CopyN(w, zeros{}, 64<<20)
			z.Close()
			return b.Bytes()
		}(), "docx bomb.docx: unpacks to too much"},
		{"deep.docx", zipOf(t, "word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">`+strings.Repeat("<w:tbl><w:tr><w:tc><w:p>", 50000)), "deep.docx: unpacks to too much"},
		{"entity.xml", []byte(`<!DOCTYPE alto [<!ENTITY a "x">]><alto><Layout><Page><PrintSpace><TextBlock><TextLine><String CONTENT="&a;"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>`), "entity.xml: damaged"},
		{"deep.html", []byte("<html><body>" + strings.Repeat("<div>", 100000) + "字"), "deep.html: damaged"},
		{"empty.html", []byte("<html><body><script>甲</script></body></html>"), "empty.html: no text"},
		{"cut.pdf", columnsPDF()[:300], "cut.pdf: damaged"},
		{"noise.pdf", append([]byte("%PDF-1.4\n"), picture(3)...), "noise.pdf: damaged"},
		{"cut.jpg", []byte("\xff\xd8\xff\xe0 broken"), "cut.jpg: damaged"},
	} {
		if strings.HasSuffix(c.name, ".jpg") && !hasOCR() {
			continue // without an engine nothing looks into a picture
		}
		if got := walked(t, c.name, c.src); !slices.Equal(got, []string{c.want}) {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// TestManyMembers walks an archive of 10,000 pages: no more than a few are held at a time.
func TestManyMembers(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	content := []byte(strings.Repeat(pageOne, 500))
	for i := range 10_000 {
		w, err := z.Create(fmt.Sprintf("2023-07-21_%05d.md", i))
		if err == nil {
			_, err = w.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "many.zip")
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	b.Reset()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	n := 0
	var kept []*Entry // entries may be kept: they hold no content
	err := Walk(t.Context(), []string{path}, func(e *Entry, err error) error {
		n++
		kept = append(kept, e)
		return err
	})
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); err != nil || n != 10_000 || grown > 32<<20 {
		t.Errorf("%d members, %d MB more, %v", n, grown>>20, err)
	}
	for _, i := range []int{0, 9_999} { // the archive is open while an entry is
		if _, err := kept[i].Read(t.Context(), Options{}); err != nil {
			t.Error(err)
		}
	}
	for _, e := range kept {
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := kept[0].Read(t.Context(), Options{}); err == nil {
		t.Error("a closed archive could be read")
	}
}

func TestMemberRows(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r.zip")
	if err := os.WriteFile(path, zipOf(t, "a/rows.jsonl", `{"text":"甲"}`+"\n"+`{"text":"乙"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	err := Walk(t.Context(), []string{path}, func(e *Entry, err error) error {
		if err != nil {
			return err
		}
		defer e.Close()
		if is, err := e.IsRows(); !is || err != nil {
			t.Errorf("%s: rows %v, %v", e.Path, is, err)
		}
		for range 2 {
			r, err := e.Open()
			if err != nil {
				return err
			}
			n := 0
			if _, err := Rows(t.Context(), r, Options{}, 10, func(rows []Row) error { n += len(rows); return nil }); err != nil || n != 2 {
				t.Errorf("%d rows, %v", n, err)
			}
			r.Close()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestPattern(t *testing.T) {
	for _, c := range []struct{ pattern, path, want string }{
		{"{date}_{page}.md", "x/2023-07-21_02.md", "2023-07-21 2"}, {"{date}_{page}", "x/20230721_A02.txt", "2023-07-21 A2"}, {"{yyyy}/{mm}/{dd}/{page}", "a/2023/07/21/04.docx", "2023-07-21 4"},
		{"{publication}/{yyyy}-{m}-{d}/第{page}版_{label}", "/库/黔城日报/2023-7-1/第02版_要闻.html", "2023-07-01 2 要闻 黔城日报"}, {"{*}-{date}-{*}-{page}", "p-20230721-x-3.md", "2023-07-21 3"}, {"{date}/{page}", "z.zip!/2023-07-21/5.md", "2023-07-21 5"},
		{"{section}({date}).md", "身边好人(2023-07-21).md", "2023-07-21 身边好人"},
		{"{date}_{page}", "2023-02-30_02.md", "-"}, {"{date}_{page}", "2023-07-21_00.md", "-"}, {"{date}_{page}.md", "2023-07-21_02.txt", "-"}, {"{page}", "a/x.md", "-"},
	} {
		p, err := ParsePattern(c.pattern)
		if err != nil {
			t.Errorf("%s: %v", c.pattern, err)
			continue
		}
		got := "-"
		if o, ok := p.Match(c.path); ok {
			got = strings.Join(strings.Fields(strings.Join([]string{o.Date.String(), o.Page, o.PageLabel, o.Publication, o.Section}, " ")), " ")
		}
		if got != c.want || p.String() != c.pattern {
			t.Errorf("%s on %s: %q, want %q", c.pattern, c.path, got, c.want)
		}
	}
	for _, bad := range []string{"", "x", "{", "}", "{date", "{nothing}", "{date}{date}", "{yyyy}-{mm}", "{mm}{dd}", "{*}"} {
		if _, err := ParsePattern(bad); !errors.Is(err, ErrPattern) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	p, _ := ParsePattern("{page}期{date}")
	f, err := ReadPage([]byte(pageOne), "a/7期2023-07-21.md", Options{Pattern: p, Section: "给定"})
	if err != nil || f.Articles[0].Page != "7" || f.Articles[0].Date.String() != "2023-07-21" || f.Articles[0].Section != "给定" {
		t.Errorf("%v %+v", err, f.Articles[0])
	}
	if f, err = ReadPage([]byte(pageOne), "2023-07-21_02.md", Options{Pattern: p}); err != nil || f.Articles[0].Page != "2" {
		t.Errorf("a path of another form is read as names commonly are: %v %+v", err, f.Articles[0])
	}
}
