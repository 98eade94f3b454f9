package ingest

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"baoge/app/ingest/format"
	"baoge/app/paper"
)

func TestFromPath(t *testing.T) {
	for _, c := range []struct{ path, date, page, publication string }{
		{"2023-07-21_02.md", "2023-07-21", "2", ""},
		{"20230721/A2/001.txt", "2023-07-21", "A2", ""},
		{"/archive/黔城日报/2023/2023-07-21/第03版.md", "2023-07-21", "3", "黔城日报"},
		{"黔城晚报_20230721_A12_民生.txt", "2023-07-21", "A12", "黔城晚报"},
		{"2023年7月21日 2版.txt", "2023-07-21", "2", ""},
		{"2023.7.1-p4.md", "2023-07-01", "4", ""},
		{`2023_07_21_page_5.md`, "2023-07-21", "5", ""},
		{"2022-01-01/2023-07-21_02.md", "2023-07-21", "2", ""},
		{"000_72f2b4a63ce6f29d.txt", "", "", ""},
		{"2023-02-30_02.md", "", "", ""},
		{"202307215/1.md", "", "", ""},
		{"99991231.md", "", "", ""},
		{"2023-07-21.md", "2023-07-21", "", ""},
		{"2023-07-21_000.md", "2023-07-21", "", ""},
		{"", "", "", ""},
	} {
		o := fromPath(c.path)
		if o.Date.String() != c.date || o.Page != c.page || o.Publication != c.publication {
			t.Errorf("%s: %s %q %q, want %s %q %q", c.path, o.Date, o.Page, o.Publication, c.date, c.page, c.publication)
		}
	}
}

const printed = "2023年7月22日 星期六 第3版 民生\n\n# 城区新添三处公园\n\n本报讯(记者 龙海)三处公园昨天开放,市民多了去处。\n"

