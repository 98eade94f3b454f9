package export

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"

	"baoge/app/paper"
)

// sample is an article with one of everything that is printed.
func sample() *paper.Article {
	return &paper.Article{
		ID: "abcdefghijklmnop", Kicker: "小城　大事", Headline: "河边又添三座桥", Subhead: "过河不再绕路",
		Dateline: "本报讯", CreditLine: "（记者 王小明 通讯员 李华）", CreditAt: paper.CreditLead,
		Credits:     []paper.Credit{{Role: "记者", Names: []string{"王小明"}}, {Role: "通讯员", Names: []string{"李华"}}},
		Publication: "示例日报", Date: paper.Date{Year: 2023, Month: 7, Day: 21}, Page: "2", PageLabel: "要闻",
		Blocks: []paper.Block{
			{Kind: paper.Paragraph, Text: "三座桥共铺路面1200m²。"},
			{Kind: paper.Subheading, Text: "怎么走"},
			{Kind: paper.Item, Text: "一、步行", Level: 1},
			{Kind: paper.Item, Text: "1、走左边。", Level: 2},
			{Kind: paper.Item, Text: "二、骑车", Level: 1},
			{Kind: paper.Paragraph, Text: "- 不是列表。"},
			{Kind: paper.Caption, Text: "新桥"},
		},
	}
}

func write(t *testing.T, f Format, o Options, as ...*paper.Article) string {
	t.Helper()
	var b bytes.Buffer
	r, err := Write(context.Background(), &b, as, f, o)
	if err != nil {
		t.Fatal(err)
	}
	if r.Bytes != int64(b.Len()) || r.Articles != len(as) {
		t.Errorf("report %+v of %d bytes, %d articles", r, b.Len(), len(as))
	}
	return b.String()
}

func TestMarkdown(t *testing.T) {
	want := `<!-- date 2023-07-21 -->
<!-- page 2 -->
<!-- label 要闻 -->
<!-- publication 示例日报 -->

### 小城　大事

# 河边又添三座桥

## 过河不再绕路

本报讯（记者 王小明 通讯员 李华）三座桥共铺路面1200m²。

**怎么走**

- 一、步行
  - 1、走左边。
- 二、骑车

\- 不是列表。

*新桥*
`
	head := "<!-- baoge -->\n\n"
	if got := write(t, Markdown, Options{}, sample()); got != head+want {
		t.Errorf("got\n%s", got)
	}
	two := write(t, Markdown, Options{}, sample(), sample())
	if two != head+want+"\n"+want {
		t.Errorf("two articles:\n%s", two)
	}
}

func TestCreditPlaces(t *testing.T) {
	for _, c := range []struct {
		at         paper.CreditAt
		line, want string
	}{
		{paper.CreditHead, "◎ 通讯员 甲", "# 题\n\n<!-- credit -->\n◎ 通讯员 甲\n\n文。\n"},
		{paper.CreditLead, "（甲）", "# 题\n\n（甲）文。\n"},
		{paper.CreditEnd, "（甲）", "# 题\n\n文。（甲）\n"},
	} {
		a := &paper.Article{Headline: "题", CreditLine: c.line, CreditAt: c.at, Blocks: []paper.Block{{Kind: paper.Paragraph, Text: "文。"}}}
		if got := write(t, Markdown, Options{}, a); got != "<!-- baoge -->\n\n"+c.want {
			t.Errorf("%s: %q", c.at, got)
		}
		if a.Blocks[0].Text != "文。" {
			t.Error("the article was changed")
		}
	}
}

func TestText(t *testing.T) {
	want := `小城　大事
河边又添三座桥
过河不再绕路

　　本报讯（记者 王小明 通讯员 李华）三座桥共铺路面1200m²。
怎么走
　　一、步行
　　　　1、走左边。
　　二、骑车
　　- 不是列表。
新桥

（《示例日报》2023年7月21日　2版·要闻）
`
	if got := write(t, Text, Options{}, sample()); got != want {
		t.Errorf("got\n%s", got)
	}
	if got := write(t, Text, Options{NoSourceLine: true}, sample()); strings.Contains(got, "示例日报") {
		t.Error("source line despite NoSourceLine")
	}
}

