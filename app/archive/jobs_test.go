package archive

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"baoge/app/paper"
)

func picture(content string) paper.Medium {
	return paper.Medium{SHA256: sum([]byte(content)), Type: "image/png", Bytes: []byte(content)}
}

// illustrated is a page with a picture.
func illustrated(path, headline string, m paper.Medium) Page {
	p := page(path, "2023-07-21", "2", headline)
	p.Articles[0].Blocks[3].Media = m.SHA256
	p.Media = []paper.Medium{m}
	return p
}

func mediaFiles(t *testing.T, a *Archive) (names []string) {
	t.Helper()
	files, err := os.ReadDir(filepath.Join(a.Dir(), MediaDir))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		names = append(names, f.Name())
	}
	return names
}

func TestMedia(t *testing.T) {
	a := fresh(t)
	m, other := picture("一张图"), picture("另一张")
	ids := add(t, a, illustrated("a.html", "一", m)).IDs
	ids = append(ids, add(t, a, illustrated("b.html", "二", m)).IDs...)
	ids = append(ids, add(t, a, illustrated("c.html", "三", other)).IDs...)
	if got, err := a.Medium(t.Context(), m.SHA256); err != nil || !reflect.DeepEqual(got, m) {
		t.Fatalf("Medium = %+v, %v", got, err)
	}
	if _, err := a.Medium(t.Context(), "../library.sqlite"); !errors.Is(err, ErrNoMedium) {
		t.Errorf("no picture: %v", err)
	}
	healthy(t, a)
	if err := a.Remove(t.Context(), ids[:1]); err != nil {
		t.Fatal(err)
	}
	if n := len(mediaFiles(t, a)); n != 2 {
		t.Errorf("%d files while one is still in use", n)
	}
	if err := a.Remove(t.Context(), ids[1:2]); err != nil {
		t.Fatal(err)
	}
	if got := mediaFiles(t, a); !reflect.DeepEqual(got, []string{other.SHA256}) {
		t.Errorf("left: %v", got)
	}
	false := illustrated("d.html", "四", m)
	false.Media[0].Bytes = []byte("keine")
	if _, err := a.AddPage(t.Context(), false, How{}); err == nil {
		t.Error("a picture that is not what it says was taken")
	}
	// What a killed program leaves is swept away, what is of use is not.
	for _, name := range []string{halfWritten + "x", m.SHA256} {
		if err := os.WriteFile(filepath.Join(a.Dir(), MediaDir, name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := a.BeginJob(t.Context(), "甲", "{}"); err != nil {
		t.Fatal(err)
	}
	if got := mediaFiles(t, a); !reflect.DeepEqual(got, []string{other.SHA256}) {
		t.Errorf("swept: %v", got)
	}
	healthy(t, a)
	if err := os.WriteFile(a.mediumPath(other.SHA256), []byte("verdorben"), 0o666); err != nil {
		t.Fatal(err)
	}
	if p, err := a.Verify(t.Context()); err != nil || len(p) != 1 || p[0].Kind != BadMedium || p[0].Name != other.SHA256 {
		t.Errorf("a spoilt picture: %v, %v", p, err)
	}
	if err := os.Remove(a.mediumPath(other.SHA256)); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Medium(t.Context(), other.SHA256); !errors.Is(err, ErrDamaged) {
		t.Errorf("a missing picture: %v", err)
	}
}

func TestScans(t *testing.T) {
	a := fresh(t)
	p := illustrated("a.png", "一", picture("版面"))
	words := []ScanWord{{Index: 0, Part: paper.Part{Field: paper.FieldHeadline}, End: 1, Box: [4]float32{0.1, 0.2, 0.3, 0.4}}}
	p.Scans = []Scan{{Medium: p.Media[0].SHA256, Page: 1, Words: words}}
	id := add(t, a, p).IDs[0]
	got, err := a.Scans(t.Context(), p.Source.SHA256)
	if err != nil || len(got) != 1 || got[0].Page != 1 || got[0].Medium != p.Media[0].SHA256 || len(got[0].Words) != 1 {
		t.Fatalf("Scans = %+v, %v", got, err)
	}
	if w := got[0].Words[0]; w.Article != id || w.Part.Field != paper.FieldHeadline || w.End != 1 || w.Box != words[0].Box {
		t.Errorf("word %+v", w)
	}
}

func TestStyledBlocksComeBack(t *testing.T) {
	a := fresh(t)
	p := page("a.md", "", "", "一")
	p.Articles[0].Blocks = []paper.Block{
		{Kind: paper.Paragraph, Text: `甲 \ 乙：正文`, Bold: []paper.Range{{Start: 0, End: 5}, {Start: 6, End: 7}}, Links: []paper.Link{{Range: paper.Range{Start: 6, End: 8}, URL: "https://example.org/a b,c?d=e&f=报#%20"}}},
		{Kind: paper.Item, Level: 2, Text: "1、项", Links: []paper.Link{{Range: paper.Range{Start: 2, End: 3}, URL: "mailto:a@example.org"}}},
		{Kind: paper.Table, Level: 1, Text: "年份\t篇数\n2023\t7\n"},
		{Kind: paper.Paragraph, Text: " 行首有空"},
	}
	id := add(t, a, p).IDs[0]
	if got := read(t, a, id); !reflect.DeepEqual(got.Blocks, p.Articles[0].Blocks) {
		t.Errorf("\n got %+v\nwant %+v", got.Blocks, p.Articles[0].Blocks)
	}
	for _, bad := range []string{"P b0-4", "P b 甲", "P x0-1 甲", "Pb0-1 甲", "P l0-1=%zz 甲", "P b0-1=u 甲", "T1  "} {
		if b, err := decodeBlocks(bad); err == nil {
			t.Errorf("%q was read as %+v", bad, b)
		}
	}
	healthy(t, a)
}

func begin(t *testing.T, a *Archive) How {
	t.Helper()
	n, err := a.BeginJob(t.Context(), "甲", `{"paths":["/in"]}`)
	if err != nil {
		t.Fatal(err)
	}
	return How{Job: n, Who: "甲", Replace: true}
}

func TestUndoJob(t *testing.T) {
	a := fresh(t)
	m := picture("图")
	first := begin(t, a)
	before, err := a.AddPage(t.Context(), illustrated("a.html", "一", m), first)
	if err != nil {
		t.Fatal(err)
	}
	was := read(t, a, before.IDs[0])
	second := begin(t, a)
	after := illustrated("a.html", "一", picture("另一张"))
	after.Articles[0].Blocks[0].Text += "补记。"
	after.Source.Bytes = []byte("v2")
	after.Source.SHA256 = sum(after.Source.Bytes)
	if got, err := a.AddPage(t.Context(), after, second); err != nil || got.Replaced == "" || got.IDs[0] != before.IDs[0] {
		t.Fatalf("replaced: %+v, %v", got, err)
	}
	news, err := a.AddPage(t.Context(), page("b.md", "", "", "新甲", "新乙"), second)
	if err != nil {
		t.Fatal(err)
	}
	if s, _ := a.Sources(t.Context()); len(s) != 2 {
		t.Errorf("sources %+v", s)
	}
	must(t)(a.Correct(t.Context(), news.IDs[1:], editor, retitle("新乙改")))
	u, err := a.UndoJob(t.Context(), second.Job, false)
	if want := (Undone{Removed: 1, Restored: 1, Kept: news.IDs[1:]}); err != nil || !reflect.DeepEqual(u, want) {
		t.Fatalf("undone %+v, %v; want %+v", u, err, want)
	}
	if x := read(t, a, before.IDs[0]); !reflect.DeepEqual(x, was) {
		t.Errorf("what was changed is back: %+v", x)
	}
	var raw bytes.Buffer
	if src, err := a.Source(t.Context(), before.IDs[0]); err != nil || a.SourceBytes(t.Context(), &raw, src.SHA256) != nil || !strings.HasPrefix(raw.String(), "# 一") {
		t.Errorf("its source: %+v %q %v", src, raw.String(), err)
	}
	if got := mediaFiles(t, a); !reflect.DeepEqual(got, []string{m.SHA256}) {
		t.Errorf("pictures left: %v", got)
	}
	if u, err := a.UndoJob(t.Context(), second.Job, true); err != nil || u.Removed != 1 {
		t.Errorf("undone wholly: %+v, %v", u, err)
	}
	if u, err := a.UndoJob(t.Context(), first.Job, false); err != nil || u.Removed != 1 {
		t.Errorf("first undone: %+v, %v", u, err)
	}
	if c, _ := a.Counts(t.Context()); c != (Counts{}) || len(mediaFiles(t, a)) != 0 {
		t.Errorf("left: %+v, %v", c, mediaFiles(t, a))
	}
	if j, err := a.Job(t.Context(), first.Job); err != nil || j.State != JobUndone {
		t.Errorf("job %+v, %v", j, err)
	}
	if _, err := a.UndoJob(t.Context(), 99, false); !errors.Is(err, ErrNoJob) {
		t.Errorf("no job: %v", err)
	}
	healthy(t, a)
}

// TestUndoEarlierJob undoes an import whose file a later one replaced: what the later one
// has stays and is named, and the later one can still be undone.
func TestUndoEarlierJob(t *testing.T) {
	a := fresh(t)
	first := begin(t, a)
	before, err := a.AddPage(t.Context(), page("a.md", "", "", "甲", "乙"), first)
	if err != nil {
		t.Fatal(err)
	}
	was := read(t, a, before.IDs[1])
	second := begin(t, a)
	second.Replace = true
	later := page("a.md", "", "", "甲", "乙")
	later.Articles[1].Blocks[0].Text += "补记。"
	later.Source.Bytes = []byte("v2")
	later.Source.SHA256 = sum(later.Source.Bytes)
	if got, err := a.AddPage(t.Context(), later, second); err != nil || got.Replaced == "" {
		t.Fatalf("replaced: %+v, %v", got, err)
	}
	u, err := a.UndoJob(t.Context(), first.Job, false)
	slices.Sort(u.Kept)
	want := slices.Sorted(slices.Values(before.IDs))
	if err != nil || u.Removed != 0 || !slices.Equal(u.Kept, want) {
		t.Errorf("first undone: %+v, %v", u, err)
	}
	if u, err := a.UndoJob(t.Context(), second.Job, false); err != nil || u.Restored != 2 || !reflect.DeepEqual(read(t, a, before.IDs[1]), was) {
		t.Errorf("second undone: %+v, %v", u, err)
	}
	if u, err := a.UndoJob(t.Context(), first.Job, false); err != nil || u.Removed != 2 {
		t.Errorf("first undone again: %+v, %v", u, err)
	}
	if s, err := a.Sources(t.Context()); err != nil || len(s) != 0 {
		t.Errorf("left %+v, %v", s, err)
	}
	healthy(t, a)
}

// TestUndoJobOfRows: rows updated by a later file go back to what the earlier one said.
func TestUndoJobOfRows(t *testing.T) {
	a := fresh(t)
	addRows(t, a, "r.jsonl", "v1", false, rowsOf(row("1", "甲"), row("2", "乙"), row("3", "丙")))
	how := begin(t, a)
	src := paper.Source{Path: "r.jsonl", Format: "jsonl", Rules: "1", SHA256: sum([]byte("v2"))}
	r, err := a.BeginRows(t.Context(), src, "/in/r.jsonl", how)
	if err != nil {
		t.Fatal(err)
	}
	r.Write([]byte("v2"))
	if _, err := r.Add(t.Context(), rowsOf(row("1", "甲改"), row("2", "乙"), row("4", "丁"))); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if h := headlines(t, a, Filter{}); h != "甲改 乙 丁" {
		t.Fatalf("replaced: %s", h)
	}
	u, err := a.UndoJob(t.Context(), how.Job, false)
	if err != nil || u.Removed != 1 || u.Restored != 3 || len(u.Kept) != 0 {
		t.Errorf("undone %+v, %v", u, err)
	}
	if h := headlines(t, a, Filter{Source: sum([]byte("v1"))}); h != "甲 乙 丙" {
		t.Errorf("after undoing: %s", h)
	}
	healthy(t, a)
}

func TestJobsStay(t *testing.T) {
	dir := t.TempDir()
	a, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	how := begin(t, a)
	dead := begin(t, a)
	files := []JobFile{{"a.md", Imported, "", `{"chars":1}`}, {"b.md", "failed", "空文件", "{}"}}
	if err := a.AddJobFiles(t.Context(), Job{N: how.Job, Files: 2, Failed: 1, Articles: 3}, files); err != nil {
		t.Fatal(err)
	}
	if err := a.EndJob(t.Context(), how.Job, JobDone, ""); err != nil {
		t.Fatal(err)
	}
	a.Close()
	a = reopen(t, dir, func(d string) (*Archive, error) { return Open(d, ReadWrite) })
	jobs, err := a.Jobs(t.Context(), -1)
	if err != nil || len(jobs) != 2 || jobs[0].N != dead.Job || jobs[0].State != JobInterrupted || jobs[1].State != JobDone || jobs[1].Files != 2 || jobs[1].Failed != 1 || jobs[1].Articles != 3 || jobs[1].Ended.IsZero() {
		t.Fatalf("jobs %+v, %v", jobs, err)
	}
	var got []JobFile
	if err := a.JobFiles(t.Context(), how.Job, func(f JobFile) error { got = append(got, f); return nil }); err != nil || !reflect.DeepEqual(got, files) {
		t.Errorf("files %+v, %v", got, err)
	}
}

func TestMergedNames(t *testing.T) {
	a := fresh(t)
	p := page("a.md", "2023-07-21", "2", "一", "二", "三")
	for i, name := range []string{"马 金", "马金", "马金金"} {
		p.Articles[i].Credits = []paper.Credit{{Role: "通讯员", Names: []string{name}}}
	}
	ids := add(t, a, p).IDs
	if err := a.MergeNames(t.Context(), "马金", []string{"马 金", "马金"}, "甲"); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"马 金", "马金"} {
		if h := headlines(t, a, Filter{Author: name}); h != "一 二" {
			t.Errorf("%s: %s", name, h)
		}
	}
	if x := read(t, a, ids[0]); x.Credits[0].Names[0] != "马 金" {
		t.Errorf("printed: %+v", x.Credits)
	}
	// The person of one merging becomes a name of another: all go over.
	if err := a.MergeNames(t.Context(), "马金金", []string{"马金"}, "甲"); err != nil {
		t.Fatal(err)
	}
	if h := headlines(t, a, Filter{Author: "马 金"}); h != "一 二 三" {
		t.Errorf("merged on: %s", h)
	}
	list, err := a.Aliases(t.Context())
	if err != nil || len(list) != 2 || list[0].Person != "马金金" || list[1].Who != "甲" {
		t.Errorf("aliases %+v, %v", list, err)
	}
	if err := a.SplitNames(t.Context(), []string{"马金金"}); err != nil {
		t.Fatal(err)
	}
	if h := headlines(t, a, Filter{Author: "马金"}); h != "二" {
		t.Errorf("split: %s", h)
	}
	for _, names := range [][]string{nil, {"马金"}, {""}} {
		if err := a.MergeNames(t.Context(), "马金", names, "甲"); !errors.Is(err, ErrBadMerge) {
			t.Errorf("merging %v: %v", names, err)
		}
	}
}