func TestMetadata(t *testing.T) {
	opt := Options{Page: "9", Section: "要闻", PageLabel: "头版"}
	f, err := ReadPage([]byte(printed), "x/2023-07-21/1.md", opt)
	if err != nil {
		t.Fatal(err)
	}
	if a := f.Articles[0]; a.Date.String() != "2023-07-21" || a.Page != "9" || a.PageLabel != "头版" || a.Section != "要闻" {
		t.Errorf("options, then path: %s %q %q %q", a.Date, a.Page, a.PageLabel, a.Section)
	}
	f, err = ReadPage([]byte(printed), "a.md", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if a := f.Articles[0]; a.Date.String() != "2023-07-22" || a.Page != "3" || a.PageLabel != "民生" || len(f.Labels) != 1 {
		t.Errorf("folio: %s %q %q %q", a.Date, a.Page, a.PageLabel, f.Labels)
	}
}

func TestEncodings(t *testing.T) {
	big5 := "# 城區新添三處公園\n\n本報訊(記者 龍海)三處公園昨天開放,市民多了去處。\n"
	u16 := func(e unicode.Endianness, b unicode.BOMPolicy) encoding.Encoding { return unicode.UTF16(e, b) }
	for _, c := range []struct {
		name, text string
		enc        encoding.Encoding
	}{
		{"utf-8", printed, encoding.Nop}, {"utf-8", "\ufeff" + printed, encoding.Nop},
		{"gb18030", printed, simplifiedchinese.GBK}, {"gb18030", printed + "\n罕见字𠮷。\n", simplifiedchinese.GB18030},
		{"big5", big5, traditionalchinese.Big5},
		{"utf-16le", printed, u16(unicode.LittleEndian, unicode.UseBOM)}, {"utf-16be", printed, u16(unicode.BigEndian, unicode.UseBOM)},
		{"utf-16le", printed, u16(unicode.LittleEndian, unicode.IgnoreBOM)}, {"utf-16be", printed, u16(unicode.BigEndian, unicode.IgnoreBOM)},
	} {
		b, err := c.enc.NewEncoder().Bytes([]byte(c.text))
		if err != nil {
			t.Fatal(err)
		}
		d, err := format.Decode(b, "a.txt")
		if err != nil || d.Encoding != c.name || d.Text != strings.TrimPrefix(c.text, "\ufeff") || d.Format != format.Markdown {
			t.Errorf("%s: %+v %v", c.name, d, err)
			continue
		}
		if f, err := ReadPage(b, "a.txt", Options{}); err != nil || len(f.Articles) != 1 || !bytes.Equal(f.Source.Bytes, b) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestBadFiles(t *testing.T) {
	noise := make([]byte, 4096)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range noise {
		noise[i] = byte(r.Uint32())
	}
	gbk, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(printed))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		src  []byte
		want error
	}{
		{"empty.md", nil, ErrEmpty}, {"blank.md", []byte(" \n\t\u3000\n"), ErrEmpty}, {"bom.md", []byte("\ufeff"), ErrEmpty}, {"bom16.md", []byte("\xff\xfe\n\x00"), ErrEmpty},
		{"noise.md", noise, ErrBinary}, {"zeros.txt", make([]byte, 100), ErrBinary}, {"nul.txt", []byte("甲\x00乙"), ErrBinary},
		{"half.txt", append([]byte(printed), 0xe4, 0xb8), ErrEncoding}, {"cut.txt", append(gbk, 0xff, 0xff), ErrEncoding}, {"latin.txt", []byte("caf\xe9 cr\xe8me \xff\xfe\xfd\n"), ErrEncoding}, {"bombad.txt", []byte("\ufeff\xff"), ErrEncoding},
		{"a.gif", []byte("GIF89a"), ErrUnknownFormat}, {"a.zip", []byte("PK\x03\x04"), ErrDamaged}, {"a.html", []byte("<!DOCTYPE html><html>"), ErrEmpty}, {"a.xml", []byte("<?xml version=\"1.0\"?><rss/>"), ErrUnknownFormat}, {"a.json", []byte("{\"a\": \"甲\"}"), ErrUnknownFormat},
		{"big.md", bytes.Repeat([]byte("甲"), MaxPage/3+1), ErrTooLarge}, {"headings.md", bytes.Repeat([]byte("# 甲\n\n"), 1_000_000), ErrTooLarge}, {"mac.txt", bytes.Repeat([]byte("甲\r"), MaxLines+1), ErrTooLarge},
		{"pages.tif", thousandPages(), ErrTooLarge},
		{"swapped.txt", bytes.Repeat([]byte("\x81\xff\xfe\xfd\x80\x80\xff"), 50), ErrEncoding},
	} {
		f, err := ReadPage(c.src, c.name, Options{})
		if !errors.Is(err, c.want) || f != nil {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
		if err != nil && !strings.Contains(err.Error(), c.name) {
			t.Errorf("%s is not named in %q", c.name, err)
		}
	}
}

// thousandPages is a TIFF file of a few kilobytes that names a thousand pages: each directory
// has no entry and names the next.
func thousandPages() []byte {
	b := []byte("II*\x00")
	for i := range 1000 {
		b = binary.LittleEndian.AppendUint32(b, uint32(8+6*i))
		b = binary.LittleEndian.AppendUint16(b, 0)
	}
	return append(b, 0, 0, 0, 0)
}

func TestReadFiles(t *testing.T) {
	dir := t.TempDir()
	if _, err := Read(t.Context(), filepath.Join(dir, "gone.md"), Options{}); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "gone.md") {
		t.Errorf("missing file: %v", err)
	}
	big := filepath.Join(dir, "long.md")
	f, err := os.Create(big)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(200 << 20); err != nil { // one line of 200 MB, never read whole
		t.Fatal(err)
	}
	f.Close()
	if _, err := Read(t.Context(), big, Options{}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("200 MB line: %v", err)
	}
	if os.Getuid() != 0 {
		locked := filepath.Join(dir, "locked.md")
		if err := os.WriteFile(locked, []byte(printed), 0); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(t.Context(), locked, Options{}); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("unreadable file: %v", err)
		}
	}
}

func TestIsRows(t *testing.T) {
	for _, c := range []struct {
		name, head string
		want       bool
	}{
		{"a.jsonl", "", true}, {"a.JSONL", "not json", true}, {"a.txt", `{"_id":"1","title":"甲","text":"乙"}` + "\n", true}, {"a", "\ufeff{\"text\":1}", true},
		{"a.json", `{"title":"甲"}`, false}, {"a.md", "# 甲\n{\"text\":1}", false}, {"a.txt", `{"date":"2023-07-21","tags":["a",{"b":1}],"text":"长`, true}, {"a.txt", "", false}, {"a.txt", "{", false},
	} {
		if got := format.IsRows([]byte(c.head), c.name); got != c.want {
			t.Errorf("%s %q: %v", c.name, c.head, got)
		}
		p := filepath.Join(t.TempDir(), c.name)
		if err := os.WriteFile(p, []byte(c.head), 0o644); err != nil {
			t.Fatal(err)
		}
		if got, err := (&Entry{Path: p}).IsRows(); err != nil || got != c.want {
			t.Errorf("%s: %v %v", p, got, err)
		}
	}
}

