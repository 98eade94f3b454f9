package library

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"baoge/app/archive"
	"baoge/app/paper"
)

// dropped makes a folder of page files.
func dropped(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o777), os.WriteFile(path, []byte(text), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const twoPages = "# 村里修桥\n\n◎ 通讯员 丁山\n\n村口的桥上个月修好了。\n\n# 山里通路\n\n◎ 通讯员 丁小山\n\n进山的路昨天通车。\n"

func TestMergedNamesAreFound(t *testing.T) {
	l := open(t, t.TempDir())
	if _, err := l.Import(t.Context(), []string{dropped(t, map[string]string{"a.md": twoPages})}, Request{}, nil); err != nil {
		t.Fatal(err)
	}
	ready(t, l)
	if err := l.MergeNames(t.Context(), "丁山", []string{"丁小山"}); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"作者:丁山", "作者:丁小山", "丁小山", "作者:(丁山 或 旁人)", "丁山 -校车"} {
		if got := found(t, l, line); len(got) != 2 {
			t.Errorf("%s finds %v", line, got)
		}
	}
	if got := found(t, l, "作者:丁小山 路"); len(got) != 1 || got[0] != "山里通路" {
		t.Errorf("with another word: %v", got)
	}
	ids, _, err := l.List(t.Context(), Filter{Author: "丁山"}, -1, 0)
	if err != nil || len(ids) != 2 {
		t.Fatalf("list: %v, %v", ids, err)
	}
	a, err := l.Article(t.Context(), ids[1].ID)
	if err != nil || len(l.Marks("作者:丁山", a)) == 0 {
		t.Errorf("the other name is not marked in %+v, %v", a, err)
	}
	if err := l.SplitNames(t.Context(), []string{"丁山"}); err != nil || len(found(t, l, "作者:丁山")) != 1 {
		t.Errorf("split: %v, %v", found(t, l, "作者:丁山"), err)
	}
}

