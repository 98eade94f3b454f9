package library

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/fstest"
	"time"
	"unicode"

	"baoge/app/archive"
	"baoge/app/index"
	"baoge/app/ingest"
	"baoge/app/paper"
	"baoge/seeds"
)

func open(t *testing.T, dir string) *Library {
	t.Helper()
	l, err := Open(t.Context(), dir, Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func ready(t *testing.T, l *Library) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := l.WaitReady(ctx); err != nil {
		t.Fatalf("index: %v (%+v)", err, l.Status())
	}
}

func withSeeds(t *testing.T, dir string) (*Library, []paper.ArticleID) {
	t.Helper()
	l := open(t, dir)
	r, err := l.ImportFS(t.Context(), seeds.Files, "seeds", Request{}, nil)
	if err != nil || r.Failed() > 0 || len(r.Files) != 1 {
		t.Fatalf("seeds: %+v, %v", r, err)
	}
	return l, r.Files[0].Articles
}

// found lists the headlines a line finds.
func found(t *testing.T, l *Library, line string) []string {
	t.Helper()
	r, err := l.Search(t.Context(), line, SearchOptions{Snippets: 2})
	if err != nil {
		t.Fatalf("search %s: %v", line, err)
	}
	var out []string
	for _, h := range r.Hits {
		out = append(out, h.Summary.Headline)
	}
	return out
}

const swim = "一名女子不慎溺水　他们合力施救"

func TestSeeds(t *testing.T) {
	l, ids := withSeeds(t, t.TempDir())
	if len(ids) != 7 {
		t.Fatalf("%d articles", len(ids))
	}
	if again, err := l.ImportFS(t.Context(), seeds.Files, "seeds", Request{}, nil); err != nil || again.Articles != 0 || again.Files[0].Status != Unchanged {
		t.Errorf("seeds again: %+v, %v", again, err)
	}
	list, total, err := l.List(t.Context(), Filter{Undated: true}, 3, 4)
	if err != nil || total != 7 || len(list) != 3 || list[2].Headline != swim {
		t.Errorf("list: %d of %d, %v", len(list), total, err)
	}
	ready(t, l)
	r, err := l.Search(t.Context(), `"心肺复苏"`, SearchOptions{Snippets: 2})
	if err != nil || len(r.Hits) != 1 {
		t.Fatalf("search: %+v, %v", r, err)
	}
	h := r.Hits[0]
	s := h.Snippets[0]
	if marked := string([]rune(s.Text)[s.Marks[0][0]:s.Marks[0][1]]); h.Summary.Headline != swim || marked != "心肺复苏" || h.Places != 1 || r.TookMS <= 0 {
		t.Errorf("hit %+v, marked %q", h, marked)
	}
	a, err := l.Article(t.Context(), h.Summary.ID)
	if err != nil {
		t.Fatal(err)
	}
	m := l.Marks("溺水", a)
	if len(m) == 0 || m[0].Part.Field != paper.FieldHeadline || m[0].End-m[0].Start != 2 {
		t.Errorf("marks %v", m)
	}
	if p, err := l.Verify(t.Context()); err != nil || len(p) > 0 {
		t.Errorf("verify: %v, %v", p, err)
	}
	if err := l.Remove(t.Context(), ids); err != nil {
		t.Fatal(err)
	}
	ready(t, l)
	if got := found(t, l, "溺水"); got != nil {
		t.Errorf("found after removal: %v", got)
	}
	if s, err := l.Sources(t.Context()); err != nil || len(s) != 0 {
		t.Errorf("sources after removal: %v, %v", s, err)
	}
}

// TestBrowsingNeedsNoIndex: what a window shows first is there while the index still starts.
func TestBrowsingNeedsNoIndex(t *testing.T) {
	dir := t.TempDir()
	l, _ := withSeeds(t, dir)
	l.Close()
	r, err := OpenReadOnly(t.Context(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if c, err := r.Counts(t.Context()); err != nil || c.Undated != 7 {
		t.Errorf("counts %+v, %v", c, err)
	}
	if _, err := r.Search(t.Context(), "溺水", SearchOptions{}); !errors.Is(err, ErrNoIndex) {
		t.Errorf("search without index: %v", err)
	}
	if r.Status().Phase != NoIndex || r.Writable() {
		t.Errorf("read only: %+v, writable %v", r.Status(), r.Writable())
	}
	if _, err := r.Import(t.Context(), nil, Request{}, nil); !errors.Is(err, archive.ErrPermission) {
		t.Errorf("import: %v", err)
	}
}

func TestSearchWaitsOnlyAsLongAsAsked(t *testing.T) {
	l, _ := withSeeds(t, t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.Search(ctx, "溺水", SearchOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("search with an ended context: %v", err)
	}
}

// TestIndexMendsItself: whatever has happened to the index, the next opening finds again.
func TestIndexMendsItself(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(dir string) error
	}{
		{"missing", os.RemoveAll},
		{"not an index", func(dir string) error { return os.WriteFile(filepath.Join(dir, "root.bolt"), []byte("x"), 0o666) }},
		{"cut short", func(dir string) error {
			segments, err := filepath.Glob(filepath.Join(dir, "*.zap"))
			for _, s := range segments {
				err = errors.Join(err, os.Truncate(s, 100))
			}
			return err
		}},
	} {
		dir := t.TempDir()
		l, _ := withSeeds(t, dir)
		ready(t, l)
		if err := errors.Join(l.Close(), c.spoil(filepath.Join(dir, "index"))); err != nil {
			t.Fatal(err)
		}
		again := open(t, dir)
		ready(t, again)
		if got := found(t, again, "溺水"); !slices.Contains(got, swim) {
			t.Errorf("%s: found %v", c.name, got)
		}
		again.Close()
	}
}

// TestIndexAheadOfTheArchive: a library restored from an older copy has an index of things
// that are not there.
func TestIndexAheadOfTheArchive(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	l.Close()
	empty, err := os.ReadFile(filepath.Join(dir, archive.FileName))
	if err != nil {
		t.Fatal(err)
	}
	l, _ = withSeeds(t, dir)
	ready(t, l)
	l.Close()
	if err := os.WriteFile(filepath.Join(dir, archive.FileName), empty, 0o666); err != nil {
		t.Fatal(err)
	}
	r, err := OpenReadOnly(t.Context(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	if p, err := r.Verify(t.Context()); err != nil || len(p) != 1 || !strings.Contains(p[0], "索引比馆藏还新") {
		t.Errorf("verify: %v, %v", p, err)
	}
	r.Close()
	again := open(t, dir)
	ready(t, again)
	if got := found(t, again, "溺水"); got != nil {
		t.Errorf("found %v in an empty library", got)
	}
}

func TestReindex(t *testing.T) {
	l, _ := withSeeds(t, t.TempDir())
	ready(t, l)
	var wait sync.WaitGroup
	for range 3 {
		wait.Go(func() { // searches go on while the index is exchanged under them
			for range 20 {
				if _, err := l.Search(t.Context(), "溺水", SearchOptions{}); err != nil {
					t.Errorf("search meanwhile: %v", err)
				}
			}
		})
	}
	for range 3 {
		if err := l.Reindex(t.Context()); err != nil {
			t.Errorf("reindex: %v", err)
		}
	}
	wait.Wait()
	ready(t, l)
	if got := found(t, l, "溺水"); !slices.Contains(got, swim) {
		t.Errorf("found %v", got)
	}
}

func writePages(t *testing.T, dir string, n int) {
	t.Helper()
	for i := range n {
		text := fmt.Sprintf("# 第%d号通知\n\n第%d号通知的正文，请各处照办。\n", i, i)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("2023-07-21_%d.txt", i+1)), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// TestCancelledImport: what was stored before the cancel is whole, and the import can be resumed.
// The pages are such as are committed one by one; TestCancelledBatch has those that are not.
func TestCancelledImport(t *testing.T) {
	from := t.TempDir()
	writePages(t, from, 60)
	padPages(t, from)
	l := open(t, t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var committed []string
	var p Progress
	r, err := l.Import(ctx, []string{from}, Request{Committed: func(path string) {
		if committed = append(committed, path); len(committed) == 20 {
			cancel()
		}
	}}, &p)
	if !errors.Is(err, context.Canceled) || len(committed) != 20 || r.Articles != 20 || p.Articles.Load() != 20 {
		t.Fatalf("cancelled after %d: report %d, progress %d, %v", len(committed), r.Articles, p.Articles.Load(), err)
	}
	if c, err := l.Counts(t.Context()); err != nil || c.Articles != 20 {
		t.Errorf("stored %+v, %v", c, err)
	}
	r, err = l.Import(t.Context(), []string{from}, Request{}, &p)
	if err != nil || r.Articles != 40 || len(r.Files) != 60 || r.Files[0].Status != Unchanged || !p.Walked.Load() {
		t.Errorf("resumed: %d new, %d files, %v", r.Articles, len(r.Files), err)
	}
	list, total, err := l.List(t.Context(), Filter{Page: "10"}, -1, 0)
	if err != nil || total != 1 || list[0].Date.String() != "2023-07-21" {
		t.Errorf("page 10: %+v, %v", list, err)
	}
	ready(t, l)
	if got := found(t, l, "标题:第59号通知"); len(got) != 1 {
		t.Errorf("found %v", got)
	}
	if p, err := l.Verify(t.Context()); err != nil || len(p) > 0 {
		t.Errorf("verify: %v, %v", p, err)
	}
}

// TestOrderOfReports: files are read on all cores and reported in the order of the folder.
func TestOrderOfReports(t *testing.T) {
	from := t.TempDir()
	writePages(t, from, 30)
	if err := os.WriteFile(filepath.Join(from, "2023-07-21_15b.txt"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	var done []string
	r, err := open(t, t.TempDir()).Import(t.Context(), []string{from}, Request{Done: func(f FileReport) { done = append(done, f.Path) }}, nil)
	if err != nil || len(r.Files) != 31 || r.Failed() != 1 || !slices.IsSorted(done) {
		t.Errorf("%d files, %d failed, order %v, %v", len(r.Files), r.Failed(), done, err)
	}
}

func TestDryRun(t *testing.T) {
	from, dir := t.TempDir(), filepath.Join(t.TempDir(), "new")
	writePages(t, from, 3)
	r, err := DryRun(t.Context(), dir, []string{from}, Request{}, nil)
	if err != nil || r.Articles != 3 || r.Files[0].Status != Imported {
		t.Errorf("dry run: %+v, %v", r, err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a dry run made the library: %v", err)
	}
	did, err := open(t, dir).Import(t.Context(), []string{from}, Request{}, nil)
	if err != nil || did.Files[0].Articles[0] != r.Files[0].Articles[0] {
		t.Errorf("IDs: dry %v, real %v, %v", r.Files[0].Articles, did.Files[0].Articles, err)
	}
	r, err = DryRun(t.Context(), dir, []string{from}, Request{Options: PageOptions{Section: "要闻"}}, nil)
	if err != nil || r.Articles != 0 || r.Files[0].Status != Updated {
		t.Errorf("dry run over the library: %+v, %v", r, err)
	}
}

func TestReadingIsKept(t *testing.T) {
	u, err := archive.OpenUser(filepath.Join(t.TempDir(), "user.sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	defer u.Close()
	dir := t.TempDir()
	l, err := Open(t.Context(), dir, Options{Create: true, User: u})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	r, err := l.ImportFS(t.Context(), seeds.Files, "seeds", Request{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	ids := r.Files[0].Articles
	for _, id := range []paper.ArticleID{ids[0], ids[2], "aaaaaaaaaaaaaaaa", ids[0]} {
		if err := errors.Join(l.MarkRead(t.Context(), id), l.SetPosition(t.Context(), id, 42)); err != nil {
			t.Fatal(err)
		}
	}
	recent, err := l.Recent(t.Context(), 10)
	if err != nil || len(recent) != 2 || recent[0].ID != ids[0] || recent[1].ID != ids[2] {
		t.Errorf("recent: %+v, %v", recent, err)
	}
	at, known, err := l.Position(t.Context(), ids[0])
	if _, unread, _ := l.Position(t.Context(), ids[1]); err != nil || at != 42 || !known || unread {
		t.Errorf("position %d, %v, %v", at, known, err)
	}
	if err := l.SetSetting(t.Context(), "last", "x"); err != nil {
		t.Fatal(err)
	}
	mine, _ := l.Setting(t.Context(), "last")
	others, err := u.Setting(t.Context(), "", "last")
	if err != nil || mine != "x" || others != "" {
		t.Errorf("settings %q, %q, %v", mine, others, err)
	}
	if known, err := u.Libraries(t.Context()); err != nil || len(known) != 1 || known[0].ID != l.ID() || known[0].Dir != dir {
		t.Errorf("known libraries: %+v, %v", known, err)
	}
}

// TestExplain: whatever goes wrong, a person gets one whole Chinese sentence.
func TestExplain(t *testing.T) {
	said := map[string]error{}
	for _, e := range []error{
		context.Canceled, context.DeadlineExceeded,
		&archive.HeldError{PID: 12, Host: "pc"}, archive.ErrNewer, archive.ErrOlder, archive.ErrDamaged, archive.ErrNotLibrary,
		archive.ErrNoSpace, archive.ErrReadOnly, archive.ErrPermission, archive.ErrNotFound,
		ingest.ErrEmpty, ingest.ErrBinary, ingest.ErrEncoding, ingest.ErrUnknownFormat, ingest.ErrTooLarge, ingest.ErrBadRow, ingest.ErrAccount, ingest.ErrLinkLoop,
		ErrFileChanged, ErrBadRows, index.ErrHeld, index.ErrStale, index.ErrClosed, ErrNoIndex, archive.ErrNoBook, archive.ErrNameTaken, archive.ErrNoName, ErrNoUser,
		fs.ErrNotExist, fs.ErrPermission, fs.ErrExist, syscall.EROFS, syscall.ENOTDIR, syscall.EISDIR,
	} {
		s := Explain(fmt.Errorf("read page: %w", e))
		if !strings.HasSuffix(s, "。") || strings.Contains(s, "%") || strings.Count(s, "。") != 1 || !unicode.Is(unicode.Han, []rune(s)[0]) || strings.Contains(s, "出错了") {
			t.Errorf("%v: %q", e, s)
		}
		if other := said[s]; other != nil {
			t.Errorf("%v and %v are told alike: %s", e, other, s)
		}
		said[s] = e
	}
	_, missing := os.Open("/no/such/file.txt")
	for _, c := range []struct {
		err  error
		want string
	}{
		{nil, ""},
		{fmt.Errorf("read a.pdf: %w", &ingest.KindError{Kind: "PDF"}), "这是 PDF 文件，还不能读入，请另存为文本、Markdown 或 DOCX 再导入。"},
		{missing, "找不到文件“/no/such/file.txt”，请检查路径。"},
		{&archive.FileError{Path: "/a/library.sqlite", Kind: archive.ErrDamaged}, "馆藏文件“/a/library.sqlite”已损坏，请从备份恢复；损坏的文件先不要删除。"},
		{&os.PathError{Op: "write", Path: "/a/x.pdf", Err: syscall.ENOSPC}, "磁盘已满，未能写入“/a/x.pdf”；已存好的内容都在，请腾出空间后再试。"},
		{&archive.HeldError{PID: 12, Host: "pc"}, "馆藏正被另一程序使用（pc 上的进程 12），请先关闭它再试。"},
		{errors.New("surprise"), "出错了：surprise。"},
	} {
		if got := Explain(c.err); got != c.want {
			t.Errorf("%v:\n got %s\nwant %s", c.err, got, c.want)
		}
	}
}

func TestImportOfAFileSystem(t *testing.T) {
	l := open(t, t.TempDir())
	files := fstest.MapFS{"a.txt": {Data: []byte("# 一\n\n正文。\n")}, "sub/b.md": {Data: []byte("# 二\n\n正文。\n")}, "sub/c.txt": {}}
	r, err := l.ImportFS(t.Context(), files, "pages", Request{}, nil)
	if err != nil || r.Articles != 2 || r.Failed() != 1 || r.Files[1].Path != "pages/sub/b.md" || !errors.Is(r.Files[2].Err, ingest.ErrEmpty) {
		t.Errorf("%+v, %v", r, err)
	}
}
