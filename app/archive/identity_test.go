package archive

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"

	"baoge/app/paper"
)

func TestIdentityOfPages(t *testing.T) {
	dir := t.TempDir()
	a := reopen(t, dir, Create)
	first := add(t, a, page("a.md", "", "", "一", "二"))
	again := add(t, a, page("a.md", "", "", "一", "二"))
	if again.Status != Unchanged || !reflect.DeepEqual(again.IDs, first.IDs) || again.New != 0 {
		t.Errorf("same bytes: %+v", again)
	}
	dated := add(t, a, page("a.md", "2023-07-21", "2", "一", "二"))
	if dated.Status != Updated || dated.Changed != 2 || !reflect.DeepEqual(dated.IDs, first.IDs) {
		t.Errorf("same bytes, other options: %+v", dated)
	}
	if s := add(t, a, page("b.md", "", "", "一", "二")); s.Status != Unchanged {
		t.Errorf("not knowing the date took it away: %+v", s)
	}
	other := add(t, a, page("a.md", "", "", "一", "二", "三"))
	if other.Status != Imported || other.New != 3 || other.Other != sum([]byte("# 一\n\n# 二")) {
		t.Errorf("same path, other bytes: %+v", other)
	}
	elsewhere := fresh(t)
	if ids := add(t, elsewhere, page("c.md", "", "", "一", "二")).IDs; !reflect.DeepEqual(ids, first.IDs) {
		t.Errorf("IDs differ between libraries: %v, %v", ids, first.IDs)
	}
	if elsewhere.ID() == a.ID() {
		t.Error("two libraries have one ID")
	}
	healthy(t, a)
}

// TestReplaceSparesOtherPath: a file that came again under another path, with metadata of
// its own, belongs there; replacing what now lies at the first path leaves it alone.
func TestReplaceSparesOtherPath(t *testing.T) {
	a := fresh(t)
	add(t, a, page("a.md", "", "", "一", "二"))
	moved := page("b.md", "2023-07-21", "2", "一", "二")
	if got, err := a.AddPage(t.Context(), moved, How{}); err != nil || got.Status != Updated || got.New != 0 {
		t.Fatalf("the same file elsewhere: %+v, %v", got, err)
	}
	got, err := a.AddPage(t.Context(), page("a.md", "", "", "三"), How{Replace: true})
	if err != nil || got.Status != Imported || got.New != 1 {
		t.Errorf("another file in its place: %+v, %v", got, err)
	}
	if h := headlines(t, a, Filter{}); h != "一 二 三" {
		t.Errorf("after replace: %s", h)
	}
	healthy(t, a)
}

func TestReplaceKeepsIDs(t *testing.T) {
	a := fresh(t)
	first := add(t, a, page("a.md", "2023-07-21", "2", "一", "二", "三"))
	p := page("a.md", "", "", "新", "二", "三改")
	got, err := a.AddPage(t.Context(), p, How{Replace: true})
	if err != nil {
		t.Fatal(err)
	}
	if got.Status != Updated || got.New != 0 || got.Replaced == "" || !reflect.DeepEqual(got.IDs, first.IDs) {
		t.Errorf("replace: %+v, first %v", got, first.IDs)
	}
	if h := headlines(t, a, Filter{From: day("2023-07-21")}); h != "新 二 三改" {
		t.Errorf("after replace: %s", h)
	}
	back := add(t, a, page("b.md", "", "", "一", "二", "三"))
	if back.Status != Imported || back.New != 3 || back.IDs[0] == first.IDs[0] {
		t.Errorf("replaced bytes come back: %+v", back)
	}
	short, err := a.AddPage(t.Context(), page("a.md", "", "", "二"), How{Replace: true})
	if err != nil || len(short.IDs) != 1 || short.IDs[0] != first.IDs[1] {
		t.Errorf("shorter page: %+v, %v", short, err)
	}
	healthy(t, a)
}

func rowsOf(articles ...*paper.Article) Rows {
	var r Rows
	for i, x := range articles {
		r.Articles, r.Raw, r.Lines = append(r.Articles, x), append(r.Raw, []byte(x.ExternalID+x.Headline)), append(r.Lines, i+1)
	}
	return r
}

func addRows(t *testing.T, a *Archive, path, bytes string, replace bool, batches ...Rows) (statuses string, ids []paper.ArticleID) {
	t.Helper()
	src := paper.Source{Path: path, Format: "jsonl", Rules: "1", SHA256: sum([]byte(bytes))}
	r, err := a.BeginRows(t.Context(), src, "/in/"+path, How{Replace: replace})
	if err != nil {
		t.Fatal(err)
	}
	r.Write([]byte(bytes))
	for _, b := range batches {
		got, err := r.Add(t.Context(), b)
		if err != nil {
			t.Fatal(err)
		}
		statuses, ids = statuses+" "+string(got.Status), append(ids, got.IDs...)
	}
	if _, err := r.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	return statuses, ids
}

func row(id, headline string) *paper.Article {
	x := article(headline, "2023-08-01", "")
	x.ExternalID = id
	return x
}