// TestIndexFollowsPeople: searches find what corrections say, and not what is withdrawn or gone.
func TestIndexFollowsPeople(t *testing.T) {
	l := open(t, t.TempDir())
	r, err := l.Import(t.Context(), []string{dropped(t, map[string]string{"a.md": twoPages})}, Request{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	id := r.Files[0].Articles[:1]
	finds := func(line string, want int) {
		t.Helper()
		ready(t, l)
		if got := found(t, l, line); len(got) != want {
			t.Errorf("%s finds %v, want %d", line, got, want)
		}
	}
	edit, err := l.Correct(t.Context(), id, Hand{}, func(a *paper.Article) error { a.Headline = "渡口造塔"; return nil })
	if err != nil {
		t.Fatal(err)
	}
	finds("造塔", 1)
	if err := l.Undo(t.Context(), edit); err != nil {
		t.Fatal(err)
	}
	finds("造塔", 0)
	if _, err := l.Withdraw(t.Context(), id, Hand{}, "失实"); err != nil {
		t.Fatal(err)
	}
	finds("标题:修桥", 0)
	if p, err := l.Verify(t.Context()); err != nil || len(p) > 0 {
		t.Errorf("verify: %v, %v", p, err)
	}
	if _, err := l.Articles(t.Context(), id); !errors.Is(err, archive.ErrWithdrawn) || !strings.Contains(Explain(err), "已撤稿") {
		t.Errorf("to be handed on: %v", err)
	}
	if _, err := l.UndoJob(t.Context(), r.Job, false); err != nil {
		t.Fatal(err)
	}
	finds("通路", 0)
}

func TestSavedPage(t *testing.T) {
	l, ids := withSeeds(t, t.TempDir())
	src, err := l.Source(t.Context(), ids[0])
	if err != nil {
		t.Fatal(err)
	}
	p, err := l.SavedPage(t.Context(), src.SHA256)
	if err != nil || p.ReadErr != nil || p.Older || len(p.Articles) != 7 || len(p.Read.Articles) != 7 || p.Read.Text == "" {
		t.Fatalf("%+v, %v", p, err)
	}
	if p.Chars.Total == 0 || p.Chars != AccountOf(p.Articles, p.Labels, p.Leftover) {
		t.Errorf("account %+v, counted %+v", p.Chars, AccountOf(p.Articles, p.Labels, p.Leftover))
	}
	p.Articles[0].Section, p.Labels = p.Labels[0], nil
	got, edit, err := l.SavePage(t.Context(), PageEdit{SHA256: src.SHA256, Articles: p.Articles, Labels: p.Labels, Leftover: p.Leftover}, Hand{Note: "栏目"})
	if err != nil || !slices.Equal(got, ids) {
		t.Fatalf("saved %v, %v", got, err)
	}
	h, err := l.History(t.Context(), ids[0])
	if err != nil || len(h) != 1 || h[0].N != edit || h[0].Who == "" || h[0].Fields[0].Name != "section" {
		t.Errorf("history %+v, %v", h, err)
	}
	if again, err := l.SavedPage(t.Context(), src.SHA256); err != nil || len(again.Labels) != 0 || again.Articles[0].Section == "" || again.Chars.Label != 0 {
		t.Errorf("opened again: %+v, %v", again.Chars, err)
	}
}

func TestImportPausesAndEstimates(t *testing.T) {
	var b strings.Builder
	for i := range 6000 {
		fmt.Fprintf(&b, `{"_id":"%d","title":"第%d号通知","text":"第%d号通知的正文。"}`+"\n", i, i, i)
	}
	dir := dropped(t, map[string]string{"rows.jsonl": b.String()})
	l := open(t, t.TempDir())
	var p Progress
	p.Pause()
	began := make(chan struct{})
	done := make(chan error, 1)
	go func() {
		close(began)
		_, err := l.Import(t.Context(), []string{dir}, Request{Committed: func(string) { p.Pause() }}, &p)
		done <- err
	}()
	<-began
	for want := int64(1000); want <= 6000; want += 1000 {
		p.Resume()
		for p.Articles.Load() < want || want < 6000 && !p.Paused() {
			select {
			case err := <-done:
				if err != nil || p.Articles.Load() < want {
					t.Fatalf("ended at %d: %v", p.Articles.Load(), err)
				}
				done <- nil // ended meanwhile
			case <-time.After(5 * time.Millisecond):
			}
		}
		if n := p.Articles.Load(); n != want {
			t.Fatalf("%d articles while paused at %d", n, want)
		}
		if share, ok := p.Share(); ok && (share < float64(want)/6000-0.2 || share > float64(want)/6000+0.2) {
			t.Errorf("share %.2f at %d of 6000", share, want)
		}
	}
	p.Resume()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if share, ok := p.Share(); !ok || share != 1 {
		t.Errorf("at the end %v, %v", share, ok)
	}
}

// TestCancelledJob: a cancelled import says so, keeps what it stored, and can be taken back whole.
func TestCancelledJob(t *testing.T) {
	files := map[string]string{}
	for i := range 20 {
		files[fmt.Sprintf("%02d.md", i)] = fmt.Sprintf("# 第%d号通知\n\n第%d号通知的正文。\n", i, i)
	}
	l := open(t, t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	r, err := l.Import(ctx, []string{dropped(t, files)}, Request{Committed: func(string) {
		if n++; n == 5 {
			cancel()
		}
	}}, nil)
	if !errors.Is(err, context.Canceled) || r.Articles < 5 {
		t.Fatalf("%+v, %v", r, err)
	}
	j, err := l.Job(t.Context(), r.Job)
	if err != nil || j.State != JobCancelled || j.Files != len(r.Files) || j.Articles != r.Articles {
		t.Errorf("job %+v, %v; report %d files", j, err, len(r.Files))
	}
	u, err := l.UndoJob(t.Context(), r.Job, false)
	if c, _ := l.Counts(t.Context()); err != nil || u.Removed != r.Articles || c.Articles != 0 || c.Sources != 0 {
		t.Errorf("undone %+v, %v: %+v", u, err, c)
	}
}