func TestJSON(t *testing.T) {
	source := func(id paper.ArticleID) Source { return Source{"a/b.md", "00ff"} }
	got := write(t, JSON, Options{Source: source}, sample())
	var m map[string]any
	if err := json.Unmarshal([]byte(got), &m); err != nil {
		t.Fatal(err)
	}
	keys := "id external_id kicker headline subhead dateline credits credit_line credit_at section publication date page page_label blocks source"
	for _, k := range strings.Fields(keys) {
		if _, ok := m[k]; !ok {
			t.Errorf("no key %q", k)
		}
	}
	if len(m) != len(strings.Fields(keys)) {
		t.Errorf("%d keys", len(m))
	}
	if m["date"] != "2023-07-21" || m["source"].(map[string]any)["sha256"] != "00ff" {
		t.Errorf("date %v, source %v", m["date"], m["source"])
	}
	empty := write(t, JSON, Options{}, &paper.Article{Credits: []paper.Credit{{}}})
	if strings.Contains(empty, "null") || !strings.Contains(empty, `"blocks": []`) || !strings.Contains(empty, `"names": []`) {
		t.Errorf("an empty article: %s", empty)
	}
	var list []Shown
	if err := json.Unmarshal([]byte(write(t, JSON, Options{}, sample(), sample(), sample())), &list); err != nil || len(list) != 3 {
		t.Errorf("three articles: %d, %v", len(list), err)
	}
}

func TestParseFormat(t *testing.T) {
	for _, s := range []string{"pdf", "PDF", ".pdf"} {
		if f, err := ParseFormat(s); f != PDF || err != nil {
			t.Errorf("%s: %q, %v", s, f, err)
		}
	}
	_, err := ParseFormat("doc")
	if !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), "pdf, docx, epub, html, md, txt, json") {
		t.Errorf("doc: %v", err)
	}
	if _, err := Write(context.Background(), io.Discard, []*paper.Article{sample()}, "doc", Options{}); !errors.Is(err, ErrFormat) {
		t.Errorf("Write: %v", err)
	}
	if _, err := Write(context.Background(), io.Discard, nil, Text, Options{}); !errors.Is(err, ErrNothing) {
		t.Errorf("nothing: %v", err)
	}
}

func TestNames(t *testing.T) {
	n := newNamer()
	for _, c := range []struct{ headline, want string }{
		{"凯里市：斑马线礼让行人　文明行为蔚然成风", "凯里市：斑马线礼让行人　文明行为蔚然成风.md"},
		{"夏季绿植: 提升“颜值”?", "夏季绿植： 提升“颜值”？.md"},
		{`a/b\c:d*e?f"g<h>i|j`, "a／b＼c：d＊e？f＂g＜h＞i｜j.md"},
		{"con", "_con.md"}, {"NUL.txt", "_NUL.txt.md"}, {"lpt¹", "_lpt¹.md"}, {"COM10", "COM10.md"},
		{"..", "无题.md"}, {"", "无题 (2).md"}, {".profile", "_.profile.md"}, {"结尾. . ", "结尾.md"},
		{"行\n一\x00二\u202e三", "行 一二三.md"}, {"ABC", "ABC.md"}, {"abc", "abc (2).md"},
	} {
		if got := n.name(&paper.Article{Headline: c.headline}, ".md"); got != c.want {
			t.Errorf("%q: %q, want %q", c.headline, got, c.want)
		}
	}
	long := n.name(&paper.Article{Headline: strings.Repeat("长", 300)}, ".json")
	again := n.name(&paper.Article{Headline: strings.Repeat("长", 300)}, ".json")
	if len(long) > maxName || len(again) > maxName || long == again || !strings.HasPrefix(again, strings.Repeat("长", 60)) {
		t.Errorf("long names: %d bytes %q, %d bytes %q", len(long), long, len(again), again)
	}
	if got := n.name(&paper.Article{ID: "abc234"}, ".md"); got != "abc234.md" {
		t.Errorf("no headline: %q", got)
	}
}

// A thousandth article of one headline costs no more than the second one.
func TestManyEqualNames(t *testing.T) {
	n, a := newNamer(), &paper.Article{Headline: "简讯"}
	for i := range 3000 {
		if got := n.name(a, ".txt"); i == 2999 && got != "简讯 (3000).txt" {
			t.Errorf("name %q", got)
		}
	}
	if allocs := testing.AllocsPerRun(50, func() { n.name(a, ".txt") }); allocs > 40 {
		t.Errorf("%g allocations a name", allocs)
	}
}

// A book's properties stay readable however many articles it holds.
func TestAboutABook(t *testing.T) {
	var as []*paper.Article
	for i := range 500 {
		as = append(as, &paper.Article{Publication: "示例日报", Section: fmt.Sprint("栏", i%70), Page: fmt.Sprint(i%30 + 1),
			Credits: []paper.Credit{{Role: "记者", Names: []string{fmt.Sprint("某", i%99)}}}})
	}
	o := about(as, Options{})
	if !strings.HasPrefix(o.Title, "无题 等 500 篇") || !strings.HasSuffix(o.Author, "；共 99 处署名") || strings.Count(o.Author, "；") != mostBylines ||
		!strings.HasSuffix(o.Subject, "；共 30 处") || len(o.Keywords) != mostWords {
		t.Errorf("%+v", o)
	}
	if one := about(as[:1], Options{}); one.Title != "无题" || one.Author != "记者 某0" && one.Author != "记者　某0" {
		t.Errorf("%+v", one)
	}
}