func TestRows(t *testing.T) {
	in := strings.Join([]string{
		"\ufeff" + `{"_id":"a1","title":"甲 乙","text":"第一段\n  第二段  \n\n","date":"2023-07-21","page":2,"byline":"记者 龙海 通讯员 石小兰","section":"要闻","publication":"黔城日报","more":{"x":[1]}}`,
		"",
		`{"id":7,"headline":"丙","text":"a,b (c)","date":"2023年7月1日","page":"A3"}`,
		`{"text":"只有正文"}`,
		`{"title":"没有正文"}`,
		`{"text":""}`,
		`not json`,
		`{"text":"坏日期","date":"昨天"}`,
		`{"text":["数组"]}`,
		"{\"text\":\"\xff\"}",
		`{"text":"` + strings.Repeat("长", MaxRow/3) + `"}`,
		`{"_id":null,"text":"最后一行没有换行","date":null,"byline":"看不懂的署名,其实是一句话。"}`,
	}, "\r\n")
	var got []Row
	batches := 0
	bad, err := Rows(t.Context(), strings.NewReader(in), Options{Page: "8", Publication: "晚报"}, 2, func(r []Row) error {
		batches++
		got = append(got, r...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var s strings.Builder
	for _, r := range got {
		a := r.Article
		fmt.Fprintf(&s, "%d %q %q %s %s %s %s %v %q\n", r.Line, a.ExternalID, a.Headline, a.Date, a.Page, a.Publication, a.Section, a.Credits, a.Body())
	}
	want := `1 "a1" "甲 乙" 2023-07-21 2 黔城日报 要闻 [{记者 [龙海]} {通讯员 [石小兰]}] "第一段\n第二段"
3 "7" "丙" 2023-07-01 A3 晚报  [] "a,b (c)"
4 "" ""  8 晚报  [] "只有正文"
12 "" ""  8 晚报  [] "最后一行没有换行"
`
	if s.String() != want || batches != 2 {
		t.Errorf("%d batches\n%swant\n%s", batches, s.String(), want)
	}
	if got[0].Raw[0] != '{' || got[0].Raw[len(got[0].Raw)-1] != '}' || got[3].Article.CreditLine == "" || got[3].Article.CreditAt != paper.CreditHead {
		t.Errorf("raw %q, credit %q", got[0].Raw, got[3].Article.CreditLine)
	}
	kinds := map[int]error{5: ErrBadRow, 6: ErrBadRow, 7: ErrBadRow, 8: ErrBadRow, 9: ErrBadRow, 10: ErrEncoding, 11: ErrTooLarge}
	if len(bad) != len(kinds) {
		t.Errorf("%d bad rows, want %d: %v", len(bad), len(kinds), bad)
	}
	for _, b := range bad {
		if !errors.Is(b, kinds[b.Line]) || !strings.HasPrefix(b.Error(), fmt.Sprintf("line %d: ", b.Line)) {
			t.Errorf("%v, want %v", b, kinds[b.Line])
		}
	}
}

// TestRowsEncodings reads rows in the encodings pages come in: the articles are those
// of UTF-8, and a character that means nothing spoils its row alone.
func TestRowsEncodings(t *testing.T) {
	const rows = `{"_id":"一","title":"城东的桥","text":"昨天上午，城东的桥通车了。"}` + "\n" + `{"_id":"二","text":"市民们说，这是好事，大家都来看。"}` + "\n"
	long := strings.Repeat(`{"text":"x这一行的字不多，可是行数很多，所以开头的一段会在一个字的中间断开。"}`+"\n", 1000)
	gb := simplifiedchinese.GB18030.NewEncoder()
	read := func(src string) (string, []RowError) {
		var got strings.Builder
		bad, err := Rows(t.Context(), strings.NewReader(src), Options{}, 100, func(rs []Row) error {
			for _, r := range rs {
				fmt.Fprintf(&got, "%s %s %s\n", r.Article.ExternalID, r.Article.Headline, r.Article.Body())
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return got.String(), bad
	}
	for _, in := range []string{rows, long, "x" + long, "xy" + long, "xyz" + long} {
		want, refused := read(in)
		for name, e := range map[string]encoding.Encoding{
			"gb18030": simplifiedchinese.GB18030, "utf-16le": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "utf-16be": unicode.UTF16(unicode.BigEndian, unicode.UseBOM),
		} {
			src, err := e.NewEncoder().String(in)
			if err != nil {
				t.Fatal(err)
			}
			if got, bad := read(src); got != want || len(bad) != len(refused) {
				t.Errorf("%s of %.20q: %d bad rows, %.200q", name, in, len(bad), got)
			}
		}
	}
	first, err := gb.String(rows)
	if err != nil {
		t.Fatal(err)
	}
	if got, bad := read(first + "{\"text\":\"坏\xff字\"}\n"); strings.Count(got, "\n") != 2 || len(bad) != 1 || !errors.Is(bad[0], ErrEncoding) {
		t.Errorf("a bad character: %v, %q", bad, got)
	}
	if got, bad := read("{\"text\":\"\xc4\xe3\"}\n" + rows); strings.Count(got, "\n") != 2 || len(bad) != 1 || !errors.Is(bad[0], ErrEncoding) {
		t.Errorf("a row of another encoding among UTF-8: %v, %q", bad, got)
	}
}

// TestLongPageEncoding: the head by which the encoding is told may end inside a character.
func TestLongPageEncoding(t *testing.T) {
	for shift := range 4 {
		text := "# 长文" + strings.Repeat("a", shift) + "\n\n" + strings.Repeat("这是一个很长的版面，在它的中间断开。", 5000) + "\n"
		src, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if f, err := ReadPage(src, "a.txt", Options{}); err != nil || len(f.Articles) != 1 {
			t.Errorf("shift %d: %v", shift, err)
		}
	}
}

// TestExportedFacts: what exported Markdown says of an article counts more than the
// path, and less than what is given.
func TestExportedFacts(t *testing.T) {
	const src = "<!-- baoge -->\n\n<!-- date 2023-07-21 -->\n<!-- page A2 -->\n<!-- label 民 生 -->\n<!-- publication 黔城日报 -->\n<!-- section 身边好人 -->\n\n### 引题\n\n# 甲\n\n一段a<b>，<!-- 不是注释 -->。\n\n# \n\n\\<!-- page 9 -->\n"
	f, err := ReadPage([]byte(src), "2020-01-01_08.md", Options{Section: "给定"})
	if err != nil || len(f.Articles) != 2 {
		t.Fatal(err, f)
	}
	for i, want := range []string{"2023-07-21 A2 民 生 黔城日报 给定 引题 甲 一段a<b>，<!-- 不是注释 -->。", "2020-01-01 8   给定   <!-- page 9 -->"} {
		a := f.Articles[i]
		if got := strings.Join([]string{a.Date.String(), a.Page, a.PageLabel, a.Publication, a.Section, a.Kicker, a.Headline, a.Body()}, " "); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	f, err = ReadPage([]byte("<!-- page 9 -->\n# 甲\n\n一段。\n"), "a.md", Options{})
	if err != nil || f.Articles[0].Page != "" {
		t.Errorf("a comment of somebody else's: %v %q", err, f.Articles[0].Page)
	}
}

func TestRowsEnd(t *testing.T) {
	stop := errors.New("stop")
	one := `{"text":"甲"}` + "\n"
	if _, err := Rows(t.Context(), strings.NewReader(strings.Repeat(one, 5)), Options{}, 2, func([]Row) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("error of fn: %v", err)
	}
	if _, err := Rows(t.Context(), strings.NewReader("\n\n"), Options{}, 2, func([]Row) error { return stop }); !errors.Is(err, ErrEmpty) {
		t.Errorf("no rows: %v", err)
	}
}

func TestWalk(t *testing.T) {
	dir := t.TempDir()
	for _, f := range []string{"b/2.md", "b/1.md", "b/.hidden.md", ".git/x.md", "a.md", "c/d/e.txt", "c/d/f.go", "c/d/noise.bin"} {
		p := filepath.Join(dir, f)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte("甲"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, l := range [][2]string{{"..", "b/loop"}, {"../a.md", "c/link.md"}, {"nowhere", "c/broken"}, {"self", "c/self"}} {
		if err := os.Symlink(l[0], filepath.Join(dir, l[1])); err != nil {
			t.Skip("no links here:", err)
		}
	}
	var got []string
	err := Walk(t.Context(), []string{filepath.Join(dir, "b", ".hidden.md"), dir, filepath.Join(dir, "none")}, func(e *Entry, err error) error {
		p := e.Path
		rel, _ := filepath.Rel(dir, p)
		switch {
		case errors.Is(err, ErrLinkLoop):
			rel += " loop"
		case errors.Is(err, fs.ErrNotExist):
			rel += " gone"
		case err != nil:
			rel += " " + err.Error()
		}
		if err != nil && !strings.Contains(err.Error(), p) {
			t.Errorf("%v does not name %s", err, p)
		}
		got = append(got, filepath.ToSlash(rel))
		return nil
	})
	want := "b/.hidden.md|a.md|b/1.md|b/2.md|b/loop loop|c/broken gone|c/d/e.txt|c/d/noise.bin|c/link.md|c/self loop|none gone"
	if s := strings.Join(got, "|"); err != nil || s != want {
		t.Errorf("%v\n%s\n%s", err, s, want)
	}
	stop := errors.New("stop")
	if err := Walk(t.Context(), []string{dir}, func(*Entry, error) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("error of fn: %v", err)
	}
}