func TestIdentityOfRows(t *testing.T) {
	a := fresh(t)
	batch := rowsOf(row("1", "甲"), row("2", "甲"), row("", "甲"))
	s, ids := addRows(t, a, "r.jsonl", "v1", false, batch)
	if s != " imported" || len(ids) != 3 || ids[0] == ids[1] {
		t.Fatalf("first: %s %v", s, ids)
	}
	if s, again := addRows(t, a, "r.jsonl", "v1", false, batch); s != " unchanged" || !reflect.DeepEqual(again, ids) {
		t.Errorf("again: %s %v", s, again)
	}
	s, changed := addRows(t, a, "r.jsonl", "v2", false, rowsOf(row("1", "乙"), row("2", "甲")))
	if s != " updated" || changed[0] != ids[0] {
		t.Errorf("new content: %s %v", s, changed)
	}
	if x, err := a.Article(t.Context(), ids[0]); err != nil || x.Headline != "乙" {
		t.Errorf("known _id: %+v, %v", x, err)
	}
	twice := rowsOf(row("9", "早"), row("9", "晚"))
	if _, ids := addRows(t, a, "t.jsonl", "t", false, twice); len(ids) != 1 {
		t.Errorf("one _id twice in a batch gave %d articles", len(ids))
	}
	if h := headlines(t, a, Filter{Source: sum([]byte("t"))}); h != "晚" {
		t.Errorf("one _id twice in a batch: %s", h)
	}
	other := rowsOf(row("9", "早"), row("9", "晚"), row("10", "另"))
	for _, x := range other.Articles {
		x.Publication = "晚报"
	}
	probed, err := a.ProbeRows(t.Context(), sum([]byte("t")), other, How{})
	if err != nil || probed.New != 0 || probed.Changed != 1 {
		t.Errorf("a trial of the same bytes with a publication: %+v, %v", probed, err)
	}
	if s, again := addRows(t, a, "t.jsonl", "t", false, other); s != " updated" || len(again) != 1 || headlines(t, a, Filter{Source: sum([]byte("t"))}) != "晚" {
		t.Errorf("the same bytes with a publication: %s %v", s, again)
	}
	addRows(t, a, "r.jsonl", "v3", true, rowsOf(row("2", "甲"), row("3", "丙")))
	if h := headlines(t, a, Filter{Source: sum([]byte("v3"))}); h != "甲 丙" {
		t.Errorf("replaced source holds %q", h)
	}
	healthy(t, a)
}

func TestResumeRows(t *testing.T) {
	a := fresh(t)
	text := strings.Repeat("一行又一行\n", partSize/8)
	src := paper.Source{Path: "r.jsonl", Format: "jsonl", Rules: "1", SHA256: sum([]byte(text))}
	r, err := a.BeginRows(t.Context(), src, "/in/r.jsonl", How{})
	if err != nil {
		t.Fatal(err)
	}
	r.Write([]byte(text[:partSize+100]))
	if _, err := r.Add(t.Context(), rowsOf(row("1", "甲"))); err != nil {
		t.Fatal(err)
	}
	healthy(t, a) // broken off here: whole, but not complete
	if s, _ := addRows(t, a, "r.jsonl", text, false, rowsOf(row("1", "甲"), row("2", "乙"))); s != " imported" {
		t.Errorf("resumed: %s", s)
	}
	var back bytes.Buffer
	if err := a.SourceBytes(t.Context(), &back, src.SHA256); err != nil || back.String() != text {
		t.Errorf("source after resuming: %d bytes of %d, %v", back.Len(), len(text), err)
	}
	healthy(t, a)
}

// TestRowsWithoutGoodOnes gives more bytes than are held in memory before the first good
// row, and a file that has none: of that nothing stays.
func TestRowsWithoutGoodOnes(t *testing.T) {
	a := fresh(t)
	long := strings.Repeat("坏行\n", 2*mostPending/7)
	begin := func(text string) *RowImport {
		t.Helper()
		r, err := a.BeginRows(t.Context(), paper.Source{Path: "r.jsonl", Format: "jsonl", Rules: "1", SHA256: sum([]byte(text))}, "/in/r.jsonl", How{})
		if err != nil {
			t.Fatal(err)
		}
		for chunk := range slices.Chunk([]byte(text), 1<<16) {
			if _, err := r.Write(chunk); err != nil {
				t.Fatal(err)
			}
			if len(r.pending) > mostPending {
				t.Fatalf("%d bytes wait in memory", len(r.pending))
			}
		}
		return r
	}
	if _, err := begin(long).Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, err := sourceBySum(t.Context(), a.read, sum([]byte(long))); n != 0 || err != nil {
		t.Errorf("a file without a good row is kept as %d, %v", n, err)
	}
	healthy(t, a)
	text := long + "好行"
	r := begin(text)
	if _, err := r.Add(t.Context(), rowsOf(row("1", "甲"))); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	var back bytes.Buffer
	if err := a.SourceBytes(t.Context(), &back, sum([]byte(text))); err != nil || back.String() != text {
		t.Errorf("source: %d bytes of %d, %v", back.Len(), len(text), err)
	}
	healthy(t, a)
}