func TestFilePlaces(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	one, two := []*paper.Article{sample()}, []*paper.Article{sample(), sample()}
	folder := filepath.Join(dir, "folder.d")
	if err := os.Mkdir(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	plain := filepath.Join(dir, "plain")
	if err := os.WriteFile(plain, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	name := "河边又添三座桥"
	for _, c := range []struct {
		as   []*paper.Article
		out  string
		want []string
		err  error
	}{
		{one, "a.txt", []string{"a.txt"}, nil},
		{one, "b", []string{"b"}, nil},
		{one, "c/", []string{"c/" + name + ".txt"}, nil},
		{one, "folder.d", []string{"folder.d/" + name + ".txt"}, nil},
		{two, "d", []string{"d/" + name + ".txt", "d/" + name + " (2).txt"}, nil},
		{two, "e.TXT", []string{"e.TXT"}, nil},
		{two, "e.md", []string{"e.md/" + name + ".txt", "e.md/" + name + " (2).txt"}, nil},
		{two, "plain", nil, ErrNoFolder},
		{one, "missing/f.txt", []string{"missing/f.txt"}, nil},
		{one, "plain/f.txt", nil, syscall.ENOTDIR},
	} {
		out := dir + "/" + c.out
		r, err := File(ctx, c.as, Text, out, Options{})
		if !errors.Is(err, c.err) {
			t.Errorf("%s: %v, want %v", c.out, err, c.err)
		}
		var got []string
		for _, f := range r.Files {
			rel, _ := filepath.Rel(dir, f)
			got = append(got, filepath.ToSlash(rel))
			if st, err := os.Stat(f); err != nil || st.Size() == 0 {
				t.Errorf("%s: %v", f, err)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.out, got, c.want)
		}
	}
	leftovers, _ := filepath.Glob(filepath.Join(dir, "*", ".*"))
	if more, _ := filepath.Glob(filepath.Join(dir, ".*")); len(leftovers)+len(more) > 0 {
		t.Errorf("left behind: %q %q", leftovers, more)
	}
}

func TestBesideFails(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.txt")
	if err := os.WriteFile(path, []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	full := errors.New("no space left on device")
	err := Beside(path, func(w io.Writer) error {
		if _, err := w.Write(make([]byte, 1<<20)); err != nil {
			return err
		}
		return full
	})
	if !errors.Is(err, full) {
		t.Errorf("error %v", err)
	}
	if b, _ := os.ReadFile(path); string(b) != "old" {
		t.Errorf("the file that was there is %q", b)
	}
	if es, _ := os.ReadDir(dir); len(es) != 1 {
		t.Errorf("%d files in the folder", len(es))
	}
}

func TestBesideKeepsWhatStandsThere(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no links without rights, no pipes among files")
	}
	dir := t.TempDir()
	file, link := filepath.Join(dir, "a.txt"), filepath.Join(dir, "b.txt")
	if err := errors.Join(os.WriteFile(file, nil, 0o600), os.Symlink(file, link)); err != nil {
		t.Fatal(err)
	}
	hello := func(w io.Writer) error {
		_, err := io.WriteString(w, "hello")
		return err
	}
	if err := Beside(link, hello); err != nil {
		t.Fatal(err)
	}
	b, _ := os.ReadFile(file)
	st, err := os.Lstat(link)
	if err != nil || string(b) != "hello" || st.Mode()&os.ModeSymlink == 0 {
		t.Errorf("%q, link %v, %v", b, st.Mode(), err)
	}
	if st, _ := os.Stat(file); st.Mode().Perm() != 0o600 {
		t.Errorf("permissions %v", st.Mode())
	}
	if err := Beside(os.DevNull, hello); err != nil {
		t.Error(err)
	}
	if st, err := os.Stat(os.DevNull); err != nil || st.Mode().IsRegular() {
		t.Fatalf("a device was replaced: %v, %v", st.Mode(), err)
	}
	missing := filepath.Join(dir, "none", "c.txt")
	if err := Beside(missing, hello); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), missing+":") {
		t.Errorf("error %v", err)
	}
}

// A disk that is full: the device says so at the first write.
func TestFullDisk(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("no /dev/full here")
	}
	for _, f := range []Format{Text, Markdown, JSON, PDF} {
		if _, err := File(context.Background(), []*paper.Article{sample()}, f, "/dev/full", Options{}); !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("%s: %v", f, err)
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	dir := t.TempDir()
	stop := func(n int) {
		if n == 2 {
			cancel()
		}
	}
	r, err := File(ctx, []*paper.Article{sample(), sample(), sample()}, Text, dir, Options{Done: stop})
	if !errors.Is(err, context.Canceled) || len(r.Files) != 2 {
		t.Errorf("%d files, %v", len(r.Files), err)
	}
	if es, _ := os.ReadDir(dir); len(es) != 2 {
		t.Errorf("%d files in the folder", len(es))
	}
}
